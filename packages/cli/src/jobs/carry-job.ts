/** Carries a job of a folder on with a buyer, tells of it as it goes, and says what it came to. */
import { formatAmount, type TokenUnit } from '@millrace/protocol'
import { type JobComponents, type JobNews, type ManifestJob, runJob } from '@millrace/sdk'
import type { Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import type { JobFolder } from './job-folder.ts'
import { isGood, JobItemsFailedError, JobUnfinishedError, showJob } from './job-words.ts'
import type { PlacedInput } from './place-inputs.ts'
import { readStarts, standingOf } from './starts-file.ts'

export type CarriedJob = {
  readonly folder: JobFolder
  readonly job: ManifestJob
  readonly inputs: readonly PlacedInput[]
  /** Of a batch: the items of each shard. */
  readonly shards?: readonly PlacedInput[] | undefined
  readonly secrets?: Readonly<Record<string, string>>
  readonly amountMax: bigint
  readonly token: TokenUnit
}

export type CarryComponents = Pick<JobComponents, 'buyer' | 'now' | 'limits'> & {
  readonly terminal: Terminal
  readonly progress: Progress
}

/**
 * Runs what is left and shows the results.
 *
 * @throws {JobUnfinishedError} when items have none in the end. @throws {JobItemsFailedError} when programs failed.
 */
export async function carryJob(
  { buyer, now, limits, terminal, progress }: CarryComponents,
  { folder, job, inputs, shards, secrets = {}, amountMax, token }: CarriedJob,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const { ids } = job
  const { submittedAtMs } = folder.record
  const asked = job.orderOf({ inputs, amountMax, submittedAtMs, ...(shards && { shards }) })
  const order = { ...asked, taskOf: (item: number) => ({ ...asked.taskOf(item), secrets }) }
  progress.update('items', (await folder.results()).length, ids.length, 'items')
  const onNews: JobComponents['onNews'] = (news, { view }) => {
    const line = newsLine(news, ids)
    if (line !== undefined && !terminal.live) terminal.line(terminal.colours.dim(line))
    if (news.type === 'accepted') progress.update('items', view.accepted, ids.length, 'items')
  }
  const { end, failure } = await runJob({ buyer, store: folder.store, now, onNews, ...(limits && { limits }) }, order, {
    signal,
  }).finally(() => progress.stop())
  const results = await folder.results()
  const { spent } = standingOf(await readStarts(folder.path))
  showJob(terminal, folder, { ids, results, spent, token, end })
  const left = ids.length - results.length
  if (left > 0) throw new JobUnfinishedError(folder.path, left, end, failure)
  const failed = results.filter((result) => !isGood(result)).map(({ item }) => ids[item] ?? '')
  if (failed.length > 0) throw new JobItemsFailedError(folder.path, failed)

  function newsLine(news: JobNews, names: readonly string[]): string | undefined {
    if (news.type === 'begun') return news.isReissue ? `${names[news.item]} is late: begun a second time` : undefined
    if (news.type === 'given-up') return `${names[news.item]} is given up`
    if (news.type === 'lost') return `${names[news.item]} was lost: ${news.reason}`
    if (news.type === 'refused') return undefined
    const { item, node, amount } = news.result
    return `${names[item]} done at ${node} for ${formatAmount(amount, token)}`
  }
}
