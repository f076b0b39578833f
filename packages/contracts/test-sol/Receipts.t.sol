// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Receipts} from "../contracts/Receipts.sol";
import {Registry} from "../contracts/Registry.sol";
import {IReceipts} from "../contracts/interfaces/IReceipts.sol";
import {Windows} from "../contracts/libraries/Windows.sol";
import {Key, TestBase} from "./support/TestBase.sol";

contract ReceiptsTest is TestBase {
    uint256 private constant EPOCH = 1 hours;
    uint256 private constant POSTING = 12 hours;

    Registry private registry;
    Receipts private receipts;
    Key private operator;
    Key private node;
    Key private stranger;
    uint64 private epoch;
    IReceipts.Total[] private none;

    function setUp() public {
        registry = new Registry();
        receipts = new Receipts(registry, EPOCH, POSTING);
        operator = keyOf("operator");
        node = keyOf("node");
        stranger = keyOf("stranger");
        bind(operator.at);
        epoch = receipts.epochOf(uint64(block.timestamp));
        vm.warp((uint256(epoch) + 1) * EPOCH);
    }

    function testNodePostsARootWithTotals() public {
        IReceipts.Total[] memory totals = twoTotals(address(1), address(2));
        vm.expectEmit(address(receipts));
        emit IReceipts.RootPosted(node.at, epoch, "root", 3, totals, node.at);
        vm.prank(node.at);
        receipts.postRoot(node.at, epoch, "root", 3, totals);
        IReceipts.Posting memory posted = receipts.posting(node.at, epoch);
        vm.assertEq(posted.root, "root", "root");
        vm.assertEq(posted.count, 3, "count");
        vm.assertEq(posted.postedAt, block.timestamp, "time");
        vm.assertEq(receipts.lastEpochOf(node.at), epoch, "last epoch");
        IReceipts.Total[] memory kept = receipts.totalsOf(node.at, epoch);
        vm.assertEq(kept.length, 2, "totals");
        vm.assertEq(kept[1].token, address(2), "token");
        vm.assertEq(kept[1].amount, 8, "amount");
    }

    function testOperatorPostsForItsNode() public {
        post(operator.at, epoch, "root");
        vm.assertEq(receipts.posting(node.at, epoch).root, "root", "root");
    }

    /// Two nodes of one operator do not get in each other's way.
    function testEveryNodeHasItsOwnRoot() public {
        Key memory second = keyOf("second node");
        vm.startPrank(operator.at);
        bytes32 digest = registry.nodeBindingDigest(operator.at, second.at, block.timestamp);
        registry.addNode(second.at, block.timestamp, signBytes(second.secret, digest));
        receipts.postRoot(node.at, epoch, "root", 1, none);
        receipts.postRoot(second.at, epoch, "another", 1, none);
        vm.stopPrank();
        vm.assertEq(receipts.posting(node.at, epoch).root, "root", "first");
        vm.assertEq(receipts.posting(second.at, epoch).root, "another", "second");
    }

    function testStrangersCannotPost() public {
        expectNotAllowed(stranger.at);
        receipts.postRoot(node.at, epoch, "root", 1, none);
    }

    /// A node that was removed, and the operator it worked for, still have their last epoch to post; others do not.
    function testRemovedNodeStillPostsItsLastEpoch() public {
        vm.prank(operator.at);
        registry.removeNode(node.at);
        expectNotAllowed(stranger.at);
        receipts.postRoot(node.at, epoch, "root", 1, none);
        uint256 later = (uint256(epoch) + 2) * EPOCH;
        post(operator.at, epoch, "root");
        vm.warp(later);
        post(node.at, epoch + 1, "root");
    }

    /// Who had the node before cannot spoil the epochs of who has it now.
    function testFormerOperatorCannotPostForANodeThatIsBoundElsewhere() public {
        vm.prank(operator.at);
        registry.removeNode(node.at);
        bind(stranger.at);
        expectNotAllowed(operator.at);
        receipts.postRoot(node.at, epoch, "root", 1, none);
    }

    function testPostedRootIsNeverOverwritten() public {
        post(node.at, epoch, "root");
        vm.expectRevert(abi.encodeWithSelector(IReceipts.EpochAlreadyPosted.selector, node.at, epoch));
        vm.prank(operator.at);
        receipts.postRoot(node.at, epoch, "other", 1, none);
        vm.assertEq(receipts.posting(node.at, epoch).root, "root", "as it was");
    }

    function testEpochIsPostedFromItsEndToItsDeadline() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IReceipts.EpochNotOver.selector, epoch + 1, (uint256(epoch) + 2) * EPOCH, block.timestamp
            )
        );
        vm.prank(node.at);
        receipts.postRoot(node.at, epoch + 1, "root", 1, none);
        uint256 deadline = receipts.deadlineOf(epoch);
        vm.assertEq(deadline, (uint256(epoch) + 1) * EPOCH + POSTING, "deadline");
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.PostingClosed.selector, epoch, deadline, deadline + 1));
        vm.prank(node.at);
        receipts.postRoot(node.at, epoch, "root", 1, none);
        vm.warp(deadline);
        post(node.at, epoch, "root");
    }

    /// An epoch that was missed does not hold up the ones after it.
    function testEpochsNeedNotComeInOrder() public {
        vm.warp((uint256(epoch) + 2) * EPOCH);
        post(node.at, epoch + 1, "later");
        post(node.at, epoch, "earlier");
        vm.assertEq(receipts.lastEpochOf(node.at), epoch + 1, "last epoch");
    }

    function testEmptyPostingsAreRefused() public {
        vm.startPrank(node.at);
        vm.expectRevert(IReceipts.RootZero.selector);
        receipts.postRoot(node.at, epoch, 0, 1, none);
        vm.expectRevert(IReceipts.CountZero.selector);
        receipts.postRoot(node.at, epoch, "root", 0, none);
        vm.stopPrank();
    }

    function testTotalsAreBoundedAndNameEachTokenOnce() public {
        vm.startPrank(node.at);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.TotalsTooMany.selector, 5, 4));
        receipts.postRoot(node.at, epoch, "root", 1, new IReceipts.Total[](5));
        IReceipts.Total[] memory twice = twoTotals(address(2), address(2));
        vm.expectRevert(abi.encodeWithSelector(IReceipts.TotalsNotSorted.selector, address(2)));
        receipts.postRoot(node.at, epoch, "root", 1, twice);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.TotalsNotSorted.selector, address(0)));
        receipts.postRoot(node.at, epoch, "root", 1, new IReceipts.Total[](1));
        vm.stopPrank();
    }

    /// Windows are as short as a second on a developer's own chain alone.
    function testWindowsAreBoundedWhereThereIsMoney() public {
        new Receipts(registry, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(Windows.WindowOutOfBounds.selector, 0, 1, 7 days));
        new Receipts(registry, 0, 1);
        vm.chainId(10);
        new Receipts(registry, 10 minutes, 12 hours);
        vm.expectRevert(abi.encodeWithSelector(Windows.WindowOutOfBounds.selector, 1, 10 minutes, 7 days));
        new Receipts(registry, 1, 12 hours);
        vm.expectRevert(abi.encodeWithSelector(Windows.WindowOutOfBounds.selector, 1, 12 hours, 7 days));
        new Receipts(registry, 10 minutes, 1);
    }

    function testInclusionInATreeOfTwo() public {
        (bytes32 left, bytes32 right) = (leafOf("a"), leafOf("b"));
        bytes32 root =
            left < right ? keccak256(abi.encodePacked(left, right)) : keccak256(abi.encodePacked(right, left));
        post(node.at, epoch, root);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = right;
        vm.assertTrue(receipts.isIncluded(node.at, epoch, "a", proof), "in the tree");
        vm.assertFalse(receipts.isIncluded(node.at, epoch, "c", proof), "another receipt");
        vm.assertFalse(receipts.isIncluded(node.at, epoch + 1, "a", proof), "another epoch");
        vm.assertFalse(receipts.isIncluded(stranger.at, epoch, "a", proof), "another node");
    }

    /// An inner node is no receipt: leaves are hashed twice, nodes once.
    function testInnerNodeIsNoReceipt() public {
        bytes32 root = leafOf("a");
        post(node.at, epoch, root);
        bytes32[] memory empty = new bytes32[](0);
        vm.assertTrue(receipts.isIncluded(node.at, epoch, "a", empty), "a single leaf is the root");
        vm.assertFalse(receipts.isIncluded(node.at, epoch, root, empty), "the root is no receipt");
        vm.assertFalse(receipts.isIncluded(node.at, epoch, keccak256(abi.encode("a")), empty), "nor is a half-hash");
    }

    function post(address by, uint64 which, bytes32 root) private {
        vm.prank(by);
        receipts.postRoot(node.at, which, root, 1, none);
    }

    function bind(address who) private {
        vm.startPrank(who);
        registry.register(0, "DE");
        bytes32 digest = registry.nodeBindingDigest(who, node.at, block.timestamp);
        registry.addNode(node.at, block.timestamp, signBytes(node.secret, digest));
        vm.stopPrank();
    }

    function expectNotAllowed(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IReceipts.CallerNotNodeOrOperator.selector, caller, node.at));
        vm.prank(caller);
    }

    function twoTotals(address first, address second) private pure returns (IReceipts.Total[] memory totals) {
        totals = new IReceipts.Total[](2);
        totals[0] = IReceipts.Total(first, 7);
        totals[1] = IReceipts.Total(second, 8);
    }

    function leafOf(bytes32 receiptHash) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(receiptHash))));
    }
}
