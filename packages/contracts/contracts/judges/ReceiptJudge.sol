// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../interfaces/ICourthouse.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {IReceipts} from "../interfaces/IReceipts.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {Receipt} from "../libraries/MessageHashes.sol";
import {SignedReceipts} from "../libraries/SignedReceipts.sol";

/// @notice Where a judge looks things up.
struct Chambers {
    ICourthouse courthouse;
    IRegistry registry;
    IReceipts receipts;
    IEscrow escrow;
}

/// @title What every judge asks of a receipt
abstract contract ReceiptJudge {
    ICourthouse public immutable courthouse;
    IRegistry public immutable registry;
    IReceipts public immutable receipts;
    /// @notice In whose domain all messages are signed.
    IEscrow public immutable escrow;

    error SignatureInvalid(address signer, bytes32 digest);
    error NodeNotOfOperator(address node, address operator);
    error ReceiptTooOld(uint64 finishedAt, uint256 until, uint256 time);
    error ReceiptInFuture(uint64 finishedAt, uint256 time);

    constructor(Chambers memory chambers) {
        courthouse = chambers.courthouse;
        registry = chambers.registry;
        receipts = chambers.receipts;
        escrow = chambers.escrow;
    }

    /// @dev Returns the receipt's hash, once it is sure that its node signed it and spoke for its operator, and that it is
    /// neither too old nor dated ahead.
    function _requireReceipt(Receipt memory receipt, bytes memory signature) internal view returns (bytes32 digest) {
        digest = SignedReceipts.digestOf(escrow.domainSeparator(), receipt);
        _requireSigned(receipt.node, digest, signature);
        _requireNode(receipt.node, receipt.operator, receipt.finishedAt);
        if (receipt.finishedAt > block.timestamp) revert ReceiptInFuture(receipt.finishedAt, block.timestamp);
        uint256 until = uint256(receipt.finishedAt) + courthouse.evidenceSeconds();
        if (block.timestamp > until) revert ReceiptTooOld(receipt.finishedAt, until, block.timestamp);
    }

    function _requireSigned(address signer, bytes32 digest, bytes memory signature) internal pure {
        if (!SignedReceipts.isSignedBy(signer, digest, signature)) revert SignatureInvalid(signer, digest);
    }

    function _requireNode(address node, address operator, uint64 at) internal view {
        if (!registry.wasNodeOf(node, operator, at)) revert NodeNotOfOperator(node, operator);
    }
}
