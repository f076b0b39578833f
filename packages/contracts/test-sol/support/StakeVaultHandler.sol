// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MillToken} from "../../contracts/MillToken.sol";
import {StakeVault} from "../../contracts/StakeVault.sol";
import {IStakeVault} from "../../contracts/interfaces/IStakeVault.sol";
import {TestBase} from "./TestBase.sol";

/// @title What operators, reservers and the courthouse may do to the vault, at random
contract StakeVaultHandler is TestBase {
    uint256 private constant OPERATORS = 3;

    StakeVault public immutable vault;
    MillToken public immutable mill;

    /// MILL sent to the vault past its functions.
    uint256 public donated;
    /// What went in less what came out, by this handler's reckoning.
    mapping(address operator => uint256 amount) public staked;
    /// Whether a slash or a lower cap left exposure above the cap, and it has not come back under since.
    mapping(address operator => bool cut) public cut;

    address[] private operators;
    address[] private reservers;
    address private courthouse;
    uint256 private mixed;

    constructor(StakeVault vault_, MillToken mill_) {
        vault = vault_;
        mill = mill_;
        for (uint256 i = 0; i < OPERATORS; i++) {
            operators.push(keyOf(string.concat("operator ", vm.toString(i))).at);
        }
        courthouse = keyOf("courthouse").at;
        reservers.push(courthouse);
        reservers.push(keyOf("reserver").at);
    }

    function stake(uint256 who, uint256 amount) external {
        address operator = operators[mix(who) % OPERATORS];
        amount = bound(amount, 1, 1000e18);
        mill.transfer(operator, amount);
        vm.startPrank(operator);
        mill.approve(address(vault), amount);
        vault.stake(amount);
        vm.stopPrank();
        staked[operator] += amount;
        noteCut();
    }

    function donate(uint256 amount) external {
        amount = bound(amount, 1, 10e18);
        mill.transfer(address(vault), amount);
        donated += amount;
    }

    function requestUnstake(uint256 who, uint256 amount) external {
        address operator = operators[mix(who) % OPERATORS];
        uint256 bonded = vault.bondedOf(operator);
        if (bonded == 0 || vault.unbondings(operator).length == vault.UNBONDINGS_PER_OPERATOR_MAX()) return;
        amount = bound(amount, 1, bonded);
        bool free = vault.reservedOf(operator) <= (bonded - amount) * vault.exposureCapBps() / 10_000;
        vm.prank(operator);
        (bool success,) = address(vault).call(abi.encodeCall(vault.requestUnstake, (amount)));
        vm.assertEq(success, free, "unbonding leaves what exposure needs");
    }

    function withdraw(uint256 who) external {
        address operator = operators[mix(who) % OPERATORS];
        uint256 matured = 0;
        IStakeVault.Unbonding[] memory entries = vault.unbondings(operator);
        for (uint256 i = 0; i < entries.length; i++) {
            if (entries[i].maturesAt <= block.timestamp) matured += entries[i].amount;
        }
        if (matured == 0) return;
        uint256 balance = mill.balanceOf(operator);
        vm.prank(operator);
        vm.assertEq(vault.withdraw(), matured, "what has matured");
        vm.assertEq(mill.balanceOf(operator), balance + matured, "is paid");
        staked[operator] -= matured;
    }

    function slash(uint256 who, uint256 amount) external {
        address operator = operators[mix(who) % OPERATORS];
        if (staked[operator] == 0) return;
        amount = bound(amount, 1, staked[operator] * 3 / 2);
        vm.prank(courthouse);
        uint256 slashed = vault.slash(operator, amount, address(this));
        vm.assertEq(slashed, amount < staked[operator] ? amount : staked[operator], "what there is");
        staked[operator] -= slashed;
        noteCut();
    }

    function slashByOthers(uint256 who, uint256 amount) external {
        address operator = operators[mix(who) % OPERATORS];
        vm.prank(mix(who) % 2 == 0 ? reservers[1] : operator);
        (bool success,) = address(vault).call(abi.encodeCall(vault.slash, (operator, amount, operator)));
        vm.assertFalse(success, "only the courthouse slashes");
    }

    function reserve(uint256 who, uint256 amount) external {
        address operator = operators[mix(who) % OPERATORS];
        uint256 cap = vault.exposureCapOf(operator);
        amount = bound(amount, 1, cap + 1);
        bool fits = vault.reservedOf(operator) + amount <= cap;
        vm.prank(reservers[mix(who) % 2]);
        (bool success,) = address(vault).call(abi.encodeCall(vault.reserve, (operator, amount)));
        vm.assertEq(success, fits, "within the cap");
    }

    function release(uint256 who, uint256 amount) external {
        address operator = operators[mix(who) % OPERATORS];
        address reserver = reservers[mix(who) % 2];
        uint256 own = vault.reservedBy(reserver, operator);
        if (own == 0) return;
        vm.prank(reserver);
        vault.release(operator, bound(amount, 1, own));
        noteCut();
    }

    function setCap(uint256 exposureCapBps) external {
        exposureCapBps = bound(exposureCapBps, vault.EXPOSURE_CAP_BPS_MIN(), vault.EXPOSURE_CAP_BPS_MAX());
        vm.prank(vault.owner());
        vault.setExposureCapBps(exposureCapBps);
        noteCut();
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, vault.unbondingDelay()));
    }

    function operatorCount() external pure returns (uint256) {
        return OPERATORS;
    }

    function operatorAt(uint256 i) external view returns (address) {
        return operators[i];
    }

    function reserverAt(uint256 i) external view returns (address) {
        return reservers[i];
    }

    /// Forge likes to repeat values; choices by remainder want them spread out.
    function mix(uint256 seed) private returns (uint256) {
        return uint256(keccak256(abi.encode(seed, mixed++)));
    }

    /// Called only after what may cut the cap or bring exposure back under it: a reservation never excuses itself.
    function noteCut() private {
        for (uint256 i = 0; i < OPERATORS; i++) {
            cut[operators[i]] = vault.reservedOf(operators[i]) > vault.exposureCapOf(operators[i]);
        }
    }
}
