/** Courthouse: generated from contracts/Courthouse.sol by scripts/build.ts. Do not edit. */

export const courthouseAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "token_",
        "type": "address"
      },
      {
        "name": "vault_",
        "type": "address"
      },
      {
        "name": "registry_",
        "type": "address"
      },
      {
        "name": "receipts_",
        "type": "address"
      },
      {
        "name": "escrow_",
        "type": "address"
      },
      {
        "name": "owner_",
        "type": "address"
      },
      {
        "name": "rules",
        "type": "tuple",
        "components": [
          {
            "name": "floorBps",
            "type": "uint256"
          },
          {
            "name": "multipleBps",
            "type": "uint256"
          },
          {
            "name": "refundBps",
            "type": "uint256"
          },
          {
            "name": "refundShareMaxBps",
            "type": "uint256"
          },
          {
            "name": "rewardBps",
            "type": "uint256"
          },
          {
            "name": "evidenceSeconds",
            "type": "uint256"
          },
          {
            "name": "claimSeconds",
            "type": "uint256"
          },
          {
            "name": "judgeDelaySeconds",
            "type": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "CASE_SECONDS_MAX",
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
    "name": "CLAIMS_MAX",
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
    "name": "CLAIM_SECONDS_MAX",
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
    "name": "CLAIM_SECONDS_MIN",
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
    "name": "EVIDENCE_SECONDS_MIN",
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
    "name": "JUDGE_DELAY_SECONDS_MAX",
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
    "name": "MULTIPLE_BPS_MAX",
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
    "name": "PAID_SHARE_BPS_MAX",
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
    "name": "PAUSE_APART_SECONDS_MIN",
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
    "name": "PAUSE_SECONDS_MAX",
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
    "name": "RATE_MAX",
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
    "name": "RATE_MIN",
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
    "name": "RATE_STEP_MAX",
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
    "name": "RATE_STEP_SECONDS_MIN",
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
    "name": "REWARD_BPS_MAX",
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
    "name": "SETTLE_SECONDS_MAX",
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
    "name": "addBond",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
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
    "name": "announceJudge",
    "inputs": [
      {
        "name": "judge",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "appointFirstJudges",
    "inputs": [
      {
        "name": "judges",
        "type": "address[]"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "bondOf",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "account",
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
    "name": "caseOf",
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
            "name": "judge",
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
            "name": "reporter",
            "type": "address"
          },
          {
            "name": "epoch",
            "type": "uint64"
          },
          {
            "name": "deadline",
            "type": "uint64"
          },
          {
            "name": "state",
            "type": "uint8"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "claim",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "claims",
        "type": "tuple[]",
        "components": [
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
            "name": "signature",
            "type": "bytes"
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
    "name": "claimOf",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "payer",
        "type": "address"
      },
      {
        "name": "proven",
        "type": "bool"
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
    "name": "claimSeconds",
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
    "name": "convict",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "costs",
        "type": "uint256"
      },
      {
        "name": "victim",
        "type": "address"
      },
      {
        "name": "token_",
        "type": "address"
      },
      {
        "name": "loss",
        "type": "uint128"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "dismiss",
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
    "name": "evidenceSeconds",
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
    "name": "expire",
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
    "name": "extendCase",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "deadline",
        "type": "uint64"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "fine",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "burned",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "floorBps",
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
    "name": "isJudge",
    "inputs": [
      {
        "name": "judge",
        "type": "address"
      }
    ],
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
    "name": "isRetired",
    "inputs": [
      {
        "name": "judge",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "retired",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "judgeDelaySeconds",
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
    "name": "judgesAppointed",
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
    "name": "multipleBps",
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
    "name": "openCase",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "accusation",
        "type": "tuple",
        "components": [
          {
            "name": "operator",
            "type": "address"
          },
          {
            "name": "node",
            "type": "address"
          },
          {
            "name": "reporter",
            "type": "address"
          },
          {
            "name": "epoch",
            "type": "uint64"
          },
          {
            "name": "deadline",
            "type": "uint64"
          }
        ]
      },
      {
        "name": "bond",
        "type": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "owedTo",
    "inputs": [
      {
        "name": "account",
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
    "name": "pauseCases",
    "inputs": [
      {
        "name": "forSeconds",
        "type": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "pausedAt",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pausedUntil",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "payFromBond",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "from",
        "type": "address"
      },
      {
        "name": "to",
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
    "name": "potOf",
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
            "name": "slashed",
            "type": "uint256"
          },
          {
            "name": "costs",
            "type": "uint256"
          },
          {
            "name": "claimedProven",
            "type": "uint256"
          },
          {
            "name": "claimedUnproven",
            "type": "uint256"
          },
          {
            "name": "poolProven",
            "type": "uint256"
          },
          {
            "name": "poolUnproven",
            "type": "uint256"
          },
          {
            "name": "claimsFrom",
            "type": "uint64"
          },
          {
            "name": "claimsUntil",
            "type": "uint64"
          },
          {
            "name": "again",
            "type": "bool"
          },
          {
            "name": "assessed",
            "type": "bool"
          },
          {
            "name": "underDeclared",
            "type": "bool"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "prosecute",
    "inputs": [
      {
        "name": "judge",
        "type": "address"
      },
      {
        "name": "evidence",
        "type": "bytes"
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
    "name": "rateOf",
    "inputs": [
      {
        "name": "token",
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
    "name": "refundBps",
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
    "name": "refundShareMaxBps",
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
    "name": "releaseBond",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "account",
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
    "type": "function",
    "name": "renounceOwnership",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "retireJudge",
    "inputs": [
      {
        "name": "judge",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "rewardBps",
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
    "name": "setRate",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "millPerTokenE18",
        "type": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "settle",
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
    "name": "takeRefund",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
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
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "token",
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
    "name": "totalHeld",
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
    "name": "vault",
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
        "name": "to",
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
    "name": "Assessed",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "slashed",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "BondPaid",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "from",
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
    "type": "event",
    "name": "BondTaken",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
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
    "name": "CaseDismissed",
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
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "CaseExtended",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "deadline",
        "type": "uint64",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "CaseOpened",
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
        "name": "judge",
        "type": "address",
        "indexed": true
      },
      {
        "name": "node",
        "type": "address",
        "indexed": false
      },
      {
        "name": "reporter",
        "type": "address",
        "indexed": false
      },
      {
        "name": "epoch",
        "type": "uint64",
        "indexed": false
      },
      {
        "name": "deadline",
        "type": "uint64",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "CaseSettled",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "refunds",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "costs",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "reward",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "burned",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "CasesPaused",
    "inputs": [
      {
        "name": "by",
        "type": "address",
        "indexed": true
      },
      {
        "name": "until",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Convicted",
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
        "name": "node",
        "type": "address",
        "indexed": true
      },
      {
        "name": "epoch",
        "type": "uint64",
        "indexed": false
      },
      {
        "name": "slashed",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "claimsFrom",
        "type": "uint64",
        "indexed": false
      },
      {
        "name": "claimsUntil",
        "type": "uint64",
        "indexed": false
      },
      {
        "name": "again",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Fined",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "burned",
        "type": "uint256",
        "indexed": false
      }
    ],
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
    "name": "JudgeAnnounced",
    "inputs": [
      {
        "name": "judge",
        "type": "address",
        "indexed": true
      },
      {
        "name": "activeFrom",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "JudgeRetired",
    "inputs": [
      {
        "name": "judge",
        "type": "address",
        "indexed": true
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
    "name": "RateSet",
    "inputs": [
      {
        "name": "token",
        "type": "address",
        "indexed": true
      },
      {
        "name": "millPerTokenE18",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RefundClaimed",
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
        "name": "receiptId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "proven",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RefundPaid",
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
        "name": "amount",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "UnderDeclared",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "token",
        "type": "address",
        "indexed": true
      },
      {
        "name": "slashed",
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
    "name": "BondInsufficient",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "held",
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
    "name": "CallerNotJudge",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CallerNotJudgeOfCase",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CaseKnown",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CaseNotInState",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "state",
        "type": "uint8"
      },
      {
        "name": "needed",
        "type": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "CasesArePaused",
    "inputs": [
      {
        "name": "until",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ClaimNotOfCase",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "receiptId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "ClaimSignatureInvalid",
    "inputs": [
      {
        "name": "receiptId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "ClaimsNotOpen",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "from",
        "type": "uint256"
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
    "name": "DeadlineNotOver",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "deadline",
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
    "name": "DeadlineTooFar",
    "inputs": [
      {
        "name": "deadline",
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
    "name": "EpochInFuture",
    "inputs": [
      {
        "name": "epoch",
        "type": "uint64"
      },
      {
        "name": "current",
        "type": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "EvidenceOutlivesStake",
    "inputs": [
      {
        "name": "evidenceSeconds",
        "type": "uint256"
      },
      {
        "name": "unbondingDelay",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "JudgeKnown",
    "inputs": [
      {
        "name": "judge",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "JudgesAlreadyAppointed",
    "inputs": []
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
    "name": "PauseTooLong",
    "inputs": [
      {
        "name": "given",
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
    "name": "PauseTooSoon",
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
    "name": "RateNotSet",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "RateOutOfBounds",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
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
  },
  {
    "type": "error",
    "name": "RateTooSoon",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
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
    "name": "ReserveShort",
    "inputs": [
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
    "name": "ShareOutOfBounds",
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

export const courthouseBytecode = '0x610220604052348015610010575f5ffd5b50604051615cce380380615cce83398101604081905261002f916103a1565b86868686858560e001518b6001600160a01b031663db7dd35a6040518163ffffffff1660e01b8152600401602060405180830381865afa158015610075573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061009991906104c9565b826001600160a01b0381166100c857604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b6100d18161027f565b506100e0828262ed4e0061029b565b65ffffffffffff166080525050506001600160a01b0393841660a05291831660c052821660e05281166101005283166101205280516101239060016127106102f6565b61014052602081015161013c90612710620186a06102f6565b6101605260408101516101539060016127106102f6565b610180526080810151610169905f6107d06102f6565b6101c05260608101516080820151610190919060019061018b90611f406104e0565b6102f6565b6101a081815250505f866001600160a01b031663db7dd35a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156101d5573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906101f991906104c9565b9050808260a0015111156102305760a082015160405163fae790ff60e01b81526004810191909152602481018290526044016100bf565b60a082015161024390620151808361029b565b65ffffffffffff166101e05260c0820151610265906203f48062278d0061029b565b65ffffffffffff1661020052506105059650505050505050565b600180546001600160a01b03191690556102988161033e565b50565b5f80617a6946146102ac57836102af565b60015b9050808510806102be57508285115b156102ed5760405163391fdee160e21b81526004810186905260248101829052604481018490526064016100bf565b50929392505050565b5f8284108061030457508184115b15610336576040516001624225bb60e11b031981526004810185905260248101849052604481018390526064016100bf565b509192915050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b6001600160a01b0381168114610298575f5ffd5b5f5f5f5f5f5f5f8789036101c08112156103b9575f5ffd5b88516103c48161038d565b60208a01519098506103d58161038d565b60408a01519097506103e68161038d565b60608a01519096506103f78161038d565b60808a01519095506104088161038d565b60a08a01519094506104198161038d565b925061010060bf198201121561042d575f5ffd5b5060405161010081016001600160401b038111828210171561045d57634e487b7160e01b5f52604160045260245ffd5b604090815260c08a810151835260e0808c015160208501526101008c0151928401929092526101208b015160608401526101408b015160808401526101608b015160a08401526101808b0151908301526101a09099015198810198909852509497939650919490939192565b5f602082840312156104d9575f5ffd5b5051919050565b818103818111156104ff57634e487b7160e01b5f52601160045260245ffd5b92915050565b60805160a05160c05160e05161010051610120516101405161016051610180516101a0516101c0516101e0516102005161567161065d5f395f818161045101526142b001525f61079601525f8181610677015261178101525f818161058f015261176001525f8181610937015261173f01525f8181610506015281816122780152612efc01525f81816108c5015281816122570152612edb01525f81816108ff0152610b2701525f8181610994015281816123cb01528181612626015281816129ec01528181612f8701528181613a7301528181614008015261422501525f61065001525f81816109c40152818161185101528181611b3801528181612ca301528181613447015281816138660152818161392b015281816139ce015261434701525f81816109eb015281816110df0152818161328d0152818161332201526136c601525f818161085101526115c501526156715ff3fe608060405234801561000f575f5ffd5b506004361061040d575f3560e01c80638da5cb5b11610229578063da748b101161012e578063ed0416ca116100c3578063f400b10e11610093578063fbfa77cf11610079578063fbfa77cf146109bf578063fc0c546a146109e6578063fd2b1dcf14610a0d575f5ffd5b8063f400b10e1461098f578063f43cc773146109b6575f5ffd5b8063ed0416ca14610959578063ed896d6614610961578063f1bf3ac914610974578063f2fde38b1461097c575f5ffd5b8063e2fdcc17116100fe578063e2fdcc17146108fa578063e30c397814610921578063e847d6a114610811578063ec8c9a0b14610932575f5ffd5b8063da748b1014610893578063db1e4662146108ad578063dc10ac15146108c0578063de5ece98146108e7575f5ffd5b8063bd1e89f1116101be578063cb25a7811161018e578063d42d0a9411610174578063d42d0a941461084c578063d49224e914610873578063d63d8cb11461042d575f5ffd5b8063cb25a78114610811578063cbf098021461081b575f5ffd5b8063bd1e89f1146107b8578063c4863eba146107cb578063c6441798146107de578063c66f3cb4146107f1575f5ffd5b80639e8e184f116101f95780639e8e184f1461075b578063b23f909f14610774578063b747d64014610787578063b9ec492114610791575f5ffd5b80638da5cb5b1461070e57806395aba916146106b8578063987757dd1461071e5780639bad31c614610731575f5ffd5b80636962eff51161032f5780637abed932116102c457806384f48886116102945780638a0dac4a1161027a5780638a0dac4a146106d55780638a8b852f146106e85780638aeb75d9146106fb575f5ffd5b806384f48886146106b8578063869e0037146106c2575f5ffd5b80637abed932146106385780637b1039991461064b57806382328ffc146106725780638462d66114610699575f5ffd5b806370817a93116102ff57806370817a931461060b578063715018a614610615578063758cf1781461061d57806379ba509714610630575f5ffd5b80636962eff5146105c357806369ed2c63146105cd5780636d3c6275146105e05780636e18eb9e14610602575f5ffd5b80633ac99e79116103a557806353d512d21161037557806353d512d21461056657806355187fe81461058a57806356ed0cc5146105b1578063582b62b0146105bb575f5ffd5b80633ac99e79146104ee57806342b6504514610501578063452a93201461052857806351cff8d914610553575f5ffd5b80632bdb7097116103e05780632bdb70971461048a5780632c656e4e1461049d5780632e55d0f2146104b0578063367a15b6146104db575f5ffd5b8063085a115c146104115780630a44f5e21461042d5780630f4f8853146104375780631df6b0a81461044c575b5f5ffd5b61041a611f4081565b6040519081526020015b60405180910390f35b61041a629e340081565b61044a610445366004614945565b610a20565b005b6104737f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff9091168152602001610424565b61044a6104983660046149ab565b610bef565b61041a6104ab3660046149d5565b610e17565b6003546104c3906001600160401b031681565b6040516001600160401b039091168152602001610424565b61044a6104e9366004614a53565b610f75565b61044a6104fc366004614aa7565b610f9b565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b60025461053b906001600160a01b031681565b6040516001600160a01b039091168152602001610424565b61041a610561366004614b02565b610fbd565b60035461057a90600160401b900460ff1681565b6040519015158152602001610424565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61041a620186a081565b61041a600281565b61041a62278d0081565b61044a6105db366004614b1d565b611113565b61057a6105ee366004614b02565b60046020525f908152604090205460ff1681565b61041a6107d081565b61041a62ed4e0081565b61044a6112ef565b61041a61062b366004614b41565b611302565b61044a611336565b61044a610646366004614b80565b61137a565b61053b7f000000000000000000000000000000000000000000000000000000000000000081565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61041a6106a7366004614b02565b60086020525f908152604090205481565b61041a6201518081565b61044a6106d0366004614b1d565b6114b4565b61044a6106e3366004614b02565b6114d6565b61044a6106f6366004614bc5565b611527565b61044a610709366004614b02565b611595565b5f546001600160a01b031661053b565b61044a61072c366004614b1d565b6115f0565b61041a61073f366004614c02565b600960209081525f928352604080842090915290825290205481565b61041a710b7abc627050305adf14a3d9e4000000000081565b61041a610782366004614c02565b61190c565b61041a6212750081565b6104737f000000000000000000000000000000000000000000000000000000000000000081565b61044a6107c6366004614c30565b6119d7565b61044a6107d9366004614c8d565b611a7d565b61044a6107ec366004614b1d565b611bd3565b6108046107ff366004614b1d565b611c28565b6040516104249190614cb0565b61041a6203f48081565b61041a610829366004614b02565b6001600160a01b03165f908152600660205260409020546001600160c01b031690565b6104737f000000000000000000000000000000000000000000000000000000000000000081565b610886610881366004614b1d565b611d42565b6040516104249190614da0565b6002546104c390600160a01b90046001600160401b031681565b61041a6108bb3660046149ab565b611e2e565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61044a6108f5366004614b02565b611eb4565b61053b7f000000000000000000000000000000000000000000000000000000000000000081565b6001546001600160a01b031661053b565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61041a604081565b61057a61096f366004614b02565b611f70565b61041a600181565b61044a61098a366004614b02565b611f9b565b61053b7f000000000000000000000000000000000000000000000000000000000000000081565b61041a60075481565b61053b7f000000000000000000000000000000000000000000000000000000000000000081565b61053b7f000000000000000000000000000000000000000000000000000000000000000081565b61041a610a1b366004614c02565b61200b565b610a2b836002612138565b6040811115610a7b57604080517fbb1cb70b000000000000000000000000000000000000000000000000000000008152610a72918391600401918252602082015260400190565b60405180910390fd5b5f838152600b6020526040902060068101546001600160401b0316421080610ab657506006810154600160401b90046001600160401b031642115b15610b1b5760068101546040517f7106adcf000000000000000000000000000000000000000000000000000000008152600481018690526001600160401b038083166024830152600160401b9092049091166044820152426064820152608401610a72565b610b248461219d565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610b81573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610ba59190614e2d565b90505f5b83811015610be757610bdf86868684818110610bc757610bc7614e44565b9050602002810190610bd99190614e58565b84612321565b600101610ba9565b505050505050565b610bf7612853565b6001600160a01b0382165f908152600660209081526040918290208251808401909352546001600160c01b0381168352600160c01b90046001600160401b0316908201819052600190710b7abc627050305adf14a3d9e400000000009015610d1d575f6201518084602001516001600160401b0316610c769190614e8b565b905080421015610cca576040517f895b55590000000000000000000000000000000000000000000000000000000081526001600160a01b038716600482015260248101829052426044820152606401610a72565b83515f90610ce3906002906001600160c01b0316614eb2565b90505f6002865f01516001600160c01b0316610cff9190614ed1565b905084821115610d0d578194505b83811015610d19578093505b5050505b81841080610d2a57508084115b15610d81576040517fbcdaad640000000000000000000000000000000000000000000000000000000081526001600160a01b0386166004820152602481018590526044810183905260648101829052608401610a72565b6040805180820182526001600160c01b0380871682526001600160401b0342811660208085019182526001600160a01b038b165f81815260069092529086902094519151909216600160c01b0292169190911790915590517fd0052b410d0cb795a7f6c819df26e4fa449395ba08d12ff743ca0646827e797c90610e089087815260200190565b60405180910390a25050505050565b5f610e218461287f565b6040517f947c187e0000000000000000000000000000000000000000000000000000000081525f906001600160a01b0386169063947c187e90610e6c90339088908890600401614ee8565b60e060405180830381865afa158015610e87573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610eab9190614fed565b8051604080516001600160a01b0389166020820152908101919091529091506060016040516020818303038152906040528051906020012091505f6040518060a0016040528083602001516001600160a01b0316815260200183604001516001600160a01b03168152602001336001600160a01b0316815260200183606001516001600160401b03168152602001426001600160401b03168152509050610f53838783612935565b610f6c835f84608001518560a001518660c00151612d98565b50509392505050565b82610f7f8161319a565b610f8a846001612138565b610f958484846131f2565b50505050565b84610fa58161319a565b610fb0866001612138565b610be78686868686612d98565b5f6001600160a01b0382161580610fdc57506001600160a01b03821630145b1561101e576040517fedef35c00000000000000000000000000000000000000000000000000000000081526001600160a01b0383166004820152602401610a72565b50335f908152600860205260408120549081900361106a576040517f751b0fda000000000000000000000000000000000000000000000000000000008152336004820152602401610a72565b335f9081526008602052604081208190556007805483929061108d908490615080565b90915550506040518181526001600160a01b0383169033907fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb9060200160405180910390a36111066001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001683836132bd565b61110e6132f2565b919050565b6002546001600160a01b0316331480159061113857505f546001600160a01b03163314155b15611171576040517ffc28df48000000000000000000000000000000000000000000000000000000008152336004820152602401610a72565b6203f4808111156111ba576040517ff68b9a5e000000000000000000000000000000000000000000000000000000008152600481018290526203f4806024820152604401610a72565b6003546001600160401b0316158015906111ec57506003546111e99062127500906001600160401b0316614e8b565b42105b156112475760035461120b9062127500906001600160401b0316614e8b565b6040517f1c0d9a730000000000000000000000000000000000000000000000000000000081526004810191909152426024820152604401610a72565b6003805467ffffffffffffffff1916426001600160401b03811691909117909155611273908290614e8b565b600280547fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff16600160a01b6001600160401b03938416810291909117918290556040519104909116815233907fda867a292dd316cac812d95aa2407fe202086e636256187b6b9a655edbb2a87f9060200160405180910390a250565b6112f7612853565b6113005f6133df565b565b5f838152600f602090815260408083206001600160a01b0386168452825280832084151584529091529020545b9392505050565b60015433906001600160a01b0316811461136e5760405163118cdaa760e01b81526001600160a01b0382166004820152602401610a72565b611377816133df565b50565b836113848161319a565b61138f856001612138565b5f8581526009602090815260408083206001600160a01b03881684529091529020548281101561140b576040517f76d0ba26000000000000000000000000000000000000000000000000000000008152600481018790526001600160a01b03861660248201526044810182905260648101849052608401610a72565b6114158382615080565b5f8781526009602090815260408083206001600160a01b03808b168552908352818420949094559287168252600890529081208054859290611458908490614e8b565b92505081905550836001600160a01b0316856001600160a01b0316877ef43ca681be5ac52caf7958a2d925db0f76c604be82f247599c909fca3d8c61866040516114a491815260200190565b60405180910390a4505050505050565b806114be8161319a565b6114c9826001612138565b6114d2826133f8565b5050565b6114de612853565b600280546001600160a01b0319166001600160a01b0383169081179091556040517fe6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e905f90a250565b6115303361287f565b611549833361154436869003860186615093565b612935565b5f838152600a6020526040902060040180546001919068ff00000000000000001916600160401b8302179055506115908361158a6060850160408601614b02565b836131f2565b505050565b61159d612853565b6003805468ff00000000000000001916600160401b179055611377816115eb65ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642614e8b565b6134df565b6115fb816002612138565b5f818152600b602052604090206006810154600160401b90046001600160401b03164211611660576006810154604051638a4b935960e01b815260048101849052600160401b9091046001600160401b03166024820152426044820152606401610a72565b6116698261219d565b5f828152600a602052604090206004810180546003919068ff00000000000000001916600160401b830217905550604080516101608101825283548152600184015460208201526002840154918101919091526003830154606082015260048301546080820152600583015460a082015260068301546001600160401b0380821660c0840152600160401b82041660e083015260ff600160801b820481161515610100840152600160881b820481161515610120840152600160901b9091041615156101408201525f908190819081906117a5907f00000000000000000000000000000000000000000000000000000000000000007f00000000000000000000000000000000000000000000000000000000000000007f00000000000000000000000000000000000000000000000000000000000000006135a5565b60048a0184905560058a01839055929650909450925090506117c78183614e8b565b60038601546001600160a01b03165f90815260086020526040812080549091906117f2908490614e8b565b925050819055505f818385878a5f015461180c9190615080565b6118169190615080565b6118209190615080565b61182a9190615080565b6001870154604051630bdb124f60e21b81526001600160a01b0391821660048201529192507f00000000000000000000000000000000000000000000000000000000000000001690632f6c493c906024015f604051808303815f87803b158015611892575f5ffd5b505af11580156118a4573d5f5f3e3d5ffd5b505050506118b181613677565b877f14bb69eaf0cc1cf5e07e9f0fc0837d49a5701a8913ba850aea3eba6522e3a25c6118dd8688614e8b565b604080519182526020820187905281018590526060810184905260800160405180910390a25050505050505050565b5f611918836003612138565b5f838152600b6020526040812060058101546003820154919261193f92879287929161372d565b611955858560018560040154866002015461372d565b61195f9190614e8b565b6001600160a01b0384165f9081526008602052604081208054929450849290919061198b908490614e8b565b90915550506040518281526001600160a01b0384169085907f96609d633b3c2732c0984962acf8fa747f81436a0ff8254822beffefe5b53c239060200160405180910390a35092915050565b6119df612853565b600354600160401b900460ff1615611a23576040517f5b24174000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6003805468ff00000000000000001916600160401b1790555f5b8181101561159057611a75838383818110611a5a57611a5a614e44565b9050602002016020810190611a6f9190614b02565b426134df565b600101611a3d565b81611a878161319a565b611a92836001612138565b611aa4826001600160401b03166137ad565b5f838152600a6020526040902060048101546001600160401b0390811690841611611acf5750505050565b6004818101805467ffffffffffffffff19166001600160401b03861690811790915560018301546040517ffdb607c60000000000000000000000000000000000000000000000000000000081526001600160a01b039182169381019390935260248301919091527f0000000000000000000000000000000000000000000000000000000000000000169063fdb607c6906044015f604051808303815f87803b158015611b79575f5ffd5b505af1158015611b8b573d5f5f3e3d5ffd5b50506040516001600160401b03861681528692507f0a81ac328644dcab3ff70ce671e85a2e21e09d7870750a8e9b8199f997815b23915060200160405180910390a250505050565b611bde816001612138565b5f818152600a60205260409020600401546001600160401b03164281106114c957604051638a4b935960e01b81526004810183905260248101829052426044820152606401610a72565b611c926040518061016001604052805f81526020015f81526020015f81526020015f81526020015f81526020015f81526020015f6001600160401b031681526020015f6001600160401b031681526020015f151581526020015f151581526020015f151581525090565b505f908152600b6020908152604091829020825161016081018452815481526001820154928101929092526002810154928201929092526003820154606082015260048201546080820152600582015460a08201526006909101546001600160401b0380821660c0840152600160401b82041660e083015260ff600160801b820481161515610100840152600160881b820481161515610120840152600160901b90910416151561014082015290565b611d7e6040805160e0810182525f80825260208201819052918101829052606081018290526080810182905260a081018290529060c082015290565b5f828152600a6020908152604091829020825160e08101845281546001600160a01b0390811682526001830154811693820193909352600282015483169381019390935260038101549182166060840152600160a01b9091046001600160401b03908116608084015260048083015491821660a085015260c0840191600160401b900460ff1690811115611e1457611e14614d6c565b6004811115611e2557611e25614d6c565b90525092915050565b5f611e3833611f70565b611e575760405163923a0ba360e01b8152336004820152602401610a72565b611e618383613801565b9050611e6c81613677565b826001600160a01b03167e913d46aef0f0d115d70ea1c7c23198505f577d1d1916cc60710ca2204ae6ae82604051611ea691815260200190565b60405180910390a292915050565b611ebc612853565b6001600160a01b0381165f9081526005602052604081205490819003611f005760405163923a0ba360e01b81526001600160a01b0383166004820152602401610a72565b80421015611f24576001600160a01b0382165f9081526005602052604090205f1990555b6001600160a01b0382165f81815260046020526040808220805460ff19166001179055517f2f0af19a8385aa3c8b26eb43ae1ad67e640b76d133c367027b8f059e6198e58a9190a25050565b6001600160a01b0381165f90815260056020526040812054801580159061132f575042101592915050565b611fa3612853565b600180546001600160a01b0383166001600160a01b03199091168117909155611fd35f546001600160a01b031690565b6001600160a01b03167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b5f828152600a6020526040812060040154600160401b900460ff168181600481111561203957612039614d6c565b14806120565750600181600481111561205457612054614d6c565b145b1561207b5783816003604051636d8e915d60e11b8152600401610a729392919061512a565b5f8481526009602090815260408083206001600160a01b038716845290915281205492508290036120af575f915050612132565b5f8481526009602090815260408083206001600160a01b038716845282528083208390556008909152812080548492906120ea908490614e8b565b90915550506040518281526001600160a01b03841690819086907ef43ca681be5ac52caf7958a2d925db0f76c604be82f247599c909fca3d8c619060200160405180910390a4505b92915050565b5f828152600a60205260409020600490810154600160401b900460ff1690829081111561216757612167614d6c565b81600481111561217957612179614d6c565b1461159057828183604051636d8e915d60e11b8152600401610a729392919061512a565b5f818152600b602052604090206006810154600160881b900460ff16156121c2575050565b60068101805471ff00000000000000000000000000000000001916600160881b1790555f828152600a602052604081208254600182015491929161220e906001600160a01b03166138f1565b6122189190614e8b565b6001840154600284015460038501549293505f9261229c918591612255916001600160a01b031690600160a01b90046001600160401b0316613a41565b7f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613b4a565b6122a69190614e8b565b84549091508111156122ed57600183015484546122d6916001600160a01b0316906122d19084615080565b613801565b845f015f8282546122e79190614e8b565b90915550505b835460405190815285907fbe0355278676fa958d73ac18e6f7fd51431ac609974219dc58ede61c8d5ae94790602001610e08565b5f838152600a602090815260408083208593909290916123529185359161234d9190870190870161514b565b613bb6565b60028301549091506001600160a01b031661237360a0850160808601614b02565b6001600160a01b03161415806123ae575060018201546001600160a01b03166123a26080850160608601614b02565b6001600160a01b031614155b8061249457506003820154600160a01b90046001600160401b03167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663fadb476861240a6102808701610260880161514b565b6040517fffffffff0000000000000000000000000000000000000000000000000000000060e084901b1681526001600160401b039091166004820152602401602060405180830381865afa158015612464573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906124889190615166565b6001600160401b031614155b156124d5576040517f6a0307220000000000000000000000000000000000000000000000000000000081526004810187905260248101829052604401610a72565b5f6124ee856124e936879003870187615191565b613bfa565b905061254b61250360a0860160808701614b02565b826125126102808a018a6152e3565b8080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250613c4292505050565b612584576040517f579653f800000000000000000000000000000000000000000000000000000000815260048101839052602401610a72565b5f6125c46125b261259b60c0880160a08901614b02565b6125ad61022089016102008a01615325565b613c90565b6bffffffffffffffffffffffff613cd3565b9050805f0361261b576125dd60c0860160a08701614b02565b6040517f8effd11d0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401610a72565b5f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f044361265b60a0890160808a01614b02565b6003880154600160a01b90046001600160401b03168661267f6102a08e018e615340565b6040518663ffffffff1660e01b815260040161269f959493929190615385565b602060405180830381865afa1580156126ba573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906126de91906153fc565b90505f60405180608001604052808860a00160208101906126ff9190614b02565b6001600160a01b031681526bffffffffffffffffffffffff851660208201526040016127336102208a016102008b01615325565b6001600160801b0316815283151560209091015290505f61277261275d60608a0160408b01614b02565b61276d60c08b0160a08c01614b02565b613ce2565b60105f8d81526020019081526020015f20541490506127a68b878a604001602081019061279f9190614b02565b8585613d09565b6127b7575050505050505050505050565b8061282d57856127cd60608a0160408b01614b02565b6001600160a01b03168c7f876f0aa0ede975c57582872370fd93d33b022697096c2bd04301ccf72d2a3eb761280a6102208d016102008e01615325565b604080516001600160801b03909216825288151560208301520160405180910390a45b6128468b61284160c08b0160a08c01614b02565b613f93565b5050505050505050505050565b5f546001600160a01b031633146113005760405163118cdaa760e01b8152336004820152602401610a72565b61288881611f70565b15806128ab57506001600160a01b0381165f9081526004602052604090205460ff165b156128d45760405163923a0ba360e01b81526001600160a01b0382166004820152602401610a72565b600254600160a01b90046001600160401b0316421015611377576002546040517ff00db5e1000000000000000000000000000000000000000000000000000000008152600160a01b9091046001600160401b03166004820152602401610a72565b5f5f848152600a60205260409020600490810154600160401b900460ff169081111561296357612963614d6c565b1461299d576040517f2f317e9d00000000000000000000000000000000000000000000000000000000815260048101849052602401610a72565b6129b381608001516001600160401b03166137ad565b6040517ffadb47680000000000000000000000000000000000000000000000000000000081526001600160401b03421660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa158015612a39573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612a5d9190615166565b9050806001600160401b031682606001516001600160401b03161115612ac85760608201516040517fa7e7a3b20000000000000000000000000000000000000000000000000000000081526001600160401b0391821660048201529082166024820152604401610a72565b6040518060e00160405280846001600160a01b03168152602001835f01516001600160a01b0316815260200183602001516001600160a01b0316815260200183604001516001600160a01b0316815260200183606001516001600160401b0316815260200183608001516001600160401b031681526020015f6004811115612b5257612b52614d6c565b90525f858152600a6020908152604091829020835181546001600160a01b039182166001600160a01b031991821617835592850151600183018054918316918516919091179055928401516002820180549185169190931617909155606083015160038201805460808601516001600160401b03908116600160a01b027fffffffff00000000000000000000000000000000000000000000000000000000909216939095169290921791909117905560a0830151600480830180549290941667ffffffffffffffff1983168117855560c086015193949268ffffffffffffffffff19161790600160401b908490811115612c4e57612c4e614d6c565b021790555050825160808401516040517fae153b1e0000000000000000000000000000000000000000000000000000000081526001600160a01b0392831660048201526001600160401b0390911660248201527f0000000000000000000000000000000000000000000000000000000000000000909116915063ae153b1e906044015f604051808303815f87803b158015612ce7575f5ffd5b505af1158015612cf9573d5f5f3e3d5ffd5b50505050826001600160a01b0316825f01516001600160a01b0316857f6b7e4a644bb9b5e09d5126ba98e9ba8427c24d0a09a840ddd9796c1f8832de858560200151866040015187606001518860800151604051612d8a94939291906001600160a01b0394851681529290931660208301526001600160401b03908116604083015291909116606082015260800190565b60405180910390a450505050565b5f858152600a6020908152604080832060048101805468ff0000000000000000191668020000000000000000179055600b835281842081546002830154600384015485516001600160a01b03938416818901529290911682860152600160a01b90046001600160401b03166060808301919091528451808303909101815260809091018452805190850120808652600c90945291909320805460068301805460ff9283161515600160801b9081027fffffffffffffffffffffffffffffff00ffffffffffffffffffffffffffffffff909216919091178255835460ff1916600117909355549293928992900416612f2e57600284015460038501545f91612eba916001600160a01b0390911690600160a01b90046001600160401b0316613a41565b6001860154909150612f2090612ed8906001600160a01b03166138f1565b827f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613b4a565b612f2a9083614e8b565b9150505b6001840154612f46906001600160a01b031682613801565b83556006830154600160801b900460ff1680612ffb5750600384015460405163cc5839f360e01b8152600160a01b9091046001600160401b031660048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cc5839f390602401602060405180830381865afa158015612fd4573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612ff89190614e2d565b42115b600684018054911515600160881b0271ff00000000000000000000000000000000001990921691909117905560018301889055613037896141db565b5f6130428787613c90565b90506001600160a01b0388161580159061305b57505f81115b801561307357506006840154600160801b900460ff16155b156130f1576130848a89835f614407565b61308e8888613ce2565b5f8b81526010602090815260408083209390935582516001600160801b038a16815290810182905290916001600160a01b038b16918d917f876f0aa0ede975c57582872370fd93d33b022697096c2bd04301ccf72d2a3eb7910160405180910390a45b6002850154600186015460038701548654600688015460408051600160a01b9094046001600160401b039081168552602085019390935282821690840152600160401b81049091166060830152600160801b900460ff16151560808201526001600160a01b0392831692909116908c907ffe8a05a7052e9cd4adc64c7d50502c11f97f3f474260f8c6d5cfccb5986727d19060a00160405180910390a450505050505050505050565b5f818152600a60205260409020546001600160a01b03163314611377576040517f6318200200000000000000000000000000000000000000000000000000000000815233600482015260248101829052604401610a72565b5f8381526009602090815260408083206001600160a01b038616845290915281208054839290613223908490614e8b565b925050819055508060075f82825461323b9190614e8b565b90915550506040518181526001600160a01b0383169084907fc291232112d014ec30c9afd619b81b8a23edd7514089fb0c9773efc648792e799060200160405180910390a36132b56001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168330846144a3565b6115906132f2565b6132ca83838360016144d9565b61159057604051635274afe760e01b81526001600160a01b0384166004820152602401610a72565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906370a0823190602401602060405180830381865afa15801561336f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906133939190614e2d565b9050600754811015611377576007546040517fcfe90308000000000000000000000000000000000000000000000000000000008152610a72918391600401918252602082015260400190565b600180546001600160a01b031916905561137781614554565b5f818152600a602052604090206004808201805468ff00000000000000001916600160401b8302179055506001810154604051630bdb124f60e21b81526001600160a01b0391821660048201527f000000000000000000000000000000000000000000000000000000000000000090911690632f6c493c906024015f604051808303815f87803b15801561348a575f5ffd5b505af115801561349c573d5f5f3e3d5ffd5b50505060018201546040516001600160a01b03909116915083907f6a168ce73606a0b28641c5809cb6a1d550b97238a4ea1dcd0a0d284ff5909103905f90a35050565b6001600160a01b038216158061350b57506001600160a01b0382165f9081526005602052604090205415155b1561354d576040517fd78033e90000000000000000000000000000000000000000000000000000000081526001600160a01b0383166004820152602401610a72565b6001600160a01b0382165f8181526005602052604090819020839055517f14fafe27bfc520976f28d22f6d0d5d54ba97a1bdf7dad008c04fbb1602e0d587906135999084815260200190565b60405180910390a25050565b83515f90819081908190816127106135bd8984614ed1565b6135c79190614eb2565b90506135e3816135de8c604001518c6127106145a3565b613cd3565b95506136036135f28783615080565b6135de8c606001518c6127106145a3565b945061360f8587614e8b565b6136199083615080565b9150613629828b60200151613cd3565b93506136358483615080565b91508961010001516136665761366182612710898d5f01516136579190614ed1565b6135de9190614eb2565b613668565b5f5b92505050945094509450949050565b805f036136815750565b8060075f8282546136929190615080565b90915550506040517f42966c68000000000000000000000000000000000000000000000000000000008152600481018290527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906342966c68906024015f604051808303815f87803b15801561370f575f5ffd5b505af1158015613721573d5f5f3e3d5ffd5b505050506113776132f2565b5f858152600f602090815260408083206001600160a01b038816845282528083208615158452909152812054808203613769575f9150506137a4565b5f878152600f602090815260408083206001600160a01b038a168452825280832088151584529091528120556137a08185856145a3565b9150505b95945050505050565b5f6137bb629e340042614e8b565b9050808211156114d2576040517f657526de0000000000000000000000000000000000000000000000000000000081526004810183905260248101829052604401610a72565b5f8115806138155750613813836138f1565b155b1561382157505f612132565b6040517fbfac59900000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152602482018490523060448301527f0000000000000000000000000000000000000000000000000000000000000000169063bfac5990906064016020604051808303815f875af11580156138ac573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906138d09190614e2d565b90508060075f8282546138e39190614e8b565b9091555061213290506132f2565b6040517facf099120000000000000000000000000000000000000000000000000000000081526001600160a01b0382811660048301525f917f00000000000000000000000000000000000000000000000000000000000000009091169063acf0991290602401602060405180830381865afa158015613972573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906139969190614e2d565b6040517f75185ae30000000000000000000000000000000000000000000000000000000081526001600160a01b0384811660048301527f000000000000000000000000000000000000000000000000000000000000000016906375185ae390602401602060405180830381865afa158015613a13573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613a379190614e2d565b6121329190614e8b565b604051633b07980960e01b81526001600160a01b0383811660048301526001600160401b03831660248301525f9182917f00000000000000000000000000000000000000000000000000000000000000001690633b079809906044015f60405180830381865afa158015613ab7573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052613ade9190810190615417565b90505f5b8151811015613b4257613b2e828281518110613b0057613b00614e44565b60200260200101515f0151838381518110613b1d57613b1d614e44565b602002602001015160200151613c90565b613b389084614e8b565b9250600101613ae2565b505092915050565b5f80612710613b598588614ed1565b613b639190614eb2565b90505f6001600160801b038611613b7a5785613b83565b6001600160801b035b9050613ba9876135de84612710613b9a8987614ed1565b613ba49190614eb2565b614653565b925050505b949350505050565b5f8282604051602001613bdc9291909182526001600160401b0316602082015260400190565b60405160208183030381529060405280519060200120905092915050565b5f61132f83613c0884614662565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f5f5f613c4f85856146b4565b5090925090505f816003811115613c6857613c68614d6c565b148015613c865750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f61132f826001600160801b0316613cc5856001600160a01b03165f908152600660205260409020546001600160c01b031690565b670de0b6b3a76400006145a3565b5f82821882841002821861132f565b604080516001600160a01b0380851660208301528316918101919091525f90606001613bdc565b5f858152600d6020908152604080832081518084018990526001600160a01b0388811682850152861515606080840191909152845180840390910181526080830180865281519187019190912087529290945282852061010082019093528254938416808352600160a01b9094046bffffffffffffffffffffffff1660a082015260018301546001600160801b03811660c0830152600160801b900460ff16151560e090910152909115613e7e575f816060015115158660600151151514613dd5578560600151613dfd565b81602001516bffffffffffffffffffffffff1686602001516bffffffffffffffffffffffff16115b905080613e0f575f93505050506137a4565b84613e3657613e36898884602001516bffffffffffffffffffffffff1685606001516146fd565b6040808301515f8b8152600e602090815283822086516001600160a01b03168352905291822080546001600160801b03909216929091613e77908490615080565b9091555050505b84516020860151604087015160608801516001860180546001600160801b039093166fffffffffffffffffffffffffffffffff19921515600160801b02929092167fffffffffffffffffffffffffffffff0000000000000000000000000000000000909316929092171790556001600160a01b039091166bffffffffffffffffffffffff909116600160a01b026001600160a01b03191617825583613f3f57613f3f888787602001516bffffffffffffffffffffffff168860600151614407565b6040808601515f8a8152600e602090815283822089516001600160a01b03168352905291822080546001600160801b03909216929091613f80908490614e8b565b9091555060019998505050505050505050565b5f828152600b602052604090206006810154600160901b900460ff1615613fb957505050565b5f838152600a6020526040808220600281015460038201549251633b07980960e01b81526001600160a01b039182166004820152600160a01b9093046001600160401b031660248401529092917f000000000000000000000000000000000000000000000000000000000000000090911690633b079809906044015f60405180830381865afa15801561404e573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f191682016040526140759190810190615417565b90505f5b815181101561412c57846001600160a01b031682828151811061409e5761409e614e44565b60200260200101515f01516001600160a01b031614801561411757508181815181106140cc576140cc614e44565b6020026020010151602001516001600160801b0316600e5f8881526020019081526020015f205f876001600160a01b03166001600160a01b031681526020019081526020015f205411155b1561412457505050505050565b600101614079565b506006830180547fffffffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffff16600160901b17905560018201545f9061417a906001600160a01b03166122d1816138f1565b905080845f015f82825461418e9190614e8b565b90915550506040518181526001600160a01b0386169087907febd534ab1b7de4e7419689446ad6a0b5efc37cb8a60a307b5acabc778d70f2939060200160405180910390a3505050505050565b5f818152600b60209081526040808320600a9092528083206003810154915163cc5839f360e01b8152600160a01b9092046001600160401b031660048301529192906142a19042907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cc5839f390602401602060405180830381865afa158015614272573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906142969190614e2d565b613ba4906001614e8b565b90505f6142d665ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001683614e8b565b6006850154909150600160801b900460ff16156142fe576142f8426001614e8b565b91504290505b6006840180546fffffffffffffffffffffffffffffffff1916600160401b6001600160401b038481169190910267ffffffffffffffff19169190911790841617905560018301547f00000000000000000000000000000000000000000000000000000000000000006001600160a01b039081169163fdb607c69116614386629e340085614e8b565b6040517fffffffff0000000000000000000000000000000000000000000000000000000060e085901b1681526001600160a01b0390921660048301526001600160401b031660248201526044015f604051808303815f87803b1580156143ea575f5ffd5b505af11580156143fc573d5f5f3e3d5ffd5b505050505050505050565b5f848152600f602090815260408083206001600160a01b03871684528252808320841515845290915281208054849290614442908490614e8b565b90915550508015614478575f848152600b60205260408120600201805484929061446d908490614e8b565b90915550610f959050565b5f848152600b602052604081206003018054849290614498908490614e8b565b909155505050505050565b6144b1848484846001614783565b610f9557604051635274afe760e01b81526001600160a01b0385166004820152602401610a72565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f5114831661454857838315161561453c573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b5f5f5f6145b08686614809565b91509150815f036145d4578381816145ca576145ca614e9e565b049250505061132f565b8184116145eb576145eb6003851502601118614825565b5f848688095f868103871696879004966002600389028118808a02820302808a02820302808a02820302808a02820302808a02820302808a02909103029181900381900460010185841190960395909502919093039390930492909217029150509392505050565b5f82821882841102821861132f565b6040515f90614697907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d4809084906020016154f2565b604051602081830303815290604052805190602001209050919050565b5f5f5f83516041036146eb576020840151604085015160608601515f1a6146dd88828585614836565b9550955095505050506146f6565b505081515f91506002905b9250925092565b5f848152600f602090815260408083206001600160a01b03871684528252808320841515845290915281208054849290614738908490615080565b90915550508015614763575f848152600b60205260408120600201805484929061446d908490615080565b5f848152600b602052604081206003018054849290614498908490615080565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f511483166147f85783831516156147ec573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b5f805f1983850993909202808410938190039390930393915050565b634e487b715f52806020526024601cfd5b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561486f57505f915060039050826148f4565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa1580156148c0573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b0381166148eb57505f9250600191508290506148f4565b92505f91508190505b9450945094915050565b5f5f83601f84011261490e575f5ffd5b5081356001600160401b03811115614924575f5ffd5b6020830191508360208260051b850101111561493e575f5ffd5b9250929050565b5f5f5f60408486031215614957575f5ffd5b8335925060208401356001600160401b03811115614973575f5ffd5b61497f868287016148fe565b9497909650939450505050565b6001600160a01b0381168114611377575f5ffd5b803561110e8161498c565b5f5f604083850312156149bc575f5ffd5b82356149c78161498c565b946020939093013593505050565b5f5f5f604084860312156149e7575f5ffd5b83356149f28161498c565b925060208401356001600160401b03811115614a0c575f5ffd5b8401601f81018613614a1c575f5ffd5b80356001600160401b03811115614a31575f5ffd5b866020828401011115614a42575f5ffd5b939660209190910195509293505050565b5f5f5f60608486031215614a65575f5ffd5b833592506020840135614a778161498c565b929592945050506040919091013590565b6001600160801b0381168114611377575f5ffd5b803561110e81614a88565b5f5f5f5f5f60a08688031215614abb575f5ffd5b85359450602086013593506040860135614ad48161498c565b92506060860135614ae48161498c565b91506080860135614af481614a88565b809150509295509295909350565b5f60208284031215614b12575f5ffd5b813561132f8161498c565b5f60208284031215614b2d575f5ffd5b5035919050565b8015158114611377575f5ffd5b5f5f5f60608486031215614b53575f5ffd5b833592506020840135614b658161498c565b91506040840135614b7581614b34565b809150509250925092565b5f5f5f5f60808587031215614b93575f5ffd5b843593506020850135614ba58161498c565b92506040850135614bb58161498c565b9396929550929360600135925050565b5f5f5f83850360e0811215614bd8575f5ffd5b8435935060a0601f1982011215614bed575f5ffd5b50919460208401945060c09093013592915050565b5f5f60408385031215614c13575f5ffd5b823591506020830135614c258161498c565b809150509250929050565b5f5f60208385031215614c41575f5ffd5b82356001600160401b03811115614c56575f5ffd5b614c62858286016148fe565b90969095509350505050565b6001600160401b0381168114611377575f5ffd5b803561110e81614c6e565b5f5f60408385031215614c9e575f5ffd5b823591506020830135614c2581614c6e565b5f61016082019050825182526020830151602083015260408301516040830152606083015160608301526080830151608083015260a083015160a083015260c0830151614d0860c08401826001600160401b03169052565b5060e0830151614d2360e08401826001600160401b03169052565b50610100830151614d3961010084018215159052565b50610120830151614d4f61012084018215159052565b50610140830151614d6561014084018215159052565b5092915050565b634e487b7160e01b5f52602160045260245ffd5b60058110614d9c57634e487b7160e01b5f52602160045260245ffd5b9052565b5f60e0820190506001600160a01b0383511682526001600160a01b0360208401511660208301526001600160a01b0360408401511660408301526001600160a01b0360608401511660608301526001600160401b03608084015116608083015260a0830151614e1a60a08401826001600160401b03169052565b5060c0830151614d6560c0840182614d80565b5f60208284031215614e3d575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f82356102be19833603018112614e6d575f5ffd5b9190910192915050565b634e487b7160e01b5f52601160045260245ffd5b8082018082111561213257612132614e77565b634e487b7160e01b5f52601260045260245ffd5b5f82614ecc57634e487b7160e01b5f52601260045260245ffd5b500490565b808202811582820484141761213257612132614e77565b6001600160a01b038416815260406020820152816040820152818360608301375f818301606090810191909152601f909201601f1916010192915050565b634e487b7160e01b5f52604160045260245ffd5b60405160e081016001600160401b0381118282101715614f5c57614f5c614f26565b60405290565b60405161028081016001600160401b0381118282101715614f5c57614f5c614f26565b604080519081016001600160401b0381118282101715614f5c57614f5c614f26565b604051601f8201601f191681016001600160401b0381118282101715614fcf57614fcf614f26565b604052919050565b805161110e8161498c565b805161110e81614a88565b5f60e0828403128015614ffe575f5ffd5b50615007614f3a565b8251815260208301516150198161498c565b6020820152604083015161502c8161498c565b6040820152606083015161503f81614c6e565b606082015260808301516150528161498c565b608082015261506360a08401614fd7565b60a082015261507460c08401614fe2565b60c08201529392505050565b8181038181111561213257612132614e77565b5f60a08284031280156150a4575f5ffd5b5060405160a081016001600160401b03811182821017156150c7576150c7614f26565b60405282356150d58161498c565b815260208301356150e58161498c565b602082015260408301356150f88161498c565b6040820152606083013561510b81614c6e565b6060820152608083013561511e81614c6e565b60808201529392505050565b8381526060810161513e6020830185614d80565b613bae6040830184614d80565b5f6020828403121561515b575f5ffd5b813561132f81614c6e565b5f60208284031215615176575f5ffd5b815161132f81614c6e565b803560ff8116811461110e575f5ffd5b5f6102808284031280156151a3575f5ffd5b506151ac614f62565b823581526151bc60208401614c82565b60208201526151cd604084016149a0565b60408201526151de606084016149a0565b60608201526151ef608084016149a0565b608082015261520060a084016149a0565b60a082015260c0838101359082015261521b60e08401615181565b60e082015261522d6101008401615181565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a080840135908201526152776101c08401614c82565b6101c082015261528a6101e08401614c82565b6101e082015261529d6102008401614a9c565b6102008201526152b06102208401615181565b6102208201526152c36102408401614c82565b6102408201526152d66102608401614c82565b6102608201529392505050565b5f5f8335601e198436030181126152f8575f5ffd5b8301803591506001600160401b03821115615311575f5ffd5b60200191503681900382131561493e575f5ffd5b5f60208284031215615335575f5ffd5b813561132f81614a88565b5f5f8335601e19843603018112615355575f5ffd5b8301803591506001600160401b0382111561536e575f5ffd5b6020019150600581901b360382131561493e575f5ffd5b6001600160a01b03861681526001600160401b0385166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8311156153e0575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f6020828403121561540c575f5ffd5b815161132f81614b34565b5f60208284031215615427575f5ffd5b81516001600160401b0381111561543c575f5ffd5b8201601f8101841361544c575f5ffd5b80516001600160401b0381111561546557615465614f26565b61547460208260051b01614fa7565b8082825260208201915060208360061b850101925086831115615495575f5ffd5b6020840193505b82841015613c8657604084880312156154b3575f5ffd5b6154bb614f85565b84516154c68161498c565b815260208501516154d681614a88565b806020830152508083525060208201915060408401935061549c565b5f6102a08201905083825282516020830152602083015161551e60408401826001600160401b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e083015161559261010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516155fc6101e08401826001600160401b03169052565b506101e08301516001600160401b038116610200840152506102008301516001600160801b0381166102208401525061022083015160ff8116610240840152506102408301516001600160401b038116610260840152506102608301516001600160401b03811661028084015250939250505056' as const
