// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEscrowBalances} from "./interfaces/IEscrowBalances.sol";
import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title Balances held in escrow
/// @dev Only this contract touches tokens; channels move money between balances alone, so what is owed in all changes
/// here and nowhere else. After every transfer it is held against what the contract has.
abstract contract EscrowBalances is IEscrowBalances, Ownable2Step, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc IEscrowBalances
    mapping(address token => uint256 amount) public override totalOwed;
    /// @inheritdoc IEscrowBalances
    mapping(address token => bool listed) public override isTokenListed;
    /// @inheritdoc IEscrowBalances
    address public override guardian;
    /// @inheritdoc IEscrowBalances
    bool public override depositsPaused;

    mapping(address token => mapping(address account => uint256 amount)) private _balances;

    constructor(address owner_) Ownable(owner_) {}

    /// @inheritdoc IEscrowBalances
    function deposit(address token, address account, uint256 amount) external override nonReentrant {
        _pull(token, account, amount);
    }

    /// @inheritdoc IEscrowBalances
    function depositWithPermit(
        address token,
        address account,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override nonReentrant {
        if (IERC20(token).allowance(msg.sender, address(this)) < amount) {
            IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s);
        }
        _pull(token, account, amount);
    }

    /// @inheritdoc IEscrowBalances
    function depositWithAuthorization(
        address token,
        address account,
        uint256 amount,
        Authorization calldata authorization
    ) external override nonReentrant {
        uint256 heldBefore = _beforeDeposit(token, account, amount);
        IERC3009(token)
            .receiveWithAuthorization(
                authorization.from,
                address(this),
                amount,
                authorization.validAfter,
                authorization.validBefore,
                authorizationNonce(account, authorization.salt),
                authorization.v,
                authorization.r,
                authorization.s
            );
        _afterDeposit(token, authorization.from, account, amount, heldBefore);
    }

    /// @inheritdoc IEscrowBalances
    function withdraw(address token, uint256 amount, address to) external override nonReentrant {
        if (amount == 0) revert AmountZero();
        if (to == address(0) || to == address(this)) revert AccountInvalid(to);
        _debit(token, msg.sender, amount);
        uint256 owed = totalOwed[token] - amount;
        totalOwed[token] = owed;
        IERC20(token).safeTransfer(to, amount);
        _requireReserve(token, IERC20(token).balanceOf(address(this)), owed);
        emit Withdrawn(token, msg.sender, to, amount);
    }

    /// @inheritdoc IEscrowBalances
    function setTokenListed(address token, bool listed) external override onlyOwner {
        isTokenListed[token] = listed;
        emit TokenListed(token, listed);
    }

    /// @inheritdoc IEscrowBalances
    function pauseDeposits(bool paused) external override {
        if (msg.sender != guardian && msg.sender != owner()) revert CallerNotGuardian(msg.sender);
        depositsPaused = paused;
        emit DepositsPausedSet(msg.sender, paused);
    }

    /// @inheritdoc IEscrowBalances
    function setGuardian(address guardian_) external override onlyOwner {
        guardian = guardian_;
        emit GuardianSet(guardian_);
    }

    /// @inheritdoc IEscrowBalances
    function balanceOf(address token, address account) external view override returns (uint256) {
        return _balances[token][account];
    }

    /// @inheritdoc IEscrowBalances
    function authorizationNonce(address account, bytes32 salt) public pure override returns (bytes32) {
        return keccak256(abi.encode(account, salt));
    }

    function _credit(address token, address account, uint256 amount) internal {
        _balances[token][account] += amount;
    }

    function _debit(address token, address account, uint256 amount) internal {
        uint256 balance = _balances[token][account];
        if (balance < amount) revert BalanceInsufficient(token, account, balance, amount);
        unchecked {
            _balances[token][account] = balance - amount;
        }
    }

    function _pull(address token, address account, uint256 amount) private {
        uint256 heldBefore = _beforeDeposit(token, account, amount);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        _afterDeposit(token, msg.sender, account, amount, heldBefore);
    }

    function _beforeDeposit(address token, address account, uint256 amount) private view returns (uint256 heldBefore) {
        if (depositsPaused) revert DepositsPaused();
        if (!isTokenListed[token]) revert TokenNotListed(token);
        if (amount == 0) revert AmountZero();
        if (account == address(0)) revert AccountInvalid(account);
        return IERC20(token).balanceOf(address(this));
    }

    function _afterDeposit(address token, address from, address account, uint256 amount, uint256 heldBefore) private {
        uint256 held = IERC20(token).balanceOf(address(this));
        uint256 received = held < heldBefore ? 0 : held - heldBefore;
        if (received != amount) revert ReceivedMismatch(token, amount, received);
        uint256 owed = totalOwed[token] + amount;
        totalOwed[token] = owed;
        _credit(token, account, amount);
        _requireReserve(token, held, owed);
        emit Deposited(token, from, account, amount);
    }

    function _requireReserve(address token, uint256 held, uint256 owed) private pure {
        if (held < owed) revert ReserveShort(token, held, owed);
    }
}
