/** What the courts tell: the events of every case, named as the contracts name them, with where each stands. */
import type { courthouseAbi, ghostingJudgeAbi, omissionJudgeAbi, panelJudgeAbi } from '@millrace/contracts'
import type { Abi, ContractEventArgsFromTopics, ContractEventName } from 'viem'
import type { EventPlace } from './escrow-event.ts'

type EventsOf<A extends Abi> = {
  [N in ContractEventName<A>]: EventPlace & { readonly type: N } & Readonly<ContractEventArgsFromTopics<A, N>>
}[ContractEventName<A>]

/** Only what is about a case: each carries its id. Integers to 48 bits are numbers, wider ones bigints. */
type OfCase<E> = E extends { readonly caseId: unknown } ? E : never

export type CaseLogEvent = OfCase<
  | EventsOf<typeof courthouseAbi>
  | EventsOf<typeof omissionJudgeAbi>
  | EventsOf<typeof ghostingJudgeAbi>
  | EventsOf<typeof panelJudgeAbi>
>

export type CaseEvent =
  | CaseLogEvent
  /**
   * The chain replaced blocks that were already reported: forget every event with a `blockNumber` above `lastValidBlock`;
   * those that still happened follow again.
   */
  | { readonly type: 'Reorganized'; readonly lastValidBlock: bigint }
