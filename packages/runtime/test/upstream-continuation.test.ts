/** What an upstream server is asked when it is to go on with an answer. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChatJob, createUpstreamRuntime, runtimeModelOf, upstreamManifest } from '../src/index.ts'
import { collect, textOf } from './runtime-compliance.ts'

const model = runtimeModelOf(
  upstreamManifest({ name: 'm', workloads: ['chat', 'completion'], contextTokensMax: 4_096 }),
)
const { signal } = new AbortController()
const parameters = { maxTokens: 5, temperature: 0, topP: 1, stop: [] }
const chat: ChatJob = {
  ...{ kind: 'chat', messages: [{ role: 'user', content: 'Count.' }], ...parameters },
  continuation: { text: 'One, two', tokenIds: [1, 2] },
}
const bodies: Record<string, unknown>[] = []
const server = createServer(async (request, response) => {
  let text = ''
  for await (const piece of request) text += String(piece)
  bodies.push(JSON.parse(text))
  const choice = { delta: { content: ', three' }, text: ', three', finish_reason: 'stop' }
  response.end(`data: ${JSON.stringify({ choices: [choice] })}\n\ndata: [DONE]\n\n`)
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

test.for([
  ['assistant-last', {}],
  ['continue-final-message', { add_generation_prompt: false, continue_final_message: true }],
] as const)('a chat goes on after an assistant message, with %s', async ([chatContinuation, flags]) => {
  await using runtime = open({ chatContinuation })
  const generation = await runtime.generate(model.root, chat, { signal })
  expect(textOf(await collect(generation))).toBe(', three')
  expect(bodies.at(-1)).toMatchObject({
    messages: [
      { role: 'user', content: 'Count.' },
      { role: 'assistant', content: 'One, two' },
    ],
    ...flags,
  })
  expect(bodies.at(-1)).not.toHaveProperty('continuation')
})

test('a server not known to go on with chats is not asked to: it would begin a new answer', async () => {
  await using runtime = open({})
  const asked = bodies.length
  await expect(runtime.generate(model.root, chat, { signal })).rejects.toMatchObject({ code: 'BAD_JOB' })
  expect(bodies).toHaveLength(asked)
  expect(runtime.load().running).toBe(0)
})

test('a completion goes on by a longer prompt, and a stop sequence over the seam ends it', async () => {
  await using runtime = open({})
  const job = { kind: 'completion' as const, prompt: 'Count: ', ...parameters, continuation: { text: 'one, two' } }
  expect(textOf(await collect(await runtime.generate(model.root, job, { signal })))).toBe(', three')
  expect(bodies.at(-1)).toMatchObject({ prompt: 'Count: one, two' })
  const chunks = await collect(await runtime.generate(model.root, { ...job, stop: ['two, th'] }, { signal }))
  expect(chunks).toEqual([{ text: '', tokens: 1, finish: 'stop' }])
})

function open(init: Pick<Parameters<typeof createUpstreamRuntime>[0], 'chatContinuation'>) {
  const { port } = server.address() as AddressInfo
  return createUpstreamRuntime({ baseUrl: `http://127.0.0.1:${port}/v1`, models: [{ model }], ...init })
}
