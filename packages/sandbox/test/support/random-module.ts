/**
 * Makes valid modules at random: every instruction that is allowed, loops that end, branches, calls, a table, memory, and floats
 * whose NaN travel everywhere. What they compute can be compared through their exports `run`, `memory` and `g0` and on.
 */
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
} from '../../src/module/opcodes.ts'
import { byteOfType } from '../../src/module/value-type.ts'
import { ByteWriter } from '../../src/rewrite/byte-writer.ts'
import { createRandom, type Random } from './random.ts'

const types = [I32, I64, F32, F64, V128]
const functions = 4
/** How deep expressions and statements nest. */
const depthMax = 4
/** Stays in the one page with the widest access. */
const addressMask = 0xffe0

/** Table-driven instructions by the type they leave; 0 for stores. */
const instructionsLeaving = new Map<number, number[]>([0, ...types].map((type) => [type, []]))
for (let op = 0; op < opcodesEnd; op++) {
  const kind = kindOf[op]
  const isTableDriven =
    kind === immediate.none || kind === immediate.memory || kind === immediate.lane || kind === immediate.memoryLane
  if (isTableDriven) instructionsLeaving.get(leaves[op] ?? 0)?.push(op)
}

type Body = {
  readonly out: ByteWriter
  readonly random: Random
  /** Types of the locals; the last ones are loop counters. */
  readonly locals: readonly number[]
  readonly counters: number
  /** Functions below this one may be called, so that no call recurs. */
  readonly index: number
  readonly signatures: readonly Signature[]
  usedCounters: number
  /** Blocks around, innermost last; true where a branch to it ends the block. */
  readonly labels: boolean[]
  steps: number
}
type Signature = { readonly params: readonly number[]; readonly result: number }

/** Returns the bytes of a module; the same for the same seed. */
export function randomModule(seed: number): Uint8Array {
  const random = createRandom(seed)
  const signatures = Array.from({ length: functions }, (_, i): Signature => {
    if (i === functions - 1) return { params: [I32], result: I64 }
    return {
      params: Array.from({ length: random.below(4) }, () => random.pick(types)),
      result: random.pick([0, ...types]),
    }
  })
  const out = new ByteWriter(4_096)
  out.raw([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
  section(out, 1, functions, (i) => {
    const { params, result } = signatures[i] as Signature
    out.raw([0x60, params.length, ...params.map(byteOfType), ...(result === 0 ? [0] : [1, byteOfType(result)])])
  })
  section(out, 3, functions, (i) => out.byte(i))
  section(out, 4, 1, () => out.raw([0x70, 1, functions, functions]))
  section(out, 5, 1, () => out.raw([1, 1, 3]))
  section(out, 6, types.length, (i) => {
    out.raw([byteOfType(types[i] as number), 1])
    constant(out, random, types[i] as number)
    out.byte(0x0b)
  })
  section(out, 7, 1 + 1 + types.length, (i) => {
    if (i === 0) out.raw([3, 0x72, 0x75, 0x6e, 0, functions - 1])
    else if (i === 1) out.raw([6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0])
    else out.raw([2, 0x67, 0x30 + i - 2, 3, i - 2])
  })
  section(out, 9, 1, () => out.raw([0, 0x41, 0, 0x0b, functions, ...Array.from({ length: functions }, (_, i) => i)]))
  out.raw([12, 1, 1])
  section(out, 10, functions, (i) => writeFunction(out, random, i, signatures))
  section(out, 11, 1, () => out.raw([1, 4, 1, 2, 3, 4]))
  return out.written().slice()
}

function section(out: ByteWriter, id: number, count: number, write: (index: number) => void): void {
  out.byte(id)
  const size = out.beginSize()
  out.u32(count)
  for (let i = 0; i < count; i++) write(i)
  out.endSize(size)
}

function writeFunction(out: ByteWriter, random: Random, index: number, signatures: readonly Signature[]): void {
  const { params, result } = signatures[index] as Signature
  const counters = 3
  const own = [...Array.from({ length: 2 + random.below(6) }, () => random.pick(types)), ...Array(counters).fill(I32)]
  const size = out.beginSize()
  out.u32(own.length)
  for (const type of own) out.raw([1, byteOfType(type)])
  const body: Body = {
    out,
    random,
    locals: [...params, ...own],
    counters,
    index,
    signatures,
    usedCounters: 0,
    labels: [],
    steps: 0,
  }
  const statements = 3 + random.below(8)
  for (let i = 0; i < statements; i++) statement(body, depthMax)
  if (result !== 0) expression(body, result, depthMax)
  out.byte(0x0b)
  out.endSize(size)
}

function statement(body: Body, depth: number): void {
  const { out, random } = body
  body.steps += 1
  if (depth === 0 || body.steps > 60) return
  switch (random.below(13)) {
    case 0:
    case 1:
    case 2:
      setLocal(body, depth)
      return
    case 3: {
      const type = random.below(types.length)
      expression(body, types[type] as number, depth - 1)
      out.raw([0x24, type])
      return
    }
    case 4:
    case 5:
      tableDriven(body, random.pick(instructionsLeaving.get(0) ?? []), depth)
      return
    case 6:
      expression(body, random.pick(types), depth - 1)
      out.byte(0x1a)
      return
    case 7:
      conditional(body, depth)
      return
    case 8:
      block(body, depth)
      return
    case 9:
      loop(body, depth)
      return
    case 10:
      branch(body, depth)
      return
    case 11:
      call(body, depth)
      return
    default:
      bulk(body, depth)
      return
  }
}

function setLocal(body: Body, depth: number): void {
  const { out, random, locals, counters } = body
  const local = random.below(locals.length - counters)
  expression(body, locals[local] as number, depth - 1)
  out.byte(0x21)
  out.u32(local)
}

function nested(body: Body, isEndedByBranch: boolean, depth: number): void {
  body.labels.push(isEndedByBranch)
  const count = 1 + body.random.below(3)
  for (let i = 0; i < count; i++) statement(body, depth - 1)
  body.labels.pop()
}

function conditional(body: Body, depth: number): void {
  const { out, random } = body
  expression(body, I32, depth - 1)
  out.raw([0x04, 0x40])
  nested(body, true, depth)
  if (random.chance(0.5)) {
    out.byte(0x05)
    nested(body, true, depth)
  }
  out.byte(0x0b)
}

function block(body: Body, depth: number): void {
  body.out.raw([0x02, 0x40])
  nested(body, true, depth)
  body.out.byte(0x0b)
}

/** Goes round a few times, counted in a local of its own. */
function loop(body: Body, depth: number): void {
  const { out, random, locals, counters } = body
  if (body.usedCounters === counters) return
  const counter = locals.length - counters + body.usedCounters++
  out.raw([0x41, 1 + random.below(5), 0x21, counter, 0x03, 0x40])
  nested(body, false, depth)
  out.raw([0x20, counter, 0x41, 1, 0x6b, 0x22, counter, 0x0d, 0, 0x0b])
}

/** Leaves a block, perhaps many at once, perhaps the function. */
function branch(body: Body, depth: number): void {
  const { out, random, labels, signatures, index } = body
  const targets = labels.map((isEnding, i) => (isEnding ? labels.length - 1 - i : -1)).filter((target) => target >= 0)
  if (targets.length === 0) return
  switch (random.below(4)) {
    case 0:
      out.byte(0x0c)
      out.u32(random.pick(targets))
      return
    case 1:
      expression(body, I32, depth - 1)
      out.byte(0x0d)
      out.u32(random.pick(targets))
      return
    case 2:
      expression(body, I32, depth - 1)
      out.raw([0x0e, 2, random.pick(targets), random.pick(targets), random.pick(targets)])
      return
    default:
      if (random.chance(0.7)) return
      if (signatures[index]?.result !== 0) expression(body, signatures[index]?.result ?? 0, depth - 1)
      out.byte(0x0f)
      return
  }
}

function call(body: Body, depth: number): void {
  const { out, random, signatures, index } = body
  if (index === 0) return
  const callee = random.below(index)
  const { params, result } = signatures[callee] as Signature
  for (const type of params) expression(body, type, depth - 1)
  if (random.chance(0.5)) out.raw([0x10, callee])
  else out.raw([0x41, callee, 0x11, callee, 0])
  if (result !== 0) out.byte(0x1a)
}

function bulk(body: Body, depth: number): void {
  const { out, random } = body
  if (random.chance(0.2)) {
    out.raw([0x41, random.below(2), 0x40, 0])
    out.byte(0x1a)
    return
  }
  address(body, depth)
  if (random.chance(0.4)) {
    expression(body, I32, depth - 1)
    out.raw([0x41, 16, 0xfc, 11, 0])
    return
  }
  if (random.chance(0.3)) {
    out.raw([0x41, 0, 0x41, 4, 0xfc, 8, 0, 0])
    return
  }
  address(body, depth)
  out.raw([0x41, 31, 0xfc, 10, 0, 0])
}

function address(body: Body, depth: number): void {
  expression(body, I32, depth - 1)
  body.out.byte(0x41)
  body.out.signed(addressMask)
  body.out.byte(0x71)
}

function expression(body: Body, type: number, depth: number): void {
  const { out, random, locals } = body
  const choice = random.below(10)
  if (depth <= 0 || choice < 2) {
    const fitting = locals.map((local, i) => (local === type ? i : -1)).filter((i) => i >= 0)
    if (fitting.length === 0 || random.chance(0.4)) {
      constant(out, random, type)
      return
    }
    out.byte(0x20)
    out.u32(random.pick(fitting))
    return
  }
  if (choice === 2) {
    expression(body, type, depth - 1)
    expression(body, type, depth - 1)
    expression(body, I32, depth - 1)
    out.byte(0x1b)
    return
  }
  if (choice === 3) {
    expression(body, I32, depth - 1)
    out.raw([0x04, byteOfType(type)])
    expression(body, type, depth - 1)
    out.byte(0x05)
    expression(body, type, depth - 1)
    out.byte(0x0b)
    return
  }
  if (choice === 4) {
    const fitting = locals
      .map((local, i) => (local === type ? i : -1))
      .filter((i) => i >= 0 && i < locals.length - body.counters)
    if (fitting.length > 0) {
      expression(body, type, depth - 1)
      out.byte(0x22)
      out.u32(random.pick(fitting))
      return
    }
  }
  if (choice === 5) {
    out.raw([0x23, types.indexOf(type)])
    return
  }
  tableDriven(body, random.pick(instructionsLeaving.get(type) ?? []), depth)
}

function tableDriven(body: Body, op: number, depth: number): void {
  const { out, random } = body
  const operands = [takesThird[op], takesSecond[op], takesFirst[op]].filter((type) => type !== 0) as number[]
  const kind = kindOf[op] as number
  const isMemory = kind === immediate.memory || kind === immediate.memoryLane
  for (const [i, type] of operands.entries()) {
    if (isMemory && i === 0) address(body, depth)
    else expression(body, type, depth - 1)
  }
  if (op >= simdBase) {
    out.byte(0xfd)
    out.u32(op - simdBase)
  } else if (op >= bulkBase) out.raw([0xfc, op - bulkBase])
  else out.byte(op)
  if (isMemory) out.raw([random.below((alignmentOf[op] ?? 0) + 1), random.below(16)])
  if (laneCount[op] !== 0) out.byte(random.below(laneCount[op] ?? 1))
}

/** Small numbers, and the special ones of floats with NaN of many bits among them. */
function constant(out: ByteWriter, random: Random, type: number): void {
  const special32 = [
    0, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x80000000, 0x7fc00000, 0xffc00001, 0x7fa12345, 0x4f000000,
  ]
  const special64 = [
    0n,
    0x3ff0000000000000n,
    0x7ff0000000000000n,
    0xfff0000000000000n,
    0x7ff8000000000000n,
    0xfff8dead00000000n,
  ]
  const view = new DataView(new ArrayBuffer(16))
  if (type === I32) {
    out.byte(0x41)
    out.signed(random.chance(0.3) ? -1 - random.below(2 ** 31) : random.below(300))
    return
  }
  if (type === I64) {
    out.byte(0x42)
    out.signed(random.chance(0.3) ? -1 - random.below(2 ** 31) * 2 ** 20 : random.below(300))
    return
  }
  const double = random.chance(0.5) ? random.pick(special64) : BigInt(random.below(1_000)) << 52n
  if (type === F32) {
    view.setUint32(0, random.chance(0.7) ? random.pick(special32) : random.below(2 ** 32), true)
    out.raw([0x43, ...new Uint8Array(view.buffer, 0, 4)])
    return
  }
  view.setBigUint64(0, double, true)
  if (type === F64) {
    out.raw([0x44, ...new Uint8Array(view.buffer, 0, 8)])
    return
  }
  view.setUint32(8, random.pick(special32), true)
  view.setUint32(12, random.below(2 ** 32), true)
  out.raw([0xfd, 0x0c, ...new Uint8Array(view.buffer)])
}
