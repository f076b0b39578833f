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

export const ghostingJudgeBytecode = '0x610160604052348015610010575f5ffd5b506040516140e73803806140e783398101604081905261002f916101bf565b83516001600160a01b03908116608052602080860151821660a05260408087018051841660c0526060880151841660e05251815163fb5bb0c360e01b815291515f946100df946201518094939091169263fb5bb0c392600480830193928290030181865afa1580156100a3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906100c7919061026e565b6100da9065ffffffffffff16600261029a565b610135565b90506100ef848262127500610145565b65ffffffffffff1661010052821580610106575081155b156101245760405163301a6daf60e11b815260040160405180910390fd5b506101405261012052506102bd9050565b8082118183180281185b92915050565b5f80617a6946146101565783610159565b60015b90508085108061016857508285115b1561019b5760405163391fdee160e21b815260048101869052602481018290526044810184905260640160405180910390fd5b50929392505050565b80516001600160a01b03811681146101ba575f5ffd5b919050565b5f5f5f5f84860360e08112156101d3575f5ffd5b60808112156101e0575f5ffd5b50604051608081016001600160401b038111828210171561020f57634e487b7160e01b5f52604160045260245ffd5b60405261021b866101a4565b8152610229602087016101a4565b602082015261023a604087016101a4565b604082015261024b606087016101a4565b6060820152608086015160a087015160c090970151919890975090945092505050565b5f6020828403121561027e575f5ffd5b815165ffffffffffff81168114610293575f5ffd5b9392505050565b808202811582820484141761013f57634e487b7160e01b5f52601160045260245ffd5b60805160a05160c05160e051610100516101205161014051613d316103b65f395f81816104b10152610fdc01525f8181610268015261100701525f81816101fc0152818161201c01526122d901525f818161052d015281816105e20152818161079f01528181610e8f01528181611d8f0152611e6c01525f818161056701528181611430015281816114e501528181611abb01528181611b39015281816127f201526128d401525f818161043801526126b901525f818161047701528181610d1b01528181610da00152818161116d015281816111ec015281816116c40152818161173101528181611c1601526122180152613d315ff3fe608060405234801561000f575f5ffd5b506004361061018e575f3560e01c80637b103999116100dd578063d11a7ba511610088578063e2fdcc1711610063578063e2fdcc1714610528578063e6df12fe1461054f578063f400b10e14610562575f5ffd5b8063d11a7ba5146104db578063db5a0aa1146104ee578063e0b91f9214610515575f5ffd5b80639576f99e116100b85780639576f99e146104ac578063a0829357146104d3578063cc4bfac8146104d3575f5ffd5b80637b1039991461043357806386a0c186146104725780638fcdb5e914610499575f5ffd5b80635505f1881161013d5780636854ceb8116101185780636854ceb81461028a5780636c8be26b1461041657806373501da314610429575f5ffd5b80635505f1881461025057806355c83e481461025957806364c9ec6f14610263575f5ffd5b80633fe32e891161016d5780633fe32e89146101f75780634ee1118e1461023557806351cff8d91461023d575f5ffd5b8062f0c12b146101925780632735a4f7146101a757806333525c54146101cd575b5f5ffd5b6101a56101a0366004612ccc565b610589565b005b6101ba6101b5366004612d44565b6106b5565b6040519081526020015b60405180910390f35b6101ba6101db366004612d7d565b600160209081525f928352604080842090915290825290205481565b61021e7f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff90911681526020016101c4565b6101ba602081565b6101ba61024b366004612dca565b6106cd565b6101ba61200081565b6101ba6212750081565b6101ba7f000000000000000000000000000000000000000000000000000000000000000081565b610409610298366004612d44565b604080516101e0810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290526101408101829052610160810182905261018081018290526101a081018290526101c0810191909152505f9081526002602081815260409283902083516101e08101855281546001600160a01b03908116825260018301548116938201939093529281015482169383019390935260038301541660608201526004820154608082015260058201546001600160401b0380821660a0840152680100000000000000008204811660c0840152600160801b918290041660e083015260068301546001600160801b0380821661010085015291900416610120820152600782015463ffffffff80821661014084015264010000000090910416610160820152600882015461018082015260098201546101a0820152600a909101546101c082015290565b6040516101c49190612de5565b6101ba610424366004612fa1565b61079b565b6101ba6201518081565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b0390911681526020016101c4565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b6101ba6104a7366004612d44565b610c0d565b6101ba7f000000000000000000000000000000000000000000000000000000000000000081565b6101ba600281565b6101a56104e9366004613023565b610e80565b6101ba6104fc366004613091565b5f60208181529281526040808220909352908152205481565b6101ba610523366004612d44565b610fd6565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b6101a561055d366004612d44565b61102b565b61045a7f000000000000000000000000000000000000000000000000000000000000000081565b5f61059384611260565b905060208211156105df576040517f5c4cac9200000000000000000000000000000000000000000000000000000000815260048101839052602060248201526044015b60405180910390fd5b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa15801561063c573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061066091906130bd565b90505f5b838110156106a35761069b8684878785818110610683576106836130d4565b905060200281019061069591906130e8565b856112df565b600101610664565b506106ae85836115e5565b5050505050565b5f6106c76106c283611796565b6117e7565b92915050565b6001600160a01b0381165f908152602081815260408083203384529091528120549081900361072a576040517f751b0fda0000000000000000000000000000000000000000000000000000000081523360048201526024016105d6565b6001600160a01b0382165f818152602081815260408083203380855290835281842093909355518481529192917fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb910160405180910390a36107966001600160a01b0383163383611867565b919050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156107f9573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061081d91906130bd565b905061082c818888888861189c565b61200061083f6040850160208601613123565b63ffffffff16111561089e5761085b6040840160208501613123565b6040517f138eb0db00000000000000000000000000000000000000000000000000000000815263ffffffff909116600482015261200060248201526044016105d6565b5f6108b96108b46101808701610160880161313e565b611a82565b90505f6108c7898787611d0a565b90505f61091f846108e56108e0368b90038b018b61321b565b6121c4565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b6101008301519091503090829061093960208a018a6132fd565b61094960408b0160208c01613123565b604080516001600160a01b0390961660208701528501939093526001600160801b03918216606085015216608083015263ffffffff1660a082015260c00160408051808303601f1901815291815281516020928301205f818152600280855290839020865181547fffffffffffffffffffffffff00000000000000000000000000000000000000009081166001600160a01b0392831617835595880151600183018054881691831691909117905593870151918101805486169285169290921790915560608601516003820180549095169316929092179092556080840151600482015560a084015160058201805460c087015160e08801516001600160401b039485167fffffffffffffffffffffffffffffffff00000000000000000000000000000000909316929092176801000000000000000091851691909102177fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b9390911683021790556101008501516101208601516001600160801b03918216911690910217600682015561014084015160078201805461016087015163ffffffff93841667ffffffffffffffff1990921691909117640100000000939091169290920291909117905561018084015160088201556101a084015160098201556101c0840151600a909101819055909550610b4e9086908c908690612216565b610b5e60408b0160208c01612dca565b6001600160a01b0316610b7760608c0160408d01612dca565b61010084015161018085015161014086015160e0870151604080518881526001600160801b03909516602086015284019290925263ffffffff1660608301526001600160401b031660808201526001600160a01b03919091169087907f5e9605e6c00ecf08abd0fd572d08919ea8ab5c5eb5aa0370226a0c137732e5b69060a00160405180910390a45050505095945050505050565b5f5f610c1883611260565b60018101549091506001600160a01b03163314610c785760018101546040517f89b4997f0000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b0390911660248201526044016105d6565b610c81816117e7565b60048201545f90815260016020908152604080832060058601546001600160401b03168452909152812080549294508492909190610cc090849061332c565b909155505060028101546001600160a01b039081165f90815260208181526040808320855490941683529290529081208054849290610d0090849061332c565b909155505060405163869e003760e01b8152600481018490527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b158015610d64575f5ffd5b505af1158015610d76573d5f5f3e3d5ffd5b5050825460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af1158015610dea573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610e0e91906130bd565b5080546002820154604080516001600160a01b03928316815260208101869052919092169185917fc112e8d1210bff9bfb3dd0b1aa4a7c52e7a09d7222a4ad20b9b7916fc9f70827910160405180910390a36002810154610e7a906001600160a01b03163330856123a6565b50919050565b5f610e8a86611260565b90505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610ee9573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610f0d91906130bd565b90505f610f1d83878787866123dc565b9050610f3a826108e5610f35368b90038b018b61333f565b6124cd565b863514610f5d57604051631e391c9b60e01b8152863560048201526024016105d6565b60028301546001600160a01b0316610f7b60e0890160c08a01612dca565b6001600160a01b031614610fa5576040516389097c6960e01b8152600481018290526024016105d6565b610fc2888483610fbd6102808c016102608d016132fd565b612502565b610fcc88846115e5565b5050505050505050565b5f6110017f0000000000000000000000000000000000000000000000000000000000000000836134ea565b6106c7907f000000000000000000000000000000000000000000000000000000000000000061332c565b5f61103582611796565b6005810154909150600160801b90046001600160401b031642116110a95760058101546040517fc16472d900000000000000000000000000000000000000000000000000000000815260048101849052600160801b9091046001600160401b031660248201524260448201526064016105d6565b5f6110b3826117e7565b9050805f036110cb576110c683836115e5565b505050565b60048201545f90815260016020908152604080832060058601546001600160401b031684529091528120805483929061110590849061332c565b9091555050815460028301546040517f3ac99e79000000000000000000000000000000000000000000000000000000008152600481018690525f60248201526001600160a01b03928316604482015290821660648201526001600160801b03831660848201527f000000000000000000000000000000000000000000000000000000000000000090911690633ac99e799060a4015f604051808303815f87803b1580156111b0575f5ffd5b505af11580156111c2573d5f5f3e3d5ffd5b5050835460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af1158015611236573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061125a91906130bd565b50505050565b5f61126a82611796565b6005810154909150600160801b90046001600160401b03164211156107965760058101546040517fea8f43b500000000000000000000000000000000000000000000000000000000815260048101849052600160801b9091046001600160401b031660248201524260448201526064016105d6565b6101a082015f6112fe85856112f8610180820182613501565b876123dc565b90505f61131b8335611316604086016020870161313e565b612627565b905082358214158061134f575085546001600160a01b03166113436060850160408601612dca565b6001600160a01b031614155b8061137f575060018601546001600160a01b03166113736080850160608601612dca565b6001600160a01b031614155b806113af575060028601546001600160a01b03166113a360c0850160a08601612dca565b6001600160a01b031614155b156113d0576040516389097c6960e01b8152600481018290526024016105d6565b61140a6113e360a0850160808601612dca565b6113f36080860160608701612dca565b6114056102808701610260880161313e565b61266b565b5f6114238561141e36879003870187613543565b61276a565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb47686114676102808801610260890161313e565b6040516001600160e01b031960e084901b1681526001600160401b039091166004820152602401602060405180830381865afa1580156114a9573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906114cd9190613695565b90506114db88888784612778565b6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f044361151a60a0880160808901612dca565b838561152a6104208d018d6136b0565b6040518663ffffffff1660e01b815260040161154a9594939291906136f5565b602060405180830381865afa158015611565573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611589919061376c565b6115c2576040517fe9e82222000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b6115da898985610fbd6102208a016102008b016132fd565b505050505050505050565b600981015460078201546040805192835264010000000090910463ffffffff16602083015283917f4605eb0d82b8eac7f5336b95dee22868aa5876b3755a1a2bb76c6a94a0febe4a910160405180910390a2600781015463ffffffff808216640100000000909204161180159061166357505f611661826117e7565b115b1561166c575050565b80546001820154600a8301546040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018690526001600160a01b039384166024820152918316604483015260648201527f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b158015611707575f5ffd5b505af1158015611719573d5f5f3e3d5ffd5b505060405163869e003760e01b8152600481018590527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063869e003791506024015f604051808303815f87803b15801561177c575f5ffd5b505af115801561178e573d5f5f3e3d5ffd5b505050505050565b5f81815260026020526040902080546001600160a01b0316610796576040517fde1e2235000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b60048101545f90815260016020908152604080832060058501546001600160401b0316845290915281205460088301546009840154839291611828916129b5565b611832919061332c565b6006840154909150611860906001600160801b03600160801b820481169161185b9116846129c4565b6129d5565b9392505050565b61187483838360016129e4565b6110c657604051635274afe760e01b81526001600160a01b03841660048201526024016105d6565b6118ac6040850160208601612dca565b6001600160a01b0316336001600160a01b03161461191a57336118d56040860160208701612dca565b6040517f7299c7230000000000000000000000000000000000000000000000000000000081526001600160a01b039283166004820152911660248201526044016105d6565b5f611931866108e5610f353689900389018961333f565b9050813581141580611973575061194e6040860160208701612dca565b6001600160a01b03166119676080840160608501612dca565b6001600160a01b031614155b806119ae57506119896060860160408701612dca565b6001600160a01b03166119a260a0840160808501612dca565b6001600160a01b031614155b806119e957506119c46080860160608701612dca565b6001600160a01b03166119dd60c0840160a08501612dca565b6001600160a01b031614155b15611a0a57604051631e391c9b60e01b8152600481018290526024016105d6565b611a59611a1d6080870160608801612dca565b8286868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250612a5f92505050565b61178e611a6c6080870160608801612dca565b611a7c6060880160408901612dca565b5f61266b565b6040517ffadb47680000000000000000000000000000000000000000000000000000000081526001600160401b03821660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa158015611b08573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611b2c9190613695565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663cc5839f3611b6984600161378b565b6040516001600160e01b031960e084901b1681526001600160401b039091166004820152602401602060405180830381865afa158015611bab573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611bcf91906130bd565b9050804211611c13576040517f91df0c66000000000000000000000000000000000000000000000000000000008152600481018290524260248201526044016105d6565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015611c70573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611c9491906137aa565b611caf9065ffffffffffff166001600160401b03861661332c565b905080421115611d03576040517f7aea552c0000000000000000000000000000000000000000000000000000000081526001600160401b0385166004820152602481018290524260448201526064016105d6565b5050919050565b604080516101e0810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290526101408101829052610160810182905261018081018290526101a081018290526101c08101919091525f80806001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663ea019930611dc460408a0160208b01612dca565b611dd460608b0160408c01612dca565b611de460e08c0160c08d01612dca565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401606060405180830381865afa158015611e36573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611e5a91906137cf565b919450925090505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663611683a2611ea160408b0160208c01612dca565b611eb160608c0160408d01612dca565b611ec160e08d0160c08e01612dca565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401602060405180830381865afa158015611f13573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611f3791906130bd565b9050808760200135141580611f6a575063ffffffff8416611f5e6060890160408a0161313e565b6001600160401b031614155b15611f97576040516308331bc360e31b81526004810182905263ffffffff851660248201526044016105d6565b611fa76040890160208a01612dca565b611fb760608a0160408b01612dca565b611fc760e08b0160c08c01612dca565b6001600160a01b0390811660408901529081166020880152908116865263ffffffff851660a08701526080860182905282166060860152426001600160401b031660c086018190526120429065ffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000169061378b565b6001600160401b031660e08601528261206361014089016101208a016132fd565b6001600160801b039081166101208801521661010086015261208d61028089016102608a016132fd565b6001600160801b03166120a360208801886132fd565b6001600160801b03166120b6919061332c565b6101808601525f6120cf6102808a016102608b016132fd565b6001600160801b0316116120e3575f6120e6565b60015b60ff166120f96040880160208901613123565b6121039190613819565b63ffffffff1661014086015261212d6121226040880160208901613123565b63ffffffff16610fd6565b6101c08601525f81815260016020908152604080832063ffffffff88168452909152812054610180870151612162919061332c565b905080846001600160801b0316116121b8576040517f6eb04dfc0000000000000000000000000000000000000000000000000000000081526001600160801b0385166004820152602481018290526044016105d6565b50505050509392505050565b6040515f906121f9907fccee7969897d48846aab95d760eccaa879a1dc98ac6462f6ed6df5a9bbc41570908490602001613835565b604051602081830303815290604052805190602001209050919050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f856040518060a001604052808760400160208101906122649190612dca565b6001600160a01b031681526020016122826080890160608a01612dca565b6001600160a01b031681526020018760200160208101906122a39190612dca565b6001600160a01b031681526001600160401b03871660208201526040016122cc6002600161332c565b6122fe9065ffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000166134ea565b612308904261332c565b6001600160401b03908116909152604080516001600160e01b031960e087901b168152600481019490945282516001600160a01b039081166024860152602084015181166044860152908301511660648401526060820151811660848401526080909101511660a482015260c4810184905260e4015f604051808303815f87803b158015612394575f5ffd5b505af1158015610fcc573d5f5f3e3d5ffd5b6123b4848484846001612ab2565b61125a57604051635274afe760e01b81526001600160a01b03851660048201526024016105d6565b5f6123f3826108e56108e03689900389018961321b565b905085600401548560200135141580612431575060058601546001600160401b0316612425606087016040880161313e565b6001600160401b031614155b1561247657602085013561244b606087016040880161313e565b6040516308331bc360e31b815260048101929092526001600160401b031660248201526044016105d6565b6003860154604080516020601f87018190048102820181019092528581526124c4926001600160a01b03169184919088908890819084018382808284375f92019190915250612a5f92505050565b95945050505050565b6040515f906121f9907fab3f35deea4515548b067cb869c60ad9bdce9642ffec1ef8f73d8fd7ade224b9908490602001613931565b806001600160801b03165f03612547576040517f5d0de067000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b5f84815260036020908152604080832085845290915290205460ff161561259d576040517fa6be88ee000000000000000000000000000000000000000000000000000000008152600481018390526024016105d6565b5f8481526003602090815260408083208584529091528120805460ff191660011790556009840180546001600160801b03841692906125dd90849061332c565b9091555050600783018054640100000000900463ffffffff1690600461260283613b09565b91906101000a81548163ffffffff021916908363ffffffff1602179055505050505050565b5f828260405160200161264d9291909182526001600160401b0316602082015260400190565b60405160208183030381529060405280519060200120905092915050565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b03848116600483015283811660248301526001600160401b03831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa1580156126fd573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612721919061376c565b6110c6576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b038085166004830152831660248201526044016105d6565b5f611860836108e584612b38565b5f61278e8335611316604086016020870161313e565b60058601549091506801000000000000000090046001600160401b03166127bd6102608501610240860161313e565b6001600160401b031611156127e8576040516357ea159b60e01b8152600481018290526024016105d6565b6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb47686128296101808701610160880161313e565b6040516001600160e01b031960e084901b1681526001600160401b039091166004820152602401602060405180830381865afa15801561286b573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061288f9190613695565b61289a90600161378b565b6001600160401b0316826001600160401b0316116128b8575061125a565b60058501546801000000000000000090046001600160401b03167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03166376aa923261291160a0870160808801612dca565b6040516001600160e01b031960e084901b1681526001600160a01b0390911660048201526001600160401b0386166024820152604401606060405180830381865afa158015612962573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906129869190613b2d565b604001516001600160401b031611156106ae576040516357ea159b60e01b8152600481018290526024016105d6565b5f828218828411028218611860565b5f80828403848111159081026124c4565b5f828218828410028218611860565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f51148316612a53578383151615612a47573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b612a6a838383612b6d565b6110c6576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044016105d6565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f51148316612b27578383151615612b1b573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b6040515f906121f9907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d480908490602001613ba1565b5f5f5f612b7a8585612bbb565b5090925090505f816003811115612b9357612b93613d1d565b148015612bb15750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f5f5f8351604103612bf2576020840151604085015160608601515f1a612be488828585612c04565b955095509550505050612bfd565b505081515f91506002905b9250925092565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0841115612c3d57505f91506003905082612cc2565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015612c8e573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b038116612cb957505f925060019150829050612cc2565b92505f91508190505b9450945094915050565b5f5f5f60408486031215612cde575f5ffd5b8335925060208401356001600160401b03811115612cfa575f5ffd5b8401601f81018613612d0a575f5ffd5b80356001600160401b03811115612d1f575f5ffd5b8660208260051b8401011115612d33575f5ffd5b939660209190910195509293505050565b5f60208284031215612d54575f5ffd5b5035919050565b6001600160401b0381168114612d6f575f5ffd5b50565b803561079681612d5b565b5f5f60408385031215612d8e575f5ffd5b823591506020830135612da081612d5b565b809150509250929050565b6001600160a01b0381168114612d6f575f5ffd5b803561079681612dab565b5f60208284031215612dda575f5ffd5b813561186081612dab565b81516001600160a01b031681526101e081016020830151612e1160208401826001600160a01b03169052565b506040830151612e2c60408401826001600160a01b03169052565b506060830151612e4760608401826001600160a01b03169052565b506080830151608083015260a0830151612e6c60a08401826001600160401b03169052565b5060c0830151612e8760c08401826001600160401b03169052565b5060e0830151612ea260e08401826001600160401b03169052565b50610100830151612ebf6101008401826001600160801b03169052565b50610120830151612edc6101208401826001600160801b03169052565b50610140830151612ef661014084018263ffffffff169052565b50610160830151612f1061016084018263ffffffff169052565b506101808301516101808301526101a08301516101a08301526101c08301516101c083015292915050565b5f6102e08284031215610e7a575f5ffd5b5f5f83601f840112612f5c575f5ffd5b5081356001600160401b03811115612f72575f5ffd5b602083019150836020828501011115612f89575f5ffd5b9250929050565b5f6101808284031215610e7a575f5ffd5b5f5f5f5f5f8587036104c0811215612fb7575f5ffd5b612fc18888612f3b565b95506102e08701356001600160401b03811115612fdc575f5ffd5b612fe889828a01612f4c565b9096509450612ffd9050886103008901612f90565b9250604061047f1982011215613011575f5ffd5b50610480860190509295509295909350565b5f5f5f5f5f6104a08688031215613038575f5ffd5b853594506130498760208801612f3b565b9350613059876103008801612f90565b92506104808601356001600160401b03811115613074575f5ffd5b61308088828901612f4c565b969995985093965092949392505050565b5f5f604083850312156130a2575f5ffd5b82356130ad81612dab565b91506020830135612da081612dab565b5f602082840312156130cd575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f823561043e198336030181126130fd575f5ffd5b9190910192915050565b63ffffffff81168114612d6f575f5ffd5b803561079681613107565b5f60208284031215613133575f5ffd5b813561186081613107565b5f6020828403121561314e575f5ffd5b813561186081612d5b565b60405161018081016001600160401b038111828210171561318857634e487b7160e01b5f52604160045260245ffd5b60405290565b6040516102e081016001600160401b038111828210171561318857634e487b7160e01b5f52604160045260245ffd5b60405161028081016001600160401b038111828210171561318857634e487b7160e01b5f52604160045260245ffd5b803560ff81168114610796575f5ffd5b6001600160801b0381168114612d6f575f5ffd5b8035610796816131fc565b5f61018082840312801561322d575f5ffd5b50613236613159565b823581526020808401359082015261325060408401612d72565b604082015261326160608401612dbf565b606082015261327260808401612dbf565b608082015261328360a08401612dbf565b60a082015261329460c08401612dbf565b60c08201526132a560e084016131ec565b60e08201526132b76101008401613118565b6101008201526132ca6101208401613210565b6101208201526132dd6101408401612d72565b6101408201526132f06101608401612d72565b6101608201529392505050565b5f6020828403121561330d575f5ffd5b8135611860816131fc565b634e487b7160e01b5f52601160045260245ffd5b808201808211156106c7576106c7613318565b5f6102e0828403128015613351575f5ffd5b5061335a61318e565b8235815261336a60208401612dbf565b602082015261337b60408401612dbf565b604082015261338c60608401612dbf565b6060820152608083810135908201526133a760a084016131ec565b60a08201526133b860c08401612dbf565b60c08201526133c960e08401613210565b60e08201526133db6101008401613210565b6101008201526133ee6101208401613118565b6101208201526134016101408401613118565b61014082015261341461016084016131ec565b6101608201526134276101808401613118565b61018082015261343a6101a084016131ec565b6101a082015261344d6101c084016131ec565b6101c08201526134606101e08401613118565b6101e0820152610200838101359082015261347e6102208401613118565b6102208201526134916102408401612d72565b6102408201526134a46102608401613210565b6102608201526134b76102808401613210565b6102808201526134ca6102a08401612d72565b6102a08201526134dd6102c08401612d72565b6102c08201529392505050565b80820281158282048414176106c7576106c7613318565b5f5f8335601e19843603018112613516575f5ffd5b8301803591506001600160401b0382111561352f575f5ffd5b602001915036819003821315612f89575f5ffd5b5f610280828403128015613555575f5ffd5b5061355e6131bd565b8235815261356e60208401612d72565b602082015261357f60408401612dbf565b604082015261359060608401612dbf565b60608201526135a160808401612dbf565b60808201526135b260a08401612dbf565b60a082015260c083810135908201526135cd60e084016131ec565b60e08201526135df61010084016131ec565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a080840135908201526136296101c08401612d72565b6101c082015261363c6101e08401612d72565b6101e082015261364f6102008401613210565b61020082015261366261022084016131ec565b6102208201526136756102408401612d72565b6102408201526136886102608401612d72565b6102608201529392505050565b5f602082840312156136a5575f5ffd5b815161186081612d5b565b5f5f8335601e198436030181126136c5575f5ffd5b8301803591506001600160401b038211156136de575f5ffd5b6020019150600581901b3603821315612f89575f5ffd5b6001600160a01b03861681526001600160401b0385166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115613750575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f6020828403121561377c575f5ffd5b81518015158114611860575f5ffd5b6001600160401b0381811683821601908111156106c7576106c7613318565b5f602082840312156137ba575f5ffd5b815165ffffffffffff81168114611860575f5ffd5b5f5f5f606084860312156137e1575f5ffd5b83516137ec81613107565b60208501519093506137fd816131fc565b604085015190925061380e81612dab565b809150509250925092565b63ffffffff81811683821601908111156106c7576106c7613318565b5f6101a0820190508382528251602083015260208301516040830152604083015161386b60608401826001600160401b03169052565b5060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c08301516001600160a01b03811660e08401525060e083015160ff81166101008401525061010083015163ffffffff8116610120840152506101208301516001600160801b038116610140840152506101408301516001600160401b038116610160840152506101608301516001600160401b0381166101808401525b509392505050565b5f6103008201905083825282516020830152602083015161395d60408401826001600160a01b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b038116608084015250608083015160a083015260a08301516139a660c084018260ff169052565b5060c08301516001600160a01b03811660e08401525060e08301516001600160801b038116610100840152506101008301516001600160801b0381166101208401525061012083015163ffffffff81166101408401525061014083015163ffffffff81166101608401525061016083015160ff81166101808401525061018083015163ffffffff81166101a0840152506101a083015160ff81166101c0840152506101c083015160ff81166101e0840152506101e083015163ffffffff811661020084015250610200830151610220830152610220830151613a9161024084018263ffffffff169052565b506102408301516001600160401b038116610260840152506102608301516001600160801b038116610280840152506102808301516001600160801b0381166102a0840152506102a08301516001600160401b0381166102c0840152506102c08301516001600160401b0381166102e0840152613929565b5f63ffffffff821663ffffffff8103613b2457613b24613318565b60010192915050565b5f6060828403128015613b3e575f5ffd5b50604051606081016001600160401b0381118282101715613b6d57634e487b7160e01b5f52604160045260245ffd5b604052825181526020830151613b8281613107565b60208201526040830151613b9581612d5b565b60408201529392505050565b5f6102a082019050838252825160208301526020830151613bcd60408401826001600160401b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e0830151613c4161010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c0830151613cab6101e08401826001600160401b03169052565b506101e08301516001600160401b038116610200840152506102008301516001600160801b0381166102208401525061022083015160ff8116610240840152506102408301516001600160401b038116610260840152506102608301516001600160401b038116610280840152613929565b634e487b7160e01b5f52602160045260245ffd' as const
