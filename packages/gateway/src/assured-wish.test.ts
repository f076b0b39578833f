import { exactnessClasses } from '@millrace/protocol'
import { expect, it } from 'vitest'
import { chatModel, offerOf } from '../test/fake-buyer.ts'
import { assuredNeeds, assuredWish } from './assured-wish.ts'

const usual = { policy: { name: 'sampled', ratePpm: 20_000 } } as const

function offered(exactness: keyof typeof exactnessClasses) {
  const offer = offerOf(chatModel, 'chat')
  return { offers: [{ ...offer, offer: { ...offer.offer, exactness: exactnessClasses[exactness] } }] }
}

it('the gateway’s policy is for answers that can be compared, of the work and terms that are asked for', () => {
  const sampled = { policy: usual.policy, exactnessMin: 'tolerant' }
  expect(assuredWish({}, offered('replayable'), 'chat', usual)).toEqual(sampled)
  expect(assuredWish({}, offered('opaque'), 'chat', usual)).toEqual({})
  expect(assuredWish({}, offered('tolerant'), 'embed', usual)).toEqual({})
  expect(assuredWish({ terms: 'spot' }, offered('tolerant'), 'chat', usual)).toEqual({ terms: 'spot' })
  expect(assuredWish({ exactness: 'opaque' }, offered('tolerant'), 'chat', usual)).toEqual({ exactness: 'opaque' })
  expect(assuredWish({}, offered('tolerant'), 'chat', { policy: { name: 'trust' } })).toEqual({})
})

it('what a request says comes first, also where nobody can do it', () => {
  const trusting = { policy: { name: 'trust' } } as const
  expect(assuredWish(trusting, offered('tolerant'), 'chat', usual)).toEqual(trusting)
  const own = { policy: { name: 'sampled', ratePpm: 1 } } as const
  expect(assuredWish(own, offered('opaque'), 'chat', usual)).toEqual({ ...own, exactnessMin: 'tolerant' })
  expect(() => assuredWish({ ...own, exactness: 'opaque' }, offered('tolerant'), 'chat', usual)).toThrow(
    expect.objectContaining({ code: 'HEADER_INVALID', param: 'millrace-exactness' }),
  )
})

it('the stricter class of the two is needed', () => {
  expect(assuredNeeds({ exactness: 'replayable', exactnessMin: 'tolerant' }).exactnessMin).toBe(
    exactnessClasses.replayable,
  )
  expect(assuredNeeds({ exactness: 'opaque', exactnessMin: 'tolerant' }).exactnessMin).toBe(exactnessClasses.tolerant)
  expect(assuredNeeds({})).toEqual({ exactnessMin: exactnessClasses.opaque, assurance: undefined })
})
