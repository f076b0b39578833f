/**
 * Reads a module's sections and checks all but the bodies of its functions: order, counts, indices, signatures, limits, constant
 * expressions, and that active segments fit, so that making an instance cannot fail.
 *
 * Source: WebAssembly core specification 2.0, sections 3.4 (modules) and 5.5 (binary format).
 * Invariant: what passes is valid WebAssembly; much that is valid is refused (see `docs/adr/0023-webassembly-sandbox.md`).
 */
import { ByteReader } from './byte-reader.ts'
import { ModuleRefusedError } from './module-error.ts'
import type { ModuleInfo, SectionSpan } from './module-info.ts'
import type { ModuleLimits } from './module-limits.ts'
import { createSectionReaders, type ModuleDraft } from './read-sections.ts'

const magic = [0x00, 0x61, 0x73, 0x6d]
const version = [0x01, 0x00, 0x00, 0x00]
/** Section numbers in the order in which they must stand. */
const sectionOrder = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11]
const tagSection = 13

/**
 * Returns what a module declares.
 *
 * @throws {ModuleRefusedError} for bytes that are no module, that are not valid, not allowed here, or too large.
 */
export function readModule(bytes: Uint8Array, limits: ModuleLimits): ModuleInfo {
  if (bytes.length > limits.moduleBytesMax)
    throw new ModuleRefusedError(
      'WASM_TOO_LARGE',
      0,
      `expected at most ${limits.moduleBytesMax} bytes, got ${bytes.length}`,
    )
  const reader = new ByteReader(bytes)
  readHeader(reader)
  const draft = emptyDraft()
  const readers = createSectionReaders(limits)
  const sections: (SectionSpan | undefined)[] = Array.from({ length: 13 })
  let place = -1
  while (reader.position < bytes.length) {
    const offset = reader.position
    const id = reader.byte()
    const size = reader.u32()
    const start = reader.skip(size)
    const content = new ByteReader(bytes, start, start + size)
    if (id === 0) {
      content.name(size)
      continue
    }
    if (id === tagSection) throw new ModuleRefusedError('WASM_NOT_ALLOWED', offset, 'exceptions are not allowed')
    const next = sectionOrder.indexOf(id)
    if (next === -1) throw new ModuleRefusedError('WASM_MALFORMED', offset, `expected a section number, got ${id}`)
    if (next <= place)
      throw new ModuleRefusedError('WASM_MALFORMED', offset, `section ${id} is repeated or out of order`)
    place = next
    sections[id] = readers[id]?.(content, draft)
    if (content.position !== content.end) throw content.malformed(`section ${id} to end`)
  }
  return finished(bytes, sections, draft)
}

function readHeader(reader: ByteReader): void {
  for (const expected of [...magic, ...version]) {
    const offset = reader.position
    const got = reader.byte()
    if (got !== expected)
      throw new ModuleRefusedError(
        'WASM_MALFORMED',
        offset,
        `expected 0x${expected.toString(16)} in the header, got 0x${got.toString(16)}`,
      )
  }
}

function emptyDraft(): ModuleDraft {
  return {
    types: [],
    imports: [],
    functionTypes: [],
    tableEntries: undefined,
    memory: undefined,
    globals: [],
    exports: [],
    start: undefined,
    dataCount: undefined,
    dataSegments: 0,
    initialBytes: 0,
    initialEntries: 0,
    bodyStarts: [],
    bodyEnds: [],
  }
}

function finished(bytes: Uint8Array, sections: readonly (SectionSpan | undefined)[], draft: ModuleDraft): ModuleInfo {
  const defined = draft.functionTypes.length - draft.imports.length
  if (draft.bodyStarts.length !== defined) {
    const problem = `expected ${defined} function bodies, got ${draft.bodyStarts.length}`
    throw new ModuleRefusedError('WASM_MALFORMED', bytes.length, problem)
  }
  if (draft.dataCount !== undefined && draft.dataCount !== draft.dataSegments) {
    const problem = `expected ${draft.dataCount} data segments, got ${draft.dataSegments}`
    throw new ModuleRefusedError('WASM_MALFORMED', bytes.length, problem)
  }
  const { dataSegments: _, ...info } = draft
  return { bytes, sections, ...info }
}
