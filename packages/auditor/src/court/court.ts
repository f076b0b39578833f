/**
 * The court's side of an auditor: it hears of cases from the chain, sits on the panels that it is drawn for, hands the evidence of its
 * own cases to their panels, and carries its own cases through.
 *
 * One watch reads events in order, and its place is on disk; every step looks at the chain before it acts. So a kill at any
 * moment loses nothing but time.
 */
import type { CaseEvent } from '@millrace/chain'
import {
  type Address,
  type Hash,
  isMillraceError,
  parseAddress,
  type ReceiptBundle,
  receiptBundleToJson,
} from '@millrace/protocol'
import { AuditorClosedError, CaseUnfoundedError, CourtBudgetError } from '../auditor-error.ts'
import type { Judgement } from '../judge/finding.ts'
import { receiptHashOf } from '../judge/judge-bundle.ts'
import { type CourtContext, chainCall } from './court-context.ts'
import type { Duty, OwnCase } from './court-store.ts'
import { createEvidenceDesk, type ServeEvidence } from './evidence-stream.ts'
import { beaconRoundsAwaitedMax, finishBeacon } from './finish-beacon.ts'
import { bondsHeld, casesBegun, endedStates, pursueCase } from './own-cases.ts'
import { sitOnPanel } from './sit-on-panel.ts'

export type CourtStatus = {
  readonly duties: readonly Pick<Duty, 'caseId' | 'round' | 'state'>[]
  readonly cases: readonly OwnCase[]
}

export type Court = {
  /**
   * Brings a receipt to court that this auditor found to be cheated; returns false when it was brought before. On disk when it
   * resolves; the transaction follows.
   *
   * @param options.isAgain - also what was brought before and refused, or ended without a conviction: what stood in the way may have
   * passed, and the chain says so where it has not. For people who ask; software that asks each time would never end.
   * @throws {CaseUnfoundedError} @throws {CourtBudgetError}
   */
  report(
    bundle: ReceiptBundle,
    judgement: Judgement,
    options: { readonly signal: AbortSignal; readonly isAgain?: boolean },
  ): Promise<boolean>
  /** Returns the evidence of an own case for a member of its panel. @throws {EvidenceRefusedError} {@link EvidenceBusyError} */
  readonly serveEvidence: ServeEvidence
  /** Whether an own case against the node is under way. */
  isAccused(node: Address): boolean
  status(): CourtStatus
  /** Stops watching, and waits for the steps under way. Idempotent. */
  close(): Promise<void>
}

/** Starts to watch. @param init.fromBlock - where to begin when the file is new; the head when left out. */
export function startCourt(context: CourtContext, init: { readonly fromBlock?: bigint } = {}): Court {
  const { chain, store, limits, log } = context
  const closing = new AbortController()
  const { signal } = closing
  const steps = new Map<string, Promise<void>>()
  const retryAt = new Map<string, number>()
  const beaconRounds = new Set<bigint>()
  let wake: () => void = () => undefined
  let isReporting = false

  /** Begins a step unless it is under way; one that failed is tried again after a while. */
  const begin = (name: string, step: () => Promise<void>): void => {
    if (steps.has(name) || (retryAt.get(name) ?? 0) > context.now()) return
    const work = step()
      .then(() => void retryAt.delete(name))
      .catch((error: unknown) => {
        if (signal.aborted) return
        retryAt.set(name, context.now() + limits.evidenceRetryMs)
        log({ event: 'court-step-failed', step: name, ...failureOf(error) })
      })
      .finally(() => steps.delete(name))
    steps.set(name, work)
  }

  const look = (): void => {
    for (const duty of store.duties()) {
      begin(`duty:${duty.caseId}:${duty.round}`, () => sitOnPanel(context, duty, { signal }))
    }
    for (const own of store.ownCases()) {
      if (!endedStates.has(own.state)) begin(`case:${own.receiptHash}`, () => pursueCase(context, own, { signal }))
    }
    for (const round of beaconRounds) {
      begin(`beacon:${round}`, async () => {
        if (await finishBeacon(context, round, { signal })) beaconRounds.delete(round)
      })
    }
  }

  const awaitBeacon = (event: CaseEvent): void => {
    if (event.type === 'PanelWaits') beaconRounds.add(event.beaconRound)
    const [oldest] = beaconRounds
    if (beaconRounds.size > beaconRoundsAwaitedMax && oldest !== undefined) beaconRounds.delete(oldest)
  }

  const ticking = async (): Promise<void> => {
    while (!signal.aborted) {
      look()
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      const timer = setTimeout(resolve, limits.tickMs)
      signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
      clearTimeout(timer)
    }
  }

  const watching = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const fromBlock = store.cursor() ?? init.fromBlock ?? (await chain.blockNumber(chainCall(context, signal)))
        store.saveCursor(fromBlock)
        const { pollMs, confirmations } = limits
        for await (const event of chain.court.watchCases({ fromBlock, pollMs, confirmations, signal })) {
          await hear(context, event, signal)
          awaitBeacon(event)
          wake()
        }
      } catch (error) {
        if (signal.aborted) return
        log({ event: 'court-watch-failed', ...failureOf(error) })
        await Promise.race([new Promise((resolve) => setTimeout(resolve, limits.pollMs)), aborted(signal)])
      }
    }
  }

  const loops = Promise.all([ticking(), watching()])
  return {
    async report(bundle, judgement, options) {
      if (signal.aborted) throw new AuditorClosedError()
      const { receiptHash, outcome, reason } = judgement
      if (outcome !== 'cheated' || receiptHash === undefined || receiptHash !== receiptHashOf(bundle)) {
        throw new CaseUnfoundedError(receiptHash, 'this auditor did not find it to be cheated.')
      }
      const known = store.ownCase(receiptHash)
      const isOver = known?.state === 'refused' || known?.state === 'dismissed'
      if (known !== undefined && !(options.isAgain === true && isOver)) return false
      // One at a time, so that two do not both fit into the last of the budget.
      if (isReporting) throw new CourtBudgetError('another is being opened')
      isReporting = true
      try {
        await requireBudget(context, options.signal)
        if (known !== undefined) return store.beginAgain(receiptHash)
        const text = JSON.stringify(receiptBundleToJson(bundle))
        const own = { receiptHash, node: bundle.receipt.node, bundle: text, reason, openedAt: context.now() }
        return store.addOwnCase(own)
      } finally {
        isReporting = false
        wake()
      }
    },
    serveEvidence: createEvidenceDesk(
      {
        evidenceOf: store.evidenceOf,
        isOnPanel: (caseId, auditor, options) => isOnPanel(context, caseId, auditor, options.signal),
      },
      limits.evidenceServedMax,
    ),
    isAccused: (node) => store.ownCases().some((own) => own.node === node && !endedStates.has(own.state)),
    status: () => ({
      duties: store.duties().map(({ caseId, round, state }) => ({ caseId, round, state })),
      cases: store.ownCases(),
    }),
    async close() {
      closing.abort(new AuditorClosedError())
      await loops
      await Promise.allSettled(steps.values())
    },
  }
}

/** Notes what an event asks of us, then how far we have read. Repeating an event changes nothing. */
async function hear(context: CourtContext, event: CaseEvent, signal: AbortSignal): Promise<void> {
  const { store, signer, reporter, limits, log } = context
  if (event.type === 'Reorganized') return store.saveCursor(event.lastValidBlock + 1n)
  if (event.type === 'PanelCalled') {
    store.saveCall(event.caseId, event.locatorHash, event.blockNumber)
    const own = store.ownCase(event.receiptHash)
    if (own?.state === 'opening') {
      const trial = await reporter.court.trialOf(event.caseId, chainCall(context, signal))
      if (trial?.reporter === reporter.account) store.setOwnCase(own.receiptHash, 'open', event.caseId)
    }
  }
  if (event.type === 'AuditorDrawn' && parseAddress(event.auditor) === signer.address) {
    const locator = store.locatorOf(event.caseId)
    const isFull = store.duties().length >= limits.dutiesMax
    if (locator === undefined || isFull) log({ event: 'duty-not-taken', caseId: event.caseId, isFull })
    else store.addDuty(event.caseId, Number(event.round), locator)
  }
  store.saveCursor(event.blockNumber)
}

async function requireBudget(context: CourtContext, signal: AbortSignal): Promise<void> {
  const { store, reporter, limits, bondsMax } = context
  const open = store.ownCases().filter(({ state }) => !endedStates.has(state)).length
  if (open >= limits.casesOpenMax) throw new CourtBudgetError(`${open} cases are open already`)
  const begun = casesBegun(context)
  if (begun >= BigInt(limits.casesPerDayMax)) throw new CourtBudgetError(`${begun} cases were begun today`)
  const { panelBond } = await reporter.court.fees(chainCall(context, signal))
  const held = await bondsHeld(context, { signal })
  if (held + panelBond > bondsMax) {
    throw new CourtBudgetError(`bonds hold ${held} base units, and one more takes ${panelBond} of ${bondsMax}`)
  }
}

async function isOnPanel(context: CourtContext, caseId: Hash, auditor: Address, signal: AbortSignal): Promise<boolean> {
  const { court } = context.reporter
  for (const round of [1, 2]) {
    const { seats } = await court.sittingOf(caseId, round, chainCall(context, signal))
    if (seats.some((seat) => seat.auditor === auditor)) return true
  }
  return false
}

function failureOf(error: unknown) {
  if (isMillraceError(error)) return { code: error.code, reason: error.message }
  return { reason: error instanceof Error ? error.message : String(error) }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
