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

export const ghostingJudgeBytecode = '0x610140604052348015610010575f5ffd5b5060405161377138038061377183398101604081905261002f91610120565b82516001600160a01b039081166080526020840151811660a0526040840151811660c05260608401511660e05261006d8262015180621275006100a6565b65ffffffffffff16610100525f81900361009a5760405163301a6daf60e11b815260040160405180910390fd5b61012052506101c79050565b5f80617a6946146100b757836100ba565b60015b9050808510806100c957508285115b156100fc5760405163391fdee160e21b815260048101869052602481018290526044810184905260640160405180910390fd5b50929392505050565b80516001600160a01b038116811461011b575f5ffd5b919050565b5f5f5f83850360c0811215610133575f5ffd5b6080811215610140575f5ffd5b50604051608081016001600160401b038111828210171561016f57634e487b7160e01b5f52604160045260245ffd5b60405261017b85610105565b815261018960208601610105565b602082015261019a60408601610105565b60408201526101ab60608601610105565b6060820152608085015160a09095015190969495509392505050565b60805160a05160c05160e05161010051610120516134c26102af5f395f81816101c20152818161179a0152611f2701525f818161014c01528181610ceb01528181610f580152611e8a01525f81816103cc015281816104810152818161088f0152818161092901528181610a090152610fd201525f818161040601528181611525015281816115cf01528181611b740152611bf201525f81816102fe015261220a01525f818161033d01528181610726015281816107ab0152818161124e015281816112cb015281816117c00152818161182d01528181611cd00152611dc801526134c25ff3fe608060405234801561000f575f5ffd5b506004361061012e575f3560e01c806386a0c186116100ad578063d11a7ba51161007d578063e2fdcc1711610063578063e2fdcc17146103c7578063e6df12fe146103ee578063f400b10e14610401575f5ffd5b8063d11a7ba51461038d578063db5a0aa1146103a0575f5ffd5b806386a0c186146103385780638fcdb5e91461035f578063c1f7328214610372578063cc4bfac814610385575f5ffd5b806355c83e48116101025780636854ceb8116100e85780636854ceb8146101e457806373501da3146102ef5780637b103999146102f9575f5ffd5b806355c83e48146101b357806364c9ec6f146101bd575f5ffd5b8062f0c12b146101325780633fe32e89146101475780634ee1118e1461018a57806351cff8d9146101a0575b5f5ffd5b6101456101403660046125b8565b610428565b005b61016e7f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff90911681526020015b60405180910390f35b610192602081565b604051908152602001610181565b6101926101ae366004612654565b610554565b6101926212750081565b6101927f000000000000000000000000000000000000000000000000000000000000000081565b6102e26101f236600461266f565b60408051610120810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810191909152505f9081526001602081815260409283902083516101208101855281546001600160a01b0390811682529382015484169281019290925260028101548316938201939093526003830154909116606082015260048201546080820152600582015467ffffffffffffffff80821660a08401526801000000000000000082041660c0830152600160801b90046001600160801b031660e082015260069091015461010082015290565b6040516101819190612686565b6101926201518081565b6103207f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b039091168152602001610181565b6103207f000000000000000000000000000000000000000000000000000000000000000081565b61019261036d36600461266f565b610622565b6101926103803660046127d6565b61088b565b610192600281565b61014561039b366004612851565b610fc3565b6101926103ae3660046128c0565b5f60208181529281526040808220909352908152205481565b6103207f000000000000000000000000000000000000000000000000000000000000000081565b6101456103fc36600461266f565b611139565b6103207f000000000000000000000000000000000000000000000000000000000000000081565b5f6104328461133f565b9050602082111561047e576040517f5c4cac9200000000000000000000000000000000000000000000000000000000815260048101839052602060248201526044015b60405180910390fd5b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156104db573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906104ff91906128f7565b90505f5b838110156105425761053a86848787858181106105225761052261290e565b90506020028101906105349190612922565b856113ca565b600101610503565b5061054d85836116e9565b5050505050565b6001600160a01b0381165f90815260208181526040808320338452909152812054908190036105b1576040517f751b0fda000000000000000000000000000000000000000000000000000000008152336004820152602401610475565b6001600160a01b0382165f818152602081815260408083203380855290835281842093909355518481529192917fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb910160405180910390a361061d6001600160a01b0383163383611892565b919050565b5f5f61062d8361133f565b60018101549091506001600160a01b0316331461068d5760018101546040517f89b4997f0000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b039091166024820152604401610475565b600681015460058201546106b19190600160801b90046001600160801b0316612955565b6005820154600160801b90046001600160801b0316600683015560028201546001600160a01b039081165f90815260208181526040808320865490941683529290529081208054929450849290919061070b908490612968565b909155505060405163869e003760e01b8152600481018490527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b15801561076f575f5ffd5b505af1158015610781573d5f5f3e3d5ffd5b5050825460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af11580156107f5573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061081991906128f7565b5080546002820154604080516001600160a01b03928316815260208101869052919092169185917fc112e8d1210bff9bfb3dd0b1aa4a7c52e7a09d7222a4ad20b9b7916fc9f70827910160405180910390a36002810154610885906001600160a01b03163330856118cc565b50919050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156108e9573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061090d91906128f7565b905061091c8188888888611902565b5f80806001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663ea01993061095e60408d0160208e01612654565b61096e60608e0160408f01612654565b8d60c00160208101906109819190612654565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401606060405180830381865afa1580156109d3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906109f7919061298c565b919450925090505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663611683a2610a3e60408e0160208f01612654565b8d6040016020810190610a519190612654565b8e60c0016020810190610a649190612654565b60405160e085901b6001600160e01b03191681526001600160a01b03938416600482015291831660248301529091166044820152606401602060405180830381865afa158015610ab6573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610ada91906128f7565b9050808860200135141580610b0e575063ffffffff8416610b0160608a0160408b016129f6565b67ffffffffffffffff1614155b15610b3b576040516308331bc360e31b81526004810182905263ffffffff85166024820152604401610475565b5f610b4e6102808d016102608e01612a11565b6001600160801b0316886001600160801b0316610b6b9190612968565b905080846001600160801b031611610bc1576040517f6eb04dfc0000000000000000000000000000000000000000000000000000000081526001600160801b038516600482015260248101829052604401610475565b5f610c1787610bdd610bd8368e90038e018e612add565b611ae8565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b604080513060208201529081018290526001600160801b03871660608201529091506080016040516020818303038152906040528051906020012097506040518061012001604052808e6020016020810190610c739190612654565b6001600160a01b031681526020018e6040016020810190610c949190612654565b6001600160a01b031681526020018e60c0016020810190610cb59190612654565b6001600160a01b039081168252861660208201526040810185905263ffffffff88166060820152608001610d1165ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642612bbf565b67ffffffffffffffff168152602001866001600160801b031681526020018381525060015f8a81526020019081526020015f205f820151815f015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506020820151816001015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506040820151816002015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506060820151816003015f6101000a8154816001600160a01b0302191690836001600160a01b031602179055506080820151816004015560a0820151816005015f6101000a81548167ffffffffffffffff021916908367ffffffffffffffff16021790555060c08201518160050160086101000a81548167ffffffffffffffff021916908367ffffffffffffffff16021790555060e08201518160050160106101000a8154816001600160801b0302191690836001600160801b031602179055506101008201518160060155905050600160025f8a81526020019081526020015f205f8381526020019081526020015f205f6101000a81548160ff021916908315150217905550610ef2888e610eed8d610160016020810190610ee891906129f6565b611b3a565b611dc6565b610f0260408e0160208f01612654565b6001600160a01b03168d6040016020810190610f1e9190612654565b6001600160a01b0316897f5b170218adbd70d806b9e25dc758e7bf5ded3947f7f198c2bc090727b27e1bc5848987610f7e65ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642612bbf565b604080519485526001600160801b0390931660208501529183015267ffffffffffffffff16606082015260800160405180910390a45050505050505095945050505050565b5f610fcd8661133f565b90505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa15801561102c573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061105091906128f7565b90505f6110608387878786611f80565b905061107d82610bdd611078368b90038b018b612bdf565b612074565b8635146110a057604051631e391c9b60e01b815286356004820152602401610475565b60028301546001600160a01b03166110be60e0890160c08a01612654565b6001600160a01b0316146110e8576040516389097c6960e01b815260048101829052602401610475565b6110f288826120a9565b61110461028088016102608901612a11565b6001600160801b0316836006015f82825461111f9190612968565b9091555061112f905088846116e9565b5050505050505050565b5f61114382612124565b600581015490915068010000000000000000900467ffffffffffffffff1642116111c35760058101546040517fc16472d9000000000000000000000000000000000000000000000000000000008152600481018490526801000000000000000090910467ffffffffffffffff166024820152426044820152606401610475565b600681015460058201545f916111e891600160801b90046001600160801b0316612955565b825460028401546040517f3ac99e79000000000000000000000000000000000000000000000000000000008152600481018790525f60248201526001600160a01b03928316604482015290821660648201526001600160801b03831660848201529192507f00000000000000000000000000000000000000000000000000000000000000001690633ac99e799060a4015f604051808303815f87803b15801561128f575f5ffd5b505af11580156112a1573d5f5f3e3d5ffd5b5050835460405163fd2b1dcf60e01b8152600481018790526001600160a01b0391821660248201527f0000000000000000000000000000000000000000000000000000000000000000909116925063fd2b1dcf91506044016020604051808303815f875af1158015611315573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061133991906128f7565b50505050565b5f61134982612124565b600581015490915068010000000000000000900467ffffffffffffffff1642111561061d5760058101546040517fea8f43b5000000000000000000000000000000000000000000000000000000008152600481018490526801000000000000000090910467ffffffffffffffff166024820152426044820152606401610475565b6101a082015f6113e985856113e3610180820182612d8a565b87611f80565b90505f611406833561140160408601602087016129f6565b612175565b905082358214158061143a575085546001600160a01b031661142e6060850160408601612654565b6001600160a01b031614155b8061146a575060018601546001600160a01b031661145e6080850160608601612654565b6001600160a01b031614155b8061149a575060028601546001600160a01b031661148e60c0850160a08601612654565b6001600160a01b031614155b156114bb576040516389097c6960e01b815260048101829052602401610475565b6114f56114ce60a0850160808601612654565b6114de6080860160608701612654565b6114f0610280870161026088016129f6565b6121bb565b6114ff87826120a9565b5f6115188561151336879003870187612dcd565b6122bb565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb476861155c610280880161026089016129f6565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa15801561159f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906115c39190612f1f565b90506001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f044361160460a0880160808901612654565b83856116146104208d018d612f3a565b6040518663ffffffff1660e01b8152600401611634959493929190612f80565b602060405180830381865afa15801561164f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906116739190612ff8565b6116ac576040517fe9e8222200000000000000000000000000000000000000000000000000000000815260048101839052602401610475565b6116be61022086016102008701612a11565b6001600160801b0316886006015f8282546116d99190612968565b9091555050505050505050505050565b817ff2846eb5879786bb7ad658e9c1e15753aac62c790b0d30541b5cc893eed00103826006015460405161171f91815260200190565b60405180910390a260058101546006820154600160801b9091046001600160801b0316111561174c575050565b805460018201546040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018590526001600160a01b03928316602482015290821660448201527f000000000000000000000000000000000000000000000000000000000000000060648201527f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b158015611803575f5ffd5b505af1158015611815573d5f5f3e3d5ffd5b505060405163869e003760e01b8152600481018590527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063869e003791506024015f604051808303815f87803b158015611878575f5ffd5b505af115801561188a573d5f5f3e3d5ffd5b505050505050565b61189f83838360016122d0565b6118c757604051635274afe760e01b81526001600160a01b0384166004820152602401610475565b505050565b6118da84848484600161234b565b61133957604051635274afe760e01b81526001600160a01b0385166004820152602401610475565b6119126040850160208601612654565b6001600160a01b0316336001600160a01b031614611980573361193b6040860160208701612654565b6040517f7299c7230000000000000000000000000000000000000000000000000000000081526001600160a01b03928316600482015291166024820152604401610475565b5f61199786610bdd61107836899003890189612bdf565b90508135811415806119d957506119b46040860160208701612654565b6001600160a01b03166119cd6080840160608501612654565b6001600160a01b031614155b80611a1457506119ef6060860160408701612654565b6001600160a01b0316611a0860a0840160808501612654565b6001600160a01b031614155b80611a4f5750611a2a6080860160608701612654565b6001600160a01b0316611a4360c0840160a08501612654565b6001600160a01b031614155b15611a7057604051631e391c9b60e01b815260048101829052602401610475565b611abf611a836080870160608801612654565b8286868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920191909152506123d192505050565b61188a611ad26080870160608801612654565b611ae26060880160408901612654565b5f6121bb565b6040515f90611b1d907fccee7969897d48846aab95d760eccaa879a1dc98ac6462f6ed6df5a9bbc41570908490602001613017565b604051602081830303815290604052805190602001209050919050565b6040517ffadb476800000000000000000000000000000000000000000000000000000000815267ffffffffffffffff821660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa158015611bc1573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611be59190612f1f565b90505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663cc5839f3611c22846001612bbf565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015611c65573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611c8991906128f7565b9050804211611ccd576040517f91df0c6600000000000000000000000000000000000000000000000000000000815260048101829052426024820152604401610475565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015611d2a573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611d4e9190613116565b611d6a9065ffffffffffff1667ffffffffffffffff8616612968565b905080421115611dbf576040517f7aea552c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff8516600482015260248101829052426044820152606401610475565b5050919050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f846040518060a00160405280866040016020810190611e149190612654565b6001600160a01b03168152602001611e326080880160608901612654565b6001600160a01b03168152602001866020016020810190611e539190612654565b6001600160a01b0316815267ffffffffffffffff86166020820152604001611e7d60026001612968565b611eaf9065ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001661313b565b611eb99042612968565b67ffffffffffffffff908116909152604080516001600160e01b031960e087901b168152600481019490945282516001600160a01b039081166024860152602084015181166044860152908301511660648401526060820151811660848401526080909101511660a48201527f000000000000000000000000000000000000000000000000000000000000000060c482015260e4015f604051808303815f87803b158015611f65575f5ffd5b505af1158015611f77573d5f5f3e3d5ffd5b50505050505050565b5f611f9782610bdd610bd836899003890189612add565b905085600401548560200135141580611fd75750600586015467ffffffffffffffff16611fca60608701604088016129f6565b67ffffffffffffffff1614155b1561201d576020850135611ff160608701604088016129f6565b6040516308331bc360e31b8152600481019290925267ffffffffffffffff166024820152604401610475565b6003860154604080516020601f870181900481028201810190925285815261206b926001600160a01b03169184919088908890819084018382808284375f920191909152506123d192505050565b95945050505050565b6040515f90611b1d907fab3f35deea4515548b067cb869c60ad9bdce9642ffec1ef8f73d8fd7ade224b9908490602001613152565b5f82815260026020908152604080832084845290915290205460ff16156120ff576040517fa6be88ee00000000000000000000000000000000000000000000000000000000815260048101829052602401610475565b5f9182526002602090815260408084209284529190529020805460ff19166001179055565b5f81815260016020526040902080546001600160a01b031661061d576040517fde1e223500000000000000000000000000000000000000000000000000000000815260048101839052602401610475565b5f828260405160200161219c92919091825267ffffffffffffffff16602082015260400190565b6040516020818303038152906040528051906020012090505b92915050565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152838116602483015267ffffffffffffffff831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa15801561224e573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906122729190612ff8565b6118c7576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b03808516600483015283166024820152604401610475565b5f6122c983610bdd84612424565b9392505050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f5114831661233f578383151615612333573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f511483166123c05783831516156123b4573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b6123dc838383612459565b6118c7576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b038416600482015260248101839052604401610475565b6040515f90611b1d907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d48090849060200161332d565b5f5f5f61246685856124a7565b5090925090505f81600381111561247f5761247f6134ae565b14801561249d5750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f5f5f83516041036124de576020840151604085015160608601515f1a6124d0888285856124f0565b9550955095505050506124e9565b505081515f91506002905b9250925092565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561252957505f915060039050826125ae565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa15801561257a573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b0381166125a557505f9250600191508290506125ae565b92505f91508190505b9450945094915050565b5f5f5f604084860312156125ca575f5ffd5b83359250602084013567ffffffffffffffff8111156125e7575f5ffd5b8401601f810186136125f7575f5ffd5b803567ffffffffffffffff81111561260d575f5ffd5b8660208260051b8401011115612621575f5ffd5b939660209190910195509293505050565b6001600160a01b0381168114612646575f5ffd5b50565b803561061d81612632565b5f60208284031215612664575f5ffd5b81356122c981612632565b5f6020828403121561267f575f5ffd5b5035919050565b5f610120820190506001600160a01b0383511682526001600160a01b03602084015116602083015260408301516126c860408401826001600160a01b03169052565b5060608301516126e360608401826001600160a01b03169052565b506080830151608083015260a083015161270960a084018267ffffffffffffffff169052565b5060c083015161272560c084018267ffffffffffffffff169052565b5060e083015161274060e08401826001600160801b03169052565b5061010092830151919092015290565b5f6102e08284031215610885575f5ffd5b5f5f83601f840112612771575f5ffd5b50813567ffffffffffffffff811115612788575f5ffd5b60208301915083602082850101111561279f575f5ffd5b9250929050565b5f6101808284031215610885575f5ffd5b6001600160801b0381168114612646575f5ffd5b803561061d816127b7565b5f5f5f5f5f6104a086880312156127eb575f5ffd5b6127f58787612750565b94506102e086013567ffffffffffffffff811115612811575f5ffd5b61281d88828901612761565b909550935061283290508761030088016127a6565b9150610480860135612843816127b7565b809150509295509295909350565b5f5f5f5f5f6104a08688031215612866575f5ffd5b853594506128778760208801612750565b93506128878761030088016127a6565b925061048086013567ffffffffffffffff8111156128a3575f5ffd5b6128af88828901612761565b969995985093965092949392505050565b5f5f604083850312156128d1575f5ffd5b82356128dc81612632565b915060208301356128ec81612632565b809150509250929050565b5f60208284031215612907575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f823561043e19833603018112612937575f5ffd5b9190910192915050565b634e487b7160e01b5f52601160045260245ffd5b818103818111156121b5576121b5612941565b808201808211156121b5576121b5612941565b63ffffffff81168114612646575f5ffd5b5f5f5f6060848603121561299e575f5ffd5b83516129a98161297b565b60208501519093506129ba816127b7565b60408501519092506129cb81612632565b809150509250925092565b67ffffffffffffffff81168114612646575f5ffd5b803561061d816129d6565b5f60208284031215612a06575f5ffd5b81356122c9816129d6565b5f60208284031215612a21575f5ffd5b81356122c9816127b7565b604051610180810167ffffffffffffffff81118282101715612a5c57634e487b7160e01b5f52604160045260245ffd5b60405290565b6040516102e0810167ffffffffffffffff81118282101715612a5c57634e487b7160e01b5f52604160045260245ffd5b604051610280810167ffffffffffffffff81118282101715612a5c57634e487b7160e01b5f52604160045260245ffd5b803560ff8116811461061d575f5ffd5b803561061d8161297b565b5f610180828403128015612aef575f5ffd5b50612af8612a2c565b8235815260208084013590820152612b12604084016129eb565b6040820152612b2360608401612649565b6060820152612b3460808401612649565b6080820152612b4560a08401612649565b60a0820152612b5660c08401612649565b60c0820152612b6760e08401612ac2565b60e0820152612b796101008401612ad2565b610100820152612b8c61012084016127cb565b610120820152612b9f61014084016129eb565b610140820152612bb261016084016129eb565b6101608201529392505050565b67ffffffffffffffff81811683821601908111156121b5576121b5612941565b5f6102e0828403128015612bf1575f5ffd5b50612bfa612a62565b82358152612c0a60208401612649565b6020820152612c1b60408401612649565b6040820152612c2c60608401612649565b606082015260808381013590820152612c4760a08401612ac2565b60a0820152612c5860c08401612649565b60c0820152612c6960e084016127cb565b60e0820152612c7b61010084016127cb565b610100820152612c8e6101208401612ad2565b610120820152612ca16101408401612ad2565b610140820152612cb46101608401612ac2565b610160820152612cc76101808401612ad2565b610180820152612cda6101a08401612ac2565b6101a0820152612ced6101c08401612ac2565b6101c0820152612d006101e08401612ad2565b6101e08201526102008381013590820152612d1e6102208401612ad2565b610220820152612d3161024084016129eb565b610240820152612d4461026084016127cb565b610260820152612d5761028084016127cb565b610280820152612d6a6102a084016129eb565b6102a0820152612d7d6102c084016129eb565b6102c08201529392505050565b5f5f8335601e19843603018112612d9f575f5ffd5b83018035915067ffffffffffffffff821115612db9575f5ffd5b60200191503681900382131561279f575f5ffd5b5f610280828403128015612ddf575f5ffd5b50612de8612a92565b82358152612df8602084016129eb565b6020820152612e0960408401612649565b6040820152612e1a60608401612649565b6060820152612e2b60808401612649565b6080820152612e3c60a08401612649565b60a082015260c08381013590820152612e5760e08401612ac2565b60e0820152612e696101008401612ac2565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a08084013590820152612eb36101c084016129eb565b6101c0820152612ec66101e084016129eb565b6101e0820152612ed961020084016127cb565b610200820152612eec6102208401612ac2565b610220820152612eff61024084016129eb565b610240820152612f1261026084016129eb565b6102608201529392505050565b5f60208284031215612f2f575f5ffd5b81516122c9816129d6565b5f5f8335601e19843603018112612f4f575f5ffd5b83018035915067ffffffffffffffff821115612f69575f5ffd5b6020019150600581901b360382131561279f575f5ffd5b6001600160a01b038616815267ffffffffffffffff85166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115612fdc575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f60208284031215613008575f5ffd5b815180151581146122c9575f5ffd5b5f6101a0820190508382528251602083015260208301516040830152604083015161304e606084018267ffffffffffffffff169052565b5060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c08301516001600160a01b03811660e08401525060e083015160ff81166101008401525061010083015163ffffffff8116610120840152506101208301516001600160801b0381166101408401525061014083015167ffffffffffffffff81166101608401525061016083015167ffffffffffffffff81166101808401525b509392505050565b5f60208284031215613126575f5ffd5b815165ffffffffffff811681146122c9575f5ffd5b80820281158282048414176121b5576121b5612941565b5f6103008201905083825282516020830152602083015161317e60408401826001600160a01b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b038116608084015250608083015160a083015260a08301516131c760c084018260ff169052565b5060c08301516001600160a01b03811660e08401525060e08301516001600160801b038116610100840152506101008301516001600160801b0381166101208401525061012083015163ffffffff81166101408401525061014083015163ffffffff81166101608401525061016083015160ff81166101808401525061018083015163ffffffff81166101a0840152506101a083015160ff81166101c0840152506101c083015160ff81166101e0840152506101e083015163ffffffff8116610200840152506102008301516102208301526102208301516132b261024084018263ffffffff169052565b5061024083015167ffffffffffffffff8116610260840152506102608301516001600160801b038116610280840152506102808301516001600160801b0381166102a0840152506102a083015167ffffffffffffffff81166102c0840152506102c083015167ffffffffffffffff81166102e084015261310e565b5f6102a08201905083825282516020830152602083015161335a604084018267ffffffffffffffff169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e08301516133ce61010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516134396101e084018267ffffffffffffffff169052565b506101e083015167ffffffffffffffff8116610200840152506102008301516001600160801b0381166102208401525061022083015160ff81166102408401525061024083015167ffffffffffffffff81166102608401525061026083015167ffffffffffffffff811661028084015261310e565b634e487b7160e01b5f52602160045260245ffd' as const
