import { expect, test } from 'vitest'
import {
  type AttestedGroup,
  attestationHash,
  attestationMsMax,
  attestationOf,
  currentAttestations,
  type HardwareAttestation,
} from './attestation.ts'
import type { NodeResult } from './judge-challenge.ts'

const address = (digit: string) => `0x${digit.repeat(40)}` as const
const hash = (digit: string) => `0x${digit.repeat(64)}` as const
const group: AttestedGroup = {
  ...{ challenger: address('a'), operator: address('b'), group: hash('1'), class: 'cpu' },
  ...{ measuredAt: 1_000, lifetimeMs: 500 },
}
const result: NodeResult = {
  ...{ node: address('c'), verdict: 'passed', reasons: ['as-claimed'] },
  ...{ claimedUnits: 100, measuredUnits: 99, provenUnits: 98 },
}

test('a result becomes what was proven, with its end', () => {
  expect(attestationOf(result, group)).toEqual({
    ...{ challenger: address('a'), operator: address('b'), group: hash('1'), class: 'cpu' },
    ...{ node: address('c'), units: 98, measuredAt: 1_000, expiresAt: 1_500, reasons: ['as-claimed'] },
  })
  expect(attestationOf({ ...result, verdict: 'untested', reasons: ['unreachable'] }, group)).toBeUndefined()
  for (const lifetimeMs of [0, -1, 1.5, attestationMsMax + 1]) {
    expect(() => attestationOf(result, { ...group, lifetimeMs })).toThrow(RangeError)
  }
})

test('every field moves the hash', () => {
  const base = attestationOf(result, group) as HardwareAttestation
  const changes: Partial<HardwareAttestation>[] = [
    { challenger: address('d') },
    { operator: address('d') },
    { node: address('d') },
    { group: hash('2') },
    { class: 'gpu' },
    { units: 97 },
    { measuredAt: 999 },
    { expiresAt: 1_501 },
    { reasons: ['slower-than-claimed'] },
  ]
  const hashes = [base, ...changes.map((change) => ({ ...base, ...change }))].map(attestationHash)
  expect(new Set(hashes).size).toBe(changes.length + 1)
})

test('of an operator only the newest group counts, until it expires', () => {
  const base = attestationOf(result, group) as HardwareAttestation
  const other = { ...base, node: address('e') }
  const newer = { ...base, group: hash('2'), measuredAt: 1_200, expiresAt: 1_700 }
  const foreign = { ...other, operator: address('f') }
  expect(currentAttestations([base, other, foreign], 1_100)).toEqual([base, other, foreign])
  // The node that was away from the newer group is attested nothing, though its own has not expired.
  expect(currentAttestations([base, other, newer, foreign], 1_300)).toEqual([newer, foreign])
  expect(currentAttestations([base, newer], 1_700)).toEqual([])
  expect(currentAttestations([base], 999)).toEqual([])
})

test('of two groups of one moment all readers take the same', () => {
  const base = attestationOf(result, group) as HardwareAttestation
  const twin = { ...base, group: hash('2') }
  expect(currentAttestations([base, twin], 1_100)).toEqual(currentAttestations([twin, base], 1_100))
})
