/**
 * How large a WebAssembly module may be. A module within these bounds costs a bounded time and memory to check, to rewrite and
 * to compile; real programs of Rust and C stay far below. Offsets and sizes are bytes unless the name says otherwise.
 */

export type ModuleLimits = {
  /** Bytes of a module, data segments included. */
  readonly moduleBytesMax: number
  /** Bytes of the code section: compiling it is the slowest step, up to a second a megabyte. */
  readonly codeBytesMax: number
  /** Functions, imported ones included: 900,000 empty ones take V8 6 s. */
  readonly functionsMax: number
  /** Function types. */
  readonly typesMax: number
  /** Bytes of one function's body; it also bounds what runs between two looks at the gas. */
  readonly functionBytesMax: number
  /** Locals of one function, parameters included. */
  readonly localsMax: number
  /** Values on the operand stack of one function. */
  readonly operandsMax: number
  /** Parameters of one function. */
  readonly paramsMax: number
  /** Results of one function or block. */
  readonly resultsMax: number
  /** Locals times control operators of one function, after instrumentation: the compiler joins every local at each of them. */
  readonly joinsPerFunctionMax: number
  /** Locals times control operators of all functions, after instrumentation. */
  readonly joinsMax: number
  /** Blocks within each other; Rust's compiler nests more than 256. */
  readonly nestingMax: number
  /** Targets of one br_table. */
  readonly branchTargetsPerTableMax: number
  /** Targets of all br_tables. */
  readonly branchTargetsMax: number
  /** Globals. */
  readonly globalsMax: number
  /** Exports. */
  readonly exportsMax: number
  /** Imports: each has one of the few WASI signatures. */
  readonly importsMax: number
  /** Bytes of one name. */
  readonly nameBytesMax: number
  /** Data segments. */
  readonly dataSegmentsMax: number
  /** Element segments. */
  readonly elementSegmentsMax: number
  /** Entries of the table. */
  readonly tableEntriesMax: number
  /** Pages of 64 KiB the memory may ever have: 4 GiB, all that 32 bits reach. */
  readonly memoryPagesMax: number
}

/** What this rewriter accepts; a part of its version, so equal for everyone who re-executes a job. */
export const moduleLimits: ModuleLimits = {
  moduleBytesMax: 16 * 1024 * 1024,
  codeBytesMax: 4 * 1024 * 1024,
  functionsMax: 50_000,
  typesMax: 4_096,
  functionBytesMax: 256 * 1024,
  localsMax: 1_024,
  operandsMax: 1_024,
  paramsMax: 64,
  resultsMax: 1,
  joinsPerFunctionMax: 4_000_000,
  joinsMax: 64_000_000,
  nestingMax: 1_024,
  branchTargetsPerTableMax: 4_096,
  branchTargetsMax: 2 ** 18,
  globalsMax: 4_096,
  exportsMax: 4_096,
  importsMax: 64,
  nameBytesMax: 1_024,
  dataSegmentsMax: 4_096,
  elementSegmentsMax: 4_096,
  tableEntriesMax: 65_536,
  memoryPagesMax: 65_536,
}
