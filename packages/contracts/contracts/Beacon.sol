// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBeacon} from "./interfaces/IBeacon.sol";
import {Windows} from "./libraries/Windows.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {BlockHeader} from "@openzeppelin/contracts/utils/BlockHeader.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";

/// @title Commit–reveal over block randomness
/// @dev Secrets are mixed by exclusive or: their order does not matter, and each was fixed before any was known. There is
/// no list of committers, so nobody can be crowded out and nothing loops. MILL calls nobody back.
///
/// Block randomness is that of one block, which time alone names, and is read from its header: `block.prevrandao` would be
/// the calling transaction's, and whoever sends that could wait for one that suits it.
contract Beacon is IBeacon {
    using SafeERC20 for IERC20;
    using BlockHeader for Memory.Slice[];

    /// @notice Shortest phase: a transaction must get through.
    uint256 public constant PHASE_SECONDS_MIN = 1 minutes;
    /// @notice Longest phase: cases wait for it.
    uint256 public constant PHASE_SECONDS_MAX = 1 days;
    /// @notice Shortest time between the last reveal and the block that decides: fifteen blocks of twelve seconds, of which one
    /// by somebody else suffices. Who proposes three in ten has them all once in 70 million rounds.
    uint256 public constant SETTLING_SECONDS_MIN = 3 minutes;
    /// @notice Longest such time: cases wait for it.
    uint256 public constant SETTLING_SECONDS_MAX = 1 days;
    /// @notice Shortest time to finish: both sides of a case must be able to.
    uint256 public constant FINISH_SECONDS_MIN = 10 minutes;
    /// @notice Longest time to finish: a case that waits for a lapsed round has lost it.
    uint256 public constant FINISH_SECONDS_MAX = 1 days;
    /// @notice Least and greatest deposit per secret, in base units of MILL.
    uint256 public constant DEPOSIT_MIN = 1e18;
    uint256 public constant DEPOSIT_MAX = 1_000_000e18;

    /// @notice The token of the deposits: MILL.
    IERC20 public immutable token;
    /// @notice What a committer leaves until it reveals, in base units.
    uint256 public immutable deposit;
    /// @notice When round 0 began, in Unix seconds.
    uint256 public immutable genesis;
    /// @notice How long a round takes commitments, in seconds.
    uint48 public immutable commitSeconds;
    /// @notice How long a round takes reveals, in seconds.
    uint48 public immutable revealSeconds;
    /// @inheritdoc IBeacon
    uint48 public immutable override settlingSeconds;
    /// @inheritdoc IBeacon
    uint48 public immutable override finishSeconds;

    /// @notice Deposits earned back and not yet withdrawn.
    mapping(address account => uint256 amount) public owedTo;
    /// @notice What an account committed to; zero again once revealed.
    mapping(uint64 round => mapping(address committer => bytes32 commitment)) public commitmentOf;

    mapping(uint64 round => Round known) private _rounds;

    constructor(
        IERC20 token_,
        uint256 deposit_,
        uint256 commitSeconds_,
        uint256 revealSeconds_,
        uint256 settlingSeconds_,
        uint256 finishSeconds_
    ) {
        if (deposit_ < DEPOSIT_MIN || deposit_ > DEPOSIT_MAX) {
            revert DepositOutOfBounds(deposit_, DEPOSIT_MIN, DEPOSIT_MAX);
        }
        token = token_;
        deposit = deposit_;
        genesis = block.timestamp;
        commitSeconds = Windows.check(commitSeconds_, PHASE_SECONDS_MIN, PHASE_SECONDS_MAX);
        revealSeconds = Windows.check(revealSeconds_, PHASE_SECONDS_MIN, PHASE_SECONDS_MAX);
        settlingSeconds = Windows.check(settlingSeconds_, SETTLING_SECONDS_MIN, SETTLING_SECONDS_MAX);
        finishSeconds = Windows.check(finishSeconds_, FINISH_SECONDS_MIN, FINISH_SECONDS_MAX);
    }

    /// @inheritdoc IBeacon
    function commit(bytes32 commitment) external override returns (uint64 round) {
        round = roundAt(block.timestamp);
        (, uint256 revealsFrom,,) = timesOf(round);
        if (block.timestamp >= revealsFrom) revert CommitPhaseOver(round, revealsFrom, block.timestamp);
        if (commitment == 0) revert CommitmentZero();
        if (commitmentOf[round][msg.sender] != 0) revert AlreadyCommitted(round, msg.sender);
        commitmentOf[round][msg.sender] = commitment;
        _rounds[round].commits++;
        emit Committed(round, msg.sender, commitment);
        token.safeTransferFrom(msg.sender, address(this), deposit);
    }

    /// @inheritdoc IBeacon
    function reveal(uint64 round, bytes32 secret) external override {
        // Not until the block that decides: whoever proposes the one before it knows its randomness already.
        (, uint256 revealsFrom, uint256 revealsUntil,) = timesOf(round);
        if (block.timestamp < revealsFrom || block.timestamp >= revealsUntil) {
            revert NotRevealing(round, block.timestamp);
        }
        bytes32 commitment = keccak256(abi.encode(round, msg.sender, secret));
        if (commitmentOf[round][msg.sender] != commitment) revert SecretMismatch(round, msg.sender);
        delete commitmentOf[round][msg.sender];
        Round storage known = _rounds[round];
        known.reveals++;
        // Not the commitment: everyone knows that before any secret.
        known.mixed ^= keccak256(abi.encode(secret));
        owedTo[msg.sender] += deposit;
        emit Revealed(round, msg.sender, secret);
    }

    /// @inheritdoc IBeacon
    function finish(uint64 round, bytes calldata header, bytes calldata parent)
        external
        override
        returns (bytes32 output)
    {
        (,,, uint256 finishFrom) = timesOf(round);
        if (block.timestamp < finishFrom) revert RoundNotOver(round, finishFrom, block.timestamp);
        Round storage known = _rounds[round];
        if (known.output != 0) revert RoundAlreadyFinished(round);
        uint256 finishUntil = finishFrom + finishSeconds;
        if (block.timestamp > finishUntil) revert RoundHasLapsed(round, finishUntil, block.timestamp);
        output = keccak256(abi.encode(round, known.mixed, known.reveals, _randaoAt(finishFrom, header, parent)));
        known.output = output;
        emit RoundFinished(round, output, known.reveals == 0, _burnHidden(known));
    }

    /// @inheritdoc IBeacon
    function lapse(uint64 round) external override {
        Round storage known = _rounds[round];
        if (known.output != 0) revert RoundAlreadyFinished(round);
        if (!hasLapsed(round)) {
            (,,, uint256 finishFrom) = timesOf(round);
            revert RoundNotLapsed(round, finishFrom + finishSeconds, block.timestamp);
        }
        emit RoundLapsed(round, _burnHidden(known));
    }

    /// @inheritdoc IBeacon
    function withdraw() external override returns (uint256 amount) {
        amount = owedTo[msg.sender];
        if (amount == 0) revert NothingOwed(msg.sender);
        owedTo[msg.sender] = 0;
        emit Withdrawn(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IBeacon
    function outputOf(uint64 round) external view override returns (bytes32 output, bool blockOnly) {
        Round storage known = _rounds[round];
        return (known.output, known.reveals == 0);
    }

    /// @inheritdoc IBeacon
    function hasLapsed(uint64 round) public view override returns (bool) {
        (,,, uint256 finishFrom) = timesOf(round);
        return _rounds[round].output == 0 && block.timestamp > finishFrom + finishSeconds;
    }

    /// @inheritdoc IBeacon
    function roundOf(uint64 round) external view override returns (Round memory) {
        return _rounds[round];
    }

    /// @inheritdoc IBeacon
    function roundAt(uint256 time) public view override returns (uint64) {
        // casting is safe: seconds of this age of the world, over a length of at least one
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64((time - genesis) / roundSeconds());
    }

    /// @inheritdoc IBeacon
    function timesOf(uint64 round)
        public
        view
        override
        returns (uint256 commitsFrom, uint256 revealsFrom, uint256 revealsUntil, uint256 finishFrom)
    {
        commitsFrom = genesis + round * roundSeconds();
        revealsFrom = commitsFrom + commitSeconds;
        revealsUntil = revealsFrom + revealSeconds;
        finishFrom = revealsUntil + settlingSeconds;
    }

    /// @inheritdoc IBeacon
    function roundSeconds() public view override returns (uint256) {
        return uint256(commitSeconds) + revealSeconds;
    }

    /// @dev Burns the deposits whose secrets stayed hidden, once.
    function _burnHidden(Round storage known) private returns (uint256 burned) {
        burned = uint256(known.commits - known.reveals) * deposit;
        known.commits = known.reveals;
        if (burned > 0) ERC20Burnable(address(token)).burn(burned);
    }

    /// @dev The randomness of the first block at or after a time, once it is sure that the header is that block's.
    function _randaoAt(uint256 time, bytes calldata header, bytes calldata parent) private view returns (bytes32) {
        Memory.Slice[] memory fields = BlockHeader.parseHeader(header);
        Memory.Slice[] memory before = BlockHeader.parseHeader(parent);
        if (fields.getParentHash() != keccak256(parent)) {
            revert ParentNotOfHeader(fields.getParentHash(), keccak256(parent));
        }
        if (!fields.verifyBlockHeader(keccak256(header))) {
            revert HeaderNotOfChain(fields.getNumber(), keccak256(header));
        }
        if (before.getTimestamp() >= time || fields.getTimestamp() < time) {
            revert HeaderNotFirst(time, before.getTimestamp(), fields.getTimestamp());
        }
        return fields.getPrevRandao();
    }
}
