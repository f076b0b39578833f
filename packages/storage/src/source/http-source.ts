/** An http or https address as a source: ranges, resumed only while the entity tag stays the same. */

import { blockHashBytes, objectBytesMax, objectChunkBytes } from '../object/object-layout.ts'
import { rootBlockBytes } from '../object/object-outline.ts'
import { SourceRefusedError } from '../storage-error.ts'
import { openedBytes, rangeHeaders } from './byte-answer.ts'
import { type HttpClient, labelOfUrl, readBody } from './http-client.ts'
import type { ObjectSource } from './object-source.ts'

/** Longest encoded outline that is read from a source: that of the largest object. */
export const outlineBytesMax = rootBlockBytes + (objectBytesMax / objectChunkBytes) * blockHashBytes

export type HttpSourceInit = {
  readonly client: HttpClient
  readonly url: string
  /** Address of the encoded outline, where it lies beside the bytes: with it they are checked as they come. */
  readonly outlineUrl?: string
}

/** @throws {SourceRefusedError} when the address is none. */
export function httpSource({ client, url: text, outlineUrl }: HttpSourceInit): ObjectSource {
  const url = parseUrl(text)
  const outline = outlineUrl === undefined ? undefined : parseUrl(outlineUrl)
  const label = labelOfUrl(url)
  return {
    label,
    async open(wanted, { signal }) {
      const headers = rangeHeaders(wanted)
      const answer = await client.request({ method: 'GET', url, headers, label, followRedirects: true }, { signal })
      return openedBytes(answer, wanted, label)
    },
    async readOutline(_address, { signal }) {
      if (outline === undefined) return undefined
      const request = { method: 'GET', url: outline, label: labelOfUrl(outline), followRedirects: true } as const
      const answer = await client.request(request, { signal })
      if (answer.status === 200) return readBody(answer, outlineBytesMax)
      await answer.body.return()
      return undefined
    },
  }
}

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null) throw new SourceRefusedError('A source', 'it is no address')
  return url
}
