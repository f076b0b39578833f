// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Merkle roots of receipts, one per node and epoch
/// @notice A posted root is final: it commits a node, and its operator, to the receipts it signed before audits are
/// drawn. A receipt belongs to the epoch finishedAt / epochSeconds, rounded down. A root may be posted from the end of
/// its epoch until `deadlineOf`; a receipt that is in no root after that is evidence against who signed it.
interface IReceipts {
    /// @notice What a node charged in one epoch in one settlement token, in base units.
    struct Total {
        address token;
        uint128 amount;
    }

    /// @notice What was posted for an epoch of a node; `count` is 0 where nothing was.
    struct Posting {
        bytes32 root;
        uint32 count;
        uint64 postedAt;
    }

    event RootPosted(
        address indexed node, uint64 indexed epoch, bytes32 root, uint32 count, Total[] totals, address indexed by
    );

    error CallerNotNodeOrOperator(address caller, address node);
    error EpochNotOver(uint64 epoch, uint256 endsAt, uint256 time);
    error PostingClosed(uint64 epoch, uint256 deadline, uint256 time);
    error EpochAlreadyPosted(address node, uint64 epoch);
    error RootZero();
    error CountZero();
    error TotalsTooMany(uint256 count, uint256 max);
    /// @notice Tokens must rise, so that none is named twice.
    error TotalsNotSorted(address token);

    /// @notice Posts the root of one node's receipts for one epoch. By the node, or by the operator it is bound to; by
    /// the last one for the epochs before it was removed.
    /// @param root over leaves keccak256(bytes.concat(keccak256(abi.encode(receiptHash)))), pairs sorted
    /// @param count how many receipts the tree holds, at least 1
    /// @param totals the sum of their amounts per settlement token, tokens rising: what the node is exposed for. Buyers
    /// who can show more than was declared turn a conviction into the loss of the whole stake.
    function postRoot(address node, uint64 epoch, bytes32 root, uint32 count, Total[] calldata totals) external;

    /// @notice Returns whether a receipt is in the tree that was posted for an epoch of a node.
    function isIncluded(address node, uint64 epoch, bytes32 receiptHash, bytes32[] calldata proof)
        external
        view
        returns (bool);

    /// @notice Returns what was posted.
    function posting(address node, uint64 epoch) external view returns (Posting memory);

    /// @notice Returns the totals that were posted.
    function totalsOf(address node, uint64 epoch) external view returns (Total[] memory);

    /// @notice Returns the last epoch posted for a node, 0 if none.
    function lastEpochOf(address node) external view returns (uint64);

    /// @notice Returns the epoch that a time lies in, in Unix seconds.
    function epochOf(uint64 time) external view returns (uint64);

    /// @notice Returns when the time to post for an epoch is over, in Unix seconds.
    function deadlineOf(uint64 epoch) external view returns (uint256);

    /// @notice Returns the length of an epoch, in seconds.
    function epochSeconds() external view returns (uint48);

    /// @notice Returns how long after its end an epoch can be posted, in seconds.
    function postingSeconds() external view returns (uint48);
}
