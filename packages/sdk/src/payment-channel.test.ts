import { type Address, type Amount, channelIdOf } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPaymentChannel, type Tab } from './payment-channel.ts'

const operator = `0x${'a1'.repeat(20)}` as const
const token = `0x${'d0'.repeat(20)}` as const
const channelId = channelIdOf(`0x${'99'.repeat(20)}` as Address, operator, token)

function channelOf({ deposit = 1_000n, signed = 0n, allowance = 0n } = {}) {
  return createPaymentChannel({ channelId, epoch: 1n, operator, token, deposit, signed, allowance })
}

describe('a payment channel', () => {
  test('signs at half an increment and at the end', () => {
    const channel = channelOf()
    const tab = channel.openTab({ cap: 100n, increment: 10n })
    expect(tab?.countTo(4n)).toBe(true)
    expect(tab?.due()).toBe(false)
    expect(tab?.countTo(5n)).toBe(true)
    expect(tab?.due()).toBe(true)
    expect(channel.take()).toBe(5n)
    expect(tab?.due()).toBe(false)
    tab?.countTo(7n)
    tab?.close()
    expect(channel.take()).toBe(7n)
    expect(channel.take()).toBeUndefined()
  })

  test('many counts between two takes are one voucher', () => {
    const channel = channelOf()
    const tabs = Array.from({ length: 10 }, () => channel.openTab({ cap: 50n, increment: 10n }))
    for (const tab of tabs) for (let total = 1n; total <= 20n; total++) tab?.countTo(total)
    expect(channel.take()).toBe(200n)
    expect(channel.take()).toBeUndefined()
  })

  test('never counts beyond a cap, never signs beyond the deposit', () => {
    const channel = channelOf({ deposit: 100n })
    const first = channel.openTab({ cap: 100n, increment: 10n })
    const second = channel.openTab({ cap: 100n, increment: 10n })
    expect(first?.countTo(101n)).toBe(false)
    first?.countTo(80n)
    second?.countTo(80n)
    expect(channel.take()).toBe(100n)
    expect(channel.openTab({ cap: 1n, increment: 1n })).toBeUndefined()
    channel.setDeposit(500n)
    expect(channel.take()).toBe(160n)
  })

  test('what delivered nothing is not owed, and what was signed for it stays as credit', () => {
    const channel = channelOf()
    const tab = channel.openTab({ cap: 100n, increment: 10n })
    tab?.countTo(30n)
    expect(channel.take()).toBe(30n)
    tab?.void()
    expect(channel.owed).toBe(0n)
    const next = channel.openTab({ cap: 100n, increment: 10n })
    next?.countTo(25n)
    expect(next?.due()).toBe(false)
    expect(channel.take()).toBeUndefined()
  })

  test('believes a claim as far as work may have come unseen', () => {
    const channel = channelOf()
    const tab = channel.openTab({ cap: 100n, increment: 10n })
    tab?.countTo(20n)
    expect(channel.acceptClaim(50n)).toBe(30n)
    tab?.lose()
    expect(channel.credit).toBe(10n)
    expect(channel.acceptClaim(50n)).toBe(20n)
    expect(channel.owed).toBe(30n)
    expect(channel.acceptClaim(50n)).toBe(20n)
    expect(channel.acceptClaim(10n)).toBe(0n)
    expect(channel.owed).toBe(30n)
  })

  test('an increment counts only as far as the run may cost', () => {
    const channel = channelOf()
    const tab = channel.openTab({ cap: 30n, increment: 1_000n })
    expect(channel.credit).toBe(30n)
    tab?.countTo(20n)
    tab?.lose()
    expect(channel.allowance).toBe(10n)
    expect(channel.credit).toBe(10n)
    expect(channel.acceptClaim(900n)).toBe(870n)
    expect(channel.owed).toBe(30n)
  })
})

type Step =
  | { readonly do: 'open'; readonly cap: Amount; readonly increment: Amount }
  | { readonly do: 'count'; readonly tab: number; readonly more: Amount }
  | { readonly do: 'close' | 'void' | 'lose'; readonly tab: number }
  | { readonly do: 'take' }
  | { readonly do: 'topUp'; readonly more: Amount }
  | { readonly do: 'claim'; readonly over: Amount }

const small = fc.bigInt(0n, 60n)
const tabIndex = fc.nat(7)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('open' as const), cap: fc.bigInt(0n, 300n), increment: fc.bigInt(1n, 40n) }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant('count' as const), tab: tabIndex, more: small }) },
  fc.record({ do: fc.constantFrom('close' as const, 'void' as const, 'lose' as const), tab: tabIndex }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
  fc.record({ do: fc.constant('topUp' as const), more: small }),
  fc.record({ do: fc.constant('claim' as const), over: small }),
)

describe('whatever the order of calls', () => {
  test('signed grows, within deposit, caps and what was ever owed; take covers all that the deposit can', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.bigInt(0n, 500n), (steps, deposit) => {
        const channel = channelOf({ deposit })
        const tabs: Tab[] = []
        let owedMost = 0n
        let capsOpened = 0n
        let claimed = 0n
        let signedBefore = 0n
        for (const each of steps) {
          const tab = 'tab' in each ? tabs[each.tab] : undefined
          if (each.do === 'open') {
            const opened = channel.openTab(each)
            expect(opened === undefined).toBe(channel.owed + each.cap > channel.deposit)
            if (opened !== undefined) {
              tabs.push(opened)
              capsOpened += each.cap
            }
          } else if (each.do === 'count' && tab !== undefined) {
            const total = tab.counted + each.more
            expect(tab.countTo(total)).toBe(total <= tab.cap)
            expect(tab.counted).toBeLessThanOrEqual(tab.cap)
          } else if (each.do === 'topUp') channel.setDeposit(channel.deposit + each.more)
          else if (each.do === 'claim') {
            const before = channel.owed
            channel.acceptClaim(channel.owed + each.over)
            claimed += channel.owed - before
          } else if (each.do === 'take') {
            channel.take()
            expect(channel.signed >= channel.owed || channel.signed === channel.deposit).toBe(true)
          } else if (each.do === 'close') tab?.close()
          else if (each.do === 'void') tab?.void()
          else if (each.do === 'lose') tab?.lose()
          owedMost = channel.owed > owedMost ? channel.owed : owedMost
          expect(channel.signed).toBeGreaterThanOrEqual(signedBefore)
          expect(channel.signed).toBeLessThanOrEqual(channel.deposit)
          expect(channel.signed).toBeLessThanOrEqual(owedMost)
          expect(channel.owed).toBeLessThanOrEqual(capsOpened + claimed)
          expect(channel.owed).toBeGreaterThanOrEqual(0n)
          expect(channel.reserved).toBeGreaterThanOrEqual(0n)
          expect(channel.allowance).toBeGreaterThanOrEqual(0n)
          signedBefore = channel.signed
        }
        for (const tab of tabs) tab.close()
        expect(channel.reserved).toBe(0n)
        expect(channel.credit).toBe(channel.allowance)
      }),
    )
  })

  test('a buyer that takes whenever a tab is due is never more than half an increment behind', () => {
    const runs = fc.array(fc.tuple(fc.nat(4), fc.bigInt(0n, 9n)), { maxLength: 200 })
    fc.assert(
      fc.property(runs, fc.bigInt(10n, 40n), (counts, increment) => {
        const channel = channelOf({ deposit: 1_000_000n })
        const tabs = Array.from({ length: 5 }, () => channel.openTab({ cap: 10_000n, increment }) as Tab)
        for (const [index, more] of counts) {
          const tab = tabs[index] as Tab
          tab.countTo(tab.counted + more)
          if (tab.due()) channel.take()
          expect((channel.owed - channel.signed) * 2n).toBeLessThan(increment)
        }
      }),
    )
  })
})
