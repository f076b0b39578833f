/** An object of an S3-compatible store as a source, and as a place for outputs. */
import type { OpenObject } from '../cache/open-object.ts'
import { encodeOutline } from '../object/object-outline.ts'
import { ObjectSourceError, UploadFailedError } from '../storage-error.ts'
import { openedBytes, rangeHeaders } from './byte-answer.ts'
import { type HttpAnswer, readBody } from './http-client.ts'
import { outlineBytesMax } from './http-source.ts'
import type { ObjectSource } from './object-source.ts'
import {
  describeFailure,
  elementOf,
  isRetryableStatus,
  readText,
  requestS3,
  type S3Location,
  type S3Request,
  type S3Store,
  s3Label,
} from './s3-client.ts'

/** Bytes of one part of an upload: 10,000 parts, the most S3 takes, make 156 GiB. Held in memory. */
export const s3PartBytes = 16_777_216
/** Parts of one upload, as S3 has it. */
export const s3PartsMax = 10_000
/** What is added to an object's key for its outline. */
export const outlineSuffix = '.millrace-outline'

/** Returns the object as a source; its outline is looked for beside it. */
export function s3Source(store: S3Store, location: S3Location): ObjectSource {
  const label = s3Label(location)
  return {
    label,
    async open(wanted, { signal }) {
      const answer = await requestS3(store, { method: 'GET', location, headers: rangeHeaders(wanted) }, { signal })
      if (answer.status < 300 || answer.status === 416) return openedBytes(answer, wanted, label)
      const retryable = isRetryableStatus(answer.status)
      throw new ObjectSourceError(label, await describeFailure(answer), { retryable })
    },
    async readOutline(_address, { signal }) {
      const beside = { ...location, key: `${location.key}${outlineSuffix}` }
      const answer = await requestS3(store, { method: 'GET', location: beside }, { signal })
      if (answer.status === 200) return readBody(answer, outlineBytesMax)
      await answer.body.return()
      return undefined
    },
  }
}

export type PutProgress = (progress: { readonly bytesDone: number; readonly bytesTotal: number }) => void

/**
 * Writes an object of the cache to a store, and its outline beside it, so that whoever reads it can check it as it comes. More
 * than one part goes up as a multipart upload, which is taken back when it fails or on abort.
 *
 * @throws {UploadFailedError} {@link SourceRefusedError} {@link ObjectCorruptError}
 */
export async function putS3Object(
  store: S3Store,
  location: S3Location,
  object: Pick<OpenObject, 'outline' | 'read'>,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: PutProgress },
): Promise<void> {
  const { bytes } = object.outline
  if (bytes > s3PartBytes * s3PartsMax) {
    throw new UploadFailedError(s3Label(location), `it has more than ${s3PartBytes * s3PartsMax} bytes`, {
      retryable: false,
    })
  }
  const put = {
    store,
    location,
    object,
    signal,
    onProgress: (bytesDone: number) => onProgress?.({ bytesDone, bytesTotal: bytes }),
  }
  if (bytes <= s3PartBytes) {
    await sendPart(put, {}, { start: 0, end: bytes })
    put.onProgress(bytes)
  } else {
    await putParts(put)
  }
  const beside = { ...location, key: `${location.key}${outlineSuffix}` }
  await send(put, { method: 'PUT', location: beside, body: encodeOutline(object.outline) })
}

type Put = {
  readonly store: S3Store
  readonly location: S3Location
  readonly object: Pick<OpenObject, 'outline' | 'read'>
  readonly signal: AbortSignal
  readonly onProgress: (bytesDone: number) => void
}

async function putParts(put: Put): Promise<void> {
  const { location, object } = put
  const { bytes } = object.outline
  const begun = await send(put, { method: 'POST', location, query: { uploads: '' } })
  const uploadId = elementOf(begun.text, 'UploadId')
  if (uploadId === undefined) throw new UploadFailedError(s3Label(location), 'it began no upload', { retryable: false })
  try {
    const tags: string[] = []
    for (let start = 0; start < bytes; start += s3PartBytes) {
      const end = Math.min(bytes, start + s3PartBytes)
      const { headers } = await sendPart(put, { partNumber: String(tags.length + 1), uploadId }, { start, end })
      const tag = headers.get('etag') ?? ''
      if (!/^"?[\w-]{1,128}"?$/.test(tag))
        throw new UploadFailedError(s3Label(location), 'it named no part', { retryable: false })
      tags.push(tag)
      put.onProgress(end)
    }
    const parts = tags.map(
      (tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
    )
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`)
    const { text } = await send(put, { method: 'POST', location, query: { uploadId }, body })
    // S3 may find out only while it answers, with status 200 sent already.
    const code = text.includes('<Error>') ? (elementOf(text, 'Code') ?? 'unknown error') : undefined
    if (code !== undefined)
      throw new UploadFailedError(s3Label(location), `it did not join the parts (${code})`, { retryable: true })
  } catch (error) {
    await takeBack(put, uploadId)
    throw error
  }
}

/** Parts of an upload that is not ended are paid for until somebody removes them. */
async function takeBack({ store, location }: Put, uploadId: string): Promise<void> {
  const signal = AbortSignal.timeout(takeBackMsMax)
  const answer = await requestS3(store, { method: 'DELETE', location, query: { uploadId } }, { signal }).catch(
    () => undefined,
  )
  await answer?.body.return()
}

/** Milliseconds to take an upload back after an abort: the caller waits. */
const takeBackMsMax = 5_000

async function sendPart(
  put: Put,
  query: Readonly<Record<string, string>>,
  range: { readonly start: number; readonly end: number },
): Promise<{ readonly headers: HttpAnswer['headers']; readonly text: string }> {
  const pieces: Uint8Array[] = []
  for await (const piece of put.object.read(range, { signal: put.signal })) pieces.push(piece)
  return send(put, { method: 'PUT', location: put.location, query, body: Buffer.concat(pieces) })
}

/** Sends a request again, a few times, while the store has trouble. */
async function send(
  { store, signal }: Put,
  request: S3Request,
): Promise<{ readonly headers: HttpAnswer['headers']; readonly text: string }> {
  const label = s3Label(request.location)
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await requestS3(store, request, { signal })
      if (answer.status === 200) return { headers: answer.headers, text: await readText(answer) }
      const retryable = isRetryableStatus(answer.status)
      throw new UploadFailedError(label, await describeFailure(answer), { retryable })
    } catch (error) {
      signal.throwIfAborted()
      const isTransient = (error instanceof UploadFailedError || error instanceof ObjectSourceError) && error.retryable
      if (!isTransient) throw error
      if (attempt < uploadAttemptsMax) continue
      const problem = error instanceof UploadFailedError ? error.message : `no answer after ${attempt} attempts`
      throw error instanceof UploadFailedError
        ? error
        : new UploadFailedError(label, problem, { retryable: true, cause: error })
    }
  }
}

/** Attempts at one request of an upload. */
export const uploadAttemptsMax = 3
