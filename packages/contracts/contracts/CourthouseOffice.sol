// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "./interfaces/ICourthouse.sol";
import {Windows} from "./libraries/Windows.sol";
import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title What the owner of the courthouse may do
/// @notice It appoints judges, with a delay; it sets what settlement tokens are worth, within bounds; it stops new cases,
/// for days. It cannot open, decide, end or settle a case, and no money passes through its hands.
abstract contract CourthouseOffice is ICourthouse, Ownable2Step {
    /// @notice Least and greatest worth of a token, in base units of MILL per 1e18 of its base units.
    uint256 public constant RATE_MIN = 1;
    uint256 public constant RATE_MAX = 1e42;
    /// @notice A rate at most doubles or halves in one step, and steps are a day apart.
    uint256 public constant RATE_STEP_MAX = 2;
    uint256 public constant RATE_STEP_SECONDS_MIN = 1 days;
    /// @notice Longest pause, and the shortest time between the beginnings of two: cases outlive any pause.
    uint256 public constant PAUSE_SECONDS_MAX = 3 days;
    uint256 public constant PAUSE_APART_SECONDS_MIN = 14 days;
    /// @notice Longest wait of a new judge.
    uint256 public constant JUDGE_DELAY_SECONDS_MAX = 180 days;

    /// @notice How long a new judge waits, in seconds: not shorter than stake takes to leave.
    uint48 public immutable judgeDelaySeconds;

    /// @notice Who may pause besides the owner.
    address public guardian;
    /// @notice When the pause of new cases ends, in Unix seconds.
    uint64 public pausedUntil;
    /// @notice When new cases were paused last, in Unix seconds.
    uint64 public pausedAt;
    /// @notice Whether the first judges were appointed.
    bool public judgesAppointed;

    struct Rate {
        uint192 millPerTokenE18;
        uint64 setAt;
    }

    /// @notice Whom the owner took out of office.
    mapping(address judge => bool retired) public isRetired;

    mapping(address judge => uint256 from) private _judgeFrom;
    mapping(address token => Rate rate) private _rates;

    constructor(address owner_, uint256 judgeDelaySeconds_, uint256 unbondingDelay) Ownable(owner_) {
        judgeDelaySeconds = Windows.check(judgeDelaySeconds_, unbondingDelay, JUDGE_DELAY_SECONDS_MAX);
    }

    /// @inheritdoc ICourthouse
    function appointFirstJudges(address[] calldata judges) external override onlyOwner {
        if (judgesAppointed) revert JudgesAlreadyAppointed();
        judgesAppointed = true;
        for (uint256 i = 0; i < judges.length; i++) {
            _appoint(judges[i], block.timestamp);
        }
    }

    /// @inheritdoc ICourthouse
    function announceJudge(address judge) external override onlyOwner {
        judgesAppointed = true;
        _appoint(judge, block.timestamp + judgeDelaySeconds);
    }

    /// @inheritdoc ICourthouse
    function retireJudge(address judge) external override onlyOwner {
        uint256 from = _judgeFrom[judge];
        if (from == 0) revert CallerNotJudge(judge);
        // One that never sat never will; it stays known, so that it cannot be announced again.
        if (block.timestamp < from) _judgeFrom[judge] = type(uint256).max;
        isRetired[judge] = true;
        emit JudgeRetired(judge);
    }

    /// @inheritdoc ICourthouse
    function setRate(address token, uint256 millPerTokenE18) external override onlyOwner {
        Rate memory rate = _rates[token];
        (uint256 min, uint256 max) = (RATE_MIN, RATE_MAX);
        if (rate.setAt != 0) {
            uint256 notBefore = rate.setAt + RATE_STEP_SECONDS_MIN;
            if (block.timestamp < notBefore) revert RateTooSoon(token, notBefore, block.timestamp);
            uint256 halved = rate.millPerTokenE18 / RATE_STEP_MAX;
            uint256 doubled = uint256(rate.millPerTokenE18) * RATE_STEP_MAX;
            if (halved > min) min = halved;
            if (doubled < max) max = doubled;
        }
        if (millPerTokenE18 < min || millPerTokenE18 > max) revert RateOutOfBounds(token, millPerTokenE18, min, max);
        // casting is safe: RATE_MAX is below 2^192
        // forge-lint: disable-next-line(unsafe-typecast)
        _rates[token] = Rate({millPerTokenE18: uint192(millPerTokenE18), setAt: uint64(block.timestamp)});
        emit RateSet(token, millPerTokenE18);
    }

    /// @inheritdoc ICourthouse
    function pauseCases(uint256 forSeconds) external override {
        if (msg.sender != guardian && msg.sender != owner()) revert CallerNotGuardian(msg.sender);
        if (forSeconds > PAUSE_SECONDS_MAX) revert PauseTooLong(forSeconds, PAUSE_SECONDS_MAX);
        if (pausedAt != 0 && block.timestamp < pausedAt + PAUSE_APART_SECONDS_MIN) {
            revert PauseTooSoon(pausedAt + PAUSE_APART_SECONDS_MIN, block.timestamp);
        }
        pausedAt = uint64(block.timestamp);
        // casting is safe: days ahead of now
        // forge-lint: disable-next-line(unsafe-typecast)
        pausedUntil = uint64(block.timestamp + forSeconds);
        emit CasesPaused(msg.sender, pausedUntil);
    }

    /// @inheritdoc ICourthouse
    function setGuardian(address guardian_) external override onlyOwner {
        guardian = guardian_;
        emit GuardianSet(guardian_);
    }

    /// @inheritdoc ICourthouse
    function isJudge(address judge) public view override returns (bool) {
        uint256 from = _judgeFrom[judge];
        // A retired judge still ends the cases it opened.
        return from != 0 && block.timestamp >= from;
    }

    /// @inheritdoc ICourthouse
    function rateOf(address token) public view override returns (uint256) {
        return _rates[token].millPerTokenE18;
    }

    /// @dev Whether a judge may take new cases.
    function _requireSitting(address judge) internal view {
        if (!isJudge(judge) || isRetired[judge]) revert CallerNotJudge(judge);
        if (block.timestamp < pausedUntil) revert CasesArePaused(pausedUntil);
    }

    function _appoint(address judge, uint256 from) private {
        if (judge == address(0) || _judgeFrom[judge] != 0) revert JudgeKnown(judge);
        _judgeFrom[judge] = from;
        emit JudgeAnnounced(judge, from);
    }
}
