/** What a receipt says of how it can be checked: policy, exactness, build. */
import {
  type ExactnessClass,
  exactnessClasses,
  type Hash,
  isMillraceError,
  nameOfCode,
  policyOf,
  policyText,
  type ReceiptBundle,
  type VerificationPolicy,
  zeroHash,
} from '@millrace/protocol'

export type ReceiptFacts = {
  readonly policy: VerificationPolicy
  readonly exactness: ExactnessClass
  /** What computed a replayable answer. */
  readonly build: Hash | undefined
}

/** Returns what the bundle says. Codes that it does not know read as `trust` and `opaque`, which promise nothing. */
export function receiptFacts({ quote, receipt }: Pick<ReceiptBundle, 'quote' | 'receipt'>): ReceiptFacts {
  return {
    policy: known(() => policyOf(quote)) ?? { name: 'trust' },
    exactness: known(() => nameOfCode(exactnessClasses, receipt.exactness, 'exactness')) ?? 'opaque',
    build: receipt.build === zeroHash ? undefined : receipt.build,
  }
}

/** Returns the facts on one line. */
export function factsLine({ policy, exactness, build }: ReceiptFacts): string {
  return `policy ${policyText(policy)}, ${exactness}${build === undefined ? '' : `, build ${shortHash(build)}`}`
}

/** Returns the facts for machines. */
export function factsJson({ policy, exactness, build }: ReceiptFacts) {
  return { policy: policyText(policy), exactness, build: build ?? null }
}

/** Returns a hash that people can compare with another: its first ten digits. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 12)}…`
}

function known<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isMillraceError(error)) return undefined
    throw error
  }
}
