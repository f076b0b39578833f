// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRegistry} from "./interfaces/IRegistry.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Registry of operators and node keys
contract Registry is IRegistry, EIP712, Nonces {
    using Checkpoints for Checkpoints.Trace208;

    /// @notice The type whose struct hash a node signs to consent.
    bytes32 public constant NODE_BINDING_TYPEHASH =
        keccak256("NodeBinding(address operator,address node,uint256 nonce,uint256 deadline)");
    /// @inheritdoc IRegistry
    uint256 public constant override NODES_PER_OPERATOR_MAX = 256;

    /// @inheritdoc IRegistry
    mapping(address node => address operator) public override operatorOf;

    mapping(address operator => Operator info) private _operators;
    mapping(address node => Checkpoints.Trace208 declared) private _subnets;
    /// @dev Until when a node was an operator's: `STILL_BOUND` while it is, 0 if it never was. Never forgotten.
    mapping(address node => mapping(address operator => uint64 until)) private _boundUntil;

    uint64 private constant STILL_BOUND = type(uint64).max;

    constructor() EIP712("Millrace Registry", "1") {}

    /// @inheritdoc IRegistry
    function register(bytes32 metadataHash, bytes2 jurisdiction) external override {
        if (isRegistered(msg.sender)) revert OperatorAlreadyRegistered(msg.sender);
        _describe(metadataHash, jurisdiction);
        emit OperatorRegistered(msg.sender, metadataHash, jurisdiction);
    }

    /// @inheritdoc IRegistry
    function update(bytes32 metadataHash, bytes2 jurisdiction) external override {
        _requireRegistered(msg.sender);
        _describe(metadataHash, jurisdiction);
        emit OperatorUpdated(msg.sender, metadataHash, jurisdiction);
    }

    /// @inheritdoc IRegistry
    function setAttestationRoot(bytes32 root) external override {
        _requireRegistered(msg.sender);
        _operators[msg.sender].attestationRoot = root;
        emit AttestationRootSet(msg.sender, root);
    }

    /// @inheritdoc IRegistry
    function addNode(address node, uint256 deadline, bytes calldata signature) external override {
        _requireRegistered(msg.sender);
        if (operatorOf[node] != address(0)) revert NodeAlreadyBound(node, operatorOf[node]);
        if (block.timestamp > deadline) revert BindingExpired(node, deadline, block.timestamp);
        Operator storage info = _operators[msg.sender];
        if (info.nodeCount >= NODES_PER_OPERATOR_MAX) revert NodeCountAtMax(msg.sender, NODES_PER_OPERATOR_MAX);
        bytes32 digest = nodeBindingDigest(msg.sender, node, deadline);
        _useNonce(node);
        info.nodeCount++;
        operatorOf[node] = msg.sender;
        _boundUntil[node][msg.sender] = STILL_BOUND;
        if (!SignatureChecker.isValidSignatureNowCalldata(node, digest, signature)) {
            revert BindingSignatureInvalid(node);
        }
        emit NodeAdded(msg.sender, node);
    }

    /// @inheritdoc IRegistry
    function removeNode(address node) external override {
        address operator = operatorOf[node];
        if (operator == address(0) || (msg.sender != operator && msg.sender != node)) {
            revert NodeNotBound(node, msg.sender);
        }
        delete operatorOf[node];
        _boundUntil[node][operator] = uint64(block.timestamp);
        _operators[operator].nodeCount--;
        emit NodeRemoved(operator, node, msg.sender);
    }

    /// @inheritdoc IRegistry
    function setNodeSubnet(address node, bytes8 subnet) external override {
        if (operatorOf[node] != msg.sender) revert NodeNotBound(node, msg.sender);
        _subnets[node].push(uint48(block.timestamp), uint64(subnet));
        emit NodeSubnetSet(msg.sender, node, subnet);
    }

    /// @inheritdoc IRegistry
    function subnetOf(address node) external view override returns (bytes8) {
        // casting is safe: only eight bytes are ever put there
        // forge-lint: disable-next-line(unsafe-typecast)
        return bytes8(uint64(_subnets[node].latest()));
    }

    /// @inheritdoc IRegistry
    function subnetAt(address node, uint64 time) external view override returns (bytes8) {
        // casting to 'uint48' is safe because larger times are capped
        // forge-lint: disable-next-line(unsafe-typecast)
        uint48 key = time > type(uint48).max ? type(uint48).max : uint48(time);
        // casting is safe: only eight bytes are ever put there
        // forge-lint: disable-next-line(unsafe-typecast)
        return bytes8(uint64(_subnets[node].upperLookupRecent(key)));
    }

    /// @inheritdoc IRegistry
    function wasNodeOf(address node, address operator, uint64 at) external view override returns (bool) {
        uint64 until = _boundUntil[node][operator];
        return until != 0 && at <= until;
    }

    /// @inheritdoc IRegistry
    function operatorInfo(address operator) external view override returns (Operator memory) {
        return _operators[operator];
    }

    /// @inheritdoc IRegistry
    function attestationRoot(address operator) external view override returns (bytes32) {
        return _operators[operator].attestationRoot;
    }

    /// @inheritdoc IRegistry
    function isRegistered(address operator) public view override returns (bool) {
        return _operators[operator].jurisdiction != 0;
    }

    /// @inheritdoc IRegistry
    function nodeBindingDigest(address operator, address node, uint256 deadline)
        public
        view
        override
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(NODE_BINDING_TYPEHASH, operator, node, nonces(node), deadline)));
    }

    function _describe(bytes32 metadataHash, bytes2 jurisdiction) private {
        if (!_isUpperCase(jurisdiction[0]) || !_isUpperCase(jurisdiction[1])) revert JurisdictionInvalid(jurisdiction);
        _operators[msg.sender].metadataHash = metadataHash;
        _operators[msg.sender].jurisdiction = jurisdiction;
    }

    function _requireRegistered(address operator) private view {
        if (!isRegistered(operator)) revert OperatorNotRegistered(operator);
    }

    function _isUpperCase(bytes1 letter) private pure returns (bool) {
        return letter >= "A" && letter <= "Z";
    }
}
