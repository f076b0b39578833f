// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Finding, IEvidence} from "../interfaces/IEvidence.sol";
import {Receipt} from "../libraries/MessageHashes.sol";
import {SignedReceipts} from "../libraries/SignedReceipts.sol";
import {Chambers, ReceiptJudge} from "./ReceiptJudge.sol";

/// @title Equivocation: two receipts for one run
/// @notice One node signed two receipts of the same operator, lease and sequence with different contents. No honest node does,
/// so the two signatures are proof by themselves, whatever else is true. A pair convicts once for each epoch that it lies in.
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
        if (
            first.node != second.node || first.operator != second.operator || first.leaseId != second.leaseId
                || first.sequence != second.sequence
        ) revert NotSameRun();
        // Both are evidence: what a key signed before or after it spoke for the operator is not the operator's.
        bytes32 firstHash = _requireReceipt(first, firstSignature);
        if (firstHash == _requireReceipt(second, secondSignature)) revert ReceiptsEqual(firstHash);
        finding.operator = first.operator;
        finding.node = first.node;
        finding.epoch = receipts.epochOf(first.finishedAt);
        // With the epoch: an operator that shows a receipt of an idle epoch, to be judged for that, is judged for the other too.
        finding.subject =
            keccak256(abi.encode(first.node, SignedReceipts.idOf(first.leaseId, first.sequence), finding.epoch));
    }
}
