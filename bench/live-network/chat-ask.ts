/** Asking for a story with the SDK, and reading it. */
import type { Address } from '@millrace/protocol'
import type { Ask, Run } from '@millrace/sdk'
import { promptOf, storyModel } from './story-model.ts'

export type AskOrder = {
  /** Of the prompt. */
  readonly number: number
  readonly maxTokens: number
  readonly provider?: Address
}

/** How an answer came to who reads it. */
export type Told = {
  readonly text: string
  /** Milliseconds from the ask to the first text. */
  readonly firstTokenMs: number
}

/** Returns the ask for a story. */
export function chatOf({ number, ...order }: AskOrder): Ask {
  const messages = [{ role: 'user', content: promptOf(number) }] as const
  return { kind: 'chat', model: storyModel.name, messages, temperature: 0, ...order }
}

/** Returns the number of the story that an ask is for. */
export function numberOf(ask: Ask): number {
  const text = ask.kind === 'chat' ? ask.messages.at(-1)?.content : undefined
  return Number(/\d+/.exec(text ?? '')?.[0])
}

/** Starts a run and reads it to its end, receipt included. */
export async function readTold(start: () => Promise<Run>): Promise<Told> {
  const askedAt = performance.now()
  let firstTokenMs = Number.NaN
  let text = ''
  const run = await start()
  for await (const chunk of run.chunks) {
    if (text === '' && chunk.text !== '') firstTokenMs = performance.now() - askedAt
    text += chunk.text
  }
  await run.result
  return { text, firstTokenMs }
}
