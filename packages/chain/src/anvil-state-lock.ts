/**
 * One chain per state file: a lock file beside it names the processes that hold it.
 *
 * A process is known by its id and the tick it started at, so that a later process with the same id does not count. The
 * lock is held while the owner or its anvil lives: after the owner was killed, anvil still writes its state for a moment.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { MillraceError } from '@millrace/protocol'
import * as v from 'valibot'
import { pause } from './pause.ts'

/** Milliseconds to wait for an anvil whose owner is gone to write its state and end. */
export const orphanedAnvilWaitMsMax = 10_000
const orphanPollMs = 50
const takeOverAttemptsMax = 5

const processSchema = v.object({ pid: v.pipe(v.number(), v.integer(), v.minValue(1)), startTick: v.string() })
const lockSchema = v.object({ owner: processSchema, anvil: v.optional(processSchema) })
type ProcessMark = v.InferOutput<typeof processSchema>

export type StateLock = {
  /** Names the anvil that now holds the state, too. */
  nameAnvil(pid: number): void
  release(): void
}

/**
 * Takes the lock of a state file; the lock of processes that are gone is taken over.
 *
 * @throws {AnvilStateInUseError} while another living process holds it.
 */
export async function lockState(stateFile: string, { signal }: { readonly signal: AbortSignal }): Promise<StateLock> {
  const path = `${stateFile}.lock`
  const owner = markOf(process.pid)
  for (let attempt = 1; attempt <= takeOverAttemptsMax; attempt++) {
    if (await tryCreate(path, { owner })) return heldLock(path, owner)
    await waitForHolder(path, stateFile, signal)
    await setStaleAside(path)
  }
  throw new AnvilStateInUseError(stateFile, undefined)
}

function heldLock(path: string, owner: ProcessMark): StateLock {
  return {
    nameAnvil(pid) {
      const draft = `${path}.${process.pid}`
      writeFileSync(draft, JSON.stringify({ owner, anvil: markOf(pid) }))
      renameSync(draft, path)
    },
    release() {
      rmSync(path, { force: true })
    },
  }
}

async function tryCreate(path: string, content: object): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(content), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Returns once nobody living holds the lock. */
async function waitForHolder(path: string, stateFile: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + orphanedAnvilWaitMsMax
  for (;;) {
    const lock = await readLock(path)
    if (lock === undefined) return
    if (isAlive(lock.owner)) throw new AnvilStateInUseError(stateFile, lock.owner.pid)
    if (lock.anvil === undefined || !isAlive(lock.anvil)) return
    if (performance.now() > deadline) throw new AnvilStateInUseError(stateFile, lock.anvil.pid)
    await pause(orphanPollMs, signal)
  }
}

/** By rename, so that of two that take over at once, only one removes what the other may already have replaced. */
async function setStaleAside(path: string): Promise<void> {
  const aside = `${path}.stale-${process.pid}`
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const lock = await readLock(aside)
  if (lock !== undefined && isAlive(lock.owner)) await tryCreate(path, lock)
  await rm(aside, { force: true })
}

/** Returns what a lock file says, undefined when it is gone or torn (its owner died while it wrote). */
async function readLock(path: string): Promise<v.InferOutput<typeof lockSchema> | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), lockSchema), text)
  return parsed.success ? parsed.output : undefined
}

function markOf(pid: number): ProcessMark {
  return { pid, startTick: startTickOf(pid) ?? '' }
}

function isAlive({ pid, startTick }: ProcessMark): boolean {
  return startTickOf(pid) === startTick
}

/** Returns when a process started, in clock ticks since boot; undefined when there is none, or only its remains. */
function startTickOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}

/** Another process uses this chain state. */
export class AnvilStateInUseError extends MillraceError {
  override readonly name = 'AnvilStateInUseError'

  constructor(stateFile: string, pid: number | undefined) {
    super({
      code: 'ANVIL_STATE_IN_USE',
      message: `The chain state ${stateFile} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}.`,
      hint: 'Stop the other local network first, or use another state directory.',
      retryable: true,
    })
  }
}
