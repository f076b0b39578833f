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

export const panelJudgeBytecode = '0x610260604052348015610010575f5ffd5b50604051615dfc380380615dfc83398101604081905261002f916104cd565b83516001600160a01b039081166080526020850151811660a0526040850151811660c0526060850151811660e052838116610100528216610120525f617a69461461007b57600361007e565b60015b905080825f01511080610092575081516007105b156100cd576040516370dd89b560e01b8152602060048201526005602482015264736561747360d81b60448201526064015b60405180910390fd5b815160208301516100df90600261058b565b1115806100f0575081516020830151115b15610126576040516370dd89b560e01b8152602060048201526005602482015264616772656560d81b60448201526064016100c4565b8151602083015160ff908116610160521661014052604082015161015090610e1062093a80610371565b65ffffffffffff166101805260608201516101719061070862093a80610371565b65ffffffffffff166101a0526080820151610193906201518062093a80610371565b65ffffffffffff166101c05260a082015115806101da575081516101b890600361058b565b6101c39060016105a8565b8260a001516101d2919061058b565b8260c0015111155b15610211576040516370dd89b560e01b81526004016100c490602080825260049082015263189bdb9960e21b604082015260600190565b8160c001518260e0015111158061025c5750815161023090600261058b565b61023b9060016105a8565b60a083015161024b90600261058b565b610255919061058b565b8260e00151105b15610297576040516370dd89b560e01b815260206004820152600a602482015269185c1c19585b109bdb9960b21b60448201526064016100c4565b836001600160a01b031663d980c79a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156102d3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906102f791906105bb565b826101000151111561033b576040516370dd89b560e01b815260206004820152600c60248201526b6f7665727475726e46696e6560a01b60448201526064016100c4565b5060a081015160c082015160e0830151610100909301516102405261022092909252610200919091526101e052506105d2915050565b5f80617a6946146103825783610385565b60015b90508085108061039457508285115b156103c35760405163391fdee160e21b81526004810186905260248101829052604481018490526064016100c4565b50929392505050565b60405161012081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b60405290565b604051608081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b6001600160a01b0381168114610443575f5ffd5b50565b80516104518161042f565b919050565b5f6101208284031215610467575f5ffd5b61046f6103cc565b825181526020808401519082015260408084015190820152606080840151908201526080808401519082015260a0808401519082015260c0808401519082015260e08084015190820152610100928301519281019290925250919050565b5f5f5f5f8486036101e08112156104e2575f5ffd5b60808112156104ef575f5ffd5b506104f8610401565b85516105038161042f565b815260208601516105138161042f565b602082015260408601516105268161042f565b604082015260608601516105398161042f565b6060820152608086015190945061054f8161042f565b925061055d60a08601610446565b915061056c8660c08701610456565b905092959194509250565b634e487b7160e01b5f52601160045260245ffd5b80820281158282048414176105a2576105a2610577565b92915050565b808201808211156105a2576105a2610577565b5f602082840312156105cb575f5ffd5b5051919050565b60805160a05160c05160e05161010051610120516101405161016051610180516101a0516101c0516101e0516102005161022051610240516156086107f45f395f818161062d01526144eb01525f81816104ff01528181611cc3015261362d01525f818161036901528181611338015281816137fd015261395d01525f8181610586015281816139330152818161435a01526143de01525f8181610390015281816122520152612ff301525f81816103ce01528181612981015261301c01525f818161043e01528181612912015261304501525f818161048c015261140a01525f81816104d8015281816113e901528181611f0c01528181611f41015261391101525f8181610318015281816124cd0152818161259d01528181612e4101528181612ec901528181612f510152613de601525f818161055601528181610a1d01528181610b8b01528181611e12015281816130b6015281816141c6015281816142a6015261445101525f81816105ad015281816116680152612a8b01525f818161065401528181610e710152610f8f01525f818161040601528181610f580152613f5201525f818161046501528181610ac20152818161124501528181611cec01528181611d880152818161239201528181612b9d01528181612d3f015281816135ff015281816136c9015281816137cf015281816138df01528181613a1e01528181613aa401528181613b4401528181614383015261451101526156085ff3fe608060405234801561000f575f5ffd5b5060043610610269575f3560e01c806390626c2311610157578063ddca3f43116100d2578063ece1de4411610088578063efb7fca21161006e578063efb7fca2146103f0578063f400b10e1461064f578063f6e22eb514610676575f5ffd5b8063ece1de4414610615578063ee0e9a3714610628575f5ffd5b8063e3ce094d116100b8578063e3ce094d146105cf578063e6df12fe146105e2578063e8173212146105f5575f5ffd5b8063ddca3f4314610581578063e2fdcc17146105a8575f5ffd5b8063bc46cb4f11610127578063c5a95b561161010d578063c5a95b5614610549578063cd5e3c5d14610551578063db65db6314610578575f5ffd5b8063bc46cb4f1461052b578063c45fdda914610534575f5ffd5b806390626c23146104c05780639c5655d6146104d3578063a0129649146104fa578063aa80483c14610521575f5ffd5b80636a96064f116101e75780637b1abbe0116101b7578063807905571161019d578063807905571461043957806386a0c186146104605780638fae60a514610487575f5ffd5b80637b1abbe0146104285780637f2646d714610431575f5ffd5b80636a96064f146103c957806370c7f5b6146103f0578063745a3577146103f85780637b10399914610401575f5ffd5b806359659e901161023c578063644d11c611610222578063644d11c61461035a57806364c9ec6f1461036457806364fb57921461038b575f5ffd5b806359659e90146103135780636210475614610352575f5ffd5b8063106db0ad1461026d578063289533df14610296578063440f19ba146102c857806346f9dd6b146102e9575b5f5ffd5b61028061027b36600461473b565b610689565b60405161028d91906147bd565b60405180910390f35b6102b86102a43660046148c1565b5f6020819052908152604090205460ff1681565b604051901515815260200161028d565b6102db6102d636600461473b565b610858565b60405190815260200161028d565b6102db6102f73660046148fa565b600160209081525f928352604080842090915290825290205481565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161028d565b6102db600881565b6102db62093a8081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff909116815260200161028d565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b6102db600381565b6102db610e1081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61070881565b6102db604081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff909116815260200161028d565b6102db6104ce36600461496d565b610d3b565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6102db6201518081565b6102db61100081565b6105476105423660046149ce565b611439565b005b6102db600781565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61010081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6105476105dd36600461473b565b611846565b6105476105f03660046148c1565b611933565b6106086106033660046148c1565b6119d5565b60405161028d9190614a62565b6105476106233660046148c1565b611b25565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae6106843660046148c1565b611f73565b604080516101a0810182525f8082526020820181905291810182905260608082018390526080820183905260a0820183905260c0820183905260e082018390526101008201839052610120820183905261014082018390526101608201929092526101808101919091525f838152600360208181526040808420868552825280842081516101a08101835281548152600182015467ffffffffffffffff80821683870152600160401b808304821684870152600160801b830482166060850152600160c01b909204166080830152600283015463ffffffff80821660a085015264010000000082041660c084015260ff918104821660e0840152600160481b81048216610100840152600160501b81048216610120840152600160581b810482166101408401526c0100000000000000000000000090041615156101608201529381018054835181860281018601909452808452949591946101808701949192909184015b82821015610847575f848152602090819020604080516060810182526002860290920180546001600160a01b0381168452600160a01b900460ff16838501526001908101549183019190915290835290920191016107ee565b505050508152505090505b92915050565b5f5f6108658460016122f1565b5f85815260036020818152604080842092850154600160e81b900460ff168452919052902090915083158061089b575061010084115b156108e2576040517f28d82e390000000000000000000000000000000000000000000000000000000081526004810185905261010060248201526044015b60405180910390fd5b60038201546108fd908690600160e81b900460ff1683612478565b61090b575f92505050610852565b5f610915826126e5565b600283015490915061093590640100000000900463ffffffff1682614b6c565b85111561095c57600282015461095990640100000000900463ffffffff1682614b6c565b94505b600282810154604080516101608101825285548152640100000000830463ffffffff90811660208301529181018990529082166060820152600160501b90910460ff9081166080830181905260018087015467ffffffffffffffff1660a08501526003880154600160e01b8104841660c0808701919091529189015460e0860152948801546001600160a01b03908116610100860152600160a01b860490911b6001600160c01b03191661012085015280851661014085015290935f9384937f000000000000000000000000000000000000000000000000000000000000000090931692638bda317a92610a59918e91600160e81b900416612720565b6040518363ffffffff1660e01b8152600401610a76929190614bb8565b5f60405180830381865afa158015610a90573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052610ab79190810190614d50565b91509150815196505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663d49224e98b6040518263ffffffff1660e01b8152600401610b0e91815260200190565b60e060405180830381865afa158015610b29573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b4d9190614e3c565b60a0015190505f5b88811015610cb857610b89848281518110610b7257610b72614ed6565b60200260200101518861286590919063ffffffff16565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd858381518110610bca57610bca614ed6565b6020026020010151846040518363ffffffff1660e01b8152600401610c0e9291906001600160a01b0392909216825267ffffffffffffffff16602082015260400190565b5f604051808303815f87803b158015610c25575f5ffd5b505af1158015610c37573d5f5f3e3d5ffd5b50505050838181518110610c4d57610c4d614ed6565b60200260200101516001600160a01b03168b7fcfde348e9201752267c29b9080ada27c540b5f41f4d734e69d0a27ff87b1f1228a600301601d9054906101000a900460ff16604051610ca8919060ff91909116815260200190565b60405180910390a3600101610b55565b5081610cc48986614b6c565b60028801805463ffffffff9093166401000000000267ffffffff000000001960ff938416600160501b908102919091166aff0000ffffffff000000001990951694909417179081905591909104161580610d1e5750848210155b15610d2e57610d2e8a88886128f0565b5050505050505092915050565b5f80610d8a610d4f36889003880188614f36565b86868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250612a8592505050565b9050610d9e61012087016101008801615088565b60ff161580610dc157506003610dbc61012088016101008901615088565b60ff16115b15610e1057610dd861012087016101008801615088565b6040517f8f6bbd0900000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108d9565b5f8181526020819052604090205460ff1615610e5b576040517f6b740427000000000000000000000000000000000000000000000000000000008152600481018290526024016108d9565b610e6481612c99565b91505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb4768610ea86102808a016102608b016150a3565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015610eeb573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610f0f91906150be565b60408051610160810182528481526101208a013560208201529192508101610f3d60808a0160608b016150d9565b6001600160a01b0390811682523360208301526040909101907f00000000000000000000000000000000000000000000000000000000000000001663ecab7cce610f8d60a08c0160808d016150d9565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663fb5bb0c36040518163ffffffff1660e01b8152600401602060405180830381865afa158015610fe9573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061100d91906150f4565b61101f9065ffffffffffff1687615119565b6040516001600160e01b031960e085901b1681526001600160a01b03909216600483015267ffffffffffffffff166024820152604401602060405180830381865afa158015611070573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906110949190615153565b6001600160c01b03191681526020016110b56101208a016101008b01615088565b60ff1681526001602082018190525f6040830181905260608301819052608083015260a0909101525f84815260026020818152604092839020845181559084015160018201559183015190820180547fffffffffffffffffffffffff0000000000000000000000000000000000000000166001600160a01b039283161790556060830151600383018054608086015160a087015160c08089015160e08a01519688166001600160e01b031995861617600160a01b9490921c8402919091177fffff0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff16600160e01b60ff938416810260ff60e81b191691909117600160e81b928416929092029190911760ff60f01b1916600160f01b929096169190910294909417909255610100860151600480870180546101208a015193909716969093169590951767ffffffffffffffff9091169092029190911780825561014086015193919260ff60e01b1990911691849081111561123057611230614a25565b02179055509050505f611241612e3d565b90507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f856040518060a001604052808c606001602081019061129191906150d9565b6001600160a01b031681526020016112af60a08e0160808f016150d9565b6001600160a01b0390811682523360208084019190915267ffffffffffffffff808a1660408086019190915289821660609586015280516001600160e01b031960e08a901b1681526004810197909752855184166024880152918501518316604487015290840151909116606485015290820151811660848401526080909101511660a48201527f000000000000000000000000000000000000000000000000000000000000000060c482015260e4015f604051808303815f87803b158015611376575f5ffd5b505af1158015611388573d5f5f3e3d5ffd5b5061139d9250505060a0890160808a016150d9565b6001600160a01b031683857faae9909e89829e113872f1d275fdfe1ceb5956fba628cfbe31a272bd00f20bc8886040516113d991815260200190565b60405180910390a461142e8460017f00000000000000000000000000000000000000000000000000000000000000007f00000000000000000000000000000000000000000000000000000000000000006130b3565b505050949350505050565b5f611446843560026122f1565b84355f90815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff164211156114cc576001810154604051636ae6974960e11b815286356004820152600160c01b90910467ffffffffffffffff1660248201524260448201526064016108d9565b6001810154600160801b900467ffffffffffffffff1642118015906114f757506114f58161321e565b155b156115535760018101546040517fe752e11000000000000000000000000000000000000000000000000000000000815286356004820152600160801b90910467ffffffffffffffff1660248201524260448201526064016108d9565b6003820154600160e81b900460ff16611572604087016020880161517d565b63ffffffff1614158061158a57508154606086013514155b156115e25784356115a1604087016020880161517d565b6040517f30d7b1d4000000000000000000000000000000000000000000000000000000008152600481019290925263ffffffff1660248201526044016108d9565b60016115f460a0870160808801615088565b60ff1610806116155750600361161060a0870160808801615088565b60ff16115b156116625761162a60a0860160808701615088565b6040517fb374743400000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108d9565b5f6117377f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156116c2573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906116e69190615198565b6116fd6116f8368a90038a018a6151af565b613282565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b905061178861174c60608801604089016150d9565b8287878080601f0160208091040260200160405190810160405280939291908181526020018383808284375f9201919091525061333692505050565b6117b561179b60608801604089016150d9565b826117ac60a08a0160808b01615088565b8592919061338e565b6117c560608701604088016150d9565b60038401546001600160a01b0391909116908735907f29eb120e27fa35f6f0c8ee58cd4f3624991478b00e9f60639461c4c931b3993690600160e81b900460ff1661181660a08b0160808c01615088565b6040805160ff938416815292909116602083015260a08b01359082015260600160405180910390a3505050505050565b5f6118528360026122f1565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160801b900467ffffffffffffffff164211156118d6576001810154604051636ae6974960e11b815260048101869052600160801b90910467ffffffffffffffff1660248201524260448201526064016108d9565b6118e1813385613481565b600382015460408051600160e81b90920460ff16825260208201859052339186917f59b651da4e04184fa28e2ed4decd25e65ad52a1b5f673af26a3ecc55b77aa25a910160405180910390a350505050565b5f61193f8260036122f1565b6004810154909150600160a01b900467ffffffffffffffff1642116119b4576004818101546040517f1ce274a7000000000000000000000000000000000000000000000000000000008152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108d9565b6119d1828283600301601e9054906101000a900460ff165f613517565b5050565b611a3160408051610160810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290529061014082015290565b5f8281526002602081815260409283902083516101608101855281548152600182015492810192909252918201546001600160a01b039081169382019390935260038201548084166060830152600160a01b80820460c090811b6001600160c01b0319166080850152600160e01b80840460ff90811660a0870152600160e81b8504811692860192909252600160f01b909304811660e085015260048086015496871661010086015291860467ffffffffffffffff16610120850152929461014086019392900490911690811115611b0b57611b0b614a25565b6004811115611b1c57611b1c614a25565b90525092915050565b5f611b318260036122f1565b6004810154909150600160a01b900467ffffffffffffffff16421115611b8e57600481810154604051636ae6974960e11b8152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108d9565b60038101545f90600160f01b900460ff16600214611bb95760038201546001600160a01b0316611bc8565b60028201546001600160a01b03165b9050336001600160a01b03821614611c1d576040517f01e4d2720000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b03821660248201526044016108d9565b60048201805460038401805460ff60e81b19167d0200000000000000000000000000000000000000000000000000000000001790557fffffff00ffffffffffffffff0000000000000000000000000000000000000000163360ff60e01b191617600160e01b1790555f611c8e612e3d565b6040517f367a15b6000000000000000000000000000000000000000000000000000000008152600481018690523360248201527f000000000000000000000000000000000000000000000000000000000000000060448201529091507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063367a15b6906064015f604051808303815f87803b158015611d35575f5ffd5b505af1158015611d47573d5f5f3e3d5ffd5b50506040517fc4863eba0000000000000000000000000000000000000000000000000000000081526004810187905267ffffffffffffffff841660248201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063c4863eba91506044015f604051808303815f87803b158015611dd3575f5ffd5b505af1158015611de5573d5f5f3e3d5ffd5b5050505f85815260036020908152604080832060018452909152812091505b6003820154811015611ed4577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd836003018381548110611e5457611e54614ed6565b5f91825260209091206002909102015460405160e083901b6001600160e01b03191681526001600160a01b03909116600482015267ffffffffffffffff861660248201526044015f604051808303815f87803b158015611eb2575f5ffd5b505af1158015611ec4573d5f5f3e3d5ffd5b505060019092019150611e049050565b50604051339086907f673c0e4adf716bc1add5673ef65630ad636896c3d4282ca79d98ff4e578eaaed905f90a3611f6c856002611f317f00000000000000000000000000000000000000000000000000000000000000008261522d565b611f3c906001615249565b611f677f00000000000000000000000000000000000000000000000000000000000000006001615249565b6130b3565b5050505050565b5f5f611f808360026122f1565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff164211801590611fd45750611fd281613bf3565b155b156120305760018101546040517f1bab35a500000000000000000000000000000000000000000000000000000000815260048101869052600160c01b90910467ffffffffffffffff1660248201524260448201526064016108d9565b5f61203a82613c56565b909450905060ff8416158015612065575060028201546c01000000000000000000000000900460ff16155b15612138576120cf828260028201805460039093015460ff908116600160581b026bff00000000000000000000001993909116600160501b026cff00ff0000000000000000000019909416939093176c010000000000000000000000001791909116919091179055565b60048301805460ff60e01b1916600160e01b179055600383015460408051600160e81b90920460ff16825260208201839052805187927f61740328d1e40339b5f04347c5c21f4734a3a5404a85ebdc916c7a3525d16ecc92908290030190a2505f949350505050565b600383015460408051600160e81b90920460ff90811683528616602083015286917f3dba3eadb0e600077999a3539cfb4e00f4dbe7a8eebb9847af5e4c5c8aceb7d9910160405180910390a26003830154600160e81b900460ff16600203612218575f60ff85161580156121ba57506003840154600160f01b900460ff166002145b80156121dc57506002830154600160481b900460ff166121d984613d57565b10155b9050612212868560ff88161580156121f2575083155b6121fc578761220c565b6003870154600160f01b900460ff165b88613517565b506122e9565b8360ff165f036122335761222e85845f5f613517565b6122e9565b60038301805460ff60f01b1916600160f01b60ff87160217905561227f7f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff1642615262565b60048401805467ffffffffffffffff92909216600160a01b0260ff60e01b19167fffffff000000000000000000ffffffffffffffffffffffffffffffffffffffff909216919091177c03000000000000000000000000000000000000000000000000000000001790555b505050919050565b5f82815260026020526040902081600481111561231057612310614a25565b600482810154600160e01b900460ff169081111561233057612330614a25565b1461237a576004818101546040517fecd477260000000000000000000000000000000000000000000000000000000081526108d9928692600160e01b900460ff1691869101615282565b60405163d49224e960e01b8152600481018490525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063d49224e99060240160e060405180830381865afa1580156123df573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906124039190614e3c565b905060018160c00151600481111561241d5761241d614a25565b14158061243757508060a0015167ffffffffffffffff1642115b15612471576040517fb5d3aa47000000000000000000000000000000000000000000000000000000008152600481018590526024016108d9565b5092915050565b80545f9015612489575060016126de565b60018201546040517f01ca72d4000000000000000000000000000000000000000000000000000000008152600160401b90910467ffffffffffffffff1660048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906301ca72d490602401602060405180830381865afa15801561251a573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061253e91906152be565b156125555761254e848484613db8565b505f6126de565b60018201546040517fcd40d075000000000000000000000000000000000000000000000000000000008152600160401b90910467ffffffffffffffff1660048201525f9081907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cd40d075906024016040805180830381865afa1580156125e9573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061260d91906152d7565b91509150815f5f1b036126645760018401546040517fa3b64a5e000000000000000000000000000000000000000000000000000000008152600160401b90910467ffffffffffffffff1660048201526024016108d9565b60408051602081018490529081018790526060810186905260800160408051808303601f190181528282528051602091820120808855888452908301528215159082015286907f9d20eb3ecfbf58563571e8b8ec2f16877c589e9a09d8bdae473877b0539566c29060600160405180910390a26001925050505b9392505050565b60028101545f906040906127009063ffffffff166008615301565b61270a9190615318565b905061100081111561271b57506110005b919050565b5f828152600360208181526040808420600185529091528083206002808552919093209183015460609392918514612758575f61275e565b60038201545b6127689082615318565b67ffffffffffffffff81111561278057612780614c8f565b6040519080825280602002602001820160405280156127a9578160200160208202803683370190505b5093505f5b845181101561285b578181106127fa57600383016127cc8383614b6c565b815481106127dc576127dc614ed6565b5f9182526020909120600290910201546001600160a01b0316612829565b83600301818154811061280f5761280f614ed6565b5f9182526020909120600290910201546001600160a01b03165b85828151811061283b5761283b614ed6565b6001600160a01b03909216602092830291909101909101526001016127ae565b5050505092915050565b604080516060810182526001600160a01b0392831681525f6020808301828152938301828152600390960180546001818101835591845291909220925160029091029092018054935160ff16600160a01b027fffffffffffffffffffffff00000000000000000000000000000000000000000090941692909416919091179190911782559151910155565b6002810180546aff000000000000000000001916905561293865ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642615262565b6001820180547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b67ffffffffffffffff938416810291909117918290556129b3927f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff16929190910416615262565b60018201805467ffffffffffffffff928316600160c01b90810277ffffffffffffffffffffffffffffffffffffffffffffffff90921691909117825560048501805460ff60e01b19167c02000000000000000000000000000000000000000000000000000000001790556003850154915460408051600160e81b90940460ff168452600160801b8204851660208501529190049092169181019190915283907f9ba006d3019f986b0c4bb7ef45c233e1247472eb2a82addb14f5063d7e9d69a1906060015b60405180910390a2505050565b5f612b0f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015612ae5573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612b099190615198565b84613ef5565b9050612b2083608001518284613336565b612b3883608001518460600151856102600151613f03565b4283610260015167ffffffffffffffff161115612b9a576102608301516040517f6499341500000000000000000000000000000000000000000000000000000000815267ffffffffffffffff90911660048201524260248201526044016108d9565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015612bf7573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612c1b91906150f4565b65ffffffffffff1684610260015167ffffffffffffffff16612c3d9190615318565b905080421115612471576102608401516040517f7aea552c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602481018290524260448201526064016108d9565b5f81815260016020908152604080832033845290915281208054829182612cbf8361532b565b9091555090508015612dff575f308433612cda600186614b6c565b604080516001600160a01b0395861660208201529081019390935292166060820152608081019190915260a00160408051601f1981840301815290829052805160209091012063d49224e960e01b82526004820181905291505f906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063d49224e99060240160e060405180830381865afa158015612d84573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612da89190614e3c565b60c0015190506004816004811115612dc257612dc2614a25565b14612dfc576040517f032a32ef000000000000000000000000000000000000000000000000000000008152600481018390526024016108d9565b50505b604080513060208201529081018490523360608201526080810182905260a00160405160208183030381529060405280519060200120915050919050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f9dc42166040518163ffffffff1660e01b8152600401602060405180830381865afa158015612e9b573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612ebf91906150f4565b65ffffffffffff167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663fe834fd06040518163ffffffff1660e01b8152600401602060405180830381865afa158015612f23573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612f4791906150f4565b65ffffffffffff167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663a18447146040518163ffffffff1660e01b8152600401602060405180830381865afa158015612fab573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612fcf9190615198565b612fd99190615318565b612fe39190615318565b612fee906002615301565b90505f7f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff166130769190615318565b613081906002615301565b61308b9084615318565b6130959190615318565b90506130a2816003615301565b6130ac9042615318565b9250505090565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663ed08fa806040518163ffffffff1660e01b8152600401602060405180830381865afa158015613110573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906131349190615198565b9050805f0361316f576040517fa9b3df6500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f858152600360209081526040808320878452909152902060018101805467ffffffffffffffff19164267ffffffffffffffff1617905560028101805463ffffffff841668ff00000000ffffffff1990911617600160401b60ff808816918202929092176affff0000000000000000001916600160481b928716929092026aff00000000000000000000191691909117600160501b91909102179055613216868683613db8565b505050505050565b60028101545f90600160581b900460ff165b60038301548110156132795782600301818154811061325157613251614ed6565b905f5260205f209060020201600101545f5f1b0361327157505f92915050565b600101613230565b50600192915050565b6040515f90613319907f76003cfa15477e7ca0d223b41ae0b69e01474ac2cd0171917e737509ab912d009084906020015f610100820190508382528251602083015263ffffffff60208401511660408301526001600160a01b0360408401511660608301526060830151608083015260ff60808401511660a083015260a083015160c083015260c083015160e08301529392505050565b604051602081830303815290604052805190602001209050919050565b613341838383614003565b613389576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044016108d9565b505050565b5f6133998585614051565b9050828160010154146133f75760018101546040517fdaac27300000000000000000000000000000000000000000000000000000000081526001600160a01b03861660048201526024810191909152604481018490526064016108d9565b8054600160a01b900460ff1615613445576040517f879d3b850000000000000000000000000000000000000000000000000000000081526001600160a01b03851660048201526024016108d9565b805460ff909216600160a01b027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909216919091179055505050565b5f61348c8484614051565b90505f8290036134c8576040517f4dfab33600000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b60018101541561350f576040517f64dbd9870000000000000000000000000000000000000000000000000000000081526001600160a01b03841660048201526024016108d9565b600101555050565b60048301805460ff60e01b1981167c040000000000000000000000000000000000000000000000000000000017909155600384015460028501546001600160a01b0380831693918116929116905f906135819089906001908790600160f01b900460ff168961411b565b90505f6001600160a01b038316156135a6576135a189600285895f61411b565b6135a8565b5f5b905060ff8616158015906135cc5750600388015460ff878116600160f01b90920416145b156136bb575f846001600160a01b0316846001600160a01b0316146135f157846135f3565b855b90506001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328b8684613651877f0000000000000000000000000000000000000000000000000000000000000000614b6c565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b1580156136a3575f5ffd5b505af11580156136b5573d5f5f3e3d5ffd5b50505050505b60011960ff8816016137a0577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316633ac99e798a876001600160a01b0316866001600160a01b031614613716575f613718565b835b6137229086615318565b6040516001600160e01b031960e085901b168152600481019290925260248201525f6044820181905260648201819052608482015260a4016020604051808303815f875af1158015613776573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061379a9190615343565b50613a7e565b5f1960ff88160161388e5787545f908152602081905260409020805460ff191660011790556001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328a8787613821877f0000000000000000000000000000000000000000000000000000000000000000614b6c565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b158015613873575f5ffd5b505af1158015613885573d5f5f3e3d5ffd5b505050506139ef565b5f898152600360208181526040808420928c0154600160e81b900460ff9081168552929091529091206002810154600160481b9004909116906138d090613d57565b106139ef576001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328a878761398661395760ff7f0000000000000000000000000000000000000000000000000000000000000000167f0000000000000000000000000000000000000000000000000000000000000000615301565b613981897f0000000000000000000000000000000000000000000000000000000000000000614b6c565b614597565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b1580156139d8575f5ffd5b505af11580156139ea573d5f5f3e3d5ffd5b505050505b6040517f869e0037000000000000000000000000000000000000000000000000000000008152600481018a90527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b158015613a67575f5ffd5b505af1158015613a79573d5f5f3e3d5ffd5b505050505b60405163fd2b1dcf60e01b8152600481018a90526001600160a01b0386811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af1158015613aea573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613b0e9190615198565b506001600160a01b03831615613bb05760405163fd2b1dcf60e01b8152600481018a90526001600160a01b0384811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af1158015613b8a573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613bae9190615198565b505b60405160ff8816815289907f45faff0c4f852da743ec9624a6fd147dfffb23150944be1670a6e4b74657bf549060200160405180910390a2505050505050505050565b60028101545f90600160581b900460ff165b600383015481101561327957826003018181548110613c2657613c26614ed6565b5f918252602082206002909102015460ff600160a01b909104169003613c4e57505f92915050565b600101613c05565b5f808080805b6003860154811015613cd7575f866003018281548110613c7e57613c7e614ed6565b5f918252602090912060029091020154600160a01b900460ff1690505f198101613cb45783613cac8161532b565b945050613cce565b60011960ff821601613cce5782613cca8161532b565b9350505b50600101613c5c565b5060028501548190613cf4908490600160401b900460ff16614b6c565b613cfe9190614b6c565b6002860154909350600160481b900460ff168110613d1f5760029350613d50565b6002850154613d419060ff600160481b8204811691600160401b90041661535e565b60ff16821115613d5057600193505b5050915091565b5f805b6003830154811015613db2576003838101805483908110613d7d57613d7d614ed6565b5f918252602090912060029091020154600160a01b900460ff1603613daa5781613da68161532b565b9250505b600101613d5a565b50919050565b6040517f0e5a4ff30000000000000000000000000000000000000000000000000000000081524260048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690630e5a4ff390602401602060405180830381865afa158015613e33573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613e5791906150be565b613e62906001615262565b6001820180547fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff16600160401b67ffffffffffffffff9384168102919091179182905560028401546040805187815292909304909316602082015263ffffffff9092169082015283907f74b812f56fe2163f556f2190188ff9754e731d489da22578e4b5b382fec4d5cf90606001612a78565b5f6126de836116fd846145a6565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152838116602483015267ffffffffffffffff831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa158015613f96573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613fba91906152be565b613389576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b038085166004830152831660248201526044016108d9565b5f5f5f61401085856145db565b5090925090505f81600381111561402957614029614a25565b1480156140475750856001600160a01b0316826001600160a01b0316145b9695505050505050565b60028201545f90600160581b900460ff165b60038401548110156140dd57826001600160a01b031684600301828154811061408e5761408e614ed6565b5f9182526020909120600290910201546001600160a01b0316036140d5578360030181815481106140c1576140c1614ed6565b905f5260205f209060020201915050610852565b600101614063565b506040517f888134850000000000000000000000000000000000000000000000000000000081526001600160a01b03831660048201526024016108d9565b5f85815260036020908152604080832087845290915281208160ff84161580159061414c57508460ff168460ff1614155b90505f5b600383015481101561458b575f5f84600301838154811061417357614173614ed6565b5f9182526020909120600290910201546003860180546001600160a01b0390921691859081106141a5576141a5614ed6565b5f918252602090912060029091020154909250600160a01b900460ff1690507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663de313c21836141fe848c614624565b6040518363ffffffff1660e01b815260040161421b929190615377565b5f604051808303815f87803b158015614232575f5ffd5b505af1158015614244573d5f5f3e3d5ffd5b5050505060ff8116600114801590614260575060ff8116600214155b1561426c575050614583565b6040517f1c4379420000000000000000000000000000000000000000000000000000000081526001600160a01b0383811660048301525f917f000000000000000000000000000000000000000000000000000000000000000090911690631c4379429060240161012060405180830381865afa1580156142ee573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061431291906153c4565b516040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018e90526001600160a01b038c8116602483015280831660448301527f000000000000000000000000000000000000000000000000000000000000000060648301529192507f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b1580156143c6575f5ffd5b505af11580156143d8573d5f5f3e3d5ffd5b505050507f0000000000000000000000000000000000000000000000000000000000000000876144089190615318565b965084801561441c57508860ff168260ff16145b1561457f576040517fde313c210000000000000000000000000000000000000000000000000000000081526001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063de313c21906144889086906004908101615377565b5f604051808303815f87803b15801561449f575f5ffd5b505af11580156144b1573d5f5f3e3d5ffd5b50506040517fdb1e46620000000000000000000000000000000000000000000000000000000081526001600160a01b0384811660048301527f000000000000000000000000000000000000000000000000000000000000000060248301527f000000000000000000000000000000000000000000000000000000000000000016925063db1e466291506044016020604051808303815f875af1158015614559573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061457d9190615198565b505b5050505b600101614150565b50505095945050505050565b5f8282188284100282186126de565b6040515f90613319907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d48090849060200161547b565b5f5f5f8351604103614612576020840151604085015160608601515f1a61460488828585614673565b95509550955050505061461d565b505081515f91506002905b9250925092565b5f8260ff165f0361463757506003610852565b60021960ff84160161464b57506002610852565b60ff8216158061466057508160ff168360ff16145b61466b5760016126de565b505f92915050565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411156146ac57505f91506003905082614731565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa1580156146fd573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b03811661472857505f925060019150829050614731565b92505f91508190505b9450945094915050565b5f5f6040838503121561474c575f5ffd5b50508035926020909101359150565b5f8151808452602084019350602083015f5b828110156147b35781516001600160a01b03815116875260ff6020820151166020880152604081015160408801525060608601955060208201915060018101905061476d565b5093949350505050565b60208152815160208201525f60208301516147e4604084018267ffffffffffffffff169052565b50604083015167ffffffffffffffff8116606084015250606083015167ffffffffffffffff8116608084015250608083015167ffffffffffffffff811660a08401525060a083015163ffffffff811660c08401525060c083015163ffffffff811660e08401525060e083015160ff81166101008401525061010083015160ff81166101208401525061012083015160ff81166101408401525061014083015160ff811661016084015250610160830151801515610180840152506101808301516101a0808401526148b96101c084018261475b565b949350505050565b5f602082840312156148d1575f5ffd5b5035919050565b6001600160a01b03811681146148ec575f5ffd5b50565b803561271b816148d8565b5f5f6040838503121561490b575f5ffd5b82359150602083013561491d816148d8565b809150509250929050565b5f5f83601f840112614938575f5ffd5b50813567ffffffffffffffff81111561494f575f5ffd5b602083019150836020828501011115614966575f5ffd5b9250929050565b5f5f5f5f8486036102c0811215614982575f5ffd5b610280811215614990575f5ffd5b5084935061028085013567ffffffffffffffff8111156149ae575f5ffd5b6149ba87828801614928565b959890975094956102a00135949350505050565b5f5f5f8385036101008112156149e2575f5ffd5b60e08112156149ef575f5ffd5b5083925060e084013567ffffffffffffffff811115614a0c575f5ffd5b614a1886828701614928565b9497909650939450505050565b634e487b7160e01b5f52602160045260245ffd5b600581106148ec57634e487b7160e01b5f52602160045260245ffd5b614a5e81614a39565b9052565b5f6101608201905082518252602083015160208301526040830151614a9260408401826001600160a01b03169052565b506060830151614aad60608401826001600160a01b03169052565b506080830151614ac960808401826001600160c01b0319169052565b5060a0830151614ade60a084018260ff169052565b5060c0830151614af360c084018260ff169052565b5060e0830151614b0860e084018260ff169052565b50610100830151614b256101008401826001600160a01b03169052565b50610120830151614b4361012084018267ffffffffffffffff169052565b50610140830151612471610140840182614a55565b634e487b7160e01b5f52601160045260245ffd5b8181038181111561085257610852614b58565b5f8151808452602084019350602083015f5b828110156147b35781516001600160a01b0316865260209586019590910190600101614b91565b82518152602083015160208201526040830151604082015260608301516060820152608083015160808201525f60a0840151614c0060a084018267ffffffffffffffff169052565b5060c0840151614c1560c084018260ff169052565b5060e084015160e0830152610100840151614c3c6101008401826001600160a01b03169052565b50610120840151614c5a6101208401826001600160c01b0319169052565b50610140840151614c776101408401826001600160a01b03169052565b506101806101608301526148b9610180830184614b7f565b634e487b7160e01b5f52604160045260245ffd5b60405160e0810167ffffffffffffffff81118282101715614cc657614cc6614c8f565b60405290565b604051610280810167ffffffffffffffff81118282101715614cc657614cc6614c8f565b604051610120810167ffffffffffffffff81118282101715614cc657614cc6614c8f565b604051601f8201601f1916810167ffffffffffffffff81118282101715614d3d57614d3d614c8f565b604052919050565b805161271b816148d8565b5f5f60408385031215614d61575f5ffd5b825167ffffffffffffffff811115614d77575f5ffd5b8301601f81018513614d87575f5ffd5b805167ffffffffffffffff811115614da157614da1614c8f565b8060051b614db160208201614d14565b91825260208184018101929081019088841115614dcc575f5ffd5b6020850194505b83851015614dfa5784519250614de8836148d8565b82825260209485019490910190614dd3565b602097909701519698969750505050505050565b67ffffffffffffffff811681146148ec575f5ffd5b805161271b81614e0e565b80516005811061271b575f5ffd5b5f60e0828403128015614e4d575f5ffd5b50614e56614ca3565b8251614e61816148d8565b81526020830151614e71816148d8565b60208201526040830151614e84816148d8565b60408201526060830151614e97816148d8565b6060820152614ea860808401614e23565b6080820152614eb960a08401614e23565b60a0820152614eca60c08401614e2e565b60c08201529392505050565b634e487b7160e01b5f52603260045260245ffd5b803561271b81614e0e565b60ff811681146148ec575f5ffd5b803561271b81614ef5565b6fffffffffffffffffffffffffffffffff811681146148ec575f5ffd5b803561271b81614f0e565b5f610280828403128015614f48575f5ffd5b50614f51614ccc565b82358152614f6160208401614eea565b6020820152614f72604084016148ef565b6040820152614f83606084016148ef565b6060820152614f94608084016148ef565b6080820152614fa560a084016148ef565b60a082015260c08381013590820152614fc060e08401614f03565b60e0820152614fd26101008401614f03565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a0808401359082015261501c6101c08401614eea565b6101c082015261502f6101e08401614eea565b6101e08201526150426102008401614f2b565b6102008201526150556102208401614f03565b6102208201526150686102408401614eea565b61024082015261507b6102608401614eea565b6102608201529392505050565b5f60208284031215615098575f5ffd5b81356126de81614ef5565b5f602082840312156150b3575f5ffd5b81356126de81614e0e565b5f602082840312156150ce575f5ffd5b81516126de81614e0e565b5f602082840312156150e9575f5ffd5b81356126de816148d8565b5f60208284031215615104575f5ffd5b815165ffffffffffff811681146126de575f5ffd5b67ffffffffffffffff818116838216029081169081811461247157612471614b58565b80516001600160c01b03198116811461271b575f5ffd5b5f60208284031215615163575f5ffd5b6126de8261513c565b63ffffffff811681146148ec575f5ffd5b5f6020828403121561518d575f5ffd5b81356126de8161516c565b5f602082840312156151a8575f5ffd5b5051919050565b5f60e08284031280156151c0575f5ffd5b506151c9614ca3565b8235815260208301356151db8161516c565b602082015260408301356151ee816148d8565b604082015260608381013590820152608083013561520b81614ef5565b608082015260a0838101359082015260c0928301359281019290925250919050565b60ff818116838216029081169081811461247157612471614b58565b60ff818116838216019081111561085257610852614b58565b67ffffffffffffffff818116838216019081111561085257610852614b58565b8381526060810161529284614a39565b8360208301526152a183614a39565b826040830152949350505050565b8051801515811461271b575f5ffd5b5f602082840312156152ce575f5ffd5b6126de826152af565b5f5f604083850312156152e8575f5ffd5b825191506152f8602084016152af565b90509250929050565b808202811582820484141761085257610852614b58565b8082018082111561085257610852614b58565b5f6001820161533c5761533c614b58565b5060010190565b5f60208284031215615353575f5ffd5b81516126de81614f0e565b60ff828116828216039081111561085257610852614b58565b6001600160a01b03831681526040810161539083614a39565b8260208301529392505050565b805161271b81614ef5565b805161ffff8116811461271b575f5ffd5b805161271b8161516c565b5f6101208284031280156153d6575f5ffd5b506153df614cf0565b6153e883614d45565b81526153f66020840161513c565b60208201526154076040840161539d565b60408201526154186060840161539d565b6060820152615429608084016153a8565b608082015261543a60a08401614e23565b60a082015261544b60c08401614e23565b60c082015261545c60e08401614e23565b60e082015261546e61010084016153b9565b6101008201529392505050565b5f6102a0820190508382528251602083015260208301516154a8604084018267ffffffffffffffff169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e083015161551c61010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516155876101e084018267ffffffffffffffff169052565b506101e083015167ffffffffffffffff8116610200840152506102008301516fffffffffffffffffffffffffffffffff81166102208401525061022083015160ff81166102408401525061024083015167ffffffffffffffff81166102608401525061026083015167ffffffffffffffff811661028084015250939250505056' as const
