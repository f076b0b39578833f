/** `millrace up`: the whole network on this machine, a first question through it, and what that cost. */
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChainReader, createChainReader } from '@millrace/chain'
import { type Address, type Amount, type Hash, parseReceiptBundle, type ReceiptBundle } from '@millrace/protocol'
import { builtInManifests, ensureModel } from '@millrace/runtime'
import type { Command } from 'commander'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { askGateway, fetchGateway } from '../gateway-client.ts'
import { readBalances, showBalances } from '../local/balances.ts'
import { type LocalNetwork, startLocalNetwork } from '../local/local-network.ts'
import { firstAnswerTokensMax, fullPlan, type LocalPlan, lightPlan, localProviderNames } from '../local/plan.ts'
import { localNetworkName, networkDir } from '../network.ts'
import { untilAborted, wholeNumber } from '../option-values.ts'
import { createProgress, type Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { formatAmount, type TokenUnit } from '../units.ts'
import { localKeyFile } from './gateway.ts'

type Options = {
  exit?: boolean
  fresh?: boolean
  light?: boolean
  port: string
  question?: string
  model?: string
  json?: boolean
}

/** How long the summary waits for the provider to redeem. */
const settlementMsMax = 30_000

/** Adds the command to the program. */
export function addUpCommand(program: Command, context: Context): void {
  program
    .command('up')
    .description('start a whole network on this machine and ask it a first question')
    .option('--exit', 'end after the first answer')
    .option('--fresh', 'set the state of an earlier local network aside and start anew')
    .option('--port <port>', 'port of the gateway; 0 picks one', '8402')
    .option('--light', 'serve only models of a few dozen megabytes: for slow links')
    .option('--question <text>', 'the first question')
    .option('--model <name>', 'model to ask')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', '\nExample:\n  $ millrace up --exit --question "Why is the sky blue?"')
    .action((options: Options) => up(context, options))
}

async function up(context: Context, options: Options): Promise<void> {
  const { signal, now } = context
  const terminal = terminalOf(context, options)
  const progress = createProgress(terminal, context.streams.err)
  const startedAt = now()
  if (options.fresh === true) await setAside(context)
  const plan = options.light === true ? lightPlan : fullPlan
  const local = await startLocalNetwork(context, {
    plan,
    gatewayPort: wholeNumber(options.port, '--port', 0, 65_535),
    signal,
    onStep: (text) => progress.step(text),
    fetchModels: (fetching) => fetchModels(context, plan, progress, fetching),
  })
  progress.stop()
  try {
    const question = { text: options.question ?? plan.question, model: options.model ?? plan.chatModel }
    const outcome = await Promise.race([firstAnswer(context, question, local, terminal, startedAt), local.broken])
    terminal.result(outcome)
    if (options.exit !== true) {
      await showHowToUse(context, plan, local, terminal)
      await Promise.race([untilAborted(signal), local.broken])
      terminal.line('\nstopping')
    }
  } finally {
    await local.stop()
  }
}

async function fetchModels(context: Context, plan: LocalPlan, progress: Progress, signal: AbortSignal): Promise<void> {
  for (const name of plan.models) {
    const manifest = builtInManifests.get(name)
    if (manifest === undefined) throw new RangeError(`no built-in model ${name}`)
    await ensureModel(manifest, {
      cacheDir: context.environment.cacheDir,
      npm: context.environment.npm,
      onProgress: (file, done, total) => progress.update(file, done, total),
      signal,
    })
  }
}

async function firstAnswer(
  context: Context,
  question: { readonly text: string; readonly model: string },
  local: LocalNetwork,
  terminal: Terminal,
  startedAt: number,
): Promise<Record<string, unknown>> {
  const { signal, now } = context
  const { bold, cyan, dim } = terminal.colours
  const reader = await createChainReader({ rpcUrl: local.network.rpcUrl, deployment: local.network.deployment, signal })
  const token = reader.deployment.tokens[0]
  if (token === undefined) throw new RangeError('a parsed deployment lists at least one token')
  const keys = keyRingOf(context, localNetworkName)
  const fromBlock = (await reader.blockNumber({ signal })) + 1n
  const before = await readBalances(reader, keys, { signal })
  terminal.line(`\n${bold('question')}  ${question.text}`)
  terminal.write(`${bold('answer')}    `)
  let firstTextAt: number | undefined
  const answer = await askGateway(
    { url: local.gatewayUrl, apiKey: await readLocalKey(context) },
    { model: question.model, messages: [{ role: 'user', content: question.text }], maxTokens: firstAnswerTokensMax },
    {
      signal,
      onText: (text) => {
        firstTextAt ??= now()
        terminal.write(cyan(text))
      },
    },
  )
  const bundle = await fetchReceipt(context, local, answer.receiptId)
  const { amount } = bundle.receipt
  terminal.line('\n')
  const facts = {
    cost: `${formatAmount(amount, token)} for ${answer.inputTokens} tokens read and ${answer.outputTokens} written`,
    'served by': `${providerName(local, bundle.receipt.node)}, node ${bundle.receipt.node}`,
    why: answer.reason,
    receipt: answer.receiptId,
    'check it': dim(
      `npx millrace receipts get ${answer.receiptId} --out receipt.json && npx millrace receipts verify receipt.json`,
    ),
  }
  for (const [name, value] of Object.entries(facts)) terminal.line(`${bold(name.padEnd(10))}${value}`)
  const settlement = await waitForSettlement(reader, { operator: bundle.receipt.operator, amount, fromBlock }, signal)
  terminal.line(`${bold('settled'.padEnd(10))}${describeSettlement(settlement, token)}`)
  const after = await readBalances(reader, keys, { signal })
  showBalances(terminal, before, after, token)
  const millisecondsToFirstToken = (firstTextAt ?? now()) - startedAt
  terminal.line(dim(`first token ${(millisecondsToFirstToken / 1000).toFixed(1)} s after the start`))
  return { answer, amount, settlement, before, after, millisecondsToFirstToken }
}

type Settlement = { readonly amount: Amount; readonly transactionHashes: readonly Hash[] }

/** Waits until the provider redeemed the amount, in one or more transactions, or the bound is over. */
async function waitForSettlement(
  reader: ChainReader,
  due: { readonly operator: Address; readonly amount: Amount; readonly fromBlock: bigint },
  signal: AbortSignal,
): Promise<Settlement> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(settlementMsMax)])
  const events = reader.watchEscrow({ ...due, pollMs: 200, confirmations: 0, signal: bounded })
  let amount: Amount = 0n
  const transactionHashes: Hash[] = []
  for await (const event of events) {
    if (event.type !== 'ChannelRedeemed') continue
    amount += event.paid
    transactionHashes.push(event.transactionHash)
    if (amount >= due.amount) break
  }
  return { amount, transactionHashes }
}

function describeSettlement({ amount, transactionHashes }: Settlement, token: TokenUnit): string {
  if (transactionHashes.length === 0) return 'not yet; the provider redeems later, by its own policy'
  return `${formatAmount(amount, token)} by transaction ${transactionHashes.join(' and ')}`
}

async function fetchReceipt(context: Context, local: LocalNetwork, receiptId: Hash): Promise<ReceiptBundle> {
  const gateway = { url: local.gatewayUrl, apiKey: await readLocalKey(context) }
  const response = await fetchGateway(gateway, `/v1/receipts/${receiptId}`, { signal: context.signal })
  return parseReceiptBundle(await response.json())
}

function providerName(local: LocalNetwork, node: Address): string {
  const index = local.network.providers.findIndex(({ address }) => address === node)
  return localProviderNames[index] ?? 'a provider'
}

async function showHowToUse(context: Context, plan: LocalPlan, local: LocalNetwork, terminal: Terminal): Promise<void> {
  const { bold, cyan, dim } = terminal.colours
  const key = await readLocalKey(context)
  terminal.line(`\n${bold('Point any OpenAI client here:')} ${cyan(`${local.gatewayUrl}/v1`)}   API key ${cyan(key)}\n`)
  const body = JSON.stringify({ model: plan.chatModel, stream: true, messages: [{ role: 'user', content: 'Hello!' }] })
  terminal.line(
    `curl -N ${local.gatewayUrl}/v1/chat/completions -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '${body}'`,
  )
  terminal.line(dim('\nCtrl-C stops everything; the next start resumes the same chain and balances.'))
}

async function readLocalKey(context: Context): Promise<string> {
  return readFile(join(networkDir(context.environment.dataDir, localNetworkName), localKeyFile), 'utf8')
}

/** Moves the state of an earlier local network aside, never deletes it: it holds keys. */
async function setAside(context: Context): Promise<void> {
  const dir = networkDir(context.environment.dataDir, localNetworkName)
  await rename(dir, `${dir}.before-${context.now()}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
