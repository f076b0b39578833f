// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Finding, IEvidence} from "../interfaces/IEvidence.sol";
import {Receipt} from "../libraries/MessageHashes.sol";
import {SignedReceipts} from "../libraries/SignedReceipts.sol";
import {Chambers, ReceiptJudge} from "./ReceiptJudge.sol";

/// @title Equivocation: two receipts for one run
/// @notice One node signed two receipts of the same lease and sequence with different contents. No honest node does, so the
/// two signatures are proof by themselves, whatever else is true.
/// @dev Whoever sees the evidence in the pool can bring it first and earn the reward; the conviction is the same.
contract EquivocationEvidence is ReceiptJudge, IEvidence {
    error NotSameRun();
    error ReceiptsEqual(bytes32 digest);

    constructor(Chambers memory chambers) ReceiptJudge(chambers) {}

    /// @inheritdoc IEvidence
    /// @param evidence abi.encode(Receipt first, bytes firstSignature, Receipt second, bytes secondSignature); the finding
    /// is about the first one's operator and epoch
    function judge(address, bytes calldata evidence) external view override returns (Finding memory finding) {
        (Receipt memory first, bytes memory firstSignature, Receipt memory second, bytes memory secondSignature) =
            abi.decode(evidence, (Receipt, bytes, Receipt, bytes));
        if (first.node != second.node || first.leaseId != second.leaseId || first.sequence != second.sequence) {
            revert NotSameRun();
        }
        bytes32 firstHash = _requireReceipt(first, firstSignature);
        bytes32 secondHash = SignedReceipts.digestOf(escrow.domainSeparator(), second);
        if (firstHash == secondHash) revert ReceiptsEqual(firstHash);
        _requireSigned(second.node, secondHash, secondSignature);
        finding.subject = keccak256(abi.encode(first.node, SignedReceipts.idOf(first.leaseId, first.sequence)));
        finding.operator = first.operator;
        finding.node = first.node;
        finding.epoch = receipts.epochOf(first.finishedAt);
    }
}
