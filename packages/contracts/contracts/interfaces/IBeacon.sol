// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Randomness that few can bias, and by how much
/// @notice Commit–reveal, then the randomness of a later block. Time is cut into rounds of `commitSeconds` and then
/// `revealSeconds`. In a round anyone may commit to a secret against a deposit and must reveal it; a deposit whose secret
/// stays hidden is burned. Then nothing counts for `settlingSeconds`, and the first block whose time is at or after the end
/// of those decides the round:
///
///     mixed  = xor over revealed secrets of keccak256(abi.encode(secret))
///     output = keccak256(abi.encode(round, mixed, reveals, prevrandao of that block))
///
/// `finish` only records what that block decided: it is shown the block's header and its parent's, so that it comes to the
/// same whoever calls it and whenever. It must be called within `finishSeconds`, while the chain still knows the hash of the
/// block (256 blocks; 8,191 where EIP-2935 is in force). A round that nobody finishes in time lapses: it never has an
/// output, and who waited for it names a later round that has not begun (`IPanelJudge.draw` does so).
///
/// Every value that will ever be asked for is fixed before it is known: who needs randomness names a round that has not
/// begun. A round that nobody commits to works too, on block randomness alone, and says so (`blockOnly`).
///
/// What an attacker can choose, and what it costs:
/// - Who calls `finish`, or calls it from a contract that reverts on outputs it does not like: 0 bits.
/// - The last to reveal can hide c of its own secrets, at c deposits. On Ethereum a block's `prevrandao` is what its parent
///   left, so whoever proposes the parent knows it; that is why reveals end `settlingSeconds` before. Then each choice
///   looks equally random to it, unless it proposes every block in between: with a share f of all blocks, one chance in
///   f^-s for s of them.
/// - Who proposes the last k blocks before the time that decides can leave out any of them, at the price of their rewards:
///   it chooses among 2^k values of `prevrandao`, which is k bits, 1 for the usual k = 1. An outcome of probability p
///   becomes at most 2^k·p. It has k in a row there with probability f^k; proposers are known some minutes ahead, so who
///   picks the round by opening a case in time can wait for one in which its k is large. Who proposes the block that decides
///   gains nothing by leaving it out: the next one carries the same value. Where a block's value is its own instead, its
///   proposer and those of the k - 1 after it draw k + 1 times. Where proposers set times within bounds, one may also pick
///   on which side of the time its block lies: as good as leaving it out.
/// - A round lapses only if nobody at all finishes it: each party that a lapse would harm prevents it with one transaction.
///   If all are silent for j rounds, the draw that counts is still one, blind draw: of a round that had not begun.
/// - On a chain whose sequencer sets or knows `prevrandao` (or where it is a constant) only the reveals count: one honest
///   committer makes the output unknown until the reveals are in, and then the last revealer of c secrets chooses among
///   2^c outputs at up to c deposits. A sequencer that also drops honest reveals decides alone: no contract can help there.
interface IBeacon {
    /// @param commits how many committed
    /// @param reveals how many of them revealed
    struct Round {
        uint32 commits;
        uint32 reveals;
        bytes32 mixed;
        bytes32 output;
    }

    event Committed(uint64 indexed round, address indexed committer, bytes32 commitment);
    event Revealed(uint64 indexed round, address indexed committer, bytes32 secret);
    /// @param burned deposits of those who did not reveal
    event RoundFinished(uint64 indexed round, bytes32 output, bool blockOnly, uint256 burned);
    event RoundLapsed(uint64 indexed round, uint256 burned);
    event Withdrawn(address indexed account, uint256 amount);

    error CommitPhaseOver(uint64 round, uint256 endedAt, uint256 time);
    error CommitmentZero();
    error AlreadyCommitted(uint64 round, address committer);
    error NotRevealing(uint64 round, uint256 time);
    error SecretMismatch(uint64 round, address committer);
    error RoundNotOver(uint64 round, uint256 endsAt, uint256 time);
    error RoundAlreadyFinished(uint64 round);
    error RoundHasLapsed(uint64 round, uint256 finishUntil, uint256 time);
    error RoundNotLapsed(uint64 round, uint256 finishUntil, uint256 time);
    error ParentNotOfHeader(bytes32 parentHash, bytes32 given);
    error HeaderNotOfChain(uint256 number, bytes32 headerHash);
    error HeaderNotFirst(uint256 finishFrom, uint256 parentTime, uint256 time);
    error NothingOwed(address account);
    error DepositOutOfBounds(uint256 given, uint256 min, uint256 max);

    /// @notice Commits to a secret in the round that now takes commitments; takes the deposit, which needs an allowance.
    /// @param commitment keccak256(abi.encode(round, committer, secret)): who copies it cannot reveal it
    function commit(bytes32 commitment) external returns (uint64 round);

    /// @notice Reveals a secret and earns the deposit back, to be withdrawn.
    function reveal(uint64 round, bytes32 secret) external;

    /// @notice Records the output of a round. By anyone, once, from the block after the one that decided it until
    /// `finishSeconds` after `finishFrom`.
    /// @param header RLP of the first block whose time is at or after `finishFrom`
    /// @param parent RLP of the block before it
    function finish(uint64 round, bytes calldata header, bytes calldata parent) external returns (bytes32 output);

    /// @notice Burns the deposits that a round keeps which nobody finished in time. By anyone.
    function lapse(uint64 round) external;

    /// @notice Pays the caller the deposits it earned back.
    function withdraw() external returns (uint256 amount);

    /// @notice Returns a round's output, zero while it is not finished, and whether it rests on block randomness alone.
    function outputOf(uint64 round) external view returns (bytes32 output, bool blockOnly);

    /// @notice Returns whether a round was not finished in time and so never will be.
    function hasLapsed(uint64 round) external view returns (bool);

    /// @notice Returns what is known of a round.
    function roundOf(uint64 round) external view returns (Round memory);

    /// @notice Returns the round that a time lies in, in Unix seconds.
    function roundAt(uint256 time) external view returns (uint64);

    /// @notice Returns when a round takes commitments, takes reveals, takes them no more, and is decided, in Unix seconds.
    function timesOf(uint64 round)
        external
        view
        returns (uint256 commitsFrom, uint256 revealsFrom, uint256 revealsUntil, uint256 finishFrom);

    /// @notice Returns the length of a round, in seconds: its commitments and its reveals. The next one begins with its end.
    function roundSeconds() external view returns (uint256);

    /// @notice Returns how long after its reveals a round is decided, in seconds.
    function settlingSeconds() external view returns (uint48);

    /// @notice Returns how long after it is decided a round can be finished, in seconds.
    function finishSeconds() external view returns (uint48);
}
