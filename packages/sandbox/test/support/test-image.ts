/** A container image with Perl and a shell, made of files of this machine: there is no registry to get one from. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readlinkSync } from 'node:fs'

export type TestImage = {
  /** Of the manifest. */
  readonly digest: string
  /** Manifest, configuration and layers by digest, as a registry has them. */
  readonly blobs: ReadonlyMap<string, { readonly type: string; readonly bytes: Buffer }>
}

export type ImageParts = {
  /** Archives, not compressed, the lowest first. */
  readonly layers: readonly Buffer[]
  readonly config?: Readonly<Record<string, unknown>>
  readonly architecture?: string
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const packages = [
  'perl-base',
  'dash',
  'coreutils',
  'libc6',
  'libcrypt1',
  'libselinux1',
  'libpcre2-8-0',
  'libacl1',
  'libattr1',
  'libgmp10',
  'passwd',
]

/** Returns an image with Debian's smallest Perl. */
export function perlImage(config: Readonly<Record<string, unknown>> = {}): TestImage {
  return imageOf({ layers: [systemLayer()], config })
}

export function imageOf({ layers, config = {}, architecture = goArchitecture }: ImageParts): TestImage {
  const blobs = new Map<string, { readonly type: string; readonly bytes: Buffer }>()
  const put = (type: string, bytes: Buffer) => {
    const digest = digestOf(bytes)
    blobs.set(digest, { type, bytes })
    return { mediaType: type, digest, size: bytes.length }
  }
  const putJson = (type: string, value: unknown) => put(type, Buffer.from(JSON.stringify(value)))
  const stored = layers.map((layer) => put('application/vnd.oci.image.layer.v1.tar', layer))
  const said = putJson('application/vnd.oci.image.config.v1+json', {
    ...{ architecture, os: 'linux', config },
    rootfs: { type: 'layers', diff_ids: stored.map(({ digest }) => digest) },
  })
  const { digest } = putJson(manifestType, { schemaVersion: 2, mediaType: manifestType, config: said, layers: stored })
  return { digest, blobs }
}

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** As the Go language calls this machine. */
const goArchitecture = process.arch === 'arm64' ? 'arm64' : 'amd64'

function systemLayer(): Buffer {
  const listed = run('dpkg', ['-L', ...packages], '')
    .toString()
    .split('\n')
  const links = ['/bin', '/sbin', '/lib', '/lib64'].filter((path) => existsSync(path))
  const merged = new Map(
    links.map((path) => [path, lstatSync(path).isSymbolicLink() ? `/${readlinkSync(path)}` : path]),
  )
  const paths = listed.map((path) => {
    const top = links.find((link) => path.startsWith(`${link}/`))
    return top === undefined ? path : `${merged.get(top)}${path.slice(top.length)}`
  })
  const kept = paths.filter((path) => /^\/usr\/(s?bin|lib|lib64)(\/|$)/.test(path) && !/gconv|locale/.test(path))
  const names = [...links, ...[...new Set(kept)].sort()].map((path) => path.slice(1))
  return run('tar', ['--no-recursion', '-C', '/', '-cf', '-', '-T', '-'], names.join('\n'))
}

function run(program: string, args: readonly string[], input: string): Buffer {
  const { status, stdout, stderr } = spawnSync(program, args, { input, maxBuffer: 256 << 20 })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
  return stdout
}
