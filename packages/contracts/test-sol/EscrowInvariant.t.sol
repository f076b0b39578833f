// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Escrow} from "../contracts/Escrow.sol";
import {MillToken} from "../contracts/MillToken.sol";
import {TestDollar} from "../contracts/TestDollar.sol";
import {Channel, ChannelState} from "../contracts/libraries/ChannelStates.sol";
import {EscrowHandler} from "./support/EscrowHandler.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

contract EscrowInvariantTest is InvariantBase {
    Escrow private escrow;
    EscrowHandler private handler;
    address[2] private tokens;

    function setUp() public {
        escrow = new Escrow(address(this), 1 days);
        TestDollar dollar = new TestDollar();
        MillToken mill = new MillToken(address(this));
        tokens = [address(dollar), address(mill)];
        escrow.setTokenListed(address(dollar), true);
        escrow.setTokenListed(address(mill), true);
        handler = new EscrowHandler(escrow, dollar, mill);
        mill.transfer(address(handler), mill.totalSupply());
        handlerAddress = address(handler);
    }

    /// The contract's token balance always equals the sum of what it owes, plus what was given to it unasked.
    function invariant_BalanceEqualsWhatIsOwed() public view {
        address[] memory accounts = handler.accounts();
        for (uint256 t = 0; t < tokens.length; t++) {
            uint256 owed = 0;
            for (uint256 i = 0; i < accounts.length; i++) {
                owed += escrow.balanceOf(tokens[t], accounts[i]);
            }
            for (uint256 i = 0; i < handler.laneCount(); i++) {
                EscrowHandler.Lane memory lane = handler.laneOf(i);
                Channel memory stored = handler.channelOf(lane);
                if (lane.token == tokens[t]) owed += stored.deposit - stored.redeemed;
            }
            vm.assertEq(escrow.totalOwed(tokens[t]), owed, "total owed is the sum of balances and channels");
            uint256 held = IERC20(tokens[t]).balanceOf(address(escrow));
            vm.assertEq(held, owed + handler.donated(tokens[t]), "held is owed and donated");
        }
    }

    /// No voucher pays twice: a channel has paid exactly the greatest voucher of its epoch, up to its deposit.
    function invariant_NoVoucherPaysTwice() public view {
        for (uint256 i = 0; i < handler.laneCount(); i++) {
            EscrowHandler.Lane memory lane = handler.laneOf(i);
            vm.assertEq(handler.channelOf(lane).redeemed, handler.settled(lane.id), "redeemed as reckoned");
        }
    }

    /// Redemption never exceeds the deposit.
    function invariant_RedemptionNeverExceedsTheDeposit() public view {
        for (uint256 i = 0; i < handler.laneCount(); i++) {
            Channel memory stored = handler.channelOf(handler.laneOf(i));
            vm.assertLe(stored.redeemed, stored.deposit, "redeemed within the deposit");
        }
    }

    /// Nobody but the operator is paid by redemption, and it exactly what vouchers added.
    function invariant_OnlyOperatorsArePaid() public view {
        address[] memory accounts = handler.accounts();
        for (uint256 t = 0; t < tokens.length; t++) {
            for (uint256 i = 0; i < 2; i++) {
                address operator = handler.operatorAt(i);
                uint256 had = escrow.balanceOf(tokens[t], operator) + handler.taken(tokens[t], operator);
                vm.assertEq(had, handler.earned(tokens[t], operator), "an operator has what it earned");
            }
            address thief = accounts[accounts.length - 1];
            vm.assertEq(escrow.balanceOf(tokens[t], thief), 0, "a thief has nothing");
        }
    }

    /// A payer can always leave within the delay, with all that was not redeemed, even while deposits are paused.
    function invariant_PayerCanAlwaysLeave() public {
        escrow.pauseDeposits(true);
        for (uint256 i = 0; i < handler.laneCount(); i++) {
            EscrowHandler.Lane memory lane = handler.laneOf(i);
            if (handler.stateOf(lane) != ChannelState.Open) continue;
            vm.prank(lane.payer.at);
            escrow.startClose(lane.operator.at, lane.token);
        }
        vm.warp(vm.getBlockTimestamp() + escrow.closeDelay());
        for (uint256 i = 0; i < handler.laneCount(); i++) {
            EscrowHandler.Lane memory lane = handler.laneOf(i);
            if (handler.stateOf(lane) == ChannelState.None) continue;
            Channel memory stored = handler.channelOf(lane);
            uint256 balance = escrow.balanceOf(lane.token, lane.payer.at);
            escrow.finishClose(lane.payer.at, lane.operator.at, lane.token);
            uint256 expected = balance + stored.deposit - stored.redeemed;
            vm.assertEq(escrow.balanceOf(lane.token, lane.payer.at), expected, "all that was not redeemed");
        }
        address[] memory accounts = handler.accounts();
        for (uint256 t = 0; t < tokens.length; t++) {
            for (uint256 i = 0; i < accounts.length; i++) {
                uint256 balance = escrow.balanceOf(tokens[t], accounts[i]);
                if (balance == 0) continue;
                vm.prank(accounts[i]);
                escrow.withdraw(tokens[t], balance, accounts[i]);
            }
            uint256 left = IERC20(tokens[t]).balanceOf(address(escrow));
            vm.assertEq(left, handler.donated(tokens[t]), "everyone is out");
        }
    }
}
