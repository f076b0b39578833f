/** The sandboxes for native tasks as a provider's runtime: where tasks run, where their inputs and outputs are kept, what is sold. */
import { join } from 'node:path'
import { createTaskRuntime, type Listing as NodeListing } from '@millrace/node'
import {
  type ModelContent,
  modelRoot,
  type TaskSandboxName,
  taskCreditUnitsMax,
  taskSandboxContent,
} from '@millrace/protocol'
import { combineRuntimes, type Runtime } from '@millrace/runtime'
import {
  closesMemory,
  createBubblewrapSandbox,
  createOciSandbox,
  type HostileFamily,
  SandboxUnavailableError,
  type TaskSandbox,
} from '@millrace/sandbox'
import { createObjectStorage, type ObjectStorage } from '@millrace/storage'
import { listedTerms, type Offering } from './offering/offering.ts'
import type { TaskOffering, TaskSandboxKind } from './offering/tasks.ts'
import { openCluster } from './open-cluster.ts'
import type { Terminal } from './terminal.ts'

export type ProviderTasks = {
  readonly offering: TaskOffering
  readonly runtime: Runtime
  /** One of each sandbox, with its listing at the same place. */
  readonly contents: readonly ModelContent[]
  readonly listings: readonly NodeListing[]
  /** Given to the node, too; closed after it. */
  readonly storage: ObjectStorage
}

/** CPU milliseconds of each processor that are delivered ahead of payment: longer than a voucher travels. */
const creditMs = 4_000

type CreateSandbox = (place: {
  readonly folder: string
  readonly sold: TaskOffering
  readonly slurmToken: string | undefined
}) => Promise<TaskSandbox>

type Place = {
  /** Of this provider, on a local file system; folders are made in it. */
  readonly directory: string
  readonly now: () => number
  /** As the environment tells it. */
  readonly slurmToken?: string | undefined
  /** How sandboxes are made; in the usual way what is left out. */
  readonly create?: Readonly<Partial<Record<TaskSandboxKind, CreateSandbox>>>
}

const createHere: Readonly<Record<TaskSandboxKind, CreateSandbox>> = {
  bubblewrap: ({ folder, sold: { slots, shell = closesMemory() } }) =>
    createBubblewrapSandbox({}, { folder: join(folder, 'sandbox'), tasksMax: slots, programsBeside: shell }),
  oci: ({ folder, sold: { slots, registries } }) =>
    createOciSandbox(
      {},
      { folder: join(folder, 'oci'), tasksMax: slots, ...(registries === undefined ? {} : { registries }) },
    ),
  async slurm({ sold: { cluster, slots, caps }, slurmToken }) {
    if (cluster === undefined) throw new TypeError('No cluster is sold.')
    return openCluster(cluster, { token: slurmToken, tasksMax: slots, slot: caps })
  },
}

/**
 * Opens the sandboxes for tasks, after each ran a first one, and the objects beside them. Where one that was asked for is missing, the
 * others of what is sold are sold all the same, and it is said what is missing.
 *
 * @param others - how much else is sold.
 * @throws {SandboxUnavailableError} where nothing else is sold, with what is missing and how to get it; a family of attacks that is not
 *   held is missing, too.
 */
export async function openTasksUnlessAlone(
  sold: TaskOffering,
  offering: Offering,
  { terminal, others, ...place }: Place & { readonly terminal: Terminal; readonly others: number },
): Promise<ProviderTasks | undefined> {
  await using open = new AsyncDisposableStack()
  const sandboxes: TaskSandbox[] = []
  const missing: { readonly error: SandboxUnavailableError; readonly isAsked: boolean }[] = []
  for (const { kind, isAsked } of sold.sandboxes) {
    try {
      sandboxes.push(open.use(await openSandbox(kind, sold, place)))
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error
      missing.push({ error, isAsked })
    }
  }
  const [first] = missing
  if (sandboxes.length === 0 && others === 0 && first !== undefined) throw first.error
  const what = sandboxes.length === 0 ? 'No tasks are sold.' : 'Not all tasks are sold.'
  for (const { error, isAsked } of missing) {
    if (isAsked) terminal.line(terminal.colours.yellow(`  ${what} ${error.message}\n  ${error.hint}`))
  }
  if (sandboxes.length === 0) return undefined
  const opened = openRuntimes(sandboxes, sold, offering, place)
  open.move()
  return opened
}

async function openSandbox(kind: TaskSandboxKind, sold: TaskOffering, place: Place): Promise<TaskSandbox> {
  const { directory: folder, slurmToken, create } = place
  await using open = new AsyncDisposableStack()
  const sandbox = open.use(await { ...createHere, ...create }[kind]({ folder, sold, slurmToken }))
  requireHeld(sandbox)
  open.move()
  return sandbox
}

/** The sandboxes share slots and storage. */
function openRuntimes(
  sandboxes: readonly TaskSandbox[],
  sold: TaskOffering,
  offering: Offering,
  { directory, now }: Place,
): ProviderTasks {
  const { prices, caps, objectsBytesMax, cluster } = sold
  // A cluster has as many places as it has room.
  const places = sandboxes.map((sandbox) => sandbox.load().tasksMax)
  const slots = cluster === undefined ? sold.slots : Math.min(sold.slots, ...places)
  const storage = createObjectStorage({ directory: join(directory, 'objects'), bytesMax: objectsBytesMax, now })
  const held = new Set<object>()
  const runtimes = sandboxes.map((sandbox) =>
    // A card has no price of its own yet.
    createTaskRuntime(
      { sandbox, storage },
      { directory: join(directory, 'tasks', sandbox.name), caps: { ...caps, gpus: 0 }, held, kind: kindOf(sandbox) },
    ),
  )
  const contents = sandboxes.map((sandbox) => taskSandboxContent(kindOf(sandbox)))
  const listings = contents.map(
    (content): NodeListing => ({
      ...{ modelRoot: modelRoot(content), workload: 'task', ...prices, slots },
      creditTokens: Math.min(taskCreditUnitsMax, creditMs * caps.cpus),
      ...listedTerms(offering, prices),
      // No task is given a card.
      ...{ resourceClass: 'cpu', gpuMemoryMib: 0 },
    }),
  )
  return { offering: { ...sold, slots }, runtime: combineRuntimes(runtimes), contents, listings, storage }
}

/** What buyers order. A node of a cluster runs the same bubblewrap as one machine: who asks for that gets it. */
function kindOf({ name }: TaskSandbox): TaskSandboxName {
  return name === 'slurm' ? 'bubblewrap' : (name as TaskSandboxName)
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
