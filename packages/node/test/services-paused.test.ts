/** What stops the traffic of a task: a run that is not paid, silence, and the node's own bounds. Scripted, so that nobody pays. */
import { decodeLineFrame, encodeLineFrame, type PeerStream } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { echo, ports, sellingServices, until } from './parts/reached-task.ts'
import { expectFrame } from './parts/scripted-buyer.ts'
import { taskRequest, taskWorkload } from './parts/task-work.ts'

test('nothing passes while a run waits for its voucher, and what waited passes once it is there', async () => {
  await using selling = await sellingServices({ overTls: false, listing: { creditTokens: 200 } })
  const { contents, stream, buyer } = await connected(selling)
  // Words pass until the credit is used up; the one that does not is said once that is paid.
  for (let word = 0; ; word++) {
    stream.send(encodeLineFrame({ type: 'data', bytes: Buffer.from(`word ${word}`) }))
    const answer = contents.next()
    if ((await Promise.race([answer, quiet()])) !== undefined) {
      // Nobody grants a window here, and words are not to use it up.
      await new Promise((resolve) => setTimeout(resolve, 20))
      continue
    }
    expect(selling.fixture.node.status().runs).toBe(1)
    await buyer.pay(1_000_000n)
    expect(await answer).toMatchObject({ value: `word ${word}` })
    break
  }
})

test('a connection on which nothing is said is broken off', async () => {
  await using selling = await sellingServices({
    ...{ overTls: false, listing: { creditTokens: 100_000 } },
    node: { serviceLimits: { idleMsMax: 200 } },
  })
  const { contents } = await connected(selling)
  await expect(contents.next()).rejects.toMatchObject({ code: 'PEER_CLOSED' })
  await until(() => selling.sandbox.listeners.open.size === 0)
})

async function connected(selling: Awaited<ReturnType<typeof sellingServices>>) {
  selling.sandbox.listeners.ports.set(9000, echo)
  const buyer = selling.fixture.buyer(100_000_000n)
  const lease = await buyer.lease(50_000_000n, taskWorkload)
  const wire = buyer.openRun(lease, taskRequest({ ports: [...ports] }), undefined, 1n)
  expectFrame(await wire.next(), 'accepted')
  const line = buyer.open({ type: 'connect', leaseId: lease.leaseId, sequence: 1n, port: 9000 })
  expect(await line.next()).toEqual({ type: 'connected' })
  return { contents: contentsOf(line.stream), stream: line.stream, buyer }
}

async function* contentsOf(stream: PeerStream): AsyncGenerator<string, void, void> {
  for await (const frame of stream.frames) {
    const decoded = decodeLineFrame(frame)
    if (decoded.type === 'data') yield Buffer.from(decoded.bytes).toString()
  }
}

/** Longer than an answer takes, but for a machine that is very slow: there a word is waited for that needed no payment. */
function quiet(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, 1_000, undefined))
}
