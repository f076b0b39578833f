/** Hostile programs in the real sandbox: one end, one gas, one output under both of V8's compilers, or a refusal before any compile. */
import { type Hash, responseHash } from '@millrace/protocol'
import {
  createProgram,
  createWasmSandbox,
  ModuleRefusedError,
  rewriteModule,
  type WasmJob,
  type WasmJobResult,
  type WasmSandbox,
} from '@millrace/sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { command } from '../../../packages/sandbox/test/support/wat.ts'
import { type HostileProgram, hostilePrograms } from './hostile-programs.ts'

const { signal } = new AbortController()
const gasMax = 2_000_000n
const optimised = createWasmSandbox({}, { tier: 'optimised' })
const baseline = createWasmSandbox({}, { tier: 'baseline' })

afterAll(async () => {
  await optimised.close()
  await baseline.close()
})

function jobOf(fields: string): WasmJob {
  return {
    program: Buffer.from(command(fields)).toString('base64'),
    inputs: [''],
    gasMax: String(gasMax),
    memoryPagesMax: 64,
    entropy: `0x${'07'.repeat(32)}`,
  }
}

async function outputOf(sandbox: WasmSandbox, { fields }: HostileProgram): Promise<WasmJobResult['outputs'][number]> {
  const [output] = (await sandbox.run(jobOf(fields), { signal })).outputs
  if (output === undefined) throw new Error('there is one output for each input')
  return output
}

/** They need the stack of a process of their own, or show what compilers differ in. */
const inProcesses = new Set(['NaN leak', 'deep stack of wide frames', 'mutual recursion'])
const run = hostilePrograms.filter(({ ends }) => ends !== 'refused')
const refused = hostilePrograms.filter(({ ends }) => ends === 'refused')

describe('a hostile program', () => {
  test.each(run.filter(({ name }) => inProcesses.has(name)).map((program) => [program.name, program] as const))(
    '%s: ends the same under both compilers, at the same gas',
    async (_, program) => {
      const [one, other] = await Promise.all([outputOf(optimised, program), outputOf(baseline, program)])
      expect(one.status).toBe(program.ends)
      expect(other).toEqual(one)
      expect(BigInt(one.gas)).toBeGreaterThan(0n)
    },
  )

  test.each(run.filter(({ name }) => !inProcesses.has(name)).map((program) => [program.name, program] as const))(
    '%s: ends as it must, twice, and pays for what it did',
    async (_, { fields, ends }) => {
      const program = await createProgram(command(fields), { memoryPagesMax: 64 })
      const input = { stdin: new Uint8Array(), args: [], gasMax, entropy: new Uint8Array(32), outputBytesMax: 1_000 }
      const outcome = await program.run(input)
      expect(outcome.status).toBe(ends)
      expect(await program.run(input)).toEqual(outcome)
      if (ends === 'out-of-gas') expect(outcome.gas).toBe(gasMax)
      else expect(outcome.gas).toBeGreaterThan(0n)
    },
  )
})

test('NaN leak: every NaN that is seen has the canonical bits', async () => {
  const { output } = await outputOf(optimised, programNamed('NaN leak'))
  const bytes = Buffer.from(output, 'base64')
  const float32At = (at: number) => bytes.readUInt32LE(at).toString(16)
  const float64At = (at: number) => bytes.readBigUInt64LE(at).toString(16)
  expect([0, 4, 8].map(float32At)).toEqual(['7fc00000', '7fc00000', '7fc00000'])
  // the sign was set by the program itself
  expect(float32At(12)).toBe('ffc00000')
  expect([16, 24].map(float64At)).toEqual(['7ff8000000000000', '7ff8000000000000'])
  expect([32, 36, 40, 44].map(float32At)).toEqual(['7fc00000', '7fc00000', '7fc00000', '7fc00000'])
  expect([48, 56].map(float64At)).toEqual(['7ff8000000000000', '7ff8000000000000'])
})

test.each(refused.map((program) => [program.name, program] as const))('%s is refused, by everyone', (_, program) => {
  expect(() => rewriteModule(command(program.fields), { memoryPagesMax: 64 })).toThrow(ModuleRefusedError)
})

describe('a provider that cheats on a batch', () => {
  const honest = programNamed('trap after work')

  test('with another output, or more gas than was used, gives another response than any that computes it again', async () => {
    const output = await outputOf(optimised, honest)
    const hashOf = (change: Partial<typeof output>): Hash =>
      responseHash({ kind: 'outputs', outputs: [{ ...output, ...change }] })
    const again = hashOf(await outputOf(baseline, honest))
    expect(hashOf({})).toBe(again)
    expect(hashOf({ output: Buffer.from('made up').toString('base64') })).not.toBe(again)
    expect(hashOf({ gas: String(BigInt(output.gas) * 2n) })).not.toBe(again)
    expect(hashOf({ status: 'exited' })).not.toBe(again)
  })
})

function programNamed(name: string): HostileProgram {
  const found = hostilePrograms.find((program) => program.name === name)
  if (found === undefined) throw new RangeError(name)
  return found
}
