/** Answers of a real model with what an auditor is given of them. */
import type { AuditJob, ChatJob, CompletionJob, GenerationMode, Hex32, Runtime } from '../src/index.ts'

export type Request = (ChatJob | CompletionJob) & { readonly mode: GenerationMode }
export type Claim = Extract<AuditJob, { kind: 'tokens' }>['claimed']

export const prompts = [
  'Once upon a time',
  'The little dog',
  'A boy named Tim had a red ball. One day',
  'Lily and Sam went to the park',
  'There was a big tree',
  'Mom said',
  'In the forest lived a fox who',
  'One sunny morning the cat',
]

const { signal } = new AbortController()

/** Returns a request whose seed is the number. */
export function requestOf(seed: number, change: Partial<CompletionJob> = {}): Request {
  return {
    kind: 'completion',
    prompt: prompts[seed % prompts.length] ?? '',
    maxTokens: 200,
    temperature: 0.8,
    topP: 1,
    stop: [],
    mode: { exactness: 'replayable', samplerSeed: seedOf(seed), topK: 40 },
    ...change,
  } as Request
}

export function seedOf(seed: number): Hex32 {
  return `0x${seed.toString(16).padStart(64, '0')}`
}

/** Returns what a buyer would hold after the answer. */
export async function claimOf(runtime: Runtime, root: Hex32, request: ChatJob | CompletionJob): Promise<Claim> {
  const { chunks } = await runtime.generate(root, request, { signal })
  const tokenIds: number[] = []
  let text = ''
  let finish: Claim['finish'] = 'failed'
  for await (const chunk of chunks) {
    tokenIds.push(...(chunk.tokenIds ?? []))
    text += chunk.text
    finish = chunk.finish ?? finish
  }
  return { tokenIds, text, finish }
}

/** Returns what the runtime reads in the claim. */
export async function readingOf(runtime: Runtime, root: Hex32, request: Request, claimed: Claim) {
  const reading = await runtime.audit?.(root, { kind: 'tokens', request, claimed }, { signal })
  if (reading?.kind !== 'tokens') throw new Error('Expected a reading of tokens')
  return reading
}
