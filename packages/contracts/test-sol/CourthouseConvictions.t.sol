// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Escrow} from "../contracts/Escrow.sol";
import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {IStakeVault} from "../contracts/interfaces/IStakeVault.sol";
import {EquivocationEvidence} from "../contracts/judges/EquivocationEvidence.sol";
import {ReceiptJudge} from "../contracts/judges/ReceiptJudge.sol";
import {Receipt} from "../contracts/libraries/MessageHashes.sol";
import {SignedReceipts} from "../contracts/libraries/SignedReceipts.sol";
import {CourtFixture} from "./support/CourtFixture.sol";
import {Key} from "./support/TestBase.sol";

/// @title Equivocation, and what follows any conviction
contract CourthouseConvictionsTest is CourtFixture {
    // Evidence.

    function testTwoReceiptsOfOneRunConvictInOneTransaction() public {
        (bytes32 caseId,) = equivocate(1);
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(court.potOf(caseId).slashed, STAKE / 10, "the floor: a tenth of the stake");
        vm.assertEq(stakeOf(operator.at), STAKE - STAKE / 10, "stake");
        vm.assertTrue(vault.isLocked(operator.at), "locked while buyers claim");
        assertConserved();
    }

    function testReceiptsOfDifferentRunsDoNotConvict() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        Receipt memory second = receiptOf(buyer.at, 2, 1e6);
        expectRefused(abi.encode(first, sign(first), second, sign(second)), EquivocationEvidence.NotSameRun.selector);
        second = receiptOf(other.at, 1, 1e6);
        expectRefused(abi.encode(first, sign(first), second, sign(second)), EquivocationEvidence.NotSameRun.selector);
    }

    /// The same receipt twice, even under two signatures, is one receipt.
    function testOneReceiptTwiceDoesNotConvict() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        expectRefused(abi.encode(first, sign(first), first, sign(first)), EquivocationEvidence.ReceiptsEqual.selector);
    }

    function testForgedSignatureDoesNotConvict() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        Receipt memory second = copyOf(first);
        second.amount = 2e6;
        bytes memory forged = signBytes(reporter.secret, hashOf(second));
        expectRefused(abi.encode(first, sign(first), second, forged), ReceiptJudge.SignatureInvalid.selector);
        expectRefused(abi.encode(second, forged, first, sign(first)), ReceiptJudge.SignatureInvalid.selector);
    }

    function testSignaturesOfAnotherChainOrContractDoNotConvict() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        Receipt memory second = copyOf(first);
        second.amount = 2e6;
        bytes32 foreign = new Escrow(address(this), 1 days).domainSeparator();
        bytes memory elsewhere = signBytes(node.secret, SignedReceipts.digestOf(foreign, second));
        expectRefused(abi.encode(first, sign(first), second, elsewhere), ReceiptJudge.SignatureInvalid.selector);
        bytes memory evidence = twoReceipts(first);
        vm.chainId(10);
        expectRefused(evidence, ReceiptJudge.SignatureInvalid.selector);
    }

    /// A key that never worked for the operator cannot get it convicted.
    function testStrangersKeyDoesNotConvict() public {
        Key memory stranger = keyOf("stranger");
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        first.node = stranger.at;
        Receipt memory second = copyOf(first);
        second.amount = 2e6;
        bytes memory evidence = abi.encode(
            first, signBytes(stranger.secret, hashOf(first)), second, signBytes(stranger.secret, hashOf(second))
        );
        expectRefused(evidence, ReceiptJudge.NodeNotOfOperator.selector);
    }

    function testRemovingTheNodeDoesNotHelp() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        bytes memory evidence = twoReceipts(first);
        vm.warp(block.timestamp + 1);
        vm.prank(operator.at);
        registry.removeNode(node.at);
        vm.prank(reporter.at);
        court.prosecute(address(equivocation), evidence);
        vm.assertEq(stakeOf(operator.at), STAKE - STAKE / 10, "slashed");
    }

    function testSignaturesAfterTheRemovalDoNotConvict() public {
        vm.prank(operator.at);
        registry.removeNode(node.at);
        vm.warp(block.timestamp + 1);
        expectRefused(twoReceipts(receiptOf(buyer.at, 1, 1e6)), ReceiptJudge.NodeNotOfOperator.selector);
    }

    function testOldAndFutureReceiptsDoNotConvict() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        bytes memory evidence = twoReceipts(first);
        vm.warp(block.timestamp + EVIDENCE + 1);
        expectRefused(evidence, ReceiptJudge.ReceiptTooOld.selector);
        first = receiptOf(buyer.at, 2, 1e6);
        first.finishedAt += 1;
        expectRefused(twoReceipts(first), ReceiptJudge.ReceiptInFuture.selector);
    }

    // Replay.

    function testARunConvictsOnce() public {
        (, Receipt memory first) = equivocate(1);
        Receipt memory second = copyOf(first);
        second.responseHash = "yet another answer";
        expectRefused(abi.encode(first, sign(first), second, sign(second)), ICourthouse.CaseKnown.selector);
    }

    /// What a node did a thousand times in one epoch is covered by the epoch's exposure: no second floor, no second reward.
    function testAnEpochIsSlashedOncePerJudge() public {
        equivocate(1);
        uint256 left = stakeOf(operator.at);
        (bytes32 again,) = equivocate(2);
        vm.assertTrue(court.potOf(again).again, "known as a repetition");
        vm.assertEq(stakeOf(operator.at), left, "not slashed twice");
        vm.warp(block.timestamp + 1);
        court.settle(again);
        vm.assertEq(court.owedTo(reporter.at), 0, "no reward for it");
        vm.warp(block.timestamp + EPOCH);
        equivocate(3);
        vm.assertEq(stakeOf(operator.at), left - left / 10, "another epoch is another deed");
        assertConserved();
    }

    // Size.

    function testSlashIsAMultipleOfTheEpochsExposure() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1_000e6);
        bytes memory evidence = twoReceipts(first);
        postAlone(first, 1_000e6);
        afterPosting(first);
        vm.prank(reporter.at);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        vm.assertEq(court.potOf(caseId).slashed, 3_000e18, "three times 1,000 dollars at one MILL each");
    }

    function testSlashIsNeverMoreThanTheStake() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1_000e6);
        bytes memory evidence = twoReceipts(first);
        postAlone(first, type(uint128).max);
        afterPosting(first);
        court.prosecute(address(equivocation), evidence);
        vm.assertEq(stakeOf(operator.at), 0, "all of it");
    }

    /// A conviction before the totals are posted is sized anew when they are: to be caught early is no discount.
    function testEarlyConvictionIsSizedWhenTotalsAreFinal() public {
        (bytes32 caseId, Receipt memory first) = equivocate(1);
        vm.assertEq(court.potOf(caseId).slashed, STAKE / 10, "the floor for now");
        postAlone(first, 2_000e6);
        afterPosting(first);
        court.claim(caseId, claimWith(first));
        vm.assertEq(court.potOf(caseId).slashed, 6_000e18, "three times 2,000 dollars");
        vm.assertEq(stakeOf(operator.at), STAKE - 6_000e18, "taken");
        assertConserved();
    }

    function testFuzzSizeIsBetweenFloorAndStake(uint128 total, uint96 extra) public {
        mill.transfer(operator.at, extra / 1e3);
        uint256 stake = STAKE + extra / 1e3;
        if (stake > STAKE) {
            vm.startPrank(operator.at);
            mill.approve(address(vault), stake - STAKE);
            vault.stake(stake - STAKE);
            vm.stopPrank();
        }
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        bytes memory evidence = twoReceipts(first);
        postAlone(first, total);
        afterPosting(first);
        uint256 slashed = court.potOf(court.prosecute(address(equivocation), evidence)).slashed;
        uint256 wanted = 3e12 * uint256(total);
        uint256 floor = stake / 10;
        uint256 expected = wanted < floor ? floor : wanted > stake ? stake : wanted;
        vm.assertEq(slashed, expected, "min(stake, max(floor, 3 x exposure))");
    }

    // Locks.

    function testStakeThatWasLeavingIsSlashedAndCannotLeave() public {
        vm.prank(operator.at);
        vault.requestUnstake(STAKE);
        vm.warp(block.timestamp + UNBONDING);
        (bytes32 caseId,) = equivocate(1);
        vm.assertEq(vault.unbondingOf(operator.at), STAKE - STAKE / 10, "unbonding stake was slashed");
        ICourthouse.Pot memory pot = court.potOf(caseId);
        uint256 until = pot.claimsUntil + court.SETTLE_SECONDS_MAX();
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeLocked.selector, operator.at, until));
        vm.prank(operator.at);
        vault.withdraw();
        vm.warp(pot.claimsUntil + 1);
        court.settle(caseId);
        vm.prank(operator.at);
        vm.assertEq(vault.withdraw(), STAKE - STAKE / 10, "the rest leaves once the case is settled");
    }

    /// A case that nobody closes does not hold stake for ever.
    function testLockEndsByItself() public {
        vm.prank(operator.at);
        vault.requestUnstake(STAKE / 2);
        (bytes32 caseId,) = equivocate(1);
        // Claims are over, and nobody settled, not even the operator.
        vm.warp(court.potOf(caseId).claimsUntil + court.SETTLE_SECONDS_MAX() + 1);
        vm.prank(operator.at);
        vault.withdraw();
    }

    // Refunds.

    function testBuyersAreRefundedThenTheReporterIsPaidAndTheRestBurns() public {
        (bytes32 caseId, Receipt memory mine, Receipt memory theirs, bytes32[][2] memory proofs) = convictWithTwo();
        court.claim(caseId, claimWith(mine, proofs[0]));
        court.claim(caseId, claimWith(theirs, proofs[1]));
        uint256 supply = mill.totalSupply();
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        // 3 x 300 dollars is below the floor of 1,000: slashed 1,000, refunds 300, reward 100, burned 600.
        court.takeRefund(caseId, buyer.at);
        court.takeRefund(caseId, other.at);
        vm.assertEq(court.owedTo(buyer.at), 100e18, "buyer");
        vm.assertEq(court.owedTo(other.at), 200e18, "other buyer");
        vm.assertEq(court.owedTo(reporter.at), 100e18, "reporter");
        vm.assertEq(supply - mill.totalSupply(), 600e18, "burned");
        vm.assertEq(court.takeRefund(caseId, buyer.at), 0, "once");
        assertConserved();
        uint256 before = mill.balanceOf(buyer.at);
        vm.prank(buyer.at);
        court.withdraw(buyer.at);
        vm.assertEq(mill.balanceOf(buyer.at), before + 100e18, "withdrawn");
        assertConserved();
    }

    function testEachReceiptIsClaimedOnce() public {
        (bytes32 caseId, Receipt memory mine,, bytes32[][2] memory proofs) = convictWithTwo();
        court.claim(caseId, claimWith(mine, proofs[0]));
        court.claim(caseId, claimWith(mine, proofs[0]));
        // The other receipt of the same run is no second claim.
        Receipt memory twin = copyOf(mine);
        twin.responseHash = "another answer";
        court.claim(caseId, claimWith(twin));
        vm.assertEq(court.claimOf(caseId, buyer.at, true), 100e18, "once");
        vm.assertEq(court.potOf(caseId).claimedProven, 100e18, "of all, proven");
        vm.assertEq(court.potOf(caseId).claimedUnproven, 0, "of all, unproven");
    }

    function testClaimsAreForTheConvictedNodeAndEpochAndSigned() public {
        (bytes32 caseId,,,) = convictWithTwo();
        Receipt memory late = receiptOf(buyer.at, 9, 1e6);
        claimRefused(caseId, claimWith(late), ICourthouse.ClaimNotOfCase.selector);
        Receipt memory alien = receiptOf(buyer.at, 9, 1e6);
        alien.finishedAt = uint64(uint256(court.caseOf(caseId).epoch) * EPOCH);
        alien.node = reporter.at;
        claimRefused(caseId, claimWith(alien), ICourthouse.ClaimNotOfCase.selector);
        alien.node = node.at;
        ICourthouse.Claim[] memory forged = claimWith(alien);
        forged[0].signature = signBytes(buyer.secret, hashOf(alien));
        claimRefused(caseId, forged, ICourthouse.ClaimSignatureInvalid.selector);
        claimRefused(caseId, new ICourthouse.Claim[](65), ICourthouse.BatchTooLarge.selector);
    }

    function testClaimsWaitForTheTotalsAndEndInTime() public {
        (bytes32 caseId, Receipt memory first) = equivocate(1);
        claimRefused(caseId, claimWith(first), ICourthouse.ClaimsNotOpen.selector);
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        claimRefused(caseId, claimWith(first), ICourthouse.ClaimsNotOpen.selector);
    }

    /// Who claims more than the node declared proves that it hid its exposure: all its stake goes.
    function testUnderDeclaredTotalsCostTheWholeStake() public {
        Receipt memory mine = receiptOf(buyer.at, 1, 100e6);
        bytes memory evidence = twoReceipts(mine);
        postAlone(mine, 99e6);
        afterPosting(mine);
        vm.prank(reporter.at);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        court.claim(caseId, claimWith(mine));
        vm.assertEq(stakeOf(operator.at), 0, "all of it");
        vm.assertEq(court.potOf(caseId).slashed, STAKE, "in the pot");
        vm.assertTrue(court.potOf(caseId).underDeclared, "noted");
        assertConserved();
    }

    /// Where refunds do not fit they are paid pro rata, and never more than their share of the slash.
    function testRefundsAreProRataWhereTheyDoNotFit() public {
        Receipt memory mine = receiptOf(buyer.at, 1, 6_000e6);
        Receipt memory theirs = receiptOf(other.at, 1, 18_000e6);
        bytes memory evidence = twoReceipts(mine);
        bytes32[][2] memory proofs = postTwo(mine, theirs, 24_000e6);
        afterPosting(mine);
        vm.prank(reporter.at);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        court.claim(caseId, claimWith(mine, proofs[0]));
        court.claim(caseId, claimWith(theirs, proofs[1]));
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        vm.assertEq(court.takeRefund(caseId, buyer.at), 1_250e18, "a quarter of half of the stake");
        vm.assertEq(court.takeRefund(caseId, other.at), 3_750e18, "three quarters");
        assertConserved();
    }

    /// An operator that is caught can still sign receipts. They were in no root, so they come after those that were.
    function testReceiptsForgedAfterwardsDoNotDiluteTheOnesThatWerePosted() public {
        Receipt memory mine = receiptOf(buyer.at, 1, 2_000e6);
        bytes memory evidence = twoReceipts(mine);
        Receipt memory forged = receiptOf(operator.at, 7, type(uint128).max);
        postAlone(mine, 2_000e6);
        afterPosting(mine);
        vm.prank(reporter.at);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        court.claim(caseId, claimWith(forged));
        court.claim(caseId, claimWith(mine));
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        vm.assertEq(court.takeRefund(caseId, buyer.at), 2_000e18, "in full");
    }

    /// An operator that reports itself and claims as its own buyer still loses what must burn.
    function testSelfReportingLosesAtLeastTheBurnedShare() public {
        Receipt memory own = receiptOf(operator.at, 1, 100_000e6);
        bytes memory evidence = twoReceipts(own);
        postAlone(own, 100_000e6);
        afterPosting(own);
        vm.prank(operator.at);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        court.claim(caseId, claimWith(own));
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        court.takeRefund(caseId, operator.at);
        uint256 back = court.owedTo(operator.at);
        vm.assertEq(back, STAKE * 6 / 10, "half refunded, a tenth rewarded");
        vm.assertEq(stakeOf(operator.at), 0, "and four tenths are gone");
    }

    function testClaimsInATokenWithoutARateAreRefused() public {
        Receipt memory mine = receiptOf(buyer.at, 1, 1e6);
        mine.token = address(mill);
        bytes memory evidence = twoReceipts(mine);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        afterPosting(mine);
        claimRefused(caseId, claimWith(mine), ICourthouse.RateNotSet.selector);
    }

    function testSettlingTwiceOrEarlyIsRefused() public {
        (bytes32 caseId,) = equivocate(1);
        vm.expectRevert();
        court.settle(caseId);
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        vm.expectRevert();
        court.settle(caseId);
        vm.expectRevert(abi.encodeWithSelector(ICourthouse.NothingOwed.selector, buyer.at));
        vm.prank(buyer.at);
        court.withdraw(buyer.at);
    }

    function convictWithTwo()
        private
        returns (bytes32 caseId, Receipt memory mine, Receipt memory theirs, bytes32[][2] memory proofs)
    {
        mine = receiptOf(buyer.at, 1, 100e6);
        theirs = receiptOf(other.at, 1, 200e6);
        bytes memory evidence = twoReceipts(mine);
        proofs = postTwo(mine, theirs, 300e6);
        afterPosting(mine);
        vm.prank(reporter.at);
        caseId = court.prosecute(address(equivocation), evidence);
    }

    function postTwo(Receipt memory mine, Receipt memory theirs, uint128 total)
        private
        returns (bytes32[][2] memory proofs)
    {
        (bytes32 left, bytes32 right) = (leafOf(hashOf(mine)), leafOf(hashOf(theirs)));
        bytes32 root =
            left < right ? keccak256(abi.encodePacked(left, right)) : keccak256(abi.encodePacked(right, left));
        postRoot(mine, root, total);
        proofs[0] = new bytes32[](1);
        proofs[1] = new bytes32[](1);
        (proofs[0][0], proofs[1][0]) = (right, left);
    }

    function expectRefused(bytes memory evidence, bytes4 selector) private {
        refused(
            reporter.at, address(court), abi.encodeCall(court.prosecute, (address(equivocation), evidence)), selector
        );
    }
}
