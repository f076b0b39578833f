// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../interfaces/ICourthouse.sol";
import {MessageHashes, Order, Quote, Receipt} from "../libraries/MessageHashes.sol";
import {SignedReceipts} from "../libraries/SignedReceipts.sol";
import {Windows} from "../libraries/Windows.sol";
import {Chambers, ReceiptJudge} from "./ReceiptJudge.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Ghosting: paid under an accepted lease, nothing to show for it
/// @notice A payer shows a quote that the node signed and the order it accepted it by, and the Escrow knows what the operator
/// redeemed on that channel in that opening. The payer states what it grants: how much was earned in the opening, in how many
/// items (receipts and fees). The rest, and no more than the lease could cost, is charged. The operator has until the end of
/// the answer window:
///
/// - to show one item more than the payer granted, in posted roots or by fees that the payer ordered: then the statement was
///   false, the charge is over, and its bond is the operator's;
/// - to show more money than the payer granted: the charge shrinks to what neither covers, and with nothing left it is over;
/// - to give back what is charged, which ends it without fault.
///
/// Silence convicts, and what is charged is the payer's claim on the slash.
///
/// Who grants nothing is refuted by one receipt. Who grants much pays for the account: the bond grows by `itemBond` for each
/// item granted, so that the work a false statement makes is paid by whoever made it. What a payer granted honestly is no answer.
///
/// An honest operator can always answer: what it earned has receipts, and what it did not earn (a payer may pay too much,
/// and anyone may redeem its voucher) it can return at no loss. It keeps the receipts of an opening for as long as that can
/// be charged. That is why an answer in money ends the case without fault, and why the outcome needs nobody's judgement.
///
/// What it does not prove: that something was delivered. Receipts count as given; that one is false is for the other judges.
/// None counts that was first posted after the charge and ended after its order's time, nor one that began after the charge:
/// a node that takes money and delivers nothing must have lied in a root before it was accused, if the payer ordered nothing
/// more from it and charges when the receipts of all its orders are due. Nor does it prove that reserved capacity stood
/// ready: a fee is due with the order, and whether the payer ever came is nowhere on record.
contract GhostingJudge is ReceiptJudge {
    using SafeERC20 for IERC20;

    /// @notice Shortest time to answer.
    uint256 public constant ANSWER_SECONDS_MIN = 1 days;
    /// @notice Longest time to answer.
    uint256 public constant ANSWER_SECONDS_MAX = 14 days;
    /// @notice The time to answer spans this many epochs at least.
    uint256 public constant EPOCHS_TO_ANSWER = 2;
    /// @notice How long after the time to answer a conviction can be called for, as a multiple of it.
    uint256 public constant GRACE_FACTOR = 2;
    /// @notice Most receipts one call accounts with.
    uint256 public constant COVERS_MAX = 32;
    /// @notice Most items that a payer may grant: 256 calls disprove it. Who has more begins a new opening of its channel.
    uint256 public constant ITEMS_MAX = 8_192;

    /// @notice How long the operator has to answer, in seconds.
    uint48 public immutable answerSeconds;
    /// @notice What a payer loses to an operator that disproves its statement, in base units of MILL.
    uint256 public immutable bond;
    /// @notice And for each item that it grants besides: what showing it costs the operator.
    uint256 public immutable itemBond;

    /// @notice What a payer states of an opening of its channel.
    /// @param amount what it grants was earned, in base units of the settlement token; the charged lease's fee comes on top
    /// @param items in how many receipts above zero and fees; the charged lease's fee comes on top
    struct Granted {
        uint128 amount;
        uint32 items;
    }

    /// @param redeemed what the operator took on the channel in this opening when the case was opened, in base units of
    /// `token`
    /// @param lossMax what the lease could cost: no more is charged
    /// @param granted what the payer grants, fee included
    /// @param covered what the operator showed
    /// @param items how many items the payer grants, and `shown` how many the operator showed
    struct Matter {
        address payer;
        address operator;
        address token;
        address signer;
        bytes32 channelId;
        uint64 channelEpoch;
        uint64 chargedAt;
        uint64 answerUntil;
        uint128 redeemed;
        uint128 lossMax;
        uint32 items;
        uint32 shown;
        uint256 granted;
        uint256 covered;
        uint256 bond;
    }

    /// @notice One receipt and the order that ties it to the channel.
    struct Cover {
        Order order;
        bytes orderSignature;
        Receipt receipt;
        bytes32[] proof;
    }

    /// @notice What operators gave back and payers have not yet taken.
    mapping(address token => mapping(address payer => uint256 amount)) public owedTo;
    /// @notice What of one opening of a channel was given back or convicted for: it answers every charge of that opening, for a
    /// payer can make as many orders as it likes.
    mapping(bytes32 channelId => mapping(uint64 channelEpoch => uint256 amount)) public madeGoodOf;

    mapping(bytes32 caseId => Matter matter) private _matters;
    mapping(bytes32 caseId => mapping(bytes32 item => bool counted)) private _isCounted;

    event GhostingCharged(
        bytes32 indexed caseId,
        address indexed operator,
        address indexed payer,
        bytes32 leaseId,
        uint128 redeemed,
        uint256 granted,
        uint32 items,
        uint64 answerUntil
    );
    event Accounted(bytes32 indexed caseId, uint256 covered, uint32 shown);
    event GivenBack(bytes32 indexed caseId, address indexed payer, address token, uint256 amount);
    event Withdrawn(address indexed token, address indexed payer, uint256 amount);

    error CallerNotPayer(address caller, address payer);
    error OrderNotOfQuote(bytes32 quoteHash);
    error OrderNotOfChannel(bytes32 channelId, uint64 epoch);
    error NothingUnaccounted(uint256 redeemed, uint256 covered);
    error ItemsTooMany(uint256 items, uint256 max);
    error ReceiptsNotDue(uint256 notBefore, uint256 time);
    error MatterUnknown(bytes32 caseId);
    error AnswerTimeOver(bytes32 caseId, uint256 until, uint256 time);
    error AnswerTimeNotOver(bytes32 caseId, uint256 until, uint256 time);
    error CoversTooMany(uint256 length, uint256 max);
    error CoverNotOfMatter(bytes32 item);
    error CoverKnown(bytes32 item);
    error CoverTooLate(bytes32 item);
    error CoverWorthless(bytes32 item);
    error ReceiptNotIncluded(bytes32 receiptHash);
    error CallerNotOperator(address caller, address operator);
    error NothingOwed(address account);
    error BondZero();

    constructor(Chambers memory chambers, uint256 answerSeconds_, uint256 bond_, uint256 itemBond_)
        ReceiptJudge(chambers)
    {
        // What was earned a moment before the charge must be in a posted root before the time to answer is over.
        uint256 min = Math.max(ANSWER_SECONDS_MIN, EPOCHS_TO_ANSWER * chambers.receipts.epochSeconds());
        answerSeconds = Windows.check(answerSeconds_, min, ANSWER_SECONDS_MAX);
        if (bond_ == 0 || itemBond_ == 0) revert BondZero();
        (bond, itemBond) = (bond_, itemBond_);
    }

    /// @notice Charges an operator with money it took and shows nothing for. By the payer. Takes `bondFor` the items granted,
    /// which needs an allowance for the courthouse.
    /// @return caseId keccak256(abi.encode(this, leaseId, redeemed, granted.amount, granted.items))
    function charge(Quote calldata quote, bytes calldata quoteSignature, Order calldata order, Granted calldata granted)
        external
        returns (bytes32 caseId)
    {
        bytes32 separator = escrow.domainSeparator();
        _requireLease(separator, quote, quoteSignature, order);
        if (granted.items > ITEMS_MAX) revert ItemsTooMany(granted.items, ITEMS_MAX);
        uint64 epoch = _requireDue(order.expiresAt);
        Matter memory matter = _newMatter(quote, order, granted);
        bytes32 leaseId = MessageHashUtils.toTypedDataHash(separator, MessageHashes.hashOrder(order));
        caseId = keccak256(abi.encode(address(this), leaseId, matter.redeemed, granted.amount, granted.items));
        _matters[caseId] = matter;
        _openCase(caseId, quote, epoch, matter.bond);
        emit GhostingCharged(
            caseId,
            quote.operator,
            quote.payer,
            leaseId,
            matter.redeemed,
            matter.granted,
            matter.items,
            matter.answerUntil
        );
    }

    /// @notice Accounts for money with receipts in posted roots. By anyone, in as many calls as it takes.
    function account(bytes32 caseId, Cover[] calldata covers) external {
        Matter storage matter = _requireAnswerable(caseId);
        if (covers.length > COVERS_MAX) revert CoversTooMany(covers.length, COVERS_MAX);
        bytes32 separator = escrow.domainSeparator();
        for (uint256 i = 0; i < covers.length; i++) {
            _count(caseId, matter, covers[i], separator);
        }
        _afterAnswer(caseId, matter);
    }

    /// @notice Accounts for money with the fee of a quote that the payer ordered. By anyone.
    function accountFee(bytes32 caseId, Quote calldata quote, Order calldata order, bytes calldata orderSignature)
        external
    {
        Matter storage matter = _requireAnswerable(caseId);
        bytes32 separator = escrow.domainSeparator();
        bytes32 leaseId = _requireOrder(matter, order, orderSignature, separator);
        if (order.quoteHash != MessageHashUtils.toTypedDataHash(separator, MessageHashes.hashQuote(quote))) {
            revert OrderNotOfQuote(order.quoteHash);
        }
        if (quote.token != matter.token) revert CoverNotOfMatter(leaseId);
        _show(caseId, matter, leaseId, quote.fee);
        _afterAnswer(caseId, matter);
    }

    /// @notice Gives back what is charged and not accounted for, which ends the case without fault. By the operator; needs an allowance
    /// of the settlement token for this contract.
    function giveBack(bytes32 caseId) external returns (uint256 amount) {
        Matter storage matter = _requireAnswerable(caseId);
        if (msg.sender != matter.operator) revert CallerNotOperator(msg.sender, matter.operator);
        amount = _charged(matter);
        madeGoodOf[matter.channelId][matter.channelEpoch] += amount;
        owedTo[matter.token][matter.payer] += amount;
        courthouse.dismiss(caseId);
        courthouse.releaseBond(caseId, matter.payer);
        emit GivenBack(caseId, matter.payer, matter.token, amount);
        IERC20(matter.token).safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @notice Convicts an operator that did not account for all of it in time. By anyone.
    function conclude(bytes32 caseId) external {
        Matter storage matter = _requireMatter(caseId);
        if (block.timestamp <= matter.answerUntil) {
            revert AnswerTimeNotOver(caseId, matter.answerUntil, block.timestamp);
        }
        uint256 loss = _charged(matter);
        // Made good in another case of the same opening, which may have come after this charge.
        if (loss == 0) return _afterAnswer(caseId, matter);
        // casting is safe: no more than what was redeemed
        // forge-lint: disable-next-line(unsafe-typecast)
        uint128 booked = courthouse.convict(caseId, 0, matter.payer, matter.token, uint128(loss));
        madeGoodOf[matter.channelId][matter.channelEpoch] += booked;
        courthouse.releaseBond(caseId, matter.payer);
    }

    /// @notice Pays the caller what operators gave back to it.
    function withdraw(address token) external returns (uint256 amount) {
        amount = owedTo[token][msg.sender];
        if (amount == 0) revert NothingOwed(msg.sender);
        owedTo[token][msg.sender] = 0;
        emit Withdrawn(token, msg.sender, amount);
        IERC20(token).safeTransfer(msg.sender, amount);
    }

    /// @notice Returns a matter.
    function matterOf(bytes32 caseId) external view returns (Matter memory) {
        return _matters[caseId];
    }

    /// @notice Returns what is charged now and neither accounted for nor made good, in base units of the settlement token.
    function chargedOf(bytes32 caseId) external view returns (uint256) {
        return _charged(_requireMatter(caseId));
    }

    /// @notice Returns the bond of a charge that grants so many items, in base units of MILL.
    function bondFor(uint256 items) public view returns (uint256) {
        return bond + items * itemBond;
    }

    function _newMatter(Quote calldata quote, Order calldata order, Granted calldata granted)
        private
        view
        returns (Matter memory matter)
    {
        (uint32 channelEpoch, uint128 redeemed, address signer) =
            escrow.incomeOf(quote.payer, quote.operator, quote.token);
        bytes32 channelId = escrow.channelIdOf(quote.payer, quote.operator, quote.token);
        if (order.channelId != channelId || order.epoch != channelEpoch) {
            revert OrderNotOfChannel(channelId, channelEpoch);
        }
        (matter.payer, matter.operator, matter.token) = (quote.payer, quote.operator, quote.token);
        (matter.signer, matter.channelId, matter.channelEpoch) = (signer, channelId, channelEpoch);
        matter.chargedAt = uint64(block.timestamp);
        matter.answerUntil = matter.chargedAt + answerSeconds;
        (matter.redeemed, matter.lossMax) = (redeemed, order.amountMax);
        matter.granted = uint256(granted.amount) + quote.fee;
        // The operator may show this lease's fee, which is granted.
        matter.items = granted.items + (quote.fee > 0 ? 1 : 0);
        matter.bond = bondFor(granted.items);
        uint256 known = matter.granted + madeGoodOf[channelId][channelEpoch];
        if (redeemed <= known) revert NothingUnaccounted(redeemed, known);
    }

    function _openCase(bytes32 caseId, Quote calldata quote, uint64 epoch, uint256 bond_) private {
        courthouse.openCase(
            caseId,
            ICourthouse.Accusation({
                operator: quote.operator,
                node: quote.node,
                reporter: quote.payer,
                epoch: epoch,
                deadline: uint64(block.timestamp + answerSeconds * (1 + GRACE_FACTOR))
            }),
            bond_
        );
    }

    function _count(bytes32 caseId, Matter storage matter, Cover calldata cover, bytes32 separator) private {
        Receipt calldata receipt = cover.receipt;
        bytes32 leaseId = _requireOrder(matter, cover.order, cover.orderSignature, separator);
        bytes32 receiptId = SignedReceipts.idOf(receipt.leaseId, receipt.sequence);
        if (
            receipt.leaseId != leaseId || receipt.payer != matter.payer || receipt.operator != matter.operator
                || receipt.token != matter.token
        ) revert CoverNotOfMatter(receiptId);
        _requireNode(receipt.node, receipt.operator, receipt.finishedAt);
        bytes32 receiptHash = SignedReceipts.digestOf(separator, receipt);
        uint64 epoch = receipts.epochOf(receipt.finishedAt);
        _requireInTime(matter, cover.order, receipt, epoch);
        if (!receipts.isIncluded(receipt.node, epoch, receiptHash, cover.proof)) {
            revert ReceiptNotIncluded(receiptHash);
        }
        _show(caseId, matter, receiptId, receipt.amount);
    }

    /// @dev All accounted for, or more items than the payer granted: the charge was false, and its bond is the operator's.
    function _afterAnswer(bytes32 caseId, Matter storage matter) private {
        emit Accounted(caseId, matter.covered, matter.shown);
        if (matter.shown <= matter.items && _charged(matter) > 0) return;
        courthouse.payFromBond(caseId, matter.payer, matter.operator, matter.bond);
        courthouse.dismiss(caseId);
    }

    /// @dev What neither side accounts for in this case and nobody made good in any of the opening; at most what the lease
    /// could cost.
    function _charged(Matter storage matter) private view returns (uint256) {
        uint256 known = Math.max(matter.granted, matter.covered) + madeGoodOf[matter.channelId][matter.channelEpoch];
        return Math.min(matter.lossMax, Math.saturatingSub(matter.redeemed, known));
    }

    /// @dev Receipts of nothing are no items: any number of them could be had.
    function _show(bytes32 caseId, Matter storage matter, bytes32 item, uint128 amount) private {
        if (amount == 0) revert CoverWorthless(item);
        if (_isCounted[caseId][item]) revert CoverKnown(item);
        _isCounted[caseId][item] = true;
        matter.covered += amount;
        matter.shown++;
    }

    /// @dev A run under way when it was charged counts; one that was made up afterwards does not. What is not yet posted must
    /// be of the time in which its order's receipts are.
    function _requireInTime(Matter storage matter, Order calldata order, Receipt calldata receipt, uint64 epoch)
        private
        view
    {
        bytes32 item = SignedReceipts.idOf(receipt.leaseId, receipt.sequence);
        if (receipt.startedAt > matter.chargedAt) revert CoverTooLate(item);
        if (epoch <= receipts.epochOf(order.expiresAt) + 1) return;
        if (receipts.posting(receipt.node, epoch).postedAt > matter.chargedAt) revert CoverTooLate(item);
    }

    function _requireLease(bytes32 separator, Quote calldata quote, bytes calldata quoteSignature, Order calldata order)
        private
        view
    {
        if (msg.sender != quote.payer) revert CallerNotPayer(msg.sender, quote.payer);
        bytes32 quoteHash = MessageHashUtils.toTypedDataHash(separator, MessageHashes.hashQuote(quote));
        if (
            order.quoteHash != quoteHash || order.payer != quote.payer || order.operator != quote.operator
                || order.node != quote.node
        ) revert OrderNotOfQuote(quoteHash);
        _requireSigned(quote.node, quoteHash, quoteSignature);
        _requireNode(quote.node, quote.operator, 0);
    }

    /// @dev A run may begin until the order expires and end in the next epoch; then its receipt must be posted.
    function _requireDue(uint64 expiresAt) private view returns (uint64 epoch) {
        epoch = receipts.epochOf(expiresAt);
        uint256 due = receipts.deadlineOf(epoch + 1);
        if (block.timestamp <= due) revert ReceiptsNotDue(due, block.timestamp);
        uint256 until = uint256(expiresAt) + courthouse.evidenceSeconds();
        if (block.timestamp > until) revert ReceiptTooOld(expiresAt, until, block.timestamp);
    }

    function _requireOrder(Matter storage matter, Order calldata order, bytes calldata signature, bytes32 separator)
        private
        view
        returns (bytes32 leaseId)
    {
        leaseId = MessageHashUtils.toTypedDataHash(separator, MessageHashes.hashOrder(order));
        if (order.channelId != matter.channelId || order.epoch != matter.channelEpoch) {
            revert OrderNotOfChannel(order.channelId, order.epoch);
        }
        _requireSigned(matter.signer, leaseId, signature);
    }

    function _requireAnswerable(bytes32 caseId) private view returns (Matter storage matter) {
        matter = _requireMatter(caseId);
        if (block.timestamp > matter.answerUntil) {
            revert AnswerTimeOver(caseId, matter.answerUntil, block.timestamp);
        }
    }

    function _requireMatter(bytes32 caseId) private view returns (Matter storage matter) {
        matter = _matters[caseId];
        if (matter.payer == address(0)) revert MatterUnknown(caseId);
    }
}
