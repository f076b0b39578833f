// biome-ignore-all lint/suspicious/noTemplateCurlyInString: manifests write their parameters so
/** The published schema is made from the definition, and says what the parser does as far as JSON Schema can. */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freshSchema } from '../../scripts/fresh-schema.ts'
import { checkManifest } from './parse-manifest.ts'

const committed = readFileSync(new URL('../../schema/manifest-v1.json', import.meta.url), 'utf8')
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(JSON.parse(committed))
const image = `docker.io/library/alpine@sha256:${'ab'.repeat(32)}`
const runs = 150

test('the committed schema is fresh: run node packages/workloads/scripts/write-schema.ts', () => {
  expect(committed).toBe(freshSchema())
})

/** A manifest of each kind with every field, as plain values. */
const wholes = {
  task: {
    version: 1,
    kind: 'task',
    name: 'job',
    image,
    command: ['a', '${P}', '$${Q}'],
    args: ['b'],
    environment: { A: 'b' },
    secrets: ['S'],
    inputs: [{ path: 'a', from: './a', sha256: 'ab'.repeat(32) }],
    outputs: [{ path: 'o-${P}' }],
    array: [
      { name: 'P', values: ['x', 'y'] },
      { name: 'N', from: -1, to: 9, step: 2, width: 3 },
    ],
    parallel: 4,
    resources: {
      cpus: 0.5,
      memory: '1GiB',
      disk: 8_388_608,
      gpus: { count: 1, vendor: 'nvidia', model: 'a100', memory: '40GiB' },
      architecture: 'amd64',
    },
    limits: { wallTime: '1h', cpuTime: '2h', processes: 10, openFiles: 100, files: 1000, logs: '1MiB' },
    network: 'outbound',
    restart: { policy: 'on-failure', retries: 2, delay: '5s' },
    placement: {
      regions: ['western-europe'],
      minimumStake: '5 MILL',
      attestations: ['measured-gpu'],
      operators: [`0x${'a'.repeat(40)}`],
      exceptOperators: [`0x${'b'.repeat(40)}`],
    },
    policy: 'replicas:2/3',
    price: { max: '0.10 USD/hour', total: '5 USD' },
    deadline: '2h',
    idempotencyKey: 'key',
  },
  service: {
    version: 1,
    kind: 'service',
    name: 'web',
    image,
    instances: 2,
    ports: [
      { port: 80, protocol: 'http', name: 'web' },
      { port: 81, protocol: 'tcp' },
    ],
    health: { port: 80, path: '/', interval: '5s', timeout: '2s', failures: 3, grace: '0s' },
    restart: { policy: 'always', retries: 1 },
    update: { strategy: 'rolling', atOnce: 1, healthyFor: '10s', within: '2m', onFailure: 'stop' },
  },
  batch: {
    version: 1,
    kind: 'batch',
    name: 'many',
    program: `millrace:sha256:${'ab'.repeat(32)}`,
    args: ['a'],
    items: { from: ['./a', 'https://example.org/b', 's3://bucket/key'] },
    shard: { items: 2, attempts: 2 },
    gasPerItem: 1000,
    parallel: 5,
    deadline: '2027-01-31T00:00:00Z',
  },
  gang: {
    version: 1,
    kind: 'gang',
    name: 'ring',
    image: 'host',
    command: ['mpirun'],
    gang: { nodes: 2, bandwidth: '1Gbit', roundTrip: '20ms' },
    outputs: [{ path: 'o' }],
    restart: { policy: 'never' },
  },
} as const satisfies Record<string, object>
const kinds = Object.keys(wholes) as (keyof typeof wholes)[]

describe.each(kinds)('a whole manifest of kind %s', (kind) => {
  test('passes both', () => {
    expect(validate(wholes[kind]), JSON.stringify(validate.errors)).toBe(true)
    expect(checkManifest(JSON.stringify(wholes[kind]))).toHaveProperty('manifest')
  })

  const odd = [
    null,
    [],
    {},
    '',
    'x',
    -1,
    0,
    1.5,
    2 ** 40,
    true,
    'host',
    '1GiB',
    '10m',
    ['a'],
    { a: 'b' },
    '../a',
    '\u0000',
    'a'.repeat(2_000),
  ]
  test('with odd values in it: what the schema refuses, the parser refuses', () => {
    const paths = pathsOf(wholes[kind])
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.constantFrom(...odd), fc.boolean(), (path, value, isRemoved) => {
        const changed = changedAt(structuredClone(wholes[kind]), path, isRemoved ? undefined : value)
        const parsed = 'manifest' in checkManifest(JSON.stringify(changed))
        if (!validate(changed)) expect(parsed, JSON.stringify({ path, value, isRemoved })).toBe(false)
      }),
      { numRuns: runs },
    )
  })

  test('with one more field anywhere: both refuse it', () => {
    for (const path of pathsOf(wholes[kind])) {
      if (path.includes('environment')) continue
      const at = valueAt(wholes[kind], path)
      if (typeof at !== 'object' || at === null || Array.isArray(at)) continue
      const changed = changedAt(structuredClone(wholes[kind]), [...path, 'other'], 1)
      expect([validate(changed), 'manifest' in checkManifest(JSON.stringify(changed))], path.join('.')).toEqual([
        false,
        false,
      ])
    }
  })
})

/** What only the parser can see: rules between fields, sums, real dates. All else must be refused by both. */
const parserOnly =
  /expected (at most \d+ (tasks|bytes of)|a parameter|no parameter|a command|a list of sources|each |a port|to that|the name of a program)|control/

test('what the parser refuses field by field, the schema refuses, but for sizes out of range', () => {
  const odd = fc.oneof(
    fc.constantFrom('1GiB', '10m', '', 'a-', 'alpine:3'),
    fc.string({ maxLength: 8 }),
    fc.integer(),
    fc.constant([]),
  )
  const mostly = <T>(...right: readonly T[]) =>
    fc.oneof({ arbitrary: fc.constantFrom(...right), weight: 9 }, { arbitrary: odd, weight: 1 })
  const number = mostly(1, 2, 100, 0.5, -1)
  const draft = fc.record(
    {
      version: fc.constant(1),
      kind: fc.constant('task'),
      name: mostly('job', 'a-b'),
      image: mostly(image, 'host'),
      command: mostly(['a'], ['a', 'b c'], ['', 'a']),
      parallel: mostly(1, 50),
      network: mostly('none', 'outbound'),
      restart: fc.record(
        { policy: mostly('never', 'on-failure'), retries: mostly(0, 3) },
        { requiredKeys: ['policy'] },
      ),
      array: fc.oneof(
        fc.record({ name: mostly('A', 'b_1'), values: mostly(['x'], ['1', '2']) }),
        fc.record({ name: fc.constant('N'), from: fc.constant(1), to: number }),
      ),
      secrets: mostly(['A'], ['A', 'B'], []),
    },
    { requiredKeys: ['version', 'kind', 'name', 'image', 'command'] },
  )
  let accepted = 0
  fc.assert(
    fc.property(draft, (value) => {
      const result = checkManifest(JSON.stringify(value))
      const problems = 'problems' in result ? result.problems : []
      if (problems.length === 0) accepted++
      if (problems.length === 0) expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
      if (problems.some(({ message }) => !parserOnly.test(message)))
        expect(validate(value), JSON.stringify(problems)).toBe(false)
    }),
    { numRuns: 2 * runs },
  )
  expect(accepted).toBeGreaterThan(0)
})

type Path = readonly (string | number)[]

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [...(path.length === 0 ? [] : [path]), ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value)
}

function changedAt(value: unknown, path: Path, to: unknown): unknown {
  const owner = valueAt(value, path.slice(0, -1)) as Record<string | number, unknown>
  const key = path.at(-1) ?? ''
  if (to === undefined && Array.isArray(owner)) owner.splice(Number(key), 1)
  else if (to === undefined) delete owner[key]
  else owner[key] = to
  return value
}
