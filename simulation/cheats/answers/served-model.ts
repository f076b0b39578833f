/**
 * One model of a runtime, as those who make answers and those who check them see it. What a cheat does wrong is done to the job or to
 * the answer, or by a runtime that was given other weights than it names; the arithmetic is the product's own.
 */
import type { AnswerReading, AuditJob, CompletionJob, GenerationMode, Hex32, Runtime } from '@millrace/runtime'

/** A request whose answer can be checked. */
export type AnswerJob = CompletionJob & { readonly mode: GenerationMode }

/** What a provider says that it generated. */
export type Answer = Extract<AuditJob, { kind: 'tokens' }>['claimed']

/** Makes an answer, honestly or not. */
export type Answerer = (job: AnswerJob, options: { readonly signal: AbortSignal }) => Promise<Answer>

export type ServedModel = {
  readonly answer: Answerer
  /** Reads an answer as an auditor of this model does. */
  readonly read: (job: AnswerJob, claimed: Answer, options: { readonly signal: AbortSignal }) => Promise<AnswerReading>
}

/** Returns the model with that root. @throws {RangeError} where the runtime cannot audit. */
export function servedModel(runtime: Runtime, root: Hex32): ServedModel {
  const audit = runtime.audit
  if (audit === undefined) throw new RangeError('the runtime cannot read answers again')
  return {
    async answer(job, options) {
      const { chunks } = await runtime.generate(root, job, options)
      const tokenIds: number[] = []
      let text = ''
      for await (const chunk of chunks) {
        tokenIds.push(...(chunk.tokenIds ?? []))
        text += chunk.text
        if (chunk.finish !== undefined) return { tokenIds, text, finish: chunk.finish }
      }
      throw new Error('The generation ended without saying why')
    },
    async read(request, claimed, options) {
      const reading = await audit(root, { kind: 'tokens', request, claimed }, options)
      if (reading.kind !== 'tokens') throw new Error('An answer of tokens was read as vectors')
      return reading
    },
  }
}
