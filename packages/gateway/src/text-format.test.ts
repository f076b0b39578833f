import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chatFormat, completionFormat } from './text-format.ts'

const root = `0x${'a'.repeat(64)}` as const
const text = fc.string({ unit: 'binary' })

it.each([
  ['chat', chatFormat],
  ['completion', completionFormat],
] as const)('every %s event is one line of JSON, whatever the text and the name', (_name, format) => {
  fc.assert(
    fc.property(text, text, fc.boolean(), (model, delta, includeUsage) => {
      const made = format({ id: '1', created: 2, model, root, includeUsage })
      const events = [
        made.opening,
        made.delta(delta),
        made.closing('stop', { inputUnits: 1, outputUnits: 2 }, 3n, [root]),
      ]
      for (const event of events.join('').split('\n\n').slice(0, -1)) {
        if (event.startsWith(':') || event === 'data: [DONE]') continue
        expect(JSON.parse(event.slice('data: '.length))).toMatchObject({ model, created: 2 })
      }
      const whole = JSON.parse(made.whole(delta, 'length', { inputUnits: 1, outputUnits: 2 }))
      expect(whole).toMatchObject({ model, usage: { total_tokens: 3 }, choices: [{ finish_reason: 'length' }] })
    }),
  )
})

it('the events of a chat are these', () => {
  const format = chatFormat({ id: '1', created: 2, model: 'm', root, includeUsage: true })
  const events =
    format.opening + format.delta('a') + format.closing('stop', { inputUnits: 1, outputUnits: 2 }, 3n, [root])
  expect(events).toMatchInlineSnapshot(`
    "data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":2,"model":"m","system_fingerprint":"fp_aaaaaaaaaaaa","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}

    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":2,"model":"m","system_fingerprint":"fp_aaaaaaaaaaaa","choices":[{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}],"usage":null}

    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":2,"model":"m","system_fingerprint":"fp_aaaaaaaaaaaa","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}

    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":2,"model":"m","system_fingerprint":"fp_aaaaaaaaaaaa","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"millrace":{"cost":"3","receipt":"0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}

    : millrace-cost=3 millrace-receipt=0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

    data: [DONE]

    "
  `)
})
