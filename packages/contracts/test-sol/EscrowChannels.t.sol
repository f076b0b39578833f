// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Escrow} from "../contracts/Escrow.sol";
import {IEscrow} from "../contracts/interfaces/IEscrow.sol";
import {IEscrowBalances} from "../contracts/interfaces/IEscrowBalances.sol";
import {Channel, ChannelState} from "../contracts/libraries/ChannelStates.sol";
import {ContractWallet} from "./support/ContractWallet.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";

contract EscrowChannelsTest is EscrowFixture {
    function testOpenMovesTheDepositIntoTheChannel() public {
        fund(payer.at, DEPOSIT + 5);
        vm.expectEmit(address(escrow));
        emit IEscrow.ChannelOpened(channelId, payer.at, operator.at, address(dollar), session.at, 1, DEPOSIT);
        vm.prank(payer.at);
        bytes32 id = escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        vm.assertEq(id, channelId, "channel id");
        Channel memory stored = escrow.channel(payer.at, operator.at, address(dollar));
        vm.assertEq(stored.deposit, DEPOSIT, "deposit");
        vm.assertEq(stored.redeemed, 0, "redeemed");
        vm.assertEq(stored.signer, session.at, "signer");
        vm.assertEq(stored.epoch, 1, "epoch");
        vm.assertEq(balance(payer.at), 5, "balance");
        assertState(ChannelState.Open);
        assertConserved(dollar);
    }

    function testOpenRefusesASecondChannelOfTheSameKey() public {
        openFunded();
        fund(payer.at, DEPOSIT);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelAlreadyOpen.selector, channelId));
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
    }

    function testOpenRefusesBadArguments() public {
        fund(payer.at, DEPOSIT);
        vm.startPrank(payer.at);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.OperatorInvalid.selector, address(0)));
        escrow.openChannel(address(0), address(dollar), DEPOSIT, session.at);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.SignerInvalid.selector, address(0)));
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, address(0));
        vm.expectRevert(IEscrowBalances.AmountZero.selector);
        escrow.openChannel(operator.at, address(dollar), 0, session.at);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrowBalances.BalanceInsufficient.selector, address(dollar), payer.at, DEPOSIT, DEPOSIT + 1
            )
        );
        escrow.openChannel(operator.at, address(dollar), DEPOSIT + 1, session.at);
        vm.stopPrank();
    }

    function testTopUpAddsToTheDeposit() public {
        openFunded();
        fund(payer.at, 10);
        vm.expectEmit(address(escrow));
        emit IEscrow.ChannelToppedUp(channelId, 10, DEPOSIT + 10);
        vm.prank(payer.at);
        escrow.topUp(operator.at, address(dollar), 10);
        vm.assertEq(redeem(voucher(DEPOSIT + 10)), DEPOSIT + 10, "all of it redeemable");
        assertConserved(dollar);
    }

    function testTopUpIsRefusedWhereNoChannelIsOpenOrItIsClosing() public {
        vm.startPrank(payer.at);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelNotOpen.selector, channelId));
        escrow.topUp(operator.at, address(dollar), 1);
        vm.stopPrank();
        openFunded();
        fund(payer.at, 10);
        vm.startPrank(payer.at);
        vm.expectRevert(IEscrowBalances.AmountZero.selector);
        escrow.topUp(operator.at, address(dollar), 0);
        uint48 closesAt = escrow.startClose(operator.at, address(dollar));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelAlreadyClosing.selector, channelId, closesAt));
        escrow.topUp(operator.at, address(dollar), 10);
        vm.stopPrank();
    }

    function testRedeemByAnyoneCreditsTheOperator() public {
        openFunded();
        vm.expectEmit(address(escrow));
        emit IEscrow.ChannelRedeemed(channelId, 30e6, 30e6);
        vm.expectEmit(address(escrow));
        emit IEscrow.OperatorCredited(address(dollar), operator.at, 30e6);
        vm.prank(stranger.at);
        vm.assertEq(redeem(voucher(30e6)), 30e6, "credited");
        vm.assertEq(balance(operator.at), 30e6, "operator paid");
        vm.assertEq(balance(stranger.at), 0, "submitter not paid");
        assertConserved(dollar);
    }

    function testRedeemIsCumulative() public {
        openFunded();
        redeem(voucher(30e6));
        vm.assertEq(redeem(voucher(45e6)), 15e6, "only the difference");
        vm.assertEq(balance(operator.at), 45e6, "in all");
    }

    function testRedeemAboveTheDepositPaysTheDeposit() public {
        openFunded();
        vm.assertEq(redeem(voucher(DEPOSIT + 50)), DEPOSIT, "what there is");
        IEscrow.Redemption memory greater = voucher(DEPOSIT + 60);
        expectNothingRedeemed();
        redeem(greater);
        fund(payer.at, 20);
        vm.prank(payer.at);
        escrow.topUp(operator.at, address(dollar), 20);
        vm.assertEq(redeem(voucher(DEPOSIT + 50)), 20, "the same voucher pays on after a top-up");
        assertConserved(dollar);
    }

    function testOneBadVoucherDoesNotStopTheOthers() public {
        openFunded();
        address other = keyOf("other payer").at;
        bytes32 otherId = escrow.channelIdOf(other, operator.at, address(dollar));
        IEscrow.Redemption[] memory batch = new IEscrow.Redemption[](4);
        batch[0] = voucherBy(stranger.secret, 10e6);
        batch[1] = voucher(10e6);
        batch[2] = voucher(10e6);
        batch[3] = voucher(20e6);
        batch[3].payer = other;
        vm.expectEmit(address(escrow));
        emit IEscrow.RedemptionSkipped(channelId, IEscrow.SkipReason.SignatureInvalid);
        vm.expectEmit(address(escrow));
        emit IEscrow.ChannelRedeemed(channelId, 10e6, 10e6);
        vm.expectEmit(address(escrow));
        emit IEscrow.RedemptionSkipped(channelId, IEscrow.SkipReason.Stale);
        vm.expectEmit(address(escrow));
        emit IEscrow.RedemptionSkipped(otherId, IEscrow.SkipReason.NotOpen);
        vm.assertEq(escrow.redeem(operator.at, address(dollar), batch), 10e6, "the good one pays");
    }

    function testEmptyAndHugeBatchesAreRefused() public {
        expectNothingRedeemed();
        escrow.redeem(operator.at, address(dollar), new IEscrow.Redemption[](0));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.BatchTooLarge.selector, 201, 200));
        escrow.redeem(operator.at, address(dollar), new IEscrow.Redemption[](201));
    }

    function testPayerMaySignItsOwnVouchers() public {
        fund(payer.at, DEPOSIT);
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, payer.at);
        vm.assertEq(redeem(voucherBy(payer.secret, 1)), 1, "credited");
    }

    function testCooperativeClosePaysBothAtOnce() public {
        openFunded();
        IEscrow.Redemption memory last = voucher(40e6);
        bytes memory consent = consentTo(40e6);
        vm.expectEmit(address(escrow));
        emit IEscrow.ChannelClosed(channelId, IEscrow.CloseReason.Cooperative, 40e6, DEPOSIT - 40e6);
        vm.prank(stranger.at);
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 40e6, last.r, last.vs, consent);
        vm.assertEq(balance(operator.at), 40e6, "operator paid");
        vm.assertEq(balance(payer.at), DEPOSIT - 40e6, "payer refunded");
        assertState(ChannelState.None);
        assertConserved(dollar);
    }

    function testCooperativeCloseAtTheRedeemedAmountNeedsNoVoucher() public {
        openFunded();
        redeem(voucher(40e6));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 40e6, 0, 0, consentTo(40e6));
        vm.assertEq(balance(operator.at), 40e6, "operator keeps what was redeemed");
        vm.assertEq(balance(payer.at), DEPOSIT - 40e6, "payer refunded");
    }

    function testCooperativeCloseNeedsBothSignatures() public {
        openFunded();
        IEscrow.Redemption memory good = voucher(40e6);
        IEscrow.Redemption memory forged = voucherBy(stranger.secret, 40e6);
        bytes memory consent = consentTo(40e6);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.VoucherSignatureInvalid.selector, channelId, 40e6));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 40e6, forged.r, forged.vs, consent);
        bytes memory other = consentTo(39e6);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.OperatorSignatureInvalid.selector, channelId, operator.at));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 40e6, good.r, good.vs, other);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.OperatorSignatureInvalid.selector, channelId, operator.at));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 40e6, good.r, good.vs, "");
    }

    function testCooperativeCloseCannotTakeBackWhatWasRedeemed() public {
        openFunded();
        redeem(voucher(40e6));
        IEscrow.Redemption memory older = voucher(30e6);
        bytes memory consent = consentTo(30e6);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.CloseAmountTooLow.selector, channelId, 30e6, 40e6));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 30e6, older.r, older.vs, consent);
    }

    function testCooperativeCloseAboveTheDepositPaysTheDeposit() public {
        openFunded();
        IEscrow.Redemption memory last = voucher(DEPOSIT + 9);
        escrow.closeCooperatively(
            payer.at, operator.at, address(dollar), DEPOSIT + 9, last.r, last.vs, consentTo(DEPOSIT + 9)
        );
        vm.assertEq(balance(operator.at), DEPOSIT, "operator paid the deposit");
        vm.assertEq(balance(payer.at), 0, "nothing left");
        assertConserved(dollar);
    }

    function testContractOperatorConsentsByErc1271() public {
        ContractWallet wallet = new ContractWallet(operator.at);
        fund(payer.at, DEPOSIT);
        vm.prank(payer.at);
        bytes32 id = escrow.openChannel(address(wallet), address(dollar), DEPOSIT, session.at);
        bytes memory consent = signBytes(operator.secret, escrow.channelCloseDigest(id, 1, 0));
        escrow.closeCooperatively(payer.at, address(wallet), address(dollar), 0, 0, 0, consent);
        vm.assertEq(balance(payer.at), DEPOSIT, "refunded");
    }

    function testOperatorClosesItsSideAtOnce() public {
        openFunded();
        redeem(voucher(40e6));
        vm.expectEmit(address(escrow));
        emit IEscrow.ChannelClosed(channelId, IEscrow.CloseReason.ByOperator, 40e6, DEPOSIT - 40e6);
        vm.prank(operator.at);
        escrow.closeByOperator(payer.at, address(dollar));
        vm.assertEq(balance(payer.at), DEPOSIT - 40e6, "payer refunded");
        assertState(ChannelState.None);
    }

    function testNobodyElseClosesAsTheOperator() public {
        openFunded();
        bytes32 strangersId = escrow.channelIdOf(payer.at, stranger.at, address(dollar));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelNotOpen.selector, strangersId));
        vm.prank(stranger.at);
        escrow.closeByOperator(payer.at, address(dollar));
    }

    function testPayerLeavesAfterTheDelay() public {
        openFunded();
        redeem(voucher(10e6));
        uint48 expected = uint48(block.timestamp + CLOSE_DELAY);
        vm.expectEmit(address(escrow));
        emit IEscrow.ChannelCloseStarted(channelId, expected);
        vm.prank(payer.at);
        escrow.startClose(operator.at, address(dollar));
        assertState(ChannelState.Closing);
        vm.warp(expected - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.CloseDelayNotOver.selector, channelId, expected, uint256(expected) - 1)
        );
        escrow.finishClose(payer.at, operator.at, address(dollar));
        vm.warp(expected);
        vm.prank(stranger.at);
        escrow.finishClose(payer.at, operator.at, address(dollar));
        vm.assertEq(balance(payer.at), DEPOSIT - 10e6, "payer refunded");
        assertState(ChannelState.None);
        assertConserved(dollar);
    }

    function testOperatorRedeemsWhileClosing() public {
        openFunded();
        vm.prank(payer.at);
        uint48 closesAt = escrow.startClose(operator.at, address(dollar));
        vm.warp(closesAt + 1);
        vm.assertEq(redeem(voucher(25e6)), 25e6, "until it is finished");
        escrow.finishClose(payer.at, operator.at, address(dollar));
        vm.assertEq(balance(payer.at), DEPOSIT - 25e6, "the rest");
    }

    function testCloseStepsAreRefusedOutOfOrder() public {
        vm.startPrank(payer.at);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelNotOpen.selector, channelId));
        escrow.startClose(operator.at, address(dollar));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelNotOpen.selector, channelId));
        escrow.finishClose(payer.at, operator.at, address(dollar));
        vm.stopPrank();
        openFunded();
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelNotClosing.selector, channelId));
        escrow.finishClose(payer.at, operator.at, address(dollar));
        vm.startPrank(payer.at);
        uint48 closesAt = escrow.startClose(operator.at, address(dollar));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.ChannelAlreadyClosing.selector, channelId, closesAt));
        escrow.startClose(operator.at, address(dollar));
        vm.stopPrank();
    }

    function testReopenedChannelStartsANewEpoch() public {
        openFunded();
        vm.prank(operator.at);
        escrow.closeByOperator(payer.at, address(dollar));
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        Channel memory stored = escrow.channel(payer.at, operator.at, address(dollar));
        vm.assertEq(stored.epoch, 2, "epoch");
        vm.assertEq(stored.redeemed, 0, "redeemed");
        vm.assertEq(stored.closesAt, 0, "not closing");
    }

    function testCloseDelayIsBounded() public {
        uint256 min = 1 minutes;
        uint256 max = 30 days;
        new Escrow(address(this), min);
        new Escrow(address(this), max);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.CloseDelayOutOfBounds.selector, min - 1, min, max));
        new Escrow(address(this), min - 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.CloseDelayOutOfBounds.selector, max + 1, min, max));
        new Escrow(address(this), max + 1);
    }

    function testFuzzWhateverTheOrderTheGreatestVoucherIsPaidOnce(uint128[8] memory amounts, uint128 deposit_) public {
        deposit_ = uint128(bound(deposit_, 1, DEPOSIT));
        fund(payer.at, deposit_);
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), deposit_, session.at);
        uint256 greatest = 0;
        IEscrow.Redemption[] memory batch = new IEscrow.Redemption[](amounts.length);
        for (uint256 i = 0; i < amounts.length; i++) {
            uint128 amount = uint128(bound(amounts[i], 0, 2 * uint256(DEPOSIT)));
            batch[i] = voucher(amount);
            if (amount > greatest) greatest = amount;
        }
        if (greatest == 0) expectNothingRedeemed();
        escrow.redeem(operator.at, address(dollar), batch);
        vm.assertEq(balance(operator.at), greatest < deposit_ ? greatest : deposit_, "min(greatest, deposit)");
        assertConserved(dollar);
    }

    function consentTo(uint128 amount) private view returns (bytes memory) {
        return signBytes(operator.secret, escrow.channelCloseDigest(channelId, currentEpoch(), amount));
    }

    function assertState(ChannelState expected) private view {
        ChannelState state = escrow.channelState(payer.at, operator.at, address(dollar));
        vm.assertEq(uint256(state), uint256(expected), "channel state");
    }
}
