// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuditorRoll} from "../../contracts/AuditorRoll.sol";
import {Beacon} from "../../contracts/Beacon.sol";
import {Courthouse} from "../../contracts/Courthouse.sol";
import {Escrow} from "../../contracts/Escrow.sol";
import {MillToken} from "../../contracts/MillToken.sol";
import {Receipts} from "../../contracts/Receipts.sol";
import {Registry} from "../../contracts/Registry.sol";
import {StakeVault} from "../../contracts/StakeVault.sol";
import {TestDollar} from "../../contracts/TestDollar.sol";
import {ICourthouse} from "../../contracts/interfaces/ICourthouse.sol";
import {IPanelJudge} from "../../contracts/interfaces/IPanelJudge.sol";
import {IReceipts} from "../../contracts/interfaces/IReceipts.sol";
import {EquivocationEvidence} from "../../contracts/judges/EquivocationEvidence.sol";
import {GhostingJudge} from "../../contracts/judges/GhostingJudge.sol";
import {OmissionJudge} from "../../contracts/judges/OmissionJudge.sol";
import {PanelJudge} from "../../contracts/judges/PanelJudge.sol";
import {Chambers} from "../../contracts/judges/ReceiptJudge.sol";
import {Receipt} from "../../contracts/libraries/MessageHashes.sol";
import {SignedReceipts} from "../../contracts/libraries/SignedReceipts.sol";
import {Key, TestBase} from "./TestBase.sol";

/// @title A whole court: every contract, an accused operator with one node, two buyers and a reporter
abstract contract CourtFixture is TestBase {
    uint48 internal constant EPOCH = 1 hours;
    uint48 internal constant POSTING = 12 hours;
    uint48 internal constant EVIDENCE = 14 days;
    uint48 internal constant CLAIM = 3 days;
    uint48 internal constant UNBONDING = 21 days;
    uint48 internal constant ANSWER = 1 days;
    uint48 internal constant PHASE = 5 minutes;
    uint48 internal constant SETTLING = 5 minutes;
    uint48 internal constant FINISH = 1 hours;
    uint48 internal constant COMMIT = 1 hours;
    uint48 internal constant REVEAL = 30 minutes;
    uint48 internal constant APPEAL = 1 days;
    uint256 internal constant STAKE = 10_000e18;
    uint256 internal constant AUDITOR_STAKE = 1_000e18;
    uint256 internal constant BOND = 150e18;
    uint256 internal constant APPEAL_BOND = 300e18;
    uint256 internal constant FEE = 10e18;
    uint256 internal constant FINE = 100e18;
    uint256 internal constant SMALL_BOND = 50e18;
    uint256 internal constant ITEM_BOND = 1e17;
    uint256 internal constant DEPOSIT = 10e18;
    /// One dollar (1e6 base units) is worth one MILL (1e18).
    uint256 internal constant RATE = 1e30;
    bytes32 internal constant BUILD = "build";

    MillToken internal mill;
    TestDollar internal dollar;
    Registry internal registry;
    StakeVault internal vault;
    Escrow internal escrow;
    Receipts internal receipts;
    Courthouse internal court;
    Beacon internal beacon;
    AuditorRoll internal roll;
    EquivocationEvidence internal equivocation;
    OmissionJudge internal omission;
    GhostingJudge internal ghosting;
    PanelJudge internal panel;

    Key internal operator;
    Key internal node;
    Key internal buyer;
    Key internal other;
    Key internal reporter;

    function setUp() public virtual {
        deployCourt();
        operator = keyOf("operator");
        node = keyOf("node");
        buyer = keyOf("buyer");
        other = keyOf("other");
        reporter = keyOf("reporter");
        enrol(operator.at, node, STAKE, bytes8("accused"));
        approve(operator.at, 10_000e18);
        approve(reporter.at, 10_000e18);
        approve(buyer.at, 10_000e18);
    }

    function deployCourt() internal {
        mill = new MillToken(address(this));
        dollar = new TestDollar();
        registry = new Registry();
        vault = new StakeVault(mill, address(this), UNBONDING, 10_000);
        escrow = new Escrow(address(this), 1 days);
        escrow.setTokenListed(address(dollar), true);
        receipts = new Receipts(registry, EPOCH, POSTING);
        court = new Courthouse(mill, vault, registry, receipts, escrow, address(this), sentencing());
        court.setRate(address(dollar), RATE);
        beacon = new Beacon(mill, DEPOSIT, PHASE, PHASE, SETTLING, FINISH);
        roll = new AuditorRoll(registry, vault, court, AUDITOR_STAKE, 1 days);
        Chambers memory chambers = Chambers(court, registry, receipts, escrow);
        equivocation = new EquivocationEvidence(chambers);
        omission = new OmissionJudge(chambers, ANSWER, SMALL_BOND);
        ghosting = new GhostingJudge(chambers, ANSWER, SMALL_BOND, ITEM_BOND);
        panel = new PanelJudge(chambers, roll, beacon, terms());
        vault.setCourthouse(address(court));
        vault.setReserver(address(roll), true);
        address[] memory judges = new address[](4);
        (judges[0], judges[1]) = (address(equivocation), address(omission));
        (judges[2], judges[3]) = (address(ghosting), address(panel));
        court.appointFirstJudges(judges);
    }

    function sentencing() internal pure returns (ICourthouse.Sentencing memory) {
        return ICourthouse.Sentencing({
            floorBps: 1_000,
            multipleBps: 30_000,
            refundBps: 10_000,
            refundShareMaxBps: 5_000,
            rewardBps: 1_000,
            evidenceSeconds: EVIDENCE,
            claimSeconds: CLAIM,
            judgeDelaySeconds: UNBONDING
        });
    }

    function terms() internal pure returns (IPanelJudge.Terms memory) {
        return IPanelJudge.Terms({
            seats: 3,
            agree: 2,
            commitSeconds: COMMIT,
            revealSeconds: REVEAL,
            appealSeconds: APPEAL,
            fee: FEE,
            bond: BOND,
            appealBond: APPEAL_BOND,
            overturnFine: FINE
        });
    }

    /// @notice Registers an operator with stake and one node.
    function enrol(address who, Key memory key, uint256 stake, bytes8 subnet) internal {
        mill.transfer(who, stake);
        vm.startPrank(who);
        registry.register(0, "DE");
        bytes memory consent = signBytes(key.secret, registry.nodeBindingDigest(who, key.at, block.timestamp));
        registry.addNode(key.at, block.timestamp, consent);
        registry.setNodeSubnet(key.at, subnet);
        mill.approve(address(vault), stake);
        vault.stake(stake);
        vm.stopPrank();
    }

    /// @notice Gives an account MILL and lets the courthouse take bonds.
    function approve(address who, uint256 amount) internal {
        mill.transfer(who, amount);
        vm.prank(who);
        mill.approve(address(court), amount);
    }

    /// @notice Returns a receipt of the accused node that finished now.
    function receiptOf(address payer, uint64 sequence, uint128 amount) internal view returns (Receipt memory receipt) {
        receipt.leaseId = keccak256(abi.encode("lease", payer));
        receipt.sequence = sequence;
        receipt.payer = payer;
        receipt.operator = operator.at;
        receipt.node = node.at;
        receipt.token = address(dollar);
        receipt.exactness = 2;
        receipt.build = BUILD;
        receipt.amount = amount;
        receipt.startedAt = uint64(block.timestamp);
        receipt.finishedAt = uint64(block.timestamp);
    }

    function hashOf(Receipt memory receipt) internal view returns (bytes32) {
        return SignedReceipts.digestOf(escrow.domainSeparator(), receipt);
    }

    function sign(Receipt memory receipt) internal view returns (bytes memory) {
        return signBytes(node.secret, hashOf(receipt));
    }

    function leafOf(bytes32 receiptHash) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(receiptHash))));
    }

    /// @notice Waits for the end of the receipt's epoch and posts a root over it alone.
    function postAlone(Receipt memory receipt, uint128 total) internal {
        postRoot(receipt, leafOf(hashOf(receipt)), total);
    }

    function postRoot(Receipt memory receipt, bytes32 root, uint128 total) internal {
        uint64 epoch = receipts.epochOf(receipt.finishedAt);
        uint256 end = (uint256(epoch) + 1) * EPOCH;
        if (vm.getBlockTimestamp() < end) vm.warp(end);
        IReceipts.Total[] memory totals = new IReceipts.Total[](1);
        totals[0] = IReceipts.Total(address(dollar), total);
        vm.prank(node.at);
        receipts.postRoot(node.at, epoch, root, 1, totals);
    }

    function afterPosting(Receipt memory receipt) internal {
        vm.warp(receipts.deadlineOf(receipts.epochOf(receipt.finishedAt)) + 1);
    }

    /// @notice Brings two receipts of one run that differ, both of `buyer`.
    function equivocate(uint64 sequence) internal returns (bytes32 caseId, Receipt memory first) {
        first = receiptOf(buyer.at, sequence, 1e6);
        bytes memory evidence = twoReceipts(first);
        vm.prank(reporter.at);
        caseId = court.prosecute(address(equivocation), evidence);
    }

    function twoReceipts(Receipt memory first) internal view returns (bytes memory) {
        Receipt memory second = copyOf(first);
        second.responseHash = "another answer";
        return abi.encode(first, sign(first), second, sign(second));
    }

    function copyOf(Receipt memory receipt) internal pure returns (Receipt memory) {
        return abi.decode(abi.encode(receipt), (Receipt));
    }

    function claimWith(Receipt memory receipt, bytes32[] memory proof)
        internal
        view
        returns (ICourthouse.Claim[] memory)
    {
        ICourthouse.Claim[] memory claims = new ICourthouse.Claim[](1);
        claims[0] = ICourthouse.Claim(receipt, sign(receipt), proof);
        return claims;
    }

    function claimWith(Receipt memory receipt) internal view returns (ICourthouse.Claim[] memory) {
        return claimWith(receipt, new bytes32[](0));
    }

    /// @notice Expects a call to fail with a custom error.
    function refused(address caller, address target, bytes memory data, bytes4 selector) internal {
        vm.prank(caller);
        (bool done, bytes memory reason) = target.call(data);
        vm.assertFalse(done, "refused");
        vm.assertEq(bytes32(bytes4(reason)), bytes32(selector), "for this reason");
    }

    function claimRefused(bytes32 caseId, ICourthouse.Claim[] memory claims, bytes4 selector) internal {
        refused(buyer.at, address(court), abi.encodeCall(court.claim, (caseId, claims)), selector);
    }

    function stakeOf(address who) internal view returns (uint256) {
        return vault.bondedOf(who) + vault.unbondingOf(who);
    }

    function assertState(bytes32 caseId, ICourthouse.CaseState state) internal view {
        vm.assertEq(uint256(court.caseOf(caseId).state), uint256(state), "state of the case");
    }

    /// @notice What is held is what is owed: bonds, pots and credits.
    function assertConserved() internal view {
        vm.assertEq(mill.balanceOf(address(court)), court.totalHeld(), "the courthouse holds what it owes");
    }
}
