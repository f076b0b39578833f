/** The profile against the filter that the kernel loads: the same answer to every call, whatever its arguments. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callOf, runFilter } from '../../test/support/filter-machine.ts'
import { type SeccompProfile, seccompProfile } from './seccomp-profile.ts'
import { type SyscallMachine, syscallNumber } from './syscall-numbers.ts'
import { allowedCalls, argumentRules, refusedCalls } from './syscall-policy.ts'
import { answers, auditMachine, taskFilter } from './task-filter.ts'

const machines: readonly SyscallMachine[] = ['x64', 'arm64']
/** Where rules change their mind, and anything else. */
const telling = argumentRules.flatMap(({ values }) => values.flatMap((value) => [value, value + 1, value - 1]))
const argument = fc.oneof(
  fc.constantFrom(...telling.map((value) => value >>> 0)),
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.nat({ max: 64 }),
)

describe.each(machines)('the profile of %s', (machine) => {
  const profile = seccompProfile(machine)
  const filter = taskFilter(machine)
  const names = [...allowedCalls, ...refusedCalls, 'personality'].filter(
    (name) => syscallNumber(machine, name) !== undefined,
  )
  const asked = (name: string, args: readonly number[]) =>
    runFilter(filter, callOf(auditMachine[machine], syscallNumber(machine, name) ?? -1, args))

  test('answers to every call as the filter does', () => {
    for (const name of [...names, ...argumentRules.map((rule) => rule.name)]) {
      expect([name, answerOf(profile, name, [0, 0])]).toEqual([name, asked(name, [0, 0])])
    }
    expect(answerOf(profile, 'clone3', [0])).toBe(answers.fail(38))
  })

  test('looks at arguments as the filter does, and no two of its rules speak about one call', () => {
    const ruled = argumentRules.map((rule) => rule.name).filter((name) => syscallNumber(machine, name) !== undefined)
    fc.assert(
      fc.property(fc.constantFrom(...ruled), fc.array(argument, { minLength: 3, maxLength: 3 }), (name, args) => {
        expect(answerOf(profile, name, args)).toBe(asked(name, args))
      }),
      { numRuns: 2_000 },
    )
  })
})

/** Asks the profile as libseccomp reads it. */
function answerOf({ syscalls, defaultErrnoRet }: SeccompProfile, name: string, args: readonly number[]): number {
  const matching = syscalls.filter(
    (rule) =>
      rule.names.includes(name) &&
      (rule.args ?? []).every(({ index, value, valueTwo }) => ((args[index] ?? 0) & value) >>> 0 === valueTwo),
  )
  expect(matching.length).toBeLessThanOrEqual(1)
  const [rule] = matching
  if (rule === undefined) return answers.fail(defaultErrnoRet)
  return rule.action === 'SCMP_ACT_ALLOW' ? answers.allow : answers.fail(rule.errnoRet ?? 1)
}
