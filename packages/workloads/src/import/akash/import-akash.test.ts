import { describe, expect, test } from 'vitest'
import { ImportRefusedError } from '../import-finding.ts'
import { importAkash } from './import-akash.ts'

const image = `alpine@sha256:${'ab'.repeat(32)}`
const odd = ['odd', ['odd'], { odd: 'odd' }, '-7', [['odd']], [{ odd: { odd: 'odd' } }], true]
const whole = {
  version: '2.0',
  services: { a: { image, expose: [{ port: 80, to: [{ global: true }] }] } },
  profiles: {
    compute: {
      p: {
        resources: {
          cpu: { units: 1 },
          memory: { size: '1Gi' },
          storage: { size: '1Gi' },
          gpu: { units: 1, attributes: { vendor: { nvidia: [{ model: 'a100', ram: '80Gi' }] } } },
        },
      },
    },
    placement: { where: { pricing: { a: { denom: 'uakt', amount: 1 } } } },
  },
  deployment: { a: { where: { profile: 'p', count: 1 } } },
}

describe('nothing is left out without a word', () => {
  test.each(mapsOf(whole).map((path) => [path.join('.') || 'the file', path]))('an odd key in %s', (_, path) => {
    const plain = JSON.stringify(importAkash(JSON.stringify(whole)).workloads)
    for (const value of odd) {
      const changed = structuredClone(whole)
      const owner = path.reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, changed)
      owner.odd = value
      const { workloads, findings } = importAkash(JSON.stringify(changed))
      const isNoted = findings.some((finding) => finding.path.includes('odd'))
      expect(isNoted || JSON.stringify(workloads) !== plain, JSON.stringify(value)).toBe(true)
    }
  })

  test.each(mapsOf(whole).flatMap((path) => leavesOf(path).map((leaf) => [leaf.join('.'), leaf] as const)))(
    'an odd value of %s',
    (_, path) => {
      const { workloads, findings } = importAkash(JSON.stringify(whole))
      for (const value of odd) {
        const changed = structuredClone(whole)
        const owner = path
          .slice(0, -1)
          .reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, changed)
        if (owner[path.at(-1) ?? ''] === value) continue
        if (owner[path.at(-1) ?? ''] === value) continue
        owner[path.at(-1) ?? ''] = value
        const outcome = outcomeOf(JSON.stringify(changed))
        expect(outcome, JSON.stringify(value)).not.toEqual(JSON.stringify({ workloads, findings }))
      }
    },
  )
})

test.each([
  [{ cpu: { units: '250m' } }, { cpus: 0.25 }],
  [{ cpu: { units: 2, attributes: { arch: 'arm64' } } }, { cpus: 2, architecture: 'arm64' }],
  [{ memory: { size: '100M' } }, { memory: '100000000B' }],
  [{ storage: [{ size: '1Gi' }, { size: '512Mi', name: 'x' }] }, { disk: '1536MiB' }],
  [{ gpu: { units: 2, attributes: { vendor: { nvidia: null } } } }, { gpus: { count: 2, vendor: 'nvidia' } }],
])('resources %j', (resources, expected) => {
  const changed = { ...whole, profiles: { ...whole.profiles, compute: { p: { resources } } } }
  const draft = importAkash(JSON.stringify(changed)).workloads[0]?.draft
  expect(draft?.resources).toEqual(expected)
})

test.each(['', 'version: "1.0"', 'version: "2.0"', 'version: "2.0"\nservices: {}', 'a: &x 1\nb: *x'])(
  '%j is no SDL',
  (text) => {
    expect(() => importAkash(text)).toThrow(ImportRefusedError)
  },
)

function outcomeOf(text: string): string {
  try {
    return JSON.stringify(importAkash(text))
  } catch (error) {
    if (!(error instanceof ImportRefusedError)) throw error
    return error.code
  }
}

function mapsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, item]) => mapsOf(item, [...path, key]))
  return Array.isArray(value) ? inner : [path, ...inner]
}

function leavesOf(path: readonly string[]): (readonly string[])[] {
  const owner = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], whole)
  return Object.entries(owner as object)
    .filter(([, item]) => typeof item !== 'object')
    .map(([key]) => [...path, key])
}
