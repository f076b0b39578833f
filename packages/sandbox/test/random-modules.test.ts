/** Modules made at random: what the rewriter adds must change nothing but the bits of a NaN, and must count alike however it counts. */
import { describe, expect, test } from 'vitest'
import { ModuleRefusedError } from '../src/module/module-error.ts'
import { allInstruments, rewriteModule, validateModule } from '../src/rewrite/rewrite-module.ts'
import { webAssembly } from '../src/run/web-assembly.ts'
import { createRandom } from './support/random.ts'
import { randomModule } from './support/random-module.ts'
import { runBare, runRewritten } from './support/run-module.ts'

/** Another start each time finds more; what fails prints its seed. */
const firstSeed = Date.now() % 1_000_000
const modules = 250
const seeds = Array.from({ length: modules }, (_, i) => firstSeed + i)

describe(`random modules from seed ${firstSeed}`, () => {
  test('are valid, and stay so', () => {
    for (const seed of seeds) {
      const bytes = randomModule(seed)
      const rewritten = rewriteModule(bytes, { memoryPagesMax: 3 })
      expect({ seed, ok: webAssembly.validate(bytes) && webAssembly.validate(rewritten.bytes) }).toEqual({
        seed,
        ok: true,
      })
    }
  })

  test('compute the same with all NaN made canonical and with those alone that may be seen', () => {
    let seen = 0
    for (const seed of seeds) {
      const bytes = randomModule(seed)
      const lazy = runRewritten(bytes, 5, allInstruments)
      expect({ seed, ...lazy }).toEqual({ seed, ...runRewritten(bytes, 5, { ...allInstruments, nan: 'eager' }) })
      const none = runRewritten(bytes, 5, { ...allInstruments, nan: 'none' })
      if (none.memory !== lazy.memory) seen += 1
    }
    // Else nothing was tested: V8's own bits are others in about one module of fifty.
    expect(seen).toBeGreaterThan(0)
  })

  test('compute what the bare module does, unless the bits of a NaN are seen', () => {
    const nanAlone = { ...allInstruments, gas: 'none', depth: false, nan: 'eager' } as const
    let unseen = 0
    for (const seed of seeds) {
      const bytes = randomModule(seed)
      const { gas: _all, ...all } = runRewritten(bytes, 5, allInstruments)
      const { gas: _none, ...canonical } = runRewritten(bytes, 5, nanAlone)
      const { gas: _bare, ...bare } = runBare(bytes, 5)
      expect({ seed, ...all }).toEqual({ seed, ...canonical })
      if (bare.memory === canonical.memory && bare.end === canonical.end) unseen += 1
    }
    expect(unseen).toBeGreaterThan(modules * 0.8)
  })

  test('cost the same by blocks as by instructions, in locals as in the global', () => {
    for (const seed of seeds) {
      const bytes = randomModule(seed)
      const inLocals = runRewritten(bytes, 5, allInstruments)
      const inGlobal = runRewritten(bytes, 5, { ...allInstruments, keepsGasInLocals: false })
      const single = runRewritten(bytes, 5, { ...allInstruments, keepsGasInLocals: false, gas: 'instructions' })
      if (inLocals.end !== 'trap')
        expect({ seed, gas: [inLocals.gas, inGlobal.gas] }).toEqual({ seed, gas: [single.gas, single.gas] })
      // A trap ends what was paid for before it began.
      else expect({ seed, isPaid: (inGlobal.gas ?? 0n) >= (single.gas ?? 1n) }).toEqual({ seed, isPaid: true })
    }
  })

  test('run out of gas at the same point, wherever that is', () => {
    for (const seed of seeds.slice(0, 100)) {
      const bytes = randomModule(seed)
      const whole = runRewritten(bytes, 5, { ...allInstruments, keepsGasInLocals: false }).gas ?? 0n
      for (const share of [1n, 2n, 3n]) {
        const gasMax = (whole * share) / 4n
        const [a, b] = [true, false].map((keepsGasInLocals) =>
          runRewritten(bytes, 5, { ...allInstruments, keepsGasInLocals }, gasMax),
        )
        expect({ seed, gasMax, end: a?.end, memory: a?.memory }).toEqual({
          seed,
          gasMax,
          end: b?.end,
          memory: b?.memory,
        })
      }
    }
  })

  test('with some bytes changed are never accepted where V8 refuses them', () => {
    let accepted = 0
    let refused = 0
    for (const seed of seeds) {
      const random = createRandom(seed)
      const original = randomModule(seed)
      for (let i = 0; i < 40; i++) {
        const bytes = original.slice(0, random.chance(0.1) ? random.below(original.length) : original.length)
        for (let changes = 1 + random.below(3); changes > 0; changes--)
          bytes[random.below(bytes.length)] = random.below(256)
        if (isAccepted(bytes)) {
          accepted += 1
          expect({ seed, i, v8: webAssembly.validate(bytes) }).toEqual({ seed, i, v8: true })
        } else refused += 1
      }
    }
    expect(accepted).toBeGreaterThan(modules)
    expect(refused).toBeGreaterThan(modules)
  })
})

/** Rewrites what it accepts, which must then be valid, too. */
function isAccepted(bytes: Uint8Array): boolean {
  try {
    validateModule(bytes)
  } catch (error) {
    if (error instanceof ModuleRefusedError) return false
    throw error
  }
  expect(webAssembly.validate(rewriteModule(bytes, { memoryPagesMax: 3 }).bytes)).toBe(true)
  return true
}
