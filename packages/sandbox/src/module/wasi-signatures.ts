/**
 * The functions a program may import: the part of WASI preview 1 that a program needs to read its standard input, to write its
 * output and to end. No signature has a float, so no bits of a NaN leave the module.
 *
 * Source: WASI snapshot preview 1, `wasi_snapshot_preview1.witx`.
 */
import type { FunctionType } from './module-info.ts'
import { I32, I64 } from './opcodes.ts'

export const wasiModuleName = 'wasi_snapshot_preview1'

const errnoOf = (...params: number[]): FunctionType => ({ params, result: I32 })

export const wasiSignatures = {
  args_get: errnoOf(I32, I32),
  args_sizes_get: errnoOf(I32, I32),
  clock_time_get: errnoOf(I32, I64, I32),
  environ_get: errnoOf(I32, I32),
  environ_sizes_get: errnoOf(I32, I32),
  fd_close: errnoOf(I32),
  fd_fdstat_get: errnoOf(I32, I32),
  fd_prestat_dir_name: errnoOf(I32, I32, I32),
  fd_prestat_get: errnoOf(I32, I32),
  fd_read: errnoOf(I32, I32, I32, I32),
  fd_seek: errnoOf(I32, I64, I32, I32),
  fd_write: errnoOf(I32, I32, I32, I32),
  proc_exit: { params: [I32], result: 0 },
  random_get: errnoOf(I32, I32),
} as const satisfies Record<string, FunctionType>

export type WasiFunctionName = keyof typeof wasiSignatures

/** Returns whether the name is of a function that may be imported. */
export function isWasiFunction(name: string): name is WasiFunctionName {
  return Object.hasOwn(wasiSignatures, name)
}
