// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {IReceipts} from "../contracts/interfaces/IReceipts.sol";
import {IStakeVault} from "../contracts/interfaces/IStakeVault.sol";
import {EquivocationEvidence} from "../contracts/judges/EquivocationEvidence.sol";
import {ReceiptJudge} from "../contracts/judges/ReceiptJudge.sol";
import {Receipt} from "../contracts/libraries/MessageHashes.sol";
import {PanelFixture} from "./support/PanelFixture.sol";

/// @title What the accused and the convicted try
contract CourtAttacksTest is PanelFixture {
    // Refunds: the operator holds its buyers' receipts, and can sign as many more for the same runs as it likes.

    /// It claims its buyer's receipt first and leaves the proof out, so that the refund comes last.
    function testAClaimWithoutProofDoesNotStandInForTheProvenOne() public {
        (bytes32 caseId, Receipt memory mine, Receipt memory small) = convictWithVariant();
        court.claim(caseId, claimWith(mine, new bytes32[](0)));
        court.claim(caseId, claimWith(mine, proofTo(small)));
        assertOnlyClaim(caseId, buyer.at, 100e18);
        court.claim(caseId, claimWith(mine, proofTo(small)));
        court.claim(caseId, claimWith(mine, new bytes32[](0)));
        assertOnlyClaim(caseId, buyer.at, 100e18);
        assertRefunded(caseId, buyer.at, 100e18);
        vm.assertFalse(court.potOf(caseId).underDeclared, "neither the replaced nor the repeated counts in the totals");
    }

    /// It shows another receipt of the same run: for less, in the root or not, or for another payer.
    function testAVariantDoesNotStandInForTheReceipt() public {
        (bytes32 caseId, Receipt memory mine, Receipt memory small) = convictWithVariant();
        court.claim(caseId, claimWith(small, proofTo(mine)));
        Receipt memory taken = copyOf(mine);
        taken.payer = operator.at;
        taken.amount = 1;
        court.claim(caseId, claimWith(taken));
        court.claim(caseId, claimWith(mine, proofTo(small)));
        court.claim(caseId, claimWith(small, proofTo(mine)));
        vm.assertEq(court.claimOf(caseId, buyer.at, true), 100e18, "the larger of two proven ones");
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 0, "and nothing else");
        assertRefunded(caseId, buyer.at, 100e18);
    }

    /// In whatever order the receipts of a run are shown, its payer has the same claim, once.
    function testFuzzTheOrderOfClaimsDoesNotMatter(uint256 order) public {
        (bytes32 caseId, Receipt memory mine, Receipt memory small) = convictWithVariant();
        ICourthouse.Claim[] memory all = new ICourthouse.Claim[](4);
        all[0] = claimWith(mine)[0];
        all[1] = claimWith(mine, proofTo(small))[0];
        all[2] = claimWith(small)[0];
        all[3] = claimWith(small, proofTo(mine))[0];
        ICourthouse.Claim[] memory one = new ICourthouse.Claim[](1);
        for (uint256 left = 4; left > 0; left--) {
            uint256 pick = order % left;
            order /= left;
            one[0] = all[pick];
            all[pick] = all[left - 1];
            court.claim(caseId, one);
        }
        assertOnlyClaim(caseId, buyer.at, 100e18);
        vm.assertFalse(court.potOf(caseId).underDeclared, "and counts once against the totals");
    }

    /// Somebody claims one of a buyer's receipts first, so that the batch of all of them would fail.
    function testAKnownClaimDoesNotBlockTheBatchItComesIn() public {
        (bytes32 caseId, Receipt memory mine, Receipt memory small) = convictWithVariant();
        Receipt memory next = copyOf(mine);
        (next.sequence, next.amount) = (2, 1e6);
        court.claim(caseId, claimWith(mine, proofTo(small)));
        ICourthouse.Claim[] memory batch = new ICourthouse.Claim[](3);
        batch[0] = claimWith(mine, proofTo(small))[0];
        batch[1] = claimWith(next)[0];
        batch[2] = batch[1];
        court.claim(caseId, batch);
        vm.assertEq(court.claimOf(caseId, buyer.at, true), 100e18, "once");
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 1e18, "and the other receipt of the batch");
    }

    // Size of the slash.

    /// A contract convicts a second time and claims at once, before any totals: all stake would go as under-declared.
    function testARepeatedConvictionTakesNoClaimsNotEvenInItsBlock() public {
        (, Receipt memory first) = equivocate(1);
        uint256 left = stakeOf(operator.at);
        (bytes32 again,) = equivocate(2);
        claimRefused(again, claimWith(first), ICourthouse.ClaimsNotOpen.selector);
        vm.warp(block.timestamp + 1);
        claimRefused(again, claimWith(first), ICourthouse.ClaimsNotOpen.selector);
        vm.assertEq(stakeOf(operator.at), left, "nothing more is slashed");
        vm.assertFalse(court.potOf(again).underDeclared, "nor held against it");
    }

    /// It is convicted before the epoch's totals are posted, and its stake leaves before anybody settles.
    function testStakeOfTheConvictedStaysUntilTheSlashHasItsSize() public {
        vm.prank(operator.at);
        vault.requestUnstake(STAKE);
        vm.warp(block.timestamp + UNBONDING - 1 days);
        (bytes32 caseId, Receipt memory first) = equivocate(1);
        vm.assertEq(court.potOf(caseId).slashed, STAKE / 10, "the floor for now");
        postAlone(first, 2_000e6);
        ICourthouse.Pot memory pot = court.potOf(caseId);
        // Nobody claims; the stake has matured, the claims are over, and weeks go by.
        vm.warp(pot.claimsUntil + 30 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStakeVault.StakeLocked.selector, operator.at, pot.claimsUntil + court.SETTLE_SECONDS_MAX()
            )
        );
        vm.prank(operator.at);
        vault.withdraw();
        // Its only way out is the one that sizes the slash.
        vm.prank(operator.at);
        court.settle(caseId);
        vm.assertEq(court.potOf(caseId).slashed, 6_000e18, "three times 2,000 dollars");
        vm.prank(operator.at);
        vm.assertEq(vault.withdraw(), STAKE - 6_000e18, "the rest leaves");
        assertConserved();
    }

    /// Without a receipt anyone can have the slash sized as soon as the totals are final.
    function testAnEmptyClaimSizesTheSlash() public {
        (bytes32 caseId, Receipt memory first) = equivocate(1);
        postAlone(first, 2_000e6);
        afterPosting(first);
        court.claim(caseId, new ICourthouse.Claim[](0));
        vm.assertEq(court.potOf(caseId).slashed, 6_000e18, "three times 2,000 dollars");
    }

    /// Work in a token without a rate adds nothing to a slash: the floor is what remains.
    function testATokenWithoutARateLeavesTheFloor() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        first.token = address(mill);
        bytes memory evidence = twoReceipts(first);
        vm.warp(block.timestamp + EPOCH);
        IReceipts.Total[] memory totals = new IReceipts.Total[](1);
        totals[0] = IReceipts.Total(address(mill), type(uint128).max);
        uint64 epoch = receipts.epochOf(first.finishedAt);
        bytes32 root = leafOf(hashOf(first));
        vm.prank(node.at);
        receipts.postRoot(node.at, epoch, root, 1, totals);
        afterPosting(first);
        bytes32 caseId = court.prosecute(address(equivocation), evidence);
        vm.assertEq(court.potOf(caseId).slashed, STAKE / 10, "the floor");
    }

    // Panels.

    /// It declares the network of honest auditors once it has to fear them.
    function testASubnetDeclaredAfterwardsKeepsNobodyOffThePanel() public {
        Receipt memory receipt = receiptOf(buyer.at, 1, 1e6);
        vm.warp(block.timestamp + 10);
        vm.prank(operator.at);
        registry.setNodeSubnet(node.at, bytes8(uint64(1)));
        bytes32 caseId = accuse(receipt);
        vm.assertEq(bytes32(panel.trialOf(caseId).subnet), bytes32(bytes8("accused")), "as it stood before the epoch");
        vm.warp((uint256(receipts.epochOf(uint64(block.timestamp))) + 1) * EPOCH);
        bytes32 later = accuse(receiptOf(buyer.at, 2, 1e6));
        vm.assertEq(bytes32(panel.trialOf(later).subnet), bytes32(uint256(1) << 192), "and for receipts after it");
    }

    /// Nobody finishes the beacon's round: the panel is drawn by one that had not begun then.
    function testALapsedRoundGivesWayToOneThatHasNotBegun() public {
        bytes32 caseId = accuse(receiptOf(buyer.at, 1, 1e6));
        uint256 windows = 2 * (2 * PHASE + SETTLING + FINISH) + 2 * (COMMIT + REVEAL) + APPEAL;
        vm.assertEq(court.caseOf(caseId).deadline, block.timestamp + 3 * windows, "time for rounds that lapse");
        uint64 lapsed = panel.sittingOf(caseId, 1).beaconRound;
        (,,, uint256 finishFrom) = beacon.timesOf(lapsed);
        vm.warp(finishFrom + FINISH + 1);
        vm.assertEq(panel.draw(caseId, 64), 0, "nobody is drawn by it");
        uint64 next = panel.sittingOf(caseId, 1).beaconRound;
        vm.assertEq(next, beacon.roundAt(block.timestamp) + 1, "the round after the one that runs");
        drawAll(caseId);
        vm.assertEq(seatsOf(caseId).length, 3, "drawn");
    }

    // Equivocation.

    /// Whoever has the key of a node that left cannot convict its operator with what it signs now.
    function testSignaturesAfterTheRemovalAreNoSecondReceipt() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        vm.warp(block.timestamp + 1);
        vm.prank(operator.at);
        registry.removeNode(node.at);
        vm.warp(block.timestamp + 10);
        Receipt memory second = copyOf(first);
        second.finishedAt = uint64(block.timestamp);
        expectRefused(pair(first, second), ReceiptJudge.NodeNotOfOperator.selector);
        expectRefused(pair(second, first), ReceiptJudge.NodeNotOfOperator.selector);
    }

    /// The node works for another operator now: a receipt of each is no pair of one.
    function testReceiptsOfTwoOperatorsAreNoPair() public {
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        Receipt memory second = copyOf(first);
        second.operator = other.at;
        expectRefused(pair(first, second), EquivocationEvidence.NotSameRun.selector);
    }

    function testTheSecondReceiptIsNeitherOldNorDatedAhead() public {
        Receipt memory old = receiptOf(buyer.at, 1, 1e6);
        vm.warp(block.timestamp + EVIDENCE + 1);
        Receipt memory first = receiptOf(buyer.at, 1, 1e6);
        expectRefused(pair(first, old), ReceiptJudge.ReceiptTooOld.selector);
        Receipt memory ahead = copyOf(first);
        ahead.finishedAt += 1;
        expectRefused(pair(first, ahead), ReceiptJudge.ReceiptInFuture.selector);
    }

    /// It reports itself with a receipt dated into an idle epoch, so that the run is spent and the busy one goes free.
    function testAPairThatSpansTwoEpochsConvictsForBoth() public {
        Receipt memory idle = receiptOf(buyer.at, 1, 1e6);
        vm.warp(block.timestamp + EPOCH);
        Receipt memory busy = receiptOf(buyer.at, 1, 1_000e6);
        postAlone(busy, 1_000e6);
        afterPosting(busy);
        bytes memory evidence = pair(idle, busy);
        vm.prank(operator.at);
        court.prosecute(address(equivocation), evidence);
        vm.assertEq(stakeOf(operator.at), STAKE - STAKE / 10, "the floor, for the idle one");
        vm.prank(reporter.at);
        bytes32 caseId = court.prosecute(address(equivocation), pair(busy, idle));
        vm.assertEq(court.potOf(caseId).slashed, 3_000e18, "three times 1,000 dollars");
        expectRefused(pair(busy, idle), ICourthouse.CaseKnown.selector);
    }

    /// @dev A conviction with two receipts of one run of `buyer` in the root: for 100 dollars and, the variant, for one.
    function convictWithVariant() private returns (bytes32 caseId, Receipt memory mine, Receipt memory small) {
        mine = receiptOf(buyer.at, 1, 100e6);
        small = copyOf(mine);
        small.amount = 1e6;
        (bytes32 left, bytes32 right) = (leafOf(hashOf(mine)), leafOf(hashOf(small)));
        bytes32 root =
            left < right ? keccak256(abi.encodePacked(left, right)) : keccak256(abi.encodePacked(right, left));
        bytes memory evidence = pair(mine, small);
        postRoot(mine, root, 100e6);
        afterPosting(mine);
        vm.prank(reporter.at);
        caseId = court.prosecute(address(equivocation), evidence);
    }

    function proofTo(Receipt memory sibling) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = leafOf(hashOf(sibling));
    }

    function pair(Receipt memory first, Receipt memory second) private view returns (bytes memory) {
        return abi.encode(first, sign(first), second, sign(second));
    }

    function assertOnlyClaim(bytes32 caseId, address payer, uint256 mill) private view {
        vm.assertEq(court.claimOf(caseId, payer, true), mill, "proven");
        vm.assertEq(court.claimOf(caseId, payer, false), 0, "unproven");
        vm.assertEq(court.potOf(caseId).claimedProven, mill, "of all, proven");
        vm.assertEq(court.potOf(caseId).claimedUnproven, 0, "of all, unproven");
    }

    function assertRefunded(bytes32 caseId, address payer, uint256 mill) private {
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        vm.assertEq(court.takeRefund(caseId, payer), mill, "refunded");
        vm.assertEq(court.takeRefund(caseId, payer), 0, "once");
        assertConserved();
    }

    function expectRefused(bytes memory evidence, bytes4 selector) private {
        refused(
            reporter.at, address(court), abi.encodeCall(court.prosecute, (address(equivocation), evidence)), selector
        );
    }
}
