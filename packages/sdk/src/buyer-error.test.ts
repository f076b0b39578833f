import type { Address, MillraceError } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import * as buyerErrors from './buyer-error.ts'
import { describeError, plainLine, quotedTextCharsMax } from './buyer-error.ts'
import * as marketErrors from './market-error.ts'

const node = `0x${'31'.repeat(20)}` as const
const token = { address: node, symbol: 'USDm', decimals: 6 } as const
const why = { chosen: '', considered: [], excluded: [{ node, reason: 'Its offer has expired.' }] }
const errors = { ...buyerErrors, ...marketErrors }
const prices = { inputPrice: 1n, outputPrice: 2n }
const refusal = { code: 'NODE_BUSY', message: 'All slots are taken.', hint: 'Try again shortly.', retryable: true }

const samples: readonly MillraceError[] = [
  new errors.ProviderRefusedError(node, refusal),
  new errors.ProviderUnreachableError(node, 'PEER_UNREACHABLE: No connection.'),
  new errors.ProviderLostError(node),
  new errors.ProviderStalledError(node, 30_000),
  new errors.ProviderEndedError(node, 'preempted', true),
  new errors.ProviderEndedError(node, 'preempted', false),
  new errors.ProviderSlowError(node),
  new errors.AuditorsTooFewError(node, { found: 2, wanted: 3, build: '0xb1' }),
  new errors.AuditorsTooFewError(node, { found: 0, wanted: 3, build: '0xb1' }),
  new errors.AuditorsTooFewError(node, { found: 0, wanted: 3, build: undefined }),
  new errors.TokenUncoveredError(node),
  new errors.HedgeLostError(node),
  new errors.NegotiationFailedError(node, prices, { inputPrice: 2n, outputPrice: 3n }),
  new errors.ReservationNotDueError(node, 1_800_000_000n),
  new errors.StandingOrderExpiredError('stories15m', 1_800_000_000_000),
  new errors.StandingOrdersFullError(1_000),
  new errors.IdempotencyInProgressError(),
  new errors.BuyerStoreTooNewError(9, 2),
  new errors.ProviderMisbehavedError(node, 'it accepted the run twice.'),
  new errors.OverchargedError(node, '4000 input units; the input has at most 111.'),
  new errors.ReceiptMismatchError(node, 'the node did not sign it.'),
  new errors.QuoteRefusedError(node, 'it is dearer than the offer.'),
  new errors.LeasesCrowdedError(node),
  new errors.InsufficientBalanceError(token, 1_000n, 36_700n),
  new errors.ChannelClosingError(node, 1_800_000_000n),
  new errors.ChannelCrowdedError(node),
  new errors.ChannelSignerMismatchError(node, node, `0x${'32'.repeat(20)}` as Address),
  new errors.ChannelDisputedError(node, 'it shows a voucher that this buyer did not sign.'),
  new errors.AskInvalidError('request.temperature: expected <=2, got 3.'),
  new errors.ModelNotOfferedError('gpt-9', ['stories15m']),
  new errors.ModelNotOfferedError('gpt-9', []),
  new errors.ModelAmbiguousError('stories15m', ['0x01', '0x02']),
  new errors.NoOfferError('stories15m', why, true),
  new errors.ProvidersExhaustedError([
    new errors.ProviderRefusedError(node, refusal),
    new errors.QuoteRefusedError(node, 'it has expired.'),
  ]),
  new errors.IdempotencyKeyReusedError(),
  new errors.BuyerStoreError('a voucher could not be kept, so it was not sent.', new Error('disk full')),
  new errors.BuyerStoreInUseError(new Error('locked')),
  new errors.BuyerClosedError(),
]

describe('the errors of a buyer', () => {
  test('say what happened and what to do', () => {
    const texts = samples.map(({ code, message, hint, retryable }) => ({ code, message, hint, retryable }))
    expect(texts).toMatchSnapshot()
  })

  test('are all among the samples', () => {
    const classes = Object.entries(errors).filter(([name]) => name.endsWith('Error') && /^[A-Z]/.test(name))
    const sampled = new Set(samples.map(({ name }) => name))
    expect(classes.map(([name]) => name).filter((name) => !sampled.has(name))).toEqual(['ProviderError'])
  })

  test('never take a provider’s code for their own', () => {
    const [first] = samples
    expect(first).toMatchObject({
      code: 'PROVIDER_REFUSED',
      providerCode: 'NODE_BUSY',
      providerHint: 'Try again shortly.',
    })
  })
})

describe('hostile text', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['a\r\nb\tc\u2028d', 'a b c d'],
    ['\u202etxt.exe', 'txt.exe'],
    ['', ''],
  ])('%j becomes one plain line', (text, line) => {
    expect(plainLine(text)).toBe(line)
  })

  test('is cut', () => {
    expect(plainLine('x'.repeat(10_000))).toHaveLength(quotedTextCharsMax + 1)
  })

  test('of a foreign error is told in a line', () => {
    expect(describeError(new Error('a\nb'))).toBe('a b')
    expect(describeError('thrown text')).toBe('an unknown error')
  })
})
