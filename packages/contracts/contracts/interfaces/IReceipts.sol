// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Merkle roots of receipts, one per operator and epoch
/// @notice A posted root is final: it commits an operator to its receipts before audits are drawn.
interface IReceipts {
    /// @notice What an operator posted for an epoch; `count` is 0 where nothing was posted.
    struct Posting {
        bytes32 root;
        uint32 count;
        uint64 postedAt;
    }

    event RootPosted(address indexed operator, uint64 indexed epoch, bytes32 root, uint32 count, address by);

    error CallerNotOperatorOrNode(address caller);
    error EpochNotAfterLast(address operator, uint64 epoch, uint64 last);
    error RootZero();
    error CountZero();

    /// @notice Posts the root for an epoch after all those posted before. By a registered operator or a node bound to
    /// one. The first epoch may be any above 0.
    /// @param root over leaves keccak256(bytes.concat(keccak256(abi.encode(receiptHash)))), pairs sorted
    /// @param count how many receipts the tree holds, at least 1
    function postRoot(uint64 epoch, bytes32 root, uint32 count) external;

    /// @notice Returns whether a receipt is in the tree that an operator posted for an epoch.
    function isIncluded(address operator, uint64 epoch, bytes32 receiptHash, bytes32[] calldata proof)
        external
        view
        returns (bool);

    /// @notice Returns what was posted.
    function posting(address operator, uint64 epoch) external view returns (Posting memory);

    /// @notice Returns the last epoch an operator posted for, 0 if none.
    function lastEpochOf(address operator) external view returns (uint64);
}
