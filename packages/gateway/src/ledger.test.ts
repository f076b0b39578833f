import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openGatewayStore } from './gateway-store.ts'
import { openAccount, type Reservation, reserve, settle } from './ledger.ts'

const dayMs = 86_400_000
const step = fc.oneof(
  fc.record({
    kind: fc.constant('reserve'),
    least: fc.bigInt(0n, 60n),
    more: fc.bigInt(0n, 60n),
    spare: fc.bigInt(0n, 9n),
  }),
  fc.record({ kind: fc.constant('settle'), which: fc.nat(20), share: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: dayMs }) }),
)

it('spent and set aside never pass the budget, in all or in a day', async () => {
  const store = openGatewayStore(':memory:')
  fc.assert(
    fc.property(
      fc.bigInt(0n, 300n),
      fc.bigInt(0n, 300n),
      fc.array(step, { maxLength: 60 }),
      (budget, perDay, steps) => {
        const account = openAccount({ id: 'k', name: 'k', budget, budgetPerDay: perDay })
        const open: Reservation[] = []
        let nowMs = 20_000 * dayMs
        let spent = 0n
        for (const [index, action] of steps.entries()) {
          if (action.kind === 'wait') nowMs += action.ms
          if (action.kind === 'settle') {
            const [reservation] = open.splice(action.which % Math.max(1, open.length), 1)
            if (reservation === undefined) continue
            const cost = (reservation.amount * BigInt(action.share)) / 100n
            settle(store, reservation, { spent: cost, stored: false })
            settle(store, reservation, { spent: cost, stored: false })
            spent += cost
          }
          if (action.kind === 'reserve') {
            const wish = {
              id: String(index),
              least: action.least,
              most: action.least + action.more,
              spare: action.spare,
              nowMs,
              stored: false,
            }
            const before = [account.reserved, account.balance]
            try {
              const reservation = reserve(store, account, wish)
              expect(reservation.amount >= wish.least && reservation.amount <= wish.most + wish.spare).toBe(true)
              open.push(reservation)
            } catch (error) {
              expect(error).toMatchObject({ code: 'BUDGET_EXHAUSTED' })
              expect([account.reserved, account.balance]).toEqual(before)
            }
          }
          const reserved = open.reduce((sum, { amount }) => sum + amount, 0n)
          expect(account.balance.spent).toBe(spent)
          expect(account.reserved).toBe(reserved)
          expect(spent + reserved <= budget).toBe(true)
          const day = Math.floor(nowMs / dayMs)
          const reservedToday = open.reduce((sum, one) => (one.day === day ? sum + one.amount : sum), 0n)
          const spentToday = account.balance.day === day ? account.balance.spentInDay : 0n
          expect(spentToday + reservedToday <= perDay).toBe(true)
        }
      },
    ),
    { numRuns: 300 },
  )
  await store.close()
})

it('what is spare is set aside where there is plenty, and takes no room from requests at the same time where there is not', async () => {
  const store = openGatewayStore(':memory:')
  const wish = { id: 'a', least: 10n, most: 10n, spare: 30n, nowMs: 0, stored: false }
  const amountOf = (budget: bigint | undefined): bigint =>
    reserve(store, openAccount({ id: 'k', name: 'k', ...(budget !== undefined && { budget }) }), wish).amount
  expect([undefined, 10_000n, 1_290n, 650n, 40n, 10n].map(amountOf)).toEqual([40n, 40n, 30n, 20n, 10n, 10n])
  await store.close()
})
