/** StakeVault: generated from contracts/StakeVault.sol by scripts/build.ts. Do not edit. */

export const stakeVaultAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "token_",
        "type": "address"
      },
      {
        "name": "owner_",
        "type": "address"
      },
      {
        "name": "unbondingDelaySeconds",
        "type": "uint256"
      },
      {
        "name": "exposureCapBps_",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "EXPOSURE_CAP_BPS_MAX",
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
    "name": "EXPOSURE_CAP_BPS_MIN",
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
    "name": "LOCK_SECONDS_MAX",
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
    "name": "UNBONDINGS_PER_OPERATOR_MAX",
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
    "name": "UNBONDING_DELAY_SECONDS_MAX",
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
    "name": "UNBONDING_DELAY_SECONDS_MIN",
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
    "name": "bondedOf",
    "inputs": [
      {
        "name": "operator",
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
    "name": "exposureCapBps",
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
    "name": "exposureCapOf",
    "inputs": [
      {
        "name": "operator",
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
    "name": "extendLock",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "until",
        "type": "uint64"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "isLocked",
    "inputs": [
      {
        "name": "operator",
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
    "name": "isReserver",
    "inputs": [
      {
        "name": "reserver",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "enabled",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "lock",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "until",
        "type": "uint64"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "lockCountOf",
    "inputs": [
      {
        "name": "operator",
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
    "name": "lockedUntilOf",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "until",
        "type": "uint64"
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
    "name": "release",
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
    "outputs": [],
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
    "name": "requestUnstake",
    "inputs": [
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "maturesAt",
        "type": "uint64"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "reserve",
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
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "reservedBy",
    "inputs": [
      {
        "name": "reserver",
        "type": "address"
      },
      {
        "name": "operator",
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
    "name": "reservedOf",
    "inputs": [
      {
        "name": "operator",
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
    "name": "setCourthouse",
    "inputs": [
      {
        "name": "courthouse_",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setExposureCapBps",
    "inputs": [
      {
        "name": "exposureCapBps_",
        "type": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setReserver",
    "inputs": [
      {
        "name": "reserver",
        "type": "address"
      },
      {
        "name": "enabled",
        "type": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "slash",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      },
      {
        "name": "recipient",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "slashed",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "stake",
    "inputs": [
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
    "name": "unbondingDelay",
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
    "name": "unbondingOf",
    "inputs": [
      {
        "name": "operator",
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
    "name": "unbondings",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple[]",
        "components": [
          {
            "name": "amount",
            "type": "uint128"
          },
          {
            "name": "maturesAt",
            "type": "uint64"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "unlock",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "withdraw",
    "inputs": [],
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
    "name": "CourthouseSet",
    "inputs": [
      {
        "name": "courthouse",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ExposureCapSet",
    "inputs": [
      {
        "name": "exposureCapBps",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ExposureReleased",
    "inputs": [
      {
        "name": "reserver",
        "type": "address",
        "indexed": true
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "reserved",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ExposureReserved",
    "inputs": [
      {
        "name": "reserver",
        "type": "address",
        "indexed": true
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "reserved",
        "type": "uint256",
        "indexed": false
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
    "name": "ReserverSet",
    "inputs": [
      {
        "name": "reserver",
        "type": "address",
        "indexed": true
      },
      {
        "name": "enabled",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Slashed",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "recipient",
        "type": "address",
        "indexed": true
      },
      {
        "name": "asked",
        "type": "uint256",
        "indexed": false
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
    "name": "StakeLockSet",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "until",
        "type": "uint64",
        "indexed": false
      },
      {
        "name": "count",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "StakeUnlocked",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "count",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Staked",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "bonded",
        "type": "uint256",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "UnstakeRequested",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false
      },
      {
        "name": "maturesAt",
        "type": "uint64",
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
        "name": "operator",
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
    "name": "AmountZero",
    "inputs": []
  },
  {
    "type": "error",
    "name": "BondedInsufficient",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "bonded",
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
    "name": "CallerNotCourthouse",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CallerNotReserver",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CourthouseAlreadySet",
    "inputs": [
      {
        "name": "courthouse",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ExposureAboveCap",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "reserved",
        "type": "uint256"
      },
      {
        "name": "cap",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ExposureCapOutOfBounds",
    "inputs": [
      {
        "name": "exposureCapBps",
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
    "name": "LockTooLong",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "until",
        "type": "uint64"
      },
      {
        "name": "max",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "NothingMatured",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NothingToSlash",
    "inputs": [
      {
        "name": "operator",
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
    "name": "ReentrancyGuardReentrantCall",
    "inputs": []
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
    "name": "ReservedInsufficient",
    "inputs": [
      {
        "name": "reserver",
        "type": "address"
      },
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "reserved",
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
    "name": "SafeCastOverflowedUintDowncast",
    "inputs": [
      {
        "name": "bits",
        "type": "uint8"
      },
      {
        "name": "value",
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
    "name": "StakeLocked",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "until",
        "type": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "UnbondingDelayOutOfBounds",
    "inputs": [
      {
        "name": "delay",
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
    "name": "UnbondingsAtMax",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "max",
        "type": "uint256"
      }
    ]
  }
] as const

export const stakeVaultBytecode = '0x60c060405234801561000f575f5ffd5b5060405161219038038061219083398101604081905261002e916101cd565b826001600160a01b03811661005d57604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b610066816100d1565b506201518082108061007a57506276a70082115b156100ad57604051630b49b21f60e21b8152600481018390526201518060248201526276a7006044820152606401610054565b6001600160a01b03841660805260a08290526100c8816100ed565b50505050610212565b600180546001600160a01b03191690556100ea8161016a565b50565b6103e88110806100fe575061271081115b1561012f57604051632d7bcecb60e01b8152600481018290526103e860248201526127106044820152606401610054565b60038190556040518181527f236743dd19775df89f68ae7829dec9878f3f22204a0c233e76f5444f8f8225319060200160405180910390a150565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b6001600160a01b03811681146100ea575f5ffd5b5f5f5f5f608085870312156101e0575f5ffd5b84516101eb816101b9565b60208601519094506101fc816101b9565b6040860151606090960151949790965092505050565b60805160a051611f4161024f5f395f8181610521015261087501525f818161059b01528181610e020152818161166601526117270152611f415ff3fe608060405234801561000f575f5ffd5b5060043610610283575f3560e01c806398d521d711610157578063cc47a40b116100d2578063f43cc77311610088578063f8f707ce1161006e578063f8f707ce14610583578063fc0c546a14610596578063fdb607c6146105bd575f5ffd5b8063f43cc77314610567578063f6d230d114610570575f5ffd5b8063db7dd35a116100b8578063db7dd35a1461051c578063e30c397814610543578063f2fde38b14610554575f5ffd5b8063cc47a40b146104e0578063cc9e7436146104f3575f5ffd5b8063ae153b1e11610127578063c1b346f71161010d578063c1b346f7146104af578063c3420b88146104b8578063c9322adb146104c1575f5ffd5b8063ae153b1e14610489578063bfac59901461049c575f5ffd5b806398d521d714610430578063a694fc3a14610443578063abbb247f14610456578063acf0991214610476575f5ffd5b80634a4fbeec11610201578063715018a6116101b757806379ba50971161019d57806379ba5097146103ed57806386a0c186146103f55780638da5cb5b14610420575f5ffd5b8063715018a6146103c657806375185ae3146103ce575f5ffd5b806363c73c99116101e757806363c73c9914610372578063658c23d61461037a5780636d11f5b71461039c575f5ffd5b80634a4fbeec146103455780634b1db7c214610368575f5ffd5b806323095721116102565780632f6c493c1161023c5780632f6c493c146103215780633ccfd60b1461033457806340c4d15d1461033c575f5ffd5b806323095721146102eb5780632ded5fc114610317575f5ffd5b80630357371d1461028757806315551e6f1461029c57806315e7c79d146102af578063191353c7146102e1575b5f5ffd5b61029a610295366004611cc9565b6105d0565b005b61029a6102aa366004611cf1565b610715565b6102ce6102bd366004611d2a565b60096020525f908152604090205481565b6040519081526020015b60405180910390f35b6102ce6276a70081565b6102fe6102f9366004611d43565b61077c565b60405167ffffffffffffffff90911681526020016102d8565b6102ce6201518081565b61029a61032f366004611d2a565b610962565b6102ce610a03565b6102ce61271081565b610358610353366004611d2a565b610cac565b60405190151581526020016102d8565b6102ce62ed4e0081565b6102ce600881565b610358610388366004611d2a565b60086020525f908152604090205460ff1681565b6102ce6103aa366004611d5a565b600760209081525f928352604080842090915290825290205481565b61029a610cf9565b6102ce6103dc366004611d2a565b60056020525f908152604090205481565b61029a610d0c565b600254610408906001600160a01b031681565b6040516001600160a01b0390911681526020016102d8565b5f546001600160a01b0316610408565b6102ce61043e366004611d2a565b610d50565b61029a610451366004611d43565b610d85565b610469610464366004611d2a565b610e9b565b6040516102d89190611d8b565b6102ce610484366004611d2a565b610f2c565b61029a610497366004611dec565b610f8f565b6102ce6104aa366004611e22565b610ff2565b6102ce6103e881565b6102ce60035481565b6102ce6104cf366004611d2a565b60066020525f908152604090205481565b61029a6104ee366004611cc9565b6111df565b6102fe610501366004611d2a565b600a6020525f908152604090205467ffffffffffffffff1681565b6102ce7f000000000000000000000000000000000000000000000000000000000000000081565b6001546001600160a01b0316610408565b61029a610562366004611d2a565b611324565b6102ce60045481565b61029a61057e366004611d2a565b6113a1565b61029a610591366004611d43565b611483565b6104087f000000000000000000000000000000000000000000000000000000000000000081565b61029a6105cb366004611dec565b611494565b805f036105f0576040516365e52d5160e11b815260040160405180910390fd5b335f9081526007602090815260408083206001600160a01b038616845290915290205480821115610671576040517f4943a1d00000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b038416602482015260448101829052606481018390526084015b60405180910390fd5b61067b8282611e6f565b335f9081526007602090815260408083206001600160a01b038816845282528083209390935560069052908120546106b4908490611e6f565b6001600160a01b0385165f818152600660209081526040918290208490558151878152908101849052929350909133917fe6a31fcd0a9f47bc5c55eaa4baada2dd299db84f3284fde241f65141bcac92d5910160405180910390a350505050565b61071d6114cb565b6001600160a01b0382165f81815260086020908152604091829020805460ff191685151590811790915591519182527f6722643dae7d70bab62cec47192bb1ee6b1770c587c8e1c9f264a1bd4e8a3bf291015b60405180910390a25050565b5f815f0361079d576040516365e52d5160e11b815260040160405180910390fd5b335f90815260056020526040902054808311156107f6576040517fa280ee7b0000000000000000000000000000000000000000000000000000000081523360048201526024810182905260448101849052606401610668565b335f908152600b602052604090208054600811610848576040517f7f1ed3fe00000000000000000000000000000000000000000000000000000000815233600482015260086024820152604401610668565b6108528483611e6f565b335f8181526005602052604090209190915561086d906114f7565b61089f61089a7f000000000000000000000000000000000000000000000000000000000000000042611e82565b61157e565b92508060405180604001604052806108b6876115b8565b6001600160801b03908116825267ffffffffffffffff80881660209384015284546001810186555f95865294839020845195018054949093015116600160801b026001600160c01b031990931693169290921717905560405133907f21020437c0e4b58b34bd7ac1f1cef55e7820d1bcd93824ceb273cad96eea704c90610953908790879091825267ffffffffffffffff16602082015260400190565b60405180910390a25050919050565b6002546001600160a01b0316331461098f576040516331162bc760e11b8152336004820152602401610668565b6001600160a01b0381165f908152600960205260408120546109b390600190611e6f565b6001600160a01b0383165f818152600960205260409081902083905551919250907ffa9b3c14cc825c412c9ed81b3ba365a5b459439403f18829e572ed53a4180f0a906107709084815260200190565b5f610a0c6115eb565b610a1533610cac565b15610a6f57335f818152600a6020526040908190205490517fdaac4151000000000000000000000000000000000000000000000000000000008152600481019290925267ffffffffffffffff166024820152604401610668565b335f908152600b60205260408120805490915b8181108015610abe575042838281548110610a9f57610a9f611e95565b5f91825260209091200154600160801b900467ffffffffffffffff1611155b15610b0757828181548110610ad557610ad5611e95565b5f91825260209091200154610af3906001600160801b031685611e82565b935080610aff81611ea9565b915050610a82565b805f03610b42576040517fbf3d04b5000000000000000000000000000000000000000000000000000000008152336004820152602401610668565b805b82811015610bf657838181548110610b5e57610b5e611e95565b905f5260205f2001848383610b739190611e6f565b81548110610b8357610b83611e95565b5f91825260209091208254910180546001600160801b039092167fffffffffffffffffffffffffffffffff0000000000000000000000000000000083168117825592546001600160c01b0319909216909217600160801b9182900467ffffffffffffffff16909102179055600101610b44565b505f5b81811015610c395783805480610c1157610c11611ec1565b5f8281526020902081015f1990810180546001600160c01b0319169055019055600101610bf9565b50610c443385611642565b60405184815233907f7084f5476618d8e60b11ef0d7d3f06914655adb8793e28ff7f018d4c76d505d59060200160405180910390a2505050610ca9610d0a5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061163c565b90565b6001600160a01b0381165f9081526009602052604081205415801590610cf357506001600160a01b0382165f908152600a602052604090205467ffffffffffffffff164211155b92915050565b610d016114cb565b610d0a5f611695565b565b60015433906001600160a01b03168114610d445760405163118cdaa760e01b81526001600160a01b0382166004820152602401610668565b610d4d81611695565b50565b6003546001600160a01b0382165f90815260056020526040812054909161271091610d7b9190611ed5565b610cf39190611eec565b610d8d6115eb565b805f03610dad576040516365e52d5160e11b815260040160405180910390fd5b335f90815260056020526040812054610dc7908390611e82565b335f908152600560205260408120829055600480549293508492909190610def908490611e82565b90915550610e2a90506001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000163330856116bb565b610e326116f7565b604080518381526020810183905233917f1449c6dd7851abc30abf37f57715f492010519147cc2652fbc38202c18a6ee90910160405180910390a250610d4d610d0a5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061163c565b6001600160a01b0381165f908152600b60209081526040808320805482518185028101850190935280835260609492939192909184015b82821015610f21575f84815260209081902060408051808201909152908401546001600160801b0381168252600160801b900467ffffffffffffffff1681830152825260019092019101610ed2565b505050509050919050565b6001600160a01b0381165f908152600b60205260408120815b8154811015610f8857818181548110610f6057610f60611e95565b5f91825260209091200154610f7e906001600160801b031684611e82565b9250600101610f45565b5050919050565b6002546001600160a01b03163314610fbc576040516331162bc760e11b8152336004820152602401610668565b6001600160a01b0382165f908152600960205260408120805491610fdf83611ea9565b9190505550610fee82826117e1565b5050565b5f610ffb6115eb565b6002546001600160a01b03163314611028576040516331162bc760e11b8152336004820152602401610668565b825f03611048576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b038216158061106657506001600160a01b03821630145b1561108f576040516303b7bcd760e61b81526001600160a01b0383166004820152602401610668565b6110998484611916565b6001600160a01b0385165f90815260056020526040812054919250906110c8906110c38487611e6f565b611a34565b6001600160a01b0386165f908152600560205260408120805492935083929091906110f4908490611e6f565b9091555061110490508183611e82565b9150815f0361114a576040517fea5329600000000000000000000000000000000000000000000000000000000081526001600160a01b0386166004820152602401610668565b6111548383611642565b826001600160a01b0316856001600160a01b03167f2ad67d4a3e40fbdc9faeef32237ae01635b2ec4451e4e61d0bafed3606cfa42186856040516111a2929190918252602082015260400190565b60405180910390a3506111d8610d0a5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061163c565b9392505050565b6002546001600160a01b031633148015906112095750335f9081526008602052604090205460ff16155b15611242576040517fda69335a000000000000000000000000000000000000000000000000000000008152336004820152602401610668565b805f03611262576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b0382165f90815260066020526040812054611285908390611e82565b6001600160a01b0384165f81815260066020908152604080832085905533835260078252808320938352929052908120805492935084929091906112ca908490611e82565b909155506112d99050836114f7565b60408051838152602081018390526001600160a01b0385169133917fa572042d484330bc7de066754c001f8c32ce95e8f6b1a78f0e6f513d708593a2910160405180910390a3505050565b61132c6114cb565b600180546001600160a01b03831673ffffffffffffffffffffffffffffffffffffffff1990911681179091556113695f546001600160a01b031690565b6001600160a01b03167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b6113a96114cb565b6002546001600160a01b0316156113fb576002546040517f3f5ad0ad0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401610668565b6001600160a01b03811661142d576040516303b7bcd760e61b81526001600160a01b0382166004820152602401610668565b6002805473ffffffffffffffffffffffffffffffffffffffff19166001600160a01b0383169081179091556040517fc66af9efb3b9511ad4df2736753cafd96747235d1ba015f7565a73e97ebf27f2905f90a250565b61148b6114cb565b610d4d81611a43565b6002546001600160a01b031633146114c1576040516331162bc760e11b8152336004820152602401610668565b610fee82826117e1565b5f546001600160a01b03163314610d0a5760405163118cdaa760e01b8152336004820152602401610668565b5f61150182610d50565b6001600160a01b0383165f90815260066020526040902054909150811015610fee576001600160a01b0382165f81815260066020526040908190205490517f55346e350000000000000000000000000000000000000000000000000000000081526004810192909252602482015260448101829052606401610668565b5f67ffffffffffffffff8211156115b457604080516306dfcc6560e41b8152600481019190915260248101839052604401610668565b5090565b5f6001600160801b038211156115b4576040516306dfcc6560e41b81526080600482015260248101839052604401610668565b6116157f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c611ad9565b610d0a60017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b90611b10565b8060045f8282546116539190611e6f565b9091555061168d90506001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168383611b17565b610fee6116f7565b6001805473ffffffffffffffffffffffffffffffffffffffff19169055610d4d81611b51565b6116c9848484846001611bad565b6116f157604051635274afe760e01b81526001600160a01b0385166004820152602401610668565b50505050565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906370a0823190602401602060405180830381865afa158015611774573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906117989190611f0b565b9050600454811015610d4d57600480546040517fcfe903080000000000000000000000000000000000000000000000000000000081529182018390526024820152604401610668565b5f6117ef62ed4e0042611e82565b9050808267ffffffffffffffff161115611857576040517f9d4120380000000000000000000000000000000000000000000000000000000081526001600160a01b038416600482015267ffffffffffffffff8316602482015260448101829052606401610668565b6001600160a01b0383165f908152600a602052604090205467ffffffffffffffff90811690831611156118b7576001600160a01b0383165f908152600a60205260409020805467ffffffffffffffff191667ffffffffffffffff84161790555b6001600160a01b0383165f8181526009602090815260409182902054825167ffffffffffffffff87168152918201527fa5ce90cd821b718c1e58a4d06e8a2d14f5489c8677f0f988f96fba2dc345cce2910160405180910390a2505050565b6001600160a01b0382165f908152600b602052604081205b828210801561193d5750805415155b15611a2d5780545f90829061195490600190611e6f565b8154811061196457611964611e95565b5f91825260208220018054909250611989906001600160801b03166110c38688611e6f565b90506119958185611e82565b82549094506001600160801b031681036119de57828054806119b9576119b9611ec1565b5f8281526020902081015f1990810180546001600160c01b0319169055019055611a26565b6119e7816115b8565b825483905f90611a019084906001600160801b0316611f22565b92506101000a8154816001600160801b0302191690836001600160801b031602179055505b505061192e565b5092915050565b5f8282188284100282186111d8565b6103e8811080611a54575061271081115b15611a9e576040517f2d7bcecb000000000000000000000000000000000000000000000000000000008152600481018290526103e860248201526127106044820152606401610668565b60038190556040518181527f236743dd19775df89f68ae7829dec9878f3f22204a0c233e76f5444f8f8225319060200160405180910390a150565b15610d0a576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b611b248383836001611c33565b611b4c57604051635274afe760e01b81526001600160a01b0384166004820152602401610668565b505050565b5f80546001600160a01b0383811673ffffffffffffffffffffffffffffffffffffffff19831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f51148316611c22578383151615611c16573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f51148316611ca2578383151615611c96573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b80356001600160a01b0381168114611cc4575f5ffd5b919050565b5f5f60408385031215611cda575f5ffd5b611ce383611cae565b946020939093013593505050565b5f5f60408385031215611d02575f5ffd5b611d0b83611cae565b915060208301358015158114611d1f575f5ffd5b809150509250929050565b5f60208284031215611d3a575f5ffd5b6111d882611cae565b5f60208284031215611d53575f5ffd5b5035919050565b5f5f60408385031215611d6b575f5ffd5b611d7483611cae565b9150611d8260208401611cae565b90509250929050565b602080825282518282018190525f918401906040840190835b81811015611de157835180516001600160801b0316845260209081015167ffffffffffffffff168185015290930192604090920191600101611da4565b509095945050505050565b5f5f60408385031215611dfd575f5ffd5b611e0683611cae565b9150602083013567ffffffffffffffff81168114611d1f575f5ffd5b5f5f5f60608486031215611e34575f5ffd5b611e3d84611cae565b925060208401359150611e5260408501611cae565b90509250925092565b634e487b7160e01b5f52601160045260245ffd5b81810381811115610cf357610cf3611e5b565b80820180821115610cf357610cf3611e5b565b634e487b7160e01b5f52603260045260245ffd5b5f60018201611eba57611eba611e5b565b5060010190565b634e487b7160e01b5f52603160045260245ffd5b8082028115828204841417610cf357610cf3611e5b565b5f82611f0657634e487b7160e01b5f52601260045260245ffd5b500490565b5f60208284031215611f1b575f5ffd5b5051919050565b6001600160801b038281168282160390811115610cf357610cf3611e5b56' as const
