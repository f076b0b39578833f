/**
 * What replayable answers cost their provider, and audits the auditor: processor time of this process for each token, the ways in
 * turn so that other work on the machine touches all alike. It does not touch them alike enough: decoding one row waits for memory,
 * and a prefill less, so each ratio is given request by request as well.
 */
import type { AnswerJob, ServedModel } from '../../simulation/cheats/answers/served-model.ts'
import { quantileOf } from '../../simulation/figures.ts'
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
  /** Of the requests' own ratios to plain decoding: the lower decile, the median, the upper decile. */
  readonly spread: {
    readonly canonical: Spread
    readonly drafted: Spread | undefined
    readonly audit: Spread
  }
}

export type Spread = readonly [low: number, median: number, high: number]

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
    spread: {
      canonical: spreadOf(clocks.canonical, clocks.plain),
      drafted: draft === undefined ? undefined : spreadOf(clocks.drafted, clocks.plain),
      audit: spreadOf(clocks.audit, clocks.plain),
    },
  }
}

function spreadOf(one: Clock, plain: Clock): Spread {
  const ratios = one.perRequest().map((ms, index) => ms / (plain.perRequest()[index] as number))
  return [quantileOf(ratios, 0.1), quantileOf(ratios, 0.5), quantileOf(ratios, 0.9)]
}

type Clock = ReturnType<typeof clock>

function clock() {
  const requests: { ms: number; tokens: number }[] = []
  let ms = 0
  return {
    async time<T>(work: () => Promise<T>): Promise<T> {
      const before = process.cpuUsage()
      const result = await work()
      const { user, system } = process.cpuUsage(before)
      ms = (user + system) / 1_000
      return result
    },
    /** Says how many tokens the last work was for. */
    add(tokens: number) {
      requests.push({ ms, tokens })
    },
    reset() {
      requests.length = 0
    },
    perRequest: () => requests.map((request) => request.ms / request.tokens),
    msPerToken: () =>
      requests.reduce((sum, request) => sum + request.ms, 0) /
      requests.reduce((sum, request) => sum + request.tokens, 0),
  }
}
