// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../interfaces/ICourthouse.sol";
import {Receipt} from "../libraries/MessageHashes.sol";
import {Windows} from "../libraries/Windows.sol";
import {Chambers, ReceiptJudge} from "./ReceiptJudge.sol";

/// @title Omission: a signed receipt that is in no root
/// @notice After the posting deadline anyone who holds a signed receipt may ask, against a bond, where it is. Anyone answers
/// with a Merkle proof into the node's posted root; then the bond goes to the operator. Without an answer in time the
/// operator is convicted, and the bond goes back.
/// @dev An answer also puts the proof on the chain, where the receipt's buyer finds it for a claim.
contract OmissionJudge is ReceiptJudge {
    /// @notice Shortest time to answer: an operator that is away for a day must not be convicted for it.
    uint256 public constant ANSWER_SECONDS_MIN = 1 days;
    /// @notice Longest time to answer.
    uint256 public constant ANSWER_SECONDS_MAX = 14 days;
    /// @notice How long after the time to answer a conviction can be called for, as a multiple of it.
    uint48 public constant GRACE_FACTOR = 2;

    /// @notice How long the operator has to answer, in seconds.
    uint48 public immutable answerSeconds;
    /// @notice What a challenger loses to the operator when the receipt is where it should be, in base units of MILL.
    uint256 public immutable bond;

    struct Challenge {
        bytes32 receiptHash;
        address operator;
        address node;
        address reporter;
        uint64 epoch;
        uint64 answerUntil;
    }

    mapping(bytes32 caseId => Challenge challenge) private _challenges;

    /// @param receiptHash what the Merkle proof must lead from
    event OmissionChallenged(
        bytes32 indexed caseId, address indexed operator, address indexed node, bytes32 receiptHash, uint64 answerUntil
    );
    event OmissionAnswered(bytes32 indexed caseId, bytes32[] proof);

    error PostingStillOpen(uint64 epoch, uint256 deadline, uint256 time);
    error ChallengeUnknown(bytes32 caseId);
    error AnswerTimeOver(bytes32 caseId, uint256 until, uint256 time);
    error AnswerTimeNotOver(bytes32 caseId, uint256 until, uint256 time);
    error ReceiptNotIncluded(bytes32 receiptHash);
    error BondZero();

    constructor(Chambers memory chambers, uint256 answerSeconds_, uint256 bond_) ReceiptJudge(chambers) {
        answerSeconds = Windows.check(answerSeconds_, ANSWER_SECONDS_MIN, ANSWER_SECONDS_MAX);
        if (bond_ == 0) revert BondZero();
        bond = bond_;
    }

    /// @notice Asks where a signed receipt is. Takes the bond, which needs an allowance for the courthouse.
    /// @return caseId keccak256(abi.encode(this, receiptHash, caller)): everyone may ask once, so that nobody who asks and
    /// then lets the matter rest keeps others from asking
    function challenge(Receipt calldata receipt, bytes calldata signature) external returns (bytes32 caseId) {
        bytes32 receiptHash = _requireReceipt(receipt, signature);
        uint64 epoch = receipts.epochOf(receipt.finishedAt);
        uint256 deadline = receipts.deadlineOf(epoch);
        if (block.timestamp <= deadline) revert PostingStillOpen(epoch, deadline, block.timestamp);
        caseId = keccak256(abi.encode(address(this), receiptHash, msg.sender));
        uint64 answerUntil = uint64(block.timestamp) + answerSeconds;
        _challenges[caseId] = Challenge({
            receiptHash: receiptHash,
            operator: receipt.operator,
            node: receipt.node,
            reporter: msg.sender,
            epoch: epoch,
            answerUntil: answerUntil
        });
        courthouse.openCase(
            caseId,
            ICourthouse.Accusation({
                operator: receipt.operator,
                node: receipt.node,
                reporter: msg.sender,
                epoch: epoch,
                deadline: answerUntil + GRACE_FACTOR * answerSeconds
            }),
            bond
        );
        emit OmissionChallenged(caseId, receipt.operator, receipt.node, receiptHash, answerUntil);
    }

    /// @notice Shows that the receipt is in its root. By anyone, until the time to answer is over.
    function answer(bytes32 caseId, bytes32[] calldata proof) external {
        Challenge memory asked = _requireChallenge(caseId);
        if (block.timestamp > asked.answerUntil) revert AnswerTimeOver(caseId, asked.answerUntil, block.timestamp);
        if (!receipts.isIncluded(asked.node, asked.epoch, asked.receiptHash, proof)) {
            revert ReceiptNotIncluded(asked.receiptHash);
        }
        courthouse.payFromBond(caseId, asked.reporter, asked.operator, bond);
        courthouse.dismiss(caseId);
        emit OmissionAnswered(caseId, proof);
    }

    /// @notice Convicts where no answer came in time. By anyone.
    function conclude(bytes32 caseId) external {
        Challenge memory asked = _requireChallenge(caseId);
        if (block.timestamp <= asked.answerUntil) {
            revert AnswerTimeNotOver(caseId, asked.answerUntil, block.timestamp);
        }
        courthouse.convict(caseId, 0, address(0), address(0), 0);
        courthouse.releaseBond(caseId, asked.reporter);
    }

    /// @notice Returns a challenge.
    function challengeOf(bytes32 caseId) external view returns (Challenge memory) {
        return _challenges[caseId];
    }

    function _requireChallenge(bytes32 caseId) private view returns (Challenge memory asked) {
        asked = _challenges[caseId];
        if (asked.receiptHash == 0) revert ChallengeUnknown(caseId);
    }
}
