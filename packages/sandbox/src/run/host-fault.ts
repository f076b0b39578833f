/** What a machine fails at. It is never a result, and says nothing about the program or whoever offered it. */
import { MillraceError } from '@millrace/protocol'

/** `stack`: V8's stack was too small; `memory`: the machine refused memory; `other`: anything else. */
export type HostFault = 'stack' | 'memory' | 'other'

export class HostFaultError extends MillraceError {
  override readonly name = 'HostFaultError'
  readonly fault: HostFault
  readonly problem: string

  constructor(fault: HostFault, problem: string, cause?: unknown) {
    super({
      code: 'SANDBOX_HOST_FAULT',
      message: `The machine could not run the program: ${problem}.`,
      hint: 'Try again, or on a machine with more memory; nothing is known about the program.',
      retryable: true,
      cause,
    })
    this.fault = fault
    this.problem = problem
  }
}
