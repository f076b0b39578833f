/**
 * Bringing a receipt to court from this machine: it is judged here first, its evidence is handed to the auditors of its panel and to
 * nobody else, and the case is carried from step to step until it is over. What was begun is on disk, so the command can be run again.
 */
import { join } from 'node:path'
import {
  type AuditorComponents,
  createAuditor,
  encodeLocator,
  evidenceHandler,
  locatorPortMin,
  type OwnCase,
} from '@millrace/auditor'
import { createChainWriter, createSigner, recoverSigner } from '@millrace/chain'
import { createTlsTransport, isPublicIp } from '@millrace/p2p'
import { type Hash, MillraceError, type ReceiptBundle } from '@millrace/protocol'
import { type Context, keyRingOf } from '../context.ts'
import { type Network, networkDir } from '../network.ts'
import { explain } from '../open-chain.ts'
import { allowsPrivate } from '../peers/provider-peers.ts'
import { UsageError } from '../usage-error.ts'
import { openLocalJudge } from '../verification/local-judge.ts'
import { receiptHashOf } from '../verification/receipt-standing.ts'
import { keepTimePassing } from './local-clock.ts'
import { localCourtLimits } from './local-court-limits.ts'

export type PursueInit = {
  /** Key of the account that accuses and puts up the bond. */
  readonly key: string
  readonly host: string
  readonly port: number
  readonly bondsMax: bigint
  readonly calibrations: AuditorComponents['judge']['calibrations']
  readonly onProgress: (file: string, done: number, total: number) => void
  readonly onState: (own: OwnCase) => void
  /** Something stands in the way, and is tried again. */
  readonly onTrouble: (reason: string) => void
}

const lookMs = 500
const endedStates: ReadonlySet<OwnCase['state']> = new Set(['settled', 'dismissed', 'refused'])

/**
 * Returns the case when it is over. On abort rejects with the signal's reason; the case goes on when the command is run again. One that
 * ended without a conviction, or that the court did not take, is begun again: what stood in the way may have passed.
 *
 * @throws {UsageError} for an address at which no panel would ask. @throws {CaseRefusedError} for what the court will never take.
 */
export async function pursueCase(
  context: Context,
  network: Network,
  bundle: ReceiptBundle,
  init: PursueInit,
): Promise<OwnCase> {
  const { signal, now, random, environment } = context
  const { deployment, rpcUrl } = network
  const mayDial = (ip: string) => allowsPrivate({ allowPrivate: false }, network) || isPublicIp(ip)
  requireReachable(init, mayDial)
  const keys = keyRingOf(context, network.name)
  const privateKey = await keys.load(init.key, { signal })
  const chain = await createChainWriter({ rpcUrl, deployment, privateKey, signal }).catch((error: unknown) =>
    explain(network, error),
  )
  // A key of its own: panel members prove theirs to it, and it sends nothing on the chain.
  const signer = createSigner(await keys.loadOrCreate('evidence', { signal }))
  const { domain } = chain
  await using open = new AsyncDisposableStack()
  open.use(keepTimePassing(network))
  const judge = open.use(await openLocalJudge(context, bundle, { ...init, domain }))
  const transport = createTlsTransport({ signer, recoverSigner, domain }, { allowPrivate: true })
  open.defer(() => transport.close())
  const troubles = createTroubles(init.onTrouble)
  let serve: ReturnType<typeof createAuditor>['serveEvidence'] | undefined
  const listener = await transport.listen({ host: init.host, port: init.port, signal }, (stream, connection) =>
    evidenceHandler(async (...asked) => {
      if (serve === undefined) throw new TypeError('Nobody knows the address before there is an auditor')
      return serve(...asked)
    })(stream, connection),
  )
  const port = Number(/\/tcp\/(\d+)/.exec(listener.addresses[0] ?? '')?.[1] ?? init.port)
  open.defer(() => listener.close())
  const auditor = open.use(
    createAuditor(
      {
        ...{ judge: judge.components, now, random, log: troubles.log },
        court: { chain, signer, transport, findPeer: async () => undefined, mayDial },
      },
      {
        path: join(networkDir(environment.dataDir, network.name), 'cases.sqlite'),
        locator: encodeLocator(signer.address, { host: init.host, port }),
        bondsMax: init.bondsMax,
        courtLimits: localCourtLimits(network),
      },
    ),
  )
  serve = auditor.serveEvidence
  auditor.start()
  await auditor.accuse(bundle, { signal })
  const own = await untilOver(auditor, receiptHashOf(bundle), init.onState, signal)
  if (own.state === 'refused') throw new CaseRefusedError(troubles.refusal() ?? 'it did not say why.')
  return own
}

/** Before a bond is put up: auditors dial no private addresses that an accuser names, and no low ports. */
function requireReachable({ host, port }: PursueInit, mayDial: (ip: string) => boolean): void {
  if (!mayDial(host)) {
    throw new UsageError(
      `--host: no panel would ask ${host} for the evidence.`,
      'Give a public IPv4 address of this machine.',
    )
  }
  if (port !== 0 && port < locatorPortMin) {
    throw new UsageError(
      `--port: no panel would ask at port ${port}.`,
      `Give 0, or one from ${locatorPortMin} to 65535.`,
    )
  }
}

type Event = Parameters<NonNullable<AuditorComponents['log']>>[0]

/** What the auditor logs of its trouble, told once each: a case that waits for something says for what. */
export function createTroubles(onTrouble: PursueInit['onTrouble']) {
  let last: string | undefined
  let refused: string | undefined
  return {
    log({ event, reason }: Event): void {
      const text = typeof reason === 'string' ? reason : undefined
      if (event === 'case-not-opened') refused = text
      if (text === undefined || text === last || !troubleEvents.has(event)) return
      last = text
      onTrouble(text)
    },
    /** Why the court did not take it. */
    refusal: (): string | undefined => refused,
  }
}

/** Of the auditor's events those that keep a case from going on. */
const troubleEvents: ReadonlySet<string> = new Set([
  ...['case-not-opened', 'court-step-failed', 'court-step-refused', 'court-watch-failed', 'court-gas-spent'],
])

async function untilOver(
  auditor: Pick<ReturnType<typeof createAuditor>, 'status'>,
  receiptHash: Hash,
  onState: PursueInit['onState'],
  signal: AbortSignal,
): Promise<OwnCase> {
  let told = ''
  for (;;) {
    signal.throwIfAborted()
    const own = auditor.status().court?.cases.find((one) => one.receiptHash === receiptHash)
    if (own !== undefined && `${own.state} ${own.caseId}` !== told) {
      told = `${own.state} ${own.caseId}`
      onState(own)
    }
    if (own !== undefined && endedStates.has(own.state)) return own
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}

/** The court will never take this receipt. */
export class CaseRefusedError extends MillraceError {
  override readonly name = 'CaseRefusedError'

  constructor(reason: string) {
    super({
      code: 'CASE_REFUSED',
      message: `The court did not take the case: ${reason}`,
      hint: 'No bond was put up. See "millrace receipts verify" for what is known of the receipt.',
      retryable: false,
    })
  }
}
