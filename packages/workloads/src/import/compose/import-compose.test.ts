// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files write their variables so

import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { ImportOptions } from '../finish-import.ts'
import { ImportRefusedError } from '../import-finding.ts'
import { serviceReasons, topReasons } from './compose-reasons.ts'
import { importCompose } from './import-compose.ts'

const image = `alpine@sha256:${'ab'.repeat(32)}`
const taken = [
  'image',
  'command',
  'entrypoint',
  'environment',
  'ports',
  'expose',
  'volumes',
  'deploy',
  'healthcheck',
  'restart',
  'secrets',
  'gpus',
  'mem_limit',
  'mem_reservation',
  'cpus',
  'cpu_count',
  'pids_limit',
  'platform',
  'ulimits',
  'network_mode',
  'scale',
]
const odd = ['odd', ['odd'], { odd: 'odd' }, '-7', [['odd']], [{ odd: { odd: 'odd' } }], '', true]

describe('nothing is left out without a word', () => {
  test.each([...new Set([...taken, ...serviceReasons.keys(), 'x-mine', 'no_such_key'])])(
    'the key %s of a service',
    (key) => {
      for (const value of odd) {
        for (const ports of [undefined, ['80']]) {
          const base = { image, ports }
          const plain = imported({ a: base })
          const { drafts, findings } = imported({ a: { ...base, [key]: value } })
          const isNoted = findings.some(({ path }) => path.startsWith(`services.a.${key}`))
          expect(
            isNoted || JSON.stringify(drafts) !== JSON.stringify(plain.drafts),
            JSON.stringify({ key, value }),
          ).toBe(true)
        }
      }
    },
  )

  test.each([...topReasons.keys(), 'x-mine', 'no_such_key'])('the key %s of the file', (key) => {
    for (const value of odd) {
      const { findings } = importCompose(JSON.stringify({ services: { a: { image } }, [key]: value }))
      expect(findings.map(({ path }) => path)).toContain(key)
    }
  })

  test('keys within keys', () => {
    const deploy = {
      mode: 'global',
      odd: '1',
      resources: {
        odd: '1',
        limits: { odd: '1', cpus: 'x', memory: 'x' },
        reservations: { devices: [{ odd: '1', driver: 'odd', capabilities: ['tpu'] }] },
      },
      update_config: { odd: '1', order: 'stop-first' },
      restart_policy: { odd: '1', condition: 'odd', window: '1s' },
    }
    const healthcheck = { odd: '1', test: ['ODD'], interval: 'x' }
    const service = {
      image,
      ports: [{ target: '80', odd: '1' }, { odd: '1' }],
      volumes: [{ type: 'bind', source: './a', target: '/a', odd: '1' }],
      deploy,
      healthcheck,
    }
    expect(
      imported({ a: service })
        .findings.map(({ path }) => path)
        .sort(),
    ).toMatchSnapshot()
  })
})

describe('what services become', () => {
  test.each([
    [{ command: 'a "b c" \'d\\e\' f\\ g' }, { args: ['a', 'b c', 'd\\e', 'f g'] }],
    [
      { entrypoint: ['a'], command: ['b', '$${HOME}'] },
      { command: ['a'], args: ['b', '$${HOME}'] },
    ],
    [{ environment: ['A=b=c', 'B='] }, { environment: { A: 'b=c', B: '' } }],
    [{ environment: { A: '010', B: '1.10', C: 'true' } }, { environment: { A: '010', B: '1.10', C: 'true' } }],
    [
      { ports: ['127.0.0.1:8000-8001:9000-9001', '443/tcp'] },
      {
        kind: 'service',
        ports: [
          { port: 9000, protocol: 'tcp' },
          { port: 9001, protocol: 'tcp' },
          { port: 443, protocol: 'tcp' },
        ],
      },
    ],
    [{ ports: [{ target: '9000', app_protocol: 'http' }] }, { ports: [{ port: 9000, protocol: 'http' }] }],
    [{ expose: ['3000'] }, { kind: 'service', ports: [{ port: 3000, protocol: 'http' }] }],
    [
      { mem_limit: '1.5g', cpus: '0.25', pids_limit: '50' },
      { resources: { cpus: 0.25, memory: '1536MiB' }, limits: { processes: 50 } },
    ],
    [{ ulimits: { nofile: { soft: '1', hard: '2048' } } }, { limits: { openFiles: 2048 } }],
    [{ gpus: 'all' }, { resources: { gpus: { count: 1 } } }],
    [{ platform: 'linux/arm64' }, { resources: { architecture: 'arm64' } }],
    [{ network_mode: 'none' }, { network: 'none' }],
    [{ volumes: ['./scene.pov:/work/in/a/scene.pov:ro'] }, { inputs: [{ path: 'a/scene.pov', from: './scene.pov' }] }],
    [{ restart: 'on-failure:3' }, { kind: 'task', restart: { policy: 'on-failure', retries: 3 } }],
    [{ restart: 'always' }, { kind: 'task', restart: { policy: 'on-failure' } }],
    [
      { ports: ['80'], restart: 'always', deploy: { replicas: '3' } },
      { instances: 3, restart: { policy: 'always' } },
    ],
    [
      { ports: ['80'], healthcheck: { test: ['CMD', 'a'], timeout: '1m30s', start_period: '1m' } },
      { health: { command: ['a'], timeout: '1m30s', grace: '1m' } },
    ],
    [
      { ports: ['80'], deploy: { update_config: { parallelism: '2', monitor: '20s', failure_action: 'rollback' } } },
      { update: { strategy: 'rolling', atOnce: 2, healthyFor: '20s', onFailure: 'rollback' } },
    ],
  ])('%j', (service, expected) => {
    const { drafts, problems } = imported({ a: { image, ...service } })
    expect(drafts[0]).toMatchObject(expected)
    expect(problems).toEqual([])
  })

  test.each([
    [{ volumes: ['/etc/passwd:/etc/passwd'] }, 'services.a.volumes[0]'],
    [{ volumes: ['../x:/x'] }, 'services.a.volumes[0]'],
    [{ volumes: ['~/x:/x'] }, 'services.a.volumes[0]'],
    [{ volumes: ['data:/x'] }, 'services.a.volumes[0]'],
    [{ ports: ['53/udp'] }, 'services.a.ports[0]'],
    [{ ports: ['1-60000'] }, 'services.a.ports[0]'],
    [{ platform: 'windows/amd64' }, 'services.a.platform'],
    [{ command: '"open' }, 'services.a.command'],
    [{ command: [] }, 'services.a.command'],
    [{ environment: ['FROM_HOST'] }, 'services.a.environment[0]'],
    [{ environment: { 'A-B': 'x' } }, 'services.a.environment.A-B'],
  ])('%j is noted and left out', (service, path) => {
    const { drafts, findings } = imported({ a: { image, ...service } })
    expect(findings.map((finding) => finding.path)).toContain(path)
    expect(drafts[0]).not.toHaveProperty(
      Object.keys(service)[0] === 'volumes' ? 'inputs' : (Object.keys(service)[0] ?? ''),
    )
  })

  test('names that are ours, each once', () => {
    const { drafts } = imported({ 'My_Web.1': { image }, 'my-web-1': { image }, '123': { image } })
    expect(drafts.map(({ name }) => name).toSorted()).toEqual(['my-web-1', 'my-web-1-2', 'workload'])
  })
})

describe('variables come from the map that is passed', () => {
  const variables = new Map([
    ['SET', 'x'],
    ['EMPTY', ''],
    ['TRICK', '${SET} $$ ${NOT}'],
  ])
  test.each([
    ['$SET-${SET}', 'x-x'],
    ['${EMPTY:-a}${EMPTY-b}${NONE-c}', 'ac'],
    ['${SET:+a}${EMPTY:+b}${EMPTY+c}${NONE+d}', 'ac'],
    ['$$SET $${SET}', '$SET $${SET}'],
    ['$$$SET', '$x'],
    ['${TRICK}', '$${SET} $$ $${NOT}'],
  ])('%s is %s', (text, expected) => {
    const { drafts, findings } = imported({ a: { image, environment: { A: text } } }, { variables })
    expect(drafts[0]?.environment).toEqual({ A: expected })
    expect(findings).toEqual([])
  })

  test.each(['$HOME', '${PATH}', '${NONE:?tell me}', '${A${B}}', '${', 'a$'])('%s is noted', (text) => {
    const { findings } = imported({ a: { image, environment: { A: text } } })
    expect(findings).toContainEqual(expect.objectContaining({ path: 'services.a.environment.A', kind: 'needed' }))
  })

  test('and cannot grow the file beyond its bound', () => {
    const grown = { image, command: Array.from({ length: 64 }, () => '$BIG') }
    const { findings } = imported({ a: grown }, { variables: new Map([['BIG', 'x'.repeat(100_000)]]) })
    expect(findings.filter(({ reason }) => /too long/.test(reason))).toHaveLength(54)
  })
})

test.each(['', 'a: 1', 'services: {}', 'services: []', '[]', 'services: { a: &x {}, b: *x }', '{'])(
  '%j is no compose file',
  (text) => {
    expect(() => importCompose(text)).toThrow(ImportRefusedError)
  },
)

test('the refusal of an alias says what prints the file without any', () => {
  expect(() => importCompose('services: { a: &x {}, b: *x }')).toThrowErrorMatchingSnapshot()
})

function imported(services: Record<string, object>, options: ImportOptions = {}) {
  const { workloads, findings } = importCompose(stringify({ services }), options)
  return {
    drafts: workloads.map(({ draft }) => draft),
    problems: workloads.flatMap(({ problems }) => problems),
    findings: findings.filter(({ path }) => !/^services\.[^.]*$/.test(path)),
  }
}
