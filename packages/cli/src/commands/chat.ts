/** `millrace chat`: talk to a model through a gateway, streaming, with what each answer cost. */
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { askGateway, type ChatTurn, fetchGateway } from '../gateway-client.ts'
import { type GatewayOptions, gatewayOf, withGatewayOptions } from '../gateway-options.ts'
import { chatModel } from '../local/plan.ts'
import { wholeNumber } from '../option-values.ts'
import type { Terminal } from '../terminal.ts'

type Options = GatewayOptions & { model: string; system?: string; maxTokens: string; json?: boolean }
type Gateway = Awaited<ReturnType<typeof gatewayOf>>

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
    .option('--json', 'print one JSON object per answer')
    .addHelpText('after', '\nExample:\n  $ millrace chat "Name three rivers."\n  $ millrace chat --model stories15m')
  withGatewayOptions(command).action((question: string[], options: Options) =>
    chat(context, question.join(' '), options),
  )
}

async function chat(context: Context, question: string, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const gateway = await gatewayOf(context, options)
  const turns: ChatTurn[] = options.system === undefined ? [] : [{ role: 'system', content: options.system }]
  if (question !== '')
    return answer(context, terminal, gateway, options, [...turns, { role: 'user', content: question }]).then(
      () => undefined,
    )
  terminal.line(terminal.colours.dim(`Talking to ${options.model}. An empty line or Ctrl-D ends.`))
  const prompts = createInterface({
    input: context.streams.in,
    output: context.streams.err,
    terminal: context.streams.in.isTTY === true,
  })
  const close = (): void => prompts.close()
  context.signal.addEventListener('abort', close, { once: true })
  prompts.setPrompt(terminal.colours.bold('you> '))
  prompts.prompt()
  for await (const line of prompts) {
    if (line.trim() === '') break
    turns.push({ role: 'user', content: line })
    const text = await answer(context, terminal, gateway, options, turns.slice(-chatTurnsMax))
    turns.push({ role: 'assistant', content: text })
    prompts.prompt()
  }
  close()
}

async function answer(
  context: Context,
  terminal: Terminal,
  gateway: Gateway,
  options: Options,
  messages: readonly ChatTurn[],
): Promise<string> {
  const { signal } = context
  let text = ''
  const result = await askGateway(
    gateway,
    { model: options.model, messages, maxTokens: wholeNumber(options.maxTokens, '--max-tokens', 1, 1_000_000) },
    {
      signal,
      onText: (piece) => {
        text += piece
        terminal.write(piece)
      },
    },
  )
  const bundle = (await (await fetchGateway(gateway, `/v1/receipts/${result.receiptId}`, { signal })).json()) as {
    receipt: { amount: string }
  }
  terminal.line(
    terminal.colours.dim(
      `\n  ${result.outputTokens} tokens, ${bundle.receipt.amount} base units, receipt ${result.receiptId}`,
    ),
  )
  terminal.result({ text, ...result, amount: bundle.receipt.amount })
  return text
}
