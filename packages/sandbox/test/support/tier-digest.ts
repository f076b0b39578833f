/**
 * One hash of all that many programs leave behind, made by whichever compiler and host loads this module: Node's, and a browser's.
 * Nothing here needs Node.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { allInstruments } from '../../src/rewrite/rewrite-module.ts'
import { createProgram } from '../../src/run/program.ts'
import { randomModule } from './random-module.ts'
import { runRewritten } from './run-module.ts'

export type TierTask = {
  readonly firstSeed: number
  readonly modules: number
  /** Commands, in hexadecimal. */
  readonly commands: readonly string[]
}

export type TierDigest = {
  readonly randomModules: string
  readonly commands: readonly string[]
  /** Ends that were no trap, to show that something was computed. */
  readonly ended: number
}

export async function digestOf({ firstSeed, modules, commands }: TierTask): Promise<TierDigest> {
  const left: string[] = []
  let ended = 0
  for (let seed = firstSeed; seed < firstSeed + modules; seed++) {
    const whole = runRewritten(randomModule(seed), 5, allInstruments)
    const counted = runRewritten(randomModule(seed), 5, { ...allInstruments, keepsGasInLocals: false })
    const half = runRewritten(
      randomModule(seed),
      5,
      { ...allInstruments, keepsGasInLocals: false },
      (counted.gas ?? 0n) / 2n,
    )
    if (whole.end !== 'trap') ended += 1
    for (const { end, memory, globals } of [whole, counted, half]) left.push(end, memory, globals)
    left.push(String(counted.gas))
  }
  const outcomes: string[] = []
  for (const hex of commands) outcomes.push(await outcomeOf(hex))
  return { randomModules: bytesToHex(sha256(utf8ToBytes(left.join('\n')))), commands: outcomes, ended }
}

async function outcomeOf(hex: string): Promise<string> {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const program = await createProgram(bytes, { memoryPagesMax: 64 })
  const { status, exitCode, gas, output } = await program.run({
    stdin: utf8ToBytes('some words to read'),
    args: ['one', 'two'],
    gasMax: 20_000_000n,
    entropy: new Uint8Array(32).fill(5),
    outputBytesMax: 10_000,
  })
  return `${program.hash} ${status} ${exitCode} ${gas} ${bytesToHex(output)}`
}
