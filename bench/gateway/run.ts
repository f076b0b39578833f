/** Sets both sides up, loads them in turn, and reports. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { deploymentToJson } from '@millrace/chain'
import type { PeerEndpoint } from '@millrace/protocol'
import { printReport, printTable, quantileOf } from '../bench-report.ts'
import { type ProviderPlace, startBenchNetwork } from './bench-network.ts'
import { type LoadResult, runLoad } from './load.ts'
import { forkReady, processorMs, residentMegabytes, spawnServer, stop } from './processes.ts'
import { type StubSettings, stubModel, stubText } from './stub.ts'

export type Level = { readonly concurrency: number; readonly requests: number }
export type GatewayBenchOptions = {
  readonly stub: StubSettings
  /** Measured rounds per level; the middle one by throughput is reported. */
  readonly rounds: number
  readonly levels: readonly Level[]
  /** Requests of each side before the first measured round, so that all run compiled code. */
  readonly warmUpRequests: number
}

type Side = {
  readonly name: string
  readonly url: string
  readonly headers: Record<string, string>
  /** The gateway's process; undefined for the bare stub. */
  readonly gateway?: ChildProcess
  /** What answers behind it. */
  readonly backend: ChildProcess
}
/** Processor time, in milliseconds: so far, or per request in a row. */
type ProcessorTimes = { readonly gatewayMs: number; readonly backendMs: number }
type Row = {
  readonly side: string
  readonly concurrency: number
  readonly load: LoadResult
  readonly megabytes: number
} & ProcessorTimes

/** Runs the bench and prints it. Returns the rows, for tests. */
export async function runGatewayBench(options: GatewayBenchOptions): Promise<readonly Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  const stub = await forkReady<{ port: number }>(new URL('./stub-server.ts', import.meta.url), [
    JSON.stringify(options.stub),
  ])
  const stubUrl = `http://127.0.0.1:${stub.message.port}`
  const portkey = await startPortkey()
  const ours = await startBenchNetwork(dataDir, (place) => startStubProvider(place, options.stub))
  try {
    const sides: readonly Side[] = [
      { name: 'stub alone', url: stubUrl, headers: {}, backend: stub.process },
      {
        name: 'portkey',
        url: portkey.url,
        headers: portkeyHeaders(stubUrl),
        gateway: portkey.process,
        backend: stub.process,
      },
      {
        name: 'millrace',
        url: ours.gatewayUrl,
        headers: { authorization: `Bearer ${ours.apiKey}` },
        gateway: ours.gateway,
        backend: ours.provider,
      },
    ]
    const rows = await measure(sides, options)
    report(rows, options, await residentMegabytes(ours.provider))
    return rows
  } finally {
    await ours.stop()
    await stop(portkey.process)
    await stop(stub.process)
  }
}

async function startStubProvider({ dataDir, network, keys }: ProviderPlace, stub: StubSettings) {
  const settings = {
    stub,
    rpcUrl: network.rpcUrl,
    deployment: deploymentToJson(network.deployment),
    nodeKey: await keys.load('alder-node', { signal: new AbortController().signal }),
    operator: await keys.addressOf('alder-operator'),
    storePath: join(dataDir, 'bench-node.sqlite'),
  }
  return forkReady<PeerEndpoint>(new URL('./provider-process.ts', import.meta.url), [JSON.stringify(settings)])
}

async function measure(sides: readonly Side[], options: GatewayBenchOptions): Promise<readonly Row[]> {
  const expectedText = stubText(options.stub.tokens)
  const load = (side: Side, concurrency: number, requests: number): Promise<LoadResult> =>
    runLoad({ url: side.url, headers: side.headers, model: stubModel, concurrency, requests, expectedText })
  for (const side of sides) await load(side, 50, options.warmUpRequests)
  const rows: Row[] = []
  for (const { concurrency, requests } of options.levels) {
    const rounds = sides.map((): LoadResult[] => [])
    const used = sides.map(() => ({ gatewayMs: 0, backendMs: 0 }))
    for (let round = 0; round < options.rounds; round++) {
      for (const [i, side] of sides.entries()) {
        const before = await processorTimes(side)
        rounds[i]?.push(await load(side, concurrency, requests))
        const after = await processorTimes(side)
        const sum = used[i] ?? { gatewayMs: 0, backendMs: 0 }
        sum.gatewayMs += (after.gatewayMs - before.gatewayMs) / (requests * options.rounds)
        sum.backendMs += (after.backendMs - before.backendMs) / (requests * options.rounds)
      }
    }
    for (const [i, side] of sides.entries()) {
      const megabytes = side.gateway === undefined ? 0 : await residentMegabytes(side.gateway)
      rows.push({
        side: side.name,
        concurrency,
        load: middle(rounds[i] ?? []),
        megabytes,
        ...(used[i] as (typeof used)[0]),
      })
    }
  }
  return rows
}

async function processorTimes(side: Side): Promise<ProcessorTimes> {
  return {
    gatewayMs: side.gateway === undefined ? 0 : await processorMs(side.gateway),
    backendMs: await processorMs(side.backend),
  }
}

function middle(loads: readonly LoadResult[]): LoadResult {
  const sorted = [...loads].sort((a, b) => perSecond(a) - perSecond(b))
  const load = sorted[Math.floor(sorted.length / 2)]
  if (load === undefined) throw new RangeError('at least one round')
  return { ...load, errors: loads.reduce((sum, { errors }) => sum + errors, 0) }
}

function perSecond(load: LoadResult): number {
  return load.latenciesMs.length / load.seconds
}

function report(rows: readonly Row[], options: GatewayBenchOptions, providerMegabytes: number): void {
  const figures: Record<string, number> = { providerMegabytes: round(providerMegabytes) }
  const lines = rows.map((row) => {
    const bare = rows.find(({ side, concurrency }) => side === 'stub alone' && concurrency === row.concurrency) ?? row
    const added = (quantile: number): number =>
      quantileOf(row.load.latenciesMs, quantile) - quantileOf(bare.load.latenciesMs, 0.5)
    const name = `${row.side.replace(' ', '_')}@${row.concurrency}`
    figures[`${name}_requestsPerSecond`] = round(perSecond(row.load))
    figures[`${name}_addedP50Ms`] = round(added(0.5))
    figures[`${name}_addedP99Ms`] = round(added(0.99))
    figures[`${name}_gatewayProcessorMs`] = round(row.gatewayMs)
    figures[`${name}_backendProcessorMs`] = round(row.backendMs)
    figures[`${name}_errors`] = row.load.errors
    if (row.megabytes > 0) figures[`${name}_megabytes`] = round(row.megabytes)
    return [
      String(row.concurrency),
      row.side,
      perSecond(row.load).toFixed(0),
      added(0.5).toFixed(1),
      added(0.99).toFixed(1),
      row.gatewayMs.toFixed(2),
      row.backendMs.toFixed(2),
      row.megabytes > 0 ? row.megabytes.toFixed(0) : '',
      String(row.load.errors),
    ]
  })
  process.stdout.write(
    `\n${options.stub.tokens} tokens an answer, first after ${options.stub.firstTokenMs} ms, then one each ${options.stub.betweenTokensMs} ms; middle of ${options.rounds} rounds; latency added over the median of the stub alone\n`,
  )
  printTable(
    [
      'streams',
      'side',
      'requests/s',
      'p50 added ms',
      'p99 added ms',
      'gateway CPU ms',
      'backend CPU ms',
      'memory MB',
      'errors',
    ],
    lines,
  )
  process.stdout.write(`our provider process: ${providerMegabytes.toFixed(0)} MB\n`)
  const { concurrency } = options.levels.at(-1) ?? { concurrency: 0 }
  const at = (side: string): number => figures[`${side}@${concurrency}_requestsPerSecond`] ?? Number.NaN
  figures.throughputRatio = round(at('millrace') / at('portkey'))
  process.stdout.write(`throughput at ${concurrency} streams, millrace ÷ portkey: ${figures.throughputRatio}\n`)
  printReport({ bench: 'gateway', seed: 0, result: { text: stubText(options.stub.tokens) }, figures })
}

async function startPortkey(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const entry = createRequire(import.meta.url).resolve('@portkey-ai/gateway/package.json')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const script = join(dirname(entry), 'build', 'start-server.js')
  return { url, process: await spawnServer(process.execPath, [script, '--headless', `--port=${port}`], url) }
}

function portkeyHeaders(stubUrl: string): Record<string, string> {
  return {
    authorization: 'Bearer none',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${stubUrl}/v1`,
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
