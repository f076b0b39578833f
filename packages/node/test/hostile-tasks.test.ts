/** What buyers of tasks may try: objects that are wrong, foreign, endless or not theirs; tasks that are too much or not paid. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { finishes, type TaskRequest, zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { objectBox, putObject } from './parts/object-buyer.ts'
import { encodeOpening, expectFrame, type ScriptedBuyer, type ScriptedLease } from './parts/scripted-buyer.ts'
import { sellingTasks, type TaskFixture, taskLimits, taskRequest, taskWorkload } from './parts/task-work.ts'

test('bytes that are not those of the address are refused, and the task that names them is not begun', async () => {
  await using selling = await sellingTasks()
  await using box = objectBox()
  const { buyer, lease } = await leased(selling)
  const held = await box.hold('x'.repeat(100_000))
  const bent = (frame: Uint8Array) => Uint8Array.from(frame, (byte) => byte ^ 1)
  const refused = { type: 'error', code: 'OBJECT_UNAVAILABLE' }
  const inChunk = await putObject(buyer, lease, box, held, {
    send: (frame, want) => (want?.range === 'outline' ? frame : bent(frame)),
  })
  expect(inChunk.end).toMatchObject(refused)
  expect((await putObject(buyer, lease, box, held, { send: bent })).end).toMatchObject(refused)
  const run = await buyer.run(lease, taskRequest({ inputs: [{ path: 'a', ...held }] }))
  expect(run.error?.code).toBe('TASK_INPUT_MISSING')
  expect(selling.sandbox.count.begun).toBe(0)
  expect((await putObject(buyer, lease, box, held)).end).toEqual({ type: 'stored', ...held })
})

test('more or fewer bytes than were announced, or than belong to the object, are refused', async () => {
  await using selling = await sellingTasks()
  await using box = objectBox()
  const { buyer, lease } = await leased(selling)
  const held = await box.hold('y'.repeat(10_000))
  const doubled = (frame: Uint8Array) => Buffer.concat([frame, frame])
  for (const tricks of [
    { send: doubled },
    { announce: (bytes: number) => bytes * 1_000 },
    { announce: (bytes: number) => Math.floor(bytes / 2) },
    { bytes: 1 },
    { bytes: 2 ** 39 },
  ]) {
    const { end } = await putObject(buyer, lease, box, held, tricks)
    expect(end).toMatchObject({ type: 'error' })
  }
  const wire = buyer.open({ type: 'put', leaseId: lease.leaseId, ...held })
  expect((await wire.next())?.type).toBe('want')
  wire.send({ type: 'cancel' })
  expect(expectFrame(await wire.next(), 'error')).toMatchObject({ code: 'OBJECT_UNAVAILABLE' })
})

test('a put that never goes on loses its stream, and one goes on where it broke off', async () => {
  await using selling = await sellingTasks({ node: { objectLimits: { wantWaitMsMax: 2_000 } } })
  await using box = objectBox()
  const { buyer, lease } = await leased(selling)
  const held = await box.hold(randomBytes(3_500_000))
  let sent = 0
  const stalls = putObject(buyer, lease, box, held, {
    send(frame) {
      sent += frame.length
      return sent > 2_500_000 ? undefined : frame
    },
  })
  await expect(stalls).rejects.toMatchObject({ code: 'PEER_CLOSED' })
  const rest = await putObject(buyer, lease, box, held)
  expect(rest.end).toEqual({ type: 'stored', ...held })
  expect(rest.sent).toBeLessThan(2_000_000)
})

test('nothing is put under a lease of another, of other work, or beyond what a lease takes', async () => {
  await using selling = await sellingTasks({
    node: { objectLimits: { putBytesPerLeaseMax: 1_000, objectsPerLeaseMax: 2 } },
  })
  await using box = objectBox()
  const { buyer, lease } = await leased(selling)
  const stranger = await leased(selling)
  const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((text) => box.hold(text)))
  const large = await box.hold('z'.repeat(1_001))
  if (one === undefined || two === undefined || three === undefined) throw new Error('nothing held')
  const codeOf = async (by: ScriptedBuyer, under: ScriptedLease, held: typeof one) => {
    const { end } = await putObject(by, under, box, held)
    return end?.type === 'error' ? end.code : end?.type
  }
  expect(await codeOf(stranger.buyer, lease, one)).toBe('LEASE_FOREIGN')
  expect(await codeOf(buyer, { ...lease, leaseId: zeroHash }, one)).toBe('LEASE_UNKNOWN')
  expect(await codeOf(buyer, lease, large)).toBe('OBJECTS_TOO_MANY')
  expect([await codeOf(buyer, lease, one), await codeOf(buyer, lease, two)]).toEqual(['stored', 'stored'])
  expect(await codeOf(buyer, lease, three)).toBe('OBJECTS_TOO_MANY')
  expect(await codeOf(buyer, lease, one)).toBe('stored')
})

test('objects that are never brought to an end take no more room than there is, and give it back', async () => {
  await using selling = await sellingTasks({ node: { objectLimits: { putBytesUnderWayMax: 1_000_000 } } })
  await using box = objectBox()
  const slow = await leased(selling)
  const other = await leased(selling)
  const [first, second, large] = await Promise.all(
    [700_000, 600_000, 1_000_001].map((bytes) => box.hold(randomBytes(bytes))),
  )
  if (first === undefined || second === undefined || large === undefined) throw new Error('nothing held')
  const stalls = slow.buyer.open({ type: 'put', leaseId: slow.lease.leaseId, ...first })
  expect((await stalls.next())?.type).toBe('want')
  const putOther = async (held: typeof first) => (await putObject(other.buyer, other.lease, box, held)).end
  expect(await putOther(second)).toMatchObject({ type: 'error', code: 'OBJECTS_BUSY' })
  expect(await putOther(large)).toMatchObject({ type: 'error', code: 'OBJECTS_TOO_MANY' })
  stalls.send({ type: 'cancel' })
  expect((await stalls.next())?.type).toBe('error')
  expect(await putOther(second)).toEqual({ type: 'stored', ...second })
})

test('a tree counts with all its entries, and one that is too large is refused', async () => {
  await using selling = await sellingTasks({
    node: { objectLimits: { objectsPerLeaseMax: 4, listingBytesMax: 1_000 } },
  })
  await using box = objectBox()
  const { buyer, lease } = await leased(selling)
  const small = await box.holdTree(['a', 'b'])
  const wide = await box.holdTree(['a', 'b', 'c', 'd'])
  const long = await box.holdTree([
    `${'x'.repeat(200)}/${'y'.repeat(200)}/${'z'.repeat(200)}/${'w'.repeat(200)}`,
    'a',
    'b',
  ])
  const refused = { type: 'error', code: 'OBJECTS_TOO_MANY' }
  expect((await putObject(buyer, lease, box, long)).end).toMatchObject(refused)
  expect((await putObject(buyer, lease, box, wide)).end).toMatchObject(refused)
  expect((await putObject(buyer, lease, box, small)).end?.type).toBe('stored')
  const other = await box.holdTree(['e', 'f'])
  expect((await putObject(buyer, lease, box, other)).end).toMatchObject(refused)
  // Its files are not put yet.
  const run = await buyer.run(
    lease,
    taskRequest({ inputs: [{ path: 'in', object: small.object, bytes: small.files }] }),
  )
  expect(run.error?.code).toBe('TASK_INPUT_MISSING')
})

test('knowing the hash of what another put gives nothing: not as an input, and not by a put without the bytes', async () => {
  await using selling = await sellingTasks()
  await using box = objectBox()
  const owner = await leased(selling)
  const thief = await leased(selling)
  const held = await box.hold('the secret of the mill'.repeat(50_000))
  expect((await putObject(owner.buyer, owner.lease, box, held)).end?.type).toBe('stored')
  const steal = taskRequest({ command: ['upper', 'out'], inputs: [{ path: 'a', ...held }], outputs: ['out'] })
  expect((await thief.buyer.run(thief.lease, steal)).error?.code).toBe('TASK_INPUT_MISSING')
  const { end } = await putObject(thief.buyer, thief.lease, box, held, {
    send: (frame) => new Uint8Array(frame.length),
  })
  expect(end).toMatchObject({ type: 'error', code: 'OBJECT_MISMATCH' })
  expect((await thief.buyer.run(thief.lease, steal)).error?.code).toBe('TASK_INPUT_MISSING')
  // Who has it may use it, and under a lease of its own need not prove it twice.
  expect((await putObject(thief.buyer, thief.lease, box, held)).sent).toBeGreaterThan(held.bytes - 1)
  expect((await putObject(owner.buyer, owner.lease, box, held)).sent).toBe(0)
})

test('what another began is not taken over by its last bytes', async () => {
  await using selling = await sellingTasks({ node: { objectLimits: { wantWaitMsMax: 2_000 } } })
  await using box = objectBox()
  const owner = await leased(selling)
  const thief = await leased(selling)
  const held = await box.hold(randomBytes(2_500_000))
  let sent = 0
  const broken = putObject(owner.buyer, owner.lease, box, held, {
    send(frame) {
      sent += frame.length
      return sent > 2_200_000 ? undefined : frame
    },
  })
  await expect(broken).rejects.toMatchObject({ code: 'PEER_CLOSED' })
  const { end, sent: all } = await putObject(thief.buyer, thief.lease, box, held)
  expect(end?.type).toBe('stored')
  // What was missing, and then all of it.
  expect(all).toBeGreaterThan(held.bytes)
})

test('who began an object and ended it does not get what another sent between', async () => {
  await using selling = await sellingTasks({ node: { objectLimits: { wantWaitMsMax: 2_000 } } })
  await using box = objectBox()
  const thief = await leased(selling)
  const owner = await leased(selling)
  const held = await box.hold(randomBytes(3_500_000))
  const putFirst = (by: typeof owner, bytesMax: number) => {
    let sent = 0
    return putObject(by.buyer, by.lease, box, held, {
      send(frame) {
        sent += frame.length
        return sent > bytesMax ? undefined : frame
      },
    })
  }
  for (const by of [thief, owner]) {
    await expect(putFirst(by, 1_200_000)).rejects.toMatchObject({ code: 'PEER_CLOSED' })
  }
  const { end, sent } = await putObject(thief.buyer, thief.lease, box, held)
  expect(end?.type).toBe('stored')
  expect(sent).toBeGreaterThan(held.bytes)
})

test('a size that is not the input’s is refused: it would not be paid', async () => {
  await using selling = await sellingTasks()
  await using box = objectBox()
  const { buyer, lease } = await leased(selling)
  const held = await box.hold('w'.repeat(5_000))
  await putObject(buyer, lease, box, held)
  const run = await buyer.run(lease, taskRequest({ inputs: [{ path: 'a', object: held.object, bytes: 1 }] }))
  expect(run.error).toMatchObject({ code: 'TASK_INPUT_MISSING' })
})

test.each([
  ['an output above its folder', { outputs: ['../out'] }],
  ['an absolute output', { outputs: ['/etc/passwd'] }],
  ['an output within another', { outputs: ['a', 'a/b'] }],
  ['an input above its folder', { inputs: [{ path: 'a/../../b', object: 'ab'.repeat(32), bytes: 1 }] }],
  ['a variable of the prototype', { environment: JSON.parse('{"__proto__": "x"}') }],
  ['an argument with a zero', { command: ['sh', 'a\0b'] }],
  ['an image without a digest', { image: 'docker.io/library/alpine' }],
  ['no program', { command: [] }],
  ['a limit that is none', { limits: { ...taskLimits, wallMsMax: -1 } }],
  ['more processors than there are', { limits: { ...taskLimits, cpus: 2 ** 40 } }],
] as [string, Partial<TaskRequest>][])('%s is malformed', async (_name, changed) => {
  await using selling = await sellingTasks()
  const { buyer, lease } = await leased(selling)
  const wire = buyer.open(
    encodeOpening({ type: 'run', leaseId: lease.leaseId, sequence: 1n, request: taskRequest(changed) }),
  )
  expect(expectFrame(await wire.next(), 'error').code).toBe('PROTOCOL_MALFORMED')
})

test.each([
  ['network', { network: 'outbound' as const }, 'TASK_NOT_HELD'],
  ['an image', { image: `alpine@sha256:${'ab'.repeat(32)}` }, 'TASK_NOT_HELD'],
  ['GPUs', { gpus: 1 }, 'TASK_NOT_HELD'],
  ['memory', { limits: { ...taskLimits, memoryBytesMax: 2 ** 40 } }, 'TASK_NOT_HELD'],
  ['time', { limits: { ...taskLimits, wallMsMax: 700_000 } }, 'TASK_TOO_LARGE'],
])('%s that is not given is refused before anything is paid', async (_name, changed, code) => {
  await using selling = await sellingTasks({ caps: { wallMsMax: 600_000 } })
  const { buyer, lease } = await leased(selling)
  expect((await buyer.run(lease, taskRequest(changed))).error?.code).toBe(code)
  expect(selling.fixture.node.status().earned.owed).toBe(0n)
})

test('a task that may outlast its lease is refused: its receipt would come after a charge of ghosting', async () => {
  await using selling = await sellingTasks()
  const { buyer, lease } = await leased(selling)
  const limits = { ...taskLimits, wallMsMax: 3_700_000 }
  expect((await buyer.run(lease, taskRequest({ limits }))).error?.code).toBe('LEASE_TOO_SHORT')
  expect(selling.fixture.node.status().earned.owed).toBe(0n)
})

test('a buyer that pays nothing has its task ended, and owes what ran', async () => {
  await using selling = await sellingTasks({
    listing: { creditTokens: 200 },
    node: { limits: { voucherWaitMsMax: 200 } },
  })
  const { buyer, lease } = await leased(selling)
  const run = await buyer.run(lease, taskRequest(), { pays: false })
  expect(run.end?.receipt).toMatchObject({ finish: finishes['payment-lagged'] })
  expect(run.end?.receipt.outputUnits).toBeLessThanOrEqual(200n)
  expect(run.end?.response).toMatchObject({ kind: 'task', outcome: 'cancelled', outputs: [] })
  expect(selling.sandbox.count).toEqual({ begun: 1, ended: 1 })
  expect((await buyer.run(lease, taskRequest())).error?.code).toBe('LEASE_IN_ARREARS')
})

test('a task that ignores SIGTERM is killed when its buyer cancels, and its slot is free', async () => {
  await using selling = await sellingTasks()
  const { buyer, lease } = await leased(selling)
  const wire = buyer.openRun(lease, taskRequest({ command: ['stubborn'] }))
  expectFrame(await wire.next(), 'accepted')
  expectFrame(await wire.next(), 'chunk')
  wire.send({ type: 'cancel' })
  let frame = await wire.next()
  while (frame?.type === 'chunk') frame = await wire.next()
  expect(expectFrame(frame, 'end').receipt.finish).toBe(finishes.cancelled)
  expect(selling.sandbox.count).toEqual({ begun: 1, ended: 1 })
  expect(selling.fixture.node.status().load.running).toBe(0)
  expect(readdirSync(join(selling.folder, 'inputs'))).toEqual([])
})

test('notice tells the task to end, and one that then ends badly was ended by the node', async () => {
  await using selling = await sellingTasks()
  const { buyer, lease } = await leased(selling)
  const wire = buyer.openRun(lease, taskRequest())
  expectFrame(await wire.next(), 'accepted')
  expectFrame(await wire.next(), 'chunk')
  const withdrawn = selling.fixture.node.withdraw({ noticeSeconds: 30 })
  let frame = await wire.next()
  while (frame?.type === 'chunk' || frame?.type === 'notice') frame = await wire.next()
  const { receipt, response } = expectFrame(frame, 'end')
  expect(response).toMatchObject({ outcome: 'signalled', signal: 'SIGTERM' })
  expect(receipt.finish).toBe(finishes.preempted)
  await withdrawn
})

test('a machine that fails says so, and what ran until then has its receipt', async () => {
  await using selling = await sellingTasks()
  const { buyer, lease } = await leased(selling)
  const wire = buyer.openRun(lease, taskRequest({ command: ['break'] }))
  let seen = 0
  let frame = await wire.next()
  while (frame?.type === 'accepted' || frame?.type === 'chunk') {
    if (frame.type === 'chunk') seen += frame.units
    if (seen > 0) selling.sandbox.gate.resolve()
    frame = await wire.next()
  }
  const { receipt, response } = expectFrame(frame, 'end')
  expect(response).toMatchObject({ outcome: 'failed', outputs: [] })
  expect(receipt).toMatchObject({ finish: finishes.failed, outputUnits: BigInt(seen) })
})

test('a log beyond its limit is cut to it', async () => {
  await using selling = await sellingTasks()
  const { buyer, lease } = await leased(selling)
  const limits = { ...taskLimits, logBytesMax: 10 }
  const run = await buyer.run(lease, taskRequest({ command: ['say', 'eight €€€€'], limits }))
  expect(run.chunks.map(({ text }) => text).join('')).toBe('eight €')
  expect(run.end?.response).toMatchObject({ log: 'eight €' })
})

test('outputs are given to who ordered them, part by part and not for ever', async () => {
  await using selling = await sellingTasks({ node: { objectLimits: { fetchesMax: 2 } } })
  await using box = objectBox()
  const { buyer, lease } = await leased(selling)
  const stranger = await leased(selling)
  const held = await box.hold('a'.repeat(500_000))
  await putObject(buyer, lease, box, held)
  const request = taskRequest({ command: ['upper', 'out'], inputs: [{ path: 'a', ...held }], outputs: ['out'] })
  const { end } = await buyer.run(lease, request)
  if (end?.response?.kind !== 'task') throw new Error('no end')
  const [output] = end.response.outputs
  if (output === undefined) throw new Error('no output')
  const { object } = output
  const { leaseId } = lease
  const range = { start: 0, end: 500_000 }
  const fetched = async (by: ScriptedBuyer, want: { object: string; range: typeof range }, under = leaseId) => {
    const wire = by.open({ type: 'fetch', leaseId: under, object })
    wire.send({ type: 'want', ...want })
    const frame = await wire.next()
    wire.stream.reset()
    return frame?.type === 'error' ? frame.code : frame
  }
  expect(await fetched(buyer, { object, range })).toEqual({ type: 'bytes', bytes: 500_000 })
  expect(await fetched(stranger.buyer, { object, range })).toBe('OBJECT_UNKNOWN')
  expect(await fetched(stranger.buyer, { object, range }, stranger.lease.leaseId)).toBe('OBJECT_UNKNOWN')
  // Neither the input nor anything else in the node's storage.
  expect(await fetched(buyer, { object: held.object, range })).toBe('OBJECT_UNAVAILABLE')
  expect(await fetched(buyer, { object, range: { start: 0, end: 500_001 } })).toBe('PROTOCOL_MALFORMED')
  expect(await fetched(buyer, { object, range: { start: 5, end: 4 } })).toBe('PROTOCOL_MALFORMED')
  expect(await fetched(buyer, { object, range })).toEqual({ type: 'bytes', bytes: 500_000 })
  expect(await fetched(buyer, { object, range })).toBe('OBJECT_UNKNOWN')
})

async function leased({ fixture }: TaskFixture) {
  const buyer = fixture.buyer(100_000_000n)
  return { buyer, lease: await buyer.lease(50_000_000n, taskWorkload) }
}

function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  for (let at = 0; at < count; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}
