/**
 * The embedded chain: one anvil process on a loopback port, with its state in a file.
 *
 * anvil runs under a small shell that holds the reading end of a pipe from us. Ending in whatever way, kill -9 included,
 * closes the pipe, and the shell then has anvil write its state and end. It runs in a process group of its own, so Ctrl-C
 * at a terminal reaches us first and the chain stays up while we close.
 *
 * anvil writes its state every second and when it ends, in place, so that a power cut may tear it. The file is copied before
 * each start, and the copy becomes `FILE.previous` once anvil has read it whole. A torn file is never replaced silently.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { MillraceError } from '@millrace/protocol'
import { anvilBinary } from './anvil-binary.ts'
import { type DevAccount, devAccounts } from './anvil-dev-accounts.ts'
import { lockState, type StateLock } from './anvil-state-lock.ts'
import { createJsonRpc } from './json-rpc.ts'
import { freePort, isListening } from './loopback-port.ts'
import { pause } from './pause.ts'

/** Milliseconds anvil may take to answer; loading a long chain takes the most of it. */
export const anvilStartMsMax = 30_000
/** Milliseconds anvil may take to write its state and end, before it is killed. */
export const anvilStopMsMax = 30_000
/** Ports tried before giving up. */
export const anvilPortAttemptsMax = 5
/** Characters of anvil's own error output that are kept. */
const stderrCharsMax = 4_096
const readyPollMs = 10

export type AnvilInit = {
  /** Where the chain is kept; without it, it is gone at the end. */
  readonly stateFile?: string
  /** Loopback port; 0 (default) picks a free one. */
  readonly port?: number
  /** Default 31337. */
  readonly chainId?: number
  /** Seconds between blocks; without it a block is mined for each transaction at once. */
  readonly blockTimeSeconds?: number
  readonly signal: AbortSignal
}

export type Anvil = {
  readonly rpcUrl: string
  readonly port: number
  /** Process id of anvil itself. */
  readonly pid: number
  /** Publicly known keys with play money for gas. Anyone on this machine can spend it: never hold more than that there. */
  readonly accounts: readonly DevAccount[]
  /** Resolves when anvil has ended, by `stop` or by itself. */
  readonly ended: Promise<void>
  /** Ends anvil; resolves when its state is written. May be called more than once. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts anvil and returns once it answers. On abort before that, it is stopped and the signal's reason thrown; afterwards
 * an abort stops it too.
 *
 * @throws {AnvilMissingError} @throws {AnvilStateInUseError} @throws {AnvilStateBrokenError} @throws {AnvilStartError}
 */
export async function startAnvil(init: AnvilInit): Promise<Anvil> {
  const { stateFile, port = 0, signal } = init
  signal.throwIfAborted()
  const binary = anvilBinary()
  if (stateFile !== undefined) await mkdir(dirname(stateFile), { recursive: true })
  const lock = stateFile === undefined ? undefined : await lockState(stateFile, { signal })
  try {
    const copy = stateFile === undefined ? undefined : await copyState(stateFile)
    for (let attempt = 1; ; attempt++) {
      const candidate = port === 0 ? await freePort() : port
      const anvil = await tryPort(binary, candidate, init, lock)
      if (anvil !== undefined) {
        return copy === undefined ? anvil : await keepPrevious(anvil, copy, `${stateFile}.previous`)
      }
      if (port !== 0 || attempt === anvilPortAttemptsMax) throw new AnvilStartError(`port ${candidate} is taken`)
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** Returns the running anvil, undefined when another program took the port first. */
async function tryPort(
  binary: string,
  port: number,
  { stateFile, chainId = 31_337, blockTimeSeconds, signal }: AnvilInit,
  lock: StateLock | undefined,
): Promise<Anvil | undefined> {
  const state = stateFile === undefined ? [] : ['--state', stateFile, '--state-interval', '1']
  const pace = blockTimeSeconds === undefined ? [] : ['--block-time', String(blockTimeSeconds)]
  // Its accounts are unlocked and it answers every origin by default: any page of a browser could use it.
  const network = ['--host', '127.0.0.1', '--no-cors', '--port', String(port), '--chain-id', String(chainId)]
  const child = launch([binary, '--silent', '--accounts', String(devAccounts.length), ...network, ...state, ...pace])
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
    lock?.release()
  })
  const output = collect(child)
  const stop = () => stopChild(child, output, ended)
  try {
    const pid = await output.pid(signal)
    lock?.nameAnvil(pid)
    const rpcUrl = `http://127.0.0.1:${port}`
    await untilReady({ rpcUrl, port, pid, hasEnded: () => hasEnded }, signal)
    if (!hasEnded) return running({ child, rpcUrl, port, pid, ended, stop, signal })
  } catch (error) {
    await stop()
    throw error
  }
  if (/address already in use/i.test(output.stderr())) return undefined
  if (stateFile !== undefined && output.stderr().includes('--state')) throw new AnvilStateBrokenError(stateFile)
  throw new AnvilStartError(`it ended at once: ${output.stderr().trim() || 'without a word'}`)
}

function running(parts: {
  child: Child
  rpcUrl: string
  port: number
  pid: number
  ended: Promise<void>
  stop: () => Promise<void>
  signal: AbortSignal
}): Anvil {
  const { child, rpcUrl, port, pid, ended, stop, signal } = parts
  const onAbort = () => void stop()
  signal.addEventListener('abort', onAbort, { once: true })
  void ended.then(() => signal.removeEventListener('abort', onAbort))
  // A forgotten anvil must not keep our process from ending; the pipe then ends it.
  child.unref()
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref(): void }).unref()
  return { rpcUrl, port, pid, accounts: devAccounts, ended, stop, [Symbol.asyncDispose]: stop }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/**
 * Runs "$@", tells its process id, and interrupts it when standard input ends: more than once, because a shell starts
 * its background processes with interrupts ignored, and anvil listens for them only once it is up.
 */
const keeper = `
exec 3<&0 </dev/null
"$@" 3<&- >/dev/null &
anvil=$!
echo "$anvil"
exec >/dev/null
( while read -r _ <&3; do :; done; while kill -INT "$anvil"; do sleep 0.5; done ) 2>/dev/null &
watcher=$!
exec 3<&-
wait "$anvil"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`

function launch(command: readonly string[]): Child {
  return spawn('/bin/sh', ['-c', keeper, 'millrace-anvil', ...command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
  })
}

function collect(child: Child) {
  let stderr = ''
  let stdout = ''
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  child.stdout.on('data', (chunk: Buffer) => {
    if (stdout.length < 32) stdout += chunk.toString('latin1')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-stderrCharsMax)
  })
  // Writing to a child that has ended is no news: its end is.
  child.stdin.on('error', () => undefined)

  /** Returns anvil's process id, which the shell tells first. */
  async function pid(signal: AbortSignal): Promise<number> {
    const deadline = performance.now() + anvilStartMsMax
    while (!stdout.includes('\n')) {
      if (failure !== undefined) throw new AnvilStartError('no shell could be run', failure)
      if (performance.now() > deadline) throw new AnvilStartError(`it did not start within ${anvilStartMsMax} ms`)
      await pause(readyPollMs / 2, signal)
    }
    return Number.parseInt(stdout, 10)
  }

  return { pid, knownPid: () => Number.parseInt(stdout, 10), stderr: () => stderr }
}

/** Returns when anvil answers, or has ended. */
async function untilReady(
  { rpcUrl, port, pid, hasEnded }: { rpcUrl: string; port: number; pid: number; hasEnded: () => boolean },
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + anvilStartMsMax
  while (!hasEnded() && !isListening(pid, port)) {
    if (performance.now() > deadline) throw new AnvilStartError(`it did not answer within ${anvilStartMsMax} ms`)
    await pause(readyPollMs, signal)
  }
  if (!hasEnded()) await createJsonRpc(rpcUrl).request('eth_chainId', [], { signal })
}

async function stopChild(child: Child, output: ReturnType<typeof collect>, ended: Promise<void>): Promise<void> {
  child.ref()
  child.stdin.end()
  const timer = new AbortController()
  const late = sleep(anvilStopMsMax, 'late' as const, { signal: timer.signal }).catch(() => 'ended' as const)
  const outcome = await Promise.race([ended.then(() => 'ended' as const), late])
  timer.abort()
  if (outcome === 'ended') return
  process.kill(output.knownPid(), 'SIGKILL')
  await ended
}

/** Returns the path of a copy of the state, undefined where there is none yet. */
async function copyState(stateFile: string): Promise<string | undefined> {
  if (!existsSync(stateFile)) return undefined
  const copy = `${stateFile}.copy`
  await copyFile(stateFile, copy, constants.COPYFILE_FICLONE)
  return copy
}

async function keepPrevious(anvil: Anvil, copy: string, previous: string): Promise<Anvil> {
  try {
    await rename(copy, previous)
    return anvil
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

/** anvil cannot read the saved chain. */
export class AnvilStateBrokenError extends MillraceError {
  override readonly name = 'AnvilStateBrokenError'

  constructor(stateFile: string) {
    super({
      code: 'ANVIL_STATE_BROKEN',
      message: `The saved chain ${stateFile} cannot be read: it is torn or not a chain state. It was left as it is.`,
      hint: `Put ${stateFile}.previous in its place if there is one; or move it away to start a new chain, whose contracts and balances start anew.`,
      retryable: false,
    })
  }
}

/** anvil did not come up. */
export class AnvilStartError extends MillraceError {
  override readonly name = 'AnvilStartError'

  constructor(reason: string, cause?: unknown) {
    super({
      code: 'ANVIL_START_FAILED',
      message: `The embedded chain did not start: ${reason}.`,
      hint: 'Pass another port, or run any EVM chain yourself and pass its RPC URL.',
      retryable: true,
      cause,
    })
  }
}
