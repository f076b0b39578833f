// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAuditorRoll} from "../contracts/interfaces/IAuditorRoll.sol";
import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {IPanelJudge} from "../contracts/interfaces/IPanelJudge.sol";
import {IStakeVault} from "../contracts/interfaces/IStakeVault.sol";
import {PanelJudge} from "../contracts/judges/PanelJudge.sol";
import {Chambers, ReceiptJudge} from "../contracts/judges/ReceiptJudge.sol";
import {Receipt, Verdict} from "../contracts/libraries/MessageHashes.sol";
import {Seat, Sittings} from "../contracts/libraries/Sittings.sol";
import {PanelFixture} from "./support/PanelFixture.sol";

/// @title Cases before a panel, from the accusation to the money
contract PanelJudgeTest is PanelFixture {
    // The course of a case.

    function testPanelConvicts() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        bytes32 caseId = tryReceipt(receipt, three(CHEATED, CHEATED, HONEST));
        vm.assertEq(panel.trialOf(caseId).first, CHEATED, "decided");
        concludeAfterAppeal(caseId);
        assertState(caseId, ICourthouse.CaseState.Convicted);
        // The floor and, on top, what the panel cost.
        vm.assertEq(court.potOf(caseId).slashed, STAKE / 10 + 3 * FEE, "slashed");
        vm.assertEq(court.owedTo(reporter.at), BOND - 3 * FEE, "bond back but for the panel");
        Seat[] memory seats = seatsOf(caseId);
        for (uint256 i = 0; i < 3; i++) {
            vm.assertEq(court.owedTo(operatorOf(seats[i].auditor)), FEE, "each verdict is paid alike");
        }
        vm.assertEq(roll.recordOf(seats[2].auditor).dissents, 1, "dissent is counted");
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        uint256 reward = (STAKE / 10 + 3 * FEE) / 10;
        vm.assertEq(court.owedTo(reporter.at), BOND + reward, "costs and reward");
        assertConserved();
    }

    function testPanelAcquits() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        bytes32 caseId = tryReceipt(receipt, three(HONEST, CHEATED, HONEST));
        concludeAfterAppeal(caseId);
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(stakeOf(operator.at), STAKE, "nothing slashed");
        vm.assertEq(court.owedTo(operator.at), BOND - 3 * FEE, "the accused gets the bond");
        vm.assertEq(court.owedTo(reporter.at), 0, "the accuser has lost it");
        vm.assertFalse(vault.isLocked(operator.at), "unlocked");
        bytes memory data = abi.encodeCall(panel.open, (receipt, sign(receipt), "locator"));
        refused(buyer.at, address(panel), data, IPanelJudge.ReceiptAcquitted.selector);
        assertConserved();
    }

    /// An auditor's own failure is never a provider's failed proof: unable and absent count for nobody.
    function testUnableAndAbsentAuditorsAreReplacedOnceAndConvictNobody() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(UNABLE, 0, CHEATED));
        vm.assertEq(uint256(panel.trialOf(caseId).phase), uint256(IPanelJudge.Phase.Drawing), "drawn again");
        drawAll(caseId);
        vm.assertEq(seatsOf(caseId).length, 5, "two more");
        sit(caseId, all(UNABLE, 2));
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(stakeOf(operator.at), STAKE, "no fault");
        vm.assertEq(court.owedTo(reporter.at), BOND - FEE - 3 * FEE, "one verdict, and a draw that told nothing");
        vm.assertEq(court.owedTo(operator.at), 3 * FEE, "to the accused");
        Seat[] memory seats = seatsOf(caseId);
        vm.assertEq(roll.recordOf(seats[0].auditor).unable, 1, "unable");
        vm.assertEq(roll.recordOf(seats[1].auditor).missed, 1, "missed");
        vm.assertEq(roll.recordOf(seats[2].auditor).dissents, 0, "no decision, no dissent");
        assertConserved();
    }

    function testReplacementsDecide() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(UNABLE, 0, CHEATED));
        drawAll(caseId);
        uint8[] memory outcomes = all(CHEATED, 2);
        outcomes[1] = HONEST;
        sit(caseId, outcomes);
        vm.assertEq(panel.trialOf(caseId).first, CHEATED, "two of three");
    }

    function testUndecidedReceiptCanBeTriedAgain() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        bytes32 caseId = tryReceipt(receipt, all(0, 3));
        bytes memory data = abi.encodeCall(panel.open, (receipt, sign(receipt), "locator"));
        refused(reporter.at, address(panel), data, IPanelJudge.CaseStillOpen.selector);
        drawAll(caseId);
        sit(caseId, all(0, 3));
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(court.owedTo(reporter.at), BOND, "nobody was paid");
        vm.assertTrue(accuse(receipt) != caseId, "a new case");
    }

    /// Someone in league with the accused who accuses first, and shows the panel nothing, keeps nobody else from accusing.
    function testShamAccusationDoesNotBlockARealOne() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        accuse(receipt);
        bytes memory signature = sign(receipt);
        vm.prank(buyer.at);
        panel.open(receipt, signature, "locator");
        vm.assertEq(vault.lockCountOf(operator.at), 2, "two cases");
    }

    // Appeals.

    /// Only the reporter serves evidence: what it keeps from the larger panel convicts nobody.
    function testConvictionThatIsNotShownToTheAppealDoesNotStand() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(CHEATED, CHEATED, HONEST));
        vm.prank(operator.at);
        panel.appeal(caseId);
        drawAll(caseId);
        sit(caseId, all(UNABLE, seatsOf(caseId).length));
        drawAll(caseId);
        if (panel.trialOf(caseId).phase == IPanelJudge.Phase.Sitting) {
            sit(caseId, all(UNABLE, seatsOf(caseId).length - 7));
        }
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(stakeOf(operator.at), STAKE, "no conviction");
        vm.assertEq(court.owedTo(operator.at), 300e18 + 3 * FEE, "its bond came back, and a draw that told nothing");
        assertConserved();
    }

    function testWonAppealOfTheAccusedCostsItNothingAndFinesWhoWasWrong() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(CHEATED, CHEATED, HONEST));
        Seat[] memory first = seatsOf(caseId);
        vm.prank(operator.at);
        panel.appeal(caseId);
        drawAll(caseId);
        vm.assertEq(seatsOf(caseId).length, 7, "2n + 1");
        requireFresh(first, seatsOf(caseId));
        sit(caseId, all(HONEST, 7));
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(stakeOf(operator.at), STAKE, "not slashed");
        vm.assertGe(court.owedTo(operator.at), APPEAL_BOND, "not out of pocket");
        vm.assertEq(court.owedTo(reporter.at), 0, "the accuser paid");
        for (uint256 i = 0; i < 3; i++) {
            uint256 lost = i < 2 ? FINE : 0;
            vm.assertEq(stakeOf(operatorOf(first[i].auditor)), 2 * AUDITOR_STAKE - lost, "fined if overturned");
            vm.assertEq(roll.recordOf(first[i].auditor).overturned, i < 2 ? 1 : 0, "and counted");
        }
        assertConserved();
    }

    function testLostAppealOfTheAccusedPaysTheReporter() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(CHEATED, CHEATED, CHEATED));
        vm.prank(operator.at);
        panel.appeal(caseId);
        drawAll(caseId);
        sit(caseId, all(CHEATED, 7));
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(
            court.owedTo(reporter.at), BOND - 3 * FEE + APPEAL_BOND - 7 * FEE, "its own bond and the appeal's rest"
        );
        vm.assertEq(court.owedTo(operator.at), 0, "nothing back");
        assertConserved();
    }

    function testWonAppealOfTheReporterConvicts() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(HONEST, HONEST, CHEATED));
        vm.prank(reporter.at);
        panel.appeal(caseId);
        drawAll(caseId);
        sit(caseId, all(CHEATED, 7));
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(court.potOf(caseId).costs, 10 * FEE, "both panels");
        vm.assertEq(court.owedTo(reporter.at), BOND + APPEAL_BOND - 10 * FEE, "both bonds but for the panels");
        assertConserved();
    }

    function testLostAppealOfTheReporterPaysTheAccused() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(HONEST, HONEST, CHEATED));
        vm.prank(reporter.at);
        panel.appeal(caseId);
        drawAll(caseId);
        sit(caseId, all(HONEST, 7));
        vm.assertEq(court.owedTo(operator.at), BOND + APPEAL_BOND - 10 * FEE, "both bonds but for the panels");
        vm.assertEq(court.owedTo(reporter.at), 0, "nothing back");
        assertConserved();
    }

    function testAppealWithoutVerdictsLeavesTheFirstDecision() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(CHEATED, CHEATED, CHEATED));
        vm.prank(operator.at);
        panel.appeal(caseId);
        drawAll(caseId);
        sit(caseId, all(0, 7));
        drawAll(caseId);
        sit(caseId, new uint8[](0));
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(court.owedTo(operator.at), APPEAL_BOND, "its bond is back");
        assertConserved();
    }

    function testOnlyTheLoserAppealsAndOnlyInTime() public {
        bytes32 caseId = tryReceipt(receiptOf(buyer.at, 1, 100e6), three(CHEATED, CHEATED, CHEATED));
        bytes memory data = abi.encodeCall(panel.appeal, (caseId));
        refused(reporter.at, address(panel), data, IPanelJudge.CallerNotLoser.selector);
        bytes memory early = abi.encodeCall(panel.conclude, (caseId));
        refused(reporter.at, address(panel), early, IPanelJudge.AppealStillOpen.selector);
        vm.warp(panel.trialOf(caseId).appealUntil + 1);
        refused(operator.at, address(panel), data, IPanelJudge.WindowOver.selector);
    }

    // Attacks on verdicts.

    function testVerdictsCannotBeCopied() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        drawAll(caseId);
        Seat[] memory seats = seatsOf(caseId);
        Verdict memory original = verdictOf(caseId, seats[0].auditor, CHEATED);
        commitTo(original);
        bytes32 copied = digestOf(original);
        vm.prank(seats[1].auditor);
        panel.commit(caseId, copied);
        vm.warp(block.timestamp + COMMIT + 1);
        Verdict memory mine = verdictOf(caseId, seats[1].auditor, CHEATED);
        refuseReveal(mine, secretOf[seats[1].auditor], Sittings.CommitmentMismatch.selector);
        // Nor can the copied one be passed off as another's.
        refuseReveal(original, secretOf[seats[1].auditor], ReceiptJudge.SignatureInvalid.selector);
    }

    function testVerdictsCannotBeChangedForgedOrReplayed() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        drawAll(caseId);
        address auditor = seatsOf(caseId)[0].auditor;
        Verdict memory verdict = verdictOf(caseId, auditor, HONEST);
        commitTo(verdict);
        refuse(auditor, caseId, "another", Sittings.AlreadyCommitted.selector);
        vm.warp(block.timestamp + COMMIT + 1);
        Verdict memory changed = verdictOf(caseId, auditor, CHEATED);
        refuseReveal(changed, secretOf[auditor], Sittings.CommitmentMismatch.selector);
        refuseReveal(verdict, reporter.secret, ReceiptJudge.SignatureInvalid.selector);
        Verdict memory elsewhere = verdictOf(caseId, auditor, HONEST);
        elsewhere.round = 2;
        refuseReveal(elsewhere, secretOf[auditor], IPanelJudge.VerdictNotOfRound.selector);
        elsewhere = verdictOf(caseId, auditor, HONEST);
        elsewhere.receiptHash = "another receipt";
        refuseReveal(elsewhere, secretOf[auditor], IPanelJudge.VerdictNotOfRound.selector);
        elsewhere = verdictOf(caseId, auditor, 4);
        refuseReveal(elsewhere, secretOf[auditor], IPanelJudge.OutcomeUnknown.selector);
        revealOf(verdict);
        refuseReveal(verdict, secretOf[auditor], Sittings.AlreadyRevealed.selector);
    }

    function testStrangersDoNotSit() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        drawAll(caseId);
        refuse(reporter.at, caseId, "verdict", Sittings.NotSeated.selector);
    }

    function testRevealsWaitForCommitsAndEndInTime() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        drawAll(caseId);
        Seat[] memory seats = seatsOf(caseId);
        Verdict memory verdict = verdictOf(caseId, seats[0].auditor, HONEST);
        commitTo(verdict);
        refuseReveal(verdict, secretOf[seats[0].auditor], IPanelJudge.CommitsStillOpen.selector);
        uint64 commitUntil = panel.sittingOf(caseId, 1).commitUntil;
        vm.warp(commitUntil + 1);
        refuse(seats[1].auditor, caseId, "late", IPanelJudge.WindowOver.selector);
        vm.warp(commitUntil + REVEAL + 1);
        refuseReveal(verdict, secretOf[seats[0].auditor], IPanelJudge.WindowOver.selector);
    }

    /// Once all have committed there is nothing left to copy; once all have revealed there is nothing to wait for.
    function testNobodyWaitsWhenAllAreDone() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        drawAll(caseId);
        Seat[] memory seats = seatsOf(caseId);
        for (uint256 i = 0; i < 3; i++) {
            commitTo(verdictOf(caseId, seats[i].auditor, CHEATED));
        }
        bytes memory data = abi.encodeCall(panel.tally, (caseId));
        refused(reporter.at, address(panel), data, IPanelJudge.SittingNotOver.selector);
        for (uint256 i = 0; i < 3; i++) {
            revealOf(verdictOf(caseId, seats[i].auditor, CHEATED));
        }
        vm.assertEq(panel.tally(caseId), CHEATED, "decided at once");
    }

    // Attacks on the draw and on the accused.

    function testPanelWaitsForARoundOfTheBeaconThatBeginsLater() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        uint64 round = panel.sittingOf(caseId, 1).beaconRound;
        (uint256 commitsFrom,,,) = beacon.timesOf(round);
        vm.assertGe(commitsFrom, block.timestamp + 1, "not even commitments are in");
        bytes memory data = abi.encodeCall(panel.draw, (caseId, 64));
        refused(reporter.at, address(panel), data, IPanelJudge.BeaconNotFinished.selector);
    }

    function testForgedReceiptsAndStrangersNodesCannotBeAccused() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        bytes memory forged = signBytes(reporter.secret, hashOf(receipt));
        bytes memory data = abi.encodeCall(panel.open, (receipt, forged, "locator"));
        refused(reporter.at, address(panel), data, ReceiptJudge.SignatureInvalid.selector);
        receipt.operator = other.at;
        data = abi.encodeCall(panel.open, (receipt, sign(receipt), "locator"));
        refused(reporter.at, address(panel), data, ReceiptJudge.NodeNotOfOperator.selector);
        receipt = receiptOf(buyer.at, 1, 100e6);
        receipt.exactness = 0;
        data = abi.encodeCall(panel.open, (receipt, sign(receipt), "locator"));
        refused(reporter.at, address(panel), data, IPanelJudge.NotComparable.selector);
    }

    /// Not even stake that has already matured when the case is opened.
    function testWithdrawnStakeCannotEscapeAnOpenCase() public {
        vm.prank(operator.at);
        vault.requestUnstake(STAKE);
        vm.warp(block.timestamp + UNBONDING);
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        bytes memory data = abi.encodeCall(vault.withdraw, ());
        refused(operator.at, address(vault), data, IStakeVault.StakeLocked.selector);
        drawAll(caseId);
        sit(caseId, all(CHEATED, 3));
        refused(operator.at, address(vault), data, IStakeVault.StakeLocked.selector);
        concludeAfterAppeal(caseId);
        vm.assertEq(stakeOf(operator.at), STAKE - STAKE / 10 - 3 * FEE, "slashed though it was leaving");
        refused(operator.at, address(vault), data, IStakeVault.StakeLocked.selector);
    }

    /// Evidence does not outlive the stake: what unbonds when the work ends is still there when the last case can open.
    function testStakeOutlivesTheEvidence() public {
        vm.prank(operator.at);
        uint64 maturesAt = vault.requestUnstake(STAKE);
        Receipt memory receipt = receiptOf(buyer.at, 1, 100e6);
        vm.warp(uint256(receipt.finishedAt) + EVIDENCE);
        vm.assertLe(block.timestamp, maturesAt, "not withdrawn yet");
        accuse(receipt);
        vm.assertTrue(vault.isLocked(operator.at), "and now locked");
    }

    /// Griefing by accusations: each costs a bond when it fails, and none lasts beyond its deadline.
    function testForgottenCaseExpiresAndUnlocks() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        uint64 deadline = court.caseOf(caseId).deadline;
        bytes memory data = abi.encodeCall(court.expire, (caseId));
        refused(operator.at, address(court), data, ICourthouse.DeadlineNotOver.selector);
        vm.warp(deadline + 1);
        data = abi.encodeCall(panel.draw, (caseId, 64));
        refused(reporter.at, address(panel), data, IPanelJudge.CaseExpired.selector);
        vm.prank(operator.at);
        court.expire(caseId);
        vm.assertFalse(vault.isLocked(operator.at), "unlocked");
        court.releaseBond(caseId, reporter.at);
        vm.assertEq(court.owedTo(reporter.at), BOND, "no fault");
        data = abi.encodeCall(panel.draw, (caseId, 64));
        refused(reporter.at, address(panel), data, IPanelJudge.CaseExpired.selector);
        assertConserved();
    }

    function testSeatedAuditorCannotLeaveBeforeTheCaseIsOver() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 100e6));
        drawAll(caseId);
        address auditor = seatsOf(caseId)[0].auditor;
        vm.prank(operatorOf(auditor));
        roll.requestLeave(auditor);
        vm.warp(court.caseOf(caseId).deadline);
        bytes memory data = abi.encodeCall(roll.finishLeave, (auditor));
        refused(auditor, address(roll), data, IAuditorRoll.LeaveDelayNotOver.selector);
        vm.warp(block.timestamp + 1 days + 1);
        roll.finishLeave(auditor);
    }

    function testRepeatedConvictionTakesOnlyTheCosts() public {
        Receipt memory second = receiptOf(buyer.at, 2, 100e6);
        concludeAfterAppeal(tryReceipt(receiptOf(buyer.at, 1, 100e6), all(CHEATED, 3)));
        uint256 left = stakeOf(operator.at);
        bytes32 caseId = tryReceipt(second, all(CHEATED, 3));
        concludeAfterAppeal(caseId);
        vm.assertEq(stakeOf(operator.at), left - 3 * FEE, "the panel's fees");
        vm.warp(block.timestamp + 1);
        court.settle(caseId);
        vm.assertEq(court.owedTo(reporter.at), 2 * (BOND - 3 * FEE) + 3 * FEE, "costs back, no second reward");
    }

    function testTermsAreBounded() public {
        IPanelJudge.Terms memory bad = terms();
        bad.bond = 10 * FEE;
        expectTermsRefused(bad);
        bad = terms();
        bad.agree = 1;
        expectTermsRefused(bad);
        bad = terms();
        bad.appealBond = BOND;
        expectTermsRefused(bad);
        bad = terms();
        bad.overturnFine = AUDITOR_STAKE + 1;
        expectTermsRefused(bad);
        bad = terms();
        (bad.seats, bad.agree) = (1, 1);
        new PanelJudge(Chambers(court, registry, receipts, escrow), roll, beacon, bad);
        vm.chainId(10);
        expectTermsRefused(bad);
    }

    function expectTermsRefused(IPanelJudge.Terms memory bad) private {
        try new PanelJudge(Chambers(court, registry, receipts, escrow), roll, beacon, bad) {
            vm.assertTrue(false, "refused");
        } catch (bytes memory reason) {
            vm.assertEq(bytes32(bytes4(reason)), bytes32(IPanelJudge.TermsInvalid.selector), "for its terms");
        }
    }

    function refuse(address caller, bytes32 caseId, bytes32 commitment, bytes4 selector) private {
        refused(caller, address(panel), abi.encodeCall(panel.commit, (caseId, commitment)), selector);
    }

    function refuseReveal(Verdict memory verdict, uint256 secret, bytes4 selector) private {
        bytes memory signature = signBytes(secret, digestOf(verdict));
        refused(reporter.at, address(panel), abi.encodeCall(panel.reveal, (verdict, signature)), selector);
    }

    function requireFresh(Seat[] memory first, Seat[] memory second) private pure {
        for (uint256 i = 0; i < first.length; i++) {
            for (uint256 j = 0; j < second.length; j++) {
                vm.assertTrue(first[i].auditor != second[j].auditor, "nobody judges the own verdict");
            }
        }
    }
}
