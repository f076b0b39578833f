import type { SignedOffer } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createAnnouncer, meetMsMax } from './announcer.ts'

const offers = [{}] as unknown as readonly SignedOffer[]

/** A mesh with so many peers at each look, the last count from then on; a look takes 100 ms. */
function meshOf(peers: readonly number[], announce: () => Promise<void> = async () => undefined) {
  let looks = 0
  const announced: number[] = []
  const mesh = {
    stats: () => ({ peers: peers[Math.min(looks++, peers.length - 1)] }) as never,
    async announce() {
      announced.push(looks)
      await announce()
    },
  }
  return { mesh, announced, now: () => looks * 100 }
}

test('the first offers wait until the others are met', async () => {
  const { mesh, announced, now } = meshOf([0, 1, 2, 3])
  const announcer = createAnnouncer(mesh, { bootstrap: 3, now, log: () => undefined })
  announcer.announce(offers)
  announcer.announce(offers)
  await expect.poll(() => announced).toEqual([4, 4])
})

test('they wait no longer than the bound, and not at all where the others come here', async () => {
  for (const [bootstrap, looks] of [
    [1, meetMsMax / 100],
    [0, 1],
  ] as const) {
    const { mesh, announced, now } = meshOf([0])
    createAnnouncer(mesh, { bootstrap, now, log: () => undefined }).announce(offers)
    await expect.poll(() => announced, { timeout: 10_000 }).toEqual([looks])
  }
})

test('what was announced last leaves before it closes, and a failure is told', async () => {
  const sent = Promise.withResolvers<void>()
  const events: string[] = []
  const { mesh, announced, now } = meshOf([0], () => sent.promise)
  const announcer = createAnnouncer(mesh, { bootstrap: 0, now, log: (_level, event) => events.push(event) })
  announcer.announce(offers)
  const closed = announcer[Symbol.asyncDispose]().then(() => events.push('closed'))
  await expect.poll(() => announced).toHaveLength(1)
  sent.reject(new Error('no room'))
  await closed
  expect(events).toEqual(['announce-failed', 'closed'])
})
