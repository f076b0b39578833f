import { describe, expect, test } from 'vitest'
import { wat } from '../../test/support/wat.ts'
import { validateModule } from '../rewrite/rewrite-module.ts'
import { webAssembly } from '../run/web-assembly.ts'
import { ModuleRefusedError } from './module-error.ts'
import { moduleLimits } from './module-limits.ts'

const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
const oneType = [1, 4, 1, 0x60, 0, 0]

describe('sections that are refused', () => {
  test.each<[string, readonly number[]]>([
    ['nothing', []],
    ['half a header', [0x00, 0x61, 0x73]],
    ['another version', [0x00, 0x61, 0x73, 0x6d, 2, 0, 0, 0]],
    ['a component', [0x00, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]],
    ['an unknown section', [...header, 14, 0]],
    ['exceptions', [...header, 13, 1, 0]],
    ['a section twice', [...header, ...oneType, ...oneType]],
    ['sections out of order', [...header, 3, 1, 0, ...oneType]],
    ['a section longer than the module', [...header, 1, 100, 0]],
    ['bytes left over in a section', [...header, 1, 2, 0, 0]],
    ['a count beyond the section', [...header, 1, 2, 5, 0x60]],
    ['a huge count', [...header, 1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['an integer of six bytes', [...header, 1, 6, 0x80, 0x80, 0x80, 0x80, 0x80, 0]],
    ['an integer of 33 bits', [...header, 1, 5, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ['an integer cut off', [...header, 1, 1, 0x80]],
    ['a function without its body', [...header, ...oneType, 3, 2, 1, 0]],
    ['a body without its function', [...header, ...oneType, 10, 4, 1, 2, 0, 0x0b]],
    ['a type that is not there', [...header, ...oneType, 3, 2, 1, 1, 10, 4, 1, 2, 0, 0x0b]],
    ['a name that is not UTF-8', [...header, 0, 3, 2, 0xc3, 0x28]],
    ['a data count without data', [...header, 12, 1, 1]],
    ['a memory of 64 bits', [...header, 5, 3, 1, 4, 1]],
    ['a shared memory', [...header, 5, 4, 1, 3, 1, 1]],
    ['two memories', [...header, 5, 5, 2, 0, 1, 0, 1]],
    ['a memory of more than 4 GiB', [...header, 5, 5, 1, 0, 0x81, 0x80, 0x04]],
    ['a table of references', [...header, 4, 4, 1, 0x6f, 0, 1]],
    ['a table that may grow', [...header, 4, 5, 1, 0x70, 1, 1, 2]],
    ['a mutability of 2', [...header, 6, 6, 1, 0x7f, 2, 0x41, 0, 0x0b]],
    ['a global of a reference', [...header, 6, 6, 1, 0x70, 0, 0xd0, 0x70, 0x0b]],
    ['an extended constant', [...header, 6, 9, 1, 0x7f, 0, 0x41, 0, 0x41, 0, 0x6a, 0x0b]],
    ['a constant of another type', [...header, 6, 6, 1, 0x7f, 0, 0x42, 0, 0x0b]],
    ['a passive element segment', [...header, 4, 4, 1, 0x70, 0, 1, 9, 4, 1, 1, 0, 0]],
  ])('%s', (_name, bytes) => {
    expect(refusal(Uint8Array.from(bytes))).toMatchSnapshot()
  })

  test.each<[string, string]>([
    ['another host function', '(import "env" "now" (func (result i32)))'],
    ['a WASI function that opens files', '(import "wasi_snapshot_preview1" "path_open" (func))'],
    [
      'a WASI function of another signature',
      '(import "wasi_snapshot_preview1" "fd_close" (func (param f32) (result i32)))',
    ],
    ['a WASI function without its result', '(import "wasi_snapshot_preview1" "fd_close" (func (param i32)))'],
    ['an imported memory', '(import "env" "memory" (memory 1))'],
    ['an imported global', '(import "env" "g" (global i32))'],
    ['an imported table', '(import "env" "t" (table 1 funcref))'],
    ['a property of every object', '(import "wasi_snapshot_preview1" "constructor" (func))'],
    ['a reserved export', '(func (export "millrace:gas"))'],
    ['one name for two exports', '(func (export "a") (export "a"))'],
    ['data beyond the memory', '(memory 1) (data (i32.const 65533) "abcd")'],
    ['data at a negative address', '(memory 1) (data (i32.const -1) "a")'],
    ['data without a memory', '(data (i32.const 0) "a")'],
    ['elements beyond the table', '(table 1 1 funcref) (func $f) (elem (i32.const 1) $f)'],
    ['a start function that takes something', '(func $f (param i32)) (start $f)'],
    ['65 parameters', `(func (param ${'i32 '.repeat(65)}))`],
    ['two results', '(func (result i32 i32) unreachable)'],
    ['1,025 locals', `(func (local ${'i32 '.repeat(1_025)}))`],
  ])('%s', (_name, fields) => {
    expect(refusal(wat(`(module ${fields})`, { multi_value: true }))).toMatchSnapshot()
  })

  test('too many of something, or too much', () => {
    const functions = (count: number) => wat(`(module ${'(func)'.repeat(count)})`)
    const tooLarge = { ...moduleLimits, functionsMax: 3, moduleBytesMax: 64, codeBytesMax: 10 }
    expect(() => validateModule(functions(3), tooLarge)).not.toThrow()
    expect(refusal(functions(4), tooLarge)).toContain('at most 3 functions, got 4')
    expect(refusal(new Uint8Array(65), tooLarge)).toContain('at most 64 bytes, got 65')
    expect(refusal(wat(`(module (func ${'nop '.repeat(8)}))`), tooLarge)).toContain('at most 10 bytes of code, got 12')
    expect(refusal(new Uint8Array(moduleLimits.moduleBytesMax + 1))).toContain('WASM_TOO_LARGE')
  })
})

test('what is allowed passes, padded integers too', () => {
  const padded = [...header, 1, 0x84, 0x80, 0x80, 0x80, 0, 1, 0x60, 0, 0]
  for (const bytes of [Uint8Array.from(header), Uint8Array.from(padded)]) {
    expect(webAssembly.validate(bytes)).toBe(true)
    expect(() => validateModule(bytes)).not.toThrow()
  }
  const info = validateModule(
    wat(`(module
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1 9) (table 2 2 funcref) (global $g (mut f64) (f64.const 1))
      (func $main (export "_start") (call $exit (i32.const 3))) (start $main)
      (elem (i32.const 1) $main) (data (i32.const 65532) "abcd"))`),
  )
  expect(info).toMatchObject({
    imports: ['proc_exit'],
    tableEntries: 2,
    memory: { pagesMin: 1, pagesMax: 9 },
    start: 1,
    initialBytes: 4,
    initialEntries: 1,
    exports: [
      { name: 'memory', kind: 'memory', index: 0 },
      { name: '_start', kind: 'function', index: 1 },
    ],
  })
})

function refusal(bytes: Uint8Array, limits = moduleLimits): string {
  try {
    validateModule(bytes, limits)
  } catch (error) {
    if (error instanceof ModuleRefusedError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'accepted'
}
