/** PanelJudge: generated from contracts/PanelJudge.sol by scripts/build.ts. Do not edit. */

export const panelJudgeAbi = [
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
        "name": "roll_",
        "type": "address"
      },
      {
        "name": "beacon_",
        "type": "address"
      },
      {
        "name": "terms",
        "type": "tuple",
        "components": [
          {
            "name": "seats",
            "type": "uint256"
          },
          {
            "name": "agree",
            "type": "uint256"
          },
          {
            "name": "commitSeconds",
            "type": "uint256"
          },
          {
            "name": "revealSeconds",
            "type": "uint256"
          },
          {
            "name": "appealSeconds",
            "type": "uint256"
          },
          {
            "name": "fee",
            "type": "uint256"
          },
          {
            "name": "bond",
            "type": "uint256"
          },
          {
            "name": "appealBond",
            "type": "uint256"
          },
          {
            "name": "overturnFine",
            "type": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "APPEAL_SECONDS_MIN",
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
    "name": "COMMIT_SECONDS_MIN",
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
    "name": "PROBES_MAX",
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
    "name": "PROBES_PER_CALL_MAX",
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
    "name": "PROBES_PER_SLOT",
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
    "name": "PROBES_SPARE",
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
    "name": "REVEAL_SECONDS_MIN",
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
    "name": "SEATS_MAX",
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
    "name": "SEATS_MIN",
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
    "name": "SLACK_FACTOR",
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
    "name": "WINDOW_SECONDS_MAX",
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
    "name": "agree",
    "inputs": [],
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
    "name": "appeal",
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
    "name": "appealBond",
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
    "name": "appealSeconds",
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
    "name": "attemptsOf",
    "inputs": [
      {
        "name": "receiptHash",
        "type": "bytes32"
      },
      {
        "name": "reporter",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "count",
        "type": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "beacon",
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
    "name": "commit",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "commitSeconds",
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
    "name": "draw",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "probesMax",
        "type": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "drawn",
        "type": "uint256"
      }
    ],
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
    "name": "fee",
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
    "name": "isAcquitted",
    "inputs": [
      {
        "name": "receiptHash",
        "type": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "acquitted",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "open",
    "inputs": [
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
        "name": "locatorHash",
        "type": "bytes32"
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
    "name": "overturnFine",
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
    "name": "reveal",
    "inputs": [
      {
        "name": "verdict",
        "type": "tuple",
        "components": [
          {
            "name": "caseId",
            "type": "bytes32"
          },
          {
            "name": "round",
            "type": "uint32"
          },
          {
            "name": "auditor",
            "type": "address"
          },
          {
            "name": "receiptHash",
            "type": "bytes32"
          },
          {
            "name": "outcome",
            "type": "uint8"
          },
          {
            "name": "evidenceHash",
            "type": "bytes32"
          },
          {
            "name": "salt",
            "type": "bytes32"
          }
        ]
      },
      {
        "name": "signature",
        "type": "bytes"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "revealSeconds",
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
    "name": "roll",
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
    "name": "seats",
    "inputs": [],
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
    "name": "sittingOf",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "round",
        "type": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "components": [
          {
            "name": "seed",
            "type": "bytes32"
          },
          {
            "name": "openedAt",
            "type": "uint64"
          },
          {
            "name": "beaconRound",
            "type": "uint64"
          },
          {
            "name": "commitUntil",
            "type": "uint64"
          },
          {
            "name": "revealUntil",
            "type": "uint64"
          },
          {
            "name": "slots",
            "type": "uint32"
          },
          {
            "name": "probes",
            "type": "uint32"
          },
          {
            "name": "size",
            "type": "uint8"
          },
          {
            "name": "needed",
            "type": "uint8"
          },
          {
            "name": "wanted",
            "type": "uint8"
          },
          {
            "name": "from",
            "type": "uint8"
          },
          {
            "name": "redrawn",
            "type": "bool"
          },
          {
            "name": "seats",
            "type": "tuple[]",
            "components": [
              {
                "name": "auditor",
                "type": "address"
              },
              {
                "name": "outcome",
                "type": "uint8"
              },
              {
                "name": "commitment",
                "type": "bytes32"
              }
            ]
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "tally",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "decision",
        "type": "uint8"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "trialOf",
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
            "name": "receiptHash",
            "type": "bytes32"
          },
          {
            "name": "build",
            "type": "bytes32"
          },
          {
            "name": "operator",
            "type": "address"
          },
          {
            "name": "reporter",
            "type": "address"
          },
          {
            "name": "subnet",
            "type": "bytes8"
          },
          {
            "name": "exactness",
            "type": "uint8"
          },
          {
            "name": "round",
            "type": "uint8"
          },
          {
            "name": "first",
            "type": "uint8"
          },
          {
            "name": "appellant",
            "type": "address"
          },
          {
            "name": "appealUntil",
            "type": "uint64"
          },
          {
            "name": "phase",
            "type": "uint8"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "event",
    "name": "Appealed",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "appellant",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "AuditorDrawn",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "auditor",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PanelCalled",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "receiptHash",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "locatorHash",
        "type": "bytes32",
        "indexed": false
      },
      {
        "name": "node",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PanelConcluded",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "decision",
        "type": "uint8",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PanelDecided",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "decision",
        "type": "uint8",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PanelRedrawn",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "missing",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PanelSeeded",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "seed",
        "type": "bytes32",
        "indexed": false
      },
      {
        "name": "blockOnly",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PanelSits",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "commitUntil",
        "type": "uint64",
        "indexed": false
      },
      {
        "name": "revealUntil",
        "type": "uint64",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PanelWaits",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "beaconRound",
        "type": "uint64",
        "indexed": false
      },
      {
        "name": "slots",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "VerdictCommitted",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "auditor",
        "type": "address",
        "indexed": true
      },
      {
        "name": "commitment",
        "type": "bytes32",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "VerdictRevealed",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32",
        "indexed": true
      },
      {
        "name": "round",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "auditor",
        "type": "address",
        "indexed": true
      },
      {
        "name": "outcome",
        "type": "uint8",
        "indexed": false
      },
      {
        "name": "evidenceHash",
        "type": "bytes32",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "error",
    "name": "AlreadyCommitted",
    "inputs": [
      {
        "name": "auditor",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AlreadyRevealed",
    "inputs": [
      {
        "name": "auditor",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AppealStillOpen",
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
    "name": "BeaconNotFinished",
    "inputs": [
      {
        "name": "beaconRound",
        "type": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "CallerNotLoser",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "loser",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CaseExpired",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CaseStillOpen",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CommitmentMismatch",
    "inputs": [
      {
        "name": "auditor",
        "type": "address"
      },
      {
        "name": "committed",
        "type": "bytes32"
      },
      {
        "name": "revealed",
        "type": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "CommitmentZero",
    "inputs": []
  },
  {
    "type": "error",
    "name": "CommitsStillOpen",
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
    "name": "NotComparable",
    "inputs": [
      {
        "name": "exactness",
        "type": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotSeated",
    "inputs": [
      {
        "name": "auditor",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OutcomeUnknown",
    "inputs": [
      {
        "name": "outcome",
        "type": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "ProbesOutOfBounds",
    "inputs": [
      {
        "name": "probes",
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
    "name": "ReceiptAcquitted",
    "inputs": [
      {
        "name": "receiptHash",
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
    "name": "RollEmpty",
    "inputs": []
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
    "name": "SittingNotOver",
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
    "name": "TermsInvalid",
    "inputs": [
      {
        "name": "which",
        "type": "string"
      }
    ]
  },
  {
    "type": "error",
    "name": "TrialNotInPhase",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "phase",
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
    "name": "VerdictNotOfRound",
    "inputs": [
      {
        "name": "caseId",
        "type": "bytes32"
      },
      {
        "name": "round",
        "type": "uint32"
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
  },
  {
    "type": "error",
    "name": "WindowOver",
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
  }
] as const

export const panelJudgeBytecode = '0x610260604052348015610010575f5ffd5b50604051615acf380380615acf83398101604081905261002f916104cd565b83516001600160a01b039081166080526020850151811660a0526040850151811660c0526060850151811660e052838116610100528216610120525f617a69461461007b57600361007e565b60015b905080825f01511080610092575081516007105b156100cd576040516370dd89b560e01b8152602060048201526005602482015264736561747360d81b60448201526064015b60405180910390fd5b815160208301516100df90600261058b565b1115806100f0575081516020830151115b15610126576040516370dd89b560e01b8152602060048201526005602482015264616772656560d81b60448201526064016100c4565b8151602083015160ff908116610160521661014052604082015161015090610e1062093a80610371565b65ffffffffffff166101805260608201516101719061070862093a80610371565b65ffffffffffff166101a0526080820151610193906201518062093a80610371565b65ffffffffffff166101c05260a082015115806101da575081516101b890600361058b565b6101c39060016105a8565b8260a001516101d2919061058b565b8260c0015111155b15610211576040516370dd89b560e01b81526004016100c490602080825260049082015263189bdb9960e21b604082015260600190565b8160c001518260e0015111158061025c5750815161023090600261058b565b61023b9060016105a8565b60a083015161024b90600261058b565b610255919061058b565b8260e00151105b15610297576040516370dd89b560e01b815260206004820152600a602482015269185c1c19585b109bdb9960b21b60448201526064016100c4565b836001600160a01b031663d980c79a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156102d3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906102f791906105bb565b826101000151111561033b576040516370dd89b560e01b815260206004820152600c60248201526b6f7665727475726e46696e6560a01b60448201526064016100c4565b5060a081015160c082015160e0830151610100909301516102405261022092909252610200919091526101e052506105d2915050565b5f80617a6946146103825783610385565b60015b90508085108061039457508285115b156103c35760405163391fdee160e21b81526004810186905260248101829052604481018490526064016100c4565b50929392505050565b60405161012081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b60405290565b604051608081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b6001600160a01b0381168114610443575f5ffd5b50565b80516104518161042f565b919050565b5f6101208284031215610467575f5ffd5b61046f6103cc565b825181526020808401519082015260408084015190820152606080840151908201526080808401519082015260a0808401519082015260c0808401519082015260e08084015190820152610100928301519281019290925250919050565b5f5f5f5f8486036101e08112156104e2575f5ffd5b60808112156104ef575f5ffd5b506104f8610401565b85516105038161042f565b815260208601516105138161042f565b602082015260408601516105268161042f565b604082015260608601516105398161042f565b6060820152608086015190945061054f8161042f565b925061055d60a08601610446565b915061056c8660c08701610456565b905092959194509250565b634e487b7160e01b5f52601160045260245ffd5b80820281158282048414176105a2576105a2610577565b92915050565b808201808211156105a2576105a2610577565b5f602082840312156105cb575f5ffd5b5051919050565b60805160a05160c05160e05161010051610120516101405161016051610180516101a0516101c0516101e0516102005161022051610240516152f76107d85f395f818161062d015261422101525f81816104ff01528181611c1901526134a301525f81816103690152818161128e0152818161365f01526137bf01525f81816105860152818161379501528181614090015261411401525f8181610390015281816121a80152612cc501525f81816103ce015281816128090152612cee01525f818161043e0152818161279a0152612d1701525f818161048c015261136001525f81816104d80152818161133f01528181611e6201528181611e97015261377301525f81816103180152818161242701528181612d550152612efb01525f818161055601528181610a1401528181610b8201528181611d6801528181612e1201528181613efc01528181613fdc015261418701525f81816105ad015281816115be015261290f01525f81816106540152610e6801525f818161040601528181610f4f0152613c8801525f818161046501528181610ab90152818161119b01528181611c4201528181611cde015281816122e801528181612a2101528181612bc3015281816134750152818161353f01528181613631015281816137410152818161388001528181613906015281816139a6015281816140b9015261424701526152f75ff3fe608060405234801561000f575f5ffd5b5060043610610269575f3560e01c806390626c2311610157578063ddca3f43116100d2578063ece1de4411610088578063efb7fca21161006e578063efb7fca2146103f0578063f400b10e1461064f578063f6e22eb514610676575f5ffd5b8063ece1de4414610615578063ee0e9a3714610628575f5ffd5b8063e3ce094d116100b8578063e3ce094d146105cf578063e6df12fe146105e2578063e8173212146105f5575f5ffd5b8063ddca3f4314610581578063e2fdcc17146105a8575f5ffd5b8063bc46cb4f11610127578063c5a95b561161010d578063c5a95b5614610549578063cd5e3c5d14610551578063db65db6314610578575f5ffd5b8063bc46cb4f1461052b578063c45fdda914610534575f5ffd5b806390626c23146104c05780639c5655d6146104d3578063a0129649146104fa578063aa80483c14610521575f5ffd5b80636a96064f116101e75780637b1abbe0116101b7578063807905571161019d578063807905571461043957806386a0c186146104605780638fae60a514610487575f5ffd5b80637b1abbe0146104285780637f2646d714610431575f5ffd5b80636a96064f146103c957806370c7f5b6146103f0578063745a3577146103f85780637b10399914610401575f5ffd5b806359659e901161023c578063644d11c611610222578063644d11c61461035a57806364c9ec6f1461036457806364fb57921461038b575f5ffd5b806359659e90146103135780636210475614610352575f5ffd5b8063106db0ad1461026d578063289533df14610296578063440f19ba146102c857806346f9dd6b146102e9575b5f5ffd5b61028061027b366004614471565b610689565b60405161028d91906144f3565b60405180910390f35b6102b86102a43660046145f7565b5f6020819052908152604090205460ff1681565b604051901515815260200161028d565b6102db6102d6366004614471565b61085d565b60405190815260200161028d565b6102db6102f7366004614630565b600160209081525f928352604080842090915290825290205481565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161028d565b6102db600881565b6102db62093a8081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff909116815260200161028d565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b6102db600381565b6102db610e1081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61070881565b6102db604081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff909116815260200161028d565b6102db6104ce3660046146a3565b610d32565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6102db6201518081565b6102db61100081565b610547610542366004614704565b61138f565b005b6102db600781565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61010081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6105476105dd366004614471565b61179c565b6105476105f03660046145f7565b611889565b6106086106033660046145f7565b61192b565b60405161028d9190614798565b6105476106233660046145f7565b611a7b565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae6106843660046145f7565b611ec9565b604080516101a0810182525f8082526020820181905291810182905260608082018390526080820183905260a0820183905260c0820183905260e082018390526101008201839052610120820183905261014082018390526101608201929092526101808101919091525f838152600360208181526040808420868552825280842081516101a08101835281548152600182015467ffffffffffffffff8082168387015268010000000000000000808304821684870152600160801b830482166060850152600160c01b909204166080830152600283015463ffffffff80821660a085015264010000000082041660c084015260ff918104821660e0840152600160481b81048216610100840152600160501b81048216610120840152600160581b810482166101408401526c0100000000000000000000000090041615156101608201529381018054835181860281018601909452808452949591946101808701949192909184015b8282101561084c575f848152602090819020604080516060810182526002860290920180546001600160a01b0381168452600160a01b900460ff16838501526001908101549183019190915290835290920191016107f3565b505050508152505090505b92915050565b5f5f61086a846001612247565b5f85815260036020818152604080842092850154600160e81b900460ff16845291905290209091508315806108a0575061010084115b156108e7576040517f28d82e390000000000000000000000000000000000000000000000000000000081526004810185905261010060248201526044015b60405180910390fd5b6003820154610902908690600160e81b900460ff16836123ce565b5f61090c8261256d565b600283015490915061092c90640100000000900463ffffffff16826148a2565b85111561095357600282015461095090640100000000900463ffffffff16826148a2565b94505b600282810154604080516101608101825285548152640100000000830463ffffffff90811660208301529181018990529082166060820152600160501b90910460ff9081166080830181905260018087015467ffffffffffffffff1660a08501526003880154600160e01b8104841660c0808701919091529189015460e0860152948801546001600160a01b03908116610100860152600160a01b860490911b6001600160c01b03191661012085015280851661014085015290935f9384937f000000000000000000000000000000000000000000000000000000000000000090931692638bda317a92610a50918e91600160e81b9004166125a8565b6040518363ffffffff1660e01b8152600401610a6d9291906148ee565b5f60405180830381865afa158015610a87573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052610aae9190810190614a86565b91509150815196505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663d49224e98b6040518263ffffffff1660e01b8152600401610b0591815260200190565b60e060405180830381865afa158015610b20573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b449190614b72565b60a0015190505f5b88811015610caf57610b80848281518110610b6957610b69614c0c565b6020026020010151886126ed90919063ffffffff16565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd858381518110610bc157610bc1614c0c565b6020026020010151846040518363ffffffff1660e01b8152600401610c059291906001600160a01b0392909216825267ffffffffffffffff16602082015260400190565b5f604051808303815f87803b158015610c1c575f5ffd5b505af1158015610c2e573d5f5f3e3d5ffd5b50505050838181518110610c4457610c44614c0c565b60200260200101516001600160a01b03168b7fcfde348e9201752267c29b9080ada27c540b5f41f4d734e69d0a27ff87b1f1228a600301601d9054906101000a900460ff16604051610c9f919060ff91909116815260200190565b60405180910390a3600101610b4c565b5081610cbb89866148a2565b60028801805463ffffffff9093166401000000000267ffffffff000000001960ff938416600160501b908102919091166aff0000ffffffff000000001990951694909417179081905591909104161580610d155750848210155b15610d2557610d258a8888612778565b5050505050505092915050565b5f80610d81610d4636889003880188614c63565b86868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f9201919091525061290992505050565b9050610d9561012087016101008801614db5565b60ff161580610db857506003610db361012088016101008901614db5565b60ff16115b15610e0757610dcf61012087016101008801614db5565b6040517f8f6bbd0900000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108de565b5f8181526020819052604090205460ff1615610e52576040517f6b740427000000000000000000000000000000000000000000000000000000008152600481018290526024016108de565b610e5b81612b1d565b91505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb4768610e9f6102808a016102608b01614dd0565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015610ee2573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610f069190614deb565b60408051610160810182528481526101208a013560208201529192508101610f3460808a0160608b01614e06565b6001600160a01b0390811682523360208301526040909101907f00000000000000000000000000000000000000000000000000000000000000001663dcae7bf8610f8460a08c0160808d01614e06565b6040516001600160e01b031960e084901b1681526001600160a01b039091166004820152602401602060405180830381865afa158015610fc6573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610fea9190614e38565b6001600160c01b031916815260200161100b6101208a016101008b01614db5565b60ff1681526001602082018190525f6040830181905260608301819052608083015260a0909101525f84815260026020818152604092839020845181559084015160018201559183015190820180547fffffffffffffffffffffffff0000000000000000000000000000000000000000166001600160a01b039283161790556060830151600383018054608086015160a087015160c08089015160e08a01519688166001600160e01b031995861617600160a01b9490921c8402919091177fffff0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff16600160e01b60ff938416810260ff60e81b191691909117600160e81b928416929092029190911760ff60f01b1916600160f01b929096169190910294909417909255610100860151600480870180546101208a015193909716969093169590951767ffffffffffffffff9091169092029190911780825561014086015193919260ff60e01b199091169184908111156111865761118661475b565b02179055509050505f611197612cc1565b90507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f856040518060a001604052808c60600160208101906111e79190614e06565b6001600160a01b0316815260200161120560a08e0160808f01614e06565b6001600160a01b0390811682523360208084019190915267ffffffffffffffff808a1660408086019190915289821660609586015280516001600160e01b031960e08a901b1681526004810197909752855184166024880152918501518316604487015290840151909116606485015290820151811660848401526080909101511660a48201527f000000000000000000000000000000000000000000000000000000000000000060c482015260e4015f604051808303815f87803b1580156112cc575f5ffd5b505af11580156112de573d5f5f3e3d5ffd5b506112f39250505060a0890160808a01614e06565b6001600160a01b031683857faae9909e89829e113872f1d275fdfe1ceb5956fba628cfbe31a272bd00f20bc88860405161132f91815260200190565b60405180910390a46113848460017f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000612e0f565b505050949350505050565b5f61139c84356002612247565b84355f90815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff16421115611422576001810154604051636ae6974960e11b815286356004820152600160c01b90910467ffffffffffffffff1660248201524260448201526064016108de565b6001810154600160801b900467ffffffffffffffff16421180159061144d575061144b81613094565b155b156114a95760018101546040517fe752e11000000000000000000000000000000000000000000000000000000000815286356004820152600160801b90910467ffffffffffffffff1660248201524260448201526064016108de565b6003820154600160e81b900460ff166114c86040870160208801614e62565b63ffffffff161415806114e057508154606086013514155b156115385784356114f76040870160208801614e62565b6040517f30d7b1d4000000000000000000000000000000000000000000000000000000008152600481019290925263ffffffff1660248201526044016108de565b600161154a60a0870160808801614db5565b60ff16108061156b5750600361156660a0870160808801614db5565b60ff16115b156115b85761158060a0860160808701614db5565b6040517fb374743400000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108de565b5f61168d7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015611618573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061163c9190614e7d565b61165361164e368a90038a018a614e94565b6130f8565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b90506116de6116a26060880160408901614e06565b8287878080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920191909152506131ac92505050565b61170b6116f16060880160408901614e06565b8261170260a08a0160808b01614db5565b85929190613204565b61171b6060870160408801614e06565b60038401546001600160a01b0391909116908735907f29eb120e27fa35f6f0c8ee58cd4f3624991478b00e9f60639461c4c931b3993690600160e81b900460ff1661176c60a08b0160808c01614db5565b6040805160ff938416815292909116602083015260a08b01359082015260600160405180910390a3505050505050565b5f6117a8836002612247565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160801b900467ffffffffffffffff1642111561182c576001810154604051636ae6974960e11b815260048101869052600160801b90910467ffffffffffffffff1660248201524260448201526064016108de565b6118378133856132f7565b600382015460408051600160e81b90920460ff16825260208201859052339186917f59b651da4e04184fa28e2ed4decd25e65ad52a1b5f673af26a3ecc55b77aa25a910160405180910390a350505050565b5f611895826003612247565b6004810154909150600160a01b900467ffffffffffffffff16421161190a576004818101546040517f1ce274a7000000000000000000000000000000000000000000000000000000008152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108de565b611927828283600301601e9054906101000a900460ff165f61338d565b5050565b61198760408051610160810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290529061014082015290565b5f8281526002602081815260409283902083516101608101855281548152600182015492810192909252918201546001600160a01b039081169382019390935260038201548084166060830152600160a01b80820460c090811b6001600160c01b0319166080850152600160e01b80840460ff90811660a0870152600160e81b8504811692860192909252600160f01b909304811660e085015260048086015496871661010086015291860467ffffffffffffffff16610120850152929461014086019392900490911690811115611a6157611a6161475b565b6004811115611a7257611a7261475b565b90525092915050565b5f611a87826003612247565b6004810154909150600160a01b900467ffffffffffffffff16421115611ae457600481810154604051636ae6974960e11b8152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108de565b60038101545f90600160f01b900460ff16600214611b0f5760038201546001600160a01b0316611b1e565b60028201546001600160a01b03165b9050336001600160a01b03821614611b73576040517f01e4d2720000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b03821660248201526044016108de565b60048201805460038401805460ff60e81b19167d0200000000000000000000000000000000000000000000000000000000001790557fffffff00ffffffffffffffff0000000000000000000000000000000000000000163360ff60e01b191617600160e01b1790555f611be4612cc1565b6040517f367a15b6000000000000000000000000000000000000000000000000000000008152600481018690523360248201527f000000000000000000000000000000000000000000000000000000000000000060448201529091507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063367a15b6906064015f604051808303815f87803b158015611c8b575f5ffd5b505af1158015611c9d573d5f5f3e3d5ffd5b50506040517fc4863eba0000000000000000000000000000000000000000000000000000000081526004810187905267ffffffffffffffff841660248201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063c4863eba91506044015f604051808303815f87803b158015611d29575f5ffd5b505af1158015611d3b573d5f5f3e3d5ffd5b5050505f85815260036020908152604080832060018452909152812091505b6003820154811015611e2a577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd836003018381548110611daa57611daa614c0c565b5f91825260209091206002909102015460405160e083901b6001600160e01b03191681526001600160a01b03909116600482015267ffffffffffffffff861660248201526044015f604051808303815f87803b158015611e08575f5ffd5b505af1158015611e1a573d5f5f3e3d5ffd5b505060019092019150611d5a9050565b50604051339086907f673c0e4adf716bc1add5673ef65630ad636896c3d4282ca79d98ff4e578eaaed905f90a3611ec2856002611e877f000000000000000000000000000000000000000000000000000000000000000082614f12565b611e92906001614f2e565b611ebd7f00000000000000000000000000000000000000000000000000000000000000006001614f2e565b612e0f565b5050505050565b5f5f611ed6836002612247565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff164211801590611f2a5750611f2881613a55565b155b15611f865760018101546040517f1bab35a500000000000000000000000000000000000000000000000000000000815260048101869052600160c01b90910467ffffffffffffffff1660248201524260448201526064016108de565b5f611f9082613ab8565b909450905060ff8416158015611fbb575060028201546c01000000000000000000000000900460ff16155b1561208e57612025828260028201805460039093015460ff908116600160581b026bff00000000000000000000001993909116600160501b026cff00ff0000000000000000000019909416939093176c010000000000000000000000001791909116919091179055565b60048301805460ff60e01b1916600160e01b179055600383015460408051600160e81b90920460ff16825260208201839052805187927f61740328d1e40339b5f04347c5c21f4734a3a5404a85ebdc916c7a3525d16ecc92908290030190a2505f949350505050565b600383015460408051600160e81b90920460ff90811683528616602083015286917f3dba3eadb0e600077999a3539cfb4e00f4dbe7a8eebb9847af5e4c5c8aceb7d9910160405180910390a26003830154600160e81b900460ff1660020361216e575f60ff851615801561211057506003840154600160f01b900460ff166002145b801561213257506002830154600160481b900460ff1661212f84613bc3565b10155b9050612168868560ff8816158015612148575083155b6121525787612162565b6003870154600160f01b900460ff165b8861338d565b5061223f565b8360ff165f036121895761218485845f5f61338d565b61223f565b60038301805460ff60f01b1916600160f01b60ff8716021790556121d57f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff1642614f47565b60048401805467ffffffffffffffff92909216600160a01b0260ff60e01b19167fffffff000000000000000000ffffffffffffffffffffffffffffffffffffffff909216919091177c03000000000000000000000000000000000000000000000000000000001790555b505050919050565b5f8281526002602052604090208160048111156122665761226661475b565b600482810154600160e01b900460ff16908111156122865761228661475b565b146122d0576004818101546040517fecd477260000000000000000000000000000000000000000000000000000000081526108de928692600160e01b900460ff1691869101614f67565b60405163d49224e960e01b8152600481018490525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063d49224e99060240160e060405180830381865afa158015612335573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906123599190614b72565b905060018160c0015160048111156123735761237361475b565b14158061238d57508060a0015167ffffffffffffffff1642115b156123c7576040517fb5d3aa47000000000000000000000000000000000000000000000000000000008152600481018590526024016108de565b5092915050565b8054156123da57505050565b60018101546040517fcd40d0750000000000000000000000000000000000000000000000000000000081526801000000000000000090910467ffffffffffffffff1660048201525f9081907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cd40d075906024016040805180830381865afa158015612473573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906124979190614fa3565b91509150815f5f1b036124f35760018301546040517fa3b64a5e0000000000000000000000000000000000000000000000000000000081526801000000000000000090910467ffffffffffffffff1660048201526024016108de565b60408051602081018490529081018690526060810185905260800160408051808303601f190181528282528051602091820120808755878452908301528215159082015285907f9d20eb3ecfbf58563571e8b8ec2f16877c589e9a09d8bdae473877b0539566c29060600160405180910390a25050505050565b60028101545f906040906125889063ffffffff166008614fcd565b6125929190614fe4565b90506110008111156125a357506110005b919050565b5f8281526003602081815260408084206001855290915280832060028085529190932091830154606093929185146125e0575f6125e6565b60038201545b6125f09082614fe4565b67ffffffffffffffff811115612608576126086149c5565b604051908082528060200260200182016040528015612631578160200160208202803683370190505b5093505f5b84518110156126e357818110612682576003830161265483836148a2565b8154811061266457612664614c0c565b5f9182526020909120600290910201546001600160a01b03166126b1565b83600301818154811061269757612697614c0c565b5f9182526020909120600290910201546001600160a01b03165b8582815181106126c3576126c3614c0c565b6001600160a01b0390921660209283029190910190910152600101612636565b5050505092915050565b604080516060810182526001600160a01b0392831681525f6020808301828152938301828152600390960180546001818101835591845291909220925160029091029092018054935160ff16600160a01b027fffffffffffffffffffffff00000000000000000000000000000000000000000090941692909416919091179190911782559151910155565b6002810180546aff00000000000000000000191690556127c065ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642614f47565b6001820180547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b67ffffffffffffffff9384168102919091179182905561283b927f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff16929190910416614f47565b60018201805467ffffffffffffffff928316600160c01b90810277ffffffffffffffffffffffffffffffffffffffffffffffff90921691909117825560048501805460ff60e01b19167c02000000000000000000000000000000000000000000000000000000001790556003850154915460408051600160e81b90940460ff168452600160801b82048516602085015291900490921681830152905184917f9ba006d3019f986b0c4bb7ef45c233e1247472eb2a82addb14f5063d7e9d69a1919081900360600190a2505050565b5f6129937f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015612969573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061298d9190614e7d565b84613c24565b90506129a4836080015182846131ac565b6129bc83608001518460600151856102600151613c39565b4283610260015167ffffffffffffffff161115612a1e576102608301516040517f6499341500000000000000000000000000000000000000000000000000000000815267ffffffffffffffff90911660048201524260248201526044016108de565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015612a7b573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612a9f9190614ff7565b65ffffffffffff1684610260015167ffffffffffffffff16612ac19190614fe4565b9050804211156123c7576102608401516040517f7aea552c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602481018290524260448201526064016108de565b5f81815260016020908152604080832033845290915281208054829182612b438361501c565b9091555090508015612c83575f308433612b5e6001866148a2565b604080516001600160a01b0395861660208201529081019390935292166060820152608081019190915260a00160408051601f1981840301815290829052805160209091012063d49224e960e01b82526004820181905291505f906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063d49224e99060240160e060405180830381865afa158015612c08573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612c2c9190614b72565b60c0015190506004816004811115612c4657612c4661475b565b14612c80576040517f032a32ef000000000000000000000000000000000000000000000000000000008152600481018390526024016108de565b50505b604080513060208201529081018490523360608201526080810182905260a00160405160208183030381529060405280519060200120915050919050565b5f5f7f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff16612d489190614fe4565b612d53906002614fcd565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663a18447146040518163ffffffff1660e01b8152600401602060405180830381865afa158015612daf573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612dd39190614e7d565b612dde906002614fcd565b612de89190614fe4565b612df29190614fe4565b9050612dff816003614fcd565b612e099042614fe4565b91505090565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663ed08fa806040518163ffffffff1660e01b8152600401602060405180830381865afa158015612e6c573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612e909190614e7d565b9050805f03612ecb576040517fa9b3df6500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6040517f0e5a4ff30000000000000000000000000000000000000000000000000000000081524260048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690630e5a4ff390602401602060405180830381865afa158015612f48573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612f6c9190614deb565b612f77906001614f47565b5f87815260036020908152604080832089845290915290206001810180544267ffffffffffffffff9081167fffffffffffffffffffffffffffffffff0000000000000000000000000000000090921691909117680100000000000000009185168202179091556002909101805463ffffffff861668ff00000000ffffffff199091161760ff888116938402919091176affff0000000000000000001916600160481b918816919091026aff00000000000000000000191617600160501b9290920291909117905590506040805186815267ffffffffffffffff8316602082015290810183905286907f74b812f56fe2163f556f2190188ff9754e731d489da22578e4b5b382fec4d5cf9060600160405180910390a2505050505050565b60028101545f90600160581b900460ff165b60038301548110156130ef578260030181815481106130c7576130c7614c0c565b905f5260205f209060020201600101545f5f1b036130e757505f92915050565b6001016130a6565b50600192915050565b6040515f9061318f907f76003cfa15477e7ca0d223b41ae0b69e01474ac2cd0171917e737509ab912d009084906020015f610100820190508382528251602083015263ffffffff60208401511660408301526001600160a01b0360408401511660608301526060830151608083015260ff60808401511660a083015260a083015160c083015260c083015160e08301529392505050565b604051602081830303815290604052805190602001209050919050565b6131b7838383613d39565b6131ff576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044016108de565b505050565b5f61320f8585613d87565b90508281600101541461326d5760018101546040517fdaac27300000000000000000000000000000000000000000000000000000000081526001600160a01b03861660048201526024810191909152604481018490526064016108de565b8054600160a01b900460ff16156132bb576040517f879d3b850000000000000000000000000000000000000000000000000000000081526001600160a01b03851660048201526024016108de565b805460ff909216600160a01b027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909216919091179055505050565b5f6133028484613d87565b90505f82900361333e576040517f4dfab33600000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b600181015415613385576040517f64dbd9870000000000000000000000000000000000000000000000000000000081526001600160a01b03841660048201526024016108de565b600101555050565b60048301805460ff60e01b1981167c040000000000000000000000000000000000000000000000000000000017909155600384015460028501546001600160a01b0380831693918116929116905f906133f79089906001908790600160f01b900460ff1689613e51565b90505f6001600160a01b0383161561341c5761341789600285895f613e51565b61341e565b5f5b905060ff8616158015906134425750600388015460ff878116600160f01b90920416145b15613531575f846001600160a01b0316846001600160a01b0316146134675784613469565b855b90506001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328b86846134c7877f00000000000000000000000000000000000000000000000000000000000000006148a2565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b158015613519575f5ffd5b505af115801561352b573d5f5f3e3d5ffd5b50505050505b60011960ff881601613602577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316633ac99e798a876001600160a01b0316866001600160a01b03161461358c575f61358e565b835b6135989086614fe4565b6040516001600160e01b031960e085901b168152600481019290925260248201525f6044820181905260648201819052608482015260a4015f604051808303815f87803b1580156135e7575f5ffd5b505af11580156135f9573d5f5f3e3d5ffd5b505050506138e0565b5f1960ff8816016136f05787545f908152602081905260409020805460ff191660011790556001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328a8787613683877f00000000000000000000000000000000000000000000000000000000000000006148a2565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b1580156136d5575f5ffd5b505af11580156136e7573d5f5f3e3d5ffd5b50505050613851565b5f898152600360208181526040808420928c0154600160e81b900460ff9081168552929091529091206002810154600160481b90049091169061373290613bc3565b10613851576001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328a87876137e86137b960ff7f0000000000000000000000000000000000000000000000000000000000000000167f0000000000000000000000000000000000000000000000000000000000000000614fcd565b6137e3897f00000000000000000000000000000000000000000000000000000000000000006148a2565b6142cd565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b15801561383a575f5ffd5b505af115801561384c573d5f5f3e3d5ffd5b505050505b6040517f869e0037000000000000000000000000000000000000000000000000000000008152600481018a90527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b1580156138c9575f5ffd5b505af11580156138db573d5f5f3e3d5ffd5b505050505b60405163fd2b1dcf60e01b8152600481018a90526001600160a01b0386811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af115801561394c573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906139709190614e7d565b506001600160a01b03831615613a125760405163fd2b1dcf60e01b8152600481018a90526001600160a01b0384811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af11580156139ec573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613a109190614e7d565b505b60405160ff8816815289907f45faff0c4f852da743ec9624a6fd147dfffb23150944be1670a6e4b74657bf549060200160405180910390a2505050505050505050565b60028101545f90600160581b900460ff165b60038301548110156130ef57826003018181548110613a8857613a88614c0c565b5f918252602082206002909102015460ff600160a01b909104169003613ab057505f92915050565b600101613a67565b5f808080805b6003860154811015613b39575f866003018281548110613ae057613ae0614c0c565b5f918252602090912060029091020154600160a01b900460ff1690505f198101613b165783613b0e8161501c565b945050613b30565b60011960ff821601613b305782613b2c8161501c565b9350505b50600101613abe565b5060028501548190613b5b90849068010000000000000000900460ff166148a2565b613b6591906148a2565b6002860154909350600160481b900460ff168110613b865760029350613bbc565b6002850154613bad9060ff600160481b820481169168010000000000000000900416615034565b60ff16821115613bbc57600193505b5050915091565b5f805b6003830154811015613c1e576003838101805483908110613be957613be9614c0c565b5f918252602090912060029091020154600160a01b900460ff1603613c165781613c128161501c565b9250505b600101613bc6565b50919050565b5f613c3283611653846142dc565b9392505050565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152838116602483015267ffffffffffffffff831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa158015613ccc573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613cf0919061504d565b6131ff576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b038085166004830152831660248201526044016108de565b5f5f5f613d468585614311565b5090925090505f816003811115613d5f57613d5f61475b565b148015613d7d5750856001600160a01b0316826001600160a01b0316145b9695505050505050565b60028201545f90600160581b900460ff165b6003840154811015613e1357826001600160a01b0316846003018281548110613dc457613dc4614c0c565b5f9182526020909120600290910201546001600160a01b031603613e0b57836003018181548110613df757613df7614c0c565b905f5260205f209060020201915050610857565b600101613d99565b506040517f888134850000000000000000000000000000000000000000000000000000000081526001600160a01b03831660048201526024016108de565b5f85815260036020908152604080832087845290915281208160ff841615801590613e8257508460ff168460ff1614155b90505f5b60038301548110156142c1575f5f846003018381548110613ea957613ea9614c0c565b5f9182526020909120600290910201546003860180546001600160a01b039092169185908110613edb57613edb614c0c565b5f918252602090912060029091020154909250600160a01b900460ff1690507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663de313c2183613f34848c61435a565b6040518363ffffffff1660e01b8152600401613f51929190615066565b5f604051808303815f87803b158015613f68575f5ffd5b505af1158015613f7a573d5f5f3e3d5ffd5b5050505060ff8116600114801590613f96575060ff8116600214155b15613fa25750506142b9565b6040517f1c4379420000000000000000000000000000000000000000000000000000000081526001600160a01b0383811660048301525f917f000000000000000000000000000000000000000000000000000000000000000090911690631c4379429060240161012060405180830381865afa158015614024573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061404891906150b3565b516040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018e90526001600160a01b038c8116602483015280831660448301527f000000000000000000000000000000000000000000000000000000000000000060648301529192507f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b1580156140fc575f5ffd5b505af115801561410e573d5f5f3e3d5ffd5b505050507f00000000000000000000000000000000000000000000000000000000000000008761413e9190614fe4565b965084801561415257508860ff168260ff16145b156142b5576040517fde313c210000000000000000000000000000000000000000000000000000000081526001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063de313c21906141be9086906004908101615066565b5f604051808303815f87803b1580156141d5575f5ffd5b505af11580156141e7573d5f5f3e3d5ffd5b50506040517fdb1e46620000000000000000000000000000000000000000000000000000000081526001600160a01b0384811660048301527f000000000000000000000000000000000000000000000000000000000000000060248301527f000000000000000000000000000000000000000000000000000000000000000016925063db1e466291506044016020604051808303815f875af115801561428f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906142b39190614e7d565b505b5050505b600101613e86565b50505095945050505050565b5f828218828410028218613c32565b6040515f9061318f907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d48090849060200161516a565b5f5f5f8351604103614348576020840151604085015160608601515f1a61433a888285856143a9565b955095509550505050614353565b505081515f91506002905b9250925092565b5f8260ff165f0361436d57506003610857565b60021960ff84160161438157506002610857565b60ff8216158061439657508160ff168360ff16145b6143a1576001613c32565b505f92915050565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411156143e257505f91506003905082614467565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015614433573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b03811661445e57505f925060019150829050614467565b92505f91508190505b9450945094915050565b5f5f60408385031215614482575f5ffd5b50508035926020909101359150565b5f8151808452602084019350602083015f5b828110156144e95781516001600160a01b03815116875260ff602082015116602088015260408101516040880152506060860195506020820191506001810190506144a3565b5093949350505050565b60208152815160208201525f602083015161451a604084018267ffffffffffffffff169052565b50604083015167ffffffffffffffff8116606084015250606083015167ffffffffffffffff8116608084015250608083015167ffffffffffffffff811660a08401525060a083015163ffffffff811660c08401525060c083015163ffffffff811660e08401525060e083015160ff81166101008401525061010083015160ff81166101208401525061012083015160ff81166101408401525061014083015160ff811661016084015250610160830151801515610180840152506101808301516101a0808401526145ef6101c0840182614491565b949350505050565b5f60208284031215614607575f5ffd5b5035919050565b6001600160a01b0381168114614622575f5ffd5b50565b80356125a38161460e565b5f5f60408385031215614641575f5ffd5b8235915060208301356146538161460e565b809150509250929050565b5f5f83601f84011261466e575f5ffd5b50813567ffffffffffffffff811115614685575f5ffd5b60208301915083602082850101111561469c575f5ffd5b9250929050565b5f5f5f5f8486036102c08112156146b8575f5ffd5b6102808112156146c6575f5ffd5b5084935061028085013567ffffffffffffffff8111156146e4575f5ffd5b6146f08782880161465e565b959890975094956102a00135949350505050565b5f5f5f838503610100811215614718575f5ffd5b60e0811215614725575f5ffd5b5083925060e084013567ffffffffffffffff811115614742575f5ffd5b61474e8682870161465e565b9497909650939450505050565b634e487b7160e01b5f52602160045260245ffd5b6005811061462257634e487b7160e01b5f52602160045260245ffd5b6147948161476f565b9052565b5f61016082019050825182526020830151602083015260408301516147c860408401826001600160a01b03169052565b5060608301516147e360608401826001600160a01b03169052565b5060808301516147ff60808401826001600160c01b0319169052565b5060a083015161481460a084018260ff169052565b5060c083015161482960c084018260ff169052565b5060e083015161483e60e084018260ff169052565b5061010083015161485b6101008401826001600160a01b03169052565b5061012083015161487961012084018267ffffffffffffffff169052565b506101408301516123c761014084018261478b565b634e487b7160e01b5f52601160045260245ffd5b818103818111156108575761085761488e565b5f8151808452602084019350602083015f5b828110156144e95781516001600160a01b03168652602095860195909101906001016148c7565b82518152602083015160208201526040830151604082015260608301516060820152608083015160808201525f60a084015161493660a084018267ffffffffffffffff169052565b5060c084015161494b60c084018260ff169052565b5060e084015160e08301526101008401516149726101008401826001600160a01b03169052565b506101208401516149906101208401826001600160c01b0319169052565b506101408401516149ad6101408401826001600160a01b03169052565b506101806101608301526145ef6101808301846148b5565b634e487b7160e01b5f52604160045260245ffd5b60405160e0810167ffffffffffffffff811182821017156149fc576149fc6149c5565b60405290565b604051610280810167ffffffffffffffff811182821017156149fc576149fc6149c5565b604051610120810167ffffffffffffffff811182821017156149fc576149fc6149c5565b604051601f8201601f1916810167ffffffffffffffff81118282101715614a7357614a736149c5565b604052919050565b80516125a38161460e565b5f5f60408385031215614a97575f5ffd5b825167ffffffffffffffff811115614aad575f5ffd5b8301601f81018513614abd575f5ffd5b805167ffffffffffffffff811115614ad757614ad76149c5565b8060051b614ae760208201614a4a565b91825260208184018101929081019088841115614b02575f5ffd5b6020850194505b83851015614b305784519250614b1e8361460e565b82825260209485019490910190614b09565b602097909701519698969750505050505050565b67ffffffffffffffff81168114614622575f5ffd5b80516125a381614b44565b8051600581106125a3575f5ffd5b5f60e0828403128015614b83575f5ffd5b50614b8c6149d9565b8251614b978161460e565b81526020830151614ba78161460e565b60208201526040830151614bba8161460e565b60408201526060830151614bcd8161460e565b6060820152614bde60808401614b59565b6080820152614bef60a08401614b59565b60a0820152614c0060c08401614b64565b60c08201529392505050565b634e487b7160e01b5f52603260045260245ffd5b80356125a381614b44565b60ff81168114614622575f5ffd5b80356125a381614c2b565b80356fffffffffffffffffffffffffffffffff811681146125a3575f5ffd5b5f610280828403128015614c75575f5ffd5b50614c7e614a02565b82358152614c8e60208401614c20565b6020820152614c9f60408401614625565b6040820152614cb060608401614625565b6060820152614cc160808401614625565b6080820152614cd260a08401614625565b60a082015260c08381013590820152614ced60e08401614c39565b60e0820152614cff6101008401614c39565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a08084013590820152614d496101c08401614c20565b6101c0820152614d5c6101e08401614c20565b6101e0820152614d6f6102008401614c44565b610200820152614d826102208401614c39565b610220820152614d956102408401614c20565b610240820152614da86102608401614c20565b6102608201529392505050565b5f60208284031215614dc5575f5ffd5b8135613c3281614c2b565b5f60208284031215614de0575f5ffd5b8135613c3281614b44565b5f60208284031215614dfb575f5ffd5b8151613c3281614b44565b5f60208284031215614e16575f5ffd5b8135613c328161460e565b80516001600160c01b0319811681146125a3575f5ffd5b5f60208284031215614e48575f5ffd5b613c3282614e21565b63ffffffff81168114614622575f5ffd5b5f60208284031215614e72575f5ffd5b8135613c3281614e51565b5f60208284031215614e8d575f5ffd5b5051919050565b5f60e0828403128015614ea5575f5ffd5b50614eae6149d9565b823581526020830135614ec081614e51565b60208201526040830135614ed38161460e565b6040820152606083810135908201526080830135614ef081614c2b565b608082015260a0838101359082015260c0928301359281019290925250919050565b60ff81811683821602908116908181146123c7576123c761488e565b60ff81811683821601908111156108575761085761488e565b67ffffffffffffffff81811683821601908111156108575761085761488e565b83815260608101614f778461476f565b836020830152614f868361476f565b826040830152949350505050565b805180151581146125a3575f5ffd5b5f5f60408385031215614fb4575f5ffd5b82519150614fc460208401614f94565b90509250929050565b80820281158282048414176108575761085761488e565b808201808211156108575761085761488e565b5f60208284031215615007575f5ffd5b815165ffffffffffff81168114613c32575f5ffd5b5f6001820161502d5761502d61488e565b5060010190565b60ff82811682821603908111156108575761085761488e565b5f6020828403121561505d575f5ffd5b613c3282614f94565b6001600160a01b03831681526040810161507f8361476f565b8260208301529392505050565b80516125a381614c2b565b805161ffff811681146125a3575f5ffd5b80516125a381614e51565b5f6101208284031280156150c5575f5ffd5b506150ce614a26565b6150d783614a7b565b81526150e560208401614e21565b60208201526150f66040840161508c565b60408201526151076060840161508c565b606082015261511860808401615097565b608082015261512960a08401614b59565b60a082015261513a60c08401614b59565b60c082015261514b60e08401614b59565b60e082015261515d61010084016150a8565b6101008201529392505050565b5f6102a082019050838252825160208301526020830151615197604084018267ffffffffffffffff169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e083015161520b61010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516152766101e084018267ffffffffffffffff169052565b506101e083015167ffffffffffffffff8116610200840152506102008301516fffffffffffffffffffffffffffffffff81166102208401525061022083015160ff81166102408401525061024083015167ffffffffffffffff81166102608401525061026083015167ffffffffffffffff811661028084015250939250505056' as const
