#!/usr/bin/env node
/** The entry point: the one place that reads the environment, the clock and the randomness of the system. */
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import type { ChildMessage, Context } from './context.ts'
import { readEnvironment } from './environment.ts'
import { runProgram } from './program.ts'

const shutdown = new AbortController()
process.once('SIGINT', () => shutdown.abort(new DOMException('interrupted', 'AbortError')))
process.once('SIGTERM', () => shutdown.abort(new DOMException('terminated', 'AbortError')))
// A forked child ends with its parent, however the parent ended.
process.once('disconnect', () => shutdown.abort(new DOMException('the parent process ended', 'AbortError')))

const context: Context = {
  environment: readEnvironment(process.env, { cwd: process.cwd(), isTerminal: process.stdout.isTTY === true }),
  streams: { in: process.stdin, out: process.stdout, err: process.stderr },
  now: Date.now,
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
  signal: shutdown.signal,
  tellParent: process.send === undefined ? undefined : (message: ChildMessage) => process.send?.(message),
}

process.exitCode = await runProgram(process.argv.slice(2), context)
if (process.connected) process.disconnect()
