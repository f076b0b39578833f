/** The auditor daemon: a node that sells audits and, where it is on the roll, sits on the panels that it is drawn for. */
import { mkdir } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import { join } from 'node:path'
import { auditorContent, createAuditor, encodeLocator, locatorPortMin } from '@millrace/auditor'
import { createChainWriter, createSigner, recoverSigner } from '@millrace/chain'
import { createNode, type Log, type LogFields, openNodeStore } from '@millrace/node'
import { isPublicIp } from '@millrace/p2p'
import { type Address, type Hash, type Hex, modelRoot, type Prices } from '@millrace/protocol'
import { createLlamaRuntime, type LlamaRuntime } from '@millrace/runtime'
import { createWasmSandbox, wasmEngineContent } from '@millrace/sandbox'
import type { Calibration } from '@millrace/verification'
import { keepTimePassing } from '../cases/local-clock.ts'
import { localCourtLimits } from '../cases/local-court-limits.ts'
import type { Context } from '../context.ts'
import { type Network, networkDir, settlementToken } from '../network.ts'
import { untilAborted } from '../option-values.ts'
import { createAnnouncer } from '../peers/announcer.ts'
import { createPeerFinder } from '../peers/find-peer.ts'
import { openPeerNetwork } from '../peers/peer-network.ts'
import { type ListenTerms, listenHost, providerPeers, reachableTransport } from '../peers/provider-peers.ts'
import { transportLogOf } from '../peers/transport-log.ts'
import { creditTokensDefault } from '../provider-runtime.ts'
import type { Terminal } from '../terminal.ts'
import { type CanaryTerms, canaryLimitsOf, openCanaries, operatorsRules } from './canaries/open-canaries.ts'

export type AuditorTerms = {
  readonly name: string
  readonly nodeKey: Hex
  readonly operator: Address
  readonly listening: ListenTerms
  /** Base units per million units computed again. */
  readonly price: bigint
  readonly models: Parameters<typeof createLlamaRuntime>[1]['models']
  readonly calibrations: readonly Calibration[]
  /** Base units of MILL that bonds of its own cases may hold: of cheats that it is paid to look at, or finds by canaries. */
  readonly bonds: bigint
  /** Undefined where it buys none. */
  readonly canaries: CanaryTerms | undefined
  /** Puts it on the roll, once it is known what it can judge; undefined where it does not sit on panels. */
  readonly enrol: ((builds: readonly Hash[]) => Promise<void>) | undefined
  readonly log: Log
}

/** Runs until the signal aborts. */
export async function runAuditor(
  context: Context,
  network: Network,
  terms: AuditorTerms,
  terminal: Terminal,
): Promise<void> {
  const { signal, now, random } = context
  const { name, nodeKey, operator, listening, calibrations, log } = terms
  const dir = join(networkDir(context.environment.dataDir, network.name), 'providers', name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const signer = createSigner(nodeKey)
  const { rpcUrl, deployment } = network
  const writer = await createChainWriter({ rpcUrl, deployment, signal, privateKey: nodeKey })
  await using open = new AsyncDisposableStack()
  const runtime: LlamaRuntime = createLlamaRuntime({}, { models: terms.models, gpu: false })
  open.defer(() => runtime.close())
  await runtime.warmUp({ signal })
  const sandbox = createWasmSandbox()
  open.defer(() => sandbox.close())
  await terms.enrol?.(runtime.models.flatMap(({ build }) => (build === undefined ? [] : [build])))
  const peers = open.use(
    await openPeerNetwork(
      { signer, reader: writer, log: transportLogOf(log) },
      await providerPeers(listening, network),
    ),
  )
  const announcer = open.use(createAnnouncer(peers.mesh, { bootstrap: network.bootstrap.length, now, log }))
  const { transport, addresses } = reachableTransport(peers, listening)
  const host = listenHost(listening, network)
  const mayDial = (ip: string) => peers.host.allowPrivate || isPublicIp(ip)
  const findPeer = createPeerFinder(context, network, writer, { allowPrivate: listening.allowPrivate })
  const engine = { engineRoot: modelRoot(wasmEngineContent()), run: sandbox.run }
  const judge = { runtime, sandbox: engine, calibrations, recover: recoverSigner, domain: writer.domain }
  const canaries =
    terms.canaries === undefined
      ? undefined
      : await openCanaries(
          context,
          network,
          terms.canaries,
          { name, dir, operator, chain: writer, runtime, open, allowPrivate: listening.allowPrivate },
          terminal,
        )
  const auditor = open.use(
    createAuditor(
      {
        ...{ judge, now, random, log: ({ event, ...fields }) => log('info', event, fields as LogFields) },
        ...(terms.enrol === undefined
          ? {}
          : { court: { chain: writer, signer, transport: peers.transport, findPeer, mayDial } }),
        ...(canaries === undefined ? {} : { canaries }),
      },
      {
        path: join(dir, 'auditor.sqlite'),
        locator: encodeLocator(
          signer.address,
          isIPv4(host) && listening.port >= locatorPortMin ? { host, port: listening.port } : undefined,
        ),
        bondsMax: terms.bonds,
        accusesSold: terms.bonds > 0n,
        fromBlock: BigInt(deployment.deployedAtBlock),
        courtLimits: localCourtLimits(network),
        ...(terms.canaries === undefined ? {} : { canaryLimits: canaryLimitsOf(network, terms.canaries) }),
      },
    ),
  )
  const prices: Prices = { inputPrice: terms.price, outputPrice: 0n }
  const content = auditorContent()
  const node = createNode(
    {
      ...{ transport, runtime: auditor.runtime, reader: writer, writer, signer, models: [content], now, random, log },
      store: openNodeStore(join(dir, 'node.sqlite')),
      announce: announcer.announce,
      evidence: auditor.serveEvidence,
    },
    {
      ...{ operator, token: settlementToken(network).address, addresses },
      listings: [{ modelRoot: modelRoot(content), workload: 'audit', ...prices, creditTokens: creditTokensDefault }],
      redeem: { amountMin: 1n, ageMsMax: 3_600_000, beforeCloseSeconds: Math.floor(deployment.closeDelaySeconds / 2) },
      coordinate: () => peers.mesh.coordinate(),
    },
  )
  open.defer(() => node.close())
  await node.listen({ host, port: listening.port, signal })
  // Only where it has duties: the local chain stands still without it.
  if (terms.enrol !== undefined) open.use(keepTimePassing(network))
  auditor.start()
  context.parent?.tell({ type: 'auditor-ready', address: signer.address })
  tell(terminal, { ...terms, address: signer.address, models: runtime.models })
  await untilAborted(signal)
  await node.withdraw({ noticeSeconds: noticeSeconds })
}

/** Seconds that a running audit gets when the auditor ends. */
const noticeSeconds = 30

function tell(
  terminal: Terminal,
  facts: {
    readonly address: Address
    readonly operator: Address
    readonly models: LlamaRuntime['models']
    readonly enrol: unknown
    readonly canaries: CanaryTerms | undefined
  },
): void {
  const { bold, dim } = terminal.colours
  terminal.line(`${bold('auditor')} ${facts.address}`)
  terminal.line(dim(`  operator ${facts.operator}`))
  for (const { name, build, exactness } of facts.models) {
    terminal.line(`  ${name.padEnd(24)} ${exactness}${build === undefined ? '' : `, build ${build}`}`)
  }
  terminal.line(`  ${'WebAssembly programs'.padEnd(24)} exact`)
  terminal.line(
    dim(facts.enrol === undefined ? '  sells audits; sits on no panel' : '  sells audits, and sits on panels'),
  )
  if (facts.canaries === undefined)
    terminal.line(dim('  buys no canaries: give it texts of your own with --canary-texts'))
  else {
    terminal.line(`  buys canaries as ${facts.canaries.payers} payers; yours to see to:`)
    for (const rule of operatorsRules) terminal.line(dim(`    ${rule}`))
  }
  terminal.line(dim('  Ctrl-C lets what is running finish, then ends.'))
  terminal.result({
    type: 'auditor',
    address: facts.address,
    operator: facts.operator,
    panels: facts.enrol !== undefined,
  })
}
