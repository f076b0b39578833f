/**
 * Requests as the user's own npm would make them: registry per scope, credentials, proxies, certificates, all from .npmrc files and
 * npm's environment variables. Nothing here knows a registry's host.
 */
import type { Readable } from 'node:stream'
import Config from '@npmcli/config'
import npmDefinitions from '@npmcli/config/lib/definitions/index.js'
import npmFetch from 'npm-registry-fetch'
import * as v from 'valibot'

export type NpmConfiguration = {
  /** The environment npm would see: home, npm_config_*, proxies. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where a project's .npmrc is looked for, upwards. */
  readonly cwd: string
}

export type NpmResponse = {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array>
}

export type NpmClient = {
  /** Requests any URL with the proxies and certificates of the configuration, and the credentials meant for its host. */
  request(
    url: string,
    options: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
  ): Promise<NpmResponse>
  /** Returns the addresses to try for the tarball of a package version. */
  tarballUrls(name: string, version: string, options: { readonly signal: AbortSignal }): Promise<string[]>
}

/** Bytes of a registry's answer about one version; usual ones are a few kB. */
export const registryAnswerBytesMax = 16_777_216
const versionSchema = v.object({ dist: v.object({ tarball: v.pipe(v.string(), v.maxLength(2_048), v.url()) }) })

/** Returns a client for the configuration as it stands now. */
export async function createNpmClient({ env, cwd }: NpmConfiguration): Promise<NpmClient> {
  const config = new Config({
    npmPath: cwd,
    ...npmDefinitions,
    argv: [],
    env: { ...env },
    cwd,
    warn: false,
  })
  await config.load()
  // no cache: files are verified and kept by us. Retries and time-outs too, so that a partial download resumes
  const options: npmFetch.Options = { ...config.flat, cache: undefined, retry: { retries: 0 }, timeout: 2 ** 31 - 1 }

  const request: NpmClient['request'] = async (url, { headers, signal }) => {
    const response = await npmFetch(url, {
      ...options,
      // ranges count the bytes on the wire
      headers: { 'accept-encoding': 'identity', ...headers },
      signal,
    })
    return {
      status: response.status,
      headers: response.headers as unknown as Headers,
      body: response.body as unknown as Readable,
    }
  }
  const registryOf = (name: string): string => npmFetch.pickRegistry(name, options)
  return {
    request,
    async tarballUrls(name, version, { signal }) {
      const registry = registryOf(name).replace(/\/*$/, '/')
      const answer = await request(`${registry}${name.replace('/', '%2f')}/${version}`, {
        headers: { accept: 'application/json' },
        signal,
      })
      const { dist } = v.parse(versionSchema, JSON.parse(await readText(answer.body)))
      return tarballCandidates(dist.tarball, registry)
    },
  }
}

/**
 * A mirror may repeat the tarball address of the registry it mirrors, so the same path on the configured host comes first, under the
 * registry's own path and without it.
 */
function tarballCandidates(tarball: string, registry: string): string[] {
  const given = new URL(tarball)
  const home = new URL(registry)
  if (given.host === home.host) return [tarball]
  const prefix = home.pathname.replace(/\/$/, '')
  const moved = [`${prefix}${given.pathname}`, given.pathname].map((path) => new URL(path, home).href)
  return [...new Set([...moved, tarball])]
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.byteLength
    if (bytes > registryAnswerBytesMax)
      throw new RangeError(`The registry's answer is longer than ${registryAnswerBytesMax} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
