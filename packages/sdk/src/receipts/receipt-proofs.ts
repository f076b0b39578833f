/**
 * A buyer's receipts and the proofs that they are in their nodes' posted roots, fetched in the background: a claim with its proof is
 * refunded before others, and a receipt that its node leaves out convicts it (`millrace cases open --omitted`).
 *
 * A node is not believed: what it tells leads to the root on the chain, or it is no proof. One that does not tell is asked again, ever
 * more seldom; then the receipt is kept as `unproven`. That proves nothing yet: the court asks the node, which may still show it.
 */
import {
  type Address,
  bytesToHex,
  digest,
  type Hash,
  isInclusionOf,
  isMillraceError,
  parseHash,
  type Receipt,
  type ReceiptBundle,
  type ReceiptInclusion,
  receiptEpochOf,
  receiptIdOf,
  receiptType,
} from '@millrace/protocol'
import type { AuditChain } from '../audits/audit-chain.ts'
import type { BuyerLog } from '../buyer.ts'
import { describeError } from '../buyer-error.ts'
import type { Part } from '../run-part.ts'
import { type ReceiptProofLimits, receiptProofLimits } from './proof-limits.ts'
import type { KeptReceipt, ReceiptCounts, ReceiptStore } from './receipt-store.ts'

type Options = { readonly signal: AbortSignal }

/** A chain reader satisfies it. */
export type ProofChain = Pick<AuditChain, 'separator' | 'receiptRoot' | 'blockTimestamp' | 'deployment'> & {
  readonly court: Pick<AuditChain['court'], 'postingDeadline'>
}

export type ReceiptProofsComponents = {
  readonly chain: ProofChain
  readonly store: ReceiptStore
  /** Asks a node where the receipt of a run is in its root. Rejects with why it does not tell. */
  readonly ask: (
    node: Address,
    run: Pick<Receipt, 'leaseId' | 'sequence'>,
    options: Options,
  ) => Promise<ReceiptInclusion>
  /** Unix milliseconds. */
  readonly now: () => number
  readonly log: BuyerLog
  /** Ends everything. */
  readonly signal: AbortSignal
}

/** How a buyer's receipts stand. */
export type ReceiptsView = ReceiptCounts & {
  /** Those whose node gives no proof, the latest first: what `millrace cases open --omitted` is about. */
  readonly withoutProof: readonly KeptReceipt[]
}

export type ReceiptProofs = {
  /** Takes up the receipt of a part that ended, its checks done. Answers do not wait for it. */
  ended(part: Pick<Part, 'outcome'> | undefined): void
  view(): ReceiptsView
  /** Writes what was gathered and waits for what is under way, once the signal has aborted. */
  settled(): Promise<void>
}

/** Starts to keep receipts; looks around on its own, and lets the process end. */
export function createReceiptProofs(
  { chain, store, ask, now, log, signal }: ReceiptProofsComponents,
  init: { readonly limits?: Partial<ReceiptProofLimits> | undefined } = {},
): ReceiptProofs {
  const limits: ReceiptProofLimits = { ...receiptProofLimits, ...init.limits }
  const epochSeconds = chain.deployment.receiptEpochSeconds
  let gathered: ReceiptBundle[] = []
  let gatherTimer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  const timer = setInterval(lookOnce, limits.lookMs).unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })

  function lookOnce(): void {
    looking ??= look()
      .catch((error: unknown) => {
        if (!signal.aborted) log({ event: 'receipt-look-failed', reason: describeError(error) })
      })
      .finally(() => {
        looking = undefined
      })
  }

  async function look(): Promise<void> {
    flush()
    for (const receipts of byRoot(store.due(now(), limits.asksPerLookMax))) {
      const asked = await proveAll(receipts)
      store.change(asked)
      tell(asked.filter(({ state }) => state === 'unproven'))
    }
  }

  /** Returns the receipts of one root as they stand after the chain and the node were asked. */
  async function proveAll(receipts: readonly KeptReceipt[]): Promise<readonly KeptReceipt[]> {
    const [first] = receipts
    if (first === undefined) return []
    const epoch = BigInt(first.epoch)
    const { node } = first.receipt
    const posted = await chain.receiptRoot(node, epoch, { signal: chainSignal() })
    if (posted === undefined) {
      const deadline = await chain.court.postingDeadline(epoch, { signal: chainSignal() })
      const isClosed = (await chain.blockTimestamp({ signal: chainSignal() })) > deadline
      if (!isClosed) return receipts.map((one) => ({ ...one, notBeforeMs: now() + limits.retryMsMin }))
      return receipts.map((one) => unproven(one, 'it posted no root for the epoch, and can no more.'))
    }
    const left = [...receipts]
    const done: KeptReceipt[] = []
    const worker = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) done.push(await prove(next, posted.root))
    }
    await Promise.all(Array.from({ length: limits.asksAtOnceMax }, worker))
    return done
  }

  async function prove(one: KeptReceipt, postedRoot: Hash): Promise<KeptReceipt> {
    const { receipt, receiptHash, epoch } = one
    try {
      const inclusion = await ask(receipt.node, receipt, { signal })
      if (isInclusionOf(inclusion, { hash: receiptHash, epoch: BigInt(epoch), postedRoot })) {
        return { ...one, state: 'proven', inclusion }
      }
      return failed(one, 'what it told does not lead to the root that it posted.')
    } catch (error) {
      signal.throwIfAborted()
      if (!isMillraceError(error)) throw error
      return failed(one, describeError(error))
    }
  }

  function failed(one: KeptReceipt, reason: string): KeptReceipt {
    const tries = one.tries + 1
    if (tries >= limits.triesMax) return unproven({ ...one, tries }, reason)
    const waitMs = Math.min(limits.retryMsMax, limits.retryMsMin * 2 ** one.tries)
    return { ...one, tries, reason, notBeforeMs: now() + waitMs }
  }

  function unproven(one: KeptReceipt, reason: string): KeptReceipt {
    return { ...one, state: 'unproven', reason }
  }

  /** A node that posts nothing leaves out all of its epoch: one of them says so. */
  function tell([first, ...more]: readonly KeptReceipt[]): void {
    if (first === undefined) return
    const { receipt, epoch, reason } = first
    const receiptId = receiptIdOf(receipt.leaseId, receipt.sequence)
    log({ event: 'receipt-unproven', node: receipt.node, receiptId, epoch, reason, others: more.length })
  }

  function flush(): void {
    clearTimeout(gatherTimer)
    gatherTimer = undefined
    const bundles = gathered
    gathered = []
    if (bundles.length === 0) return
    const finishedFrom = BigInt(Math.floor(now() / 1_000) - limits.keptSeconds)
    store.add(bundles.map(newReceipt), { receiptsMax: limits.receiptsMax, finishedFrom })
  }

  function flushOrTell(): void {
    try {
      flush()
    } catch (error) {
      // Proofs help later; without them the buyer goes on.
      log({ event: 'receipts-unsaved', reason: describeError(error) })
    }
  }

  function newReceipt({ receipt, receiptSignature: signature, order }: ReceiptBundle): KeptReceipt {
    const epoch = Number(receiptEpochOf(receipt, BigInt(epochSeconds)))
    return {
      ...{ receipt, signature, channelId: order.channelId, channelEpoch: order.epoch, epoch },
      receiptHash: parseHash(bytesToHex(digest(chain.separator, receiptType, receipt))),
      ...{ state: 'waiting', tries: 0, notBeforeMs: (epoch + 1) * epochSeconds * 1_000 + limits.afterEpochMs },
    }
  }

  function chainSignal(): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(limits.chainMsMax)])
  }

  return {
    ended(part) {
      part?.outcome.then((outcome) => {
        if (!('ending' in outcome) || outcome.ending.replayed) return
        const { bundle } = outcome.ending
        // What cost nothing is worth no proof.
        if (bundle.receipt.amount === 0n) return
        gathered.push(bundle)
        gatherTimer ??= setTimeout(flushOrTell, limits.gatheredMs).unref()
      })
    },
    view: () => ({ ...store.counts(), withoutProof: store.unproven(limits.unprovenShownMax) }),
    async settled() {
      await looking
      flushOrTell()
    },
  }
}

/** Returns the receipts by the root that they must be in. */
function byRoot(receipts: readonly KeptReceipt[]): readonly (readonly KeptReceipt[])[] {
  const groups = new Map<string, KeptReceipt[]>()
  for (const one of receipts) {
    const key = `${one.receipt.node}:${one.epoch}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()]
}
