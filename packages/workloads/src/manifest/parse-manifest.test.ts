import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { requirementOf } from '../plan/requirement.ts'
import { ManifestInvalidError } from './manifest-invalid-error.ts'
import { checkManifest, parseManifest } from './parse-manifest.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`
const examples = new URL('../../examples/', import.meta.url)
const head = 'version: 1\nkind: task\nname: job\nimage: host\ncommand: [true-program]\n'

test('the smallest task gets every default', () => {
  expect(parseManifest(head)).toEqual({
    version: 1,
    kind: 'task',
    name: 'job',
    image: { kind: 'host' },
    command: ['true-program'],
    args: undefined,
    environment: {},
    secrets: [],
    inputs: [],
    outputs: [],
    resources: { cpusMilli: 1000, memoryBytes: 2 ** 29, diskBytes: 2 ** 30, gpus: undefined, architecture: undefined },
    limits: {
      wallMsMax: 3_600_000,
      cpuMsMax: undefined,
      processesMax: 256,
      openFilesMax: 1024,
      filesMax: 65_536,
      logBytesMax: 2 ** 20,
    },
    network: 'none',
    placement: { regions: [], stakeMin: undefined, attestations: [], operators: [], exceptOperators: [] },
    policy: undefined,
    price: { max: undefined, total: undefined },
    idempotencyKey: undefined,
    array: [],
    parallelMax: 10_000,
    restart: { policy: 'never', retriesMax: 0, delayMs: 1000 },
    deadline: undefined,
  })
})

test.each(readdirSync(examples).filter((name) => /\.(yaml|json)$/.test(name)))(
  'the example %s is a manifest',
  (name) => {
    const manifest = parseManifest(readFileSync(new URL(name, examples), 'utf8'))
    expect(manifest).toMatchSnapshot()
    expect(requirementOf(manifest)).toMatchSnapshot()
  },
)

test('JSON and YAML of the same values are the same manifest', () => {
  const json = { version: 1, kind: 'task', name: 'job', image: 'host', command: ['true-program'] }
  expect(parseManifest(JSON.stringify(json, null, '\t'))).toEqual(parseManifest(head))
})

describe('what is accepted', () => {
  const digested = (reference: string) => `version: 1\nkind: task\nname: job\nimage: ${reference}@${digest}\n`
  test.each([
    ['alpine', 'docker.io/library/alpine'],
    ['alpine:3.20', 'docker.io/library/alpine'],
    ['grafana/loki', 'docker.io/grafana/loki'],
    ['ghcr.io/a/b.c__d-e:v1', 'ghcr.io/a/b.c__d-e'],
    ['localhost:5000/x', 'localhost:5000/x'],
  ])('the image %s is %s', (reference, complete) => {
    expect(parseManifest(digested(reference))).toMatchObject({
      image: { kind: 'oci', reference: `${complete}@${digest}` },
    })
  })

  test.each([
    ['./scene.pov', { kind: 'file', path: 'scene.pov' }],
    ['folder/scene.pov', { kind: 'file', path: 'folder/scene.pov' }],
    ['https://example.org/a?b=c', { kind: 'https', url: 'https://example.org/a?b=c' }],
    ['s3://my-bucket/some/key', { kind: 's3', bucket: 'my-bucket', key: 'some/key' }],
    [`millrace:${digest}`, { kind: 'millrace', sha256: digest.slice(7) }],
  ])('the source %s', (from, expected) => {
    expect(parseManifest(`${head}inputs: [{ path: a, from: "${from}" }]`).inputs).toEqual([
      { path: 'a', from: expected, sha256: undefined },
    ])
  })

  test.each([
    ['resources: { memory: 2GiB }', { resources: { memoryBytes: 2 ** 31 } }],
    ['resources: { memory: 512Mi }', { resources: { memoryBytes: 2 ** 29 } }],
    ['resources: { memory: 1.5GB }', { resources: { memoryBytes: 1.5e9 } }],
    ['resources: { memory: 8388608 }', { resources: { memoryBytes: 8_388_608 } }],
    ['resources: { cpus: 0.1 }', { resources: { cpusMilli: 100 } }],
    ['resources: { cpus: 0.0101 }', { resources: { cpusMilli: 11 } }],
    ['limits: { wallTime: 1h30m }', { limits: { wallMsMax: 5_400_000 } }],
    ['limits: { wallTime: 1500ms }', { limits: { wallMsMax: 1_500 } }],
    ['deadline: 2027-02-28T18:00:00Z', { deadline: { kind: 'at', unixMs: Date.UTC(2027, 1, 28, 18) } }],
    ['deadline: 2h', { deadline: { kind: 'after-submission', ms: 7_200_000 } }],
    ['price: { max: 0.10 USD/hour }', { price: { max: { amount: '0.10', currency: 'USD', per: 'hour' } } }],
    ['policy: sampled', { policy: 'sampled' }],
  ])('%s', (line, expected) => expect(parseManifest(`${head}${line}\n`)).toMatchObject(expected))
})

describe('what is refused', () => {
  test.each([
    ['resources: { memory: 512 }', 'resources.memory', /size from 4MiB/],
    ['resources: { memory: -1GiB }', 'resources.memory', /size/],
    ['resources: { memory: 99999999999999TiB }', 'resources.memory', /size/],
    ['resources: { memory: 4 GB of it }', 'resources.memory', /size/],
    ['resources: { cpus: .nan }', 'resources.cpus', /exact/],
    ['resources: { cpus: -.inf }', 'resources.cpus', /exact/],
    ['resources: { cpus: 1e400 }', 'resources.cpus', /exact/],
    ['resources: { cpus: 9007199254740993 }', 'resources.cpus', /exact/],
    ['resources: { cpus: 0 }', 'resources.cpus', /processors/],
    ['resources: { cpus: -1 }', 'resources.cpus', /processors/],
    ['resources: { gpus: { count: 1.5 } }', 'resources.gpus.count', /whole number/],
    ['resources: { gpus: { count: 65 } }', 'resources.gpus.count', /1 to 64/],
    ['limits: { wallTime: 10 }', 'limits.wallTime', /such as 90s/],
    ['limits: { wallTime: 999999999d }', 'limits.wallTime', /time/],
    ['limits: { wallTime: "" }', 'limits.wallTime', /time/],
    ['limits: { processes: -1 }', 'limits.processes', /1 to 65536/],
    ['deadline: 2027-02-30T18:00:00Z', 'deadline', /a time such as/],
    ['deadline: 2027-02-28', 'deadline', /a time such as/],
    ['price: { max: 0.10 }', 'price.max', /amount for a time/],
    ['price: { max: -1 USD/hour }', 'price.max', /amount/],
    ['policy: sometimes', 'policy', /trust, sampled/],
    ['network: host', 'network', /"none" \| "outbound"/],
    ['command: povray scene.pov', 'command', /twice|list of arguments/],
    ['inputs: [{ path: ../a, from: a }]', 'inputs[0].path', /below/],
    ['inputs: [{ path: /etc/passwd, from: a }]', 'inputs[0].path', /below/],
    ['inputs: [{ path: "a\\0b", from: a }]', 'inputs[0].path', /below/],
    ['inputs: [{ path: "a\\\\b", from: a }]', 'inputs[0].path', /below/],
    ['inputs: [{ path: a, from: "~/a" }]', 'inputs[0].from', /a file below/],
    ['inputs: [{ path: a, from: ../a }]', 'inputs[0].from', /a file below/],
    ['inputs: [{ path: a, from: /etc/shadow }]', 'inputs[0].from', /a file below/],
    ['inputs: [{ path: a, from: "file:///etc/shadow" }]', 'inputs[0].from', /a file below/],
    ['inputs: [{ path: a, from: "http://example.org" }]', 'inputs[0].from', /https/],
    ['inputs: [{ path: a, from: "https://u:p@example.org" }]', 'inputs[0].from', /without a user/],
    ['inputs: [{ path: a, from: b }, { path: a/c, from: b }]', 'inputs', /none below/],
    ['outputs: [{ path: "frame-*.png" }]', 'outputs[0].path', /one file or folder/],
    ['outputs: [{ path: a/../b }]', 'outputs[0].path', /below/],
    ['environment: { PORT: 8080 }', 'environment.PORT', /a text/],
    ['environment: { "A=B": x }', 'environment.A=B', /such as FRAME_RATE/],
    ['secrets: { API_KEY: hunter2 }', 'secrets', /list of names/],
    ['secrets: ["API_KEY=hunter2"]', 'secrets[0]', /name of a secret/],
    ['secrets: [A]\nenvironment: { A: x }', 'secrets[0]', /not in environment/],
    ['array: { name: F, from: 5, to: 4 }', 'array', /not below from/],
    ['array: { name: F, from: 0, to: 100000 }', 'array', /at most 100000 tasks/],
    ['array: [{ name: F, from: 0, to: 999 }, { name: G, from: 0, to: 999 }]', 'array', /at most 100000 tasks/],
    ['array: [{ name: F, values: [a] }, { name: F, values: [b] }]', 'array', /each name once/],
    ['array: { name: F, values: [a, a] }', 'array.values', /each value once/],
    [`args: ["\${FRAME}"]`, 'args[0]', /no parameter/],
    ['args: ["${"]', 'args[0]', /no parameter/],
    [`array: { name: F, values: [a] }\nargs: ["\${G}"]`, 'args[0]', /a parameter: F/],
    ['replicas: 3', 'replicas', /no field/],
    [
      'placement: { operators: ["0x00000000000000000000000000000000000000aa"], exceptOperators: ["0x00000000000000000000000000000000000000AA"] }',
      'placement.exceptOperators[0]',
      /not asked for/,
    ],
  ])('%s', (line, field, message) => {
    const problems = problemsOf(`${head}${line}\n`)
    expect(problems.map((problem) => problem.field)).toContain(field)
    expect(problems.find((problem) => problem.field === field)?.message).toMatch(message)
    expect(problems.every(({ hint }) => hint !== '')).toBe(true)
  })

  test.each([
    ['version: 2\nkind: task\nname: job\nimage: host\ncommand: [a]', 'version'],
    ['version: 1\nkind: cronjob\nname: job\nimage: host', 'kind'],
    ['version: 1\nname: job\nimage: host', 'kind'],
    ['version: 1\nkind: task\nname: Job_1\nimage: host\ncommand: [a]', 'name'],
    ['version: 1\nkind: task\nname: job\nimage: alpine:3.20', 'image'],
    ['version: 1\nkind: task\nname: job\nimage: host', 'command'],
    ['version: 1\nkind: batch\nname: job\nitems: { from: [a] }', ''],
    ['version: 1\nkind: batch\nname: job\nprogram: a\nimage: host\nitems: { from: [a] }', 'image'],
    ['version: 1\nkind: batch\nname: job\nprogram: a\nitems: { from: a }', 'items.from'],
    ['version: 1\nkind: gang\nname: job\nimage: host\ncommand: [a]\ngang: { nodes: 1 }', 'gang.nodes'],
    ['version: 1\nkind: service\nname: job\nimage: host\ncommand: [a]\nports: []', 'ports'],
    [
      'version: 1\nkind: service\nname: job\nimage: host\ncommand: [a]\nports: [{ port: 80 }, { port: 80 }]',
      'ports[1]',
    ],
    [
      'version: 1\nkind: service\nname: job\nimage: host\ncommand: [a]\nports: [{ port: 80 }]\nhealth: { port: 81 }',
      'health.port',
    ],
    [
      'version: 1\nkind: service\nname: job\nimage: host\ncommand: [a]\nports: [{ port: 80 }]\nhealth: { path: / }',
      'health.path',
    ],
    [
      'version: 1\nkind: service\nname: job\nimage: host\ncommand: [a]\nports: [{ port: 80 }]\noutputs: [{ path: a }]',
      'outputs',
    ],
    ['[]', 'kind'],
    [`${head}resources: []`, 'resources'],
    [`${head}environment: []`, 'environment'],
    ['just text', ''],
    ['', ''],
  ])('%j', (text, field) => expect(problemsOf(text).map((problem) => problem.field)).toContain(field))

  test('all faults are told at once, by line, with what to do', () => {
    const text =
      'version: 1\nkind: task\nname: job\nimage: alpine:3\ncpus: 2\nresources:\n  memory: lots\nenv:\n  A: b\nlimits: { walltime: 1h }\n'
    expect(problemsOf(text)).toMatchSnapshot()
    expect(() => parseManifest(text)).toThrowErrorMatchingSnapshot()
    expect(() => parseManifest(text)).toThrow(ManifestInvalidError)
  })

  test('a secret value is nowhere in the error', () => {
    for (const line of ['secrets: { API_KEY: hunter2 }', 'secrets: ["API_KEY=hunter2"]', 'environment: [hunter2]']) {
      expect(JSON.stringify(problemsOf(`${head}${line}`))).not.toContain('hunter2')
    }
  })

  test('only the first faults of many are told', () => {
    const text = `${head}${Array.from({ length: 500 }, (_, index) => `x${index}: 1\n`).join('')}`
    expect(problemsOf(text)).toHaveLength(20)
  })
})

function problemsOf(text: string) {
  const result = checkManifest(text)
  return 'problems' in result ? result.problems : []
}
