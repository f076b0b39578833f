import { offerTerms, zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { endedEarly, noticeSlackMs, type SeenEnd } from './ended-early.ts'

const node = zeroHash.slice(0, 42) as `0x${string}`
const spot: SeenEnd = {
  quote: { node, terms: offerTerms.spot, noticeSeconds: 30 },
  availableUntil: 10_000n,
  noticedAt: 1_000_000,
  endedAt: 1_030_000,
}

test('whole answers, and what this side ended, are no failures', () => {
  for (const finish of ['stop', 'length', 'cancelled'] as const) expect(endedEarly(finish, spot)).toBeUndefined()
})

test.each<[string, Partial<SeenEnd>, boolean]>([
  ['after its notice', {}, true],
  ['as long after it as frames may differ', { endedAt: 1_030_000 - noticeSlackMs }, true],
  ['a moment sooner', { endedAt: 1_029_999 - noticeSlackMs }, false],
  ['without a notice', { noticedAt: undefined }, false],
  ['when the offer says that it closes', { endedAt: 1_005_000, availableUntil: 1_005n }, true],
  ['when it closes, without a notice', { noticedAt: undefined, endedAt: 1_005_000, availableUntil: 1_005n }, false],
  ['though it was no spot work', { quote: { ...spot.quote, terms: offerTerms.posted } }, false],
])('work taken back %s', (_when, seen, isAnnounced) => {
  expect(endedEarly('preempted', { ...spot, ...seen })).toMatchObject({ code: 'PROVIDER_ENDED_EARLY', isAnnounced })
})

test('no notice excuses what is not spot work taken back', () => {
  for (const finish of ['failed', 'payment-lagged'] as const) {
    expect(endedEarly(finish, spot)).toMatchObject({ isAnnounced: false })
  }
})
