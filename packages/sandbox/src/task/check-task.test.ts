import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testSpec } from '../../test/support/test-spec.ts'
import { checkExec, checkTask, isPlainPath } from './check-task.ts'
import type { TaskLimits, TaskSpec } from './task.ts'
import { type HostileFamily, hostileFamilies, unmetNeeds } from './task-capabilities.ts'

const refusalOf = (change: Partial<TaskSpec>) => {
  try {
    checkTask(testSpec(change))
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

test('a plain task is accepted', () => {
  expect(refusalOf({})).toBe('accepted')
  const reference = `docker.io/library/alpine@sha256:${'a'.repeat(64)}`
  expect(refusalOf({ image: { kind: 'oci', reference } })).toBe('accepted')
  expect(refusalOf({ ports: [1, 65_535] })).toBe('accepted')
})

describe('limits', () => {
  const names = Object.keys(testSpec({}).limits) as (keyof TaskLimits)[]
  const bad = [0, -1, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '8' as unknown as number]
  test.each(names)('%s is a positive whole number', (name) => {
    for (const value of bad) {
      const message = refusalOf({ limits: { ...testSpec({}).limits, [name]: value } })
      expect(message).toBe(`The task is refused: limits.${name} is no positive whole number.`)
    }
  })

  test('GPUs are a count, and may be none', () => {
    expect([-1, 0.5, Number.NaN].map((gpus) => refusalOf({ gpus }))).toEqual(
      Array(3).fill('The task is refused: gpus is no count.'),
    )
  })
})

test.each<[string, Partial<TaskSpec>]>([
  ['no command', { command: [] }],
  ['an empty program', { command: [''] }],
  ['a zero character', { command: ['sh', 'a\0b'] }],
  ['half a character', { environment: { A: '\ud800' } }],
  ['a name with an equals sign', { environment: { 'A=B': '1' } }],
  ['an empty name', { secrets: { '': '1' } }],
  ['a secret that is a variable, too', { environment: { A: '1' }, secrets: { A: '2' } }],
  ['too many variables', { environment: Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`A${i}`, ''])) }],
  ['too many bytes', { environment: { A: 'x'.repeat(200_000) } }],
  ['an input above its folder', { inputs: [{ path: '../x', source: '/etc/hostname' }] }],
  ['an output that is absolute', { outputs: ['/etc/passwd'] }],
  ['an output in another', { outputs: ['tree', 'tree/file'] }],
  ['an output twice', { outputs: ['tree', 'tree'] }],
  ['an image by a tag', { image: { kind: 'oci', reference: 'alpine:latest' } }],
  ['an image that is an option', { image: { kind: 'oci', reference: `--x@sha256:${'a'.repeat(64)}` } }],
  ['a relative root', { image: { kind: 'directory', path: 'root' } }],
  ['another network', { network: 'host' as 'none' }],
  ['a port twice', { ports: [80, 80] }],
  ['a port above all', { ports: [65_536] }],
  ['port 0', { ports: [0] }],
  ['half a port', { ports: [80.5] }],
  ['a port that is a word', { ports: ['80' as unknown as number] }],
  ['too many ports', { ports: Array.from({ length: 17 }, (_, i) => 1 + i) }],
])('%s is refused', (_what, change) => {
  expect(refusalOf(change)).toMatch(/^The task is refused/)
})

test('a program beside a task is checked as the task is', () => {
  const spec = { command: ['sh'], environment: { A: '1' } }
  const refused = (change: object) => expect(() => checkExec({ ...spec, ...change }))
  expect(checkExec({ ...spec, terminal: { columns: 1, rows: 1_000 } })).toBeUndefined()
  refused({ command: [] }).toThrow('command is empty')
  refused({ environment: { 'A B': '' } }).toThrow('no name of a variable')
  for (const columns of [0, -1, -0, 1.5, Number.NaN, 1_001]) {
    refused({ terminal: { columns, rows: 24 } }).toThrow('terminal is not from 1 to 1000 columns and rows')
  }
})

test('messages hold no secret', () => {
  expect(refusalOf({ secrets: { KEY: 'hunter2\0' } })).not.toContain('hunter2')
})

test('plain paths stay below where they start', () => {
  const paths = fc.array(fc.constantFrom('a', '.', '..', '/', '\\', '\n', 'é', ''), { maxLength: 8 })
  fc.assert(
    fc.property(paths, (parts) => {
      const path = parts.join('')
      if (!isPlainPath(path)) return
      expect(new URL(path.split('/').map(encodeURIComponent).join('/'), 'file:///base/').pathname).toMatch(/^\/base\/./)
      expect(path).not.toMatch(/^\/|\/$|\/\/|(^|\/)\.\.?(\/|$)/)
    }),
  )
  expect(isPlainPath('')).toBe(false)
})

test('what a sandbox does not hold is named', () => {
  const spec = testSpec({ network: 'outbound', ports: [80], gpus: 1, image: { kind: 'directory', path: '/x' } })
  const limitsMax = { ...spec.limits, cpus: 1 }
  const allHeld = () =>
    Object.fromEntries(hostileFamilies.map((family) => [family, true])) as Record<HostileFamily, boolean>
  const held = { networkOutbound: false, gpusMax: 0, services: false, limitsMax, tasksMax: 1, unheld: [] }
  expect(unmetNeeds(spec, { ...held, isolation: allHeld(), images: ['host'] })).toEqual([
    'images of kind directory',
    'network outbound',
    'services',
    '1 GPUs, of which it has 0',
    'cpus of 2, of which it gives 1',
  ])
  const partly = { ...allHeld(), memory: false }
  expect(unmetNeeds(testSpec({ limits: limitsMax }), { ...held, isolation: partly, images: ['host'] })).toEqual([
    'isolation of memory',
  ])
})
