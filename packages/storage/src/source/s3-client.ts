/**
 * Requests to S3-compatible stores, signed with AWS Signature Version 4 in a header: never in the address, where logs would
 * keep it. Errors name bucket and key, never a credential or a signature.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { SourceRefusedError } from '../storage-error.ts'
import { type HttpAnswer, type HttpClient, readBody } from './http-client.ts'

export type S3Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export type S3Store = {
  readonly client: HttpClient
  /** Origin of the service, as `https://s3.eu-central-1.amazonaws.com` or `http://10.0.0.7:9000`. */
  readonly endpoint: string
  /** As the service calls it; `us-east-1` where it has none. */
  readonly region: string
  /** Where the bucket stands: in the path, or before the host. */
  readonly addressing: 'path' | 'virtual-host'
  /** Without them requests are not signed, which public buckets allow. */
  readonly credentials?: S3Credentials
  /** Milliseconds since the epoch; stores refuse clocks that are wrong by 15 minutes. */
  readonly now: () => number
}

export type S3Location = { readonly bucket: string; readonly key: string }

export type S3Request = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly location: S3Location
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

/** Bytes of an answer that is no object: errors and what a multipart upload says. */
const textBytesMax = 65_536
/** Bytes of a key, as S3 has it. */
const keyBytesMax = 1_024

/** Returns bucket and key of an address `s3://bucket/key`. @throws {SourceRefusedError} */
export function parseS3Uri(text: string): S3Location {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/su.exec(text) ?? []
  if (bucket === undefined || key === undefined)
    throw new SourceRefusedError('A source', 'it is not written s3://bucket/key')
  return checkLocation({ bucket, key })
}

/** Returns what errors call an object. */
export function s3Label({ bucket, key }: S3Location): string {
  return `s3://${bucket}/${encodeKey(key)}`.slice(0, 200)
}

/** Sends a request, signed where there are credentials. @throws {SourceRefusedError} {@link ObjectSourceError} */
export async function requestS3(
  store: S3Store,
  request: S3Request,
  options: { readonly signal: AbortSignal },
): Promise<HttpAnswer> {
  const { method, location, headers = {}, body } = request
  const url = addressOf(store, request)
  const signed = store.credentials === undefined ? headers : await sign(store, store.credentials, url, request)
  const label = s3Label(location)
  return store.client.request(
    { method, url, headers: signed, label, followRedirects: false, ...(body === undefined ? {} : { body }) },
    options,
  )
}

/** Returns the text of an answer that is no object, or an empty one when it is too long. */
export async function readText(answer: HttpAnswer): Promise<string> {
  return Buffer.from((await readBody(answer, textBytesMax)) ?? []).toString()
}

/** Returns the content of an element of an answer. */
export function elementOf(text: string, name: 'Code' | 'UploadId'): string | undefined {
  const value = new RegExp(`<${name}>([^<&]{1,1024})</${name}>`).exec(text)?.[1]
  return name === 'Code' && !/^[A-Za-z0-9]{1,64}$/.test(value ?? '') ? undefined : value
}

/** Returns what an answer that is no success says, in words without anything the other side could make long. */
export async function describeFailure(answer: HttpAnswer): Promise<string> {
  const code = elementOf(await readText(answer), 'Code')
  return `it answered with status ${answer.status}${code === undefined ? '' : ` (${code})`}`
}

export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

async function sign(
  { region, now }: S3Store,
  credentials: S3Credentials,
  url: URL,
  { method, headers = {}, body }: S3Request,
): Promise<Record<string, string>> {
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest('hex')
  const datetime = new Date(now()).toISOString().replace(/[:-]|\.\d{3}/g, '')
  const signer = new AwsV4Signer({
    ...credentials,
    method,
    url: url.href,
    headers: { ...headers, 'x-amz-content-sha256': hash },
    service: 's3',
    region,
    datetime,
  })
  return Object.fromEntries((await signer.sign()).headers)
}

function addressOf({ endpoint, addressing }: S3Store, { location, query = {} }: S3Request): URL {
  const { bucket, key } = checkLocation(location)
  const url = new URL(endpoint)
  if (addressing === 'virtual-host') url.hostname = `${bucket}.${url.hostname}`
  url.pathname = `${addressing === 'path' ? `/${bucket}` : ''}/${encodeKey(key)}`
  url.search = new URLSearchParams(query).toString()
  return url
}

/** Buckets become part of a host name, and dots in a key would be resolved into another bucket. */
function checkLocation(location: S3Location): S3Location {
  const { bucket, key } = location
  if (!/^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(bucket)) {
    throw new SourceRefusedError('A bucket', 'its name has 3 to 63 lower-case letters, digits, dots and hyphens')
  }
  const isFit = key.isWellFormed() && Buffer.byteLength(key) <= keyBytesMax && key !== '' && !/\p{Cc}/u.test(key)
  if (!isFit || key.split('/').some((name) => name === '.' || name === '..')) {
    throw new SourceRefusedError(
      `s3://${bucket}`,
      `a key has 1 to ${keyBytesMax} bytes without controls and no name "." or ".."`,
    )
  }
  return location
}

function encodeKey(key: string): string {
  return key
    .split('/')
    .map((name) =>
      encodeURIComponent(name).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/')
}
