import { expect, test } from 'vitest'
import { heardMsMax, untilHeard } from './until-heard.ts'

type Look = {
  readonly peers: number
  readonly done: number
  readonly failed?: number
  readonly held?: number
  readonly open?: number
}

/** A mesh that looks like this, one look after the other; each takes 100 ms. The last one stays. */
function meshOf(looks: readonly Look[]) {
  let count = 0
  const mesh = {
    stats() {
      const { peers, done, failed = 0, held = 0, open = 0 } = looks[Math.min(count++, looks.length - 1)] as Look
      return { peers, catchUps: { done, failed, news: 0, open }, offersHeld: held } as never
    },
  }
  return { mesh, now: () => count * 100, looks: () => count }
}

const heard = async (looks: readonly Look[], bootstrap: number) => {
  const { mesh, now, looks: count } = meshOf(looks)
  await untilHeard(mesh, { bootstrap, now, signal: new AbortController().signal })
  return count()
}

test('it ends when every peer was caught up with, whether that worked or not', async () => {
  const looks = [
    { peers: 0, done: 0 },
    { peers: 2, done: 0 },
    { peers: 2, done: 1, held: 3 },
    // One was asked twice, and the other not yet.
    { peers: 2, done: 2, held: 3, open: 1 },
    { peers: 2, done: 2, failed: 1, held: 3 },
  ]
  expect(await heard(looks, 2)).toBe(5)
})

test('a peer that does not answer is waited for only while others still tell something', async () => {
  const looks = [
    { peers: 1, done: 0 },
    { peers: 1, done: 1, held: 1 },
    { peers: 1, done: 1, held: 2 },
  ]
  const count = await heard(looks, 2)
  expect(count).toBeGreaterThan(4)
  expect(count).toBeLessThan(heardMsMax / 100)
})

test('it gives up after the longest wait, and does not wait where nobody is listed', async () => {
  expect(await heard([{ peers: 0, done: 0 }], 1)).toBe(heardMsMax / 100)
  expect(await heard([{ peers: 0, done: 0 }], 0)).toBe(0)
})

test('an abort ends it', async () => {
  const { mesh } = meshOf([{ peers: 0, done: 0 }])
  const ended = untilHeard(mesh, { bootstrap: 1, now: () => 0, signal: AbortSignal.abort() })
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
})
