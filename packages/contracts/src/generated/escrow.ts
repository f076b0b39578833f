/** Escrow: generated from contracts/Escrow.sol by scripts/build.ts. Do not edit. */

export const escrowAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "owner_",
        "type": "address"
      },
      {
        "name": "closeDelaySeconds",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "CLOSE_DELAY_SECONDS_MAX",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "CLOSE_DELAY_SECONDS_MIN",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "REDEMPTIONS_MAX",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "acceptOwnership",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "authorizationNonce",
    "inputs": [
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure"
  },
  {
    "type": "function",
    "name": "balanceOf",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "account",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "channel",
    "inputs": [
      {
        "name": "payer",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "components": [
          {
            "name": "deposit",
            "type": "uint128"
          },
          {
            "name": "redeemed",
            "type": "uint128"
          },
          {
            "name": "signer",
            "type": "address"
          },
          {
            "name": "epoch",
            "type": "uint32"
          },
          {
            "name": "closesAt",
            "type": "uint48"
          },
          {
            "name": "open",
            "type": "bool"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "channelCloseDigest",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "epoch",
        "type": "uint64"
      },
      {
        "name": "amount",
        "type": "uint128"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "channelIdOf",
    "inputs": [
      {
        "name": "payer",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure"
  },
  {
    "type": "function",
    "name": "channelState",
    "inputs": [
      {
        "name": "payer",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "closeByOperator",
    "inputs": [
      {
        "name": "payer",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "closeCooperatively",
    "inputs": [
      {
        "name": "payer",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint128"
      },
      {
        "name": "r",
        "type": "bytes32"
      },
      {
        "name": "vs",
        "type": "bytes32"
      },
      {
        "name": "operatorSignature",
        "type": "bytes"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "closeDelay",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint48"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "deposit",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "depositWithAuthorization",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      },
      {
        "name": "authorization",
        "type": "tuple",
        "components": [
          {
            "name": "from",
            "type": "address"
          },
          {
            "name": "validAfter",
            "type": "uint256"
          },
          {
            "name": "validBefore",
            "type": "uint256"
          },
          {
            "name": "salt",
            "type": "bytes32"
          },
          {
            "name": "v",
            "type": "uint8"
          },
          {
            "name": "r",
            "type": "bytes32"
          },
          {
            "name": "s",
            "type": "bytes32"
          }
        ]
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "depositWithPermit",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      },
      {
        "name": "deadline",
        "type": "uint256"
      },
      {
        "name": "v",
        "type": "uint8"
      },
      {
        "name": "r",
        "type": "bytes32"
      },
      {
        "name": "s",
        "type": "bytes32"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "depositsPaused",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "domainSeparator",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "eip712Domain",
    "inputs": [],
    "outputs": [
      {
        "name": "fields",
        "type": "bytes1"
      },
      {
        "name": "name",
        "type": "string"
      },
      {
        "name": "version",
        "type": "string"
      },
      {
        "name": "chainId",
        "type": "uint256"
      },
      {
        "name": "verifyingContract",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      },
      {
        "name": "extensions",
        "type": "uint256[]"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "finishClose",
    "inputs": [
      {
        "name": "payer",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "guardian",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "isTokenListed",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "listed",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "openChannel",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "deposit_",
        "type": "uint128"
      },
      {
        "name": "signer",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "owner",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pauseDeposits",
    "inputs": [
      {
        "name": "paused",
        "type": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "pendingOwner",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "redeem",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "redemptions",
        "type": "tuple[]",
        "components": [
          {
            "name": "payer",
            "type": "address"
          },
          {
            "name": "amount",
            "type": "uint128"
          },
          {
            "name": "r",
            "type": "bytes32"
          },
          {
            "name": "vs",
            "type": "bytes32"
          }
        ]
      }
    ],
    "outputs": [
      {
        "name": "credited",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "renounceOwnership",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setGuardian",
    "inputs": [
      {
        "name": "guardian_",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setTokenListed",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "listed",
        "type": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "startClose",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "closesAt",
        "type": "uint48"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "topUp",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint128"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "totalOwed",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "transferOwnership",
    "inputs": [
      {
        "name": "newOwner",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "voucherDigest",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "epoch",
        "type": "uint64"
      },
      {
        "name": "amount",
        "type": "uint128"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "withdraw",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      },
      {
        "name": "to",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "event",
    "name": "ChannelCloseStarted",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "closesAt",
        "type": "uint48",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ChannelClosed",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "reason",
        "type": "uint8",
        "indexed": false
      },
      {
        "name": "redeemed",
        "type": "uint128",
        "indexed": false
      },
      {
        "name": "refunded",
        "type": "uint128",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ChannelOpened",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "payer",
        "type": "address",
        "indexed": true
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "token",
        "type": "address",
        "indexed": false
      },
      {
        "name": "signer",
        "type": "address",
        "indexed": false
      },
      {
        "name": "epoch",
        "type": "uint32",
        "indexed": false
      },
      {
        "name": "deposit",
        "type": "uint128",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ChannelRedeemed",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "redeemed",
        "type": "uint128",
        "indexed": false
      },
      {
        "name": "paid",
        "type": "uint128",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ChannelToppedUp",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint128",
        "indexed": false
      },
      {
        "name": "deposit",
        "type": "uint128",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Deposited",
    "inputs": [
      {
        "name": "token",
        "type": "address",
        "indexed": true
      },
      {
        "name": "from",
        "type": "address",
        "indexed": true
      },
      {
        "name": "account",
        "type": "address",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DepositsPausedSet",
    "inputs": [
      {
        "name": "by",
        "type": "address",
        "indexed": true
      },
      {
        "name": "paused",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "EIP712DomainChanged",
    "inputs": [],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "GuardianSet",
    "inputs": [
      {
        "name": "guardian",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OperatorCredited",
    "inputs": [
      {
        "name": "token",
        "type": "address",
        "indexed": true
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OwnershipTransferStarted",
    "inputs": [
      {
        "name": "previousOwner",
        "type": "address",
        "indexed": true
      },
      {
        "name": "newOwner",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OwnershipTransferred",
    "inputs": [
      {
        "name": "previousOwner",
        "type": "address",
        "indexed": true
      },
      {
        "name": "newOwner",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RedemptionSkipped",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "reason",
        "type": "uint8",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "TokenListed",
    "inputs": [
      {
        "name": "token",
        "type": "address",
        "indexed": true
      },
      {
        "name": "listed",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Withdrawn",
    "inputs": [
      {
        "name": "token",
        "type": "address",
        "indexed": true
      },
      {
        "name": "account",
        "type": "address",
        "indexed": true
      },
      {
        "name": "to",
        "type": "address",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "error",
    "name": "AccountInvalid",
    "inputs": [
      {
        "name": "account",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AmountZero",
    "inputs": []
  },
  {
    "type": "error",
    "name": "BalanceInsufficient",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "balance",
        "type": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "BatchTooLarge",
    "inputs": [
      {
        "name": "length",
        "type": "uint256"
      },
      {
        "name": "max",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "CallerNotGuardian",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ChannelAlreadyClosing",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "closesAt",
        "type": "uint48"
      }
    ]
  },
  {
    "type": "error",
    "name": "ChannelAlreadyOpen",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "ChannelNotClosing",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "ChannelNotOpen",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CloseAmountTooLow",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "amount",
        "type": "uint128"
      },
      {
        "name": "redeemed",
        "type": "uint128"
      }
    ]
  },
  {
    "type": "error",
    "name": "CloseDelayNotOver",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "closesAt",
        "type": "uint48"
      },
      {
        "name": "time",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "CloseDelayOutOfBounds",
    "inputs": [
      {
        "name": "delay",
        "type": "uint256"
      },
      {
        "name": "min",
        "type": "uint256"
      },
      {
        "name": "max",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "DepositsPaused",
    "inputs": []
  },
  {
    "type": "error",
    "name": "InvalidShortString",
    "inputs": []
  },
  {
    "type": "error",
    "name": "NothingRedeemed",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "token",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OperatorInvalid",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OperatorSignatureInvalid",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "operator",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OwnableInvalidOwner",
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OwnableUnauthorizedAccount",
    "inputs": [
      {
        "name": "account",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReceivedMismatch",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "expected",
        "type": "uint256"
      },
      {
        "name": "received",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReentrancyGuardReentrantCall",
    "inputs": []
  },
  {
    "type": "error",
    "name": "ReserveShort",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "held",
        "type": "uint256"
      },
      {
        "name": "owed",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SafeERC20FailedOperation",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "SignerInvalid",
    "inputs": [
      {
        "name": "signer",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "StringTooLong",
    "inputs": [
      {
        "name": "str",
        "type": "string"
      }
    ]
  },
  {
    "type": "error",
    "name": "TokenNotListed",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "VoucherSignatureInvalid",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "amount",
        "type": "uint128"
      }
    ]
  }
] as const

export const escrowBytecode = '0x610180604052348015610010575f5ffd5b506040516134d63803806134d683398101604081905261002f9161024a565b60408051808201825260088152674d696c6c7261636560c01b602080830191909152825180840190935260018352603160f81b908301529083806001600160a01b03811661009757604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b6100a0816101a2565b506100ac9050826101be565b610120526100b9816101be565b61014052815160208084019190912060e052815190820120610100524660a05261014560e05161010051604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201529081019290925260608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b60805250503060c052603c81108061015f575062278d0081115b1561019057604051633b80d85760e21b815260048101829052603c602482015262278d00604482015260640161008e565b65ffffffffffff1661016052506102dc565b600180546001600160a01b03191690556101bb816101fb565b50565b5f5f829050601f815111156101e8578260405163305a27a960e01b815260040161008e9190610281565b80516101f3826102b6565b179392505050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b5f5f6040838503121561025b575f5ffd5b82516001600160a01b0381168114610271575f5ffd5b6020939093015192949293505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b805160208083015191908110156102d6575f198160200360031b1b821691505b50919050565b60805160a05160c05160e0516101005161012051610140516101605161319861033e5f395f818161027e0152610e3701525f61244501525f61241a01525f61189b01525f61187301525f6117ce01525f6117f801525f61182201526131985ff3fe608060405234801561000f575f5ffd5b506004361061024f575f3560e01c80638a0dac4a1161013d578063e30c3978116100b8578063f698da2511610088578063f7cfae621161006e578063f7cfae6214610548578063fafb589f14610552578063fc35163714610565575f5ffd5b8063f698da2514610508578063f7888aec14610510575f5ffd5b8063e30c3978146104af578063e4d18b88146104c0578063e69ec653146104d3578063f2fde38b146104f5575f5ffd5b8063a614be331161010d578063ca5489ea116100f3578063ca5489ea14610475578063d1e1d7571461047d578063d7e9ec0414610490575f5ffd5b8063a614be3314610442578063c323b28414610462575f5ffd5b80638a0dac4a146103f95780638da5cb5b1461040c5780638ef597391461041c578063905639a61461042f575f5ffd5b80636a51de12116101cd57806379ba50971161019d578063831e681d11610183578063831e681d146103b85780638340f549146103cb57806384b0196e146103de575f5ffd5b806379ba50971461039d5780637c8b7460146103a5575f5ffd5b80636a51de1214610367578063715018a61461036f57806372ea971814610377578063738b62e51461038a575f5ffd5b8063441a121c1161022257806360da3e831161020857806360da3e831461031d578063611683a21461034157806369328dec14610354575f5ffd5b8063441a121c146102df578063452a9320146102f2575f5ffd5b806302ab027714610253578063196b29f7146102795780632c401c68146102b7578063334a88e1146102ca575b5f5ffd5b610266610261366004612aaf565b6105ee565b6040519081526020015b60405180910390f35b6102a07f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff9091168152602001610270565b6102666102c5366004612ad7565b61062b565b6102dd6102d8366004612b7a565b610770565b005b6102dd6102ed366004612c3a565b610860565b600454610305906001600160a01b031681565b6040516001600160a01b039091168152602001610270565b60045461033190600160a01b900460ff1681565b6040519015158152602001610270565b61026661034f366004612c8e565b610994565b6102dd610362366004612cce565b6109df565b610266603c81565b6102dd610b7b565b6102dd610385366004612c8e565b610b8e565b6102dd610398366004612d0d565b610c69565b6102dd610d3c565b6102666103b3366004612d26565b610d80565b6102a06103c6366004612d64565b610dc7565b6102dd6103d9366004612d95565b610edc565b6103e6610ef7565b6040516102709796959493929190612dfd565b6102dd610407366004612eaf565b610f55565b5f546001600160a01b0316610305565b6102dd61042a366004612ed8565b610fb3565b61026661043d366004612f3e565b6110fd565b610455610450366004612c8e565b611447565b6040516102709190612fbf565b6102dd610470366004612fd2565b61146b565b61026660c881565b61026661048b366004612d26565b6114d1565b61026661049e366004612eaf565b60026020525f908152604090205481565b6001546001600160a01b0316610305565b6102dd6104ce366004612ffa565b61150b565b6103316104e1366004612eaf565b60036020525f908152604090205460ff1681565b6102dd610503366004612eaf565b611647565b6102666116c4565b61026661051e366004612d64565b6001600160a01b039182165f90815260056020908152604080832093909416825291909152205490565b61026662278d0081565b6102dd610560366004612d64565b6116d2565b610578610573366004612c8e565b6116f6565b60405161027091905f60c0820190506001600160801b0383511682526001600160801b0360208401511660208301526001600160a01b03604084015116604083015263ffffffff606084015116606083015265ffffffffffff608084015116608083015260a0830151151560a083015292915050565b604080516001600160a01b03841660208201529081018290525f906060016040516020818303038152906040528051906020012090505b92915050565b5f60c8821115610676576040517fbb1cb70b0000000000000000000000000000000000000000000000000000000081526004810183905260c860248201526044015b60405180910390fd5b5f61067f6117c2565b90505f5b838110156106c2576106ae87878787858181106106a2576106a2613023565b905060800201856118eb565b6106b8908461304b565b9250600101610683565b50815f0361070f576040517fd91a21980000000000000000000000000000000000000000000000000000000081526001600160a01b0380881660048301528616602482015260440161066d565b61071a8587846119fd565b856001600160a01b0316856001600160a01b03167fcb50d4aed6ec48784ebb93008711fe8ec896b937706805f0d9469168acbeaa048460405161075f91815260200190565b60405180910390a350949350505050565b5f61077c898989610994565b90505f61078882611a3d565b90506107978183898989611a97565b6107c8828a6107c1858560010160149054906101000a900463ffffffff1663ffffffff168c6114d1565b8787611b7d565b5f6107d482848a611bd8565b90506001600160801b03811615610846576107f9898b836001600160801b03166119fd565b6040516001600160801b03821681526001600160a01b03808c1691908b16907fcb50d4aed6ec48784ebb93008711fe8ec896b937706805f0d9469168acbeaa049060200160405180910390a35b61085382848d8c5f611ca5565b5050505050505050505050565b610868611e96565b5f610874858585611ecb565b90506001600160a01b03851663ef55bec66108926020850185612eaf565b3086866020013587604001356108ac8b8a606001356105ee565b6108bc60a08b0160808c0161305e565b6040517fffffffff0000000000000000000000000000000000000000000000000000000060e08a901b1681526001600160a01b03978816600482015296909516602487015260448601939093526064850191909152608484015260a483015260ff1660c482015260a085013560e482015260c0850135610104820152610124015f604051808303815f87803b158015610953575f5ffd5b505af1158015610965573d5f5f3e3d5ffd5b50610985925087915061097d90506020850185612eaf565b868685612025565b5061098e6121b2565b50505050565b604080516001600160a01b0380861660208301528085169282019290925290821660608201525f906080016040516020818303038152906040528051906020012090505b9392505050565b6109e7611e96565b815f03610a07576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b0381161580610a2557506001600160a01b03811630145b15610a4e576040516303b7bcd760e61b81526001600160a01b038216600482015260240161066d565b610a598333846121dc565b6001600160a01b0383165f90815260026020526040812054610a7c908490613077565b6001600160a01b0385165f818152600260205260409020829055909150610aa490838561228b565b6040516370a0823160e01b8152306004820152610b169085906001600160a01b038216906370a0823190602401602060405180830381865afa158015610aec573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b10919061308a565b836122c0565b816001600160a01b0316336001600160a01b0316856001600160a01b03167fa4195c37c2947bbe89165f03e320b6903116f0b10d8cfdb522330f7ce6f9fa2486604051610b6591815260200190565b60405180910390a450610b766121b2565b505050565b610b83612313565b610b8c5f61233f565b565b5f610b9a848484610994565b90505f610ba682611a3d565b6001810154909150600160c01b900465ffffffffffff165f819003610bfa576040517f19d2410e0000000000000000000000000000000000000000000000000000000081526004810184905260240161066d565b8065ffffffffffff16421015610c53576040517fc05c648c0000000000000000000000000000000000000000000000000000000081526004810184905265ffffffffffff8216602482015242604482015260640161066d565b610c61828488876002611ca5565b505050505050565b6004546001600160a01b03163314801590610c8e57505f546001600160a01b03163314155b15610cc7576040517ffc28df4800000000000000000000000000000000000000000000000000000000815233600482015260240161066d565b60048054821515600160a01b027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff90911617905560405133907feb42619f0dc209ac4a718f07efe6bc4199f0782ce8557866622b51a3c2ac725a90610d3190841515815260200190565b60405180910390a250565b60015433906001600160a01b03168114610d745760405163118cdaa760e01b81526001600160a01b038216600482015260240161066d565b610d7d8161233f565b50565b5f610dbf610dba60405180606001604052808781526020018667ffffffffffffffff168152602001856001600160801b0316815250612365565b6123b7565b949350505050565b5f5f610dd4338585610994565b90505f610de082611a3d565b6001810154909150600160c01b900465ffffffffffff1615610e3257600181015460405163180a693160e11b815260048101849052600160c01b90910465ffffffffffff16602482015260440161066d565b610e5c7f0000000000000000000000000000000000000000000000000000000000000000426130a1565b6001820180547fffff000000000000ffffffffffffffffffffffffffffffffffffffffffffffff16600160c01b65ffffffffffff84169081029190911790915560405190815290935082907f83fc78072742ca6d14f5368d49e20173f26d2e25cafd8b782426a13fc9a5c59d9060200160405180910390a2505092915050565b610ee4611e96565b610eef8383836123e3565b610b766121b2565b5f6060805f5f5f6060610f08612413565b610f1061243e565b604080515f808252602082019092527f0f000000000000000000000000000000000000000000000000000000000000009b939a50919850469750309650945092509050565b610f5d612313565b6004805473ffffffffffffffffffffffffffffffffffffffff19166001600160a01b0383169081179091556040517fe6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e905f90a250565b610fbb611e96565b6040517fdd62ed3e00000000000000000000000000000000000000000000000000000000815233600482015230602482015285906001600160a01b0389169063dd62ed3e90604401602060405180830381865afa15801561101e573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611042919061308a565b10156110e1576040517fd505accf000000000000000000000000000000000000000000000000000000008152336004820152306024820152604481018690526064810185905260ff8416608482015260a4810183905260c481018290526001600160a01b0388169063d505accf9060e4015f604051808303815f87803b1580156110ca575f5ffd5b505af11580156110dc573d5f5f3e3d5ffd5b505050505b6110ec8787876123e3565b6110f46121b2565b50505050505050565b5f6001600160a01b038516611149576040517f187765870000000000000000000000000000000000000000000000000000000081526001600160a01b038616600482015260240161066d565b6001600160a01b038216611194576040517f52ee9af40000000000000000000000000000000000000000000000000000000081526001600160a01b038316600482015260240161066d565b826001600160801b03165f036111bd576040516365e52d5160e11b815260040160405180910390fd5b6111c8338686610994565b5f818152600860205260409020600181015491925090600160f01b900460ff1615611222576040517f095d02290000000000000000000000000000000000000000000000000000000081526004810183905260240161066d565b6112368533866001600160801b03166121dc565b6001818101545f9161125591600160a01b900463ffffffff16906130bf565b90506040518060c00160405280866001600160801b031681526020015f6001600160801b03168152602001856001600160a01b031681526020018263ffffffff1681526020015f65ffffffffffff1681526020016001151581525060085f8581526020019081526020015f205f820151815f015f6101000a8154816001600160801b0302191690836001600160801b031602179055506020820151815f0160106101000a8154816001600160801b0302191690836001600160801b031602179055506040820151816001015f6101000a8154816001600160a01b0302191690836001600160a01b0316021790555060608201518160010160146101000a81548163ffffffff021916908363ffffffff16021790555060808201518160010160186101000a81548165ffffffffffff021916908365ffffffffffff16021790555060a082015181600101601e6101000a81548160ff021916908315150217905550905050866001600160a01b0316336001600160a01b0316847f449bc193a7c6b13f985e25469c6ea2c0d3cad8b9d76fba2d95801191e552b5868988868b60405161143594939291906001600160a01b03948516815292909316602083015263ffffffff1660408201526001600160801b0391909116606082015260800190565b60405180910390a45050949350505050565b5f610dbf60085f611459878787610994565b81526020019081526020015f20612469565b611473612313565b6001600160a01b0382165f81815260036020908152604091829020805460ff191685151590811790915591519182527f4d028d2443376b23d569a2141e590b27661745f8ec8da63579e90de18a462afb910160405180910390a25050565b5f610dbf610dba60405180606001604052808781526020018667ffffffffffffffff168152602001856001600160801b03168152506124ad565b806001600160801b03165f03611534576040516365e52d5160e11b815260040160405180910390fd5b5f611540338585610994565b90505f61154c82611a3d565b6001810154909150600160c01b900465ffffffffffff161561159e57600181015460405163180a693160e11b815260048101849052600160c01b90910465ffffffffffff16602482015260440161066d565b6115b28433856001600160801b03166121dc565b80545f906115ca9085906001600160801b03166130db565b82547fffffffffffffffffffffffffffffffff00000000000000000000000000000000166001600160801b038281169182178555604080519188168252602082019290925291925084917f51de54d946961861eeb2038b6d4136611d601821f1251bd5b8f59067532ad415910160405180910390a2505050505050565b61164f612313565b600180546001600160a01b03831673ffffffffffffffffffffffffffffffffffffffff19909116811790915561168c5f546001600160a01b031690565b6001600160a01b03167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b5f6116cd6117c2565b905090565b5f6116de833384610994565b9050610b766116ec82611a3d565b8285856001611ca5565b6040805160c0810182525f80825260208201819052918101829052606081018290526080810182905260a081019190915260085f611735868686610994565b815260208082019290925260409081015f20815160c08101835281546001600160801b038082168352600160801b9091041693810193909352600101546001600160a01b03811691830191909152600160a01b810463ffffffff166060830152600160c01b810465ffffffffffff166080830152600160f01b900460ff16151560a0820152949350505050565b5f306001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001614801561181a57507f000000000000000000000000000000000000000000000000000000000000000046145b1561184457507f000000000000000000000000000000000000000000000000000000000000000090565b6116cd604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201527f0000000000000000000000000000000000000000000000000000000000000000918101919091527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b5f806119046118fd6020860186612eaf565b8787610994565b5f818152600860205260409020600181015491925090600160f01b900460ff1661193b57611932825f6124e2565b92505050610dbf565b8054600160801b90046001600160801b03168061195e60408801602089016130fa565b6001600160801b0316111580611980575081546001600160801b038281169116145b1561199a576119908360016124e2565b9350505050610dbf565b6119bf82846119af60408a0160208b016130fa565b89604001358a606001358a612523565b6119ce576119908360026124e2565b6119e882846119e360408a0160208b016130fa565b611bd8565b6001600160801b031698975050505050505050565b6001600160a01b038084165f90815260056020908152604080832093861683529290529081208054839290611a3390849061304b565b9091555050505050565b5f8181526008602052604090206001810154600160f01b900460ff16611a92576040517f5b1158740000000000000000000000000000000000000000000000000000000081526004810183905260240161066d565b919050565b84546001600160801b03600160801b9091048116908416811115611b01576040517f43977f61000000000000000000000000000000000000000000000000000000008152600481018690526001600160801b0380861660248301528216604482015260640161066d565b806001600160801b0316846001600160801b0316118015611b345750611b328686868686611b2d6117c2565b612523565b155b15610c61576040517fcf7a2cc3000000000000000000000000000000000000000000000000000000008152600481018690526001600160801b038516602482015260440161066d565b611b89848484846125df565b611bd1576040517f929f9d1e000000000000000000000000000000000000000000000000000000008152600481018690526001600160a01b038516602482015260440161066d565b5050505050565b82545f906001600160801b03600160801b8204811691839190811690851610611c0b5785546001600160801b0316611c0d565b835b9050816001600160801b0316816001600160801b031611611c32575f925050506109d8565b85546001600160801b03808316600160801b029116178655611c548282613113565b604080516001600160801b0380851682528316602082015291945086917fddc441f08bb3cfbf48342a645cdf34e419c07e546e91892277940bdf77595971910160405180910390a250509392505050565b84546001600160801b03600160801b82048116915f91611cc791849116613113565b90506040518060c001604052805f6001600160801b031681526020015f6001600160801b031681526020015f6001600160a01b031681526020018860010160149054906101000a900463ffffffff1663ffffffff1681526020015f65ffffffffffff1681526020015f151581525060085f8881526020019081526020015f205f820151815f015f6101000a8154816001600160801b0302191690836001600160801b031602179055506020820151815f0160106101000a8154816001600160801b0302191690836001600160801b031602179055506040820151816001015f6101000a8154816001600160a01b0302191690836001600160a01b0316021790555060608201518160010160146101000a81548163ffffffff021916908363ffffffff16021790555060808201518160010160186101000a81548165ffffffffffff021916908365ffffffffffff16021790555060a082015181600101601e6101000a81548160ff021916908315150217905550905050611e518486836001600160801b03166119fd565b857f47808d5f29f5221f7867f8a98c98495c26a3235348ca125675ecb4edcc35ede2848484604051611e8593929190613132565b60405180910390a250505050505050565b611e9e612650565b610b8c60017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b906126a9565b6004545f90600160a01b900460ff1615611f11576040517fdeeb694300000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6001600160a01b0384165f9081526003602052604090205460ff16611f6d576040517f42f22db50000000000000000000000000000000000000000000000000000000081526001600160a01b038516600482015260240161066d565b815f03611f8d576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b038316611fbf576040516303b7bcd760e61b81526001600160a01b038416600482015260240161066d565b6040516370a0823160e01b81523060048201526001600160a01b038516906370a0823190602401602060405180830381865afa158015612001573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610dbf919061308a565b6040516370a0823160e01b81523060048201525f906001600160a01b038716906370a0823190602401602060405180830381865afa158015612069573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061208d919061308a565b90505f8282106120a6576120a18383613077565b6120a8565b5f5b90508381146120fc576040517f2bf9517f0000000000000000000000000000000000000000000000000000000081526001600160a01b0388166004820152602481018590526044810182905260640161066d565b6001600160a01b0387165f9081526002602052604081205461211f90869061304b565b6001600160a01b0389165f90815260026020526040902081905590506121468887876119fd565b6121518884836122c0565b856001600160a01b0316876001600160a01b0316896001600160a01b03167f4174a9435a04d04d274c76779cad136a41fde6937c56241c09ab9d3c7064a1a9886040516121a091815260200190565b60405180910390a45050505050505050565b610b8c5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00611ec5565b6001600160a01b038084165f908152600560209081526040808320938616835292905220548181101561225c576040517f46ea6d4c0000000000000000000000000000000000000000000000000000000081526001600160a01b03808616600483015284166024820152604481018290526064810183905260840161066d565b6001600160a01b039384165f908152600560209081526040808320959096168252939093529290912091039055565b61229883838360016126b0565b610b7657604051635274afe760e01b81526001600160a01b038416600482015260240161066d565b80821015610b76576040517f7c157a320000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044810182905260640161066d565b5f546001600160a01b03163314610b8c5760405163118cdaa760e01b815233600482015260240161066d565b6001805473ffffffffffffffffffffffffffffffffffffffff19169055610d7d8161272b565b6040515f9061239a907f3bb1046550f309bec1886e7c024c5ff4b163c5dec1cfe9af017ffdf9fceef1de90849060200161315d565b604051602081830303815290604052805190602001209050919050565b5f6106256123c36117c2565b8360405161190160f01b8152600281019290925260228201526042902090565b5f6123ef848484611ecb565b90506124066001600160a01b038516333085612787565b61098e8433858585612025565b60606116cd7f00000000000000000000000000000000000000000000000000000000000000006127bd565b60606116cd7f00000000000000000000000000000000000000000000000000000000000000006127bd565b60018101545f90600160f01b900460ff1661248557505f919050565b6001820154600160c01b900465ffffffffffff16156124a5576002610625565b600192915050565b6040515f9061239a907f45a36a247651f8d3a5c9ac8f0297d9c03dd06e7ac11198ead64c748b8a2cdc4f90849060200161315d565b5f827f9e97d5294b449127929cc22e34d88dd26068080081386899e9f03867e5ae8bd8836040516125139190612fbf565b60405180910390a2505f92915050565b604080516060810182528681526001880154600160a01b900463ffffffff1660208201526001600160801b038616918101919091525f90819061256590612365565b90505f61258c848360405161190160f01b8152600281019290925260228201526042902090565b90505f5f61259b8389896127fa565b5090925090505f8160038111156125b4576125b4612f8f565b1480156125d0575060018b01546001600160a01b038381169116145b9b9a5050505050505050505050565b5f846001600160a01b03163b5f0361263d575f5f6125fe868686612846565b5090925090505f81600381111561261757612617612f8f565b1480156119325750866001600160a01b0316826001600160a01b03161492505050610dbf565b61264985858585612888565b9050610dbf565b7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c15610b8c576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f5114831661271f578383151615612713573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b5f80546001600160a01b0383811673ffffffffffffffffffffffffffffffffffffffff19831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b61279584848484600161290b565b61098e57604051635274afe760e01b81526001600160a01b038516600482015260240161066d565b60605f6127c983612991565b6040805160208082528183019092529192505f91906020820181803683375050509182525060208101929092525090565b5f80807f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8416601b60ff86901c01612834888289856129d1565b94509450945050505b93509350939050565b5f8080604184900361287a578435602086013560408701355f1a61286c898285856129d1565b95509550955050505061283d565b505f9150600290508261283d565b604080517f1626ba7e00000000000000000000000000000000000000000000000000000000808252600482018690526024820192909252604481018390525f91908390818660648301375f82606483010152601f820160051c60051b915060205f60648401838b5afa9050825f5114601f3d111681169350505050949350505050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f51148316612980578383151615612974573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b5f60ff8216601f811115610625576040517fb3512b0c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0841115612a0a57505f91506003905082612a8f565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015612a5b573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b038116612a8657505f925060019150829050612a8f565b92505f91508190505b9450945094915050565b80356001600160a01b0381168114611a92575f5ffd5b5f5f60408385031215612ac0575f5ffd5b612ac983612a99565b946020939093013593505050565b5f5f5f5f60608587031215612aea575f5ffd5b612af385612a99565b9350612b0160208601612a99565b9250604085013567ffffffffffffffff811115612b1c575f5ffd5b8501601f81018713612b2c575f5ffd5b803567ffffffffffffffff811115612b42575f5ffd5b8760208260071b8401011115612b56575f5ffd5b949793965060200194505050565b80356001600160801b0381168114611a92575f5ffd5b5f5f5f5f5f5f5f5f60e0898b031215612b91575f5ffd5b612b9a89612a99565b9750612ba860208a01612a99565b9650612bb660408a01612a99565b9550612bc460608a01612b64565b94506080890135935060a0890135925060c089013567ffffffffffffffff811115612bed575f5ffd5b8901601f81018b13612bfd575f5ffd5b803567ffffffffffffffff811115612c13575f5ffd5b8b6020828401011115612c24575f5ffd5b989b979a50959850939692959194602001935050565b5f5f5f5f848603610140811215612c4f575f5ffd5b612c5886612a99565b9450612c6660208701612a99565b93506040860135925060e0605f1982011215612c80575f5ffd5b509295919450926060019150565b5f5f5f60608486031215612ca0575f5ffd5b612ca984612a99565b9250612cb760208501612a99565b9150612cc560408501612a99565b90509250925092565b5f5f5f60608486031215612ce0575f5ffd5b612ce984612a99565b925060208401359150612cc560408501612a99565b80358015158114611a92575f5ffd5b5f60208284031215612d1d575f5ffd5b6109d882612cfe565b5f5f5f60608486031215612d38575f5ffd5b83359250602084013567ffffffffffffffff81168114612d56575f5ffd5b9150612cc560408501612b64565b5f5f60408385031215612d75575f5ffd5b612d7e83612a99565b9150612d8c60208401612a99565b90509250929050565b5f5f5f60608486031215612da7575f5ffd5b612db084612a99565b9250612dbe60208501612a99565b929592945050506040919091013590565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b7fff000000000000000000000000000000000000000000000000000000000000008816815260e060208201525f612e3760e0830189612dcf565b8281036040840152612e498189612dcf565b606084018890526001600160a01b038716608085015260a0840186905283810360c0850152845180825260208087019350909101905f5b81811015612e9e578351835260209384019390920191600101612e80565b50909b9a5050505050505050505050565b5f60208284031215612ebf575f5ffd5b6109d882612a99565b803560ff81168114611a92575f5ffd5b5f5f5f5f5f5f5f60e0888a031215612eee575f5ffd5b612ef788612a99565b9650612f0560208901612a99565b95506040880135945060608801359350612f2160808901612ec8565b9699959850939692959460a0840135945060c09093013592915050565b5f5f5f5f60808587031215612f51575f5ffd5b612f5a85612a99565b9350612f6860208601612a99565b9250612f7660408601612b64565b9150612f8460608601612a99565b905092959194509250565b634e487b7160e01b5f52602160045260245ffd5b60038110610d7d57634e487b7160e01b5f52602160045260245ffd5b60208101612fcc83612fa3565b91905290565b5f5f60408385031215612fe3575f5ffd5b612fec83612a99565b9150612d8c60208401612cfe565b5f5f5f6060848603121561300c575f5ffd5b61301584612a99565b9250612d5660208501612a99565b634e487b7160e01b5f52603260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b8082018082111561062557610625613037565b5f6020828403121561306e575f5ffd5b6109d882612ec8565b8181038181111561062557610625613037565b5f6020828403121561309a575f5ffd5b5051919050565b65ffffffffffff818116838216019081111561062557610625613037565b63ffffffff818116838216019081111561062557610625613037565b6001600160801b03818116838216019081111561062557610625613037565b5f6020828403121561310a575f5ffd5b6109d882612b64565b6001600160801b03828116828216039081111561062557610625613037565b6060810161313f85612fa3565b9381526001600160801b039283166020820152911660409091015290565b828152608081016109d860208301848051825260208082015167ffffffffffffffff16908301526040908101516001600160801b031691015256' as const
