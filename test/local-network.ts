/** Starts the light local network as a user would, with the real command line, in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Network, parseNetwork } from 'millrace'

const main = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url))

export type RunningNetwork = {
  readonly home: string
  readonly network: Network
  readonly gatewayUrl: string
  readonly apiKey: string
  readonly process: ChildProcess
  /** Everything it printed so far. */
  output(): string
  /** Starts another command against the same home; resolves when it shows the text. */
  start(text: string, ...args: string[]): Promise<{ readonly process: ChildProcess; output(): string }>
  /** Runs another command against the same home. */
  run(...args: string[]): Promise<{ status: number | null; out: string; err: string }>
  stop(): Promise<void>
}

/** Starts `millrace up --light` and waits until it stays up. */
export async function startLightNetwork(): Promise<RunningNetwork> {
  const home = await mkdtemp(join(tmpdir(), 'millrace-test-'))
  const env = { ...process.env, MILLRACE_HOME: home, NO_COLOR: '1' }
  const { process: child, output } = await start('Ctrl-C stops', ['up', '--light', '--port', '0'], env)
  const dir = join(home, 'networks', 'local')
  const others: ChildProcess[] = []
  const network = parseNetwork(JSON.parse(await readFile(join(dir, 'network.json'), 'utf8')))
  return {
    home,
    network,
    gatewayUrl: network.gatewayUrl ?? '',
    apiKey: await readFile(join(dir, 'local-api-key'), 'utf8'),
    process: child,
    output,
    run: (...args) => run(args, env),
    async start(text, ...args) {
      const started = await start(text, args, env)
      others.push(started.process)
      return started
    },
    async stop() {
      for (const other of others) await end(other, 'SIGKILL')
      await end(child, 'SIGINT')
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (data) => (out += data))
  child.stderr.on('data', (data) => (err += data))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, out, err }
}

async function start(text: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (data: Buffer): void => {
      output += data
      if (output.includes(text)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (status) => reject(new Error(`${args[0]} ended with status ${status}:\n${output}`)))
  })
  return { process: child, output: () => output }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}
