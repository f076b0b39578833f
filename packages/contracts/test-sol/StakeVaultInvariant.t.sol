// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MillToken} from "../contracts/MillToken.sol";
import {StakeVault} from "../contracts/StakeVault.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {StakeVaultHandler} from "./support/StakeVaultHandler.sol";

contract StakeVaultInvariantTest is InvariantBase {
    MillToken private mill;
    StakeVault private vault;
    StakeVaultHandler private handler;

    function setUp() public {
        mill = new MillToken(address(this));
        vault = new StakeVault(mill, address(this), 7 days, 5000);
        vault.setCourthouse(keyOf("courthouse").at);
        vault.setReserver(keyOf("reserver").at, true);
        handler = new StakeVaultHandler(vault, mill);
        mill.transfer(address(handler), mill.totalSupply());
        handlerAddress = address(handler);
    }

    /// The vault's balance equals bonded plus unbonding stake, plus what was given to it unasked.
    function invariant_BalanceEqualsBondedPlusUnbonding() public view {
        uint256 held = 0;
        for (uint256 i = 0; i < handler.operatorCount(); i++) {
            address operator = handler.operatorAt(i);
            uint256 own = vault.bondedOf(operator) + vault.unbondingOf(operator);
            vm.assertEq(own, handler.staked(operator), "what went in less what came out");
            held += own;
        }
        vm.assertEq(vault.totalHeld(), held, "total held is the sum");
        vm.assertEq(mill.balanceOf(address(vault)), held + handler.donated(), "and is there");
    }

    /// Reserved exposure never exceeds the cap, but where a slash or a lower cap cut it, until it is back under.
    function invariant_ReservedExposureNeverExceedsTheCap() public view {
        for (uint256 i = 0; i < handler.operatorCount(); i++) {
            address operator = handler.operatorAt(i);
            if (handler.cut(operator)) continue;
            vm.assertLe(vault.reservedOf(operator), vault.exposureCapOf(operator), "reserved within the cap");
        }
    }

    /// What is reserved on an operator is the sum of what its reservers reserved.
    function invariant_ReservedIsTheSumOverReservers() public view {
        for (uint256 i = 0; i < handler.operatorCount(); i++) {
            address operator = handler.operatorAt(i);
            uint256 sum =
                vault.reservedBy(handler.reserverAt(0), operator) + vault.reservedBy(handler.reserverAt(1), operator);
            vm.assertEq(vault.reservedOf(operator), sum, "reserved");
        }
    }

    /// No operator has more entries on their way out than the maximum, and they are in the order they mature.
    function invariant_UnbondingsAreBoundedAndInOrder() public view {
        for (uint256 i = 0; i < handler.operatorCount(); i++) {
            StakeVault.Unbonding[] memory entries = vault.unbondings(handler.operatorAt(i));
            vm.assertLe(entries.length, vault.UNBONDINGS_PER_OPERATOR_MAX(), "bounded");
            for (uint256 j = 1; j < entries.length; j++) {
                vm.assertLe(entries[j - 1].maturesAt, entries[j].maturesAt, "in order");
            }
        }
    }
}
