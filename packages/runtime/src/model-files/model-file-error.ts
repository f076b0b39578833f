/** What can go wrong between a model manifest and a verified file. */
import { MillraceError } from '@millrace/protocol'

export class BadModelManifestError extends MillraceError {
  override readonly name = 'BadModelManifestError'

  constructor(problem: string) {
    super({
      code: 'MODEL_MANIFEST_INVALID',
      message: `The model manifest is not valid: ${problem}`,
      hint: 'Correct the named field.',
      retryable: false,
    })
  }
}

export class ModelConversionError extends MillraceError {
  override readonly name = 'ModelConversionError'

  constructor(converter: string, problem: string, cause?: unknown) {
    super({
      code: 'MODEL_CONVERSION_FAILED',
      message: `The ${converter} converter cannot use its input: ${problem}.`,
      hint: 'Report it: the input was verified, so the manifest and the converter disagree.',
      retryable: false,
      cause,
    })
  }
}

/** One source did not give the file. Never thrown to the caller by itself: it is the cause of {@link ModelUnavailableError}. */
export class ModelSourceError extends MillraceError {
  override readonly name = 'ModelSourceError'
  readonly source: string

  constructor(source: string, problem: string, init: { readonly retryable: boolean; readonly cause?: unknown }) {
    super({
      code: 'MODEL_SOURCE_FAILED',
      message: `${source}: ${problem}`,
      hint: 'The next source is tried.',
      retryable: init.retryable,
      cause: init.cause,
    })
    this.source = source
  }
}

export class ModelDigestMismatchError extends MillraceError {
  override readonly name = 'ModelDigestMismatchError'

  constructor(source: string, expected: Digest, got: Digest) {
    super({
      code: 'MODEL_DIGEST_MISMATCH',
      message: `${source} gave other bytes: expected ${describe(expected)}, got ${describe(got)}.`,
      hint: 'The file was discarded. The source is wrong, truncated or tampered with: use another.',
      retryable: false,
    })
  }
}

export class ModelUnavailableError extends MillraceError {
  override readonly name = 'ModelUnavailableError'
  readonly failures: readonly MillraceError[]

  constructor(fileName: string, failures: readonly MillraceError[]) {
    super({
      code: 'MODEL_UNAVAILABLE',
      message:
        failures.length === 0
          ? `The model file ${fileName} is not in the cache and its manifest lists no source.`
          : `No source gave the model file ${fileName}:\n${failures.map((failure) => `  - ${failure.message}`).join('\n')}`,
      hint: 'Check the network, the proxy and the registry in your npm configuration, then try again: a partial download resumes.',
      retryable: failures.some((failure) => failure.retryable),
      cause: failures.at(-1),
    })
    this.failures = failures
  }
}

const cacheKinds = {
  MODEL_CACHE_FULL: {
    hint: 'Free disk space, or set XDG_CACHE_HOME to a larger disk; the download resumes.',
    retryable: false,
  },
  MODEL_CACHE_UNWRITABLE: {
    hint: 'Make the directory writable, or set XDG_CACHE_HOME to one that is.',
    retryable: false,
  },
} as const

export class ModelCacheError extends MillraceError {
  override readonly name = 'ModelCacheError'

  constructor(cacheDir: string, cause: unknown) {
    const system = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    const code = system === 'ENOSPC' || system === 'EDQUOT' ? 'MODEL_CACHE_FULL' : 'MODEL_CACHE_UNWRITABLE'
    const message = `The model cache ${cacheDir} cannot be written to (${system}).`
    super({ code, message, ...cacheKinds[code], cause })
  }
}

export class ModelLockLostError extends MillraceError {
  override readonly name = 'ModelLockLostError'

  constructor(cause: unknown) {
    super({
      code: 'MODEL_LOCK_LOST',
      message: 'This process stood still for so long that another may have taken over fetching the model.',
      hint: 'Try again: what was fetched is kept.',
      retryable: true,
      cause,
    })
  }
}

export type Digest = { readonly bytes: number; readonly sha256: string }

function describe({ bytes, sha256 }: Digest): string {
  return `${bytes} bytes with SHA-256 ${sha256}`
}
