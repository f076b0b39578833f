// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Receipt} from "../libraries/MessageHashes.sol";
import {Finding} from "./IEvidence.sol";

/// @title From evidence to money
/// @notice The courthouse holds bonds and slashed stake, and nobody's deposits. Judges (contracts, one per kind of
/// evidence) decide; the courthouse carries the sentence out, the same for all:
///
///     slash = min(all stake, max(floor share of the stake, multiple × what the node charged in the epoch))
///
/// Then buyers of that node and epoch claim with their receipts until the claims window is over, and `settle` splits the
/// slash: refunds first, the costs of the case, the reporter's reward, and the rest is burned. Refunds are paid pro rata
/// where they do not fit. If claims show more than the node declared, the rest of the stake is slashed too. What a node
/// charged in a token that has no rate counts for nothing there, so that no promise of stake covers it: the floor remains.
///
/// At least `BPS − refundShareMaxBps − rewardBps` of every slash is burned but for the costs of the case, so an operator that
/// reports itself and claims as its own buyer still loses that much.
///
/// States: None → Open → Convicted → Settled; Open → Dismissed (by its judge, or by anyone after its deadline);
/// None → Convicted at once for evidence that convicts by itself.
interface ICourthouse {
    enum CaseState {
        None,
        Open,
        Convicted,
        Settled,
        Dismissed
    }

    /// @param deadline when an open case can be ended by anyone, without fault, in Unix seconds
    struct Case {
        address judge;
        address operator;
        address node;
        address reporter;
        uint64 epoch;
        uint64 deadline;
        CaseState state;
    }

    /// @notice What a conviction holds. Amounts are base units of MILL.
    /// @param costs of the case that the slash owes the reporter
    /// @param claimedProven claims of receipts shown to be in the node's posted root
    /// @param claimedUnproven all others; refunded from what the proven ones leave
    /// @param assessed the epoch's totals were final when the slash was sized; until then it may still grow
    /// @param again the node was convicted before by the same judge for the same epoch: only costs were slashed
    struct Pot {
        uint256 slashed;
        uint256 costs;
        uint256 claimedProven;
        uint256 claimedUnproven;
        uint256 poolProven;
        uint256 poolUnproven;
        uint64 claimsFrom;
        uint64 claimsUntil;
        bool again;
        bool assessed;
        bool underDeclared;
    }

    /// @notice What is fixed when the courthouse is made.
    /// @param floorBps least share of the stake that a conviction slashes
    /// @param multipleBps slash over the epoch's exposure
    /// @param refundBps refund over what a receipt charged
    /// @param refundShareMaxBps most of a slash that refunds may take
    /// @param rewardBps reporter's share of a slash
    /// @param evidenceSeconds age up to which a receipt is evidence
    /// @param claimSeconds how long buyers may claim
    /// @param judgeDelaySeconds how long a new judge waits
    struct Sentencing {
        uint256 floorBps;
        uint256 multipleBps;
        uint256 refundBps;
        uint256 refundShareMaxBps;
        uint256 rewardBps;
        uint256 evidenceSeconds;
        uint256 claimSeconds;
        uint256 judgeDelaySeconds;
    }

    /// @notice Who is accused, and by whom.
    struct Accusation {
        address operator;
        address node;
        address reporter;
        uint64 epoch;
        uint64 deadline;
    }

    /// @notice One receipt of the convicted epoch, as its buyer claims a refund for it.
    struct Claim {
        Receipt receipt;
        bytes signature;
        bytes32[] proof;
    }

    event CaseOpened(
        bytes32 indexed caseId,
        address indexed operator,
        address indexed judge,
        address node,
        address reporter,
        uint64 epoch,
        uint64 deadline
    );
    event CaseExtended(bytes32 indexed caseId, uint64 deadline);
    event BondTaken(bytes32 indexed caseId, address indexed account, uint256 amount);
    event BondPaid(bytes32 indexed caseId, address indexed from, address indexed to, uint256 amount);
    event CaseDismissed(bytes32 indexed caseId, address indexed operator);
    event Convicted(
        bytes32 indexed caseId,
        address indexed operator,
        address indexed node,
        uint64 epoch,
        uint256 slashed,
        uint64 claimsFrom,
        uint64 claimsUntil,
        bool again
    );
    event RefundClaimed(
        bytes32 indexed caseId, address indexed payer, bytes32 indexed receiptId, uint256 amount, bool proven
    );
    event Assessed(bytes32 indexed caseId, uint256 slashed);
    event UnderDeclared(bytes32 indexed caseId, address indexed token, uint256 slashed);
    event CaseSettled(bytes32 indexed caseId, uint256 refunds, uint256 costs, uint256 reward, uint256 burned);
    event RefundPaid(bytes32 indexed caseId, address indexed payer, uint256 amount);
    event Withdrawn(address indexed account, address indexed to, uint256 amount);
    event Fined(address indexed operator, uint256 burned);
    event JudgeAnnounced(address indexed judge, uint256 activeFrom);
    event JudgeRetired(address indexed judge);
    event RateSet(address indexed token, uint256 millPerTokenE18);
    event CasesPaused(address indexed by, uint256 until);
    event GuardianSet(address indexed guardian);

    error ShareOutOfBounds(uint256 given, uint256 min, uint256 max);
    error EvidenceOutlivesStake(uint256 evidenceSeconds, uint256 unbondingDelay);
    error JudgesAlreadyAppointed();
    error JudgeKnown(address judge);
    error CallerNotJudge(address caller);
    error CallerNotJudgeOfCase(address caller, bytes32 caseId);
    error CallerNotGuardian(address caller);
    error CasesArePaused(uint256 until);
    error PauseTooSoon(uint256 notBefore, uint256 time);
    error PauseTooLong(uint256 given, uint256 max);
    error CaseKnown(bytes32 caseId);
    error CaseNotInState(bytes32 caseId, CaseState state, CaseState needed);
    error DeadlineTooFar(uint256 deadline, uint256 max);
    error DeadlineNotOver(bytes32 caseId, uint256 deadline, uint256 time);
    error EpochInFuture(uint64 epoch, uint64 current);
    error BondInsufficient(bytes32 caseId, address account, uint256 held, uint256 needed);
    error BatchTooLarge(uint256 length, uint256 max);
    error ClaimsNotOpen(bytes32 caseId, uint256 from, uint256 until, uint256 time);
    error ClaimNotOfCase(bytes32 caseId, bytes32 receiptId);
    error ClaimSignatureInvalid(bytes32 receiptId);
    error RateNotSet(address token);
    error RateOutOfBounds(address token, uint256 given, uint256 min, uint256 max);
    error RateTooSoon(address token, uint256 notBefore, uint256 time);
    error NothingOwed(address account);
    error AccountInvalid(address account);
    /// @notice The courthouse holds less MILL than it owes.
    error ReserveShort(uint256 held, uint256 owed);

    /// @notice Brings evidence that convicts by itself, in one transaction. The caller is the reporter.
    /// @return caseId keccak256(abi.encode(judge, subject))
    function prosecute(address judge, bytes calldata evidence) external returns (bytes32 caseId);

    /// @notice Opens a case, locks the operator's stake and takes the reporter's bond. Judges only.
    function openCase(bytes32 caseId, Accusation calldata accusation, uint256 bond) external;

    /// @notice Takes a further bond for an open case from an account. Its judge only.
    function addBond(bytes32 caseId, address account, uint256 amount) external;

    /// @notice Moves a case's deadline further out. Its judge only.
    function extendCase(bytes32 caseId, uint64 deadline) external;

    /// @notice Pays part of a bond to somebody else. Its judge only, while the case is open.
    function payFromBond(bytes32 caseId, address from, address to, uint256 amount) external;

    /// @notice Ends an open case without a conviction. Its judge only.
    function dismiss(bytes32 caseId) external;

    /// @notice Convicts. Its judge only.
    /// @param costs what the slash owes the reporter besides the reward
    /// @return booked what of the loss is the victim's claim now: all of it, or nothing
    function convict(bytes32 caseId, uint256 costs, address victim, address token, uint128 loss)
        external
        returns (uint128 booked);

    /// @notice Burns part of the stake of an auditor's operator. Judges only.
    function fine(address operator, uint256 amount) external returns (uint256 burned);

    /// @notice Ends an open case whose deadline has passed. By anyone; bonds go back.
    function expire(bytes32 caseId) external;

    /// @notice Credits an account what is left of its bond on a case that is no longer open. By anyone.
    function releaseBond(bytes32 caseId, address account) external returns (uint256 amount);

    /// @notice Claims refunds with receipts of the convicted node and epoch, for their payers. By anyone. A payer is refunded once
    /// for a run, by the best receipt that was shown for it: one that is proven in the root before one that is not, then
    /// the larger one. Receipts that are not better than what is known are passed over, and so are those of the payer whose
    /// loss the conviction booked, in the token of that loss. Without receipts it only sizes the slash by the epoch's totals.
    function claim(bytes32 caseId, Claim[] calldata claims) external;

    /// @notice Splits what was slashed once the claims window is over. By anyone. Stake stays locked until then, so that a slash
    /// that was taken before the epoch's totals were posted gets its full size.
    function settle(bytes32 caseId) external;

    /// @notice Credits a payer its refund of a settled case. By anyone.
    function takeRefund(bytes32 caseId, address payer) external returns (uint256 amount);

    /// @notice Pays the caller all that it is owed.
    function withdraw(address to) external returns (uint256 amount);

    /// @notice Appoints the first judges, once and without delay, before there is anything to judge. Owner only.
    function appointFirstJudges(address[] calldata judges) external;

    /// @notice Announces a judge; it may judge after the delay. Owner only.
    function announceJudge(address judge) external;

    /// @notice Takes a judge out of office for new cases; open ones run to their end. Owner only.
    function retireJudge(address judge) external;

    /// @notice Sets what one settlement token is worth, in base units of MILL per 1e18 of its base units. Owner only, within
    /// bounds: it sizes slashes and refunds in a token that the vault does not hold.
    function setRate(address token, uint256 millPerTokenE18) external;

    /// @notice Stops new cases for a while; open ones, claims and payments go on. Owner or guardian.
    function pauseCases(uint256 forSeconds) external;

    /// @notice Names who may pause besides the owner. Owner only.
    function setGuardian(address guardian_) external;

    function caseOf(bytes32 caseId) external view returns (Case memory);
    function potOf(bytes32 caseId) external view returns (Pot memory);
    function bondOf(bytes32 caseId, address account) external view returns (uint256);
    function claimOf(bytes32 caseId, address payer, bool proven) external view returns (uint256);
    function owedTo(address account) external view returns (uint256);
    /// @notice Returns all bonds, pots and unpaid credits.
    function totalHeld() external view returns (uint256);
    function isJudge(address judge) external view returns (bool);
    function rateOf(address token) external view returns (uint256);
    function evidenceSeconds() external view returns (uint48);
    function claimSeconds() external view returns (uint48);
}
