/**
 * The sandbox for programs that come as container images: podman fetches an image by its digest, its runtime runs the task from it, with a
 * user of its own, without capabilities, behind the filter of system calls, in control groups, on a disk of its own with bounds, without a
 * network, with cards that the machine's owner described. What it holds is in its capabilities.
 *
 * @see docs/adr/0038-oci-sandbox.md
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createLogPipes } from '../bubblewrap/log-pipes.ts'
import { systemFolders } from '../bubblewrap/sandbox-host.ts'
import { nextTaskId } from '../bubblewrap/task-files.ts'
import { taskUsersMax } from '../bubblewrap/task-users.ts'
import { SandboxBusyError, SandboxClosedError } from '../node/sandbox-error.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { checkTask } from '../task/check-task.ts'
import type { CleanUp } from '../task/clean-up.ts'
import type { TaskSandbox, TaskSpec } from '../task/task.ts'
import { unmetNeeds } from '../task/task-capabilities.ts'
import { SandboxUnavailableError, SandboxUnsuitedError } from '../task/task-error.ts'
import { cdiFolders, findGpus } from './cdi.ts'
import { type ImageLimits, imageLimits } from './image-limits.ts'
import { createImageStore, type ImageUse } from './image-store.ts'
import { ociCapabilities } from './oci-capabilities.ts'
import { prepareOciFolder, sweepOciLeftovers } from './oci-files.ts'
import { findOciHost, type OciHost } from './oci-host.ts'
import { parseRegistry, usualRegistries } from './registries.ts'
import { runContainer, type StartedContainer } from './run-container.ts'
import { readHardLimits } from './runtime-config.ts'

/** Nothing has to be passed in: the programs are the machine's. */
export type OciComponents = Readonly<Record<never, never>>

export type OciInit = {
  /** For images, for what belongs to tasks while they run, and for their results; made for this user alone, and of one process. */
  readonly folder: string
  /** Tasks at the same time; at most {@link taskUsersMax} in one process. */
  readonly tasksMax?: number
  /** From where images may come: `host[:port]`, or `http://host[:port]` without TLS; the usual public ones when left out. */
  readonly registries?: readonly string[]
  readonly images?: Partial<ImageLimits>
  /** Where programs are looked for. */
  readonly programFolders?: readonly string[]
  /** Where descriptions of devices are looked for. */
  readonly deviceFolders?: readonly string[]
}

/** Tasks at the same time where nothing else is said. */
const usualTasksMax = 4

/**
 * Returns the sandbox after it has run a first task.
 *
 * @throws {SandboxUnavailableError} with what is missing and how to get it. @throws {RangeError} when a registry is none.
 */
export async function createOciSandbox(_components: OciComponents, init: OciInit): Promise<TaskSandbox> {
  const { folder, tasksMax = usualTasksMax, programFolders = systemFolders, deviceFolders = cdiFolders } = init
  if (!Number.isSafeInteger(tasksMax) || tasksMax < 1 || tasksMax > taskUsersMax) {
    throw new RangeError(`tasksMax is from 1 to ${taskUsersMax}, got ${tasksMax}`)
  }
  const registries = (init.registries ?? usualRegistries).map(parseRegistry)
  const host = await findOciHost(programFolders)
  prepareOciFolder(folder)
  await sweepOciLeftovers(folder, host.groups)
  const limits = { ...imageLimits, ...init.images }
  const store = createImageStore(host, { folder, registries, limits, nextId: nextTaskId })
  const pipes = createLogPipes(host, join(folder, 'pipes', nextTaskId()), tasksMax)
  const { devices, problems } = findGpus(deviceFolders)
  const hard = readHardLimits(readFileSync('/proc/self/limits', 'utf8'))
  const capabilities = ociCapabilities({
    ...{ tasksMax, gpus: devices.length, problems },
    openFilesMax: hard.get('Max open files'),
  })
  const freeGpus = [...devices]
  const running = new Set<StartedContainer>()
  const starting = new Set<Promise<StartedContainer>>()
  const closing = new AbortController()

  /** Cards are taken before the image is fetched: whoever was told that there are some has them when it is there. */
  async function startWith(spec: TaskSpec, findImage: FindImage, plan: StartPlan): Promise<StartedContainer> {
    const gpus = freeGpus.splice(0, spec.gpus)
    const giveBack = () => void freeGpus.push(...gpus)
    const use = await findImage(plan.cancelled).catch((error: unknown) => {
      giveBack()
      throw error
    })
    const cleanUp: CleanUp[] = [() => use[Symbol.dispose](), giveBack]
    return runContainer({ ...plan, spec, host, folder, pipes, image: use.image, gpus }, cleanUp)
  }

  async function startTask(spec: TaskSpec, findImage: FindImage, options: Parameters<TaskSandbox['start']>[1]) {
    const { signal, onLog } = options
    if (running.size + starting.size >= tasksMax) throw new SandboxBusyError(tasksMax, 0)
    const id = nextTaskId()
    const cancelled = AbortSignal.any([signal, closing.signal])
    const start = startWith(spec, findImage, { id, onLog, cancelled })
    starting.add(start)
    const task = await start.finally(() => starting.delete(start))
    running.add(task)
    const cancel = () => task.watch.stop('cancelled')
    cancelled.addEventListener('abort', cancel)
    if (cancelled.aborted) cancel()
    const result = task.result.finally(() => {
      cancelled.removeEventListener('abort', cancel)
      running.delete(task)
    })
    const send = (name: 'SIGTERM' | 'SIGKILL') =>
      name === 'SIGTERM' ? task.watch.terminate() : task.watch.stop('signalled')
    return { id, result, signal: send }
  }

  const sandbox: TaskSandbox = {
    name: 'oci',
    capabilities,
    async start(spec, options) {
      options.signal.throwIfAborted()
      if (closing.signal.aborted) throw new SandboxClosedError()
      checkTask(spec)
      const unmet = [...unmetNeeds(spec, capabilities)]
      if (unmet.length > 0 || spec.image.kind !== 'oci') throw new SandboxUnsuitedError('oci', unmet)
      if (spec.gpus > freeGpus.length) throw new SandboxBusyError(tasksMax, 0)
      const { reference } = spec.image
      return startTask(spec, (signal) => store.use(reference, signal), options)
    },
    load: () => ({ tasks: running.size + starting.size, tasksMax }),
    async close() {
      closing.abort()
      const started = await Promise.allSettled(starting)
      const all = [...running, ...started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))]
      await Promise.allSettled(all.map(({ result }) => result))
      pipes.remove()
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
  try {
    await runFirstTask(host, folder, startTask)
    return sandbox
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

type FindImage = (signal: AbortSignal) => Promise<ImageUse>
type StartPlan = Pick<Parameters<typeof runContainer>[0], 'id' | 'onLog' | 'cancelled'>
type StartTask = (
  spec: TaskSpec,
  findImage: FindImage,
  options: Parameters<TaskSandbox['start']>[1],
) => ReturnType<TaskSandbox['start']>

/** What a machine forbids shows only when it is tried: an image of one program, the init, which says its version. */
async function runFirstTask({ programs }: OciHost, folder: string, start: StartTask): Promise<void> {
  const place = join(folder, 'first')
  rmSync(place, { recursive: true, force: true })
  for (const path of ['rootfs', 'etc']) mkdirSync(join(place, path), { recursive: true, mode: 0o755 })
  copyFileSync(programs.catatonit, join(place, 'rootfs', 'first'))
  for (const name of ['passwd', 'group']) copyFileSync('/dev/null', join(place, 'etc', name))
  let words = ''
  const onLog = ({ text }: { readonly text: string }) => {
    words = (words + text).slice(-500)
  }
  const image = { rootfs: join(place, 'rootfs'), etc: join(place, 'etc'), environment: {} }
  const failed = (cause: unknown) => {
    const missing = `a first container could not run (${cause instanceof Error ? cause.message : words.trim()})`
    return new SandboxUnavailableError({ missing, command: 'see what podman run --runtime runc says', cause })
  }
  const result = await start(firstTask, async () => ({ image, [Symbol.dispose]: () => undefined }), {
    signal: AbortSignal.timeout(firstTaskMsMax),
    onLog,
  })
    .then((task) => task.result)
    .catch((error: unknown) => {
      throw error instanceof HostFaultError ? failed(error) : error
    })
  if (result.outcome !== 'exited' || result.exitCode !== 0) throw failed(undefined)
}

/** Milliseconds the first task may take on a busy machine. */
const firstTaskMsMax = 60_000

const firstTask: TaskSpec = {
  command: ['/first', '--version'],
  environment: {},
  secrets: {},
  image: { kind: 'oci', reference: '' },
  inputs: [],
  outputs: [],
  network: 'none',
  gpus: 0,
  limits: {
    wallMsMax: firstTaskMsMax,
    cpuMsMax: firstTaskMsMax,
    memoryBytesMax: 64 << 20,
    processesMax: 8,
    diskBytesMax: 1 << 20,
    filesMax: 16,
    logBytesMax: 4_096,
    openFilesMax: 64,
    cpus: 1,
  },
}
