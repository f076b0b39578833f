/** What the instruments of the sandbox cost: each program rewritten with one of them, or all, against the bare module in one process. */
import { rewriteModule } from '@millrace/sandbox'
import { printReport, printTable } from '../bench-report.ts'
import { type BenchProgram, readPrograms } from './programs.ts'
import { wideModule } from './wide-module.ts'

export type WasmBenchParameters = {
  /** Times every variant of every program is run; the quickest counts. */
  readonly samples: number
  /** Share of the rounds that a program runs. */
  readonly share: number
  /** How many times over the module that is rewritten for speed has each of its functions. */
  readonly copies: number
}

export type WasmBenchRow = {
  readonly name: string
  readonly result: number
  readonly gas: bigint
  readonly bareMs: number
  /** Times of the variants over that of the bare module. */
  readonly ratios: Readonly<Record<Variant, number>>
}

const off = { keepsGasInLocals: true, gas: 'none', depth: false, nan: 'none' } as const
const variants = {
  gas: { ...off, gas: 'blocks' },
  depth: { ...off, depth: true },
  nan: { ...off, nan: 'lazy' },
  'nan eager': { ...off, nan: 'eager' },
  all: { keepsGasInLocals: true, gas: 'blocks', depth: true, nan: 'lazy' },
  'gas in global': { ...off, keepsGasInLocals: false, gas: 'blocks' },
} as const
type Variant = keyof typeof variants
const variantNames = Object.keys(variants) as Variant[]
const gasMax = 2n ** 60n

export async function runWasmBench({ samples, share, copies }: WasmBenchParameters): Promise<readonly WasmBenchRow[]> {
  const programs = await readPrograms(share)
  const rows = programs.map((program) => measure(program, samples))
  printTable(
    ['program', 'bare ms', ...variantNames],
    rows.map(({ name, bareMs, ratios }) => [
      name,
      bareMs.toFixed(1),
      ...variantNames.map((variant) => ratios[variant].toFixed(2)),
    ]),
  )
  const rewriting = measureRewriting(programs, copies, samples)
  printTable(
    ['rewriting', 'MB', 'MB/s', 'grows'],
    [
      [
        'validate, rewrite, hash',
        rewriting.megabytes.toFixed(1),
        rewriting.speed.toFixed(1),
        rewriting.growth.toFixed(2),
      ],
    ],
  )
  const all = rows.map(({ ratios }) => ratios.all).sort((a, b) => a - b)
  const notRecursion = programs.flatMap(({ isRecursion }, i) =>
    isRecursion ? [] : [rows[i]?.ratios.all ?? Number.NaN],
  )
  const figures = {
    median_all: round(all[Math.floor(all.length / 2)] ?? Number.NaN),
    worst_but_recursion: round(Math.max(...notRecursion)),
    rewriting_mb_s: round(rewriting.speed),
    ...Object.fromEntries(
      rows.flatMap(({ name, ratios }) => variantNames.map((variant) => [`${name}_${variant}`, round(ratios[variant])])),
    ),
  }
  printTable(
    ['goal', 'is'],
    [
      ['median at most 1.15', figures.median_all.toFixed(2)],
      ['worst but recursion at most 1.6', figures.worst_but_recursion.toFixed(2)],
      ['rewriting at least 3 MB/s', figures.rewriting_mb_s.toFixed(1)],
    ],
  )
  printReport({
    bench: 'wasm',
    seed: 0,
    result: rows.map(({ name, result, gas }) => [name, result, String(gas)]),
    figures,
  })
  return rows
}

type Runner = { readonly run: (rounds: number) => number; readonly gasUsed: () => bigint }

function measure({ name, bytes, rounds }: BenchProgram, samples: number): WasmBenchRow {
  const bare = runnerOf(bytes)
  const runners = variantNames.map((variant) =>
    runnerOf(rewriteModule(bytes, { memoryPagesMax: 1_024, instruments: variants[variant] }).bytes),
  )
  const result = bare.run(rounds)
  for (const [i, { run }] of runners.entries())
    if (run(rounds) !== result) throw new Error(`${name} with ${variantNames[i]} computes something else`)
  const best = [bare, ...runners].map(() => Number.POSITIVE_INFINITY)
  for (let sample = 0; sample < samples; sample++) {
    for (const [i, { run }] of [bare, ...runners].entries()) {
      const start = performance.now()
      run(rounds)
      best[i] = Math.min(best[i] ?? 0, performance.now() - start)
    }
  }
  const bareMs = best[0] ?? Number.NaN
  const ratios = Object.fromEntries(variantNames.map((variant, i) => [variant, (best[i + 1] ?? Number.NaN) / bareMs]))
  const gas = runners[variantNames.indexOf('all')]?.gasUsed() ?? 0n
  return { name, result, gas, bareMs, ratios: ratios as Record<Variant, number> }
}

type Exports = {
  readonly run: (rounds: number) => number
  readonly 'millrace:gas'?: { value: bigint }
  readonly 'millrace:depth'?: { value: bigint }
}

function runnerOf(bytes: Uint8Array): Runner {
  const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface }).WebAssembly
  const exports = new Instance(new Module(bytes), {}).exports
  return {
    run(rounds) {
      if (exports['millrace:gas'] !== undefined) exports['millrace:gas'].value = gasMax
      if (exports['millrace:depth'] !== undefined) exports['millrace:depth'].value = 1_048_576n
      return exports.run(rounds)
    },
    gasUsed: () => gasMax - (exports['millrace:gas']?.value ?? gasMax),
  }
}

type WebAssemblyInterface = {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports }
}

function measureRewriting(programs: readonly BenchProgram[], copies: number, samples: number) {
  const json = programs.find(({ name }) => name === 'JSON')
  if (json === undefined) throw new Error('There is no program of ordinary code to rewrite.')
  const bytes = wideModule(json.bytes, copies)
  let best = Number.POSITIVE_INFINITY
  let rewritten = 0
  for (let sample = 0; sample < Math.min(samples, 5); sample++) {
    const start = performance.now()
    rewritten = rewriteModule(bytes, { memoryPagesMax: 1_024 }).bytes.length
    best = Math.min(best, performance.now() - start)
  }
  return { megabytes: bytes.length / 1e6, speed: bytes.length / 1e3 / best, growth: rewritten / bytes.length }
}

function round(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000
}
