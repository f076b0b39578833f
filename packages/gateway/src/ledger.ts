/**
 * What each key has spent and set aside. Money is set aside before a run and settled after it, so that requests at the same
 * time can never spend more than the budget: `spent + reserved ≤ budget` holds at every moment, for the total and the day,
 * unless the budget was lowered meanwhile.
 */
import type { Amount } from '@millrace/protocol'
import type { ApiKey } from './api-key.ts'
import type { CostBounds } from './catalog.ts'
import { RefusedForNowError } from './gateway-error.ts'
import { afterSpending, type Balance, type GatewayStore } from './gateway-store.ts'
import type { StoredReceipt } from './receipt-table.ts'

const dayMs = 86_400_000

export type LedgerKey = Pick<ApiKey, 'id' | 'name' | 'budget' | 'budgetPerDay'>

export type Account = {
  key: LedgerKey
  balance: Balance
  /** Base units set aside in all, and in the day of `reservedDay`. */
  reserved: Amount
  reservedInDay: Amount
  reservedDay: number
}

export type Reservation = {
  readonly id: string
  readonly account: Account
  readonly amount: Amount
  readonly day: number
  settled: boolean
}

/** Returns an account that has the key's balance and nothing set aside. */
export function openAccount(key: LedgerKey & Partial<Balance>): Account {
  const { spent = 0n, spentInDay = 0n, day = 0 } = key
  return {
    key,
    balance: { id: key.id, spent, spentInDay, day },
    reserved: 0n,
    reservedInDay: 0n,
    reservedDay: 0,
  }
}

/** Times what is spare that a budget must have left: requests at the same time are worth more than going on after a failure. */
const spareTimes = 64n

/**
 * Sets money aside: `most` where the budget has room, else what it has room for, if that is at least `least`. What is spare comes
 * on top where there is no budget or plenty of it, and in part where there is less.
 *
 * @throws {RefusedForNowError} `BUDGET_EXHAUSTED` when there is no room for `least`.
 */
export function reserve(
  store: GatewayStore,
  account: Account,
  wish: Pick<CostBounds, 'least' | 'most' | 'spare'> & {
    readonly id: string
    readonly nowMs: number
    readonly stored: boolean
  },
): Reservation {
  const day = Math.floor(wish.nowMs / dayMs)
  if (day > account.reservedDay) {
    account.reservedDay = day
    account.reservedInDay = 0n
  }
  const room = roomOf(account, day)
  if (room !== undefined && room.amount < wish.least) throw budgetExhausted(account, room, wish)
  const amount = amountOf(wish, room)
  account.reserved += amount
  account.reservedInDay += amount
  if (wish.stored) store.reserve({ id: wish.id, keyId: account.key.id, amount, day })
  return { id: wish.id, account, amount, day, settled: false }
}

function amountOf({ most, spare }: Pick<CostBounds, 'most' | 'spare'>, room: Room | undefined): Amount {
  if (room === undefined) return most + spare
  if (most > room.amount) return room.amount
  const share = (room.amount - most) / spareTimes
  return most + (share < spare ? share : spare)
}

/** Ends a reservation: what was spent is charged, the rest is free again. A second call does nothing. */
export function settle(
  store: GatewayStore,
  reservation: Reservation,
  outcome: { readonly spent: Amount; readonly receipts?: readonly StoredReceipt[]; readonly stored: boolean },
): void {
  if (reservation.settled) return
  reservation.settled = true
  const { account, amount, day } = reservation
  account.reserved -= amount
  if (account.reservedDay === day) account.reservedInDay -= amount
  account.balance = afterSpending(account.balance, outcome.spent, day)
  store.settle({
    reservationId: outcome.stored ? reservation.id : undefined,
    balance: outcome.stored ? account.balance : undefined,
    receipts: outcome.receipts ?? [],
  })
}

type Room = { readonly amount: Amount; readonly ofDay: boolean }

function roomOf(account: Account, day: number): Room | undefined {
  const { key, balance } = account
  const total = key.budget === undefined ? undefined : key.budget - balance.spent - account.reserved
  const spentInDay = balance.day === day ? balance.spentInDay : 0n
  const inDay = key.budgetPerDay === undefined ? undefined : key.budgetPerDay - spentInDay - account.reservedInDay
  if (inDay !== undefined && (total === undefined || inDay < total)) return { amount: inDay, ofDay: true }
  return total === undefined ? undefined : { amount: total, ofDay: false }
}

function budgetExhausted(account: Account, room: Room, wish: { least: Amount; nowMs: number }): RefusedForNowError {
  const left = `${room.amount > 0n ? room.amount : 0n}${room.ofDay ? ' for today' : ''}`
  return new RefusedForNowError({
    code: 'BUDGET_EXHAUSTED',
    message: `You exceeded your current quota: this request may cost ${wish.least} base units, but the API key "${account.key.name}" has ${left}.`,
    hint: room.ofDay
      ? 'Wait for the next UTC day, ask for fewer tokens, or have the budget raised.'
      : 'Ask for fewer tokens, or have the budget raised.',
    retryAfterSeconds: room.ofDay ? Math.ceil((dayMs - (wish.nowMs % dayMs)) / 1000) : 3600,
    retryable: false,
  })
}
