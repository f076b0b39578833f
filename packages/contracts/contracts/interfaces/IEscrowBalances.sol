// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Balances held in escrow, per token and account
/// @notice Amounts are base units of the token. Only new deposits can be paused; leaving never can.
interface IEscrowBalances {
    /// @notice A signed EIP-3009 authorization to move `from`'s tokens here.
    /// @dev Its nonce must be {authorizationNonce} of the beneficiary and `salt`.
    struct Authorization {
        address from;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 salt;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    event Deposited(address indexed token, address indexed from, address indexed account, uint256 amount);
    event Withdrawn(address indexed token, address indexed account, address indexed to, uint256 amount);
    event TokenListed(address indexed token, bool listed);
    event DepositsPausedSet(address indexed by, bool paused);
    event GuardianSet(address indexed guardian);

    error TokenNotListed(address token);
    error DepositsPaused();
    error AmountZero();
    error AccountInvalid(address account);
    error CallerNotGuardian(address caller);
    error BalanceInsufficient(address token, address account, uint256 balance, uint256 needed);
    /// @notice The token moved another amount than it was asked to (a fee on transfer, say).
    error ReceivedMismatch(address token, uint256 expected, uint256 received);
    /// @notice The contract holds less of a token than it owes.
    error ReserveShort(address token, uint256 held, uint256 owed);

    /// @notice Moves `amount` from the caller into `account`'s balance; needs an allowance.
    function deposit(address token, address account, uint256 amount) external;

    /// @notice As {deposit}, with the caller's EIP-2612 permit in place of an earlier approval.
    /// @dev A permit that somebody else already sent does no harm: the allowance it gave is used.
    function depositWithPermit(
        address token,
        address account,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice As {deposit}, by anyone, with `authorization.from`'s EIP-3009 signature over `ReceiveWithAuthorization`.
    /// @dev The signed nonce names the beneficiary, so no one can send the money to another account.
    function depositWithAuthorization(
        address token,
        address account,
        uint256 amount,
        Authorization calldata authorization
    ) external;

    /// @notice Moves `amount` from the caller's balance to `to`. Works whatever is paused or delisted.
    function withdraw(address token, uint256 amount, address to) external;

    /// @notice Lists or delists a token for new deposits. Owner only.
    function setTokenListed(address token, bool listed) external;

    /// @notice Stops or allows new deposits, nothing else. Owner or guardian.
    function pauseDeposits(bool paused) external;

    /// @notice Names who besides the owner may pause deposits; zero for nobody. Owner only.
    function setGuardian(address guardian_) external;

    /// @notice Returns an account's balance, without what its channels hold.
    function balanceOf(address token, address account) external view returns (uint256);

    /// @notice Returns what is owed in all: balances and channels together.
    function totalOwed(address token) external view returns (uint256);

    /// @notice Returns whether new deposits of a token are taken.
    function isTokenListed(address token) external view returns (bool);

    /// @notice Returns whether new deposits are stopped.
    function depositsPaused() external view returns (bool);

    /// @notice Returns who besides the owner may pause deposits.
    function guardian() external view returns (address);

    /// @notice Returns the EIP-3009 nonce to sign for a deposit to `account`: keccak256(abi.encode(account, salt)).
    function authorizationNonce(address account, bytes32 salt) external pure returns (bytes32);
}
