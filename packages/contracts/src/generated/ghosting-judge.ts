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
        "name": "acknowledged",
        "type": "uint128"
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
            "name": "answerUntil",
            "type": "uint64"
          },
          {
            "name": "redeemed",
            "type": "uint128"
          },
          {
            "name": "covered",
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
        "name": "covered",
        "type": "uint256",
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

export const ghostingJudgeBytecode = '0x610140604052348015610010575f5ffd5b5060405161386d38038061386d83398101604081905261002f916101b3565b82516001600160a01b03908116608052602080850151821660a05260408086018051841660c0526060870151841660e05251815163fb5bb0c360e01b815291515f946100df946201518094939091169263fb5bb0c392600480830193928290030181865afa1580156100a3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906100c7919061025a565b6100da9065ffffffffffff166002610286565b610129565b90506100ef838262127500610139565b65ffffffffffff16610100525f82900361011c5760405163301a6daf60e11b815260040160405180910390fd5b5061012052506102a99050565b8082118183180281185b92915050565b5f80617a69461461014a578361014d565b60015b90508085108061015c57508285115b1561018f5760405163391fdee160e21b815260048101869052602481018290526044810184905260640160405180910390fd5b50929392505050565b80516001600160a01b03811681146101ae575f5ffd5b919050565b5f5f5f83850360c08112156101c6575f5ffd5b60808112156101d3575f5ffd5b50604051608081016001600160401b038111828210171561020257634e487b7160e01b5f52604160045260245ffd5b60405261020e85610198565b815261021c60208601610198565b602082015261022d60408601610198565b604082015261023e60608601610198565b6060820152608085015160a09095015190969495509392505050565b5f6020828403121561026a575f5ffd5b815165ffffffffffff8116811461027f575f5ffd5b9392505050565b808202811582820484141761013357634e487b7160e01b5f52601160045260245ffd5b60805160a05160c05160e05161010051610120516134dc6103915f395f81816101dc015281816117b40152611f4101525f818161016601528181610d0501528181610f720152611ea401525f81816103e60152818161049b015281816108a90152818161094301528181610a230152610fec01525f81816104200152818161153f015281816115e901528181611b8e0152611c0c01525f8181610318015261222401525f818161035701528181610740015281816107c501528181611268015281816112e5015281816117da0152818161184701528181611cea0152611de201526134dc5ff3fe608060405234801561000f575f5ffd5b5060043610610148575f3560e01c806386a0c186116100c7578063d11a7ba51161007d578063e2fdcc1711610063578063e2fdcc17146103e1578063e6df12fe14610408578063f400b10e1461041b575f5ffd5b8063d11a7ba5146103a7578063db5a0aa1146103ba575f5ffd5b8063a0829357116100ad578063a08293571461038c578063c1f7328214610394578063cc4bfac81461038c575f5ffd5b806386a0c186146103525780638fcdb5e914610379575f5ffd5b806355c83e481161011c5780636854ceb8116101025780636854ceb8146101fe57806373501da3146103095780637b10399914610313575f5ffd5b806355c83e48146101cd57806364c9ec6f146101d7575f5ffd5b8062f0c12b1461014c5780633fe32e89146101615780634ee1118e146101a457806351cff8d9146101ba575b5f5ffd5b61015f61015a3660046125d2565b610442565b005b6101887f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff90911681526020015b60405180910390f35b6101ac602081565b60405190815260200161019b565b6101ac6101c836600461266e565b61056e565b6101ac6212750081565b6101ac7f000000000000000000000000000000000000000000000000000000000000000081565b6102fc61020c366004612689565b60408051610120810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810191909152505f9081526001602081815260409283902083516101208101855281546001600160a01b0390811682529382015484169281019290925260028101548316938201939093526003830154909116606082015260048201546080820152600582015467ffffffffffffffff80821660a08401526801000000000000000082041660c0830152600160801b90046001600160801b031660e082015260069091015461010082015290565b60405161019b91906126a0565b6101ac6201518081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161019b565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6101ac610387366004612689565b61063c565b6101ac600281565b6101ac6103a23660046127f0565b6108a5565b61015f6103b536600461286b565b610fdd565b6101ac6103c83660046128da565b5f60208181529281526040808220909352908152205481565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b61015f610416366004612689565b611153565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b5f61044c84611359565b90506020821115610498576040517f5c4cac9200000000000000000000000000000000000000000000000000000000815260048101839052602060248201526044015b60405180910390fd5b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156104f5573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906105199190612911565b90505f5b8381101561055c57610554868487878581811061053c5761053c612928565b905060200281019061054e919061293c565b856113e4565b60010161051d565b506105678583611703565b5050505050565b6001600160a01b0381165f90815260208181526040808320338452909152812054908190036105cb576040517f751b0fda00000000000000000000000000000000000000000000000000000000815233600482015260240161048f565b6001600160a01b0382165f818152602081815260408083203380855290835281842093909355518481529192917fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb910160405180910390a36106376001600160a01b03831633836118ac565b919050565b5f5f61064783611359565b60018101549091506001600160a01b031633146106a75760018101546040517f89b4997f0000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b03909116602482015260440161048f565b600681015460058201546106cb9190600160801b90046001600160801b031661296f565b6005820154600160801b90046001600160801b0316600683015560028201546001600160a01b039081165f908152602081815260408083208654909416835292905290812080549294508492909190610725908490612982565b909155505060405163869e003760e01b8152600481018490527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b158015610789575f5ffd5b505af115801561079b573d5f5f3e3d5ffd5b5050825460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af115801561080f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906108339190612911565b5080546002820154604080516001600160a01b03928316815260208101869052919092169185917fc112e8d1210bff9bfb3dd0b1aa4a7c52e7a09d7222a4ad20b9b7916fc9f70827910160405180910390a3600281015461089f906001600160a01b03163330856118e6565b50919050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610903573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906109279190612911565b9050610936818888888861191c565b5f80806001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663ea01993061097860408d0160208e0161266e565b61098860608e0160408f0161266e565b8d60c001602081019061099b919061266e565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401606060405180830381865afa1580156109ed573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610a1191906129a6565b919450925090505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663611683a2610a5860408e0160208f0161266e565b8d6040016020810190610a6b919061266e565b8e60c0016020810190610a7e919061266e565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401602060405180830381865afa158015610ad0573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610af49190612911565b9050808860200135141580610b28575063ffffffff8416610b1b60608a0160408b01612a10565b67ffffffffffffffff1614155b15610b55576040516308331bc360e31b81526004810182905263ffffffff8516602482015260440161048f565b5f610b686102808d016102608e01612a2b565b6001600160801b0316886001600160801b0316610b859190612982565b905080846001600160801b031611610bdb576040517f6eb04dfc0000000000000000000000000000000000000000000000000000000081526001600160801b03851660048201526024810182905260440161048f565b5f610c3187610bf7610bf2368e90038e018e612af7565b611b02565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b604080513060208201529081018290526001600160801b03871660608201529091506080016040516020818303038152906040528051906020012097506040518061012001604052808e6020016020810190610c8d919061266e565b6001600160a01b031681526020018e6040016020810190610cae919061266e565b6001600160a01b031681526020018e60c0016020810190610ccf919061266e565b6001600160a01b039081168252861660208201526040810185905263ffffffff88166060820152608001610d2b65ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642612bd9565b67ffffffffffffffff168152602001866001600160801b031681526020018381525060015f8a81526020019081526020015f205f820151815f015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506020820151816001015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506040820151816002015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506060820151816003015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506080820151816004015560a0820151816005015f6101000a81548167ffffffffffffffff021916908367ffffffffffffffff16021790555060c08201518160050160086101000a81548167ffffffffffffffff021916908367ffffffffffffffff16021790555060e08201518160050160106101000a8154816001600160801b0302191690836001600160801b031602179055506101008201518160060155905050600160025f8a81526020019081526020015f205f8381526020019081526020015f205f6101000a81548160ff021916908315150217905550610f0c888e610f078d610160016020810190610f029190612a10565b611b54565b611de0565b610f1c60408e0160208f0161266e565b6001600160a01b03168d6040016020810190610f38919061266e565b6001600160a01b0316897f5b170218adbd70d806b9e25dc758e7bf5ded3947f7f198c2bc090727b27e1bc5848987610f9865ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642612bd9565b604080519485526001600160801b0390931660208501529183015267ffffffffffffffff16606082015260800160405180910390a45050505050505095945050505050565b5f610fe786611359565b90505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015611046573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061106a9190612911565b90505f61107a8387878786611f9a565b905061109782610bf7611092368b90038b018b612bf9565b61208e565b8635146110ba57604051631e391c9b60e01b81528635600482015260240161048f565b60028301546001600160a01b03166110d860e0890160c08a0161266e565b6001600160a01b031614611102576040516389097c6960e01b81526004810182905260240161048f565b61110c88826120c3565b61111e61028088016102608901612a2b565b6001600160801b0316836006015f8282546111399190612982565b9091555061114990508884611703565b5050505050505050565b5f61115d8261213e565b600581015490915068010000000000000000900467ffffffffffffffff1642116111dd5760058101546040517fc16472d9000000000000000000000000000000000000000000000000000000008152600481018490526801000000000000000090910467ffffffffffffffff16602482015242604482015260640161048f565b600681015460058201545f9161120291600160801b90046001600160801b031661296f565b825460028401546040517f3ac99e79000000000000000000000000000000000000000000000000000000008152600481018790525f60248201526001600160a01b03928316604482015290821660648201526001600160801b03831660848201529192507f00000000000000000000000000000000000000000000000000000000000000001690633ac99e799060a4015f604051808303815f87803b1580156112a9575f5ffd5b505af11580156112bb573d5f5f3e3d5ffd5b5050835460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af115801561132f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906113539190612911565b50505050565b5f6113638261213e565b600581015490915068010000000000000000900467ffffffffffffffff164211156106375760058101546040517fea8f43b5000000000000000000000000000000000000000000000000000000008152600481018490526801000000000000000090910467ffffffffffffffff16602482015242604482015260640161048f565b6101a082015f61140385856113fd610180820182612da4565b87611f9a565b90505f611420833561141b6040860160208701612a10565b61218f565b9050823582141580611454575085546001600160a01b0316611448606085016040860161266e565b6001600160a01b031614155b80611484575060018601546001600160a01b0316611478608085016060860161266e565b6001600160a01b031614155b806114b4575060028601546001600160a01b03166114a860c0850160a0860161266e565b6001600160a01b031614155b156114d5576040516389097c6960e01b81526004810182905260240161048f565b61150f6114e860a085016080860161266e565b6114f8608086016060870161266e565b61150a61028087016102608801612a10565b6121d5565b61151987826120c3565b5f6115328561152d36879003870187612de7565b6122d5565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb476861157661028088016102608901612a10565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa1580156115b9573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906115dd9190612f39565b90506001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f044361161e60a088016080890161266e565b838561162e6104208d018d612f54565b6040518663ffffffff1660e01b815260040161164e959493929190612f9a565b602060405180830381865afa158015611669573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061168d9190613012565b6116c6576040517fe9e822220000000000000000000000000000000000000000000000000000000081526004810183905260240161048f565b6116d861022086016102008701612a2b565b6001600160801b0316886006015f8282546116f39190612982565b9091555050505050505050505050565b817ff2846eb5879786bb7ad658e9c1e15753aac62c790b0d30541b5cc893eed00103826006015460405161173991815260200190565b60405180910390a260058101546006820154600160801b9091046001600160801b03161115611766575050565b805460018201546040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018590526001600160a01b03928316602482015290821660448201527f000000000000000000000000000000000000000000000000000000000000000060648201527f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b15801561181d575f5ffd5b505af115801561182f573d5f5f3e3d5ffd5b505060405163869e003760e01b8152600481018590527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063869e003791506024015f604051808303815f87803b158015611892575f5ffd5b505af11580156118a4573d5f5f3e3d5ffd5b505050505050565b6118b983838360016122ea565b6118e157604051635274afe760e01b81526001600160a01b038416600482015260240161048f565b505050565b6118f4848484846001612365565b61135357604051635274afe760e01b81526001600160a01b038516600482015260240161048f565b61192c604085016020860161266e565b6001600160a01b0316336001600160a01b03161461199a5733611955604086016020870161266e565b6040517f7299c7230000000000000000000000000000000000000000000000000000000081526001600160a01b0392831660048201529116602482015260440161048f565b5f6119b186610bf761109236899003890189612bf9565b90508135811415806119f357506119ce604086016020870161266e565b6001600160a01b03166119e7608084016060850161266e565b6001600160a01b031614155b80611a2e5750611a09606086016040870161266e565b6001600160a01b0316611a2260a084016080850161266e565b6001600160a01b031614155b80611a695750611a44608086016060870161266e565b6001600160a01b0316611a5d60c0840160a0850161266e565b6001600160a01b031614155b15611a8a57604051631e391c9b60e01b81526004810182905260240161048f565b611ad9611a9d608087016060880161266e565b8286868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920191909152506123eb92505050565b6118a4611aec608087016060880161266e565b611afc606088016040890161266e565b5f6121d5565b6040515f90611b37907fccee7969897d48846aab95d760eccaa879a1dc98ac6462f6ed6df5a9bbc41570908490602001613031565b604051602081830303815290604052805190602001209050919050565b6040517ffadb476800000000000000000000000000000000000000000000000000000000815267ffffffffffffffff821660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa158015611bdb573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611bff9190612f39565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663cc5839f3611c3c846001612bd9565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015611c7f573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611ca39190612911565b9050804211611ce7576040517f91df0c660000000000000000000000000000000000000000000000000000000081526004810182905242602482015260440161048f565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015611d44573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611d689190613130565b611d849065ffffffffffff1667ffffffffffffffff8616612982565b905080421115611dd9576040517f7aea552c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff851660048201526024810182905242604482015260640161048f565b5050919050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f846040518060a00160405280866040016020810190611e2e919061266e565b6001600160a01b03168152602001611e4c608088016060890161266e565b6001600160a01b03168152602001866020016020810190611e6d919061266e565b6001600160a01b0316815267ffffffffffffffff86166020820152604001611e9760026001612982565b611ec99065ffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016613155565b611ed39042612982565b67ffffffffffffffff908116909152604080516001600160e01b031960e087901b168152600481019490945282516001600160a01b039081166024860152602084015181166044860152908301511660648401526060820151811660848401526080909101511660a48201527f000000000000000000000000000000000000000000000000000000000000000060c482015260e4015f604051808303815f87803b158015611f7f575f5ffd5b505af1158015611f91573d5f5f3e3d5ffd5b50505050505050565b5f611fb182610bf7610bf236899003890189612af7565b905085600401548560200135141580611ff15750600586015467ffffffffffffffff16611fe46060870160408801612a10565b67ffffffffffffffff1614155b1561203757602085013561200b6060870160408801612a10565b6040516308331bc360e31b8152600481019290925267ffffffffffffffff16602482015260440161048f565b6003860154604080516020601f8701819004810282018101909252858152612085926001600160a01b03169184919088908890819084018382808284375f920191909152506123eb92505050565b95945050505050565b6040515f90611b37907fab3f35deea4515548b067cb869c60ad9bdce9642ffec1ef8f73d8fd7ade224b990849060200161316c565b5f82815260026020908152604080832084845290915290205460ff1615612119576040517fa6be88ee0000000000000000000000000000000000000000000000000000000081526004810182905260240161048f565b5f9182526002602090815260408084209284529190529020805460ff19166001179055565b5f81815260016020526040902080546001600160a01b0316610637576040517fde1e22350000000000000000000000000000000000000000000000000000000081526004810183905260240161048f565b5f82826040516020016121b692919091825267ffffffffffffffff16602082015260400190565b6040516020818303038152906040528051906020012090505b92915050565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152838116602483015267ffffffffffffffff831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa158015612268573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061228c9190613012565b6118e1576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b0380851660048301528316602482015260440161048f565b5f6122e383610bf78461243e565b9392505050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f5114831661235957838315161561234d573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f511483166123da5783831516156123ce573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b6123f6838383612473565b6118e1576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b03841660048201526024810183905260440161048f565b6040515f90611b37907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d480908490602001613347565b5f5f5f61248085856124c1565b5090925090505f816003811115612499576124996134c8565b1480156124b75750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f5f5f83516041036124f8576020840151604085015160608601515f1a6124ea8882858561250a565b955095509550505050612503565b505081515f91506002905b9250925092565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561254357505f915060039050826125c8565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015612594573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b0381166125bf57505f9250600191508290506125c8565b92505f91508190505b9450945094915050565b5f5f5f604084860312156125e4575f5ffd5b83359250602084013567ffffffffffffffff811115612601575f5ffd5b8401601f81018613612611575f5ffd5b803567ffffffffffffffff811115612627575f5ffd5b8660208260051b840101111561263b575f5ffd5b939660209190910195509293505050565b6001600160a01b0381168114612660575f5ffd5b50565b80356106378161264c565b5f6020828403121561267e575f5ffd5b81356122e38161264c565b5f60208284031215612699575f5ffd5b5035919050565b5f610120820190506001600160a01b0383511682526001600160a01b03602084015116602083015260408301516126e260408401826001600160a01b03169052565b5060608301516126fd60608401826001600160a01b03169052565b506080830151608083015260a083015161272360a084018267ffffffffffffffff169052565b5060c083015161273f60c084018267ffffffffffffffff169052565b5060e083015161275a60e08401826001600160801b03169052565b5061010092830151919092015290565b5f6102e0828403121561089f575f5ffd5b5f5f83601f84011261278b575f5ffd5b50813567ffffffffffffffff8111156127a2575f5ffd5b6020830191508360208285010111156127b9575f5ffd5b9250929050565b5f610180828403121561089f575f5ffd5b6001600160801b0381168114612660575f5ffd5b8035610637816127d1565b5f5f5f5f5f6104a08688031215612805575f5ffd5b61280f878761276a565b94506102e086013567ffffffffffffffff81111561282b575f5ffd5b6128378882890161277b565b909550935061284c90508761030088016127c0565b915061048086013561285d816127d1565b809150509295509295909350565b5f5f5f5f5f6104a08688031215612880575f5ffd5b85359450612891876020880161276a565b93506128a18761030088016127c0565b925061048086013567ffffffffffffffff8111156128bd575f5ffd5b6128c98882890161277b565b969995985093965092949392505050565b5f5f604083850312156128eb575f5ffd5b82356128f68161264c565b915060208301356129068161264c565b809150509250929050565b5f60208284031215612921575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f823561043e19833603018112612951575f5ffd5b9190910192915050565b634e487b7160e01b5f52601160045260245ffd5b818103818111156121cf576121cf61295b565b808201808211156121cf576121cf61295b565b63ffffffff81168114612660575f5ffd5b5f5f5f606084860312156129b8575f5ffd5b83516129c381612995565b60208501519093506129d4816127d1565b60408501519092506129e58161264c565b809150509250925092565b67ffffffffffffffff81168114612660575f5ffd5b8035610637816129f0565b5f60208284031215612a20575f5ffd5b81356122e3816129f0565b5f60208284031215612a3b575f5ffd5b81356122e3816127d1565b604051610180810167ffffffffffffffff81118282101715612a7657634e487b7160e01b5f52604160045260245ffd5b60405290565b6040516102e0810167ffffffffffffffff81118282101715612a7657634e487b7160e01b5f52604160045260245ffd5b604051610280810167ffffffffffffffff81118282101715612a7657634e487b7160e01b5f52604160045260245ffd5b803560ff81168114610637575f5ffd5b803561063781612995565b5f610180828403128015612b09575f5ffd5b50612b12612a46565b8235815260208084013590820152612b2c60408401612a05565b6040820152612b3d60608401612663565b6060820152612b4e60808401612663565b6080820152612b5f60a08401612663565b60a0820152612b7060c08401612663565b60c0820152612b8160e08401612adc565b60e0820152612b936101008401612aec565b610100820152612ba661012084016127e5565b610120820152612bb96101408401612a05565b610140820152612bcc6101608401612a05565b6101608201529392505050565b67ffffffffffffffff81811683821601908111156121cf576121cf61295b565b5f6102e0828403128015612c0b575f5ffd5b50612c14612a7c565b82358152612c2460208401612663565b6020820152612c3560408401612663565b6040820152612c4660608401612663565b606082015260808381013590820152612c6160a08401612adc565b60a0820152612c7260c08401612663565b60c0820152612c8360e084016127e5565b60e0820152612c9561010084016127e5565b610100820152612ca86101208401612aec565b610120820152612cbb6101408401612aec565b610140820152612cce6101608401612adc565b610160820152612ce16101808401612aec565b610180820152612cf46101a08401612adc565b6101a0820152612d076101c08401612adc565b6101c0820152612d1a6101e08401612aec565b6101e08201526102008381013590820152612d386102208401612aec565b610220820152612d4b6102408401612a05565b610240820152612d5e61026084016127e5565b610260820152612d7161028084016127e5565b610280820152612d846102a08401612a05565b6102a0820152612d976102c08401612a05565b6102c08201529392505050565b5f5f8335601e19843603018112612db9575f5ffd5b83018035915067ffffffffffffffff821115612dd3575f5ffd5b6020019150368190038213156127b9575f5ffd5b5f610280828403128015612df9575f5ffd5b50612e02612aac565b82358152612e1260208401612a05565b6020820152612e2360408401612663565b6040820152612e3460608401612663565b6060820152612e4560808401612663565b6080820152612e5660a08401612663565b60a082015260c08381013590820152612e7160e08401612adc565b60e0820152612e836101008401612adc565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a08084013590820152612ecd6101c08401612a05565b6101c0820152612ee06101e08401612a05565b6101e0820152612ef361020084016127e5565b610200820152612f066102208401612adc565b610220820152612f196102408401612a05565b610240820152612f2c6102608401612a05565b6102608201529392505050565b5f60208284031215612f49575f5ffd5b81516122e3816129f0565b5f5f8335601e19843603018112612f69575f5ffd5b83018035915067ffffffffffffffff821115612f83575f5ffd5b6020019150600581901b36038213156127b9575f5ffd5b6001600160a01b038616815267ffffffffffffffff85166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115612ff6575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f60208284031215613022575f5ffd5b815180151581146122e3575f5ffd5b5f6101a08201905083825282516020830152602083015160408301526040830151613068606084018267ffffffffffffffff169052565b5060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c08301516001600160a01b03811660e08401525060e083015160ff81166101008401525061010083015163ffffffff8116610120840152506101208301516001600160801b0381166101408401525061014083015167ffffffffffffffff81166101608401525061016083015167ffffffffffffffff81166101808401525b509392505050565b5f60208284031215613140575f5ffd5b815165ffffffffffff811681146122e3575f5ffd5b80820281158282048414176121cf576121cf61295b565b5f6103008201905083825282516020830152602083015161319860408401826001600160a01b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b038116608084015250608083015160a083015260a08301516131e160c084018260ff169052565b5060c08301516001600160a01b03811660e08401525060e08301516001600160801b038116610100840152506101008301516001600160801b0381166101208401525061012083015163ffffffff81166101408401525061014083015163ffffffff81166101608401525061016083015160ff81166101808401525061018083015163ffffffff81166101a0840152506101a083015160ff81166101c0840152506101c083015160ff81166101e0840152506101e083015163ffffffff8116610200840152506102008301516102208301526102208301516132cc61024084018263ffffffff169052565b5061024083015167ffffffffffffffff8116610260840152506102608301516001600160801b038116610280840152506102808301516001600160801b0381166102a0840152506102a083015167ffffffffffffffff81166102c0840152506102c083015167ffffffffffffffff81166102e0840152613128565b5f6102a082019050838252825160208301526020830151613374604084018267ffffffffffffffff169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e08301516133e861010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516134536101e084018267ffffffffffffffff169052565b506101e083015167ffffffffffffffff8116610200840152506102008301516001600160801b0381166102208401525061022083015160ff81166102408401525061024083015167ffffffffffffffff81166102608401525061026083015167ffffffffffffffff8116610280840152613128565b634e487b7160e01b5f52602160045260245ffd' as const
