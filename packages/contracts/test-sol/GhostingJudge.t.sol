// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Receipts} from "../contracts/Receipts.sol";
import {TestDollar} from "../contracts/TestDollar.sol";
import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {IEscrow} from "../contracts/interfaces/IEscrow.sol";
import {GhostingJudge} from "../contracts/judges/GhostingJudge.sol";
import {Chambers, ReceiptJudge} from "../contracts/judges/ReceiptJudge.sol";
import {MessageHashes, Order, Quote, Receipt} from "../contracts/libraries/MessageHashes.sol";
import {Windows} from "../contracts/libraries/Windows.sol";
import {CourtFixture} from "./support/CourtFixture.sol";
import {CallbackToken} from "./support/HostileTokens.sol";
import {Key} from "./support/TestBase.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title Paid under an accepted lease, and nothing to show for it
contract GhostingJudgeTest is CourtFixture {
    uint128 private constant PAID = 40e6;

    Key private session;
    bytes32 private channelId;
    address private settlement;
    /// @dev What a payer states that grants nothing.
    GhostingJudge.Granted private nothing;

    function setUp() public override {
        super.setUp();
        session = keyOf("session");
        dollar.mint(buyer.at, 100e6);
        openChannelIn(address(dollar));
    }

    function testSilenceConvictsAndThePayerClaimsWhatItPaid() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        vm.assertTrue(vault.isLocked(operator.at), "locked");
        vm.warp(block.timestamp + ANSWER + 1);
        ghosting.conclude(caseId);
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 40e18, "forty dollars at one MILL each");
        vm.warp(court.potOf(caseId).claimsUntil + 1);
        court.settle(caseId);
        vm.assertEq(court.takeRefund(caseId, buyer.at), 40e18, "refunded");
        assertConserved();
    }

    /// What the payer lost on the channel covers what it paid for each run there: its receipts are no second claim.
    function testThePayerDoesNotClaimItsLossAgainWithReceipts() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        Receipt memory receipt = serve(order, PAID)[0].receipt;
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        vm.warp(block.timestamp + ANSWER + 1);
        ghosting.conclude(caseId);
        court.claim(caseId, claimWith(receipt));
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 40e18, "what it lost");
        vm.assertEq(court.claimOf(caseId, buyer.at, true), 0, "and nothing with receipts");
        Receipt memory theirs = copyOf(receipt);
        theirs.payer = other.at;
        court.claim(caseId, claimWith(theirs));
        vm.assertEq(court.claimOf(caseId, other.at, false), 40e18, "other payers claim with theirs");
        court.setRate(address(mill), 1e18);
        Receipt memory elsewhere = copyOf(receipt);
        elsewhere.token = address(mill);
        elsewhere.amount = 1e18;
        court.claim(caseId, claimWith(elsewhere));
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 41e18, "and it does in another token");
    }

    /// What the node hid of its epoch convicts it of that, also where it owed it to the payer whose loss is made good already.
    function testReceiptsOfThePayerStillCountAgainstTheTotals() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        Receipt memory receipt = serve(order, 1e6)[0].receipt;
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0, 1);
        vm.warp(block.timestamp + ANSWER + 1);
        ghosting.conclude(caseId);
        court.claim(caseId, claimWith(receipt));
        vm.assertFalse(court.potOf(caseId).underDeclared, "as declared");
        Receipt memory hidden = copyOf(receipt);
        (hidden.sequence, hidden.amount) = (2, 5e6);
        court.claim(caseId, claimWith(hidden));
        vm.assertTrue(court.potOf(caseId).underDeclared, "more than was declared");
        vm.assertEq(stakeOf(operator.at), 0, "all its stake");
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 40e18, "its loss");
        vm.assertEq(court.claimOf(caseId, buyer.at, true), 0, "is booked once");
        assertConserved();
    }

    /// A loss in a token without a rate is made good by nothing: receipts in it count as anybody's once it has one.
    function testALossWithoutARateMakesNothingGood() public {
        TestDollar token = new TestDollar();
        escrow.setTokenListed(address(token), true);
        token.mint(buyer.at, 100e6);
        openChannelIn(address(token));
        (Quote memory quote, Order memory order) = lease(1, 0);
        Receipt memory receipt = receiptOf(buyer.at, 1, 5e6);
        receipt.leaseId = digestOf(order);
        receipt.token = address(token);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        vm.warp(block.timestamp + ANSWER + 1);
        ghosting.conclude(caseId);
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 0, "worth nothing");
        vm.assertEq(ghosting.madeGoodOf(channelId, 1), 0, "nothing is made good");
        court.setRate(address(token), RATE);
        court.claim(caseId, claimWith(receipt));
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 5e18, "and its receipts count");
    }

    /// Closing the channel does not wipe out what the operator took.
    function testClosingTheChannelDoesNotHelp() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        redeem(PAID);
        vm.prank(operator.at);
        escrow.closeByOperator(buyer.at, address(dollar));
        bytes32 caseId = charge(quote, order, 0);
        vm.assertEq(ghosting.matterOf(caseId).redeemed, PAID, "still known");
    }

    function testReceiptsInRootsAnswer() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        GhostingJudge.Cover[] memory covers = serve(order, PAID);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        ghosting.account(caseId, covers);
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(court.owedTo(operator.at), SMALL_BOND, "a false charge pays the operator");
        assertConserved();
    }

    /// A payer cannot frame an operator by an order that it never sent: the other leases of the channel account for the money.
    function testAnOrderThatWasNeverSentConvictsNobody() public {
        (, Order memory served) = lease(1, 0);
        (Quote memory quote, Order memory unsent) = lease(2, 0);
        GhostingJudge.Cover[] memory covers = serve(served, PAID);
        redeem(PAID);
        bytes32 caseId = charge(quote, unsent, 0);
        ghosting.account(caseId, covers);
        assertState(caseId, ICourthouse.CaseState.Dismissed);
    }

    /// The attack: a payer with a long-lived channel grants nothing, so that the operator has to show all of it, or pay.
    function testWhoGrantsNothingIsRefutedByOneReceipt() public {
        (, Order memory served) = lease(1, 0);
        serve(served, 10e6);
        (, Order memory another) = lease(2, 0);
        GhostingJudge.Cover[] memory covers = serve(another, 10e6);
        (Quote memory quote, Order memory order) = lease(3, 0);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        ghosting.account(caseId, covers);
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(court.owedTo(operator.at), SMALL_BOND, "a false charge pays the operator");
        assertConserved();
    }

    /// A statement that grants much makes work, and pays for it: one item more disproves it.
    function testOneItemMoreThanGrantedDisprovesTheStatement() public {
        (, Order memory served) = lease(1, 0);
        GhostingJudge.Cover[] memory first = serve(served, 10e6);
        (, Order memory another) = lease(2, 0);
        GhostingJudge.Cover[] memory second = serve(another, 10e6);
        (Quote memory quote, Order memory order) = lease(3, 0);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 15e6, 1);
        ghosting.account(caseId, first);
        assertState(caseId, ICourthouse.CaseState.Open);
        vm.assertEq(ghosting.chargedOf(caseId), 25e6, "what was granted is no answer");
        ghosting.account(caseId, second);
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(court.owedTo(operator.at), SMALL_BOND + ITEM_BOND, "paid for its account");
        Order memory many = order;
        bytes memory data = abi.encodeCall(
            ghosting.charge, (quote, signQuote(quote), many, GhostingJudge.Granted(0, uint32(ghosting.ITEMS_MAX() + 1)))
        );
        refused(buyer.at, address(ghosting), data, GhostingJudge.ItemsTooMany.selector);
    }

    /// The receipts that a payer grants do not cover the money that it misses.
    function testWhatIsGrantedHonestlyIsNoAnswer() public {
        (, Order memory served) = lease(1, 0);
        GhostingJudge.Cover[] memory covers = serve(served, 10e6);
        (Quote memory quote, Order memory order) = lease(2, 0);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 10e6, 1);
        ghosting.account(caseId, covers);
        vm.warp(block.timestamp + ANSWER + 1);
        ghosting.conclude(caseId);
        assertState(caseId, ICourthouse.CaseState.Convicted);
        vm.assertEq(court.claimOf(caseId, buyer.at, false), 30e18, "what it misses");
        vm.assertEq(court.owedTo(buyer.at), SMALL_BOND + ITEM_BOND, "the bond is back");
    }

    /// A lease costs at most what its order says, so no more is charged; and money is charged once, whatever became of it.
    function testNoMoreIsChargedThanTheLeaseCouldCostAndNothingTwice() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        (Quote memory second, Order memory another) = lease(2, 0);
        (order.amountMax, another.amountMax) = (25e6, 25e6);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        bytes32 later = charge(second, another, 0);
        vm.assertEq(ghosting.chargedOf(caseId), 25e6, "of forty");
        vm.warp(block.timestamp + ANSWER + 1);
        ghosting.conclude(caseId);
        vm.assertEq(ghosting.chargedOf(later), 15e6, "the rest");
        ghosting.conclude(later);
        vm.assertEq(ghosting.madeGoodOf(channelId, 1), 25e6, "a repeated conviction books nothing");
        assertConserved();
    }

    /// The attack: accused, the node makes up a receipt under the order it ghosted, and posts it in its next root.
    function testReceiptsMadeUpAfterTheChargeAreNoAnswer() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        Receipt memory forged = receiptOf(buyer.at, 1, PAID);
        forged.leaseId = digestOf(order);
        forged.startedAt = order.expiresAt - 1;
        postAlone(forged, PAID);
        GhostingJudge.Cover[] memory covers = new GhostingJudge.Cover[](1);
        covers[0] = GhostingJudge.Cover(order, signOrder(order), forged, new bytes32[](0));
        accountRefused(caseId, covers, GhostingJudge.CoverTooLate.selector);
        // Nor one that it dates into the time of an order that runs, if it began after the charge.
        (, Order memory running) = lease(2, 0);
        vm.warp(block.timestamp + 1);
        covers = serve(running, PAID);
        accountRefused(caseId, covers, GhostingJudge.CoverTooLate.selector);
    }

    /// A run that was under way, and one whose epoch was not yet posted, account for their money.
    function testReceiptsThatWereNotYetPostedAnswer() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        redeem(PAID);
        vm.warp(uint256(order.expiresAt) + 2 * EPOCH + POSTING + 1);
        (, Order memory running) = lease(2, 0);
        bytes32 caseId = charge(quote, order, 0);
        ghosting.account(caseId, serve(running, 1e6));
        assertState(caseId, ICourthouse.CaseState.Dismissed);
    }

    /// Any number of receipts over nothing could be had.
    function testReceiptsOverNothingAreNoItems() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        GhostingJudge.Cover[] memory covers = serve(order, 0);
        redeem(PAID);
        accountRefused(charge(quote, order, 0), covers, GhostingJudge.CoverWorthless.selector);
    }

    /// Nor by paying too much: what was not earned can be given back, at no loss.
    function testMoneyThatWasNotEarnedIsGivenBackWithoutFault() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        GhostingJudge.Cover[] memory covers = serve(order, 30e6);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0, 1);
        ghosting.account(caseId, covers);
        dollar.mint(operator.at, 10e6);
        vm.startPrank(operator.at);
        dollar.approve(address(ghosting), 10e6);
        vm.assertEq(ghosting.giveBack(caseId), 10e6, "the rest");
        vm.stopPrank();
        assertState(caseId, ICourthouse.CaseState.Dismissed);
        vm.assertEq(court.owedTo(buyer.at), SMALL_BOND + ITEM_BOND, "the charge was not false");
        vm.prank(buyer.at);
        vm.assertEq(ghosting.withdraw(address(dollar)), 10e6, "paid back");
        bytes memory data = abi.encodeCall(ghosting.withdraw, (address(dollar)));
        refused(buyer.at, address(ghosting), data, GhostingJudge.NothingOwed.selector);
    }

    /// Orders cost a payer nothing, so what was given back answers every charge of that opening, earlier and later ones.
    function testMoneyIsGivenBackOnceHoweverManyOrdersThereAre() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        (Quote memory second, Order memory sham) = lease(2, 0);
        (Quote memory third, Order memory late) = lease(3, 0);
        (Quote memory fourth, Order memory waiting) = lease(4, 0);
        redeem(PAID);
        bytes32 first = charge(quote, order, 0);
        bytes32 again = charge(second, sham, 0);
        bytes32 ignored = charge(fourth, waiting, 0);
        dollar.mint(operator.at, PAID);
        vm.startPrank(operator.at);
        dollar.approve(address(ghosting), 2 * PAID);
        vm.assertEq(ghosting.giveBack(first), PAID, "all of it");
        vm.assertEq(ghosting.giveBack(again), 0, "nothing is left to give back");
        vm.stopPrank();
        bytes memory data = abi.encodeCall(ghosting.charge, (third, signQuote(third), late, nothing));
        refused(buyer.at, address(ghosting), data, GhostingJudge.NothingUnaccounted.selector);
        vm.warp(block.timestamp + ANSWER + 1);
        ghosting.conclude(ignored);
        assertState(ignored, ICourthouse.CaseState.Dismissed);
        vm.assertEq(ghosting.owedTo(address(dollar), buyer.at), PAID, "owed once");
        vm.assertEq(stakeOf(operator.at), STAKE, "not slashed");
        assertConserved();
    }

    /// A fee is due with the order, whether the payer came or not: it convicts nobody.
    function testFeesAreAccountedFor() public {
        (Quote memory quote, Order memory order) = lease(1, PAID);
        redeem(PAID);
        bytes memory data = abi.encodeCall(ghosting.charge, (quote, signQuote(quote), order, nothing));
        vm.warp(uint256(order.expiresAt) + 2 * EPOCH + POSTING + 1);
        refused(buyer.at, address(ghosting), data, GhostingJudge.NothingUnaccounted.selector);
        (Quote memory unsent, Order memory second) = lease(2, 0);
        bytes32 caseId = charge(unsent, second, 0);
        ghosting.accountFee(caseId, quote, order, signOrder(order));
        assertState(caseId, ICourthouse.CaseState.Dismissed);
    }

    function testEachReceiptCountsOnceAndOnlyOnItsChannelAndOpening() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        GhostingJudge.Cover[] memory covers = serve(order, 10e6);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0, 9);
        ghosting.account(caseId, covers);
        vm.assertEq(ghosting.matterOf(caseId).covered, 10e6, "counted");
        accountRefused(caseId, covers, GhostingJudge.CoverKnown.selector);
        GhostingJudge.Cover[] memory hollow = abi.decode(abi.encode(covers), (GhostingJudge.Cover[]));
        hollow[0].receipt.sequence = 2;
        accountRefused(caseId, hollow, GhostingJudge.ReceiptNotIncluded.selector);
        hollow = abi.decode(abi.encode(covers), (GhostingJudge.Cover[]));
        hollow[0].order.epoch = 7;
        accountRefused(caseId, hollow, GhostingJudge.OrderNotOfChannel.selector);
        hollow = abi.decode(abi.encode(covers), (GhostingJudge.Cover[]));
        hollow[0].orderSignature = signBytes(operator.secret, digestOf(hollow[0].order));
        accountRefused(caseId, hollow, ReceiptJudge.SignatureInvalid.selector);
        hollow = abi.decode(abi.encode(covers), (GhostingJudge.Cover[]));
        hollow[0].receipt.payer = other.at;
        accountRefused(caseId, hollow, GhostingJudge.CoverNotOfMatter.selector);
    }

    function testOnlyThePayerChargesAndOnlyWhenReceiptsAreDue() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        redeem(PAID);
        bytes memory data = abi.encodeCall(ghosting.charge, (quote, signQuote(quote), order, nothing));
        refused(buyer.at, address(ghosting), data, GhostingJudge.ReceiptsNotDue.selector);
        vm.warp(uint256(order.expiresAt) + 2 * EPOCH + POSTING + 1);
        refused(reporter.at, address(ghosting), data, GhostingJudge.CallerNotPayer.selector);
        bytes memory forged = signBytes(buyer.secret, digestOf(quote));
        bytes memory bad = abi.encodeCall(ghosting.charge, (quote, forged, order, nothing));
        refused(buyer.at, address(ghosting), bad, ReceiptJudge.SignatureInvalid.selector);
        bad = abi.encodeCall(ghosting.charge, (quote, signQuote(quote), order, GhostingJudge.Granted(PAID, 0)));
        refused(buyer.at, address(ghosting), bad, GhostingJudge.NothingUnaccounted.selector);
        order.epoch = 2;
        bad = abi.encodeCall(ghosting.charge, (quote, signQuote(quote), order, nothing));
        refused(buyer.at, address(ghosting), bad, GhostingJudge.OrderNotOfChannel.selector);
        vm.prank(buyer.at);
        (bool done,) = address(ghosting).call(data);
        vm.assertTrue(done, "the payer may");
        refused(buyer.at, address(ghosting), data, ICourthouse.CaseKnown.selector);
    }

    function testAnswersEndInTimeAndAreTheOperators() public {
        (Quote memory quote, Order memory order) = lease(1, 0);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        bytes memory data = abi.encodeCall(ghosting.giveBack, (caseId));
        refused(reporter.at, address(ghosting), data, GhostingJudge.CallerNotOperator.selector);
        bytes memory early = abi.encodeCall(ghosting.conclude, (caseId));
        refused(reporter.at, address(ghosting), early, GhostingJudge.AnswerTimeNotOver.selector);
        vm.warp(block.timestamp + ANSWER + 1);
        refused(operator.at, address(ghosting), data, GhostingJudge.AnswerTimeOver.selector);
    }

    /// A settlement token that calls back in the middle of the giving back changes nothing.
    function testATokenThatCallsBackConvictsNobody() public {
        CallbackToken token = new CallbackToken();
        escrow.setTokenListed(address(token), true);
        court.setRate(address(token), RATE);
        token.mint(buyer.at, 100e6);
        openChannelIn(address(token));
        (Quote memory quote, Order memory order) = lease(1, 0);
        redeem(PAID);
        bytes32 caseId = charge(quote, order, 0);
        token.mint(operator.at, PAID);
        token.callDuringTransfer(address(ghosting), abi.encodeCall(ghosting.conclude, (caseId)));
        vm.startPrank(operator.at);
        token.approve(address(ghosting), PAID);
        ghosting.giveBack(caseId);
        vm.stopPrank();
        vm.assertTrue(token.called() && !token.succeeded(), "called back, and refused");
        token.callDuringTransfer(address(ghosting), abi.encodeCall(ghosting.withdraw, (address(token))));
        vm.prank(buyer.at);
        ghosting.withdraw(address(token));
        vm.assertTrue(token.called() && !token.succeeded(), "nothing is owed twice");
        vm.assertEq(token.balanceOf(buyer.at), PAID, "paid once");
        vm.assertEq(stakeOf(operator.at), STAKE, "not slashed");
    }

    /// What was earned a moment before the charge can be in a posted root before the time to answer is over.
    function testTimeToAnswerSpansTwoEpochs() public {
        Receipts slow = new Receipts(registry, 7 days, POSTING);
        Chambers memory chambers = Chambers(court, registry, slow, escrow);
        vm.chainId(10);
        vm.expectRevert(abi.encodeWithSelector(Windows.WindowOutOfBounds.selector, 13 days, 14 days, 14 days));
        new GhostingJudge(chambers, 13 days, SMALL_BOND, ITEM_BOND);
        new GhostingJudge(chambers, 14 days, SMALL_BOND, ITEM_BOND);
    }

    function openChannelIn(address token) private {
        settlement = token;
        channelId = escrow.channelIdOf(buyer.at, operator.at, token);
        vm.startPrank(buyer.at);
        IERC20(token).approve(address(escrow), 100e6);
        escrow.deposit(token, buyer.at, 100e6);
        escrow.openChannel(operator.at, token, 100e6, session.at);
        vm.stopPrank();
    }

    function lease(uint64 sequence, uint128 fee) private view returns (Quote memory quote, Order memory order) {
        quote.payer = buyer.at;
        quote.operator = operator.at;
        quote.node = node.at;
        quote.token = settlement;
        quote.fee = fee;
        quote.amountMax = 100e6;
        quote.sequence = sequence;
        quote.expiresAt = uint64(block.timestamp + 60);
        order.quoteHash = digestOf(quote);
        order.channelId = channelId;
        order.epoch = escrow.channel(buyer.at, operator.at, settlement).epoch;
        order.payer = buyer.at;
        order.operator = operator.at;
        order.node = node.at;
        order.signer = session.at;
        order.amountMax = 100e6;
        order.sequence = sequence;
        order.expiresAt = uint64(block.timestamp + 60);
    }

    /// One run under the order, its receipt alone in the epoch's root.
    function serve(Order memory order, uint128 amount) private returns (GhostingJudge.Cover[] memory covers) {
        Receipt memory receipt = receiptOf(buyer.at, 1, amount);
        receipt.leaseId = digestOf(order);
        postAlone(receipt, amount);
        covers = new GhostingJudge.Cover[](1);
        covers[0] = GhostingJudge.Cover(order, signOrder(order), receipt, new bytes32[](0));
    }

    function redeem(uint128 amount) private {
        uint64 epoch = escrow.channel(buyer.at, operator.at, settlement).epoch;
        (bytes32 r, bytes32 vs) = signCompact(session.secret, escrow.voucherDigest(channelId, epoch, amount));
        IEscrow.Redemption[] memory batch = new IEscrow.Redemption[](1);
        batch[0] = IEscrow.Redemption(buyer.at, amount, r, vs);
        escrow.redeem(operator.at, settlement, batch);
    }

    function charge(Quote memory quote, Order memory order, uint128 granted) private returns (bytes32) {
        return charge(quote, order, granted, 0);
    }

    function charge(Quote memory quote, Order memory order, uint128 granted, uint32 items) private returns (bytes32) {
        bytes memory signature = signQuote(quote);
        uint256 due = uint256(order.expiresAt) + 2 * EPOCH + POSTING + 1;
        if (vm.getBlockTimestamp() < due) vm.warp(due);
        vm.prank(buyer.at);
        return ghosting.charge(quote, signature, order, GhostingJudge.Granted(granted, items));
    }

    function accountRefused(bytes32 caseId, GhostingJudge.Cover[] memory covers, bytes4 selector) private {
        refused(operator.at, address(ghosting), abi.encodeCall(ghosting.account, (caseId, covers)), selector);
    }

    function digestOf(Quote memory quote) private view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(escrow.domainSeparator(), MessageHashes.hashQuote(quote));
    }

    function digestOf(Order memory order) private view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(escrow.domainSeparator(), MessageHashes.hashOrder(order));
    }

    function signQuote(Quote memory quote) private view returns (bytes memory) {
        return signBytes(node.secret, digestOf(quote));
    }

    function signOrder(Order memory order) private view returns (bytes memory) {
        return signBytes(session.secret, digestOf(order));
    }
}
