/** Providers in tests: real keys, real models, every signature real, and whatever lie one likes in between. */
import { createSigner } from '@millrace/chain'
import {
  type Address,
  batchInputUnits,
  batchOutputUnits,
  channelIdOf,
  charge,
  createBeaconChain,
  type Domain,
  digest,
  domainSeparator,
  exactnessClasses,
  type Finish,
  finishes,
  type Hash,
  type Hex,
  type MessageOf,
  type MessageType,
  type ModelContent,
  messageId,
  modelRoot,
  type Order,
  orderType,
  type Quote,
  quoteType,
  type Receipt,
  type ReceiptBundle,
  receiptIdOf,
  receiptType,
  requestHash,
  responseHash,
  type Signature,
  type Signer,
  samplerSeed,
  type WorkRequest,
  type WorkResponse,
  workloads,
  zeroHash,
} from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { WasmSandbox } from '@millrace/sandbox'

export const testDomain: Domain = { chainId: 31_337, verifyingContract: `0x${'e5'.repeat(20)}` as Address }
export const testToken = `0x${'70'.repeat(20)}` as Address

export function keyOf(number: number): Hex {
  return `0x${number.toString(16).padStart(64, '0')}`
}

type Exactness = 'opaque' | 'tolerant' | 'replayable' | 'exact'

/** What a node says, before it signs: a cheat changes it. */
export type Answer = {
  readonly response: WorkResponse
  readonly units: { readonly inputUnits: bigint; readonly outputUnits: bigint }
  readonly finish: Finish
  readonly build: Hash
}

export type ServeOptions = {
  readonly exactness: Exactness
  /** Stops after so many tokens, whatever was asked for. */
  readonly tokensMax?: number
  /** What the node changes of its answer. */
  readonly cheat?: (answer: Answer) => Answer
  readonly lie?: {
    readonly quote?: Partial<Quote>
    readonly order?: Partial<Order>
    readonly receipt?: Partial<Receipt>
  }
}

export type TestProviderInit = {
  readonly key: Hex
  readonly runtime?: Pick<Runtime, 'generate' | 'embed' | 'models'>
  readonly sandbox?: Pick<WasmSandbox, 'run'>
  /** The weights that really answer, by the root that was asked for; those asked for when left out. */
  readonly serves?: (asked: Hash) => Hash
  readonly contents: readonly ModelContent[]
  readonly domain?: Domain
  readonly payer?: Address
  readonly operator?: Address
  /** Unix seconds. */
  readonly now?: () => bigint
}

export type TestProvider = {
  readonly node: Address
  serve(request: WorkRequest, options: ServeOptions): Promise<ReceiptBundle>
}

const session = createSigner(keyOf(4_001))

export function createTestProvider(init: TestProviderInit): TestProvider {
  const signer = createSigner(init.key)
  let sequence = 0n
  return {
    node: signer.address,
    async serve(request, options) {
      sequence += 1n
      const lease = leaseOf(init, signer, { request, options, sequence })
      const answer = await answerOf(init, lease, request, options)
      return bundleOf(init, signer, lease, { request, answer: options.cheat?.(answer) ?? answer, options })
    },
  }
}

type Lease = ReturnType<typeof leaseOf>

function leaseOf(
  { contents, domain = testDomain, payer, operator }: TestProviderInit,
  signer: Signer,
  run: { readonly request: WorkRequest; readonly options: ServeOptions; readonly sequence: bigint },
) {
  const { request, options, sequence } = run
  const model = contents.find((content) => modelRoot(content) === request.model)
  if (model === undefined) throw new TypeError('The provider lists no such model')
  const separator = domainSeparator(domain)
  const secret = new Uint8Array(32)
  new DataView(secret.buffer).setBigUint64(0, sequence)
  const chain = createBeaconChain(secret)
  const parties = {
    payer: payer ?? createSigner(keyOf(4_002)).address,
    operator: operator ?? createSigner(keyOf(4_003)).address,
    node: signer.address,
  }
  const quote: Quote = {
    offerHash: zeroHash,
    ...parties,
    modelRoot: request.model as Hash,
    workload: workloads[request.kind],
    token: testToken,
    inputPrice: 1_000_000n,
    outputPrice: 1_000_000n,
    contextTokensMax: model.contextTokensMax,
    creditTokens: 64,
    terms: 0,
    noticeSeconds: 0,
    exactness: exactnessClasses[options.exactness],
    policy: 0,
    policyParameter: 0,
    beacon: chain.end,
    slots: 0,
    startsAt: 0n,
    fee: 0n,
    amountMax: 1_000_000_000n,
    sequence,
    expiresAt: 4_000_000_000n,
    ...options.lie?.quote,
  }
  const order: Order = {
    quoteHash: messageId(separator, quoteType, quote),
    channelId: channelIdOf(parties.payer, parties.operator, testToken),
    epoch: 1n,
    ...parties,
    signer: session.address,
    policy: quote.policy,
    policyParameter: quote.policyParameter,
    amountMax: 1_000_000_000n,
    sequence,
    expiresAt: 4_000_000_000n,
    ...options.lie?.order,
  }
  return { separator, model, quote, order, leaseId: messageId(separator, orderType, order), beacon: chain.link(1n) }
}

async function answerOf(
  { runtime, sandbox, serves = (root) => root }: TestProviderInit,
  { leaseId, beacon }: Lease,
  request: WorkRequest,
  { exactness, tokensMax }: ServeOptions,
): Promise<Answer> {
  const options = { signal: AbortSignal.timeout(60_000) }
  if (request.kind === 'audit') throw new TypeError('This provider audits nothing')
  if (request.kind === 'batch') {
    if (sandbox === undefined) throw new TypeError('This provider has no sandbox')
    const { outputs } = await sandbox.run(request, options)
    const units = { inputUnits: BigInt(batchInputUnits(request)), outputUnits: batchOutputUnits(outputs) }
    return { response: { kind: 'outputs', outputs: [...outputs] }, units, finish: 'stop', build: zeroHash }
  }
  if (runtime === undefined) throw new TypeError('This provider has no models')
  const root = serves(request.model as Hash)
  if (request.kind === 'embed') {
    const { vectors, inputTokens } = await runtime.embed(root, { kind: 'embed', inputs: request.inputs }, options)
    const response: WorkResponse = { kind: 'vectors', vectors: vectors.map(base64Of) }
    const units = { inputUnits: BigInt(inputTokens), outputUnits: 0n }
    return { response, units, finish: 'stop', build: exactness === 'replayable' ? buildOf(runtime, root) : zeroHash }
  }
  if (request.kind === 'task') throw new TypeError('This provider runs no tasks')
  const { model: _model, nonce: _nonce, topK, minP, seed, ...job } = request
  const fixedSeed = seed
  const drawn = samplerSeed({
    beacon,
    receiptId: receiptIdOf(leaseId, 1n),
    requestHash: requestHash(request),
    fixedSeed,
  })
  const mode = {
    exactness: exactness === 'replayable' ? exactness : ('tolerant' as const),
    samplerSeed: drawn,
    topK,
    minP,
  }
  const generation = await runtime.generate(root, { ...job, maxTokens: tokensMax ?? job.maxTokens, mode }, options)
  const tokenIds: number[] = []
  let text = ''
  let finish: Finish = 'failed'
  for await (const chunk of generation.chunks) {
    tokenIds.push(...(chunk.tokenIds ?? []))
    text += chunk.text
    finish = chunk.finish ?? finish
  }
  const units = { inputUnits: BigInt(generation.inputTokens), outputUnits: BigInt(tokenIds.length) }
  return { response: { kind: 'text', text, tokenIds }, units, finish, build: generation.build ?? zeroHash }
}

function buildOf({ models }: Pick<Runtime, 'models'>, root: Hash): Hash {
  return models.find((model) => model.root === root)?.build ?? zeroHash
}

function bundleOf(
  { domain = testDomain, now = () => 1_700_000_000n }: TestProviderInit,
  signer: Signer,
  { separator, model, quote, order, leaseId, beacon }: Lease,
  run: { readonly request: WorkRequest; readonly answer: Answer; readonly options: ServeOptions },
): ReceiptBundle {
  const { request, answer, options } = run
  const receipt: Receipt = {
    leaseId,
    sequence: 1n,
    payer: quote.payer,
    operator: quote.operator,
    node: quote.node,
    token: quote.token,
    modelRoot: quote.modelRoot,
    workload: quote.workload,
    exactness: quote.exactness,
    build: answer.build,
    beacon,
    requestHash: requestHash(request),
    responseHash: responseHash(answer.response),
    evidenceRoot: zeroHash,
    ...answer.units,
    amount: charge(quote, answer.units),
    finish: finishes[answer.finish],
    startedAt: now(),
    finishedAt: now(),
    ...options.lie?.receipt,
  }
  const signed = <T extends MessageType>(by: Signer, type: T, message: MessageOf<T>): Signature =>
    by.sign(digest(separator, type, message))
  return {
    ...{ domain, model, quote, order, request, receipt, response: answer.response },
    quoteSignature: signed(signer, quoteType, quote),
    orderSignature: signed(session, orderType, order),
    receiptSignature: signed(signer, receiptType, receipt),
  }
}

function base64Of({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
