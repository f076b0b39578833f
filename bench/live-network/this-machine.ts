/** This machine as a host for actors: processes on loopback, without a network of their own. */
import { type ChildProcess, fork } from 'node:child_process'
import type { Host } from '../../test/net/lab-host.ts'

/** Address of everything that listens. */
export const loopback = '127.0.0.1'

/** Returns the host. @param children - takes every process that is started. */
export function thisMachine(children: Set<ChildProcess>): Pick<Host, 'name' | 'fork'> {
  return {
    name: 'this machine',
    fork(script, args, { env } = {}) {
      const child = fork(script, [...args], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, ...env },
        execArgv: ['--no-warnings'],
        serialization: 'advanced',
      })
      children.add(child)
      child.once('exit', () => children.delete(child))
      return child
    },
  }
}
