/** `millrace jobs`: manifests as people and scripts give them. Running is tried with a buyer that is scripted at its port. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobComponents } from '@millrace/sdk'
import { jobOfManifest } from '@millrace/sdk'
import { createObjectStorage } from '@millrace/storage'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jobBudget } from '../src/commands/jobs.ts'
import { carryJob } from '../src/jobs/carry-job.ts'
import { makeJobFolder, openJobFolder } from '../src/jobs/job-folder.ts'
import { placeInputs } from '../src/jobs/place-inputs.ts'
import { manifestOf } from '../src/jobs/read-manifest.ts'
import { createProgress } from '../src/progress.ts'
import { createTerminal } from '../src/terminal.ts'
import { runHere } from './support/run-here.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const node = '0x00000000000000000000000000000000000000aa'
const frames = `
version: 1
kind: task
name: frames
image: host
command: [draw, "\${N}"]
outputs: [{ path: "\${N}.png" }]
array: { name: N, from: 0, to: 3 }
price: { max: 3.60 USD/hour, total: 5 USD }
limits: { wallTime: 10s }
`

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'millrace-jobs-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('check says what a manifest asks, and its worst cost', async () => {
  const { status, stdout } = await jobs('check', write(frames))
  expect({ status, stdout }).toMatchObject({ status: 0 })
  expect(stdout).toMatchInlineSnapshot(`
    "frames
      kind          task
      items         4
      at once       at most 4
      capabilities  host-programs
      processors    1
      memory        512 MiB
      disk          1024 MiB
      GPUs          none
      time of one   at most 10 s
      worst cost    0.04 USD (price.max for all of their time)
    "
  `)
  const one = await jobs('check', write(frames), '--set', 'N=2', '--json')
  expect(JSON.parse(one.stdout)).toMatchObject({ name: 'frames', units: 1, worstCost: '0.01', unserved: [] })
})

test('a service and a gang are understood, and refused with what is not served', async () => {
  const service = write('version: 1\nkind: service\nname: web\nimage: host\ncommand: [serve]\nports: [{ port: 80 }]\n')
  expect((await jobs('check', service)).stdout).toContain('not served yet: kind')
  for (const kind of ['service', 'gang'] as const) {
    expect(() => jobOfManifest({ ...manifestOf(frames, []), kind } as never, token)).toThrow(
      expect.objectContaining({ code: 'JOB_NOT_SERVED' }),
    )
  }
})

test('import prints manifests and every key that it cannot take over', async () => {
  const file = write('services:\n  web:\n    image: nginx:1.27\n    ports: ["80:80"]\n    cap_add: [NET_ADMIN]\n')
  const out = join(home, 'manifests')
  const { status, stdout } = await jobs('import', 'compose', file, '--out', out)
  expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('services.web.cap_add') })
  expect(readFileSync(join(out, 'web.yaml'), 'utf8')).toContain('kind: service')
  expect(await jobs('import', 'compose', file, '--out', out)).toMatchObject({ status: 2 })
  expect(await jobs('import', 'helm', file)).toMatchObject({ status: 2 })
  const digest = `nginx:1.27=sha256:${'0'.repeat(64)}`
  const json = JSON.parse((await jobs('import', 'compose', file, '--digest', digest, '--json')).stdout)
  expect(json.manifests[0].problems).toEqual([])
})

test('wrong manifests, settings and folders are told with a status of wrong usage', async () => {
  expect(await jobs('check', write('kind: task'))).toMatchObject({ status: 2 })
  expect(await jobs('check', write(frames), '--set', 'N')).toMatchObject({ status: 2 })
  expect(await jobs('show', home)).toMatchObject({ status: 2, stderr: expect.stringContaining('job.json') })
})

test('a manifest can lower what its runner pays at most, and never raise it', () => {
  expect(jobBudget(undefined, 10n)).toBe(10n)
  expect(jobBudget(4n, 10n)).toBe(4n)
  expect(jobBudget(0n, 10n)).toBe(0n)
  expect(jobBudget(5_000n, 10n)).toBe(10n)
})

test('no link in the folder of a manifest leads to files elsewhere', async () => {
  const [base, others] = [join(home, 'archive'), join(home, 'private')]
  mkdirSync(base)
  mkdirSync(others)
  writeFileSync(join(others, 'key'), 'secret')
  writeFileSync(join(base, 'scene'), 'a mill')
  symlinkSync(others, join(base, 'data'))
  symlinkSync(join(others, 'key'), join(base, 'file'))
  symlinkSync(base, join(home, 'linked'))
  await using storage = createObjectStorage({ directory: join(home, 'objects'), bytesMax: 2 ** 20, now: () => 0 })
  const { signal } = new AbortController()
  const place = (path: string, from = base) =>
    placeInputs(storage, [{ path: 'in', from: { kind: 'file', path }, sha256: undefined }], from, { signal })
  for (const path of ['data/key', 'file', 'data']) {
    await expect(place(path), path).rejects.toMatchObject({ code: 'STORAGE_PATH_REFUSED' })
  }
  await expect(place('missing')).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  await using beside = await place('scene')
  expect(beside.inputs).toMatchObject([{ path: 'in', bytes: 6 }])
  // The way to the manifest is the owner's own.
  await using through = await place('scene', join(home, 'linked'))
  expect(through.inputs).toEqual(beside.inputs)
})

test('a job is run, shown, stopped by its budget and resumed; no item is paid twice', async () => {
  const path = join(home, 'out')
  const job = jobOfManifest(manifestOf(frames, []), token)
  const asked: string[] = []
  const first = await carry(path, 20_000n, asked)
  expect(first.error).toMatchObject({ code: 'JOB_UNFINISHED' })
  expect(asked.toSorted()).toEqual(['0', '1'])
  const shown = await jobs('show', path, '--json')
  expect(JSON.parse(shown.stdout)).toMatchObject({ accepted: 2, items: 4, spent: '20000' })
  const second = await carry(path, 40_000n, asked)
  expect(second.error).toBeUndefined()
  expect(asked.toSorted()).toEqual(['0', '1', '2', '3'])
  expect(second.text).toContain('4 of 4 items have a result, for 0.04 tUSD in all')
  expect(readFileSync(join(path, 'frames.3', 'log.txt'), 'utf8')).toBe('drew 3')
  expect((await jobs('show', path)).stdout).toContain('frames.3')
  expect(job.ids).toHaveLength(4)
})

test('a program that fails is told by the status, and its result is kept', async () => {
  const { error } = await carry(join(home, 'out'), 100_000n, [], 1)
  expect(error).toMatchObject({ code: 'JOB_ITEMS_FAILED' })
})

async function carry(path: string, amountMax: bigint, asked: string[], exitCode = 0) {
  const job = jobOfManifest(manifestOf(frames, []), token)
  const record = {
    ...{ version: 1 as const, network: 'local', token, manifest: frames, base: home, set: [], inputs: [] },
    ...{ amountMax, submittedAtMs: 0 },
  }
  await using folder = await openJobFolder(path, () => job.ids).catch(() => makeJobFolder(path, record, () => job.ids))
  const written: string[] = []
  const sink = { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream
  const terminal = createTerminal({ out: sink, err: sink }, { json: false, colours: false })
  const progress = createProgress(terminal, sink, () => 0)
  const parts = { buyer: buyerOf(asked, exitCode), now: () => 0, terminal, progress }
  const carried = { folder, job, inputs: [], amountMax, token }
  const { signal } = new AbortController()
  const error = await carryJob(parts, carried, { signal }).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return { error, text: written.join('') }
}

/** Each start costs what it may. */
function buyerOf(asked: string[], exitCode: number): JobComponents['buyer'] {
  return {
    task: ({ command, amountMax = 0n }) => {
      const [, number = ''] = command
      asked.push(number)
      const answer = {
        ...{
          outcome: 'exited' as const,
          exitCode,
          signal: undefined,
          log: `drew ${number}`,
          outputs: [],
          receipts: [],
        },
        ...{ refusal: undefined, usage: undefined, amount: amountMax, fetchOutputs: async () => [] },
        provider: { operator: node, node, endpoint: { address: node, addresses: [] } } as const,
      }
      return { logs: noLogs(), starts: [], result: Promise.resolve(answer) }
    },
  }
}

async function* noLogs(): AsyncGenerator<string, void, void> {
  yield ''
}

let files = 0
function write(text: string): string {
  const path = join(home, `${files++}.yaml`)
  writeFileSync(path, text)
  return path
}

function jobs(...args: string[]) {
  return runHere(['jobs', ...args], { home })
}
