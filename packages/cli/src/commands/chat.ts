/** `millrace chat`: talk to a model through a gateway, streaming, with what each answer cost. */

import { createInterface } from 'node:readline/promises'
import { formatAmount, policyText, type TokenUnit } from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { askGateway, type ChatTurn, fetchReceipt } from '../gateway-client.ts'
import { type GatewayAccess, type GatewayOptions, gatewayOf, withGatewayOptions } from '../gateway-options.ts'
import { chatModel } from '../local/plan.ts'
import { wholeNumber } from '../option-values.ts'
import { tellError } from '../tell-error.ts'
import { type Terminal, withoutControls } from '../terminal.ts'
import { exactnessOption, policyHelp, policyOption } from '../verification/policy-words.ts'
import { factsJson, factsLine, receiptFacts } from '../verification/receipt-facts.ts'

type Options = GatewayOptions & {
  model: string
  system?: string
  maxTokens: string
  exactness?: string
  policy?: string
  json?: boolean
}
type Talk = {
  readonly context: Context
  readonly terminal: Terminal
  readonly gateway: GatewayAccess
  readonly model: string
  readonly maxTokens: number
  readonly exactness: string | undefined
  readonly policy: string | undefined
}

/** Turns of the conversation sent along with a question; older ones are left out. */
export const chatTurnsMax = 32

/** Adds the command to the program. */
export function addChatCommand(program: Command, context: Context): void {
  const command = program
    .command('chat')
    .description('chat with a model; with a question, answer it and end')
    .argument('[question...]', 'one question; without it the chat is interactive')
    .option('--model <name>', 'model to talk to', chatModel)
    .option('--system <text>', 'instructions for the model')
    .option('--max-tokens <n>', 'tokens an answer may have', '256')
    .option('--exactness <class>', 'how the answer is made: tolerant, or replayable to the bit (default: as sold)')
    .option('--policy <policy>', "how sure to be that nobody cheats (default: the gateway's own)")
    .option('--json', 'print one JSON object per answer')
    .addHelpText('after', `${policyHelp(['trust', 'sampled'])}\n\n${examples}`)
  withGatewayOptions(command).action((question: string[], options: Options) =>
    chat(context, question.join(' '), options),
  )
}

const examples = `Examples:
  $ millrace chat "Name three rivers."
  $ millrace chat --exactness replayable --policy sampled:5% "Who wrote this?"
  $ millrace chat --model stories15m`

async function chat(context: Context, question: string, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const maxTokens = wholeNumber(options.maxTokens, '--max-tokens', 1, 1_000_000)
  const gateway = await gatewayOf(context, options)
  const exactness = options.exactness === undefined ? undefined : exactnessOption(options.exactness)
  const policy = options.policy === undefined ? undefined : policyOption(options.policy)
  const talk: Talk = {
    ...{ context, terminal, gateway, model: options.model, maxTokens, exactness },
    policy: policy && policyText(policy),
  }
  const turns: ChatTurn[] = options.system === undefined ? [] : [{ role: 'system', content: options.system }]
  if (question === '') return converse(talk, turns)
  await answer(talk, [...turns, { role: 'user', content: question }], context.signal)
}

/** Asks and answers line by line until an empty line or the end of the input. Ctrl-C ends an answer, or else the chat. */
async function converse(talk: Talk, system: readonly ChatTurn[]): Promise<void> {
  const { context, terminal } = talk
  const isPerson = context.streams.in.isTTY === true
  if (isPerson) terminal.line(terminal.colours.dim(`Talking to ${talk.model}. An empty line or Ctrl-D ends.`))
  const prompts = createInterface({ input: context.streams.in, output: context.streams.err, terminal: isPerson })
  context.signal.addEventListener('abort', () => prompts.close(), { once: true })
  let answering: AbortController | undefined
  prompts.on('SIGINT', () => (answering === undefined ? prompts.close() : answering.abort()))
  const turns: ChatTurn[] = []
  const prompt = (): void => {
    if (isPerson) prompts.prompt()
  }
  prompts.setPrompt(terminal.colours.bold('you> '))
  prompt()
  for await (const line of prompts) {
    if (line.trim() === '') break
    answering = new AbortController()
    const asked: ChatTurn = { role: 'user', content: line }
    try {
      const messages = [...system, ...turns.slice(-chatTurnsMax), asked]
      const content = await answer(talk, messages, AbortSignal.any([context.signal, answering.signal]))
      turns.push(asked, { role: 'assistant', content })
    } catch (error) {
      if (!isPerson || context.signal.aborted) throw error
      if (answering.signal.aborted) terminal.line(terminal.colours.dim('\n  stopped'))
      else tellError(context.streams.err, error, terminal.json)
    }
    answering = undefined
    prompt()
  }
  prompts.close()
  context.signal.throwIfAborted()
}

async function answer(talk: Talk, messages: readonly ChatTurn[], signal: AbortSignal): Promise<string> {
  const { terminal, gateway, model, maxTokens, exactness, policy } = talk
  let text = ''
  const result = await askGateway(
    gateway,
    { model, messages, maxTokens, exactness, policy },
    {
      signal,
      onText: (piece) => {
        text += piece
        terminal.write(withoutControls(piece))
      },
    },
  )
  const bundle = await fetchReceipt(gateway, result.receiptId, { signal })
  const { receipt, quote } = bundle
  const facts = receiptFacts(bundle)
  const token = gateway.tokens.find(({ address }) => address === quote.token) ?? baseUnits
  const cost = formatAmount(receipt.amount, token)
  terminal.line(terminal.colours.dim(`\n  ${result.outputTokens} tokens, ${cost}, ${factsLine(facts)}`))
  terminal.line(terminal.colours.dim(`  receipt ${result.receiptId}`))
  terminal.result({ text, ...result, ...factsJson(facts), amount: receipt.amount, cost })
  return text
}

/** How an amount is shown whose token this machine does not know. */
const baseUnits: TokenUnit = { symbol: 'base units', decimals: 0 }
