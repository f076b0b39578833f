/**
 * What the default policy costs the honest, as a share of what a run costs: canaries and audits by their rates and the measured cost
 * of an audit, receipts by the time that their code takes here and the bytes that they fill, stake by what capital earns.
 */
import { type EconomicParameters, policyCost } from '@millrace/economics'
import {
  bytesToHex,
  digest,
  type Hash,
  merkleProof,
  merkleTree,
  messageToJson,
  type Receipt,
  receiptType,
  verifyMerkleProof,
} from '@millrace/protocol'
import { isAuditChosen } from '@millrace/verification'

export type HonestOverhead = {
  /** Bytes that a receipt and its signature fill, of the chain's encoding and as JSON; of a Merkle proof; of a root on chain for each. */
  readonly receiptBytes: number
  readonly receiptJsonBytes: number
  readonly proofBytes: number
  readonly rootBytesPerReceipt: number
  /** Milliseconds of processor time for a receipt: hashing, its share of the tree, its choice. Signing comes on top (0.03 ms, libsecp256k1). */
  readonly receiptMs: number
  /** Share of a run's price, hundredths of a percent, by item. */
  readonly items: readonly { readonly name: string; readonly bps: number }[]
  readonly bps: number
}

/** Receipts of one epoch that are hashed, and stand in its tree. */
const receiptsPerEpoch = 1_000
/** Price that shares are taken of: large enough that rounding does not show. */
const price = 1_000_000_000n
const signatureBytes = 65

/** @param auditShare - measured: computing an audit ÷ computing the run. @param runMs - what a run takes its provider. */
export function honestOverhead(
  init: { readonly auditShare: number; readonly runMs: number; readonly ratePpm: number },
  parameters: EconomicParameters,
): HonestOverhead {
  const receipts = Array.from({ length: receiptsPerEpoch }, (_, index) => receiptOf(index))
  const before = process.cpuUsage()
  const hashes = receipts.map((receipt) => bytesToHex(digest(separator, receiptType, receipt)))
  const tree = merkleTree(hashes)
  const chosen = hashes.filter((hash) => isAuditChosen(bytesToHex(separator), hash, init.ratePpm))
  const { user, system } = process.cpuUsage(before)
  const receiptMs = (user + system) / 1_000 / receiptsPerEpoch
  const proof = merkleProof(tree, hashes[0] as Hash) ?? []
  if (!verifyMerkleProof(tree.nodes[0] as Hash, hashes[0] as Hash, proof)) throw new Error('a proof must hold')
  if (chosen.length > receiptsPerEpoch / 10) throw new Error('the choice is far from its rate')
  const costs = { ...parameters.costs, auditPpm: Math.round(init.auditShare * 1e6) }
  const policy = { name: 'sampled', ratePpm: init.ratePpm } as const
  const { items } = policyCost(policy, price, { ...parameters, costs })
  const computed = { name: 'receipts, time', bps: Math.ceil((10_000 * receiptMs) / init.runMs) }
  const all = [
    ...items.map(({ name, amount }) => ({ name, bps: Number((amount * 1_000_000n) / price) / 100 })),
    computed,
  ]
  return {
    receiptBytes: receiptType.fields.length * 32 + signatureBytes,
    receiptJsonBytes: JSON.stringify(messageToJson(receiptType, receipts[0] as Receipt)).length + 2 * signatureBytes,
    proofBytes: 32 * proof.length,
    rootBytesPerReceipt: 32 / receiptsPerEpoch,
    receiptMs,
    items: all,
    bps: all.reduce((sum, { bps }) => sum + bps, 0),
  }
}

const separator = new Uint8Array(32).fill(0xd0)

function receiptOf(index: number): Receipt {
  const hash = (letter: string) => `0x${letter.repeat(32)}` as Hash
  const address = (letter: string) => `0x${letter.repeat(20)}` as Receipt['payer']
  return {
    leaseId: hash('1a'),
    sequence: BigInt(index + 1),
    payer: address('2b'),
    operator: address('3c'),
    node: address('4d'),
    token: address('5e'),
    modelRoot: hash('6f'),
    workload: 1,
    exactness: 2,
    build: hash('70'),
    beacon: hash('81'),
    requestHash: hash('92'),
    responseHash: hash('a3'),
    evidenceRoot: hash('00'),
    inputUnits: 40n,
    outputUnits: 200n,
    amount: 1_000n,
    finish: 1,
    startedAt: 1_800_000_000n,
    finishedAt: 1_800_000_001n,
  }
}
