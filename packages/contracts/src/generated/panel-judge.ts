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

export const panelJudgeBytecode = '0x610260604052348015610010575f5ffd5b506040516158a23803806158a283398101604081905261002f916104cd565b83516001600160a01b039081166080526020850151811660a0526040850151811660c0526060850151811660e052838116610100528216610120525f617a69461461007b57600361007e565b60015b905080825f01511080610092575081516007105b156100cd576040516370dd89b560e01b8152602060048201526005602482015264736561747360d81b60448201526064015b60405180910390fd5b815160208301516100df90600261058b565b1115806100f0575081516020830151115b15610126576040516370dd89b560e01b8152602060048201526005602482015264616772656560d81b60448201526064016100c4565b8151602083015160ff908116610160521661014052604082015161015090610e1062093a80610371565b65ffffffffffff166101805260608201516101719061070862093a80610371565b65ffffffffffff166101a0526080820151610193906201518062093a80610371565b65ffffffffffff166101c05260a082015115806101da575081516101b890600361058b565b6101c39060016105a8565b8260a001516101d2919061058b565b8260c0015111155b15610211576040516370dd89b560e01b81526004016100c490602080825260049082015263189bdb9960e21b604082015260600190565b8160c001518260e0015111158061025c5750815161023090600261058b565b61023b9060016105a8565b60a083015161024b90600261058b565b610255919061058b565b8260e00151105b15610297576040516370dd89b560e01b815260206004820152600a602482015269185c1c19585b109bdb9960b21b60448201526064016100c4565b836001600160a01b031663d980c79a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156102d3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906102f791906105bb565b826101000151111561033b576040516370dd89b560e01b815260206004820152600c60248201526b6f7665727475726e46696e6560a01b60448201526064016100c4565b5060a081015160c082015160e0830151610100909301516102405261022092909252610200919091526101e052506105d2915050565b5f80617a6946146103825783610385565b60015b90508085108061039457508285115b156103c35760405163391fdee160e21b81526004810186905260248101829052604481018490526064016100c4565b50929392505050565b60405161012081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b60405290565b604051608081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b6001600160a01b0381168114610443575f5ffd5b50565b80516104518161042f565b919050565b5f6101208284031215610467575f5ffd5b61046f6103cc565b825181526020808401519082015260408084015190820152606080840151908201526080808401519082015260a0808401519082015260c0808401519082015260e08084015190820152610100928301519281019290925250919050565b5f5f5f5f8486036101e08112156104e2575f5ffd5b60808112156104ef575f5ffd5b506104f8610401565b85516105038161042f565b815260208601516105138161042f565b602082015260408601516105268161042f565b604082015260608601516105398161042f565b6060820152608086015190945061054f8161042f565b925061055d60a08601610446565b915061056c8660c08701610456565b905092959194509250565b634e487b7160e01b5f52601160045260245ffd5b80820281158282048414176105a2576105a2610577565b92915050565b808201808211156105a2576105a2610577565b5f602082840312156105cb575f5ffd5b5051919050565b60805160a05160c05160e05161010051610120516101405161016051610180516101a0516101c0516101e0516102005161022051610240516150e66107bc5f395f818161062d015261401f01525f81816104ff01528181611c1f015261345b01525f818161036901528181611294015261361701525f818161058601528181613e8e0152613f1201525f81816103900152818161215a0152612c7701525f81816103ce015281816127bb0152612ca001525f818161043e0152818161274c0152612cc901525f818161048c015261136601525f81816104d80152818161134501528181611e680152611e9d01525f8181610318015281816123d901528181612d070152612ead01525f818161055601528181610a1a01528181610b8801528181611d6e01528181612dc401528181613cfa01528181613dda0152613f8501525f81816105ad015281816115c401526128c101525f81816106540152610e6e01525f818161040601528181610f550152613a8601525f818161046501528181610abf015281816111a101528181611c4801528181611ce40152818161229a015281816129d301528181612b750152818161342d015281816134f7015281816135e9015281816136d301528181613759015281816137f901528181613eb7015261404501526150e65ff3fe608060405234801561000f575f5ffd5b5060043610610269575f3560e01c806390626c2311610157578063ddca3f43116100d2578063ece1de4411610088578063efb7fca21161006e578063efb7fca2146103f0578063f400b10e1461064f578063f6e22eb514610676575f5ffd5b8063ece1de4414610615578063ee0e9a3714610628575f5ffd5b8063e3ce094d116100b8578063e3ce094d146105cf578063e6df12fe146105e2578063e8173212146105f5575f5ffd5b8063ddca3f4314610581578063e2fdcc17146105a8575f5ffd5b8063bc46cb4f11610127578063c5a95b561161010d578063c5a95b5614610549578063cd5e3c5d14610551578063db65db6314610578575f5ffd5b8063bc46cb4f1461052b578063c45fdda914610534575f5ffd5b806390626c23146104c05780639c5655d6146104d3578063a0129649146104fa578063aa80483c14610521575f5ffd5b80636a96064f116101e75780637b1abbe0116101b7578063807905571161019d578063807905571461043957806386a0c186146104605780638fae60a514610487575f5ffd5b80637b1abbe0146104285780637f2646d714610431575f5ffd5b80636a96064f146103c957806370c7f5b6146103f0578063745a3577146103f85780637b10399914610401575f5ffd5b806359659e901161023c578063644d11c611610222578063644d11c61461035a57806364c9ec6f1461036457806364fb57921461038b575f5ffd5b806359659e90146103135780636210475614610352575f5ffd5b8063106db0ad1461026d578063289533df14610296578063440f19ba146102c857806346f9dd6b146102e9575b5f5ffd5b61028061027b366004614260565b610689565b60405161028d91906142e2565b60405180910390f35b6102b86102a43660046143e6565b5f6020819052908152604090205460ff1681565b604051901515815260200161028d565b6102db6102d6366004614260565b610863565b60405190815260200161028d565b6102db6102f736600461441f565b600160209081525f928352604080842090915290825290205481565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161028d565b6102db600881565b6102db62093a8081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff909116815260200161028d565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b6102db600381565b6102db610e1081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61070881565b6102db604081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff909116815260200161028d565b6102db6104ce366004614492565b610d38565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6102db6201518081565b6102db61100081565b6105476105423660046144f3565b611395565b005b6102db600781565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61010081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6105476105dd366004614260565b6117a2565b6105476105f03660046143e6565b61188f565b6106086106033660046143e6565b611931565b60405161028d9190614587565b6105476106233660046143e6565b611a81565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae6106843660046143e6565b611ecf565b604080516101a0810182525f8082526020820181905291810182905260608082018390526080820183905260a0820183905260c0820183905260e082018390526101008201839052610120820183905261014082018390526101608201929092526101808101919091525f838152600360208181526040808420868552825280842081516101a08101835281548152600182015467ffffffffffffffff8082168387015268010000000000000000808304821684870152600160801b830482166060850152600160c01b909204166080830152600283015463ffffffff80821660a085015264010000000082041660c084015260ff918104821660e0840152690100000000000000000081048216610100840152600160501b81048216610120840152600160581b810482166101408401526c0100000000000000000000000090041615156101608201529381018054835181860281018601909452808452949591946101808701949192909184015b82821015610852575f848152602090819020604080516060810182526002860290920180546001600160a01b0381168452600160a01b900460ff16838501526001908101549183019190915290835290920191016107f9565b505050508152505090505b92915050565b5f5f6108708460016121f9565b5f85815260036020818152604080842092850154600160e81b900460ff16845291905290209091508315806108a6575061010084115b156108ed576040517f28d82e390000000000000000000000000000000000000000000000000000000081526004810185905261010060248201526044015b60405180910390fd5b6003820154610908908690600160e81b900460ff1683612380565b5f6109128261251f565b600283015490915061093290640100000000900463ffffffff1682614691565b85111561095957600282015461095690640100000000900463ffffffff1682614691565b94505b600282810154604080516101608101825285548152640100000000830463ffffffff90811660208301529181018990529082166060820152600160501b90910460ff9081166080830181905260018087015467ffffffffffffffff1660a08501526003880154600160e01b8104841660c0808701919091529189015460e0860152948801546001600160a01b03908116610100860152600160a01b860490911b6001600160c01b03191661012085015280851661014085015290935f9384937f000000000000000000000000000000000000000000000000000000000000000090931692638bda317a92610a56918e91600160e81b90041661255a565b6040518363ffffffff1660e01b8152600401610a739291906146dd565b5f60405180830381865afa158015610a8d573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052610ab49190810190614875565b91509150815196505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663d49224e98b6040518263ffffffff1660e01b8152600401610b0b91815260200190565b60e060405180830381865afa158015610b26573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b4a9190614961565b60a0015190505f5b88811015610cb557610b86848281518110610b6f57610b6f6149fb565b60200260200101518861269f90919063ffffffff16565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd858381518110610bc757610bc76149fb565b6020026020010151846040518363ffffffff1660e01b8152600401610c0b9291906001600160a01b0392909216825267ffffffffffffffff16602082015260400190565b5f604051808303815f87803b158015610c22575f5ffd5b505af1158015610c34573d5f5f3e3d5ffd5b50505050838181518110610c4a57610c4a6149fb565b60200260200101516001600160a01b03168b7fcfde348e9201752267c29b9080ada27c540b5f41f4d734e69d0a27ff87b1f1228a600301601d9054906101000a900460ff16604051610ca5919060ff91909116815260200190565b60405180910390a3600101610b52565b5081610cc18986614691565b60028801805463ffffffff9093166401000000000267ffffffff000000001960ff938416600160501b908102919091166aff0000ffffffff000000001990951694909417179081905591909104161580610d1b5750848210155b15610d2b57610d2b8a888861272a565b5050505050505092915050565b5f80610d87610d4c36889003880188614a52565b86868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920191909152506128bb92505050565b9050610d9b61012087016101008801614ba4565b60ff161580610dbe57506003610db961012088016101008901614ba4565b60ff16115b15610e0d57610dd561012087016101008801614ba4565b6040517f8f6bbd0900000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108e4565b5f8181526020819052604090205460ff1615610e58576040517f6b740427000000000000000000000000000000000000000000000000000000008152600481018290526024016108e4565b610e6181612acf565b91505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb4768610ea56102808a016102608b01614bbf565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015610ee8573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610f0c9190614bda565b60408051610160810182528481526101208a013560208201529192508101610f3a60808a0160608b01614bf5565b6001600160a01b0390811682523360208301526040909101907f00000000000000000000000000000000000000000000000000000000000000001663dcae7bf8610f8a60a08c0160808d01614bf5565b6040516001600160e01b031960e084901b1681526001600160a01b039091166004820152602401602060405180830381865afa158015610fcc573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610ff09190614c27565b6001600160c01b03191681526020016110116101208a016101008b01614ba4565b60ff1681526001602082018190525f6040830181905260608301819052608083015260a0909101525f84815260026020818152604092839020845181559084015160018201559183015190820180547fffffffffffffffffffffffff0000000000000000000000000000000000000000166001600160a01b039283161790556060830151600383018054608086015160a087015160c08089015160e08a01519688166001600160e01b031995861617600160a01b9490921c8402919091177fffff0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff16600160e01b60ff938416810260ff60e81b191691909117600160e81b928416929092029190911760ff60f01b1916600160f01b929096169190910294909417909255610100860151600480870180546101208a015193909716969093169590951767ffffffffffffffff9091169092029190911780825561014086015193919260ff60e01b1990911691849081111561118c5761118c61454a565b02179055509050505f61119d612c73565b90507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f856040518060a001604052808c60600160208101906111ed9190614bf5565b6001600160a01b0316815260200161120b60a08e0160808f01614bf5565b6001600160a01b0390811682523360208084019190915267ffffffffffffffff808a1660408086019190915289821660609586015280516001600160e01b031960e08a901b1681526004810197909752855184166024880152918501518316604487015290840151909116606485015290820151811660848401526080909101511660a48201527f000000000000000000000000000000000000000000000000000000000000000060c482015260e4015f604051808303815f87803b1580156112d2575f5ffd5b505af11580156112e4573d5f5f3e3d5ffd5b506112f99250505060a0890160808a01614bf5565b6001600160a01b031683857faae9909e89829e113872f1d275fdfe1ceb5956fba628cfbe31a272bd00f20bc88860405161133591815260200190565b60405180910390a461138a8460017f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000612dc1565b505050949350505050565b5f6113a2843560026121f9565b84355f90815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff16421115611428576001810154604051636ae6974960e11b815286356004820152600160c01b90910467ffffffffffffffff1660248201524260448201526064016108e4565b6001810154600160801b900467ffffffffffffffff16421180159061145357506114518161304c565b155b156114af5760018101546040517fe752e11000000000000000000000000000000000000000000000000000000000815286356004820152600160801b90910467ffffffffffffffff1660248201524260448201526064016108e4565b6003820154600160e81b900460ff166114ce6040870160208801614c51565b63ffffffff161415806114e657508154606086013514155b1561153e5784356114fd6040870160208801614c51565b6040517f30d7b1d4000000000000000000000000000000000000000000000000000000008152600481019290925263ffffffff1660248201526044016108e4565b600161155060a0870160808801614ba4565b60ff1610806115715750600361156c60a0870160808801614ba4565b60ff16115b156115be5761158660a0860160808701614ba4565b6040517fb374743400000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108e4565b5f6116937f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa15801561161e573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906116429190614c6c565b611659611654368a90038a018a614c83565b6130b0565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b90506116e46116a86060880160408901614bf5565b8287878080601f0160208091040260200160405190810160405280939291908181526020018383808284375f9201919091525061316492505050565b6117116116f76060880160408901614bf5565b8261170860a08a0160808b01614ba4565b859291906131bc565b6117216060870160408801614bf5565b60038401546001600160a01b0391909116908735907f29eb120e27fa35f6f0c8ee58cd4f3624991478b00e9f60639461c4c931b3993690600160e81b900460ff1661177260a08b0160808c01614ba4565b6040805160ff938416815292909116602083015260a08b01359082015260600160405180910390a3505050505050565b5f6117ae8360026121f9565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160801b900467ffffffffffffffff16421115611832576001810154604051636ae6974960e11b815260048101869052600160801b90910467ffffffffffffffff1660248201524260448201526064016108e4565b61183d8133856132af565b600382015460408051600160e81b90920460ff16825260208201859052339186917f59b651da4e04184fa28e2ed4decd25e65ad52a1b5f673af26a3ecc55b77aa25a910160405180910390a350505050565b5f61189b8260036121f9565b6004810154909150600160a01b900467ffffffffffffffff164211611910576004818101546040517f1ce274a7000000000000000000000000000000000000000000000000000000008152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108e4565b61192d828283600301601e9054906101000a900460ff165f613345565b5050565b61198d60408051610160810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290529061014082015290565b5f8281526002602081815260409283902083516101608101855281548152600182015492810192909252918201546001600160a01b039081169382019390935260038201548084166060830152600160a01b80820460c090811b6001600160c01b0319166080850152600160e01b80840460ff90811660a0870152600160e81b8504811692860192909252600160f01b909304811660e085015260048086015496871661010086015291860467ffffffffffffffff16610120850152929461014086019392900490911690811115611a6757611a6761454a565b6004811115611a7857611a7861454a565b90525092915050565b5f611a8d8260036121f9565b6004810154909150600160a01b900467ffffffffffffffff16421115611aea57600481810154604051636ae6974960e11b8152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108e4565b60038101545f90600160f01b900460ff16600214611b155760038201546001600160a01b0316611b24565b60028201546001600160a01b03165b9050336001600160a01b03821614611b79576040517f01e4d2720000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b03821660248201526044016108e4565b60048201805460038401805460ff60e81b19167d0200000000000000000000000000000000000000000000000000000000001790557fffffff00ffffffffffffffff0000000000000000000000000000000000000000163360ff60e01b191617600160e01b1790555f611bea612c73565b6040517f367a15b6000000000000000000000000000000000000000000000000000000008152600481018690523360248201527f000000000000000000000000000000000000000000000000000000000000000060448201529091507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063367a15b6906064015f604051808303815f87803b158015611c91575f5ffd5b505af1158015611ca3573d5f5f3e3d5ffd5b50506040517fc4863eba0000000000000000000000000000000000000000000000000000000081526004810187905267ffffffffffffffff841660248201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063c4863eba91506044015f604051808303815f87803b158015611d2f575f5ffd5b505af1158015611d41573d5f5f3e3d5ffd5b5050505f85815260036020908152604080832060018452909152812091505b6003820154811015611e30577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd836003018381548110611db057611db06149fb565b5f91825260209091206002909102015460405160e083901b6001600160e01b03191681526001600160a01b03909116600482015267ffffffffffffffff861660248201526044015f604051808303815f87803b158015611e0e575f5ffd5b505af1158015611e20573d5f5f3e3d5ffd5b505060019092019150611d609050565b50604051339086907f673c0e4adf716bc1add5673ef65630ad636896c3d4282ca79d98ff4e578eaaed905f90a3611ec8856002611e8d7f000000000000000000000000000000000000000000000000000000000000000082614d01565b611e98906001614d1d565b611ec37f00000000000000000000000000000000000000000000000000000000000000006001614d1d565b612dc1565b5050505050565b5f5f611edc8360026121f9565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff164211801590611f305750611f2e816138a8565b155b15611f8c5760018101546040517f1bab35a500000000000000000000000000000000000000000000000000000000815260048101869052600160c01b90910467ffffffffffffffff1660248201524260448201526064016108e4565b5f611f968261390b565b909450905060ff8416158015611fc1575060028201546c01000000000000000000000000900460ff16155b156120945761202b828260028201805460039093015460ff908116600160581b026bff00000000000000000000001993909116600160501b026cff00ff0000000000000000000019909416939093176c010000000000000000000000001791909116919091179055565b60048301805460ff60e01b1916600160e01b179055600383015460408051600160e81b90920460ff16825260208201839052805187927f61740328d1e40339b5f04347c5c21f4734a3a5404a85ebdc916c7a3525d16ecc92908290030190a2505f949350505050565b600383015460408051600160e81b90920460ff90811683528616602083015286917f3dba3eadb0e600077999a3539cfb4e00f4dbe7a8eebb9847af5e4c5c8aceb7d9910160405180910390a26003830154600160e81b900460ff1660020361212557612120858460ff87161561210a578661211a565b6003860154600160f01b900460ff165b87613345565b6121f1565b8360ff165f0361213b5761212085845f5f613345565b60038301805460ff60f01b1916600160f01b60ff8716021790556121877f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff1642614d36565b60048401805467ffffffffffffffff92909216600160a01b0260ff60e01b19167fffffff000000000000000000ffffffffffffffffffffffffffffffffffffffff909216919091177c03000000000000000000000000000000000000000000000000000000001790555b505050919050565b5f8281526002602052604090208160048111156122185761221861454a565b600482810154600160e01b900460ff16908111156122385761223861454a565b14612282576004818101546040517fecd477260000000000000000000000000000000000000000000000000000000081526108e4928692600160e01b900460ff1691869101614d56565b60405163d49224e960e01b8152600481018490525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063d49224e99060240160e060405180830381865afa1580156122e7573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061230b9190614961565b905060018160c0015160048111156123255761232561454a565b14158061233f57508060a0015167ffffffffffffffff1642115b15612379576040517fb5d3aa47000000000000000000000000000000000000000000000000000000008152600481018590526024016108e4565b5092915050565b80541561238c57505050565b60018101546040517fcd40d0750000000000000000000000000000000000000000000000000000000081526801000000000000000090910467ffffffffffffffff1660048201525f9081907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cd40d075906024016040805180830381865afa158015612425573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906124499190614d92565b91509150815f5f1b036124a55760018301546040517fa3b64a5e0000000000000000000000000000000000000000000000000000000081526801000000000000000090910467ffffffffffffffff1660048201526024016108e4565b60408051602081018490529081018690526060810185905260800160408051808303601f190181528282528051602091820120808755878452908301528215159082015285907f9d20eb3ecfbf58563571e8b8ec2f16877c589e9a09d8bdae473877b0539566c29060600160405180910390a25050505050565b60028101545f9060409061253a9063ffffffff166008614dbc565b6125449190614dd3565b905061100081111561255557506110005b919050565b5f828152600360208181526040808420600185529091528083206002808552919093209183015460609392918514612592575f612598565b60038201545b6125a29082614dd3565b67ffffffffffffffff8111156125ba576125ba6147b4565b6040519080825280602002602001820160405280156125e3578160200160208202803683370190505b5093505f5b84518110156126955781811061263457600383016126068383614691565b81548110612616576126166149fb565b5f9182526020909120600290910201546001600160a01b0316612663565b836003018181548110612649576126496149fb565b5f9182526020909120600290910201546001600160a01b03165b858281518110612675576126756149fb565b6001600160a01b03909216602092830291909101909101526001016125e8565b5050505092915050565b604080516060810182526001600160a01b0392831681525f6020808301828152938301828152600390960180546001818101835591845291909220925160029091029092018054935160ff16600160a01b027fffffffffffffffffffffff00000000000000000000000000000000000000000090941692909416919091179190911782559151910155565b6002810180546aff000000000000000000001916905561277265ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001642614d36565b6001820180547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b67ffffffffffffffff938416810291909117918290556127ed927f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff16929190910416614d36565b60018201805467ffffffffffffffff928316600160c01b90810277ffffffffffffffffffffffffffffffffffffffffffffffff90921691909117825560048501805460ff60e01b19167c02000000000000000000000000000000000000000000000000000000001790556003850154915460408051600160e81b90940460ff168452600160801b82048516602085015291900490921681830152905184917f9ba006d3019f986b0c4bb7ef45c233e1247472eb2a82addb14f5063d7e9d69a1919081900360600190a2505050565b5f6129457f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa15801561291b573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061293f9190614c6c565b84613a22565b905061295683608001518284613164565b61296e83608001518460600151856102600151613a37565b4283610260015167ffffffffffffffff1611156129d0576102608301516040517f6499341500000000000000000000000000000000000000000000000000000000815267ffffffffffffffff90911660048201524260248201526044016108e4565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015612a2d573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612a519190614de6565b65ffffffffffff1684610260015167ffffffffffffffff16612a739190614dd3565b905080421115612379576102608401516040517f7aea552c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602481018290524260448201526064016108e4565b5f81815260016020908152604080832033845290915281208054829182612af583614e0b565b9091555090508015612c35575f308433612b10600186614691565b604080516001600160a01b0395861660208201529081019390935292166060820152608081019190915260a00160408051601f1981840301815290829052805160209091012063d49224e960e01b82526004820181905291505f906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063d49224e99060240160e060405180830381865afa158015612bba573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612bde9190614961565b60c0015190506004816004811115612bf857612bf861454a565b14612c32576040517f032a32ef000000000000000000000000000000000000000000000000000000008152600481018390526024016108e4565b50505b604080513060208201529081018490523360608201526080810182905260a00160405160208183030381529060405280519060200120915050919050565b5f5f7f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff16612cfa9190614dd3565b612d05906002614dbc565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663a18447146040518163ffffffff1660e01b8152600401602060405180830381865afa158015612d61573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612d859190614c6c565b612d90906002614dbc565b612d9a9190614dd3565b612da49190614dd3565b9050612db1816003614dbc565b612dbb9042614dd3565b91505090565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663ed08fa806040518163ffffffff1660e01b8152600401602060405180830381865afa158015612e1e573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612e429190614c6c565b9050805f03612e7d576040517fa9b3df6500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6040517f0e5a4ff30000000000000000000000000000000000000000000000000000000081524260048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690630e5a4ff390602401602060405180830381865afa158015612efa573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612f1e9190614bda565b612f29906001614d36565b5f87815260036020908152604080832089845290915290206001810180544267ffffffffffffffff9081167fffffffffffffffffffffffffffffffff0000000000000000000000000000000090921691909117680100000000000000009185168202179091556002909101805463ffffffff861668ff00000000ffffffff199091161760ff888116938402919091176affff00000000000000000019166901000000000000000000918816919091026aff00000000000000000000191617600160501b9290920291909117905590506040805186815267ffffffffffffffff8316602082015290810183905286907f74b812f56fe2163f556f2190188ff9754e731d489da22578e4b5b382fec4d5cf9060600160405180910390a2505050505050565b60028101545f90600160581b900460ff165b60038301548110156130a75782600301818154811061307f5761307f6149fb565b905f5260205f209060020201600101545f5f1b0361309f57505f92915050565b60010161305e565b50600192915050565b6040515f90613147907f76003cfa15477e7ca0d223b41ae0b69e01474ac2cd0171917e737509ab912d009084906020015f610100820190508382528251602083015263ffffffff60208401511660408301526001600160a01b0360408401511660608301526060830151608083015260ff60808401511660a083015260a083015160c083015260c083015160e08301529392505050565b604051602081830303815290604052805190602001209050919050565b61316f838383613b37565b6131b7576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044016108e4565b505050565b5f6131c78585613b85565b9050828160010154146132255760018101546040517fdaac27300000000000000000000000000000000000000000000000000000000081526001600160a01b03861660048201526024810191909152604481018490526064016108e4565b8054600160a01b900460ff1615613273576040517f879d3b850000000000000000000000000000000000000000000000000000000081526001600160a01b03851660048201526024016108e4565b805460ff909216600160a01b027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909216919091179055505050565b5f6132ba8484613b85565b90505f8290036132f6576040517f4dfab33600000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b60018101541561333d576040517f64dbd9870000000000000000000000000000000000000000000000000000000081526001600160a01b03841660048201526024016108e4565b600101555050565b60048301805460ff60e01b1981167c040000000000000000000000000000000000000000000000000000000017909155600384015460028501546001600160a01b0380831693918116929116905f906133af9089906001908790600160f01b900460ff1689613c4f565b90505f6001600160a01b038316156133d4576133cf89600285895f613c4f565b6133d6565b5f5b905060ff8616158015906133fa5750600388015460ff878116600160f01b90920416145b156134e9575f846001600160a01b0316846001600160a01b03161461341f5784613421565b855b90506001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328b868461347f877f0000000000000000000000000000000000000000000000000000000000000000614691565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b1580156134d1575f5ffd5b505af11580156134e3573d5f5f3e3d5ffd5b50505050505b60011960ff8816016135ba577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316633ac99e798a876001600160a01b0316866001600160a01b031614613544575f613546565b835b6135509086614dd3565b6040516001600160e01b031960e085901b168152600481019290925260248201525f6044820181905260648201819052608482015260a4015f604051808303815f87803b15801561359f575f5ffd5b505af11580156135b1573d5f5f3e3d5ffd5b50505050613733565b5f1960ff8816016136a45787545f908152602081905260409020805460ff191660011790556001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328a878761363b877f0000000000000000000000000000000000000000000000000000000000000000614691565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b15801561368d575f5ffd5b505af115801561369f573d5f5f3e3d5ffd5b505050505b6040517f869e0037000000000000000000000000000000000000000000000000000000008152600481018a90527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b15801561371c575f5ffd5b505af115801561372e573d5f5f3e3d5ffd5b505050505b60405163fd2b1dcf60e01b8152600481018a90526001600160a01b0386811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af115801561379f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906137c39190614c6c565b506001600160a01b038316156138655760405163fd2b1dcf60e01b8152600481018a90526001600160a01b0384811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af115801561383f573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906138639190614c6c565b505b60405160ff8816815289907f45faff0c4f852da743ec9624a6fd147dfffb23150944be1670a6e4b74657bf549060200160405180910390a2505050505050505050565b60028101545f90600160581b900460ff165b60038301548110156130a7578260030181815481106138db576138db6149fb565b5f918252602082206002909102015460ff600160a01b90910416900361390357505f92915050565b6001016138ba565b5f808080805b600386015481101561398c575f866003018281548110613933576139336149fb565b5f918252602090912060029091020154600160a01b900460ff1690505f198101613969578361396181614e0b565b945050613983565b60011960ff821601613983578261397f81614e0b565b9350505b50600101613911565b50600285015481906139ae90849068010000000000000000900460ff16614691565b6139b89190614691565b60028601549093506901000000000000000000900460ff1681106139df5760029350613a1b565b6002850154613a0c9060ff6901000000000000000000820481169168010000000000000000900416614e23565b60ff16821115613a1b57600193505b5050915091565b5f613a3083611659846140cb565b9392505050565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152838116602483015267ffffffffffffffff831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa158015613aca573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613aee9190614e3c565b6131b7576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b038085166004830152831660248201526044016108e4565b5f5f5f613b448585614100565b5090925090505f816003811115613b5d57613b5d61454a565b148015613b7b5750856001600160a01b0316826001600160a01b0316145b9695505050505050565b60028201545f90600160581b900460ff165b6003840154811015613c1157826001600160a01b0316846003018281548110613bc257613bc26149fb565b5f9182526020909120600290910201546001600160a01b031603613c0957836003018181548110613bf557613bf56149fb565b905f5260205f20906002020191505061085d565b600101613b97565b506040517f888134850000000000000000000000000000000000000000000000000000000081526001600160a01b03831660048201526024016108e4565b5f85815260036020908152604080832087845290915281208160ff841615801590613c8057508460ff168460ff1614155b90505f5b60038301548110156140bf575f5f846003018381548110613ca757613ca76149fb565b5f9182526020909120600290910201546003860180546001600160a01b039092169185908110613cd957613cd96149fb565b5f918252602090912060029091020154909250600160a01b900460ff1690507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663de313c2183613d32848c614149565b6040518363ffffffff1660e01b8152600401613d4f929190614e55565b5f604051808303815f87803b158015613d66575f5ffd5b505af1158015613d78573d5f5f3e3d5ffd5b5050505060ff8116600114801590613d94575060ff8116600214155b15613da05750506140b7565b6040517f1c4379420000000000000000000000000000000000000000000000000000000081526001600160a01b0383811660048301525f917f000000000000000000000000000000000000000000000000000000000000000090911690631c4379429060240161012060405180830381865afa158015613e22573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613e469190614ea2565b516040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018e90526001600160a01b038c8116602483015280831660448301527f000000000000000000000000000000000000000000000000000000000000000060648301529192507f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b158015613efa575f5ffd5b505af1158015613f0c573d5f5f3e3d5ffd5b505050507f000000000000000000000000000000000000000000000000000000000000000087613f3c9190614dd3565b9650848015613f5057508860ff168260ff16145b156140b3576040517fde313c210000000000000000000000000000000000000000000000000000000081526001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063de313c2190613fbc9086906004908101614e55565b5f604051808303815f87803b158015613fd3575f5ffd5b505af1158015613fe5573d5f5f3e3d5ffd5b50506040517fdb1e46620000000000000000000000000000000000000000000000000000000081526001600160a01b0384811660048301527f000000000000000000000000000000000000000000000000000000000000000060248301527f000000000000000000000000000000000000000000000000000000000000000016925063db1e466291506044016020604051808303815f875af115801561408d573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906140b19190614c6c565b505b5050505b600101613c84565b50505095945050505050565b6040515f90613147907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d480908490602001614f59565b5f5f5f8351604103614137576020840151604085015160608601515f1a61412988828585614198565b955095509550505050614142565b505081515f91506002905b9250925092565b5f8260ff165f0361415c5750600361085d565b60021960ff8416016141705750600261085d565b60ff8216158061418557508160ff168360ff16145b614190576001613a30565b505f92915050565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411156141d157505f91506003905082614256565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015614222573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b03811661424d57505f925060019150829050614256565b92505f91508190505b9450945094915050565b5f5f60408385031215614271575f5ffd5b50508035926020909101359150565b5f8151808452602084019350602083015f5b828110156142d85781516001600160a01b03815116875260ff60208201511660208801526040810151604088015250606086019550602082019150600181019050614292565b5093949350505050565b60208152815160208201525f6020830151614309604084018267ffffffffffffffff169052565b50604083015167ffffffffffffffff8116606084015250606083015167ffffffffffffffff8116608084015250608083015167ffffffffffffffff811660a08401525060a083015163ffffffff811660c08401525060c083015163ffffffff811660e08401525060e083015160ff81166101008401525061010083015160ff81166101208401525061012083015160ff81166101408401525061014083015160ff811661016084015250610160830151801515610180840152506101808301516101a0808401526143de6101c0840182614280565b949350505050565b5f602082840312156143f6575f5ffd5b5035919050565b6001600160a01b0381168114614411575f5ffd5b50565b8035612555816143fd565b5f5f60408385031215614430575f5ffd5b823591506020830135614442816143fd565b809150509250929050565b5f5f83601f84011261445d575f5ffd5b50813567ffffffffffffffff811115614474575f5ffd5b60208301915083602082850101111561448b575f5ffd5b9250929050565b5f5f5f5f8486036102c08112156144a7575f5ffd5b6102808112156144b5575f5ffd5b5084935061028085013567ffffffffffffffff8111156144d3575f5ffd5b6144df8782880161444d565b959890975094956102a00135949350505050565b5f5f5f838503610100811215614507575f5ffd5b60e0811215614514575f5ffd5b5083925060e084013567ffffffffffffffff811115614531575f5ffd5b61453d8682870161444d565b9497909650939450505050565b634e487b7160e01b5f52602160045260245ffd5b6005811061441157634e487b7160e01b5f52602160045260245ffd5b6145838161455e565b9052565b5f61016082019050825182526020830151602083015260408301516145b760408401826001600160a01b03169052565b5060608301516145d260608401826001600160a01b03169052565b5060808301516145ee60808401826001600160c01b0319169052565b5060a083015161460360a084018260ff169052565b5060c083015161461860c084018260ff169052565b5060e083015161462d60e084018260ff169052565b5061010083015161464a6101008401826001600160a01b03169052565b5061012083015161466861012084018267ffffffffffffffff169052565b5061014083015161237961014084018261457a565b634e487b7160e01b5f52601160045260245ffd5b8181038181111561085d5761085d61467d565b5f8151808452602084019350602083015f5b828110156142d85781516001600160a01b03168652602095860195909101906001016146b6565b82518152602083015160208201526040830151604082015260608301516060820152608083015160808201525f60a084015161472560a084018267ffffffffffffffff169052565b5060c084015161473a60c084018260ff169052565b5060e084015160e08301526101008401516147616101008401826001600160a01b03169052565b5061012084015161477f6101208401826001600160c01b0319169052565b5061014084015161479c6101408401826001600160a01b03169052565b506101806101608301526143de6101808301846146a4565b634e487b7160e01b5f52604160045260245ffd5b60405160e0810167ffffffffffffffff811182821017156147eb576147eb6147b4565b60405290565b604051610280810167ffffffffffffffff811182821017156147eb576147eb6147b4565b604051610120810167ffffffffffffffff811182821017156147eb576147eb6147b4565b604051601f8201601f1916810167ffffffffffffffff81118282101715614862576148626147b4565b604052919050565b8051612555816143fd565b5f5f60408385031215614886575f5ffd5b825167ffffffffffffffff81111561489c575f5ffd5b8301601f810185136148ac575f5ffd5b805167ffffffffffffffff8111156148c6576148c66147b4565b8060051b6148d660208201614839565b918252602081840181019290810190888411156148f1575f5ffd5b6020850194505b8385101561491f578451925061490d836143fd565b828252602094850194909101906148f8565b602097909701519698969750505050505050565b67ffffffffffffffff81168114614411575f5ffd5b805161255581614933565b805160058110612555575f5ffd5b5f60e0828403128015614972575f5ffd5b5061497b6147c8565b8251614986816143fd565b81526020830151614996816143fd565b602082015260408301516149a9816143fd565b604082015260608301516149bc816143fd565b60608201526149cd60808401614948565b60808201526149de60a08401614948565b60a08201526149ef60c08401614953565b60c08201529392505050565b634e487b7160e01b5f52603260045260245ffd5b803561255581614933565b60ff81168114614411575f5ffd5b803561255581614a1a565b80356fffffffffffffffffffffffffffffffff81168114612555575f5ffd5b5f610280828403128015614a64575f5ffd5b50614a6d6147f1565b82358152614a7d60208401614a0f565b6020820152614a8e60408401614414565b6040820152614a9f60608401614414565b6060820152614ab060808401614414565b6080820152614ac160a08401614414565b60a082015260c08381013590820152614adc60e08401614a28565b60e0820152614aee6101008401614a28565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a08084013590820152614b386101c08401614a0f565b6101c0820152614b4b6101e08401614a0f565b6101e0820152614b5e6102008401614a33565b610200820152614b716102208401614a28565b610220820152614b846102408401614a0f565b610240820152614b976102608401614a0f565b6102608201529392505050565b5f60208284031215614bb4575f5ffd5b8135613a3081614a1a565b5f60208284031215614bcf575f5ffd5b8135613a3081614933565b5f60208284031215614bea575f5ffd5b8151613a3081614933565b5f60208284031215614c05575f5ffd5b8135613a30816143fd565b80516001600160c01b031981168114612555575f5ffd5b5f60208284031215614c37575f5ffd5b613a3082614c10565b63ffffffff81168114614411575f5ffd5b5f60208284031215614c61575f5ffd5b8135613a3081614c40565b5f60208284031215614c7c575f5ffd5b5051919050565b5f60e0828403128015614c94575f5ffd5b50614c9d6147c8565b823581526020830135614caf81614c40565b60208201526040830135614cc2816143fd565b6040820152606083810135908201526080830135614cdf81614a1a565b608082015260a0838101359082015260c0928301359281019290925250919050565b60ff81811683821602908116908181146123795761237961467d565b60ff818116838216019081111561085d5761085d61467d565b67ffffffffffffffff818116838216019081111561085d5761085d61467d565b83815260608101614d668461455e565b836020830152614d758361455e565b826040830152949350505050565b80518015158114612555575f5ffd5b5f5f60408385031215614da3575f5ffd5b82519150614db360208401614d83565b90509250929050565b808202811582820484141761085d5761085d61467d565b8082018082111561085d5761085d61467d565b5f60208284031215614df6575f5ffd5b815165ffffffffffff81168114613a30575f5ffd5b5f60018201614e1c57614e1c61467d565b5060010190565b60ff828116828216039081111561085d5761085d61467d565b5f60208284031215614e4c575f5ffd5b613a3082614d83565b6001600160a01b038316815260408101614e6e8361455e565b8260208301529392505050565b805161255581614a1a565b805161ffff81168114612555575f5ffd5b805161255581614c40565b5f610120828403128015614eb4575f5ffd5b50614ebd614815565b614ec68361486a565b8152614ed460208401614c10565b6020820152614ee560408401614e7b565b6040820152614ef660608401614e7b565b6060820152614f0760808401614e86565b6080820152614f1860a08401614948565b60a0820152614f2960c08401614948565b60c0820152614f3a60e08401614948565b60e0820152614f4c6101008401614e97565b6101008201529392505050565b5f6102a082019050838252825160208301526020830151614f86604084018267ffffffffffffffff169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e0830151614ffa61010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516150656101e084018267ffffffffffffffff169052565b506101e083015167ffffffffffffffff8116610200840152506102008301516fffffffffffffffffffffffffffffffff81166102208401525061022083015160ff81166102408401525061024083015167ffffffffffffffff81166102608401525061026083015167ffffffffffffffff811661028084015250939250505056' as const
