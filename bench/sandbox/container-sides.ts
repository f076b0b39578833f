/** Containers both ways: `podman run` as anybody would type it, and the OCI sandbox; with one image of files of this machine. */
import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createOciSandbox, SandboxUnavailableError } from '@millrace/sandbox'
import { perlImage } from '../../packages/sandbox/test/support/test-image.ts'
import { startTestRegistry } from '../../packages/sandbox/test/support/test-registry.ts'
import { bareSide, type Side, sandboxSide } from './sides.ts'

export type ContainerSides = AsyncDisposable & {
  readonly sides: readonly Side[]
  /** Why there are none. */
  readonly missing: string | undefined
}

/** @param folder - empty. @param tasksMax - containers at the same time. */
export async function openContainerSides(folder: string, tasksMax: number): Promise<ContainerSides> {
  await using open = new AsyncDisposableStack()
  try {
    const registry = open.use(await startTestRegistry())
    const registries = [`http://${registry.name}`]
    const sandbox = open.use(await createOciSandbox({}, { folder: join(folder, 'oci'), tasksMax, registries }))
    const reference = registry.add('bench', perlImage({ Env: ['PATH=/usr/bin:/bin'] }))
    mkdirSync(join(folder, 'podman'))
    const podman = [
      ...['--root', join(folder, 'podman'), '--runroot', '/run/millrace-bench', '--storage-driver', 'overlay'],
      ...['--runtime', 'runc', '--cgroup-manager', 'cgroupfs'],
    ]
    const ask = (...args: readonly string[]) => promisify(execFile)('podman', [...podman, ...args])
    open.defer(async () => void (await ask('system', 'reset', '--force')))
    await ask('pull', '--quiet', '--tls-verify=false', reference)
    const run = [
      'run',
      '--rm',
      '--init',
      '--network=none',
      '--ulimit=nofile=256:256',
      '--ulimit=nproc=1024:1024',
      reference,
    ]
    const opened = open.move()
    return {
      sides: [
        bareSide('podman run', [...podman, ...run], 'podman', 'SIGTERM'),
        sandboxSide(sandbox, { kind: 'oci', reference }),
      ],
      missing: undefined,
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    }
  } catch (error) {
    if (!(error instanceof SandboxUnavailableError)) throw error
    return { sides: [], missing: error.message, [Symbol.asyncDispose]: async () => undefined }
  }
}
