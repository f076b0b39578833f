/** Turns the text format into modules; what it makes is not checked, so that invalid ones can be made, too. */
import wabtModule from 'wabt'

const wabt = await wabtModule()
const features = { simd: true, bulk_memory: true, sign_extension: true, sat_float_to_int: true, mutable_globals: true }

export function wat(text: string, enabled: Readonly<Record<string, boolean>> = {}): Uint8Array {
  const module = wabt.parseWat('test.wat', text, { ...features, ...enabled })
  try {
    return module.toBinary({}).buffer.slice()
  } finally {
    module.destroy()
  }
}

/** Returns a command from the functions and other fields of a module, with the system calls it may use imported. */
export function command(fields: string): Uint8Array {
  return wat(`(module
    (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_seek" (func $fd_seek (param i32 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    ${/\(memory/.test(fields) ? '' : '(memory (export "memory") 1)'}
    (func $write (param $at i32) (param $length i32)
      (i32.store (i32.const 0) (local.get $at))
      (i32.store (i32.const 4) (local.get $length))
      (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
    ${fields})`)
}
