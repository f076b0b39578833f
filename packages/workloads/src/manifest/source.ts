/**
 * Where the bytes of an input come from: a file beside the manifest, a web address, an S3-compatible bucket, or the network's
 * own content address.
 */
import * as v from 'valibot'
import { isPathBelow } from './paths.ts'
import { Refusal, spelled } from './spelled.ts'

/** Characters of a web address. */
export const urlCharsMax = 2_048

export type Source =
  /** Relative to the manifest, and below it. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'https'; readonly url: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string }
  /** 64 hexadecimal digits. */
  | { readonly kind: 'millrace'; readonly sha256: string }

const expected = 'a file below the manifest, https://…, s3://bucket/key or millrace:sha256:…'
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const s3Pattern = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/([^\0-\x1f\x7f]{1,1024})$/
const contentPattern = /^millrace:sha256:([0-9a-f]{64})$/

/** A schema for a source. */
export const source: v.GenericSchema<string, Source> = spelled(
  { type: 'string', minLength: 1, maxLength: urlCharsMax },
  (value) => (typeof value === 'string' ? parseSource(value) : new Refusal(expected)),
)

/** A schema for a digest in hexadecimal. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 as 64 hexadecimal digits'))

function parseSource(text: string): Source | Refusal {
  if (text.length > urlCharsMax || !text.isWellFormed()) return new Refusal(`at most ${urlCharsMax} characters`)
  const [, content] = contentPattern.exec(text) ?? []
  if (content !== undefined) return { kind: 'millrace', sha256: content }
  const [, bucket, key] = s3Pattern.exec(text) ?? []
  if (bucket !== undefined && key !== undefined) return { kind: 's3', bucket, key }
  if (/^https:/i.test(text)) return parseUrl(text)
  if (/^http:/i.test(text)) return new Refusal(expected, 'Use https: what comes over http can be changed on its way.')
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text)
  if (scheme !== null) return new Refusal(expected)
  return parseFile(text)
}

function parseUrl(text: string): Source | Refusal {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.protocol !== 'https:' || /[\s\\]/.test(text)) return new Refusal('an https address')
  if (url.username !== '' || url.password !== '') {
    return new Refusal(
      'an address without a user or password',
      'A manifest is no place for them: use a signed address or s3://.',
    )
  }
  return { kind: 'https', url: url.href }
}

function parseFile(text: string): Source | Refusal {
  const path = text.startsWith('./') ? text.slice(2) : text
  if (isPathBelow(path) && !path.startsWith('~')) return { kind: 'file', path }
  const hint = 'A file stands beside the manifest or in a folder below it; its path has no "..", "~" or backslash.'
  return new Refusal(expected, hint)
}
