/** A program's whole run without a process of its own: system calls, ends, gas of each. */
import { describe, expect, test } from 'vitest'
import { command, wat } from '../../test/support/wat.ts'
import { ModuleRefusedError } from '../module/module-error.ts'
import { HostFaultError } from './host-fault.ts'
import { createProgram, type ProgramInput, type ProgramOutcome } from './program.ts'

const entropy = new Uint8Array(32).fill(7)

async function run(fields: string, init: Partial<ProgramInput> = {}): Promise<ProgramOutcome> {
  const program = await createProgram(command(fields), { memoryPagesMax: 4 })
  const input = { stdin: new Uint8Array(), args: [], gasMax: 1_000_000n, entropy, outputBytesMax: 100, ...init }
  const outcome = await program.run(input)
  expect(await program.run(input)).toEqual(outcome)
  return outcome
}

describe('system calls', () => {
  test('echo: standard input goes to standard output, in the buffers that were given', async () => {
    const echo = `(func (export "_start")
      (i64.store (i32.const 16) (i64.const 0x0000000300000064)) (i64.store (i32.const 24) (i64.const 0x00000064000000c8))
      (drop (call $fd_read (i32.const 0) (i32.const 16) (i32.const 2) (i32.const 8)))
      (call $write (i32.const 100) (i32.const 3)) (call $write (i32.const 200) (i32.const 5))
      (drop (call $fd_read (i32.const 0) (i32.const 16) (i32.const 2) (i32.const 8)))
      (call $write (i32.const 8) (i32.const 1)))`
    const { output, ...rest } = await run(echo, { stdin: text('abcdefgh') })
    // The second read finds nothing: its count, a byte of zero, is the last one written.
    expect(wordsOf(output)).toBe('abcdefgh\0')
    expect(rest).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "gas": 7859n,
        "status": "exited",
      }
    `)
  })

  test('arguments come with the name of the program before them; the environment is empty', async () => {
    const fields = `(func (export "_start")
      (drop (call $args_sizes_get (i32.const 16) (i32.const 20))) (drop (call $args_get (i32.const 32) (i32.const 100)))
      (drop (call $environ_sizes_get (i32.const 24) (i32.const 28)))
      (call $write (i32.const 16) (i32.const 16)) (call $write (i32.const 100) (i32.load (i32.const 20))))`
    const { output } = await run(fields, { args: ['a', 'né'] })
    expect([...new Uint32Array(output.slice(0, 16).buffer)]).toEqual([3, 14, 0, 0])
    expect(wordsOf(output.subarray(16))).toBe('program\0a\0né\0')
  })

  test('random bytes follow from the seed alone, and go on', async () => {
    const fields = `(func (export "_start")
      (drop (call $random_get (i32.const 100) (i32.const 40))) (drop (call $random_get (i32.const 140) (i32.const 8)))
      (call $write (i32.const 100) (i32.const 48)))`
    const first = await run(fields)
    const other = await run(fields, { entropy: new Uint8Array(32).fill(8) })
    expect(Buffer.from(first.output).toString('hex')).toMatchInlineSnapshot(
      `"7c87c3b8f2da19fe841e74b9bbcbd5109643f0ff2214601b5129210de8082bdaaec6c4d3f45ed9fb2291d13bc3ffe39c"`,
    )
    expect(Buffer.from(first.output).equals(other.output)).toBe(false)
  })

  test('the clock stands still, and nothing else is there', async () => {
    const fields = `(func (export "_start")
      (i32.store8 (i32.const 60) (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 100)))
      (i32.store8 (i32.const 61) (call $clock_time_get (i32.const 9) (i64.const 1) (i32.const 108)))
      (i32.store8 (i32.const 62) (call $fd_prestat_get (i32.const 3) (i32.const 108)))
      (i32.store8 (i32.const 63) (call $fd_seek (i32.const 0) (i64.const 1) (i32.const 0) (i32.const 108)))
      (i32.store8 (i32.const 64) (call $fd_seek (i32.const 9) (i64.const 1) (i32.const 0) (i32.const 108)))
      (i32.store8 (i32.const 65) (call $fd_fdstat_get (i32.const 1) (i32.const 200)))
      (i32.store8 (i32.const 66) (call $fd_close (i32.const 0)))
      (i32.store8 (i32.const 67) (call $fd_close (i32.const 0)))
      (i32.store8 (i32.const 68) (call $fd_read (i32.const 0) (i32.const 16) (i32.const 0) (i32.const 108)))
      (i32.store8 (i32.const 69) (call $fd_write (i32.const 5) (i32.const 16) (i32.const 0) (i32.const 108)))
      (i32.store8 (i32.const 70) (call $fd_write (i32.const 2) (i32.const 16) (i32.const 0) (i32.const 108)))
      (call $write (i32.const 60) (i32.const 11)) (call $write (i32.const 100) (i32.const 8)))`
    const { output } = await run(fields)
    expect([...output.subarray(0, 11)]).toEqual([0, 28, 8, 70, 8, 0, 0, 8, 8, 8, 0])
    expect(new BigUint64Array(output.slice(11).buffer)[0]).toBe(1_577_836_800_000_000_000n)
  })

  test('pointers outside of the memory are an error to the program, not to the host', async () => {
    const calls = [
      '(call $fd_write (i32.const 1) (i32.const -8) (i32.const 1) (i32.const 8))',
      '(call $fd_write (i32.const 1) (i32.const 65532) (i32.const 1) (i32.const 8))',
      '(call $fd_read (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 65533))',
      '(call $random_get (i32.const 65530) (i32.const 7))',
      '(call $args_get (i32.const 65535) (i32.const 0))',
      '(call $args_get (i32.const 0) (i32.const 65533))',
      '(call $clock_time_get (i32.const 0) (i64.const 0) (i32.const -1))',
      '(call $fd_fdstat_get (i32.const 0) (i32.const 65520))',
    ]
    for (const call of calls) {
      const { exitCode } = await run(`(func (export "_start") (call $proc_exit ${call}))`)
      expect({ call, exitCode }).toEqual({ call, exitCode: 21 })
    }
    const many = '(call $fd_write (i32.const 1) (i32.const 0) (i32.const 1025) (i32.const 8))'
    expect(await run(`(func (export "_start") (call $proc_exit ${many}))`)).toMatchObject({ exitCode: 28 })
  })

  test('output beyond its bound is refused, and what came before stays', async () => {
    const fields = `(func (export "_start") (call $write (i32.const 100) (i32.const 90))
      (i32.store (i32.const 4) (i32.const 11)) (call $proc_exit (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))`
    expect(await run(fields)).toMatchObject({ exitCode: 51, output: new Uint8Array(90) })
  })

  test('every call costs, whatever it answers', async () => {
    for (const call of [
      '$fd_write (i32.const 1) (i32.const 0) (i32.const 9999)',
      '$random_get (i32.const 0)',
      '$fd_close',
    ]) {
      const closing = call.startsWith('$fd_close')
        ? `(call ${call} (i32.const 9))`
        : `(call ${call} (i32.const 99999999))`
      const { status } = await run(`(func (export "_start") (loop (drop ${closing}) (br 0)))`, { gasMax: 100_000n })
      expect({ call, status }).toEqual({ call, status: 'out-of-gas' })
    }
  })
})

describe('ends', () => {
  test.each<[string, string, Partial<ProgramOutcome>]>([
    ['a return', '(func (export "_start"))', { status: 'exited', exitCode: 0 }],
    [
      'an exit',
      '(func (export "_start") (call $proc_exit (i32.const -1)))',
      { status: 'exited', exitCode: 0xffff_ffff },
    ],
    [
      'a division by zero',
      '(func (export "_start") (drop (i32.div_u (i32.const 1) (i32.const 0))))',
      { status: 'trapped' },
    ],
    ['a load beyond the memory', '(func (export "_start") (drop (i32.load (i32.const 65533))))', { status: 'trapped' }],
    ['a loop without end', '(func (export "_start") (loop (br 0)))', { status: 'out-of-gas', gas: 1_000_000n }],
    ['a start function that traps', '(func $f unreachable) (start $f) (func (export "_start"))', { status: 'trapped' }],
    [
      'a memory that is too large',
      '(memory (export "memory") 5) (func (export "_start"))',
      { status: 'out-of-memory', gas: 0n },
    ],
  ])('%s', async (_name, fields, expected) => {
    expect(await run(fields)).toMatchObject({ exitCode: 0, ...expected })
  })

  test('a trap after a loop costs what was executed, though a local counted it', async () => {
    const fields = (rounds: number) => `(func (export "_start") (local i32)
      (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const ${rounds})))) (unreachable))`
    const [few, many] = [await run(fields(10)), await run(fields(1_000))]
    expect([few.status, many.status]).toEqual(['trapped', 'trapped'])
    expect(many.gas - few.gas).toBe(7n * 990n)
  })

  test('gas that does not even pay for the instance', async () => {
    expect(await run('(func (export "_start"))', { gasMax: 5n })).toMatchObject({ status: 'out-of-gas', gas: 5n })
  })

  test('gas that just suffices, and one less', async () => {
    const fields = '(func (export "_start") (loop (br_if 0 (i32.const 0))) (call $write (i32.const 0) (i32.const 1)))'
    const { gas } = await run(fields)
    expect(await run(fields, { gasMax: gas })).toMatchObject({ status: 'exited', gas })
    expect(await run(fields, { gasMax: gas - 1n })).toMatchObject({ status: 'out-of-gas', gas: gas - 1n })
  })

  test('a stack that V8 has no room for is the host’s fault, never a trap', async () => {
    // The stack of a test is a sixtieth of the one that a job has, so V8 gives up first.
    await expect(run('(func $f (export "_start") (call $f))', { gasMax: 2n ** 40n })).rejects.toThrow(HostFaultError)
  })
})

test('a module that is no command is refused', async () => {
  for (const fields of ['', '(func (export "_start") (param i32))', '(memory (export "_start") 1)']) {
    await expect(createProgram(wat(`(module ${fields})`), { memoryPagesMax: 1 })).rejects.toThrow(ModuleRefusedError)
  }
  const hidden = '(import "wasi_snapshot_preview1" "proc_exit" (func (param i32))) (memory 1) (func (export "_start"))'
  await expect(createProgram(wat(`(module ${hidden})`), { memoryPagesMax: 1 })).rejects.toThrow('export memory')
})

function text(words: string): Uint8Array {
  return new TextEncoder().encode(words)
}

function wordsOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
