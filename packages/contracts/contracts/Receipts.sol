// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IReceipts} from "./interfaces/IReceipts.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Windows} from "./libraries/Windows.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title Commitments to receipts
contract Receipts is IReceipts {
    /// @notice Shortest epoch: each costs a transaction.
    uint256 public constant EPOCH_SECONDS_MIN = 10 minutes;
    /// @notice Longest epoch: evidence of an omission must not come too late.
    uint256 public constant EPOCH_SECONDS_MAX = 7 days;
    /// @notice Shortest time to post: a node that is down for a night must not be convicted for it.
    uint256 public constant POSTING_SECONDS_MIN = 12 hours;
    /// @notice Longest time to post.
    uint256 public constant POSTING_SECONDS_MAX = 7 days;
    /// @notice Most settlement tokens one posting may name; bounds every loop over totals.
    uint256 public constant TOTALS_MAX = 4;

    /// @notice Where operators and their nodes are looked up.
    IRegistry public immutable registry;
    /// @inheritdoc IReceipts
    uint48 public immutable override epochSeconds;
    /// @inheritdoc IReceipts
    uint48 public immutable override postingSeconds;

    /// @inheritdoc IReceipts
    mapping(address node => uint64 epoch) public override lastEpochOf;

    mapping(address node => mapping(uint64 epoch => Posting posted)) private _postings;
    mapping(address node => mapping(uint64 epoch => Total[] totals)) private _totals;

    constructor(IRegistry registry_, uint256 epochSeconds_, uint256 postingSeconds_) {
        registry = registry_;
        epochSeconds = Windows.check(epochSeconds_, EPOCH_SECONDS_MIN, EPOCH_SECONDS_MAX);
        postingSeconds = Windows.check(postingSeconds_, POSTING_SECONDS_MIN, POSTING_SECONDS_MAX);
    }

    /// @inheritdoc IReceipts
    function postRoot(address node, uint64 epoch, bytes32 root, uint32 count, Total[] calldata totals)
        external
        override
    {
        if (msg.sender != node && !_answersFor(msg.sender, node, epoch)) {
            revert CallerNotNodeOrOperator(msg.sender, node);
        }
        _requirePostingOpen(epoch);
        if (_postings[node][epoch].count != 0) revert EpochAlreadyPosted(node, epoch);
        if (root == 0) revert RootZero();
        if (count == 0) revert CountZero();
        if (epoch > lastEpochOf[node]) lastEpochOf[node] = epoch;
        _postings[node][epoch] = Posting({root: root, count: count, postedAt: uint64(block.timestamp)});
        _keepTotals(_totals[node][epoch], totals);
        emit RootPosted(node, epoch, root, count, totals, msg.sender);
    }

    /// @inheritdoc IReceipts
    function isIncluded(address node, uint64 epoch, bytes32 receiptHash, bytes32[] calldata proof)
        external
        view
        override
        returns (bool)
    {
        // Where nothing was posted the root is zero, to which nothing hashes.
        bytes32 root = _postings[node][epoch].root;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(receiptHash))));
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @inheritdoc IReceipts
    function posting(address node, uint64 epoch) external view override returns (Posting memory) {
        return _postings[node][epoch];
    }

    /// @inheritdoc IReceipts
    function totalsOf(address node, uint64 epoch) external view override returns (Total[] memory) {
        return _totals[node][epoch];
    }

    /// @inheritdoc IReceipts
    function epochOf(uint64 time) external view override returns (uint64) {
        return time / epochSeconds;
    }

    /// @inheritdoc IReceipts
    function deadlineOf(uint64 epoch) public view override returns (uint256) {
        return (uint256(epoch) + 1) * epochSeconds + postingSeconds;
    }

    function _keepTotals(Total[] storage kept, Total[] calldata totals) private {
        if (totals.length > TOTALS_MAX) revert TotalsTooMany(totals.length, TOTALS_MAX);
        address last = address(0);
        for (uint256 i = 0; i < totals.length; i++) {
            if (totals[i].token <= last) revert TotalsNotSorted(totals[i].token);
            last = totals[i].token;
            kept.push(totals[i]);
        }
    }

    /// @dev The operator of a node that was removed still has its last epochs to post.
    function _answersFor(address caller, address node, uint64 epoch) private view returns (bool) {
        address operator = registry.operatorOf(node);
        if (operator != address(0)) return caller == operator;
        return registry.wasNodeOf(node, caller, epoch * uint64(epochSeconds));
    }

    function _requirePostingOpen(uint64 epoch) private view {
        uint256 endsAt = (uint256(epoch) + 1) * epochSeconds;
        if (block.timestamp < endsAt) revert EpochNotOver(epoch, endsAt, block.timestamp);
        uint256 deadline = deadlineOf(epoch);
        if (block.timestamp > deadline) revert PostingClosed(epoch, deadline, block.timestamp);
    }
}
