// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IStakeVault} from "./interfaces/IStakeVault.sol";
import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Vault of operators' stake
contract StakeVault is IStakeVault, Ownable2Step, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice Shortest unbonding delay: evidence must have time to arrive.
    uint256 public constant UNBONDING_DELAY_SECONDS_MIN = 1 days;
    /// @notice Longest unbonding delay: stake must not be held for ever.
    uint256 public constant UNBONDING_DELAY_SECONDS_MAX = 90 days;
    /// @notice Most entries on their way out per operator; bounds every loop here.
    uint256 public constant UNBONDINGS_PER_OPERATOR_MAX = 8;
    /// @notice Least cap on exposure: below it, stake would carry next to no work.
    uint256 public constant EXPOSURE_CAP_BPS_MIN = 1_000;
    /// @notice Greatest cap on exposure: above it, work would be backed by stake that is not there.
    uint256 public constant EXPOSURE_CAP_BPS_MAX = 10_000;

    /// @notice Longest a single lock may reach ahead: no case can hold stake for ever.
    uint256 public constant LOCK_SECONDS_MAX = 180 days;

    uint256 private constant BPS = 10_000;

    /// @notice The token staked.
    IERC20 public immutable token;
    /// @inheritdoc IStakeVault
    uint256 public immutable override unbondingDelay;

    /// @notice Who may slash; zero until it is set, once.
    address public courthouse;
    /// @notice How much of bonded stake may be reserved, in hundredths of a percent.
    uint256 public exposureCapBps;
    /// @inheritdoc IStakeVault
    uint256 public override totalHeld;
    /// @inheritdoc IStakeVault
    mapping(address operator => uint256 amount) public override bondedOf;
    /// @inheritdoc IStakeVault
    mapping(address operator => uint256 amount) public override reservedOf;
    /// @inheritdoc IStakeVault
    mapping(address reserver => mapping(address operator => uint256 amount)) public override reservedBy;
    /// @notice Whom the owner lets reserve, besides the courthouse.
    mapping(address reserver => bool enabled) public isReserver;

    /// @inheritdoc IStakeVault
    mapping(address operator => uint256 count) public override lockCountOf;
    /// @inheritdoc IStakeVault
    mapping(address operator => uint64 until) public override lockedUntilOf;

    mapping(address operator => Unbonding[] entries) private _unbondings;

    constructor(IERC20 token_, address owner_, uint256 unbondingDelaySeconds, uint256 exposureCapBps_) Ownable(owner_) {
        if (unbondingDelaySeconds < UNBONDING_DELAY_SECONDS_MIN || unbondingDelaySeconds > UNBONDING_DELAY_SECONDS_MAX)
        {
            revert UnbondingDelayOutOfBounds(
                unbondingDelaySeconds, UNBONDING_DELAY_SECONDS_MIN, UNBONDING_DELAY_SECONDS_MAX
            );
        }
        token = token_;
        unbondingDelay = unbondingDelaySeconds;
        _setExposureCapBps(exposureCapBps_);
    }

    /// @inheritdoc IStakeVault
    function stake(uint256 amount) external override nonReentrant {
        if (amount == 0) revert AmountZero();
        uint256 bonded = bondedOf[msg.sender] + amount;
        bondedOf[msg.sender] = bonded;
        totalHeld += amount;
        token.safeTransferFrom(msg.sender, address(this), amount);
        _requireReserve();
        emit Staked(msg.sender, amount, bonded);
    }

    /// @inheritdoc IStakeVault
    function requestUnstake(uint256 amount) external override returns (uint64 maturesAt) {
        if (amount == 0) revert AmountZero();
        uint256 bonded = bondedOf[msg.sender];
        if (amount > bonded) revert BondedInsufficient(msg.sender, bonded, amount);
        Unbonding[] storage entries = _unbondings[msg.sender];
        if (entries.length >= UNBONDINGS_PER_OPERATOR_MAX) {
            revert UnbondingsAtMax(msg.sender, UNBONDINGS_PER_OPERATOR_MAX);
        }
        bondedOf[msg.sender] = bonded - amount;
        _requireExposureUnderCap(msg.sender);
        maturesAt = SafeCast.toUint64(block.timestamp + unbondingDelay);
        entries.push(Unbonding({amount: SafeCast.toUint128(amount), maturesAt: maturesAt}));
        emit UnstakeRequested(msg.sender, amount, maturesAt);
    }

    /// @inheritdoc IStakeVault
    function withdraw() external override nonReentrant returns (uint256 amount) {
        if (isLocked(msg.sender)) revert StakeLocked(msg.sender, lockedUntilOf[msg.sender]);
        Unbonding[] storage entries = _unbondings[msg.sender];
        uint256 length = entries.length;
        uint256 matured = 0;
        while (matured < length && entries[matured].maturesAt <= block.timestamp) {
            amount += entries[matured].amount;
            matured++;
        }
        if (matured == 0) revert NothingMatured(msg.sender);
        for (uint256 i = matured; i < length; i++) {
            entries[i - matured] = entries[i];
        }
        for (uint256 i = 0; i < matured; i++) {
            entries.pop();
        }
        _pay(msg.sender, amount);
        emit Withdrawn(msg.sender, amount);
    }

    /// @inheritdoc IStakeVault
    function slash(address operator, uint256 amount, address recipient)
        external
        override
        nonReentrant
        returns (uint256 slashed)
    {
        if (msg.sender != courthouse) revert CallerNotCourthouse(msg.sender);
        if (amount == 0) revert AmountZero();
        if (recipient == address(0) || recipient == address(this)) revert AccountInvalid(recipient);
        slashed = _takeUnbonding(operator, amount);
        uint256 fromBonded = Math.min(bondedOf[operator], amount - slashed);
        bondedOf[operator] -= fromBonded;
        slashed += fromBonded;
        if (slashed == 0) revert NothingToSlash(operator);
        _pay(recipient, slashed);
        emit Slashed(operator, recipient, amount, slashed);
    }

    /// @inheritdoc IStakeVault
    function lock(address operator, uint64 until) external override {
        if (msg.sender != courthouse) revert CallerNotCourthouse(msg.sender);
        lockCountOf[operator]++;
        _lockUntil(operator, until);
    }

    /// @inheritdoc IStakeVault
    function extendLock(address operator, uint64 until) external override {
        if (msg.sender != courthouse) revert CallerNotCourthouse(msg.sender);
        _lockUntil(operator, until);
    }

    /// @inheritdoc IStakeVault
    function unlock(address operator) external override {
        if (msg.sender != courthouse) revert CallerNotCourthouse(msg.sender);
        uint256 count = lockCountOf[operator] - 1;
        lockCountOf[operator] = count;
        emit StakeUnlocked(operator, count);
    }

    /// @inheritdoc IStakeVault
    function reserve(address operator, uint256 amount) external override {
        if (msg.sender != courthouse && !isReserver[msg.sender]) revert CallerNotReserver(msg.sender);
        if (amount == 0) revert AmountZero();
        uint256 reserved = reservedOf[operator] + amount;
        reservedOf[operator] = reserved;
        reservedBy[msg.sender][operator] += amount;
        _requireExposureUnderCap(operator);
        emit ExposureReserved(msg.sender, operator, amount, reserved);
    }

    /// @inheritdoc IStakeVault
    function release(address operator, uint256 amount) external override {
        if (amount == 0) revert AmountZero();
        uint256 own = reservedBy[msg.sender][operator];
        if (amount > own) revert ReservedInsufficient(msg.sender, operator, own, amount);
        reservedBy[msg.sender][operator] = own - amount;
        uint256 reserved = reservedOf[operator] - amount;
        reservedOf[operator] = reserved;
        emit ExposureReleased(msg.sender, operator, amount, reserved);
    }

    /// @inheritdoc IStakeVault
    function setCourthouse(address courthouse_) external override onlyOwner {
        if (courthouse != address(0)) revert CourthouseAlreadySet(courthouse);
        if (courthouse_ == address(0)) revert AccountInvalid(courthouse_);
        courthouse = courthouse_;
        emit CourthouseSet(courthouse_);
    }

    /// @inheritdoc IStakeVault
    function setReserver(address reserver, bool enabled) external override onlyOwner {
        isReserver[reserver] = enabled;
        emit ReserverSet(reserver, enabled);
    }

    /// @inheritdoc IStakeVault
    function setExposureCapBps(uint256 exposureCapBps_) external override onlyOwner {
        _setExposureCapBps(exposureCapBps_);
    }

    /// @inheritdoc IStakeVault
    function unbondings(address operator) external view override returns (Unbonding[] memory) {
        return _unbondings[operator];
    }

    /// @inheritdoc IStakeVault
    function unbondingOf(address operator) external view override returns (uint256 amount) {
        Unbonding[] storage entries = _unbondings[operator];
        for (uint256 i = 0; i < entries.length; i++) {
            amount += entries[i].amount;
        }
    }

    /// @inheritdoc IStakeVault
    function isLocked(address operator) public view override returns (bool) {
        return lockCountOf[operator] > 0 && block.timestamp <= lockedUntilOf[operator];
    }

    /// @inheritdoc IStakeVault
    function exposureCapOf(address operator) public view override returns (uint256) {
        return bondedOf[operator] * exposureCapBps / BPS;
    }

    function _lockUntil(address operator, uint64 until) private {
        uint256 max = block.timestamp + LOCK_SECONDS_MAX;
        if (until > max) revert LockTooLong(operator, until, max);
        if (until > lockedUntilOf[operator]) lockedUntilOf[operator] = until;
        emit StakeLockSet(operator, until, lockCountOf[operator]);
    }

    function _setExposureCapBps(uint256 exposureCapBps_) private {
        if (exposureCapBps_ < EXPOSURE_CAP_BPS_MIN || exposureCapBps_ > EXPOSURE_CAP_BPS_MAX) {
            revert ExposureCapOutOfBounds(exposureCapBps_, EXPOSURE_CAP_BPS_MIN, EXPOSURE_CAP_BPS_MAX);
        }
        exposureCapBps = exposureCapBps_;
        emit ExposureCapSet(exposureCapBps_);
    }

    /// @dev Newest first: emptied entries are at the end, where they can be dropped.
    function _takeUnbonding(address operator, uint256 amount) private returns (uint256 taken) {
        Unbonding[] storage entries = _unbondings[operator];
        while (taken < amount && entries.length > 0) {
            Unbonding storage newest = entries[entries.length - 1];
            uint256 part = Math.min(newest.amount, amount - taken);
            taken += part;
            if (part == newest.amount) entries.pop();
            else newest.amount -= SafeCast.toUint128(part);
        }
    }

    function _pay(address to, uint256 amount) private {
        totalHeld -= amount;
        token.safeTransfer(to, amount);
        _requireReserve();
    }

    function _requireExposureUnderCap(address operator) private view {
        uint256 cap = exposureCapOf(operator);
        if (reservedOf[operator] > cap) revert ExposureAboveCap(operator, reservedOf[operator], cap);
    }

    function _requireReserve() private view {
        uint256 held = token.balanceOf(address(this));
        if (held < totalHeld) revert ReserveShort(held, totalHeld);
    }
}
