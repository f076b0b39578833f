/** Starts programs that get nothing of what this process was started with: what would be handed on is `/dev/null` for them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { inheritedDescriptors } from './inherited-descriptors.ts'

export type PluggedStdio = ('ignore' | 'pipe' | 'ipc' | number)[]

/** A program that cannot be started says so by its end: it has no exit code. */
export function spawnPlugged(
  [program, ...rest]: readonly [string, ...string[]],
  stdio: Readonly<PluggedStdio>,
): ChildProcess {
  const nothing = openSync('/dev/null', 'r')
  try {
    const plugged: PluggedStdio = [...stdio]
    for (const inherited of inheritedDescriptors()) {
      while (plugged.length <= inherited) plugged.push('ignore')
      if (plugged[inherited] === 'ignore') plugged[inherited] = nothing
    }
    const child = spawn(program, rest, { cwd: '/', env: {}, stdio: plugged })
    child.on('error', () => undefined)
    return child
  } finally {
    closeSync(nothing)
  }
}
