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
  /** Runs another command against the same home. */
  run(...args: string[]): Promise<{ status: number | null; out: string; err: string }>
  stop(): Promise<void>
}

/** Starts `millrace up --light` and waits until it stays up. */
export async function startLightNetwork(): Promise<RunningNetwork> {
  const home = await mkdtemp(join(tmpdir(), 'millrace-test-'))
  const env = { ...process.env, MILLRACE_HOME: home, NO_COLOR: '1' }
  const child = spawn(process.execPath, [main, 'up', '--light', '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr.on('data', (data) => (output += data))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => output.includes('Ctrl-C stops') && resolve())
    child.once('exit', (status) => reject(new Error(`up ended with status ${status}:\n${output}`)))
  })
  const dir = join(home, 'networks', 'local')
  const network = parseNetwork(JSON.parse(await readFile(join(dir, 'network.json'), 'utf8')))
  return {
    home,
    network,
    gatewayUrl: network.gatewayUrl ?? '',
    apiKey: await readFile(join(dir, 'local-api-key'), 'utf8'),
    process: child,
    output: () => output,
    run: (...args) => run(args, env),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT')
        await once(child, 'exit')
      }
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
