/**
 * Runs a native task: chooses a provider, gives it the inputs, has it run and pays for what it holds; where the provider is lost
 * or ends it early, begins anew at the next. One start at a time, so one result is accepted.
 *
 * Bounds: {@link taskLimits.startsMax} starts, `refusalsMax` refusals, the order's `amountMax` over all starts.
 */
import type { TokenInfo } from '@millrace/chain'
import type { LineBudget } from '@millrace/p2p'
import {
  type Address,
  type Amount,
  isMillraceError,
  type MillraceError,
  modelRoot,
  parseRequest,
  type TaskFile,
  taskSandboxContent,
  zeroHash,
} from '@millrace/protocol'
import type { ObjectStorage } from '@millrace/storage'
import { ignore } from '../abortable.ts'
import { AskInvalidError, codeOfError, describeError, ProviderRefusedError } from '../buyer-error.ts'
import type { BuyerLimits } from '../buyer-limits.ts'
import type { Chooser, WishedWork } from '../choose-match.ts'
import { createChunkQueue } from '../chunk-queue.ts'
import { lesserOf } from '../compare-amounts.ts'
import { endOf } from '../ended-early.ts'
import type { LeasePool } from '../lease-pool.ts'
import { ProviderEndedError } from '../market-error.ts'
import type { ObjectTransfers } from '../objects/object-transfers.ts'
import { objectsOf } from '../objects/put-object.ts'
import type { ProviderOffer } from '../offer-view.ts'
import { planWork, sizeOf, type WorkSize } from '../plan-work.ts'
import type { ProviderDesk } from '../provider-desk.ts'
import { triesPerProviderMax } from '../relay.ts'
import type { RelayComponents } from '../relay-components.ts'
import { combined, isDecline, mayMoveOn, type RelayFailure } from '../relay-failures.ts'
import type { PartFailure } from '../run.ts'
import type { NoticeFrame, Part, PartEnding } from '../run-part.ts'
import { createInstanceSlot } from '../services/instance-slot.ts'
import { type HeldInstance, holdInstance } from '../services/reach-instance.ts'
import { checkSecrets, type SecretSealer } from '../services/seal-secrets.ts'
import { TaskEndedError } from '../services/service-error.ts'
import { taskAnswerOf } from './task-answer.ts'
import { TaskStorageMissingError } from './task-error.ts'
import { taskLimits } from './task-limits.ts'
import type { TaskAnswer, TaskOrder, TaskRun, TaskStart, TaskWork } from './task-order.ts'

export type TaskComponents = Pick<RelayComponents, 'mend' | 'onOutcome' | 'onDecline'> & {
  readonly pool: LeasePool
  readonly provider: ProviderDesk
  readonly chooser: Chooser
  readonly storage: ObjectStorage | undefined
  readonly transfers: ObjectTransfers
  readonly sealer: SecretSealer
  /** What the windows of connections to tasks may grow by. */
  readonly budget: LineBudget
  readonly token: TokenInfo
  readonly limits: Pick<BuyerLimits, 'leaseMs' | 'leaseMsMax'>
  readonly now: () => number
}

type Prepared = {
  readonly work: TaskWork
  readonly size: WorkSize
  readonly wish: WishedWork
  readonly objects: readonly { readonly object: string; readonly bytes: number }[]
}

/** How one provider's start went. */
type Tried = { readonly part: Part | undefined; readonly failure: unknown; readonly ending: PartEnding | undefined }

/** Starts the task; nothing is thrown, what fails rejects its result. */
export function runTask(components: TaskComponents, order: TaskOrder, signal: AbortSignal): TaskRun {
  const { pool, provider, chooser, storage, transfers, sealer, now, onOutcome, onDecline } = components
  const queue = createChunkQueue(ignore)
  const starts: TaskStart[] = []
  const failures: RelayFailure[] = []
  /** Once at each node: one that never reads what is sealed to its own key is not asked for ever. */
  const sealedAnew = new Set<Address>()
  let spent: Amount = 0n
  let begun = 0
  const result = drive()
  const instances = createInstanceSlot()
  /** The start under way, once it was taken. */
  let held: HeldInstance | undefined
  result.then(
    () => {
      queue.end()
      instances.fail(new TaskEndedError())
    },
    (error: unknown) => {
      queue.fail(error)
      instances.fail(error)
    },
  )
  return {
    ...{ logs: logsOf(queue.chunks), starts, result },
    get instance() {
      return instances.current
    },
  }

  async function drive(): Promise<TaskAnswer> {
    signal.throwIfAborted()
    using holds = new DisposableStack()
    const prepared = await prepare(holds)
    const startsMax = order.startsMax ?? taskLimits.startsMax
    for (;;) {
      const offer = await chooseNext(prepared)
      const tried = await tryAndMend(offer, prepared)
      if (tried.part !== undefined && (tried.part.amountMax > 0n || tried.ending !== undefined)) begun++
      if (tried.failure === undefined) return accept(tried)
      if (signal.aborted) throw signal.reason
      const { failure } = tried
      if (!isMillraceError(failure) || !mayMoveOn(failure, false)) throw failure
      failures.push({ offer, error: failure })
      if (begun >= startsMax || failures.length - begun > taskLimits.refusalsMax) throw combined(failures)
    }
  }

  async function prepare(holds: DisposableStack): Promise<Prepared> {
    const { inputs = [], outputs = [] } = order
    if (storage === undefined && inputs.length + outputs.length > 0) throw new TaskStorageMissingError()
    const placed: TaskFile[] = []
    for (const input of inputs) {
      if (!('from' in input)) placed.push(input)
      else if (storage !== undefined) {
        const stored = holds.use(await storage.store(input.from, { signal }))
        placed.push({ path: input.path, object: stored.address, bytes: stored.bytes })
      }
    }
    checkSecrets(order)
    const work = taskWorkOf(order, placed)
    checkWall(work, components.limits)
    const objects = storage === undefined ? [] : await objectsOf(storage, work.inputs, { signal })
    const { sandbox = order.image === undefined || order.image === 'host' ? 'bubblewrap' : 'oci' } = order
    const model = modelRoot(taskSandboxContent(sandbox))
    // It must be open until the task can have ended.
    const policy = { name: 'trust' as const }
    const wish = { ...order, kind: 'task' as const, model, policy, deadlineMs: work.limits.wallMsMax }
    return { work, size: sizeOf(work), wish, objects }
  }

  async function chooseNext({ size, wish }: Prepared): Promise<ProviderOffer> {
    const amountMax = order.amountMax === undefined ? undefined : order.amountMax - spent
    const excluded = new Set<Address>([...(order.except ?? []), ...failures.map(({ offer }) => offer.node)])
    const { provider: only, exceptOperators } = order
    const wanted = { size, amountMax, excluded, provider: only, preferred: undefined, exceptOperators }
    try {
      const { ranked } = await chooser(wish, wanted, { signal })
      return ranked[0]
    } catch (error) {
      throw failures.length > 0 && isMillraceError(error) && !signal.aborted ? combined(failures) : error
    }
  }

  /** Again where the first try only showed that a connection, lease or channel was stale. */
  async function tryAndMend(chosen: ProviderOffer, prepared: Prepared): Promise<Tried> {
    const beganAt = now()
    let offer = chosen
    for (let tries = 1; ; tries++) {
      const tried = await tryOnce(offer, prepared)
      if (tried.failure === undefined || signal.aborted) return tried
      if (isDecline(tried.failure)) onDecline(offer, beganAt, tried.failure)
      if ((tried.part?.amountMax ?? 0n) > 0n || tries >= triesPerProviderMax) return tried
      const mended = await mend(offer, tried)
      if (mended === undefined) return tried
      offer = mended
    }
  }

  /** Returns the offer to try again with; what a node forgot or evicted of the inputs is put again, secrets are sealed to its new key. */
  async function mend(offer: ProviderOffer, { part, failure }: Tried): Promise<ProviderOffer | undefined> {
    const code = failure instanceof ProviderRefusedError ? failure.providerCode : undefined
    if (part !== undefined && code === 'SECRETS_UNREADABLE' && !sealedAnew.has(offer.node)) {
      sealedAnew.add(offer.node)
      sealer.forget(part.lease.link)
      return offer
    }
    if (part === undefined || !(code === 'TASK_INPUT_MISSING' || code === 'OBJECT_UNAVAILABLE')) {
      return components.mend(offer, failure, { signal })
    }
    transfers.forget(part.lease)
    return offer
  }

  async function tryOnce(offer: ProviderOffer, prepared: Prepared): Promise<Tried> {
    try {
      const part = await begin(offer, prepared)
      return await watch(offer, part)
    } catch (failure) {
      if (!signal.aborted) onOutcome(offer, undefined, failure)
      return { part: undefined, failure, ending: undefined }
    }
  }

  async function begin(offer: ProviderOffer, { work, size, objects }: Prepared): Promise<Part> {
    const plan = planWork(size, offer, order.amountMax === undefined ? undefined : order.amountMax - spent)
    if (plan === undefined) throw new AskInvalidError('amountMax: the task may cost more than is left of it.')
    const lease = await pool.acquire(offer, plan.cap, { signal, lastsMs: work.limits.wallMsMax })
    let secrets: Record<string, string> | undefined
    try {
      if (storage !== undefined && objects.length > 0) {
        await transfers.put(lease, storage, objects, { signal })
      }
      secrets = await sealer.seal(lease, order.secrets ?? {}, { signal })
      signal.throwIfAborted()
    } catch (error) {
      lease.finish(plan.cap, 0n)
      throw error
    }
    const terms = { model: offer.modelRoot, maxTokens: plan.maxTokens, continuation: undefined }
    const prepared = provider.prepare(secrets === undefined ? work : { ...work, secrets }, terms, undefined)
    const sink = {
      accepted(part: Part) {
        held = holdInstance(part, components.budget)
        instances.fill(held.instance)
      },
      chunk: (_part: Part, chunk: { text: string; units: number }) => {
        if (chunk.text !== '') queue.push(chunk)
      },
      end: ignore,
      notice: (_part: Part, { reason, endsInMs }: NoticeFrame) => held?.notice({ reason, endsAt: now() + endsInMs }),
    }
    return provider.start({ lease, plan, prepared, idempotencyKey: undefined, sink, signal })
  }

  async function watch(offer: ProviderOffer, part: Part): Promise<Tried> {
    const place = starts.push(liveStart(part)) - 1
    const onAbort = () => part.cancel()
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) part.cancel()
    const outcome = await part.outcome
    signal.removeEventListener('abort', onAbort)
    spent += part.amountMax
    const ending = 'ending' in outcome ? outcome.ending : undefined
    const failure = 'error' in outcome ? outcome.error : failureOf(part, outcome.ending)
    starts[place] = settledStart(part, ending, failure)
    endInstance(ending, failure)
    onOutcome(offer, part, failure)
    return { part, failure, ending }
  }

  function endInstance(ending: PartEnding | undefined, failure: unknown): void {
    const response = ending?.bundle.response
    const { outcome, exitCode, signal: signalled } = response?.kind === 'task' ? response : {}
    const end = { outcome, exitCode, signal: signalled }
    const error = failure instanceof Error ? failure : new TaskEndedError()
    held?.end({ ...end, failure: failure === undefined ? undefined : describedFailure(failure) }, error)
    held = undefined
    instances.renew()
  }

  function failureOf(part: Part, { finish }: PartEnding): unknown {
    const { node } = part.lease.offer
    if (finish === 'stop') return undefined
    if (finish === 'cancelled' && signal.aborted) return undefined
    return endOf(part, finish, now()) ?? new ProviderEndedError(node, finish, false)
  }

  function accept({ part, ending }: Tried): TaskAnswer {
    const response = ending?.bundle.response
    if (part === undefined || response?.kind !== 'task') throw new TypeError('What is accepted has ended.')
    const { lease } = part
    const onUndelivered = tellOnce(part)
    return taskAnswerOf({ response, lease, starts, storage, transfers, amount: spent, onUndelivered })
  }

  /** A good end was noted of the part; without its outputs it was none. Late callers say nothing of the provider. */
  function tellOnce(part: Part): (failure: Error) => void {
    let until = now() + taskLimits.outputsDueMs
    return (failure) => {
      if (now() < until) onOutcome(part.lease.offer, part, failure)
      until = 0
    }
  }
}

/**
 * Returns base units for a lease of tasks of this cap: room for many, since most use little of their cap and a payer may hold few
 * leases at a node, but no more than a channel is opened with.
 */
export function taskRoom(cap: Amount, channelDeposit: Amount): Amount {
  return lesserOf(cap * taskLimits.tasksPerLease, channelDeposit)
}

/** What the part comes to as it runs. */
function liveStart(part: Part): TaskStart {
  return {
    node: part.lease.link.node,
    operator: part.lease.quote.operator,
    get inputUnits() {
      return part.inputUnits
    },
    get outputUnits() {
      return part.outputUnits
    },
    get amount() {
      return part.amount
    },
  }
}

function settledStart(part: Part, ending: PartEnding | undefined, failure: unknown): TaskStart {
  const { node, operator, inputUnits, outputUnits } = liveStart(part)
  return {
    ...{ node, operator, inputUnits, outputUnits, amount: part.amountMax },
    ...(ending === undefined ? {} : { bundle: ending.bundle }),
    ...(failure === undefined ? {} : { failure: describedFailure(failure) }),
  }
}

function describedFailure(failure: unknown): PartFailure {
  return { code: codeOfError(failure), message: describeError(failure) }
}

/** Returns the order as requests carry it. @throws {AskInvalidError} naming the field. */
export function taskWorkOf(order: TaskOrder, inputs: TaskWork['inputs']): TaskWork {
  const { image = 'host', command, environment = {}, outputs = [], network = 'none', ports, gpus = 0, limits } = order
  const content = {
    ...{ kind: 'task' as const, image, command: [...command], environment: { ...environment } },
    ...{ inputs: [...inputs], outputs: [...outputs], network, gpus, limits: { ...limits } },
    ...(ports === undefined || ports.length === 0 ? {} : { ports: ports.map((port) => ({ ...port })) }),
  }
  try {
    parseRequest({ ...content, model: zeroHash, nonce: `0x${'00'.repeat(16)}` })
  } catch (error) {
    if (isMillraceError(error)) throw new AskInvalidError(error.message, error as MillraceError)
    throw error
  }
  return content
}

/** A task ends within its lease, when its receipt is due; what is left of the lease is for its inputs. @throws {AskInvalidError} */
function checkWall({ limits: { wallMsMax } }: TaskWork, { leaseMs, leaseMsMax }: TaskComponents['limits']): void {
  const most = leaseMsMax - leaseMs
  if (wallMsMax <= most) return
  throw new AskInvalidError(`limits.wallMsMax: a lease has time for a task of ${most} ms, not ${wallMsMax} ms.`)
}

async function* logsOf(chunks: AsyncIterable<{ readonly text: string }>): AsyncGenerator<string, void, void> {
  for await (const { text } of chunks) yield text
}
