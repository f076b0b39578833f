/**
 * A buyer's audits of its own receipts, by its policy `sampled` and with its consent: each is kept until its node has committed to it and
 * randomness appeared after that, is drawn at the order's rate, and then judged by an auditor of the roll that the same randomness names,
 * as an ordinary paid job. See docs/adr/0028-sampled-audits-by-buyers.md.
 *
 * Invariants: no text leaves before its draw, nor any that is not drawn; money stays within the ledger; an audit that was under way when
 * the process ended is asked again of the same auditor with the same key, and paid once; what fails on the way counts against nobody.
 */
import type { Address, Hash, ReceiptBundle } from '@millrace/protocol'
import { describeError } from '../buyer-error.ts'
import type { ProviderOffer } from '../offer-view.ts'
import type { Part } from '../run-part.ts'
import { createAuditBook, type NewReceipt } from './audit-book.ts'
import { type AuditChain, createAuditorRoll, readEpochDraw } from './audit-chain.ts'
import { type SampledAuditLimits, sampledAuditLimits } from './audit-limits.ts'
import type { AuditFinding, AuditorAsk, AuditRow, AuditStore, AuditTotals } from './audit-store.ts'
import { buyVerdict, type VerdictComponents } from './buy-verdict.ts'
import { chooseAuditor } from './choose-auditor.ts'
import { newReceipt } from './new-receipt.ts'

/** How a buyer's audits stand. */
export type AuditsView = AuditTotals & {
  /** Receipts kept until they are drawn, or not. */
  readonly awaiting: number
  /** Drawn, and not judged yet. */
  readonly due: number
  /** The latest first. */
  readonly findings: readonly AuditFinding[]
}

export type SampledAuditsComponents = Omit<VerdictComponents, 'store'> & {
  readonly chain: AuditChain
  /** The payer's account. */
  readonly buyer: Address
  readonly store: AuditStore
  /** What is offered now. */
  readonly offers: () => readonly ProviderOffer[]
  /** Has old offers asked for again; resolves when there are some. */
  readonly refresh: (options: { readonly signal: AbortSignal }) => Promise<void>
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** Ends everything. */
  readonly signal: AbortSignal
}

export type SampledAudits = {
  /** Takes up the receipt of a part that ended, its checks done; those of other policies are not kept. Answers do not wait for it. */
  ended(part: Pick<Part, 'outcome'> | undefined): void
  /** Nodes that an auditor found to cheat not long ago. */
  struck(): ReadonlySet<Address>
  view(): AuditsView
  /** Writes what was gathered and waits for what is under way, once the signal has aborted. */
  settled(): Promise<void>
}

/** Starts to audit; looks around on its own, and lets the process end. */
export function createSampledAudits(
  components: SampledAuditsComponents,
  init: { readonly limits?: Partial<SampledAuditLimits> | undefined } = {},
): SampledAudits {
  const { chain, buyer, store, now, random, log, signal } = components
  const limits: SampledAuditLimits = { ...sampledAuditLimits, ...init.limits }
  const book = createAuditBook({ store, random }, limits)
  const roll = createAuditorRoll({ chain, buyer, now }, limits)
  const running = new Map<Hash, Promise<void>>()
  const startedAt = now()
  let struck = struckNodes()
  let gathered: NewReceipt[] = []
  let gatherTimer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let turn = 0
  const timer = setInterval(lookOnce, limits.lookMs).unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })

  function lookOnce(): void {
    looking ??= look()
      .catch((error: unknown) => {
        if (!signal.aborted) log({ event: 'audit-look-failed', reason: describeError(error) })
      })
      .finally(() => {
        looking = undefined
      })
  }

  async function look(): Promise<void> {
    flush()
    book.tick(now())
    struck = struckNodes()
    await drawEpochs()
    if (book.dueCount() === 0) return
    await components.refresh({ signal: chainSignal() })
    const offers = components.offers().filter(({ workload }) => workload === 'audit')
    resume(offers)
    for (const row of book.toAsk(now())) {
      const choice = { roll, offers, moneyLeft: book.moneyLeft(), limits }
      const ask = await chooseAuditor(choice, row, { signal: chainSignal() })
      signal.throwIfAborted()
      if (ask === undefined) continue
      book.asked(row.receipt.receiptHash, ask)
      begin(row, ask)
    }
  }

  /** Draws all that can be drawn now; each epoch of a node is one. */
  async function drawEpochs(): Promise<void> {
    for (const first of someOf(epochsOf(book.awaiting()).filter(isOver))) {
      const { node, epoch } = first.receipt
      const drawn = await readEpochDraw(chain, { node, epoch: BigInt(epoch) }, limits, { signal: chainSignal() })
      signal.throwIfAborted()
      if (typeof drawn === 'string') continue
      const found = drawn.isCommitted ? [] : [uncommitted(first, now())]
      const chosen = book.draw({ epoch, node, beacon: drawn.draw, atMs: now() }, found)
      if (!drawn.isCommitted) log({ event: 'receipts-uncommitted', node, epoch, receiptId: first.receiptId })
      for (const { receiptId } of chosen) log({ event: 'audit-drawn', node, epoch, receiptId })
    }
  }

  /** While an epoch lasts nothing can be posted: the chain need not be asked. */
  function isOver({ receipt }: AuditRow): boolean {
    return (receipt.epoch + 1) * chain.deployment.receiptEpochSeconds * 1_000 <= now()
  }

  /** So many at a time, all in turn: one that nobody posts must not keep others waiting. */
  function someOf(rows: readonly AuditRow[]): readonly AuditRow[] {
    const { epochsPerLookMax: most } = limits
    if (rows.length <= most) return rows
    const from = (turn++ * most) % rows.length
    return [...rows.slice(from), ...rows.slice(0, from)].slice(0, most)
  }

  /** Goes on with what an earlier process had asked, once the auditor is heard of again. */
  function resume(offers: readonly ProviderOffer[]): void {
    for (const row of book.out()) {
      const ask = row.due?.out
      const { receiptHash } = row.receipt
      if (ask === undefined || running.has(receiptHash)) continue
      if (offers.some(({ node }) => node === ask.auditor)) begin(row, ask)
      else if (now() - startedAt >= limits.resumeMs) {
        book.answered(receiptHash, { outcome: 'absent', amount: ask.amountMax }, now())
      }
    }
  }

  function begin(row: AuditRow, ask: AuditorAsk): void {
    const { receiptHash } = row.receipt
    const work = handOut(row, ask)
      .catch((error: unknown) => log({ event: 'audit-failed', reason: describeError(error) }))
      .finally(() => running.delete(receiptHash))
    running.set(receiptHash, work)
  }

  async function handOut(row: AuditRow, ask: AuditorAsk): Promise<void> {
    const { receiptHash, node } = row.receipt
    const { receiptId } = row
    const { auditor } = ask
    const verdict = await buyVerdict(components, row, ask, { signal })
    if (verdict === undefined) return
    book.answered(receiptHash, verdict, now())
    const { outcome, finding, amount } = verdict
    log({ event: 'audit-answered', receiptId, node, auditor, outcome, amount })
    if (finding === undefined) return
    struck = struckNodes()
    log({ event: 'provider-cheated', receiptId, node, auditor, reason: finding.reason })
  }

  function struckNodes(): ReadonlySet<Address> {
    const since = now() - limits.struckMs
    const cheats = store.findings().filter(({ kind, foundAt }) => kind === 'cheated' && foundAt > since)
    if (cheats.length === 0) return new Set()
    const operators = new Set(cheats.map(({ operator }) => operator))
    // Another node of the same operator is no other provider.
    const others = components.offers().flatMap(({ node, operator }) => (operators.has(operator) ? [node] : []))
    return new Set([...cheats.map(({ node }) => node), ...others])
  }

  function keep(bundle: ReceiptBundle): void {
    const receipt = newReceipt(bundle, chain, limits)
    if (receipt === undefined) return
    gathered.push(receipt)
    gatherTimer ??= setTimeout(flushOrTell, limits.gatheredMs).unref()
  }

  function flush(): void {
    clearTimeout(gatherTimer)
    gatherTimer = undefined
    const receipts = gathered
    gathered = []
    if (receipts.length > 0) book.keep(receipts)
  }

  function flushOrTell(): void {
    try {
      flush()
    } catch (error) {
      // Audits check, they do not pay: without them the buyer goes on.
      log({ event: 'audits-unsaved', reason: describeError(error) })
    }
  }

  function chainSignal(): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(limits.chainMsMax)])
  }

  return {
    ended(part) {
      part?.outcome.then((outcome) => {
        if ('ending' in outcome && !outcome.ending.replayed) keep(outcome.ending.bundle)
      })
    },
    struck: () => struck,
    view: () => ({
      ...{ ...book.totals, awaiting: book.awaiting().length + gathered.length, due: book.dueCount() },
      findings: store.findings(),
    }),
    async settled() {
      await looking
      await Promise.all(running.values())
      flush()
    },
  }
}

/** Returns one receipt of each epoch of each node, the oldest first. */
function epochsOf(rows: readonly AuditRow[]): readonly AuditRow[] {
  const first = new Map<string, AuditRow>()
  for (const row of rows) {
    const key = `${row.receipt.node}:${row.receipt.epoch}`
    if (!first.has(key)) first.set(key, row)
  }
  return [...first.values()].sort((a, b) => a.receipt.epoch - b.receipt.epoch)
}

function uncommitted({ receipt, receiptId, operator }: AuditRow, foundAt: number): AuditFinding {
  const { receiptHash, node } = receipt
  const reason = 'It posted no root for the epoch of this receipt, and can no more.'
  return { kind: 'uncommitted', receiptHash, receiptId, node, operator, reason, foundAt }
}
