/**
 * Asks a registry for a manifest, as anybody may: with the token that it hands to everybody where it wants one.
 *
 * Only registries of the list are asked, and where they send us on to. Bytes, time and steps are bounded.
 *
 * Source: OCI distribution specification 1.1; "Token Authentication Specification" of Docker's registry.
 */
import { once } from 'node:events'
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getTls } from 'node:https'
import { getCACertificates } from 'node:tls'
import { HostFaultError } from '../run/host-fault.ts'
import { TaskRefusedError } from '../task/task-error.ts'
import type { ImageReference, Registry } from './registries.ts'

/** Bytes of a manifest, and of any other answer: what podman takes, too. */
export const manifestBytesMax = 4 << 20
/** Answers until there is a manifest: a token, and a few redirections. */
export const manifestAnswersMax = 8
/** Milliseconds until a registry has given a manifest; they answer within seconds. */
export const manifestMsMax = 60_000

const accepted = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ')

/** Where the registry of a name answers, when it is another host. */
const hostOf: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' }

type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly bytes: Buffer }

/**
 * @throws {TaskRefusedError} when it is not there for everybody, or too large. @throws {HostFaultError} when the registry does not answer.
 *   Aborting rejects with the reason.
 */
export async function fetchManifest(
  { name, digest }: ImageReference,
  registries: readonly Registry[],
  signal: AbortSignal,
): Promise<Buffer> {
  const timeout = AbortSignal.timeout(manifestMsMax)
  const either = AbortSignal.any([signal, timeout])
  const registry = name.slice(0, name.indexOf('/'))
  const path = name.slice(registry.length + 1)
  const isPlain = registries.some((one) => one.name === registry && one.isPlain)
  const scheme = isPlain ? 'http' : 'https'
  let url = new URL(`${scheme}://${hostOf[registry] ?? registry}/v2/${path}/manifests/sha256:${digest}`)
  let token: { readonly host: string; readonly text: string } | undefined
  try {
    for (let step = 0; step < manifestAnswersMax; step++) {
      const authorization = token?.host === url.host ? { authorization: `Bearer ${token.text}` } : {}
      const answer = await ask(url, { accept: accepted, ...authorization }, either)
      const { status, headers, bytes } = answer
      if (status === 200) return bytes
      if (status === 401 && token?.host !== url.host) {
        const text = await tokenFor(headers['www-authenticate'] ?? '', path, isPlain, either)
        token = { host: url.host, text }
      } else if (status >= 300 && status < 400 && headers.location !== undefined) {
        url = checkedUrl(headers.location, isPlain, url)
      } else throw answerError(status)
    }
    throw new HostFaultError('other', `its registry sends on more than ${manifestAnswersMax} times`)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof HostFaultError || error instanceof TaskRefusedError) throw error
    throw new HostFaultError('other', 'its registry does not answer', error)
  }
}

/** Returns the token that everybody gets. */
async function tokenFor(challenge: string, path: string, isPlain: boolean, signal: AbortSignal): Promise<string> {
  const parameter = (key: string) => new RegExp(`[ ,]${key}="([^"]*)"`, 'i').exec(challenge)?.[1]
  const realm = parameter('realm')
  if (!/^bearer /i.test(challenge) || realm === undefined) throw answerError(401)
  const url = checkedUrl(realm, isPlain)
  const service = parameter('service')
  if (service !== undefined) url.searchParams.set('service', service)
  url.searchParams.set('scope', `repository:${path}:pull`)
  const { status, bytes } = await ask(url, { accept: 'application/json' }, signal)
  if (status !== 200) throw answerError(status)
  const said: unknown = JSON.parse(bytes.toString('utf8'))
  const { token, access_token: other } = (said ?? {}) as { readonly token?: unknown; readonly access_token?: unknown }
  const text = token ?? other
  if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) throw answerError(401)
  return text
}

/** Without TLS is asked only where the registry itself is. */
function checkedUrl(text: string, isPlain: boolean, base?: URL): URL {
  const url = new URL(text, base)
  if (url.protocol === 'https:' || (isPlain && url.protocol === 'http:')) return url
  throw new HostFaultError('other', 'its registry sends on to where there is no TLS')
}

function answerError(status: number): Error {
  if ([401, 403, 404].includes(status)) {
    return new TaskRefusedError('image', 'is not in its registry, or not for everybody')
  }
  return new HostFaultError('other', `its registry answers with status ${status}`)
}

/** Of this machine's certificate authorities, too, as podman does. */
function authorities(): readonly string[] {
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
}

async function ask(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
  const options = { headers: { ...headers, 'user-agent': 'millrace' }, signal, agent: false as const }
  const request =
    url.protocol === 'https:' ? getTls(url, { ...options, ca: [...authorities()] }) : getPlain(url, options)
  // What fails after the answer began is told by the answer, too.
  request.on('error', () => undefined)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > manifestBytesMax) throw new TaskRefusedError('image', 'has a manifest that is too large')
    pieces.push(piece)
  }
  return { status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(pieces) }
}
