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
    bytes32 modelRoot;
    uint8 workload;
    bytes32 requestHash;
    bytes32 responseHash;
    uint64 inputUnits;
    uint64 outputUnits;
    uint128 amount;
    uint8 finish;
    uint64 startedAt;
    uint64 finishedAt;
}

/// @title EIP-712 struct hashes of every signed message
/// @notice Field order and types are held equal to TypeScript by `vectors/messages.json`.
/// @dev All fields are static, so encoding the struct equals encoding its fields one after another.
library MessageHashes {
    string internal constant OFFER_TYPE = "Offer(address operator,address node,bytes32 modelRoot,uint8 workload,"
        "address token,uint128 inputPrice,uint128 outputPrice,uint32 contextTokensMax,uint32 creditTokens,"
        "uint8 exactness,uint64 sequence,uint64 expiresAt)";
    string internal constant QUOTE_TYPE = "Quote(bytes32 offerHash,address payer,address operator,address node,"
        "bytes32 modelRoot,uint8 workload,address token,uint128 inputPrice,uint128 outputPrice,uint32 contextTokensMax,"
        "uint32 creditTokens,uint128 amountMax,uint64 sequence,uint64 expiresAt)";
    string internal constant ORDER_TYPE = "Order(bytes32 quoteHash,bytes32 channelId,uint64 epoch,address payer,"
        "address operator,address node,address signer,uint8 policy,uint32 policyParameter,uint128 amountMax,"
        "uint64 sequence,uint64 expiresAt)";
    string internal constant VOUCHER_TYPE = "Voucher(bytes32 channelId,uint64 epoch,uint128 amount)";
    string internal constant CHANNEL_CLOSE_TYPE = "ChannelClose(bytes32 channelId,uint64 epoch,uint128 amount)";
    string internal constant RECEIPT_TYPE = "Receipt(bytes32 leaseId,uint64 sequence,address payer,address operator,"
        "address node,bytes32 modelRoot,uint8 workload,bytes32 requestHash,bytes32 responseHash,uint64 inputUnits,"
        "uint64 outputUnits,uint128 amount,uint8 finish,uint64 startedAt,uint64 finishedAt)";

    bytes32 internal constant OFFER_TYPEHASH = keccak256(bytes(OFFER_TYPE));
    bytes32 internal constant QUOTE_TYPEHASH = keccak256(bytes(QUOTE_TYPE));
    bytes32 internal constant ORDER_TYPEHASH = keccak256(bytes(ORDER_TYPE));
    bytes32 internal constant VOUCHER_TYPEHASH = keccak256(bytes(VOUCHER_TYPE));
    bytes32 internal constant CHANNEL_CLOSE_TYPEHASH = keccak256(bytes(CHANNEL_CLOSE_TYPE));
    bytes32 internal constant RECEIPT_TYPEHASH = keccak256(bytes(RECEIPT_TYPE));

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
}
