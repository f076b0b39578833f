/**
 * Turns chat messages into the model's own prompt, so that no message can pose as the template.
 *
 * The template (Jinja, from the verified model file) is rendered with a placeholder for each content. Only what the template itself
 * wrote is tokenised with control tokens; contents are tokenised as plain text, so "</s>" in a message is four characters to the
 * model, never its end token.
 */
import { Template } from '@huggingface/jinja'
import type { LlamaModel, Token } from 'node-llama-cpp'
import type { ChatMessage } from '../runtime.ts'
import { BadJobError } from '../runtime-error.ts'
import type { LlamaModule } from './llama-backend.ts'

/** A chat template ready to use. */
export type ChatPrompt = (messages: readonly ChatMessage[]) => Token[]

// From a private-use plane: contents are not in the rendered text, so only a template could collide.
const open = '\u{F0000}'
const close = '\u{F0001}'
const placeholder = new RegExp(`${open}(\\d+)${close}`, 'u')

/** What rendering needs of a loaded model. */
export type ChatPromptModel = Pick<LlamaModel, 'fileInfo' | 'tokens' | 'tokenizer'>

/** Returns a function from messages to tokens (begin token included), or undefined when the model has no template. */
export function createChatPrompt(
  module: Pick<LlamaModule, 'LlamaText' | 'SpecialTokensText'>,
  model: ChatPromptModel,
): ChatPrompt | undefined {
  const source = model.fileInfo.metadata.tokenizer?.chat_template
  if (source === undefined) return undefined
  const template = new Template(source)
  return (messages) => {
    const pieces = renderWithPlaceholders(template, model, messages).split(placeholder)
    requireEveryMessage(pieces, messages)
    // split with one group alternates template text and message index
    const text = pieces.map((piece, index) =>
      index % 2 === 0 ? new module.SpecialTokensText(piece) : (messages[Number(piece)]?.content ?? ''),
    )
    return withBeginToken(model, module.LlamaText(text).tokenize(model.tokenizer))
  }
}

/** Prepends the begin token where the model wants one and the template has not written it. */
export function withBeginToken(model: Pick<LlamaModel, 'tokens'>, tokens: Token[]): Token[] {
  const { bos, shouldPrependBosToken } = model.tokens
  return bos === null || !shouldPrependBosToken || tokens[0] === bos ? tokens : [bos, ...tokens]
}

function renderWithPlaceholders(template: Template, model: ChatPromptModel, messages: readonly ChatMessage[]): string {
  try {
    return template.render({
      messages: messages.map(({ role }, index) => ({ role, content: `${open}${index}${close}` })),
      bos_token: model.tokens.bosString ?? '',
      eos_token: model.tokens.eosString ?? '',
      add_generation_prompt: true,
    })
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : 'unknown reason'
    throw new BadJobError(`the model's chat template refuses these messages (${problem.slice(0, 200)}).`)
  }
}

function requireEveryMessage(pieces: readonly string[], messages: readonly ChatMessage[]): void {
  const used = new Set(pieces.filter((_, index) => index % 2 === 1).map(Number))
  for (const [index, { role }] of messages.entries()) {
    if (!used.has(index))
      throw new BadJobError(`the model's chat template has no place for messages[${index}] (${role}).`)
  }
}
