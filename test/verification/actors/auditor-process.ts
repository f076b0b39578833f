/** An auditor as a process: it judges bundles with a real model and the real sandbox, sits on panels, and brings cases to court. */
import { createAuditor, encodeLocator, evidenceHandler } from '@millrace/auditor'
import { createSigner, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import { type Hex, modelRoot, parseReceiptBundle, type ReceiptBundle } from '@millrace/protocol'
import { builtInManifests, createLlamaRuntime, runtimeModelOf } from '@millrace/runtime'
import { createWasmSandbox, wasmEngineContent } from '@millrace/sandbox'
import { type NetworkAccess, openWriter } from '../../net/actors/network-access.ts'
import { serveActor } from '../../net/serve-actor.ts'
import { createActorClock } from './actor-clock.ts'

export type AuditorSettings = {
  readonly network: NetworkAccess
  /** Of its account, its peer, and, where it is enrolled, its seat. */
  readonly privateKey: Hex
  /** The built-in model that it reads answers with, and where its weights are. */
  readonly model: { readonly name: string; readonly path: string }
  readonly filePath: string
  readonly bondsMax: bigint
  readonly aheadMs: number
}

async function start({ network, privateKey, model, filePath, bondsMax, aheadMs }: AuditorSettings) {
  const clock = createActorClock()
  clock.handlers.setClock(aheadMs)
  const signer = createSigner(privateKey)
  const chain = await openWriter(network, privateKey)
  const manifest = builtInManifests.get(model.name)
  if (manifest === undefined) throw new RangeError(`there is no built-in model ${model.name}`)
  const read = runtimeModelOf(manifest)
  const runtime = createLlamaRuntime({}, { models: [{ model: read, path: model.path }], threads: 1 })
  await runtime.warmUp({ signal: AbortSignal.timeout(60_000) })
  const sandbox = createWasmSandbox()
  const transport = createTlsTransport({ signer, recoverSigner, domain: chain.domain }, { allowPrivate: true })
  const listener = await transport.listen(
    { host: '127.0.0.1', port: 0, signal: AbortSignal.timeout(30_000) },
    evidenceHandler((...asked) => auditor.serveEvidence(...asked)),
  )
  const port = Number(/tcp\/(\d+)/.exec(listener.addresses[0] ?? '')?.[1])
  const auditor = createAuditor(
    {
      judge: {
        ...{ runtime, calibrations: [], recover: recoverSigner, domain: chain.domain },
        sandbox: { engineRoot: modelRoot(wasmEngineContent()), run: sandbox.run },
      },
      now: clock.now,
      log: (event) => console.log(event),
      court: { chain, signer, transport, findPeer: async () => undefined, mayDial: () => true },
    },
    {
      ...{ path: filePath, bondsMax, fromBlock: 0n },
      locator: encodeLocator(signer.address, { host: '127.0.0.1', port }),
      courtLimits: { tickMs: 200, pollMs: 200, confirmations: 0, commitMarginSeconds: 60, evidenceRetryMs: 200 },
    },
  )
  auditor.start()
  const options = () => ({ signal: AbortSignal.timeout(120_000) })
  const handlers = {
    ...clock.handlers,
    /** What its answers must be made with for it to judge them to the bit. */
    build: () => runtime.models[0]?.build,
    /** @param text - JSON of a receipt bundle. */
    judge: async (text: string) => told(await auditor.judge(bundleOf(text), options())),
    accuse: async (text: string) => told(await auditor.accuse(bundleOf(text), options())),
    cases: () => auditor.status().court?.cases ?? [],
  }
  return {
    handlers,
    async close() {
      await auditor.close()
      await transport.close()
      await sandbox.close()
      await runtime.close()
    },
  }
}

function bundleOf(text: string): ReceiptBundle {
  return parseReceiptBundle(JSON.parse(text))
}

type Judged = Awaited<ReturnType<ReturnType<typeof createAuditor>['judge']>>

function told({ outcome, reason, checked, mismatches, firstMismatch, receiptHash }: Judged) {
  return { outcome, reason, checked, mismatches, firstMismatch, receiptHash }
}

export type AuditorHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
