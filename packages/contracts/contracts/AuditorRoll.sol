// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAuditorRoll} from "./interfaces/IAuditorRoll.sol";
import {ICourthouse} from "./interfaces/ICourthouse.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeVault} from "./interfaces/IStakeVault.sol";
import {Windows} from "./libraries/Windows.sol";

/// @title The roll of auditors
/// @dev Holds no money: an auditor's stake is reserved in the vault, of which this contract must be a reserver.
contract AuditorRoll is IAuditorRoll {
    /// @notice Most slots; with the stake of each this bounds what a draw may have to pass over.
    uint256 public constant SLOTS_MAX = 4_096;
    /// @notice Most builds one auditor lists.
    uint256 public constant BUILDS_MAX = 16;
    /// @notice Sittings missed in a row after which an auditor is passed over until it says it is back.
    uint256 public constant MISSED_IN_A_ROW_MAX = 4;
    /// @notice Shortest delay of leaving: who has seen a draw must not escape it.
    uint256 public constant LEAVE_SECONDS_MIN = 1 days;
    /// @notice Longest delay of leaving.
    uint256 public constant LEAVE_SECONDS_MAX = 30 days;

    uint8 private constant REPLAYABLE = 2;
    /// @dev Bits 1 to 3: opaque work (0) cannot be compared, so nobody can judge it.
    uint8 private constant CLASSES_MASK = 14;

    IRegistry public immutable registry;
    IStakeVault public immutable vault;
    ICourthouse public immutable courthouse;
    /// @inheritdoc IAuditorRoll
    uint256 public immutable override auditorStake;
    /// @notice How long leaving takes, in seconds.
    uint48 public immutable leaveSeconds;

    mapping(address auditor => Auditor enrolled) private _auditors;
    mapping(address auditor => Record record) private _records;
    /// @dev What was listed before an auditor last joined no longer counts.
    mapping(address auditor => mapping(bytes32 build => uint64 since)) private _listedSince;
    address[] private _slots;
    uint32[] private _freeSlots;

    constructor(
        IRegistry registry_,
        IStakeVault vault_,
        ICourthouse courthouse_,
        uint256 auditorStake_,
        uint256 leaveSeconds_
    ) {
        if (auditorStake_ == 0) revert StakeZero();
        registry = registry_;
        vault = vault_;
        courthouse = courthouse_;
        auditorStake = auditorStake_;
        leaveSeconds = Windows.check(leaveSeconds_, LEAVE_SECONDS_MIN, LEAVE_SECONDS_MAX);
    }

    /// @inheritdoc IAuditorRoll
    function join(address auditor, uint8 classes) external override {
        if (registry.operatorOf(auditor) != msg.sender) revert NotNodeOfCaller(auditor, msg.sender);
        if (_auditors[auditor].operator != address(0)) revert AuditorEnrolled(auditor);
        bytes8 subnet = registry.subnetOf(auditor);
        if (subnet == 0) revert SubnetNotDeclared(auditor);
        if (classes == 0 || classes & CLASSES_MASK != classes) revert ClassesInvalid(classes);
        uint32 slot = _takeSlot(auditor);
        Auditor storage enrolled = _auditors[auditor];
        enrolled.operator = msg.sender;
        enrolled.subnet = subnet;
        enrolled.classes = classes;
        enrolled.joinedAt = uint64(block.timestamp);
        enrolled.slot = slot;
        vault.reserve(msg.sender, auditorStake);
        emit AuditorJoined(auditor, msg.sender, subnet, classes, slot);
    }

    /// @inheritdoc IAuditorRoll
    function setBuild(address auditor, bytes32 build, bool listed) external override {
        Auditor storage enrolled = _requireOwn(auditor);
        bool wasListed = buildSince(auditor, build) != 0;
        if (build == 0 || listed == wasListed) revert BuildInvalid(build);
        if (listed) {
            if (enrolled.buildCount >= BUILDS_MAX) revert BuildsAtMax(auditor, BUILDS_MAX);
            enrolled.buildCount++;
            _listedSince[auditor][build] = uint64(block.timestamp);
        } else {
            enrolled.buildCount--;
            _listedSince[auditor][build] = 0;
        }
        emit BuildListed(auditor, build, listed);
    }

    /// @inheritdoc IAuditorRoll
    function requestLeave(address auditor) external override {
        Auditor storage enrolled = _requireOwn(auditor);
        if (enrolled.leaveRequestedAt != 0) revert LeaveAlreadyRequested(auditor);
        enrolled.leaveRequestedAt = uint64(block.timestamp);
        emit LeaveRequested(auditor);
    }

    /// @inheritdoc IAuditorRoll
    function finishLeave(address auditor) external override {
        Auditor memory enrolled = _auditors[auditor];
        if (enrolled.operator == address(0)) revert AuditorNotEnrolled(auditor);
        if (enrolled.leaveRequestedAt == 0) revert LeaveNotRequested(auditor);
        uint256 until = uint256(enrolled.leaveRequestedAt) + leaveSeconds;
        if (enrolled.busyUntil > until) until = enrolled.busyUntil;
        if (block.timestamp <= until) revert LeaveDelayNotOver(auditor, until, block.timestamp);
        _slots[enrolled.slot] = address(0);
        _freeSlots.push(enrolled.slot);
        delete _auditors[auditor];
        vault.release(enrolled.operator, auditorStake);
        emit AuditorLeft(auditor, enrolled.operator);
    }

    /// @inheritdoc IAuditorRoll
    function resume(address auditor) external override {
        _requireOwn(auditor).missedInARow = 0;
        emit AuditorResumed(auditor);
    }

    /// @inheritdoc IAuditorRoll
    function seat(address auditor, uint64 until) external override {
        _requireJudge();
        Auditor storage enrolled = _auditors[auditor];
        if (until > enrolled.busyUntil) enrolled.busyUntil = until;
        emit AuditorSeated(auditor, until);
    }

    /// @inheritdoc IAuditorRoll
    function recordDeed(address auditor, Deed deed) external override {
        _requireJudge();
        Record storage record = _records[auditor];
        if (deed == Deed.Overturned) {
            record.overturned++;
        } else if (deed == Deed.Missed) {
            record.missed++;
            if (_auditors[auditor].operator != address(0)) _auditors[auditor].missedInARow++;
        } else {
            if (deed == Deed.Unable) record.unable++;
            else record.verdicts++;
            if (deed == Deed.Dissented) record.dissents++;
            _auditors[auditor].missedInARow = 0;
        }
        emit DeedRecorded(auditor, deed);
    }

    /// @inheritdoc IAuditorRoll
    function draw(DrawQuery calldata query, address[] calldata taken)
        external
        view
        override
        returns (address[] memory drawn, uint256 nextProbe)
    {
        // Those taken before, then those drawn now: nobody may share a key, an operator or a subnet with any of them.
        address[] memory panel = new address[](taken.length + query.wanted);
        uint256 count = taken.length;
        for (uint256 i = 0; i < count; i++) {
            panel[i] = taken[i];
        }
        nextProbe = query.firstProbe;
        uint256 end = query.firstProbe + query.probesMax;
        while (nextProbe < end && count < panel.length && query.slots > 0) {
            address auditor = _slots[uint256(keccak256(abi.encode(query.seed, nextProbe))) % query.slots];
            nextProbe++;
            if (auditor == address(0) || !_isEligible(auditor, query) || _hasConflict(auditor, panel, count)) continue;
            panel[count++] = auditor;
        }
        drawn = new address[](count - taken.length);
        for (uint256 i = 0; i < drawn.length; i++) {
            drawn[i] = panel[taken.length + i];
        }
    }

    /// @inheritdoc IAuditorRoll
    function auditorOf(address auditor) external view override returns (Auditor memory) {
        return _auditors[auditor];
    }

    /// @inheritdoc IAuditorRoll
    function recordOf(address auditor) external view override returns (Record memory) {
        return _records[auditor];
    }

    /// @inheritdoc IAuditorRoll
    function slotAt(uint256 slot) external view override returns (address) {
        return _slots[slot];
    }

    /// @inheritdoc IAuditorRoll
    function slotCount() external view override returns (uint256) {
        return _slots.length;
    }

    /// @inheritdoc IAuditorRoll
    function buildSince(address auditor, bytes32 build) public view override returns (uint64) {
        uint64 since = _listedSince[auditor][build];
        return since < _auditors[auditor].joinedAt ? 0 : since;
    }

    function _takeSlot(address auditor) private returns (uint32 slot) {
        uint256 free = _freeSlots.length;
        if (free > 0) {
            slot = _freeSlots[free - 1];
            _freeSlots.pop();
            _slots[slot] = auditor;
            return slot;
        }
        if (_slots.length >= SLOTS_MAX) revert RollFull(SLOTS_MAX);
        // casting is safe: below SLOTS_MAX
        // forge-lint: disable-next-line(unsafe-typecast)
        slot = uint32(_slots.length);
        _slots.push(auditor);
    }

    function _requireOwn(address auditor) private view returns (Auditor storage enrolled) {
        enrolled = _auditors[auditor];
        if (enrolled.operator != msg.sender) revert AuditorNotEnrolled(auditor);
    }

    function _requireJudge() private view {
        if (!courthouse.isJudge(msg.sender)) revert CallerNotJudge(msg.sender);
    }

    function _isEligible(address auditor, DrawQuery calldata query) private view returns (bool) {
        Auditor storage enrolled = _auditors[auditor];
        address operator = enrolled.operator;
        if (operator == query.accused || operator == query.reporter || auditor == query.reporter) return false;
        if (enrolled.joinedAt >= query.openedAt) return false;
        if (enrolled.leaveRequestedAt != 0 && enrolled.leaveRequestedAt < query.openedAt) return false;
        if (enrolled.classes & (uint8(1) << query.exactness) == 0) return false;
        if (enrolled.subnet == query.accusedSubnet) return false;
        if (enrolled.missedInARow >= MISSED_IN_A_ROW_MAX) return false;
        if (query.exactness == REPLAYABLE) {
            uint64 since = buildSince(auditor, query.build);
            if (since == 0 || since >= query.openedAt) return false;
        }
        return vault.bondedOf(operator) >= auditorStake;
    }

    function _hasConflict(address auditor, address[] memory panel, uint256 count) private view returns (bool) {
        address operator = _auditors[auditor].operator;
        bytes8 subnet = _auditors[auditor].subnet;
        for (uint256 i = 0; i < count; i++) {
            if (panel[i] == auditor) return true;
            Auditor storage other = _auditors[panel[i]];
            if (other.operator == operator || other.subnet == subnet) return true;
        }
        return false;
    }
}
