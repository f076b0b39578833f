/** Any text, cut anywhere, arrives as it was sent: line ends of every kind, half emoji, what looks like events. */
import fc from 'fast-check'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startGateway } from './start-gateway.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startGateway()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const model = 'acme/tiny:chat-1.1b'
const awkward = fc.constantFrom(
  '\u2028',
  '\u2029',
  '\r',
  '\n',
  '\r\n\r\n',
  'data: [DONE]\n\n',
  ': ',
  '\u0000',
  '\ufeff',
  '"',
  '\\',
  '👩‍👩‍👧',
  '\u0085',
  'event: error\n',
)
const text = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), awkward), { maxLength: 12 })
  .map((pieces) => pieces.join(''))

/** Cuts between any two UTF-16 units, surrogate pairs included. */
const cutText = text.chain((whole) =>
  fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 8 }).map((cuts) => {
    const places = [0, ...cuts.sort((a, b) => a - b), whole.length]
    return places.slice(1).map((place, i) => whole.slice(places[i], place))
  }),
)

it('streamed through the openai client', async () => {
  const client = new OpenAI({ apiKey: fixture.secret, baseURL: `${fixture.gateway.url}/v1`, maxRetries: 0 })
  await fc.assert(
    fc.asyncProperty(cutText, fc.boolean(), async (pieces, turns) => {
      fixture.buyer.script = {
        async *chunks() {
          for (const piece of pieces) {
            if (turns) await new Promise((resolve) => setImmediate(resolve))
            yield piece
          }
        },
      }
      const stream = await client.chat.completions.create({
        model,
        messages: [{ role: 'user', content: 'x' }],
        stream: true,
      })
      let got = ''
      for await (const chunk of stream) got += chunk.choices[0]?.delta.content ?? ''
      expect(got).toBe(pieces.join(''))
    }),
    { numRuns: 200 },
  )
})

it('in one piece, and back in a receipt', async () => {
  await fc.assert(
    fc.asyncProperty(cutText, text, async (pieces, prompt) => {
      fixture.buyer.script = { chunks: () => pieces }
      const response = await fixture.chat({ messages: [{ role: 'user', content: prompt }] })
      const answer = (await response.json()) as { choices: { message: { content: string } }[] }
      expect(answer.choices[0]?.message.content).toBe(pieces.join(''))
      const receipt = await fixture.call(`/v1/receipts/${response.headers.get('millrace-receipt')}`)
      expect(await receipt.json()).toMatchObject({
        request: { messages: [{ content: prompt }] },
        response: { text: pieces.join('') },
      })
    }),
    { numRuns: 100 },
  )
})
