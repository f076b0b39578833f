// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MessageHashes, Receipt} from "./MessageHashes.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title Receipts and who signed them
library SignedReceipts {
    /// @notice Returns what a node signs, which is also what its Merkle trees hold.
    function digestOf(bytes32 separator, Receipt memory receipt) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, MessageHashes.hashReceipt(receipt));
    }

    /// @notice Returns what names a run, known before it ends.
    function idOf(bytes32 leaseId, uint64 sequence) internal pure returns (bytes32) {
        return keccak256(abi.encode(leaseId, sequence));
    }

    /// @notice Returns whether an account signed a digest. Nodes and auditors are keys, not contracts.
    function isSignedBy(address signer, bytes32 digest, bytes memory signature) internal pure returns (bool) {
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecover(digest, signature);
        return failure == ECDSA.RecoverError.NoError && recovered == signer;
    }
}
