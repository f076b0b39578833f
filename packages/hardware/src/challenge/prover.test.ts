import { type Hash, hexToBytes } from '@millrace/protocol'
import { checkOpening, type HardwareChallenge, rowsToOpen } from '@millrace/verification'
import { afterAll, expect, test, vi } from 'vitest'
import { createHardwareProver, HardwareChallengeRefusedError, heldMsMax } from './prover.ts'

const { signal } = new AbortController()
const challenge: HardwareChallenge = {
  ...{ seed: `0x${'11'.repeat(32)}` as Hash, n: 64, rounds: 3, class: 'cpu' },
  ...{ issuedAt: 1_000, deadline: 61_000 },
}
const salt = `0x${'22'.repeat(32)}` as const
const prover = createHardwareProver({ threads: 2, memoryBytesMax: 2 ** 20 })
afterAll(() => prover[Symbol.asyncDispose]())

test('what it opens is right, and stays so until it is released', async () => {
  const { root } = await prover.commit(challenge, { signal })
  const { root: saltedRoot } = await prover.recall({ salt: salt as Hash }, { signal })
  const committed = {
    challenge,
    root,
    saltedRoot,
    salt: salt as Hash,
    secret: `0x${'33'.repeat(32)}` as Hash,
    opened: 64,
  }
  expect(checkOpening(committed, prover.open(rowsToOpen(committed)))).toBe('right')
  expect(hexToBytes(root)).toHaveLength(32)
  prover.release()
  expect(() => prover.open([0])).toThrow(HardwareChallengeRefusedError)
  await expect(prover.recall({ salt: salt as Hash }, { signal })).rejects.toThrow('nothing is held')
})

test('challenges out of bounds, of another class or of too much memory are refused', async () => {
  const bad: Partial<HardwareChallenge>[] = [{ n: 63 }, { rounds: 0 }, { class: 'gpu' }, { n: 512 }, { deadline: 0 }]
  for (const part of bad) {
    await expect(prover.commit({ ...challenge, ...part }, { signal })).rejects.toMatchObject({
      ...{ code: 'HARDWARE_CHALLENGE_REFUSED', retryable: true },
    })
  }
})

test('a second challenge waits for nobody: it is refused', async () => {
  const first = prover.commit(challenge, { signal })
  await expect(prover.commit(challenge, { signal })).rejects.toThrow('another challenge is at work')
  await first
})

test('the time of what was held before does not end the work on the next challenge', async () => {
  await prover.commit(challenge, { signal })
  prover.release()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    await prover.commit(challenge, { signal })
    const next = prover.commit(challenge, { signal })
    vi.advanceTimersByTime(heldMsMax)
    expect(await next).toEqual({ root: expect.stringMatching(/^0x[0-9a-f]{64}$/) })
    expect(prover.open([0]).rows).toHaveLength(1)
  } finally {
    prover.release()
    vi.useRealTimers()
  }
})

test('rows that are none are refused', async () => {
  await prover.commit(challenge, { signal })
  for (const row of [-1, 192, 0.5, Number.NaN, 2 ** 40]) expect(() => prover.open([row])).toThrow('none of it')
  expect(() => prover.open(Array.from({ length: 513 }, () => 0))).toThrow('none of it')
})

test('an abort ends the work with its reason, and the next challenge is taken', async () => {
  const stopping = new AbortController()
  const work = prover.commit(challenge, { signal: stopping.signal })
  stopping.abort(new Error('stopped by the test'))
  await expect(work).rejects.toThrow('stopped by the test')
  expect(await prover.commit(challenge, { signal })).toEqual({ root: expect.stringMatching(/^0x[0-9a-f]{64}$/) })
})
