/**
 * Downloads one address into a partial file that survives interruption: the next attempt, in this process or another, asks for the
 * rest. What a server sends is bounded, and a server that falls silent is given up.
 */
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { ModelSourceError } from './model-file-error.ts'
import type { NpmClient } from './npm-client.ts'
import { createStallGuard, type StallGuard } from './stall-guard.ts'

/** Milliseconds a connection may bring nothing before it is closed; what came is kept. */
export const downloadStallMsMax = 30_000
/** Attempts at one address, each resuming the last. */
export const downloadAttemptsMax = 3
const retryDelayMs = 500
/** Bytes asked for at once: npm's client buffers an answer without back-pressure, so this bounds the memory of a download. */
export const downloadWindowBytesMax = 33_554_432

export type DownloadInit = {
  readonly client: Pick<NpmClient, 'request'>
  readonly url: string
  /** What errors call it: never the address itself, which may hold a secret. */
  readonly source: string
  readonly partialPath: string
  readonly bytesMax: number
  readonly stallMsMax: number
  readonly onBytes: (bytesDone: number) => void
}

/** Resolves when the whole body is in the partial file; says whether earlier bytes were kept. Aborting keeps what came. */
export async function download(
  init: DownloadInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<{ readonly resumed: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptDownload(init, signal)
    } catch (error) {
      signal.throwIfAborted()
      const failure = toSourceError(init.source, error)
      if (!failure.retryable || attempt >= downloadAttemptsMax) throw failure
      await pause(retryDelayMs * attempt, signal)
    }
  }
}

async function attemptDownload(init: DownloadInit, signal: AbortSignal): Promise<{ readonly resumed: boolean }> {
  const before = await sizeOf(init.partialPath)
  let have = before
  for (;;) {
    const answer = await fetchWindow(init, have, signal)
    if (answer.whole) return { resumed: before > 0 && answer.start > 0 }
    have = answer.end
  }
}

type Window = { readonly start: number; readonly end: number; readonly whole: boolean }

async function fetchWindow(init: DownloadInit, have: number, signal: AbortSignal): Promise<Window> {
  const stall = createStallGuard(init.stallMsMax, signal)
  try {
    const tag = have === 0 ? '' : await readFile(tagPath(init), 'utf8').catch(() => '')
    const headers: Record<string, string> = { range: `bytes=${have}-${have + downloadWindowBytesMax - 1}` }
    if (tag !== '') headers['if-range'] = tag
    const response = await init.client.request(init.url, { headers, signal: stall.signal })
    const range = response.status === 206 ? readRange(response.headers) : undefined
    if (range !== undefined && range.start !== have) {
      throw new ModelSourceError(init.source, `asked for bytes from ${have}, got them from ${range.start}`, {
        retryable: false,
      })
    }
    await keepTag(init, response.headers)
    const start = range?.start ?? 0
    const end = await append(init, response, { start, total: range?.total }, stall)
    return { start, end, whole: range === undefined || end >= range.total }
  } catch (error) {
    if (statusOf(error) === 416 && have > 0) return await startOver(init, have, error)
    if (stall.stalled() && !signal.aborted) {
      throw new ModelSourceError(init.source, `nothing came for ${init.stallMsMax} ms`, {
        retryable: true,
        cause: error,
      })
    }
    throw error
  } finally {
    stall.stop()
  }
}

async function append(
  init: DownloadInit,
  response: { readonly headers: Headers; readonly body: AsyncIterable<Uint8Array> },
  { start, total }: { readonly start: number; readonly total: number | undefined },
  stall: StallGuard,
): Promise<number> {
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  const expected = Number.isNaN(length) ? undefined : start + length
  const announced = total ?? expected
  if (announced !== undefined && announced > init.bytesMax) throw tooLong(init, announced)
  const file = await open(init.partialPath, start === 0 ? 'w' : 'a')
  let done = start
  try {
    for await (const piece of response.body) {
      stall.onProgress()
      done += piece.byteLength
      if (done > init.bytesMax) throw tooLong(init, done)
      await file.appendFile(piece)
      init.onBytes(done)
    }
  } finally {
    await file.close()
  }
  const isShort = expected !== undefined && done < expected
  if (isShort || done === start) {
    throw new ModelSourceError(init.source, `the connection ended after ${done} of ${announced ?? 'unknown'} bytes`, {
      retryable: true,
    })
  }
  return done
}

/** The range is past the end: the partial file is whole, or it is not of this file. */
async function startOver(init: DownloadInit, have: number, cause: unknown): Promise<Window> {
  if (have === init.bytesMax) return { start: have, end: have, whole: true }
  await rm(init.partialPath, { force: true })
  throw new ModelSourceError(init.source, `it has no bytes after ${have}`, { retryable: true, cause })
}

function tooLong(init: DownloadInit, bytes: number): ModelSourceError {
  return new ModelSourceError(init.source, `expected at most ${init.bytesMax} bytes, got ${bytes}`, {
    retryable: false,
  })
}

function tagPath(init: DownloadInit): string {
  return `${init.partialPath}.etag`
}

/** Only a strong tag proves that the rest belongs to what we have; without one the hash decides at the end. */
async function keepTag(init: DownloadInit, headers: Headers): Promise<void> {
  const tag = headers.get('etag') ?? ''
  if (tag.startsWith('"') && tag.length <= 256) await writeFile(tagPath(init), tag)
  else await rm(tagPath(init), { force: true })
}

/** NaN, which equals nothing, where the server does not say. */
function readRange(headers: Headers): { readonly start: number; readonly total: number } {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '')
  return { start: Number(match?.[1] ?? Number.NaN), total: Number(match?.[2] ?? Number.NaN) }
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

/** Errors of the disk are the cache's, not the source's, and pass through. */
function toSourceError(source: string, error: unknown): ModelSourceError {
  if (error instanceof ModelSourceError) return error
  if (isDiskError(error)) throw error
  const status = statusOf(error)
  if (status !== undefined) {
    return new ModelSourceError(source, `it answered with status ${status}`, {
      retryable: status === 429 || status >= 500,
      cause: error,
    })
  }
  const code = codeOf(error)
  return new ModelSourceError(source, `the connection failed (${code})`, {
    retryable: code !== 'max-redirect' && code !== 'EMAXREDIRECT',
    cause: error,
  })
}

export function isDiskError(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'EMFILE'].includes(codeOf(error))
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}

/** Waits; aborting rejects with the signal's reason. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}
