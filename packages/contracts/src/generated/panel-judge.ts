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

export const panelJudgeBytecode = '0x610260604052348015610010575f5ffd5b50604051615d2b380380615d2b83398101604081905261002f916104cd565b83516001600160a01b039081166080526020850151811660a0526040850151811660c0526060850151811660e052838116610100528216610120525f617a69461461007b57600361007e565b60015b905080825f01511080610092575081516007105b156100cd576040516370dd89b560e01b8152602060048201526005602482015264736561747360d81b60448201526064015b60405180910390fd5b815160208301516100df90600261058b565b1115806100f0575081516020830151115b15610126576040516370dd89b560e01b8152602060048201526005602482015264616772656560d81b60448201526064016100c4565b8151602083015160ff908116610160521661014052604082015161015090610e1062093a80610371565b65ffffffffffff166101805260608201516101719061070862093a80610371565b65ffffffffffff166101a0526080820151610193906201518062093a80610371565b65ffffffffffff166101c05260a082015115806101da575081516101b890600361058b565b6101c39060016105a8565b8260a001516101d2919061058b565b8260c0015111155b15610211576040516370dd89b560e01b81526004016100c490602080825260049082015263189bdb9960e21b604082015260600190565b8160c001518260e0015111158061025c5750815161023090600261058b565b61023b9060016105a8565b60a083015161024b90600261058b565b610255919061058b565b8260e00151105b15610297576040516370dd89b560e01b815260206004820152600a602482015269185c1c19585b109bdb9960b21b60448201526064016100c4565b836001600160a01b031663d980c79a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156102d3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906102f791906105bb565b826101000151111561033b576040516370dd89b560e01b815260206004820152600c60248201526b6f7665727475726e46696e6560a01b60448201526064016100c4565b5060a081015160c082015160e0830151610100909301516102405261022092909252610200919091526101e052506105d2915050565b5f80617a6946146103825783610385565b60015b90508085108061039457508285115b156103c35760405163391fdee160e21b81526004810186905260248101829052604481018490526064016100c4565b50929392505050565b60405161012081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b60405290565b604051608081016001600160401b03811182821017156103fb57634e487b7160e01b5f52604160045260245ffd5b6001600160a01b0381168114610443575f5ffd5b50565b80516104518161042f565b919050565b5f6101208284031215610467575f5ffd5b61046f6103cc565b825181526020808401519082015260408084015190820152606080840151908201526080808401519082015260a0808401519082015260c0808401519082015260e08084015190820152610100928301519281019290925250919050565b5f5f5f5f8486036101e08112156104e2575f5ffd5b60808112156104ef575f5ffd5b506104f8610401565b85516105038161042f565b815260208601516105138161042f565b602082015260408601516105268161042f565b604082015260608601516105398161042f565b6060820152608086015190945061054f8161042f565b925061055d60a08601610446565b915061056c8660c08701610456565b905092959194509250565b634e487b7160e01b5f52601160045260245ffd5b80820281158282048414176105a2576105a2610577565b92915050565b808201808211156105a2576105a2610577565b5f602082840312156105cb575f5ffd5b5051919050565b60805160a05160c05160e05161010051610120516101405161016051610180516101a0516101c0516101e05161020051610220516102405161553e6107ed5f395f818161062d015261444501525f81816104ff01528181611cc3015261359b01525f8181610369015281816113380152818161375701526138b701525f81816105860152818161388d015281816142b4015261433801525f8181610390015281816122520152612f6101525f81816103ce015281816129810152612f8a01525f818161043e015281816129120152612fb301525f818161048c015261140a01525f81816104d8015281816113e901528181611f0c01528181611f41015261386b01525f8181610318015281816124cd0152818161259d01528181612e4101528181612ec90152613d4001525f818161055601528181610a1d01528181610b8b01528181611e1201528181613024015281816141200152818161420001526143ab01525f81816105ad015281816116680152612a8b01525f818161065401528181610e710152610f8f01525f818161040601528181610f580152613eac01525f818161046501528181610ac20152818161124501528181611cec01528181611d880152818161239201528181612b9d01528181612d3f0152818161356d01528181613637015281816137290152818161383901528181613978015281816139fe01528181613a9e015281816142dd015261446b015261553e5ff3fe608060405234801561000f575f5ffd5b5060043610610269575f3560e01c806390626c2311610157578063ddca3f43116100d2578063ece1de4411610088578063efb7fca21161006e578063efb7fca2146103f0578063f400b10e1461064f578063f6e22eb514610676575f5ffd5b8063ece1de4414610615578063ee0e9a3714610628575f5ffd5b8063e3ce094d116100b8578063e3ce094d146105cf578063e6df12fe146105e2578063e8173212146105f5575f5ffd5b8063ddca3f4314610581578063e2fdcc17146105a8575f5ffd5b8063bc46cb4f11610127578063c5a95b561161010d578063c5a95b5614610549578063cd5e3c5d14610551578063db65db6314610578575f5ffd5b8063bc46cb4f1461052b578063c45fdda914610534575f5ffd5b806390626c23146104c05780639c5655d6146104d3578063a0129649146104fa578063aa80483c14610521575f5ffd5b80636a96064f116101e75780637b1abbe0116101b7578063807905571161019d578063807905571461043957806386a0c186146104605780638fae60a514610487575f5ffd5b80637b1abbe0146104285780637f2646d714610431575f5ffd5b80636a96064f146103c957806370c7f5b6146103f0578063745a3577146103f85780637b10399914610401575f5ffd5b806359659e901161023c578063644d11c611610222578063644d11c61461035a57806364c9ec6f1461036457806364fb57921461038b575f5ffd5b806359659e90146103135780636210475614610352575f5ffd5b8063106db0ad1461026d578063289533df14610296578063440f19ba146102c857806346f9dd6b146102e9575b5f5ffd5b61028061027b366004614695565b610689565b60405161028d9190614717565b60405180910390f35b6102b86102a436600461481b565b5f6020819052908152604090205460ff1681565b604051901515815260200161028d565b6102db6102d6366004614695565b610858565b60405190815260200161028d565b6102db6102f7366004614854565b600160209081525f928352604080842090915290825290205481565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161028d565b6102db600881565b6102db62093a8081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff909116815260200161028d565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b6102db600381565b6102db610e1081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61070881565b6102db604081565b6103b27f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff909116815260200161028d565b6102db6104ce3660046148c7565b610d3b565b6104ae7f000000000000000000000000000000000000000000000000000000000000000081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b6102db6201518081565b6102db61100081565b610547610542366004614928565b611439565b005b6102db600781565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6102db61010081565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6105476105dd366004614695565b611846565b6105476105f036600461481b565b611933565b61060861060336600461481b565b6119d5565b60405161028d91906149bc565b61054761062336600461481b565b611b25565b6102db7f000000000000000000000000000000000000000000000000000000000000000081565b61033a7f000000000000000000000000000000000000000000000000000000000000000081565b6104ae61068436600461481b565b611f73565b604080516101a0810182525f8082526020820181905291810182905260608082018390526080820183905260a0820183905260c0820183905260e082018390526101008201839052610120820183905261014082018390526101608201929092526101808101919091525f838152600360208181526040808420868552825280842081516101a08101835281548152600182015467ffffffffffffffff80821683870152600160401b808304821684870152600160801b830482166060850152600160c01b909204166080830152600283015463ffffffff80821660a085015264010000000082041660c084015260ff918104821660e0840152600160481b81048216610100840152600160501b81048216610120840152600160581b810482166101408401526c0100000000000000000000000090041615156101608201529381018054835181860281018601909452808452949591946101808701949192909184015b82821015610847575f848152602090819020604080516060810182526002860290920180546001600160a01b0381168452600160a01b900460ff16838501526001908101549183019190915290835290920191016107ee565b505050508152505090505b92915050565b5f5f6108658460016122f1565b5f85815260036020818152604080842092850154600160e81b900460ff168452919052902090915083158061089b575061010084115b156108e2576040517f28d82e390000000000000000000000000000000000000000000000000000000081526004810185905261010060248201526044015b60405180910390fd5b60038201546108fd908690600160e81b900460ff1683612478565b61090b575f92505050610852565b5f610915826126e5565b600283015490915061093590640100000000900463ffffffff1682614ac6565b85111561095c57600282015461095990640100000000900463ffffffff1682614ac6565b94505b600282810154604080516101608101825285548152640100000000830463ffffffff90811660208301529181018990529082166060820152600160501b90910460ff9081166080830181905260018087015467ffffffffffffffff1660a08501526003880154600160e01b8104841660c0808701919091529189015460e0860152948801546001600160a01b03908116610100860152600160a01b860490911b6001600160c01b03191661012085015280851661014085015290935f9384937f000000000000000000000000000000000000000000000000000000000000000090931692638bda317a92610a59918e91600160e81b900416612720565b6040518363ffffffff1660e01b8152600401610a76929190614b12565b5f60405180830381865afa158015610a90573d5f5f3e3d5ffd5b505050506040513d5f823e601f3d908101601f19168201604052610ab79190810190614caa565b91509150815196505f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663d49224e98b6040518263ffffffff1660e01b8152600401610b0e91815260200190565b60e060405180830381865afa158015610b29573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610b4d9190614d96565b60a0015190505f5b88811015610cb857610b89848281518110610b7257610b72614e30565b60200260200101518861286590919063ffffffff16565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd858381518110610bca57610bca614e30565b6020026020010151846040518363ffffffff1660e01b8152600401610c0e9291906001600160a01b0392909216825267ffffffffffffffff16602082015260400190565b5f604051808303815f87803b158015610c25575f5ffd5b505af1158015610c37573d5f5f3e3d5ffd5b50505050838181518110610c4d57610c4d614e30565b60200260200101516001600160a01b03168b7fcfde348e9201752267c29b9080ada27c540b5f41f4d734e69d0a27ff87b1f1228a600301601d9054906101000a900460ff16604051610ca8919060ff91909116815260200190565b60405180910390a3600101610b55565b5081610cc48986614ac6565b60028801805463ffffffff9093166401000000000267ffffffff000000001960ff938416600160501b908102919091166aff0000ffffffff000000001990951694909417179081905591909104161580610d1e5750848210155b15610d2e57610d2e8a88886128f0565b5050505050505092915050565b5f80610d8a610d4f36889003880188614e87565b86868080601f0160208091040260200160405190810160405280939291908181526020018383808284375f92019190915250612a8592505050565b9050610d9e61012087016101008801614fd9565b60ff161580610dc157506003610dbc61012088016101008901614fd9565b60ff16115b15610e1057610dd861012087016101008801614fd9565b6040517f8f6bbd0900000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108d9565b5f8181526020819052604090205460ff1615610e5b576040517f6b740427000000000000000000000000000000000000000000000000000000008152600481018290526024016108d9565b610e6481612c99565b91505f6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001663fadb4768610ea86102808a016102608b01614ff4565b6040516001600160e01b031960e084901b16815267ffffffffffffffff9091166004820152602401602060405180830381865afa158015610eeb573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610f0f919061500f565b60408051610160810182528481526101208a013560208201529192508101610f3d60808a0160608b0161502a565b6001600160a01b0390811682523360208301526040909101907f00000000000000000000000000000000000000000000000000000000000000001663ecab7cce610f8d60a08c0160808d0161502a565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663fb5bb0c36040518163ffffffff1660e01b8152600401602060405180830381865afa158015610fe9573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061100d9190615045565b61101f9065ffffffffffff168761506a565b6040516001600160e01b031960e085901b1681526001600160a01b03909216600483015267ffffffffffffffff166024820152604401602060405180830381865afa158015611070573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061109491906150a4565b6001600160c01b03191681526020016110b56101208a016101008b01614fd9565b60ff1681526001602082018190525f6040830181905260608301819052608083015260a0909101525f84815260026020818152604092839020845181559084015160018201559183015190820180547fffffffffffffffffffffffff0000000000000000000000000000000000000000166001600160a01b039283161790556060830151600383018054608086015160a087015160c08089015160e08a01519688166001600160e01b031995861617600160a01b9490921c8402919091177fffff0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff16600160e01b60ff938416810260ff60e81b191691909117600160e81b928416929092029190911760ff60f01b1916600160f01b929096169190910294909417909255610100860151600480870180546101208a015193909716969093169590951767ffffffffffffffff9091169092029190911780825561014086015193919260ff60e01b199091169184908111156112305761123061497f565b02179055509050505f611241612e3d565b90507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316638a8b852f856040518060a001604052808c6060016020810190611291919061502a565b6001600160a01b031681526020016112af60a08e0160808f0161502a565b6001600160a01b0390811682523360208084019190915267ffffffffffffffff808a1660408086019190915289821660609586015280516001600160e01b031960e08a901b1681526004810197909752855184166024880152918501518316604487015290840151909116606485015290820151811660848401526080909101511660a48201527f000000000000000000000000000000000000000000000000000000000000000060c482015260e4015f604051808303815f87803b158015611376575f5ffd5b505af1158015611388573d5f5f3e3d5ffd5b5061139d9250505060a0890160808a0161502a565b6001600160a01b031683857faae9909e89829e113872f1d275fdfe1ceb5956fba628cfbe31a272bd00f20bc8886040516113d991815260200190565b60405180910390a461142e8460017f00000000000000000000000000000000000000000000000000000000000000007f0000000000000000000000000000000000000000000000000000000000000000613021565b505050949350505050565b5f611446843560026122f1565b84355f90815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff164211156114cc576001810154604051636ae6974960e11b815286356004820152600160c01b90910467ffffffffffffffff1660248201524260448201526064016108d9565b6001810154600160801b900467ffffffffffffffff1642118015906114f757506114f58161318c565b155b156115535760018101546040517fe752e11000000000000000000000000000000000000000000000000000000000815286356004820152600160801b90910467ffffffffffffffff1660248201524260448201526064016108d9565b6003820154600160e81b900460ff1661157260408701602088016150ce565b63ffffffff1614158061158a57508154606086013514155b156115e25784356115a160408701602088016150ce565b6040517f30d7b1d4000000000000000000000000000000000000000000000000000000008152600481019290925263ffffffff1660248201526044016108d9565b60016115f460a0870160808801614fd9565b60ff1610806116155750600361161060a0870160808801614fd9565b60ff16115b156116625761162a60a0860160808701614fd9565b6040517fb374743400000000000000000000000000000000000000000000000000000000815260ff90911660048201526024016108d9565b5f6117377f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa1580156116c2573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906116e691906150e9565b6116fd6116f8368a90038a018a615100565b6131f0565b6040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b905061178861174c606088016040890161502a565b8287878080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920191909152506132a492505050565b6117b561179b606088016040890161502a565b826117ac60a08a0160808b01614fd9565b859291906132fc565b6117c5606087016040880161502a565b60038401546001600160a01b0391909116908735907f29eb120e27fa35f6f0c8ee58cd4f3624991478b00e9f60639461c4c931b3993690600160e81b900460ff1661181660a08b0160808c01614fd9565b6040805160ff938416815292909116602083015260a08b01359082015260600160405180910390a3505050505050565b5f6118528360026122f1565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160801b900467ffffffffffffffff164211156118d6576001810154604051636ae6974960e11b815260048101869052600160801b90910467ffffffffffffffff1660248201524260448201526064016108d9565b6118e18133856133ef565b600382015460408051600160e81b90920460ff16825260208201859052339186917f59b651da4e04184fa28e2ed4decd25e65ad52a1b5f673af26a3ecc55b77aa25a910160405180910390a350505050565b5f61193f8260036122f1565b6004810154909150600160a01b900467ffffffffffffffff1642116119b4576004818101546040517f1ce274a7000000000000000000000000000000000000000000000000000000008152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108d9565b6119d1828283600301601e9054906101000a900460ff165f613485565b5050565b611a3160408051610160810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810182905260e08101829052610100810182905261012081018290529061014082015290565b5f8281526002602081815260409283902083516101608101855281548152600182015492810192909252918201546001600160a01b039081169382019390935260038201548084166060830152600160a01b80820460c090811b6001600160c01b0319166080850152600160e01b80840460ff90811660a0870152600160e81b8504811692860192909252600160f01b909304811660e085015260048086015496871661010086015291860467ffffffffffffffff16610120850152929461014086019392900490911690811115611b0b57611b0b61497f565b6004811115611b1c57611b1c61497f565b90525092915050565b5f611b318260036122f1565b6004810154909150600160a01b900467ffffffffffffffff16421115611b8e57600481810154604051636ae6974960e11b8152918201849052600160a01b900467ffffffffffffffff1660248201524260448201526064016108d9565b60038101545f90600160f01b900460ff16600214611bb95760038201546001600160a01b0316611bc8565b60028201546001600160a01b03165b9050336001600160a01b03821614611c1d576040517f01e4d2720000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b03821660248201526044016108d9565b60048201805460038401805460ff60e81b19167d0200000000000000000000000000000000000000000000000000000000001790557fffffff00ffffffffffffffff0000000000000000000000000000000000000000163360ff60e01b191617600160e01b1790555f611c8e612e3d565b6040517f367a15b6000000000000000000000000000000000000000000000000000000008152600481018690523360248201527f000000000000000000000000000000000000000000000000000000000000000060448201529091507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063367a15b6906064015f604051808303815f87803b158015611d35575f5ffd5b505af1158015611d47573d5f5f3e3d5ffd5b50506040517fc4863eba0000000000000000000000000000000000000000000000000000000081526004810187905267ffffffffffffffff841660248201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316925063c4863eba91506044015f604051808303815f87803b158015611dd3575f5ffd5b505af1158015611de5573d5f5f3e3d5ffd5b5050505f85815260036020908152604080832060018452909152812091505b6003820154811015611ed4577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316639e264ccd836003018381548110611e5457611e54614e30565b5f91825260209091206002909102015460405160e083901b6001600160e01b03191681526001600160a01b03909116600482015267ffffffffffffffff861660248201526044015f604051808303815f87803b158015611eb2575f5ffd5b505af1158015611ec4573d5f5f3e3d5ffd5b505060019092019150611e049050565b50604051339086907f673c0e4adf716bc1add5673ef65630ad636896c3d4282ca79d98ff4e578eaaed905f90a3611f6c856002611f317f00000000000000000000000000000000000000000000000000000000000000008261517e565b611f3c90600161519a565b611f677f0000000000000000000000000000000000000000000000000000000000000000600161519a565b613021565b5050505050565b5f5f611f808360026122f1565b5f84815260036020818152604080842092850154600160e81b900460ff1684529190529020600181015491925090600160c01b900467ffffffffffffffff164211801590611fd45750611fd281613b4d565b155b156120305760018101546040517f1bab35a500000000000000000000000000000000000000000000000000000000815260048101869052600160c01b90910467ffffffffffffffff1660248201524260448201526064016108d9565b5f61203a82613bb0565b909450905060ff8416158015612065575060028201546c01000000000000000000000000900460ff16155b15612138576120cf828260028201805460039093015460ff908116600160581b026bff00000000000000000000001993909116600160501b026cff00ff0000000000000000000019909416939093176c010000000000000000000000001791909116919091179055565b60048301805460ff60e01b1916600160e01b179055600383015460408051600160e81b90920460ff16825260208201839052805187927f61740328d1e40339b5f04347c5c21f4734a3a5404a85ebdc916c7a3525d16ecc92908290030190a2505f949350505050565b600383015460408051600160e81b90920460ff90811683528616602083015286917f3dba3eadb0e600077999a3539cfb4e00f4dbe7a8eebb9847af5e4c5c8aceb7d9910160405180910390a26003830154600160e81b900460ff16600203612218575f60ff85161580156121ba57506003840154600160f01b900460ff166002145b80156121dc57506002830154600160481b900460ff166121d984613cb1565b10155b9050612212868560ff88161580156121f2575083155b6121fc578761220c565b6003870154600160f01b900460ff165b88613485565b506122e9565b8360ff165f036122335761222e85845f5f613485565b6122e9565b60038301805460ff60f01b1916600160f01b60ff87160217905561227f7f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff16426151b3565b60048401805467ffffffffffffffff92909216600160a01b0260ff60e01b19167fffffff000000000000000000ffffffffffffffffffffffffffffffffffffffff909216919091177c03000000000000000000000000000000000000000000000000000000001790555b505050919050565b5f8281526002602052604090208160048111156123105761231061497f565b600482810154600160e01b900460ff16908111156123305761233061497f565b1461237a576004818101546040517fecd477260000000000000000000000000000000000000000000000000000000081526108d9928692600160e01b900460ff16918691016151d3565b60405163d49224e960e01b8152600481018490525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063d49224e99060240160e060405180830381865afa1580156123df573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906124039190614d96565b905060018160c00151600481111561241d5761241d61497f565b14158061243757508060a0015167ffffffffffffffff1642115b15612471576040517fb5d3aa47000000000000000000000000000000000000000000000000000000008152600481018590526024016108d9565b5092915050565b80545f9015612489575060016126de565b60018201546040517f01ca72d4000000000000000000000000000000000000000000000000000000008152600160401b90910467ffffffffffffffff1660048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906301ca72d490602401602060405180830381865afa15801561251a573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061253e919061520f565b156125555761254e848484613d12565b505f6126de565b60018201546040517fcd40d075000000000000000000000000000000000000000000000000000000008152600160401b90910467ffffffffffffffff1660048201525f9081907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063cd40d075906024016040805180830381865afa1580156125e9573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061260d9190615228565b91509150815f5f1b036126645760018401546040517fa3b64a5e000000000000000000000000000000000000000000000000000000008152600160401b90910467ffffffffffffffff1660048201526024016108d9565b60408051602081018490529081018790526060810186905260800160408051808303601f190181528282528051602091820120808855888452908301528215159082015286907f9d20eb3ecfbf58563571e8b8ec2f16877c589e9a09d8bdae473877b0539566c29060600160405180910390a26001925050505b9392505050565b60028101545f906040906127009063ffffffff166008615252565b61270a9190615269565b905061100081111561271b57506110005b919050565b5f828152600360208181526040808420600185529091528083206002808552919093209183015460609392918514612758575f61275e565b60038201545b6127689082615269565b67ffffffffffffffff81111561278057612780614be9565b6040519080825280602002602001820160405280156127a9578160200160208202803683370190505b5093505f5b845181101561285b578181106127fa57600383016127cc8383614ac6565b815481106127dc576127dc614e30565b5f9182526020909120600290910201546001600160a01b0316612829565b83600301818154811061280f5761280f614e30565b5f9182526020909120600290910201546001600160a01b03165b85828151811061283b5761283b614e30565b6001600160a01b03909216602092830291909101909101526001016127ae565b5050505092915050565b604080516060810182526001600160a01b0392831681525f6020808301828152938301828152600390960180546001818101835591845291909220925160029091029092018054935160ff16600160a01b027fffffffffffffffffffffff00000000000000000000000000000000000000000090941692909416919091179190911782559151910155565b6002810180546aff000000000000000000001916905561293865ffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016426151b3565b6001820180547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16600160801b67ffffffffffffffff938416810291909117918290556129b3927f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff169291909104166151b3565b60018201805467ffffffffffffffff928316600160c01b90810277ffffffffffffffffffffffffffffffffffffffffffffffff90921691909117825560048501805460ff60e01b19167c02000000000000000000000000000000000000000000000000000000001790556003850154915460408051600160e81b90940460ff168452600160801b8204851660208501529190049092169181019190915283907f9ba006d3019f986b0c4bb7ef45c233e1247472eb2a82addb14f5063d7e9d69a1906060015b60405180910390a2505050565b5f612b0f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f698da256040518163ffffffff1660e01b8152600401602060405180830381865afa158015612ae5573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612b0991906150e9565b84613e4f565b9050612b20836080015182846132a4565b612b3883608001518460600151856102600151613e5d565b4283610260015167ffffffffffffffff161115612b9a576102608301516040517f6499341500000000000000000000000000000000000000000000000000000000815267ffffffffffffffff90911660048201524260248201526044016108d9565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663b9ec49216040518163ffffffff1660e01b8152600401602060405180830381865afa158015612bf7573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612c1b9190615045565b65ffffffffffff1684610260015167ffffffffffffffff16612c3d9190615269565b905080421115612471576102608401516040517f7aea552c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602481018290524260448201526064016108d9565b5f81815260016020908152604080832033845290915281208054829182612cbf8361527c565b9091555090508015612dff575f308433612cda600186614ac6565b604080516001600160a01b0395861660208201529081019390935292166060820152608081019190915260a00160408051601f1981840301815290829052805160209091012063d49224e960e01b82526004820181905291505f906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063d49224e99060240160e060405180830381865afa158015612d84573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612da89190614d96565b60c0015190506004816004811115612dc257612dc261497f565b14612dfc576040517f032a32ef000000000000000000000000000000000000000000000000000000008152600481018390526024016108d9565b50505b604080513060208201529081018490523360608201526080810182905260a00160405160208183030381529060405280519060200120915050919050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663f9dc42166040518163ffffffff1660e01b8152600401602060405180830381865afa158015612e9b573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612ebf9190615045565b65ffffffffffff167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663a18447146040518163ffffffff1660e01b8152600401602060405180830381865afa158015612f23573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612f4791906150e9565b612f519190615269565b612f5c906002615252565b90505f7f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff167f000000000000000000000000000000000000000000000000000000000000000065ffffffffffff16612fe49190615269565b612fef906002615252565b612ff99084615269565b6130039190615269565b9050613010816003615252565b61301a9042615269565b9250505090565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663ed08fa806040518163ffffffff1660e01b8152600401602060405180830381865afa15801561307e573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906130a291906150e9565b9050805f036130dd576040517fa9b3df6500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f858152600360209081526040808320878452909152902060018101805467ffffffffffffffff19164267ffffffffffffffff1617905560028101805463ffffffff841668ff00000000ffffffff1990911617600160401b60ff808816918202929092176affff0000000000000000001916600160481b928716929092026aff00000000000000000000191691909117600160501b91909102179055613184868683613d12565b505050505050565b60028101545f90600160581b900460ff165b60038301548110156131e7578260030181815481106131bf576131bf614e30565b905f5260205f209060020201600101545f5f1b036131df57505f92915050565b60010161319e565b50600192915050565b6040515f90613287907f76003cfa15477e7ca0d223b41ae0b69e01474ac2cd0171917e737509ab912d009084906020015f610100820190508382528251602083015263ffffffff60208401511660408301526001600160a01b0360408401511660608301526060830151608083015260ff60808401511660a083015260a083015160c083015260c083015160e08301529392505050565b604051602081830303815290604052805190602001209050919050565b6132af838383613f5d565b6132f7576040517f2a09901e0000000000000000000000000000000000000000000000000000000081526001600160a01b0384166004820152602481018390526044016108d9565b505050565b5f6133078585613fab565b9050828160010154146133655760018101546040517fdaac27300000000000000000000000000000000000000000000000000000000081526001600160a01b03861660048201526024810191909152604481018490526064016108d9565b8054600160a01b900460ff16156133b3576040517f879d3b850000000000000000000000000000000000000000000000000000000081526001600160a01b03851660048201526024016108d9565b805460ff909216600160a01b027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909216919091179055505050565b5f6133fa8484613fab565b90505f829003613436576040517f4dfab33600000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b60018101541561347d576040517f64dbd9870000000000000000000000000000000000000000000000000000000081526001600160a01b03841660048201526024016108d9565b600101555050565b60048301805460ff60e01b1981167c040000000000000000000000000000000000000000000000000000000017909155600384015460028501546001600160a01b0380831693918116929116905f906134ef9089906001908790600160f01b900460ff1689614075565b90505f6001600160a01b038316156135145761350f89600285895f614075565b613516565b5f5b905060ff86161580159061353a5750600388015460ff878116600160f01b90920416145b15613629575f846001600160a01b0316846001600160a01b03161461355f5784613561565b855b90506001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328b86846135bf877f0000000000000000000000000000000000000000000000000000000000000000614ac6565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b158015613611575f5ffd5b505af1158015613623573d5f5f3e3d5ffd5b50505050505b60011960ff8816016136fa577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316633ac99e798a876001600160a01b0316866001600160a01b031614613684575f613686565b835b6136909086615269565b6040516001600160e01b031960e085901b168152600481019290925260248201525f6044820181905260648201819052608482015260a4015f604051808303815f87803b1580156136df575f5ffd5b505af11580156136f1573d5f5f3e3d5ffd5b505050506139d8565b5f1960ff8816016137e85787545f908152602081905260409020805460ff191660011790556001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328a878761377b877f0000000000000000000000000000000000000000000000000000000000000000614ac6565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b1580156137cd575f5ffd5b505af11580156137df573d5f5f3e3d5ffd5b50505050613949565b5f898152600360208181526040808420928c0154600160e81b900460ff9081168552929091529091206002810154600160481b90049091169061382a90613cb1565b10613949576001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016637abed9328a87876138e06138b160ff7f0000000000000000000000000000000000000000000000000000000000000000167f0000000000000000000000000000000000000000000000000000000000000000615252565b6138db897f0000000000000000000000000000000000000000000000000000000000000000614ac6565b6144f1565b6040516001600160e01b031960e087901b16815260048101949094526001600160a01b0392831660248501529116604483015260648201526084015f604051808303815f87803b158015613932575f5ffd5b505af1158015613944573d5f5f3e3d5ffd5b505050505b6040517f869e0037000000000000000000000000000000000000000000000000000000008152600481018a90527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063869e0037906024015f604051808303815f87803b1580156139c1575f5ffd5b505af11580156139d3573d5f5f3e3d5ffd5b505050505b60405163fd2b1dcf60e01b8152600481018a90526001600160a01b0386811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af1158015613a44573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613a6891906150e9565b506001600160a01b03831615613b0a5760405163fd2b1dcf60e01b8152600481018a90526001600160a01b0384811660248301527f0000000000000000000000000000000000000000000000000000000000000000169063fd2b1dcf906044016020604051808303815f875af1158015613ae4573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613b0891906150e9565b505b60405160ff8816815289907f45faff0c4f852da743ec9624a6fd147dfffb23150944be1670a6e4b74657bf549060200160405180910390a2505050505050505050565b60028101545f90600160581b900460ff165b60038301548110156131e757826003018181548110613b8057613b80614e30565b5f918252602082206002909102015460ff600160a01b909104169003613ba857505f92915050565b600101613b5f565b5f808080805b6003860154811015613c31575f866003018281548110613bd857613bd8614e30565b5f918252602090912060029091020154600160a01b900460ff1690505f198101613c0e5783613c068161527c565b945050613c28565b60011960ff821601613c285782613c248161527c565b9350505b50600101613bb6565b5060028501548190613c4e908490600160401b900460ff16614ac6565b613c589190614ac6565b6002860154909350600160481b900460ff168110613c795760029350613caa565b6002850154613c9b9060ff600160481b8204811691600160401b900416615294565b60ff16821115613caa57600193505b5050915091565b5f805b6003830154811015613d0c576003838101805483908110613cd757613cd7614e30565b5f918252602090912060029091020154600160a01b900460ff1603613d045781613d008161527c565b9250505b600101613cb4565b50919050565b6040517f0e5a4ff30000000000000000000000000000000000000000000000000000000081524260048201527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690630e5a4ff390602401602060405180830381865afa158015613d8d573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613db1919061500f565b613dbc9060016151b3565b6001820180547fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff16600160401b67ffffffffffffffff9384168102919091179182905560028401546040805187815292909304909316602082015263ffffffff9092169082015283907f74b812f56fe2163f556f2190188ff9754e731d489da22578e4b5b382fec4d5cf90606001612a78565b5f6126de836116fd84614500565b6040517e4073850000000000000000000000000000000000000000000000000000000081526001600160a01b038481166004830152838116602483015267ffffffffffffffff831660448301527f000000000000000000000000000000000000000000000000000000000000000016906240738590606401602060405180830381865afa158015613ef0573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190613f14919061520f565b6132f7576040517f1a2bbf980000000000000000000000000000000000000000000000000000000081526001600160a01b038085166004830152831660248201526044016108d9565b5f5f5f613f6a8585614535565b5090925090505f816003811115613f8357613f8361497f565b148015613fa15750856001600160a01b0316826001600160a01b0316145b9695505050505050565b60028201545f90600160581b900460ff165b600384015481101561403757826001600160a01b0316846003018281548110613fe857613fe8614e30565b5f9182526020909120600290910201546001600160a01b03160361402f5783600301818154811061401b5761401b614e30565b905f5260205f209060020201915050610852565b600101613fbd565b506040517f888134850000000000000000000000000000000000000000000000000000000081526001600160a01b03831660048201526024016108d9565b5f85815260036020908152604080832087845290915281208160ff8416158015906140a657508460ff168460ff1614155b90505f5b60038301548110156144e5575f5f8460030183815481106140cd576140cd614e30565b5f9182526020909120600290910201546003860180546001600160a01b0390921691859081106140ff576140ff614e30565b5f918252602090912060029091020154909250600160a01b900460ff1690507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663de313c2183614158848c61457e565b6040518363ffffffff1660e01b81526004016141759291906152ad565b5f604051808303815f87803b15801561418c575f5ffd5b505af115801561419e573d5f5f3e3d5ffd5b5050505060ff81166001148015906141ba575060ff8116600214155b156141c65750506144dd565b6040517f1c4379420000000000000000000000000000000000000000000000000000000081526001600160a01b0383811660048301525f917f000000000000000000000000000000000000000000000000000000000000000090911690631c4379429060240161012060405180830381865afa158015614248573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061426c91906152fa565b516040517f7abed932000000000000000000000000000000000000000000000000000000008152600481018e90526001600160a01b038c8116602483015280831660448301527f000000000000000000000000000000000000000000000000000000000000000060648301529192507f000000000000000000000000000000000000000000000000000000000000000090911690637abed932906084015f604051808303815f87803b158015614320575f5ffd5b505af1158015614332573d5f5f3e3d5ffd5b505050507f0000000000000000000000000000000000000000000000000000000000000000876143629190615269565b965084801561437657508860ff168260ff16145b156144d9576040517fde313c210000000000000000000000000000000000000000000000000000000081526001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063de313c21906143e290869060049081016152ad565b5f604051808303815f87803b1580156143f9575f5ffd5b505af115801561440b573d5f5f3e3d5ffd5b50506040517fdb1e46620000000000000000000000000000000000000000000000000000000081526001600160a01b0384811660048301527f000000000000000000000000000000000000000000000000000000000000000060248301527f000000000000000000000000000000000000000000000000000000000000000016925063db1e466291506044016020604051808303815f875af11580156144b3573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906144d791906150e9565b505b5050505b6001016140aa565b50505095945050505050565b5f8282188284100282186126de565b6040515f90613287907fb2acd6ec498f2f68cde0b01350fb9bf6363acabe7536f8e113a09f8bdaf4d4809084906020016153b1565b5f5f5f835160410361456c576020840151604085015160608601515f1a61455e888285856145cd565b955095509550505050614577565b505081515f91506002905b9250925092565b5f8260ff165f0361459157506003610852565b60021960ff8416016145a557506002610852565b60ff821615806145ba57508160ff168360ff16145b6145c55760016126de565b505f92915050565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561460657505f9150600390508261468b565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa158015614657573d5f5f3e3d5ffd5b5050604051601f1901519150506001600160a01b03811661468257505f92506001915082905061468b565b92505f91508190505b9450945094915050565b5f5f604083850312156146a6575f5ffd5b50508035926020909101359150565b5f8151808452602084019350602083015f5b8281101561470d5781516001600160a01b03815116875260ff602082015116602088015260408101516040880152506060860195506020820191506001810190506146c7565b5093949350505050565b60208152815160208201525f602083015161473e604084018267ffffffffffffffff169052565b50604083015167ffffffffffffffff8116606084015250606083015167ffffffffffffffff8116608084015250608083015167ffffffffffffffff811660a08401525060a083015163ffffffff811660c08401525060c083015163ffffffff811660e08401525060e083015160ff81166101008401525061010083015160ff81166101208401525061012083015160ff81166101408401525061014083015160ff811661016084015250610160830151801515610180840152506101808301516101a0808401526148136101c08401826146b5565b949350505050565b5f6020828403121561482b575f5ffd5b5035919050565b6001600160a01b0381168114614846575f5ffd5b50565b803561271b81614832565b5f5f60408385031215614865575f5ffd5b82359150602083013561487781614832565b809150509250929050565b5f5f83601f840112614892575f5ffd5b50813567ffffffffffffffff8111156148a9575f5ffd5b6020830191508360208285010111156148c0575f5ffd5b9250929050565b5f5f5f5f8486036102c08112156148dc575f5ffd5b6102808112156148ea575f5ffd5b5084935061028085013567ffffffffffffffff811115614908575f5ffd5b61491487828801614882565b959890975094956102a00135949350505050565b5f5f5f83850361010081121561493c575f5ffd5b60e0811215614949575f5ffd5b5083925060e084013567ffffffffffffffff811115614966575f5ffd5b61497286828701614882565b9497909650939450505050565b634e487b7160e01b5f52602160045260245ffd5b6005811061484657634e487b7160e01b5f52602160045260245ffd5b6149b881614993565b9052565b5f61016082019050825182526020830151602083015260408301516149ec60408401826001600160a01b03169052565b506060830151614a0760608401826001600160a01b03169052565b506080830151614a2360808401826001600160c01b0319169052565b5060a0830151614a3860a084018260ff169052565b5060c0830151614a4d60c084018260ff169052565b5060e0830151614a6260e084018260ff169052565b50610100830151614a7f6101008401826001600160a01b03169052565b50610120830151614a9d61012084018267ffffffffffffffff169052565b506101408301516124716101408401826149af565b634e487b7160e01b5f52601160045260245ffd5b8181038181111561085257610852614ab2565b5f8151808452602084019350602083015f5b8281101561470d5781516001600160a01b0316865260209586019590910190600101614aeb565b82518152602083015160208201526040830151604082015260608301516060820152608083015160808201525f60a0840151614b5a60a084018267ffffffffffffffff169052565b5060c0840151614b6f60c084018260ff169052565b5060e084015160e0830152610100840151614b966101008401826001600160a01b03169052565b50610120840151614bb46101208401826001600160c01b0319169052565b50610140840151614bd16101408401826001600160a01b03169052565b50610180610160830152614813610180830184614ad9565b634e487b7160e01b5f52604160045260245ffd5b60405160e0810167ffffffffffffffff81118282101715614c2057614c20614be9565b60405290565b604051610280810167ffffffffffffffff81118282101715614c2057614c20614be9565b604051610120810167ffffffffffffffff81118282101715614c2057614c20614be9565b604051601f8201601f1916810167ffffffffffffffff81118282101715614c9757614c97614be9565b604052919050565b805161271b81614832565b5f5f60408385031215614cbb575f5ffd5b825167ffffffffffffffff811115614cd1575f5ffd5b8301601f81018513614ce1575f5ffd5b805167ffffffffffffffff811115614cfb57614cfb614be9565b8060051b614d0b60208201614c6e565b91825260208184018101929081019088841115614d26575f5ffd5b6020850194505b83851015614d545784519250614d4283614832565b82825260209485019490910190614d2d565b602097909701519698969750505050505050565b67ffffffffffffffff81168114614846575f5ffd5b805161271b81614d68565b80516005811061271b575f5ffd5b5f60e0828403128015614da7575f5ffd5b50614db0614bfd565b8251614dbb81614832565b81526020830151614dcb81614832565b60208201526040830151614dde81614832565b60408201526060830151614df181614832565b6060820152614e0260808401614d7d565b6080820152614e1360a08401614d7d565b60a0820152614e2460c08401614d88565b60c08201529392505050565b634e487b7160e01b5f52603260045260245ffd5b803561271b81614d68565b60ff81168114614846575f5ffd5b803561271b81614e4f565b80356fffffffffffffffffffffffffffffffff8116811461271b575f5ffd5b5f610280828403128015614e99575f5ffd5b50614ea2614c26565b82358152614eb260208401614e44565b6020820152614ec360408401614849565b6040820152614ed460608401614849565b6060820152614ee560808401614849565b6080820152614ef660a08401614849565b60a082015260c08381013590820152614f1160e08401614e5d565b60e0820152614f236101008401614e5d565b61010082015261012083810135908201526101408084013590820152610160808401359082015261018080840135908201526101a08084013590820152614f6d6101c08401614e44565b6101c0820152614f806101e08401614e44565b6101e0820152614f936102008401614e68565b610200820152614fa66102208401614e5d565b610220820152614fb96102408401614e44565b610240820152614fcc6102608401614e44565b6102608201529392505050565b5f60208284031215614fe9575f5ffd5b81356126de81614e4f565b5f60208284031215615004575f5ffd5b81356126de81614d68565b5f6020828403121561501f575f5ffd5b81516126de81614d68565b5f6020828403121561503a575f5ffd5b81356126de81614832565b5f60208284031215615055575f5ffd5b815165ffffffffffff811681146126de575f5ffd5b67ffffffffffffffff818116838216029081169081811461247157612471614ab2565b80516001600160c01b03198116811461271b575f5ffd5b5f602082840312156150b4575f5ffd5b6126de8261508d565b63ffffffff81168114614846575f5ffd5b5f602082840312156150de575f5ffd5b81356126de816150bd565b5f602082840312156150f9575f5ffd5b5051919050565b5f60e0828403128015615111575f5ffd5b5061511a614bfd565b82358152602083013561512c816150bd565b6020820152604083013561513f81614832565b604082015260608381013590820152608083013561515c81614e4f565b608082015260a0838101359082015260c0928301359281019290925250919050565b60ff818116838216029081169081811461247157612471614ab2565b60ff818116838216019081111561085257610852614ab2565b67ffffffffffffffff818116838216019081111561085257610852614ab2565b838152606081016151e384614993565b8360208301526151f283614993565b826040830152949350505050565b8051801515811461271b575f5ffd5b5f6020828403121561521f575f5ffd5b6126de82615200565b5f5f60408385031215615239575f5ffd5b8251915061524960208401615200565b90509250929050565b808202811582820484141761085257610852614ab2565b8082018082111561085257610852614ab2565b5f6001820161528d5761528d614ab2565b5060010190565b60ff828116828216039081111561085257610852614ab2565b6001600160a01b0383168152604081016152c683614993565b8260208301529392505050565b805161271b81614e4f565b805161ffff8116811461271b575f5ffd5b805161271b816150bd565b5f61012082840312801561530c575f5ffd5b50615315614c4a565b61531e83614c9f565b815261532c6020840161508d565b602082015261533d604084016152d3565b604082015261534e606084016152d3565b606082015261535f608084016152de565b608082015261537060a08401614d7d565b60a082015261538160c08401614d7d565b60c082015261539260e08401614d7d565b60e08201526153a461010084016152ef565b6101008201529392505050565b5f6102a0820190508382528251602083015260208301516153de604084018267ffffffffffffffff169052565b5060408301516001600160a01b03811660608401525060608301516001600160a01b03811660808401525060808301516001600160a01b03811660a08401525060a08301516001600160a01b03811660c08401525060c083015160e083015260e083015161545261010084018260ff169052565b5061010083015160ff8116610120840152506101208301516101408301526101408301516101608301526101608301516101808301526101808301516101a08301526101a08301516101c08301526101c08301516154bd6101e084018267ffffffffffffffff169052565b506101e083015167ffffffffffffffff8116610200840152506102008301516fffffffffffffffffffffffffffffffff81166102208401525061022083015160ff81166102408401525061024083015167ffffffffffffffff81166102608401525061026083015167ffffffffffffffff811661028084015250939250505056' as const
