// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAuditorRoll} from "../interfaces/IAuditorRoll.sol";

/// @notice One auditor of a panel. `outcome` is 0 until it revealed a verdict: 1 honest, 2 cheated, 3 unable.
struct Seat {
    address auditor;
    uint8 outcome;
    bytes32 commitment;
}

/// @notice One panel at work. A redraw adds seats for those that gave no verdict; `from` is the first of them.
/// @param size seats of the panel, `needed` of which convict
/// @param wanted auditors still to be drawn
/// @param slots length of the roll when it was called
struct Sitting {
    bytes32 seed;
    uint64 openedAt;
    uint64 beaconRound;
    uint64 commitUntil;
    uint64 revealUntil;
    uint32 slots;
    uint32 probes;
    uint8 size;
    uint8 needed;
    uint8 wanted;
    uint8 from;
    bool redrawn;
    Seat[] seats;
}

/// @title Seats, commitments and verdicts of one panel
/// @dev Loops run over the seats of one panel: at most 15, twice that after a redraw.
library Sittings {
    uint8 internal constant HONEST = 1;
    uint8 internal constant CHEATED = 2;
    uint8 internal constant UNABLE = 3;

    error NotSeated(address auditor);
    error AlreadyCommitted(address auditor);
    error CommitmentZero();
    error CommitmentMismatch(address auditor, bytes32 committed, bytes32 revealed);
    error AlreadyRevealed(address auditor);

    /// @notice Calls a panel of `size` seats, `needed` of which convict.
    function open(Sitting storage self, uint256 slots, uint8 size, uint8 needed) internal {
        self.openedAt = uint64(block.timestamp);
        // casting is safe: the roll has at most 4,096 slots
        // forge-lint: disable-next-line(unsafe-typecast)
        self.slots = uint32(slots);
        self.size = size;
        self.needed = needed;
        self.wanted = size;
    }

    /// @notice Gives a seat to an auditor.
    function add(Sitting storage self, address auditor) internal {
        self.seats.push(Seat({auditor: auditor, outcome: 0, commitment: 0}));
    }

    /// @notice Notes a commitment: the digest of the verdict that will be revealed.
    function commit(Sitting storage self, address auditor, bytes32 commitment) internal {
        Seat storage seat = _seatOf(self, auditor);
        if (commitment == 0) revert CommitmentZero();
        if (seat.commitment != 0) revert AlreadyCommitted(auditor);
        seat.commitment = commitment;
    }

    /// @notice Notes a verdict that was committed to.
    function reveal(Sitting storage self, address auditor, bytes32 digest, uint8 outcome) internal {
        Seat storage seat = _seatOf(self, auditor);
        if (seat.commitment != digest) revert CommitmentMismatch(auditor, seat.commitment, digest);
        if (seat.outcome != 0) revert AlreadyRevealed(auditor);
        seat.outcome = outcome;
    }

    /// @notice Makes room for as many auditors as gave no verdict, once.
    function redraw(Sitting storage self, uint8 missing) internal {
        self.redrawn = true;
        self.wanted = missing;
        // casting is safe: a panel's seats are few
        // forge-lint: disable-next-line(unsafe-typecast)
        self.from = uint8(self.seats.length);
    }

    /// @notice Returns whether all who now sit have committed.
    function haveAllCommitted(Sitting storage self) internal view returns (bool) {
        for (uint256 i = self.from; i < self.seats.length; i++) {
            if (self.seats[i].commitment == 0) return false;
        }
        return true;
    }

    /// @notice Returns whether all who now sit have revealed.
    function haveAllRevealed(Sitting storage self) internal view returns (bool) {
        for (uint256 i = self.from; i < self.seats.length; i++) {
            if (self.seats[i].outcome == 0) return false;
        }
        return true;
    }

    /// @notice Returns the decision: cheated with `needed` verdicts, honest once so many cannot be reached, else 0; and how
    /// many verdicts are missing. Unable counts for nobody.
    function decide(Sitting storage self) internal view returns (uint8 decision, uint256 missing) {
        uint256 honest = 0;
        uint256 cheated = 0;
        for (uint256 i = 0; i < self.seats.length; i++) {
            uint8 outcome = self.seats[i].outcome;
            if (outcome == HONEST) honest++;
            else if (outcome == CHEATED) cheated++;
        }
        missing = self.size - honest - cheated;
        if (cheated >= self.needed) decision = CHEATED;
        else if (honest > self.size - self.needed) decision = HONEST;
    }

    /// @notice Returns how many said that they were unable, as all are where the evidence is kept back.
    function countUnable(Sitting storage self) internal view returns (uint256 count) {
        for (uint256 i = 0; i < self.seats.length; i++) {
            if (self.seats[i].outcome == UNABLE) count++;
        }
    }

    /// @notice Returns what a sitting came to for an auditor, given its outcome and the panel's decision (0: none).
    function deedOf(uint8 outcome, uint8 decision) internal pure returns (IAuditorRoll.Deed) {
        if (outcome == 0) return IAuditorRoll.Deed.Missed;
        if (outcome == UNABLE) return IAuditorRoll.Deed.Unable;
        return decision == 0 || outcome == decision ? IAuditorRoll.Deed.Agreed : IAuditorRoll.Deed.Dissented;
    }

    function _seatOf(Sitting storage self, address auditor) private view returns (Seat storage) {
        for (uint256 i = self.from; i < self.seats.length; i++) {
            if (self.seats[i].auditor == auditor) return self.seats[i];
        }
        revert NotSeated(auditor);
    }
}
