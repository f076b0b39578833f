// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice An operator's standing price for one kind of work on one node.
struct Offer {
    address operator;
    address node;
    bytes32 modelRoot;
    uint8 workload;
    address token;
    uint128 inputPrice;
    uint128 outputPrice;
    uint32 contextTokensMax;
    uint32 creditTokens;
    uint8 exactness;
    uint8 terms;
    uint8 resourceClass;
    uint32 gpuMemoryMib;
    uint32 country;
    uint32 attestations;
    uint32 slots;
    uint32 noticeSeconds;
    uint64 availableFrom;
    uint64 availableUntil;
    bytes32 detailsHash;
    uint64 sequence;
    uint64 expiresAt;
}

/// @notice An offer made firm for one payer, with a ceiling.
struct Quote {
    bytes32 offerHash;
    address payer;
    address operator;
    address node;
    bytes32 modelRoot;
    uint8 workload;
    address token;
    uint128 inputPrice;
    uint128 outputPrice;
    uint32 contextTokensMax;
    uint32 creditTokens;
    uint8 terms;
    uint32 noticeSeconds;
    uint8 exactness;
    uint8 policy;
    uint32 policyParameter;
    bytes32 beacon;
    uint32 slots;
    uint64 startsAt;
    uint128 fee;
    uint128 amountMax;
    uint64 sequence;
    uint64 expiresAt;
}

/// @notice A payer's acceptance of a quote; its hash is the lease id.
struct Order {
    bytes32 quoteHash;
    bytes32 channelId;
    uint64 epoch;
    address payer;
    address operator;
    address node;
    address signer;
    uint8 policy;
    uint32 policyParameter;
    uint128 amountMax;
    uint64 sequence;
    uint64 expiresAt;
}

/// @notice A cumulative promise of payment: the latest one on a channel replaces all before it.
struct Voucher {
    bytes32 channelId;
    uint64 epoch;
    uint128 amount;
}

/// @notice An operator's consent to close a channel at a final cumulative amount.
struct ChannelClose {
    bytes32 channelId;
    uint64 epoch;
    uint128 amount;
}

/// @notice A node's signed statement of the work it did.
struct Receipt {
    bytes32 leaseId;
    uint64 sequence;
    address payer;
    address operator;
    address node;
    address token;
    bytes32 modelRoot;
    uint8 workload;
    uint8 exactness;
    bytes32 build;
    bytes32 beacon;
    bytes32 requestHash;
    bytes32 responseHash;
    bytes32 evidenceRoot;
    uint64 inputUnits;
    uint64 outputUnits;
    uint128 amount;
    uint8 finish;
    uint64 startedAt;
    uint64 finishedAt;
}

/// @notice What one auditor found about one receipt in one round of a case.
struct Verdict {
    bytes32 caseId;
    uint32 round;
    address auditor;
    bytes32 receiptHash;
    uint8 outcome;
    bytes32 evidenceHash;
    bytes32 salt;
}

/// @title EIP-712 struct hashes of every signed message
/// @notice Field order and types are held equal to TypeScript by `vectors/messages.json`.
/// @dev All fields are static, so encoding the struct equals encoding its fields one after another.
library MessageHashes {
    string internal constant OFFER_TYPE = "Offer(address operator,address node,bytes32 modelRoot,uint8 workload,"
        "address token,uint128 inputPrice,uint128 outputPrice,uint32 contextTokensMax,uint32 creditTokens,"
        "uint8 exactness,uint8 terms,uint8 resourceClass,uint32 gpuMemoryMib,uint32 country,uint32 attestations,uint32 slots,"
        "uint32 noticeSeconds,uint64 availableFrom,uint64 availableUntil,bytes32 detailsHash,uint64 sequence,uint64 expiresAt)";
    string internal constant QUOTE_TYPE = "Quote(bytes32 offerHash,address payer,address operator,address node,"
        "bytes32 modelRoot,uint8 workload,address token,uint128 inputPrice,uint128 outputPrice,uint32 contextTokensMax,"
        "uint32 creditTokens,uint8 terms,uint32 noticeSeconds,uint8 exactness,uint8 policy,uint32 policyParameter,"
        "bytes32 beacon,uint32 slots,uint64 startsAt,uint128 fee,uint128 amountMax,uint64 sequence,uint64 expiresAt)";
    string internal constant ORDER_TYPE = "Order(bytes32 quoteHash,bytes32 channelId,uint64 epoch,address payer,"
        "address operator,address node,address signer,uint8 policy,uint32 policyParameter,uint128 amountMax,"
        "uint64 sequence,uint64 expiresAt)";
    string internal constant VOUCHER_TYPE = "Voucher(bytes32 channelId,uint64 epoch,uint128 amount)";
    string internal constant CHANNEL_CLOSE_TYPE = "ChannelClose(bytes32 channelId,uint64 epoch,uint128 amount)";
    string internal constant RECEIPT_TYPE = "Receipt(bytes32 leaseId,uint64 sequence,address payer,address operator,"
        "address node,address token,bytes32 modelRoot,uint8 workload,uint8 exactness,bytes32 build,bytes32 beacon,"
        "bytes32 requestHash,bytes32 responseHash,bytes32 evidenceRoot,uint64 inputUnits,uint64 outputUnits,uint128 amount,"
        "uint8 finish,uint64 startedAt,uint64 finishedAt)";
    string internal constant VERDICT_TYPE = "Verdict(bytes32 caseId,uint32 round,address auditor,bytes32 receiptHash,"
        "uint8 outcome,bytes32 evidenceHash,bytes32 salt)";

    // Written out, for the compiler would hash the strings anew at each use; a test holds them equal.
    bytes32 internal constant OFFER_TYPEHASH = 0x21a9d8964e0c866d5374e83e8bfda758b5f221ab3c68443f745a9ed1541927d2;
    bytes32 internal constant QUOTE_TYPEHASH = 0xab3f35deea4515548b067cb869c60ad9bdce9642ffec1ef8f73d8fd7ade224b9;
    bytes32 internal constant ORDER_TYPEHASH = 0xccee7969897d48846aab95d760eccaa879a1dc98ac6462f6ed6df5a9bbc41570;
    bytes32 internal constant VOUCHER_TYPEHASH = 0x3bb1046550f309bec1886e7c024c5ff4b163c5dec1cfe9af017ffdf9fceef1de;
    bytes32 internal constant CHANNEL_CLOSE_TYPEHASH =
        0x45a36a247651f8d3a5c9ac8f0297d9c03dd06e7ac11198ead64c748b8a2cdc4f;
    bytes32 internal constant RECEIPT_TYPEHASH = 0xb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d480;

    bytes32 internal constant VERDICT_TYPEHASH = 0x76003cfa15477e7ca0d223b41ae0b69e01474ac2cd0171917e737509ab912d00;

    /// @notice Returns the struct hash of an offer.
    function hashOffer(Offer memory offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    /// @notice Returns the struct hash of a quote.
    function hashQuote(Quote memory quote) internal pure returns (bytes32) {
        return keccak256(abi.encode(QUOTE_TYPEHASH, quote));
    }

    /// @notice Returns the struct hash of an order.
    function hashOrder(Order memory order) internal pure returns (bytes32) {
        return keccak256(abi.encode(ORDER_TYPEHASH, order));
    }

    /// @notice Returns the struct hash of a voucher.
    function hashVoucher(Voucher memory voucher) internal pure returns (bytes32) {
        return keccak256(abi.encode(VOUCHER_TYPEHASH, voucher));
    }

    /// @notice Returns the struct hash of a consent to close.
    function hashChannelClose(ChannelClose memory close) internal pure returns (bytes32) {
        return keccak256(abi.encode(CHANNEL_CLOSE_TYPEHASH, close));
    }

    /// @notice Returns the struct hash of a receipt.
    function hashReceipt(Receipt memory receipt) internal pure returns (bytes32) {
        return keccak256(abi.encode(RECEIPT_TYPEHASH, receipt));
    }

    /// @notice Returns the struct hash of a verdict.
    function hashVerdict(Verdict memory verdict) internal pure returns (bytes32) {
        return keccak256(abi.encode(VERDICT_TYPEHASH, verdict));
    }
}
