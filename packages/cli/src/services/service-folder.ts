/**
 * The folder of a service: what runs, what every start cost, and what its instances wrote. Another process goes on from it.
 *
 *     service.json     the manifest as it runs now, who pays, and the ports of this machine
 *     starts.jsonl     as in the folder of a job
 *     control.json     where the process that runs it is told what to do; gone when none does
 *     logs/            SLOT.START.log, the older half of a long one in SLOT.START.log.1
 *     .lock            held by that process
 *
 * Everything is for the owner's eyes (0700, 0600).
 */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MillraceError } from '@millrace/protocol'
import type { ServiceStore } from '@millrace/sdk'
import { lockJobFolder } from '../jobs/job-lock.ts'
import { openStarts } from '../jobs/starts-file.ts'
import { toJsonText } from '../json-text.ts'
import { isMissing, readJsonFile } from '../read-file.ts'
import { type ControlRecord, parseControlRecord, parseServiceRecord, type ServiceRecord } from './service-record.ts'

/** Bytes of a file of the folder that is read. */
export const serviceFileBytesMax = 4 * 1024 * 1024

export type ServiceFolder = AsyncDisposable & {
  readonly path: string
  readonly record: ServiceRecord
  readonly store: ServiceStore
  /** Replaces what runs; durable when it resolves. */
  save(record: ServiceRecord): Promise<void>
  /** Tells others of this machine's user where to turn to. */
  announce(control: ControlRecord): Promise<void>
}

/** Makes the folder of a new service, or opens the one that is there. @throws {ServiceFolderTakenError} {JobFolderBusyError} */
export async function openServiceFolder(path: string, fresh: ServiceRecord): Promise<ServiceFolder> {
  await mkdir(join(path, 'logs'), { recursive: true, mode: 0o700 })
  const strange = (await readdir(path)).filter((name) => !ownNames.includes(name))
  if (strange.length > 0) throw new ServiceFolderTakenError(path)
  await using holds = new AsyncDisposableStack()
  holds.use(lockJobFolder(path, 'service'))
  const record = (await readRecord(path)) ?? fresh
  await replaceFile(join(path, 'service.json'), `${toJsonText(record)}\n`)
  const starts = holds.use(await openStarts(path))
  holds.defer(() => rm(join(path, 'control.json'), { force: true }))
  const held = holds.move()
  return {
    path,
    record,
    store: {
      standing: () => starts.standing(),
      // A slot of a service is not an item of a job.
      began: ({ start, amountMax }) => starts.note({ start, item: 0, amountMax }),
      ended: ({ start, amount }) => starts.note({ start, item: 0, amount }),
    },
    save: (changed) => replaceFile(join(path, 'service.json'), `${toJsonText(changed)}\n`),
    announce: (control) => replaceFile(join(path, 'control.json'), `${toJsonText(control)}\n`),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** Returns what runs in the folder, also while a process runs it. @throws {ServiceFolderMissingError} {FileBrokenError} */
export async function readServiceFolder(path: string): Promise<ServiceRecord> {
  const record = await readRecord(path)
  if (record === undefined) throw new ServiceFolderMissingError(path)
  return record
}

/** Returns where the process that runs the service is told what to do; undefined where none says so. */
export async function readControl(path: string): Promise<ControlRecord | undefined> {
  const options = { bytesMax: serviceFileBytesMax, hint: 'Run the service again.', parse: parseControlRecord }
  const control = await orMissing(readJsonFile(join(path, 'control.json'), options))
  // After a kill the port may be somebody else's: nothing is said there.
  return control !== undefined && isAlive(control.pid) ? control : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

const ownNames = [
  'service.json',
  'starts.jsonl',
  'control.json',
  'logs',
  '.lock',
  '.lock-journal',
  'service.json.new',
  'control.json.new',
]

function readRecord(path: string): Promise<ServiceRecord | undefined> {
  const hint = 'Run the manifest in another folder by --out.'
  const options = { bytesMax: serviceFileBytesMax, hint, parse: parseServiceRecord }
  return orMissing(readJsonFile(join(path, 'service.json'), options))
}

async function orMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
}

/** The file is the old one or the new one, whole, whatever ends the process. */
async function replaceFile(path: string, text: string): Promise<void> {
  await rm(`${path}.new`, { force: true })
  {
    await using file = await open(`${path}.new`, 'wx', 0o600)
    await file.writeFile(text)
    await file.sync()
  }
  await rename(`${path}.new`, path)
}

/** Something else is in the folder. */
export class ServiceFolderTakenError extends MillraceError {
  override readonly name = 'ServiceFolderTakenError'

  constructor(path: string) {
    super({
      code: 'SERVICE_FOLDER_TAKEN',
      message: `The folder ${path} holds something else than a service.`,
      hint: 'Name another with --out.',
      retryable: false,
    })
  }
}

/** There is no service. */
export class ServiceFolderMissingError extends MillraceError {
  override readonly name = 'ServiceFolderMissingError'

  constructor(path: string) {
    super({
      code: 'SERVICE_FOLDER_MISSING',
      message: `The folder ${path} has no service.json: it is not the folder of a service.`,
      hint: 'Name the folder that "millrace services run" made.',
      retryable: false,
    })
  }
}
