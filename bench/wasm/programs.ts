/**
 * The programs that are measured. Each exports `run`, which takes a number of rounds and returns a number that depends on all of them.
 *
 * They are written in C and kept with the text of what the compiler makes of them, which is what is measured. After a change:
 *
 *     clang --target=wasm32 -O3 -msimd128 -mbulk-memory -msign-ext -mnontrapping-fptoint -ffreestanding -nostdlib \
 *       -Wl,--no-entry -Wl,--strip-all -o NAME.wasm NAME.c && wasm2wat --enable-all NAME.wasm -o NAME.wat
 */
import { readFileSync } from 'node:fs'
import wabtModule from 'wabt'

export type BenchProgram = {
  readonly name: string
  readonly bytes: Uint8Array
  /** Rounds that take some thousandths of a second: short enough that some sample is run without being interrupted. */
  readonly rounds: number
  /** Whether it is the one whose calls are the work: its ratio is left out of the worst. */
  readonly isRecursion: boolean
}

const programs = [
  ['matmul', 'matrix product, f32x4', 40],
  ['sha256', 'SHA-256', 6_000],
  ['json', 'JSON', 40],
  ['quicksort', 'quicksort', 1],
  ['nbody', 'n-body, f64', 16_000],
  ['nbody-simd', 'n-body, f64x2', 16_000],
  ['options', 'option prices, f64', 30],
  ['bulk', 'copies and fills', 2_000],
  ['recursion', 'recursive calls', 30],
] as const

/** Returns the programs, assembled. @param share - of the rounds; at least one is left. */
export async function readPrograms(share: number): Promise<readonly BenchProgram[]> {
  const wabt = await wabtModule()
  return programs.map(([file, name, rounds]) => {
    const text = readFileSync(new URL(`./programs/${file}.wat`, import.meta.url), 'utf8')
    const module = wabt.parseWat(`${file}.wat`, text, {
      simd: true,
      bulk_memory: true,
      sign_extension: true,
      sat_float_to_int: true,
    })
    const bytes = module.toBinary({}).buffer.slice()
    module.destroy()
    return { name, bytes, rounds: Math.max(1, Math.ceil(rounds * share)), isRecursion: file === 'recursion' }
  })
}
