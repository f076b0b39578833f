// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEscrowBalances} from "../contracts/interfaces/IEscrowBalances.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

contract EscrowBalancesTest is EscrowFixture {
    function testDepositCreditsTheNamedAccount() public {
        dollar.mint(payer.at, 10e6);
        vm.startPrank(payer.at);
        dollar.approve(address(escrow), 10e6);
        vm.expectEmit(address(escrow));
        emit IEscrowBalances.Deposited(address(dollar), payer.at, stranger.at, 4e6);
        escrow.deposit(address(dollar), stranger.at, 4e6);
        vm.stopPrank();
        vm.assertEq(balance(stranger.at), 4e6, "account credited");
        vm.assertEq(balance(payer.at), 0, "sender not credited");
        vm.assertEq(escrow.totalOwed(address(dollar)), 4e6, "owed");
        assertConserved(dollar);
    }

    function testWithdrawPaysWhomeverTheHolderNames() public {
        fund(payer.at, 10e6);
        vm.expectEmit(address(escrow));
        emit IEscrowBalances.Withdrawn(address(dollar), payer.at, stranger.at, 3e6);
        vm.prank(payer.at);
        escrow.withdraw(address(dollar), 3e6, stranger.at);
        vm.assertEq(dollar.balanceOf(stranger.at), 3e6, "paid out");
        vm.assertEq(balance(payer.at), 7e6, "debited");
        assertConserved(dollar);
    }

    function testWithdrawRefusesMoreThanTheBalance() public {
        fund(payer.at, 10e6);
        fund(stranger.at, 10e6);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrowBalances.BalanceInsufficient.selector, address(dollar), payer.at, 10e6, 10e6 + 1
            )
        );
        vm.prank(payer.at);
        escrow.withdraw(address(dollar), 10e6 + 1, payer.at);
    }

    function testWithdrawRefusesZeroAndUselessRecipients() public {
        fund(payer.at, 10e6);
        vm.startPrank(payer.at);
        vm.expectRevert(IEscrowBalances.AmountZero.selector);
        escrow.withdraw(address(dollar), 0, payer.at);
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.AccountInvalid.selector, address(0)));
        escrow.withdraw(address(dollar), 1, address(0));
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.AccountInvalid.selector, address(escrow)));
        escrow.withdraw(address(dollar), 1, address(escrow));
        vm.stopPrank();
    }

    function testDepositRefusesUnlistedTokens() public {
        escrow.setTokenListed(address(dollar), false);
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.TokenNotListed.selector, address(dollar)));
        escrow.deposit(address(dollar), payer.at, 1);
    }

    function testDepositRefusesZeroAmountAndZeroAccount() public {
        vm.expectRevert(IEscrowBalances.AmountZero.selector);
        escrow.deposit(address(dollar), payer.at, 0);
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.AccountInvalid.selector, address(0)));
        escrow.deposit(address(dollar), address(0), 1);
    }

    function testDepositWithPermitNeedsNoApproval() public {
        dollar.mint(payer.at, 10e6);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(10e6, block.timestamp);
        vm.prank(payer.at);
        escrow.depositWithPermit(address(dollar), payer.at, 10e6, block.timestamp, v, r, s);
        vm.assertEq(balance(payer.at), 10e6, "credited");
        assertConserved(dollar);
    }

    /// A stranger that sends the permit first only does the payer's work.
    function testFrontRunPermitDoesNotBlockTheDeposit() public {
        dollar.mint(payer.at, 10e6);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(10e6, block.timestamp);
        vm.prank(stranger.at);
        dollar.permit(payer.at, address(escrow), 10e6, block.timestamp, v, r, s);
        vm.prank(payer.at);
        escrow.depositWithPermit(address(dollar), payer.at, 10e6, block.timestamp, v, r, s);
        vm.assertEq(balance(payer.at), 10e6, "credited");
    }

    /// A permit moves only its sender's tokens, so a stolen one credits nobody.
    function testStolenPermitMovesNothing() public {
        dollar.mint(payer.at, 10e6);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(10e6, block.timestamp);
        vm.expectRevert();
        vm.prank(stranger.at);
        escrow.depositWithPermit(address(dollar), stranger.at, 10e6, block.timestamp, v, r, s);
    }

    function testDepositWithAuthorizationCreditsTheSignedAccount() public {
        dollar.mint(payer.at, 10e6);
        IEscrowBalances.Authorization memory authorization = authorize(stranger.at, 10e6, "salt");
        vm.expectEmit(address(escrow));
        emit IEscrowBalances.Deposited(address(dollar), payer.at, stranger.at, 10e6);
        escrow.depositWithAuthorization(address(dollar), stranger.at, 10e6, authorization);
        vm.assertEq(balance(stranger.at), 10e6, "credited");
        assertConserved(dollar);
    }

    /// Whoever sees an authorization in the mempool cannot direct it to its own account.
    function testFrontRunAuthorizationCannotChangeTheAccount() public {
        dollar.mint(payer.at, 10e6);
        IEscrowBalances.Authorization memory authorization = authorize(payer.at, 10e6, "salt");
        vm.startPrank(stranger.at);
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        escrow.depositWithAuthorization(address(dollar), stranger.at, 10e6, authorization);
        bytes32 nonce = escrow.authorizationNonce(payer.at, "salt");
        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(escrow)));
        dollar.receiveWithAuthorization(
            payer.at,
            address(escrow),
            10e6,
            authorization.validAfter,
            authorization.validBefore,
            nonce,
            authorization.v,
            authorization.r,
            authorization.s
        );
        vm.stopPrank();
        escrow.depositWithAuthorization(address(dollar), payer.at, 10e6, authorization);
        vm.assertEq(balance(payer.at), 10e6, "the payer's deposit still goes through");
    }

    function testAuthorizationDepositsOnce() public {
        dollar.mint(payer.at, 20e6);
        IEscrowBalances.Authorization memory authorization = authorize(payer.at, 10e6, "salt");
        escrow.depositWithAuthorization(address(dollar), payer.at, 10e6, authorization);
        vm.expectRevert(
            abi.encodeWithSignature(
                "ERC3009UsedAuthorization(address,bytes32)", payer.at, escrow.authorizationNonce(payer.at, "salt")
            )
        );
        escrow.depositWithAuthorization(address(dollar), payer.at, 10e6, authorization);
    }

    function testPauseStopsEveryKindOfDeposit() public {
        escrow.pauseDeposits(true);
        dollar.mint(payer.at, 10e6);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(10e6, block.timestamp);
        IEscrowBalances.Authorization memory authorization = authorize(payer.at, 10e6, "salt");
        vm.startPrank(payer.at);
        dollar.approve(address(escrow), 10e6);
        vm.expectRevert(IEscrowBalances.DepositsPaused.selector);
        escrow.deposit(address(dollar), payer.at, 1);
        vm.expectRevert(IEscrowBalances.DepositsPaused.selector);
        escrow.depositWithPermit(address(dollar), payer.at, 10e6, block.timestamp, v, r, s);
        vm.expectRevert(IEscrowBalances.DepositsPaused.selector);
        escrow.depositWithAuthorization(address(dollar), payer.at, 10e6, authorization);
        vm.stopPrank();
        escrow.pauseDeposits(false);
        vm.prank(payer.at);
        escrow.deposit(address(dollar), payer.at, 10e6);
    }

    function testGuardianAndOwnerAloneMayPause() public {
        vm.expectEmit(address(escrow));
        emit IEscrowBalances.GuardianSet(stranger.at);
        escrow.setGuardian(stranger.at);
        vm.expectEmit(address(escrow));
        emit IEscrowBalances.DepositsPausedSet(stranger.at, true);
        vm.prank(stranger.at);
        escrow.pauseDeposits(true);
        escrow.pauseDeposits(false);
        vm.expectRevert(abi.encodeWithSelector(IEscrowBalances.CallerNotGuardian.selector, payer.at));
        vm.prank(payer.at);
        escrow.pauseDeposits(true);
    }

    function testOwnerAloneListsTokensAndNamesTheGuardian() public {
        vm.startPrank(stranger.at);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger.at));
        escrow.setTokenListed(address(dollar), false);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger.at));
        escrow.setGuardian(stranger.at);
        vm.stopPrank();
    }

    function testOwnershipMovesInTwoSteps() public {
        escrow.transferOwnership(stranger.at);
        vm.assertEq(escrow.owner(), address(this), "not before it is accepted");
        vm.prank(stranger.at);
        escrow.acceptOwnership();
        vm.assertEq(escrow.owner(), stranger.at, "accepted");
    }

    function testFuzzDepositThenWithdrawReturnsEveryUnit(uint256 amount, uint256 part) public {
        amount = bound(amount, 1, dollar.MINT_AMOUNT_MAX());
        part = bound(part, 1, amount);
        fund(payer.at, amount);
        vm.startPrank(payer.at);
        escrow.withdraw(address(dollar), part, payer.at);
        assertConserved(dollar);
        if (part < amount) escrow.withdraw(address(dollar), amount - part, payer.at);
        vm.stopPrank();
        vm.assertEq(dollar.balanceOf(payer.at), amount, "every unit back");
        vm.assertEq(escrow.totalOwed(address(dollar)), 0, "nothing owed");
    }

    function signPermit(uint256 amount, uint256 deadline) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                payer.at,
                address(escrow),
                amount,
                dollar.nonces(payer.at),
                deadline
            )
        );
        return vm.sign(payer.secret, keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), structHash)));
    }

    function authorize(address account, uint256 amount, bytes32 salt)
        private
        view
        returns (IEscrowBalances.Authorization memory authorization)
    {
        authorization.from = payer.at;
        authorization.validBefore = block.timestamp + 1 hours;
        authorization.salt = salt;
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                ),
                payer.at,
                address(escrow),
                amount,
                authorization.validAfter,
                authorization.validBefore,
                escrow.authorizationNonce(account, salt)
            )
        );
        (authorization.v, authorization.r, authorization.s) =
            vm.sign(payer.secret, keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), structHash)));
    }
}
