import { describe, expect, test } from 'vitest'
import { wat } from '../../test/support/wat.ts'
import { ModuleRefusedError } from '../module/module-error.ts'
import { moduleLimits } from '../module/module-limits.ts'
import {
  alignmentOf,
  bulkBase,
  F32,
  F64,
  I32,
  I64,
  immediate,
  kindOf,
  laneCount,
  leaves,
  opcodesEnd,
  simdBase,
  takesFirst,
  takesSecond,
  takesThird,
  V128,
} from '../module/opcodes.ts'
import { byteOfType } from '../module/value-type.ts'
import { rewriteModule, validateModule } from '../rewrite/rewrite-module.ts'
import { webAssembly } from '../run/web-assembly.ts'

describe('bodies that are refused, as V8 refuses them', () => {
  test.each<[string, string]>([
    ['a missing operand', '(func (result i32) i32.add)'],
    ['an operand of another type', '(func (result i32) (i32.add (i32.const 1) (f32.const 1)))'],
    ['an operand too many', '(func i32.const 1)'],
    ['no result', '(func (result i32))'],
    ['a result of another type', '(func (result i32) f64.const 1)'],
    ['operands from outside of a block', '(func i32.const 1 block drop end)'],
    ['operands left in a block', '(func block i32.const 1 end)'],
    ['an if with a result but no else', '(func (result i32) (if (result i32) (i32.const 1) (then (i32.const 1))))'],
    [
      'arms of two types',
      '(func (result i32) (if (result i32) (i32.const 1) (then (i32.const 1)) (else (f32.const 1))))',
    ],
    ['a condition that is no i32', '(func (if (i64.const 1) (then)))'],
    ['a branch to nowhere', '(func br 5)'],
    ['a branch without its value', '(func (result i32) br 0)'],
    ['a conditional branch without its value', '(func (result i32) (br_if 0 (i32.const 1)) i32.const 1)'],
    [
      'a br_table of unlike targets',
      '(func (result i32) block (br_table 0 1 (i32.const 1) (i32.const 1)) end i32.const 1)',
    ],
    ['a select of two types', '(func (drop (select (i32.const 1) (f32.const 1) (i32.const 1))))'],
    ['a local that is not there', '(func (drop (local.get 3)))'],
    ['a local of another type', '(func (local f32) (local.set 0 (i32.const 1)))'],
    ['a global that is not there', '(func (drop (global.get 0)))'],
    ['a write to a constant global', '(global i32 (i32.const 1)) (func (global.set 0 (i32.const 1)))'],
    ['a call to nowhere', '(func call 9)'],
    ['a call with too few arguments', '(func (param i32)) (func call 0)'],
    ['an indirect call without a table', '(type (func)) (func (call_indirect (type 0) (i32.const 0)))'],
    ['an indirect call of an unknown type', '(table 1 1 funcref) (func i32.const 0 call_indirect (type 7))'],
    ['a load without a memory', '(func (drop (i32.load (i32.const 0))))'],
    ['a load of too much alignment', '(memory 1) (func (drop (i32.load align=8 (i32.const 0))))'],
    ['memory.grow without a memory', '(func (drop (memory.grow (i32.const 0))))'],
    ['memory.init of no segment', '(memory 1) (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))'],
    ['unreachable code with a wrong type', '(func (result i32) unreachable f32.const 1)'],
    ['unreachable code with a wrong operand', '(func unreachable f32.const 1 i32.eqz drop)'],
    ['unreachable code that leaves too much', '(func unreachable i32.const 1)'],
  ])('%s', (_name, fields) => {
    const bytes = wat(`(module ${fields})`)
    expect(webAssembly.validate(bytes)).toBe(false)
    expect(refusal(bytes)).toMatchSnapshot()
  })
})

describe('what V8 takes but is not allowed', () => {
  test.each<[string, string, Record<string, boolean>]>([
    ['a block with parameters', '(func i32.const 1 (block (param i32) drop))', { multi_value: true }],
    ['references', '(func (drop (ref.null func)))', { reference_types: true }],
    ['table.grow', '(table 1 1 funcref) (func (drop (table.size 0)))', { reference_types: true }],
    ['a tail call', '(func $f return_call $f)', { tail_call: true }],
    ['an exception', '(func (try (do) (catch_all)))', { exceptions: true }],
    ['an atomic access', '(memory 1) (func (drop (i32.atomic.load (i32.const 0))))', { threads: true }],
  ])('%s', (_name, fields, enabled) => {
    expect(refusal(wat(`(module ${fields})`, enabled))).toMatch(/^WASM_NOT_ALLOWED/)
  })

  test('relaxed SIMD', () => {
    expect(refusal(bodyOf([0x00, 0xfd, 0x80, 0x02]))).toMatchInlineSnapshot(
      `"WASM_NOT_ALLOWED: The module is refused at byte 31: the instruction 0xfd 256 is not allowed."`,
    )
  })

  test('blocks within each other beyond the limit', () => {
    const nested = (depth: number) => bodyOf([0, ...Array(depth).fill([0x02, 0x40]).flat(), ...Array(depth).fill(0x0b)])
    expect(refusal(nested(moduleLimits.nestingMax))).toBe('accepted')
    expect(refusal(nested(moduleLimits.nestingMax + 1))).toContain('at most 1024 nested blocks')
  })

  test('operands beyond the limit', () => {
    const stacked = (count: number) => wat(`(module (func ${'i32.const 1 '.repeat(count)} ${'drop '.repeat(count)}))`)
    expect(refusal(stacked(moduleLimits.operandsMax))).toBe('accepted')
    expect(refusal(stacked(moduleLimits.operandsMax + 1))).toContain('at most 1024 operands')
  })

  test('more locals times branches than a compiler can join', () => {
    const bomb = (branches: number) =>
      wat(`(module (func (local ${'i64 '.repeat(1_000)}) ${'(if (i32.const 1) (then)) '.repeat(branches)}))`)
    expect(rewriteModule(bomb(3_900), { memoryPagesMax: 1 }).keepsGasInLocals).toBe(false)
    expect(() => rewriteModule(bomb(4_100), { memoryPagesMax: 1 })).toThrow(
      'locals times control operators in a function',
    )
  })

  test('more branch targets than a table may have', () => {
    const table = (targets: number) => wat(`(module (func (br_table ${'0 '.repeat(targets)} 0 (i32.const 0))))`)
    expect(refusal(table(4_096))).toBe('accepted')
    expect(refusal(table(4_097))).toContain('at most 4096 branch targets')
  })
})

test('unreachable code takes any operands, and is checked all the same', () => {
  for (const fields of [
    '(func (result i32) unreachable)',
    '(func (result i32) unreachable i32.add)',
    '(func (result f64) unreachable select)',
    '(func (result i32) (return (i32.const 1)) drop drop i32.const 2)',
    '(func (result i32) (block (result i32) (br 0 (i32.const 1)) f32.abs i32.trunc_f32_s))',
    '(func (result i32) unreachable i32.const 1 br_table 0 0)',
    '(func loop br 0 end)',
    '(func unreachable block drop i32.const 1 br_if 0 end)'.replace('drop ', ''),
  ]) {
    const bytes = wat(`(module ${fields})`)
    expect(webAssembly.validate(bytes)).toBe(true)
    expect({ [fields]: refusal(bytes) }).toEqual({ [fields]: 'accepted' })
  }
})

test('every instruction of the tables has the type that V8 gives it, and no other one is allowed', () => {
  let tableDriven = 0
  for (let op = 0; op < opcodesEnd; op++) {
    const kind = kindOf[op] as number
    if (kind === immediate.special) continue
    const operands = [takesThird[op], takesSecond[op], takesFirst[op]].filter((type) => type !== 0) as number[]
    const bytes = bodyOf([0, ...operands.flatMap(constantOf), ...encoded(op), ...(leaves[op] === 0 ? [] : [0x1a])])
    const isAllowed = kind !== immediate.refused
    if (isAllowed) tableDriven += 1
    expect({ op, verdict: refusal(bytes) === 'accepted' }).toEqual({ op, verdict: isAllowed })
    if (isAllowed) expect({ op, v8: webAssembly.validate(bytes) }).toEqual({ op, v8: true })
    if (leaves[op] === 0 || !isAllowed) continue
    // With another result type neither takes it.
    const other = leaves[op] === I32 ? F32 : I32
    const wrong = bodyOf([0, ...operands.flatMap(constantOf), ...encoded(op), 0x21, 0], [other])
    expect({ op, verdict: refusal(wrong) === 'accepted', v8: webAssembly.validate(wrong) }).toEqual({
      op,
      verdict: false,
      v8: false,
    })
  }
  // 123 numeric, 5 sign extensions, 23 accesses, 8 truncations, 236 of SIMD less two constants of their own.
  expect(tableDriven).toBe(393)
})

function encoded(op: number): number[] {
  const opcode = op >= simdBase ? [0xfd, ...leb(op - simdBase)] : op >= bulkBase ? [0xfc, op - bulkBase] : [op]
  const kind = kindOf[op]
  const access = kind === immediate.memory || kind === immediate.memoryLane ? [alignmentOf[op] ?? 0, 0] : []
  return [...opcode, ...access, ...(laneCount[op] === 0 ? [] : [(laneCount[op] ?? 1) - 1])]
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)]
}

function constantOf(type: number): number[] {
  if (type === I32) return [0x41, 0]
  if (type === I64) return [0x42, 0]
  if (type === F32) return [0x43, 0, 0, 0, 0]
  if (type === F64) return [0x44, ...Array(8).fill(0)]
  expect(type).toBe(V128)
  return [0xfd, 0x0c, ...Array(16).fill(0)]
}

/** Returns a module with a memory and a function of this code: its local declarations first, without its last end. */
function bodyOf(code: readonly number[], locals: readonly number[] = []): Uint8Array {
  const declared = locals.length === 0 ? [0] : [1, 1, byteOfType(locals[0] ?? 0)]
  const body = [...declared, ...code.slice(1), 0x0b]
  const section = [1, ...leb(body.length), ...body]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1],
    ...[10, ...leb(section.length), ...section],
  ])
}

function refusal(bytes: Uint8Array): string {
  try {
    validateModule(bytes)
  } catch (error) {
    if (error instanceof ModuleRefusedError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'accepted'
}
