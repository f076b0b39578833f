/** The same outputs, gas and memory from each of V8's compilers on Node, and from Chromium. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, digestInChromium, hasChromium } from './support/browser.ts'
import type { TierDigest, TierTask } from './support/tier-digest.ts'
import { digestOf } from './support/tier-digest.ts'
import { command } from './support/wat.ts'

const nan = '(f64.sqrt (f64.sub (f64.const 1) (f64.convert_i32_s (local.get $i))))'
const commands = [
  // Numbers that turn into NaN on the way, written out with their bits, scalar and in lanes.
  `(func (export "_start") (local $i i32) (local $v v128)
    (loop
      (f64.store (i32.add (i32.const 100) (i32.mul (local.get $i) (i32.const 8))) (f64.add ${nan} (f64.const 1)))
      (local.set $v (f32x4.div (f32x4.splat (f32.const 0)) (f32x4.splat (f32.convert_i32_s (local.get $i)))))
      (v128.store (i32.const 400) (f32x4.max (local.get $v) (f32x4.sqrt (f32x4.neg (local.get $v)))))
      (call $write (i32.const 400) (i32.const 16))
      (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20))))
    (call $write (i32.const 100) (i32.const 160)))`,
  // Reads, random bytes and arguments, then a trap in the middle of a loop.
  `(func (export "_start") (local $i i32)
    (i64.store (i32.const 16) (i64.const 0x0000010000000064))
    (drop (call $fd_read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 8)))
    (drop (call $random_get (i32.const 200) (i32.const 32))) (drop (call $args_get (i32.const 20) (i32.const 240)))
    (call $write (i32.const 100) (i32.const 160))
    (loop (drop (i32.div_u (i32.const 7) (i32.sub (i32.const 999) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1))) (br 0)))`,
  '(func (export "_start") (loop (br 0)))',
  // Deep, but within the stack that a browser gives.
  `(func $f (param $n i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n)) (then (i32.const 0)) (else (i32.add (i32.const 1) (call $f (i32.sub (local.get $n) (i32.const 1)))))))
   (func (export "_start") (call $proc_exit (call $f (i32.const 2000))))`,
  `(memory (export "memory") 1)
   (func (export "_start") (call $proc_exit (i32.add (memory.grow (i32.const 60)) (memory.grow (i32.const 60)))))`,
]

const task: TierTask = {
  firstSeed: 4_000,
  modules: 120,
  commands: commands.map((fields) => Buffer.from(command(fields)).toString('hex')),
}
let expected: TierDigest

beforeAll(async () => {
  expected = await digestOf(task)
})

test('the programs end as they are meant to', () => {
  expect(expected.commands.map((outcome) => outcome.split(' ').slice(1, 3).join(' '))).toEqual([
    'exited 0',
    'trapped 0',
    'out-of-gas 0',
    'exited 2000',
    'exited 0',
  ])
  expect(expected.ended).toBeGreaterThan(30)
})

describe('the same', () => {
  test.each([
    ['the baseline compiler', '--liftoff-only'],
    ['the optimising compiler', '--no-liftoff'],
    ['the optimising compiler without AVX', '--no-liftoff', '--no-enable-avx'],
  ])('from %s', async (_name, ...execArgv) => {
    expect(await digestWith(execArgv)).toEqual(expected)
  })

  // Without it: apt-get install chromium.
  test.skipIf(!hasChromium())(`from ${chromiumPath}, where it is installed (Debian's package chromium)`, async () => {
    const { digest, version } = await digestInChromium(task)
    expect(version).toMatch(/^\d+\./)
    expect(digest).toEqual(expected)
  })
})

async function digestWith(execArgv: readonly string[]): Promise<TierDigest> {
  const child = fork(new URL('./support/tier-process.ts', import.meta.url), [], { execArgv: [...execArgv] })
  const ended = once(child, 'exit')
  child.send(task)
  const answer = await Promise.race([once(child, 'message'), ended.then(([status]) => [`ended with ${status}`])])
  await ended
  return answer[0] as TierDigest
}
