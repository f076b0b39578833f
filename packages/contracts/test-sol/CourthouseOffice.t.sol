// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Courthouse} from "../contracts/Courthouse.sol";
import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {Finding, IEvidence} from "../contracts/interfaces/IEvidence.sol";
import {Receipt} from "../contracts/libraries/MessageHashes.sol";
import {Windows} from "../contracts/libraries/Windows.sol";
import {CourtFixture} from "./support/CourtFixture.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @notice A judge of a further kind: whoever is named in the evidence is guilty.
contract NamingEvidence is IEvidence {
    function judge(address, bytes calldata evidence) external view override returns (Finding memory finding) {
        finding.operator = abi.decode(evidence, (address));
        finding.node = finding.operator;
        finding.subject = keccak256(evidence);
        finding.epoch = uint64(block.timestamp / 1 hours);
    }
}

/// @title What the owner can do, and cannot
contract CourthouseOfficeTest is CourtFixture {
    function testNewJudgeWaitsLongerThanStakeTakesToLeave() public {
        NamingEvidence judge = new NamingEvidence();
        court.announceJudge(address(judge));
        bytes memory data = abi.encodeCall(court.prosecute, (address(judge), abi.encode(operator.at)));
        vm.prank(operator.at);
        vault.requestUnstake(STAKE);
        refused(reporter.at, address(court), data, ICourthouse.CallerNotJudge.selector);
        vm.warp(block.timestamp + UNBONDING);
        vm.prank(operator.at);
        vault.withdraw();
        vm.prank(reporter.at);
        court.prosecute(address(judge), abi.encode(operator.at));
        vm.assertEq(mill.balanceOf(operator.at), 20_000e18, "who disagreed has left");
    }

    /// The port for further kinds of evidence: a judge that only names a finding convicts like the others.
    function testFurtherEvidenceConvicts() public {
        NamingEvidence judge = new NamingEvidence();
        court.announceJudge(address(judge));
        vm.warp(block.timestamp + UNBONDING);
        vm.prank(reporter.at);
        bytes32 caseId = court.prosecute(address(judge), abi.encode(operator.at));
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(court.potOf(caseId).slashed, STAKE / 10, "slashed");
        bytes memory data = abi.encodeCall(court.prosecute, (address(judge), abi.encode(operator.at)));
        refused(reporter.at, address(court), data, ICourthouse.CaseKnown.selector);
    }

    function testFirstJudgesAreAppointedOnce() public {
        address[] memory judges = new address[](1);
        judges[0] = reporter.at;
        bytes memory data = abi.encodeCall(court.appointFirstJudges, (judges));
        refused(address(this), address(court), data, ICourthouse.JudgesAlreadyAppointed.selector);
        data = abi.encodeCall(court.announceJudge, (address(panel)));
        refused(address(this), address(court), data, ICourthouse.JudgeKnown.selector);
    }

    function testStrangersJudgeNothing() public {
        ICourthouse.Accusation memory accusation =
            ICourthouse.Accusation(operator.at, node.at, reporter.at, 1, uint64(block.timestamp + 1));
        bytes memory data = abi.encodeCall(court.openCase, ("case", accusation, 0));
        refused(reporter.at, address(court), data, ICourthouse.CallerNotJudge.selector);
        data = abi.encodeCall(court.prosecute, (address(this), ""));
        refused(reporter.at, address(court), data, ICourthouse.CallerNotJudge.selector);
        data = abi.encodeCall(court.fine, (operator.at, STAKE));
        refused(address(this), address(court), data, ICourthouse.CallerNotJudge.selector);
        data = abi.encodeCall(court.convict, ("case", 0, address(0), address(0), 0));
        refused(address(this), address(court), data, ICourthouse.CallerNotJudgeOfCase.selector);
        data = abi.encodeCall(court.dismiss, ("case"));
        refused(address(this), address(court), data, ICourthouse.CallerNotJudgeOfCase.selector);
        data = abi.encodeCall(court.payFromBond, ("case", reporter.at, operator.at, 1));
        refused(address(this), address(court), data, ICourthouse.CallerNotJudgeOfCase.selector);
    }

    /// A judge has power over its own cases alone, within the bonds that were given for them.
    function testAJudgeHasItsOwnCasesOnly() public {
        bytes32 caseId = openBy(address(omission), 5e18);
        bytes memory data = abi.encodeCall(court.dismiss, (caseId));
        refused(address(panel), address(court), data, ICourthouse.CallerNotJudgeOfCase.selector);
        data = abi.encodeCall(court.payFromBond, (caseId, reporter.at, operator.at, 6e18));
        refused(address(omission), address(court), data, ICourthouse.BondInsufficient.selector);
        data = abi.encodeCall(court.releaseBond, (caseId, reporter.at));
        refused(reporter.at, address(court), data, ICourthouse.CaseNotInState.selector);
        vm.prank(address(omission));
        court.dismiss(caseId);
        court.releaseBond(caseId, reporter.at);
        vm.assertEq(court.releaseBond(caseId, reporter.at), 0, "released once");
        vm.assertEq(court.owedTo(reporter.at), 5e18, "to who gave it");
        data = abi.encodeCall(court.convict, (caseId, 0, address(0), address(0), 0));
        refused(address(omission), address(court), data, ICourthouse.CaseNotInState.selector);
        assertConserved();
    }

    function testCasesAreBoundedInTime() public {
        ICourthouse.Accusation memory accusation = ICourthouse.Accusation(
            operator.at, node.at, reporter.at, 1, uint64(block.timestamp + court.CASE_SECONDS_MAX() + 1)
        );
        bytes memory data = abi.encodeCall(court.openCase, ("case", accusation, 0));
        refused(address(omission), address(court), data, ICourthouse.DeadlineTooFar.selector);
        accusation.deadline = uint64(block.timestamp + 1);
        accusation.epoch = receipts.epochOf(uint64(block.timestamp)) + 1;
        data = abi.encodeCall(court.openCase, ("case", accusation, 0));
        refused(address(omission), address(court), data, ICourthouse.EpochInFuture.selector);
    }

    function testARetiredJudgeEndsItsCasesAndOpensNone() public {
        bytes32 caseId = openBy(address(omission), 0);
        court.retireJudge(address(omission));
        ICourthouse.Accusation memory accusation =
            ICourthouse.Accusation(operator.at, node.at, reporter.at, 1, uint64(block.timestamp + 1));
        bytes memory data = abi.encodeCall(court.openCase, ("another", accusation, 0));
        refused(address(omission), address(court), data, ICourthouse.CallerNotJudge.selector);
        vm.prank(address(omission));
        court.dismiss(caseId);
    }

    /// Retiring a judge that has not begun yet does not put it into office.
    function testAJudgeRetiredBeforeItBeganNeverJudges() public {
        court.announceJudge(reporter.at);
        court.retireJudge(reporter.at);
        vm.warp(block.timestamp + 2 * UNBONDING);
        vm.assertFalse(court.isJudge(reporter.at), "no judge");
        bytes memory data = abi.encodeCall(court.fine, (operator.at, STAKE));
        refused(reporter.at, address(court), data, ICourthouse.CallerNotJudge.selector);
    }

    function testPauseStopsNewCasesForAWhileAndNothingElse() public {
        (bytes32 caseId, Receipt memory first) = equivocate(1);
        bytes memory evidence = twoReceipts(receiptOf(buyer.at, 2, 1e6));
        court.setGuardian(other.at);
        vm.prank(other.at);
        court.pauseCases(3 days);
        bytes memory data = abi.encodeCall(court.prosecute, (address(equivocation), evidence));
        refused(reporter.at, address(court), data, ICourthouse.CasesArePaused.selector);
        afterPosting(first);
        court.claim(caseId, claimWith(first));
        vm.warp(block.timestamp + 3 days);
        vm.prank(reporter.at);
        court.prosecute(address(equivocation), evidence);
        data = abi.encodeCall(court.pauseCases, (1));
        refused(address(this), address(court), data, ICourthouse.PauseTooSoon.selector);
        refused(reporter.at, address(court), data, ICourthouse.CallerNotGuardian.selector);
        vm.warp(block.timestamp + 14 days);
        court.pauseCases(1);
        data = abi.encodeCall(court.pauseCases, (3 days + 1));
        refused(address(this), address(court), data, ICourthouse.PauseTooLong.selector);
    }

    function testRatesMoveInBoundedSteps() public {
        bytes memory data = abi.encodeCall(court.setRate, (address(dollar), RATE));
        refused(address(this), address(court), data, ICourthouse.RateTooSoon.selector);
        vm.warp(block.timestamp + 1 days);
        data = abi.encodeCall(court.setRate, (address(dollar), 2 * RATE + 1));
        refused(address(this), address(court), data, ICourthouse.RateOutOfBounds.selector);
        data = abi.encodeCall(court.setRate, (address(dollar), RATE / 2 - 1));
        refused(address(this), address(court), data, ICourthouse.RateOutOfBounds.selector);
        court.setRate(address(dollar), 2 * RATE);
        vm.assertEq(court.rateOf(address(dollar)), 2 * RATE, "set");
        data = abi.encodeCall(court.setRate, (address(mill), 0));
        refused(address(this), address(court), data, ICourthouse.RateOutOfBounds.selector);
    }

    function testOnlyTheOwnerSitsInTheOffice() public {
        bytes4 selector = Ownable.OwnableUnauthorizedAccount.selector;
        refused(reporter.at, address(court), abi.encodeCall(court.announceJudge, (reporter.at)), selector);
        refused(reporter.at, address(court), abi.encodeCall(court.retireJudge, (address(panel))), selector);
        refused(reporter.at, address(court), abi.encodeCall(court.setRate, (address(mill), 1)), selector);
        refused(reporter.at, address(court), abi.encodeCall(court.setGuardian, (reporter.at)), selector);
        address[] memory judges = new address[](0);
        refused(reporter.at, address(court), abi.encodeCall(court.appointFirstJudges, (judges)), selector);
    }

    function testSentencingIsBounded() public {
        ICourthouse.Sentencing memory rules = sentencing();
        rules.evidenceSeconds = UNBONDING + 1;
        expectRulesRefused(rules, ICourthouse.EvidenceOutlivesStake.selector);
        rules = sentencing();
        rules.rewardBps = 2_001;
        expectRulesRefused(rules, ICourthouse.ShareOutOfBounds.selector);
        rules = sentencing();
        rules.refundShareMaxBps = 7_001;
        expectRulesRefused(rules, ICourthouse.ShareOutOfBounds.selector);
        rules = sentencing();
        rules.multipleBps = 9_999;
        expectRulesRefused(rules, ICourthouse.ShareOutOfBounds.selector);
        vm.chainId(10);
        rules = sentencing();
        rules.claimSeconds = 1;
        expectRulesRefused(rules, Windows.WindowOutOfBounds.selector);
        rules = sentencing();
        rules.judgeDelaySeconds = UNBONDING - 1;
        expectRulesRefused(rules, Windows.WindowOutOfBounds.selector);
        new Courthouse(mill, vault, registry, receipts, escrow, address(this), sentencing());
    }

    function openBy(address judge, uint256 bond) private returns (bytes32 caseId) {
        caseId = "case";
        ICourthouse.Accusation memory accusation =
            ICourthouse.Accusation(operator.at, node.at, reporter.at, 1, uint64(block.timestamp + 1 days));
        vm.prank(judge);
        court.openCase(caseId, accusation, bond);
    }

    function expectRulesRefused(ICourthouse.Sentencing memory rules, bytes4 selector) private {
        try new Courthouse(mill, vault, registry, receipts, escrow, address(this), rules) {
            vm.assertTrue(false, "refused");
        } catch (bytes memory reason) {
            vm.assertEq(bytes32(bytes4(reason)), bytes32(selector), "for this reason");
        }
    }
}
