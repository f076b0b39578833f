/** The hostile suite as tests: each sandbox calls it with how it is made. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HostileContext, hiddenText } from '../../src/hostile/hostile-case.ts'
import { type HostileRow, hostileCases, hostileTable, runHostileCase } from '../../src/hostile/hostile-suite.ts'
import type { TaskImage, TaskSandbox } from '../../src/task/task.ts'

export type HostileSubject = {
  /** @param folder - empty, for the sandbox. */
  create(folder: string): Promise<TaskSandbox>
  /** Has Perl. */
  readonly image: TaskImage
  /** Memory of its own processes that it counts with a task's. */
  readonly ownMemoryBytes?: number
  leftBehind(folder: string): Promise<() => readonly string[]>
}

/** Runs each case whose family the sandbox says it holds. */
export function describeHostileCompliance(name: string, subject: HostileSubject): void {
  describe(`hostile tasks in ${name}`, () => {
    const base = mkdtempSync(join(tmpdir(), 'millrace-hostile-'))
    const rows: HostileRow[] = []
    let sandbox: TaskSandbox
    let context: HostileContext
    let leftBehind: () => readonly string[]
    let server: Server

    beforeAll(async () => {
      sandbox = await subject.create(join(base, 'sandbox'))
      leftBehind = await subject.leftBehind(join(base, 'sandbox'))
      server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      context = contextOf(subject, base, server, sandbox)
    })
    afterAll(async () => {
      await sandbox.close()
      server.close()
      rmSync(base, { recursive: true, force: true })
      if (rows.some(({ held }) => !held)) process.stderr.write(`${hostileTable(rows)}\n`)
    })

    test.each(hostileCases)('$family: $name', async (hostile) => {
      if (!sandbox.capabilities.isolation[hostile.family]) return
      const row = await runHostileCase(hostile, { sandbox, context, leftBehind, signal: new AbortController().signal })
      rows.push(row)
      expect(row).toMatchObject({ held: true, leftBehind: [] })
    })
  })
}

function contextOf(
  { image, ownMemoryBytes = 0 }: HostileSubject,
  base: string,
  server: Server,
  sandbox: TaskSandbox,
): HostileContext {
  const hiddenFile = join(base, 'hidden.txt')
  const address = server.address()
  writeFileSync(hiddenFile, hiddenText, { mode: 0o644 })
  const folder = mkdtempSync(join(base, 'inputs-'))
  return {
    image,
    ownMemoryBytes,
    machine: process.arch === 'arm64' ? 'arm64' : 'x64',
    folder,
    hiddenFile,
    hostProcess: process.pid,
    hostPort: typeof address === 'object' && address !== null ? address.port : 0,
    limitsMax: sandbox.capabilities.limitsMax,
    networkOutbound: sandbox.capabilities.networkOutbound,
  }
}
