// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Channel, ChannelState} from "../libraries/ChannelStates.sol";
import {IEscrowBalances} from "./IEscrowBalances.sol";

/// @title Payment channels out of escrowed balances
/// @notice A channel is keyed by (payer, operator, token) and paid by cumulative vouchers: the latest one is enough,
/// whatever number of jobs it covers. Amounts are base units of the token.
/// @dev To change a channel's signer, close it and open it again: a change in place would strand the vouchers that the
/// old signer already gave.
interface IEscrow is IEscrowBalances {
    /// @notice One voucher to redeem, with its EIP-2098 compact signature.
    struct Redemption {
        address payer;
        uint128 amount;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice Why a voucher in a batch was passed over.
    enum SkipReason {
        /// The channel is not open, so there is nothing to pay from.
        NotOpen,
        /// The voucher pays no more than was already redeemed, or the deposit is used up.
        Stale,
        /// Not the channel signer's signature over this channel, epoch and amount, or a malleable one.
        SignatureInvalid
    }

    /// @notice How a channel ended.
    enum CloseReason {
        Cooperative,
        ByOperator,
        AfterDelay
    }

    event ChannelOpened(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed operator,
        address token,
        address signer,
        uint32 epoch,
        uint128 deposit
    );
    event ChannelToppedUp(bytes32 indexed channelId, uint128 amount, uint128 deposit);
    /// @param redeemed all that was ever paid on this channel in this epoch
    /// @param paid what this voucher added
    event ChannelRedeemed(bytes32 indexed channelId, uint128 redeemed, uint128 paid);
    event RedemptionSkipped(bytes32 indexed channelId, SkipReason reason);
    event OperatorCredited(address indexed token, address indexed operator, uint256 amount);
    event ChannelCloseStarted(bytes32 indexed channelId, uint48 closesAt);
    event ChannelClosed(bytes32 indexed channelId, CloseReason reason, uint128 redeemed, uint128 refunded);

    error CloseDelayOutOfBounds(uint256 delay, uint256 min, uint256 max);
    error ChannelAlreadyOpen(bytes32 channelId);
    error ChannelNotOpen(bytes32 channelId);
    error ChannelAlreadyClosing(bytes32 channelId, uint48 closesAt);
    error ChannelNotClosing(bytes32 channelId);
    error CloseDelayNotOver(bytes32 channelId, uint48 closesAt, uint256 time);
    error OperatorInvalid(address operator);
    error SignerInvalid(address signer);
    error VoucherSignatureInvalid(bytes32 channelId, uint128 amount);
    error OperatorSignatureInvalid(bytes32 channelId, address operator);
    error CloseAmountTooLow(bytes32 channelId, uint128 amount, uint128 redeemed);
    error BatchTooLarge(uint256 length, uint256 max);
    error NothingRedeemed(address operator, address token);

    /// @notice Opens the caller's channel to `operator` from its balance, in a new epoch.
    /// @param deposit base units, above 0
    /// @param signer whose vouchers count: a session key, or the payer itself; not zero
    function openChannel(address operator, address token, uint128 deposit, address signer)
        external
        returns (bytes32 channelId);

    /// @notice Adds to the caller's open channel from its balance; refused once it is closing.
    function topUp(address operator, address token, uint128 amount) external;

    /// @notice Pays the operator what up to {REDEMPTIONS_MAX} vouchers add, into its balance. By anyone.
    /// @dev A voucher above the deposit pays what is left. One that cannot pay is skipped with {RedemptionSkipped}; the
    /// call reverts only when none pays.
    /// @return credited base units added to the operator's balance
    function redeem(address operator, address token, Redemption[] calldata redemptions)
        external
        returns (uint256 credited);

    /// @notice Closes at once at a final cumulative `amount` that both sides signed. By anyone.
    /// @dev No voucher is needed (`r` and `vs` are ignored) when `amount` is already redeemed. As in {redeem}, an
    /// amount above the deposit pays the deposit. An operator that has consented must not serve on: its older voucher
    /// can then be made final.
    /// @param operatorSignature over `ChannelClose`: ECDSA, or ERC-1271 where the operator is a contract
    function closeCooperatively(
        address payer,
        address operator,
        address token,
        uint128 amount,
        bytes32 r,
        bytes32 vs,
        bytes calldata operatorSignature
    ) external;

    /// @notice Closes the caller's side at once and gives the payer all that was not redeemed.
    function closeByOperator(address payer, address token) external;

    /// @notice Starts the payer's exit; the operator can redeem until {finishClose}.
    function startClose(address operator, address token) external returns (uint48 closesAt);

    /// @notice Ends a channel whose delay is over and gives the payer the rest. By anyone.
    function finishClose(address payer, address operator, address token) external;

    /// @notice Returns a channel as stored; `epoch` is that of the last opening when it is not open.
    function channel(address payer, address operator, address token) external view returns (Channel memory);

    /// @notice Returns what was redeemed on a channel since its last opening, which opening that was, and who signs its
    /// messages. It stays after closing, until the channel is opened again.
    function incomeOf(address payer, address operator, address token)
        external
        view
        returns (uint32 epoch, uint128 redeemed, address signer);

    /// @notice Returns where a channel stands.
    function channelState(address payer, address operator, address token) external view returns (ChannelState);

    /// @notice Returns keccak256(abi.encode(payer, operator, token)).
    function channelIdOf(address payer, address operator, address token) external pure returns (bytes32);

    /// @notice Returns the EIP-712 domain separator of name "Millrace", version "1", this chain and this contract.
    function domainSeparator() external view returns (bytes32);

    /// @notice Returns the digest that a channel's signer signs.
    function voucherDigest(bytes32 channelId, uint64 epoch, uint128 amount) external view returns (bytes32);

    /// @notice Returns the digest that an operator signs to close cooperatively.
    function channelCloseDigest(bytes32 channelId, uint64 epoch, uint128 amount) external view returns (bytes32);

    /// @notice Returns how long a payer waits between {startClose} and {finishClose}, in seconds.
    function closeDelay() external view returns (uint48);

    /// @notice Returns the most vouchers one call of {redeem} takes.
    function REDEMPTIONS_MAX() external view returns (uint256);
}
