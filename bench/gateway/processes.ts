/** Child processes of the bench: started, awaited, weighed and ended. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

/** Starts a script that reports by IPC. Returns its first message that names a port, a URL or addresses: earlier ones tell of progress. */
export async function forkReady<T>(
  script: URL,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ readonly process: ChildProcess; readonly message: T }> {
  const child = fork(script, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, ...env } })
  // The command line's processes prepare, then wait for their parent's word.
  child.send({ type: 'go' })
  const message = await Promise.race([
    new Promise<T>((resolve) => {
      child.on('message', (said: object) => {
        if (['port', 'url', 'addresses'].some((field) => field in said)) resolve(said as T)
      })
    }),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${script.pathname} ended with status ${code} before it was ready`)
    }),
  ])
  return { process: child, message }
}

/** Starts a program and waits until it answers HTTP. */
export async function spawnServer(command: string, args: readonly string[], url: string): Promise<ChildProcess> {
  const child = spawn(command, args, { stdio: 'ignore' })
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`${command} ended with status ${child.exitCode}`)
    const answered = await fetch(url).then(
      () => true,
      () => false,
    )
    if (answered) return child
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${command} did not answer at ${url}`)
}

/** Returns the memory a process holds now, in MB; NaN where the system does not tell. */
export async function residentMegabytes(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1000
}

/** Returns the processor time a process has used so far, in milliseconds; NaN where the system does not tell. */
export async function processorMs(child: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * clockTickMs
}

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
const clockTickMs = 10

/** Ends a process and waits for it. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 8_000)
  await ended
  clearTimeout(timer)
}
