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
        "name": "known",
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
    "name": "incomeOf",
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
        "name": "epoch",
        "type": "uint32"
      },
      {
        "name": "redeemed",
        "type": "uint128"
      },
      {
        "name": "signer",
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

export const escrowBytecode = '0x610180604052348015610010575f5ffd5b5060405161346738038061346783398101604081905261002f9161024a565b60408051808201825260088152674d696c6c7261636560c01b602080830191909152825180840190935260018352603160f81b908301529083806001600160a01b03811661009757604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b6100a0816101a2565b506100ac9050826101be565b610120526100b9816101be565b61014052815160208084019190912060e052815190820120610100524660a05261014560e05161010051604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201529081019290925260608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b60805250503060c052603c81108061015f575062278d0081115b1561019057604051633b80d85760e21b815260048101829052603c602482015262278d00604482015260640161008e565b65ffffffffffff1661016052506102dc565b600180546001600160a01b03191690556101bb816101fb565b50565b5f5f829050601f815111156101e8578260405163305a27a960e01b815260040161008e9190610281565b80516101f3826102b6565b179392505050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b5f5f6040838503121561025b575f5ffd5b82516001600160a01b0381168114610271575f5ffd5b6020939093015192949293505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b805160208083015191908110156102d6575f198160200360031b1b821691505b50919050565b60805160a05160c05160e0516101005161012051610140516101605161312961033e5f395f81816102980152610e9701525f6123d701525f6123ac01525f61196001525f61193801525f61189301525f6118bd01525f6118e701526131295ff3fe608060405234801561000f575f5ffd5b5060043610610269575f3560e01c80638a0dac4a11610157578063e30c3978116100d2578063f698da2511610088578063f7cfae621161006e578063f7cfae62146105a8578063fafb589f146105b2578063fc351637146105c5575f5ffd5b8063f698da2514610568578063f7888aec14610570575f5ffd5b8063e69ec653116100b8578063e69ec653146104ed578063ea0199301461050f578063f2fde38b14610555575f5ffd5b8063e30c3978146104c9578063e4d18b88146104da575f5ffd5b8063a614be3311610127578063ca5489ea1161010d578063ca5489ea1461048f578063d1e1d75714610497578063d7e9ec04146104aa575f5ffd5b8063a614be331461045c578063c323b2841461047c575f5ffd5b80638a0dac4a146104135780638da5cb5b146104265780638ef5973914610436578063905639a614610449575f5ffd5b80636a51de12116101e757806379ba5097116101b7578063831e681d1161019d578063831e681d146103d25780638340f549146103e557806384b0196e146103f8575f5ffd5b806379ba5097146103b75780637c8b7460146103bf575f5ffd5b80636a51de1214610381578063715018a61461038957806372ea971814610391578063738b62e5146103a4575f5ffd5b8063441a121c1161023c57806360da3e831161022257806360da3e8314610337578063611683a21461035b57806369328dec1461036e575f5ffd5b8063441a121c146102f9578063452a93201461030c575f5ffd5b806302ab02771461026d578063196b29f7146102935780632c401c68146102d1578063334a88e1146102e4575b5f5ffd5b61028061027b366004612a40565b61064e565b6040519081526020015b60405180910390f35b6102ba7f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff909116815260200161028a565b6102806102df366004612a68565b61068b565b6102f76102f2366004612b0b565b6107d0565b005b6102f7610307366004612bcb565b6108c0565b60045461031f906001600160a01b031681565b6040516001600160a01b03909116815260200161028a565b60045461034b90600160a01b900460ff1681565b604051901515815260200161028a565b610280610369366004612c1f565b6109f4565b6102f761037c366004612c5f565b610a3f565b610280603c81565b6102f7610bdb565b6102f761039f366004612c1f565b610bee565b6102f76103b2366004612c9e565b610cc9565b6102f7610d9c565b6102806103cd366004612cb7565b610de0565b6102ba6103e0366004612cf5565b610e27565b6102f76103f3366004612d26565b610f3c565b610400610f57565b60405161028a9796959493929190612d8e565b6102f7610421366004612e40565b610fb5565b5f546001600160a01b031661031f565b6102f7610444366004612e69565b611013565b610280610457366004612ecf565b61115d565b61046f61046a366004612c1f565b6114a7565b60405161028a9190612f50565b6102f761048a366004612f63565b6114cb565b61028060c881565b6102806104a5366004612cb7565b611531565b6102806104b8366004612e40565b60026020525f908152604090205481565b6001546001600160a01b031661031f565b6102f76104e8366004612f8b565b61156b565b61034b6104fb366004612e40565b60036020525f908152604090205460ff1681565b61052261051d366004612c1f565b611698565b6040805163ffffffff90941684526001600160801b0390921660208401526001600160a01b03169082015260600161028a565b6102f7610563366004612e40565b6116f7565b610280611774565b61028061057e366004612cf5565b6001600160a01b039182165f90815260056020908152604080832093909416825291909152205490565b61028062278d0081565b6102f76105c0366004612cf5565b611782565b6105d86105d3366004612c1f565b6117a6565b60405161028a91905f60c0820190506001600160801b0383511682526001600160801b0360208401511660208301526001600160a01b03604084015116604083015263ffffffff606084015116606083015265ffffffffffff608084015116608083015260a0830151151560a083015292915050565b604080516001600160a01b03841660208201529081018290525f906060016040516020818303038152906040528051906020012090505b92915050565b5f60c88211156106d6576040517fbb1cb70b0000000000000000000000000000000000000000000000000000000081526004810183905260c860248201526044015b60405180910390fd5b5f6106df611887565b90505f5b838110156107225761070e878787878581811061070257610702612fb4565b905060800201856119b0565b6107189084612fdc565b92506001016106e3565b50815f0361076f576040517fd91a21980000000000000000000000000000000000000000000000000000000081526001600160a01b038088166004830152861660248201526044016106cd565b61077a858784611ac2565b856001600160a01b0316856001600160a01b03167fcb50d4aed6ec48784ebb93008711fe8ec896b937706805f0d9469168acbeaa04846040516107bf91815260200190565b60405180910390a350949350505050565b5f6107dc8989896109f4565b90505f6107e882611b02565b90506107f78183898989611b5c565b610828828a610821858560010160149054906101000a900463ffffffff1663ffffffff168c611531565b8787611c42565b5f61083482848a611c9d565b90506001600160801b038116156108a657610859898b836001600160801b0316611ac2565b6040516001600160801b03821681526001600160a01b03808c1691908b16907fcb50d4aed6ec48784ebb93008711fe8ec896b937706805f0d9469168acbeaa049060200160405180910390a35b6108b382848d8c5f611d6a565b5050505050505050505050565b6108c8611e28565b5f6108d4858585611e5d565b90506001600160a01b03851663ef55bec66108f26020850185612e40565b30868660200135876040013561090c8b8a6060013561064e565b61091c60a08b0160808c01612fef565b6040517fffffffff0000000000000000000000000000000000000000000000000000000060e08a901b1681526001600160a01b03978816600482015296909516602487015260448601939093526064850191909152608484015260a483015260ff1660c482015260a085013560e482015260c0850135610104820152610124015f604051808303815f87803b1580156109b3575f5ffd5b505af11580156109c5573d5f5f3e3d5ffd5b506109e592508791506109dd90506020850185612e40565b868685611fb7565b506109ee612144565b50505050565b604080516001600160a01b0380861660208301528085169282019290925290821660608201525f906080016040516020818303038152906040528051906020012090505b9392505050565b610a47611e28565b815f03610a67576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b0381161580610a8557506001600160a01b03811630145b15610aae576040516303b7bcd760e61b81526001600160a01b03821660048201526024016106cd565b610ab983338461216e565b6001600160a01b0383165f90815260026020526040812054610adc908490613008565b6001600160a01b0385165f818152600260205260409020829055909150610b0490838561221d565b6040516370a0823160e01b8152306004820152610b769085906001600160a01b038216906370a0823190602401602060405180830381865afa158015610b4c573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b70919061301b565b83612252565b816001600160a01b0316336001600160a01b0316856001600160a01b03167fa4195c37c2947bbe89165f03e320b6903116f0b10d8cfdb522330f7ce6f9fa2486604051610bc591815260200190565b60405180910390a450610bd6612144565b505050565b610be36122a5565b610bec5f6122d1565b565b5f610bfa8484846109f4565b90505f610c0682611b02565b6001810154909150600160c01b900465ffffffffffff165f819003610c5a576040517f19d2410e000000000000000000000000000000000000000000000000000000008152600481018490526024016106cd565b8065ffffffffffff16421015610cb3576040517fc05c648c0000000000000000000000000000000000000000000000000000000081526004810184905265ffffffffffff821660248201524260448201526064016106cd565b610cc1828488876002611d6a565b505050505050565b6004546001600160a01b03163314801590610cee57505f546001600160a01b03163314155b15610d27576040517ffc28df480000000000000000000000000000000000000000000000000000000081523360048201526024016106cd565b60048054821515600160a01b027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff90911617905560405133907feb42619f0dc209ac4a718f07efe6bc4199f0782ce8557866622b51a3c2ac725a90610d9190841515815260200190565b60405180910390a250565b60015433906001600160a01b03168114610dd45760405163118cdaa760e01b81526001600160a01b03821660048201526024016106cd565b610ddd816122d1565b50565b5f610e1f610e1a60405180606001604052808781526020018667ffffffffffffffff168152602001856001600160801b03168152506122f7565b612349565b949350505050565b5f5f610e343385856109f4565b90505f610e4082611b02565b6001810154909150600160c01b900465ffffffffffff1615610e9257600181015460405163180a693160e11b815260048101849052600160c01b90910465ffffffffffff1660248201526044016106cd565b610ebc7f000000000000000000000000000000000000000000000000000000000000000042613032565b6001820180547fffff000000000000ffffffffffffffffffffffffffffffffffffffffffffffff16600160c01b65ffffffffffff84169081029190911790915560405190815290935082907f83fc78072742ca6d14f5368d49e20173f26d2e25cafd8b782426a13fc9a5c59d9060200160405180910390a2505092915050565b610f44611e28565b610f4f838383612375565b610bd6612144565b5f6060805f5f5f6060610f686123a5565b610f706123d0565b604080515f808252602082019092527f0f000000000000000000000000000000000000000000000000000000000000009b939a50919850469750309650945092509050565b610fbd6122a5565b6004805473ffffffffffffffffffffffffffffffffffffffff19166001600160a01b0383169081179091556040517fe6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e905f90a250565b61101b611e28565b6040517fdd62ed3e00000000000000000000000000000000000000000000000000000000815233600482015230602482015285906001600160a01b0389169063dd62ed3e90604401602060405180830381865afa15801561107e573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906110a2919061301b565b1015611141576040517fd505accf000000000000000000000000000000000000000000000000000000008152336004820152306024820152604481018690526064810185905260ff8416608482015260a4810183905260c481018290526001600160a01b0388169063d505accf9060e4015f604051808303815f87803b15801561112a575f5ffd5b505af115801561113c573d5f5f3e3d5ffd5b505050505b61114c878787612375565b611154612144565b50505050505050565b5f6001600160a01b0385166111a9576040517f187765870000000000000000000000000000000000000000000000000000000081526001600160a01b03861660048201526024016106cd565b6001600160a01b0382166111f4576040517f52ee9af40000000000000000000000000000000000000000000000000000000081526001600160a01b03831660048201526024016106cd565b826001600160801b03165f0361121d576040516365e52d5160e11b815260040160405180910390fd5b6112283386866109f4565b5f818152600860205260409020600181015491925090600160f01b900460ff1615611282576040517f095d0229000000000000000000000000000000000000000000000000000000008152600481018390526024016106cd565b6112968533866001600160801b031661216e565b6001818101545f916112b591600160a01b900463ffffffff1690613050565b90506040518060c00160405280866001600160801b031681526020015f6001600160801b03168152602001856001600160a01b031681526020018263ffffffff1681526020015f65ffffffffffff1681526020016001151581525060085f8581526020019081526020015f205f820151815f015f6101000a8154816001600160801b0302191690836001600160801b031602179055506020820151815f0160106101000a8154816001600160801b0302191690836001600160801b031602179055506040820151816001015f6101000a8154816001600160a01b0302191690836001600160a01b0316021790555060608201518160010160146101000a81548163ffffffff021916908363ffffffff16021790555060808201518160010160186101000a81548165ffffffffffff021916908365ffffffffffff16021790555060a082015181600101601e6101000a81548160ff021916908315150217905550905050866001600160a01b0316336001600160a01b0316847f449bc193a7c6b13f985e25469c6ea2c0d3cad8b9d76fba2d95801191e552b5868988868b60405161149594939291906001600160a01b03948516815292909316602083015263ffffffff1660408201526001600160801b0391909116606082015260800190565b60405180910390a45050949350505050565b5f610e1f60085f6114b98787876109f4565b81526020019081526020015f206123fb565b6114d36122a5565b6001600160a01b0382165f81815260036020908152604091829020805460ff191685151590811790915591519182527f4d028d2443376b23d569a2141e590b27661745f8ec8da63579e90de18a462afb910160405180910390a25050565b5f610e1f610e1a60405180606001604052808781526020018667ffffffffffffffff168152602001856001600160801b031681525061243f565b806001600160801b03165f03611594576040516365e52d5160e11b815260040160405180910390fd5b5f6115a03385856109f4565b90505f6115ac82611b02565b6001810154909150600160c01b900465ffffffffffff16156115fe57600181015460405163180a693160e11b815260048101849052600160c01b90910465ffffffffffff1660248201526044016106cd565b6116128433856001600160801b031661216e565b80545f9061162a9085906001600160801b031661306c565b82546fffffffffffffffffffffffffffffffff19166001600160801b038281169182178555604080519188168252602082019290925291925084917f51de54d946961861eeb2038b6d4136611d601821f1251bd5b8f59067532ad415910160405180910390a2505050505050565b5f5f5f5f60085f6116aa8989896109f4565b815260208101919091526040015f2060018101549054600160a01b820463ffffffff169550600160801b90046001600160801b031693506001600160a01b03169150505b93509350939050565b6116ff6122a5565b600180546001600160a01b03831673ffffffffffffffffffffffffffffffffffffffff19909116811790915561173c5f546001600160a01b031690565b6001600160a01b03167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b5f61177d611887565b905090565b5f61178e8333846109f4565b9050610bd661179c82611b02565b8285856001611d6a565b6040805160c0810182525f80825260208201819052918101829052606081018290526080810182905260a081019190915260085f6117e58686866109f4565b815260208082019290925260409081015f20815160c08101835281546001600160801b038082168352600160801b9091041693810193909352600101546001600160a01b03811691830191909152600160a01b810463ffffffff166060830152600160c01b810465ffffffffffff166080830152600160f01b900460ff16151560a08201819052909150610a38575f6040820181905260208201529392505050565b5f306001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000161480156118df57507f000000000000000000000000000000000000000000000000000000000000000046145b1561190957507f000000000000000000000000000000000000000000000000000000000000000090565b61177d604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201527f0000000000000000000000000000000000000000000000000000000000000000918101919091527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b5f806119c96119c26020860186612e40565b87876109f4565b5f818152600860205260409020600181015491925090600160f01b900460ff16611a00576119f7825f612474565b92505050610e1f565b8054600160801b90046001600160801b031680611a23604088016020890161308b565b6001600160801b0316111580611a45575081546001600160801b038281169116145b15611a5f57611a55836001612474565b9350505050610e1f565b611a848284611a7460408a0160208b0161308b565b89604001358a606001358a6124b5565b611a9357611a55836002612474565b611aad8284611aa860408a0160208b0161308b565b611c9d565b6001600160801b031698975050505050505050565b6001600160a01b038084165f90815260056020908152604080832093861683529290529081208054839290611af8908490612fdc565b9091555050505050565b5f8181526008602052604090206001810154600160f01b900460ff16611b57576040517f5b115874000000000000000000000000000000000000000000000000000000008152600481018390526024016106cd565b919050565b84546001600160801b03600160801b9091048116908416811115611bc6576040517f43977f61000000000000000000000000000000000000000000000000000000008152600481018690526001600160801b038086166024830152821660448201526064016106cd565b806001600160801b0316846001600160801b0316118015611bf95750611bf78686868686611bf2611887565b6124b5565b155b15610cc1576040517fcf7a2cc3000000000000000000000000000000000000000000000000000000008152600481018690526001600160801b03851660248201526044016106cd565b611c4e84848484612571565b611c96576040517f929f9d1e000000000000000000000000000000000000000000000000000000008152600481018690526001600160a01b03851660248201526044016106cd565b5050505050565b82545f906001600160801b03600160801b8204811691839190811690851610611cd05785546001600160801b0316611cd2565b835b9050816001600160801b0316816001600160801b031611611cf7575f92505050610a38565b85546001600160801b03808316600160801b029116178655611d1982826130a4565b604080516001600160801b0380851682528316602082015291945086917fddc441f08bb3cfbf48342a645cdf34e419c07e546e91892277940bdf77595971910160405180910390a250509392505050565b84546001600160801b03600160801b82048116915f91611d8c918491166130a4565b6001880180547fff00000000000000ffffffffffffffffffffffffffffffffffffffffffffffff16905587546fffffffffffffffffffffffffffffffff191688559050611de384866001600160801b038416611ac2565b857f47808d5f29f5221f7867f8a98c98495c26a3235348ca125675ecb4edcc35ede2848484604051611e17939291906130c3565b60405180910390a250505050505050565b611e306125e2565b610bec60017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b9061263b565b6004545f90600160a01b900460ff1615611ea3576040517fdeeb694300000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6001600160a01b0384165f9081526003602052604090205460ff16611eff576040517f42f22db50000000000000000000000000000000000000000000000000000000081526001600160a01b03851660048201526024016106cd565b815f03611f1f576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b038316611f51576040516303b7bcd760e61b81526001600160a01b03841660048201526024016106cd565b6040516370a0823160e01b81523060048201526001600160a01b038516906370a0823190602401602060405180830381865afa158015611f93573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610e1f919061301b565b6040516370a0823160e01b81523060048201525f906001600160a01b038716906370a0823190602401602060405180830381865afa158015611ffb573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061201f919061301b565b90505f828210612038576120338383613008565b61203a565b5f5b905083811461208e576040517f2bf9517f0000000000000000000000000000000000000000000000000000000081526001600160a01b038816600482015260248101859052604481018290526064016106cd565b6001600160a01b0387165f908152600260205260408120546120b1908690612fdc565b6001600160a01b0389165f90815260026020526040902081905590506120d8888787611ac2565b6120e3888483612252565b856001600160a01b0316876001600160a01b0316896001600160a01b03167f4174a9435a04d04d274c76779cad136a41fde6937c56241c09ab9d3c7064a1a98860405161213291815260200190565b60405180910390a45050505050505050565b610bec5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00611e57565b6001600160a01b038084165f90815260056020908152604080832093861683529290522054818110156121ee576040517f46ea6d4c0000000000000000000000000000000000000000000000000000000081526001600160a01b0380861660048301528416602482015260448101829052606481018390526084016106cd565b6001600160a01b039384165f908152600560209081526040808320959096168252939093529290912091039055565b61222a8383836001612642565b610bd657604051635274afe760e01b81526001600160a01b03841660048201526024016106cd565b80821015610bd6576040517f7c157a320000000000000000000000000000000000000000000000000000000081526001600160a01b038416600482015260248101839052604481018290526064016106cd565b5f546001600160a01b03163314610bec5760405163118cdaa760e01b81523360048201526024016106cd565b6001805473ffffffffffffffffffffffffffffffffffffffff19169055610ddd816126bd565b6040515f9061232c907f3bb1046550f309bec1886e7c024c5ff4b163c5dec1cfe9af017ffdf9fceef1de9084906020016130ee565b604051602081830303815290604052805190602001209050919050565b5f610685612355611887565b8360405161190160f01b8152600281019290925260228201526042902090565b5f612381848484611e5d565b90506123986001600160a01b038516333085612719565b6109ee8433858585611fb7565b606061177d7f000000000000000000000000000000000000000000000000000000000000000061274f565b606061177d7f000000000000000000000000000000000000000000000000000000000000000061274f565b60018101545f90600160f01b900460ff1661241757505f919050565b6001820154600160c01b900465ffffffffffff1615612437576002610685565b600192915050565b6040515f9061232c907f45a36a247651f8d3a5c9ac8f0297d9c03dd06e7ac11198ead64c748b8a2cdc4f9084906020016130ee565b5f827f9e97d5294b449127929cc22e34d88dd26068080081386899e9f03867e5ae8bd8836040516124a59190612f50565b60405180910390a2505f92915050565b604080516060810182528681526001880154600160a01b900463ffffffff1660208201526001600160801b038616918101919091525f9081906124f7906122f7565b90505f61251e848360405161190160f01b8152600281019290925260228201526042902090565b90505f5f61252d83898961278c565b5090925090505f81600381111561254657612546612f20565b148015612562575060018b01546001600160a01b038381169116145b9b9a5050505050505050505050565b5f846001600160a01b03163b5f036125cf575f5f6125908686866127d7565b5090925090505f8160038111156125a9576125a9612f20565b1480156119f75750866001600160a01b0316826001600160a01b03161492505050610e1f565b6125db85858585612819565b9050610e1f565b7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c15610bec576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f511483166126b15783831516156126a5573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b5f80546001600160a01b0383811673ffffffffffffffffffffffffffffffffffffffff19831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b61272784848484600161289c565b6109ee57604051635274afe760e01b81526001600160a01b03851660048201526024016106cd565b60605f61275b83612922565b6040805160208082528183019092529192505f91906020820181803683375050509182525060208101929092525090565b5f80807f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8416601b60ff86901c016127c688828985612962565b945094509450505093509350939050565b5f8080604184900361280b578435602086013560408701355f1a6127fd89828585612962565b9550955095505050506116ee565b505f915060029050826116ee565b604080517f1626ba7e00000000000000000000000000000000000000000000000000000000808252600482018690526024820192909252604481018390525f91908390818660648301375f82606483010152601f820160051c60051b915060205f60648401838b5afa9050825f5114601f3d111681169350505050949350505050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f51148316612911578383151615612905573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b5f60ff8216601f811115610685576040517fb3512b0c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561299b57505f91506003905082612a20565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa1580156129ec573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b038116612a1757505f925060019150829050612a20565b92505f91508190505b9450945094915050565b80356001600160a01b0381168114611b57575f5ffd5b5f5f60408385031215612a51575f5ffd5b612a5a83612a2a565b946020939093013593505050565b5f5f5f5f60608587031215612a7b575f5ffd5b612a8485612a2a565b9350612a9260208601612a2a565b9250604085013567ffffffffffffffff811115612aad575f5ffd5b8501601f81018713612abd575f5ffd5b803567ffffffffffffffff811115612ad3575f5ffd5b8760208260071b8401011115612ae7575f5ffd5b949793965060200194505050565b80356001600160801b0381168114611b57575f5ffd5b5f5f5f5f5f5f5f5f60e0898b031215612b22575f5ffd5b612b2b89612a2a565b9750612b3960208a01612a2a565b9650612b4760408a01612a2a565b9550612b5560608a01612af5565b94506080890135935060a0890135925060c089013567ffffffffffffffff811115612b7e575f5ffd5b8901601f81018b13612b8e575f5ffd5b803567ffffffffffffffff811115612ba4575f5ffd5b8b6020828401011115612bb5575f5ffd5b989b979a50959850939692959194602001935050565b5f5f5f5f848603610140811215612be0575f5ffd5b612be986612a2a565b9450612bf760208701612a2a565b93506040860135925060e0605f1982011215612c11575f5ffd5b509295919450926060019150565b5f5f5f60608486031215612c31575f5ffd5b612c3a84612a2a565b9250612c4860208501612a2a565b9150612c5660408501612a2a565b90509250925092565b5f5f5f60608486031215612c71575f5ffd5b612c7a84612a2a565b925060208401359150612c5660408501612a2a565b80358015158114611b57575f5ffd5b5f60208284031215612cae575f5ffd5b610a3882612c8f565b5f5f5f60608486031215612cc9575f5ffd5b83359250602084013567ffffffffffffffff81168114612ce7575f5ffd5b9150612c5660408501612af5565b5f5f60408385031215612d06575f5ffd5b612d0f83612a2a565b9150612d1d60208401612a2a565b90509250929050565b5f5f5f60608486031215612d38575f5ffd5b612d4184612a2a565b9250612d4f60208501612a2a565b929592945050506040919091013590565b5f81518084528060208401602086015e5f602082860101526020601f19601f83011685010191505092915050565b7fff000000000000000000000000000000000000000000000000000000000000008816815260e060208201525f612dc860e0830189612d60565b8281036040840152612dda8189612d60565b606084018890526001600160a01b038716608085015260a0840186905283810360c0850152845180825260208087019350909101905f5b81811015612e2f578351835260209384019390920191600101612e11565b50909b9a5050505050505050505050565b5f60208284031215612e50575f5ffd5b610a3882612a2a565b803560ff81168114611b57575f5ffd5b5f5f5f5f5f5f5f60e0888a031215612e7f575f5ffd5b612e8888612a2a565b9650612e9660208901612a2a565b95506040880135945060608801359350612eb260808901612e59565b9699959850939692959460a0840135945060c09093013592915050565b5f5f5f5f60808587031215612ee2575f5ffd5b612eeb85612a2a565b9350612ef960208601612a2a565b9250612f0760408601612af5565b9150612f1560608601612a2a565b905092959194509250565b634e487b7160e01b5f52602160045260245ffd5b60038110610ddd57634e487b7160e01b5f52602160045260245ffd5b60208101612f5d83612f34565b91905290565b5f5f60408385031215612f74575f5ffd5b612f7d83612a2a565b9150612d1d60208401612c8f565b5f5f5f60608486031215612f9d575f5ffd5b612fa684612a2a565b9250612ce760208501612a2a565b634e487b7160e01b5f52603260045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b8082018082111561068557610685612fc8565b5f60208284031215612fff575f5ffd5b610a3882612e59565b8181038181111561068557610685612fc8565b5f6020828403121561302b575f5ffd5b5051919050565b65ffffffffffff818116838216019081111561068557610685612fc8565b63ffffffff818116838216019081111561068557610685612fc8565b6001600160801b03818116838216019081111561068557610685612fc8565b5f6020828403121561309b575f5ffd5b610a3882612af5565b6001600160801b03828116828216039081111561068557610685612fc8565b606081016130d085612f34565b9381526001600160801b039283166020820152911660409091015290565b82815260808101610a3860208301848051825260208082015167ffffffffffffffff16908301526040908101516001600160801b031691015256' as const
