/**
 * Reads a claimed answer again: what the specified sampler says at each of its places, what its tokens say as text, and whether
 * it ended where it had to. Nothing the claim says about its input is believed: the request is tokenised here.
 */
import { compareReplay, endsRightly } from '@millrace/verification'
import type { Token } from 'node-llama-cpp'
import type { AnswerReading, AuditJob, AuditReading, FinishReason, RuntimeModel, VectorReading } from '../runtime.ts'
import { GenerationFailedError } from '../runtime-error.ts'
import { contextsOf, samplerOf } from './answer-tokens.ts'
import { embedInputs } from './embed-inputs.ts'
import { generationChunks } from './generation-chunks.ts'
import type { HostedModel } from './hosted-model.ts'
import { replayTokens } from './replay-tokens.ts'
import type { ResumedAnswer } from './resume-answer.ts'

export type AuditAnswerInit = {
  readonly model: HostedModel
  readonly slot: number
  readonly job: AuditJob
  readonly runtimeModel: RuntimeModel
}

type TokenAudit = Omit<AuditAnswerInit, 'job'> & { readonly job: Extract<AuditJob, { kind: 'tokens' }> }
type VectorAudit = Omit<AuditAnswerInit, 'job'> & { readonly job: Extract<AuditJob, { kind: 'vectors' }> }

/** Returns what the answer shows. Aborting rejects with the signal's reason, after the piece being read. */
export async function auditAnswer(
  init: AuditAnswerInit,
  options: { readonly signal: AbortSignal },
): Promise<AuditReading> {
  const { job } = init
  return job.kind === 'tokens' ? auditTokens({ ...init, job }, options) : auditVectors({ ...init, job }, options)
}

async function auditTokens(
  { model, slot, job, runtimeModel }: TokenAudit,
  { signal }: { readonly signal: AbortSignal },
): Promise<AnswerReading> {
  const { request, claimed } = job
  const prompt = model.tokenize(request)
  const resumed = await model.resume(prompt, request, { signal })
  const input = [...prompt, ...resumed.tokens]
  const outputTokensMax = Math.min(request.maxTokens, runtimeModel.contextTokensMax - input.length)
  const contexts = contextsOf(model)
  const tokens = readableTokens(claimed.tokenIds, contexts.plain.vocabularySize, resumed.ended ? 0 : outputTokensMax)
  const sampler = samplerOf(request, contexts.plain.vocabularySize, refuseRandomSeed)
  const wantsReadings = request.mode.exactness === 'tolerant'
  const context = await contexts.canonical(slot)
  const replay = { context, sequence: 0, input, claimed: tokens, sampler, wantsReadings }
  const places = await replayTokens(replay, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new GenerationFailedError(runtimeModel.name, cause)
  })
  const replayed = places.map(({ token }) => token)
  const { mismatches, firstMismatch } = compareReplay(tokens, replayed)
  const said = await saidBy(tokens, { model, resumed, outputTokensMax })
  return {
    kind: 'tokens',
    ...buildOf(model),
    spelling: model.spelling,
    inputTokens: input.length,
    tokens: input.length + tokens.length,
    replayed,
    mismatches,
    ...(firstMismatch === undefined ? {} : { firstMismatch }),
    text: said.text,
    faults: faultsOf(claimed, { model, said, read: tokens, lengthMax: outputTokensMax }),
    vocabularySize: contexts.plain.vocabularySize,
    ...(wantsReadings ? { readings: places.flatMap(({ reading }) => reading ?? []) } : {}),
  }
}

/** Returns the claimed tokens up to the first that there is not, or that could not be there. */
function readableTokens(claimed: readonly number[], vocabularySize: number, tokensMax: number): Token[] {
  const wrong = claimed.findIndex((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize)
  return claimed.slice(0, Math.min(tokensMax, wrong === -1 ? claimed.length : wrong)) as Token[]
}

/** What generating some tokens would have delivered, and how many of them were needed for it. */
type Said = { readonly text: string; readonly finish: FinishReason; readonly tokens: number }

async function saidBy(
  tokens: readonly Token[],
  init: { readonly model: HostedModel; readonly resumed: ResumedAnswer; readonly outputTokensMax: number },
): Promise<Said> {
  const { model, resumed, outputTokensMax } = init
  if (resumed.ended) return { text: resumed.pending + resumed.filter.flush(), finish: 'stop', tokens: 0 }
  let at = 0
  const run = { next: async () => tokens[at++] ?? ('ended' as const), end: async () => undefined }
  let text = ''
  let count = 0
  for await (const chunk of generationChunks(run, { model: model.llama, resumed, outputTokensMax })) {
    text += chunk.text
    count += chunk.tokens
    if (chunk.finish !== undefined) return { text, finish: chunk.finish, tokens: count }
  }
  throw new Error('A generation has a last chunk')
}

function faultsOf(
  claimed: TokenAudit['job']['claimed'],
  audited: {
    readonly model: HostedModel
    readonly said: Said
    readonly read: readonly Token[]
    readonly lengthMax: number
  },
): AnswerReading['faults'] {
  const { model, said, read, lengthMax } = audited
  const { text, finish, tokenIds } = claimed
  const faults: AnswerReading['faults'][number][] = []
  const isWhole = finish === 'stop' || finish === 'length'
  if (isWhole ? text !== said.text : !said.text.startsWith(text)) faults.push('text')
  const endTokenIds = new Set(read.filter((token) => model.llama.isEogToken(token)))
  const stopSequenceReached = said.finish === 'stop' && !endTokenIds.has(read.at(-1) as Token)
  const end = { finish, tokenIds: read, endTokenIds, lengthMax, stopSequenceReached }
  if (said.tokens !== read.length || !endsRightly(end)) faults.push('end')
  if (read.length !== tokenIds.length) faults.push('token')
  return faults
}

async function auditVectors(
  { model, job, runtimeModel }: VectorAudit,
  options: { readonly signal: AbortSignal },
): Promise<VectorReading> {
  const { claimed, request } = job
  const { vectors, inputTokens } = await embedInputs(model, runtimeModel, request.inputs, options)
  const isEqual =
    claimed.vectors.length === vectors.length &&
    vectors.every((vector, index) => haveSameBits(vector, claimed.vectors[index] as Float32Array))
  return { kind: 'vectors', ...buildOf(model), inputTokens, tokens: inputTokens, replayed: vectors, isEqual }
}

function haveSameBits(one: Float32Array, other: Float32Array): boolean {
  const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength)
  return bytesOf(one).equals(bytesOf(other))
}

function buildOf({ build }: HostedModel): { readonly build?: NonNullable<HostedModel['build']> } {
  return build === undefined ? {} : { build }
}

function refuseRandomSeed(): never {
  throw new Error('An audited job names its seed')
}
