/** Reads answers to requests for bytes (RFC 9110 sections 14 and 15): one rule for plain HTTP and for S3. */
import { ObjectSourceError } from '../storage-error.ts'
import type { HttpAnswer } from './http-client.ts'
import type { OpenedBytes, WantedBytes } from './object-source.ts'

/** Longest entity tag that is used. */
const tagCharsMax = 256

/** Returns the headers that ask for these bytes, of the version seen before. */
export function rangeHeaders({ start, end, validator }: WantedBytes): Record<string, string> {
  if (start === 0 && end === undefined) return {}
  const last = end === undefined ? '' : String(end - 1)
  return {
    range: `bytes=${start}-${last}`,
    ...(validator === undefined || start === 0 ? {} : { 'if-range': validator }),
  }
}

/** Returns what an answer brings. Ends the body of one that is of no use. @throws {ObjectSourceError} */
export async function openedBytes(
  answer: HttpAnswer,
  { start, end }: WantedBytes,
  label: string,
): Promise<OpenedBytes> {
  const refuse = async (problem: string, retryable: boolean): Promise<never> => {
    await answer.body.return()
    throw new ObjectSourceError(label, problem, { retryable })
  }
  const { status, headers } = answer
  const isEmpty = status === 416 && start === 0 && headers.get('content-range')?.trim() === 'bytes */0'
  if (status !== 200 && status !== 206 && !isEmpty) {
    return refuse(`it answered with status ${status}`, status === 408 || status === 429 || status >= 500)
  }
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') return refuse('it encodes the bytes although it was asked not to', false)
  const validator = strongTag(headers.get('etag'))
  if (isEmpty) {
    await answer.body.return()
    return { start: 0, bytesTotal: 0, validator, pieces: answer.body }
  }
  if (status === 200)
    return { start: 0, bytesTotal: wholeNumber(headers.get('content-length')), validator, pieces: answer.body }
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(headers.get('content-range') ?? '')
  const [from, last] = [Number(range?.[1]), Number(range?.[2])]
  if (range === null || from !== start || last < from || (end !== undefined && last >= end)) {
    return refuse(`it was asked for bytes from ${start} and gave others`, false)
  }
  return { start, bytesTotal: wholeNumber(range[3]), validator, pieces: answer.body }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Only a strong tag proves that bytes of two answers belong together. */
function strongTag(tag: string | undefined): string | undefined {
  return tag !== undefined && /^"[\x21\x23-\x7e]*"$/.test(tag) && tag.length <= tagCharsMax ? tag : undefined
}
