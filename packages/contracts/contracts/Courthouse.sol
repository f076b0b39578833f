// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CaseBook} from "./CaseBook.sol";
import {CourthouseOffice} from "./CourthouseOffice.sol";
import {ICourthouse} from "./interfaces/ICourthouse.sol";
import {IEscrow} from "./interfaces/IEscrow.sol";
import {Finding, IEvidence} from "./interfaces/IEvidence.sol";
import {IReceipts} from "./interfaces/IReceipts.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeVault} from "./interfaces/IStakeVault.sol";
import {Receipt} from "./libraries/MessageHashes.sol";
import {Sentences} from "./libraries/Sentences.sol";
import {SignedReceipts} from "./libraries/SignedReceipts.sol";
import {Windows} from "./libraries/Windows.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Courthouse: convictions, refunds, rewards
contract Courthouse is CaseBook {
    /// @notice Most receipts one call claims with.
    uint256 public constant CLAIMS_MAX = 64;
    /// @notice Most of a slash that refunds and reward may take together: at least a fifth always burns, but for costs.
    uint256 public constant PAID_SHARE_BPS_MAX = 8_000;
    /// @notice Greatest reward of a reporter.
    uint256 public constant REWARD_BPS_MAX = 2_000;
    /// @notice Greatest slash over exposure.
    uint256 public constant MULTIPLE_BPS_MAX = 100_000;
    /// @notice Shortest and longest time to claim.
    uint256 public constant CLAIM_SECONDS_MIN = 3 days;
    uint256 public constant CLAIM_SECONDS_MAX = 30 days;
    /// @notice How long after the claims stake stays locked where nobody settles, which anyone can, the operator too.
    uint256 public constant SETTLE_SECONDS_MAX = 120 days;
    /// @notice Shortest life of evidence; it ends with the unbonding delay.
    uint256 public constant EVIDENCE_SECONDS_MIN = 1 days;

    uint256 private constant BPS = 10_000;
    uint256 private constant RATE_UNIT = 1e18;

    /// @notice In whose domain all messages are signed.
    IEscrow public immutable escrow;
    uint256 public immutable floorBps;
    uint256 public immutable multipleBps;
    uint256 public immutable refundBps;
    uint256 public immutable refundShareMaxBps;
    uint256 public immutable rewardBps;
    /// @inheritdoc ICourthouse
    uint48 public immutable override evidenceSeconds;
    /// @inheritdoc ICourthouse
    uint48 public immutable override claimSeconds;

    /// @dev The best claim of one payer for one run. `mill` of more than all MILL there is makes no difference.
    struct Claimed {
        address token;
        uint96 mill;
        uint128 amount;
        bool proven;
    }

    mapping(bytes32 caseId => Pot pot) private _pots;
    mapping(bytes32 deed => bool convicted) private _convicted;
    mapping(bytes32 caseId => mapping(bytes32 runOfPayer => Claimed known)) private _claimed;
    mapping(bytes32 caseId => mapping(address token => uint256 amount)) private _claimedIn;
    mapping(bytes32 caseId => mapping(address payer => mapping(bool proven => uint256 mill))) private _claims;
    /// @dev Whose loss the conviction itself booked, and in which token.
    mapping(bytes32 caseId => bytes32 payerAndToken) private _compensated;

    constructor(
        IERC20 token_,
        IStakeVault vault_,
        IRegistry registry_,
        IReceipts receipts_,
        IEscrow escrow_,
        address owner_,
        Sentencing memory rules
    )
        CaseBook(token_, vault_, registry_, receipts_)
        CourthouseOffice(owner_, rules.judgeDelaySeconds, vault_.unbondingDelay())
    {
        escrow = escrow_;
        floorBps = _share(rules.floorBps, 1, BPS);
        multipleBps = _share(rules.multipleBps, BPS, MULTIPLE_BPS_MAX);
        refundBps = _share(rules.refundBps, 1, BPS);
        rewardBps = _share(rules.rewardBps, 0, REWARD_BPS_MAX);
        refundShareMaxBps = _share(rules.refundShareMaxBps, 1, PAID_SHARE_BPS_MAX - rules.rewardBps);
        uint256 unbondingDelay = vault_.unbondingDelay();
        if (rules.evidenceSeconds > unbondingDelay) {
            revert EvidenceOutlivesStake(rules.evidenceSeconds, unbondingDelay);
        }
        evidenceSeconds = Windows.check(rules.evidenceSeconds, EVIDENCE_SECONDS_MIN, unbondingDelay);
        claimSeconds = Windows.check(rules.claimSeconds, CLAIM_SECONDS_MIN, CLAIM_SECONDS_MAX);
    }

    /// @inheritdoc ICourthouse
    function prosecute(address judge, bytes calldata evidence) external override returns (bytes32 caseId) {
        _requireSitting(judge);
        Finding memory finding = IEvidence(judge).judge(msg.sender, evidence);
        caseId = keccak256(abi.encode(judge, finding.subject));
        Accusation memory accusation = Accusation({
            operator: finding.operator,
            node: finding.node,
            reporter: msg.sender,
            epoch: finding.epoch,
            deadline: uint64(block.timestamp)
        });
        _open(caseId, judge, accusation);
        _convict(caseId, 0, finding.victim, finding.token, finding.loss);
    }

    /// @inheritdoc ICourthouse
    function convict(bytes32 caseId, uint256 costs, address victim, address token_, uint128 loss)
        external
        override
        onlyJudgeOf(caseId)
        returns (uint128 booked)
    {
        _requireState(caseId, CaseState.Open);
        return _convict(caseId, costs, victim, token_, loss);
    }

    /// @inheritdoc ICourthouse
    function fine(address operator, uint256 amount) external override returns (uint256 burned) {
        if (!isJudge(msg.sender)) revert CallerNotJudge(msg.sender);
        burned = _slash(operator, amount);
        _burn(burned);
        emit Fined(operator, burned);
    }

    /// @inheritdoc ICourthouse
    function claim(bytes32 caseId, Claim[] calldata claims) external override {
        _requireState(caseId, CaseState.Convicted);
        if (claims.length > CLAIMS_MAX) revert BatchTooLarge(claims.length, CLAIMS_MAX);
        Pot storage pot = _pots[caseId];
        if (block.timestamp < pot.claimsFrom || block.timestamp > pot.claimsUntil) {
            revert ClaimsNotOpen(caseId, pot.claimsFrom, pot.claimsUntil, block.timestamp);
        }
        _assess(caseId);
        bytes32 separator = escrow.domainSeparator();
        for (uint256 i = 0; i < claims.length; i++) {
            _claim(caseId, claims[i], separator);
        }
    }

    /// @inheritdoc ICourthouse
    function settle(bytes32 caseId) external override {
        _requireState(caseId, CaseState.Convicted);
        Pot storage pot = _pots[caseId];
        if (block.timestamp <= pot.claimsUntil) {
            revert DeadlineNotOver(caseId, pot.claimsUntil, block.timestamp);
        }
        _assess(caseId);
        Case storage known = _cases[caseId];
        known.state = CaseState.Settled;
        (uint256 poolProven, uint256 poolUnproven, uint256 costs, uint256 reward) =
            Sentences.split(pot, refundBps, refundShareMaxBps, rewardBps);
        pot.poolProven = poolProven;
        pot.poolUnproven = poolUnproven;
        owedTo[known.reporter] += costs + reward;
        uint256 burned = pot.slashed - poolProven - poolUnproven - costs - reward;
        vault.unlock(known.operator);
        _burn(burned);
        emit CaseSettled(caseId, poolProven + poolUnproven, costs, reward, burned);
    }

    /// @inheritdoc ICourthouse
    function takeRefund(bytes32 caseId, address payer) external override returns (uint256 amount) {
        _requireState(caseId, CaseState.Settled);
        Pot storage pot = _pots[caseId];
        amount = _takeShare(caseId, payer, true, pot.poolProven, pot.claimedProven)
            + _takeShare(caseId, payer, false, pot.poolUnproven, pot.claimedUnproven);
        owedTo[payer] += amount;
        emit RefundPaid(caseId, payer, amount);
    }

    /// @inheritdoc ICourthouse
    function potOf(bytes32 caseId) external view override returns (Pot memory) {
        return _pots[caseId];
    }

    /// @inheritdoc ICourthouse
    function claimOf(bytes32 caseId, address payer, bool proven) external view override returns (uint256) {
        return _claims[caseId][payer][proven];
    }

    /// @dev A node's epoch is slashed once per judge: what the same cheat did a thousand times, the exposure covers.
    function _convict(bytes32 caseId, uint256 costs, address victim, address token_, uint128 loss)
        private
        returns (uint128 booked)
    {
        Case storage known = _cases[caseId];
        known.state = CaseState.Convicted;
        Pot storage pot = _pots[caseId];
        bytes32 deed = keccak256(abi.encode(known.judge, known.node, known.epoch));
        pot.again = _convicted[deed];
        _convicted[deed] = true;
        uint256 size = costs;
        if (!pot.again) {
            uint256 exposure = _exposureOf(known.node, known.epoch);
            size += Sentences.sizeOf(_stakeOf(known.operator), exposure, floorBps, multipleBps);
        }
        pot.slashed = _slash(known.operator, size);
        pot.assessed = pot.again || block.timestamp > receipts.deadlineOf(known.epoch);
        pot.costs = costs;
        _openClaims(caseId);
        uint256 mill = _toMill(token_, loss);
        // A token without a rate makes nothing good: then receipts in it are claimed, and refused, as anybody's.
        if (victim != address(0) && mill > 0 && !pot.again) {
            _book(caseId, victim, mill, false);
            _compensated[caseId] = _payerAndToken(victim, token_);
            booked = loss;
            emit RefundClaimed(caseId, victim, bytes32(0), loss, false);
        }
        emit Convicted(
            caseId, known.operator, known.node, known.epoch, pot.slashed, pot.claimsFrom, pot.claimsUntil, pot.again
        );
    }

    /// @dev A conviction before the epoch's totals are posted is sized anew when they are final, as claims open.
    function _assess(bytes32 caseId) private {
        Pot storage pot = _pots[caseId];
        if (pot.assessed) return;
        pot.assessed = true;
        Case storage known = _cases[caseId];
        uint256 stake = _stakeOf(known.operator) + pot.slashed;
        uint256 size = Sentences.sizeOf(stake, _exposureOf(known.node, known.epoch), floorBps, multipleBps) + pot.costs;
        if (size > pot.slashed) pot.slashed += _slash(known.operator, size - pot.slashed);
        emit Assessed(caseId, pot.slashed);
    }

    /// @dev Claims open when the epoch's totals can change no more. A repeated conviction has none.
    function _openClaims(bytes32 caseId) private {
        Pot storage pot = _pots[caseId];
        Case storage known = _cases[caseId];
        uint256 from = Math.max(block.timestamp, receipts.deadlineOf(known.epoch) + 1);
        uint256 until = from + claimSeconds;
        // Never open: not even in this block.
        if (pot.again) (from, until) = (block.timestamp + 1, block.timestamp);
        // casting is safe: the epoch is not in the future, so both are days ahead of now
        // forge-lint: disable-next-line(unsafe-typecast)
        (pot.claimsFrom, pot.claimsUntil) = (uint64(from), uint64(until));
        // Until somebody settles: then the slash has its final size. The operator itself can, from the end of the claims on.
        // casting is safe: months ahead of now
        // forge-lint: disable-next-line(unsafe-typecast)
        vault.extendLock(known.operator, uint64(until + SETTLE_SECONDS_MAX));
    }

    function _claim(bytes32 caseId, Claim calldata claimed, bytes32 separator) private {
        Receipt calldata receipt = claimed.receipt;
        Case storage known = _cases[caseId];
        bytes32 receiptId = SignedReceipts.idOf(receipt.leaseId, receipt.sequence);
        if (
            receipt.node != known.node || receipt.operator != known.operator
                || receipts.epochOf(receipt.finishedAt) != known.epoch
        ) revert ClaimNotOfCase(caseId, receiptId);
        bytes32 digest = SignedReceipts.digestOf(separator, receipt);
        if (!SignedReceipts.isSignedBy(receipt.node, digest, claimed.signature)) {
            revert ClaimSignatureInvalid(receiptId);
        }
        uint256 mill = Math.min(_toMill(receipt.token, receipt.amount), type(uint96).max);
        if (mill == 0) revert RateNotSet(receipt.token);
        bool proven = receipts.isIncluded(receipt.node, known.epoch, digest, claimed.proof);
        // casting is safe: bounded above
        // forge-lint: disable-next-line(unsafe-typecast)
        Claimed memory shown = Claimed(receipt.token, uint96(mill), receipt.amount, proven);
        bool isMadeGood = _compensated[caseId] == _payerAndToken(receipt.payer, receipt.token);
        if (!_keepBest(caseId, receiptId, receipt.payer, shown, isMadeGood)) return;
        if (!isMadeGood) emit RefundClaimed(caseId, receipt.payer, receiptId, receipt.amount, proven);
        _countAgainstTotals(caseId, receipt.token);
    }

    /// @dev A payer is refunded once for a run, by the best claim: the node can sign any number of receipts for one, show them
    /// first, and leave out the proofs. What it signs for other payers takes nothing from this one. What is not better is
    /// passed over, not refused: whoever claims one of a payer's receipts first must not stop the batch of all of them.
    /// What the conviction itself made good is claimed for nothing more: such receipts only count against the totals, beside
    /// those in other tokens.
    function _keepBest(bytes32 caseId, bytes32 receiptId, address payer, Claimed memory claimed, bool isMadeGood)
        private
        returns (bool isKept)
    {
        Claimed storage slot = _claimed[caseId][keccak256(abi.encode(receiptId, payer, isMadeGood))];
        Claimed memory before = slot;
        if (before.token != address(0)) {
            bool isBetter = claimed.proven == before.proven ? claimed.mill > before.mill : claimed.proven;
            if (!isBetter) return false;
            if (!isMadeGood) _unbook(caseId, payer, before.mill, before.proven);
            _claimedIn[caseId][before.token] -= before.amount;
        }
        (slot.token, slot.mill, slot.amount, slot.proven) =
        (claimed.token, claimed.mill, claimed.amount, claimed.proven);
        if (!isMadeGood) _book(caseId, payer, claimed.mill, claimed.proven);
        _claimedIn[caseId][claimed.token] += claimed.amount;
        return true;
    }

    /// @dev More claimed than was declared: the operator hid what it was exposed for, and answers with all its stake.
    function _countAgainstTotals(bytes32 caseId, address token_) private {
        Pot storage pot = _pots[caseId];
        if (pot.underDeclared) return;
        Case storage known = _cases[caseId];
        IReceipts.Total[] memory totals = receipts.totalsOf(known.node, known.epoch);
        for (uint256 i = 0; i < totals.length; i++) {
            if (totals[i].token == token_ && _claimedIn[caseId][token_] <= totals[i].amount) return;
        }
        pot.underDeclared = true;
        uint256 slashed = _slash(known.operator, _stakeOf(known.operator));
        pot.slashed += slashed;
        emit UnderDeclared(caseId, token_, slashed);
    }

    function _book(bytes32 caseId, address payer, uint256 mill, bool proven) private {
        _claims[caseId][payer][proven] += mill;
        if (proven) _pots[caseId].claimedProven += mill;
        else _pots[caseId].claimedUnproven += mill;
    }

    function _unbook(bytes32 caseId, address payer, uint256 mill, bool proven) private {
        _claims[caseId][payer][proven] -= mill;
        if (proven) _pots[caseId].claimedProven -= mill;
        else _pots[caseId].claimedUnproven -= mill;
    }

    /// @dev Rounds down; what that leaves, below one base unit per payer, stays in the pot.
    function _takeShare(bytes32 caseId, address payer, bool proven, uint256 pool, uint256 claimedInAll)
        private
        returns (uint256)
    {
        uint256 own = _claims[caseId][payer][proven];
        if (own == 0) return 0;
        _claims[caseId][payer][proven] = 0;
        return Math.mulDiv(own, pool, claimedInAll);
    }

    function _exposureOf(address node, uint64 epoch) private view returns (uint256 exposure) {
        IReceipts.Total[] memory totals = receipts.totalsOf(node, epoch);
        for (uint256 i = 0; i < totals.length; i++) {
            exposure += _toMill(totals[i].token, totals[i].amount);
        }
    }

    function _toMill(address token_, uint128 amount) private view returns (uint256) {
        return Math.mulDiv(amount, rateOf(token_), RATE_UNIT);
    }

    function _payerAndToken(address payer, address token_) private pure returns (bytes32) {
        return keccak256(abi.encode(payer, token_));
    }

    function _share(uint256 given, uint256 min, uint256 max) private pure returns (uint256) {
        if (given < min || given > max) revert ShareOutOfBounds(given, min, max);
        return given;
    }
}
