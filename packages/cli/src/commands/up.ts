/** `millrace up`: the whole network on this machine, a first question through it, and what that cost. */
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ChainReader, createChainReader, recoverSigner } from '@millrace/chain'
import {
  type Address,
  type Amount,
  checkReceiptBundle,
  formatAmount,
  type Hash,
  isMillraceError,
  parseWith,
  type TokenUnit,
} from '@millrace/protocol'
import { builtInManifests, ensureModel } from '@millrace/runtime'
import type { Command } from 'commander'
import * as v from 'valibot'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { answerOf, askGateway, fetchGateway, fetchReceipt } from '../gateway-client.ts'
import { readBalances, showBalances } from '../local/balances.ts'
import { firstProviders } from '../local/first-providers.ts'
import { claimLocal } from '../local/local-claim.ts'
import { type LocalNetwork, startLocalNetwork } from '../local/local-network.ts'
import {
  chatModel,
  firstAnswerTokensMax,
  fullPlan,
  isReplayable,
  type LocalPlan,
  lightPlan,
  localAuditorName,
} from '../local/plan.ts'
import { localKeyFile, localNetworkName, networkDir, settlementToken } from '../network.ts'
import { untilAborted, wholeNumber } from '../option-values.ts'
import { checkPortFree } from '../port.ts'
import { createProgress, type Progress } from '../progress.ts'
import { type Terminal, withoutControls } from '../terminal.ts'
import { promiseOf, usualPolicy } from '../verification/policy-words.ts'
import { factsJson, factsLine, receiptFacts } from '../verification/receipt-facts.ts'

type Options = {
  exit?: boolean
  fresh?: boolean
  light?: boolean
  port: string
  question?: string
  model?: string
  json?: boolean
}

/** Columns that the names of the facts take. */
const factColumns = 10
/** How long the summary waits for the provider to redeem. */
const settlementMsMax = 30_000
/** How long the first question waits until the gateway has heard of its model, and between two tries. */
const offersHeardMsMax = 30_000
const askAgainMs = 300

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
  const startedAt = now()
  const terminal = terminalOf(context, options)
  const gatewayPort = wholeNumber(options.port, '--port', 0, 65_535)
  const progress = createProgress(terminal, context.streams.err, now)
  const plan = options.light === true ? lightPlan : fullPlan
  const model = options.model ?? plan.chatModel
  const exactness = isReplayable(plan, model) ? 'replayable' : undefined
  const question = { text: options.question ?? plan.question, model, exactness }
  await using _claim = await claimLocal(context)
  await checkPortFree(gatewayPort)
  if (options.fresh === true) await setAside(context, terminal)
  let local: LocalNetwork | undefined
  try {
    local = await startLocalNetwork(context, {
      plan,
      first: firstProviders(plan, model),
      gatewayPort,
      signal,
      onStep: (text) => progress.step(text),
      fetchModels: (fetching) => fetchModels(context, plan, progress, fetching),
    })
    const outcome = await Promise.race([
      firstAnswer(context, { ...question, models: plan.models }, local, {
        terminal,
        progress,
        startedAt,
        staysUp: options.exit !== true,
      }),
      local.broken,
    ])
    terminal.result(outcome)
    if (options.exit !== true) {
      await showHowToUse(context, plan, local, terminal)
      void showAuditor(local, terminal)
      await Promise.race([untilAborted(signal), local.broken])
      progress.step('stopping: what is owed is redeemed, then every process ends')
    }
  } catch (error) {
    progress.abandon()
    throw error
  } finally {
    await local?.stop()
    progress.stop()
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

type FirstQuestion = {
  readonly text: string
  readonly model: string
  readonly exactness: string | undefined
  /** What the whole network serves. */
  readonly models: readonly string[]
}

type Show = {
  readonly terminal: Terminal
  readonly progress: Progress
  /** Unix milliseconds. */
  readonly startedAt: number
  readonly staysUp: boolean
}

async function firstAnswer(
  context: Context,
  question: FirstQuestion,
  local: LocalNetwork,
  { terminal, progress, startedAt, staysUp }: Show,
): Promise<Record<string, unknown>> {
  const { signal, now } = context
  const { network } = local
  const { bold, dim } = terminal.colours
  const reader = await createChainReader({ rpcUrl: network.rpcUrl, deployment: network.deployment, signal })
  const token = settlementToken(network)
  const keys = keyRingOf(context, localNetworkName)
  const fromBlock = (await reader.blockNumber({ signal })) + 1n
  const before = await readBalances(reader, network, keys, { signal })
  const gateway = { url: local.gatewayUrl, apiKey: await readLocalKey(context) }
  progress.step(`asking ${question.model}`)
  let firstTextAt: number | undefined
  let text = ''
  const answer = await askOnceHeard(
    context,
    gateway,
    {
      ...{ model: question.model, exactness: question.exactness, maxTokens: firstAnswerTokensMax },
      messages: [{ role: 'user', content: question.text }],
    },
    {
      signal,
      onText: (piece) => {
        if (firstTextAt === undefined) {
          firstTextAt = now()
          // Where it fails is told below, where it is waited for.
          local.startOthers().catch(() => undefined)
          progress.stop()
          terminal.write(`\n${bold('question')}  ${question.text}\n${bold('answer')}    `)
        }
        text += piece
        terminal.write(withoutControls(piece))
      },
    },
  )
  terminal.line('\n')
  progress.step('fetching and checking the receipt')
  const bundle = await fetchReceipt(gateway, answer.receiptId, { signal })
  const failed = checkReceiptBundle(bundle, recoverSigner).filter(({ holds }) => !holds)
  progress.step('starting the other providers')
  await local.startOthers()
  await untilListed(context, gateway, question.models)
  progress.step('waiting until the provider redeems its money on the chain')
  const { amount, operator } = bundle.receipt
  const settlement = await waitForSettlement(reader, { operator, amount, fromBlock }, signal)
  progress.stop()
  const assurance = receiptFacts(bundle)
  const indent = `\n${' '.repeat(factColumns)}`
  const facts = {
    cost: `${formatAmount(amount, token)} for ${answer.inputTokens} tokens read and ${answer.outputTokens} written`,
    'served by': `${providerName(local, bundle.receipt.node)}, node ${bundle.receipt.node}`,
    why: reasonLines(local, answer.reason).join(indent),
    checked: [factsLine(assurance), ...promiseOf(assurance.policy, assurance.exactness)].join(indent),
    receipt: `${answer.receiptId}, ${failed.length === 0 ? 'every signature, hash and price in it holds' : 'which does NOT hold'}`,
    settled: describeSettlement(settlement, token),
  }
  terminal.line()
  for (const [name, value] of Object.entries(facts)) terminal.line(`${bold(name.padEnd(factColumns))}${value}`)
  const after = await readBalances(reader, network, keys, { signal })
  showBalances(terminal, before, after, token)
  const millisecondsToFirstToken = (firstTextAt ?? now()) - startedAt
  terminal.line(dim(`\nfirst token ${(millisecondsToFirstToken / 1000).toFixed(1)} s after the start`))
  if (staysUp) {
    terminal.line(dim(`check the receipt yourself: npx millrace receipts verify ${answer.receiptId}`))
    if (assurance.exactness === 'replayable')
      terminal.line(dim(`compute the answer again here:  npx millrace audit ${answer.receiptId}`))
  }
  return {
    answer: { text, ...answer, ...factsJson(assurance) },
    amount,
    settlement,
    before,
    after,
    millisecondsToFirstToken,
  }
}

/** Asks; where the gateway has not heard of the model yet, as on a machine with much to do, asks again for a while. */
async function askOnceHeard(
  { now, signal }: Pick<Context, 'now' | 'signal'>,
  ...asked: Parameters<typeof askGateway>
): ReturnType<typeof askGateway> {
  const until = now() + offersHeardMsMax
  for (;;) {
    try {
      return await askGateway(...asked)
    } catch (error) {
      if (!isMillraceError(error) || error.code !== 'GATEWAY_NOT_FOUND' || now() > until) throw error
      await sleep(askAgainMs, undefined, { signal })
    }
  }
}

/** Waits until the gateway has heard of the models, for a while: what it has not heard of by then it hears of later. */
async function untilListed(
  { now, signal }: Pick<Context, 'now' | 'signal'>,
  gateway: Parameters<typeof fetchGateway>[0],
  models: readonly string[],
): Promise<void> {
  const until = now() + offersHeardMsMax
  while (now() < until) {
    const response = await fetchGateway(gateway, '/v1/models', { signal })
    const listed = await answerOf(response, (json) => parseWith(modelList, json, 'model list').data.map(({ id }) => id))
    if (models.every((model) => listed.includes(model))) return
    await sleep(askAgainMs, undefined, { signal })
  }
}

const modelList = v.object({ data: v.array(v.object({ id: v.string() })) })

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
  return `${formatAmount(amount, token)} by transaction ${transactionHashes.join(`\n${' '.repeat(factColumns)}and `)}`
}

/** The matcher's sentences, a line each, with the providers' names in place of their addresses. */
function reasonLines({ providerNames }: LocalNetwork, reason: string): readonly string[] {
  const named = [...providerNames].reduce(
    (text, [address, name]) => text.replaceAll(`Node ${address}`, name).replaceAll(`node ${address}`, name),
    reason,
  )
  return named.split(/(?<=\.) /)
}

function providerName(local: LocalNetwork, node: Address): string {
  return local.providerNames.get(node) ?? 'a provider'
}

async function showHowToUse(context: Context, plan: LocalPlan, local: LocalNetwork, terminal: Terminal): Promise<void> {
  const { bold, cyan, dim } = terminal.colours
  const key = await readLocalKey(context)
  const body = JSON.stringify({ model: plan.chatModel, stream: true, messages: [{ role: 'user', content: 'Hello!' }] })
  terminal.line(`\n${bold('Point any OpenAI client here')}`)
  terminal.line(`  base URL  ${cyan(`${local.gatewayUrl}/v1`)}`)
  terminal.line(`  API key   ${cyan(key)}`)
  terminal.line(`\n${bold('or try it')}`)
  terminal.line(
    `  curl -N ${local.gatewayUrl}/v1/chat/completions -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '${body}'`,
  )
  terminal.line(`  npx millrace chat${plan.chatModel === chatModel ? '' : ` --model ${plan.chatModel}`}`)
  terminal.line(`  npx millrace --help`)
  terminal.line(dim('\nCtrl-C stops everything; the next start resumes the same chain and balances.'))
}

/** Starts the auditor behind the first answer, and says so in a line. The network does without it. */
async function showAuditor(local: LocalNetwork, { line, colours }: Terminal): Promise<void> {
  const { ratePpm } = usualPolicy
  try {
    const auditor = await local.startAuditor()
    line(
      colours.dim(
        `auditor ${localAuditorName}, node ${auditor}, is on the roll: ${ratePpm / 10_000} % of the answers are drawn`,
      ),
    )
    line(colours.dim('a minute after they were bought, and computed again; see: npx millrace status'))
  } catch (error) {
    const reason = isMillraceError(error) ? error.message : 'it ended'
    line(colours.dim(`no answer is audited here: ${reason}`))
  }
}

async function readLocalKey(context: Context): Promise<string> {
  return readFile(join(networkDir(context.environment.dataDir, localNetworkName), localKeyFile), 'utf8')
}

/** Moves the state of an earlier local network aside, never deletes it: it holds keys. */
async function setAside(context: Context, terminal: Terminal): Promise<void> {
  const dir = networkDir(context.environment.dataDir, localNetworkName)
  const aside = `${dir}.before-${context.now()}`
  try {
    await rename(dir, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  terminal.line(terminal.colours.dim(`  the earlier local network now stands in ${aside}`))
}
