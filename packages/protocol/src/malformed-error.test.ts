import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyUtf16 } from '../test/support/arbitraries.ts'
import { isMillraceError, MalformedError, MillraceError, ProtocolVersionError } from './index.ts'

describe('errors', () => {
  test('texts', () => {
    const values = ['x', '', 'é"\\', 1, 1n, true, null, undefined, [1, 2], {}, Symbol('x')]
    expect(values.map((value) => new MalformedError('order.epoch', 'a number', value).message)).toMatchInlineSnapshot(`
      [
        "order.epoch: expected a number, got "x".",
        "order.epoch: expected a number, got "".",
        "order.epoch: expected a number, got "é\\"\\\\".",
        "order.epoch: expected a number, got 1.",
        "order.epoch: expected a number, got 1.",
        "order.epoch: expected a number, got true.",
        "order.epoch: expected a number, got null.",
        "order.epoch: expected a number, got undefined.",
        "order.epoch: expected a number, got an array of 2.",
        "order.epoch: expected a number, got an object.",
        "order.epoch: expected a number, got a symbol.",
      ]
    `)
    expect(new MalformedError('Order.epoch', 'a number', 'x').within('frame.order')).toMatchObject({
      message: 'frame.order (Order.epoch): expected a number, got "x".',
      field: 'frame.order (Order.epoch)',
      code: 'PROTOCOL_MALFORMED',
      retryable: false,
    })
    expect(
      [1, 2, '1', { secret: 'x' }, undefined].map((version) => new ProtocolVersionError(version).message),
    ).toMatchInlineSnapshot(`
      [
        "This side speaks protocol version 3, the other sent version 1.",
        "This side speaks protocol version 3, the other sent version 2.",
        "This side speaks protocol version 3, the other sent version none.",
        "This side speaks protocol version 3, the other sent version none.",
        "This side speaks protocol version 3, the other sent version none.",
      ]
    `)
  })

  test('hostile fields and values stay short and printable', () => {
    const hostile = fc.oneof(
      anyUtf16,
      anyUtf16.map((text) => text.repeat(500)),
    )
    fc.assert(
      fc.property(hostile, hostile, (field, value) => {
        const { message } = new MalformedError(field, 'a number', value).within(field)
        expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(message.isWellFormed()).toBe(true)
        expect(message.length).toBeLessThan(2_000)
      }),
    )
  })

  test('only errors of ours count as ours', () => {
    const init = { code: 'X', message: 'm', hint: 'h', retryable: true }
    const cause = new Error('below')
    expect(isMillraceError(new MillraceError(init))).toBe(true)
    expect(new MillraceError({ ...init, cause })).toMatchObject({ ...init, cause, name: 'MillraceError' })
    expect('cause' in new MillraceError(init)).toBe(false)
    for (const value of [cause, init, null, undefined, 'X', { ...init, name: 'MillraceError' }]) {
      expect(isMillraceError(value)).toBe(false)
    }
  })
})
