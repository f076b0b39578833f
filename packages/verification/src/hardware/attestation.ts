/**
 * What a challenger says about one node's speed, for others to read: a plain value and its hash, to be signed by the challenger.
 *
 * A reader trusts the challengers of its choice and counts, of one operator and challenger, only the attestations of the newest group
 * (`currentAttestations`): those who were away when the others were tested have none.
 */
import { type Address, bytesToHex, canonicalJson, type Hash } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { type HardwareClass, hardwareClasses } from './challenge.ts'
import { type HardwareReason, hardwareReasons, type NodeResult } from './judge-challenge.ts'

/** How long an attestation holds, in milliseconds: a week. Challenges come at random times, several in that span. */
export const attestationMsMax = 7 * 86_400_000

export type HardwareAttestation = {
  readonly challenger: Address
  readonly operator: Address
  readonly node: Address
  /** Names the challenge of all the operator's nodes at once. */
  readonly group: Hash
  readonly class: HardwareClass
  /** Proven, whole millions of int8 multiply-adds a second. */
  readonly units: number
  /** Milliseconds since 1970. */
  readonly measuredAt: number
  readonly expiresAt: number
  readonly reasons: readonly HardwareReason[]
}

export type AttestedGroup = Pick<HardwareAttestation, 'challenger' | 'operator' | 'group' | 'class' | 'measuredAt'> & {
  readonly lifetimeMs: number
}

/**
 * Returns the attestation of one result, or undefined where the node could not be tested: that says nothing about it. A failed
 * node is attested what it proved.
 *
 * @throws {RangeError} for a lifetime that is not from 1 to {@link attestationMsMax}.
 */
export function attestationOf(result: NodeResult, group: AttestedGroup): HardwareAttestation | undefined {
  const { lifetimeMs, ...about } = group
  if (!Number.isSafeInteger(lifetimeMs) || lifetimeMs < 1 || lifetimeMs > attestationMsMax) {
    throw new RangeError(`lifetimeMs must be from 1 to ${attestationMsMax}, got ${lifetimeMs}`)
  }
  if (result.verdict === 'untested') return undefined
  return {
    ...about,
    node: result.node,
    units: result.provenUnits,
    expiresAt: about.measuredAt + lifetimeMs,
    reasons: result.reasons,
  }
}

/** Returns SHA-256 over a purpose and the attestation as canonical JSON, with codes for class and reasons. */
export function attestationHash(attestation: HardwareAttestation): Hash {
  const content = {
    ...attestation,
    class: hardwareClasses[attestation.class],
    reasons: attestation.reasons.map((reason) => hardwareReasons[reason]),
  }
  return bytesToHex(sha256(utf8ToBytes(`millrace:hardware-attestation:v1\n${canonicalJson(content)}`)))
}

/** Returns those that count at a time: not expired, and of the newest group of their operator, challenger and class. */
export function currentAttestations(
  attestations: readonly HardwareAttestation[],
  now: number,
): readonly HardwareAttestation[] {
  const key = (of: HardwareAttestation): string => `${of.challenger} ${of.operator} ${of.class}`
  const newest = new Map<string, HardwareAttestation>()
  for (const attestation of attestations) {
    const known = newest.get(key(attestation))
    if (known === undefined || isNewer(attestation, known)) newest.set(key(attestation), attestation)
  }
  return attestations.filter((attestation) => {
    const isInTime = attestation.measuredAt <= now && now < attestation.expiresAt
    return isInTime && newest.get(key(attestation))?.group === attestation.group
  })
}

/** Of two groups of one moment the lower name counts, so that all readers agree. */
function isNewer(a: HardwareAttestation, b: HardwareAttestation): boolean {
  return a.measuredAt === b.measuredAt ? a.group < b.group : a.measuredAt > b.measuredAt
}
