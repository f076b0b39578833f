/**
 * A buyer that answers from a script instead of a network: the one port the gateway's tests replace. Its receipts have the
 * right shape and add up, but their signatures are made of nothing.
 */
import {
  charge,
  finishes,
  type Hash,
  MillraceError,
  type ModelContent,
  modelRoot,
  type Prices,
  type ReceiptBundle,
  receiptIdOf,
  requestHash,
  responseHash,
  type WorkRequest,
  type WorkResponse,
  workloads,
} from '@millrace/protocol'
import type { Ask, Buyer, OfferView, ProviderOffer, Run, RunChunk, RunOptions, RunPart, RunResult } from '@millrace/sdk'

export const chatModel: ModelContent = {
  version: 1,
  name: 'acme/tiny:chat-1.1b',
  format: 'gguf',
  workloads: ['chat', 'completion'],
  contextTokensMax: 2048,
  files: [{ path: 'model.gguf', bytes: 1, sha256: '1'.repeat(64) }],
}
export const embedModel: ModelContent = {
  version: 1,
  name: 'mini-embed',
  format: 'gguf',
  workloads: ['embed'],
  contextTokensMax: 512,
  files: [{ path: 'embed.gguf', bytes: 1, sha256: '2'.repeat(64) }],
}
export const chatPrices: Prices = { inputPrice: 100_000n, outputPrice: 400_000n }

const signature = `0x${'5'.repeat(128)}` as const
const operator = `0x${'a'.repeat(40)}` as const
const node = `0x${'b'.repeat(40)}` as const
const payer = `0x${'c'.repeat(40)}` as const
const token = { address: `0x${'d'.repeat(40)}`, symbol: 'tUSD', decimals: 6 } as const
const hash = `0x${'e'.repeat(64)}` as const
const leaseId = `0x${'f'.repeat(64)}` as const

/** What a run does. Everything may be left out. */
export type Script = {
  /** Texts, one unit each, or chunks; may wait, throw, or never end. */
  readonly chunks?: (ask: Ask, signal: AbortSignal) => AsyncIterable<string | RunChunk> | Iterable<string | RunChunk>
  readonly vectors?: readonly (readonly number[])[]
  readonly finish?: RunResult['finish']
  /** Rejects the call instead of running. */
  readonly refuse?: (ask: Ask) => unknown
  /** Waits before the run begins. */
  readonly before?: (ask: Ask, signal: AbortSignal) => Promise<void>
  /** Waits before the receipt. */
  readonly beforeReceipt?: (signal: AbortSignal) => Promise<void>
  readonly inputUnits?: number
  readonly replayed?: boolean
  readonly reason?: string
  /** Parts of providers that others took over from. */
  readonly earlierParts?: readonly RunPart[]
}

export type FakeBuyer = Pick<Buyer, 'run' | 'offers'> & {
  script: Script
  view: OfferView
  readonly asks: { readonly ask: Ask; readonly options: RunOptions }[]
  /** Runs that were cancelled, by signal or by a reader that left. */
  cancelled: number
  /** Base units of all receipts so far. */
  spent: bigint
  /** Chunks handed out so far. */
  handedOut: number
  /** Remember every ask; off for benches. */
  remember: boolean
}

/** Returns a fake buyer with two models on offer. */
export function createFakeBuyer(script: Script = {}): FakeBuyer {
  let sequence = 0n
  const buyer: FakeBuyer = {
    script,
    view: {
      offers: [offerOf(chatModel, 'chat'), offerOf(chatModel, 'completion'), offerOf(embedModel, 'embed')],
      unreachable: [],
      rejected: [],
    },
    asks: [],
    cancelled: 0,
    spent: 0n,
    handedOut: 0,
    remember: true,
    offers: async () => buyer.view,
    async run(ask, options) {
      if (buyer.remember) buyer.asks.push({ ask, options })
      const { script } = buyer
      if (script.refuse !== undefined) throw script.refuse(ask)
      await script.before?.(ask, options.signal)
      options.signal.throwIfAborted()
      sequence += 1n
      return startRun(buyer, ask, options, sequence)
    },
  }
  return buyer
}

/** Returns an offer of the fake's one provider. */
export function offerOf(
  model: ModelContent,
  workload: ProviderOffer['workload'],
  prices: Prices = chatPrices,
): ProviderOffer {
  const root = modelRoot(model)
  return {
    endpoint: { address: node, addresses: ['/memory/1'] },
    operator,
    node,
    workload,
    model,
    modelRoot: root,
    prices,
    contextTokensMax: model.contextTokensMax,
    offerHash: hash,
    details: { version: 1, addresses: [], rates: { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 } },
    signature,
    offer: {
      operator,
      node,
      modelRoot: root,
      workload: workloads[workload],
      token: token.address,
      inputPrice: prices.inputPrice,
      outputPrice: prices.outputPrice,
      contextTokensMax: model.contextTokensMax,
      creditTokens: 64,
      exactness: 1,
      terms: 0,
      resourceClass: 1,
      gpuMemoryMib: 0,
      country: 0,
      attestations: 0,
      slots: 64,
      noticeSeconds: 0,
      availableFrom: 0n,
      availableUntil: 4_000_000_000n,
      detailsHash: hash,
      sequence: 1n,
      expiresAt: 4_000_000_000n,
    },
  }
}

/** Returns an operating error, as a provider's frame becomes one. */
export function providerError(code: string, retryable = false): MillraceError {
  return new MillraceError({ code, message: `The provider says ${code}.`, hint: 'Look there.', retryable })
}

function startRun(buyer: FakeBuyer, ask: Ask, { signal }: RunOptions, sequence: bigint): Run {
  const { script } = buyer
  const model = ask.kind === 'embed' ? embedModel : chatModel
  const receiptId = receiptIdOf(leaseId, sequence)
  const parts: RunPart[] = [...(script.earlierParts ?? []), { node, operator, receiptId, ...idle }]
  const { promise: result, resolve, reject } = Promise.withResolvers<RunResult>()
  result.catch(() => undefined)

  const settle = (text: string, outputUnits: number, finish: RunResult['finish']) => {
    const outcome = resultOf(script, ask, model, sequence, { text, outputUnits, finish })
    if (!outcome.replayed) buyer.spent += outcome.charged
    parts.splice(0, parts.length, ...outcome.parts)
    if (finish === 'cancelled') buyer.cancelled++
    resolve(outcome)
  }

  async function* chunks(): AsyncGenerator<RunChunk> {
    let text = ''
    let units = 0
    let ended = false
    try {
      for await (const piece of script.chunks?.(ask, signal) ?? ['Hello', ' world']) {
        if (signal.aborted) break
        const chunk = typeof piece === 'string' ? { text: piece, units: 1 } : piece
        text += chunk.text
        units += chunk.units
        parts.splice(-1, 1, partOf(script, receiptId, units))
        buyer.handedOut++
        yield chunk
      }
      ended = !signal.aborted
      if (ended) await script.beforeReceipt?.(signal)
      if (ended) settle(text, units, script.finish ?? 'stop')
    } catch (error) {
      ended = true
      if (signal.aborted) settle(text, units, 'cancelled')
      else reject(error)
      throw error
    } finally {
      if (!ended) settle(text, units, 'cancelled')
    }
  }

  if (ask.kind === 'embed') settle('', 0, script.finish ?? 'stop')
  return {
    receiptId,
    leaseId,
    sequence,
    model,
    provider: { operator, node, endpoint: { address: node, addresses: ['/memory/1'] } },
    prices: chatPrices,
    exactness: ask.exactness ?? 'tolerant',
    policy: ask.policy ?? { name: 'trust' },
    token,
    why: { chosen: script.reason ?? 'cheapest of 1', considered: [], excluded: [] },
    parts,
    chunks: chunks(),
    result,
  }
}

function resultOf(
  script: Script,
  ask: Ask,
  model: ModelContent,
  sequence: bigint,
  end: { text: string; outputUnits: number; finish: RunResult['finish'] },
): RunResult {
  const inputUnits = script.inputUnits ?? 10
  const amount = charge(chatPrices, { inputUnits: BigInt(inputUnits), outputUnits: BigInt(end.outputUnits) })
  const request = requestOf(ask)
  const response: WorkResponse =
    ask.kind === 'embed'
      ? { kind: 'vectors', vectors: (script.vectors ?? ask.inputs.map(() => [0.5, -0.25, 1])).map(base64Of) }
      : { kind: 'text', text: end.text }
  const finish = finishes[end.finish]
  const root = ask.model as Hash
  const bundle = bundleOf()
  return {
    response,
    finish: end.finish,
    inputUnits,
    outputUnits: end.outputUnits,
    amount: amount + sumOf(script.earlierParts),
    charged: script.replayed === true ? 0n : amount + sumOf(script.earlierParts),
    replayed: script.replayed === true,
    parts: [
      ...(script.earlierParts ?? []),
      { ...partOf(script, receiptIdOf(leaseId, sequence), end.outputUnits), bundle },
    ],
    bundle,
  }
  function bundleOf(): ReceiptBundle {
    return {
      domain: { chainId: 31337, verifyingContract: operator },
      model,
      quote: {
        offerHash: hash,
        payer,
        operator,
        node,
        modelRoot: root,
        workload: workloads[ask.kind],
        token: token.address,
        inputPrice: chatPrices.inputPrice,
        outputPrice: chatPrices.outputPrice,
        contextTokensMax: model.contextTokensMax,
        creditTokens: 64,
        terms: 0,
        noticeSeconds: 0,
        ...{ exactness: 1, policy: 0, policyParameter: 0, beacon: hash },
        slots: 0,
        startsAt: 0n,
        fee: 0n,
        amountMax: 1_000_000n,
        sequence: 1n,
        expiresAt: 4_000_000_000n,
      },
      quoteSignature: signature,
      order: {
        quoteHash: hash,
        channelId: hash,
        epoch: 1n,
        payer,
        operator,
        node,
        signer: payer,
        policy: 0,
        policyParameter: 0,
        amountMax: 1_000_000n,
        sequence: 1n,
        expiresAt: 4_000_000_000n,
      },
      orderSignature: signature,
      request,
      response,
      receipt: {
        leaseId,
        sequence,
        payer,
        operator,
        node,
        modelRoot: root,
        workload: workloads[ask.kind],
        ...{ token: operator, exactness: 1, build: hash, beacon: hash, evidenceRoot: hash },
        requestHash: hashesWanted.on ? requestHash(request) : hash,
        responseHash: hashesWanted.on ? responseHash(response) : hash,
        inputUnits: BigInt(inputUnits),
        outputUnits: BigInt(end.outputUnits),
        amount,
        finish,
        startedAt: 1_000n,
        finishedAt: 1_001n,
      },
      receiptSignature: signature,
    }
  }
}

/** What the one provider has delivered so far. */
function partOf(script: Script, receiptId: Hash, outputUnits: number): RunPart {
  const inputUnits = script.inputUnits ?? 10
  const amount = charge(chatPrices, { inputUnits: BigInt(inputUnits), outputUnits: BigInt(outputUnits) })
  const replayed = script.replayed === true
  return { node, operator, receiptId, inputUnits, outputUnits, amount, replayed }
}

function sumOf(parts: readonly RunPart[] = []): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n)
}

const idle = { inputUnits: 0, outputUnits: 0, amount: 0n, replayed: false } as const

/** Benches turn hashing off, to measure the gateway and not the fake. */
export const hashesWanted = { on: true }

function requestOf(ask: Ask): WorkRequest {
  const nonce = `0x${'7'.repeat(32)}`
  const { model } = ask
  if (ask.kind === 'embed') return { kind: 'embed', model, nonce, inputs: [...ask.inputs] }
  if (ask.kind === 'batch' || ask.kind === 'audit') throw new TypeError(`The gateway asks for no ${ask.kind}.`)
  const sampling = {
    maxTokens: ask.maxTokens ?? 1,
    temperature: ask.temperature ?? 1,
    topP: ask.topP ?? 1,
    ...(ask.seed === undefined ? {} : { seed: ask.seed }),
    stop: [...(ask.stop ?? [])],
  }
  if (ask.kind === 'completion') return { kind: 'completion', model, nonce, prompt: ask.prompt, ...sampling }
  return { kind: 'chat', model, nonce, messages: [...ask.messages], ...sampling }
}

function base64Of(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64')
}
