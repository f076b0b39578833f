/** What every command is given: settings, streams, clock and randomness. Built once in main.ts. */

import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Environment } from './environment.ts'
import { type KeyRing, openKeyRing, type PasswordSource } from './key-ring.ts'
import { localNetworkName, networkDir } from './network.ts'
import { untilAborted } from './option-values.ts'
import { passwordFromFile, passwordFromOwnFile, passwordFromTerminal } from './password.ts'
import { createTerminal, type Terminal } from './terminal.ts'

export type Streams = {
  readonly in: Readable & { isTTY?: boolean }
  readonly out: NodeJS.WriteStream
  readonly err: NodeJS.WriteStream
}

export type Context = {
  readonly environment: Environment
  readonly streams: Streams
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  /** Aborts on the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  /** Set in a child that `up` forked. */
  readonly parent: Parent | undefined
}

/** The `up` that forked this process. */
export type Parent = {
  tell(message: ChildMessage): void
  /** Resolves when the chain, or what else the child needs, is there. Until then the child prepares what needs nothing. */
  readonly permitted: Promise<void>
}

/** What `up` tells a child. */
export type ParentMessage = { readonly type: 'go' }

/** Resolves when the parent lets this child go on. On abort rejects with the signal's reason. */
export async function untilPermitted(parent: Parent, signal: AbortSignal): Promise<void> {
  await Promise.race([parent.permitted, untilAborted(signal)])
  signal.throwIfAborted()
}

/** Whether a message is one of the parent's. */
export function isParentMessage(message: unknown): message is ParentMessage {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'go'
}

/** What a child process of `up` tells its parent. */
export type ChildMessage =
  | {
      readonly type: 'provider-ready'
      readonly address: string
      /** Multiaddrs under which it is reached. */
      readonly addresses: readonly string[]
    }
  | { readonly type: 'gateway-ready'; readonly url: string }
  | { readonly type: 'auditor-ready'; readonly address: string }
  | { readonly type: 'failed'; readonly code: string; readonly message: string; readonly hint: string }

/** Returns the terminal for a command. */
export function terminalOf(context: Context, options: { json?: boolean | undefined }): Terminal {
  return createTerminal(context.streams, { json: options.json === true, colours: context.environment.colours })
}

/** Returns the key ring of a network: the local network keeps its own random password, others ask. */
export function keyRingOf(context: Context, network: string): KeyRing {
  const dir = networkDir(context.environment.dataDir, network)
  return openKeyRing(join(dir, 'keys'), { random: context.random, password: passwordSource(context, network, dir) })
}

function passwordSource(context: Context, network: string, dir: string): PasswordSource {
  if (network === localNetworkName) return passwordFromOwnFile(join(dir, 'password'), context.random)
  if (context.environment.passwordFile !== undefined) return passwordFromFile(context.environment.passwordFile)
  return passwordFromTerminal(context.streams.in.isTTY === true)
}
