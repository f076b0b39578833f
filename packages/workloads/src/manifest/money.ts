/**
 * Prices as people write them. Amounts stay decimal text with their currency: only the caller knows the token and its base unit.
 */
import type * as v from 'valibot'
import { Refusal, spelled } from './spelled.ts'

/** An amount such as 0.10 USD; the text is exact, without leading zeros. */
export type Money = { readonly amount: string; readonly currency: string }

/** An amount for a span of work. */
export type Rate = Money & { readonly per: 'second' | 'hour' | 'day' }

const amountPattern = '(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})? [A-Za-z][A-Za-z0-9]{1,11}'
const moneyPattern = `^${amountPattern}$`
const ratePattern = `^${amountPattern}/(second|hour|day)$`

/** A schema for `5 USD`. */
export const money: v.GenericSchema<string, Money> = spelled({ type: 'string', pattern: moneyPattern }, (value) => {
  const hint = 'Write the amount, a space and the currency.'
  return typeof value === 'string' && new RegExp(moneyPattern).test(value)
    ? moneyOf(value)
    : new Refusal('an amount such as "5 USD"', hint)
})

/** A schema for `0.10 USD/hour`. */
export const rate: v.GenericSchema<string, Rate> = spelled({ type: 'string', pattern: ratePattern }, (value) => {
  const [, , , per] = typeof value === 'string' ? (new RegExp(ratePattern).exec(value) ?? []) : []
  const isPer = per === 'second' || per === 'hour' || per === 'day'
  return isPer && typeof value === 'string'
    ? { ...moneyOf(value.slice(0, -per.length - 1)), per }
    : new Refusal('an amount for a time, such as "0.10 USD/hour"', 'Times are second, hour and day.')
})

function moneyOf(text: string): Money {
  const [amount = '', currency = ''] = text.split(' ')
  return { amount, currency }
}
