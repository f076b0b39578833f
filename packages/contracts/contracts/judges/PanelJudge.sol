// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAuditorRoll} from "../interfaces/IAuditorRoll.sol";
import {IBeacon} from "../interfaces/IBeacon.sol";
import {ICourthouse} from "../interfaces/ICourthouse.sol";
import {IPanelJudge} from "../interfaces/IPanelJudge.sol";
import {Receipt, Verdict} from "../libraries/MessageHashes.sol";
import {MessageHashes} from "../libraries/MessageHashes.sol";
import {Sitting, Sittings} from "../libraries/Sittings.sol";
import {Windows} from "../libraries/Windows.sol";
import {Chambers, ReceiptJudge} from "./ReceiptJudge.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Verdict by a panel of auditors
contract PanelJudge is IPanelJudge, ReceiptJudge {
    using Sittings for Sitting;

    /// @notice Least and most seats of a first panel; below three, one auditor decides alone.
    uint256 public constant SEATS_MIN = 3;
    uint256 public constant SEATS_MAX = 7;
    /// @notice Shortest time to audit and commit, to reveal, and to appeal.
    uint256 public constant COMMIT_SECONDS_MIN = 1 hours;
    uint256 public constant REVEAL_SECONDS_MIN = 30 minutes;
    uint256 public constant APPEAL_SECONDS_MIN = 1 days;
    /// @notice Longest of each.
    uint256 public constant WINDOW_SECONDS_MAX = 7 days;
    /// @notice Most probes of one sitting's draw, besides eight for each slot of the roll.
    uint256 public constant PROBES_SPARE = 64;
    uint256 public constant PROBES_PER_SLOT = 8;
    uint256 public constant PROBES_MAX = 4_096;
    /// @notice Most probes of one call.
    uint256 public constant PROBES_PER_CALL_MAX = 256;
    /// @notice A case may take this many times what its windows add up to: each step is somebody's transaction.
    uint256 public constant SLACK_FACTOR = 3;

    uint8 private constant HONEST = 1;
    uint8 private constant CHEATED = 2;
    uint8 private constant UNABLE = 3;
    uint8 private constant EXACT = 3;

    IAuditorRoll public immutable roll;
    IBeacon public immutable beacon;

    uint8 public immutable seats;
    uint8 public immutable agree;
    uint48 public immutable commitSeconds;
    uint48 public immutable revealSeconds;
    uint48 public immutable appealSeconds;
    uint256 public immutable fee;
    uint256 public immutable bond;
    uint256 public immutable appealBond;
    uint256 public immutable overturnFine;

    /// @inheritdoc IPanelJudge
    mapping(bytes32 receiptHash => bool acquitted) public override isAcquitted;
    /// @inheritdoc IPanelJudge
    mapping(bytes32 receiptHash => mapping(address reporter => uint256 count)) public override attemptsOf;

    mapping(bytes32 caseId => Trial trial) private _trials;
    mapping(bytes32 caseId => mapping(uint256 round => Sitting sitting)) private _sittings;

    constructor(Chambers memory chambers, IAuditorRoll roll_, IBeacon beacon_, Terms memory terms)
        ReceiptJudge(chambers)
    {
        roll = roll_;
        beacon = beacon_;
        uint256 seatsMin = Windows.isDevelopment() ? 1 : SEATS_MIN;
        if (terms.seats < seatsMin || terms.seats > SEATS_MAX) revert TermsInvalid("seats");
        if (terms.agree * 2 <= terms.seats || terms.agree > terms.seats) revert TermsInvalid("agree");
        // casting is safe: no more than SEATS_MAX
        // forge-lint: disable-next-line(unsafe-typecast)
        (seats, agree) = (uint8(terms.seats), uint8(terms.agree));
        commitSeconds = Windows.check(terms.commitSeconds, COMMIT_SECONDS_MIN, WINDOW_SECONDS_MAX);
        revealSeconds = Windows.check(terms.revealSeconds, REVEAL_SECONDS_MIN, WINDOW_SECONDS_MAX);
        appealSeconds = Windows.check(terms.appealSeconds, APPEAL_SECONDS_MIN, WINDOW_SECONDS_MAX);
        // An accuser's bond pays its panel and, when it was wrong, the one an innocent operator had to call; an appeal's is
        // larger and pays its panel twice over.
        if (terms.fee == 0 || terms.bond <= terms.fee * (3 * terms.seats + 1)) revert TermsInvalid("bond");
        if (terms.appealBond <= terms.bond || terms.appealBond < 2 * terms.fee * (2 * terms.seats + 1)) {
            revert TermsInvalid("appealBond");
        }
        if (terms.overturnFine > roll_.auditorStake()) revert TermsInvalid("overturnFine");
        (fee, bond, appealBond, overturnFine) = (terms.fee, terms.bond, terms.appealBond, terms.overturnFine);
    }

    /// @inheritdoc IPanelJudge
    function open(Receipt calldata receipt, bytes calldata signature, bytes32 locatorHash)
        external
        override
        returns (bytes32 caseId)
    {
        bytes32 receiptHash = _requireReceipt(receipt, signature);
        if (receipt.exactness == 0 || receipt.exactness > EXACT) revert NotComparable(receipt.exactness);
        if (isAcquitted[receiptHash]) revert ReceiptAcquitted(receiptHash);
        caseId = _newCaseId(receiptHash);
        uint64 epoch = receipts.epochOf(receipt.finishedAt);
        _trials[caseId] = Trial({
            receiptHash: receiptHash,
            build: receipt.build,
            operator: receipt.operator,
            reporter: msg.sender,
            // As declared before the epoch: whoever is accused could name the network of the auditors it fears.
            subnet: registry.subnetAt(receipt.node, epoch * receipts.epochSeconds()),
            exactness: receipt.exactness,
            round: 1,
            first: 0,
            appellant: address(0),
            appealUntil: 0,
            phase: Phase.Drawing
        });
        uint64 deadline = _deadline();
        courthouse.openCase(
            caseId,
            ICourthouse.Accusation({
                operator: receipt.operator, node: receipt.node, reporter: msg.sender, epoch: epoch, deadline: deadline
            }),
            bond
        );
        emit PanelCalled(caseId, receiptHash, locatorHash, receipt.node);
        _openSitting(caseId, 1, seats, agree);
    }

    /// @inheritdoc IPanelJudge
    function draw(bytes32 caseId, uint256 probesMax) external override returns (uint256 drawn) {
        Trial storage trial = _requirePhase(caseId, Phase.Drawing);
        Sitting storage sitting = _sittings[caseId][trial.round];
        if (probesMax == 0 || probesMax > PROBES_PER_CALL_MAX) {
            revert ProbesOutOfBounds(probesMax, PROBES_PER_CALL_MAX);
        }
        if (!_isSeeded(caseId, trial.round, sitting)) return 0;
        uint256 limit = _probeLimit(sitting);
        if (probesMax > limit - sitting.probes) probesMax = limit - sitting.probes;
        uint256 wanted = sitting.wanted;
        (address[] memory chosen, uint256 nextProbe) = roll.draw(
            IAuditorRoll.DrawQuery({
                seed: sitting.seed,
                firstProbe: sitting.probes,
                probesMax: probesMax,
                slots: sitting.slots,
                wanted: wanted,
                openedAt: sitting.openedAt,
                exactness: trial.exactness,
                build: trial.build,
                accused: trial.operator,
                accusedSubnet: trial.subnet,
                reporter: trial.reporter
            }),
            _taken(caseId, trial.round)
        );
        drawn = chosen.length;
        uint64 until = courthouse.caseOf(caseId).deadline;
        for (uint256 i = 0; i < drawn; i++) {
            sitting.add(chosen[i]);
            roll.seat(chosen[i], until);
            emit AuditorDrawn(caseId, trial.round, chosen[i]);
        }
        // casting is safe: bounded by PROBES_MAX and SEATS_MAX
        // forge-lint: disable-next-line(unsafe-typecast)
        (sitting.probes, sitting.wanted) = (uint32(nextProbe), uint8(wanted - drawn));
        if (sitting.wanted == 0 || nextProbe >= limit) _beginSitting(caseId, trial, sitting);
    }

    /// @inheritdoc IPanelJudge
    function commit(bytes32 caseId, bytes32 commitment) external override {
        Trial storage trial = _requirePhase(caseId, Phase.Sitting);
        Sitting storage sitting = _sittings[caseId][trial.round];
        if (block.timestamp > sitting.commitUntil) {
            revert WindowOver(caseId, sitting.commitUntil, block.timestamp);
        }
        sitting.commit(msg.sender, commitment);
        emit VerdictCommitted(caseId, trial.round, msg.sender, commitment);
    }

    /// @inheritdoc IPanelJudge
    function reveal(Verdict calldata verdict, bytes calldata signature) external override {
        Trial storage trial = _requirePhase(verdict.caseId, Phase.Sitting);
        Sitting storage sitting = _sittings[verdict.caseId][trial.round];
        if (block.timestamp > sitting.revealUntil) {
            revert WindowOver(verdict.caseId, sitting.revealUntil, block.timestamp);
        }
        // Once all have committed nothing can be copied any more.
        if (block.timestamp <= sitting.commitUntil && !sitting.haveAllCommitted()) {
            revert CommitsStillOpen(verdict.caseId, sitting.commitUntil, block.timestamp);
        }
        if (verdict.round != trial.round || verdict.receiptHash != trial.receiptHash) {
            revert VerdictNotOfRound(verdict.caseId, verdict.round);
        }
        if (verdict.outcome < HONEST || verdict.outcome > UNABLE) revert OutcomeUnknown(verdict.outcome);
        bytes32 digest = MessageHashUtils.toTypedDataHash(escrow.domainSeparator(), MessageHashes.hashVerdict(verdict));
        _requireSigned(verdict.auditor, digest, signature);
        sitting.reveal(verdict.auditor, digest, verdict.outcome);
        emit VerdictRevealed(verdict.caseId, trial.round, verdict.auditor, verdict.outcome, verdict.evidenceHash);
    }

    /// @inheritdoc IPanelJudge
    function tally(bytes32 caseId) external override returns (uint8 decision) {
        Trial storage trial = _requirePhase(caseId, Phase.Sitting);
        Sitting storage sitting = _sittings[caseId][trial.round];
        if (block.timestamp <= sitting.revealUntil && !sitting.haveAllRevealed()) {
            revert SittingNotOver(caseId, sitting.revealUntil, block.timestamp);
        }
        uint256 missing;
        (decision, missing) = sitting.decide();
        if (decision == 0 && !sitting.redrawn) {
            // casting is safe: no more than the seats of a panel
            // forge-lint: disable-next-line(unsafe-typecast)
            sitting.redraw(uint8(missing));
            trial.phase = Phase.Drawing;
            emit PanelRedrawn(caseId, trial.round, missing);
            return 0;
        }
        emit PanelDecided(caseId, trial.round, decision);
        if (trial.round == 2) {
            // A conviction that its reporter does not show to a fresh panel does not stand.
            bool isDropped = decision == 0 && trial.first == CHEATED && sitting.countUnable() >= sitting.needed;
            _conclude(caseId, trial, decision == 0 && !isDropped ? trial.first : decision, decision);
        } else if (decision == 0) {
            _conclude(caseId, trial, 0, 0);
        } else {
            trial.first = decision;
            trial.appealUntil = uint64(block.timestamp) + appealSeconds;
            trial.phase = Phase.Appealable;
        }
    }

    /// @inheritdoc IPanelJudge
    function appeal(bytes32 caseId) external override {
        Trial storage trial = _requirePhase(caseId, Phase.Appealable);
        if (block.timestamp > trial.appealUntil) revert WindowOver(caseId, trial.appealUntil, block.timestamp);
        address loser = trial.first == CHEATED ? trial.operator : trial.reporter;
        if (msg.sender != loser) revert CallerNotLoser(msg.sender, loser);
        trial.appellant = msg.sender;
        trial.round = 2;
        trial.phase = Phase.Drawing;
        uint64 deadline = _deadline();
        courthouse.addBond(caseId, msg.sender, appealBond);
        courthouse.extendCase(caseId, deadline);
        // Who sat in the first round answers for its verdict until the second is over.
        Sitting storage before = _sittings[caseId][1];
        for (uint256 i = 0; i < before.seats.length; i++) {
            roll.seat(before.seats[i].auditor, deadline);
        }
        emit Appealed(caseId, msg.sender);
        _openSitting(caseId, 2, 2 * seats + 1, seats + 1);
    }

    /// @inheritdoc IPanelJudge
    function conclude(bytes32 caseId) external override {
        Trial storage trial = _requirePhase(caseId, Phase.Appealable);
        if (block.timestamp <= trial.appealUntil) {
            revert AppealStillOpen(caseId, trial.appealUntil, block.timestamp);
        }
        _conclude(caseId, trial, trial.first, 0);
    }

    /// @inheritdoc IPanelJudge
    function trialOf(bytes32 caseId) external view override returns (Trial memory) {
        return _trials[caseId];
    }

    /// @inheritdoc IPanelJudge
    function sittingOf(bytes32 caseId, uint256 round) external view override returns (Sitting memory) {
        return _sittings[caseId][round];
    }

    /// @dev A reporter may try again only where the last try ended without a decision.
    function _newCaseId(bytes32 receiptHash) private returns (bytes32) {
        uint256 attempt = attemptsOf[receiptHash][msg.sender]++;
        if (attempt > 0) {
            bytes32 last = keccak256(abi.encode(address(this), receiptHash, msg.sender, attempt - 1));
            ICourthouse.CaseState state = courthouse.caseOf(last).state;
            if (state != ICourthouse.CaseState.Dismissed) revert CaseStillOpen(last);
        }
        return keccak256(abi.encode(address(this), receiptHash, msg.sender, attempt));
    }

    function _openSitting(bytes32 caseId, uint256 round, uint8 size, uint8 needed) private {
        uint256 slots = roll.slotCount();
        if (slots == 0) revert RollEmpty();
        Sitting storage sitting = _sittings[caseId][round];
        sitting.open(slots, size, needed);
        _awaitBeacon(caseId, round, sitting);
    }

    /// @dev Where nobody finished the round in time, one that has not begun takes its place: nothing of it is known.
    function _isSeeded(bytes32 caseId, uint256 round, Sitting storage sitting) private returns (bool) {
        if (sitting.seed != 0) return true;
        if (beacon.hasLapsed(sitting.beaconRound)) {
            _awaitBeacon(caseId, round, sitting);
            return false;
        }
        (bytes32 output, bool blockOnly) = beacon.outputOf(sitting.beaconRound);
        if (output == 0) revert BeaconNotFinished(sitting.beaconRound);
        sitting.seed = keccak256(abi.encode(output, caseId, round));
        emit PanelSeeded(caseId, round, sitting.seed, blockOnly);
        return true;
    }

    /// @dev The round after the one that now runs: all of it, commitments too, lies after this.
    function _awaitBeacon(bytes32 caseId, uint256 round, Sitting storage sitting) private {
        sitting.beaconRound = beacon.roundAt(block.timestamp) + 1;
        emit PanelWaits(caseId, round, sitting.beaconRound, sitting.slots);
    }

    /// @dev Also where the roll is exhausted: those who were found sit, and the tally says whether they suffice.
    function _beginSitting(bytes32 caseId, Trial storage trial, Sitting storage sitting) private {
        sitting.wanted = 0;
        sitting.commitUntil = uint64(block.timestamp) + commitSeconds;
        sitting.revealUntil = sitting.commitUntil + revealSeconds;
        trial.phase = Phase.Sitting;
        emit PanelSits(caseId, trial.round, sitting.commitUntil, sitting.revealUntil);
    }

    /// @param decision what the case comes to: 0 where it ends without one
    /// @param second what the appeal's own panel decided, 0 where there was none or it could not
    function _conclude(bytes32 caseId, Trial storage trial, uint8 decision, uint8 second) private {
        trial.phase = Phase.Concluded;
        (address reporter, address operator, address appellant) = (trial.reporter, trial.operator, trial.appellant);
        uint256 firstFees = _payPanel(caseId, 1, reporter, trial.first, second);
        uint256 secondFees = appellant == address(0) ? 0 : _payPanel(caseId, 2, appellant, second, 0);
        // An appeal that was decided against its appellant is lost; one that was not decided is only paid for.
        if (second != 0 && second == trial.first) {
            address winner = appellant == operator ? reporter : operator;
            courthouse.payFromBond(caseId, appellant, winner, appealBond - secondFees);
        }
        if (decision == CHEATED) {
            courthouse.convict(caseId, firstFees + (appellant == reporter ? secondFees : 0), address(0), address(0), 0);
        } else {
            if (decision == HONEST) {
                isAcquitted[trial.receiptHash] = true;
                courthouse.payFromBond(caseId, reporter, operator, bond - firstFees);
            } else if (_sittings[caseId][trial.round].countUnable() >= _sittings[caseId][trial.round].needed) {
                // Only the reporter serves evidence: to keep it back until a draw suits it must cost more than a draw.
                courthouse.payFromBond(caseId, reporter, operator, Math.min(fee * seats, bond - firstFees));
            }
            courthouse.dismiss(caseId);
        }
        courthouse.releaseBond(caseId, reporter);
        if (appellant != address(0)) courthouse.releaseBond(caseId, appellant);
        emit PanelConcluded(caseId, decision);
    }

    /// @dev Pays who gave a verdict, fines who was overturned, counts what everyone did; returns the fees.
    function _payPanel(bytes32 caseId, uint256 round, address from, uint8 decision, uint8 finalDecision)
        private
        returns (uint256 fees)
    {
        Sitting storage sitting = _sittings[caseId][round];
        bool isOverturned = finalDecision != 0 && finalDecision != decision;
        for (uint256 i = 0; i < sitting.seats.length; i++) {
            (address auditor, uint8 outcome) = (sitting.seats[i].auditor, sitting.seats[i].outcome);
            roll.recordDeed(auditor, Sittings.deedOf(outcome, decision));
            if (outcome != HONEST && outcome != CHEATED) continue;
            address operator = roll.auditorOf(auditor).operator;
            courthouse.payFromBond(caseId, from, operator, fee);
            fees += fee;
            if (isOverturned && outcome == decision) {
                roll.recordDeed(auditor, IAuditorRoll.Deed.Overturned);
                courthouse.fine(operator, overturnFine);
            }
        }
    }

    /// @dev Those drawn in this case so far, in both rounds, in the order they were drawn.
    function _taken(bytes32 caseId, uint256 round) private view returns (address[] memory taken) {
        Sitting storage first = _sittings[caseId][1];
        Sitting storage second = _sittings[caseId][2];
        uint256 count = first.seats.length;
        taken = new address[](count + (round == 2 ? second.seats.length : 0));
        for (uint256 i = 0; i < taken.length; i++) {
            taken[i] = i < count ? first.seats[i].auditor : second.seats[i - count].auditor;
        }
    }

    function _requirePhase(bytes32 caseId, Phase needed) private view returns (Trial storage trial) {
        trial = _trials[caseId];
        if (trial.phase != needed) revert TrialNotInPhase(caseId, trial.phase, needed);
        // Past its deadline a case can only expire: stake and auditors are no longer held to it.
        ICourthouse.Case memory known = courthouse.caseOf(caseId);
        if (known.state != ICourthouse.CaseState.Open || block.timestamp > known.deadline) revert CaseExpired(caseId);
    }

    /// @dev Two rounds of the beacon and the time to finish them, two sittings (the second after a redraw) and the appeal's window, with slack.
    function _deadline() private view returns (uint64) {
        uint256 drawing = 2 * (beacon.roundSeconds() + beacon.settlingSeconds() + beacon.finishSeconds());
        uint256 windows = drawing + 2 * (uint256(commitSeconds) + revealSeconds) + appealSeconds;
        // casting is safe: weeks ahead of now
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(block.timestamp + SLACK_FACTOR * windows);
    }

    function _probeLimit(Sitting storage sitting) private view returns (uint256 limit) {
        limit = PROBES_PER_SLOT * sitting.slots + PROBES_SPARE;
        if (limit > PROBES_MAX) limit = PROBES_MAX;
    }
}
