/**
 * Which of V8's compilers run the program. The result is the same; the speed and the size of stack frames are not.
 *
 * The flags are set once the process has loaded its own modules and before it compiles a program: the compiler that removes types
 * from these sources is WebAssembly itself, and takes half a second when only the optimising compiler may have it.
 */
import { setFlagsFromString } from 'node:v8'

export type Tier = 'optimised' | 'baseline' | 'both'

const flagsOf: Readonly<Record<Tier, readonly string[]>> = {
  // One long call never moves from the baseline compiler's code to better code, so the better one comes first.
  optimised: ['--no-liftoff'],
  baseline: ['--liftoff-only'],
  both: [],
}

/** Lets modules that are compiled from now on be compiled by the tier. */
export function setTier(tier: Tier): void {
  for (const flag of flagsOf[tier]) setFlagsFromString(flag)
}
