/**
 * The policy of `syscall-policy.ts` as a profile of the OCI runtime specification, which runc and others compile themselves.
 *
 * libseccomp cannot say "any other value", and does not order its rules. So both sides of every rule about an argument are written out:
 * the 32-bit values that pass and those that fail, each as blocks that share their upper bits and do not overlap.
 *
 * Sources: OCI runtime specification 1.0.2, config-linux.md, "Seccomp"; seccomp_rule_add(3).
 */
import type { SyscallMachine } from './syscall-numbers.ts'
import { type ArgumentRule, allowedCalls, argumentRules, errnos, refusedCalls } from './syscall-policy.ts'

export type SeccompProfile = {
  readonly defaultAction: 'SCMP_ACT_ERRNO'
  readonly defaultErrnoRet: number
  readonly architectures: readonly string[]
  readonly syscalls: readonly SeccompRule[]
}

export type SeccompRule = {
  readonly names: readonly string[]
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO'
  readonly errnoRet?: number
  readonly args?: readonly MaskedEqual[]
}

/** Holds when the argument's bits in `value` are those of `valueTwo`. */
type MaskedEqual = {
  readonly index: number
  readonly value: number
  readonly valueTwo: number
  readonly op: 'SCMP_CMP_MASKED_EQ'
}

/** Calls by the numbers of any other machine end the task: libseccomp's answer to a machine that is not listed. */
const architectureOf: Readonly<Record<SyscallMachine, string>> = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' }

export function seccompProfile(machine: SyscallMachine): SeccompProfile {
  const ruled = new Set(argumentRules.map(({ name }) => name))
  return {
    // As on a kernel too old for the call.
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: errnos.ENOSYS,
    architectures: [architectureOf[machine]],
    syscalls: [
      { names: allowedCalls.filter((name) => !ruled.has(name)), action: 'SCMP_ACT_ALLOW' },
      {
        names: refusedCalls.filter((name) => !ruled.has(name)),
        action: 'SCMP_ACT_ERRNO',
        errnoRet: errnos.EPERM,
      },
      ...argumentRules.flatMap(rulesOf),
    ],
  }
}

function rulesOf({ name, index, kind, values, errno }: ArgumentRule): readonly SeccompRule[] {
  const rule = (block: Block, action: Pick<SeccompRule, 'action' | 'errnoRet'>): SeccompRule => ({
    ...{ names: [name], ...action },
    args: [{ index, value: block.mask, valueTwo: block.value, op: 'SCMP_CMP_MASKED_EQ' }],
  })
  const { passing, failing } = blocksOf(kind, values)
  return [
    ...passing.map((block) => rule(block, { action: 'SCMP_ACT_ALLOW' })),
    ...failing.map((block) => rule(block, { action: 'SCMP_ACT_ERRNO', errnoRet: errno })),
  ]
}

function blocksOf(kind: ArgumentRule['kind'], values: readonly number[]) {
  if (kind === 'noBits') {
    const bits = values.reduce((all, value) => (all | value) >>> 0, 0)
    return { passing: [{ mask: bits, value: 0 }], failing: blocksWithBits(bits) }
  }
  const listed = values.map((value): Block => ({ mask: 0xffff_ffff, value }))
  const others = blocksWithout(values)
  return kind === 'only' ? { passing: listed, failing: others } : { passing: others, failing: listed }
}

/** Values that agree with `value` in the bits of `mask`. */
type Block = { readonly mask: number; readonly value: number }

/** Returns blocks that hold the values with at least one of the bits: the highest one that is set decides which. */
function blocksWithBits(bits: number): readonly Block[] {
  const blocks: Block[] = []
  let above = 0
  for (let bit = 31; bit >= 0; bit--) {
    const one = (1 << bit) >>> 0
    if ((bits & one) === 0) continue
    above = (above | one) >>> 0
    blocks.push({ mask: above, value: one })
  }
  return blocks
}

/** Returns blocks that hold every 32-bit value but these, each once. */
function blocksWithout(values: readonly number[]): readonly Block[] {
  const blocks: Block[] = []
  const divide = (prefix: number, bits: number) => {
    const mask = bits === 0 ? 0 : (0xffff_ffff << (32 - bits)) >>> 0
    if (!values.some((value) => (value & mask) >>> 0 === prefix)) blocks.push({ mask, value: prefix })
    else if (bits < 32) {
      divide(prefix, bits + 1)
      divide((prefix | (1 << (31 - bits))) >>> 0, bits + 1)
    }
  }
  divide(0, 0)
  return blocks
}
