/**
 * The auditor service: it judges receipts (as a runtime that a node sells audits with), watches providers by canaries, and keeps a
 * court's side. Each part can be left out: an auditor without chain money judges and watches, one without payers only judges.
 *
 * Everything that must survive is in one file, which the auditor owns. Closing it ends its loops and waits for the steps under way; its
 * components (runtime, sandbox, buyers, transport) stay the caller's.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleepFor } from 'node:timers/promises'
import type { ChainWriter } from '@millrace/chain'
import { type Hash, isMillraceError, type PeerTransport, type ReceiptBundle, type Signer } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import { AuditorClosedError, EvidenceRefusedError } from './auditor-error.ts'
import type { AuditorLog } from './auditor-log.ts'
import { type AuditorStore, openAuditorStore } from './auditor-store.ts'
import type { CanaryContext, CanaryPayer } from './canaries/canary-context.ts'
import { type CanaryLimits, canaryLimits } from './canaries/canary-limits.ts'
import { type CanaryLoop, type CanaryStatus, createCanaryLoop } from './canaries/canary-loop.ts'
import { type CanaryStore, createCanaryStore } from './canaries/canary-store.ts'
import { type Court, type CourtStatus, startCourt } from './court/court.ts'
import type { CourtContext } from './court/court-context.ts'
import { type CourtLimits, courtLimits } from './court/court-limits.ts'
import { createCourtStore } from './court/court-store.ts'
import type { ServeEvidence } from './court/evidence-stream.ts'
import { createAuditRuntime } from './judge/audit-runtime.ts'
import type { Judgement } from './judge/finding.ts'
import { judgeBundle } from './judge/judge-bundle.ts'
import type { JudgeComponents } from './judge/judge-components.ts'

export type AuditorComponents = {
  readonly judge: JudgeComponents
  /** Unix milliseconds; the system's clock when left out. */
  readonly now?: () => number
  readonly random?: (bytes: number) => Uint8Array
  readonly sleep?: CanaryContext['sleep']
  readonly log?: AuditorLog
  /** Panels and cases. */
  readonly court?: {
    /** Writes as the enrolled key. */
    readonly chain: ChainWriter
    /** Writes as the account that accuses; the enrolled key's own when left out. */
    readonly reporter?: ChainWriter
    /** The enrolled key. */
    readonly signer: Signer
    /** Proves the enrolled key. */
    readonly transport: Pick<PeerTransport, 'dial'>
    readonly findPeer: CourtContext['findPeer']
    readonly mayDial?: CourtContext['mayDial']
  }
  /** Whom to watch, and who buys canaries. */
  readonly canaries?: {
    readonly providers: CanaryContext['providers']
    /** Made once the file is open, because a source goes on where it was. */
    readonly payers: (kept: Pick<CanaryStore, 'sourceState'>) => readonly CanaryPayer[]
  }
}

export type AuditorInit = {
  /** The auditor's file. */
  readonly path: string
  /** Where the evidence of own cases is to be had; see `encodeLocator`. */
  readonly locator: Hash
  /** Base units of MILL that bonds of own cases may hold at once. */
  readonly bondsMax: bigint
  /** Where to begin to read the chain when the file is new; its head when left out. */
  readonly fromBlock?: bigint
  /** Whether cheats that it is paid to look at are brought to court, too: the reporter's share is its reward, and the panel sees the text. */
  readonly accusesSold?: boolean
  readonly auditSlots?: number
  readonly auditsQueuedMax?: number
  readonly courtLimits?: Partial<CourtLimits>
  readonly canaryLimits?: Partial<CanaryLimits>
}

export type AuditorStatus = { readonly court?: CourtStatus; readonly canaries?: CanaryStatus }

export type Auditor = {
  /** Sells audits: for a node to list, with `auditorContent`. Closed with the auditor. */
  readonly runtime: Runtime
  /** Begins to watch the chain and providers. Calling it again does nothing. */
  start(): void
  /** Returns what a bundle shows. Aborting rejects with the signal's reason. */
  judge(bundle: ReceiptBundle, options: { readonly signal: AbortSignal }): Promise<Judgement>
  /** Judges a bundle, and brings it to court when it is a cheat; returns the judgement. @throws {CaseUnfoundedError} {@link CourtBudgetError} */
  accuse(bundle: ReceiptBundle, options: { readonly signal: AbortSignal }): Promise<Judgement>
  /** Returns the evidence of an own case for a panel member: for a node to answer `evidence` streams with. @throws {EvidenceRefusedError} */
  readonly serveEvidence: ServeEvidence
  status(): AuditorStatus
  /** Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens the auditor's file and returns the auditor, which does nothing on its own before `start`.
 *
 * @throws {AuditorStoreError} when the file is in use or cannot be used.
 */
export function createAuditor(components: AuditorComponents, init: AuditorInit): Auditor {
  const store = openAuditorStore(init.path)
  const common = {
    judge: components.judge,
    now: components.now ?? Date.now,
    random: components.random ?? randomBytes,
    log: components.log ?? silent,
  }
  const runtime = createAuditRuntime(components.judge, {
    ...(init.accusesSold === true ? { onJudged: accuseSold } : {}),
    ...(init.auditSlots === undefined ? {} : { slots: init.auditSlots }),
    ...(init.auditsQueuedMax === undefined ? {} : { queuedMax: init.auditsQueuedMax }),
  })
  const closing = new AbortController()
  let court: Court | undefined
  let loop: CanaryLoop | undefined
  let looking: Promise<void> | undefined
  let closed: Promise<void> | undefined

  /** In the background: who bought the verdict does not wait for the chain. What stands in the way is told, and the buyer can accuse itself. */
  function accuseSold(bundle: ReceiptBundle, judgement: Judgement): void {
    if (judgement.outcome !== 'cheated' || court === undefined) return
    court.report(bundle, judgement, { signal: closing.signal }).catch((error: unknown) => {
      const { node } = bundle.receipt
      if (!closing.signal.aborted) common.log({ event: 'case-not-reported', node, ...told(error) })
    })
  }

  const start = (): void => {
    if (closed !== undefined) throw new AuditorClosedError()
    if (court === undefined && components.court !== undefined) {
      court = startCourt(
        courtContext(components.court, init, { ...common, store }),
        init.fromBlock === undefined ? {} : { fromBlock: init.fromBlock },
      )
    }
    if (loop !== undefined || components.canaries === undefined) return
    const { providers, payers } = components.canaries
    const canaryStore = createCanaryStore(store)
    const limits = { ...canaryLimits, ...init.canaryLimits }
    const sleep: CanaryContext['sleep'] = components.sleep ?? ((ms, options) => sleepFor(ms, undefined, options))
    loop = createCanaryLoop({
      ...{ ...common, providers, limits, sleep, store: canaryStore, payers: payers(canaryStore) },
      report: court?.report,
      isAccused: (node) => court?.isAccused(node) ?? false,
    })
    looking = lookOn(loop, { ...common, limits, sleep, signal: closing.signal })
  }

  const close = (): Promise<void> => {
    closed ??= (async () => {
      closing.abort(new AuditorClosedError())
      await Promise.all([runtime.close(), court?.close(), looking])
      await loop?.settled()
      store.close()
    })()
    return closed
  }

  return {
    runtime,
    start,
    judge: (bundle, options) => judgeBundle(components.judge, bundle, options),
    async accuse(bundle, options) {
      if (court === undefined) throw new TypeError('An auditor that was not started, or has no court, accuses nobody')
      const judgement = await judgeBundle(components.judge, bundle, options)
      await court.report(bundle, judgement, { ...options, isAgain: true })
      return judgement
    },
    serveEvidence: async (...asked) => {
      if (court === undefined) throw new EvidenceRefusedError()
      return court.serveEvidence(...asked)
    },
    status: () => ({
      ...(court === undefined ? {} : { court: court.status() }),
      ...(loop === undefined ? {} : { canaries: loop.status() }),
    }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Common = Pick<CourtContext, 'judge' | 'now' | 'random' | 'log'>

function courtContext(
  { reporter, ...court }: NonNullable<AuditorComponents['court']>,
  { locator, bondsMax, courtLimits: limits }: AuditorInit,
  { store, ...common }: Common & { readonly store: AuditorStore },
): CourtContext {
  return {
    ...{ ...common, ...court, locator, bondsMax },
    reporter: reporter ?? court.chain,
    store: createCourtStore(store),
    limits: { ...courtLimits, ...limits },
  }
}

/** What goes wrong in one look is looked at again in the next: providers and chains come back. */
async function lookOn(
  loop: CanaryLoop,
  context: Pick<CanaryContext, 'log' | 'limits' | 'sleep'> & { readonly signal: AbortSignal },
): Promise<void> {
  const { signal, log, limits, sleep } = context
  while (!signal.aborted) {
    try {
      await loop.look({ signal })
      await pause(sleep, limits.tickMs, signal)
    } catch (error) {
      if (signal.aborted) return
      log({ event: 'canary-look-failed', ...told(error) })
      await pause(sleep, limits.tickMs, signal)
    }
  }
}

function told(error: unknown) {
  const code = isMillraceError(error) ? error.code : 'UNKNOWN'
  return { code, reason: error instanceof Error ? error.message : '' }
}

function silent(): void {
  // Nobody asked for a log.
}

/** Returns early, without an error, when the auditor closes. */
async function pause(sleep: CanaryContext['sleep'], ms: number, signal: AbortSignal): Promise<void> {
  const ended = Promise.withResolvers<void>()
  const onAbort = () => ended.resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  const slept = sleep(ms, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  await Promise.race([slept, ended.promise])
  signal.removeEventListener('abort', onAbort)
}
