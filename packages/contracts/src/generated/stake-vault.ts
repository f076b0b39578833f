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

export const stakeVaultBytecode = '0x60c060405234801561000f575f5ffd5b50604051611d17380380611d1783398101604081905261002e916101cd565b826001600160a01b03811661005d57604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b610066816100d1565b506201518082108061007a57506276a70082115b156100ad57604051630b49b21f60e21b8152600481018390526201518060248201526276a7006044820152606401610054565b6001600160a01b03841660805260a08290526100c8816100ed565b50505050610212565b600180546001600160a01b03191690556100ea8161016a565b50565b6103e88110806100fe575061271081115b1561012f57604051632d7bcecb60e01b8152600481018290526103e860248201526127106044820152606401610054565b60038190556040518181527f236743dd19775df89f68ae7829dec9878f3f22204a0c233e76f5444f8f8225319060200160405180910390a150565b5f80546001600160a01b038381166001600160a01b0319831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b6001600160a01b03811681146100ea575f5ffd5b5f5f5f5f608085870312156101e0575f5ffd5b84516101eb816101b9565b60208601519094506101fc816101b9565b6040860151606090960151949790965092505050565b60805160a051611ac861024f5f395f81816103ef015261072f01525f818161046901528181610b710152818161135801526114190152611ac85ff3fe608060405234801561000f575f5ffd5b50600436106101dc575f3560e01c806398d521d711610109578063cc47a40b1161009e578063f43cc7731161006e578063f43cc77314610435578063f6d230d11461043e578063f8f707ce14610451578063fc0c546a14610464575f5ffd5b8063cc47a40b146103d7578063db7dd35a146103ea578063e30c397814610411578063f2fde38b14610422575f5ffd5b8063bfac5990116100d9578063bfac599014610393578063c1b346f7146103a6578063c3420b88146103af578063c9322adb146103b8575f5ffd5b806398d521d71461033a578063a694fc3a1461034d578063abbb247f14610360578063acf0991214610380575f5ffd5b806363c73c991161017f57806375185ae31161014f57806375185ae3146102d857806379ba5097146102f757806386a0c186146102ff5780638da5cb5b1461032a575f5ffd5b806363c73c991461026c578063658c23d6146102745780636d11f5b7146102a6578063715018a6146102d0575f5ffd5b806323095721116101ba57806323095721146102255780632ded5fc1146102515780633ccfd60b1461025b57806340c4d15d14610263575f5ffd5b80630357371d146101e057806315551e6f146101f5578063191353c714610208575b5f5ffd5b6101f36101ee366004611886565b61048b565b005b6101f36102033660046118ae565b6105d0565b6102126276a70081565b6040519081526020015b60405180910390f35b6102386102333660046118e7565b610636565b60405167ffffffffffffffff909116815260200161021c565b6102126201518081565b61021261081c565b61021261271081565b610212600881565b6102966102823660046118fe565b60086020525f908152604090205460ff1681565b604051901515815260200161021c565b6102126102b4366004611917565b600760209081525f928352604080842090915290825290205481565b6101f3610a62565b6102126102e63660046118fe565b60056020525f908152604090205481565b6101f3610a75565b600254610312906001600160a01b031681565b6040516001600160a01b03909116815260200161021c565b5f546001600160a01b0316610312565b6102126103483660046118fe565b610ab9565b6101f361035b3660046118e7565b610af4565b61037361036e3660046118fe565b610c0a565b60405161021c9190611948565b61021261038e3660046118fe565b610c9b565b6102126103a13660046119a9565b610cfe565b6102126103e881565b61021260035481565b6102126103c63660046118fe565b60066020525f908152604090205481565b6101f36103e5366004611886565b610f04565b6102127f000000000000000000000000000000000000000000000000000000000000000081565b6001546001600160a01b0316610312565b6101f36104303660046118fe565b611049565b61021260045481565b6101f361044c3660046118fe565b6110c6565b6101f361045f3660046118e7565b6111a8565b6103127f000000000000000000000000000000000000000000000000000000000000000081565b805f036104ab576040516365e52d5160e11b815260040160405180910390fd5b335f9081526007602090815260408083206001600160a01b03861684529091529020548082111561052c576040517f4943a1d00000000000000000000000000000000000000000000000000000000081523360048201526001600160a01b038416602482015260448101829052606481018390526084015b60405180910390fd5b61053682826119f6565b335f9081526007602090815260408083206001600160a01b0388168452825280832093909355600690529081205461056f9084906119f6565b6001600160a01b0385165f818152600660209081526040918290208490558151878152908101849052929350909133917fe6a31fcd0a9f47bc5c55eaa4baada2dd299db84f3284fde241f65141bcac92d5910160405180910390a350505050565b6105d86111b9565b6001600160a01b0382165f81815260086020908152604091829020805460ff191685151590811790915591519182527f6722643dae7d70bab62cec47192bb1ee6b1770c587c8e1c9f264a1bd4e8a3bf2910160405180910390a25050565b5f815f03610657576040516365e52d5160e11b815260040160405180910390fd5b335f90815260056020526040902054808311156106b0576040517fa280ee7b0000000000000000000000000000000000000000000000000000000081523360048201526024810182905260448101849052606401610523565b335f9081526009602052604090208054600811610702576040517f7f1ed3fe00000000000000000000000000000000000000000000000000000000815233600482015260086024820152604401610523565b61070c84836119f6565b335f81815260056020526040902091909155610727906111e5565b6107596107547f000000000000000000000000000000000000000000000000000000000000000042611a09565b611270565b9250806040518060400160405280610770876112aa565b6001600160801b03908116825267ffffffffffffffff80881660209384015284546001810186555f95865294839020845195018054949093015116600160801b026001600160c01b031990931693169290921717905560405133907f21020437c0e4b58b34bd7ac1f1cef55e7820d1bcd93824ceb273cad96eea704c9061080d908790879091825267ffffffffffffffff16602082015260400190565b60405180910390a25050919050565b5f6108256112dd565b335f908152600960205260408120805490915b818110801561087457504283828154811061085557610855611a1c565b5f91825260209091200154600160801b900467ffffffffffffffff1611155b156108bd5782818154811061088b5761088b611a1c565b5f918252602090912001546108a9906001600160801b031685611a09565b9350806108b581611a30565b915050610838565b805f036108f8576040517fbf3d04b5000000000000000000000000000000000000000000000000000000008152336004820152602401610523565b805b828110156109ac5783818154811061091457610914611a1c565b905f5260205f200184838361092991906119f6565b8154811061093957610939611a1c565b5f91825260209091208254910180546001600160801b039092167fffffffffffffffffffffffffffffffff0000000000000000000000000000000083168117825592546001600160c01b0319909216909217600160801b9182900467ffffffffffffffff169091021790556001016108fa565b505f5b818110156109ef57838054806109c7576109c7611a48565b5f8281526020902081015f1990810180546001600160c01b03191690550190556001016109af565b506109fa3385611334565b60405184815233907f7084f5476618d8e60b11ef0d7d3f06914655adb8793e28ff7f018d4c76d505d59060200160405180910390a2505050610a5f610a735f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061132e565b90565b610a6a6111b9565b610a735f611387565b565b60015433906001600160a01b03168114610aad5760405163118cdaa760e01b81526001600160a01b0382166004820152602401610523565b610ab681611387565b50565b6003546001600160a01b0382165f90815260056020526040812054909161271091610ae49190611a5c565b610aee9190611a73565b92915050565b610afc6112dd565b805f03610b1c576040516365e52d5160e11b815260040160405180910390fd5b335f90815260056020526040812054610b36908390611a09565b335f908152600560205260408120829055600480549293508492909190610b5e908490611a09565b90915550610b9990506001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000163330856113ad565b610ba16113e9565b604080518381526020810183905233917f1449c6dd7851abc30abf37f57715f492010519147cc2652fbc38202c18a6ee90910160405180910390a250610ab6610a735f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061132e565b6001600160a01b0381165f908152600960209081526040808320805482518185028101850190935280835260609492939192909184015b82821015610c90575f84815260209081902060408051808201909152908401546001600160801b0381168252600160801b900467ffffffffffffffff1681830152825260019092019101610c41565b505050509050919050565b6001600160a01b0381165f908152600960205260408120815b8154811015610cf757818181548110610ccf57610ccf611a1c565b5f91825260209091200154610ced906001600160801b031684611a09565b9250600101610cb4565b5050919050565b5f610d076112dd565b6002546001600160a01b03163314610d4d576040517f622c578e000000000000000000000000000000000000000000000000000000008152336004820152602401610523565b825f03610d6d576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b0382161580610d8b57506001600160a01b03821630145b15610db4576040516303b7bcd760e61b81526001600160a01b0383166004820152602401610523565b610dbe84846114d3565b6001600160a01b0385165f9081526005602052604081205491925090610ded90610de884876119f6565b6115f1565b6001600160a01b0386165f90815260056020526040812080549293508392909190610e199084906119f6565b90915550610e2990508183611a09565b9150815f03610e6f576040517fea5329600000000000000000000000000000000000000000000000000000000081526001600160a01b0386166004820152602401610523565b610e798383611334565b826001600160a01b0316856001600160a01b03167f2ad67d4a3e40fbdc9faeef32237ae01635b2ec4451e4e61d0bafed3606cfa4218685604051610ec7929190918252602082015260400190565b60405180910390a350610efd610a735f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061132e565b9392505050565b6002546001600160a01b03163314801590610f2e5750335f9081526008602052604090205460ff16155b15610f67576040517fda69335a000000000000000000000000000000000000000000000000000000008152336004820152602401610523565b805f03610f87576040516365e52d5160e11b815260040160405180910390fd5b6001600160a01b0382165f90815260066020526040812054610faa908390611a09565b6001600160a01b0384165f8181526006602090815260408083208590553383526007825280832093835292905290812080549293508492909190610fef908490611a09565b90915550610ffe9050836111e5565b60408051838152602081018390526001600160a01b0385169133917fa572042d484330bc7de066754c001f8c32ce95e8f6b1a78f0e6f513d708593a2910160405180910390a3505050565b6110516111b9565b600180546001600160a01b03831673ffffffffffffffffffffffffffffffffffffffff19909116811790915561108e5f546001600160a01b031690565b6001600160a01b03167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b6110ce6111b9565b6002546001600160a01b031615611120576002546040517f3f5ad0ad0000000000000000000000000000000000000000000000000000000081526001600160a01b039091166004820152602401610523565b6001600160a01b038116611152576040516303b7bcd760e61b81526001600160a01b0382166004820152602401610523565b6002805473ffffffffffffffffffffffffffffffffffffffff19166001600160a01b0383169081179091556040517fc66af9efb3b9511ad4df2736753cafd96747235d1ba015f7565a73e97ebf27f2905f90a250565b6111b06111b9565b610ab681611600565b5f546001600160a01b03163314610a735760405163118cdaa760e01b8152336004820152602401610523565b5f6111ef82610ab9565b6001600160a01b0383165f9081526006602052604090205490915081101561126c576001600160a01b0382165f81815260066020526040908190205490517f55346e350000000000000000000000000000000000000000000000000000000081526004810192909252602482015260448101829052606401610523565b5050565b5f67ffffffffffffffff8211156112a657604080516306dfcc6560e41b8152600481019190915260248101839052604401610523565b5090565b5f6001600160801b038211156112a6576040516306dfcc6560e41b81526080600482015260248101839052604401610523565b6113077f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c611696565b610a7360017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b906116cd565b8060045f82825461134591906119f6565b9091555061137f90506001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001683836116d4565b61126c6113e9565b6001805473ffffffffffffffffffffffffffffffffffffffff19169055610ab68161170e565b6113bb84848484600161176a565b6113e357604051635274afe760e01b81526001600160a01b0385166004820152602401610523565b50505050565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906370a0823190602401602060405180830381865afa158015611466573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061148a9190611a92565b9050600454811015610ab657600480546040517fcfe903080000000000000000000000000000000000000000000000000000000081529182018390526024820152604401610523565b6001600160a01b0382165f9081526009602052604081205b82821080156114fa5750805415155b156115ea5780545f908290611511906001906119f6565b8154811061152157611521611a1c565b5f91825260208220018054909250611546906001600160801b0316610de886886119f6565b90506115528185611a09565b82549094506001600160801b0316810361159b578280548061157657611576611a48565b5f8281526020902081015f1990810180546001600160c01b03191690550190556115e3565b6115a4816112aa565b825483905f906115be9084906001600160801b0316611aa9565b92506101000a8154816001600160801b0302191690836001600160801b031602179055505b50506114eb565b5092915050565b5f828218828410028218610efd565b6103e8811080611611575061271081115b1561165b576040517f2d7bcecb000000000000000000000000000000000000000000000000000000008152600481018290526103e860248201526127106044820152606401610523565b60038190556040518181527f236743dd19775df89f68ae7829dec9878f3f22204a0c233e76f5444f8f8225319060200160405180910390a150565b15610a73576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b6116e183838360016117f0565b61170957604051635274afe760e01b81526001600160a01b0384166004820152602401610523565b505050565b5f80546001600160a01b0383811673ffffffffffffffffffffffffffffffffffffffff19831681178455604051919092169283917f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09190a35050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f511483166117df5783831516156117d3573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f5114831661185f578383151615611853573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b80356001600160a01b0381168114611881575f5ffd5b919050565b5f5f60408385031215611897575f5ffd5b6118a08361186b565b946020939093013593505050565b5f5f604083850312156118bf575f5ffd5b6118c88361186b565b9150602083013580151581146118dc575f5ffd5b809150509250929050565b5f602082840312156118f7575f5ffd5b5035919050565b5f6020828403121561190e575f5ffd5b610efd8261186b565b5f5f60408385031215611928575f5ffd5b6119318361186b565b915061193f6020840161186b565b90509250929050565b602080825282518282018190525f918401906040840190835b8181101561199e57835180516001600160801b0316845260209081015167ffffffffffffffff168185015290930192604090920191600101611961565b509095945050505050565b5f5f5f606084860312156119bb575f5ffd5b6119c48461186b565b9250602084013591506119d96040850161186b565b90509250925092565b634e487b7160e01b5f52601160045260245ffd5b81810381811115610aee57610aee6119e2565b80820180821115610aee57610aee6119e2565b634e487b7160e01b5f52603260045260245ffd5b5f60018201611a4157611a416119e2565b5060010190565b634e487b7160e01b5f52603160045260245ffd5b8082028115828204841417610aee57610aee6119e2565b5f82611a8d57634e487b7160e01b5f52601260045260245ffd5b500490565b5f60208284031215611aa2575f5ffd5b5051919050565b6001600160801b038281168282160390811115610aee57610aee6119e256' as const
