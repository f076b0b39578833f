import { describe, expect, test } from 'vitest'
import { chatModel } from '../../test/support/buyers.ts'
import { type ObservedRequest, profileSessionsMin, sessionStepsMax, trafficProfile } from './traffic-profile.ts'

const head = { model: chatModel, nonce: `0x${'0f'.repeat(16)}` as const }
const sampling = { maxTokens: 100, temperature: 0.7, topP: 0.9, stop: ['\n'] }

describe('a traffic profile', () => {
  test('keeps what a provider sees of a request but its words', () => {
    const { sessions } = trafficProfile([
      [
        chat([
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'A secret question?' },
        ]),
        {
          ...chat([{ role: 'user', content: 'another, open' }]),
          gapMs: 7_000,
          isFollowUp: true,
          form: 'another, {phrase}',
        },
      ],
      ...filler(),
    ])
    expect(sessions[0]).toEqual({
      steps: [
        {
          gapMs: 0,
          isFollowUp: false,
          shape: {
            kind: 'chat',
            system: 'Be brief.',
            text: { chars: 18, sentences: 1, isOpen: false },
            sampling: { ...sampling, isCounted: false, topK: 5, hasSeed: true },
          },
        },
        {
          gapMs: 7_000,
          isFollowUp: true,
          shape: {
            kind: 'chat',
            text: { chars: 13, sentences: 1, isOpen: true, form: 'another, {phrase}' },
            sampling: { ...sampling, isCounted: false, topK: 5, hasSeed: true },
          },
        },
      ],
    })
    expect(JSON.stringify(sessions)).not.toMatch(/secret|0f0f/)
  })

  test('leaves out what no canary can be, with what follows it', () => {
    const audit: ObservedRequest = { request: { kind: 'audit', ...head, bundle: '{}' }, gapMs: 0, isFollowUp: false }
    const message = { role: 'user' as const, content: 'Go on.' }
    const continued = chat([message])
    const { sessions } = trafficProfile([
      [chat([message]), audit, chat([message])],
      [audit],
      [
        {
          ...continued,
          request: { ...continued.request, continuation: { text: 'And' } } as ObservedRequest['request'],
        },
      ],
      Array.from({ length: sessionStepsMax + 5 }, () => chat([message])),
      ...filler(),
    ])
    expect(sessions.slice(0, 2).map(({ steps }) => steps.length)).toEqual([1, sessionStepsMax])
    expect(sessions).toHaveLength(2 + profileSessionsMin)
  })

  test('refuses too few sessions', () => {
    expect(() => trafficProfile(filler().slice(1))).toThrow(RangeError)
  })
})

function chat(messages: { role: 'system' | 'user' | 'assistant'; content: string }[]): ObservedRequest {
  return { request: { kind: 'chat', ...head, messages, ...sampling, topK: 5, seed: 3 }, gapMs: 0, isFollowUp: false }
}

function filler(): ObservedRequest[][] {
  return Array.from({ length: profileSessionsMin }, () => [
    { request: { kind: 'embed', ...head, inputs: ['A text.'] }, gapMs: 0, isFollowUp: false },
  ])
}
