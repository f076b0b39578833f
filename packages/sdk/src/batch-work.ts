/** A batch as an ask: one WebAssembly program over many inputs. */
import { type Hash, zeroHash } from '@millrace/protocol'
import type { Work } from './ask.ts'

export type BatchInit = {
  /** A module as its compiler wrote it: it is validated and rewritten by whoever runs it. */
  readonly program: Uint8Array
  /** Standard input of each run. */
  readonly inputs: readonly Uint8Array[]
  readonly args?: readonly string[]
  /** Gas that one input may use. */
  readonly gasMax: bigint
  /** Pages of 64 KiB that one input may use; 256 without it. */
  readonly memoryPagesMax?: number
  /** Seed of what the program takes for random bytes; the same for every ask without it. */
  readonly entropy?: Hash
}

/** Memory of programs that ask for none in particular: 16 MiB. */
export const batchMemoryPagesDefault = 256

/** Returns the work. */
export function batchWork(init: BatchInit): Extract<Work, { kind: 'batch' }> {
  const { args, entropy = zeroHash, memoryPagesMax = batchMemoryPagesDefault } = init
  return {
    kind: 'batch',
    program: base64Of(init.program),
    inputs: init.inputs.map(base64Of),
    ...(args === undefined ? {} : { args }),
    gasMax: String(init.gasMax),
    memoryPagesMax,
    entropy,
  }
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
