/**
 * What must hold after churn, by what each side holds by itself: the client's streams, the buyer's books, the providers' books
 * and files, and the chain.
 */
import { type Hash, receiptIdOf } from '@millrace/protocol'
import type { PartCount } from '../live-network/buyer-actor.ts'
import { creditTokens, storyPrices } from '../live-network/live-network.ts'
import { storyOf } from '../live-network/story-model.ts'
import type { ChurnResult, ProviderEnd } from './run.ts'

/** Share of the requests that may fail for their clients; less than this. */
export const failedShareMax = 0.005

/** Base units that one increment of a voucher is worth: what a run that is cut off may have cost unseen. */
const incrementMax = (BigInt(creditTokens) * storyPrices.outputPrice) / 1_000_000n

/** Returns every violation, in a sentence each. */
export function checkChurn(result: ChurnResult): readonly string[] {
  return [
    ...streamProblems(result),
    ...answerProblems(result),
    ...result.providers.flatMap((end) => providerProblems(result, end)),
    ...bookProblems(result),
    ...receiptProblems(result),
    ...retryProblems(result),
  ]
}

/** Every stream is whole and right, or its client was told why it is not. */
function streamProblems({ options, streams }: ChurnResult): readonly string[] {
  const problems = streams.flatMap(({ number, streamed }) => {
    const whole = storyOf(number, options.pace.words)
    if (streamed.error === 'UNTYPED') return [`The stream of request ${number} ended without a word.`]
    if (streamed.error !== undefined) {
      return whole.startsWith(streamed.text) ? [] : [`What came of request ${number} is not the start of its answer.`]
    }
    return streamed.text === whole ? [] : [`The answer to request ${number} differs: ${streamed.text}`]
  })
  const failed = streams.filter(({ streamed }) => streamed.error !== undefined)
  const isTooMany = failed.length >= failedShareMax * options.requests
  const codes = failed.map(({ streamed }) => streamed.error).join(', ')
  const tooMany =
    isTooMany && failed.length > 0 ? [`${failed.length} of ${streams.length} streams failed: ${codes}.`] : []
  const missing = streams.length === options.requests ? [] : [`${streams.length} of ${options.requests} were asked.`]
  return [...problems, ...tooMany, ...missing]
}

/** The parts of an answer together are the answer, each token once, and cost what its client was charged. */
function answerProblems({ options, streams, answers }: ChurnResult): readonly string[] {
  const answerOf = new Map(answers.map((answer) => [answer.number, answer]))
  const twice = answers.length === answerOf.size ? [] : ['A request had two answers.']
  const problems = streams.flatMap(({ number, streamed }) => {
    const parts = answerOf.get(number)?.parts
    if (streamed.error !== undefined) return []
    if (parts === undefined) return [`The answer to request ${number} came from nobody.`]
    const [units, amount] = [sumOf(parts.map(({ outputUnits }) => BigInt(outputUnits))), sumOf(parts.map(amountOf))]
    return [
      ...(units === BigInt(options.pace.words) ? [] : [`The parts of answer ${number} have ${units} tokens.`]),
      ...(amount === streamed.cost ? [] : [`Answer ${number} cost ${amount}, and ${streamed.cost} was charged.`]),
      ...(parts.every((part) => part.amount === chargeOf(part)) ? [] : [`A part of answer ${number} is mispriced.`]),
    ]
  })
  return [...twice, ...problems]
}

/**
 * Each is paid what it delivered: the buyer's count, its vouchers, the node's books and the chain say the same. A survivor whose
 * connection broke may claim an increment for what was under way; a killed one claims nothing.
 */
function providerProblems({ answers, books }: ChurnResult, end: ProviderEnd): readonly string[] {
  const { provider, killed, file, channel } = end
  const name = `${killed ? 'the killed' : 'the'} provider ${provider.node}`
  const parts = partsAt(answers, end)
  const delivered = sumOf(parts.map(amountOf))
  const signed = books.channels.find(({ operator }) => operator === provider.operator)?.signed ?? 0n
  const equal = (what: string, amount: bigint | undefined, to: bigint): readonly string[] =>
    amount === to ? [] : [`Of ${name}, ${what} is ${amount}, and it should be ${to}.`]
  const most = (what: string, amount: bigint, to: bigint): readonly string[] =>
    amount <= to ? [] : [`Of ${name}, ${what} is ${amount}, and it should be ${to} at most.`]
  if (killed) {
    return [
      ...most('what vouchers promise', signed, delivered),
      ...most('the best voucher in its file', file.vouchers, signed),
      ...equal('what was redeemed', channel.redeemed, 0n),
    ]
  }
  return [
    ...most('what it delivered', delivered, signed),
    ...most('what vouchers promise', signed, delivered + claimableOf(answers, end)),
    ...equal('what it is owed', end.books?.owed, signed),
    ...equal('what its file says is owed', file.owed, signed),
    ...equal('the best voucher in its file', file.vouchers, signed),
    ...equal('what was redeemed', channel.redeemed, signed),
  ]
}

/** What the buyer says it has spent is the sum of its vouchers, and what it owes is what the parts come to. */
function bookProblems({ answers, books, providers }: ChurnResult): readonly string[] {
  const vouchers = sumOf(books.vouchers.map(amountOf))
  const parts = sumOf(answers.flatMap((answer) => answer.parts).map(amountOf))
  const signed = sumOf(books.channels.map((channel) => channel.signed))
  const owed = sumOf(books.channels.map((channel) => channel.owed))
  const claimable = sumOf(providers.map((end) => claimableOf(answers, end)))
  const isOwed = owed >= parts && owed <= parts + claimable
  return [
    ...(vouchers === books.spent ? [] : [`The buyer says ${books.spent}, and its vouchers say ${vouchers}.`]),
    ...(signed === books.spent ? [] : [`The buyer says ${books.spent}, and its channels say ${signed}.`]),
    ...(isOwed ? [] : [`The channels owe ${owed}, and the parts of all answers come to ${parts}.`]),
  ]
}

/** No run has two receipts, and no survivor has one that the buyer knows nothing of, but for connections that broke. */
function receiptProblems({ answers, retryAnswers, providers }: ChurnResult): readonly string[] {
  const held = answers.flatMap(({ parts }) =>
    parts.flatMap(({ bundle, receiptId }) => (bundle === undefined ? [] : receiptId)),
  )
  const known = new Set(held)
  const signed = providers.flatMap(({ file }) => file.receipts.map(idOf))
  const all = new Set(signed)
  const anew = retryAnswers.flatMap(({ parts }) => parts).filter((part) => !part.replayed)
  return [
    ...(known.size === held.length ? [] : ['The buyer holds two receipts of one run.']),
    ...(all.size === signed.length ? [] : ['Two receipts name the same lease and sequence.']),
    ...held.filter((id) => !all.has(id)).map((id) => `The receipt ${id} is in no file.`),
    ...providers.filter(({ killed }) => !killed).flatMap((end) => unknownProblems(answers, end, known)),
    ...anew.map((part) => `A retry ran anew at ${part.node}.`),
  ]
}

function unknownProblems(
  answers: ChurnResult['answers'],
  end: ProviderEnd,
  known: ReadonlySet<string>,
): readonly string[] {
  const unknown = end.file.receipts.map(idOf).filter((id) => !known.has(id))
  if (unknown.length <= cutOf(answers, end)) return []
  return unknown.map((id) => `The survivor ${end.provider.node} signed ${id}, of which the buyer knows nothing.`)
}

function partsAt(answers: ChurnResult['answers'], { provider }: ProviderEnd): readonly PartCount[] {
  return answers.flatMap(({ parts }) => parts).filter(({ node }) => node === provider.node)
}

/** Parts of it that ended without a receipt. */
function cutOf(answers: ChurnResult['answers'], end: ProviderEnd): number {
  return partsAt(answers, end).filter(({ bundle }) => bundle === undefined).length
}

/** Base units that it may yet claim. */
function claimableOf(answers: ChurnResult['answers'], end: ProviderEnd): bigint {
  return end.killed ? 0n : BigInt(cutOf(answers, end)) * incrementMax
}

/** Nothing was told to its end twice, and a retry brings the same answer and costs nothing. */
function retryProblems({ options, providers, retried }: ChurnResult): readonly string[] {
  const ends = new Map<number, number>()
  for (const { ends: own } of providers) {
    for (const [number, count] of own ?? []) ends.set(number, (ends.get(number) ?? 0) + count)
  }
  const twice = [...ends].filter(([, count]) => count > 1)
  return [
    ...twice.map(([number, count]) => `Request ${number} was answered to the end ${count} times.`),
    ...retried.flatMap(({ number, streamed }) => {
      const isSame = streamed.text === storyOf(number, options.pace.words) && streamed.error === undefined
      return [
        ...(isSame ? [] : [`The retry of request ${number} brought something else (${streamed.error}).`]),
        ...(streamed.cost === 0n ? [] : [`The retry of request ${number} cost ${streamed.cost}.`]),
      ]
    }),
  ]
}

function chargeOf({ inputUnits, outputUnits }: PartCount): bigint {
  const { inputPrice, outputPrice } = storyPrices
  return (BigInt(inputUnits) * inputPrice + BigInt(outputUnits) * outputPrice) / 1_000_000n
}

function idOf({ leaseId, sequence }: ProviderEnd['file']['receipts'][number]): Hash {
  return receiptIdOf(leaseId, sequence)
}

function amountOf({ amount }: { readonly amount: bigint }): bigint {
  return amount
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}
