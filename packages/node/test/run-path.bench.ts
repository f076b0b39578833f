/**
 * What a node itself costs per run: short runs over an in-memory transport with a runtime that computes nothing and an
 * Escrow in memory; books, signatures and the file on disk are real. The buyer's share is in the same process.
 *
 * Run: `node packages/node/test/run-path.bench.ts [streams] [runs]`
 */
import { pathToFileURL } from 'node:url'
import { encodeFrame, protocolVersion } from '@millrace/protocol'
import { createFixture } from './parts/fixture.ts'
import type { ScriptedLease } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

const tokensPerRun = 14n

/** Returns what was measured; throws when a run fails or the money does not add up. */
export async function benchRunPath({ streams, runs }: { streams: number; runs: number }) {
  await using fixture = await createFixture({ creditTokens: 1_000 })
  const buyer = fixture.buyer(10n ** 12n)
  const lease = await buyer.lease(10n ** 11n)
  let sequence = 0n
  let owed = 0n
  let paying: Promise<unknown> | undefined

  /** One voucher at a time, each for all that is owed by then. */
  const pay = () => {
    paying ??= buyer.pay(owed).finally(() => {
      paying = undefined
    })
  }
  const runOne = async () => {
    sequence += 1n
    const stream = fixture.network.openStream(buyer.signer.address)
    void stream.send(encodeRun(lease, sequence))
    for await (const frame of stream.frames) {
      const text = Buffer.from(frame).toString()
      if (text.startsWith('{"type":"error"')) throw new Error(text)
      if (text.startsWith('{"type":"end"')) break
    }
    stream.end()
    owed += tokensPerRun
    pay()
  }
  const stream = async (count: number) => {
    for (let i = 0; i < count; i++) await runOne()
  }

  const started = performance.now()
  await Promise.all(Array.from({ length: streams }, () => stream(Math.ceil(runs / streams))))
  const seconds = (performance.now() - started) / 1000
  await paying
  await buyer.pay(owed)
  const { earned, receipts } = fixture.node.status()
  if (earned.owed !== owed || earned.paid !== owed)
    throw new Error(`owed ${owed}, node says ${earned.owed}, ${earned.paid}`)
  return { streams, runs: receipts, seconds, runsPerSecond: Math.round(receipts / seconds) }
}

function encodeRun({ leaseId }: ScriptedLease, sequence: bigint): Uint8Array {
  return encodeFrame({ v: protocolVersion, type: 'run', leaseId, sequence, request: chatRequest() })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [streams = 64, runs = 6_400] = process.argv.slice(2).map(Number)
  console.log(await benchRunPath({ streams, runs }))
}
