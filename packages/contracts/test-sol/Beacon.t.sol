// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Beacon} from "../contracts/Beacon.sol";
import {MillToken} from "../contracts/MillToken.sol";
import {IBeacon} from "../contracts/interfaces/IBeacon.sol";
import {Windows} from "../contracts/libraries/Windows.sol";
import {TestBase} from "./support/TestBase.sol";

contract BeaconTest is TestBase {
    uint256 private constant DEPOSIT = 10e18;
    uint256 private constant PHASE = 5 minutes;

    MillToken private mill;
    Beacon private beacon;
    address private ann;
    address private bob;

    function setUp() public {
        mill = new MillToken(address(this));
        beacon = new Beacon(mill, DEPOSIT, PHASE, PHASE);
        ann = keyOf("ann").at;
        bob = keyOf("bob").at;
        fund(ann);
        fund(bob);
        vm.prevrandao("block");
    }

    function testARoundMixesItsRevealsWithALaterBlock() public {
        commit(ann, "a");
        commit(bob, "b");
        vm.warp(block.timestamp + PHASE);
        reveal(bob, "b");
        reveal(ann, "a");
        vm.warp(block.timestamp + PHASE);
        // Of the secrets, which nobody knew; the commitments were on the chain before.
        bytes32 mixed = keccak256(abi.encode(bytes32("a"))) ^ keccak256(abi.encode(bytes32("b")));
        bytes32 expected = keccak256(abi.encode(uint64(0), mixed, uint32(2), bytes32("block")));
        vm.expectEmit(address(beacon));
        emit IBeacon.RoundFinished(0, expected, false, 0);
        vm.assertEq(beacon.finish(0), expected, "in any order of reveals");
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
        vm.warp(block.timestamp + PHASE);
        uint256 supply = mill.totalSupply();
        beacon.finish(0);
        vm.assertEq(mill.totalSupply(), supply - DEPOSIT, "burned");
        vm.expectRevert(abi.encodeWithSelector(IBeacon.NothingOwed.selector, bob));
        vm.prank(bob);
        beacon.withdraw();
    }

    function testWithoutCommitmentsItRestsOnTheBlockAloneAndSaysSo() public {
        vm.warp(block.timestamp + 2 * PHASE);
        beacon.finish(0);
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
        (,, uint256 finishFrom) = beacon.timesOf(0);
        vm.warp(finishFrom - 1);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundNotOver.selector, 0, finishFrom, finishFrom - 1));
        beacon.finish(0);
        vm.warp(finishFrom + 365 days);
        beacon.finish(0);
        vm.prevrandao("a better block");
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RoundAlreadyFinished.selector, 0));
        beacon.finish(0);
    }

    function testParametersAreBounded() public {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.DepositOutOfBounds.selector, 0, 1e18, 1_000_000e18));
        new Beacon(mill, 0, PHASE, PHASE);
        new Beacon(mill, DEPOSIT, 1, 1);
        vm.chainId(10);
        vm.expectRevert(abi.encodeWithSelector(Windows.WindowOutOfBounds.selector, 1, 1 minutes, 1 days));
        new Beacon(mill, DEPOSIT, 1, PHASE);
    }

    /// Any secret that nobody else knows changes every output.
    function testFuzzOneSecretChangesTheOutput(bytes32 one, bytes32 two) public {
        if (one == two) return;
        vm.assertNotEq(outputWith(one), outputWith(two), "another output");
    }

    function outputWith(bytes32 secret) private returns (bytes32) {
        beacon = new Beacon(mill, DEPOSIT, PHASE, PHASE);
        vm.prank(ann);
        mill.approve(address(beacon), DEPOSIT);
        commit(ann, secret);
        vm.warp(block.timestamp + PHASE);
        reveal(ann, secret);
        vm.warp(block.timestamp + PHASE);
        return beacon.finish(0);
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
