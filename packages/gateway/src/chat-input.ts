/** `POST /v1/chat/completions`: what is accepted, and the conversation it becomes. */
import { messagesPerRequestMax, promptCharsMax } from '@millrace/protocol'
import type { ChatMessage } from '@millrace/sdk'
import * as v from 'valibot'
import { unsupportedParameter, wrongParameter } from './gateway-error.ts'
import type { JsonObject } from './json-body.ts'
import { checkParameters, ignoredParameters, readParameters, type Unserved, unservedGeneration } from './parameters.ts'
import { type SamplingInput, samplingEntries } from './sampling-input.ts'

export type ChatInput = SamplingInput & {
  readonly model: string
  readonly stop: unknown
  readonly messages: readonly ChatMessage[]
}

const schema = v.object({
  ...samplingEntries,
  max_completion_tokens: samplingEntries.max_tokens,
  messages: v.pipe(v.array(v.looseObject({ role: v.string() })), v.minLength(1), v.maxLength(messagesPerRequestMax)),
})

const known: ReadonlySet<string> = new Set([
  ...ignoredParameters,
  'model',
  'messages',
  'stream',
  'stream_options',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'seed',
  'stop',
])

const isEmptyArray = (value: unknown) => Array.isArray(value) && value.length === 0
const unserved: ReadonlyMap<string, Unserved> = new Map(
  Object.entries({
    ...unservedGeneration,
    tools: { asksNothing: isEmptyArray, why: 'tools are not served.' },
    tool_choice: { asksNothing: (value) => value === 'none' || value === 'auto', why: 'tools are not served.' },
    parallel_tool_calls: { asksNothing: (value) => typeof value === 'boolean', why: 'tools are not served.' },
    functions: { asksNothing: isEmptyArray, why: 'functions are not served.' },
    function_call: { asksNothing: (value) => value === 'none' || value === 'auto', why: 'functions are not served.' },
    top_logprobs: { asksNothing: (value) => value === 0, why: 'log probabilities are not served.' },
    response_format: {
      asksNothing: (value) => (value as JsonObject)?.type === 'text',
      why: 'only the response format "text" is served.',
    },
    modalities: {
      asksNothing: (value) => Array.isArray(value) && value.length === 1 && value[0] === 'text',
      why: 'only text is served.',
    },
    audio: { asksNothing: () => false, why: 'only text is served.' },
    prediction: { asksNothing: () => false, why: 'predicted outputs are not served.' },
    web_search_options: { asksNothing: () => false, why: 'web search is not served.' },
    moderation: { asksNothing: () => false, why: 'moderation is not served.' },
    reasoning_effort: { asksNothing: (value) => value === 'none', why: 'reasoning effort is not served.' },
    verbosity: { asksNothing: (value) => value === 'medium', why: 'verbosity is not served.' },
    service_tier: {
      asksNothing: (value) => value === 'auto' || value === 'default',
      why: 'there is one service tier.',
    },
    store: { asksNothing: (value) => value === false, why: 'answers are not stored for later use.' },
  } satisfies { [name: string]: Unserved }),
)

/** Returns the input a body spells. @throws {RequestError} naming the parameter at fault. */
export function readChatInput(body: JsonObject): ChatInput {
  checkParameters(body, known, unserved)
  const input = readParameters(schema, body)
  return { ...input, stop: body.stop, messages: input.messages.map(messageOf) }
}

const roles: { readonly [role: string]: ChatMessage['role'] } = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
}

/** Members of a message that may stand there when they hold nothing: clients send answers back as they came. */
const emptyMembers: ReadonlySet<string> = new Set([
  'refusal',
  'audio',
  'annotations',
  'tool_calls',
  'function_call',
  'name',
  'reasoning_content',
])

function messageOf(message: JsonObject & { readonly role: string }, index: number): ChatMessage {
  const path = `messages[${index}]`
  const { role, content } = message
  if (role === 'tool' || role === 'function') {
    throw unsupportedParameter(`${path}.role`, 'tools are not served, so no message may have this role.')
  }
  const ours = Object.hasOwn(roles, role) ? roles[role] : undefined
  if (ours === undefined) {
    throw wrongParameter(
      `${path}.role`,
      'invalid_value',
      `Invalid value for '${path}.role': supported are 'system', 'developer', 'user' and 'assistant'.`,
    )
  }
  for (const name in message) {
    if (name === 'role' || name === 'content') continue
    const value = message[name]
    if (!emptyMembers.has(name))
      throw wrongParameter(
        `${path}.${name.slice(0, 64)}`,
        'unknown_parameter',
        `Unknown parameter: '${path}.${name.slice(0, 64)}'.`,
      )
    if (value == null || (Array.isArray(value) && value.length === 0) || value === '') continue
    throw unsupportedParameter(`${path}.${name}`, 'only role and text content are served.')
  }
  return { role: ours, content: contentOf(content, `${path}.content`) }
}

/** Text parts are joined by a line break: they are separate pieces of one message. */
function contentOf(content: unknown, path: string): string {
  if (typeof content === 'string') return checkedText(content, path)
  if (content === undefined)
    throw wrongParameter(path, 'missing_required_parameter', `Missing required parameter: '${path}'.`)
  if (!Array.isArray(content)) {
    throw wrongParameter(
      path,
      'invalid_type',
      `Invalid type for '${path}': expected a string or an array of text parts, got ${content === null ? 'null' : typeof content}.`,
    )
  }
  if (content.length === 0) throw wrongParameter(path, 'empty_array', `Invalid '${path}': expected at least one part.`)
  return checkedText(content.map((part, index) => partOf(part, `${path}[${index}]`)).join('\n'), path)
}

function partOf(part: unknown, path: string): string {
  const { type, text } = (typeof part === 'object' && part !== null ? part : {}) as { type?: unknown; text?: unknown }
  if (type === 'text' && typeof text === 'string') return text
  if (type === 'text')
    throw wrongParameter(`${path}.text`, 'invalid_type', `Invalid type for '${path}.text': expected a string.`)
  if (typeof type === 'string') throw unsupportedParameter(`${path}.type`, 'only parts of type "text" are served.')
  throw wrongParameter(path, 'invalid_type', `Invalid type for '${path}': expected a text part.`)
}

function checkedText(text: string, path: string): string {
  if (text.length > promptCharsMax) {
    throw wrongParameter(
      path,
      'string_above_max_length',
      `Invalid '${path}': at most ${promptCharsMax} characters, got ${text.length}.`,
    )
  }
  if (!text.isWellFormed()) {
    throw wrongParameter(
      path,
      'invalid_value',
      `Invalid '${path}': expected well-formed Unicode, got half of a surrogate pair.`,
    )
  }
  return text
}
