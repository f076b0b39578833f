/**
 * What the gateway itself costs: requests a second, and microseconds of its process per request, in front of a buyer that
 * answers at once. `node packages/gateway/scripts/measure.ts [seconds] [connections]`; with `--cpu-prof` it shows where the time goes.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createGateway, openGatewayStore } from '../src/index.ts'
import { createFakeBuyer, hashesWanted } from '../test/fake-buyer.ts'
import { random } from '../test/start-gateway.ts'

const chunksPerAnswer = 16
const seconds = Number(process.argv[2] ?? 4)
const connections = Number(process.argv[3] ?? 100)

const dir = mkdtempSync(join(tmpdir(), 'millrace-measure-'))
const store = openGatewayStore(join(dir, 'gateway.sqlite'))
const now = Date.now
const { secret } = store.createKey({ name: 'measure', budget: 10n ** 18n }, { now, random })
const buyer = createFakeBuyer({
  async *chunks() {
    for (let i = 0; i < chunksPerAnswer; i++) {
      yield ' word'
      // One chunk a turn, as from a network.
      if (i % 4 === 3) await new Promise((resolve) => setImmediate(resolve))
    }
  },
})
buyer.remember = false
hashesWanted.on = false
const gateway = await createGateway({ buyer, store, now, random }, { host: '127.0.0.1', port: 0 })

process.stdout.write(`before: ${JSON.stringify(memory())}\n`)
for (const stream of [true, false]) {
  const body = JSON.stringify({
    model: 'acme/tiny:chat-1.1b',
    messages: [{ role: 'user', content: 'What is the answer?' }],
    stream,
    max_tokens: 64,
  })
  await load(body, 1)
  const before = process.threadCpuUsage()
  const measured = await load(body, seconds)
  const used = process.threadCpuUsage(before)
  const microseconds = (used.user + used.system) / measured.answers
  process.stdout.write(
    `${stream ? 'streaming' : 'in one piece'}: ${JSON.stringify({ ...measured, mainThreadMicrosecondsPerRequest: microseconds, ...memory() })}\n`,
  )
}
await gateway.close()
await store.close()
rmSync(dir, { recursive: true })

function memory() {
  const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20)
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage()
  return {
    rssMiB: mebibytes(rss),
    heapMiB: mebibytes(heapTotal),
    usedMiB: mebibytes(heapUsed),
    externalMiB: mebibytes(external),
  }
}

async function load(body: string, forSeconds: number) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'load.ts'),
    String(gateway.port),
    String(connections),
    String(forSeconds),
    secret,
    body,
  ])
  return JSON.parse(stdout) as { answers: number; failed: number; perSecond: number; p50Ms: number; p99Ms: number }
}
