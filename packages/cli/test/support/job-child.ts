/**
 * A process that runs a job of a folder. What its buyer pays for is written to a file beside the folder; items from a number on
 * never end, so that it can be killed while they are under way.
 */
import { appendFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { jobOfManifest, runJob } from '@millrace/sdk'
import { openJobFolder } from '../../src/jobs/job-folder.ts'
import { manifestOf } from '../../src/jobs/read-manifest.ts'

const [path = '', paidFile = '', hangsFrom = ''] = process.argv.slice(2)
const node = '0x00000000000000000000000000000000000000aa'
const jobOf = (manifest: string) => jobOfManifest(manifestOf(manifest, []), { symbol: 'tUSD', decimals: 6 })

await using folder = await openJobFolder(path, ({ manifest }) => jobOf(manifest).ids)
const { manifest, amountMax } = folder.record
const order = jobOf(manifest).orderOf({ inputs: [], amountMax, submittedAtMs: 0 })
const buyer = {
  task({ command }: { readonly command: readonly string[] }) {
    const isEndless = Number(command[1]) >= Number(hangsFrom)
    const result = delay(isEndless ? 2 ** 30 : 1).then(() => {
      appendFileSync(paidFile, `${command[1]}\n`)
      return {
        ...{ outcome: 'exited' as const, exitCode: 0, signal: undefined, log: '', outputs: [], receipts: [] },
        ...{ refusal: undefined, usage: undefined, amount: 1n, fetchOutputs: async () => [] },
        provider: { operator: node, node, endpoint: { address: node, addresses: [] } } as const,
      }
    })
    return { logs: noLogs(), starts: [], result }
  },
}
await runJob({ buyer, store: folder.store, now: Date.now }, order, { signal: new AbortController().signal })

async function* noLogs(): AsyncGenerator<string, void, void> {
  yield ''
}
