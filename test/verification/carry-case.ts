/** A case on its way: time is moved on to whatever it waits for next; its steps are the auditors' own. */
import type { ChainWriter } from '@millrace/chain'
import {
  type Amount,
  bytesToHex,
  digest,
  type Hash,
  merkleProof,
  merkleRoot,
  merkleTree,
  parseHash,
  type ReceiptBundle,
  receiptEpochOf,
  receiptType,
} from '@millrace/protocol'
import { until } from '../net/until.ts'
import type { CourtChain } from './court-chain.ts'
import { type Auditor, textOf } from './verification-stage.ts'

const options = { signal: new AbortController().signal }
/** Milliseconds that one step of a case may take: four auditors load and read on two busy cores. */
const stepMsMax = 60_000

/** Has an auditor bring a receipt to court. Returns its case, once it is on the chain. */
export async function openCase(accuser: Auditor, bundle: ReceiptBundle): Promise<Hash> {
  const { outcome, receiptHash } = await accuser.call('accuse', textOf(bundle))
  if (outcome !== 'cheated') throw new Error(`the accuser finds it ${outcome}`)
  let caseId: Hash | undefined
  await until(
    'the case is on the chain',
    async () => {
      caseId = (await accuser.call('cases', undefined)).find((own) => own.receiptHash === receiptHash)?.caseId
      return caseId !== undefined
    },
    stepMsMax,
  )
  return caseId as Hash
}

/** Lets a panel come to its end; returns how the case stands then. */
export async function awaitSentence(chain: CourtChain, caseId: Hash): Promise<string> {
  const { court } = chain.faucet
  let state = 'open'
  await until(
    'the panel has decided',
    async () => {
      state = (await court.caseOf(caseId, options))?.state ?? 'none'
      if (state !== 'open') return true
      const trial = await court.trialOf(caseId, options)
      if (trial?.phase === 'drawing') {
        const { beaconRound } = await court.sittingOf(caseId, trial.round, options)
        const { finishFrom } = await court.beaconTimes(beaconRound, options)
        await moveOn(chain, finishFrom)
      } else if (trial?.phase === 'appealable') await moveOn(chain, trial.appealUntil + 1n)
      return false
    },
    stepMsMax,
  )
  return state
}

/** Waits until a node has posted the root of the epoch of these receipts, which are all that it signed in it. */
export async function awaitRoot(chain: CourtChain, bundles: readonly ReceiptBundle[]): Promise<void> {
  const { receipt } = bundles[0] as ReceiptBundle
  const seconds = BigInt(chain.deployment.receiptEpochSeconds)
  const epoch = receiptEpochOf(receipt, seconds)
  await chain.moveTo((epoch + 1n) * seconds + 1n)
  await until(
    'the root is posted',
    async () => {
      const posted = await chain.faucet.receiptRoot(receipt.node, epoch, options)
      return posted?.root === merkleRoot(merkleTree(bundles.map((each) => receiptHashOf(chain, each))))
    },
    stepMsMax,
  )
}

/** Lets a buyer claim with all its receipts of the epoch, and take what the contract says. Returns base units of MILL. */
export async function takeRefund(
  chain: CourtChain,
  caseId: Hash,
  { buyer, bundles }: { readonly buyer: ChainWriter; readonly bundles: readonly ReceiptBundle[] },
): Promise<Amount> {
  const { court } = buyer
  const tree = merkleTree(bundles.map((bundle) => receiptHashOf(chain, bundle)))
  const claims = bundles.map((bundle) => ({
    receipt: bundle.receipt,
    signature: bundle.receiptSignature,
    proof: merkleProof(tree, receiptHashOf(chain, bundle)) ?? [],
  }))
  const { claimsFrom, claimsUntil } = await court.potOf(caseId, options)
  await chain.moveTo(claimsFrom)
  await court.claimRefunds(caseId, claims, options)
  await chain.moveTo(claimsUntil + 1n)
  const isSettled = async () => (await court.caseOf(caseId, options))?.state === 'settled'
  await until('somebody settles the case', isSettled, stepMsMax)
  await court.takeRefund(caseId, buyer.account, options)
  const { amount } = await court.withdrawOwed(buyer.account, options)
  return amount
}

/** Waits until the accuser has its bond back, with what it is owed. */
export async function awaitWoundUp(accuser: Auditor, caseId: Hash): Promise<void> {
  const isOver = async () =>
    (await accuser.call('cases', undefined)).some((own) => own.caseId === caseId && own.state === 'settled')
  await until('the accuser has wound its case up', isOver, stepMsMax)
}

export function receiptHashOf({ faucet }: CourtChain, { receipt }: Pick<ReceiptBundle, 'receipt'>): Hash {
  return parseHash(bytesToHex(digest(faucet.separator, receiptType, receipt)))
}

async function moveOn(chain: CourtChain, time: bigint): Promise<void> {
  if ((await chain.faucet.blockTimestamp(options)) < time) await chain.moveTo(time)
}
