// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {Receipt, Verdict} from "../contracts/libraries/MessageHashes.sol";
import {Seat} from "../contracts/libraries/Sittings.sol";
import {BlockHeaders} from "./support/BlockHeaders.sol";
import {PanelFixture} from "./support/PanelFixture.sol";

/// @title What justice costs in gas
/// @notice Isolated, as in EscrowGas.t.sol. Figures are kept in snapshots/Courthouse.json.
/// forge-config: default.isolate = true
/// forge-config: snapshot.isolate = true
contract CourtGasTest is PanelFixture {
    string private constant GROUP = "Courthouse";

    function testEquivocationAndClaims() public {
        Receipt memory first = receiptOf(buyer.at, 1, 100e6);
        bytes memory evidence = twoReceipts(first);
        postAlone(first, 100e6);
        vm.snapshotGasLastCall(GROUP, "postRoot, one total");
        afterPosting(first);
        vm.prank(reporter.at);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        vm.snapshotGasLastCall(GROUP, "equivocation, convicted in one transaction");
        ICourthouse.Claim[] memory claims = claimWith(first);
        court.claim(caseId, claims);
        vm.snapshotGasLastCall(GROUP, "claim, one receipt");
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        vm.snapshotGasLastCall(GROUP, "settle");
        court.takeRefund(caseId, buyer.at);
        vm.snapshotGasLastCall(GROUP, "takeRefund");
    }

    function testPanel() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        bytes32 caseId = accuse(receipt);
        vm.snapshotGasLastCall(GROUP, "panel, open");
        uint64 round = panel.sittingOf(caseId, 1).beaconRound;
        (,,, uint256 finishFrom) = beacon.timesOf(round);
        vm.warp(finishFrom);
        (bytes memory header, bytes memory parent) = BlockHeaders.mine(finishFrom, "block");
        beacon.finish(round, header, parent);
        vm.snapshotGasLastCall(GROUP, "beacon, finish without commitments");
        panel.draw(caseId, 64);
        vm.snapshotGasLastCall(GROUP, "panel, draw three of fourteen");
        Seat[] memory seats = seatsOf(caseId);
        for (uint256 i = 0; i < 3; i++) {
            commitTo(verdictOf(caseId, seats[i].auditor, CHEATED));
        }
        vm.snapshotGasLastCall(GROUP, "panel, commit");
        for (uint256 i = 0; i < 3; i++) {
            Verdict memory verdict = verdictOf(caseId, seats[i].auditor, CHEATED);
            revealOf(verdict);
        }
        vm.snapshotGasLastCall(GROUP, "panel, reveal");
        panel.tally(caseId);
        vm.snapshotGasLastCall(GROUP, "panel, tally");
        vm.warp(panel.trialOf(caseId).appealUntil + 1);
        panel.conclude(caseId);
        vm.snapshotGasLastCall(GROUP, "panel, conclude with a conviction");
    }

    function testOmission() public {
        Receipt memory hidden = receiptOf(buyer.at, 1, 100e6);
        afterPosting(hidden);
        bytes memory signature = sign(hidden);
        vm.prank(reporter.at);
        bytes32 caseId = omission.challenge(hidden, signature);
        vm.snapshotGasLastCall(GROUP, "omission, challenge");
        vm.warp(block.timestamp + ANSWER + 1);
        omission.conclude(caseId);
        vm.snapshotGasLastCall(GROUP, "omission, conviction");
    }
}
