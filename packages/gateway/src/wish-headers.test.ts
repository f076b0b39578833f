import { describe, expect, it } from 'vitest'
import { wishHeaderCharsMax, wishOf as wishOfHeaders } from './wish-headers.ts'

const wishOf = (headers: Parameters<typeof wishOfHeaders>[0]) => wishOfHeaders(headers, { sampledRatePpm: 20_000 })

describe('what headers wish for', () => {
  it('is nothing without them', () => {
    expect(wishOf({})).toEqual({})
  })

  it('is read whole', () => {
    const headers = {
      'millrace-regions': 'western-europe, northern-europe,western-europe',
      'millrace-terms': 'spot',
      'millrace-round-trip-ms-max': '40',
      'millrace-first-token-ms-max': '900',
      'millrace-deadline-ms': '5000',
      'millrace-hedge': '250',
      'millrace-exactness': 'replayable',
      'millrace-policy': 'sampled:5%',
    }
    expect(wishOf(headers)).toEqual({
      regions: ['western-europe', 'northern-europe'],
      terms: 'spot',
      roundTripMsMax: 40,
      firstTokenMsMax: 900,
      deadlineMs: 5_000,
      hedge: { afterMs: 250 },
      exactness: 'replayable',
      policy: { name: 'sampled', ratePpm: 50_000 },
    })
    expect(wishOf({ 'millrace-hedge': 'on' })).toEqual({ hedge: {} })
    expect(wishOf({ 'millrace-hedge': 'off' })).toEqual({ hedge: 'off' })
    expect(wishOf({ 'millrace-policy': 'trust' })).toEqual({ policy: { name: 'trust' } })
    expect(wishOf({ 'millrace-policy': 'sampled' })).toEqual({ policy: { name: 'sampled', ratePpm: 20_000 } })
  })

  it.each([
    ['millrace-regions', 'atlantis'],
    ['millrace-regions', ''],
    ['millrace-regions', 'western-europe,'.repeat(wishHeaderCharsMax)],
    ['millrace-terms', 'toString'],
    ['millrace-terms', 'SPOT'],
    ['millrace-round-trip-ms-max', '-1'],
    ['millrace-first-token-ms-max', '1e3'],
    ['millrace-deadline-ms', '0'],
    ['millrace-deadline-ms', '600001'],
    ['millrace-hedge', 'yes'],
    ['millrace-exactness', 'toString'],
    ['millrace-policy', 'sampled:0%'],
    ['millrace-policy', 'replicas:2/3'],
    ['millrace-policy', 'attested'],
  ])('%s: %s is refused by name', (name, value) => {
    expect(() => wishOf({ [name]: value })).toThrow(expect.objectContaining({ code: 'HEADER_INVALID', param: name }))
  })
})
