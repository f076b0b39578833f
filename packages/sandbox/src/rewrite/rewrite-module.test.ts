/** Attacks on the instruments: gas that is not paid, stacks that grow, bits that leak, exports that lie. */
import { describe, expect, test } from 'vitest'
import { wat } from '../../test/support/wat.ts'
import { runLimits } from '../run/run-limits.ts'
import { type WasmGlobal, type WasmInstance, webAssembly } from '../run/web-assembly.ts'
import { allInstruments, instrumentExports, rewriteModule } from './rewrite-module.ts'

describe('gas', () => {
  test.each<[string, string]>([
    ['an empty loop', '(func (export "run") (loop (br 0)))'],
    ['a loop of nothing but blocks', '(func (export "run") (loop (block (block)) (br 0)))'],
    ['a loop around a conditional branch', '(func (export "run") (loop (br_if 0 (i32.const 1))))'],
    ['a loop that br_table closes', '(func (export "run") (loop (br_table 0 0 0 (i32.const 7))))'],
    [
      'a loop that is closed in code behind a branch',
      '(func (export "run") (loop (block (br 0) (unreachable)) (br 0)))',
    ],
    ['a loop in an else', '(func (export "run") (if (i32.const 0) (then) (else (loop (br 0)))))'],
    ['a loop after code that is never reached', '(func (export "run") (block (br 0) (loop (br 0))) (loop (br 0)))'],
    [
      'an else after a dead then',
      '(func (export "run") (if (i32.const 0) (then (unreachable) (block)) (else (block (loop (br 0))))))',
    ],
    ['two functions that call each other', '(func $a (call $b)) (func $b (export "run") (loop (call $a) (br 0)))'],
    [
      'an indirect call of itself',
      '(type $t (func)) (table 1 1 funcref) (elem (i32.const 0) $f) (func $f (export "run") (loop (call_indirect (type $t) (i32.const 0)) (br 0)))',
    ],
    [
      'copies of much memory',
      '(memory 100) (func (export "run") (loop (memory.copy (i32.const 0) (i32.const 9) (i32.const 6000000)) (br 0)))',
    ],
    [
      'fills of much memory without a loop',
      `(memory 100) (func (export "run") ${'(memory.fill (i32.const 0) (i32.const 1) (i32.const 6000000))'.repeat(200)})`,
    ],
    ['growing by nothing', '(memory 1) (func (export "run") (loop (drop (memory.grow (i32.const 0))) (br 0)))'],
    [
      'growing beyond the maximum',
      '(memory 1 2) (func (export "run") (loop (drop (memory.grow (i32.const 70000))) (br 0)))',
    ],
    [
      'a long function without loops and calls',
      `(func (export "run") ${'(drop (i64.div_s (i64.const 9) (i64.const 3)))'.repeat(6_000)} (unreachable))`,
    ],
  ])('%s stops when it is used up', (_name, fields) => {
    const bytes = wat(`(module ${fields})`)
    for (const keepsGasInLocals of [true, false]) {
      const { instance, gas } = started(bytes, keepsGasInLocals, 100_000n)
      expect(() => run(instance)).toThrow(webAssembly.RuntimeError as never)
      expect(gas.value).toBeLessThan(0n)
    }
  })

  test('what a trap leaves is in the global when no local keeps it', () => {
    const bytes = wat(`(module (func (export "run") (local i32)
      (loop (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 0) (i32.const 1000)))) unreachable))`)
    const spent = [true, false].map((keepsGasInLocals) => {
      const { instance, gas } = started(bytes, keepsGasInLocals, 1_000_000n)
      expect(() => run(instance)).toThrow('unreachable')
      return 1_000_000n - gas.value
    })
    expect(spent).toEqual([0n, 8_001n])
  })

  test('a copy that is longer than the gas copies nothing', () => {
    const bytes = wat(`(module (memory (export "memory") 2) (data (i32.const 0) "abcd")
      (func (export "run") (memory.copy (i32.const 1000) (i32.const 0) (i32.const 8000))))`)
    const { instance } = started(bytes, true, 500n)
    expect(() => run(instance)).toThrow('unreachable')
    expect(new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer)[1_000]).toBe(0)
  })

  test('the start function is not run before there is gas', () => {
    const bytes = wat(
      '(module (global (export "g") (mut i64) (i64.const 0)) (func $f (global.set 0 (i64.const 7))) (start $f))',
    )
    const { instance, gas } = started(bytes, true, 100n)
    const touched = instance.exports.g as WasmGlobal
    expect(touched.value).toBe(0n)
    ;(instance.exports[instrumentExports.start] as () => void)()
    expect([touched.value, gas.value]).toEqual([7n, 98n])
  })
})

describe('stack', () => {
  test.each<[string, string]>([
    ['a small frame', '(func $f (export "run") (call $f))'],
    [
      'many values kept over the call',
      `(func $f (result i64) ${'(i64.load (i32.const 0))'.repeat(400)} (call $f) ${'i64.add '.repeat(400)}) (memory 1) (func (export "run") (drop (call $f)))`,
    ],
    [
      'many vectors kept over the call',
      `(func $f (result v128) ${'(v128.load (i32.const 0))'.repeat(400)} (call $f) ${'v128.or '.repeat(400)}) (memory 1) (func (export "run") (drop (call $f)))`,
    ],
    [
      'many locals',
      `(func $f (param i64) (local ${'v128 '.repeat(900)}) (call $f (local.get 0))) (func (export "run") (call $f (i64.const 1)))`,
    ],
    [
      'an indirect call',
      '(type $t (func)) (table 1 1 funcref) (elem (i32.const 0) $f) (func $f (export "run") (call_indirect (type $t) (i32.const 0)))',
    ],
    ['a growing memory on the way', '(memory 1) (func $f (export "run") (drop (memory.grow (i32.const 0))) (call $f))'],
  ])('%s ends in a trap when a slot too many is taken, in both compilers alike', (_name, fields) => {
    const bytes = wat(`(module ${fields})`)
    // A test runs with a small stack of V8's own: here a few slots show what is counted.
    const { instance, gas } = started(bytes, true, 1_000_000_000n, 30_000n)
    expect(() => run(instance)).toThrow(webAssembly.RuntimeError as never)
    expect(gas.value).toBeGreaterThan(0n)
  })

  test('calls one after the other take no more than one', () => {
    const bytes = wat(`(module (func $g (param i32)) (func $f (param i32) (call $g (local.get 0)))
      (func (export "run") (local i32) (loop (call $f (local.get 0)) (local.set 0 (i32.add (local.get 0) (i32.const 1)))
        (br_if 0 (i32.lt_u (local.get 0) (i32.const 100000))))))`)
    const { instance } = started(bytes, true, 100_000_000n, 100n)
    expect(() => run(instance)).not.toThrow()
  })
})

describe('NaN', () => {
  const bits = (code: string) => bitsOf(`(func (export "run") (result i64) (local f64 f64 v128 i64 i32) ${code})`)
  const zero = '(f64.sub (f64.const 1) (f64.const 1))'
  const nan = `(f64.div ${zero} ${zero})`
  const canonical = 0x7ff8000000000000n

  test.each<[string, string]>([
    ['looked at at once', `(i64.reinterpret_f64 ${nan})`],
    ['kept in a local', `(local.set 0 ${nan}) (i64.reinterpret_f64 (local.get 0))`],
    [
      'copied from local to local',
      `(local.set 0 ${nan}) (local.set 1 (local.get 0)) (i64.reinterpret_f64 (local.get 1))`,
    ],
    ['passed by a tee', `(i64.reinterpret_f64 (local.tee 0 ${nan}))`],
    ['chosen by a select', `(i64.reinterpret_f64 (select ${nan} (f64.const 1) (i32.const 1)))`],
    ['through memory', `(f64.store (i32.const 8) ${nan}) (i64.load (i32.const 8))`],
    ['through a global', `(global.set $g ${nan}) (i64.reinterpret_f64 (global.get $g))`],
    ['as an argument', `(call $id ${nan}) (i64.reinterpret_f64)`],
    ['out of a block', `(i64.reinterpret_f64 (block (result f64) (br 0 ${nan})))`],
    ['in a lane', `(i64x2.extract_lane 0 (f64x2.splat ${nan}))`],
    [
      'from lane to lane',
      `(i64.reinterpret_f64 (f64x2.extract_lane 1 (f64x2.replace_lane 1 (v128.const i64x2 0 0) ${nan})))`,
    ],
    ['of a narrow kind, made wide', '(i64.reinterpret_f64 (f64.promote_f32 (f32.sqrt (f32.const -1))))'],
    ['of lanes', '(i64x2.extract_lane 1 (f64x2.sqrt (f64x2.splat (f64.const -1))))'],
    [
      'of lanes, read as another kind',
      '(local.set 2 (f64x2.sqrt (f64x2.splat (f64.const -1)))) (i64x2.extract_lane 1 (f32x4.abs (local.get 2)))',
    ],
  ])('%s has the canonical bits', (_name, code) => {
    expect(bits(code)).toBe(canonical)
  })

  test('of the program keeps its bits: it is moved, not made', () => {
    const own = '(f64.const -nan:0x1234)'
    for (const code of [
      `(i64.reinterpret_f64 ${own})`,
      `(local.set 0 ${own}) (i64.reinterpret_f64 (local.get 0))`,
      `(local.set 0 ${nan}) (local.set 0 ${own}) (i64.reinterpret_f64 (local.get 0))`,
      `(i64.reinterpret_f64 (select ${own} (f64.const 1) (i32.const 1)))`,
      `(i64x2.extract_lane 0 (f64x2.splat ${own}))`,
      `(i64.reinterpret_f64 (f64.neg (f64.neg ${own})))`,
      `(i64.reinterpret_f64 (call $id ${own}))`,
    ])
      expect({ code, bits: bits(code) }).toEqual({ code, bits: 0xfff0000000001234n })
    expect(bits(`(i64.reinterpret_f64 (f64.neg ${nan}))`)).toBe(0xfff8000000000000n)
  })

  test('is told from one that was made, wherever control meets', () => {
    const own = '(f64.const -nan:0x1234)'
    // Twice round: what is read is what the first round wrote.
    const around = (before: string, inside: string) => `(local.set 0 ${before})
      (loop (local.set 3 (i64.reinterpret_f64 (local.get 0))) (local.set 0 ${inside})
        (br_if 0 (i32.lt_u (local.tee 4 (i32.add (local.get 4) (i32.const 1))) (i32.const 2)))) (local.get 3)`
    const chosen = (
      condition: number,
    ) => `(if (i32.const ${condition}) (then (local.set 0 ${nan})) (else (local.set 0 ${own})))
      (i64.reinterpret_f64 (local.get 0))`
    const skipped = (condition: number, before: string, inside: string) => `(local.set 0 ${before})
      (if (i32.const ${condition}) (then (local.set 0 ${inside}))) (i64.reinterpret_f64 (local.get 0))`
    const left = (condition: number) => `(local.set 0 ${own})
      (block (br_if 0 (i32.const ${condition})) (local.set 0 ${nan})) (i64.reinterpret_f64 (local.get 0))`
    const given = 0xfff0000000001234n
    expect([around(own, nan), around(nan, own)].map(bits)).toEqual([canonical, given])
    expect([chosen(1), chosen(0)].map(bits)).toEqual([canonical, given])
    expect([skipped(0, own, nan), skipped(1, own, nan)].map(bits)).toEqual([given, canonical])
    expect([skipped(0, nan, own), skipped(1, nan, own)].map(bits)).toEqual([canonical, given])
    expect(
      [0, 1].map((condition) => bits(`(i64.reinterpret_f64 (call $mix ${own} (i32.const ${condition})))`)),
    ).toEqual([given, canonical])
    expect([left(0), left(1)].map(bits)).toEqual([canonical, given])
  })

  test('lanes of integers keep theirs', () => {
    const lanes = '(i64x2.extract_lane 0 (v128.or (v128.const i64x2 0x7ff0000000000abc 0) (v128.const i64x2 0 0)))'
    expect(bits(lanes)).toBe(0x7ff0000000000abcn)
  })

  function bitsOf(fields: string): bigint {
    const bytes = wat(
      `(module (memory 1) (global $g (mut f64) (f64.const 0)) (func $id (param f64) (result f64) (local.get 0))
      (func $mix (param f64 i32) (result f64) (if (local.get 1) (then (local.set 0 ${nan}))) (local.get 0)) ${fields})`,
    )
    return BigInt.asUintN(64, run(started(bytes, true, 10_000n).instance) as bigint)
  }
})

describe('memory', () => {
  const grower =
    '(module (memory 1 9) (func (export "run") (result i64) (i64.extend_i32_s (memory.grow (i32.const 4)))))'

  test('grows to the smaller of two maxima, and no further', () => {
    const ends = [4, 5, 8, 9, 100].map((memoryPagesMax) => {
      const { instance } = started(wat(grower), true, 1_000_000n, 1_000n, memoryPagesMax)
      return [run(instance), run(instance), run(instance)]
    })
    expect(ends).toEqual([
      [-1n, -1n, -1n],
      [1n, -1n, -1n],
      [1n, -1n, -1n],
      [1n, 5n, -1n],
      [1n, 5n, -1n],
    ])
  })

  test('that starts above the maximum is told', () => {
    expect(rewriteModule(wat('(module (memory 5))'), { memoryPagesMax: 4 }).exceedsMemory).toBe(true)
    expect(rewriteModule(wat('(module (memory 5))'), { memoryPagesMax: 5 }).exceedsMemory).toBe(false)
  })
})

test('no index of the program moves, and custom sections are left out', () => {
  const bytes = wat(`(module
    (type $t (func (result i32))) (memory (export "memory") 1) (table 2 2 funcref) (elem (i32.const 0) $a $b)
    (global $g (mut i32) (i32.const 5)) (func $a (type $t) (i32.const 11)) (func $b (type $t) (global.get $g))
    (func (export "run") (result i32) (i32.add (call_indirect (type $t) (i32.const 1)) (call_indirect (type $t) (i32.const 0)))))`)
  const named = Uint8Array.from([...bytes, 0, 5, 4, 0x6e, 0x61, 0x6d, 0x65])
  const rewritten = rewriteModule(named, { memoryPagesMax: 4 })
  expect(rewritten.hash).toBe(rewriteModule(bytes, { memoryPagesMax: 4 }).hash)
  expect(run(started(named, true, 10_000n).instance)).toBe(16)
})

test('the result is the same bytes for the same module: the version names them', () => {
  const bytes = wat(`(module (memory 1) (func (export "run") (param f32) (result f32) (local i32)
    (loop (br_if 0 (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 9)))) (f32.div (local.get 0) (f32.const 0))))`)
  expect(rewriteModule(bytes, { memoryPagesMax: 2 }).hash).toMatchInlineSnapshot(
    `"0xd4c001c7d869e9fec6308e7adea689fdaffd01e5f450edd6cce2e14299e6eed6"`,
  )
})

function started(
  bytes: Uint8Array,
  keepsGasInLocals: boolean,
  gasMax: bigint,
  slots = BigInt(runLimits.stackSlotsMax),
  memoryPagesMax = 200,
) {
  const rewritten = rewriteModule(bytes, { memoryPagesMax, instruments: { ...allInstruments, keepsGasInLocals } })
  const instance = new webAssembly.Instance(new webAssembly.Module(rewritten.bytes), {})
  const gas = instance.exports[instrumentExports.gas] as WasmGlobal
  gas.value = gasMax
  ;(instance.exports[instrumentExports.depth] as WasmGlobal).value = slots
  return { instance, gas }
}

function run({ exports }: WasmInstance): unknown {
  return (exports.run as () => unknown)()
}
