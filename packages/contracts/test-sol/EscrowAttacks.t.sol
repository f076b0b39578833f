// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Escrow} from "../contracts/Escrow.sol";
import {TestDollar} from "../contracts/TestDollar.sol";
import {IEscrow} from "../contracts/interfaces/IEscrow.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";

/// @title Attacks on vouchers, each of which must gain nothing
contract EscrowAttacksTest is EscrowFixture {
    function testSameVoucherPaysOnce() public {
        openFunded();
        IEscrow.Redemption memory redemption = voucher(30e6);
        redeem(redemption);
        expectNothingRedeemed();
        redeem(redemption);
    }

    function testVoucherOfAnotherChainIsVoid() public {
        openFunded();
        vm.chainId(block.chainid + 1);
        IEscrow.Redemption memory foreign = voucher(30e6);
        vm.chainId(block.chainid - 1);
        expectNothingRedeemed();
        redeem(foreign);
    }

    /// After a fork of the chain the domain follows the new chain id, and vouchers of the old chain are void there.
    function testForkedChainHasItsOwnDomain() public {
        openFunded();
        IEscrow.Redemption memory before = voucher(30e6);
        bytes32 separatorBefore = escrow.domainSeparator();
        vm.chainId(block.chainid + 1);
        vm.assertNotEq(escrow.domainSeparator(), separatorBefore, "separator follows the chain id");
        expectNothingRedeemed();
        redeem(before);
        vm.assertEq(redeem(voucher(30e6)), 30e6, "a voucher for the new chain pays");
    }

    function testVoucherOfAnotherContractIsVoid() public {
        openFunded();
        Escrow other = new Escrow(address(this), CLOSE_DELAY);
        (bytes32 r, bytes32 vs) = signCompact(session.secret, other.voucherDigest(channelId, 1, 30e6));
        expectNothingRedeemed();
        redeem(IEscrow.Redemption(payer.at, 30e6, r, vs));
    }

    function testVoucherOfAnEarlierEpochIsVoid() public {
        openFunded();
        IEscrow.Redemption memory old = voucher(30e6);
        vm.prank(operator.at);
        escrow.closeByOperator(payer.at, address(dollar));
        expectNothingRedeemed();
        redeem(old);
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        expectNothingRedeemed();
        redeem(old);
    }

    function testConsentToCloseOfAnEarlierEpochIsVoid() public {
        openFunded();
        bytes memory consent = signBytes(operator.secret, escrow.channelCloseDigest(channelId, 1, 0));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 0, 0, 0, consent);
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.OperatorSignatureInvalid.selector, channelId, operator.at));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 0, 0, 0, consent);
    }

    /// A voucher and a consent to close have the same fields; neither passes for the other.
    function testVoucherIsNoConsentAndConsentIsNoVoucher() public {
        openFunded();
        bytes memory asConsent = signBytes(operator.secret, escrow.voucherDigest(channelId, 1, 0));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.OperatorSignatureInvalid.selector, channelId, operator.at));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 0, 0, 0, asConsent);
        (bytes32 r, bytes32 vs) = signCompact(session.secret, escrow.channelCloseDigest(channelId, 1, 30e6));
        expectNothingRedeemed();
        redeem(IEscrow.Redemption(payer.at, 30e6, r, vs));
    }

    function testVoucherOfAnotherPayerIsVoid() public {
        openFunded();
        fund(stranger.at, DEPOSIT);
        vm.prank(stranger.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        IEscrow.Redemption memory redirected = voucher(30e6);
        redirected.payer = stranger.at;
        expectNothingRedeemed();
        redeem(redirected);
    }

    function testVoucherOfAnotherOperatorIsVoid() public {
        openFunded();
        fund(payer.at, DEPOSIT);
        vm.prank(payer.at);
        escrow.openChannel(stranger.at, address(dollar), DEPOSIT, session.at);
        IEscrow.Redemption[] memory batch = batchOf(voucher(30e6));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NothingRedeemed.selector, stranger.at, address(dollar)));
        escrow.redeem(stranger.at, address(dollar), batch);
    }

    function testVoucherOfAnotherTokenIsVoid() public {
        openFunded();
        TestDollar other = new TestDollar();
        escrow.setTokenListed(address(other), true);
        other.mint(payer.at, DEPOSIT);
        vm.startPrank(payer.at);
        other.approve(address(escrow), DEPOSIT);
        escrow.deposit(address(other), payer.at, DEPOSIT);
        escrow.openChannel(operator.at, address(other), DEPOSIT, session.at);
        vm.stopPrank();
        IEscrow.Redemption[] memory batch = batchOf(voucher(30e6));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NothingRedeemed.selector, operator.at, address(other)));
        escrow.redeem(operator.at, address(other), batch);
    }

    function testRaisedAmountBreaksTheSignature() public {
        openFunded();
        IEscrow.Redemption memory raised = voucher(30e6);
        raised.amount = 30e6 + 1;
        expectNothingRedeemed();
        redeem(raised);
    }

    function testPayerIsNotTheSignerWhereASessionKeyIs() public {
        openFunded();
        IEscrow.Redemption memory byPayer = voucherBy(payer.secret, 30e6);
        expectNothingRedeemed();
        redeem(byPayer);
    }

    /// No compact signature recovers to the zero signer of a channel that is not there.
    function testEmptySignatureOnNoChannelIsVoid() public {
        expectNothingRedeemed();
        redeem(IEscrow.Redemption(payer.at, 1, 0, 0));
        openFunded();
        expectNothingRedeemed();
        redeem(IEscrow.Redemption(payer.at, 1, 0, 0));
    }

    /// The other root of a signature (s → n − s) is refused in a consent, where 65 bytes could carry it.
    function testMalleatedConsentIsRefused() public {
        openFunded();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(operator.secret, escrow.channelCloseDigest(channelId, 1, 0));
        bytes memory malleated = abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.OperatorSignatureInvalid.selector, channelId, operator.at));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 0, 0, 0, malleated);
    }

    /// In the compact form n − s loses its top bit to the parity, so no malleated voucher recovers to the signer.
    function testFuzzMalleatedVoucherIsVoid(uint128 amount, bool flip) public {
        openFunded();
        amount = uint128(bound(amount, 1, DEPOSIT));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(session.secret, escrow.voucherDigest(channelId, 1, amount));
        uint256 parity = flip ? 28 - v : v - 27;
        uint256 malleated = (CURVE_ORDER - uint256(s)) & (type(uint256).max >> 1);
        expectNothingRedeemed();
        redeem(IEscrow.Redemption(payer.at, amount, r, bytes32(parity << 255 | malleated)));
    }

    /// Where a high s does fit into 255 bits it is refused by its size.
    function testHighSInCompactFormIsVoid() public {
        openFunded();
        (bytes32 r,) = signCompact(session.secret, escrow.voucherDigest(channelId, 1, 30e6));
        uint256 justAboveHalf = CURVE_ORDER / 2 + 1;
        expectNothingRedeemed();
        redeem(IEscrow.Redemption(payer.at, 30e6, r, bytes32(justAboveHalf)));
    }

    function testFuzzForgedVoucherIsVoid(uint128 amount, bytes32 r, bytes32 vs) public {
        openFunded();
        expectNothingRedeemed();
        redeem(IEscrow.Redemption(payer.at, amount, r, vs));
        vm.assertEq(balance(operator.at), 0, "nobody is paid");
    }

    function testPauseAndDelistingNeverHoldMoneyBack() public {
        openFunded();
        fund(payer.at, 7e6);
        escrow.pauseDeposits(true);
        escrow.setTokenListed(address(dollar), false);
        redeem(voucher(30e6));
        vm.prank(operator.at);
        escrow.withdraw(address(dollar), 30e6, operator.at);
        vm.startPrank(payer.at);
        escrow.withdraw(address(dollar), 7e6, payer.at);
        uint48 closesAt = escrow.startClose(operator.at, address(dollar));
        vm.warp(closesAt);
        escrow.finishClose(payer.at, operator.at, address(dollar));
        escrow.withdraw(address(dollar), DEPOSIT - 30e6, payer.at);
        vm.stopPrank();
        vm.assertEq(dollar.balanceOf(address(escrow)), 0, "everyone is out");
    }

    /// An operator cannot lengthen the exit: redeeming while closing does not move its end.
    function testOperatorCannotDelayTheExit() public {
        openFunded();
        vm.prank(payer.at);
        uint48 closesAt = escrow.startClose(operator.at, address(dollar));
        vm.warp(closesAt - 1);
        redeem(voucher(1));
        vm.assertEq(escrow.channel(payer.at, operator.at, address(dollar)).closesAt, closesAt, "unchanged");
        vm.warp(closesAt);
        escrow.finishClose(payer.at, operator.at, address(dollar));
    }

    /// A payer cannot shorten the exit by closing, finishing and opening again around an operator's redemption.
    function testPayerCannotTakeMoneyBeforeTheDelay() public {
        openFunded();
        vm.startPrank(payer.at);
        uint48 closesAt = escrow.startClose(operator.at, address(dollar));
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.CloseDelayNotOver.selector, channelId, closesAt, block.timestamp)
        );
        escrow.finishClose(payer.at, operator.at, address(dollar));
        vm.stopPrank();
        vm.assertEq(balance(payer.at), 0, "still in the channel");
    }
}
