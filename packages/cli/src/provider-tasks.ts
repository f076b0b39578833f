/** The sandbox for native tasks as a provider's runtime: where tasks run, where their inputs and outputs are kept, what is sold. */
import { join } from 'node:path'
import { createTaskRuntime, type Listing as NodeListing } from '@millrace/node'
import { type ModelContent, modelRoot, taskCreditUnitsMax, taskSandboxContent } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import {
  createBubblewrapSandbox,
  type HostileFamily,
  SandboxUnavailableError,
  type TaskSandbox,
} from '@millrace/sandbox'
import { createObjectStorage, type ObjectStorage } from '@millrace/storage'
import { listedTerms, type Offering } from './offering/offering.ts'
import type { TaskOffering } from './offering/tasks.ts'
import type { Terminal } from './terminal.ts'

export type ProviderTasks = {
  readonly offering: TaskOffering
  readonly runtime: Runtime
  readonly content: ModelContent
  readonly listing: NodeListing
  /** Given to the node, too; closed after it. */
  readonly storage: ObjectStorage
}

/** CPU milliseconds of each processor that are delivered ahead of payment: longer than a voucher travels. */
const creditMs = 4_000

type Place = {
  /** Of this provider, on a local file system; folders are made in it. */
  readonly directory: string
  readonly now: () => number
  /** {@link createBubblewrapSandbox} when left out. */
  readonly createSandbox?: typeof createBubblewrapSandbox
}

/**
 * Opens the sandbox for tasks. Where this machine has none, the others of what is sold are sold all the same, and it is said what is
 * missing.
 *
 * @param others - how much else is sold.
 * @throws {SandboxUnavailableError} where nothing else is sold.
 */
export async function openTasksUnlessAlone(
  sold: TaskOffering,
  offering: Offering,
  { terminal, others, ...place }: Place & { readonly terminal: Terminal; readonly others: number },
): Promise<ProviderTasks | undefined> {
  try {
    return await openTasks(sold, offering, place)
  } catch (error) {
    if (others === 0 || !(error instanceof SandboxUnavailableError)) throw error
    terminal.line(terminal.colours.yellow(`  No tasks are sold. ${error.message}\n  ${error.hint}`))
    return undefined
  }
}

/**
 * Opens the sandbox, after it ran a first task, and the objects beside it.
 *
 * @throws {SandboxUnavailableError} with what is missing and how to get it, also where a family of attacks is not held.
 */
async function openTasks(
  sold: TaskOffering,
  offering: Offering,
  { directory, now, createSandbox = createBubblewrapSandbox }: Place,
): Promise<ProviderTasks> {
  const { prices, slots, caps, objectsBytesMax } = sold
  const sandbox = await createSandbox({}, { folder: join(directory, 'sandbox'), tasksMax: slots })
  await using open = new AsyncDisposableStack()
  open.use(sandbox)
  requireHeld(sandbox)
  const storage = open.use(
    createObjectStorage({ directory: join(directory, 'objects'), bytesMax: objectsBytesMax, now }),
  )
  const runtime = createTaskRuntime({ sandbox, storage }, { directory: join(directory, 'tasks'), caps })
  const content = taskSandboxContent('bubblewrap')
  open.move()
  const listing: NodeListing = {
    ...{ modelRoot: modelRoot(content), workload: 'task', ...prices, slots },
    creditTokens: Math.min(taskCreditUnitsMax, creditMs * caps.cpus),
    ...listedTerms(offering, prices),
    // No task is given a card.
    ...{ resourceClass: 'cpu', gpuMemoryMib: 0 },
  }
  return { offering: sold, runtime, content, listing, storage }
}

/** A sandbox that does not hold a family of attacks gets no work from the matcher: better not to sell any. */
function requireHeld({ capabilities: { isolation, unheld } }: TaskSandbox): void {
  const open = (Object.keys(isolation) as HostileFamily[]).filter((family) => !isolation[family])
  if (open.length === 0) return
  const why = unheld.find(({ what }) => open.some((family) => family === what))?.why
  throw new SandboxUnavailableError({
    missing: `its sandbox does not hold a task's ${open.join(', ')}`,
    command: why ?? 'run the provider as root, or as a service with Delegate=yes',
  })
}
