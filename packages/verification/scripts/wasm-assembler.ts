/**
 * A WebAssembly assembler just large enough for the sampler's module: functions of numbers, one exported memory.
 *
 * Source of the encoding: https://webassembly.github.io/spec/core/binary/index.html
 * An instruction sequence is nested arrays of bytes; the order of the bytes is the order of execution.
 */

export type Code = readonly (number | Code)[]

export type ValueType = 'i32' | 'i64' | 'f64' | 'v128'

export type WasmFunction = {
  readonly name: string
  readonly parameters: readonly ValueType[]
  readonly result: ValueType
  /** Locals after the parameters. */
  readonly locals: readonly ValueType[]
  readonly body: Code
}

const valueTypes: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b }

/** Returns a module that exports every function by its name, and one memory, `memory`, of a page that may grow. */
export function assembleModule(functions: readonly WasmFunction[], pagesMax: number): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, result }) => [
    0x60,
    vector(parameters.map((type) => [valueTypes[type]])),
    vector([[valueTypes[result]]]),
  ])
  const bodies = functions.map(({ locals, body }) =>
    sized([vector(locals.map((type) => [unsigned(1), valueTypes[type]])), body, 0x0b]),
  )
  const exported = functions.map(({ name }, index) => [text(name), 0x00, unsigned(index)])
  return Uint8Array.from(
    flat([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, vector(types)),
      section(3, vector(functions.map((_, index) => unsigned(index)))),
      section(5, vector([[0x01, unsigned(1), unsigned(pagesMax)]])),
      section(7, vector([...exported, [text('memory'), 0x02, unsigned(0)]])),
      section(10, vector(bodies)),
    ]),
  )
}

/** Returns an unsigned LEB128 number. */
export function unsigned(value: number): Code {
  const bytes: number[] = []
  let rest = value
  do {
    bytes.push((rest & 0x7f) | (rest >= 0x80 ? 0x80 : 0))
    rest = Math.floor(rest / 0x80)
  } while (rest > 0)
  return bytes
}

/** Returns a signed LEB128 number. */
export function signed(value: bigint): Code {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    const last = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40)
    bytes.push(last ? low : low | 0x80)
    if (last) return bytes
  }
}

/** Returns the eight little-endian bytes of a float64. */
export function float64(value: number): Code {
  return [...new Uint8Array(new Float64Array([value]).buffer)]
}

function section(id: number, content: Code): Code {
  return [id, sized(content)]
}

function sized(content: Code): Code {
  return [unsigned(flat(content).length), content]
}

function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), items]
}

function text(value: string): Code {
  return vector([...value].map((letter) => [letter.charCodeAt(0)]))
}

function flat(code: Code): number[] {
  return code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)))
}
