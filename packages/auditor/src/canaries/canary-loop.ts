/**
 * The canaries of an auditor: who is due, what is asked, what came of it. Times come from the schedule alone (`verification/audits`), so
 * that no gap or count tells; sessions are whole; every answer is bought through an ordinary buyer.
 *
 * Nothing that fails on the way counts against a provider: a canary that cannot be bought is forgotten, one that cannot be judged is tried
 * again. Invariants: a canary's words are used up on disk before they are sent; money of a day stays below its bound.
 */
import { type Address, bytesToHex, isMillraceError, parseHash, receiptBundleToJson } from '@millrace/protocol'
import {
  type AnsweredCanary,
  type AuditRecord,
  CanariesSpentError,
  type Canary,
  type CanarySchedule,
  canariesDue,
  canariesPerDay,
  canarySent,
  canaryTime,
  endsSession,
  watchProvider,
  withinBudget,
} from '@millrace/verification'
import { buyCanary } from './buy-canary.ts'
import { type CanaryContext, type CanaryPayer, dayOf, type WatchedProvider } from './canary-context.ts'
import type { CanaryCounts } from './canary-store.ts'
import { judgeCanaries } from './judge-canaries.ts'

export type CanaryStatus = {
  readonly counts: CanaryCounts
  readonly providers: readonly { readonly node: Address; readonly record: AuditRecord }[]
  /** Below 1 where the budget lowers all rates. */
  readonly budgetFactor: number
  /** Base units spent today. */
  readonly spentToday: bigint
}

export type CanaryLoop = {
  /** Does what is due now; resolves when all that was bought before is judged and sessions have begun. Calls do not overlap. */
  look(options: { readonly signal: AbortSignal }): Promise<void>
  /** Resolves when no session is under way. */
  settled(): Promise<void>
  status(): CanaryStatus
}

export function createCanaryLoop(context: CanaryContext): CanaryLoop {
  const { store, limits, log } = context
  const sessions = new Map<Address, Promise<void>>()
  const busy = new Set<CanaryPayer>()
  const retryAt = new Map<number, number>()
  let watched: readonly WatchedProvider[] = []
  let watchedAt = Number.NEGATIVE_INFINITY
  let budgetFactor = 1
  /** What canaries under way may still cost. */
  let held = 0n
  store.loseSent()
  let schedule: CanarySchedule = store.schedule() ?? {
    seed: parseHash(bytesToHex(context.random(32))),
    subjects: [],
  }

  const save = (next: CanarySchedule): void => {
    if (next === schedule) return
    store.saveSchedule(next)
    schedule = next
  }

  async function watchAnew(signal: AbortSignal): Promise<void> {
    const now = context.now()
    if (now - watchedAt < limits.providersMs) return
    watched = await context.providers({ signal })
    watchedAt = now
    const perSession = meanOf(context.payers.map(({ requestsPerSession }) => requestsPerSession))
    const rules = { ...limits, perDayMax: limits.perProviderPerDayMax }
    const wanted = watched.map(({ node, ...facts }) =>
      canariesPerDay({ ...facts, checksSurvived: store.record(node).checksSurvived }, rules),
    )
    const { perDay, factor } = withinBudget(wanted, limits.canariesPerDayMax)
    budgetFactor = factor
    let next = schedule
    for (const [index, { node }] of watched.entries()) {
      next = watchProvider(next, node, (perDay[index] ?? 0) / perSession, now)
    }
    const here = new Set(watched.map(({ node }) => node))
    for (const { node } of next.subjects) if (!here.has(node)) next = watchProvider(next, node, 0, now)
    save(next)
  }

  function begin(provider: WatchedProvider, signal: AbortSignal): void {
    const { node } = provider
    if (sessions.has(node) || sessions.size >= limits.sessionsMax) return
    const idle = context.payers.filter((payer) => !busy.has(payer) && !store.isBurned(payer.name))
    const payer = idle[below(context.random, idle.length)]
    if (payer === undefined) return
    save(canarySent(schedule, node, context.now()))
    busy.add(payer)
    const session = runSession(provider, payer, signal)
      .catch((error: unknown) => {
        if (signal.aborted) return
        if (error instanceof CanariesSpentError) store.burn(payer.name)
        const code = isMillraceError(error) ? error.code : 'UNKNOWN'
        log({ event: 'canary-session-ended', node, code, reason: error instanceof Error ? error.message : '' })
      })
      .finally(() => {
        sessions.delete(node)
        busy.delete(payer)
      })
    sessions.set(node, session)
  }

  async function runSession(provider: WatchedProvider, payer: CanaryPayer, signal: AbortSignal): Promise<void> {
    let after: AnsweredCanary | undefined
    for (;;) {
      const canary: Canary = await payer.source.next({ models: provider.models, ...(after && { after }), signal })
      store.saveSourceState(payer.name, payer.source.state())
      if (canary.gapMs > 0) await context.sleep(canary.gapMs, { signal })
      const answer = await buy(provider, payer, canary, signal)
      if (answer === undefined || endsSession(canary)) return
      after = { canary, answer }
    }
  }

  /** Returns the text of the answer; undefined where there is none, and the session is over. */
  async function buy(
    { node, needs }: WatchedProvider,
    payer: CanaryPayer,
    canary: Canary,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const amountMax = limits.amountEachMax
    const day = dayOf(context.now())
    if (store.spent(day) + held + amountMax > limits.amountPerDayMax) {
      log({ event: 'canary-money-spent', spent: store.spent(day) })
      return undefined
    }
    const id = store.addSent(node, payer.name, context.now())
    held += amountMax
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(limits.canaryMsMax)])
      const { bundle, amount } = await buyCanary(payer.buyer, canary, { node, amountMax, needs }, { signal: patience })
      store.together(() => {
        store.spend(day, amount)
        store.setBought(id, JSON.stringify(receiptBundleToJson(bundle)))
      })
      return bundle.response.kind === 'text' ? bundle.response.text : ''
    } catch (error) {
      // What it may have cost is not known.
      store.spend(day, amountMax)
      store.setFailed(id, isMillraceError(error) ? error.code : 'UNKNOWN')
      signal.throwIfAborted()
      if (!isMillraceError(error) && !(error instanceof DOMException)) throw error
      return undefined
    } finally {
      held -= amountMax
    }
  }

  return {
    async look({ signal }) {
      // First, so that a payer which a case is about to give away buys nothing more.
      await judgeCanaries(context, retryAt, { signal })
      await watchAnew(signal)
      save(canaryTime(schedule, context.now()))
      const byNode = new Map(watched.map((provider) => [provider.node, provider]))
      for (const node of canariesDue(schedule, context.now())) {
        const provider = byNode.get(node)
        if (provider !== undefined && !context.isAccused(node)) begin(provider, signal)
      }
    },
    async settled() {
      while (sessions.size > 0) await Promise.all(sessions.values())
    },
    status: () => ({
      counts: store.counts(),
      providers: store.records(),
      budgetFactor,
      spentToday: store.spent(dayOf(context.now())),
    }),
  }
}

function meanOf(numbers: readonly number[]): number {
  return numbers.length === 0 ? 1 : Math.max(1, numbers.reduce((sum, number) => sum + number, 0) / numbers.length)
}

function below(random: (bytes: number) => Uint8Array, count: number): number {
  const bytes = random(4)
  return Math.floor((new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) / 2 ** 32) * count)
}
