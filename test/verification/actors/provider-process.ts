/**
 * A provider as a process: the node daemon over a real model or the real sandbox. A cheat is the same daemon, given other weights than it
 * names or a runtime whose results it changes.
 */
import { randomBytes } from 'node:crypto'
import { createSigner, recoverSigner } from '@millrace/chain'
import { createNode, createWasmRuntime, type Listing, openNodeStore } from '@millrace/node'
import { createTlsTransport } from '@millrace/p2p'
import { digest, type ModelContent, modelRoot, type Receipt, receiptType } from '@millrace/protocol'
import { builtInManifests, createLlamaRuntime, type Runtime, runtimeModelOf } from '@millrace/runtime'
import { createWasmSandbox, wasmEngineContent } from '@millrace/sandbox'
import type { Operator } from '../../net/actors/chain-process.ts'
import { type NetworkAccess, openWriter } from '../../net/actors/network-access.ts'
import { serveActor } from '../../net/serve-actor.ts'
import { createActorClock } from './actor-clock.ts'

/** What it says that it sells, and what it does. */
export type Sold =
  | {
      readonly kind: 'answers'
      /** The built-in model whose name and root its offers have. */
      readonly claims: string
      /** Path of the weights that answer. */
      readonly serves: string
      /** Path of the weights that draft, if any. */
      readonly drafts?: string
    }
  | { readonly kind: 'programs'; readonly alters: boolean }

export type ProviderSettings = {
  readonly network: NetworkAccess
  readonly operator: Operator
  readonly sold: Sold
  /** Base units a million units. */
  readonly price: bigint
  readonly storePath: string
  /** Milliseconds that the chain's clock is ahead of the machine's. */
  readonly aheadMs: number
}

async function start({ network, operator, sold, price, storePath, aheadMs }: ProviderSettings) {
  const clock = createActorClock()
  clock.handlers.setClock(aheadMs)
  const signer = createSigner(operator.nodeKey)
  const writer = await openWriter(network, operator.nodeKey)
  const { runtime, content } = await (sold.kind === 'answers' ? answersOf(sold) : programsOf(sold))
  const transport = createTlsTransport({ signer, recoverSigner, domain: writer.domain }, { allowPrivate: true })
  const [workload] = content.workloads.filter((each) => each === 'completion' || each === 'batch')
  if (workload === undefined) throw new RangeError(`nothing of ${content.name} is for sale here`)
  const listing: Listing = {
    ...{ modelRoot: modelRoot(content), workload, inputPrice: price, outputPrice: price, creditTokens: 4_096 },
  }
  const node = createNode(
    {
      ...{ transport, runtime, reader: writer, writer, signer, now: clock.now, models: [content] },
      store: openNodeStore(storePath),
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      log: (level, event, fields) => {
        if (level !== 'debug') console.log(level, event, fields)
      },
    },
    {
      ...{ operator: operator.operator, token: network.token, listings: [listing] },
      // Nothing is redeemed until the test says so.
      redeem: { amountMin: 10n ** 24n, ageMsMax: 10 ** 12, beforeCloseSeconds: 60 },
      limits: { receiptRootTickMs: 250, lastVoucherMsMax: 500, closeWaitMsMax: 500 },
    },
  )
  const { addresses } = await node.listen({ host: '127.0.0.1', port: 0, signal: AbortSignal.timeout(30_000) })
  const handlers = {
    ...clock.handlers,
    addresses: () => addresses,
    redeem: () => node.redeemNow({ signal: AbortSignal.timeout(60_000) }),
    /** Signs what it should not: another receipt for a run that it signed one for. */
    signReceipt: (receipt: Receipt) => signer.sign(digest(writer.separator, receiptType, receipt)),
  }
  return {
    handlers,
    async close() {
      await node.close()
      await transport.close()
      await runtime.close()
    },
  }
}

type Stock = { readonly runtime: Runtime; readonly content: ModelContent }

async function answersOf({ claims, serves, drafts }: Extract<Sold, { kind: 'answers' }>): Promise<Stock> {
  const manifest = builtInManifests.get(claims)
  if (manifest === undefined) throw new RangeError(`there is no built-in model ${claims}`)
  const model = {
    model: runtimeModelOf(manifest),
    path: serves,
    ...(drafts === undefined ? {} : { draftPath: drafts }),
  }
  const runtime = createLlamaRuntime({}, { models: [model], threads: 1 })
  await runtime.warmUp({ signal: AbortSignal.timeout(60_000) })
  return { runtime, content: manifest.content }
}

async function programsOf({ alters }: Extract<Sold, { kind: 'programs' }>): Promise<Stock> {
  const runtime = createWasmRuntime(createWasmSandbox())
  const content = wasmEngineContent()
  const { perform } = runtime
  if (!alters || perform === undefined) return { runtime, content }
  const altering: Runtime['perform'] = async (...job) => {
    const { response, ...result } = await perform(...job)
    if (response.kind !== 'outputs') throw new TypeError('a sandbox answers with outputs')
    const outputs = response.outputs.map((each) => ({ ...each, output: Buffer.from('made up').toString('base64') }))
    return { ...result, response: { kind: 'outputs', outputs } }
  }
  return { runtime: { ...runtime, perform: altering }, content }
}

export type ProviderHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
