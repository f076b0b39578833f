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
    "name": "ClaimKnown",
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

export const courthouseBytecode = '0x610220604052348015610010575f5ffd5b506040516158f63803806158f683398101604081905261002f916103a1565b86868686858560e001518b6001600160a01b031663db7dd35a6040518163ffffffff1660e01b8152600401602060405180830381865afa158015610075573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061009991906104c9565b826001600160a01b0381166100c857604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b6100d18161027f565b506100e0828262ed4e0061029b565b65ffffffffffff166080525050506001600160a01b0393841660a05291831660c052821660e05281166101005283166101205280516101239060016127106102f6565b61014052602081015161013c90612710620186a06102f6565b6101605260408101516101539060016127106102f6565b610180526080810151610169905f6107d06102f6565b6101c05260608101516080820151610190919060019061018b90611f406104e0565b6102f6565b6101a081815250505f866001600160a01b031663db7dd35a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156101d5573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906101f991906104c9565b9050808260a0015111156102305760a082015160405163fae790ff60e01b81526004810191909152602481018290526044016100bf565b60a082015161024390620151808361029b565b65ffffffffffff166101e05260c0820151610265906203f48062278d0061029b565b65ffffffffffff1661020052506105059650505050505050565b600180546001600160a01b03191690556102988161033e565b50565b5f80617a6946146102ac57836102af565b60015b9050808510806102be57508285115b156102ed5760405163391fdee160e21b81526004810186905260248101829052604481018490526064016100bf565b50929392505050565b5f8284108061030457508184115b15610336576040516001624225bb60e11b031981526004810185905260248101849052604481018390526064016100bf565b509192915050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b6001600160a01b0381168114610298575f5ffd5b5f5f5f5f5f5f5f8789036101c08112156103b9575f5ffd5b88516103c48161038d565b60208a01519098506103d58161038d565b60408a01519097506103e68161038d565b60608a01519096506103f78161038d565b60808a01519095506104088161038d565b60a08a01519094506104198161038d565b925061010060bf198201121561042d575f5ffd5b5060405161010081016001600160401b038111828210171561045d57634e487b7160e01b5f52604160045260245ffd5b604090815260c08a810151835260e0808c015160208501526101008c0151928401929092526101208b015160608401526101408b015160808401526101608b015160a08401526101808b0151908301526101a09099015198810198909852509497939650919490939192565b5f602082840312156104d9575f5ffd5b5051919050565b818103818111156104ff57634e487b7160e01b5f52601160045260245ffd5b92915050565b60805160a05160c05160e05161010051610120516101405161016051610180516101a0516101c0516101e0516102005161529961065d5f395f818161042d015261402901525f61077201525f8181610653015261176701525f818161056b015261174601525f818161091d015261172501525f81816104e2015281816122450152612e8101525f81816108ab015281816122240152612e6001525f81816108e50152610b0d01525f818161097a015281816123980152818161265d0152818161297101528181612f0c015281816139e101528181613daf0152613f9e01525f61062c01525f81816109aa0152818161183701528181611b0501528181612c28015281816133b5015281816137d4015281816138990152818161393c01526140ed01525f81816109d1015281816110c5015281816131fb01528181613290015261363401525f818161082d01526115ab01526152995ff3fe608060405234801561000f575f5ffd5b50600436106103f3575f3560e01c806395aba9161161020f578063da748b101161012e578063ed0416ca116100c3578063f400b10e11610093578063fbfa77cf11610079578063fbfa77cf146109a5578063fc0c546a146109cc578063fd2b1dcf146109f3575f5ffd5b8063f400b10e14610975578063f43cc7731461099c575f5ffd5b8063ed0416ca1461093f578063ed896d6614610947578063f1bf3ac91461095a578063f2fde38b14610962575f5ffd5b8063e2fdcc17116100fe578063e2fdcc17146108e0578063e30c397814610907578063e847d6a1146107ed578063ec8c9a0b14610918575f5ffd5b8063da748b1014610879578063db1e466214610893578063dc10ac15146108a6578063de5ece98146108cd575f5ffd5b8063c4863eba116101a4578063cbf0980211610174578063cbf09802146107f7578063d42d0a9414610828578063d49224e91461084f578063d63d8cb11461086f575f5ffd5b8063c4863eba146107a7578063c6441798146107ba578063c66f3cb4146107cd578063cb25a781146107ed575f5ffd5b8063b23f909f116101df578063b23f909f14610750578063b747d64014610763578063b9ec49211461076d578063bd1e89f114610794575f5ffd5b806395aba91614610694578063987757dd146106fa5780639bad31c61461070d5780639e8e184f14610737575f5ffd5b806369ed2c63116103155780637b103999116102aa578063869e00371161027a5780638a8b852f116102605780638a8b852f146106c45780638aeb75d9146106d75780638da5cb5b146106ea575f5ffd5b8063869e00371461069e5780638a0dac4a146106b1575f5ffd5b80637b1039991461062757806382328ffc1461064e5780638462d6611461067557806384f4888614610694575f5ffd5b8063715018a6116102e5578063715018a6146105f1578063758cf178146105f957806379ba50971461060c5780637abed93214610614575f5ffd5b806369ed2c63146105a95780636d3c6275146105bc5780636e18eb9e146105de57806370817a93146105e7575f5ffd5b806342b650451161038b57806355187fe81161035b57806355187fe81461056657806356ed0cc51461058d578063582b62b0146105975780636962eff51461059f575f5ffd5b806342b65045146104dd578063452a93201461050457806351cff8d91461052f57806353d512d214610542575f5ffd5b80632c656e4e116103c65780632c656e4e146104795780632e55d0f21461048c578063367a15b6146104b75780633ac99e79146104ca575f5ffd5b8063085a115c146103f75780630f4f8853146104135780631df6b0a8146104285780632bdb709714610466575b5f5ffd5b610400611f4081565b6040519081526020015b60405180910390f35b61042661042136600461456d565b610a06565b005b61044f7f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff909116815260200161040a565b6104266104743660046145d3565b610bd5565b6104006104873660046145fd565b610dfd565b60035461049f906001600160401b031681565b6040516001600160401b03909116815260200161040a565b6104266104c536600461467b565b610f5b565b6104266104d83660046146cf565b610f81565b6104007f000000000000000000000000000000000000000000000000000000000000000081565b600254610517906001600160a01b031681565b6040516001600160a01b03909116815260200161040a565b61040061053d36600461472a565b610fa3565b60035461055690600160401b900460ff1681565b604051901515815260200161040a565b6104007f000000000000000000000000000000000000000000000000000000000000000081565b610400620186a081565b610400600281565b61040062278d0081565b6104266105b7366004614745565b6110f9565b6105566105ca36600461472a565b60046020525f908152604090205460ff1681565b6104006107d081565b61040062ed4e0081565b6104266112d5565b610400610607366004614769565b6112e8565b61042661131c565b6104266106223660046147a8565b611360565b6105177f000000000000000000000000000000000000000000000000000000000000000081565b6104007f000000000000000000000000000000000000000000000000000000000000000081565b61040061068336600461472a565b60086020525f908152604090205481565b6104006201518081565b6104266106ac366004614745565b61149a565b6104266106bf36600461472a565b6114bc565b6104266106d23660046147ed565b61150d565b6104266106e536600461472a565b61157b565b5f546001600160a01b0316610517565b610426610708366004614745565b6115d6565b61040061071b36600461482a565b600960209081525f928352604080842090915290825290205481565b610400710b7abc627050305adf14a3d9e4000000000081565b61040061075e36600461482a565b6118f2565b6104006212750081565b61044f7f000000000000000000000000000000000000000000000000000000000000000081565b6104266107a2366004614858565b6119bd565b6104266107b53660046148b5565b611a63565b6104266107c8366004614745565b611ba0565b6107e06107db366004614745565b611bf5565b60405161040a91906148d8565b6104006203f48081565b61040061080536600461472a565b6001600160a01b03165f908152600660205260409020546001600160c01b031690565b61044f7f000000000000000000000000000000000000000000000000000000000000000081565b61086261085d366004614745565b611d0f565b60405161040a91906149c8565b610400629e340081565b60025461049f90600160a01b90046001600160401b031681565b6104006108a13660046145d3565b611dfb565b6104007f000000000000000000000000000000000000000000000000000000000000000081565b6104266108db36600461472a565b611e81565b6105177f000000000000000000000000000000000000000000000000000000000000000081565b6001546001600160a01b0316610517565b6104007f000000000000000000000000000000000000000000000000000000000000000081565b610400604081565b61055661095536600461472a565b611f3d565b610400600181565b61042661097036600461472a565b611f68565b6105177f000000000000000000000000000000000000000000000000000000000000000081565b61040060075481565b6105177f000000000000000000000000000000000000000000000000000000000000000081565b6105177f000000000000000000000000000000000000000000000000000000000000000081565b610400610a0136600461482a565b611fd8565b610a11836002612105565b6040811115610a6157604080517fbb1cb70b000000000000000000000000000000000000000000000000000000008152610a58918391600401918252602082015260400190565b60405180910390fd5b5f838152600b6020526040902060068101546001600160401b0316421080610a9c57506006810154600160401b90046001600160401b031642115b15610b015760068101546040517f7106adcf000000000000000000000000000000000000000000000000000000008152600481018690526001600160401b038083166024830152600160401b9092049091166044820152426064820152608401610a58565b610b0a8461216a565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610b67573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b8b9190614a55565b90505f5b83811015610bcd57610bc586868684818110610bad57610bad614a6c565b9050602002810190610bbf9190614a80565b846122ee565b600101610b8f565b505050505050565b610bdd6127d8565b6001600160a01b0382165f908152600660209081526040918290208251808401909352546001600160c01b0381168352600160c01b90046001600160401b0316908201819052600190710b7abc627050305adf14a3d9e400000000009015610d03575f6201518084602001516001600160401b0316610c5c9190614ab3565b905080421015610cb0576040517f895b55590000000000000000000000000000000000000000000000000000000081526001600160a01b038716600482015260248101829052426044820152606401610a58565b83515f90610cc9906002906001600160c01b0316614ada565b90505f6002865f01516001600160c01b0316610ce59190614af9565b905084821115610cf3578194505b83811015610cff578093505b5050505b81841080610d1057508084115b15610d67576040517fbcdaad640000000000000000000000000000000000000000000000000000000081526001600160a01b0386166004820152602481018590526044810183905260648101829052608401610a58565b6040805180820182526001600160c01b0380871682526001600160401b0342811660208085019182526001600160a01b038b165f81815260069092529086902094519151909216600160c01b0292169190911790915590517fd0052b410d0cb795a7f6c819df26e4fa449395ba08d12ff743ca0646827e797c90610dee9087815260200190565b60405180910390a25050505050565b5f610e0784612804565b6040517f947c187e0000000000000000000000000000000000000000000000000000000081525f906001600160a01b0386169063947c187e90610e5290339088908890600401614b10565b60e060405180830381865afa158015610e6d573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610e919190614c15565b8051604080516001600160a01b0389166020820152908101919091529091506060016040516020818303038152906040528051906020012091505f6040518060a0016040528083602001516001600160a01b0316815260200183604001516001600160a01b03168152602001336001600160a01b0316815260200183606001516001600160401b03168152602001426001600160401b03168152509050610f398387836128ba565b610f52835f84608001518560a001518660c00151612d1d565b50509392505050565b82610f6581613108565b610f70846001612105565b610f7b848484613160565b50505050565b84610f8b81613108565b610f96866001612105565b610bcd8686868686612d1d565b5f6001600160a01b0382161580610fc257506001600160a01b03821630145b15611004576040517fedef35c00000000000000000000000000000000000000000000000000000000081526001600160a01b0383166004820152602401610a58565b50335f9081526008602052604081205490819003611050576040517f751b0fda000000000000000000000000000000000000000000000000000000008152336004820152602401610a58565b335f90815260086020526040812081905560078054839290611073908490614ca8565b90915550506040518181526001600160a01b0383169033907fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb9060200160405180910390a36110ec6001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016838361322b565b6110f4613260565b919050565b6002546001600160a01b0316331480159061111e57505f546001600160a01b03163314155b15611157576040517ffc28df48000000000000000000000000000000000000000000000000000000008152336004820152602401610a58565b6203f4808111156111a0576040517ff68b9a5e000000000000000000000000000000000000000000000000000000008152600481018290526203f4806024820152604401610a58565b6003546001600160401b0316158015906111d257506003546111cf9062127500906001600160401b0316614ab3565b42105b1561122d576003546111f19062127500906001600160401b0316614ab3565b6040517f1c0d9a730000000000000000000000000000000000000000000000000000000081526004810191909152426024820152604401610a58565b6003805467ffffffffffffffff1916426001600160401b03811691909117909155611259908290614ab3565b600280547fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff16600160a01b6001600160401b03938416810291909117918290556040519104909116815233907fda867a292dd316cac812d95aa2407fe202086e636256187b6b9a655edbb2a87f9060200160405180910390a250565b6112dd6127d8565b6112e65f61334d565b565b5f838152600f602090815260408083206001600160a01b0386168452825280832084151584529091529020545b9392505050565b60015433906001600160a01b031681146113545760405163118cdaa760e01b81526001600160a01b0382166004820152602401610a58565b61135d8161334d565b50565b8361136a81613108565b611375856001612105565b5f8581526009602090815260408083206001600160a01b0388168452909152902054828110156113f1576040517f76d0ba26000000000000000000000000000000000000000000000000000000008152600481018790526001600160a01b03861660248201526044810182905260648101849052608401610a58565b6113fb8382614ca8565b5f8781526009602090815260408083206001600160a01b03808b16855290835281842094909455928716825260089052908120805485929061143e908490614ab3565b92505081905550836001600160a01b0316856001600160a01b0316877ef43ca681be5ac52caf7958a2d925db0f76c604be82f247599c909fca3d8c618660405161148a91815260200190565b60405180910390a4505050505050565b806114a481613108565b6114af826001612105565b6114b882613366565b5050565b6114c46127d8565b600280546001600160a01b0319166001600160a01b0383169081179091556040517fe6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e905f90a250565b61151633612804565b61152f833361152a36869003860186614cbb565b6128ba565b5f838152600a6020526040902060040180546001919068ff00000000000000001916600160401b83021790555061157683611570606085016040860161472a565b83613160565b505050565b6115836127d8565b6003805468ff00000000000000001916600160401b17905561135d816115d165ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642614ab3565b61344d565b6115e1816002612105565b5f818152600b602052604090206006810154600160401b90046001600160401b03164211611646576006810154604051638a4b935960e01b815260048101849052600160401b9091046001600160401b03166024820152426044820152606401610a58565b61164f8261216a565b5f828152600a602052604090206004810180546003919068ff00000000000000001916600160401b830217905550604080516101608101825283548152600184015460208201526002840154918101919091526003830154606082015260048301546080820152600583015460a082015260068301546001600160401b0380821660c0840152600160401b82041660e083015260ff600160801b820481161515610100840152600160881b820481161515610120840152600160901b9091041615156101408201525f9081908190819061178b907f00000000000000000000000000000000000000000000000000000000000000007f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613513565b60048a0184905560058a01839055929650909450925090506117ad8183614ab3565b60038601546001600160a01b03165f90815260086020526040812080549091906117d8908490614ab3565b925050819055505f818385878a5f01546117f29190614ca8565b6117fc9190614ca8565b6118069190614ca8565b6118109190614ca8565b6001870154604051630bdb124f60e21b81526001600160a01b0391821660048201529192507f00000000000000000000000000000000000000000000000000000000000000001690632f6c493c906024015f604051808303815f87803b158015611878575f5ffd5b505af115801561188a573d5f5f3e3d5ffd5b50505050611897816135e5565b877f14bb69eaf0cc1cf5e07e9f0fc0837d49a5701a8913ba850aea3eba6522e3a25c6118c38688614ab3565b604080519182526020820187905281018590526060810184905260800160405180910390a25050505050505050565b5f6118fe836003612105565b5f838152600b6020526040812060058101546003820154919261192592879287929161369b565b61193b858560018560040154866002015461369b565b6119459190614ab3565b6001600160a01b0384165f90815260086020526040812080549294508492909190611971908490614ab3565b90915550506040518281526001600160a01b0384169085907f96609d633b3c2732c0984962acf8fa747f81436a0ff8254822beffefe5b53c239060200160405180910390a35092915050565b6119c56127d8565b600354600160401b900460ff1615611a09576040517f5b24174000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6003805468ff00000000000000001916600160401b1790555f5b8181101561157657611a5b838383818110611a4057611a40614a6c565b9050602002016020810190611a55919061472a565b4261344d565b600101611a23565b81611a6d81613108565b611a78836001612105565b611a8a826001600160401b031661371b565b5f838152600a6020526040902060048101546001600160401b0390811690841611611ab55750505050565b6004818101805467ffffffffffffffff19166001600160401b0386169081179091556001830154604051637edb03e360e11b81526001600160a01b039182169381019390935260248301919091527f0000000000000000000000000000000000000000000000000000000000000000169063fdb607c6906044015f604051808303815f87803b158015611b46575f5ffd5b505af1158015611b58573d5f5f3e3d5ffd5b50506040516001600160401b03861681528692507f0a81ac328644dcab3ff70ce671e85a2e21e09d7870750a8e9b8199f997815b23915060200160405180910390a250505050565b611bab816001612105565b5f818152600a60205260409020600401546001600160401b03164281106114af57604051638a4b935960e01b81526004810183905260248101829052426044820152606401610a58565b611c5f6040518061016001604052805f81526020015f81526020015f81526020015f81526020015f81526020015f81526020015f6001600160401b031681526020015f6001600160401b031681526020015f151581526020015f151581526020015f151581525090565b505f908152600b6020908152604091829020825161016081018452815481526001820154928101929092526002810154928201929092526003820154606082015260048201546080820152600582015460a08201526006909101546001600160401b0380821660c0840152600160401b82041660e083015260ff600160801b820481161515610100840152600160881b820481161515610120840152600160901b90910416151561014082015290565b611d4b6040805160e0810182525f80825260208201819052918101829052606081018290526080810182905260a081018290529060c082015290565b5f828152600a6020908152604091829020825160e08101845281546001600160a01b0390811682526001830154811693820193909352600282015483169381019390935260038101549182166060840152600160a01b9091046001600160401b03908116608084015260048083015491821660a085015260c0840191600160401b900460ff1690811115611de157611de1614994565b6004811115611df257611df2614994565b90525092915050565b5f611e0533611f3d565b611e245760405163923a0ba360e01b8152336004820152602401610a58565b611e2e838361376f565b9050611e39816135e5565b826001600160a01b03167e913d46aef0f0d115d70ea1c7c23198505f577d1d1916cc60710ca2204ae6ae82604051611e7391815260200190565b60405180910390a292915050565b611e896127d8565b6001600160a01b0381165f9081526005602052604081205490819003611ecd5760405163923a0ba360e01b81526001600160a01b0383166004820152602401610a58565b80421015611ef1576001600160a01b0382165f9081526005602052604090205f1990555b6001600160a01b0382165f81815260046020526040808220805460ff19166001179055517f2f0af19a8385aa3c8b26eb43ae1ad67e640b76d133c367027b8f059e6198e58a9190a25050565b6001600160a01b0381165f908152600560205260408120548015801590611315575042101592915050565b611f706127d8565b600180546001600160a01b0383166001600160a01b03199091168117909155611fa05f546001600160a01b031690565b6001600160a01b03167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b5f828152600a6020526040812060040154600160401b900460ff168181600481111561200657612006614994565b14806120235750600181600481111561202157612021614994565b145b156120485783816003604051636d8e915d60e11b8152600401610a5893929190614d52565b5f8481526009602090815260408083206001600160a01b0387168452909152812054925082900361207c575f9150506120ff565b5f8481526009602090815260408083206001600160a01b038716845282528083208390556008909152812080548492906120b7908490614ab3565b90915550506040518281526001600160a01b03841690819086907ef43ca681be5ac52caf7958a2d925db0f76c604be82f247599c909fca3d8c619060200160405180910390a4505b92915050565b5f828152600a60205260409020600490810154600160401b900460ff1690829081111561213457612134614994565b81600481111561214657612146614994565b1461157657828183604051636d8e915d60e11b8152600401610a5893929190614d52565b5f818152600b602052604090206006810154600160881b900460ff161561218f575050565b60068101805471ff00000000000000000000000000000000001916600160881b1790555f828152600a60205260408120825460018201549192916121db906001600160a01b031661385f565b6121e59190614ab3565b6001840154600284015460038501549293505f92612269918591612222916001600160a01b031690600160a01b90046001600160401b03166139af565b7f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613ab8565b6122739190614ab3565b84549091508111156122ba57600183015484546122a3916001600160a01b03169061229e9084614ca8565b61376f565b845f015f8282546122b49190614ab3565b90915550505b835460405190815285907fbe0355278676fa958d73ac18e6f7fd51431ac609974219dc58ede61c8d5ae94790602001610dee565b5f838152600a6020908152604080832085939092909161231f9185359161231a91908701908701614d73565b613b24565b60028301549091506001600160a01b031661234060a085016080860161472a565b6001600160a01b031614158061237b575060018201546001600160a01b031661236f608085016060860161472a565b6001600160a01b031614155b8061246157506003820154600160a01b90046001600160401b03167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663fadb47686123d761028087016102608801614d73565b6040517fffffffff0000000000000000000000000000000000000000000000000000000060e084901b1681526001600160401b039091166004820152602401602060405180830381865afa158015612431573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906124559190614d8e565b6001600160401b031614155b156124a2576040517f6a0307220000000000000000000000000000000000000000000000000000000081526004810187905260248101829052604401610a58565b5f868152600d6020908152604080832084845290915290205460ff16156124ff576040517f14c0af930000000000000000000000000000000000000000000000000000000081526004810187905260248101829052604401610a58565b5f868152600d602090815260408083208484529091528120805460ff1916600117905561253a8561253536879003870187614db9565b613b68565b905061259761254f60a086016080870161472a565b8261255e6102808a018a614f0b565b8080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250613bb092505050565b6125d0576040517f579653f800000000000000000000000000000000000000000000000000000000815260048101839052602401610a58565b5f6125fb6125e460c0870160a0880161472a565b6125f661022088016102008901614f4d565b613bfe565b9050805f036126525761261460c0860160a0870161472a565b6040517f8effd11d0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401610a58565b5f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f044361269260a0890160808a0161472a565b6003880154600160a01b90046001600160401b0316866126b66102a08e018e614f68565b6040518663ffffffff1660e01b81526004016126d6959493929190614fad565b602060405180830381865afa1580156126f1573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906127159190615024565b90506127328961272b6060890160408a0161472a565b8484613c41565b83612743606088016040890161472a565b6001600160a01b03168a7f876f0aa0ede975c57582872370fd93d33b022697096c2bd04301ccf72d2a3eb76127806102208b016102008c01614f4d565b604080516001600160801b03909216825286151560208301520160405180910390a46127cd896127b660c0890160a08a0161472a565b6127c86102208a016102008b01614f4d565b613cdd565b505050505050505050565b5f546001600160a01b031633146112e65760405163118cdaa760e01b8152336004820152602401610a58565b61280d81611f3d565b158061283057506001600160a01b0381165f9081526004602052604090205460ff165b156128595760405163923a0ba360e01b81526001600160a01b0382166004820152602401610a58565b600254600160a01b90046001600160401b031642101561135d576002546040517ff00db5e1000000000000000000000000000000000000000000000000000000008152600160a01b9091046001600160401b03166004820152602401610a58565b5f5f848152600a60205260409020600490810154600160401b900460ff16908111156128e8576128e8614994565b14612922576040517f2f317e9d00000000000000000000000000000000000000000000000000000000815260048101849052602401610a58565b61293881608001516001600160401b031661371b565b6040517ffadb47680000000000000000000000000000000000000000000000000000000081526001600160401b03421660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa1580156129be573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906129e29190614d8e565b9050806001600160401b031682606001516001600160401b03161115612a4d5760608201516040517fa7e7a3b20000000000000000000000000000000000000000000000000000000081526001600160401b0391821660048201529082166024820152604401610a58565b6040518060e00160405280846001600160a01b03168152602001835f01516001600160a01b0316815260200183602001516001600160a01b0316815260200183604001516001600160a01b0316815260200183606001516001600160401b0316815260200183608001516001600160401b031681526020015f6004811115612ad757612ad7614994565b90525f858152600a6020908152604091829020835181546001600160a01b039182166001600160a01b031991821617835592850151600183018054918316918516919091179055928401516002820180549185169190931617909155606083015160038201805460808601516001600160401b03908116600160a01b027fffffffff00000000000000000000000000000000000000000000000000000000909216939095169290921791909117905560a0830151600480830180549290941667ffffffffffffffff1983168117855560c086015193949268ffffffffffffffffff19161790600160401b908490811115612bd357612bd3614994565b021790555050825160808401516040517fae153b1e0000000000000000000000000000000000000000000000000000000081526001600160a01b0392831660048201526001600160401b0390911660248201527f0000000000000000000000000000000000000000000000000000000000000000909116915063ae153b1e906044015f604051808303815f87803b158015612c6c575f5ffd5b505af1158015612c7e573d5f5f3e3d5ffd5b50505050826001600160a01b0316825f01516001600160a01b0316857f6b7e4a644bb9b5e09d5126ba98e9ba8427c24d0a09a840ddd9796c1f8832de858560200151866040015187606001518860800151604051612d0f94939291906001600160a01b0394851681529290931660208301526001600160401b03908116604083015291909116606082015260800190565b60405180910390a450505050565b5f858152600a6020908152604080832060048101805468ff0000000000000000191668020000000000000000179055600b835281842081546002830154600384015485516001600160a01b03938416818901529290911682860152600160a01b90046001600160401b03166060808301919091528451808303909101815260809091018452805190850120808652600c90945291909320805460068301805460ff9283161515600160801b9081027fffffffffffffffffffffffffffffff00ffffffffffffffffffffffffffffffff909216919091178255835460ff1916600117909355549293928992900416612eb357600284015460038501545f91612e3f916001600160a01b0390911690600160a01b90046001600160401b03166139af565b6001860154909150612ea590612e5d906001600160a01b031661385f565b827f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613ab8565b612eaf9083614ab3565b9150505b6001840154612ecb906001600160a01b03168261376f565b83556006830154600160801b900460ff1680612f805750600384015460405163cc5839f360e01b8152600160a01b9091046001600160401b031660048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cc5839f390602401602060405180830381865afa158015612f59573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612f7d9190614a55565b42115b600684018054911515600160881b0271ff00000000000000000000000000000000001990921691909117905560018301889055612fbc89613f54565b6001600160a01b03871615801590612fdc57505f856001600160801b0316115b8015612ff457506006830154600160801b900460ff16155b156130605761300e89886130088989613bfe565b5f613c41565b604080516001600160801b03871681525f60208201819052916001600160a01b038a16918c917f876f0aa0ede975c57582872370fd93d33b022697096c2bd04301ccf72d2a3eb7910160405180910390a45b6002840154600185015460038601548554600687015460408051600160a01b9094046001600160401b039081168552602085019390935282821690840152600160401b81049091166060830152600160801b900460ff16151560808201526001600160a01b0392831692909116908b907ffe8a05a7052e9cd4adc64c7d50502c11f97f3f474260f8c6d5cfccb5986727d19060a00160405180910390a4505050505050505050565b5f818152600a60205260409020546001600160a01b0316331461135d576040517f6318200200000000000000000000000000000000000000000000000000000000815233600482015260248101829052604401610a58565b5f8381526009602090815260408083206001600160a01b038616845290915281208054839290613191908490614ab3565b925050819055508060075f8282546131a99190614ab3565b90915550506040518181526001600160a01b0383169084907fc291232112d014ec30c9afd619b81b8a23edd7514089fb0c9773efc648792e799060200160405180910390a36132236001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016833084614142565b611576613260565b6132388383836001614178565b61157657604051635274afe760e01b81526001600160a01b0384166004820152602401610a58565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906370a0823190602401602060405180830381865afa1580156132dd573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906133019190614a55565b905060075481101561135d576007546040517fcfe90308000000000000000000000000000000000000000000000000000000008152610a58918391600401918252602082015260400190565b600180546001600160a01b031916905561135d816141f3565b5f818152600a602052604090206004808201805468ff00000000000000001916600160401b8302179055506001810154604051630bdb124f60e21b81526001600160a01b0391821660048201527f000000000000000000000000000000000000000000000000000000000000000090911690632f6c493c906024015f604051808303815f87803b1580156133f8575f5ffd5b505af115801561340a573d5f5f3e3d5ffd5b50505060018201546040516001600160a01b03909116915083907f6a168ce73606a0b28641c5809cb6a1d550b97238a4ea1dcd0a0d284ff5909103905f90a35050565b6001600160a01b038216158061347957506001600160a01b0382165f9081526005602052604090205415155b156134bb576040517fd78033e90000000000000000000000000000000000000000000000000000000081526001600160a01b0383166004820152602401610a58565b6001600160a01b0382165f8181526005602052604090819020839055517f14fafe27bfc520976f28d22f6d0d5d54ba97a1bdf7dad008c04fbb1602e0d587906135079084815260200190565b60405180910390a25050565b83515f908190819081908161271061352b8984614af9565b6135359190614ada565b90506135518161354c8c604001518c612710614242565b6142f2565b95506135716135608783614ca8565b61354c8c606001518c612710614242565b945061357d8587614ab3565b6135879083614ca8565b9150613597828b602001516142f2565b93506135a38483614ca8565b91508961010001516135d4576135cf82612710898d5f01516135c59190614af9565b61354c9190614ada565b6135d6565b5f5b92505050945094509450949050565b805f036135ef5750565b8060075f8282546136009190614ca8565b90915550506040517f42966c68000000000000000000000000000000000000000000000000000000008152600481018290527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906342966c68906024015f604051808303815f87803b15801561367d575f5ffd5b505af115801561368f573d5f5f3e3d5ffd5b5050505061135d613260565b5f858152600f602090815260408083206001600160a01b0388168452825280832086151584529091528120548082036136d7575f915050613712565b5f878152600f602090815260408083206001600160a01b038a1684528252808320881515845290915281205561370e818585614242565b9150505b95945050505050565b5f613729629e340042614ab3565b9050808211156114b8576040517f657526de0000000000000000000000000000000000000000000000000000000081526004810183905260248101829052604401610a58565b5f81158061378357506137818361385f565b155b1561378f57505f6120ff565b6040517fbfac59900000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152602482018490523060448301527f0000000000000000000000000000000000000000000000000000000000000000169063bfac5990906064016020604051808303815f875af115801561381a573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061383e9190614a55565b90508060075f8282546138519190614ab3565b909155506120ff9050613260565b6040517facf099120000000000000000000000000000000000000000000000000000000081526001600160a01b0382811660048301525f917f00000000000000000000000000000000000000000000000000000000000000009091169063acf0991290602401602060405180830381865afa1580156138e0573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906139049190614a55565b6040517f75185ae30000000000000000000000000000000000000000000000000000000081526001600160a01b0384811660048301527f000000000000000000000000000000000000000000000000000000000000000016906375185ae390602401602060405180830381865afa158015613981573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906139a59190614a55565b6120ff9190614ab3565b604051633b07980960e01b81526001600160a01b0383811660048301526001600160401b03831660248301525f9182917f00000000000000000000000000000000000000000000000000000000000000001690633b079809906044015f60405180830381865afa158015613a25573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052613a4c919081019061503f565b90505f5b8151811015613ab057613a9c828281518110613a6e57613a6e614a6c565b60200260200101515f0151838381518110613a8b57613a8b614a6c565b602002602001015160200151613bfe565b613aa69084614ab3565b9250600101613a50565b505092915050565b5f80612710613ac78588614af9565b613ad19190614ada565b90505f6001600160801b038611613ae85785613af1565b6001600160801b035b9050613b178761354c84612710613b088987614af9565b613b129190614ada565b614301565b925050505b949350505050565b5f8282604051602001613b4a9291909182526001600160401b0316602082015260400190565b60405160208183030381529060405280519060200120905092915050565b5f61131583613b7684614310565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f5f5f613bbd8585614362565b5090925090505f816003811115613bd657613bd6614994565b148015613bf45750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f611315826001600160801b0316613c33856001600160a01b03165f908152600660205260409020546001600160c01b031690565b670de0b6b3a7640000614242565b5f848152600f602090815260408083206001600160a01b03871684528252808320841515845290915281208054849290613c7c908490614ab3565b90915550508015613cb2575f848152600b602052604081206002018054849290613ca7908490614ab3565b90915550610f7b9050565b5f848152600b602052604081206003018054849290613cd2908490614ab3565b909155505050505050565b5f838152600e602090815260408083206001600160a01b0386168452909152812054613d13906001600160801b03841690614ab3565b5f858152600e602090815260408083206001600160a01b03881684528252808320849055878352600b9091529020600681015491925090600160901b900460ff1615613d60575050505050565b5f858152600a6020526040808220600281015460038201549251633b07980960e01b81526001600160a01b039182166004820152600160a01b9093046001600160401b031660248401529092917f000000000000000000000000000000000000000000000000000000000000000090911690633b079809906044015f60405180830381865afa158015613df5573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052613e1c919081019061503f565b90505f5b8151811015613ea357866001600160a01b0316828281518110613e4557613e45614a6c565b60200260200101515f01516001600160a01b0316148015613e8c5750818181518110613e7357613e73614a6c565b6020026020010151602001516001600160801b03168511155b15613e9b575050505050505050565b600101613e20565b506006830180547fffffffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffff16600160901b17905560018201545f90613ef1906001600160a01b031661229e8161385f565b905080845f015f828254613f059190614ab3565b90915550506040518181526001600160a01b0388169089907febd534ab1b7de4e7419689446ad6a0b5efc37cb8a60a307b5acabc778d70f2939060200160405180910390a35050505050505050565b5f818152600b60209081526040808320600a9092528083206003810154915163cc5839f360e01b8152600160a01b9092046001600160401b0316600483015291929061401a9042907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cc5839f390602401602060405180830381865afa158015613feb573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061400f9190614a55565b613b12906001614ab3565b90505f61404f65ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001683614ab3565b6006850154909150600160801b900460ff161561406c5750429050805b6006840180547fffffffffffffffffffffffffffffffff0000000000000000000000000000000016600160401b6001600160401b03848116820267ffffffffffffffff19169290921785831617928390556001860154604051637edb03e360e11b81526001600160a01b0391821660048201529190930490911660248201527f00000000000000000000000000000000000000000000000000000000000000009091169063fdb607c6906044015f604051808303815f87803b158015614130575f5ffd5b505af11580156127cd573d5f5f3e3d5ffd5b6141508484848460016143ab565b610f7b57604051635274afe760e01b81526001600160a01b0385166004820152602401610a58565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f511483166141e75783831516156141db573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b5f5f5f61424f8686614431565b91509150815f036142735783818161426957614269614ac6565b0492505050611315565b81841161428a5761428a600385150260111861444d565b5f848688095f868103871696879004966002600389028118808a02820302808a02820302808a02820302808a02820302808a02820302808a02909103029181900381900460010185841190960395909502919093039390930492909217029150509392505050565b5f828218828410028218611315565b5f828218828411028218611315565b6040515f90614345907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d48090849060200161511a565b604051602081830303815290604052805190602001209050919050565b5f5f5f8351604103614399576020840151604085015160608601515f1a61438b8882858561445e565b9550955095505050506143a4565b505081515f91506002905b9250925092565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f51148316614420578383151615614414573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b5f805f1983850993909202808410938190039390930393915050565b634e487b715f52806020526024601cfd5b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561449757505f9150600390508261451c565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa1580156144e8573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b03811661451357505f92506001915082905061451c565b92505f91508190505b9450945094915050565b5f5f83601f840112614536575f5ffd5b5081356001600160401b0381111561454c575f5ffd5b6020830191508360208260051b8501011115614566575f5ffd5b9250929050565b5f5f5f6040848603121561457f575f5ffd5b8335925060208401356001600160401b0381111561459b575f5ffd5b6145a786828701614526565b9497909650939450505050565b6001600160a01b038116811461135d575f5ffd5b80356110f4816145b4565b5f5f604083850312156145e4575f5ffd5b82356145ef816145b4565b946020939093013593505050565b5f5f5f6040848603121561460f575f5ffd5b833561461a816145b4565b925060208401356001600160401b03811115614634575f5ffd5b8401601f81018613614644575f5ffd5b80356001600160401b03811115614659575f5ffd5b86602082840101111561466a575f5ffd5b939660209190910195509293505050565b5f5f5f6060848603121561468d575f5ffd5b83359250602084013561469f816145b4565b929592945050506040919091013590565b6001600160801b038116811461135d575f5ffd5b80356110f4816146b0565b5f5f5f5f5f60a086880312156146e3575f5ffd5b853594506020860135935060408601356146fc816145b4565b9250606086013561470c816145b4565b9150608086013561471c816146b0565b809150509295509295909350565b5f6020828403121561473a575f5ffd5b8135611315816145b4565b5f60208284031215614755575f5ffd5b5035919050565b801515811461135d575f5ffd5b5f5f5f6060848603121561477b575f5ffd5b83359250602084013561478d816145b4565b9150604084013561479d8161475c565b809150509250925092565b5f5f5f5f608085870312156147bb575f5ffd5b8435935060208501356147cd816145b4565b925060408501356147dd816145b4565b9396929550929360600135925050565b5f5f5f83850360e0811215614800575f5ffd5b8435935060a0601f1982011215614815575f5ffd5b50919460208401945060c09093013592915050565b5f5f6040838503121561483b575f5ffd5b82359150602083013561484d816145b4565b809150509250929050565b5f5f60208385031215614869575f5ffd5b82356001600160401b0381111561487e575f5ffd5b61488a85828601614526565b90969095509350505050565b6001600160401b038116811461135d575f5ffd5b80356110f481614896565b5f5f604083850312156148c6575f5ffd5b82359150602083013561484d81614896565b5f61016082019050825182526020830151602083015260408301516040830152606083015160608301526080830151608083015260a083015160a083015260c083015161493060c08401826001600160401b03169052565b5060e083015161494b60e08401826001600160401b03169052565b5061010083015161496161010084018215159052565b5061012083015161497761012084018215159052565b5061014083015161498d61014084018215159052565b5092915050565b634e487b7160e01b5f52602160045260245ffd5b600581106149c457634e487b7160e01b5f52602160045260245ffd5b9052565b5f60e0820190506001600160a01b0383511682526001600160a01b0360208401511660208301526001600160a01b0360408401511660408301526001600160a01b0360608401511660608301526001600160401b03608084015116608083015260a0830151614a4260a08401826001600160401b03169052565b5060c083015161498d60c08401826149a8565b5f60208284031215614a65575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f82356102be19833603018112614a95575f5ffd5b9190910192915050565b634e487b7160e01b5f52601160045260245ffd5b808201808211156120ff576120ff614a9f565b634e487b7160e01b5f52601260045260245ffd5b5f82614af457634e487b7160e01b5f52601260045260245ffd5b500490565b80820281158282048414176120ff576120ff614a9f565b6001600160a01b038416815260406020820152816040820152818360608301375f818301606090810191909152601f909201601f1916010192915050565b634e487b7160e01b5f52604160045260245ffd5b60405160e081016001600160401b0381118282101715614b8457614b84614b4e565b60405290565b60405161028081016001600160401b0381118282101715614b8457614b84614b4e565b604080519081016001600160401b0381118282101715614b8457614b84614b4e565b604051601f8201601f191681016001600160401b0381118282101715614bf757614bf7614b4e565b604052919050565b80516110f4816145b4565b80516110f4816146b0565b5f60e0828403128015614c26575f5ffd5b50614c2f614b62565b825181526020830151614c41816145b4565b60208201526040830151614c54816145b4565b60408201526060830151614c6781614896565b60608201526080830151614c7a816145b4565b6080820152614c8b60a08401614bff565b60a0820152614c9c60c08401614c0a565b60c08201529392505050565b818103818111156120ff576120ff614a9f565b5f60a0828403128015614ccc575f5ffd5b5060405160a081016001600160401b0381118282101715614cef57614cef614b4e565b6040528235614cfd816145b4565b81526020830135614d0d816145b4565b60208201526040830135614d20816145b4565b60408201526060830135614d3381614896565b60608201526080830135614d4681614896565b60808201529392505050565b83815260608101614d6660208301856149a8565b613b1c60408301846149a8565b5f60208284031215614d83575f5ffd5b813561131581614896565b5f60208284031215614d9e575f5ffd5b815161131581614896565b803560ff811681146110f4575f5ffd5b5f610280828403128015614dcb575f5ffd5b50614dd4614b8a565b82358152614de4602084016148aa565b6020820152614df5604084016145c8565b6040820152614e06606084016145c8565b6060820152614e17608084016145c8565b6080820152614e2860a084016145c8565b60a082015260c08381013590820152614e4360e08401614da9565b60e0820152614e556101008401614da9565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a08084013590820152614e9f6101c084016148aa565b6101c0820152614eb26101e084016148aa565b6101e0820152614ec561020084016146c4565b610200820152614ed86102208401614da9565b610220820152614eeb61024084016148aa565b610240820152614efe61026084016148aa565b6102608201529392505050565b5f5f8335601e19843603018112614f20575f5ffd5b8301803591506001600160401b03821115614f39575f5ffd5b602001915036819003821315614566575f5ffd5b5f60208284031215614f5d575f5ffd5b8135611315816146b0565b5f5f8335601e19843603018112614f7d575f5ffd5b8301803591506001600160401b03821115614f96575f5ffd5b6020019150600581901b3603821315614566575f5ffd5b6001600160a01b03861681526001600160401b0385166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115615008575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f60208284031215615034575f5ffd5b81516113158161475c565b5f6020828403121561504f575f5ffd5b81516001600160401b03811115615064575f5ffd5b8201601f81018413615074575f5ffd5b80516001600160401b0381111561508d5761508d614b4e565b61509c60208260051b01614bcf565b8082825260208201915060208360061b8501019250868311156150bd575f5ffd5b6020840193505b82841015613bf457604084880312156150db575f5ffd5b6150e3614bad565b84516150ee816145b4565b815260208501516150fe816146b0565b80602083015250808352506020820191506040840193506150c4565b5f6102a08201905083825282516020830152602083015161514660408401826001600160401b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e08301516151ba61010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516152246101e08401826001600160401b03169052565b506101e08301516001600160401b038116610200840152506102008301516001600160801b0381166102208401525061022083015160ff8116610240840152506102408301516001600160401b038116610260840152506102608301516001600160401b03811661028084015250939250505056' as const
