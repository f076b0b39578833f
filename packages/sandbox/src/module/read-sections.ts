/** One reader for each section of a module; what each finds goes into a draft that the later ones check against. */
import type { ByteReader } from './byte-reader.ts'
import { constantExpression, offsetExpression } from './constant-expression.ts'
import { type ModuleRefusal, ModuleRefusedError } from './module-error.ts'
import type { ExportInfo, ExportKind, FunctionType, GlobalInfo, MemoryInfo, SectionSpan } from './module-info.ts'
import type { ModuleLimits } from './module-limits.ts'
import { sameType, valueType } from './value-type.ts'
import { isWasiFunction, wasiModuleName, wasiSignatures } from './wasi-signatures.ts'

export type ModuleDraft = {
  readonly types: FunctionType[]
  readonly imports: string[]
  readonly functionTypes: FunctionType[]
  tableEntries: number | undefined
  memory: MemoryInfo | undefined
  readonly globals: GlobalInfo[]
  readonly exports: ExportInfo[]
  start: number | undefined
  dataCount: number | undefined
  dataSegments: number
  initialBytes: number
  initialEntries: number
  readonly bodyStarts: number[]
  readonly bodyEnds: number[]
}

/** Exports of this prefix are the rewriter's. */
export const reservedExportPrefix = 'millrace:'

const pageBytes = 65_536
const exportKinds: readonly ExportKind[] = ['function', 'table', 'memory', 'global']

type SectionReader = (reader: ByteReader, draft: ModuleDraft) => SectionSpan | undefined

/** Returns the readers by section number. */
export function createSectionReaders(limits: ModuleLimits): Readonly<Record<number, SectionReader>> {
  return {
    1: (reader, draft) =>
      entries(reader, limits.typesMax, 'types', () => draft.types.push(functionType(reader, limits))),
    2: (reader, draft) => entries(reader, limits.importsMax, 'imports', () => readImport(reader, draft, limits)),
    3: (reader, draft) =>
      entries(reader, limits.functionsMax - draft.imports.length, 'functions', () =>
        draft.functionTypes.push(indexed(reader, draft.types, 'type')),
      ),
    4: (reader, draft) =>
      entries(reader, 1, 'tables', () => {
        draft.tableEntries = tableType(reader, limits)
      }),
    5: (reader, draft) =>
      entries(reader, 1, 'memories', () => {
        draft.memory = memoryType(reader, limits)
      }),
    6: (reader, draft) => entries(reader, limits.globalsMax, 'globals', () => draft.globals.push(global(reader))),
    7: (reader, draft) => {
      const names = new Set<string>()
      return entries(reader, limits.exportsMax, 'exports', () => readExport(reader, draft, names, limits))
    },
    8: (reader, draft) => readStart(reader, draft),
    9: (reader, draft) =>
      entries(reader, limits.elementSegmentsMax, 'element segments', () => readElements(reader, draft)),
    10: (reader, draft) => readBodies(reader, draft, limits),
    11: (reader, draft) => entries(reader, limits.dataSegmentsMax, 'data segments', () => readData(reader, draft)),
    12: (reader, draft) => {
      draft.dataCount = reader.u32()
      return undefined
    },
  }
}

function entries(reader: ByteReader, max: number, what: string, read: () => void): SectionSpan {
  const offset = reader.position
  const count = reader.u32()
  if (count > max)
    throw new ModuleRefusedError('WASM_TOO_LARGE', offset, `expected at most ${max} ${what}, got ${count}`)
  const first = reader.position
  for (let i = 0; i < count; i++) read()
  return { count, entries: first, end: reader.position }
}

function indexed<Item>(reader: ByteReader, items: readonly Item[], what: string): Item {
  const offset = reader.position
  const index = reader.u32()
  const item = items[index]
  if (item === undefined) throw refusal('WASM_INVALID', offset, `there is no ${what} ${index}`)
  return item
}

function functionType(reader: ByteReader, limits: ModuleLimits): FunctionType {
  const offset = reader.position
  if (reader.byte() !== 0x60) throw refusal('WASM_MALFORMED', offset, 'expected a function type')
  const params = vector(reader, limits.paramsMax, 'parameters')
  const results = vector(reader, limits.resultsMax, 'results')
  return { params, result: results[0] ?? 0 }
}

function vector(reader: ByteReader, max: number, what: string): number[] {
  const types: number[] = []
  entries(reader, max, what, () => types.push(valueType(reader)))
  return types
}

function readImport(reader: ByteReader, draft: ModuleDraft, limits: ModuleLimits): void {
  const offset = reader.position
  const moduleName = reader.name(limits.nameBytesMax)
  const name = reader.name(limits.nameBytesMax)
  if (reader.byte() !== 0x00) throw refusal('WASM_NOT_ALLOWED', offset, 'only functions may be imported')
  const type = indexed(reader, draft.types, 'type')
  if (moduleName !== wasiModuleName || !isWasiFunction(name)) {
    const allowed = Object.keys(wasiSignatures).join(', ')
    throw refusal(
      'WASM_NOT_ALLOWED',
      offset,
      `expected an import of ${wasiModuleName} (${allowed}), got ${quoted(moduleName)}.${quoted(name)}`,
    )
  }
  if (!sameType(type, wasiSignatures[name]))
    throw refusal('WASM_INVALID', offset, `the import ${name} has another signature than WASI's`)
  draft.imports.push(name)
  draft.functionTypes.push(type)
}

function tableType(reader: ByteReader, limits: ModuleLimits): number {
  const offset = reader.position
  if (reader.byte() !== 0x70) throw refusal('WASM_NOT_ALLOWED', offset, 'expected a table of functions')
  const { min, max } = sizes(reader, 'a table')
  if (min > limits.tableEntriesMax)
    throw refusal('WASM_TOO_LARGE', offset, `expected at most ${limits.tableEntriesMax} table entries, got ${min}`)
  // Without a maximum it cannot grow either: the only instruction that grows a table is refused.
  if (max !== undefined && max !== min)
    throw refusal('WASM_NOT_ALLOWED', offset, `expected a table of fixed size, got ${min} to ${max} entries`)
  return min
}

function memoryType(reader: ByteReader, limits: ModuleLimits): MemoryInfo {
  const offset = reader.position
  const { min, max } = sizes(reader, 'a memory')
  if (min > limits.memoryPagesMax || (max ?? 0) > limits.memoryPagesMax)
    throw refusal(
      'WASM_INVALID',
      offset,
      `expected at most ${limits.memoryPagesMax} pages, got ${Math.max(min, max ?? 0)}`,
    )
  return { pagesMin: min, pagesMax: max }
}

function sizes(reader: ByteReader, what: string): { readonly min: number; readonly max: number | undefined } {
  const offset = reader.position
  const flags = reader.byte()
  if (flags > 1) {
    const code = flags <= 7 ? 'WASM_NOT_ALLOWED' : 'WASM_MALFORMED'
    throw refusal(code, offset, `expected ${what} that is neither shared nor of 64 bits, got flags ${flags}`)
  }
  const min = reader.u32()
  const max = flags === 1 ? reader.u32() : undefined
  if (max !== undefined && max < min)
    throw refusal('WASM_INVALID', offset, `expected ${what} of ${min} or more, got at most ${max}`)
  return { min, max }
}

function global(reader: ByteReader): GlobalInfo {
  const type = valueType(reader)
  const offset = reader.position
  const mutability = reader.byte()
  if (mutability > 1) throw refusal('WASM_MALFORMED', offset, `expected a mutability of 0 or 1, got ${mutability}`)
  constantExpression(reader, type)
  return { type, isMutable: mutability === 1 }
}

function readExport(reader: ByteReader, draft: ModuleDraft, names: Set<string>, limits: ModuleLimits): void {
  const offset = reader.position
  const name = reader.name(limits.nameBytesMax)
  const kindByte = reader.byte()
  const index = reader.u32()
  const kind = exportKinds[kindByte]
  if (kind === undefined) throw refusal('WASM_MALFORMED', offset, `expected a kind of export, got ${kindByte}`)
  if (names.has(name)) throw refusal('WASM_INVALID', offset, `the export ${quoted(name)} is there twice`)
  names.add(name)
  if (name.startsWith(reservedExportPrefix))
    throw refusal('WASM_NOT_ALLOWED', offset, `exports of the prefix ${reservedExportPrefix} are reserved`)
  const count = {
    function: draft.functionTypes.length,
    table: draft.tableEntries === undefined ? 0 : 1,
    memory: draft.memory === undefined ? 0 : 1,
    global: draft.globals.length,
  }[kind]
  if (index >= count) throw refusal('WASM_INVALID', offset, `there is no ${kind} ${index} to export`)
  draft.exports.push({ name, kind, index })
}

function readStart(reader: ByteReader, draft: ModuleDraft): undefined {
  const offset = reader.position
  const index = reader.u32()
  const type = draft.functionTypes[index]
  if (type === undefined) throw refusal('WASM_INVALID', offset, `there is no function ${index} to start`)
  if (type.params.length > 0 || type.result !== 0)
    throw refusal('WASM_INVALID', offset, 'expected a start function without parameters and results')
  draft.start = index
}

function readElements(reader: ByteReader, draft: ModuleDraft): void {
  const offset = reader.position
  const flags = reader.u32()
  if (flags !== 0 && flags !== 2) {
    const code = flags <= 7 ? 'WASM_NOT_ALLOWED' : 'WASM_MALFORMED'
    throw refusal(code, offset, `expected an active segment of function indices, got flags ${flags}`)
  }
  const table = flags === 2 ? reader.u32() : 0
  if (table !== 0 || draft.tableEntries === undefined)
    throw refusal('WASM_INVALID', offset, `there is no table ${table}`)
  const at = offsetExpression(reader)
  if (flags === 2 && reader.byte() !== 0)
    throw refusal('WASM_MALFORMED', offset, 'expected elements that are functions')
  const count = reader.u32()
  if (at + count > draft.tableEntries)
    throw refusal('WASM_INVALID', offset, `elements ${at} to ${at + count} do not fit a table of ${draft.tableEntries}`)
  for (let i = 0; i < count; i++) indexed(reader, draft.functionTypes, 'function')
  draft.initialEntries += count
}

function readBodies(reader: ByteReader, draft: ModuleDraft, limits: ModuleLimits): SectionSpan {
  const offset = reader.position
  const bytes = reader.end - offset
  if (bytes > limits.codeBytesMax)
    throw refusal('WASM_TOO_LARGE', offset, `expected at most ${limits.codeBytesMax} bytes of code, got ${bytes}`)
  return entries(reader, limits.functionsMax, 'function bodies', () => {
    const size = reader.u32()
    if (size > limits.functionBytesMax) {
      const problem = `expected a function of at most ${limits.functionBytesMax} bytes, got ${size}`
      throw refusal('WASM_TOO_LARGE', reader.position, problem)
    }
    const start = reader.skip(size)
    draft.bodyStarts.push(start)
    draft.bodyEnds.push(start + size)
  })
}

function readData(reader: ByteReader, draft: ModuleDraft): void {
  const offset = reader.position
  const flags = reader.u32()
  if (flags > 2) throw refusal('WASM_MALFORMED', offset, `expected a data segment of kind 0 to 2, got ${flags}`)
  draft.dataSegments += 1
  if (flags === 1) {
    reader.skip(reader.u32())
    return
  }
  const memory = flags === 2 ? reader.u32() : 0
  if (memory !== 0 || draft.memory === undefined) throw refusal('WASM_INVALID', offset, `there is no memory ${memory}`)
  const at = offsetExpression(reader)
  const count = reader.u32()
  reader.skip(count)
  const bytes = draft.memory.pagesMin * pageBytes
  if (at + count > bytes)
    throw refusal('WASM_INVALID', offset, `data at ${at} to ${at + count} does not fit a memory of ${bytes} bytes`)
  draft.initialBytes += count
}

function refusal(code: ModuleRefusal, offset: number, problem: string): ModuleRefusedError {
  return new ModuleRefusedError(code, offset, problem)
}

/** Names are the program's: what is repeated is short and printable. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 40)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?')
}
