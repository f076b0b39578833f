/**
 * The folder of a job: what was asked, what every start cost, and each item's result. Another process goes on from it.
 *
 *     job.json          the manifest as it was given, who pays, and the addresses of its inputs
 *     starts.jsonl      a line when a start begins, one when it has ended; each is on the disk before it counts
 *     ITEM/             result.json, log.txt, receipt-1.json …, and the outputs in out/
 *     .lock             held by the process that goes on with the job
 *     .staged/START/    what comes in; renamed to ITEM when it is whole
 *
 * Invariants: a folder ITEM is there whole or not at all. A torn line counts as not written, which never makes the job dearer than
 * it may be: without its end a start counts with all that it may have cost. Everything is for the owner's eyes (0700, 0600).
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MillraceError, receiptBundleToJson } from '@millrace/protocol'
import type { ItemResult, JobStore } from '@millrace/sdk'
import { toJsonText } from '../json-text.ts'
import { isMissing, readJsonFile } from '../read-file.ts'
import { lockJobFolder } from './job-lock.ts'
import { type JobRecord, parseItemResult, parseJobRecord } from './job-record.ts'
import { openStarts, type Starts } from './starts-file.ts'

/** Bytes of one file of a job's folder that is read. */
export const jobFileBytesMax = 64 * 1024 * 1024

export type JobFolder = AsyncDisposable & {
  readonly path: string
  readonly record: JobRecord
  readonly store: JobStore
  /** Returns the results so far, in the order of the items. */
  results(): Promise<readonly ItemResult[]>
  /** Returns the folder of an item. */
  folderOf(item: number): string
}

/** The terms on which a folder is opened: `ids` names the items. */
type Ids = (record: JobRecord) => readonly string[]

/** Makes the folder of a new job. @throws {JobFolderTakenError} when there is one. */
export async function makeJobFolder(path: string, record: JobRecord, ids: Ids): Promise<JobFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  if ((await readdir(path)).length > 0) throw new JobFolderTakenError(path)
  try {
    await writeDurably(join(path, 'job.json'), `${toJsonText(record)}\n`, 'wx')
  } catch (error) {
    // Another process was quicker.
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? new JobFolderTakenError(path) : error
  }
  return openJobFolder(path, ids)
}

/**
 * Opens the folder of a job, to go on with it.
 *
 * @throws {JobFolderMissingError} when it is none. @throws {FileBrokenError} @throws {JobFolderBusyError}
 */
export async function openJobFolder(path: string, ids: Ids): Promise<JobFolder> {
  const record = await readRecord(path)
  using holds = new DisposableStack()
  holds.use(lockJobFolder(path))
  const folder = await opened(path, record, ids(record))
  const held = holds.move()
  return {
    ...folder,
    async [Symbol.asyncDispose]() {
      using _held = held
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** Opens the folder to be looked at, also while another goes on with it. Throws as {@link openJobFolder} does. */
export async function viewJobFolder(path: string, ids: Ids): Promise<JobFolder> {
  const record = await readRecord(path)
  return opened(path, record, ids(record))
}

async function opened(path: string, record: JobRecord, names: readonly string[]): Promise<JobFolder> {
  const starts = await openStarts(path)
  const folderOf = (item: number) => join(path, nameAt(names, item))
  const results = () => readResults(path, names)
  return {
    ...{ path, record, results, folderOf },
    store: createStore(path, starts, { folderOf, results }),
    [Symbol.asyncDispose]: () => starts[Symbol.asyncDispose](),
  }
}

function createStore(
  path: string,
  starts: Starts,
  { folderOf, results }: Pick<JobFolder, 'folderOf' | 'results'>,
): JobStore {
  const stagedOf = (start: number) => join(path, '.staged', String(start))
  return {
    async standing() {
      await rm(join(path, '.staged'), { recursive: true, force: true })
      const accepted = (await results()).map(({ item }) => item)
      return { accepted, ...(await starts.standing()) }
    },
    began: ({ start, item, amountMax }) => starts.note({ start, item, amountMax }),
    ended: ({ start, item, amount }) => starts.note({ start, item, amount }),
    async stage(start) {
      const folder = join(stagedOf(start), 'out')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    async accept(result, { log, receipts }) {
      const staged = stagedOf(result.start)
      await mkdir(staged, { recursive: true, mode: 0o700 })
      await writeDurably(join(staged, 'log.txt'), log)
      for (const [index, receipt] of receipts.entries()) {
        await writeDurably(join(staged, `receipt-${index + 1}.json`), `${toJsonText(receiptBundleToJson(receipt))}\n`)
      }
      await writeDurably(join(staged, 'result.json'), `${toJsonText(result)}\n`)
      await syncAll(staged)
      await rename(staged, folderOf(result.item))
      await sync(path)
    },
    discard: (start) => rm(stagedOf(start), { recursive: true, force: true }),
  }
}

async function readRecord(path: string): Promise<JobRecord> {
  const hint = 'Run the manifest again with another --out.'
  try {
    return await readJsonFile(join(path, 'job.json'), { bytesMax: jobFileBytesMax, hint, parse: parseJobRecord })
  } catch (error) {
    throw isMissing(error) ? new JobFolderMissingError(path, error) : error
  }
}

async function readResults(path: string, names: readonly string[]): Promise<readonly ItemResult[]> {
  const items = new Map(names.map((name, item) => [name, item]))
  const found: ItemResult[] = []
  for (const name of await readdir(path)) {
    const item = items.get(name)
    if (item === undefined || !(await stat(join(path, name))).isDirectory()) continue
    const file = join(path, name, 'result.json')
    const hint = `Remove ${resolve(path, name)} to have it run again.`
    const result = await readJsonFile(file, { bytesMax: jobFileBytesMax, hint, parse: parseItemResult })
    found.push({ ...result, item })
  }
  return found.sort((a, b) => a.item - b.item)
}

function nameAt(names: readonly string[], item: number): string {
  const name = names[item]
  if (name === undefined) throw new RangeError(`The job has ${names.length} items, and ${item} is none of them.`)
  return name
}

/** Outputs too are on the disk before their item counts as done. */
async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await sync(join(entry.parentPath, entry.name))
  }
  await sync(folder)
}

async function sync(path: string): Promise<void> {
  await using file = await open(path)
  await file.sync()
}

async function writeDurably(path: string, text: string, flag: 'w' | 'wx' = 'w'): Promise<void> {
  await using file = await open(path, flag, 0o600)
  await file.writeFile(text)
  await file.sync()
}

/** A job's folder would be written over. */
export class JobFolderTakenError extends MillraceError {
  override readonly name = 'JobFolderTakenError'

  constructor(path: string) {
    super({
      code: 'JOB_FOLDER_TAKEN',
      message: `The folder ${path} is not empty.`,
      hint: `Go on with its job by "millrace jobs resume ${path}", or name another with --out.`,
      retryable: false,
    })
  }
}

/** There is no job. */
export class JobFolderMissingError extends MillraceError {
  override readonly name = 'JobFolderMissingError'

  constructor(path: string, cause: unknown) {
    super({
      code: 'JOB_FOLDER_MISSING',
      message: `The folder ${path} has no job.json: it is not the folder of a job.`,
      hint: 'Name the folder that "millrace jobs run" wrote.',
      retryable: false,
      cause,
    })
  }
}
