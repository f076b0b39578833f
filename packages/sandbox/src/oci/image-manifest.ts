/**
 * Reads the manifest of an image before podman does. A manifest is a stranger's, and may name addresses to get a layer from (`urls`), which
 * podman asks wherever they lead, as root and from this machine's network. Such an image is refused, and podman is only given the digest of
 * a manifest that was read here: it compares it, so it reads the same bytes.
 *
 * podman's reader takes keys in any case and of equal keys the last, in part the earlier ones, too. So a manifest counts only when it can be
 * read in one way: each key once, and spelled as in the specification.
 *
 * Source: OCI image specification 1.1 (manifest, index, descriptor), Docker's image manifest version 2, schema 2.
 */
import { createHash } from 'node:crypto'
import { TaskRefusedError } from '../task/task-error.ts'
import { fetchManifest } from './fetch-manifest.ts'
import type { ImageReference, Registry } from './registries.ts'

/** Images that a list may have, for as many kinds of machine: the longest in use have some thirty. */
export const listedImagesMax = 256

/**
 * Returns the digest of the image for this machine, hexadecimal: the reference's, or one of the list that it means.
 *
 * @param architecture - as the Go language calls it.
 * @throws {TaskRefusedError} when there is none, or it could lead elsewhere. @throws {HostFaultError} when the registry cannot be asked.
 *   Aborting rejects with the reason.
 */
export async function findImage(
  { name, digest }: ImageReference,
  registries: readonly Registry[],
  architecture: string,
  signal: AbortSignal,
): Promise<string> {
  const read = async (wanted: string) => {
    const bytes = await fetchManifest({ name, digest: wanted }, registries, signal)
    if (createHash('sha256').update(bytes).digest('hex') !== wanted) {
      throw new TaskRefusedError('image', 'is not what its digest says')
    }
    return readManifest(bytes)
  }
  const first = await read(digest)
  if (!('manifests' in first)) return checkImage(first, digest)
  const chosen = chooseImage(first.manifests, architecture)
  return checkImage(await read(chosen), chosen)
}

type Members = Readonly<Record<string, unknown>>

function checkImage(manifest: Members, digest: string): string {
  const { schemaVersion, config, layers } = manifest
  if (schemaVersion !== 2 || !isRecord(config) || !Array.isArray(layers) || 'manifests' in manifest) {
    throw new TaskRefusedError('image', 'has a manifest of no kind that is known here')
  }
  for (const layer of [config, ...layers]) {
    const type = isRecord(layer) ? layer.mediaType : undefined
    if (typeof type !== 'string' || /foreign|nondistributable/i.test(type)) {
      throw new TaskRefusedError('image', 'has layers that its registry does not keep')
    }
  }
  return digest
}

/** Returns the digest of the first image for Linux on this machine. */
function chooseImage(manifests: unknown, architecture: string): string {
  if (Array.isArray(manifests) && manifests.length <= listedImagesMax) {
    for (const one of manifests) {
      if (!isRecord(one) || !isRecord(one.platform)) continue
      const { os, architecture: own } = one.platform
      const digest = /^sha256:([0-9a-f]{64})$/.exec(String(one.digest))?.[1]
      if (os === 'linux' && own === architecture && digest !== undefined) return digest
    }
  }
  throw new TaskRefusedError('image', `has nothing for Linux on ${architecture}`)
}

/** Keys with a meaning, as the specification spells them. */
const meantKeys = ['schemaVersion', 'mediaType', 'config', 'layers', 'manifests', 'digest', 'size', 'platform', 'urls']
const meantByFolded = new Map(meantKeys.map((key) => [folded(key), key]))

/** Parses a manifest. @throws {TaskRefusedError} when it can be read in more than one way, or names addresses. */
export function readManifest(bytes: Buffer): Members {
  const text = bytes.toString('utf8')
  const value = parseJson(text)
  let members = 0
  // Without recursion: how deep it goes is a stranger's choice.
  const open: unknown[] = [value]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (!isRecord(one)) {
      if (Array.isArray(one)) for (const item of one) open.push(item ?? null)
      continue
    }
    for (const [key, item] of Object.entries(one)) {
      members += 1
      open.push(item ?? null)
      const meant = meantByFolded.get(folded(key))
      if (meant === 'urls') throw new TaskRefusedError('image', 'has layers that come from elsewhere than its registry')
      if (meant !== undefined && meant !== key) throw new TaskRefusedError('image', 'has a manifest with odd keys')
    }
  }
  if (writtenMembers(text) !== members) throw new TaskRefusedError('image', 'has a manifest with a key twice')
  if (isRecord(value)) return value
  throw new TaskRefusedError('image', 'has a manifest of no kind that is known here')
}

/** Returns how many members the objects of a JSON text have, those of equal keys, too: colons outside of strings. */
function writtenMembers(text: string): number {
  let colons = 0
  let isInside = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (isInside && char === '\\') i += 1
    else if (char === '"') isInside = !isInside
    else if (!isInside && char === ':') colons += 1
  }
  return colons
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TaskRefusedError('image', 'has a manifest that is no JSON')
  }
}

/** As the Go language compares keys: without case, and with the two letters outside of ASCII that fold into it. */
function folded(key: string): string {
  return key.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase()
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
