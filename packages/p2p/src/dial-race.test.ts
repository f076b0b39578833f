import { zeroAddress } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { type DialAttempt, dialAttemptsMax, raceDials } from './dial-race.ts'
import { PeerClosedError, PeerIdentityMismatchError } from './peer-error.ts'

const { signal } = new AbortController()

type Way = DialAttempt<string> & {
  readonly started: Promise<AbortSignal>
  readonly discarded: string[]
  succeed(): void
  fail(error: Error): void
}

function wayOf(where: string): Way {
  const outcome = Promise.withResolvers<string>()
  const started = Promise.withResolvers<AbortSignal>()
  const discarded: string[] = []
  return {
    where,
    started: started.promise,
    discarded,
    start: (within) => {
      started.resolve(within)
      return outcome.promise
    },
    discard: (result) => discarded.push(result),
    succeed: () => outcome.resolve(where),
    fail: (error) => outcome.reject(error),
  }
}

test('the next way starts beside one that hangs; whichever is first wins and the other is aborted', async () => {
  const [a, b] = [wayOf('a'), wayOf('b')]
  const racing = raceDials([a, b], { signal, staggerMs: 1 })
  const within = await a.started
  await b.started
  b.succeed()
  expect(await racing).toBe('b')
  expect(within.aborted).toBe(true)
  a.succeed()
  await new Promise(setImmediate)
  expect([a.discarded, b.discarded]).toEqual([['a'], []])
})

test('the next way starts at once when one fails, and no further one after a success', async () => {
  const [a, b, c] = [wayOf('a'), wayOf('b'), wayOf('c')]
  let startedC = false
  void c.started.then(() => {
    startedC = true
  })
  const racing = raceDials([a, b, c], { signal, staggerMs: 3_600_000 })
  a.fail(new Error('no'))
  await b.started
  b.succeed()
  expect(await racing).toBe('b')
  await new Promise(setImmediate)
  expect(startedC).toBe(false)
})

test('one way fails as it fails', async () => {
  const way = wayOf('a')
  const reason = new Error('no')
  way.fail(reason)
  await expect(raceDials([way], { signal })).rejects.toBe(reason)
})

test('several ways fail with the reason of each, or finally when each is final', async () => {
  const ways = [wayOf('a'), wayOf('b')]
  const final = new PeerIdentityMismatchError(zeroAddress, 'a', zeroAddress)
  ways[0]?.fail(final)
  ways[1]?.fail(new PeerClosedError('it hung up'))
  await expect(raceDials(ways, { signal })).rejects.toMatchObject({
    code: 'PEER_UNREACHABLE',
    message: 'No connection to the peer: a: PEER_IDENTITY_MISMATCH; b: PEER_CLOSED.',
  })
  const finals = [wayOf('a'), wayOf('b')]
  for (const way of finals) way.fail(final)
  await expect(raceDials(finals, { signal })).rejects.toBe(final)
})

test('an abort rejects with its reason and gives up what comes later', async () => {
  const way = wayOf('a')
  const controller = new AbortController()
  const reason = new Error('changed my mind')
  const racing = raceDials([way], { signal: controller.signal })
  const within = await way.started
  controller.abort(reason)
  await expect(racing).rejects.toBe(reason)
  expect(within.aborted).toBe(true)
  way.succeed()
  await new Promise(setImmediate)
  expect(way.discarded).toEqual(['a'])
})

test('no more ways are tried than allowed', async () => {
  const ways = Array.from({ length: dialAttemptsMax + 1 }, (_, index) => wayOf(String(index)))
  for (const way of ways.slice(0, -1)) way.fail(new Error('no'))
  ways.at(-1)?.succeed()
  await expect(raceDials(ways, { signal })).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
})

test('no way at all is a mistake', async () => {
  await expect(raceDials([], { signal })).rejects.toThrow(TypeError)
})
