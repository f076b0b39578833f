import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BulkInterruptedError, BulkObjectUnknownError } from './bulk-error.ts'
import { type TransferAttempt, transferVerified, type WantedObject } from './verified-transfer.ts'

const { signal } = new AbortController()
const limits = { progressBytesMin: 1, attemptsMax: 3, retryDelayMs: 0 }

function wantedOf(content: Uint8Array): WantedObject {
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length, signal }
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(pieces))
}

describe('transferVerified', () => {
  test('however the bytes are cut and wherever it breaks, every byte comes once', async () => {
    const content = fc.uint8Array({ minLength: 1, maxLength: 60 })
    const cuts = fc.array(fc.nat(9), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(content, cuts, fc.nat(8), fc.boolean(), async (bytes, sizes, perAttempt, throws) => {
        let cut = 0
        const attempt: TransferAttempt = async function* (from) {
          let at = from
          for (let piece = 0; piece <= perAttempt && at < bytes.length; piece++) {
            // Empty pieces come too, but an attempt brings something.
            const size = (sizes[cut++ % sizes.length] ?? 0) + (piece === perAttempt && at === from ? 1 : 0)
            yield bytes.subarray(at, at + size)
            at = Math.min(bytes.length, at + size)
          }
          if (throws && at < bytes.length) throw new BulkInterruptedError('cut')
        }
        const seen: number[] = []
        const wanted = { ...wantedOf(bytes), onProgress: (done: number) => void seen.push(done) }
        expect([...(await collect(transferVerified(wanted, attempt, limits)))]).toEqual([...bytes])
        expect(seen.at(-1)).toBe(bytes.length)
      }),
    )
  })

  test('one byte more than the object has is refused, and nothing whole was handed out', async () => {
    const wanted = wantedOf(Uint8Array.of(1, 2))
    const attempt: TransferAttempt = async function* () {
      yield Uint8Array.of(1)
      yield Uint8Array.of(2, 3)
    }
    const got: Uint8Array[] = []
    const fetching = async (): Promise<void> => {
      for await (const piece of transferVerified(wanted, attempt, limits)) got.push(piece)
    }
    await expect(fetching()).rejects.toMatchObject({ code: 'BULK_PROTOCOL_VIOLATION' })
    expect(got).toEqual([])
  })

  test('attempts that bring nothing are bounded; those that bring enough are not', async () => {
    const wanted = wantedOf(new Uint8Array(50))
    let attempts = 0
    const nothing: TransferAttempt = async function* () {
      attempts++
      yield new Uint8Array()
    }
    await expect(collect(transferVerified(wanted, nothing, limits))).rejects.toMatchObject({ code: 'BULK_INTERRUPTED' })
    expect(attempts).toBe(3)
    const one: TransferAttempt = async function* () {
      yield new Uint8Array(1)
    }
    expect(await collect(transferVerified(wanted, one, limits))).toHaveLength(50)
    const stricter = { ...limits, progressBytesMin: 2 }
    expect(await collect(transferVerified(wanted, one, stricter))).toHaveLength(50)
    const strict = { ...limits, progressBytesMin: 4 }
    await expect(collect(transferVerified(wanted, one, strict))).rejects.toMatchObject({ code: 'BULK_INTERRUPTED' })
  })

  test('what is not worth another attempt gets none, ours or not', async () => {
    const wanted = wantedOf(new Uint8Array(5))
    for (const error of [new BulkObjectUnknownError(wanted.sha256), new TypeError('a mistake of ours')]) {
      let attempts = 0
      const attempt: TransferAttempt = () => {
        attempts++
        throw error
      }
      await expect(collect(transferVerified(wanted, attempt, limits))).rejects.toBe(error)
      expect(attempts).toBe(1)
    }
  })

  test.each([
    { sha256: 'AB'.repeat(32) },
    { sha256: 'ab' },
    { bytes: 0 },
    { bytes: -0 },
    { bytes: 1.5 },
    { bytes: Number.NaN },
    { from: -1 },
    { from: 5 },
  ])('%o is a mistake', async (change) => {
    const attempt: TransferAttempt = async function* () {
      yield new Uint8Array(5)
    }
    const wanted = { ...wantedOf(new Uint8Array(5)), ...change }
    await expect(collect(transferVerified(wanted, attempt, limits))).rejects.toThrow(/object/)
  })
})
