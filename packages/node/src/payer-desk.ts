/**
 * Who may ask for a quote: a session that its payer has let ask, within what the payer is seen to have. So that slots cannot be
 * held by asking for them: each ask takes from the payer's bucket, and what its unused quotes promise never passes its
 * free balance in Escrow and what is left in its channel here.
 *
 * The chain is read only when the channel does not cover an ask by itself, for proven payers, a bounded number at a time, and
 * again at the earliest after `viewMsMin`.
 */
import type { ChainReader } from '@millrace/chain'
import { type AdmissionLimits, createQuoteAdmission } from '@millrace/matching'
import {
  type Address,
  type Amount,
  channelIdOf,
  digest,
  type Hash,
  type OpeningFrame,
  payerProofType,
  type RecoverSigner,
} from '@millrace/protocol'
import type { ChannelBook, ChannelEntry } from './channel-book.ts'
import { errorFields, type Log } from './log.ts'
import { RefusalError } from './refusal-error.ts'

type QuoteFrame = Extract<OpeningFrame, { type: 'quote' }>

export type PayerDesk = {
  /** @throws {RefusalError} PAYER_UNPROVEN unless the payer lets the session ask. */
  prove(session: Address, frame: QuoteFrame): void
  /**
   * Returns what the payer has for one more quote, read from the chain where its channel here does not cover `wanted`.
   *
   * @throws {RefusalError} BALANCE_UNREADABLE, CHANNEL_UNREADABLE, NODE_BUSY
   */
  spendable(payer: Address, wanted: Amount): Promise<Amount>
  /** Counts a quote in. @throws {RefusalError} BALANCE_TOO_LOW, QUOTES_BUSY */
  admit(ask: {
    readonly payer: Address
    readonly quote: Hash
    readonly amount: Amount
    readonly expiresAt: bigint
  }): void
  /** Counts a quote out: it was ordered on. */
  release(payer: Address, quote: Hash): void
}

type PayerDeskInit = {
  readonly reader: ChainReader
  readonly recoverSigner: RecoverSigner
  readonly separator: Uint8Array
  readonly channels: ChannelBook
  readonly operator: Address
  readonly token: Address
  readonly admission: AdmissionLimits
  readonly balancesMax: number
  readonly readsMax: number
  /** A balance is read again when it is older and does not cover an ask. */
  readonly viewMsMin: number
  /** A balance is read again when it is older. */
  readonly viewMsMax: number
  readonly signal: AbortSignal
  readonly now: () => number
  readonly log: Log
}

type Balance = {
  free: Amount
  /** What was left in the channel, for as long as it is not known here. */
  inChannel: Amount
  readAt: number
  reading: Promise<void> | undefined
}

export function createPayerDesk(init: PayerDeskInit): PayerDesk {
  const { channels, operator, token, now } = init
  const admission = createQuoteAdmission(init.admission)
  const balances = createBalances(init)
  /** What the payer had when it was last looked at. */
  const seen = new Map<Address, Amount>()

  const knownChannel = (payer: Address): ChannelEntry | undefined => {
    const entry = channels.find(channelIdOf(payer, operator, token))
    return entry?.view.state === 'open' ? entry : undefined
  }
  const see = (payer: Address, amount: Amount) => {
    seen.delete(payer)
    seen.set(payer, amount)
    for (const oldest of seen.keys()) {
      if (seen.size <= init.balancesMax) return
      seen.delete(oldest)
    }
  }

  return {
    prove(session, { payer, proof: signed }) {
      if (knownChannel(payer)?.view.signer === session) return
      if (signed === undefined) {
        throw new RefusalError('PAYER_UNPROVEN', 'The payer of no channel known here is asked for, without a proof.')
      }
      const { proof, signature } = signed
      if (proof.payer !== payer || proof.session !== session) {
        throw new RefusalError('PAYER_UNPROVEN', 'The proof is for another payer or another session.')
      }
      if (proof.expiresAt * 1000n <= BigInt(Math.floor(now()))) {
        throw new RefusalError('PAYER_UNPROVEN', `The proof expired at ${proof.expiresAt}.`)
      }
      if (init.recoverSigner(digest(init.separator, payerProofType, proof), signature) !== payer) {
        throw new RefusalError('PAYER_UNPROVEN', 'The signature is not that of the payer here.')
      }
    },
    async spendable(payer, wanted) {
      const held = admission.held(payer, now())
      const inChannel = leftOf(knownChannel(payer))
      if (inChannel >= held + wanted) {
        see(payer, inChannel)
        return inChannel - held
      }
      const allOf = (balance: Balance) => balance.free + (leftOf(knownChannel(payer)) || balance.inChannel)
      const all = allOf(await balances.read(payer, (balance) => allOf(balance) >= held + wanted))
      see(payer, all)
      const free = all - admission.held(payer, now())
      return free > 0n ? free : 0n
    },
    admit({ payer, quote, amount, expiresAt }) {
      const balance = seen.get(payer) ?? 0n
      const answer = admission.admit({ payer, quote, amount, balance, expiresAt: Number(expiresAt) * 1000 }, now())
      if (answer.outcome === 'admitted') return
      const wait = answer.retryInMs === undefined ? '' : ` Try again in ${answer.retryInMs} ms.`
      if (answer.reason === 'balance') {
        throw new RefusalError(
          'BALANCE_TOO_LOW',
          `The payer's balance and channel hold ${balance} for its quotes.${wait}`,
        )
      }
      const problems = {
        rate: 'The payer asks too often.',
        quotes: 'The payer holds as many unused quotes as it may.',
        payers: 'Too many payers ask at a time.',
      }
      throw new RefusalError('QUOTES_BUSY', problems[answer.reason] + wait)
    },
    release(payer, quote) {
      admission.release(payer, quote)
    },
  }
}

function leftOf(entry: ChannelEntry | undefined): Amount {
  if (entry === undefined || entry.view.state !== 'open') return 0n
  const left = entry.view.deposit - entry.ledger.owed
  return left > 0n ? left : 0n
}

/** Balances read from the chain, one read a payer at a time. */
function createBalances({
  reader,
  channels,
  token,
  balancesMax,
  readsMax,
  viewMsMin,
  viewMsMax,
  signal,
  now,
  log,
}: PayerDeskInit) {
  const known = new Map<Address, Balance>()
  let reads = 0

  const read = async (payer: Address, balance: Balance) => {
    reads++
    try {
      balance.free = await reader.escrowBalance(token, payer, { signal })
      // The channel may be new here: money that moved into it has left the balance.
      balance.inChannel = leftOf(await channels.open(payer, viewMsMax))
      balance.readAt = now()
      known.delete(payer)
      known.set(payer, balance)
      for (const oldest of known.keys()) {
        if (known.size <= balancesMax) break
        known.delete(oldest)
      }
    } catch (error) {
      if (error instanceof RefusalError) throw error
      log('warn', 'balance-unreadable', errorFields(error))
      throw new RefusalError('BALANCE_UNREADABLE', "The payer's balance could not be read from the chain.")
    } finally {
      reads--
      balance.reading = undefined
    }
  }

  return {
    async read(payer: Address, isEnough: (balance: Balance) => boolean): Promise<Balance> {
      const balance = known.get(payer) ?? {
        ...{ free: 0n, inChannel: 0n, readAt: Number.NEGATIVE_INFINITY, reading: undefined },
      }
      const ageMs = now() - balance.readAt
      if (ageMs <= (isEnough(balance) ? viewMsMax : viewMsMin)) return balance
      if (balance.reading === undefined && reads >= readsMax) {
        throw new RefusalError('NODE_BUSY', 'Too many balances are being read.')
      }
      balance.reading ??= read(payer, balance)
      await balance.reading
      return balance
    },
  }
}
