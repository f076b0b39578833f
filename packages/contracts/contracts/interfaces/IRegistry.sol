// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Operators and their node keys
/// @notice An operator (cold key) registers itself; a node (hot key) belongs to at most one operator and must consent.
interface IRegistry {
    /// @notice What is known of an operator. `jurisdiction` is its ISO 3166-1 alpha-2 code, zero when not registered.
    struct Operator {
        bytes32 metadataHash;
        bytes32 attestationRoot;
        bytes2 jurisdiction;
        uint32 nodeCount;
    }

    event OperatorRegistered(address indexed operator, bytes32 metadataHash, bytes2 jurisdiction);
    event OperatorUpdated(address indexed operator, bytes32 metadataHash, bytes2 jurisdiction);
    event AttestationRootSet(address indexed operator, bytes32 attestationRoot);
    event NodeAdded(address indexed operator, address indexed node);
    event NodeRemoved(address indexed operator, address indexed node, address by);
    event NodeSubnetSet(address indexed operator, address indexed node, bytes8 subnet);

    error OperatorAlreadyRegistered(address operator);
    error OperatorNotRegistered(address operator);
    error JurisdictionInvalid(bytes2 jurisdiction);
    error NodeAlreadyBound(address node, address operator);
    error NodeNotBound(address node, address operator);
    error NodeCountAtMax(address operator, uint256 max);
    error BindingExpired(address node, uint256 deadline, uint256 time);
    error BindingSignatureInvalid(address node);

    /// @notice Registers the caller as an operator.
    /// @param jurisdiction two upper-case letters, ISO 3166-1 alpha-2
    function register(bytes32 metadataHash, bytes2 jurisdiction) external;

    /// @notice Replaces the caller's metadata hash and jurisdiction.
    function update(bytes32 metadataHash, bytes2 jurisdiction) external;

    /// @notice Sets the Merkle root of the caller's attestations (enclave quotes, certificates); it vouches for it.
    function setAttestationRoot(bytes32 attestationRoot) external;

    /// @notice Binds a node key to the caller, with the node's EIP-712 signature over
    /// `NodeBinding(address operator,address node,uint256 nonce,uint256 deadline)`.
    /// @dev The nonce is `nonces(node)` and rises by one with each binding, so a removed node must sign anew.
    function addNode(address node, uint256 deadline, bytes calldata signature) external;

    /// @notice Unbinds a node. By its operator, or by the node itself.
    function removeNode(address node) external;

    /// @notice Declares the network a node answers from: the first 8 bytes of an IPv6 address cut to its /48, or of an
    /// IPv4-mapped one cut to its /24. By its operator.
    /// @dev A declaration, not a measurement. It keeps honest auditors from judging their neighbours; who lies about it
    /// gains nothing but what two operators in league have anyway, and whoever connects to the node can see the lie.
    function setNodeSubnet(address node, bytes8 subnet) external;

    /// @notice Returns the network that a node's operator declared, zero if none.
    function subnetOf(address node) external view returns (bytes8);

    /// @notice Returns the network that was declared at a time, in Unix seconds, zero if none was. What was declared is never
    /// forgotten, so that nobody can declare anything after the deed.
    /// Cost: logarithmic in how often it was declared.
    function subnetAt(address node, uint64 time) external view returns (bytes8);

    /// @notice Returns whether a node spoke for an operator at a time, in Unix seconds: it has been bound to it, and was
    /// not removed before.
    /// @dev There is no lower bound: an operator that adds a node answers for all that the node signed in its name.
    /// Removing a node or binding it elsewhere does not shake off what it signed.
    function wasNodeOf(address node, address operator, uint64 at) external view returns (bool);

    /// @notice Returns the operator a node is bound to, zero if none.
    function operatorOf(address node) external view returns (address);

    /// @notice Returns whether an address is a registered operator.
    function isRegistered(address operator) external view returns (bool);

    /// @notice Returns an operator's record.
    function operatorInfo(address operator) external view returns (Operator memory);

    /// @notice Returns the root an operator posted, zero if none.
    function attestationRoot(address operator) external view returns (bytes32);

    /// @notice Returns the digest a node signs to consent, with its next nonce.
    function nodeBindingDigest(address operator, address node, uint256 deadline) external view returns (bytes32);

    /// @notice Returns the most nodes one operator may have.
    function NODES_PER_OPERATOR_MAX() external view returns (uint256);
}
