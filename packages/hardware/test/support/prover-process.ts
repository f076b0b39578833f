/** One identity in a process of its own: answers a challenger's calls over the channel to its parent. */
import type { HardwareChallenge, HardwareRecall } from '@millrace/verification'
import { createHardwareProver } from '../../src/challenge/prover.ts'

export type ProverCall = { readonly id: number } & (
  | { readonly kind: 'ping' }
  | { readonly kind: 'commit'; readonly challenge: HardwareChallenge }
  | { readonly kind: 'recall'; readonly recall: HardwareRecall }
  | { readonly kind: 'open'; readonly rows: readonly number[] }
)
export type ProverReply = { readonly id: number; readonly value?: unknown; readonly problem?: string }

/** How it behaves: `forged` sends rows of zeros under a commitment of its own making. */
const behaviour = process.argv[2] as 'honest' | 'forged' | 'forgetful' | 'silent'
const prover = createHardwareProver({ threads: Number(process.argv[3]), memoryBytesMax: 2 ** 31 })
const { signal } = new AbortController()

process.on('message', (call: ProverCall) => {
  answerTo(call).then(
    (value) => process.send?.({ id: call.id, value } satisfies ProverReply),
    (error: unknown) => process.send?.({ id: call.id, problem: String(error) } satisfies ProverReply),
  )
})

async function answerTo(call: ProverCall): Promise<unknown> {
  if (call.kind === 'ping') return prover.prepare({ signal })
  if (call.kind === 'commit') {
    if (behaviour === 'silent') throw new Error('says nothing')
    // Another seed gives another product: rows that hash as committed and are wrong.
    const seed = behaviour === 'forged' ? (`0x${'ee'.repeat(32)}` as const) : call.challenge.seed
    return prover.commit({ ...call.challenge, seed } as HardwareChallenge, { signal })
  }
  if (call.kind === 'recall') {
    if (behaviour === 'forgetful') throw new Error('forgot it')
    return prover.recall(call.recall, { signal })
  }
  return prover.open(call.rows)
}
