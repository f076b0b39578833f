/**
 * The prover's side of a challenge: makes the products, holds them, opens rows. See
 * `packages/verification/src/hardware/challenge.ts` for the protocol.
 *
 * Invariant: one challenge at a time. What a challenge filled is let go at the next one, after {@link heldMsMax}, or on
 * `release`. Cost: the challenge's work; 6n² bytes a round.
 */
import { hexToBytes, MillraceError } from '@millrace/protocol'
import {
  challengeProblem,
  type HardwareChallenge,
  type HardwareCommitment,
  type HardwareOpening,
  type HardwareRecall,
  hardwareLimits,
  rowsRoot,
} from '@millrace/verification'
import { createKernelThreads, type KernelThreads } from '../benchmark/kernel-threads.ts'
import { makeProduct, type Product } from '../benchmark/product.ts'
import { createSharedMemory, productBytes } from '../benchmark/product-kernel.ts'

/** Longest time that products are held for their openings, in milliseconds: the challenger has many nodes to wait for. */
export const heldMsMax = 600_000

export type HardwareProver = AsyncDisposable & {
  /** Starts the threads, so that a challenge finds them up: to be answered before the first ping is. */
  prepare(options: { readonly signal: AbortSignal }): Promise<void>
  /**
   * Does the work and commits to it.
   *
   * @throws {HardwareChallengeRefusedError} for a challenge out of bounds, of too much memory, or while another is at work.
   */
  commit(challenge: HardwareChallenge, options: { readonly signal: AbortSignal }): Promise<HardwareCommitment>
  /** @throws {HardwareChallengeRefusedError} where nothing is held. */
  recall(recall: HardwareRecall, options: { readonly signal: AbortSignal }): Promise<HardwareCommitment>
  /** @throws {HardwareChallengeRefusedError} where nothing is held, or for rows that are none. */
  open(rows: readonly number[]): HardwareOpening
  release(): void
}

export type HardwareProverInit = {
  readonly threads: number
  /** Most that products may fill. */
  readonly memoryBytesMax: number
}

type Held = {
  readonly challenge: HardwareChallenge
  readonly products: readonly Product[]
  readonly hashes: Uint8Array
  saltedHashes: Uint8Array
}

/** Returns a prover on this machine's processor. Its threads stand only while a challenge is near, at work or held. */
export function createHardwareProver({ threads: count, memoryBytesMax }: HardwareProverInit): HardwareProver {
  let held: Held | undefined
  let threads: KernelThreads | undefined
  let timer: NodeJS.Timeout | undefined
  let isBusy = false

  const release = (): void => {
    clearTimeout(timer)
    held = undefined
    const ending = threads
    threads = undefined
    if (ending !== undefined) void ending[Symbol.asyncDispose]()
  }

  const restart = (): void => {
    clearTimeout(timer)
    timer = setTimeout(release, heldMsMax).unref()
  }

  return {
    async prepare({ signal }) {
      if (threads !== undefined) return
      threads = createKernelThreads(count)
      restart()
      await warmUp(threads, signal)
    },

    async commit(challenge, { signal }) {
      const problem = isBusy ? 'another challenge is at work' : refusalOf(challenge, memoryBytesMax)
      if (problem !== undefined) throw new HardwareChallengeRefusedError(problem)
      // Else the time of what was held could end the threads at work for this one.
      clearTimeout(timer)
      held = undefined
      isBusy = true
      threads ??= createKernelThreads(count)
      try {
        held = await makeAll(threads, challenge, signal)
      } finally {
        isBusy = false
        if (held === undefined) release()
      }
      restart()
      return { root: rowsRoot(challenge.seed, held.hashes) }
    },

    async recall({ salt }, options) {
      if (held === undefined || threads === undefined) throw new HardwareChallengeRefusedError('nothing is held')
      const mine = held
      mine.saltedHashes = await hashesOf(mine.products, hexToBytes(salt), options)
      return { root: rowsRoot(mine.challenge.seed, mine.saltedHashes) }
    },

    open(rows) {
      if (held === undefined) throw new HardwareChallengeRefusedError('nothing is held')
      const { products, hashes, saltedHashes, challenge } = held
      return { hashes, saltedHashes, rows: rows.map((index) => rowOf(products, challenge.n, index, rows.length)) }
    },

    release,
    async [Symbol.asyncDispose]() {
      const ending = threads
      release()
      await ending?.[Symbol.asyncDispose]()
    },
  }
}

function refusalOf(challenge: HardwareChallenge, memoryBytesMax: number): string | undefined {
  const problem = challengeProblem(challenge)
  if (problem !== undefined) return problem
  if (challenge.class !== 'cpu') return `this machine proves its processor, not a ${challenge.class}`
  const bytes = productBytes(challenge.n) * challenge.rounds
  return bytes > memoryBytesMax ? `it fills ${bytes} bytes, more than the ${memoryBytesMax} allowed` : undefined
}

async function warmUp(threads: KernelThreads, signal: AbortSignal): Promise<void> {
  const n = hardwareLimits.sideMin
  await threads.run({ kind: 'multiply', memory: createSharedMemory(productBytes(n)), n }, { signal })
}

async function makeAll(threads: KernelThreads, challenge: HardwareChallenge, signal: AbortSignal): Promise<Held> {
  const products: Product[] = []
  for (let round = 0; round < challenge.rounds; round++) {
    products.push(await makeProduct(threads, challenge, round, { signal }))
  }
  const hashes = await hashesOf(products, new Uint8Array(), { signal })
  return { challenge, products, hashes, saltedHashes: new Uint8Array() }
}

async function hashesOf(
  products: readonly Product[],
  before: Uint8Array,
  options: { readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const lists: Uint8Array[] = []
  for (const product of products) lists.push(await product.rowHashes(before, options))
  return Buffer.concat(lists)
}

function rowOf(products: readonly Product[], n: number, index: number, count: number): Uint8Array {
  const product = Number.isInteger(index) && index >= 0 ? products[Math.floor(index / n)] : undefined
  if (product === undefined || count > hardwareLimits.openedRowsMax) {
    throw new HardwareChallengeRefusedError(`row ${String(index).slice(0, 20)} of ${count} asked for is none of it`)
  }
  return product.row(index % n)
}

/** What a prover does not do for this challenge. It says nothing of its speed. */
export class HardwareChallengeRefusedError extends MillraceError {
  override readonly name = 'HardwareChallengeRefusedError'

  constructor(problem: string) {
    super({
      code: 'HARDWARE_CHALLENGE_REFUSED',
      message: `The challenge is not taken: ${problem}.`,
      hint: 'Ask for less, or again when the machine is free.',
      retryable: true,
    })
  }
}
