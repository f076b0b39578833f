/** `vectors/hardware.json` holds, and is what the slow form writes. */
import { readFileSync } from 'node:fs'
import { parseHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { hardwareVectors } from '../../scripts/hardware-vectors.ts'
import { createSlowProver } from '../../test/support/slow-prover.ts'
import { factorKeyOf, factorLine } from './factors.ts'

type Vectors = {
  readonly challenges: readonly {
    readonly seed: string
    readonly n: number
    readonly rounds: number
    readonly salt: string
    readonly key: readonly [number, number]
    readonly firstBytes: string
    readonly lastRow: readonly number[]
    readonly root: string
    readonly saltedRoot: string
  }[]
}

const file = readFileSync(new URL('../../../../vectors/hardware.json', import.meta.url), 'utf8')
const vectors = JSON.parse(file) as Vectors

test('the file is what the slow form writes', () => {
  expect(file).toBe(`${JSON.stringify(hardwareVectors())}\n`)
})

test.each(vectors.challenges)('challenge of side $n', ({ n, rounds, ...vector }) => {
  const seed = parseHash(vector.seed)
  const { key0, key1 } = factorKeyOf(seed, 0)
  expect([key0 >>> 0, key1 >>> 0]).toEqual(vector.key)
  expect(
    Buffer.from(factorLine({ key0, key1 }, 0, n).buffer)
      .toString('hex')
      .slice(0, 32),
  ).toBe(vector.firstBytes)
  const prover = createSlowProver({ seed, n, rounds, class: 'cpu', issuedAt: 0, deadline: 1 })
  expect(prover.commit()).toBe(vector.root)
  expect(prover.recall(parseHash(vector.salt))).toBe(vector.saltedRoot)
  expect([...new Int32Array(prover.rows.at(-1)?.slice().buffer ?? new ArrayBuffer())]).toEqual(vector.lastRow)
})
