// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Receipt, Verdict} from "../libraries/MessageHashes.sol";
import {Sitting} from "../libraries/Sittings.sol";

/// @title Verdict by a panel of auditors
/// @notice Anyone who holds a signed receipt may accuse it, against a bond. A panel is drawn by a round of the beacon that
/// begins after the accusation (see IAuditorRoll). Its auditors audit, commit to their verdicts and then reveal them:
/// the commitment is the EIP-712 digest of the signed Verdict, which names its auditor and carries a salt, so it
/// says nothing and cannot be copied. `agree` verdicts of cheated convict; once they cannot be reached, the receipt is
/// acquitted for good. A verdict of unable, or none, counts for nobody and is replaced by a further draw, once; where
/// verdicts still do not suffice the case ends without fault. Each verdict is paid alike, whatever it says; unable is
/// not paid.
///
/// The losing side may appeal within the window, with a larger bond, to a fresh panel of 2n + 1, whose majority is final. Who
/// is overturned by it loses part of the auditor's stake. An appeal that finds no verdict leaves the first one.
///
/// Who pays: the reporter's bond pays the first panel, the appellant's the second. After a conviction the slash owes the
/// reporter what its bonds paid; after an acquittal what is left of the reporter's bond goes to the accused, and so does
/// a lost appeal's to the other side. A bond is large enough that the innocent is never at a loss.
///
/// Phases: None → Drawing → Sitting → (Drawing → Sitting, once) → Appealable → (Drawing → Sitting …) → Concluded.
interface IPanelJudge {
    enum Phase {
        None,
        Drawing,
        Sitting,
        Appealable,
        Concluded
    }

    /// @param first the first panel's decision, 0 while it has none
    /// @param appellant who appealed, zero if nobody
    struct Trial {
        bytes32 receiptHash;
        bytes32 build;
        address operator;
        address reporter;
        bytes8 subnet;
        uint8 exactness;
        uint8 round;
        uint8 first;
        address appellant;
        uint64 appealUntil;
        Phase phase;
    }

    /// @notice What is fixed when the judge is made. Money is base units of MILL, times are seconds.
    struct Terms {
        uint256 seats;
        uint256 agree;
        uint256 commitSeconds;
        uint256 revealSeconds;
        uint256 appealSeconds;
        uint256 fee;
        uint256 bond;
        uint256 appealBond;
        uint256 overturnFine;
    }

    event PanelCalled(bytes32 indexed caseId, bytes32 indexed receiptHash, bytes32 locatorHash, address indexed node);
    event PanelWaits(bytes32 indexed caseId, uint256 round, uint64 beaconRound, uint256 slots);
    event PanelSeeded(bytes32 indexed caseId, uint256 round, bytes32 seed, bool blockOnly);
    event AuditorDrawn(bytes32 indexed caseId, uint256 round, address indexed auditor);
    event PanelSits(bytes32 indexed caseId, uint256 round, uint64 commitUntil, uint64 revealUntil);
    event VerdictCommitted(bytes32 indexed caseId, uint256 round, address indexed auditor, bytes32 commitment);
    event VerdictRevealed(
        bytes32 indexed caseId, uint256 round, address indexed auditor, uint8 outcome, bytes32 evidenceHash
    );
    event PanelRedrawn(bytes32 indexed caseId, uint256 round, uint256 missing);
    /// @param decision 0 where the verdicts did not suffice
    event PanelDecided(bytes32 indexed caseId, uint256 round, uint8 decision);
    event Appealed(bytes32 indexed caseId, address indexed appellant);
    event PanelConcluded(bytes32 indexed caseId, uint8 decision);

    error TermsInvalid(string which);
    error NotComparable(uint8 exactness);
    error ReceiptAcquitted(bytes32 receiptHash);
    error CaseStillOpen(bytes32 caseId);
    error CaseExpired(bytes32 caseId);
    error RollEmpty();
    error TrialNotInPhase(bytes32 caseId, Phase phase, Phase needed);
    error ProbesOutOfBounds(uint256 probes, uint256 max);
    error BeaconNotFinished(uint64 beaconRound);
    error WindowOver(bytes32 caseId, uint256 until, uint256 time);
    error CommitsStillOpen(bytes32 caseId, uint256 until, uint256 time);
    error SittingNotOver(bytes32 caseId, uint256 until, uint256 time);
    error AppealStillOpen(bytes32 caseId, uint256 until, uint256 time);
    error VerdictNotOfRound(bytes32 caseId, uint32 round);
    error OutcomeUnknown(uint8 outcome);
    error CallerNotLoser(address caller, address loser);

    /// @notice Accuses a receipt. Takes the bond, which needs an allowance for the courthouse.
    /// @param locatorHash names where the panel finds the evidence; only its auditors are told
    /// @return caseId keccak256(abi.encode(this, receiptHash, caller, attempt)), attempt rising from 0
    function open(Receipt calldata receipt, bytes calldata signature, bytes32 locatorHash)
        external
        returns (bytes32 caseId);

    /// @notice Draws auditors once the beacon's round is finished; again until all are drawn. By anyone. Where the round lapsed,
    /// names the one to wait for instead and draws nobody.
    /// Cost: about 8,000 gas a probe and 60,000 an auditor.
    function draw(bytes32 caseId, uint256 probesMax) external returns (uint256 drawn);

    /// @notice Commits to a verdict. By a seated auditor.
    /// @param commitment the EIP-712 digest of the verdict
    function commit(bytes32 caseId, bytes32 commitment) external;

    /// @notice Reveals a verdict, by anyone, signed by its auditor: from the end of the time to commit, or once all have
    /// committed.
    function reveal(Verdict calldata verdict, bytes calldata signature) external;

    /// @notice Counts the verdicts once all are revealed or the time is over. By anyone.
    /// @return decision 1 honest, 2 cheated, 0 where a redraw follows or the verdicts do not suffice
    function tally(bytes32 caseId) external returns (uint8 decision);

    /// @notice Calls a larger panel. By the side that lost, within the window.
    function appeal(bytes32 caseId) external;

    /// @notice Carries a decision out that nobody appealed. By anyone.
    function conclude(bytes32 caseId) external;

    /// @notice Returns a trial.
    function trialOf(bytes32 caseId) external view returns (Trial memory);

    /// @notice Returns the panel of a round: 1, or 2 on appeal.
    function sittingOf(bytes32 caseId, uint256 round) external view returns (Sitting memory);

    /// @notice Returns whether a receipt was acquitted.
    function isAcquitted(bytes32 receiptHash) external view returns (bool);

    /// @notice Returns how often a reporter has accused a receipt.
    function attemptsOf(bytes32 receiptHash, address reporter) external view returns (uint256);
}
