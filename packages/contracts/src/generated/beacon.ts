/** Beacon: generated from contracts/Beacon.sol by scripts/build.ts. Do not edit. */

export const beaconAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "token_",
        "type": "address"
      },
      {
        "name": "deposit_",
        "type": "uint256"
      },
      {
        "name": "commitSeconds_",
        "type": "uint256"
      },
      {
        "name": "revealSeconds_",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "DEPOSIT_MAX",
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
    "name": "DEPOSIT_MIN",
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
    "name": "PHASE_SECONDS_MAX",
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
    "name": "PHASE_SECONDS_MIN",
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
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "round",
        "type": "uint64"
      }
    ],
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
    "name": "commitmentOf",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      },
      {
        "name": "committer",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "deposit",
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
    "name": "finish",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      }
    ],
    "outputs": [
      {
        "name": "output",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "genesis",
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
    "name": "outputOf",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      }
    ],
    "outputs": [
      {
        "name": "output",
        "type": "bytes32"
      },
      {
        "name": "blockOnly",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
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
    "name": "reveal",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      },
      {
        "name": "secret",
        "type": "bytes32"
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
    "name": "roundAt",
    "inputs": [
      {
        "name": "time",
        "type": "uint256"
      }
    ],
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
    "name": "roundOf",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "components": [
          {
            "name": "commits",
            "type": "uint32"
          },
          {
            "name": "reveals",
            "type": "uint32"
          },
          {
            "name": "mixed",
            "type": "bytes32"
          },
          {
            "name": "output",
            "type": "bytes32"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "roundSeconds",
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
    "name": "timesOf",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      }
    ],
    "outputs": [
      {
        "name": "commitsFrom",
        "type": "uint256"
      },
      {
        "name": "revealsFrom",
        "type": "uint256"
      },
      {
        "name": "finishFrom",
        "type": "uint256"
      }
    ],
    "stateMutability": "view"
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
    "name": "Committed",
    "inputs": [
      {
        "name": "round",
        "type": "uint64",
        "indexed": true
      },
      {
        "name": "committer",
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
    "name": "Revealed",
    "inputs": [
      {
        "name": "round",
        "type": "uint64",
        "indexed": true
      },
      {
        "name": "committer",
        "type": "address",
        "indexed": true
      },
      {
        "name": "secret",
        "type": "bytes32",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RoundFinished",
    "inputs": [
      {
        "name": "round",
        "type": "uint64",
        "indexed": true
      },
      {
        "name": "output",
        "type": "bytes32",
        "indexed": false
      },
      {
        "name": "blockOnly",
        "type": "bool",
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
    "name": "Withdrawn",
    "inputs": [
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
    "type": "error",
    "name": "AlreadyCommitted",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      },
      {
        "name": "committer",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CommitPhaseOver",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      },
      {
        "name": "endedAt",
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
    "name": "CommitmentZero",
    "inputs": []
  },
  {
    "type": "error",
    "name": "DepositOutOfBounds",
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
    "name": "NotRevealing",
    "inputs": [
      {
        "name": "round",
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
    "name": "RoundAlreadyFinished",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "RoundNotOver",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      },
      {
        "name": "endsAt",
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
    "name": "SecretMismatch",
    "inputs": [
      {
        "name": "round",
        "type": "uint64"
      },
      {
        "name": "committer",
        "type": "address"
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

export const beaconBytecode = '0x610120604052348015610010575f5ffd5b506040516112b43803806112b483398101604081905261002f91610142565b670de0b6b3a764000083108061004e575069d3c21bcecceda100000083115b1561009257604051632e4509ff60e01b815260048101849052670de0b6b3a7640000602482015269d3c21bcecceda100000060448201526064015b60405180910390fd5b6001600160a01b03841660805260a08390524260c0526100b782603c620151806100e7565b65ffffffffffff1660e0526100d181603c620151806100e7565b65ffffffffffff16610100525061018992505050565b5f80617a6946146100f857836100fb565b60015b90508085108061010a57508285115b156101395760405163391fdee160e21b8152600481018690526024810182905260448101849052606401610089565b50929392505050565b5f5f5f5f60808587031215610155575f5ffd5b84516001600160a01b038116811461016b575f5ffd5b60208601516040870151606090970151919890975090945092505050565b60805160a05160c05160e0516101005161109a61021a5f395f818161022201528181610af20152610b2d01525f818161035601528181610abe0152610b5101525f81816103ae015281816104be0152610a8c01525f818161042d015281816106b9015281816109220152610d6e01525f8181610476015281816107ce015281816109a30152610d4a015261109a5ff3fe608060405234801561000f575f5ffd5b5060043610610163575f3560e01c806380790557116100c7578063cd40d0751161007d578063ed08107e11610063578063ed08107e1461044f578063f14fcbc81461045e578063fc0c546a14610471575f5ffd5b8063cd40d075146103d0578063d0e30db014610428575f5ffd5b8063a1844714116100ad578063a184471414610397578063a43120a81461039f578063a7f0b3de146103a9575f5ffd5b806380790557146103515780638462d66114610378575f5ffd5b806356f669db1161011c5780636a96064f116101025780636a96064f1461021d578063758f7b541461025b5780637fa1ec0014610327575f5ffd5b806356f669db146101de5780635d45d773146101ef575f5ffd5b80633ccfd60b1161014c5780633ccfd60b146101ad57806343cf2f0b146101c3578063546fd2d4146101d6575f5ffd5b80630e5a4ff3146101675780630ee8d28514610198575b5f5ffd5b61017a610175366004610f0f565b6104b0565b60405167ffffffffffffffff90911681526020015b60405180910390f35b6101ab6101a6366004610f42565b6104f3565b005b6101b5610733565b60405190815260200161018f565b6101b56101d1366004610f6a565b6107f8565b6101b5603c81565b6101b569d3c21bcecceda100000081565b6102026101fd366004610f6a565b610a67565b6040805193845260208401929092529082015260600161018f565b6102447f000000000000000000000000000000000000000000000000000000000000000081565b60405165ffffffffffff909116815260200161018f565b6102e4610269366004610f6a565b604080516080810182525f8082526020820181905291810182905260608101919091525067ffffffffffffffff165f908152600260208181526040928390208351608081018552815463ffffffff80821683526401000000009091041692810192909252600181015493820193909352910154606082015290565b60405161018f91905f60808201905063ffffffff835116825263ffffffff6020840151166020830152604083015160408301526060830151606083015292915050565b6101b5610335366004610fa0565b600160209081525f928352604080842090915290825290205481565b6102447f000000000000000000000000000000000000000000000000000000000000000081565b6101b5610386366004610fd1565b5f6020819052908152604090205481565b6101b5610b20565b6101b56201518081565b6101b57f000000000000000000000000000000000000000000000000000000000000000081565b6104136103de366004610f6a565b67ffffffffffffffff165f908152600260208190526040909120908101549054909164010000000090910463ffffffff161590565b6040805192835290151560208301520161018f565b6101b57f000000000000000000000000000000000000000000000000000000000000000081565b6101b5670de0b6b3a764000081565b61017a61046c366004610f0f565b610b7b565b6104987f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161018f565b5f6104b9610b20565b6104e37f000000000000000000000000000000000000000000000000000000000000000084610ffe565b6104ed9190611011565b92915050565b5f5f6104fe84610a67565b9250925050814210806105115750804210155b1561055f576040517f63c9976a00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff851660048201524260248201526044015b60405180910390fd5b6040805167ffffffffffffffff861660208201523391810191909152606081018490525f9060800160408051601f19818403018152918152815160209283012067ffffffffffffffff88165f90815260018452828120338252909352912054909150811461060b576040517f9146307100000000000000000000000000000000000000000000000000000000815267ffffffffffffffff86166004820152336024820152604401610556565b67ffffffffffffffff85165f818152600160209081526040808320338452825280832083905592825260029052208054640100000000900463ffffffff1681600461065583611030565b91906101000a81548163ffffffff021916908363ffffffff160217905550508460405160200161068791815260200190565b60408051601f1981840301815291815281516020928301206001840180549091189055335f90815291829052812080547f000000000000000000000000000000000000000000000000000000000000000092906106e5908490611054565b9091555050604051858152339067ffffffffffffffff8816907f37e28944647d7020a106f017371a6b9c77e064b3319bf9014232fe6ee51932329060200160405180910390a3505050505050565b335f908152602081905260408120549081900361077e576040517f751b0fda000000000000000000000000000000000000000000000000000000008152336004820152602401610556565b335f818152602081815260408083209290925590518381527f7084f5476618d8e60b11ef0d7d3f06914655adb8793e28ff7f018d4c76d505d5910160405180910390a26107f56001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000163383610d98565b90565b5f5f61080383610a67565b925050508042101561085a576040517f99cd6b6c00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff8416600482015260248101829052426044820152606401610556565b67ffffffffffffffff83165f90815260026020819052604090912090810154156108bc576040517f4da8f63600000000000000000000000000000000000000000000000000000000815267ffffffffffffffff85166004820152602401610556565b600181015481546040805167ffffffffffffffff8816602082015290810192909252640100000000900463ffffffff16606082015244608082015260a00160408051601f1981840301815291905280516020909101206002820181905581549093505f907f00000000000000000000000000000000000000000000000000000000000000009061095c9063ffffffff640100000000820481169116611067565b63ffffffff1661096c9190611083565b90508015610a03576040517f42966c68000000000000000000000000000000000000000000000000000000008152600481018290527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906342966c68906024015f604051808303815f87803b1580156109ec575f5ffd5b505af11580156109fe573d5f5f3e3d5ffd5b505050505b81546040805186815264010000000090920463ffffffff16156020830152810182905267ffffffffffffffff8616907fdf4c824e9d231502b1ff6384f57df307d56ca8930b7af04ff5a2f271c6ccf5889060600160405180910390a2505050919050565b5f5f5f610a72610b20565b610a869067ffffffffffffffff8616611083565b610ab0907f0000000000000000000000000000000000000000000000000000000000000000611054565b9250610ae465ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001684611054565b9150610b1865ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001683611054565b929491935050565b5f610b7665ffffffffffff7f00000000000000000000000000000000000000000000000000000000000000008116907f000000000000000000000000000000000000000000000000000000000000000016611054565b905090565b5f610b85426104b0565b90505f610b9182610a67565b50915050804210610be7576040517f0db64e4600000000000000000000000000000000000000000000000000000000815267ffffffffffffffff8316600482015260248101829052426044820152606401610556565b5f839003610c21576040517f4dfab33600000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b67ffffffffffffffff82165f90815260016020908152604080832033845290915290205415610c8e576040517f4910757100000000000000000000000000000000000000000000000000000000815267ffffffffffffffff83166004820152336024820152604401610556565b67ffffffffffffffff82165f818152600160209081526040808320338452825280832087905592825260029052908120805463ffffffff1691610cd083611030565b91906101000a81548163ffffffff021916908363ffffffff16021790555050336001600160a01b03168267ffffffffffffffff167ffa30a9a334d04da556fc957331f17b8fdf045e4239051e0a6813b9fe3b527bb285604051610d3591815260200190565b60405180910390a3610d926001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001633307f0000000000000000000000000000000000000000000000000000000000000000610dd2565b50919050565b610da58383836001610e0e565b610dcd57604051635274afe760e01b81526001600160a01b0384166004820152602401610556565b505050565b610de0848484846001610e89565b610e0857604051635274afe760e01b81526001600160a01b0385166004820152602401610556565b50505050565b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038616600452602485905291602083604481808b5af1925060015f51148316610e7d578383151615610e71573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f8181526001600160a01b038781166004528616602452604485905291602083606481808c5af1925060015f51148316610efe578383151615610ef2573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b5f60208284031215610f1f575f5ffd5b5035919050565b803567ffffffffffffffff81168114610f3d575f5ffd5b919050565b5f5f60408385031215610f53575f5ffd5b610f5c83610f26565b946020939093013593505050565b5f60208284031215610f7a575f5ffd5b610f8382610f26565b9392505050565b80356001600160a01b0381168114610f3d575f5ffd5b5f5f60408385031215610fb1575f5ffd5b610fba83610f26565b9150610fc860208401610f8a565b90509250929050565b5f60208284031215610fe1575f5ffd5b610f8382610f8a565b634e487b7160e01b5f52601160045260245ffd5b818103818111156104ed576104ed610fea565b5f8261102b57634e487b7160e01b5f52601260045260245ffd5b500490565b5f63ffffffff821663ffffffff810361104b5761104b610fea565b60010192915050565b808201808211156104ed576104ed610fea565b63ffffffff82811682821603908111156104ed576104ed610fea565b80820281158282048414176104ed576104ed610fea56' as const
