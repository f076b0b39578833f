/** Puts the contracts on a chain: a local one at its first start, a public test network by hand. */
import { randomBytes } from 'node:crypto'
import {
  auditorRollAbi,
  auditorRollBytecode,
  beaconAbi,
  beaconBytecode,
  courthouseAbi,
  courthouseBytecode,
  equivocationEvidenceAbi,
  equivocationEvidenceBytecode,
  escrowAbi,
  escrowBytecode,
  ghostingJudgeAbi,
  ghostingJudgeBytecode,
  millTokenAbi,
  millTokenBytecode,
  omissionJudgeAbi,
  omissionJudgeBytecode,
  panelJudgeAbi,
  panelJudgeBytecode,
  receiptsAbi,
  receiptsBytecode,
  registryAbi,
  registryBytecode,
  stakeVaultAbi,
  stakeVaultBytecode,
  testDollarAbi,
  testDollarBytecode,
} from '@millrace/contracts'
import type { Address, Hex } from '@millrace/protocol'
import type { Abi } from 'viem'
import { encodeDeployData, encodeFunctionData } from 'viem/utils'
import { type CourtTerms, courtTermsWith } from './court-terms.ts'
import type { Deployment } from './deployment.ts'
import { createJsonRpc } from './json-rpc.ts'
import { parseQuantity } from './parse-quantity.ts'
import { createTransactionSender, txWaitMsDefault } from './send-transaction.ts'
import { createSigner } from './signature.ts'

/** Share of its bonded stake that an operator may have reserved at first, in hundredths of a percent. */
const exposureCapBpsFirst = 10_000n

export type DeployProgress = { readonly step: string; readonly done: number; readonly total: number }

export type DeployInit = {
  readonly rpcUrl: string
  /** Owns the contracts and holds all MILL at first. */
  readonly deployerPrivateKey: Hex
  readonly closeDelaySeconds: number
  readonly unbondingSeconds: number
  /** What differs from `courtTermsDefault`. */
  readonly court?: Partial<CourtTerms>
  /** Blocks to wait for per transaction; 1 (default) is mined. */
  readonly confirmations?: number
  readonly signal: AbortSignal
  readonly onProgress?: (progress: DeployProgress) => void
}

/**
 * Deploys every contract and lists the test dollar for deposits. On abort it stops after what was sent.
 *
 * @throws {ChainUnreachableError} @throws {FundsInsufficientError} @throws {ChainRevertError} for delays out of bounds.
 */
export async function deployContracts(init: DeployInit): Promise<Deployment> {
  const {
    rpcUrl,
    deployerPrivateKey,
    closeDelaySeconds,
    unbondingSeconds,
    court = {},
    confirmations = 1,
    signal,
    onProgress,
  } = init
  const rpc = createJsonRpc(rpcUrl)
  const signer = createSigner(deployerPrivateKey)
  const chainId = Number(parseQuantity(await rpc.request('eth_chainId', [], { signal }), 'eth_chainId'))
  const deployedAtBlock = Number(parseQuantity(await rpc.request('eth_blockNumber', [], { signal }), 'eth_blockNumber'))
  const sender = createTransactionSender(
    { rpc, signer },
    { random: randomBytes, chainId, confirmations, txWaitMs: txWaitMsDefault },
  )
  const total = 18
  const terms = courtTermsWith(court, unbondingSeconds)
  let done = 0

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    onProgress?.({ step: name, done, total })
    const result = await work()
    done++
    return result
  }

  async function deploy(name: string, data: Hex): Promise<Address> {
    return step(`deploy ${name}`, async () => {
      const { contractAddress, hash } = await sender.send({ to: undefined, data, value: 0n }, { signal })
      if (contractAddress === undefined) throw new TypeError(`The transaction ${hash} made no contract.`)
      return contractAddress
    })
  }

  const owner = signer.address
  const millToken = await deploy('MillToken', creation(millTokenAbi, millTokenBytecode, [owner]))
  const testDollar = await deploy('TestDollar', creation(testDollarAbi, testDollarBytecode, []))
  const registry = await deploy('Registry', creation(registryAbi, registryBytecode, []))
  const vaultArgs = [millToken, owner, BigInt(unbondingSeconds), exposureCapBpsFirst]
  const stakeVault = await deploy('StakeVault', creation(stakeVaultAbi, stakeVaultBytecode, vaultArgs))
  const escrow = await deploy('Escrow', creation(escrowAbi, escrowBytecode, [owner, BigInt(closeDelaySeconds)]))
  const receiptsArgs = [registry, BigInt(terms.receiptEpochSeconds), BigInt(terms.receiptPostingSeconds)]
  const receipts = await deploy('Receipts', creation(receiptsAbi, receiptsBytecode, receiptsArgs))
  const courtArgs = [millToken, stakeVault, registry, receipts, escrow, owner, sentencingOf(terms, unbondingSeconds)]
  const courthouse = await deploy('Courthouse', creation(courthouseAbi, courthouseBytecode, courtArgs))
  const phase = BigInt(terms.beaconPhaseSeconds)
  const ends = [BigInt(terms.beaconSettlingSeconds), BigInt(terms.beaconFinishSeconds)]
  const beaconArgs = [millToken, terms.beaconDeposit, phase, phase, ...ends]
  const beacon = await deploy('Beacon', creation(beaconAbi, beaconBytecode, beaconArgs))
  const rollArgs = [registry, stakeVault, courthouse, terms.auditorStake, BigInt(terms.auditorLeaveSeconds)]
  const auditorRoll = await deploy('AuditorRoll', creation(auditorRollAbi, auditorRollBytecode, rollArgs))
  const chambers = { courthouse, registry, receipts, escrow }
  const challengeArgs = [chambers, BigInt(terms.answerSeconds), terms.challengeBond]
  const judges = {
    equivocation: await deploy(
      'EquivocationEvidence',
      creation(equivocationEvidenceAbi, equivocationEvidenceBytecode, [chambers]),
    ),
    omission: await deploy('OmissionJudge', creation(omissionJudgeAbi, omissionJudgeBytecode, challengeArgs)),
    ghosting: await deploy(
      'GhostingJudge',
      creation(ghostingJudgeAbi, ghostingJudgeBytecode, [...challengeArgs, terms.ghostingItemBond]),
    ),
    panel: await deploy(
      'PanelJudge',
      creation(panelJudgeAbi, panelJudgeBytecode, [chambers, auditorRoll, beacon, panelTermsOf(terms)]),
    ),
  }

  async function call(name: string, to: Address, data: Hex): Promise<void> {
    await step(name, () => sender.send({ to, data, value: 0n }, { signal }))
  }

  const list = { abi: escrowAbi, functionName: 'setTokenListed', args: [testDollar, true] } as const
  await call('list TestDollar', escrow, encodeFunctionData(list))
  const rate = { abi: courthouseAbi, functionName: 'setRate', args: [testDollar, terms.testDollarRate] } as const
  await call('rate TestDollar', courthouse, encodeFunctionData(rate))
  const name = { abi: stakeVaultAbi, functionName: 'setCourthouse', args: [courthouse] } as const
  await call('name the courthouse', stakeVault, encodeFunctionData(name))
  const reserver = { abi: stakeVaultAbi, functionName: 'setReserver', args: [auditorRoll, true] } as const
  await call('let the roll reserve', stakeVault, encodeFunctionData(reserver))
  const first = { abi: courthouseAbi, functionName: 'appointFirstJudges', args: [Object.values(judges)] } as const
  await call('appoint the judges', courthouse, encodeFunctionData(first))
  onProgress?.({ step: 'done', done, total })
  return {
    chainId,
    escrow,
    registry,
    stakeVault,
    receipts,
    millToken,
    courthouse,
    beacon,
    auditorRoll,
    judges,
    tokens: [{ address: testDollar, symbol: 'tUSD', decimals: 6 }],
    closeDelaySeconds,
    receiptEpochSeconds: terms.receiptEpochSeconds,
    deployedAtBlock,
  }
}

function sentencingOf(terms: CourtTerms, unbondingSeconds: number) {
  return {
    floorBps: BigInt(terms.slashFloorBps),
    multipleBps: BigInt(terms.slashMultipleBps),
    refundBps: BigInt(terms.refundBps),
    refundShareMaxBps: BigInt(terms.refundShareMaxBps),
    rewardBps: BigInt(terms.rewardBps),
    evidenceSeconds: BigInt(terms.evidenceSeconds),
    claimSeconds: BigInt(terms.claimSeconds),
    // A new judge waits until everyone who does not agree to it can have left.
    judgeDelaySeconds: BigInt(unbondingSeconds),
  }
}

function panelTermsOf(terms: CourtTerms) {
  return {
    seats: BigInt(terms.panelSeats),
    agree: BigInt(terms.panelAgree),
    commitSeconds: BigInt(terms.commitSeconds),
    revealSeconds: BigInt(terms.revealSeconds),
    appealSeconds: BigInt(terms.appealSeconds),
    fee: terms.panelFee,
    bond: terms.panelBond,
    appealBond: terms.appealBond,
    overturnFine: terms.overturnFine,
  }
}

function creation(abi: Abi, bytecode: Hex, args: readonly unknown[]): Hex {
  return encodeDeployData({ abi, bytecode, args })
}
