// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Beacon} from "../contracts/Beacon.sol";
import {MillToken} from "../contracts/MillToken.sol";
import {IBeacon} from "../contracts/interfaces/IBeacon.sol";
import {Windows} from "../contracts/libraries/Windows.sol";
import {BlockHeaders} from "./support/BlockHeaders.sol";
import {TestBase} from "./support/TestBase.sol";

/// @notice Finishes a round only where it likes the output: one in sixteen.
contract PickyFinisher {
    IBeacon private immutable beacon;

    constructor(IBeacon beacon_) {
        beacon = beacon_;
    }

    function finish(uint64 round, bytes calldata header, bytes calldata parent) external {
        bytes32 output = beacon.finish(round, header, parent);
        require(uint256(output) % 16 == 0, "not this one");
    }
}

contract BeaconTest is TestBase {
    uint256 private constant DEPOSIT = 10e18;
    uint256 private constant PHASE = 5 minutes;
    uint256 private constant SETTLING = 5 minutes;
    uint256 private constant FINISH = 1 hours;

    MillToken private mill;
    Beacon private beacon;
    address private ann;
    address private bob;

    function setUp() public {
        mill = new MillToken(address(this));
        beacon = new Beacon(mill, DEPOSIT, PHASE, PHASE, SETTLING, FINISH);
        ann = keyOf("ann").at;
        bob = keyOf("bob").at;
        fund(ann);
        fund(bob);
    }

    function testARoundMixesItsRevealsWithALaterBlock() public {
        commit(ann, "a");
        commit(bob, "b");
        vm.warp(block.timestamp + PHASE);
        reveal(bob, "b");
        reveal(ann, "a");
        vm.warp(block.timestamp + PHASE + SETTLING);
        // Of the secrets, which nobody knew; the commitments were on the chain before.
        bytes32 mixed = keccak256(abi.encode(bytes32("a"))) ^ keccak256(abi.encode(bytes32("b")));
        bytes32 expected = keccak256(abi.encode(uint64(0), mixed, uint32(2), bytes32("block")));
        (bytes memory header, bytes memory parent) = closing(0, "block");
        vm.expectEmit(address(beacon));
        emit IBeacon.RoundFinished(0, expected, false, 0);
        vm.assertEq(beacon.finish(0, header, parent), expected, "in any order of reveals");
        (bytes32 output, bool blockOnly) = beacon.outputOf(0);
        vm.assertEq(output, expected, "kept");
        vm.assertFalse(blockOnly, "not on the block alone");
        vm.prank(ann);
        vm.assertEq(beacon.withdraw(), DEPOSIT, "the deposit is back");
        vm.assertEq(mill.balanceOf(address(beacon)), DEPOSIT, "the other one waits");
    }

    function testDepositsOfHiddenSecretsBurn() public {
        commit(ann, "a");
        commit(bob, "b");
        vm.warp(block.timestamp + PHASE);
        reveal(ann, "a");
        vm.warp(block.timestamp + PHASE + SETTLING);
        uint256 supply = mill.totalSupply();
        finish(0);
        vm.assertEq(mill.totalSupply(), supply - DEPOSIT, "burned");
        vm.expectRevert(abi.encodeWithSelector(IBeacon.NothingOwed.selector, bob));
        vm.prank(bob);
        beacon.withdraw();
    }

    function testWithoutCommitmentsItRestsOnTheBlockAloneAndSaysSo() public {
        vm.warp(block.timestamp + 2 * PHASE + SETTLING);
        finish(0);
        (bytes32 output, bool blockOnly) = beacon.outputOf(0);
        vm.assertTrue(output != 0 && blockOnly, "flagged");
    }

    function testLateRevealsAreRefused() public {
        commit(ann, "a");
        expectNotRevealing();
        vm.warp(block.timestamp + 2 * PHASE);
        expectNotRevealing();
    }

    function testLateCommitmentsAreRefused() public {
        vm.warp(block.timestamp + PHASE);
        vm.expectRevert(
            abi.encodeWithSelector(IBeacon.CommitPhaseOver.selector, 0, beacon.genesis() + PHASE, block.timestamp)
        );
        vm.prank(ann);
        beacon.commit("late");
    }

    /// A commitment names its committer and its round: who copies one cannot reveal it, nor can an old one be used again.
    function testCopiedAndReplayedCommitmentsCannotBeRevealed() public {
        bytes32 original = commitmentOf(ann, "a");
        vm.prank(ann);
        beacon.commit(original);
        vm.prank(bob);
        beacon.commit(original);
        vm.warp(block.timestamp + PHASE);
        reveal(ann, "a");
        expectMismatch(bob, 0, "a");
        expectMismatch(ann, 0, "a");
        vm.warp(block.timestamp + PHASE);
        vm.prank(ann);
        beacon.commit(original);
        vm.warp(block.timestamp + PHASE);
        expectMismatch(ann, 1, "a");
    }

    function testACommitterCommitsOnceARound() public {
        commit(ann, "a");
        vm.expectRevert(abi.encodeWithSelector(IBeacon.AlreadyCommitted.selector, 0, ann));
        vm.prank(ann);
        beacon.commit("another");
        vm.expectRevert(IBeacon.CommitmentZero.selector);
        vm.prank(bob);
        beacon.commit(0);
    }

    function testARoundIsFinishedOnceAndNotEarly() public {
        (,,, uint256 finishFrom) = beacon.timesOf(0);
        (bytes memory header, bytes memory parent) = closing(0, "block");
        vm.warp(finishFrom - 1);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundNotOver.selector, 0, finishFrom, finishFrom - 1));
        beacon.finish(0, header, parent);
        vm.warp(finishFrom + FINISH);
        beacon.finish(0, header, parent);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundAlreadyFinished.selector, 0));
        beacon.finish(0, header, parent);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundAlreadyFinished.selector, 0));
        beacon.lapse(0);
    }

    // Timing: whoever finishes a round, whenever it does, comes to the same.

    /// The attack: a contract that undoes the closing where it does not like the output, called anew in every block.
    function testWaitingForABlockThatSuitsChangesNothing() public {
        vm.warp(block.timestamp + 2 * PHASE + SETTLING);
        (bytes memory header, bytes memory parent) = closing(0, "block");
        bytes32 expected = keccak256(abi.encode(uint64(0), bytes32(0), uint32(0), bytes32("block")));
        PickyFinisher picky = new PickyFinisher(beacon);
        uint256 number = vm.getBlockNumber();
        for (uint256 i = 1; i <= 64; i++) {
            vm.warp(vm.getBlockTimestamp() + 12);
            vm.roll(number + i);
            vm.prevrandao(keccak256(abi.encode(i)));
            try picky.finish(0, header, parent) {
                break;
            } catch {}
        }
        (bytes32 output,) = beacon.outputOf(0);
        vm.assertEq(output, bytes32(0), "the attacker found no block to its liking");
        vm.assertEq(beacon.finish(0, header, parent), expected, "and anybody else records what was decided long ago");
    }

    /// The attack: the proposer of the block before the deciding one knows its randomness (on Ethereum it is what the parent
    /// left), and puts its own secret into its own block only where it likes what comes out with it better than without.
    function testWhoKnowsTheDecidingRandomnessCanRevealNoMore() public {
        commit(ann, "a");
        commit(bob, "b");
        (, uint256 revealsFrom, uint256 revealsUntil, uint256 finishFrom) = beacon.timesOf(0);
        vm.warp(revealsFrom);
        reveal(bob, "b");
        (bytes32 with, bytes32 without) = (keccak256(abi.encode(bytes32("a"))), keccak256(abi.encode(bytes32("b"))));
        with = keccak256(abi.encode(uint64(0), with ^ without, uint32(2), bytes32("block")));
        without = keccak256(abi.encode(uint64(0), without, uint32(1), bytes32("block")));
        vm.assertNotEq(with, without, "there is something to choose");
        vm.assertEq(finishFrom - revealsUntil, SETTLING, "blocks that somebody else proposes too");
        for (uint256 time = finishFrom - 1; time >= finishFrom - SETTLING; time -= 12) {
            vm.warp(time);
            vm.expectRevert(abi.encodeWithSelector(IBeacon.NotRevealing.selector, 0, time));
            vm.prank(ann);
            beacon.reveal(0, "a");
        }
        vm.warp(finishFrom);
        vm.assertEq(finish(0), without, "what was chosen before anybody knew");
    }

    /// Another block's header is not the first one's, nor is one that is on no chain.
    function testOnlyTheFirstBlockAfterTheRevealsCloses() public {
        (,,, uint256 finishFrom) = beacon.timesOf(0);
        vm.warp(finishFrom + 30);
        (bytes memory first, bytes memory parent) = closing(0, "block");
        uint256 number = vm.getBlockNumber();
        bytes memory second = BlockHeaders.encode(number, finishFrom + 12, "better", keccak256(first));
        vm.roll(number + 1);
        vm.setBlockhash(number, keccak256(second));
        vm.expectRevert(
            abi.encodeWithSelector(IBeacon.HeaderNotFirst.selector, finishFrom, finishFrom, finishFrom + 12)
        );
        beacon.finish(0, second, first);
        bytes memory grand = BlockHeaders.encode(number - 3, finishFrom - 2, "x", "y");
        bytes memory early = BlockHeaders.encode(number - 2, finishFrom - 1, "better", keccak256(grand));
        vm.setBlockhash(number - 2, keccak256(early));
        vm.expectRevert(
            abi.encodeWithSelector(IBeacon.HeaderNotFirst.selector, finishFrom, finishFrom - 2, finishFrom - 1)
        );
        beacon.finish(0, early, grand);
        bytes memory forged = BlockHeaders.encode(number - 1, finishFrom, "better", keccak256(parent));
        vm.expectRevert(abi.encodeWithSelector(IBeacon.HeaderNotOfChain.selector, number - 1, keccak256(forged)));
        beacon.finish(0, forged, parent);
        bytes memory elder = BlockHeaders.encode(number - 2, finishFrom - 9, "x", "y");
        vm.expectRevert(abi.encodeWithSelector(IBeacon.ParentNotOfHeader.selector, keccak256(first), keccak256(elder)));
        beacon.finish(0, second, elder);
        beacon.finish(0, first, parent);
    }

    /// A missed window gives nobody an output: the round lapses, and deposits of hidden secrets still burn, once.
    function testARoundThatNobodyFinishesLapses() public {
        commit(ann, "a");
        (,,, uint256 finishFrom) = beacon.timesOf(0);
        (bytes memory header, bytes memory parent) = closing(0, "block");
        vm.warp(finishFrom + FINISH);
        vm.assertFalse(beacon.hasLapsed(0), "not yet");
        vm.expectRevert(
            abi.encodeWithSelector(IBeacon.RoundNotLapsed.selector, 0, finishFrom + FINISH, finishFrom + FINISH)
        );
        beacon.lapse(0);
        vm.warp(finishFrom + FINISH + 1);
        vm.assertTrue(beacon.hasLapsed(0), "lapsed");
        vm.expectRevert(
            abi.encodeWithSelector(IBeacon.RoundHasLapsed.selector, 0, finishFrom + FINISH, finishFrom + FINISH + 1)
        );
        beacon.finish(0, header, parent);
        uint256 supply = mill.totalSupply();
        beacon.lapse(0);
        beacon.lapse(0);
        vm.assertEq(mill.totalSupply(), supply - DEPOSIT, "burned once");
        (bytes32 output,) = beacon.outputOf(0);
        vm.assertEq(output, bytes32(0), "no output");
    }

    function testParametersAreBounded() public {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.DepositOutOfBounds.selector, 0, 1e18, 1_000_000e18));
        new Beacon(mill, 0, PHASE, PHASE, SETTLING, FINISH);
        new Beacon(mill, DEPOSIT, 1, 1, 1, 1);
        vm.chainId(10);
        vm.expectRevert(abi.encodeWithSelector(Windows.WindowOutOfBounds.selector, 1, 1 minutes, 1 days));
        new Beacon(mill, DEPOSIT, 1, PHASE, SETTLING, FINISH);
        vm.expectRevert(abi.encodeWithSelector(Windows.WindowOutOfBounds.selector, 179, 3 minutes, 1 days));
        new Beacon(mill, DEPOSIT, PHASE, PHASE, 179, FINISH);
    }

    /// Any secret that nobody else knows changes every output.
    function testFuzzOneSecretChangesTheOutput(bytes32 one, bytes32 two) public {
        if (one == two) return;
        vm.assertNotEq(outputWith(one), outputWith(two), "another output");
    }

    function outputWith(bytes32 secret) private returns (bytes32) {
        beacon = new Beacon(mill, DEPOSIT, PHASE, PHASE, SETTLING, FINISH);
        vm.prank(ann);
        mill.approve(address(beacon), DEPOSIT);
        commit(ann, secret);
        vm.warp(block.timestamp + PHASE);
        reveal(ann, secret);
        vm.warp(block.timestamp + PHASE + SETTLING);
        return finish(0);
    }

    function finish(uint64 round) private returns (bytes32) {
        (bytes memory header, bytes memory parent) = closing(round, "block");
        return beacon.finish(round, header, parent);
    }

    function closing(uint64 round, bytes32 randao) private returns (bytes memory header, bytes memory parent) {
        (,,, uint256 finishFrom) = beacon.timesOf(round);
        return BlockHeaders.mine(finishFrom, randao);
    }

    function fund(address who) private {
        mill.transfer(who, 10 * DEPOSIT);
        vm.prank(who);
        mill.approve(address(beacon), 10 * DEPOSIT);
    }

    function commit(address who, bytes32 secret) private {
        bytes32 commitment = commitmentOf(who, secret);
        vm.prank(who);
        beacon.commit(commitment);
    }

    function reveal(address who, bytes32 secret) private {
        vm.prank(who);
        beacon.reveal(0, secret);
    }

    function commitmentOf(address who, bytes32 secret) private pure returns (bytes32) {
        return keccak256(abi.encode(uint64(0), who, secret));
    }

    function expectNotRevealing() private {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.NotRevealing.selector, 0, block.timestamp));
        vm.prank(ann);
        beacon.reveal(0, "a");
    }

    function expectMismatch(address who, uint64 round, bytes32 secret) private {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.SecretMismatch.selector, round, who));
        vm.prank(who);
        beacon.reveal(round, secret);
    }
}
