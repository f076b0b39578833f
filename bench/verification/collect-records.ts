/** Makes and checks the answers of a series, one after the other, and keeps what the checks showed. */
import { formProof, marginsOf } from '../../simulation/cheats/answers/judge-answer.ts'
import { modelCheats } from '../../simulation/cheats/answers/model-cheats.ts'
import type { Answer, Answerer, AnswerJob } from '../../simulation/cheats/answers/served-model.ts'
import { type AnswerRecord, encodeCells, openRecords } from './answer-records.ts'
import { type BenchModels, endToken } from './bench-models.ts'
import { openOtherLibrary } from './other-library.ts'
import { cheaperOf, type Maker, makerName, requestAt, type Series, toleranceOf } from './series.ts'

/** Returns the records of a series, making those that its file lacks. Aborting stops between two answers. */
export async function collectRecords(
  models: BenchModels,
  series: Series,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Promise<readonly AnswerRecord[]> {
  const file = openRecords(path)
  const missing = Array.from({ length: series.requests }, (_, index) => index).filter((index) => !file.has(index))
  if (missing.length === 0) return inOrder(file.records, series.requests)
  await using maker = openMaker(models, series)
  for (const index of missing) {
    signal.throwIfAborted()
    const job = requestAt(series, index)
    file.append(await checkAnswer(models, series, { index, job, claimed: await maker.answer(job, { signal }), signal }))
  }
  return inOrder(file.records, series.requests)
}

function inOrder(records: readonly AnswerRecord[], requests: number): readonly AnswerRecord[] {
  return records.filter(({ index }) => index < requests).sort((one, other) => one.index - other.index)
}

async function checkAnswer(
  models: BenchModels,
  { claimed: name, mode }: Series,
  at: { readonly index: number; readonly job: AnswerJob; readonly claimed: Answer; readonly signal: AbortSignal },
): Promise<AnswerRecord> {
  const { index, job, claimed, signal } = at
  const reading = await models.of(name).read(job, claimed, { signal })
  const wrong = reading.replayed.flatMap((token, place) => (token === claimed.tokenIds[place] ? [] : [place]))
  const form = formProof(reading, claimed)
  const tolerance = toleranceOf(name)
  const cells = mode === 'tolerant' ? { cells: encodeCells(marginsOf(reading, job, tolerance), tolerance) } : {}
  return { index, tokens: claimed.tokenIds.length, wrong, ...(form === undefined ? {} : { form }), ...cells }
}

type OpenMaker = { readonly answer: Answerer; [Symbol.asyncDispose](): Promise<void> }

function openMaker(models: BenchModels, { claimed, maker }: Series): OpenMaker {
  if (maker.kind === 'library') return openOtherLibrary(maker.instructionSet, models.path(claimed))
  return { answer: answererOf(models, claimed, maker), [Symbol.asyncDispose]: async () => undefined }
}

function answererOf(
  models: BenchModels,
  claimed: Series['claimed'],
  maker: Exclude<Maker, { kind: 'library' }>,
): Answerer {
  switch (maker.kind) {
    case 'honest':
      return models.of(claimed).answer
    case 'weights':
      return models.of(maker.weights).answer
    case 'behaviour': {
      const cheat = modelCheats.find(({ name }) => name === maker.cheat)
      if (cheat === undefined) throw new RangeError(`no cheat is called ${makerName(maker)}`)
      const cheaper = models.of(cheaperOf(claimed))
      const answerer = cheat.answerer({ claimed: models.of(claimed), cheaper, endToken })
      return cheat.name === 'cached answer' ? askedBefore(answerer) : answerer
    }
  }
}

/** Has every prompt asked once before, with another seed: else a cache would be honest. */
function askedBefore(answerer: Answerer): Answerer {
  return async (job, options) => {
    await answerer({ ...job, mode: { ...job.mode, samplerSeed: `0x${'ca'.repeat(32)}` } }, options)
    return answerer(job, options)
  }
}
