import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyRequest, anyResponse } from '../test/support/arbitraries.ts'
import { hostileJson } from '../test/support/hostile.ts'
import { outcomeOf } from '../test/support/outcome.ts'
import { MalformedError } from './malformed-error.ts'
import {
  embedInputsMax,
  maxTokensMax,
  messagesPerRequestMax,
  parseRequest,
  promptCharsMax,
  requestHash,
  responseHash,
  stopSequenceCharsMax,
  stopSequencesMax,
} from './request.ts'

const common = { model: `0x${'a'.repeat(64)}`, nonce: `0x${'0'.repeat(32)}` }
const sampling = { maxTokens: 1, temperature: 0, topP: 1, stop: [] as string[] }
const completion = { kind: 'completion', prompt: '', ...common, ...sampling }
const chat = { kind: 'chat', messages: [{ role: 'user', content: '' }], ...common, ...sampling }
const embed = { kind: 'embed', inputs: [''], ...common }
const batch = {
  kind: 'batch',
  ...common,
  program: 'AGFzbQEAAAA=',
  inputs: ['', 'AA=='],
  gasMax: String(2n ** 63n - 1n),
  memoryPagesMax: 16,
  entropy: `0x${'07'.repeat(32)}`,
}

describe('requests', () => {
  test('JSON and back is the identity, and hashes the same', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const again = parseRequest(JSON.parse(JSON.stringify(request)))
        expect(again).toEqual(request)
        expect(requestHash(again)).toBe(requestHash(request))
      }),
    )
  })

  test('any other request has another hash', () => {
    fc.assert(
      fc.property(anyRequest, anyRequest, (a, b) => {
        expect(requestHash(a) === requestHash(b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
      }),
    )
  })

  test('any other response has another hash', () => {
    fc.assert(
      fc.property(anyResponse, anyResponse, (a, b) => {
        expect(responseHash(a) === responseHash(b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
      }),
    )
  })

  test('the nonce changes the hash', () => {
    const other = { ...completion, nonce: `0x${'0'.repeat(31)}1` }
    expect(requestHash(parseRequest(other))).not.toBe(requestHash(parseRequest(completion)))
  })

  test.each([
    ['completion at its limits', { ...completion, prompt: 'x'.repeat(promptCharsMax), maxTokens: maxTokensMax }],
    ['stop at its limits', { ...completion, stop: new Array(stopSequencesMax).fill('x'.repeat(stopSequenceCharsMax)) }],
    ['chat at its limits', { ...chat, messages: new Array(messagesPerRequestMax).fill(chat.messages[0]) }],
    ['embed at its limits', { ...embed, inputs: new Array(embedInputsMax).fill('') }],
    ['the largest seed', { ...completion, seed: 2 ** 32 - 1 }],
  ])('%s is accepted', (_name, json) => {
    expect(parseRequest(json)).toEqual(json)
  })

  test.each([
    ['prompt', { ...completion, prompt: 'x'.repeat(promptCharsMax + 1) }],
    ['prompt', { ...completion, prompt: '\ud800' }],
    ['prompt', { ...completion, prompt: undefined }],
    ['maxTokens', { ...completion, maxTokens: 0 }],
    ['maxTokens', { ...completion, maxTokens: maxTokensMax + 1 }],
    ['maxTokens', { ...completion, maxTokens: 1.5 }],
    ['temperature', { ...completion, temperature: -0.1 }],
    ['temperature', { ...completion, temperature: 2.1 }],
    ['temperature', { ...completion, temperature: Number.NaN }],
    ['topP', { ...completion, topP: 0 }],
    ['topP', { ...completion, topP: 1.1 }],
    ['topP', { ...completion, topP: null }],
    ['seed', { ...completion, seed: 2 ** 32 }],
    ['seed', { ...completion, seed: -1 }],
    ['stop', { ...completion, stop: new Array(stopSequencesMax + 1).fill('x') }],
    ['stop.0', { ...completion, stop: [''] }],
    ['stop.0', { ...completion, stop: ['x'.repeat(stopSequenceCharsMax + 1)] }],
    ['stop.0', { ...completion, stop: ['\udfff'] }],
    ['nonce', { ...completion, nonce: '0x00' }],
    ['model', { ...completion, model: `0x${'A'.repeat(64)}` }],
    ['extra', { ...completion, extra: 1 }],
    ['messages', { ...chat, messages: [] }],
    ['messages', { ...chat, messages: new Array(messagesPerRequestMax + 1).fill(chat.messages[0]) }],
    ['messages', { ...chat, messages: new Array(2).fill({ role: 'user', content: 'x'.repeat(promptCharsMax) }) }],
    ['messages.0.role', { ...chat, messages: [{ role: 'tool', content: '' }] }],
    ['messages.0.name', { ...chat, messages: [{ role: 'user', content: '', name: 'x' }] }],
    ['inputs', { ...embed, inputs: [] }],
    ['inputs', { ...embed, inputs: new Array(embedInputsMax + 1).fill('') }],
    ['inputs', { ...embed, inputs: new Array(2).fill('x'.repeat(promptCharsMax)) }],
    ['kind', { ...embed, kind: 'render' }],
    ['program', { ...batch, program: 'AA=' }],
    ['program', { ...batch, program: '' }],
    ['inputs', { ...batch, inputs: [] }],
    ['gasMax', { ...batch, gasMax: String(2n ** 63n) }],
    ['gasMax', { ...batch, gasMax: '01' }],
    ['args.0', { ...batch, args: ['a\0b'] }],
    ['memoryPagesMax', { ...batch, memoryPagesMax: 65_537 }],
    ['entropy', { ...batch, entropy: '0x00' }],
    ['bundle', { kind: 'audit', bundle: '', ...common }],
    ['topK', { ...chat, topK: 0 }],
    ['minP', { ...chat, minP: 1.5 }],
    ['temperature', { ...embed, temperature: 1 }],
  ])('a wrong %s is refused by name (case %#)', (field, json) => {
    expect(outcomeOf(() => parseRequest(json))).toMatchObject({ error: { field: `request.${field}` } })
  })

  test('anything else gives a typed error', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(outcomeOf(() => parseRequest(value))).toHaveProperty('error')
      }),
    )
  })

  test('hostile values in any field give a typed error or a request that can be hashed', () => {
    fc.assert(
      fc.property(fc.constantFrom(completion, chat, embed), fc.nat(), hostileJson, (request, at, hostile) => {
        const names = Object.keys(request)
        const name = names[at % names.length] ?? ''
        const outcome = outcomeOf(() => parseRequest({ ...request, [name]: jsonOf(hostile) }))
        if ('value' in outcome) expect(requestHash(outcome.value)).toMatch(/^0x[0-9a-f]{64}$/)
        else expect(outcome.error).toBeInstanceOf(MalformedError)
      }),
    )
  })
})

function sorted(value: object): unknown {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
