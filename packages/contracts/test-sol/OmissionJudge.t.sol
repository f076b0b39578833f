// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {OmissionJudge} from "../contracts/judges/OmissionJudge.sol";
import {ReceiptJudge} from "../contracts/judges/ReceiptJudge.sol";
import {Receipt} from "../contracts/libraries/MessageHashes.sol";
import {CourtFixture} from "./support/CourtFixture.sol";

/// @title A receipt that should be in a root and is not
contract OmissionJudgeTest is CourtFixture {
    function testOmittedReceiptConvicts() public {
        Receipt memory hidden = receiptOf(buyer.at, 1, 100e6);
        postAlone(receiptOf(other.at, 1, 1e6), 1e6);
        afterPosting(hidden);
        bytes32 caseId = challenge(hidden);
        vm.assertTrue(vault.isLocked(operator.at), "locked");
        vm.warp(block.timestamp + ANSWER + 1);
        omission.conclude(caseId);
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(court.owedTo(reporter.at), SMALL_BOND, "bond back");
        court.claim(caseId, claimWith(hidden));
        vm.assertEq(stakeOf(operator.at), 0, "what it hid shows in the claims: all the stake");
        assertConserved();
    }

    /// Where no root was posted at all, every receipt of the epoch is omitted.
    function testNoRootAtAllConvicts() public {
        Receipt memory hidden = receiptOf(buyer.at, 1, 100e6);
        afterPosting(hidden);
        bytes32 caseId = challenge(hidden);
        vm.warp(block.timestamp + ANSWER + 1);
        omission.conclude(caseId);
        assertState(caseId, ICourthouse.CaseState.Convicted);
    }

    function testPostedReceiptCostsTheChallengerItsBond() public {
        Receipt memory posted = receiptOf(buyer.at, 1, 100e6);
        postAlone(posted, 100e6);
        afterPosting(posted);
        bytes32 caseId = challenge(posted);
        omission.answer(caseId, new bytes32[](0));
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(court.owedTo(operator.at), SMALL_BOND, "to the operator");
        vm.assertFalse(vault.isLocked(operator.at), "unlocked");
        bytes memory data = abi.encodeCall(omission.conclude, (caseId));
        vm.warp(block.timestamp + ANSWER + 1);
        refused(reporter.at, address(omission), data, ICourthouse.CaseNotInState.selector);
        data = abi.encodeCall(omission.challenge, (posted, sign(posted)));
        refused(reporter.at, address(omission), data, ICourthouse.CaseKnown.selector);
        assertConserved();
    }

    function testOnlyAProofAnswersAndOnlyInTime() public {
        Receipt memory posted = receiptOf(buyer.at, 1, 100e6);
        postAlone(posted, 100e6);
        Receipt memory hidden = receiptOf(buyer.at, 2, 100e6);
        hidden.finishedAt = posted.finishedAt;
        afterPosting(posted);
        bytes32 caseId = challenge(hidden);
        bytes memory data = abi.encodeCall(omission.answer, (caseId, new bytes32[](0)));
        refused(operator.at, address(omission), data, OmissionJudge.ReceiptNotIncluded.selector);
        bytes memory early = abi.encodeCall(omission.conclude, (caseId));
        refused(reporter.at, address(omission), early, OmissionJudge.AnswerTimeNotOver.selector);
        vm.warp(block.timestamp + ANSWER + 1);
        refused(operator.at, address(omission), data, OmissionJudge.AnswerTimeOver.selector);
    }

    function testChallengesWaitForTheDeadlineAndNeedASignature() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        bytes memory data = abi.encodeCall(omission.challenge, (receipt, sign(receipt)));
        vm.warp(receipts.deadlineOf(receipts.epochOf(receipt.finishedAt)));
        refused(reporter.at, address(omission), data, OmissionJudge.PostingStillOpen.selector);
        afterPosting(receipt);
        bytes memory forged = signBytes(reporter.secret, hashOf(receipt));
        data = abi.encodeCall(omission.challenge, (receipt, forged));
        refused(reporter.at, address(omission), data, ReceiptJudge.SignatureInvalid.selector);
        data = abi.encodeCall(omission.challenge, (receipt, sign(receipt)));
        refused(
            keyOf("pauper").at,
            address(omission),
            data,
            bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)"))
        );
        vm.warp(uint256(receipt.finishedAt) + EVIDENCE + 1);
        refused(reporter.at, address(omission), data, ReceiptJudge.ReceiptTooOld.selector);
    }

    /// Someone in league with the operator asks first and lets the matter rest: others can still ask.
    function testShamChallengeDoesNotBlockARealOne() public {
        Receipt memory hidden = receiptOf(buyer.at, 1, 100e6);
        afterPosting(hidden);
        challenge(hidden);
        bytes memory signature = sign(hidden);
        vm.prank(buyer.at);
        bytes32 caseId = omission.challenge(hidden, signature);
        vm.warp(block.timestamp + ANSWER + 1);
        omission.conclude(caseId);
        assertState(caseId, ICourthouse.CaseState.Convicted);
    }

    function testUnknownCasesAreRefused() public {
        bytes memory data = abi.encodeCall(omission.conclude, ("none"));
        refused(reporter.at, address(omission), data, OmissionJudge.ChallengeUnknown.selector);
    }

    function challenge(Receipt memory receipt) private returns (bytes32) {
        bytes memory signature = sign(receipt);
        vm.prank(reporter.at);
        return omission.challenge(receipt, signature);
    }
}
