/**
 * The system calls of a program: standard input, output and error, arguments, a clock that stands still and bytes that look random.
 * Every answer is a function of the job, never of the machine; each call costs gas, and so does every byte.
 *
 * Source: WASI snapshot preview 1. A pointer outside of the memory answers EFAULT.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import type { WasiFunctionName } from '../module/wasi-signatures.ts'
import type { RunLimits } from './run-limits.ts'
import type { WasmMemory } from './web-assembly.ts'

/** Gas of one call, and of what it moves. */
const callGas = 500
const gasPerBuffer = 20
const bytesPerGas = 8
/** A block of 32 random bytes is one SHA-256. */
const gasPerRandomBlock = 2_000

const success = 0
const badf = 8
const fault = 21
const inval = 28
const nospc = 51
const spipe = 70

const stdin = 0
const stdout = 1
const stderr = 2
/** The start of 2020, in nanoseconds since 1970: programs ask, and the answer must be the same everywhere. */
const clockNanoseconds = 1_577_836_800_000_000_000n
const clocks = 4
const rightToRead = 2n
const rightToWrite = 64n

/** Thrown through the program by proc_exit. */
export class ProgramExit {
  readonly code: number

  constructor(code: number) {
    this.code = code
  }
}

/** Thrown through the program when a call finds no gas left. */
export class ProgramOutOfGas {
  readonly name = 'ProgramOutOfGas'
}

export type WasiInit = {
  readonly stdin: Uint8Array
  /** The program's name first. */
  readonly args: readonly string[]
  /** 32 bytes: what is random follows from them alone. */
  readonly entropy: Uint8Array
  readonly outputBytesMax: number
  readonly limits: RunLimits
  /** Takes gas away, and returns whether there was enough. */
  readonly charge: (gas: number) => boolean
  /** Known once there is an instance. */
  readonly memory: () => WasmMemory
}

export type Wasi = {
  readonly functions: Readonly<Record<WasiFunctionName, (...args: never[]) => number | undefined>>
  /** Returns what was written to standard output. */
  output(): Uint8Array
}

export function createWasi(init: WasiInit): Wasi {
  const { limits } = init
  const isClosed = [false, false, false]
  const chunks: Uint8Array[] = []
  let outputBytes = 0
  let inputRead = 0
  const random = createRandomBytes(init.entropy)
  const args = init.args.map((arg) => new TextEncoder().encode(`${arg}\0`))

  const pay = (gas: number): void => {
    if (!init.charge(gas)) throw new ProgramOutOfGas()
  }
  const isOpen = (fd: number): boolean => isClosed[fd] === false
  /** Returns the memory's bytes from an address on, or undefined when fewer are there. */
  const bytesAt = (address: number, length: number): Uint8Array | undefined => {
    const { buffer } = init.memory()
    const start = address >>> 0
    return start + length > buffer.byteLength ? undefined : new Uint8Array(buffer, start, length)
  }
  const writeU32 = (address: number, value: number): number => {
    const bytes = bytesAt(address, 4)
    if (bytes === undefined) return fault
    viewOf(bytes).setUint32(0, value, true)
    return success
  }
  /** Returns the buffers that a read or write names, or an error number. */
  const buffersAt = (address: number, count: number): readonly Uint8Array[] | number => {
    pay(callGas)
    if (count >>> 0 > limits.buffersPerCallMax) return inval
    pay(gasPerBuffer * count)
    const list = bytesAt(address, 8 * count)
    if (list === undefined) return fault
    const view = viewOf(list)
    const buffers = Array.from({ length: count }, (_, i) =>
      bytesAt(view.getUint32(8 * i, true), view.getUint32(8 * i + 4, true)),
    )
    return buffers.every((buffer) => buffer !== undefined) ? buffers : fault
  }
  const writeList = (pointers: number, target: number): number => {
    const bytes = args.reduce((sum, { length }) => sum + length, 0)
    pay(callGas + Math.ceil(bytes / bytesPerGas))
    let at = target >>> 0
    for (const [i, arg] of args.entries()) {
      const place = bytesAt(at, arg.length)
      if (place === undefined || writeU32(pointers + 4 * i, at) !== success) return fault
      place.set(arg)
      at += arg.length
    }
    return success
  }
  const writeSizes = (count: number, bytes: number, countAt: number, bytesAddress: number): number => {
    pay(callGas)
    return writeU32(countAt, count) || writeU32(bytesAddress, bytes)
  }
  const onDescriptor = (fd: number, errno: number): number => {
    pay(callGas)
    return isOpen(fd) ? errno : badf
  }

  const functions = {
    args_get: writeList,
    args_sizes_get: (countAt: number, sizeAt: number) =>
      writeSizes(
        args.length,
        args.reduce((sum, { length }) => sum + length, 0),
        countAt,
        sizeAt,
      ),
    environ_get() {
      pay(callGas)
      return success
    },
    environ_sizes_get: (countAt: number, sizeAt: number) => writeSizes(0, 0, countAt, sizeAt),
    clock_time_get(clock: number, _precision: bigint, address: number) {
      pay(callGas)
      if (clock >>> 0 >= clocks) return inval
      const bytes = bytesAt(address, 8)
      if (bytes === undefined) return fault
      viewOf(bytes).setBigUint64(0, clockNanoseconds, true)
      return success
    },
    fd_close(fd: number) {
      const errno = onDescriptor(fd, success)
      if (errno === success) isClosed[fd] = true
      return errno
    },
    fd_fdstat_get(fd: number, address: number) {
      const errno = onDescriptor(fd, success)
      if (errno !== success) return errno
      const bytes = bytesAt(address, 24)
      if (bytes === undefined) return fault
      bytes.fill(0)
      viewOf(bytes).setBigUint64(8, fd === stdin ? rightToRead : rightToWrite, true)
      return success
    },
    fd_prestat_get: () => onDescriptor(-1, badf),
    fd_prestat_dir_name: () => onDescriptor(-1, badf),
    fd_seek: (fd: number) => onDescriptor(fd, spipe),
    fd_read(fd: number, address: number, count: number, readAt: number) {
      const buffers = buffersAt(address, count)
      if (typeof buffers === 'number') return buffers
      if (fd !== stdin || !isOpen(fd)) return badf
      const room = buffers.reduce((sum, { length }) => sum + length, 0)
      const length = Math.min(room, init.stdin.length - inputRead)
      pay(Math.ceil(length / bytesPerGas))
      const errno = writeU32(readAt, length)
      if (errno !== success) return errno
      for (const buffer of buffers) {
        const part = init.stdin.subarray(inputRead, inputRead + buffer.length)
        buffer.set(part)
        inputRead += part.length
      }
      return success
    },
    fd_write(fd: number, address: number, count: number, writtenAt: number) {
      const buffers = buffersAt(address, count)
      if (typeof buffers === 'number') return buffers
      if ((fd !== stdout && fd !== stderr) || !isOpen(fd)) return badf
      const length = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
      if (length > 0xffff_ffff) return inval
      pay(Math.ceil(length / bytesPerGas))
      if (fd === stdout && length > init.outputBytesMax - outputBytes) return nospc
      const written = fd === stdout ? buffers.map((buffer) => buffer.slice()) : []
      const errno = writeU32(writtenAt, length)
      if (errno !== success || fd === stderr) return errno
      chunks.push(...written)
      outputBytes += length
      return success
    },
    proc_exit(code: number): never {
      throw new ProgramExit(code >>> 0)
    },
    random_get(address: number, length: number) {
      pay(callGas)
      if (length >>> 0 > limits.randomBytesPerCallMax) return inval
      pay(gasPerRandomBlock * Math.ceil(length / 32))
      const bytes = bytesAt(address, length)
      if (bytes === undefined) return fault
      random(bytes)
      return success
    },
  }
  return { functions, output: () => joined(chunks, outputBytes) }
}

/** Returns what fills bytes with the hashes of the seed and a counter, each hash used for one call alone. */
function createRandomBytes(seed: Uint8Array): (target: Uint8Array) => void {
  const block = new Uint8Array(seed.length + 8)
  block.set(seed)
  const view = viewOf(block)
  let counter = 0n
  return (target) => {
    for (let at = 0; at < target.length; at += 32) {
      view.setBigUint64(seed.length, counter++, true)
      target.set(sha256(block).subarray(0, target.length - at), at)
    }
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
