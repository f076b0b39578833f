// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The roll of auditors, and how panels are drawn from it
/// @notice An auditor is a node key of a registered operator with part of its bonded stake reserved behind it. The roll is
/// a row of slots; an auditor keeps its slot until it has left. A draw is a pure function of the roll as it stood when
/// the round was opened and of a seed that appeared later, so anyone can repeat it (`vectors/panel.json`).
///
/// The algorithm. All integers are unsigned, hashes are keccak256 over 32-byte big-endian words:
///
///     seed = keccak256(beacon ‖ caseId ‖ round)                          round: 1, and 2 on appeal
///     for i = firstProbe, firstProbe + 1, …:
///         slot = uint256(keccak256(seed ‖ i)) mod slots                  slots: length of the row at the opening
///         take the auditor in that slot unless
///           a. the slot is empty, or its auditor joined at or after `openedAt`,
///           b. it asked to leave before `openedAt`,
///           c. bit `exactness` of its classes is not set,
///           d. exactness is `replayable` (2) and it did not list `build` before `openedAt`,
///           e. its operator is the accused or the reporter, or its key is the reporter,
///           f. its subnet is the accused node's (a node that declared none shares none),
///           g. it missed `MISSED_IN_A_ROW_MAX` sittings in a row, or its operator's bonded stake fell under the stake
///              of one auditor,
///           h. someone drawn in this case before (in either round, whether it answered or not) has its key, its
///              operator or its subnet.
///         stop when as many are drawn as are wanted, or when `probesMax` probes are used up.
///
/// Probes are drawn with replacement: positions never shift, so nobody who comes or goes moves anyone else.
interface IAuditorRoll {
    /// @param leaveRequestedAt 0 while it stays
    /// @param busyUntil when the last case it sits in ends at the latest, in Unix seconds
    struct Auditor {
        address operator;
        bytes8 subnet;
        uint8 classes;
        uint8 buildCount;
        uint16 missedInARow;
        uint64 joinedAt;
        uint64 leaveRequestedAt;
        uint64 busyUntil;
        uint32 slot;
    }

    /// @notice What an auditor has done: `verdicts` counts all it revealed, honest and cheated alike.
    struct Record {
        uint32 verdicts;
        uint32 dissents;
        uint32 unable;
        uint32 missed;
        uint32 overturned;
    }

    /// @notice What a sitting came to for one auditor.
    enum Deed {
        Agreed,
        Dissented,
        Unable,
        Missed,
        Overturned
    }

    /// @param accusedSubnet zero where none was declared
    /// @param build of the receipt; counts where `exactness` is replayable
    struct DrawQuery {
        bytes32 seed;
        uint256 firstProbe;
        uint256 probesMax;
        uint256 slots;
        uint256 wanted;
        uint64 openedAt;
        uint8 exactness;
        bytes32 build;
        address accused;
        bytes8 accusedSubnet;
        address reporter;
    }

    event AuditorJoined(address indexed auditor, address indexed operator, bytes8 subnet, uint8 classes, uint32 slot);
    event BuildListed(address indexed auditor, bytes32 build, bool listed);
    event LeaveRequested(address indexed auditor);
    event AuditorLeft(address indexed auditor, address indexed operator);
    event AuditorResumed(address indexed auditor);
    event AuditorSeated(address indexed auditor, uint64 until);
    event DeedRecorded(address indexed auditor, Deed deed);

    error NotNodeOfCaller(address auditor, address caller);
    error SubnetNotDeclared(address auditor);
    error ClassesInvalid(uint8 classes);
    error AuditorEnrolled(address auditor);
    error AuditorNotEnrolled(address auditor);
    error RollFull(uint256 max);
    error BuildsAtMax(address auditor, uint256 max);
    error BuildInvalid(bytes32 build);
    error LeaveNotRequested(address auditor);
    error LeaveAlreadyRequested(address auditor);
    error LeaveDelayNotOver(address auditor, uint256 until, uint256 time);
    error CallerNotJudge(address caller);
    error StakeZero();

    /// @notice Enrols one of the caller's nodes as an auditor; reserves the auditor's stake in the vault.
    /// @param classes bit n is set when it can judge exactness class n: 1 tolerant, 2 replayable, 3 exact
    function join(address auditor, uint8 classes) external;

    /// @notice Lists or unlists a build that the auditor can replay. By its operator.
    function setBuild(address auditor, bytes32 build, bool listed) external;

    /// @notice Asks to leave; no new panel draws it. By its operator.
    function requestLeave(address auditor) external;

    /// @notice Leaves after the delay and after the last case it sits in; releases the stake. By anyone.
    function finishLeave(address auditor) external;

    /// @notice Puts an auditor that missed too many sittings back into the draw. By its operator.
    function resume(address auditor) external;

    /// @notice Returns whom a draw takes, and the probe that a later draw of the same seed goes on from.
    /// @param taken those drawn in this case before
    /// Cost: about 8,000 gas a probe; probes may be spread over calls.
    function draw(DrawQuery calldata query, address[] calldata taken)
        external
        view
        returns (address[] memory drawn, uint256 nextProbe);

    /// @notice Holds an auditor to a case. Judges only.
    function seat(address auditor, uint64 until) external;

    /// @notice Counts what a sitting came to. Judges only.
    function recordDeed(address auditor, Deed deed) external;

    /// @notice Returns an auditor; `operator` is zero where none is enrolled.
    function auditorOf(address auditor) external view returns (Auditor memory);

    /// @notice Returns an auditor's record; it outlives leaving.
    function recordOf(address auditor) external view returns (Record memory);

    /// @notice Returns who holds a slot, zero where it is empty.
    function slotAt(uint256 slot) external view returns (address);

    /// @notice Returns the length of the row.
    function slotCount() external view returns (uint256);

    /// @notice Returns since when an auditor lists a build, in Unix seconds; 0 where it does not.
    function buildSince(address auditor, bytes32 build) external view returns (uint64);

    /// @notice Returns the stake behind one auditor, in base units of MILL.
    function auditorStake() external view returns (uint256);
}
