import fc from 'fast-check'
import { encodeAbiParameters, keccak256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { anyAddress } from '../test/support/arbitraries.ts'
import { expectClosedAndReachable } from '../test/support/state-table.ts'
import { channelIdOf, channelTransition, channelTransitions } from './channel.ts'

const three = [{ type: 'address' }, { type: 'address' }, { type: 'address' }] as const

describe('channel', () => {
  test('the table is closed and every state is reachable', () => {
    expectClosedAndReachable(channelTransitions, 'none')
  })

  test('money moves in only while open, and only redeeming and leaving are possible while closing', () => {
    expect(Object.keys(channelTransitions.closing).sort()).toEqual(
      ['closeByOperator', 'closeCooperatively', 'finishClose', 'redeem'].sort(),
    )
    expect(channelTransition('closing', 'topUp')).toBeUndefined()
    expect(channelTransition('open', 'finishClose')).toBeUndefined()
  })

  test('from every state but none there is a way out that the payer takes alone', () => {
    expect(channelTransition('open', 'startClose')).toBe('closing')
    expect(channelTransition('closing', 'finishClose')).toBe('none')
  })

  test('the identifier is keccak of the ABI-encoded parties and token, as viem computes it', () => {
    fc.assert(
      fc.property(anyAddress, anyAddress, anyAddress, (payer, operator, token) => {
        expect(channelIdOf(payer, operator, token)).toBe(
          keccak256(encodeAbiParameters(three, [payer, operator, token])),
        )
      }),
    )
  })

  test('payer and operator are not interchangeable', () => {
    const [a, b, token] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`, `0x${'3'.repeat(40)}`] as const
    expect(channelIdOf(a, b, token)).not.toBe(channelIdOf(b, a, token))
  })
})
