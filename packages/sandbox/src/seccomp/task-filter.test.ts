/** The filter against the policy: a machine of its own runs the assembled bytes for every number and for telling arguments. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callOf, runFilter as run } from '../../test/support/filter-machine.ts'
import { assembleFilter, type Decision } from './decision.ts'
import { type SyscallMachine, syscallNumber } from './syscall-numbers.ts'
import { allowedCalls, argumentRules, refusedCalls } from './syscall-policy.ts'
import { answers, auditMachine, taskFilter } from './task-filter.ts'

const machines: readonly SyscallMachine[] = ['x64', 'arm64']

describe.each(machines)('the filter of %s', (machine) => {
  const filter = taskFilter(machine)
  const ask = (name: string, ...args: readonly number[]) =>
    run(filter, callOf(auditMachine[machine], syscallNumber(machine, name) ?? -1, args))
  const names = (list: readonly string[]) => list.filter((name) => syscallNumber(machine, name) !== undefined)

  test('allows, refuses and does not know every call as the policy says', () => {
    const special = new Set(argumentRules.map(({ name }) => name))
    const expected = new Map<number, number>()
    for (const name of names(allowedCalls)) expected.set(syscallNumber(machine, name) ?? -1, answers.allow)
    for (const name of names(refusedCalls)) expected.set(syscallNumber(machine, name) ?? -1, answers.fail(1))
    const ruled = new Set([...special].map((name) => syscallNumber(machine, name)))
    for (let number = 0; number < 2_000; number++) {
      if (ruled.has(number)) continue
      const answer = run(filter, callOf(auditMachine[machine], number, []))
      expect([number, answer]).toEqual([number, expected.get(number) ?? answers.fail(38)])
    }
  })

  test('kills who calls by the numbers of another machine', () => {
    for (const other of [0x4000_0003, 0xc000_003e, 0xc000_00b7].filter((value) => value !== auditMachine[machine])) {
      expect(run(filter, callOf(other, 0, []))).toBe(answers.killProcess)
    }
    const x32 = run(filter, callOf(auditMachine[machine], 0x4000_0000, []))
    expect(x32).toBe(machine === 'x64' ? answers.killProcess : answers.fail(38))
  })

  test('looks at arguments', () => {
    const threads = 0x3d0f00
    expect(ask('clone', threads)).toBe(answers.allow)
    for (const bit of [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]) {
      expect(ask('clone', threads | bit)).toBe(answers.fail(1))
    }
    expect(ask('clone3', 0)).toBe(answers.fail(38))
    const families = [0, 1, 2, 3, 10, 16, 17, 38, 40].map((family) => [
      family,
      ask('socket', family, 1) === answers.allow,
    ])
    expect(families.filter(([, isAllowed]) => isAllowed).map(([family]) => family)).toEqual([1, 2, 10])
    expect(ask('socket', 16)).toBe(answers.fail(97))
    expect(ask('socketpair', 1)).toBe(answers.allow)
    expect(ask('socketpair', 16)).toBe(answers.fail(97))
    expect([0x5401, 0x5412, 0x541c].map((request) => ask('ioctl', 0, request))).toEqual([
      answers.allow,
      answers.fail(1),
      answers.fail(1),
    ])
    expect([0, 8, 0x40000, 0xffff_ffff].map((persona) => ask('personality', persona) === answers.allow)).toEqual([
      true,
      false,
      false,
      true,
    ])
  })

  test('is small: every call that is not always allowed runs it', () => {
    expect(filter.length / 8).toBeLessThan(250)
  })
})

test('assembled decisions answer as the decision does', () => {
  fc.assert(
    fc.property(decisions(), fc.integer({ min: 0, max: 300 }), (decision, number) => {
      expect(run(assembleFilter(decision), callOf(0, number, []))).toBe(decide(decision, number))
    }),
  )
})

test('what cannot be jumped over is refused', () => {
  const long = Array.from({ length: 300 }).reduce<Decision>(
    (no, _, value) => ({ test: 'equal', value, yes: { answer: 1 }, no }),
    { answer: 0 },
  )
  expect(() => assembleFilter({ test: 'equal', value: 1, yes: long, no: long })).toThrow(RangeError)
})

function decisions(): fc.Arbitrary<Decision> {
  const leaf = fc.nat({ max: 5 }).map((answer): Decision => ({ answer }))
  const { tree } = fc.letrec<{ tree: Decision }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.record({
        test: fc.constantFrom('equal' as const, 'atLeast' as const, 'anyBit' as const),
        value: fc.nat({ max: 300 }),
        yes: tie('tree'),
        no: tie('tree'),
      }),
    ),
  }))
  return tree.map((next) => ({ load: 0, next }))
}

function decide(decision: Decision, number: number): number {
  if ('answer' in decision) return decision.answer
  if ('load' in decision) return decide(decision.next, number)
  const { test: kind, value } = decision
  const is = kind === 'equal' ? number === value : kind === 'atLeast' ? number >= value : (number & value) !== 0
  return decide(is ? decision.yes : decision.no, number)
}
