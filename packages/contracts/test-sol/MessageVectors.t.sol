// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    ChannelClose,
    MessageHashes,
    Offer,
    Order,
    Quote,
    Receipt,
    Verdict,
    Voucher
} from "../contracts/libraries/MessageHashes.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title vectors/messages.json: TypeScript and Solidity hash every message alike
contract MessageVectorsTest is EscrowFixture {
    string private json;
    string private at;
    bytes32 private separator;

    function setUp() public override {
        super.setUp();
        json = vm.readFile("../../vectors/messages.json");
        separator = separatorOf(
            vm.parseJsonString(json, ".domain.name"),
            vm.parseJsonString(json, ".domain.version"),
            vm.parseJsonUint(json, ".domain.chainId"),
            vm.parseJsonAddress(json, ".domain.verifyingContract")
        );
    }

    function testOffers() public {
        checkAll("Offer", hashOffer);
    }

    function testQuotes() public {
        checkAll("Quote", hashQuote);
    }

    function testOrders() public {
        checkAll("Order", hashOrder);
    }

    function testVouchers() public {
        checkAll("Voucher", hashVoucher);
    }

    function testChannelCloses() public {
        checkAll("ChannelClose", hashChannelClose);
    }

    function testReceipts() public {
        checkAll("Receipt", hashReceipt);
    }

    function testVerdicts() public {
        checkAll("Verdict", hashVerdict);
    }

    /// No message type may be added to the vectors without a word here on whether the contracts know it.
    function testEveryTypeIsKnown() public view {
        string memory known = " Offer Quote Order Voucher ChannelClose Receipt Verdict ";
        // Said between peers, or to nobody; they never reach a contract.
        string memory offChain = " PeerHello PayerProof PeerKey SealingKey ";
        for (uint256 i = 0; vm.keyExistsJson(json, string.concat(".cases[", vm.toString(i), "]")); i++) {
            string memory kind = vm.parseJsonString(json, string.concat(".cases[", vm.toString(i), "].type"));
            string memory word_ = string.concat(" ", kind, " ");
            vm.assertTrue(vm.contains(known, word_) || vm.contains(offChain, word_), kind);
        }
    }

    function testTypeStrings() public view {
        vm.assertEq(vm.parseJsonString(json, ".typeStrings[0]"), MessageHashes.OFFER_TYPE, "offer");
        vm.assertEq(vm.parseJsonString(json, ".typeStrings[1]"), MessageHashes.QUOTE_TYPE, "quote");
        vm.assertEq(vm.parseJsonString(json, ".typeStrings[2]"), MessageHashes.ORDER_TYPE, "order");
        vm.assertEq(vm.parseJsonString(json, ".typeStrings[3]"), MessageHashes.VOUCHER_TYPE, "voucher");
        vm.assertEq(vm.parseJsonString(json, ".typeStrings[4]"), MessageHashes.CHANNEL_CLOSE_TYPE, "channel close");
        vm.assertEq(vm.parseJsonString(json, ".typeStrings[5]"), MessageHashes.RECEIPT_TYPE, "receipt");
        vm.assertEq(vm.parseJsonString(json, ".typeStrings[6]"), MessageHashes.VERDICT_TYPE, "verdict");
    }

    function testTypeHashes() public pure {
        vm.assertEq(MessageHashes.OFFER_TYPEHASH, keccak256(bytes(MessageHashes.OFFER_TYPE)), "offer");
        vm.assertEq(MessageHashes.QUOTE_TYPEHASH, keccak256(bytes(MessageHashes.QUOTE_TYPE)), "quote");
        vm.assertEq(MessageHashes.ORDER_TYPEHASH, keccak256(bytes(MessageHashes.ORDER_TYPE)), "order");
        vm.assertEq(MessageHashes.VOUCHER_TYPEHASH, keccak256(bytes(MessageHashes.VOUCHER_TYPE)), "voucher");
        bytes32 closeHash = keccak256(bytes(MessageHashes.CHANNEL_CLOSE_TYPE));
        vm.assertEq(MessageHashes.CHANNEL_CLOSE_TYPEHASH, closeHash, "channel close");
        vm.assertEq(MessageHashes.RECEIPT_TYPEHASH, keccak256(bytes(MessageHashes.RECEIPT_TYPE)), "receipt");
        vm.assertEq(MessageHashes.VERDICT_TYPEHASH, keccak256(bytes(MessageHashes.VERDICT_TYPE)), "verdict");
    }

    /// The escrow signs in the domain that the vectors name, for its own chain and address.
    function testEscrowDomain() public view {
        bytes32 expected = separatorOf("Millrace", "1", block.chainid, address(escrow));
        vm.assertEq(escrow.domainSeparator(), expected, "separator");
        bytes32 structHash = MessageHashes.hashVoucher(Voucher("channel", 3, 5));
        vm.assertEq(
            escrow.voucherDigest("channel", 3, 5),
            MessageHashUtils.toTypedDataHash(expected, structHash),
            "voucher digest"
        );
        structHash = MessageHashes.hashChannelClose(ChannelClose("channel", 3, 5));
        vm.assertEq(
            escrow.channelCloseDigest("channel", 3, 5),
            MessageHashUtils.toTypedDataHash(expected, structHash),
            "close digest"
        );
    }

    function checkAll(string memory kind, function() returns (bytes32) hash) private {
        uint256 checked = 0;
        for (uint256 i = 0; vm.keyExistsJson(json, string.concat(".cases[", vm.toString(i), "]")); i++) {
            string memory case_ = string.concat(".cases[", vm.toString(i), "]");
            if (!same(vm.parseJsonString(json, string.concat(case_, ".type")), kind)) continue;
            at = string.concat(case_, ".message.");
            bytes32 structHash = hash();
            vm.assertEq(structHash, vm.parseJsonBytes32(json, string.concat(case_, ".structHash")), case_);
            vm.assertEq(
                MessageHashUtils.toTypedDataHash(separator, structHash),
                vm.parseJsonBytes32(json, string.concat(case_, ".digest")),
                case_
            );
            checked++;
        }
        vm.assertGe(checked, 1, "the vectors hold this type");
    }

    function hashOffer() private view returns (bytes32) {
        Offer memory offer;
        offer.operator = account("operator");
        offer.node = account("node");
        offer.modelRoot = word("modelRoot");
        offer.workload = uint8(number("workload"));
        offer.token = account("token");
        offer.inputPrice = uint128(number("inputPrice"));
        offer.outputPrice = uint128(number("outputPrice"));
        offer.contextTokensMax = uint32(number("contextTokensMax"));
        offer.creditTokens = uint32(number("creditTokens"));
        offer.exactness = uint8(number("exactness"));
        offer.terms = uint8(number("terms"));
        offer.resourceClass = uint8(number("resourceClass"));
        offer.gpuMemoryMib = uint32(number("gpuMemoryMib"));
        offer.country = uint32(number("country"));
        offer.attestations = uint32(number("attestations"));
        offer.slots = uint32(number("slots"));
        offer.noticeSeconds = uint32(number("noticeSeconds"));
        offer.availableFrom = uint64(number("availableFrom"));
        offer.availableUntil = uint64(number("availableUntil"));
        offer.detailsHash = word("detailsHash");
        offer.sequence = uint64(number("sequence"));
        offer.expiresAt = uint64(number("expiresAt"));
        return MessageHashes.hashOffer(offer);
    }

    function hashQuote() private view returns (bytes32) {
        Quote memory quote;
        quote.offerHash = word("offerHash");
        quote.payer = account("payer");
        quote.operator = account("operator");
        quote.node = account("node");
        quote.modelRoot = word("modelRoot");
        quote.workload = uint8(number("workload"));
        quote.token = account("token");
        quote.inputPrice = uint128(number("inputPrice"));
        quote.outputPrice = uint128(number("outputPrice"));
        quote.contextTokensMax = uint32(number("contextTokensMax"));
        quote.creditTokens = uint32(number("creditTokens"));
        quote.terms = uint8(number("terms"));
        quote.noticeSeconds = uint32(number("noticeSeconds"));
        quote.exactness = uint8(number("exactness"));
        quote.policy = uint8(number("policy"));
        quote.policyParameter = uint32(number("policyParameter"));
        quote.beacon = word("beacon");
        quote.slots = uint32(number("slots"));
        quote.startsAt = uint64(number("startsAt"));
        quote.fee = uint128(number("fee"));
        quote.amountMax = uint128(number("amountMax"));
        quote.sequence = uint64(number("sequence"));
        quote.expiresAt = uint64(number("expiresAt"));
        return MessageHashes.hashQuote(quote);
    }

    function hashOrder() private view returns (bytes32) {
        Order memory order;
        order.quoteHash = word("quoteHash");
        order.channelId = word("channelId");
        order.epoch = uint64(number("epoch"));
        order.payer = account("payer");
        order.operator = account("operator");
        order.node = account("node");
        order.signer = account("signer");
        order.policy = uint8(number("policy"));
        order.policyParameter = uint32(number("policyParameter"));
        order.amountMax = uint128(number("amountMax"));
        order.sequence = uint64(number("sequence"));
        order.expiresAt = uint64(number("expiresAt"));
        return MessageHashes.hashOrder(order);
    }

    function hashVoucher() private view returns (bytes32) {
        return MessageHashes.hashVoucher(Voucher(word("channelId"), uint64(number("epoch")), uint128(number("amount"))));
    }

    function hashChannelClose() private view returns (bytes32) {
        return MessageHashes.hashChannelClose(
            ChannelClose(word("channelId"), uint64(number("epoch")), uint128(number("amount")))
        );
    }

    function hashReceipt() private view returns (bytes32) {
        Receipt memory receipt;
        receipt.leaseId = word("leaseId");
        receipt.sequence = uint64(number("sequence"));
        receipt.payer = account("payer");
        receipt.operator = account("operator");
        receipt.node = account("node");
        receipt.token = account("token");
        receipt.modelRoot = word("modelRoot");
        receipt.workload = uint8(number("workload"));
        receipt.exactness = uint8(number("exactness"));
        receipt.build = word("build");
        receipt.beacon = word("beacon");
        receipt.requestHash = word("requestHash");
        receipt.responseHash = word("responseHash");
        receipt.evidenceRoot = word("evidenceRoot");
        receipt.inputUnits = uint64(number("inputUnits"));
        receipt.outputUnits = uint64(number("outputUnits"));
        receipt.amount = uint128(number("amount"));
        receipt.finish = uint8(number("finish"));
        receipt.startedAt = uint64(number("startedAt"));
        receipt.finishedAt = uint64(number("finishedAt"));
        return MessageHashes.hashReceipt(receipt);
    }

    function hashVerdict() private view returns (bytes32) {
        Verdict memory verdict;
        verdict.caseId = word("caseId");
        verdict.round = uint32(number("round"));
        verdict.auditor = account("auditor");
        verdict.receiptHash = word("receiptHash");
        verdict.outcome = uint8(number("outcome"));
        verdict.evidenceHash = word("evidenceHash");
        verdict.salt = word("salt");
        return MessageHashes.hashVerdict(verdict);
    }

    function account(string memory field) private view returns (address) {
        return vm.parseJsonAddress(json, string.concat(at, field));
    }

    function word(string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(at, field));
    }

    function number(string memory field) private view returns (uint256) {
        return vm.parseJsonUint(json, string.concat(at, field));
    }

    function separatorOf(string memory name, string memory version, uint256 chain, address verifier)
        private
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chain,
                verifier
            )
        );
    }

    function same(string memory left, string memory right) private pure returns (bool) {
        return keccak256(bytes(left)) == keccak256(bytes(right));
    }
}
