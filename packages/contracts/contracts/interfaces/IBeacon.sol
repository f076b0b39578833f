// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Randomness that nobody can grind
/// @notice Commit–reveal, then the randomness of a later block. Time is cut into rounds of `commitSeconds` and then
/// `revealSeconds`. In a round anyone may commit to a secret against a deposit and must reveal it; a deposit whose secret
/// stays hidden is burned. The first block whose time is at or after the end of the reveals closes the round:
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
/// - The last to reveal can hide c of its own secrets, but decides before the block that closes the round exists, so each
///   choice looks equally random to it: 0 bits, c deposits.
/// - Who proposes the block that closes the round sees the output first and may leave the whole block out, at the price of its
///   reward; then the next proposer's block decides. With k blocks in a row it draws k + 1 times instead of once:
///   log2(k + 1) bits. An outcome of probability p becomes at most (k + 1)·p; with a share f of all blocks, two draws
///   with probability f, three with f². It can also skip blocks before, but blindly while a single honest secret is
///   unrevealed. `prevrandao` itself cannot be ground, unlike a block hash: of that only its being the block's is used.
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

    /// @notice Records the output of a round. By anyone, once, from the block after the one that closed it until
    /// `finishSeconds` after the reveals.
    /// @param header RLP of the first block whose time is at or after the end of the reveals
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

    /// @notice Returns when a round takes commitments, takes reveals, and can be finished, in Unix seconds.
    function timesOf(uint64 round) external view returns (uint256 commitsFrom, uint256 revealsFrom, uint256 finishFrom);

    /// @notice Returns the length of a round, in seconds.
    function roundSeconds() external view returns (uint256);

    /// @notice Returns how long after its reveals a round can be finished, in seconds.
    function finishSeconds() external view returns (uint48);
}
