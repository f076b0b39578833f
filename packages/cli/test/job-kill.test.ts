/** A client that is killed while it runs a job: the next one goes on, and nothing that was accepted is paid again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { makeJobFolder, openJobFolder } from '../src/jobs/job-folder.ts'
import { readStarts, standingOf } from '../src/jobs/starts-file.ts'

const items = 24
/** In the process that is killed, items from here on never end. */
const hangsFrom = 12
const manifest = `{ "version": 1, "kind": "task", "name": "job", "image": "host", "command": ["draw", "\${N}"], "parallel": 3,
  "array": { "name": "N", "from": 0, "to": ${items - 1} }, "limits": { "wallTime": "10s" }, "price": { "max": "0.0036 tUSD/hour" } }`
const ids = () => Array.from({ length: items }, (_, index) => `job.${index}`)

test('after kill -9 every item is there, and those accepted before were paid once', { timeout: 120_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-kill-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const [path, paidFile] = [join(home, 'job'), join(home, 'paid')]
  const record = {
    ...{ version: 1 as const, network: 'local', token: { symbol: 'tUSD', decimals: 6 }, manifest, base: home, set: [] },
    ...{ amountMax: 1_000n, submittedAtMs: 0, inputs: [] },
  }
  await (await makeJobFolder(path, record, ids))[Symbol.asyncDispose]()
  const child = start(path, paidFile, hangsFrom)
  while (acceptedIn(path).length < hangsFrom) {
    expect(child.exitCode).toBeNull()
    await delay(5)
  }
  child.kill('SIGKILL')
  await once(child, 'exit')
  const before = acceptedIn(path)
  const [code] = await once(start(path, paidFile, items), 'exit')
  expect(code).toBe(0)
  expect(acceptedIn(path)).toHaveLength(items)
  for (const name of before) expect([name, paidFor(paidFile, name)]).toEqual([name, 1])
  await using folder = await openJobFolder(path, ids)
  expect((await folder.results()).map(({ item }) => item)).toEqual(Array.from({ length: items }, (_, index) => index))
  // The three starts that the kill cut off count with all that they may have cost.
  expect(standingOf(await readStarts(path)).spent).toBe(BigInt(items + 3 * 10))
})

function start(path: string, paidFile: string, endlessFrom: number): ChildProcess {
  const script = join(import.meta.dirname, 'support/job-child.ts')
  const child = spawn(process.execPath, [script, path, paidFile, String(endlessFrom)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function acceptedIn(path: string): readonly string[] {
  return readdirSync(path).filter((name) => name.startsWith('job.') && name !== 'job.json')
}

function paidFor(paidFile: string, name: string): number {
  const lines = existsSync(paidFile) ? readFileSync(paidFile, 'utf8').trim().split('\n') : []
  return lines.filter((line) => line === name.slice('job.'.length)).length
}
