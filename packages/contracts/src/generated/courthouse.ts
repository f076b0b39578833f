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
    "outputs": [
      {
        "name": "booked",
        "type": "uint128"
      }
    ],
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

export const courthouseBytecode = '0x610220604052348015610010575f5ffd5b50604051615cf3380380615cf383398101604081905261002f916103a1565b86868686858560e001518b6001600160a01b031663db7dd35a6040518163ffffffff1660e01b8152600401602060405180830381865afa158015610075573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061009991906104c9565b826001600160a01b0381166100c857604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b6100d18161027f565b506100e0828262ed4e0061029b565b65ffffffffffff166080525050506001600160a01b0393841660a05291831660c052821660e05281166101005283166101205280516101239060016127106102f6565b61014052602081015161013c90612710620186a06102f6565b6101605260408101516101539060016127106102f6565b610180526080810151610169905f6107d06102f6565b6101c05260608101516080820151610190919060019061018b90611f406104e0565b6102f6565b6101a081815250505f866001600160a01b031663db7dd35a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156101d5573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906101f991906104c9565b9050808260a0015111156102305760a082015160405163fae790ff60e01b81526004810191909152602481018290526044016100bf565b60a082015161024390620151808361029b565b65ffffffffffff166101e05260c0820151610265906203f48062278d0061029b565b65ffffffffffff1661020052506105059650505050505050565b600180546001600160a01b03191690556102988161033e565b50565b5f80617a6946146102ac57836102af565b60015b9050808510806102be57508285115b156102ed5760405163391fdee160e21b81526004810186905260248101829052604481018490526064016100bf565b50929392505050565b5f8284108061030457508184115b15610336576040516001624225bb60e11b031981526004810185905260248101849052604481018390526064016100bf565b509192915050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b6001600160a01b0381168114610298575f5ffd5b5f5f5f5f5f5f5f8789036101c08112156103b9575f5ffd5b88516103c48161038d565b60208a01519098506103d58161038d565b60408a01519097506103e68161038d565b60608a01519096506103f78161038d565b60808a01519095506104088161038d565b60a08a01519094506104198161038d565b925061010060bf198201121561042d575f5ffd5b5060405161010081016001600160401b038111828210171561045d57634e487b7160e01b5f52604160045260245ffd5b604090815260c08a810151835260e0808c015160208501526101008c0151928401929092526101208b015160608401526101408b015160808401526101608b015160a08401526101808b0151908301526101a09099015198810198909852509497939650919490939192565b5f602082840312156104d9575f5ffd5b5051919050565b818103818111156104ff57634e487b7160e01b5f52601160045260245ffd5b92915050565b60805160a05160c05160e05161010051610120516101405161016051610180516101a0516101c0516101e0516102005161569661065d5f395f818161045101526142d501525f6107ae01525f818161068f01526117a601525f81816105a7015261178501525f818161094f015261176401525f818161051e0152818161229d0152612f2001525f81816108dd0152818161227c0152612eff01525f81816109170152610b3f01525f81816109ac015281816123f00152818161264b01528181612a1101528181612fab01528181613a980152818161402d015261424a01525f61066801525f81816109dc0152818161187601528181611b5d01528181612cc8015281816134700152818161388b01528181613950015281816139f3015261436c01525f8181610a0301528181611104015281816132b60152818161334b01526136ef01525f818161086901526115ea01526156965ff3fe608060405234801561000f575f5ffd5b506004361061040d575f3560e01c80638da5cb5b11610229578063da748b101161012e578063ed0416ca116100c3578063f400b10e11610093578063fbfa77cf11610079578063fbfa77cf146109d7578063fc0c546a146109fe578063fd2b1dcf14610a25575f5ffd5b8063f400b10e146109a7578063f43cc773146109ce575f5ffd5b8063ed0416ca14610971578063ed896d6614610979578063f1bf3ac91461098c578063f2fde38b14610994575f5ffd5b8063e2fdcc17116100fe578063e2fdcc1714610912578063e30c397814610939578063e847d6a114610829578063ec8c9a0b1461094a575f5ffd5b8063da748b10146108ab578063db1e4662146108c5578063dc10ac15146108d8578063de5ece98146108ff575f5ffd5b8063bd1e89f1116101be578063cb25a7811161018e578063d42d0a9411610174578063d42d0a9414610864578063d49224e91461088b578063d63d8cb11461042d575f5ffd5b8063cb25a78114610829578063cbf0980214610833575f5ffd5b8063bd1e89f1146107d0578063c4863eba146107e3578063c6441798146107f6578063c66f3cb414610809575f5ffd5b80639e8e184f116101f95780639e8e184f14610773578063b23f909f1461078c578063b747d6401461079f578063b9ec4921146107a9575f5ffd5b80638da5cb5b1461072657806395aba916146106d0578063987757dd146107365780639bad31c614610749575f5ffd5b80636962eff51161032f5780637abed932116102c457806384f48886116102945780638a0dac4a1161027a5780638a0dac4a146106ed5780638a8b852f146107005780638aeb75d914610713575f5ffd5b806384f48886146106d0578063869e0037146106da575f5ffd5b80637abed932146106505780637b1039991461066357806382328ffc1461068a5780638462d661146106b1575f5ffd5b806370817a93116102ff57806370817a9314610623578063715018a61461062d578063758cf1781461063557806379ba509714610648575f5ffd5b80636962eff5146105db57806369ed2c63146105e55780636d3c6275146105f85780636e18eb9e1461061a575f5ffd5b80633ac99e79116103a557806353d512d21161037557806353d512d21461057e57806355187fe8146105a257806356ed0cc5146105c9578063582b62b0146105d3575f5ffd5b80633ac99e79146104ee57806342b6504514610519578063452a93201461054057806351cff8d91461056b575f5ffd5b80632bdb7097116103e05780632bdb70971461048a5780632c656e4e1461049d5780632e55d0f2146104b0578063367a15b6146104db575f5ffd5b8063085a115c146104115780630a44f5e21461042d5780630f4f8853146104375780631df6b0a81461044c575b5f5ffd5b61041a611f4081565b6040519081526020015b60405180910390f35b61041a629e340081565b61044a61044536600461496a565b610a38565b005b6104737f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff9091168152602001610424565b61044a6104983660046149d0565b610c07565b61041a6104ab3660046149fa565b610e2f565b6003546104c3906001600160401b031681565b6040516001600160401b039091168152602001610424565b61044a6104e9366004614a78565b610f8e565b6105016104fc366004614acc565b610fb4565b6040516001600160801b039091168152602001610424565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b600254610553906001600160a01b031681565b6040516001600160a01b039091168152602001610424565b61041a610579366004614b27565b610fe2565b60035461059290600160401b900460ff1681565b6040519015158152602001610424565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61041a620186a081565b61041a600281565b61041a62278d0081565b61044a6105f3366004614b42565b611138565b610592610606366004614b27565b60046020525f908152604090205460ff1681565b61041a6107d081565b61041a62ed4e0081565b61044a611314565b61041a610643366004614b66565b611327565b61044a61135b565b61044a61065e366004614ba5565b61139f565b6105537f000000000000000000000000000000000000000000000000000000000000000081565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61041a6106bf366004614b27565b60086020525f908152604090205481565b61041a6201518081565b61044a6106e8366004614b42565b6114d9565b61044a6106fb366004614b27565b6114fb565b61044a61070e366004614bea565b61154c565b61044a610721366004614b27565b6115ba565b5f546001600160a01b0316610553565b61044a610744366004614b42565b611615565b61041a610757366004614c27565b600960209081525f928352604080842090915290825290205481565b61041a710b7abc627050305adf14a3d9e4000000000081565b61041a61079a366004614c27565b611931565b61041a6212750081565b6104737f000000000000000000000000000000000000000000000000000000000000000081565b61044a6107de366004614c55565b6119fc565b61044a6107f1366004614cb2565b611aa2565b61044a610804366004614b42565b611bf8565b61081c610817366004614b42565b611c4d565b6040516104249190614cd5565b61041a6203f48081565b61041a610841366004614b27565b6001600160a01b03165f908152600660205260409020546001600160c01b031690565b6104737f000000000000000000000000000000000000000000000000000000000000000081565b61089e610899366004614b42565b611d67565b6040516104249190614dc5565b6002546104c390600160a01b90046001600160401b031681565b61041a6108d33660046149d0565b611e53565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61044a61090d366004614b27565b611ed9565b6105537f000000000000000000000000000000000000000000000000000000000000000081565b6001546001600160a01b0316610553565b61041a7f000000000000000000000000000000000000000000000000000000000000000081565b61041a604081565b610592610987366004614b27565b611f95565b61041a600181565b61044a6109a2366004614b27565b611fc0565b6105537f000000000000000000000000000000000000000000000000000000000000000081565b61041a60075481565b6105537f000000000000000000000000000000000000000000000000000000000000000081565b6105537f000000000000000000000000000000000000000000000000000000000000000081565b61041a610a33366004614c27565b612030565b610a4383600261215d565b6040811115610a9357604080517fbb1cb70b000000000000000000000000000000000000000000000000000000008152610a8a918391600401918252602082015260400190565b60405180910390fd5b5f838152600b6020526040902060068101546001600160401b0316421080610ace57506006810154600160401b90046001600160401b031642115b15610b335760068101546040517f7106adcf000000000000000000000000000000000000000000000000000000008152600481018690526001600160401b038083166024830152600160401b9092049091166044820152426064820152608401610a8a565b610b3c846121c2565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015610b99573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610bbd9190614e52565b90505f5b83811015610bff57610bf786868684818110610bdf57610bdf614e69565b9050602002810190610bf19190614e7d565b84612346565b600101610bc1565b505050505050565b610c0f612878565b6001600160a01b0382165f908152600660209081526040918290208251808401909352546001600160c01b0381168352600160c01b90046001600160401b0316908201819052600190710b7abc627050305adf14a3d9e400000000009015610d35575f6201518084602001516001600160401b0316610c8e9190614eb0565b905080421015610ce2576040517f895b55590000000000000000000000000000000000000000000000000000000081526001600160a01b038716600482015260248101829052426044820152606401610a8a565b83515f90610cfb906002906001600160c01b0316614ed7565b90505f6002865f01516001600160c01b0316610d179190614ef6565b905084821115610d25578194505b83811015610d31578093505b5050505b81841080610d4257508084115b15610d99576040517fbcdaad640000000000000000000000000000000000000000000000000000000081526001600160a01b0386166004820152602481018590526044810183905260648101829052608401610a8a565b6040805180820182526001600160c01b0380871682526001600160401b0342811660208085019182526001600160a01b038b165f81815260069092529086902094519151909216600160c01b0292169190911790915590517fd0052b410d0cb795a7f6c819df26e4fa449395ba08d12ff743ca0646827e797c90610e209087815260200190565b60405180910390a25050505050565b5f610e39846128a4565b6040517f947c187e0000000000000000000000000000000000000000000000000000000081525f906001600160a01b0386169063947c187e90610e8490339088908890600401614f0d565b60e060405180830381865afa158015610e9f573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610ec39190615012565b8051604080516001600160a01b0389166020820152908101919091529091506060016040516020818303038152906040528051906020012091505f6040518060a0016040528083602001516001600160a01b0316815260200183604001516001600160a01b03168152602001336001600160a01b0316815260200183606001516001600160401b03168152602001426001600160401b03168152509050610f6b83878361295a565b610f84835f84608001518560a001518660c00151612dbd565b5050509392505050565b82610f98816131c3565b610fa384600161215d565b610fae84848461321b565b50505050565b5f85610fbf816131c3565b610fca87600161215d565b610fd78787878787612dbd565b979650505050505050565b5f6001600160a01b038216158061100157506001600160a01b03821630145b15611043576040517fedef35c00000000000000000000000000000000000000000000000000000000081526001600160a01b0383166004820152602401610a8a565b50335f908152600860205260408120549081900361108f576040517f751b0fda000000000000000000000000000000000000000000000000000000008152336004820152602401610a8a565b335f908152600860205260408120819055600780548392906110b29084906150a5565b90915550506040518181526001600160a01b0383169033907fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb9060200160405180910390a361112b6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001683836132e6565b61113361331b565b919050565b6002546001600160a01b0316331480159061115d57505f546001600160a01b03163314155b15611196576040517ffc28df48000000000000000000000000000000000000000000000000000000008152336004820152602401610a8a565b6203f4808111156111df576040517ff68b9a5e000000000000000000000000000000000000000000000000000000008152600481018290526203f4806024820152604401610a8a565b6003546001600160401b031615801590611211575060035461120e9062127500906001600160401b0316614eb0565b42105b1561126c576003546112309062127500906001600160401b0316614eb0565b6040517f1c0d9a730000000000000000000000000000000000000000000000000000000081526004810191909152426024820152604401610a8a565b6003805467ffffffffffffffff1916426001600160401b03811691909117909155611298908290614eb0565b600280547fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff16600160a01b6001600160401b03938416810291909117918290556040519104909116815233907fda867a292dd316cac812d95aa2407fe202086e636256187b6b9a655edbb2a87f9060200160405180910390a250565b61131c612878565b6113255f613408565b565b5f838152600f602090815260408083206001600160a01b0386168452825280832084151584529091529020545b9392505050565b60015433906001600160a01b031681146113935760405163118cdaa760e01b81526001600160a01b0382166004820152602401610a8a565b61139c81613408565b50565b836113a9816131c3565b6113b485600161215d565b5f8581526009602090815260408083206001600160a01b038816845290915290205482811015611430576040517f76d0ba26000000000000000000000000000000000000000000000000000000008152600481018790526001600160a01b03861660248201526044810182905260648101849052608401610a8a565b61143a83826150a5565b5f8781526009602090815260408083206001600160a01b03808b16855290835281842094909455928716825260089052908120805485929061147d908490614eb0565b92505081905550836001600160a01b0316856001600160a01b0316877ef43ca681be5ac52caf7958a2d925db0f76c604be82f247599c909fca3d8c61866040516114c991815260200190565b60405180910390a4505050505050565b806114e3816131c3565b6114ee82600161215d565b6114f782613421565b5050565b611503612878565b600280546001600160a01b0319166001600160a01b0383169081179091556040517fe6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e905f90a250565b611555336128a4565b61156e8333611569368690038601866150b8565b61295a565b5f838152600a6020526040902060040180546001919068ff00000000000000001916600160401b8302179055506115b5836115af6060850160408601614b27565b8361321b565b505050565b6115c2612878565b6003805468ff00000000000000001916600160401b17905561139c8161161065ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642614eb0565b613508565b61162081600261215d565b5f818152600b602052604090206006810154600160401b90046001600160401b03164211611685576006810154604051638a4b935960e01b815260048101849052600160401b9091046001600160401b03166024820152426044820152606401610a8a565b61168e826121c2565b5f828152600a602052604090206004810180546003919068ff00000000000000001916600160401b830217905550604080516101608101825283548152600184015460208201526002840154918101919091526003830154606082015260048301546080820152600583015460a082015260068301546001600160401b0380821660c0840152600160401b82041660e083015260ff600160801b820481161515610100840152600160881b820481161515610120840152600160901b9091041615156101408201525f908190819081906117ca907f00000000000000000000000000000000000000000000000000000000000000007f00000000000000000000000000000000000000000000000000000000000000007f00000000000000000000000000000000000000000000000000000000000000006135ce565b60048a0184905560058a01839055929650909450925090506117ec8183614eb0565b60038601546001600160a01b03165f9081526008602052604081208054909190611817908490614eb0565b925050819055505f818385878a5f015461183191906150a5565b61183b91906150a5565b61184591906150a5565b61184f91906150a5565b6001870154604051630bdb124f60e21b81526001600160a01b0391821660048201529192507f00000000000000000000000000000000000000000000000000000000000000001690632f6c493c906024015f604051808303815f87803b1580156118b7575f5ffd5b505af11580156118c9573d5f5f3e3d5ffd5b505050506118d6816136a0565b877f14bb69eaf0cc1cf5e07e9f0fc0837d49a5701a8913ba850aea3eba6522e3a25c6119028688614eb0565b604080519182526020820187905281018590526060810184905260800160405180910390a25050505050505050565b5f61193d83600361215d565b5f838152600b60205260408120600581015460038201549192611964928792879291613756565b61197a8585600185600401548660020154613756565b6119849190614eb0565b6001600160a01b0384165f908152600860205260408120805492945084929091906119b0908490614eb0565b90915550506040518281526001600160a01b0384169085907f96609d633b3c2732c0984962acf8fa747f81436a0ff8254822beffefe5b53c239060200160405180910390a35092915050565b611a04612878565b600354600160401b900460ff1615611a48576040517f5b24174000000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6003805468ff00000000000000001916600160401b1790555f5b818110156115b557611a9a838383818110611a7f57611a7f614e69565b9050602002016020810190611a949190614b27565b42613508565b600101611a62565b81611aac816131c3565b611ab783600161215d565b611ac9826001600160401b03166137d2565b5f838152600a6020526040902060048101546001600160401b0390811690841611611af45750505050565b6004818101805467ffffffffffffffff19166001600160401b03861690811790915560018301546040517ffdb607c60000000000000000000000000000000000000000000000000000000081526001600160a01b039182169381019390935260248301919091527f0000000000000000000000000000000000000000000000000000000000000000169063fdb607c6906044015f604051808303815f87803b158015611b9e575f5ffd5b505af1158015611bb0573d5f5f3e3d5ffd5b50506040516001600160401b03861681528692507f0a81ac328644dcab3ff70ce671e85a2e21e09d7870750a8e9b8199f997815b23915060200160405180910390a250505050565b611c0381600161215d565b5f818152600a60205260409020600401546001600160401b03164281106114ee57604051638a4b935960e01b81526004810183905260248101829052426044820152606401610a8a565b611cb76040518061016001604052805f81526020015f81526020015f81526020015f81526020015f81526020015f81526020015f6001600160401b031681526020015f6001600160401b031681526020015f151581526020015f151581526020015f151581525090565b505f908152600b6020908152604091829020825161016081018452815481526001820154928101929092526002810154928201929092526003820154606082015260048201546080820152600582015460a08201526006909101546001600160401b0380821660c0840152600160401b82041660e083015260ff600160801b820481161515610100840152600160881b820481161515610120840152600160901b90910416151561014082015290565b611da36040805160e0810182525f80825260208201819052918101829052606081018290526080810182905260a081018290529060c082015290565b5f828152600a6020908152604091829020825160e08101845281546001600160a01b0390811682526001830154811693820193909352600282015483169381019390935260038101549182166060840152600160a01b9091046001600160401b03908116608084015260048083015491821660a085015260c0840191600160401b900460ff1690811115611e3957611e39614d91565b6004811115611e4a57611e4a614d91565b90525092915050565b5f611e5d33611f95565b611e7c5760405163923a0ba360e01b8152336004820152602401610a8a565b611e868383613826565b9050611e91816136a0565b826001600160a01b03167e913d46aef0f0d115d70ea1c7c23198505f577d1d1916cc60710ca2204ae6ae82604051611ecb91815260200190565b60405180910390a292915050565b611ee1612878565b6001600160a01b0381165f9081526005602052604081205490819003611f255760405163923a0ba360e01b81526001600160a01b0383166004820152602401610a8a565b80421015611f49576001600160a01b0382165f9081526005602052604090205f1990555b6001600160a01b0382165f81815260046020526040808220805460ff19166001179055517f2f0af19a8385aa3c8b26eb43ae1ad67e640b76d133c367027b8f059e6198e58a9190a25050565b6001600160a01b0381165f908152600560205260408120548015801590611354575042101592915050565b611fc8612878565b600180546001600160a01b0383166001600160a01b03199091168117909155611ff85f546001600160a01b031690565b6001600160a01b03167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b5f828152600a6020526040812060040154600160401b900460ff168181600481111561205e5761205e614d91565b148061207b5750600181600481111561207957612079614d91565b145b156120a05783816003604051636d8e915d60e11b8152600401610a8a9392919061514f565b5f8481526009602090815260408083206001600160a01b038716845290915281205492508290036120d4575f915050612157565b5f8481526009602090815260408083206001600160a01b0387168452825280832083905560089091528120805484929061210f908490614eb0565b90915550506040518281526001600160a01b03841690819086907ef43ca681be5ac52caf7958a2d925db0f76c604be82f247599c909fca3d8c619060200160405180910390a4505b92915050565b5f828152600a60205260409020600490810154600160401b900460ff1690829081111561218c5761218c614d91565b81600481111561219e5761219e614d91565b146115b557828183604051636d8e915d60e11b8152600401610a8a9392919061514f565b5f818152600b602052604090206006810154600160881b900460ff16156121e7575050565b60068101805471ff00000000000000000000000000000000001916600160881b1790555f828152600a6020526040812082546001820154919291612233906001600160a01b0316613916565b61223d9190614eb0565b6001840154600284015460038501549293505f926122c191859161227a916001600160a01b031690600160a01b90046001600160401b0316613a66565b7f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613b6f565b6122cb9190614eb0565b845490915081111561231257600183015484546122fb916001600160a01b0316906122f690846150a5565b613826565b845f015f82825461230c9190614eb0565b90915550505b835460405190815285907fbe0355278676fa958d73ac18e6f7fd51431ac609974219dc58ede61c8d5ae94790602001610e20565b5f838152600a602090815260408083208593909290916123779185359161237291908701908701615170565b613bdb565b60028301549091506001600160a01b031661239860a0850160808601614b27565b6001600160a01b03161415806123d3575060018201546001600160a01b03166123c76080850160608601614b27565b6001600160a01b031614155b806124b957506003820154600160a01b90046001600160401b03167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663fadb476861242f61028087016102608801615170565b6040517fffffffff0000000000000000000000000000000000000000000000000000000060e084901b1681526001600160401b039091166004820152602401602060405180830381865afa158015612489573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906124ad919061518b565b6001600160401b031614155b156124fa576040517f6a0307220000000000000000000000000000000000000000000000000000000081526004810187905260248101829052604401610a8a565b5f6125138561250e368790038701876151b6565b613c1f565b905061257061252860a0860160808701614b27565b826125376102808a018a615308565b8080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250613c6792505050565b6125a9576040517f579653f800000000000000000000000000000000000000000000000000000000815260048101839052602401610a8a565b5f6125e96125d76125c060c0880160a08901614b27565b6125d261022089016102008a0161534a565b613cb5565b6bffffffffffffffffffffffff613cf8565b9050805f036126405761260260c0860160a08701614b27565b6040517f8effd11d0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401610a8a565b5f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663423f044361268060a0890160808a01614b27565b6003880154600160a01b90046001600160401b0316866126a46102a08e018e615365565b6040518663ffffffff1660e01b81526004016126c49594939291906153aa565b602060405180830381865afa1580156126df573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906127039190615421565b90505f60405180608001604052808860a00160208101906127249190614b27565b6001600160a01b031681526bffffffffffffffffffffffff851660208201526040016127586102208a016102008b0161534a565b6001600160801b0316815283151560209091015290505f61279761278260608a0160408b01614b27565b61279260c08b0160a08c01614b27565b613d07565b60105f8d81526020019081526020015f20541490506127cb8b878a60400160208101906127c49190614b27565b8585613d2e565b6127dc575050505050505050505050565b8061285257856127f260608a0160408b01614b27565b6001600160a01b03168c7f876f0aa0ede975c57582872370fd93d33b022697096c2bd04301ccf72d2a3eb761282f6102208d016102008e0161534a565b604080516001600160801b03909216825288151560208301520160405180910390a45b61286b8b61286660c08b0160a08c01614b27565b613fb8565b5050505050505050505050565b5f546001600160a01b031633146113255760405163118cdaa760e01b8152336004820152602401610a8a565b6128ad81611f95565b15806128d057506001600160a01b0381165f9081526004602052604090205460ff165b156128f95760405163923a0ba360e01b81526001600160a01b0382166004820152602401610a8a565b600254600160a01b90046001600160401b031642101561139c576002546040517ff00db5e1000000000000000000000000000000000000000000000000000000008152600160a01b9091046001600160401b03166004820152602401610a8a565b5f5f848152600a60205260409020600490810154600160401b900460ff169081111561298857612988614d91565b146129c2576040517f2f317e9d00000000000000000000000000000000000000000000000000000000815260048101849052602401610a8a565b6129d881608001516001600160401b03166137d2565b6040517ffadb47680000000000000000000000000000000000000000000000000000000081526001600160401b03421660048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063fadb476890602401602060405180830381865afa158015612a5e573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612a82919061518b565b9050806001600160401b031682606001516001600160401b03161115612aed5760608201516040517fa7e7a3b20000000000000000000000000000000000000000000000000000000081526001600160401b0391821660048201529082166024820152604401610a8a565b6040518060e00160405280846001600160a01b03168152602001835f01516001600160a01b0316815260200183602001516001600160a01b0316815260200183604001516001600160a01b0316815260200183606001516001600160401b0316815260200183608001516001600160401b031681526020015f6004811115612b7757612b77614d91565b90525f858152600a6020908152604091829020835181546001600160a01b039182166001600160a01b031991821617835592850151600183018054918316918516919091179055928401516002820180549185169190931617909155606083015160038201805460808601516001600160401b03908116600160a01b027fffffffff00000000000000000000000000000000000000000000000000000000909216939095169290921791909117905560a0830151600480830180549290941667ffffffffffffffff1983168117855560c086015193949268ffffffffffffffffff19161790600160401b908490811115612c7357612c73614d91565b021790555050825160808401516040517fae153b1e0000000000000000000000000000000000000000000000000000000081526001600160a01b0392831660048201526001600160401b0390911660248201527f0000000000000000000000000000000000000000000000000000000000000000909116915063ae153b1e906044015f604051808303815f87803b158015612d0c575f5ffd5b505af1158015612d1e573d5f5f3e3d5ffd5b50505050826001600160a01b0316825f01516001600160a01b0316857f6b7e4a644bb9b5e09d5126ba98e9ba8427c24d0a09a840ddd9796c1f8832de858560200151866040015187606001518860800151604051612daf94939291906001600160a01b0394851681529290931660208301526001600160401b03908116604083015291909116606082015260800190565b60405180910390a450505050565b5f858152600a6020908152604080832060048101805468ff0000000000000000191668020000000000000000179055600b835281842081546002830154600384015485516001600160a01b03938416818901529290911682860152600160a01b90046001600160401b03166060808301919091528451808303909101815260809091018452805190850120808652600c909452918420805460068401805460ff9283161515600160801b9081027fffffffffffffffffffffffffffffff00ffffffffffffffffffffffffffffffff909216919091178255835460ff1916600117909355549294928a92900416612f5257600284015460038501545f91612ede916001600160a01b0390911690600160a01b90046001600160401b0316613a66565b6001860154909150612f4490612efc906001600160a01b0316613916565b827f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613b6f565b612f4e9083614eb0565b9150505b6001840154612f6a906001600160a01b031682613826565b83556006830154600160801b900460ff168061301f5750600384015460405163cc5839f360e01b8152600160a01b9091046001600160401b031660048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cc5839f390602401602060405180830381865afa158015612ff8573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061301c9190614e52565b42115b600684018054911515600160881b0271ff0000000000000000000000000000000000199092169190911790556001830189905561305b8a614200565b5f6130668888613cb5565b90506001600160a01b0389161580159061307f57505f81115b801561309757506006840154600160801b900460ff16155b15613118576130a88b8a835f61442c565b6130b28989613d07565b5f8c81526010602090815260408083209390935582516001600160801b038b16815290810182905289985090916001600160a01b038c16918e917f876f0aa0ede975c57582872370fd93d33b022697096c2bd04301ccf72d2a3eb7910160405180910390a45b6002850154600186015460038701548654600688015460408051600160a01b9094046001600160401b039081168552602085019390935282821690840152600160401b81049091166060830152600160801b900460ff16151560808201526001600160a01b0392831692909116908d907ffe8a05a7052e9cd4adc64c7d50502c11f97f3f474260f8c6d5cfccb5986727d19060a00160405180910390a4505050505095945050505050565b5f818152600a60205260409020546001600160a01b0316331461139c576040517f6318200200000000000000000000000000000000000000000000000000000000815233600482015260248101829052604401610a8a565b5f8381526009602090815260408083206001600160a01b03861684529091528120805483929061324c908490614eb0565b925050819055508060075f8282546132649190614eb0565b90915550506040518181526001600160a01b0383169084907fc291232112d014ec30c9afd619b81b8a23edd7514089fb0c9773efc648792e799060200160405180910390a36132de6001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168330846144c8565b6115b561331b565b6132f383838360016144fe565b6115b557604051635274afe760e01b81526001600160a01b0384166004820152602401610a8a565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906370a0823190602401602060405180830381865afa158015613398573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906133bc9190614e52565b905060075481101561139c576007546040517fcfe90308000000000000000000000000000000000000000000000000000000008152610a8a918391600401918252602082015260400190565b600180546001600160a01b031916905561139c81614579565b5f818152600a602052604090206004808201805468ff00000000000000001916600160401b8302179055506001810154604051630bdb124f60e21b81526001600160a01b0391821660048201527f000000000000000000000000000000000000000000000000000000000000000090911690632f6c493c906024015f604051808303815f87803b1580156134b3575f5ffd5b505af11580156134c5573d5f5f3e3d5ffd5b50505060018201546040516001600160a01b03909116915083907f6a168ce73606a0b28641c5809cb6a1d550b97238a4ea1dcd0a0d284ff5909103905f90a35050565b6001600160a01b038216158061353457506001600160a01b0382165f9081526005602052604090205415155b15613576576040517fd78033e90000000000000000000000000000000000000000000000000000000081526001600160a01b0383166004820152602401610a8a565b6001600160a01b0382165f8181526005602052604090819020839055517f14fafe27bfc520976f28d22f6d0d5d54ba97a1bdf7dad008c04fbb1602e0d587906135c29084815260200190565b60405180910390a25050565b83515f90819081908190816127106135e68984614ef6565b6135f09190614ed7565b905061360c816136078c604001518c6127106145c8565b613cf8565b955061362c61361b87836150a5565b6136078c606001518c6127106145c8565b94506136388587614eb0565b61364290836150a5565b9150613652828b60200151613cf8565b935061365e84836150a5565b915089610100015161368f5761368a82612710898d5f01516136809190614ef6565b6136079190614ed7565b613691565b5f5b92505050945094509450949050565b805f036136aa5750565b8060075f8282546136bb91906150a5565b90915550506040517f42966c68000000000000000000000000000000000000000000000000000000008152600481018290527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906342966c68906024015f604051808303815f87803b158015613738575f5ffd5b505af115801561374a573d5f5f3e3d5ffd5b5050505061139c61331b565b5f858152600f602090815260408083206001600160a01b038816845282528083208615158452909152812054808203613792575f9150506137c9565b5f878152600f602090815260408083206001600160a01b038a16845282528083208815158452909152812055610fd78185856145c8565b95945050505050565b5f6137e0629e340042614eb0565b9050808211156114f7576040517f657526de0000000000000000000000000000000000000000000000000000000081526004810183905260248101829052604401610a8a565b5f81158061383a575061383883613916565b155b1561384657505f612157565b6040517fbfac59900000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152602482018490523060448301527f0000000000000000000000000000000000000000000000000000000000000000169063bfac5990906064016020604051808303815f875af11580156138d1573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906138f59190614e52565b90508060075f8282546139089190614eb0565b90915550612157905061331b565b6040517facf099120000000000000000000000000000000000000000000000000000000081526001600160a01b0382811660048301525f917f00000000000000000000000000000000000000000000000000000000000000009091169063acf0991290602401602060405180830381865afa158015613997573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906139bb9190614e52565b6040517f75185ae30000000000000000000000000000000000000000000000000000000081526001600160a01b0384811660048301527f000000000000000000000000000000000000000000000000000000000000000016906375185ae390602401602060405180830381865afa158015613a38573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613a5c9190614e52565b6121579190614eb0565b604051633b07980960e01b81526001600160a01b0383811660048301526001600160401b03831660248301525f9182917f00000000000000000000000000000000000000000000000000000000000000001690633b079809906044015f60405180830381865afa158015613adc573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052613b03919081019061543c565b90505f5b8151811015613b6757613b53828281518110613b2557613b25614e69565b60200260200101515f0151838381518110613b4257613b42614e69565b602002602001015160200151613cb5565b613b5d9084614eb0565b9250600101613b07565b505092915050565b5f80612710613b7e8588614ef6565b613b889190614ed7565b90505f6001600160801b038611613b9f5785613ba8565b6001600160801b035b9050613bce8761360784612710613bbf8987614ef6565b613bc99190614ed7565b614678565b925050505b949350505050565b5f8282604051602001613c019291909182526001600160401b0316602082015260400190565b60405160208183030381529060405280519060200120905092915050565b5f61135483613c2d84614687565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f5f5f613c7485856146d9565b5090925090505f816003811115613c8d57613c8d614d91565b148015613cab5750856001600160a01b0316826001600160a01b0316145b9695505050505050565b5f611354826001600160801b0316613cea856001600160a01b03165f908152600660205260409020546001600160c01b031690565b670de0b6b3a76400006145c8565b5f828218828410028218611354565b604080516001600160a01b0380851660208301528316918101919091525f90606001613c01565b5f858152600d6020908152604080832081518084018990526001600160a01b0388811682850152861515606080840191909152845180840390910181526080830180865281519187019190912087529290945282852061010082019093528254938416808352600160a01b9094046bffffffffffffffffffffffff1660a082015260018301546001600160801b03811660c0830152600160801b900460ff16151560e090910152909115613ea3575f816060015115158660600151151514613dfa578560600151613e22565b81602001516bffffffffffffffffffffffff1686602001516bffffffffffffffffffffffff16115b905080613e34575f93505050506137c9565b84613e5b57613e5b898884602001516bffffffffffffffffffffffff168560600151614722565b6040808301515f8b8152600e602090815283822086516001600160a01b03168352905291822080546001600160801b03909216929091613e9c9084906150a5565b9091555050505b84516020860151604087015160608801516001860180546001600160801b039093166fffffffffffffffffffffffffffffffff19921515600160801b02929092167fffffffffffffffffffffffffffffff0000000000000000000000000000000000909316929092171790556001600160a01b039091166bffffffffffffffffffffffff909116600160a01b026001600160a01b03191617825583613f6457613f64888787602001516bffffffffffffffffffffffff16886060015161442c565b6040808601515f8a8152600e602090815283822089516001600160a01b03168352905291822080546001600160801b03909216929091613fa5908490614eb0565b9091555060019998505050505050505050565b5f828152600b602052604090206006810154600160901b900460ff1615613fde57505050565b5f838152600a6020526040808220600281015460038201549251633b07980960e01b81526001600160a01b039182166004820152600160a01b9093046001600160401b031660248401529092917f000000000000000000000000000000000000000000000000000000000000000090911690633b079809906044015f60405180830381865afa158015614073573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f1916820160405261409a919081019061543c565b90505f5b815181101561415157846001600160a01b03168282815181106140c3576140c3614e69565b60200260200101515f01516001600160a01b031614801561413c57508181815181106140f1576140f1614e69565b6020026020010151602001516001600160801b0316600e5f8881526020019081526020015f205f876001600160a01b03166001600160a01b031681526020019081526020015f205411155b1561414957505050505050565b60010161409e565b506006830180547fffffffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffff16600160901b17905560018201545f9061419f906001600160a01b03166122f681613916565b905080845f015f8282546141b39190614eb0565b90915550506040518181526001600160a01b0386169087907febd534ab1b7de4e7419689446ad6a0b5efc37cb8a60a307b5acabc778d70f2939060200160405180910390a3505050505050565b5f818152600b60209081526040808320600a9092528083206003810154915163cc5839f360e01b8152600160a01b9092046001600160401b031660048301529192906142c69042907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cc5839f390602401602060405180830381865afa158015614297573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906142bb9190614e52565b613bc9906001614eb0565b90505f6142fb65ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001683614eb0565b6006850154909150600160801b900460ff16156143235761431d426001614eb0565b91504290505b6006840180546fffffffffffffffffffffffffffffffff1916600160401b6001600160401b038481169190910267ffffffffffffffff19169190911790841617905560018301547f00000000000000000000000000000000000000000000000000000000000000006001600160a01b039081169163fdb607c691166143ab629e340085614eb0565b6040517fffffffff0000000000000000000000000000000000000000000000000000000060e085901b1681526001600160a01b0390921660048301526001600160401b031660248201526044015f604051808303815f87803b15801561440f575f5ffd5b505af1158015614421573d5f5f3e3d5ffd5b505050505050505050565b5f848152600f602090815260408083206001600160a01b03871684528252808320841515845290915281208054849290614467908490614eb0565b9091555050801561449d575f848152600b602052604081206002018054849290614492908490614eb0565b90915550610fae9050565b5f848152600b6020526040812060030180548492906144bd908490614eb0565b909155505050505050565b6144d68484848460016147a8565b610fae57604051635274afe760e01b81526001600160a01b0385166004820152602401610a8a565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f5114831661456d578383151615614561573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b5f5f5f6145d5868661482e565b91509150815f036145f9578381816145ef576145ef614ec3565b0492505050611354565b81841161461057614610600385150260111861484a565b5f848688095f868103871696879004966002600389028118808a02820302808a02820302808a02820302808a02820302808a02820302808a02909103029181900381900460010185841190960395909502919093039390930492909217029150509392505050565b5f828218828411028218611354565b6040515f906146bc907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d480908490602001615517565b604051602081830303815290604052805190602001209050919050565b5f5f5f8351604103614710576020840151604085015160608601515f1a6147028882858561485b565b95509550955050505061471b565b505081515f91506002905b9250925092565b5f848152600f602090815260408083206001600160a01b0387168452825280832084151584529091528120805484929061475d9084906150a5565b90915550508015614788575f848152600b6020526040812060020180548492906144929084906150a5565b5f848152600b6020526040812060030180548492906144bd9084906150a5565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f5114831661481d578383151615614811573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b5f805f1983850993909202808410938190039390930393915050565b634e487b715f52806020526024601cfd5b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561489457505f91506003905082614919565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa1580156148e5573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b03811661491057505f925060019150829050614919565b92505f91508190505b9450945094915050565b5f5f83601f840112614933575f5ffd5b5081356001600160401b03811115614949575f5ffd5b6020830191508360208260051b8501011115614963575f5ffd5b9250929050565b5f5f5f6040848603121561497c575f5ffd5b8335925060208401356001600160401b03811115614998575f5ffd5b6149a486828701614923565b9497909650939450505050565b6001600160a01b038116811461139c575f5ffd5b8035611133816149b1565b5f5f604083850312156149e1575f5ffd5b82356149ec816149b1565b946020939093013593505050565b5f5f5f60408486031215614a0c575f5ffd5b8335614a17816149b1565b925060208401356001600160401b03811115614a31575f5ffd5b8401601f81018613614a41575f5ffd5b80356001600160401b03811115614a56575f5ffd5b866020828401011115614a67575f5ffd5b939660209190910195509293505050565b5f5f5f60608486031215614a8a575f5ffd5b833592506020840135614a9c816149b1565b929592945050506040919091013590565b6001600160801b038116811461139c575f5ffd5b803561113381614aad565b5f5f5f5f5f60a08688031215614ae0575f5ffd5b85359450602086013593506040860135614af9816149b1565b92506060860135614b09816149b1565b91506080860135614b1981614aad565b809150509295509295909350565b5f60208284031215614b37575f5ffd5b8135611354816149b1565b5f60208284031215614b52575f5ffd5b5035919050565b801515811461139c575f5ffd5b5f5f5f60608486031215614b78575f5ffd5b833592506020840135614b8a816149b1565b91506040840135614b9a81614b59565b809150509250925092565b5f5f5f5f60808587031215614bb8575f5ffd5b843593506020850135614bca816149b1565b92506040850135614bda816149b1565b9396929550929360600135925050565b5f5f5f83850360e0811215614bfd575f5ffd5b8435935060a0601f1982011215614c12575f5ffd5b50919460208401945060c09093013592915050565b5f5f60408385031215614c38575f5ffd5b823591506020830135614c4a816149b1565b809150509250929050565b5f5f60208385031215614c66575f5ffd5b82356001600160401b03811115614c7b575f5ffd5b614c8785828601614923565b90969095509350505050565b6001600160401b038116811461139c575f5ffd5b803561113381614c93565b5f5f60408385031215614cc3575f5ffd5b823591506020830135614c4a81614c93565b5f61016082019050825182526020830151602083015260408301516040830152606083015160608301526080830151608083015260a083015160a083015260c0830151614d2d60c08401826001600160401b03169052565b5060e0830151614d4860e08401826001600160401b03169052565b50610100830151614d5e61010084018215159052565b50610120830151614d7461012084018215159052565b50610140830151614d8a61014084018215159052565b5092915050565b634e487b7160e01b5f52602160045260245ffd5b60058110614dc157634e487b7160e01b5f52602160045260245ffd5b9052565b5f60e0820190506001600160a01b0383511682526001600160a01b0360208401511660208301526001600160a01b0360408401511660408301526001600160a01b0360608401511660608301526001600160401b03608084015116608083015260a0830151614e3f60a08401826001600160401b03169052565b5060c0830151614d8a60c0840182614da5565b5f60208284031215614e62575f5ffd5b5051919050565b634e487b7160e01b5f52603260045260245ffd5b5f82356102be19833603018112614e92575f5ffd5b9190910192915050565b634e487b7160e01b5f52601160045260245ffd5b8082018082111561215757612157614e9c565b634e487b7160e01b5f52601260045260245ffd5b5f82614ef157634e487b7160e01b5f52601260045260245ffd5b500490565b808202811582820484141761215757612157614e9c565b6001600160a01b038416815260406020820152816040820152818360608301375f818301606090810191909152601f909201601f1916010192915050565b634e487b7160e01b5f52604160045260245ffd5b60405160e081016001600160401b0381118282101715614f8157614f81614f4b565b60405290565b60405161028081016001600160401b0381118282101715614f8157614f81614f4b565b604080519081016001600160401b0381118282101715614f8157614f81614f4b565b604051601f8201601f191681016001600160401b0381118282101715614ff457614ff4614f4b565b604052919050565b8051611133816149b1565b805161113381614aad565b5f60e0828403128015615023575f5ffd5b5061502c614f5f565b82518152602083015161503e816149b1565b60208201526040830151615051816149b1565b6040820152606083015161506481614c93565b60608201526080830151615077816149b1565b608082015261508860a08401614ffc565b60a082015261509960c08401615007565b60c08201529392505050565b8181038181111561215757612157614e9c565b5f60a08284031280156150c9575f5ffd5b5060405160a081016001600160401b03811182821017156150ec576150ec614f4b565b60405282356150fa816149b1565b8152602083013561510a816149b1565b6020820152604083013561511d816149b1565b6040820152606083013561513081614c93565b6060820152608083013561514381614c93565b60808201529392505050565b838152606081016151636020830185614da5565b613bd36040830184614da5565b5f60208284031215615180575f5ffd5b813561135481614c93565b5f6020828403121561519b575f5ffd5b815161135481614c93565b803560ff81168114611133575f5ffd5b5f6102808284031280156151c8575f5ffd5b506151d1614f87565b823581526151e160208401614ca7565b60208201526151f2604084016149c5565b6040820152615203606084016149c5565b6060820152615214608084016149c5565b608082015261522560a084016149c5565b60a082015260c0838101359082015261524060e084016151a6565b60e082015261525261010084016151a6565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a0808401359082015261529c6101c08401614ca7565b6101c08201526152af6101e08401614ca7565b6101e08201526152c26102008401614ac1565b6102008201526152d561022084016151a6565b6102208201526152e86102408401614ca7565b6102408201526152fb6102608401614ca7565b6102608201529392505050565b5f5f8335601e1984360301811261531d575f5ffd5b8301803591506001600160401b03821115615336575f5ffd5b602001915036819003821315614963575f5ffd5b5f6020828403121561535a575f5ffd5b813561135481614aad565b5f5f8335601e1984360301811261537a575f5ffd5b8301803591506001600160401b03821115615393575f5ffd5b6020019150600581901b3603821315614963575f5ffd5b6001600160a01b03861681526001600160401b0385166020820152836040820152608060608201528160808201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115615405575f5ffd5b8260051b808560a08501379190910160a0019695505050505050565b5f60208284031215615431575f5ffd5b815161135481614b59565b5f6020828403121561544c575f5ffd5b81516001600160401b03811115615461575f5ffd5b8201601f81018413615471575f5ffd5b80516001600160401b0381111561548a5761548a614f4b565b61549960208260051b01614fcc565b8082825260208201915060208360061b8501019250868311156154ba575f5ffd5b6020840193505b82841015613cab57604084880312156154d8575f5ffd5b6154e0614faa565b84516154eb816149b1565b815260208501516154fb81614aad565b80602083015250808352506020820191506040840193506154c1565b5f6102a08201905083825282516020830152602083015161554360408401826001600160401b03169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e08301516155b761010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516156216101e08401826001600160401b03169052565b506101e08301516001600160401b038116610200840152506102008301516001600160801b0381166102208401525061022083015160ff8116610240840152506102408301516001600160401b038116610260840152506102608301516001600160401b03811661028084015250939250505056' as const
