/**
 * A small S3-compatible server that checks every signature with an implementation of its own, written from AWS's description
 * of Signature Version 4 and held to its published examples (sigv4.test.ts); nothing of it is shared with the client's.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { serve, serveBytes, type TestServer } from './parts.ts'

export type SignedParts = {
  readonly method: string
  /** Path and query as they are sent. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Uint8Array, data: string): Buffer => createHmac('sha256', key).update(data).digest()

/** Returns the signature that a request with this `authorization` should have. */
export function signatureOf({ method, url, headers }: SignedParts, secret: string): string {
  const authorization = String(headers.authorization)
  const [, date = '', region = '', signedHeaders = ''] =
    /Credential=[^/]+\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+)/.exec(authorization) ?? []
  const [path = '', query = ''] = url.split('?')
  const canonicalQuery = query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => (part.includes('=') ? part : `${part}=`))
    .sort()
    .join('&')
  const canonicalHeaders = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`)
    .join('')
  const hash = String(headers['x-amz-content-sha256'])
  const canonical = [method, path, canonicalQuery, canonicalHeaders, signedHeaders, hash].join('\n')
  const scope = `${date}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256Hex(canonical)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), 's3'), 'aws4_request')
  return hmac(key, toSign).toString('hex')
}

export type S3Server = TestServer & {
  /** By `bucket/key`. */
  readonly objects: Map<string, Buffer>
  readonly uploads: Map<string, Map<number, Buffer>>
}

export type S3ServerInit = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly addressing?: 'path' | 'virtual-host'
  /** Answers instead of the server, and returns true; called after the signature was checked. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean
}

export async function serveS3(init: S3ServerInit): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map()
  const uploads: S3Server['uploads'] = new Map()
  const server = await serve((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces)
      const refusal = refusalOf(request, body, init)
      if (refusal !== undefined) fail(response, 403, refusal)
      else if (init.intercept?.(request, response, body) !== true)
        answer({ objects, uploads }, nameOf(request, init), request, response, body)
    })
  })
  return { ...server, objects, uploads }
}

function refusalOf(request: IncomingMessage, body: Buffer, init: S3ServerInit): string | undefined {
  const { method = '', url = '', headers } = request
  const authorization = String(headers.authorization)
  if (!authorization.includes(`Credential=${init.accessKeyId}/`)) return 'InvalidAccessKeyId'
  const signed = /SignedHeaders=([a-z0-9;-]+)/.exec(authorization)?.[1]?.split(';') ?? []
  const needed = [
    'host',
    'x-amz-content-sha256',
    'x-amz-date',
    ...(init.sessionToken === undefined ? [] : ['x-amz-security-token']),
  ]
  if (!needed.every((name) => signed.includes(name))) return 'AccessDenied'
  if (headers['x-amz-security-token'] !== init.sessionToken) return 'InvalidToken'
  if (headers['x-amz-content-sha256'] !== sha256Hex(body)) return 'XAmzContentSHA256Mismatch'
  const given = Buffer.from(/Signature=([0-9a-f]{64})$/.exec(authorization)?.[1] ?? '')
  const right = Buffer.from(signatureOf({ method, url, headers }, init.secretAccessKey))
  return given.length === right.length && timingSafeEqual(given, right) ? undefined : 'SignatureDoesNotMatch'
}

function nameOf({ url = '', headers }: IncomingMessage, { addressing = 'path' }: S3ServerInit): string {
  const path = decodeURIComponent((url.split('?')[0] ?? '').slice(1))
  return addressing === 'path' ? path : `${String(headers.host).split('.')[0]}/${path}`
}

function answer(
  { objects, uploads }: Pick<S3Server, 'objects' | 'uploads'>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  const query = new URLSearchParams((request.url ?? '').split('?')[1])
  const uploadId = query.get('uploadId') ?? ''
  const parts = uploads.get(uploadId)
  if (request.method === 'GET') {
    const found = objects.get(name)
    if (found === undefined) fail(response, 404, 'NoSuchKey')
    else serveBytes(found, { tag: tagOf(found) })(request, response)
  } else if (request.method === 'POST' && query.has('uploads')) {
    const id = `upload-${uploads.size}`
    uploads.set(id, new Map())
    response.end(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
  } else if (request.method === 'DELETE') {
    uploads.delete(uploadId)
    response.writeHead(204).end()
  } else if (uploadId === '') {
    objects.set(name, body)
    response.setHeader('etag', tagOf(body)).end()
  } else if (parts === undefined) {
    fail(response, 404, 'NoSuchUpload')
  } else if (request.method === 'PUT') {
    parts.set(Number(query.get('partNumber')), body)
    response.setHeader('etag', tagOf(body)).end()
  } else {
    const joined = join(parts, body.toString())
    if (joined === undefined) {
      fail(response, 400, 'InvalidPart')
      return
    }
    objects.set(name, joined)
    uploads.delete(uploadId)
    response.end('<CompleteMultipartUploadResult></CompleteMultipartUploadResult>')
  }
}

/** Returns the parts that a request to complete names, joined, or undefined when one is not as it says. */
function join(parts: ReadonlyMap<number, Buffer>, request: string): Buffer | undefined {
  const named = [...request.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;(\w+)&quot;<\/ETag>/g)]
  const data = named.map(([, number]) => parts.get(Number(number)))
  const isRight = data.every((part, i) => part !== undefined && tagOf(part) === `"${named[i]?.[2]}"`)
  return isRight && data.length > 0 ? Buffer.concat(data.filter((part) => part !== undefined)) : undefined
}

function tagOf(data: Buffer): string {
  return `"${sha256Hex(data).slice(0, 32)}"`
}

export function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>text</Message></Error>`)
}
