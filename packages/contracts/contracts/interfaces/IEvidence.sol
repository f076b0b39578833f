// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What evidence shows.
/// @param subject names the deed; one judge convicts once for one subject
/// @param operator whose stake answers for it
/// @param node who did it
/// @param epoch of receipts that it falls in: the refund base is what the node charged in it
/// @param victim who lost beyond what its receipts show, zero if nobody
/// @param token of that loss
/// @param loss in base units of `token`
struct Finding {
    bytes32 subject;
    address operator;
    address node;
    uint64 epoch;
    address victim;
    address token;
    uint128 loss;
}

/// @title Evidence that convicts in one transaction
/// @notice A judge contract decides by itself, from what it is shown and from chain state, whether an operator is guilty. It
/// is read, never trusted with money. The courthouse takes a judge in only after a delay in which every operator that
/// does not agree to it can leave.
interface IEvidence {
    /// @notice Returns what the evidence shows; reverts where it shows nothing.
    /// @param reporter who brings it
    function judge(address reporter, bytes calldata evidence) external view returns (Finding memory);
}
