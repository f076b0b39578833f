/** Native tasks end to end: a buyer of the sdk, a node, and a sandbox; inputs put, the log streamed and paid, outputs fetched. */
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { recoverSigner } from '@millrace/chain'
import { checkReceiptBundle, finishes, taskOutputUnitsMax } from '@millrace/protocol'
import { createBubblewrapSandbox } from '@millrace/sandbox'
import { expect, test } from 'vitest'
import { limitsMax } from './parts/task-sandbox.ts'
import { sdkBuyer, sellingTasks, taskLimits } from './parts/task-work.ts'

const hasBubblewrap = existsSync('/usr/bin/bwrap')
const signal = () => AbortSignal.timeout(60_000)

test.runIf(hasBubblewrap)(
  'a command in the real sandbox turns an input into an output, paid with a receipt that holds',
  async () => {
    await using selling = await sellingTasks({ sandbox: (folder) => createBubblewrapSandbox({}, { folder }) })
    await using buying = sdkBuyer([selling])
    await writeFile(join(buying.folder, 'text'), 'a mill by a stream\n')
    const command = ['/bin/sh', '-c', 'tr a-z A-Z < /work/in/text > /work/out/upper && echo "$GREETING"; sleep 1']
    const run = buying.buyer.task(
      {
        ...{ command, environment: { GREETING: 'good morning' }, outputs: ['upper'], limits: taskLimits },
        inputs: [{ path: 'text', from: join(buying.folder, 'text') }],
      },
      { signal: signal() },
    )
    expect(await textOf(run.logs)).toBe('good morning\n')
    const answer = await run.result
    expect(answer).toMatchObject({ outcome: 'exited', exitCode: 0, log: 'good morning\n' })
    const target = join(buying.folder, 'results')
    const [path] = await answer.fetchOutputs(target, { signal: signal() })
    expect(path).toBe(join(target, 'upper'))
    expect(await readFile(join(target, 'upper'), 'utf8')).toBe('A MILL BY A STREAM\n')
    const [bundle] = answer.receipts
    if (bundle === undefined) throw new Error('no receipt')
    expect(checkReceiptBundle(bundle, recoverSigner).filter(({ holds }) => !holds)).toEqual([])
    // One KiB of input, and a second or more of two processors.
    expect(bundle.receipt.inputUnits).toBe(1n)
    expect(bundle.receipt.outputUnits).toBeGreaterThanOrEqual(2_000n)
    expect(answer.amount).toBe(bundle.receipt.amount)
  },
)

test('files of megabytes go over a real connection, both ways', async () => {
  await using selling = await sellingTasks({ overTls: true })
  await using buying = sdkBuyer([selling])
  const file = join(buying.folder, 'text')
  await writeFile(file, 'a mill by a stream\n'.repeat(300_000))
  const order = {
    command: ['upper', 'out'],
    inputs: [{ path: 'text', from: file }],
    outputs: ['out'],
    limits: taskLimits,
  }
  const run = buying.buyer.task(order, { signal: signal() })
  const answer = await run.result
  expect(await textOf(run.logs)).toBe('read 5700000\n')
  const [path = ''] = await answer.fetchOutputs(join(buying.folder, 'results'), { signal: signal() })
  expect(await readFile(path, 'utf8')).toBe('A MILL BY A STREAM\n'.repeat(300_000))
  // Asked again, it is there; another file is not replaced.
  const again = () => answer.fetchOutputs(join(buying.folder, 'results'), { signal: signal() })
  expect(await again()).toEqual([path])
  await chmod(path, 0o600)
  await writeFile(path, 'mine')
  await expect(again()).rejects.toMatchObject({ code: 'STORAGE_PATH_REFUSED' })
  expect(await readFile(path, 'utf8')).toBe('mine')
})

test('a directory is put file by file, and what is held already is not put again', async () => {
  await using selling = await sellingTasks()
  await using buying = sdkBuyer([selling])
  const tree = join(buying.folder, 'tree')
  await mkdir(join(tree, 'deep'), { recursive: true })
  await writeFile(join(tree, 'one'), 'one')
  await writeFile(join(tree, 'deep', 'two'), 'two'.repeat(1_000_000))
  const order = { command: ['true'], inputs: [{ path: 'tree', from: tree }], limits: taskLimits }
  const first = await buying.buyer.task(order, { signal: signal() }).result
  const [source] = selling.sandbox.specs[0]?.inputs ?? []
  expect(first.receipts[0]?.receipt.inputUnits).toBe(BigInt(Math.ceil(3_000_003 / 1024)))
  expect(source?.path).toBe('tree')
  // What was laid out for it is gone with it.
  expect(existsSync(source?.source ?? '/')).toBe(false)
  expect((await buying.buyer.task(order, { signal: signal() }).result).outcome).toBe('exited')
})

test('many tasks at once share what is put, and outputs are fetched a few at a time', async () => {
  await using selling = await sellingTasks({ capabilities: { tasksMax: 64 } })
  await using buying = sdkBuyer([selling])
  const tree = join(buying.folder, 'tree')
  await mkdir(tree)
  for (let i = 0; i < 10; i++) await writeFile(join(tree, `file-${i}`), `file ${i}`)
  const text = join(buying.folder, 'text')
  await writeFile(text, 'shared')
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => {
      const inputs = [text, tree].map((from, place) => ({ path: `in-${place}`, from }))
      const order = { command: ['upper', `out-${i}`], inputs, outputs: [`out-${i}`], limits: taskLimits }
      return buying.buyer.task(order, { signal: signal() }).result
    }),
  )
  const target = join(buying.folder, 'results')
  await Promise.all(answers.map((answer) => answer.fetchOutputs(target, { signal: signal() })))
  expect(await readFile(join(target, 'out-11'), 'utf8')).toBe('SHARED')
  expect(new Set(answers.flatMap(({ receipts }) => receipts.map(({ receipt }) => receipt.leaseId))).size).toBe(1)
})

test('what a restarted node has forgotten of the inputs is put again', async () => {
  await using selling = await sellingTasks()
  await using buying = sdkBuyer([selling])
  const text = join(buying.folder, 'text')
  await writeFile(text, 'remember me')
  const order = {
    command: ['upper', 'out'],
    inputs: [{ path: 'in', from: text }],
    outputs: ['out'],
    limits: taskLimits,
  }
  expect((await buying.buyer.task(order, { signal: signal() }).result).outcome).toBe('exited')
  await selling.fixture.restart()
  const again = buying.buyer.task(order, { signal: signal() })
  expect((await again.result).outcome).toBe('exited')
  expect(again.starts.map(({ failure }) => failure?.code)).toEqual(['PROVIDER_REFUSED', undefined])
})

test('a task is paid while it runs, and one that is cancelled pays only for what ran', async () => {
  await using selling = await sellingTasks()
  const { fixture, sandbox } = selling
  await using buying = sdkBuyer([selling])
  const abort = new AbortController()
  const run = buying.buyer.task({ command: ['hold'], limits: taskLimits }, { signal: abort.signal })
  run.result.catch(() => undefined)
  const paid = () => fixture.node.status().earned.paid
  await until(() => paid() > 0n)
  expect(sandbox.count.ended).toBe(0)
  abort.abort(new Error('enough'))
  const answer = await run.result
  expect(answer).toMatchObject({ outcome: 'cancelled', outputs: [], log: 'holding\n' })
  const [bundle] = answer.receipts
  expect(bundle?.receipt.finish).toBe(finishes.cancelled)
  expect(bundle?.receipt.outputUnits).toBeLessThan(BigInt(taskOutputUnitsMax({ limits: taskLimits })) / 10n)
  await until(() => sandbox.count.ended === 1 && fixture.node.status().runs === 0)
  expect(sandbox.signals).toEqual(['SIGTERM'])
})

test('a task whose node is gone is begun anew elsewhere, and one result is accepted', async () => {
  await using first = await sellingTasks()
  await using second = await sellingTasks({ listing: { outputPrice: 2_000_000n } })
  await using buying = sdkBuyer([first, second])
  const run = buying.buyer.task({ command: ['hold'], limits: taskLimits }, { signal: signal() })
  run.result.catch(() => undefined)
  await until(() => run.starts.length === 1 && (run.starts[0]?.outputUnits ?? 0) > 0)
  await first.fixture.node.withdraw({ noticeSeconds: 0 })
  await until(() => second.sandbox.count.begun === 1)
  second.sandbox.gate.resolve()
  const answer = await run.result
  expect(answer).toMatchObject({ outcome: 'exited', provider: { node: second.fixture.nodeSigner.address } })
  expect(run.starts.map(({ failure }) => failure?.code)).toEqual(['PROVIDER_ENDED_EARLY', undefined])
  expect(answer.receipts.map(({ receipt }) => receipt.finish)).toEqual([finishes.preempted, finishes.stop])
  expect(answer.amount).toBe(answer.receipts.reduce((sum, { receipt }) => sum + receipt.amount, 0n))
})

test('a task whose connection breaks is begun anew elsewhere, and ended where it was', async () => {
  await using first = await sellingTasks()
  await using second = await sellingTasks({ listing: { outputPrice: 2_000_000n } })
  const lost = new Set<string>()
  await using buying = sdkBuyer([first, second], { lost })
  await writeFile(join(buying.folder, 'text'), 'text')
  const inputs = [{ path: 'text', from: join(buying.folder, 'text') }]
  const run = buying.buyer.task({ command: ['hold'], inputs, limits: taskLimits }, { signal: signal() })
  run.result.catch(() => undefined)
  await until(() => (run.starts[0]?.outputUnits ?? 0) > 0)
  lost.add(first.fixture.nodeSigner.address)
  await until(() => second.sandbox.count.begun === 1)
  await until(() => first.sandbox.count.ended === 1)
  second.sandbox.gate.resolve()
  const answer = await run.result
  expect(run.starts.map(({ failure }) => failure?.code)).toEqual(['PROVIDER_LOST', undefined])
  expect(answer.receipts).toHaveLength(1)
  expect(answer.provider.node).toBe(second.fixture.nodeSigner.address)
})

test('a task is begun no more often than its order says', async () => {
  await using first = await sellingTasks()
  await using second = await sellingTasks()
  await using buying = sdkBuyer([first, second])
  const run = buying.buyer.task({ command: ['hold'], startsMax: 1, limits: taskLimits }, { signal: signal() })
  run.result.catch(() => undefined)
  await until(() => (run.starts[0]?.outputUnits ?? 0) > 0)
  await Promise.all([first, second].map(({ fixture }) => fixture.node.withdraw({ noticeSeconds: 0 })))
  await expect(run.result).rejects.toMatchObject({ code: 'PROVIDER_ENDED_EARLY' })
  expect(run.starts).toHaveLength(1)
})

test('a long task has a lease that outlasts it, and a longer one than leases can last asks nobody', async () => {
  await using selling = await sellingTasks({ capabilities: { limitsMax: { ...limitsMax, wallMsMax: 86_400_000 } } })
  await using buying = sdkBuyer([selling])
  const started = Date.now()
  const order = (wallMsMax: number) => ({ command: ['quick'], limits: { ...taskLimits, wallMsMax } })
  await buying.buyer.task(order(taskLimits.wallMsMax), { signal: signal() }).result
  const answer = await buying.buyer.task(order(7_200_000), { signal: signal() }).result
  expect(Number(answer.receipts[0]?.order.expiresAt) * 1000).toBeGreaterThan(started + 7_200_000)
  const endless = buying.buyer.task(order(86_400_000), { signal: signal() })
  await expect(endless.result).rejects.toMatchObject({ code: 'ASK_INVALID' })
})

test('a task with inputs needs a storage, and a malformed order asks nobody', async () => {
  await using selling = await sellingTasks()
  await using buying = sdkBuyer([selling])
  const refused = buying.buyer.task({ command: [], limits: taskLimits }, { signal: signal() })
  await expect(refused.result).rejects.toMatchObject({ code: 'ASK_INVALID' })
  const stray = { path: '../in', object: 'ab'.repeat(32), bytes: 1 }
  const order = { command: ['hold'], inputs: [stray], limits: taskLimits }
  await expect(buying.buyer.task(order, { signal: signal() }).result).rejects.toMatchObject({ code: 'ASK_INVALID' })
  expect(selling.fixture.node.status().leases).toBe(0)
})

test('a task that no sandbox holds costs nothing', async () => {
  await using selling = await sellingTasks({ caps: { cpus: 1 } })
  await using buying = sdkBuyer([selling])
  const run = buying.buyer.task({ command: ['hold'], limits: taskLimits }, { signal: signal() })
  await expect(run.result).rejects.toMatchObject({ providerCode: 'TASK_TOO_LARGE' })
  await expect(textOf(run.logs)).rejects.toMatchObject({ providerCode: 'TASK_TOO_LARGE' })
  expect(selling.fixture.node.status().earned.owed).toBe(0n)
})

async function textOf(logs: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of logs) text += piece
  return text
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
