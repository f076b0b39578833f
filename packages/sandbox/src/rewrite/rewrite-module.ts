/**
 * Rewrites a WebAssembly module so that what it computes, what it costs and when it stops is the same on every machine: gas, a
 * bound on the stack, canonical NaNs, a forced memory maximum. A module that is not valid, or uses what is not deterministic, is
 * refused. The result is a function of the bytes, {@link rewriterVersion} and the options, and is named by its hash.
 *
 * Functions, types, globals and exports are appended, so no index of the program moves. Custom sections are left out.
 * Cost: linear in the module, about 0.2 s a megabyte of code. Decision and figures: `docs/adr/0023-webassembly-sandbox.md`.
 */

import { bytesToHex, type Hash } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { createFunctionChecker } from '../function/check-function.ts'
import { createNanFlow } from '../function/nan-flow.ts'
import { ModuleRefusedError } from '../module/module-error.ts'
import type { ModuleInfo, SectionSpan } from '../module/module-info.ts'
import { type ModuleLimits, moduleLimits } from '../module/module-limits.ts'
import { I64 } from '../module/opcodes.ts'
import { readModule } from '../module/read-module.ts'
import { byteOfType } from '../module/value-type.ts'
import { ByteWriter } from './byte-writer.ts'
import { FunctionEmitter, type Instruments } from './emit-function.ts'
import { writeGrowFunction } from './write-grow-function.ts'

/** Changes whenever any module would be rewritten differently, or refused where it was not. */
export const rewriterVersion = 1

/** Names under which the instruments are exported to the host. */
export const instrumentExports = {
  gas: 'millrace:gas',
  depth: 'millrace:depth',
  fault: 'millrace:fault',
  start: 'millrace:start',
} as const

/** What a run is made with. */
export const allInstruments: Instruments = { keepsGasInLocals: true, gas: 'blocks', depth: true, nan: 'lazy' }

/** Gas for an instance: a fixed part, and what its memory, data and table cost to set up. */
const instanceGas = { base: 1_000, perPage: 4_096, bytesPerUnit: 8, perEntry: 4 }

export type RewriteOptions = {
  /** Pages of 64 KiB that the memory may grow to; a smaller maximum of the program's own stays. */
  readonly memoryPagesMax: number
  readonly instruments?: Instruments
  readonly limits?: ModuleLimits
}

export type RewrittenModule = {
  readonly bytes: Uint8Array
  /** SHA-256 of `bytes`. */
  readonly hash: Hash
  readonly info: ModuleInfo
  /** Gas that an instance costs before anything is executed. */
  readonly instanceGas: bigint
  /** Whether a trap may lose gas: then settle it with a module that was rewritten without `keepsGasInLocals`. */
  readonly keepsGasInLocals: boolean
  /** Whether the program asks for more memory at its start than it may have. */
  readonly exceedsMemory: boolean
}

/** @throws {ModuleRefusedError} when the module is malformed, invalid, too large, or uses what is not allowed. */
export function rewriteModule(bytes: Uint8Array, options: RewriteOptions): RewrittenModule {
  const limits = options.limits ?? moduleLimits
  const instruments = options.instruments ?? allInstruments
  const info = readModule(bytes, limits)
  const out = new ByteWriter(bytes.length * 2 + 1_024)
  const pagesMin = info.memory?.pagesMin ?? 0
  const pagesMax = Math.max(pagesMin, Math.min(options.memoryPagesMax, info.memory?.pagesMax ?? limits.memoryPagesMax))
  out.raw([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
  writeDeclarations(out, info, pagesMax)
  const keepsGasInLocals = writeCode(out, info, { pagesMax, limits, instruments })
  copySection(out, info, 11)
  const written = out.written().slice()
  return {
    bytes: written,
    hash: bytesToHex(sha256(written)),
    info,
    instanceGas: gasOfInstance(info),
    keepsGasInLocals,
    exceedsMemory: pagesMin > options.memoryPagesMax,
  }
}

/**
 * Checks a module and all its functions. What passes is valid WebAssembly, and rewriting it can only fail for its size.
 *
 * @throws {ModuleRefusedError} when the module is malformed, invalid, too large, or uses what is not allowed.
 */
export function validateModule(bytes: Uint8Array, limits: ModuleLimits = moduleLimits): ModuleInfo {
  const info = readModule(bytes, limits)
  const checker = createFunctionChecker(info, limits)
  for (let body = 0; body < info.bodyStarts.length; body++) checker.check(body)
  return info
}

function gasOfInstance(info: ModuleInfo): bigint {
  const { base, perPage, bytesPerUnit, perEntry } = instanceGas
  const memory = (info.memory?.pagesMin ?? 0) * perPage + Math.ceil(info.initialBytes / bytesPerUnit)
  return BigInt(base + memory + info.initialEntries * perEntry)
}

function writeDeclarations(out: ByteWriter, info: ModuleInfo, pagesMax: number): void {
  extendSection(out, info, 1, 1, () => out.raw([0x60, 1, 0x7f, 1, 0x7f]))
  copySection(out, info, 2)
  extendSection(out, info, 3, 1, () => out.u32(info.types.length))
  copySection(out, info, 4)
  if (info.memory !== undefined) writeMemory(out, info.memory.pagesMin, pagesMax)
  extendSection(out, info, 6, 3, () => {
    for (let i = 0; i < 3; i++) out.raw([byteOfType(I64), 1, 0x42, 0, 0x0b])
  })
  const firstGlobal = info.globals.length
  extendSection(out, info, 7, 3 + Number(info.start !== undefined), () => {
    const names = [instrumentExports.gas, instrumentExports.depth, instrumentExports.fault]
    for (const [i, name] of names.entries()) {
      out.name(name)
      out.byte(3)
      out.u32(firstGlobal + i)
    }
    if (info.start === undefined) return
    out.name(instrumentExports.start)
    out.byte(0)
    out.u32(info.start)
  })
  copySection(out, info, 9)
  if (info.dataCount !== undefined) {
    out.byte(12)
    const size = out.beginSize()
    out.u32(info.dataCount)
    out.endSize(size)
  }
}

function writeMemory(out: ByteWriter, pagesMin: number, pagesMax: number): void {
  out.byte(5)
  const size = out.beginSize()
  out.raw([1, 1])
  out.u32(pagesMin)
  out.u32(pagesMax)
  out.endSize(size)
}

type CodeOptions = { readonly pagesMax: number; readonly limits: ModuleLimits; readonly instruments: Instruments }

/** Returns whether some function keeps its gas in a local. */
function writeCode(out: ByteWriter, info: ModuleInfo, { pagesMax, limits, instruments }: CodeOptions): boolean {
  const checker = createFunctionChecker(info, limits)
  const appended = {
    gasGlobal: info.globals.length,
    depthGlobal: info.globals.length + 1,
    growFunction: info.functionTypes.length,
  }
  const longest = info.bodyEnds.reduce((most, end, i) => Math.max(most, end - (info.bodyStarts[i] ?? end)), 0)
  const nan = createNanFlow()
  const emitter = new FunctionEmitter({
    out,
    source: info.bytes,
    appended,
    instruments,
    nan,
    instructionsMax: longest + 1,
  })
  const budget = createBudget(limits)
  let hasLoops = false
  out.byte(10)
  const size = out.beginSize()
  out.u32(info.bodyStarts.length + 1)
  for (let body = 0; body < info.bodyStarts.length; body++) {
    const plan = checker.check(body)
    hasLoops ||= plan.loops > 0
    budget(emitter.emit(plan), plan.branchTargets, info.bodyStarts[body] as number)
  }
  const faultGlobal = info.globals.length + 2
  const hasMemory = info.memory !== undefined
  writeGrowFunction(out, { ...appended, faultGlobal, pagesMax, chargesGas: instruments.gas !== 'none', hasMemory })
  out.endSize(size)
  return instruments.gas !== 'none' && instruments.keepsGasInLocals && hasLoops
}

/** Returns what counts the work that the functions are for the compiler, and refuses too much of it. */
function createBudget(limits: ModuleLimits) {
  let joins = 0
  let targets = 0
  return (
    emitted: { readonly locals: number; readonly joins: number },
    branchTargets: number,
    offset: number,
  ): void => {
    const own = emitted.locals * emitted.joins
    joins += own
    targets += branchTargets
    const checks = [
      [own, limits.joinsPerFunctionMax, 'locals times control operators in a function'],
      [joins, limits.joinsMax, 'locals times control operators in all functions'],
      [targets, limits.branchTargetsMax, 'branch targets in all tables'],
    ] as const
    for (const [got, max, what] of checks)
      if (got > max)
        throw new ModuleRefusedError('WASM_TOO_LARGE', offset, `expected at most ${max} ${what}, got ${got}`)
  }
}

function copySection(out: ByteWriter, info: ModuleInfo, id: number): void {
  const span = info.sections[id]
  if (span !== undefined) writeSection(out, info, id, span, 0, () => undefined)
}

/** Writes a section again with entries after its own. */
function extendSection(out: ByteWriter, info: ModuleInfo, id: number, added: number, write: () => void): void {
  writeSection(out, info, id, info.sections[id] ?? { count: 0, entries: 0, end: 0 }, added, write)
}

function writeSection(
  out: ByteWriter,
  info: ModuleInfo,
  id: number,
  span: SectionSpan,
  added: number,
  write: () => void,
): void {
  out.byte(id)
  const size = out.beginSize()
  out.u32(span.count + added)
  out.copy(info.bytes, span.entries, span.end)
  write()
  out.endSize(size)
}
