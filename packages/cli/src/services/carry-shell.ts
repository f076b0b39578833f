/** A program beside a service's, at this terminal: keys go there, what it writes comes here, and its end is ours. */
import type { Duplex } from 'node:stream'
import * as v from 'valibot'
import type { Streams } from '../context.ts'
import { execFrameKinds, execFrames, readExecFrames } from './exec-frames.ts'

export type ShellEnd = { readonly exitCode?: number | undefined; readonly signal?: string | undefined }

const endSchema = v.object({ exitCode: v.optional(v.number()), signal: v.optional(v.string()) })

/** Carries until the program ends. Returns how; undefined where the connection broke before it said. */
export async function carryShell(
  { in: keys, out, err }: Streams,
  connection: Duplex,
  options: { readonly isTerminal: boolean },
): Promise<ShellEnd | undefined> {
  const send = (kind: number, bytes: Uint8Array) => {
    if (connection.writable) connection.write(execFrames(kind as 0, bytes))
  }
  const onKeys = (bytes: Buffer) => send(execFrameKinds.stdin, bytes)
  const onEnd = () => send(execFrameKinds.stdinEnd, new Uint8Array())
  const onResize = () => {
    const size = Buffer.alloc(4)
    size.writeUInt16BE(out.columns ?? 80, 0)
    size.writeUInt16BE(out.rows ?? 24, 2)
    send(execFrameKinds.resize, size)
  }
  const setRaw = (isRaw: boolean) => {
    if (options.isTerminal) (keys as NodeJS.ReadStream).setRawMode?.(isRaw)
  }
  keys.on('data', onKeys)
  keys.on('end', onEnd)
  if (options.isTerminal) out.on('resize', onResize)
  setRaw(true)
  try {
    for await (const { kind, bytes } of readExecFrames(connection)) {
      if (kind === execFrameKinds.stdout) out.write(bytes)
      else if (kind === execFrameKinds.stderr) err.write(bytes)
      else if (kind === execFrameKinds.result) return v.parse(endSchema, JSON.parse(bytes.toString('utf8')))
    }
    return undefined
  } finally {
    setRaw(false)
    keys.off('data', onKeys)
    keys.off('end', onEnd)
    out.off('resize', onResize)
    keys.pause()
    connection.destroy()
  }
}
