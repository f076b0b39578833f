/**
 * Has one ask answered, by as many providers as it takes: each goes on from what was delivered before it.
 *
 * Bounds, over all parts together: `attemptsMax` providers, the ask's `amountMax`, the ask's `maxTokens`. What a part may
 * cost is set aside while it is under way, and stays counted where it was lost and may be claimed later.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Address,
  type Amount,
  type Finish,
  type Hash,
  isMillraceError,
  type MillraceError,
  type WorkResponse,
} from '@millrace/protocol'
import { type Answer, createAnswer } from './answer.ts'
import { describeError, ProviderLostError } from './buyer-error.ts'
import type { Choice } from './choice.ts'
import { endOf } from './ended-early.ts'
import { afterMsOf, type Hedged, hedged } from './hedge.ts'
import { HedgeLostError, NoOfferError, ProviderEndedError, ProviderSlowError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'
import { type PaceWatch, watchPace } from './pace-watch.ts'
import { planWork, sizeOf, type WorkPlan, type WorkSize } from './plan-work.ts'
import { limitOf } from './quote.ts'
import { reachAgain } from './reach-again.ts'
import type { Attempt, RelayComponents, Selection } from './relay-components.ts'
import {
  afterFailures,
  combined,
  isDecline,
  isHonest,
  mayComeBack,
  mayMoveOn,
  type RelayFailure,
} from './relay-failures.ts'
import type { Part, PartOutcome } from './run-part.ts'

/** Tries at one provider for one ask: again only where a try found stale state (connection, lease, channel, offer). */
export const triesPerProviderMax = 3

/** How one provider's try went. */
type Tried = {
  readonly offer: ProviderOffer
  readonly part: Part | undefined
  readonly outcome: PartOutcome
  /** Why it did not end the answer. */
  readonly failure: unknown
  readonly isHeard: boolean
}

/** Starts the answer to an ask. The first selection was made already. */
export function startRelay(components: RelayComponents, attempt: Attempt, first: Selection): Answer {
  const { pool, provider, stalls, now, log, token, limits, linkOf, mend, choose } = components
  const { ask, entry } = attempt
  const firstOutput = Promise.withResolvers<void>()
  const paths = new Map<ProviderOffer, AbortController>()
  const sentOf = new Map<Part, { node: Address; requestHash: Hash; maxTokens: number }>()
  const slow = new Set<Part>()
  const failures: RelayFailure[] = []
  /** Lost a hedge: late once, so asked again only where nobody else is left. */
  const late = new Set<Address>()
  const limit = limitOf(ask)
  let { size } = attempt
  let sizedAt = 0
  let attempts = 0
  let declines = 0
  let resumes = 0
  let spent = 0n
  let setAside = 0n
  const paces = new Map<Part, PaceWatch>()

  const answer = createAnswer({
    token,
    stops: 'stop' in ask ? (ask.stop ?? []) : [],
    signal: attempt.signal,
    onHeard,
    onProgress: (part) => paces.get(part)?.progress(part.outputUnits),
    onNotice: (part) => void warmNext(part),
  })
  if (entry?.record !== undefined) answer.restore(entry.record.parts)
  drive(first).catch(fail)
  return answer

  function finish(why: Finish, response?: WorkResponse): undefined {
    entry?.release()
    answer.finish(why, response)
  }

  function fail(error: unknown): undefined {
    entry?.release()
    answer.fail(error)
  }

  async function drive(selection: Selection): Promise<void> {
    for (let next: Selection | undefined = selection; next !== undefined; ) {
      const tried = await serve(next)
      next = tried.failure === undefined ? conclude(tried) : await afterFailure(tried, tried.failure)
    }
  }

  /** The answer is over as it should be. */
  function conclude({ outcome }: Tried): undefined {
    if (!('ending' in outcome)) throw new TypeError('Only a part that ended has no failure.')
    const { ending } = outcome
    entry?.end(ending.finish)
    finish(answer.stoppedAtSeam ? 'stop' : ending.finish, ending.bundle.response)
  }

  /** Returns whom to ask next; undefined when the answer is over. */
  async function afterFailure({ offer, part }: Tried, error: unknown): Promise<Selection | undefined> {
    if (answer.stoppedAtSeam) return finish('stop')
    if (answer.signal.aborted && part === undefined && answer.hasOutput) return finish('cancelled')
    if (answer.signal.aborted || !isMillraceError(error) || !mayMoveOn(error, entry !== undefined)) {
      return fail(answer.signal.aborted && part === undefined ? answer.signal.reason : error)
    }
    failures.push({ offer, error })
    const isWhole = answer.hasOutput && !size.isWhole && sizeLeft().maxTokens === 0
    if (isWhole && isHonest(error)) return finish('length')
    if (areAttemptsOver() || isWhole) return fail(combined(failures))
    return (await chooseNext(offer, error)) ?? fail(answer.signal.aborted ? answer.signal.reason : combined(failures))
  }

  /** The next best; where there is no other, the one that was lost, once it is reached again. */
  async function chooseNext(last: ProviderOffer, error: MillraceError): Promise<Selection | undefined> {
    const next =
      (await otherThan([...failedNodes(), ...late])) ?? (late.size > 0 ? await otherThan(failedNodes()) : undefined)
    if (next !== undefined) return { ...next, why: afterFailures(next.why, failures) }
    const mayResume = mayComeBack(error) && resumes < limits.resumesMax
    if (!mayResume || !(await reachAgain(linkOf(last), { now, limits, signal: answer.signal }))) return undefined
    resumes++
    const why = { chosen: 'No other will do, and it can be reached again.', considered: [], excluded: [] }
    return { ranked: [last], why }
  }

  async function serve({ ranked, why }: Selection): Promise<Tried> {
    const [offer] = ranked
    if (typeof ask.hedge !== 'object' || answer.hasOutput) return tryProvider(offer, why, answer.signal)
    const ended = new AbortController()
    const planned = planOf(offer)
    const afterMs = afterMsOf(ask) ?? components.hedgeAfterMs(offer, sizeLeft().inputUnitsExpected)
    try {
      return await hedged(onPath(offer, why), {
        heard: firstOutput.promise,
        late: sleep(afterMs, undefined, { signal: ended.signal, ref: false }).then(undefined, never),
        second: () => hedgeFor(ranked, planned, why),
        onFailure: ({ offer: failed, failure }) => {
          if (isMillraceError(failure)) failures.push({ offer: failed, error: failure })
        },
      })
    } finally {
      ended.abort()
    }
  }

  /** Asks the best one of another operator, where the ask's cap holds for both. */
  function hedgeFor(
    [first, ...others]: Selection['ranked'],
    planned: WorkPlan | undefined,
    why: Choice,
  ): Promise<Hedged<Tried>> | undefined {
    const second = others.find(
      (offer) => offer.operator !== first.operator && (planOf(offer)?.maxTokens ?? -1) >= (planned?.maxTokens ?? 0),
    )
    if (second === undefined || areAttemptsOver() || answer.signal.aborted) return undefined
    log({ event: 'hedged', node: first.node, second: second.node })
    return onPath(second, {
      ...why,
      chosen: 'The one that was asked first is late, and it is the next of another operator.',
    })
  }

  async function onPath(offer: ProviderOffer, why: Choice): Promise<Hedged<Tried>> {
    const path = new AbortController()
    paths.set(offer, path)
    const tried = await tryProvider(offer, why, AbortSignal.any([answer.signal, path.signal]))
    return { value: tried, isHeard: tried.isHeard, isDropped: tried.failure instanceof HedgeLostError }
  }

  function onHeard(part: Part): void {
    firstOutput.resolve()
    for (const [offer, path] of paths) {
      if (offer.node === part.lease.offer.node) continue
      late.add(offer.node)
      path.abort(new HedgeLostError(offer.node))
    }
    // Of two that were asked at a time, this one will have the answer.
    const sent = paths.size > 1 ? sentOf.get(part) : undefined
    if (sent !== undefined) entry?.begin(sent)
    if (!answer.hasOutput) components.onFirstOutput(part)
  }

  /** Never rejects. Tries again where a try only showed that a connection, lease or channel was stale. */
  async function tryProvider(chosen: ProviderOffer, why: Choice, signal: AbortSignal): Promise<Tried> {
    attempts++
    const beganAt = now()
    const tried = await tryAndMend(chosen, why, signal)
    if (signal.aborted || !isDecline(tried.failure)) return tried
    components.onDecline(tried.offer, beganAt, tried.failure)
    if ((tried.part?.amountMax ?? 0n) > 0n || declines >= limits.declinesMax) return tried
    // Nothing was done and nothing is owed: another may be asked in its place.
    attempts--
    declines++
    return tried
  }

  async function tryAndMend(chosen: ProviderOffer, why: Choice, signal: AbortSignal): Promise<Tried> {
    let offer = chosen
    for (let tries = 1; ; tries++) {
      const tried = await tryOnce(offer, why, signal)
      if (tried.failure === undefined || hasWorked(tried) || signal.aborted || tries >= triesPerProviderMax)
        return tried
      try {
        const mended = await mend(offer, tried.failure, { signal })
        if (mended === undefined) return tried
        offer = mended
      } catch (error) {
        return { ...tried, failure: error }
      }
    }
  }

  async function tryOnce(offer: ProviderOffer, why: Choice, signal: AbortSignal): Promise<Tried> {
    const plan = planOf(offer)
    if (plan === undefined) return unbegun(offer, new NoOfferError(ask.model, noRoom(offer), false))
    setAside += plan.cap
    try {
      const part = await begin(offer, plan, signal)
      answer.enter(part, why)
      const pace = watchPace({ stalls, now, limits }, ask, () => void onSlow(part))
      if (pace !== undefined) paces.set(part, pace)
      const outcome = await part.outcome
      pace?.end()
      paces.delete(part)
      spent += part.amountMax
      return left(offer, part, outcome)
    } catch (error) {
      components.onOutcome(offer, undefined, error)
      return unbegun(offer, error)
    } finally {
      setAside -= plan.cap
    }
  }

  async function begin(offer: ProviderOffer, plan: WorkPlan, signal: AbortSignal): Promise<Part> {
    const continuation = answer.continuation()
    const record = entry?.record
    // The request of the earlier try, unless that may cost more than is left and is not known to be answered already.
    const isRepeat = record?.node === offer.node && (record.isAnswered || record.maxTokens <= plan.maxTokens)
    const maxTokens = isRepeat ? record.maxTokens : plan.maxTokens
    const idempotencyKey = entry?.partKey
    const terms = { model: offer.modelRoot, maxTokens, continuation }
    const prepared = provider.prepare(ask, terms, attempt.entry === undefined ? undefined : idempotencyKey)
    const lease = await pool.acquire(offer, plan.cap, { signal, limit })
    if (signal.aborted) {
      lease.finish(plan.cap, 0n)
      throw signal.reason
    }
    const sent = { node: offer.node, requestHash: prepared.requestHash, maxTokens }
    entry?.begin(sent)
    const part = await provider.start({ lease, plan, prepared, idempotencyKey, sink: answer.sink, signal })
    if (entry !== undefined) sentOf.set(part, sent)
    return part
  }

  function left(offer: ProviderOffer, part: Part, outcome: PartOutcome): Tried {
    const isHeard = answer.isHeard(part)
    const failure = failureOf(part, outcome, isHeard)
    const { text, view, tokenIds } = answer.leave(part, outcome, failure)
    // A part that made the answer whole is asked for again by a retry, as it has no receipt: nothing can follow it.
    if (failure !== undefined && text !== '' && sizeLeft().maxTokens !== 0) {
      const { bundle: _bundle, ...kept } = view
      entry?.add({ ...kept, text, ...(tokenIds === undefined ? {} : { tokenIds }) })
    }
    components.onOutcome(offer, part, failure)
    return { offer, part, outcome, failure, isHeard }
  }

  function failureOf(part: Part, outcome: PartOutcome, isHeard: boolean): unknown {
    const { node } = part.lease.offer
    if ('error' in outcome) return outcome.error
    if (!isHeard) return new HedgeLostError(node)
    const { finish } = outcome.ending
    if (finish === 'stop' || finish === 'length' || answer.stoppedAtSeam) return undefined
    if (slow.has(part)) return new ProviderSlowError(node)
    if (finish === 'cancelled' && answer.signal.aborted) return undefined
    return endOf(part, finish, now()) ?? new ProviderEndedError(node, finish, false)
  }

  /** Cancels a part that is too slow where another will do; else late is better than not at all. */
  async function onSlow(part: Part): Promise<void> {
    const { offer } = part.lease
    if (areAttemptsOver() || (await otherThan([offer.node, ...failedNodes()])) === undefined) return
    log({ event: 'provider-slow', node: offer.node })
    slow.add(part)
    part.cancel()
  }

  /** On notice: has a lease ready with the next one, so that the stream goes on as soon as this part has ended. */
  async function warmNext(part: Part): Promise<void> {
    const others = areAttemptsOver() ? undefined : await otherThan([part.lease.offer.node, ...failedNodes()])
    const next = others?.ranked[0]
    const plan = next === undefined ? undefined : planWork(sizeLeft(), next, ask.amountMax)
    if (next === undefined || plan === undefined) return
    await pool.acquire(next, plan.cap, { signal: answer.signal, limit }).then(
      (lease) => lease.finish(plan.cap, 0n),
      (error: unknown) => log({ event: 'warm-failed', node: next.node, reason: describeError(error) }),
    )
  }

  /** Who would go on; undefined when nobody will do. */
  async function otherThan(nodes: readonly Address[]): Promise<Selection | undefined> {
    const wanted = { size: sizeLeft(), amountMax: amountLeft(), excluded: new Set(nodes) }
    try {
      return await choose(wanted, { signal: answer.signal })
    } catch (error) {
      if (isMillraceError(error) || answer.signal.aborted) return undefined
      throw error
    }
  }

  function areAttemptsOver(): boolean {
    return attempts >= limits.attemptsMax
  }

  function failedNodes(): readonly Address[] {
    return failures.map(({ offer }) => offer.node)
  }

  /** PERF: linear in the text, so kept until more is delivered. */
  function sizeLeft(): WorkSize {
    if (answer.outputUnits === sizedAt) return size
    sizedAt = answer.outputUnits
    const continuation = answer.continuation()
    size = sizeOf(ask, { text: continuation?.text ?? '', outputUnits: sizedAt })
    return size
  }

  function amountLeft(): Amount | undefined {
    return ask.amountMax === undefined ? undefined : ask.amountMax - spent - setAside
  }

  function planOf(offer: ProviderOffer): WorkPlan | undefined {
    return planWork(sizeLeft(), offer, amountLeft())
  }

  function noRoom({ node }: ProviderOffer): Choice {
    const left = amountLeft() ?? 0n
    return {
      chosen: '',
      considered: [],
      excluded: [{ node, reason: `It may cost more than the ${left} base units left.` }],
    }
  }
}

/** Whether it was more than a sign of something stale: it has read the input, which is paid. */
function hasWorked({ isHeard, part, failure }: Tried): boolean {
  return isHeard || (failure instanceof ProviderLostError && part !== undefined && part.inputUnits > 0)
}

function unbegun(offer: ProviderOffer, failure: unknown): Tried {
  return { offer, part: undefined, outcome: { error: failure }, failure, isHeard: false }
}

const never = () => new Promise<void>(() => undefined)
