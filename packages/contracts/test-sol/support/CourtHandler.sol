// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../../contracts/interfaces/ICourthouse.sol";
import {Receipt} from "../../contracts/libraries/MessageHashes.sol";
import {PanelFixture} from "./PanelFixture.sol";

/// @title What accusers, the accused, auditors, buyers and time may do to a court, at random
contract CourtHandler is PanelFixture {
    uint256 private constant CASES_MAX = 12;

    mapping(bytes32 caseId => mapping(address payer => uint256 amount)) private paid;
    bytes32[] private _cases;
    Receipt[] private _receipts;
    uint256 private mixed;
    uint64 private sequence;

    /// By this handler's reckoning, of settled cases.
    uint256 public slashed;
    uint256 public refunds;
    uint256 public rewards;
    uint256 public burned;
    /// MILL sent to the courthouse past its functions.
    uint256 public donated;

    constructor() {
        super.setUp();
        vm.prank(operator.at);
        vault.requestUnstake(STAKE / 2);
    }

    /// Forge would call the fixture's too: nothing is set up twice.
    function setUp() public pure override {}

    function serve(uint256 amount) external {
        if (_receipts.length >= 40) return;
        sequence++;
        _receipts.push(receiptOf(sequence % 2 == 0 ? buyer.at : other.at, sequence, uint128(bound(amount, 1, 500e6))));
    }

    function prosecute(uint256 which) external {
        (Receipt memory receipt, bool found) = receiptAt(which);
        if (!found || _cases.length >= CASES_MAX) return;
        bytes memory evidence = twoReceipts(receipt);
        vm.prank(reporter.at);
        (bool done, bytes memory result) =
            address(court).call(abi.encodeCall(court.prosecute, (address(equivocation), evidence)));
        if (done) _cases.push(abi.decode(result, (bytes32)));
    }

    function challenge(uint256 which) external {
        (Receipt memory receipt, bool found) = receiptAt(which);
        if (!found || _cases.length >= CASES_MAX) return;
        fundReporter(SMALL_BOND);
        bytes memory data = abi.encodeCall(omission.challenge, (receipt, sign(receipt)));
        vm.prank(reporter.at);
        (bool done, bytes memory result) = address(omission).call(data);
        if (done) _cases.push(abi.decode(result, (bytes32)));
    }

    function accuseBeforeAPanel(uint256 which) external {
        (Receipt memory receipt, bool found) = receiptAt(which);
        if (!found || _cases.length >= CASES_MAX) return;
        fundReporter(BOND);
        bytes memory data = abi.encodeCall(panel.open, (receipt, sign(receipt), "locator"));
        vm.prank(reporter.at);
        (bool done, bytes memory result) = address(panel).call(data);
        if (!done) return;
        bytes32 caseId = abi.decode(result, (bytes32));
        _cases.push(caseId);
        drawAll(caseId);
        uint256 votes = mix(which);
        sit(caseId, three(uint8(votes % 4), uint8((votes >> 8) % 4), uint8((votes >> 16) % 4)));
    }

    /// Whatever step is due on some case, by whoever may take it.
    function advance(uint256 which) external {
        if (_cases.length == 0) return;
        bytes32 caseId = _cases[mix(which) % _cases.length];
        vm.prank(operator.at);
        attempt(address(panel), abi.encodeCall(panel.appeal, (caseId)));
        attempt(address(panel), abi.encodeCall(panel.conclude, (caseId)));
        attempt(address(panel), abi.encodeCall(panel.tally, (caseId)));
        attempt(address(omission), abi.encodeCall(omission.conclude, (caseId)));
        attempt(address(court), abi.encodeCall(court.expire, (caseId)));
        releaseBonds(caseId);
    }

    function claim(uint256 which, uint256 what) external {
        (Receipt memory receipt, bool found) = receiptAt(what);
        if (!found || _cases.length == 0) return;
        bytes32 caseId = _cases[mix(which) % _cases.length];
        attempt(address(court), abi.encodeCall(court.claim, (caseId, claimWith(receipt))));
    }

    function settle(uint256 which) external {
        if (_cases.length == 0) return;
        bytes32 caseId = _cases[mix(which) % _cases.length];
        uint256 supply = mill.totalSupply();
        uint256 owed = court.owedTo(reporter.at);
        if (!attempt(address(court), abi.encodeCall(court.settle, (caseId)))) return;
        ICourthouse.Pot memory pot = court.potOf(caseId);
        slashed += pot.slashed;
        refunds += pot.poolProven + pot.poolUnproven;
        rewards += court.owedTo(reporter.at) - owed;
        burned += supply - mill.totalSupply();
    }

    function takeRefunds(uint256 which) external {
        if (_cases.length == 0) return;
        bytes32 caseId = _cases[mix(which) % _cases.length];
        takeRefund(caseId, buyer.at);
        takeRefund(caseId, other.at);
    }

    function withdraw(uint256 who) external {
        address[4] memory accounts = [reporter.at, buyer.at, other.at, operator.at];
        vm.prank(accounts[mix(who) % 4]);
        attempt(address(court), abi.encodeCall(court.withdraw, (reporter.at)));
    }

    /// Stake that is locked never leaves, whatever has matured.
    function withdrawStake() external {
        bool locked = vault.isLocked(operator.at);
        uint256 before = stakeOf(operator.at);
        vm.prank(operator.at);
        bool done = attempt(address(vault), abi.encodeCall(vault.withdraw, ()));
        vm.assertFalse(done && locked, "no stake leaves while a case is open");
        if (!done) vm.assertEq(stakeOf(operator.at), before, "nothing left");
    }

    function donate(uint256 amount) external {
        amount = bound(amount, 1, 10e18);
        mill.transfer(address(court), amount);
        donated += amount;
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 2 days));
    }

    function caseCount() external view returns (uint256) {
        return _cases.length;
    }

    function caseAt(uint256 i) external view returns (bytes32) {
        return _cases[i];
    }

    /// Everything the courthouse owes, counted from outside: bonds, pots and credits.
    function owedInAll() external view returns (uint256 sum) {
        address[4] memory parties = [reporter.at, buyer.at, other.at, operator.at];
        for (uint256 i = 0; i < 4; i++) {
            sum += court.owedTo(parties[i]);
        }
        for (uint256 i = 0; i < roll.slotCount(); i++) {
            sum += court.owedTo(operatorOf(roll.slotAt(i)));
        }
        for (uint256 i = 0; i < _cases.length; i++) {
            sum += court.bondOf(_cases[i], reporter.at) + court.bondOf(_cases[i], operator.at);
            sum += potLeft(_cases[i]);
        }
    }

    function held() external view returns (uint256) {
        return court.totalHeld();
    }

    function balance() external view returns (uint256) {
        return mill.balanceOf(address(court));
    }

    function locksOf() external view returns (uint256) {
        return vault.lockCountOf(operator.at);
    }

    function stateOf(bytes32 caseId) external view returns (ICourthouse.CaseState) {
        return court.caseOf(caseId).state;
    }

    function potLeft(bytes32 caseId) private view returns (uint256) {
        ICourthouse.CaseState state = court.caseOf(caseId).state;
        ICourthouse.Pot memory pot = court.potOf(caseId);
        if (state == ICourthouse.CaseState.Convicted) return pot.slashed;
        if (state != ICourthouse.CaseState.Settled) return 0;
        return pot.poolProven + pot.poolUnproven - paid[caseId][buyer.at] - paid[caseId][other.at];
    }

    function takeRefund(bytes32 caseId, address payer) private {
        uint256 before = court.owedTo(payer);
        attempt(address(court), abi.encodeCall(court.takeRefund, (caseId, payer)));
        paid[caseId][payer] += court.owedTo(payer) - before;
    }

    function receiptAt(uint256 which) private returns (Receipt memory receipt, bool found) {
        if (_receipts.length == 0) return (receipt, false);
        return (_receipts[mix(which) % _receipts.length], true);
    }

    function fundReporter(uint256 amount) private {
        mill.transfer(reporter.at, amount);
        uint256 whole = mill.balanceOf(reporter.at);
        vm.prank(reporter.at);
        mill.approve(address(court), whole);
    }

    function releaseBonds(bytes32 caseId) private {
        attempt(address(court), abi.encodeCall(court.releaseBond, (caseId, reporter.at)));
        attempt(address(court), abi.encodeCall(court.releaseBond, (caseId, operator.at)));
    }

    function attempt(address target, bytes memory data) private returns (bool done) {
        (done,) = target.call(data);
    }

    /// Forge likes to repeat values; choices by remainder want them spread out.
    function mix(uint256 seed) private returns (uint256) {
        return uint256(keccak256(abi.encode(seed, mixed++)));
    }
}
