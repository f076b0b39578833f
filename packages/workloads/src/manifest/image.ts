/**
 * What a job's file system is made of: a container image pinned by digest, or the system folders of the host.
 *
 * Source: https://github.com/opencontainers/distribution-spec and the reference grammar of https://github.com/distribution/reference.
 * Invariant: the same reference always means the same bytes, so a tag alone is refused.
 */
import type * as v from 'valibot'
import { Refusal, spelled } from './spelled.ts'

/** Characters of an image reference. */
export const imageCharsMax = 512

export type Image =
  | { readonly kind: 'host' }
  /** `registry/name@sha256:…`, complete, without a tag. */
  | { readonly kind: 'oci'; readonly reference: string }

const host = '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/)?'
const namePart = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*'
const name = `${host}${namePart}(?:/${namePart})*`
const tag = '(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?'
const imagePattern = `^(host|${name}${tag}@sha256:[0-9a-f]{64})$`
const dockerHub = 'docker.io'

/** A schema for an image. */
export const image: v.GenericSchema<string, Image> = spelled(
  { type: 'string', pattern: imagePattern, maxLength: imageCharsMax },
  (value) => {
    const fits = typeof value === 'string' && value.length <= imageCharsMax
    if (fits && value === 'host') return { kind: 'host' }
    if (fits && new RegExp(imagePattern).test(value)) return { kind: 'oci', reference: completeReference(value) }
    const hint = 'A tag can come to mean other bytes. "docker buildx imagetools inspect NAME:TAG" prints the digest.'
    return new Refusal('host, or an image with its digest: name@sha256:…', typeof value === 'string' ? hint : '')
  },
)

/** Returns whether a reference names its digest. */
export function isPinned(reference: string): boolean {
  return reference.length <= imageCharsMax && new RegExp(imagePattern).test(reference)
}

/** Returns whether a text is an image reference at all, with or without a digest. */
export function isReference(text: string): boolean {
  return text.length <= imageCharsMax && new RegExp(`^${name}${tag}(?:@sha256:[0-9a-f]{64})?$`).test(text)
}

/** Returns the reference with its registry spelled out, as Docker understands it, and without a tag. */
function completeReference(reference: string): string {
  const [named = '', digest = ''] = reference.split('@')
  const lastSlash = named.lastIndexOf('/')
  const path = named.slice(0, lastSlash + 1) + named.slice(lastSlash + 1).replace(/:.*$/, '')
  const [first = ''] = path.split('/')
  const hasRegistry = path.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  const official = path.includes('/') ? '' : 'library/'
  return `${hasRegistry ? path : `${dockerHub}/${official}${path}`}@${digest}`
}
