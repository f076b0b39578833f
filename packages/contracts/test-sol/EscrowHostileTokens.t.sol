// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEscrow} from "../contracts/interfaces/IEscrow.sol";
import {IEscrowBalances} from "../contracts/interfaces/IEscrowBalances.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";
import {CallbackToken, FeeToken, SeizableToken} from "./support/HostileTokens.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

contract EscrowHostileTokensTest is EscrowFixture {
    function testFeeOnTransferIsRefused() public {
        FeeToken token = new FeeToken();
        escrow.setTokenListed(address(token), true);
        token.mint(address(this), 1000);
        token.approve(address(escrow), 1000);
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.ReceivedMismatch.selector, address(token), 1000, 990));
        escrow.deposit(address(token), payer.at, 1000);
    }

    function testReentryFromWithdrawalCannotWithdrawAgain() public {
        CallbackToken token = listedCallbackToken();
        token.callDuringTransfer(
            address(escrow), abi.encodeCall(IEscrowBalances.withdraw, (address(token), 1, address(token)))
        );
        escrow.withdraw(address(token), 1000, payer.at);
        assertReentryRefused(token);
    }

    function testReentryFromDepositCannotDepositAgain() public {
        CallbackToken token = listedCallbackToken();
        token.callDuringTransfer(
            address(escrow), abi.encodeCall(IEscrowBalances.deposit, (address(token), payer.at, 1))
        );
        token.mint(address(this), 500);
        // Minting is a transfer too: arm the token anew.
        token.callDuringTransfer(
            address(escrow), abi.encodeCall(IEscrowBalances.deposit, (address(token), payer.at, 1))
        );
        token.approve(address(escrow), 500);
        escrow.deposit(address(token), address(this), 500);
        assertReentryRefused(token);
        vm.assertEq(escrow.balanceOf(address(token), address(this)), 2500, "credited once");
    }

    /// A withdrawal is debited before the token is called, so its holder cannot also spend it on a channel.
    function testReentryFromWithdrawalCannotOpenAChannelWithTheSameMoney() public {
        CallbackToken token = listedCallbackToken();
        vm.prank(address(token));
        token.approve(address(escrow), type(uint256).max);
        token.mint(address(token), 700);
        vm.prank(address(token));
        escrow.deposit(address(token), address(token), 700);
        token.callDuringTransfer(
            address(escrow), abi.encodeCall(IEscrow.openChannel, (operator.at, address(token), 700, address(token)))
        );
        vm.prank(address(token));
        escrow.withdraw(address(token), 700, payer.at);
        vm.assertTrue(token.called(), "the token called back");
        vm.assertFalse(token.succeeded(), "no channel from money that left");
        assertConserved(token);
    }

    /// An issuer that takes tokens from the escrow is seen at the next transfer: no one is paid with another's money.
    function testShortReserveStopsTransfers() public {
        SeizableToken token = new SeizableToken();
        escrow.setTokenListed(address(token), true);
        token.mint(address(this), 1000);
        token.approve(address(escrow), 1000);
        escrow.deposit(address(token), address(this), 600);
        token.seize(address(escrow), 100);
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.ReserveShort.selector, address(token), 400, 500));
        escrow.withdraw(address(token), 100, address(this));
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.ReserveShort.selector, address(token), 600, 700));
        escrow.deposit(address(token), address(this), 100);
    }

    function testTokenWithoutCodeIsRefused() public {
        escrow.setTokenListed(stranger.at, true);
        vm.expectRevert();
        escrow.deposit(stranger.at, payer.at, 1);
    }

    function testDonationChangesNoBalance() public {
        fund(payer.at, 10e6);
        dollar.mint(address(escrow), 5e6);
        vm.assertEq(escrow.totalOwed(address(dollar)), 10e6, "a donation is owed to nobody");
        vm.prank(payer.at);
        escrow.withdraw(address(dollar), 10e6, payer.at);
        vm.assertEq(dollar.balanceOf(address(escrow)), 5e6, "and stays");
    }

    function listedCallbackToken() private returns (CallbackToken token) {
        token = new CallbackToken();
        escrow.setTokenListed(address(token), true);
        token.mint(address(this), 3000);
        token.approve(address(escrow), 3000);
        escrow.deposit(address(token), address(this), 2000);
    }

    function assertReentryRefused(CallbackToken token) private view {
        vm.assertTrue(token.called(), "the token called back");
        vm.assertFalse(token.succeeded(), "and was refused");
        vm.assertEq(
            bytes32(token.answer()),
            bytes32(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
            "by the reentrancy guard"
        );
        assertConserved(token);
    }
}
