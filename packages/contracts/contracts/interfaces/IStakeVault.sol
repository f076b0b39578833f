// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Operators' stake in MILL
/// @notice Bonded stake backs work; exposure is the part of it that open work has reserved. What leaves waits through
/// the unbonding delay and can be slashed until it is withdrawn. Amounts are base units of MILL.
interface IStakeVault {
    /// @notice Stake on its way out.
    struct Unbonding {
        uint128 amount;
        uint64 maturesAt;
    }

    event Staked(address indexed operator, uint256 amount, uint256 bonded);
    event UnstakeRequested(address indexed operator, uint256 amount, uint64 maturesAt);
    event Withdrawn(address indexed operator, uint256 amount);
    /// @param asked what the courthouse wanted
    /// @param slashed what there was to take
    event Slashed(address indexed operator, address indexed recipient, uint256 asked, uint256 slashed);
    event ExposureReserved(address indexed reserver, address indexed operator, uint256 amount, uint256 reserved);
    event ExposureReleased(address indexed reserver, address indexed operator, uint256 amount, uint256 reserved);
    event StakeLockSet(address indexed operator, uint64 until, uint256 count);
    event StakeUnlocked(address indexed operator, uint256 count);
    event CourthouseSet(address indexed courthouse);
    event ReserverSet(address indexed reserver, bool enabled);
    event ExposureCapSet(uint256 exposureCapBps);

    error UnbondingDelayOutOfBounds(uint256 delay, uint256 min, uint256 max);
    error ExposureCapOutOfBounds(uint256 exposureCapBps, uint256 min, uint256 max);
    error AmountZero();
    error AccountInvalid(address account);
    error BondedInsufficient(address operator, uint256 bonded, uint256 needed);
    error UnbondingsAtMax(address operator, uint256 max);
    error NothingMatured(address operator);
    error CallerNotCourthouse(address caller);
    error CallerNotReserver(address caller);
    error CourthouseAlreadySet(address courthouse);
    error ExposureAboveCap(address operator, uint256 reserved, uint256 cap);
    error ReservedInsufficient(address reserver, address operator, uint256 reserved, uint256 needed);
    error NothingToSlash(address operator);
    error StakeLocked(address operator, uint64 until);
    error LockTooLong(address operator, uint64 until, uint256 max);
    /// @notice The vault holds less MILL than it owes.
    error ReserveShort(uint256 held, uint256 owed);

    /// @notice Adds to the caller's bonded stake; needs an allowance.
    function stake(uint256 amount) external;

    /// @notice Starts to unbond part of the caller's stake; refused where reserved exposure needs it.
    function requestUnstake(uint256 amount) external returns (uint64 maturesAt);

    /// @notice Pays the caller all that has matured; refused while a case against it is open.
    function withdraw() external returns (uint256 amount);

    /// @notice Takes up to `amount` of an operator's stake, unbonding first, then bonded. Courthouse only.
    /// @dev What is leaving pays first, so that open work stays backed as long as it can. A slash may leave exposure
    /// above the cap; then nothing can be reserved or unbonded until it is back under.
    /// @return slashed what was taken: less than `amount` where there was less
    function slash(address operator, uint256 amount, address recipient) external returns (uint256 slashed);

    /// @notice Keeps an operator's stake from being withdrawn while a case against it is open. Courthouse only.
    /// @dev Locks are counted, not listed: nothing loops over them, so neither an accuser nor the accused can crowd out a
    /// case by filling a list. The count ends by itself when the latest time named has passed, so that no case that
    /// nobody closes holds stake for ever. Stake still unbonds meanwhile, and can still be slashed.
    /// @param until when the case ends at the latest, in Unix seconds
    function lock(address operator, uint64 until) external;

    /// @notice Moves the end of an operator's lock further out. Courthouse only.
    function extendLock(address operator, uint64 until) external;

    /// @notice Ends one lock. Courthouse only.
    function unlock(address operator) external;

    /// @notice Returns whether an operator's stake cannot be withdrawn now.
    function isLocked(address operator) external view returns (bool);

    /// @notice Returns how many open cases hold an operator's stake.
    function lockCountOf(address operator) external view returns (uint256);

    /// @notice Returns when the last lock on an operator's stake ends by itself, in Unix seconds.
    function lockedUntilOf(address operator) external view returns (uint64);

    /// @notice Returns how long stake takes to leave, in seconds.
    function unbondingDelay() external view returns (uint256);

    /// @notice Reserves part of an operator's stake behind open work. Courthouse or enabled reservers only.
    function reserve(address operator, uint256 amount) external;

    /// @notice Gives back what the caller reserved; also after it was disabled.
    function release(address operator, uint256 amount) external;

    /// @notice Names the courthouse, once and for ever. Owner only.
    function setCourthouse(address courthouse_) external;

    /// @notice Enables or disables a reserver. Owner only.
    function setReserver(address reserver, bool enabled) external;

    /// @notice Sets how much of its bonded stake an operator may have reserved. Owner only, within bounds.
    function setExposureCapBps(uint256 exposureCapBps_) external;

    /// @notice Returns an operator's bonded stake.
    function bondedOf(address operator) external view returns (uint256);

    /// @notice Returns what an operator has on its way out.
    function unbondingOf(address operator) external view returns (uint256);

    /// @notice Returns the entries on their way out, oldest first.
    function unbondings(address operator) external view returns (Unbonding[] memory);

    /// @notice Returns an operator's reserved exposure.
    function reservedOf(address operator) external view returns (uint256);

    /// @notice Returns what one reserver holds reserved on an operator.
    function reservedBy(address reserver, address operator) external view returns (uint256);

    /// @notice Returns the most exposure an operator's bonded stake now carries.
    function exposureCapOf(address operator) external view returns (uint256);

    /// @notice Returns all bonded and unbonding stake.
    function totalHeld() external view returns (uint256);
}
