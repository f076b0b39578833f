// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Randomness that nobody can grind
/// @notice Commit–reveal, then the randomness of a later block. Time is cut into rounds of `commitSeconds` and then
/// `revealSeconds`. In a round anyone may commit to a secret against a deposit and must reveal it; a deposit whose secret
/// stays hidden is burned. After the reveals, the first transaction that asks closes the round:
///
///     mixed  = xor over revealed secrets of keccak256(abi.encode(secret))
///     output = keccak256(abi.encode(round, mixed, reveals, block.prevrandao))
///
/// Every value that will ever be asked for is fixed before it is known: who needs randomness names a round that has not
/// begun. A round that nobody commits to works too, on block randomness alone, and says so (`blockOnly`).
///
/// What an attacker can choose, and what it costs:
/// - The last to reveal can hide c of its own secrets, but decides before the block that closes the round exists, so each
///   choice looks equally random to it: 0 bits, c deposits.
/// - Who proposes the block that closes the round sees the output first and may leave the closing transaction out, which
///   costs nothing; then the next proposer's block decides. With k blocks in a row it draws k + 1 times instead of once:
///   log2(k + 1) bits. An outcome of probability p becomes at most (k + 1)·p; with a share f of all blocks, two draws
///   with probability f, three with f². It can also skip blocks before, at the price of their rewards, but blindly while
///   a single honest secret is unrevealed. `prevrandao` itself cannot be ground, unlike a block hash, which is why no block
///   hash goes in.
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
    event Withdrawn(address indexed account, uint256 amount);

    error CommitPhaseOver(uint64 round, uint256 endedAt, uint256 time);
    error CommitmentZero();
    error AlreadyCommitted(uint64 round, address committer);
    error NotRevealing(uint64 round, uint256 time);
    error SecretMismatch(uint64 round, address committer);
    error RoundNotOver(uint64 round, uint256 endsAt, uint256 time);
    error RoundAlreadyFinished(uint64 round);
    error NothingOwed(address account);
    error DepositOutOfBounds(uint256 given, uint256 min, uint256 max);

    /// @notice Commits to a secret in the round that now takes commitments; takes the deposit, which needs an allowance.
    /// @param commitment keccak256(abi.encode(round, committer, secret)): who copies it cannot reveal it
    function commit(bytes32 commitment) external returns (uint64 round);

    /// @notice Reveals a secret and earns the deposit back, to be withdrawn.
    function reveal(uint64 round, bytes32 secret) external;

    /// @notice Closes a round and fixes its output. By anyone, once, in any block after the reveals.
    function finish(uint64 round) external returns (bytes32 output);

    /// @notice Pays the caller the deposits it earned back.
    function withdraw() external returns (uint256 amount);

    /// @notice Returns a round's output, zero while it is not finished, and whether it rests on block randomness alone.
    function outputOf(uint64 round) external view returns (bytes32 output, bool blockOnly);

    /// @notice Returns what is known of a round.
    function roundOf(uint64 round) external view returns (Round memory);

    /// @notice Returns the round that a time lies in, in Unix seconds.
    function roundAt(uint256 time) external view returns (uint64);

    /// @notice Returns when a round takes commitments, takes reveals, and can be finished, in Unix seconds.
    function timesOf(uint64 round) external view returns (uint256 commitsFrom, uint256 revealsFrom, uint256 finishFrom);

    /// @notice Returns the length of a round, in seconds.
    function roundSeconds() external view returns (uint256);
}
