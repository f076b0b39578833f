// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IReceipts} from "./interfaces/IReceipts.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title Commitments to receipts
contract Receipts is IReceipts {
    /// @notice Where operators and their nodes are looked up.
    IRegistry public immutable registry;

    /// @inheritdoc IReceipts
    mapping(address operator => uint64 epoch) public override lastEpochOf;

    mapping(address operator => mapping(uint64 epoch => Posting posted)) private _postings;

    constructor(IRegistry registry_) {
        registry = registry_;
    }

    /// @inheritdoc IReceipts
    function postRoot(uint64 epoch, bytes32 root, uint32 count) external override {
        address operator = _operatorBehind(msg.sender);
        uint64 last = lastEpochOf[operator];
        if (epoch <= last) revert EpochNotAfterLast(operator, epoch, last);
        if (root == 0) revert RootZero();
        if (count == 0) revert CountZero();
        lastEpochOf[operator] = epoch;
        _postings[operator][epoch] = Posting({root: root, count: count, postedAt: uint64(block.timestamp)});
        emit RootPosted(operator, epoch, root, count, msg.sender);
    }

    /// @inheritdoc IReceipts
    function isIncluded(address operator, uint64 epoch, bytes32 receiptHash, bytes32[] calldata proof)
        external
        view
        override
        returns (bool)
    {
        // Where nothing was posted the root is zero, to which nothing hashes.
        bytes32 root = _postings[operator][epoch].root;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(receiptHash))));
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @inheritdoc IReceipts
    function posting(address operator, uint64 epoch) external view override returns (Posting memory) {
        return _postings[operator][epoch];
    }

    function _operatorBehind(address caller) private view returns (address) {
        if (registry.isRegistered(caller)) return caller;
        address operator = registry.operatorOf(caller);
        if (operator == address(0)) revert CallerNotOperatorOrNode(caller);
        return operator;
    }
}
