/** What a module declares, with where each part stands in its bytes, so that it can be copied unchanged. */

export type FunctionType = {
  /** Types of the parameters, as in the opcode tables. */
  readonly params: readonly number[]
  /** Type of the result; 0 for none. */
  readonly result: number
}

/** A section's content: `entries` is where the first entry begins, after their count. */
export type SectionSpan = { readonly count: number; readonly entries: number; readonly end: number }

export type GlobalInfo = { readonly type: number; readonly isMutable: boolean }
export type MemoryInfo = { readonly pagesMin: number; readonly pagesMax: number | undefined }
export type ExportInfo = { readonly name: string; readonly kind: ExportKind; readonly index: number }
export type ExportKind = 'function' | 'table' | 'memory' | 'global'

export type ModuleInfo = {
  readonly bytes: Uint8Array
  /** By section number; absent sections are undefined. */
  readonly sections: readonly (SectionSpan | undefined)[]
  readonly types: readonly FunctionType[]
  /** Names of the imported functions, in index order. */
  readonly imports: readonly string[]
  /** The type of each function, imported ones first. */
  readonly functionTypes: readonly FunctionType[]
  readonly tableEntries: number | undefined
  readonly memory: MemoryInfo | undefined
  readonly globals: readonly GlobalInfo[]
  readonly exports: readonly ExportInfo[]
  readonly start: number | undefined
  /** Count that section 12 announces; memory.init needs it. */
  readonly dataCount: number | undefined
  /** Bytes that active segments write and entries that they fill, for the price of an instance. */
  readonly initialBytes: number
  readonly initialEntries: number
  /** Where each body of the code section begins, its size left out, and where it ends. */
  readonly bodyStarts: readonly number[]
  readonly bodyEnds: readonly number[]
}
