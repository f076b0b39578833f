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
    "name": "givenBackOf",
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

export const ghostingJudgeBytecode = '0x610140604052348015610010575f5ffd5b5060405161397238038061397283398101604081905261002f916101b3565b82516001600160a01b03908116608052602080850151821660a05260408086018051841660c0526060870151841660e05251815163fb5bb0c360e01b815291515f946100df946201518094939091169263fb5bb0c392600480830193928290030181865afa1580156100a3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906100c7919061025a565b6100da9065ffffffffffff166002610286565b610129565b90506100ef838262127500610139565b65ffffffffffff16610100525f82900361011c5760405163301a6daf60e11b815260040160405180910390fd5b5061012052506102a99050565b8082118183180281185b92915050565b5f80617a69461461014a578361014d565b60015b90508085108061015c57508285115b1561018f5760405163391fdee160e21b815260048101869052602481018290526044810184905260640160405180910390fd5b50929392505050565b80516001600160a01b03811681146101ae575f5ffd5b919050565b5f5f5f83850360c08112156101c6575f5ffd5b60808112156101d3575f5ffd5b50604051608081016001600160401b038111828210171561020257634e487b7160e01b5f52604160045260245ffd5b60405261020e85610198565b815261021c60208601610198565b602082015261022d60408601610198565b604082015261023e60608601610198565b6060820152608085015160a09095015190969495509392505050565b5f6020828403121561026a575f5ffd5b815165ffffffffffff8116811461027f575f5ffd5b9392505050565b808202811582820484141761013357634e487b7160e01b5f52601160045260245ffd5b60805160a05160c05160e05161010051610120516135e16103915f395f81816101f60152818161183b015261202601525f818161018001528181610d97015281816110070152611f8901525f8181610428015281816104dd0152818161090e015281816109a801528181610a88015261108201525f8181610462015281816115d70152818161168101528181611c730152611cf101525f8181610330015261230801525f818161036f015281816107a50152818161082a015281816113000152818161137d01528181611861015281816118ce01528181611dcf0152611ec701526135e15ff3fe608060405234801561000f575f5ffd5b5060043610610162575f3560e01c80638fcdb5e9116100c7578063d11a7ba51161007d578063e2fdcc1711610063578063e2fdcc1714610423578063e6df12fe1461044a578063f400b10e1461045d575f5ffd5b8063d11a7ba5146103e9578063db5a0aa1146103fc575f5ffd5b8063ac982cfa116100ad578063ac982cfa146103ac578063c1f73282146103d6578063cc4bfac8146103a4575f5ffd5b80638fcdb5e914610391578063a0829357146103a4575f5ffd5b806364c9ec6f1161011c57806373501da31161010257806373501da3146103215780637b1039991461032b57806386a0c1861461036a575f5ffd5b806364c9ec6f146101f15780636854ceb814610218575f5ffd5b80634ee1118e1161014c5780634ee1118e146101be57806351cff8d9146101d457806355c83e48146101e7575f5ffd5b8062f0c12b146101665780633fe32e891461017b575b5f5ffd5b6101796101743660046126c7565b610484565b005b6101a27f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff90911681526020015b60405180910390f35b6101c6602081565b6040519081526020016101b5565b6101c66101e2366004612763565b6105b0565b6101c66212750081565b6101c67f000000000000000000000000000000000000000000000000000000000000000081565b61031461022636600461277e565b60408051610120810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810191909152505f9081526002602081815260409283902083516101208101855281546001600160a01b039081168252600183015481169382019390935292810154821693830193909352600383015416606082015260048201546080820152600582015467ffffffffffffffff80821660a08401526801000000000000000082041660c0830152600160801b90046001600160801b031660e082015260069091015461010082015290565b6040516101b59190612795565b6101c66201518081565b6103527f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b0390911681526020016101b5565b6103527f000000000000000000000000000000000000000000000000000000000000000081565b6101c661039f36600461277e565b61067e565b6101c6600281565b6101c66103ba36600461287f565b600160209081525f928352604080842090915290825290205481565b6101c66103e4366004612933565b61090a565b6101796103f73660046129ae565b611073565b6101c661040a366004612a1d565b5f60208181529281526040808220909352908152205481565b6103527f000000000000000000000000000000000000000000000000000000000000000081565b61017961045836600461277e565b6111e9565b6103527f000000000000000000000000000000000000000000000000000000000000000081565b5f61048e846113f1565b905060208211156104da576040517f5c4cac9200000000000000000000000000000000000000000000000000000000815260048101839052602060248201526044015b60405180910390fd5b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610537573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061055b9190612a49565b90505f5b8381101561059e57610596868487878581811061057e5761057e612a60565b90506020028101906105909190612a74565b8561147c565b60010161055f565b506105a9858361179b565b5050505050565b6001600160a01b0381165f908152602081815260408083203384529091528120549081900361060d576040517f751b0fda0000000000000000000000000000000000000000000000000000000081523360048201526024016104d1565b6001600160a01b0382165f818152602081815260408083203380855290835281842093909355518481529192917fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb910160405180910390a36106796001600160a01b0383163383611933565b919050565b5f5f610689836113f1565b60018101549091506001600160a01b031633146106e95760018101546040517f89b4997f0000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b0390911660248201526044016104d1565b6106f28161196d565b60058201546001600160801b03600160801b820416600684015560048301545f90815260016020908152604080832067ffffffffffffffff90941683529290529081208054929450849290919061074a908490612aa7565b909155505060028101546001600160a01b039081165f9081526020818152604080832085549094168352929052908120805484929061078a908490612aa7565b909155505060405163869e003760e01b8152600481018490527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b1580156107ee575f5ffd5b505af1158015610800573d5f5f3e3d5ffd5b5050825460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af1158015610874573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906108989190612a49565b5080546002820154604080516001600160a01b03928316815260208101869052919092169185917fc112e8d1210bff9bfb3dd0b1aa4a7c52e7a09d7222a4ad20b9b7916fc9f70827910160405180910390a36002810154610904906001600160a01b03163330856119cb565b50919050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610968573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061098c9190612a49565b905061099b8188888888611a01565b5f80806001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663ea0199306109dd60408d0160208e01612763565b6109ed60608e0160408f01612763565b8d60c0016020810190610a009190612763565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401606060405180830381865afa158015610a52573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610a769190612acb565b919450925090505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663611683a2610abd60408e0160208f01612763565b8d6040016020810190610ad09190612763565b8e60c0016020810190610ae39190612763565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401602060405180830381865afa158015610b35573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b599190612a49565b9050808860200135141580610b8d575063ffffffff8416610b8060608a0160408b01612b15565b67ffffffffffffffff1614155b15610bba576040516308331bc360e31b81526004810182905263ffffffff851660248201526044016104d1565b5f610bcd6102808d016102608e01612b30565b6001600160801b0316886001600160801b0316610bea9190612aa7565b5f83815260016020908152604080832063ffffffff8a16845290915281205491925090610c179083612aa7565b905080856001600160801b031611610c6d576040517f6eb04dfc0000000000000000000000000000000000000000000000000000000081526001600160801b0386166004820152602481018290526044016104d1565b5f610cc388610c89610c84368f90038f018f612bfc565b611be7565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b604080513060208201529081018290526001600160801b03881660608201529091506080016040516020818303038152906040528051906020012098506040518061012001604052808f6020016020810190610d1f9190612763565b6001600160a01b031681526020018f6040016020810190610d409190612763565b6001600160a01b031681526020018f60c0016020810190610d619190612763565b6001600160a01b039081168252871660208201526040810186905263ffffffff89166060820152608001610dbd65ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642612cde565b67ffffffffffffffff168152602001876001600160801b031681526020018481525060025f8b81526020019081526020015f205f820151815f015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506020820151816001015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506040820151816002015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506060820151816003015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506080820151816004015560a0820151816005015f6101000a81548167ffffffffffffffff021916908367ffffffffffffffff16021790555060c08201518160050160086101000a81548167ffffffffffffffff021916908367ffffffffffffffff16021790555060e08201518160050160106101000a8154816001600160801b0302191690836001600160801b031602179055506101008201518160060155905050600160035f8b81526020019081526020015f205f8381526020019081526020015f205f6101000a81548160ff021916908315150217905550610f9e898f610f998e610160016020810190610f949190612b15565b611c39565b611ec5565b8d6020016020810190610fb19190612763565b6001600160a01b03168e6040016020810190610fcd9190612763565b6001600160a01b03168a7f5b170218adbd70d806b9e25dc758e7bf5ded3947f7f198c2bc090727b27e1bc5848a8861102d65ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642612cde565b604080519485526001600160801b0390931660208501529183015267ffffffffffffffff16606082015260800160405180910390a4505050505050505095945050505050565b5f61107d866113f1565b90505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156110dc573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906111009190612a49565b90505f611110838787878661207f565b905061112d82610c89611128368b90038b018b612cfe565b612173565b86351461115057604051631e391c9b60e01b8152863560048201526024016104d1565b60028301546001600160a01b031661116e60e0890160c08a01612763565b6001600160a01b031614611198576040516389097c6960e01b8152600481018290526024016104d1565b6111a288826121a8565b6111b461028088016102608901612b30565b6001600160801b0316836006015f8282546111cf9190612aa7565b909155506111df9050888461179b565b5050505050505050565b5f6111f382612223565b600581015490915068010000000000000000900467ffffffffffffffff1642116112735760058101546040517fc16472d9000000000000000000000000000000000000000000000000000000008152600481018490526801000000000000000090910467ffffffffffffffff1660248201524260448201526064016104d1565b61127c8161196d565b5f036112905761128c828261179b565b5050565b5f61129a8261196d565b825460028401546040517f3ac99e79000000000000000000000000000000000000000000000000000000008152600481018790525f60248201526001600160a01b03928316604482015290821660648201526001600160801b03831660848201529192507f00000000000000000000000000000000000000000000000000000000000000001690633ac99e799060a4015f604051808303815f87803b158015611341575f5ffd5b505af1158015611353573d5f5f3e3d5ffd5b5050835460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af11580156113c7573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906113eb9190612a49565b50505050565b5f6113fb82612223565b600581015490915068010000000000000000900467ffffffffffffffff164211156106795760058101546040517fea8f43b5000000000000000000000000000000000000000000000000000000008152600481018490526801000000000000000090910467ffffffffffffffff1660248201524260448201526064016104d1565b6101a082015f61149b8585611495610180820182612ea9565b8761207f565b90505f6114b883356114b36040860160208701612b15565b612274565b90508235821415806114ec575085546001600160a01b03166114e06060850160408601612763565b6001600160a01b031614155b8061151c575060018601546001600160a01b03166115106080850160608601612763565b6001600160a01b031614155b8061154c575060028601546001600160a01b031661154060c0850160a08601612763565b6001600160a01b031614155b1561156d576040516389097c6960e01b8152600481018290526024016104d1565b6115a761158060a0850160808601612763565b6115906080860160608701612763565b6115a261028087016102608801612b15565b6122b9565b6115b187826121a8565b5f6115ca856115c536879003870187612eec565b6123b9565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb476861160e61028088016102608901612b15565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015611651573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611675919061303e565b90506001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f04436116b660a0880160808901612763565b83856116c66104208d018d613059565b6040518663ffffffff1660e01b81526004016116e695949392919061309f565b602060405180830381865afa158015611701573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906117259190613117565b61175e576040517fe9e82222000000000000000000000000000000000000000000000000000000008152600481018390526024016104d1565b61177061022086016102008701612b30565b6001600160801b0316886006015f82825461178b9190612aa7565b9091555050505050505050505050565b817ff2846eb5879786bb7ad658e9c1e15753aac62c790b0d30541b5cc893eed0010382600601546040516117d191815260200190565b60405180910390a25f6117e38261196d565b11156117ed575050565b805460018201546040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018590526001600160a01b03928316602482015290821660448201527f000000000000000000000000000000000000000000000000000000000000000060648201527f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b1580156118a4575f5ffd5b505af11580156118b6573d5f5f3e3d5ffd5b505060405163869e003760e01b8152600481018590527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063869e003791506024015f604051808303815f87803b158015611919575f5ffd5b505af115801561192b573d5f5f3e3d5ffd5b505050505050565b61194083838360016123ce565b61196857604051635274afe760e01b81526001600160a01b03841660048201526024016104d1565b505050565b600581015460048201545f90815260016020908152604080832067ffffffffffffffff85168452909152812054600684015491926119c592600160801b9091046001600160801b0316916119c091612aa7565b612449565b92915050565b6119d984848484600161245a565b6113eb57604051635274afe760e01b81526001600160a01b03851660048201526024016104d1565b611a116040850160208601612763565b6001600160a01b0316336001600160a01b031614611a7f5733611a3a6040860160208701612763565b6040517f7299c7230000000000000000000000000000000000000000000000000000000081526001600160a01b039283166004820152911660248201526044016104d1565b5f611a9686610c8961112836899003890189612cfe565b9050813581141580611ad85750611ab36040860160208701612763565b6001600160a01b0316611acc6080840160608501612763565b6001600160a01b031614155b80611b135750611aee6060860160408701612763565b6001600160a01b0316611b0760a0840160808501612763565b6001600160a01b031614155b80611b4e5750611b296080860160608701612763565b6001600160a01b0316611b4260c0840160a08501612763565b6001600160a01b031614155b15611b6f57604051631e391c9b60e01b8152600481018290526024016104d1565b611bbe611b826080870160608801612763565b8286868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920191909152506124e092505050565b61192b611bd16080870160608801612763565b611be16060880160408901612763565b5f6122b9565b6040515f90611c1c907fccee7969897d48846aab95d760eccaa879a1dc98ac6462f6ed6df5a9bbc41570908490602001613136565b604051602081830303815290604052805190602001209050919050565b6040517ffadb476800000000000000000000000000000000000000000000000000000000815267ffffffffffffffff821660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa158015611cc0573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611ce4919061303e565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663cc5839f3611d21846001612cde565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015611d64573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611d889190612a49565b9050804211611dcc576040517f91df0c66000000000000000000000000000000000000000000000000000000008152600481018290524260248201526044016104d1565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015611e29573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611e4d9190613235565b611e699065ffffffffffff1667ffffffffffffffff8616612aa7565b905080421115611ebe576040517f7aea552c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff85166004820152602481018290524260448201526064016104d1565b5050919050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f846040518060a00160405280866040016020810190611f139190612763565b6001600160a01b03168152602001611f316080880160608901612763565b6001600160a01b03168152602001866020016020810190611f529190612763565b6001600160a01b0316815267ffffffffffffffff86166020820152604001611f7c60026001612aa7565b611fae9065ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001661325a565b611fb89042612aa7565b67ffffffffffffffff908116909152604080516001600160e01b031960e087901b168152600481019490945282516001600160a01b039081166024860152602084015181166044860152908301511660648401526060820151811660848401526080909101511660a48201527f000000000000000000000000000000000000000000000000000000000000000060c482015260e4015f604051808303815f87803b158015612064575f5ffd5b505af1158015612076573d5f5f3e3d5ffd5b50505050505050565b5f61209682610c89610c8436899003890189612bfc565b9050856004015485602001351415806120d65750600586015467ffffffffffffffff166120c96060870160408801612b15565b67ffffffffffffffff1614155b1561211c5760208501356120f06060870160408801612b15565b6040516308331bc360e31b8152600481019290925267ffffffffffffffff1660248201526044016104d1565b6003860154604080516020601f870181900481028201810190925285815261216a926001600160a01b03169184919088908890819084018382808284375f920191909152506124e092505050565b95945050505050565b6040515f90611c1c907fab3f35deea4515548b067cb869c60ad9bdce9642ffec1ef8f73d8fd7ade224b9908490602001613271565b5f82815260036020908152604080832084845290915290205460ff16156121fe576040517fa6be88ee000000000000000000000000000000000000000000000000000000008152600481018290526024016104d1565b5f9182526003602090815260408084209284529190529020805460ff19166001179055565b5f81815260026020526040902080546001600160a01b0316610679576040517fde1e2235000000000000000000000000000000000000000000000000000000008152600481018390526024016104d1565b5f828260405160200161229b92919091825267ffffffffffffffff16602082015260400190565b60405160208183030381529060405280519060200120905092915050565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152838116602483015267ffffffffffffffff831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa15801561234c573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906123709190613117565b611968576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b038085166004830152831660248201526044016104d1565b5f6123c783610c8984612533565b9392505050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f5114831661243d578383151615612431573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b5f808284038481111590810261216a565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f511483166124cf5783831516156124c3573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b6124eb838383612568565b611968576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044016104d1565b6040515f90611c1c907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d48090849060200161344c565b5f5f5f61257585856125b6565b5090925090505f81600381111561258e5761258e6135cd565b1480156125ac5750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f5f5f83516041036125ed576020840151604085015160608601515f1a6125df888285856125ff565b9550955095505050506125f8565b505081515f91506002905b9250925092565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561263857505f915060039050826126bd565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015612689573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b0381166126b457505f9250600191508290506126bd565b92505f91508190505b9450945094915050565b5f5f5f604084860312156126d9575f5ffd5b83359250602084013567ffffffffffffffff8111156126f6575f5ffd5b8401601f81018613612706575f5ffd5b803567ffffffffffffffff81111561271c575f5ffd5b8660208260051b8401011115612730575f5ffd5b939660209190910195509293505050565b6001600160a01b0381168114612755575f5ffd5b50565b803561067981612741565b5f60208284031215612773575f5ffd5b81356123c781612741565b5f6020828403121561278e575f5ffd5b5035919050565b5f610120820190506001600160a01b0383511682526001600160a01b03602084015116602083015260408301516127d760408401826001600160a01b03169052565b5060608301516127f260608401826001600160a01b03169052565b506080830151608083015260a083015161281860a084018267ffffffffffffffff169052565b5060c083015161283460c084018267ffffffffffffffff169052565b5060e083015161284f60e08401826001600160801b03169052565b5061010092830151919092015290565b67ffffffffffffffff81168114612755575f5ffd5b80356106798161285f565b5f5f60408385031215612890575f5ffd5b8235915060208301356128a28161285f565b809150509250929050565b5f6102e08284031215610904575f5ffd5b5f5f83601f8401126128ce575f5ffd5b50813567ffffffffffffffff8111156128e5575f5ffd5b6020830191508360208285010111156128fc575f5ffd5b9250929050565b5f6101808284031215610904575f5ffd5b6001600160801b0381168114612755575f5ffd5b803561067981612914565b5f5f5f5f5f6104a08688031215612948575f5ffd5b61295287876128ad565b94506102e086013567ffffffffffffffff81111561296e575f5ffd5b61297a888289016128be565b909550935061298f9050876103008801612903565b91506104808601356129a081612914565b809150509295509295909350565b5f5f5f5f5f6104a086880312156129c3575f5ffd5b853594506129d487602088016128ad565b93506129e4876103008801612903565b925061048086013567ffffffffffffffff811115612a00575f5ffd5b612a0c888289016128be565b969995985093965092949392505050565b5f5f60408385031215612a2e575f5ffd5b8235612a3981612741565b915060208301356128a281612741565b5f60208284031215612a59575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f823561043e19833603018112612a89575f5ffd5b9190910192915050565b634e487b7160e01b5f52601160045260245ffd5b808201808211156119c5576119c5612a93565b63ffffffff81168114612755575f5ffd5b5f5f5f60608486031215612add575f5ffd5b8351612ae881612aba565b6020850151909350612af981612914565b6040850151909250612b0a81612741565b809150509250925092565b5f60208284031215612b25575f5ffd5b81356123c78161285f565b5f60208284031215612b40575f5ffd5b81356123c781612914565b604051610180810167ffffffffffffffff81118282101715612b7b57634e487b7160e01b5f52604160045260245ffd5b60405290565b6040516102e0810167ffffffffffffffff81118282101715612b7b57634e487b7160e01b5f52604160045260245ffd5b604051610280810167ffffffffffffffff81118282101715612b7b57634e487b7160e01b5f52604160045260245ffd5b803560ff81168114610679575f5ffd5b803561067981612aba565b5f610180828403128015612c0e575f5ffd5b50612c17612b4b565b8235815260208084013590820152612c3160408401612874565b6040820152612c4260608401612758565b6060820152612c5360808401612758565b6080820152612c6460a08401612758565b60a0820152612c7560c08401612758565b60c0820152612c8660e08401612be1565b60e0820152612c986101008401612bf1565b610100820152612cab6101208401612928565b610120820152612cbe6101408401612874565b610140820152612cd16101608401612874565b6101608201529392505050565b67ffffffffffffffff81811683821601908111156119c5576119c5612a93565b5f6102e0828403128015612d10575f5ffd5b50612d19612b81565b82358152612d2960208401612758565b6020820152612d3a60408401612758565b6040820152612d4b60608401612758565b606082015260808381013590820152612d6660a08401612be1565b60a0820152612d7760c08401612758565b60c0820152612d8860e08401612928565b60e0820152612d9a6101008401612928565b610100820152612dad6101208401612bf1565b610120820152612dc06101408401612bf1565b610140820152612dd36101608401612be1565b610160820152612de66101808401612bf1565b610180820152612df96101a08401612be1565b6101a0820152612e0c6101c08401612be1565b6101c0820152612e1f6101e08401612bf1565b6101e08201526102008381013590820152612e3d6102208401612bf1565b610220820152612e506102408401612874565b610240820152612e636102608401612928565b610260820152612e766102808401612928565b610280820152612e896102a08401612874565b6102a0820152612e9c6102c08401612874565b6102c08201529392505050565b5f5f8335601e19843603018112612ebe575f5ffd5b83018035915067ffffffffffffffff821115612ed8575f5ffd5b6020019150368190038213156128fc575f5ffd5b5f610280828403128015612efe575f5ffd5b50612f07612bb1565b82358152612f1760208401612874565b6020820152612f2860408401612758565b6040820152612f3960608401612758565b6060820152612f4a60808401612758565b6080820152612f5b60a08401612758565b60a082015260c08381013590820152612f7660e08401612be1565b60e0820152612f886101008401612be1565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a08084013590820152612fd26101c08401612874565b6101c0820152612fe56101e08401612874565b6101e0820152612ff86102008401612928565b61020082015261300b6102208401612be1565b61022082015261301e6102408401612874565b6102408201526130316102608401612874565b6102608201529392505050565b5f6020828403121561304e575f5ffd5b81516123c78161285f565b5f5f8335601e1984360301811261306e575f5ffd5b83018035915067ffffffffffffffff821115613088575f5ffd5b6020019150600581901b36038213156128fc575f5ffd5b6001600160a01b038616815267ffffffffffffffff85166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8311156130fb575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f60208284031215613127575f5ffd5b815180151581146123c7575f5ffd5b5f6101a0820190508382528251602083015260208301516040830152604083015161316d606084018267ffffffffffffffff169052565b5060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c08301516001600160a01b03811660e08401525060e083015160ff81166101008401525061010083015163ffffffff8116610120840152506101208301516001600160801b0381166101408401525061014083015167ffffffffffffffff81166101608401525061016083015167ffffffffffffffff81166101808401525b509392505050565b5f60208284031215613245575f5ffd5b815165ffffffffffff811681146123c7575f5ffd5b80820281158282048414176119c5576119c5612a93565b5f6103008201905083825282516020830152602083015161329d60408401826001600160a01b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b038116608084015250608083015160a083015260a08301516132e660c084018260ff169052565b5060c08301516001600160a01b03811660e08401525060e08301516001600160801b038116610100840152506101008301516001600160801b0381166101208401525061012083015163ffffffff81166101408401525061014083015163ffffffff81166101608401525061016083015160ff81166101808401525061018083015163ffffffff81166101a0840152506101a083015160ff81166101c0840152506101c083015160ff81166101e0840152506101e083015163ffffffff8116610200840152506102008301516102208301526102208301516133d161024084018263ffffffff169052565b5061024083015167ffffffffffffffff8116610260840152506102608301516001600160801b038116610280840152506102808301516001600160801b0381166102a0840152506102a083015167ffffffffffffffff81166102c0840152506102c083015167ffffffffffffffff81166102e084015261322d565b5f6102a082019050838252825160208301526020830151613479604084018267ffffffffffffffff169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e08301516134ed61010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516135586101e084018267ffffffffffffffff169052565b506101e083015167ffffffffffffffff8116610200840152506102008301516001600160801b0381166102208401525061022083015160ff81166102408401525061024083015167ffffffffffffffff81166102608401525061026083015167ffffffffffffffff811661028084015261322d565b634e487b7160e01b5f52602160045260245ffd' as const
