// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CourthouseOffice} from "./CourthouseOffice.sol";
import {ICourthouse} from "./interfaces/ICourthouse.sol";
import {IReceipts} from "./interfaces/IReceipts.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeVault} from "./interfaces/IStakeVault.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Cases, bonds and what is owed
/// @dev Every base unit held is in exactly one of three places: a bond, a pot, or an account's credit. `totalHeld` is their
/// sum and is held against the balance after every movement. The only token is MILL, which calls nobody back.
abstract contract CaseBook is CourthouseOffice {
    using SafeERC20 for IERC20;

    /// @notice Longest a case may run from any one step: the vault holds no stake longer.
    uint256 public constant CASE_SECONDS_MAX = 120 days;

    IERC20 public immutable token;
    IStakeVault public immutable vault;
    IRegistry public immutable registry;
    IReceipts public immutable receipts;

    /// @inheritdoc ICourthouse
    uint256 public override totalHeld;
    /// @inheritdoc ICourthouse
    mapping(address account => uint256 amount) public override owedTo;
    /// @inheritdoc ICourthouse
    mapping(bytes32 caseId => mapping(address account => uint256 amount)) public override bondOf;

    mapping(bytes32 caseId => Case known) internal _cases;

    constructor(IERC20 token_, IStakeVault vault_, IRegistry registry_, IReceipts receipts_) {
        token = token_;
        vault = vault_;
        registry = registry_;
        receipts = receipts_;
    }

    modifier onlyJudgeOf(bytes32 caseId) {
        _requireJudgeOf(caseId);
        _;
    }

    /// @inheritdoc ICourthouse
    function openCase(bytes32 caseId, Accusation calldata accusation, uint256 bond) external override {
        _requireSitting(msg.sender);
        _open(caseId, msg.sender, accusation);
        _cases[caseId].state = CaseState.Open;
        _takeBond(caseId, accusation.reporter, bond);
    }

    /// @inheritdoc ICourthouse
    function addBond(bytes32 caseId, address account, uint256 amount) external override onlyJudgeOf(caseId) {
        _requireState(caseId, CaseState.Open);
        _takeBond(caseId, account, amount);
    }

    /// @inheritdoc ICourthouse
    function extendCase(bytes32 caseId, uint64 deadline) external override onlyJudgeOf(caseId) {
        _requireState(caseId, CaseState.Open);
        _requireDeadline(deadline);
        Case storage known = _cases[caseId];
        if (deadline <= known.deadline) return;
        known.deadline = deadline;
        vault.extendLock(known.operator, deadline);
        emit CaseExtended(caseId, deadline);
    }

    /// @inheritdoc ICourthouse
    function payFromBond(bytes32 caseId, address from, address to, uint256 amount)
        external
        override
        onlyJudgeOf(caseId)
    {
        _requireState(caseId, CaseState.Open);
        uint256 held = bondOf[caseId][from];
        if (held < amount) revert BondInsufficient(caseId, from, held, amount);
        bondOf[caseId][from] = held - amount;
        owedTo[to] += amount;
        emit BondPaid(caseId, from, to, amount);
    }

    /// @inheritdoc ICourthouse
    function dismiss(bytes32 caseId) external override onlyJudgeOf(caseId) {
        _requireState(caseId, CaseState.Open);
        _dismiss(caseId);
    }

    /// @inheritdoc ICourthouse
    function expire(bytes32 caseId) external override {
        _requireState(caseId, CaseState.Open);
        uint256 deadline = _cases[caseId].deadline;
        if (block.timestamp <= deadline) revert DeadlineNotOver(caseId, deadline, block.timestamp);
        _dismiss(caseId);
    }

    /// @inheritdoc ICourthouse
    function releaseBond(bytes32 caseId, address account) external override returns (uint256 amount) {
        CaseState state = _cases[caseId].state;
        if (state == CaseState.None || state == CaseState.Open) {
            revert CaseNotInState(caseId, state, CaseState.Settled);
        }
        amount = bondOf[caseId][account];
        if (amount == 0) return 0;
        bondOf[caseId][account] = 0;
        owedTo[account] += amount;
        emit BondPaid(caseId, account, account, amount);
    }

    /// @inheritdoc ICourthouse
    function withdraw(address to) external override returns (uint256 amount) {
        if (to == address(0) || to == address(this)) revert AccountInvalid(to);
        amount = owedTo[msg.sender];
        if (amount == 0) revert NothingOwed(msg.sender);
        owedTo[msg.sender] = 0;
        totalHeld -= amount;
        emit Withdrawn(msg.sender, to, amount);
        token.safeTransfer(to, amount);
        _requireReserve();
    }

    /// @inheritdoc ICourthouse
    function caseOf(bytes32 caseId) external view override returns (Case memory) {
        return _cases[caseId];
    }

    /// @dev Books a case and locks the stake; the caller sets its state.
    function _open(bytes32 caseId, address judge, Accusation memory accusation) internal {
        if (_cases[caseId].state != CaseState.None) revert CaseKnown(caseId);
        _requireDeadline(accusation.deadline);
        // A bound of days into the epoch keeps claims, and so the lock, from lying far ahead.
        uint64 current = receipts.epochOf(uint64(block.timestamp));
        if (accusation.epoch > current) revert EpochInFuture(accusation.epoch, current);
        _cases[caseId] = Case({
            judge: judge,
            operator: accusation.operator,
            node: accusation.node,
            reporter: accusation.reporter,
            epoch: accusation.epoch,
            deadline: accusation.deadline,
            state: CaseState.None
        });
        vault.lock(accusation.operator, accusation.deadline);
        emit CaseOpened(
            caseId,
            accusation.operator,
            judge,
            accusation.node,
            accusation.reporter,
            accusation.epoch,
            accusation.deadline
        );
    }

    /// @dev Burns what no longer belongs to anyone.
    function _burn(uint256 amount) internal {
        if (amount == 0) return;
        totalHeld -= amount;
        ERC20Burnable(address(token)).burn(amount);
        _requireReserve();
    }

    /// @dev Takes up to `amount` of an operator's stake into this contract.
    function _slash(address operator, uint256 amount) internal returns (uint256 slashed) {
        if (amount == 0 || _stakeOf(operator) == 0) return 0;
        slashed = vault.slash(operator, amount, address(this));
        totalHeld += slashed;
        _requireReserve();
    }

    function _stakeOf(address operator) internal view returns (uint256) {
        return vault.bondedOf(operator) + vault.unbondingOf(operator);
    }

    function _requireState(bytes32 caseId, CaseState needed) internal view {
        CaseState state = _cases[caseId].state;
        if (state != needed) revert CaseNotInState(caseId, state, needed);
    }

    function _takeBond(bytes32 caseId, address account, uint256 amount) private {
        bondOf[caseId][account] += amount;
        totalHeld += amount;
        emit BondTaken(caseId, account, amount);
        token.safeTransferFrom(account, address(this), amount);
        _requireReserve();
    }

    function _dismiss(bytes32 caseId) private {
        Case storage known = _cases[caseId];
        known.state = CaseState.Dismissed;
        vault.unlock(known.operator);
        emit CaseDismissed(caseId, known.operator);
    }

    function _requireJudgeOf(bytes32 caseId) private view {
        if (_cases[caseId].judge != msg.sender) revert CallerNotJudgeOfCase(msg.sender, caseId);
    }

    function _requireDeadline(uint256 deadline) private view {
        uint256 max = block.timestamp + CASE_SECONDS_MAX;
        if (deadline > max) revert DeadlineTooFar(deadline, max);
    }

    function _requireReserve() private view {
        uint256 held = token.balanceOf(address(this));
        if (held < totalHeld) revert ReserveShort(held, totalHeld);
    }
}
