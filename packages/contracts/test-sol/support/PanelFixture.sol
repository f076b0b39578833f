// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MessageHashes, Receipt, Verdict} from "../../contracts/libraries/MessageHashes.sol";
import {Seat} from "../../contracts/libraries/Sittings.sol";
import {BlockHeaders} from "./BlockHeaders.sol";
import {CourtFixture} from "./CourtFixture.sol";
import {Key} from "./TestBase.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title A court with auditors on its roll
abstract contract PanelFixture is CourtFixture {
    uint8 internal constant HONEST = 1;
    uint8 internal constant CHEATED = 2;
    uint8 internal constant UNABLE = 3;

    mapping(address auditor => uint256 secret) internal secretOf;

    function setUp() public virtual override {
        super.setUp();
        for (uint256 i = 0; i < auditorCount(); i++) {
            enlist(i, bytes8(uint64(i + 1)));
        }
        vm.warp(block.timestamp + 1);
    }

    function auditorCount() internal pure virtual returns (uint256) {
        return 14;
    }

    /// @notice Puts an auditor of an operator of its own on the roll.
    function enlist(uint256 number, bytes8 subnet) internal returns (Key memory auditor) {
        string memory name = vm.toString(number);
        auditor = keyOf(string.concat("auditor ", name));
        address who = keyOf(string.concat("auditor operator ", name)).at;
        enrol(who, auditor, 2 * AUDITOR_STAKE, subnet);
        secretOf[auditor.at] = auditor.secret;
        vm.startPrank(who);
        roll.join(auditor.at, 14);
        roll.setBuild(auditor.at, BUILD, true);
        vm.stopPrank();
    }

    function operatorOf(address auditor) internal view returns (address) {
        return roll.auditorOf(auditor).operator;
    }

    /// @notice Accuses a receipt of the accused node and returns its case.
    function accuse(Receipt memory receipt) internal returns (bytes32 caseId) {
        bytes memory signature = sign(receipt);
        vm.prank(reporter.at);
        caseId = panel.open(receipt, signature, "locator");
    }

    /// @notice Waits for the beacon, closes its round and draws the whole panel.
    function drawAll(bytes32 caseId) internal {
        uint64 round = panel.sittingOf(caseId, panel.trialOf(caseId).round).beaconRound;
        (bytes32 output,) = beacon.outputOf(round);
        if (output == 0) {
            (,,, uint256 finishFrom) = beacon.timesOf(round);
            if (vm.getBlockTimestamp() < finishFrom) vm.warp(finishFrom);
            (bytes memory header, bytes memory parent) = BlockHeaders.mine(finishFrom, "block");
            beacon.finish(round, header, parent);
        }
        while (uint256(panel.trialOf(caseId).phase) == 1) {
            panel.draw(caseId, 256);
        }
    }

    function seatsOf(bytes32 caseId) internal view returns (Seat[] memory) {
        return panel.sittingOf(caseId, panel.trialOf(caseId).round).seats;
    }

    /// @notice Lets everyone who now sits commit and reveal: `outcomes` in the order of the seats, 0 for who stays away.
    function sit(bytes32 caseId, uint8[] memory outcomes) internal {
        Seat[] memory seats = seatsOf(caseId);
        uint256 from = panel.sittingOf(caseId, panel.trialOf(caseId).round).from;
        for (uint256 i = 0; i < outcomes.length; i++) {
            if (outcomes[i] != 0) commitTo(verdictOf(caseId, seats[from + i].auditor, outcomes[i]));
        }
        vm.warp(block.timestamp + COMMIT + 1);
        for (uint256 i = 0; i < outcomes.length; i++) {
            if (outcomes[i] != 0) revealOf(verdictOf(caseId, seats[from + i].auditor, outcomes[i]));
        }
        vm.warp(block.timestamp + REVEAL + 1);
        panel.tally(caseId);
    }

    function verdictOf(bytes32 caseId, address auditor, uint8 outcome) internal view returns (Verdict memory verdict) {
        verdict.caseId = caseId;
        verdict.round = panel.trialOf(caseId).round;
        verdict.auditor = auditor;
        verdict.receiptHash = panel.trialOf(caseId).receiptHash;
        verdict.outcome = outcome;
        verdict.evidenceHash = "evidence";
        verdict.salt = keccak256(abi.encode(auditor, "salt"));
    }

    function digestOf(Verdict memory verdict) internal view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(escrow.domainSeparator(), MessageHashes.hashVerdict(verdict));
    }

    function commitTo(Verdict memory verdict) internal {
        bytes32 commitment = digestOf(verdict);
        vm.prank(verdict.auditor);
        panel.commit(verdict.caseId, commitment);
    }

    function revealOf(Verdict memory verdict) internal {
        panel.reveal(verdict, signBytes(secretOf[verdict.auditor], digestOf(verdict)));
    }

    function all(uint8 outcome, uint256 count) internal pure returns (uint8[] memory outcomes) {
        outcomes = new uint8[](count);
        for (uint256 i = 0; i < count; i++) {
            outcomes[i] = outcome;
        }
    }

    function three(uint8 a, uint8 b, uint8 c) internal pure returns (uint8[] memory outcomes) {
        outcomes = new uint8[](3);
        (outcomes[0], outcomes[1], outcomes[2]) = (a, b, c);
    }

    /// @notice Runs a case up to the first panel's decision.
    function tryReceipt(Receipt memory receipt, uint8[] memory outcomes) internal returns (bytes32 caseId) {
        caseId = accuse(receipt);
        drawAll(caseId);
        sit(caseId, outcomes);
    }

    function concludeAfterAppeal(bytes32 caseId) internal {
        vm.warp(panel.trialOf(caseId).appealUntil + 1);
        panel.conclude(caseId);
    }
}
