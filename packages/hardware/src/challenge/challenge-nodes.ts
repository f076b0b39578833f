/**
 * The challenger's side: all nodes of one operator at once, step by step together, so that one machine behind several of them has to
 * do all their work in the time of one.
 *
 * Nothing is held against a node that could not be reached or did not go on: it is `untested`, with the step it stopped at.
 * Times are milliseconds of the clock that is passed in.
 */
import type { Address, Hash } from '@millrace/protocol'
import {
  type ChallengePlan,
  type ChallengeResponse,
  checkOpening,
  type HardwareChallenge,
  type HardwareClass,
  type HardwareCommitment,
  type HardwareOpening,
  type HardwareRecall,
  hardwareLimits,
  planChallenge,
  rowsToOpen,
  type UntestedReason,
} from '@millrace/verification'

/** Defaults. */
export const challengeLimits = {
  /** Round trips measured before; the least counts. */
  pings: 5,
  /** One of them, in milliseconds. */
  pingMsMax: 5_000,
  /** Times the expected time that a commitment is waited for: a machine that has a quarter of its claim still shows what it has. */
  commitTimesMax: 4,
  /** Milliseconds that a commitment is waited for besides. */
  commitMsMin: 5_000,
  /** Milliseconds for a recall and for an opening: up to 50 MiB over a slow line. */
  openingMsMax: 120_000,
} as const
type ChallengeLimits = { readonly [Name in keyof typeof challengeLimits]: number }

/** One node as the challenger reaches it. Every call rejects where it is not answered. */
export type ProverPort = {
  ping(options: { readonly signal: AbortSignal }): Promise<void>
  commit(challenge: HardwareChallenge, options: { readonly signal: AbortSignal }): Promise<HardwareCommitment>
  recall(recall: HardwareRecall, options: { readonly signal: AbortSignal }): Promise<HardwareCommitment>
  open(rows: readonly number[], options: { readonly signal: AbortSignal }): Promise<HardwareOpening>
}

export type ChallengedNode = {
  readonly node: Address
  /** Claimed speed, whole millions of multiply-adds a second. */
  readonly units: number
  /** What the node says may be filled. */
  readonly memoryBytes: number
  readonly prover: ProverPort
}

export type ChallengeInit = {
  readonly class: HardwareClass
  /** Time that the work should take an honest node. */
  readonly aimMs: number
  /** Rows opened of each; see `skippedShareMax`. */
  readonly opened: number
  /** Milliseconds since 1970, with fractions where the clock has them. */
  readonly now: () => number
  /** 32 fresh random bytes. */
  readonly random: () => Hash
  readonly limits?: Partial<ChallengeLimits>
  readonly signal: AbortSignal
}

type Init = ChallengeInit & { readonly limits: ChallengeLimits }

/**
 * Challenges the nodes and returns their answers, in their order, for `judgeChallenge`.
 *
 * @param nodes - all of one operator; 1 to {@link hardwareLimits.nodesMax}.
 * @throws the signal's reason on abort.
 */
export async function challengeNodes(
  nodes: readonly ChallengedNode[],
  given: ChallengeInit,
): Promise<readonly ChallengeResponse[]> {
  const init: Init = { ...given, limits: { ...challengeLimits, ...given.limits } }
  if (nodes.length === 0 || nodes.length > hardwareLimits.nodesMax) {
    throw new RangeError(`expected 1 to ${hardwareLimits.nodesMax} nodes, got ${nodes.length}`)
  }
  const plans = planChallenge(nodes, init.aimMs)
  const started = nodes.map((node, i) => ({ node, challenge: challengeOf(plans[i], init) }))
  const trips = await Promise.all(started.map(({ node }) => roundTripTo(node, init)))
  const commitments = await Promise.all(
    started.map((one, i) => commitmentOf({ ...one, roundTripMs: trips[i] }, plans[i], init)),
  )
  const recalls = await Promise.all(commitments.map((one) => recalledOf(one, init)))
  const responses: ChallengeResponse[] = []
  for (const recall of recalls) responses.push(await openedOf(recall, init))
  return responses
}

type Started = { readonly node: ChallengedNode; readonly challenge: HardwareChallenge }
type Committed = Started & {
  readonly sentAt: number
  readonly committedAt: number
  readonly roundTripMs: number
  readonly root: Hash
}
type Recalled = Committed & { readonly salt: Hash; readonly saltedRoot: Hash }
type Stopped = Started & { readonly stopped: UntestedReason }

function challengeOf(plan: ChallengePlan | undefined, { class: kind, now, random, limits }: Init): HardwareChallenge {
  const { n, rounds } = plan ?? { n: hardwareLimits.sideMin, rounds: 1 }
  const issuedAt = Math.floor(now())
  const deadline = issuedAt + waitMsOf(plan, limits)
  return { seed: random(), n, rounds, class: kind, issuedAt, deadline }
}

function waitMsOf(plan: ChallengePlan | undefined, { commitTimesMax, commitMsMin }: ChallengeLimits): number {
  const wanted = Math.ceil((plan?.expectedMs ?? 0) * commitTimesMax) + commitMsMin
  return Math.min(wanted, hardwareLimits.challengeMsMax)
}

async function roundTripTo({ prover }: ChallengedNode, init: Init): Promise<number | undefined> {
  let least: number | undefined
  for (let ping = 0; ping < init.limits.pings; ping++) {
    const sentAt = init.now()
    const answered = await within(init.limits.pingMsMax, init.signal, async (signal) => {
      await prover.ping({ signal })
      return init.now()
    })
    if (answered === undefined) return undefined
    least = Math.min(least ?? Number.POSITIVE_INFINITY, answered - sentAt)
  }
  return least
}

async function commitmentOf(
  { node, challenge, roundTripMs }: Started & { readonly roundTripMs: number | undefined },
  plan: ChallengePlan | undefined,
  { now, limits, signal: stopping }: Init,
): Promise<Committed | Stopped> {
  if (roundTripMs === undefined) return { node, challenge, stopped: 'unreachable' }
  const sentAt = now()
  const answer = await within(waitMsOf(plan, limits), stopping, async (signal) => {
    const { root } = await node.prover.commit(challenge, { signal })
    return { root, committedAt: now() }
  })
  return answer === undefined
    ? { node, challenge, stopped: 'no-commitment' }
    : { node, challenge, sentAt, roundTripMs, ...answer }
}

async function recalledOf(one: Committed | Stopped, { random, limits, signal: stopping }: Init) {
  if ('stopped' in one) return one
  const salt = random()
  const answer = await within(limits.openingMsMax, stopping, (signal) => one.node.prover.recall({ salt }, { signal }))
  return answer === undefined ? stoppedAt(one, 'no-opening') : { ...one, salt, saltedRoot: answer.root }
}

/** One node after the other: several checks at once would only make the challenger's own memory short. */
async function openedOf(one: Recalled | Stopped, { opened, random, limits, signal: stopping }: Init) {
  if ('stopped' in one) return untested(one)
  const { node, challenge, root, salt, saltedRoot, sentAt, committedAt, roundTripMs } = one
  const committed = { challenge, root, salt, saltedRoot, secret: random(), opened }
  const opening = await within(limits.openingMsMax, stopping, (signal) =>
    node.prover.open(rowsToOpen(committed), { signal }),
  )
  if (opening === undefined) return untested(stoppedAt(one, 'no-opening'))
  const outcome = checkOpening(committed, opening)
  const times = { sentAt, committedAt, roundTripMs }
  return { node: node.node, challenge, kind: 'answered', ...times, opening: outcome } satisfies ChallengeResponse
}

function stoppedAt({ node, challenge }: Started, stopped: UntestedReason): Stopped {
  return { node, challenge, stopped }
}

function untested({ node, challenge, stopped }: Stopped): ChallengeResponse {
  return { node: node.node, challenge, kind: 'untested', reason: stopped }
}

/** Returns what a call answers within a time, or undefined where it does not. @throws the signal's reason on abort. */
async function within<T>(
  ms: number,
  stopping: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  stopping.throwIfAborted()
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(ms)])
  const gaveUp = Promise.withResolvers<undefined>()
  const onAbort = () => gaveUp.resolve(undefined)
  signal.addEventListener('abort', onAbort)
  const settled = call(signal).catch(() => undefined)
  const answer = await Promise.race([settled, gaveUp.promise]).finally(() =>
    signal.removeEventListener('abort', onAbort),
  )
  stopping.throwIfAborted()
  return answer
}
