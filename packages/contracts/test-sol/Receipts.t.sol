// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Receipts} from "../contracts/Receipts.sol";
import {Registry} from "../contracts/Registry.sol";
import {IReceipts} from "../contracts/interfaces/IReceipts.sol";
import {Key, TestBase} from "./support/TestBase.sol";

contract ReceiptsTest is TestBase {
    Registry private registry;
    Receipts private receipts;
    Key private operator;
    Key private node;
    Key private stranger;

    function setUp() public {
        registry = new Registry();
        receipts = new Receipts(registry);
        operator = keyOf("operator");
        node = keyOf("node");
        stranger = keyOf("stranger");
        vm.startPrank(operator.at);
        registry.register(0, "DE");
        registry.addNode(
            node.at,
            block.timestamp,
            signBytes(node.secret, registry.nodeBindingDigest(operator.at, node.at, block.timestamp))
        );
        vm.stopPrank();
    }

    function testOperatorPostsARoot() public {
        vm.expectEmit(address(receipts));
        emit IReceipts.RootPosted(operator.at, 7, "root", 3, operator.at);
        vm.prank(operator.at);
        receipts.postRoot(7, "root", 3);
        IReceipts.Posting memory posted = receipts.posting(operator.at, 7);
        vm.assertEq(posted.root, "root", "root");
        vm.assertEq(posted.count, 3, "count");
        vm.assertEq(posted.postedAt, block.timestamp, "time");
        vm.assertEq(receipts.lastEpochOf(operator.at), 7, "last epoch");
    }

    function testNodePostsForItsOperator() public {
        vm.expectEmit(address(receipts));
        emit IReceipts.RootPosted(operator.at, 1, "root", 3, node.at);
        vm.prank(node.at);
        receipts.postRoot(1, "root", 3);
        vm.assertEq(receipts.posting(operator.at, 1).root, "root", "root");
    }

    function testRemovedNodesAndStrangersCannotPost() public {
        vm.prank(operator.at);
        registry.removeNode(node.at);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.CallerNotOperatorOrNode.selector, node.at));
        vm.prank(node.at);
        receipts.postRoot(1, "root", 1);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.CallerNotOperatorOrNode.selector, stranger.at));
        vm.prank(stranger.at);
        receipts.postRoot(1, "root", 1);
    }

    function testPostedRootIsNeverOverwritten() public {
        vm.startPrank(operator.at);
        receipts.postRoot(5, "root", 1);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.EpochNotAfterLast.selector, operator.at, 5, 5));
        receipts.postRoot(5, "other", 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IReceipts.EpochNotAfterLast.selector, operator.at, 4, 5));
        vm.prank(node.at);
        receipts.postRoot(4, "other", 1);
        vm.assertEq(receipts.posting(operator.at, 5).root, "root", "as it was");
    }

    function testEmptyPostingsAreRefused() public {
        vm.startPrank(operator.at);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.EpochNotAfterLast.selector, operator.at, 0, 0));
        receipts.postRoot(0, "root", 1);
        vm.expectRevert(IReceipts.RootZero.selector);
        receipts.postRoot(1, 0, 1);
        vm.expectRevert(IReceipts.CountZero.selector);
        receipts.postRoot(1, "root", 0);
        vm.stopPrank();
    }

    function testFuzzEpochsOnlyRise(uint64 first, uint64 second) public {
        first = uint64(bound(first, 1, type(uint64).max));
        vm.startPrank(operator.at);
        receipts.postRoot(first, "root", 1);
        if (second <= first) {
            vm.expectRevert(abi.encodeWithSelector(IReceipts.EpochNotAfterLast.selector, operator.at, second, first));
        }
        receipts.postRoot(second, "next", 1);
        vm.stopPrank();
    }

    function testInclusionInATreeOfTwo() public {
        (bytes32 left, bytes32 right) = (leafOf("a"), leafOf("b"));
        bytes32 root =
            left < right ? keccak256(abi.encodePacked(left, right)) : keccak256(abi.encodePacked(right, left));
        vm.prank(operator.at);
        receipts.postRoot(1, root, 2);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = right;
        vm.assertTrue(receipts.isIncluded(operator.at, 1, "a", proof), "in the tree");
        vm.assertFalse(receipts.isIncluded(operator.at, 1, "c", proof), "another receipt");
        vm.assertFalse(receipts.isIncluded(operator.at, 2, "a", proof), "another epoch");
        vm.assertFalse(receipts.isIncluded(stranger.at, 1, "a", proof), "another operator");
    }

    /// An inner node is no receipt: leaves are hashed twice, nodes once.
    function testInnerNodeIsNoReceipt() public {
        bytes32 root = leafOf("a");
        vm.prank(operator.at);
        receipts.postRoot(1, root, 1);
        bytes32[] memory none = new bytes32[](0);
        vm.assertTrue(receipts.isIncluded(operator.at, 1, "a", none), "a single leaf is the root");
        vm.assertFalse(receipts.isIncluded(operator.at, 1, root, none), "the root is no receipt");
        vm.assertFalse(receipts.isIncluded(operator.at, 1, keccak256(abi.encode("a")), none), "nor is a half-hash");
    }

    function leafOf(bytes32 receiptHash) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(receiptHash))));
    }
}
