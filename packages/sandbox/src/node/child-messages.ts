/** What the sandbox and its child process say to each other, by structured clone. */
import type { ModuleRefusal } from '../module/module-error.ts'
import type { HostFault } from '../run/host-fault.ts'
import type { ProgramInput, ProgramOutcome } from '../run/program.ts'
import type { Tier } from './tier.ts'

export type ToChild = {
  readonly tier: Tier
  readonly program: Uint8Array
  readonly memoryPagesMax: number
  readonly inputs: readonly ProgramInput[]
}

export type FromChild =
  /** Listens. */
  | { readonly type: 'up' }
  /** The program was accepted and compiled. */
  | { readonly type: 'ready'; readonly hash: string }
  | { readonly type: 'outcome'; readonly outcome: ProgramOutcome }
  | { readonly type: 'refused'; readonly code: ModuleRefusal; readonly offset: number; readonly problem: string }
  | { readonly type: 'fault'; readonly fault: HostFault; readonly problem: string }
