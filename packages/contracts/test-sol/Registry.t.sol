// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Registry} from "../contracts/Registry.sol";
import {IRegistry} from "../contracts/interfaces/IRegistry.sol";
import {Key, TestBase} from "./support/TestBase.sol";

contract RegistryTest is TestBase {
    bytes32 private constant METADATA = keccak256("metadata");

    Registry private registry;
    Key private operator;
    Key private rival;
    Key private node;
    uint256 private deadline;

    function setUp() public {
        registry = new Registry();
        operator = keyOf("operator");
        rival = keyOf("rival");
        node = keyOf("node");
        deadline = block.timestamp + 1 hours;
    }

    function testRegisterAndUpdate() public {
        vm.startPrank(operator.at);
        vm.expectEmit(address(registry));
        emit IRegistry.OperatorRegistered(operator.at, METADATA, "DE");
        registry.register(METADATA, "DE");
        vm.assertTrue(registry.isRegistered(operator.at), "registered");
        vm.expectEmit(address(registry));
        emit IRegistry.OperatorUpdated(operator.at, bytes32(uint256(1)), "FR");
        registry.update(bytes32(uint256(1)), "FR");
        vm.stopPrank();
        IRegistry.Operator memory info = registry.operatorInfo(operator.at);
        vm.assertEq(info.metadataHash, bytes32(uint256(1)), "metadata");
        vm.assertEq(bytes32(info.jurisdiction), bytes32(bytes2("FR")), "jurisdiction");
    }

    function testRegisterOnce() public {
        registerOperator(operator);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.OperatorAlreadyRegistered.selector, operator.at));
        vm.prank(operator.at);
        registry.register(METADATA, "DE");
    }

    function testEveryOtherCallNeedsRegistration() public {
        bytes memory refusal = abi.encodeWithSelector(IRegistry.OperatorNotRegistered.selector, operator.at);
        bytes memory consent = consentOf(node, operator.at);
        vm.startPrank(operator.at);
        vm.expectRevert(refusal);
        registry.update(METADATA, "DE");
        vm.expectRevert(refusal);
        registry.setAttestationRoot(METADATA);
        vm.expectRevert(refusal);
        registry.addNode(node.at, deadline, consent);
        vm.stopPrank();
    }

    function testFuzzJurisdictionIsTwoUpperCaseLetters(bytes2 code) public {
        bool letters = code[0] >= "A" && code[0] <= "Z" && code[1] >= "A" && code[1] <= "Z";
        if (!letters) vm.expectRevert(abi.encodeWithSelector(IRegistry.JurisdictionInvalid.selector, code));
        vm.prank(operator.at);
        registry.register(METADATA, code);
        vm.assertEq(registry.isRegistered(operator.at), letters, "registered");
    }

    function testAttestationRoot() public {
        registerOperator(operator);
        vm.expectEmit(address(registry));
        emit IRegistry.AttestationRootSet(operator.at, METADATA);
        vm.prank(operator.at);
        registry.setAttestationRoot(METADATA);
        vm.assertEq(registry.attestationRoot(operator.at), METADATA, "root");
    }

    function testNodeIsBoundWithItsConsent() public {
        registerOperator(operator);
        bytes memory consent = consentOf(node, operator.at);
        vm.expectEmit(address(registry));
        emit IRegistry.NodeAdded(operator.at, node.at);
        vm.prank(operator.at);
        registry.addNode(node.at, deadline, consent);
        vm.assertEq(registry.operatorOf(node.at), operator.at, "bound");
        vm.assertEq(registry.operatorInfo(operator.at).nodeCount, 1, "counted");
        vm.assertEq(registry.nonces(node.at), 1, "nonce used");
    }

    function testDigestIsEip712() public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Millrace Registry"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("NodeBinding(address operator,address node,uint256 nonce,uint256 deadline)"),
                operator.at,
                node.at,
                0,
                deadline
            )
        );
        vm.assertEq(
            registry.nodeBindingDigest(operator.at, node.at, deadline),
            keccak256(abi.encodePacked(hex"1901", domain, message)),
            "digest"
        );
    }

    /// A node's consent names its operator, so a rival cannot take the key with it.
    function testConsentCannotBeStolen() public {
        registerOperator(operator);
        registerOperator(rival);
        bytes memory consent = consentOf(node, operator.at);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.BindingSignatureInvalid.selector, node.at));
        vm.prank(rival.at);
        registry.addNode(node.at, deadline, consent);
    }

    function testNodeCannotBeTakenWithoutItsSignature() public {
        registerOperator(rival);
        bytes memory own = signBytes(rival.secret, registry.nodeBindingDigest(rival.at, node.at, deadline));
        vm.startPrank(rival.at);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.BindingSignatureInvalid.selector, node.at));
        registry.addNode(node.at, deadline, own);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.BindingSignatureInvalid.selector, node.at));
        registry.addNode(node.at, deadline, "");
        vm.stopPrank();
    }

    function testNodeHasOneOperator() public {
        registerOperator(operator);
        registerOperator(rival);
        bind(operator);
        bytes memory consent = consentOf(node, rival.at);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NodeAlreadyBound.selector, node.at, operator.at));
        vm.prank(rival.at);
        registry.addNode(node.at, deadline, consent);
    }

    function testConsentExpires() public {
        registerOperator(operator);
        bytes memory consent = consentOf(node, operator.at);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.BindingExpired.selector, node.at, deadline, deadline + 1));
        vm.prank(operator.at);
        registry.addNode(node.at, deadline, consent);
    }

    function testRemovedNodeMustConsentAnew() public {
        registerOperator(operator);
        bytes memory first = consentOf(node, operator.at);
        vm.startPrank(operator.at);
        registry.addNode(node.at, deadline, first);
        vm.expectEmit(address(registry));
        emit IRegistry.NodeRemoved(operator.at, node.at, operator.at);
        registry.removeNode(node.at);
        vm.assertEq(registry.operatorOf(node.at), address(0), "unbound");
        vm.assertEq(registry.operatorInfo(operator.at).nodeCount, 0, "counted");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.BindingSignatureInvalid.selector, node.at));
        registry.addNode(node.at, deadline, first);
        vm.stopPrank();
        bind(operator);
        vm.assertEq(registry.operatorOf(node.at), operator.at, "bound again with a new nonce");
    }

    /// What a node signed stays its operator's, whatever becomes of the node.
    function testBindingsAreRemembered() public {
        registerOperator(operator);
        registerOperator(rival);
        vm.assertFalse(registry.wasNodeOf(node.at, operator.at, 0), "not yet");
        bind(operator);
        vm.assertTrue(registry.wasNodeOf(node.at, operator.at, type(uint64).max), "while it is bound");
        uint64 removedAt = uint64(block.timestamp);
        vm.prank(operator.at);
        registry.removeNode(node.at);
        vm.warp(block.timestamp + 1);
        bind(rival);
        vm.assertTrue(registry.wasNodeOf(node.at, operator.at, removedAt), "before it was removed");
        vm.assertFalse(registry.wasNodeOf(node.at, operator.at, removedAt + 1), "not after");
        vm.assertTrue(registry.wasNodeOf(node.at, rival.at, removedAt), "the new one answers for all in its name");
    }

    function testOnlyTheOperatorDeclaresANodesSubnet() public {
        registerOperator(operator);
        bind(operator);
        vm.prank(operator.at);
        registry.setNodeSubnet(node.at, "subnet");
        vm.assertEq(bytes32(registry.subnetOf(node.at)), bytes32(bytes8("subnet")), "declared");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NodeNotBound.selector, node.at, node.at));
        vm.prank(node.at);
        registry.setNodeSubnet(node.at, "other");
    }

    function testNodeMayLeave() public {
        registerOperator(operator);
        bind(operator);
        vm.prank(node.at);
        registry.removeNode(node.at);
        vm.assertEq(registry.operatorOf(node.at), address(0), "unbound");
    }

    function testNobodyElseRemovesANode() public {
        registerOperator(operator);
        registerOperator(rival);
        bind(operator);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NodeNotBound.selector, node.at, rival.at));
        vm.prank(rival.at);
        registry.removeNode(node.at);
        // A zero caller is no operator of an unbound node.
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NodeNotBound.selector, rival.at, address(0)));
        vm.prank(address(0));
        registry.removeNode(rival.at);
    }

    function testNodesPerOperatorAreBounded() public {
        registerOperator(operator);
        uint256 max = registry.NODES_PER_OPERATOR_MAX();
        for (uint256 i = 0; i < max; i++) {
            bindNode(operator, keyOf(vm.toString(i)));
        }
        vm.assertEq(registry.operatorInfo(operator.at).nodeCount, max, "at the maximum");
        bytes memory consent = consentOf(node, operator.at);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NodeCountAtMax.selector, operator.at, max));
        vm.prank(operator.at);
        registry.addNode(node.at, deadline, consent);
    }

    function testConsentForAnotherChainIsVoid() public {
        registerOperator(operator);
        vm.chainId(block.chainid + 1);
        bytes memory consent = consentOf(node, operator.at);
        vm.chainId(block.chainid - 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.BindingSignatureInvalid.selector, node.at));
        vm.prank(operator.at);
        registry.addNode(node.at, deadline, consent);
    }

    function registerOperator(Key memory key) private {
        vm.prank(key.at);
        registry.register(METADATA, "DE");
    }

    function bind(Key memory key) private {
        bindNode(key, node);
    }

    function bindNode(Key memory key, Key memory bound_) private {
        bytes memory consent = consentOf(bound_, key.at);
        vm.prank(key.at);
        registry.addNode(bound_.at, deadline, consent);
    }

    function consentOf(Key memory key, address operator_) private view returns (bytes memory) {
        return signBytes(key.secret, registry.nodeBindingDigest(operator_, key.at, deadline));
    }
}
