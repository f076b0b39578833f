/**
 * What replayable answers cost their provider, and audits the auditor: processor time of this process for each token, the ways in
 * turn so that other work on the machine touches all alike.
 */
import type { AnswerJob, ServedModel } from '../../simulation/cheats/answers/served-model.ts'
import { openBenchModels, type WeightsName } from './bench-models.ts'
import { type ClaimedName, requestAt } from './series.ts'

export type CostsOptions = {
  readonly claimed: ClaimedName
  /** What drafts for it; without one it drafts for itself. */
  readonly draft: WeightsName | undefined
  readonly requests: number
  readonly maxTokens: number
}

export type Costs = Omit<CostsOptions, 'requests' | 'maxTokens'> & {
  /** Milliseconds of processor time for each token. */
  readonly plainMs: number
  readonly canonicalMs: number
  readonly draftedMs: number | undefined
  readonly auditMs: number
}

/** Returns the costs of one model. */
export async function measureCosts(options: CostsOptions, signal: AbortSignal): Promise<Costs> {
  const { claimed, draft, requests, maxTokens } = options
  await using own = await openBenchModels({ names: [claimed] })
  await using drafted = await openBenchModels({
    names: [claimed],
    drafts: draft === undefined ? {} : { [claimed]: draft },
  })
  const clocks = { plain: clock(), canonical: clock(), drafted: clock(), audit: clock() }
  const answered = async (model: ServedModel, job: AnswerJob, of: Clock) => {
    const answer = await of.time(() => model.answer(job, { signal }))
    of.add(answer.tokenIds.length)
    return answer
  }
  // the first answers also load models and make contexts
  for (let index = -1; index < requests; index += 1) {
    if (index === 0) for (const each of Object.values(clocks)) each.reset()
    const job = requestAt({ mode: 'canonical', maxTokens }, Math.max(0, index))
    await answered(own.of(claimed), requestAt({ mode: 'tolerant', maxTokens }, Math.max(0, index)), clocks.plain)
    const answer = await answered(own.of(claimed), job, clocks.canonical)
    if (draft !== undefined) await answered(drafted.of(claimed), job, clocks.drafted)
    await clocks.audit.time(() => own.of(claimed).read(job, answer, { signal }))
    clocks.audit.add(answer.tokenIds.length)
  }
  return {
    claimed,
    draft,
    plainMs: clocks.plain.msPerToken(),
    canonicalMs: clocks.canonical.msPerToken(),
    draftedMs: draft === undefined ? undefined : clocks.drafted.msPerToken(),
    auditMs: clocks.audit.msPerToken(),
  }
}

type Clock = ReturnType<typeof clock>

function clock() {
  let [ms, tokens] = [0, 0]
  return {
    async time<T>(work: () => Promise<T>): Promise<T> {
      const before = process.cpuUsage()
      const result = await work()
      const { user, system } = process.cpuUsage(before)
      ms += (user + system) / 1_000
      return result
    },
    add(count: number) {
      tokens += count
    },
    reset() {
      ms = 0
      tokens = 0
    },
    msPerToken: () => ms / tokens,
  }
}
