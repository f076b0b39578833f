// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EscrowBalances} from "./EscrowBalances.sol";
import {IEscrow} from "./interfaces/IEscrow.sol";
import {Channel, ChannelState, ChannelStates} from "./libraries/ChannelStates.sol";
import {ChannelClose, MessageHashes, Voucher} from "./libraries/MessageHashes.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Escrow: balances and payment channels
/// @dev No function here calls a token: money moves between balances, and `totalOwed` stays as it is.
contract Escrow is IEscrow, EscrowBalances, EIP712 {
    using ChannelStates for Channel;

    /// @notice Shortest exit delay: an operator must have time to redeem.
    uint256 public constant CLOSE_DELAY_SECONDS_MIN = 1 minutes;
    /// @notice Longest exit delay: a payer's money must not be held for ever.
    uint256 public constant CLOSE_DELAY_SECONDS_MAX = 30 days;
    /// @inheritdoc IEscrow
    uint256 public constant override REDEMPTIONS_MAX = 200;

    /// @inheritdoc IEscrow
    uint48 public immutable override closeDelay;

    mapping(bytes32 channelId => Channel stored) private _channels;

    constructor(address owner_, uint256 closeDelaySeconds) EscrowBalances(owner_) EIP712("Millrace", "1") {
        if (closeDelaySeconds < CLOSE_DELAY_SECONDS_MIN || closeDelaySeconds > CLOSE_DELAY_SECONDS_MAX) {
            revert CloseDelayOutOfBounds(closeDelaySeconds, CLOSE_DELAY_SECONDS_MIN, CLOSE_DELAY_SECONDS_MAX);
        }
        // casting is safe: bounded to 30 days above
        // forge-lint: disable-next-line(unsafe-typecast)
        closeDelay = uint48(closeDelaySeconds);
    }

    /// @inheritdoc IEscrow
    function openChannel(address operator, address token, uint128 deposit_, address signer)
        external
        override
        returns (bytes32 channelId)
    {
        if (operator == address(0)) revert OperatorInvalid(operator);
        if (signer == address(0)) revert SignerInvalid(signer);
        if (deposit_ == 0) revert AmountZero();
        channelId = channelIdOf(msg.sender, operator, token);
        Channel storage stored = _channels[channelId];
        if (stored.open) revert ChannelAlreadyOpen(channelId);
        _debit(token, msg.sender, deposit_);
        uint32 epoch = stored.epoch + 1;
        _channels[channelId] =
            Channel({deposit: deposit_, redeemed: 0, signer: signer, epoch: epoch, closesAt: 0, open: true});
        emit ChannelOpened(channelId, msg.sender, operator, token, signer, epoch, deposit_);
    }

    /// @inheritdoc IEscrow
    function topUp(address operator, address token, uint128 amount) external override {
        if (amount == 0) revert AmountZero();
        bytes32 channelId = channelIdOf(msg.sender, operator, token);
        Channel storage stored = _requireOpen(channelId);
        if (stored.closesAt != 0) revert ChannelAlreadyClosing(channelId, stored.closesAt);
        _debit(token, msg.sender, amount);
        uint128 total = stored.deposit + amount;
        stored.deposit = total;
        emit ChannelToppedUp(channelId, amount, total);
    }

    /// @inheritdoc IEscrow
    function redeem(address operator, address token, Redemption[] calldata redemptions)
        external
        override
        returns (uint256 credited)
    {
        if (redemptions.length > REDEMPTIONS_MAX) revert BatchTooLarge(redemptions.length, REDEMPTIONS_MAX);
        bytes32 separator = _domainSeparatorV4();
        for (uint256 i = 0; i < redemptions.length; i++) {
            credited += _redeemOne(operator, token, redemptions[i], separator);
        }
        if (credited == 0) revert NothingRedeemed(operator, token);
        _credit(token, operator, credited);
        emit OperatorCredited(token, operator, credited);
    }

    /// @inheritdoc IEscrow
    function closeCooperatively(
        address payer,
        address operator,
        address token,
        uint128 amount,
        bytes32 r,
        bytes32 vs,
        bytes calldata operatorSignature
    ) external override {
        bytes32 channelId = channelIdOf(payer, operator, token);
        Channel storage stored = _requireOpen(channelId);
        _requireVoucher(stored, channelId, amount, r, vs);
        _requireConsent(channelId, operator, channelCloseDigest(channelId, stored.epoch, amount), operatorSignature);
        uint128 paid = _settle(stored, channelId, amount);
        if (paid > 0) {
            _credit(token, operator, paid);
            emit OperatorCredited(token, operator, paid);
        }
        _close(stored, channelId, payer, token, CloseReason.Cooperative);
    }

    /// @inheritdoc IEscrow
    function closeByOperator(address payer, address token) external override {
        bytes32 channelId = channelIdOf(payer, msg.sender, token);
        _close(_requireOpen(channelId), channelId, payer, token, CloseReason.ByOperator);
    }

    /// @inheritdoc IEscrow
    function startClose(address operator, address token) external override returns (uint48 closesAt) {
        bytes32 channelId = channelIdOf(msg.sender, operator, token);
        Channel storage stored = _requireOpen(channelId);
        if (stored.closesAt != 0) revert ChannelAlreadyClosing(channelId, stored.closesAt);
        closesAt = uint48(block.timestamp) + closeDelay;
        stored.closesAt = closesAt;
        emit ChannelCloseStarted(channelId, closesAt);
    }

    /// @inheritdoc IEscrow
    function finishClose(address payer, address operator, address token) external override {
        bytes32 channelId = channelIdOf(payer, operator, token);
        Channel storage stored = _requireOpen(channelId);
        uint48 closesAt = stored.closesAt;
        if (closesAt == 0) revert ChannelNotClosing(channelId);
        if (block.timestamp < closesAt) revert CloseDelayNotOver(channelId, closesAt, block.timestamp);
        _close(stored, channelId, payer, token, CloseReason.AfterDelay);
    }

    /// @inheritdoc IEscrow
    function channel(address payer, address operator, address token)
        external
        view
        override
        returns (Channel memory known)
    {
        known = _channels[channelIdOf(payer, operator, token)];
        if (!known.open) (known.redeemed, known.signer) = (0, address(0));
    }

    /// @inheritdoc IEscrow
    function incomeOf(address payer, address operator, address token)
        external
        view
        override
        returns (uint32 epoch, uint128 redeemed, address signer)
    {
        Channel storage stored = _channels[channelIdOf(payer, operator, token)];
        return (stored.epoch, stored.redeemed, stored.signer);
    }

    /// @inheritdoc IEscrow
    function channelState(address payer, address operator, address token)
        external
        view
        override
        returns (ChannelState)
    {
        return _channels[channelIdOf(payer, operator, token)].stateOf();
    }

    /// @inheritdoc IEscrow
    function domainSeparator() external view override returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @inheritdoc IEscrow
    function voucherDigest(bytes32 channelId, uint64 epoch, uint128 amount) external view override returns (bytes32) {
        return _hashTypedDataV4(MessageHashes.hashVoucher(Voucher(channelId, epoch, amount)));
    }

    /// @inheritdoc IEscrow
    function channelCloseDigest(bytes32 channelId, uint64 epoch, uint128 amount)
        public
        view
        override
        returns (bytes32)
    {
        return _hashTypedDataV4(MessageHashes.hashChannelClose(ChannelClose(channelId, epoch, amount)));
    }

    /// @inheritdoc IEscrow
    function channelIdOf(address payer, address operator, address token) public pure override returns (bytes32) {
        return keccak256(abi.encode(payer, operator, token));
    }

    /// @dev Returns what the voucher added, or 0 after saying why it was passed over.
    function _redeemOne(address operator, address token, Redemption calldata redemption, bytes32 separator)
        private
        returns (uint256)
    {
        bytes32 channelId = channelIdOf(redemption.payer, operator, token);
        Channel storage stored = _channels[channelId];
        if (!stored.open) return _skip(channelId, SkipReason.NotOpen);
        uint128 redeemed = stored.redeemed;
        if (redemption.amount <= redeemed || redeemed == stored.deposit) return _skip(channelId, SkipReason.Stale);
        if (!_isVoucherSigned(stored, channelId, redemption.amount, redemption.r, redemption.vs, separator)) {
            return _skip(channelId, SkipReason.SignatureInvalid);
        }
        return _settle(stored, channelId, redemption.amount);
    }

    /// @dev Marks a channel as redeemed up to `amount` or its deposit, and returns what that adds; nothing if not more.
    function _settle(Channel storage stored, bytes32 channelId, uint128 amount) private returns (uint128 paid) {
        uint128 redeemed = stored.redeemed;
        uint128 settled = amount < stored.deposit ? amount : stored.deposit;
        if (settled <= redeemed) return 0;
        stored.redeemed = settled;
        paid = settled - redeemed;
        emit ChannelRedeemed(channelId, settled, paid);
    }

    function _skip(bytes32 channelId, SkipReason reason) private returns (uint256) {
        emit RedemptionSkipped(channelId, reason);
        return 0;
    }

    /// @dev The rest goes to the payer's balance, not out: nobody can block the closing of a channel. What was redeemed and
    /// who signed stay until it is opened again: an operator must not wipe out the trace of its income by closing.
    function _close(Channel storage stored, bytes32 channelId, address payer, address token, CloseReason reason)
        private
    {
        uint128 redeemed = stored.redeemed;
        uint128 refunded = stored.deposit - redeemed;
        (stored.deposit, stored.closesAt, stored.open) = (0, 0, false);
        _credit(token, payer, refunded);
        emit ChannelClosed(channelId, reason, redeemed, refunded);
    }

    function _requireOpen(bytes32 channelId) private view returns (Channel storage stored) {
        stored = _channels[channelId];
        if (!stored.open) revert ChannelNotOpen(channelId);
    }

    /// @dev An amount that is redeemed already was proven by the voucher that redeemed it.
    function _requireVoucher(Channel storage stored, bytes32 channelId, uint128 amount, bytes32 r, bytes32 vs)
        private
        view
    {
        uint128 redeemed = stored.redeemed;
        if (amount < redeemed) revert CloseAmountTooLow(channelId, amount, redeemed);
        if (amount > redeemed && !_isVoucherSigned(stored, channelId, amount, r, vs, _domainSeparatorV4())) {
            revert VoucherSignatureInvalid(channelId, amount);
        }
    }

    function _requireConsent(bytes32 channelId, address operator, bytes32 digest, bytes calldata signature)
        private
        view
    {
        if (!SignatureChecker.isValidSignatureNowCalldata(operator, digest, signature)) {
            revert OperatorSignatureInvalid(channelId, operator);
        }
    }

    /// @dev A failed recovery gives the zero address, which is no channel's signer.
    function _isVoucherSigned(
        Channel storage stored,
        bytes32 channelId,
        uint128 amount,
        bytes32 r,
        bytes32 vs,
        bytes32 separator
    ) private view returns (bool) {
        bytes32 structHash = MessageHashes.hashVoucher(Voucher(channelId, stored.epoch, amount));
        bytes32 digest = MessageHashUtils.toTypedDataHash(separator, structHash);
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecover(digest, r, vs);
        return failure == ECDSA.RecoverError.NoError && recovered == stored.signer;
    }
}
