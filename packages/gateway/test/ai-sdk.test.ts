/** The `ai` SDK with its OpenAI-compatible provider, unmodified, against the gateway. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { embed, embedMany, generateText, streamText } from 'ai'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { providerError } from './fake-buyer.ts'
import { type Fixture, startGateway } from './start-gateway.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startGateway()
})
afterAll(() => fixture[Symbol.asyncDispose]())
beforeEach(() => {
  fixture.buyer.script = {}
  fixture.buyer.asks.length = 0
})

const provider = () =>
  createOpenAICompatible({
    name: 'millrace',
    apiKey: fixture.secret,
    baseURL: `${fixture.gateway.url}/v1`,
    includeUsage: true,
  })

it('generates text', async () => {
  const answer = await generateText({
    model: provider()('acme/tiny:chat-1.1b'),
    instructions: 'Be brief.',
    prompt: 'Say hello.',
    temperature: 0.5,
    maxOutputTokens: 9,
    seed: 3,
    stopSequences: ['END'],
  })
  expect(answer.text).toBe('Hello world')
  expect(answer.finishReason).toBe('stop')
  expect(answer.usage).toMatchObject({ inputTokens: 10, outputTokens: 2 })
  expect(fixture.buyer.asks[0]?.ask).toMatchObject({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Say hello.' },
    ],
    maxTokens: 9,
    temperature: 0.5,
    seed: 3,
    stop: ['END'],
  })
})

it('streams text, with usage', async () => {
  const answer = streamText({ model: provider()('acme/tiny:chat-1.1b'), prompt: 'Say hello.' })
  expect(await Array.fromAsync(answer.textStream)).toEqual(['Hello', ' world'])
  expect(await answer.finishReason).toBe('stop')
  expect(await answer.usage).toMatchObject({ inputTokens: 10, outputTokens: 2 })
})

it('completes text', async () => {
  const answer = await generateText({ model: provider().completionModel('acme/tiny:chat-1.1b'), prompt: 'Once' })
  expect(answer.text).toBe('Hello world')
})

it('embeds', async () => {
  const model = provider().embeddingModel('mini-embed')
  expect((await embed({ model, value: 'a' })).embedding).toEqual([0.5, -0.25, 1])
  expect((await embedMany({ model, values: ['a', 'b'] })).embeddings).toHaveLength(2)
})

it('reports errors with their status', async () => {
  fixture.buyer.script = { refuse: () => providerError('INPUT_TOO_LONG') }
  const asking = generateText({ model: provider()('acme/tiny:chat-1.1b'), prompt: 'x', maxRetries: 0 })
  await expect(asking).rejects.toMatchObject({ statusCode: 400, message: expect.stringContaining('INPUT_TOO_LONG') })
})
