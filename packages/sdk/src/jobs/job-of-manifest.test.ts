// biome-ignore-all lint/suspicious/noTemplateCurlyInString: manifests write their parameters so
import { parseManifest } from '@millrace/workloads'
import { expect, test } from 'vitest'
import { jobOfManifest, unservedParts } from './job-of-manifest.ts'

const token = { symbol: 'tUSD', decimals: 6 }

test('an array becomes orders of tasks, bounded in money', () => {
  const job = jobOf(
    'command: [draw, "${N}"]\nargs: ["-q"]\nenvironment: { FRAME: "${N}" }\noutputs: [{ path: "${N}.png" }]',
    'array: { name: N, from: 7, to: 9, width: 2 }\nresources: { cpus: 1.5, gpus: { count: 1, memory: 2GiB } }\nparallel: 2',
    'placement: { regions: [western-europe], attestations: [measured] }\nnetwork: outbound\nlimits: { wallTime: 10m }',
    'restart: { policy: on-failure, retries: 2, delay: 5s }\ndeadline: 1h\nprice: { max: 0.36 USD/hour, total: 2 tusd }',
  )
  expect(job).toMatchObject({ ids: ['job.0', 'job.1', 'job.2'], totalMax: 2_000_000n, startAmountMax: 60_000n })
  const inputs = [{ path: 'scene', object: 'a'.repeat(64), bytes: 3 }]
  const order = job.orderOf({ inputs, amountMax: 5n, submittedAtMs: 1_000 })
  expect(order).toMatchObject({
    ...{ items: 3, atOnceMax: 2, retriesMax: 2, retryDelayMs: 5_000, amountMax: 5n, startAmountMax: 60_000n },
    deadlineMs: 3_601_000,
  })
  expect(order.taskOf(2)).toEqual({
    ...{ image: 'host', command: ['draw', '09', '-q'], environment: { FRAME: '09' }, outputs: ['09.png'], inputs },
    ...{
      network: 'outbound',
      gpus: 1,
      gpuMemoryMibMin: 2_048,
      regions: ['western-europe'],
      attestations: ['measured'],
    },
    // 0.36 an hour for two processors: 50,000 base units a million CPU milliseconds.
    outputPriceMax: 50_000n,
    limits: {
      ...{ wallMsMax: 600_000, cpus: 2, memoryBytesMax: 512 * 2 ** 20, diskBytesMax: 2 ** 30 },
      ...{ processesMax: 256, filesMax: 65_536, openFilesMax: 1_024, logBytesMax: 2 ** 20 },
    },
  })
  expect(() => order.taskOf(3)).toThrow(RangeError)
})

test('without prices there is no ceiling but the budget', () => {
  const job = jobOf('command: [draw]')
  expect(job).toMatchObject({ ids: ['job.0'], totalMax: undefined, startAmountMax: undefined })
  expect(job.orderOf({ inputs: [], amountMax: 5n, submittedAtMs: 0 })).not.toHaveProperty('startAmountMax')
})

test('every part that is not served is named', () => {
  const text = [
    'command: [draw]\npolicy: replicas:2/3\nsecrets: [KEY]\nidempotencyKey: once\nprice: { max: 1 EUR/day }',
    'resources: { architecture: arm64, gpus: { count: 1, vendor: nvidia, model: x } }\nlimits: { cpuTime: 1h }',
    `inputs: [{ path: a, from: "s3://bucket/key" }, { path: b, from: ./b, sha256: "${'0'.repeat(64)}" }]`,
    `placement: { minimumStake: 1 MILL, attestations: [enclave] }`,
  ]
  expect(unservedParts(manifest(...text), token).map(({ field }) => field)).toEqual([
    ...['policy', 'placement.minimumStake', 'resources.gpus.vendor'],
    ...[
      'resources.gpus.model',
      'resources.architecture',
      'limits.cpuTime',
      'inputs',
      'inputs.sha256',
      'idempotencyKey',
    ],
    'price.max',
  ])
  expect(() => jobOf(...text)).toThrowErrorMatchingInlineSnapshot(
    `[JobNotServedError: The job job asks for what is not served yet: policy: native tasks are bought on trust; placement.minimumStake: is not asked of providers yet; resources.gpus.vendor: is not asked of providers yet; resources.gpus.model: is not asked of providers yet; resources.architecture: is not asked of providers yet; limits.cpuTime: only limits.wallTime is kept; inputs: sources in S3 are not read yet: fetch them and name files; inputs.sha256: the digest of a whole input is not compared yet; idempotencyKey: the folder of a job tells whether it ran; price.max: prices are in tUSD or USD.]`,
  )
  expect(
    unservedParts(manifest('command: [draw]\nprice: { total: 1 USD }'), { symbol: 'EURC', decimals: 6 }),
  ).toHaveLength(1)
})

test('services and batches are no jobs, and each is told where it runs', () => {
  const service = parseManifest(
    'version: 1\nkind: service\nname: web\nimage: host\ncommand: [x]\nports: [{ port: 80 }]',
  )
  expect(() => jobOfManifest(service, token)).toThrow('"millrace services run"')
  const batch = parseManifest(
    'version: 1\nkind: batch\nname: b\nprogram: ./p.wasm\nitems: { from: ./list, split: lines }',
  )
  expect(() => jobOfManifest(batch, token)).toThrow('"millrace batch"')
})

function jobOf(...lines: readonly string[]) {
  return jobOfManifest(manifest(...lines), token)
}

function manifest(...lines: readonly string[]) {
  return parseManifest(`version: 1\nkind: task\nname: job\nimage: host\n${lines.join('\n')}\n`)
}
