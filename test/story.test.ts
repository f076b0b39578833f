/**
 * The whole story on real parts: processes, chain, models, the official OpenAI client. Money is counted to the base unit on
 * both ends and on the chain, and every receipt is checked without asking anyone.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChainReader, createChainReader, recoverSigner } from '@millrace/chain'
import {
  type Address,
  bundleReceiptId,
  checkReceiptBundle,
  finishes,
  parseAddress,
  parseReceiptBundle,
  type ReceiptBundle,
} from '@millrace/protocol'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningNetwork, startLightNetwork } from './local-network.ts'

const signal = AbortSignal.timeout(600_000)
const deposited = 500_000_000n
/** The local providers redeem after four seconds. */
const settledMsMax = 30_000

let local: RunningNetwork
let client: OpenAI
let reader: ChainReader
let guest: Awaited<ReturnType<typeof joinGuest>>
const bundles: ReceiptBundle[] = []

beforeAll(async () => {
  local = await startLightNetwork()
  client = new OpenAI({ baseURL: `${local.gatewayUrl}/v1`, apiKey: local.apiKey, maxRetries: 0 })
  reader = await createChainReader({ rpcUrl: local.network.rpcUrl, deployment: local.network.deployment, signal })
}, 240_000)

afterAll(async () => local?.stop(), 60_000)

test('the first answer is shown with its cost, provider, reason, receipt, settlement and balances', async () => {
  const output = local.output()
  for (const word of [
    'question',
    'answer',
    'cost',
    'served by',
    'why',
    'receipt',
    'settled',
    'in channels',
    'curl -N',
  ]) {
    expect(output).toContain(word)
  }
  const id = /receipt +(0x[0-9a-f]{64})/.exec(output)?.[1] ?? 'none shown'
  bundles.push(await fetchBundle(id))
})

test('eight streams at once, a completion and embeddings are answered, each with a receipt that holds', async () => {
  const streams = Array.from({ length: 8 }, (_, i) => streamChat(`Tell me story number ${i}.`))
  for (const { text, bundle } of await Promise.all(streams)) {
    expect(bundle.response).toMatchObject({ kind: 'text', text })
    bundles.push(bundle)
  }
  const completion = await client.completions
    .create({ model: 'stories15m', prompt: 'Once upon a time', max_tokens: 12, temperature: 0 })
    .withResponse()
  const completionBundle = await fetchBundle(receiptIdOf(completion.response))
  expect(completionBundle.response).toMatchObject({ text: completion.data.choices[0]?.text })
  const embedding = await client.embeddings
    .create({ model: 'minilm-l6-v2', input: ['a mill', 'a river'] })
    .withResponse()
  expect(embedding.data.data.map((item) => item.embedding.length)).toEqual([384, 384])
  bundles.push(completionBundle, await fetchBundle(receiptIdOf(embedding.response)))
  for (const bundle of bundles) {
    expect(checkReceiptBundle(bundle, recoverSigner).filter(({ holds }) => !holds)).toEqual([])
    expect(await reader.operatorOf(bundle.receipt.node, { signal })).toBe(bundle.receipt.operator)
  }
})

test('a provider that joins is heard of by gossip alone, and sells what the others do not', async () => {
  const file = join(local.home, 'networks', 'local', 'network.json')
  const before = await readFile(file, 'utf8')
  const { providers, bootstrap } = JSON.parse(before)
  expect([providers, bootstrap.length]).toEqual([[], 3])
  guest = await joinGuest()
  const bundle = await spotAnswerOf(guest.node)
  expect(bundle.quote.outputPrice).toBe(20_000n)
  expect(await readFile(file, 'utf8')).toBe(before)
})

test('a client that leaves mid-stream pays for what was delivered and no more', async () => {
  const { data: stream, response } = await client.chat.completions
    .create({
      model: 'stories15m',
      messages: [{ role: 'user', content: 'A long story.' }],
      max_tokens: 200,
      stream: true,
    })
    .withResponse()
  let seen = ''
  for await (const chunk of stream) {
    seen += chunk.choices[0]?.delta.content ?? ''
    if (seen.length > 20) break
  }
  const bundle = await eventually(() => fetchBundle(receiptIdOf(response)))
  expect(bundle.receipt.finish).toBe(finishes.cancelled)
  expect(Number(bundle.receipt.outputUnits)).toBeLessThan(200)
  expect(bundle.response).toMatchObject({ text: expect.stringContaining(seen) })
  bundles.push(bundle)
})

test('the chain pays each operator the sum of its receipts, and no base unit appears or vanishes', async () => {
  const token = reader.deployment.tokens[0]?.address as Address
  const payer = bundles[0]?.receipt.payer as Address
  const dueByOperator = new Map<Address, bigint>()
  for (const { receipt } of bundles) {
    dueByOperator.set(receipt.operator, (dueByOperator.get(receipt.operator) ?? 0n) + receipt.amount)
  }
  expect(dueByOperator.size).toBeGreaterThanOrEqual(2)
  await eventually(async () => {
    for (const [operator, due] of dueByOperator) {
      const channel = await reader.channel(payer, operator, token, { signal })
      expect({ operator, redeemed: channel.redeemed }).toEqual({ operator, redeemed: due })
      expect(await reader.escrowBalance(token, operator, { signal })).toBe(due)
    }
  })
  let total = await reader.escrowBalance(token, payer, { signal })
  for (const operator of dueByOperator.keys()) {
    const channel = await reader.channel(payer, operator, token, { signal })
    total += channel.deposit - channel.redeemed + (await reader.escrowBalance(token, operator, { signal }))
  }
  expect(total).toBe(deposited)
  expect(await reader.tokenBalance(token, reader.deployment.escrow, { signal })).toBe(deposited)
})

test('kill -9 of the serving provider: the stream goes on unbroken elsewhere, and each is paid for its part', async () => {
  const redeemedBefore = await redeemedBy(guest.operator)
  const { data: stream, response } = await client.chat.completions
    .create({
      model: 'stories15m',
      messages: [{ role: 'user', content: 'A very long story.' }],
      ...{ max_tokens: 220, temperature: 0, stream: true },
      stream_options: { include_usage: true },
    })
    .withResponse()
  expect(parseAddress(response.headers.get('millrace-provider'))).toBe(guest.node)
  let text = ''
  let end: Ending | undefined
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? ''
    if (text.length > 60) guest.process.kill('SIGKILL')
    end = (chunk as { millrace?: Ending }).millrace ?? end
  }
  const bundle = await fetchBundle(end?.receipts?.at(-1) ?? end?.receipt ?? 'no receipt at the end')
  expect(checkReceiptBundle(bundle, recoverSigner).filter(({ holds }) => !holds)).toEqual([])
  expect(bundle.receipt.node).not.toBe(guest.node)
  const { request, response: answer } = bundle
  const begun = request.kind === 'chat' ? request.continuation?.text : undefined
  expect(begun).toMatch(/./)
  expect(answer.kind === 'text' && `${begun}${answer.text}`).toBe(text)

  const due = BigInt(end?.cost ?? 0) - bundle.receipt.amount
  expect(due).toBeGreaterThan(0n)
  // It comes back, and the next voucher it gets covers what it was still owed.
  guest = await joinGuest()
  const next = await spotAnswerOf(guest.node)
  await eventually(async () => {
    expect((await redeemedBy(guest.operator)) - redeemedBefore).toBe(due + next.receipt.amount)
  })
})

test('a receipt file verifies offline and against the chain, and a changed one does not', async () => {
  const bundle = bundles.at(-1) as ReceiptBundle
  const good = join(local.home, 'receipt.json')
  const got = await local.run('receipts', 'get', bundleReceiptId(bundle), '--out', good)
  expect(got).toEqual({ status: 0, out: '', err: '' })
  expect(await local.run('receipts', 'verify', good, '--offline')).toMatchObject({ status: 0 })
  expect(await local.run('receipts', 'verify', good)).toMatchObject({ status: 0 })
  const bad = join(local.home, 'changed.json')
  const { data } = await fetchJson(bundleReceiptId(bundle))
  await writeFile(bad, JSON.stringify({ ...data, receipt: { ...(data.receipt as object), amount: '123456789' } }))
  expect(await local.run('receipts', 'verify', bad, '--offline')).toMatchObject({ status: 6 })
})

/** What the last chunk of a stream says of its price and its receipts. */
type Ending = { readonly cost: string; readonly receipt: string; readonly receipts?: readonly string[] }

/** Starts another provider, from another terminal as it were: at a tenth of the price of the cheapest, and half that as spot. */
async function joinGuest() {
  const place = ['--name', 'guest', '--port', '0', '--peer-port', '0', '--redeem-after', '1', '--spot-discount', '50']
  const started = await local.start('Ctrl-C withdraws', 'provide', ...place, '--model', 'stories15m=0.01/0.04')
  const [, node] = /provider (0x[0-9a-f]{40})/.exec(started.output()) ?? []
  const [, operator] = /operator (0x[0-9a-f]{40})/.exec(started.output()) ?? []
  return { ...started, node: parseAddress(node), operator: parseAddress(operator) }
}

/** Asks for spot work, which the guest alone sells, until gossip has told of it. */
async function spotAnswerOf(node: Address): Promise<ReceiptBundle> {
  const { bundle } = await eventually(() => streamChat('A short story.', { 'millrace-terms': 'spot' }))
  bundles.push(bundle)
  expect(bundle.receipt.node).toBe(node)
  return bundle
}

async function redeemedBy(operator: Address): Promise<bigint> {
  const token = reader.deployment.tokens[0]?.address as Address
  return (await reader.channel(bundles[0]?.receipt.payer as Address, operator, token, { signal })).redeemed
}

async function streamChat(
  content: string,
  headers: Record<string, string> = {},
): Promise<{ text: string; bundle: ReceiptBundle }> {
  const { data: stream, response } = await client.chat.completions
    .create(
      {
        model: 'stories15m',
        messages: [{ role: 'user', content }],
        max_tokens: 24,
        temperature: 0.8,
        seed: 7,
        stream: true,
        stream_options: { include_usage: true },
      },
      { headers },
    )
    .withResponse()
  let text = ''
  let completionTokens = -1
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? ''
    completionTokens = chunk.usage?.completion_tokens ?? completionTokens
  }
  const bundle = await fetchBundle(receiptIdOf(response))
  expect(bundle.receipt.outputUnits).toBe(BigInt(completionTokens))
  expect(bundle.receipt.operator).toBe(parseAddress(response.headers.get('millrace-operator')))
  return { text, bundle }
}

function receiptIdOf(response: Response): string {
  return response.headers.get('millrace-receipt') ?? 'no millrace-receipt header'
}

async function fetchBundle(id: string): Promise<ReceiptBundle> {
  return parseReceiptBundle((await fetchJson(id)).data)
}

async function fetchJson(id: string): Promise<{ data: Record<string, unknown> }> {
  const response = await fetch(`${local.gatewayUrl}/v1/receipts/${id}`, {
    headers: { authorization: `Bearer ${local.apiKey}` },
    signal,
  })
  expect(response.status, `receipt ${id}`).toBe(200)
  return { data: (await response.json()) as Record<string, unknown> }
}

/** Waits for what another process does on its own time; the last failure is the one reported. */
async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + settledMsMax
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}
