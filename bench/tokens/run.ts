/** Runs one model both ways in turn and reports the share of its speed that is left at the end of the path. */
import { mkdtemp } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PeerEndpoint } from '@millrace/protocol'
import { builtInManifests, createLlamaRuntime, ensureModel, type Runtime, runtimeModelOf } from '@millrace/runtime'
import OpenAI from 'openai'
import { printReport, printTable, quantileOf } from '../bench-report.ts'
import { commandLine, type ProviderPlace, startBenchNetwork } from '../gateway/bench-network.ts'
import { forkReady } from '../gateway/processes.ts'

export type TokensBenchOptions = {
  readonly rounds: number
  readonly models: readonly { readonly name: string; readonly maxTokens: number }[]
}
type Answer = { readonly text: string; readonly tokens: number; readonly seconds: number }
export type Row = { readonly model: string; readonly direct: number; readonly path: number; readonly text: string }

const question = 'Tell me about the river and the mill.'

/** Runs the bench and prints it. Returns the rows, for tests. */
export async function runTokensBench(options: TokensBenchOptions): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const model of options.models) rows.push(await measure(model, options.rounds))
  printTable(
    ['model', 'direct tokens/s', 'through the path', 'share'],
    rows.map(({ model, direct, path }) => [
      model,
      direct.toFixed(1),
      path.toFixed(1),
      `${((100 * path) / direct).toFixed(1)} %`,
    ]),
  )
  const figures: Record<string, number> = {}
  for (const { model, direct, path } of rows) {
    figures[`${model}_directTokensPerSecond`] = Math.round(direct * 10) / 10
    figures[`${model}_pathTokensPerSecond`] = Math.round(path * 10) / 10
    figures[`${model}_share`] = Math.round((1000 * path) / direct) / 1000
  }
  printReport({ bench: 'tokens', seed: 0, result: rows.map(({ text }) => text), figures })
  return rows
}

async function measure({ name, maxTokens }: TokensBenchOptions['models'][number], rounds: number): Promise<Row> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  const runtime = await loadDirect(name)
  const network = await startBenchNetwork(dataDir, (place) => startProvider(place, name))
  const client = new OpenAI({ baseURL: `${network.gatewayUrl}/v1`, apiKey: network.apiKey, maxRetries: 0 })
  try {
    const warm = await askDirect(runtime, name, maxTokens)
    await askThrough(client, name, maxTokens)
    const direct: number[] = []
    const path: number[] = []
    for (let round = 0; round < rounds; round++) {
      direct.push(perSecond(await askDirect(runtime, name, maxTokens)))
      const answer = await askThrough(client, name, maxTokens)
      if (answer.text !== warm.text) throw new Error(`the path answered otherwise:\n${answer.text}\n—\n${warm.text}`)
      path.push(perSecond(answer))
    }
    return { model: name, direct: median(direct), path: median(path), text: warm.text }
  } finally {
    await network.stop()
    await runtime.close()
  }
}

async function loadDirect(name: string): Promise<Runtime> {
  const manifest = manifestOf(name)
  const paths = await ensureModel(manifest, {
    cacheDir: join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'millrace'),
    npm: { env: process.env, cwd: process.cwd() },
    signal: new AbortController().signal,
  })
  const path = [...paths.values()][0]
  if (path === undefined) throw new RangeError(`the manifest of ${name} lists no file`)
  const runtime = createLlamaRuntime({}, { models: [{ model: runtimeModelOf(manifest), path, slots: 2 }] })
  await runtime.warmUp({ signal: new AbortController().signal })
  return runtime
}

function startProvider({ dataDir }: ProviderPlace, model: string) {
  const place = ['--network', 'local', '--name', 'alder', '--port', '0', '--peer-port', '0']
  return forkReady<PeerEndpoint>(commandLine, ['provide', ...place, '--model', `${model}=0.10/0.40`], {
    MILLRACE_HOME: dataDir,
  })
}

async function askDirect(runtime: Runtime, name: string, maxTokens: number): Promise<Answer> {
  const startedAt = performance.now()
  const messages = [{ role: 'user', content: question }] as const
  const job = { kind: 'chat', messages, maxTokens, temperature: 0, topP: 1, stop: [] } as const
  const generation = await runtime.generate(runtimeModelOf(manifestOf(name)).root, job, {
    signal: new AbortController().signal,
  })
  let text = ''
  let tokens = 0
  for await (const chunk of generation.chunks) {
    text += chunk.text
    tokens += chunk.tokens
  }
  return { text, tokens, seconds: (performance.now() - startedAt) / 1000 }
}

async function askThrough(client: OpenAI, model: string, maxTokens: number): Promise<Answer> {
  const startedAt = performance.now()
  const stream = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: question }],
    max_tokens: maxTokens,
    temperature: 0,
    stream: true,
    stream_options: { include_usage: true },
  })
  let text = ''
  let tokens = 0
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? ''
    tokens = chunk.usage?.completion_tokens ?? tokens
  }
  return { text, tokens, seconds: (performance.now() - startedAt) / 1000 }
}

function manifestOf(name: string) {
  const manifest = builtInManifests.get(name)
  if (manifest === undefined) throw new RangeError(`no built-in model ${name}`)
  return manifest
}

function perSecond({ tokens, seconds }: Answer): number {
  return tokens / seconds
}

function median(values: readonly number[]): number {
  return quantileOf(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}
