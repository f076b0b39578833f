/** GhostingJudge: generated from contracts/GhostingJudge.sol by scripts/build.ts. Do not edit. */

export const ghostingJudgeAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "chambers",
        "type": "tuple",
        "components": [
          {
            "name": "courthouse",
            "type": "address"
          },
          {
            "name": "registry",
            "type": "address"
          },
          {
            "name": "receipts",
            "type": "address"
          },
          {
            "name": "escrow",
            "type": "address"
          }
        ]
      },
      {
        "name": "answerSeconds_",
        "type": "uint256"
      },
      {
        "name": "bond_",
        "type": "uint256"
      },
      {
        "name": "itemBond_",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "ANSWER_SECONDS_MAX",
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
    "name": "ANSWER_SECONDS_MIN",
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
    "name": "COVERS_MAX",
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
    "name": "EPOCHS_TO_ANSWER",
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
    "name": "GRACE_FACTOR",
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
    "name": "ITEMS_MAX",
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
    "name": "account",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "covers",
        "type": "tuple[]",
        "components": [
          {
            "name": "order",
            "type": "tuple",
            "components": [
              {
                "name": "quoteHash",
                "type": "bytes32"
              },
              {
                "name": "channelId",
                "type": "bytes32"
              },
              {
                "name": "epoch",
                "type": "uint64"
              },
              {
                "name": "payer",
                "type": "address"
              },
              {
                "name": "operator",
                "type": "address"
              },
              {
                "name": "node",
                "type": "address"
              },
              {
                "name": "signer",
                "type": "address"
              },
              {
                "name": "policy",
                "type": "uint8"
              },
              {
                "name": "policyParameter",
                "type": "uint32"
              },
              {
                "name": "amountMax",
                "type": "uint128"
              },
              {
                "name": "sequence",
                "type": "uint64"
              },
              {
                "name": "expiresAt",
                "type": "uint64"
              }
            ]
          },
          {
            "name": "orderSignature",
            "type": "bytes"
          },
          {
            "name": "receipt",
            "type": "tuple",
            "components": [
              {
                "name": "leaseId",
                "type": "bytes32"
              },
              {
                "name": "sequence",
                "type": "uint64"
              },
              {
                "name": "payer",
                "type": "address"
              },
              {
                "name": "operator",
                "type": "address"
              },
              {
                "name": "node",
                "type": "address"
              },
              {
                "name": "token",
                "type": "address"
              },
              {
                "name": "modelRoot",
                "type": "bytes32"
              },
              {
                "name": "workload",
                "type": "uint8"
              },
              {
                "name": "exactness",
                "type": "uint8"
              },
              {
                "name": "build",
                "type": "bytes32"
              },
              {
                "name": "beacon",
                "type": "bytes32"
              },
              {
                "name": "requestHash",
                "type": "bytes32"
              },
              {
                "name": "responseHash",
                "type": "bytes32"
              },
              {
                "name": "evidenceRoot",
                "type": "bytes32"
              },
              {
                "name": "inputUnits",
                "type": "uint64"
              },
              {
                "name": "outputUnits",
                "type": "uint64"
              },
              {
                "name": "amount",
                "type": "uint128"
              },
              {
                "name": "finish",
                "type": "uint8"
              },
              {
                "name": "startedAt",
                "type": "uint64"
              },
              {
                "name": "finishedAt",
                "type": "uint64"
              }
            ]
          },
          {
            "name": "proof",
            "type": "bytes32[]"
          }
        ]
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "accountFee",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "quote",
        "type": "tuple",
        "components": [
          {
            "name": "offerHash",
            "type": "bytes32"
          },
          {
            "name": "payer",
            "type": "address"
          },
          {
            "name": "operator",
            "type": "address"
          },
          {
            "name": "node",
            "type": "address"
          },
          {
            "name": "modelRoot",
            "type": "bytes32"
          },
          {
            "name": "workload",
            "type": "uint8"
          },
          {
            "name": "token",
            "type": "address"
          },
          {
            "name": "inputPrice",
            "type": "uint128"
          },
          {
            "name": "outputPrice",
            "type": "uint128"
          },
          {
            "name": "contextTokensMax",
            "type": "uint32"
          },
          {
            "name": "creditTokens",
            "type": "uint32"
          },
          {
            "name": "terms",
            "type": "uint8"
          },
          {
            "name": "noticeSeconds",
            "type": "uint32"
          },
          {
            "name": "exactness",
            "type": "uint8"
          },
          {
            "name": "policy",
            "type": "uint8"
          },
          {
            "name": "policyParameter",
            "type": "uint32"
          },
          {
            "name": "beacon",
            "type": "bytes32"
          },
          {
            "name": "slots",
            "type": "uint32"
          },
          {
            "name": "startsAt",
            "type": "uint64"
          },
          {
            "name": "fee",
            "type": "uint128"
          },
          {
            "name": "amountMax",
            "type": "uint128"
          },
          {
            "name": "sequence",
            "type": "uint64"
          },
          {
            "name": "expiresAt",
            "type": "uint64"
          }
        ]
      },
      {
        "name": "order",
        "type": "tuple",
        "components": [
          {
            "name": "quoteHash",
            "type": "bytes32"
          },
          {
            "name": "channelId",
            "type": "bytes32"
          },
          {
            "name": "epoch",
            "type": "uint64"
          },
          {
            "name": "payer",
            "type": "address"
          },
          {
            "name": "operator",
            "type": "address"
          },
          {
            "name": "node",
            "type": "address"
          },
          {
            "name": "signer",
            "type": "address"
          },
          {
            "name": "policy",
            "type": "uint8"
          },
          {
            "name": "policyParameter",
            "type": "uint32"
          },
          {
            "name": "amountMax",
            "type": "uint128"
          },
          {
            "name": "sequence",
            "type": "uint64"
          },
          {
            "name": "expiresAt",
            "type": "uint64"
          }
        ]
      },
      {
        "name": "orderSignature",
        "type": "bytes"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "answerSeconds",
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
    "name": "bond",
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
    "name": "bondFor",
    "inputs": [
      {
        "name": "items",
        "type": "uint256"
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
    "name": "charge",
    "inputs": [
      {
        "name": "quote",
        "type": "tuple",
        "components": [
          {
            "name": "offerHash",
            "type": "bytes32"
          },
          {
            "name": "payer",
            "type": "address"
          },
          {
            "name": "operator",
            "type": "address"
          },
          {
            "name": "node",
            "type": "address"
          },
          {
            "name": "modelRoot",
            "type": "bytes32"
          },
          {
            "name": "workload",
            "type": "uint8"
          },
          {
            "name": "token",
            "type": "address"
          },
          {
            "name": "inputPrice",
            "type": "uint128"
          },
          {
            "name": "outputPrice",
            "type": "uint128"
          },
          {
            "name": "contextTokensMax",
            "type": "uint32"
          },
          {
            "name": "creditTokens",
            "type": "uint32"
          },
          {
            "name": "terms",
            "type": "uint8"
          },
          {
            "name": "noticeSeconds",
            "type": "uint32"
          },
          {
            "name": "exactness",
            "type": "uint8"
          },
          {
            "name": "policy",
            "type": "uint8"
          },
          {
            "name": "policyParameter",
            "type": "uint32"
          },
          {
            "name": "beacon",
            "type": "bytes32"
          },
          {
            "name": "slots",
            "type": "uint32"
          },
          {
            "name": "startsAt",
            "type": "uint64"
          },
          {
            "name": "fee",
            "type": "uint128"
          },
          {
            "name": "amountMax",
            "type": "uint128"
          },
          {
            "name": "sequence",
            "type": "uint64"
          },
          {
            "name": "expiresAt",
            "type": "uint64"
          }
        ]
      },
      {
        "name": "quoteSignature",
        "type": "bytes"
      },
      {
        "name": "order",
        "type": "tuple",
        "components": [
          {
            "name": "quoteHash",
            "type": "bytes32"
          },
          {
            "name": "channelId",
            "type": "bytes32"
          },
          {
            "name": "epoch",
            "type": "uint64"
          },
          {
            "name": "payer",
            "type": "address"
          },
          {
            "name": "operator",
            "type": "address"
          },
          {
            "name": "node",
            "type": "address"
          },
          {
            "name": "signer",
            "type": "address"
          },
          {
            "name": "policy",
            "type": "uint8"
          },
          {
            "name": "policyParameter",
            "type": "uint32"
          },
          {
            "name": "amountMax",
            "type": "uint128"
          },
          {
            "name": "sequence",
            "type": "uint64"
          },
          {
            "name": "expiresAt",
            "type": "uint64"
          }
        ]
      },
      {
        "name": "granted",
        "type": "tuple",
        "components": [
          {
            "name": "amount",
            "type": "uint128"
          },
          {
            "name": "items",
            "type": "uint32"
          }
        ]
      }
    ],
    "outputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "chargedOf",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
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
    "name": "conclude",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "courthouse",
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
    "name": "escrow",
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
    "name": "giveBack",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "itemBond",
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
    "name": "madeGoodOf",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "channelEpoch",
        "type": "uint64"
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
    "name": "matterOf",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "components": [
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
            "name": "signer",
            "type": "address"
          },
          {
            "name": "channelId",
            "type": "bytes32"
          },
          {
            "name": "channelEpoch",
            "type": "uint64"
          },
          {
            "name": "chargedAt",
            "type": "uint64"
          },
          {
            "name": "answerUntil",
            "type": "uint64"
          },
          {
            "name": "redeemed",
            "type": "uint128"
          },
          {
            "name": "lossMax",
            "type": "uint128"
          },
          {
            "name": "items",
            "type": "uint32"
          },
          {
            "name": "shown",
            "type": "uint32"
          },
          {
            "name": "granted",
            "type": "uint256"
          },
          {
            "name": "covered",
            "type": "uint256"
          },
          {
            "name": "bond",
            "type": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "owedTo",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "payer",
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
    "name": "receipts",
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
    "name": "registry",
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
    "name": "withdraw",
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
    "stateMutability": "nonpayable"
  },
  {
    "type": "event",
    "name": "Accounted",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "covered",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "shown",
        "type": "uint32",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "GhostingCharged",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "payer",
        "type": "address",
        "indexed": true
      },
      {
        "name": "leaseId",
        "type": "bytes32",
        "indexed": false
      },
      {
        "name": "redeemed",
        "type": "uint128",
        "indexed": false
      },
      {
        "name": "granted",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "items",
        "type": "uint32",
        "indexed": false
      },
      {
        "name": "answerUntil",
        "type": "uint64",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "GivenBack",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "payer",
        "type": "address",
        "indexed": true
      },
      {
        "name": "token",
        "type": "address",
        "indexed": false
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
    "name": "Withdrawn",
    "inputs": [
      {
        "name": "token",
        "type": "address",
        "indexed": true
      },
      {
        "name": "payer",
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
    "name": "AnswerTimeNotOver",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "until",
        "type": "uint256"
      },
      {
        "name": "time",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "AnswerTimeOver",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "until",
        "type": "uint256"
      },
      {
        "name": "time",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "BondZero",
    "inputs": []
  },
  {
    "type": "error",
    "name": "CallerNotOperator",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CallerNotPayer",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "payer",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CoverKnown",
    "inputs": [
      {
        "name": "item",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CoverNotOfMatter",
    "inputs": [
      {
        "name": "item",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CoverTooLate",
    "inputs": [
      {
        "name": "item",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CoverWorthless",
    "inputs": [
      {
        "name": "item",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CoversTooMany",
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
    "name": "ItemsTooMany",
    "inputs": [
      {
        "name": "items",
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
    "name": "MatterUnknown",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "NodeNotOfOperator",
    "inputs": [
      {
        "name": "node",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NothingOwed",
    "inputs": [
      {
        "name": "account",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NothingUnaccounted",
    "inputs": [
      {
        "name": "redeemed",
        "type": "uint256"
      },
      {
        "name": "covered",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "OrderNotOfChannel",
    "inputs": [
      {
        "name": "channelId",
        "type": "bytes32"
      },
      {
        "name": "epoch",
        "type": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "OrderNotOfQuote",
    "inputs": [
      {
        "name": "quoteHash",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReceiptInFuture",
    "inputs": [
      {
        "name": "finishedAt",
        "type": "uint64"
      },
      {
        "name": "time",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReceiptNotIncluded",
    "inputs": [
      {
        "name": "receiptHash",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReceiptTooOld",
    "inputs": [
      {
        "name": "finishedAt",
        "type": "uint64"
      },
      {
        "name": "until",
        "type": "uint256"
      },
      {
        "name": "time",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReceiptsNotDue",
    "inputs": [
      {
        "name": "notBefore",
        "type": "uint256"
      },
      {
        "name": "time",
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
    "name": "SignatureInvalid",
    "inputs": [
      {
        "name": "signer",
        "type": "address"
      },
      {
        "name": "digest",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "WindowOutOfBounds",
    "inputs": [
      {
        "name": "given",
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
  }
] as const

export const ghostingJudgeBytecode = '0x610160604052348015610010575f5ffd5b5060405161412538038061412583398101604081905261002f916101bf565b83516001600160a01b03908116608052602080860151821660a05260408087018051841660c0526060880151841660e05251815163fb5bb0c360e01b815291515f946100df946201518094939091169263fb5bb0c392600480830193928290030181865afa1580156100a3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906100c7919061026e565b6100da9065ffffffffffff16600261029a565b610135565b90506100ef848262127500610145565b65ffffffffffff1661010052821580610106575081155b156101245760405163301a6daf60e11b815260040160405180910390fd5b506101405261012052506102bd9050565b8082118183180281185b92915050565b5f80617a6946146101565783610159565b60015b90508085108061016857508285115b1561019b5760405163391fdee160e21b815260048101869052602481018290526044810184905260640160405180910390fd5b50929392505050565b80516001600160a01b03811681146101ba575f5ffd5b919050565b5f5f5f5f84860360e08112156101d3575f5ffd5b60808112156101e0575f5ffd5b50604051608081016001600160401b038111828210171561020f57634e487b7160e01b5f52604160045260245ffd5b60405261021b866101a4565b8152610229602087016101a4565b602082015261023a604087016101a4565b604082015261024b606087016101a4565b6060820152608086015160a087015160c090970151919890975090945092505050565b5f6020828403121561027e575f5ffd5b815165ffffffffffff81168114610293575f5ffd5b9392505050565b808202811582820484141761013f57634e487b7160e01b5f52601160045260245ffd5b60805160a05160c05160e051610100516101205161014051613d6f6103b65f395f81816104b10152610fdc01525f8181610268015261100701525f81816101fc0152818161203901526122f601525f818161052d015281816105e20152818161079f01528181610e8f01528181611dac0152611e8901525f81816105670152818161144d0152818161150201528181611ad801528181611b560152818161281501526128f701525f818161043801526126dc01525f818161047701528181610d1b01528181610da00152818161113201528181611211015281816116e10152818161174e01528181611c3301526122350152613d6f5ff3fe608060405234801561000f575f5ffd5b506004361061018e575f3560e01c80637b103999116100dd578063d11a7ba511610088578063e2fdcc1711610063578063e2fdcc1714610528578063e6df12fe1461054f578063f400b10e14610562575f5ffd5b8063d11a7ba5146104db578063db5a0aa1146104ee578063e0b91f9214610515575f5ffd5b80639576f99e116100b85780639576f99e146104ac578063a0829357146104d3578063cc4bfac8146104d3575f5ffd5b80637b1039991461043357806386a0c186146104725780638fcdb5e914610499575f5ffd5b80635505f1881161013d5780636854ceb8116101185780636854ceb81461028a5780636c8be26b1461041657806373501da314610429575f5ffd5b80635505f1881461025057806355c83e481461025957806364c9ec6f14610263575f5ffd5b80633fe32e891161016d5780633fe32e89146101f75780634ee1118e1461023557806351cff8d91461023d575f5ffd5b8062f0c12b146101925780632735a4f7146101a757806333525c54146101cd575b5f5ffd5b6101a56101a0366004612cef565b610589565b005b6101ba6101b5366004612d67565b6106b5565b6040519081526020015b60405180910390f35b6101ba6101db366004612da0565b600160209081525f928352604080842090915290825290205481565b61021e7f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff90911681526020016101c4565b6101ba602081565b6101ba61024b366004612ded565b6106cd565b6101ba61200081565b6101ba6212750081565b6101ba7f000000000000000000000000000000000000000000000000000000000000000081565b610409610298366004612d67565b604080516101e0810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290526101408101829052610160810182905261018081018290526101a081018290526101c0810191909152505f9081526002602081815260409283902083516101e08101855281546001600160a01b03908116825260018301548116938201939093529281015482169383019390935260038301541660608201526004820154608082015260058201546001600160401b0380821660a0840152680100000000000000008204811660c0840152600160801b918290041660e083015260068301546001600160801b0380821661010085015291900416610120820152600782015463ffffffff80821661014084015264010000000090910416610160820152600882015461018082015260098201546101a0820152600a909101546101c082015290565b6040516101c49190612e08565b6101ba610424366004612fc4565b61079b565b6101ba6201518081565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b0390911681526020016101c4565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b6101ba6104a7366004612d67565b610c0d565b6101ba7f000000000000000000000000000000000000000000000000000000000000000081565b6101ba600281565b6101a56104e9366004613046565b610e80565b6101ba6104fc3660046130b4565b5f60208181529281526040808220909352908152205481565b6101ba610523366004612d67565b610fd6565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b6101a561055d366004612d67565b61102b565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b5f6105938461127d565b905060208211156105df576040517f5c4cac9200000000000000000000000000000000000000000000000000000000815260048101839052602060248201526044015b60405180910390fd5b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa15801561063c573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061066091906130e0565b90505f5b838110156106a35761069b8684878785818110610683576106836130f7565b9050602002810190610695919061310b565b856112fc565b600101610664565b506106ae8583611602565b5050505050565b5f6106c76106c2836117b3565b611804565b92915050565b6001600160a01b0381165f908152602081815260408083203384529091528120549081900361072a576040517f751b0fda0000000000000000000000000000000000000000000000000000000081523360048201526024016105d6565b6001600160a01b0382165f818152602081815260408083203380855290835281842093909355518481529192917fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb910160405180910390a36107966001600160a01b0383163383611884565b919050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156107f9573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061081d91906130e0565b905061082c81888888886118b9565b61200061083f6040850160208601613146565b63ffffffff16111561089e5761085b6040840160208501613146565b6040517f138eb0db00000000000000000000000000000000000000000000000000000000815263ffffffff909116600482015261200060248201526044016105d6565b5f6108b96108b461018087016101608801613161565b611a9f565b90505f6108c7898787611d27565b90505f61091f846108e56108e0368b90038b018b61323e565b6121e1565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b6101008301519091503090829061093960208a018a613320565b61094960408b0160208c01613146565b604080516001600160a01b0390961660208701528501939093526001600160801b03918216606085015216608083015263ffffffff1660a082015260c00160408051808303601f1901815291815281516020928301205f818152600280855290839020865181547fffffffffffffffffffffffff00000000000000000000000000000000000000009081166001600160a01b0392831617835595880151600183018054881691831691909117905593870151918101805486169285169290921790915560608601516003820180549095169316929092179092556080840151600482015560a084015160058201805460c087015160e08801516001600160401b039485167fffffffffffffffffffffffffffffffff00000000000000000000000000000000909316929092176801000000000000000091851691909102177fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b9390911683021790556101008501516101208601516001600160801b03918216911690910217600682015561014084015160078201805461016087015163ffffffff93841667ffffffffffffffff1990921691909117640100000000939091169290920291909117905561018084015160088201556101a084015160098201556101c0840151600a909101819055909550610b4e9086908c908690612233565b610b5e60408b0160208c01612ded565b6001600160a01b0316610b7760608c0160408d01612ded565b61010084015161018085015161014086015160e0870151604080518881526001600160801b03909516602086015284019290925263ffffffff1660608301526001600160401b031660808201526001600160a01b03919091169087907f5e9605e6c00ecf08abd0fd572d08919ea8ab5c5eb5aa0370226a0c137732e5b69060a00160405180910390a45050505095945050505050565b5f5f610c188361127d565b60018101549091506001600160a01b03163314610c785760018101546040517f89b4997f0000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b0390911660248201526044016105d6565b610c8181611804565b60048201545f90815260016020908152604080832060058601546001600160401b03168452909152812080549294508492909190610cc090849061334f565b909155505060028101546001600160a01b039081165f90815260208181526040808320855490941683529290529081208054849290610d0090849061334f565b909155505060405163869e003760e01b8152600481018490527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b158015610d64575f5ffd5b505af1158015610d76573d5f5f3e3d5ffd5b5050825460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af1158015610dea573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610e0e91906130e0565b5080546002820154604080516001600160a01b03928316815260208101869052919092169185917fc112e8d1210bff9bfb3dd0b1aa4a7c52e7a09d7222a4ad20b9b7916fc9f70827910160405180910390a36002810154610e7a906001600160a01b03163330856123c3565b50919050565b5f610e8a8661127d565b90505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610ee9573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610f0d91906130e0565b90505f610f1d83878787866123ff565b9050610f3a826108e5610f35368b90038b018b613362565b6124f0565b863514610f5d57604051631e391c9b60e01b8152863560048201526024016105d6565b60028301546001600160a01b0316610f7b60e0890160c08a01612ded565b6001600160a01b031614610fa5576040516389097c6960e01b8152600481018290526024016105d6565b610fc2888483610fbd6102808c016102608d01613320565b612525565b610fcc8884611602565b5050505050505050565b5f6110017f00000000000000000000000000000000000000000000000000000000000000008361350d565b6106c7907f000000000000000000000000000000000000000000000000000000000000000061334f565b5f611035826117b3565b6005810154909150600160801b90046001600160401b031642116110a95760058101546040517fc16472d900000000000000000000000000000000000000000000000000000000815260048101849052600160801b9091046001600160401b031660248201524260448201526064016105d6565b5f6110b382611804565b9050805f036110cb576110c68383611602565b505050565b815460028301546040517f3ac99e79000000000000000000000000000000000000000000000000000000008152600481018690525f602482018190526001600160a01b03938416604483015291831660648201526001600160801b038416608482015290917f00000000000000000000000000000000000000000000000000000000000000001690633ac99e799060a4016020604051808303815f875af1158015611178573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061119c9190613524565b60048401545f90815260016020908152604080832060058801546001600160401b03168452909152812080549293506001600160801b038416929091906111e490849061334f565b9091555050825460405163fd2b1dcf60e01b8152600481018690526001600160a01b0391821660248201527f00000000000000000000000000000000000000000000000000000000000000009091169063fd2b1dcf906044016020604051808303815f875af1158015611259573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906106ae91906130e0565b5f611287826117b3565b6005810154909150600160801b90046001600160401b03164211156107965760058101546040517fea8f43b500000000000000000000000000000000000000000000000000000000815260048101849052600160801b9091046001600160401b031660248201524260448201526064016105d6565b6101a082015f61131b858561131561018082018261353f565b876123ff565b90505f61133883356113336040860160208701613161565b61264a565b905082358214158061136c575085546001600160a01b03166113606060850160408601612ded565b6001600160a01b031614155b8061139c575060018601546001600160a01b03166113906080850160608601612ded565b6001600160a01b031614155b806113cc575060028601546001600160a01b03166113c060c0850160a08601612ded565b6001600160a01b031614155b156113ed576040516389097c6960e01b8152600481018290526024016105d6565b61142761140060a0850160808601612ded565b6114106080860160608701612ded565b61142261028087016102608801613161565b61268e565b5f6114408561143b36879003870187613581565b61278d565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb476861148461028088016102608901613161565b6040516001600160e01b031960e084901b1681526001600160401b039091166004820152602401602060405180830381865afa1580156114c6573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906114ea91906136d3565b90506114f88888878461279b565b6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f044361153760a0880160808901612ded565b83856115476104208d018d6136ee565b6040518663ffffffff1660e01b8152600401611567959493929190613733565b602060405180830381865afa158015611582573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906115a691906137aa565b6115df576040517fe9e82222000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b6115f7898985610fbd6102208a016102008b01613320565b505050505050505050565b600981015460078201546040805192835264010000000090910463ffffffff16602083015283917f4605eb0d82b8eac7f5336b95dee22868aa5876b3755a1a2bb76c6a94a0febe4a910160405180910390a2600781015463ffffffff808216640100000000909204161180159061168057505f61167e82611804565b115b15611689575050565b80546001820154600a8301546040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018690526001600160a01b039384166024820152918316604483015260648201527f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b158015611724575f5ffd5b505af1158015611736573d5f5f3e3d5ffd5b505060405163869e003760e01b8152600481018590527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063869e003791506024015f604051808303815f87803b158015611799575f5ffd5b505af11580156117ab573d5f5f3e3d5ffd5b505050505050565b5f81815260026020526040902080546001600160a01b0316610796576040517fde1e2235000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b60048101545f90815260016020908152604080832060058501546001600160401b0316845290915281205460088301546009840154839291611845916129d8565b61184f919061334f565b600684015490915061187d906001600160801b03600160801b82048116916118789116846129e7565b6129f8565b9392505050565b6118918383836001612a07565b6110c657604051635274afe760e01b81526001600160a01b03841660048201526024016105d6565b6118c96040850160208601612ded565b6001600160a01b0316336001600160a01b03161461193757336118f26040860160208701612ded565b6040517f7299c7230000000000000000000000000000000000000000000000000000000081526001600160a01b039283166004820152911660248201526044016105d6565b5f61194e866108e5610f3536899003890189613362565b9050813581141580611990575061196b6040860160208701612ded565b6001600160a01b03166119846080840160608501612ded565b6001600160a01b031614155b806119cb57506119a66060860160408701612ded565b6001600160a01b03166119bf60a0840160808501612ded565b6001600160a01b031614155b80611a0657506119e16080860160608701612ded565b6001600160a01b03166119fa60c0840160a08501612ded565b6001600160a01b031614155b15611a2757604051631e391c9b60e01b8152600481018290526024016105d6565b611a76611a3a6080870160608801612ded565b8286868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250612a8292505050565b6117ab611a896080870160608801612ded565b611a996060880160408901612ded565b5f61268e565b6040517ffadb47680000000000000000000000000000000000000000000000000000000081526001600160401b03821660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa158015611b25573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611b4991906136d3565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663cc5839f3611b868460016137c9565b6040516001600160e01b031960e084901b1681526001600160401b039091166004820152602401602060405180830381865afa158015611bc8573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611bec91906130e0565b9050804211611c30576040517f91df0c66000000000000000000000000000000000000000000000000000000008152600481018290524260248201526044016105d6565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015611c8d573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611cb191906137e8565b611ccc9065ffffffffffff166001600160401b03861661334f565b905080421115611d20576040517f7aea552c0000000000000000000000000000000000000000000000000000000081526001600160401b0385166004820152602481018290524260448201526064016105d6565b5050919050565b604080516101e0810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290526101408101829052610160810182905261018081018290526101a081018290526101c08101919091525f80806001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663ea019930611de160408a0160208b01612ded565b611df160608b0160408c01612ded565b611e0160e08c0160c08d01612ded565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401606060405180830381865afa158015611e53573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611e77919061380d565b919450925090505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663611683a2611ebe60408b0160208c01612ded565b611ece60608c0160408d01612ded565b611ede60e08d0160c08e01612ded565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401602060405180830381865afa158015611f30573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611f5491906130e0565b9050808760200135141580611f87575063ffffffff8416611f7b6060890160408a01613161565b6001600160401b031614155b15611fb4576040516308331bc360e31b81526004810182905263ffffffff851660248201526044016105d6565b611fc46040890160208a01612ded565b611fd460608a0160408b01612ded565b611fe460e08b0160c08c01612ded565b6001600160a01b0390811660408901529081166020880152908116865263ffffffff851660a08701526080860182905282166060860152426001600160401b031660c0860181905261205f9065ffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016906137c9565b6001600160401b031660e08601528261208061014089016101208a01613320565b6001600160801b03908116610120880152166101008601526120aa61028089016102608a01613320565b6001600160801b03166120c06020880188613320565b6001600160801b03166120d3919061334f565b6101808601525f6120ec6102808a016102608b01613320565b6001600160801b031611612100575f612103565b60015b60ff166121166040880160208901613146565b6121209190613857565b63ffffffff1661014086015261214a61213f6040880160208901613146565b63ffffffff16610fd6565b6101c08601525f81815260016020908152604080832063ffffffff8816845290915281205461018087015161217f919061334f565b905080846001600160801b0316116121d5576040517f6eb04dfc0000000000000000000000000000000000000000000000000000000081526001600160801b0385166004820152602481018290526044016105d6565b50505050509392505050565b6040515f90612216907fccee7969897d48846aab95d760eccaa879a1dc98ac6462f6ed6df5a9bbc41570908490602001613873565b604051602081830303815290604052805190602001209050919050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f856040518060a001604052808760400160208101906122819190612ded565b6001600160a01b0316815260200161229f6080890160608a01612ded565b6001600160a01b031681526020018760200160208101906122c09190612ded565b6001600160a01b031681526001600160401b03871660208201526040016122e96002600161334f565b61231b9065ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001661350d565b612325904261334f565b6001600160401b03908116909152604080516001600160e01b031960e087901b168152600481019490945282516001600160a01b039081166024860152602084015181166044860152908301511660648401526060820151811660848401526080909101511660a482015260c4810184905260e4015f604051808303815f87803b1580156123b1575f5ffd5b505af1158015610fcc573d5f5f3e3d5ffd5b6123d1848484846001612ad5565b6123f957604051635274afe760e01b81526001600160a01b03851660048201526024016105d6565b50505050565b5f612416826108e56108e03689900389018961323e565b905085600401548560200135141580612454575060058601546001600160401b03166124486060870160408801613161565b6001600160401b031614155b1561249957602085013561246e6060870160408801613161565b6040516308331bc360e31b815260048101929092526001600160401b031660248201526044016105d6565b6003860154604080516020601f87018190048102820181019092528581526124e7926001600160a01b03169184919088908890819084018382808284375f92019190915250612a8292505050565b95945050505050565b6040515f90612216907fab3f35deea4515548b067cb869c60ad9bdce9642ffec1ef8f73d8fd7ade224b990849060200161396f565b806001600160801b03165f0361256a576040517f5d0de067000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b5f84815260036020908152604080832085845290915290205460ff16156125c0576040517fa6be88ee000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b5f8481526003602090815260408083208584529091528120805460ff191660011790556009840180546001600160801b038416929061260090849061334f565b9091555050600783018054640100000000900463ffffffff1690600461262583613b47565b91906101000a81548163ffffffff021916908363ffffffff1602179055505050505050565b5f82826040516020016126709291909182526001600160401b0316602082015260400190565b60405160208183030381529060405280519060200120905092915050565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b03848116600483015283811660248301526001600160401b03831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa158015612720573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061274491906137aa565b6110c6576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b038085166004830152831660248201526044016105d6565b5f61187d836108e584612b5b565b5f6127b183356113336040860160208701613161565b60058601549091506801000000000000000090046001600160401b03166127e061026085016102408601613161565b6001600160401b0316111561280b576040516357ea159b60e01b8152600481018290526024016105d6565b6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb476861284c61018087016101608801613161565b6040516001600160e01b031960e084901b1681526001600160401b039091166004820152602401602060405180830381865afa15801561288e573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906128b291906136d3565b6128bd9060016137c9565b6001600160401b0316826001600160401b0316116128db57506123f9565b60058501546801000000000000000090046001600160401b03167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03166376aa923261293460a0870160808801612ded565b6040516001600160e01b031960e084901b1681526001600160a01b0390911660048201526001600160401b0386166024820152604401606060405180830381865afa158015612985573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906129a99190613b6b565b604001516001600160401b031611156106ae576040516357ea159b60e01b8152600481018290526024016105d6565b5f82821882841102821861187d565b5f80828403848111159081026124e7565b5f82821882841002821861187d565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f51148316612a76578383151615612a6a573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b612a8d838383612b90565b6110c6576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044016105d6565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f51148316612b4a578383151615612b3e573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b6040515f90612216907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d480908490602001613bdf565b5f5f5f612b9d8585612bde565b5090925090505f816003811115612bb657612bb6613d5b565b148015612bd45750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f5f5f8351604103612c15576020840151604085015160608601515f1a612c0788828585612c27565b955095509550505050612c20565b505081515f91506002905b9250925092565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0841115612c6057505f91506003905082612ce5565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015612cb1573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b038116612cdc57505f925060019150829050612ce5565b92505f91508190505b9450945094915050565b5f5f5f60408486031215612d01575f5ffd5b8335925060208401356001600160401b03811115612d1d575f5ffd5b8401601f81018613612d2d575f5ffd5b80356001600160401b03811115612d42575f5ffd5b8660208260051b8401011115612d56575f5ffd5b939660209190910195509293505050565b5f60208284031215612d77575f5ffd5b5035919050565b6001600160401b0381168114612d92575f5ffd5b50565b803561079681612d7e565b5f5f60408385031215612db1575f5ffd5b823591506020830135612dc381612d7e565b809150509250929050565b6001600160a01b0381168114612d92575f5ffd5b803561079681612dce565b5f60208284031215612dfd575f5ffd5b813561187d81612dce565b81516001600160a01b031681526101e081016020830151612e3460208401826001600160a01b03169052565b506040830151612e4f60408401826001600160a01b03169052565b506060830151612e6a60608401826001600160a01b03169052565b506080830151608083015260a0830151612e8f60a08401826001600160401b03169052565b5060c0830151612eaa60c08401826001600160401b03169052565b5060e0830151612ec560e08401826001600160401b03169052565b50610100830151612ee26101008401826001600160801b03169052565b50610120830151612eff6101208401826001600160801b03169052565b50610140830151612f1961014084018263ffffffff169052565b50610160830151612f3361016084018263ffffffff169052565b506101808301516101808301526101a08301516101a08301526101c08301516101c083015292915050565b5f6102e08284031215610e7a575f5ffd5b5f5f83601f840112612f7f575f5ffd5b5081356001600160401b03811115612f95575f5ffd5b602083019150836020828501011115612fac575f5ffd5b9250929050565b5f6101808284031215610e7a575f5ffd5b5f5f5f5f5f8587036104c0811215612fda575f5ffd5b612fe48888612f5e565b95506102e08701356001600160401b03811115612fff575f5ffd5b61300b89828a01612f6f565b90965094506130209050886103008901612fb3565b9250604061047f1982011215613034575f5ffd5b50610480860190509295509295909350565b5f5f5f5f5f6104a0868803121561305b575f5ffd5b8535945061306c8760208801612f5e565b935061307c876103008801612fb3565b92506104808601356001600160401b03811115613097575f5ffd5b6130a388828901612f6f565b969995985093965092949392505050565b5f5f604083850312156130c5575f5ffd5b82356130d081612dce565b91506020830135612dc381612dce565b5f602082840312156130f0575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f823561043e19833603018112613120575f5ffd5b9190910192915050565b63ffffffff81168114612d92575f5ffd5b80356107968161312a565b5f60208284031215613156575f5ffd5b813561187d8161312a565b5f60208284031215613171575f5ffd5b813561187d81612d7e565b60405161018081016001600160401b03811182821017156131ab57634e487b7160e01b5f52604160045260245ffd5b60405290565b6040516102e081016001600160401b03811182821017156131ab57634e487b7160e01b5f52604160045260245ffd5b60405161028081016001600160401b03811182821017156131ab57634e487b7160e01b5f52604160045260245ffd5b803560ff81168114610796575f5ffd5b6001600160801b0381168114612d92575f5ffd5b80356107968161321f565b5f610180828403128015613250575f5ffd5b5061325961317c565b823581526020808401359082015261327360408401612d95565b604082015261328460608401612de2565b606082015261329560808401612de2565b60808201526132a660a08401612de2565b60a08201526132b760c08401612de2565b60c08201526132c860e0840161320f565b60e08201526132da610100840161313b565b6101008201526132ed6101208401613233565b6101208201526133006101408401612d95565b6101408201526133136101608401612d95565b6101608201529392505050565b5f60208284031215613330575f5ffd5b813561187d8161321f565b634e487b7160e01b5f52601160045260245ffd5b808201808211156106c7576106c761333b565b5f6102e0828403128015613374575f5ffd5b5061337d6131b1565b8235815261338d60208401612de2565b602082015261339e60408401612de2565b60408201526133af60608401612de2565b6060820152608083810135908201526133ca60a0840161320f565b60a08201526133db60c08401612de2565b60c08201526133ec60e08401613233565b60e08201526133fe6101008401613233565b610100820152613411610120840161313b565b610120820152613424610140840161313b565b610140820152613437610160840161320f565b61016082015261344a610180840161313b565b61018082015261345d6101a0840161320f565b6101a08201526134706101c0840161320f565b6101c08201526134836101e0840161313b565b6101e082015261020083810135908201526134a1610220840161313b565b6102208201526134b46102408401612d95565b6102408201526134c76102608401613233565b6102608201526134da6102808401613233565b6102808201526134ed6102a08401612d95565b6102a08201526135006102c08401612d95565b6102c08201529392505050565b80820281158282048414176106c7576106c761333b565b5f60208284031215613534575f5ffd5b815161187d8161321f565b5f5f8335601e19843603018112613554575f5ffd5b8301803591506001600160401b0382111561356d575f5ffd5b602001915036819003821315612fac575f5ffd5b5f610280828403128015613593575f5ffd5b5061359c6131e0565b823581526135ac60208401612d95565b60208201526135bd60408401612de2565b60408201526135ce60608401612de2565b60608201526135df60808401612de2565b60808201526135f060a08401612de2565b60a082015260c0838101359082015261360b60e0840161320f565b60e082015261361d610100840161320f565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a080840135908201526136676101c08401612d95565b6101c082015261367a6101e08401612d95565b6101e082015261368d6102008401613233565b6102008201526136a0610220840161320f565b6102208201526136b36102408401612d95565b6102408201526136c66102608401612d95565b6102608201529392505050565b5f602082840312156136e3575f5ffd5b815161187d81612d7e565b5f5f8335601e19843603018112613703575f5ffd5b8301803591506001600160401b0382111561371c575f5ffd5b6020019150600581901b3603821315612fac575f5ffd5b6001600160a01b03861681526001600160401b0385166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff83111561378e575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f602082840312156137ba575f5ffd5b8151801515811461187d575f5ffd5b6001600160401b0381811683821601908111156106c7576106c761333b565b5f602082840312156137f8575f5ffd5b815165ffffffffffff8116811461187d575f5ffd5b5f5f5f6060848603121561381f575f5ffd5b835161382a8161312a565b602085015190935061383b8161321f565b604085015190925061384c81612dce565b809150509250925092565b63ffffffff81811683821601908111156106c7576106c761333b565b5f6101a082019050838252825160208301526020830151604083015260408301516138a960608401826001600160401b03169052565b5060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c08301516001600160a01b03811660e08401525060e083015160ff81166101008401525061010083015163ffffffff8116610120840152506101208301516001600160801b038116610140840152506101408301516001600160401b038116610160840152506101608301516001600160401b0381166101808401525b509392505050565b5f6103008201905083825282516020830152602083015161399b60408401826001600160a01b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b038116608084015250608083015160a083015260a08301516139e460c084018260ff169052565b5060c08301516001600160a01b03811660e08401525060e08301516001600160801b038116610100840152506101008301516001600160801b0381166101208401525061012083015163ffffffff81166101408401525061014083015163ffffffff81166101608401525061016083015160ff81166101808401525061018083015163ffffffff81166101a0840152506101a083015160ff81166101c0840152506101c083015160ff81166101e0840152506101e083015163ffffffff811661020084015250610200830151610220830152610220830151613acf61024084018263ffffffff169052565b506102408301516001600160401b038116610260840152506102608301516001600160801b038116610280840152506102808301516001600160801b0381166102a0840152506102a08301516001600160401b0381166102c0840152506102c08301516001600160401b0381166102e0840152613967565b5f63ffffffff821663ffffffff8103613b6257613b6261333b565b60010192915050565b5f6060828403128015613b7c575f5ffd5b50604051606081016001600160401b0381118282101715613bab57634e487b7160e01b5f52604160045260245ffd5b604052825181526020830151613bc08161312a565b60208201526040830151613bd381612d7e565b60408201529392505050565b5f6102a082019050838252825160208301526020830151613c0b60408401826001600160401b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e0830151613c7f61010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c0830151613ce96101e08401826001600160401b03169052565b506101e08301516001600160401b038116610200840152506102008301516001600160801b0381166102208401525061022083015160ff8116610240840152506102408301516001600160401b038116610260840152506102608301516001600160401b038116610280840152613967565b634e487b7160e01b5f52602160045260245ffd' as const
