import { describe, expect, test } from 'vitest'
import { exactnessClasses, finishes, nameOfCode, peerRoles, policies, workloads } from './codes.ts'
import { MalformedError } from './malformed-error.ts'

const tables: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  workloads,
  exactnessClasses,
  policies,
  finishes,
  peerRoles,
}

describe('codes', () => {
  test('never change: signed messages carry them for ever', () => {
    expect(tables).toMatchInlineSnapshot(`
      {
        "exactnessClasses": {
          "exact": 3,
          "opaque": 0,
          "replayable": 2,
          "tolerant": 1,
        },
        "finishes": {
          "cancelled": 2,
          "failed": 4,
          "length": 1,
          "payment-lagged": 3,
          "preempted": 5,
          "stop": 0,
        },
        "peerRoles": {
          "dialer": 0,
          "listener": 1,
        },
        "policies": {
          "attested": 4,
          "exact": 3,
          "replicas": 2,
          "sampled": 1,
          "trust": 0,
        },
        "workloads": {
          "audit": 5,
          "batch": 4,
          "chat": 1,
          "completion": 2,
          "embed": 3,
          "task": 6,
        },
      }
    `)
  })

  test.each(Object.entries(tables))('%s: every code has its name back', (_name, table) => {
    for (const [name, code] of Object.entries(table)) expect(nameOfCode(table, code, 'code')).toBe(name)
  })

  test.each([-1, 255, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('the unknown code %d is refused', (code) => {
    for (const table of Object.values(tables)) expect(() => nameOfCode(table, code, 'code')).toThrow(MalformedError)
  })
})
