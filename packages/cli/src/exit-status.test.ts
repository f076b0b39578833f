import { MillraceError } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { exitStatusOf } from './exit-status.ts'

test('the kind of failure is the exit status', () => {
  const statusOf = (code: string) => exitStatusOf(new MillraceError({ code, message: '', hint: '', retryable: false }))
  const statuses = Object.fromEntries(
    [
      'USAGE_INVALID',
      'FILE_BROKEN',
      'GATEWAY_UNAUTHORIZED',
      'NOT_FOUND_KEY',
      'MODEL_NOT_OFFERED',
      'INSUFFICIENT_TOKENS',
      'CHAIN_REVERTED',
      'CHAIN_UNREACHABLE',
      'GATEWAY_UNREACHABLE',
      'NETWORK_DOWN',
      'RECEIPT_INVALID',
      'LOCAL_RUNNING',
      'PORT_TAKEN',
      'SOMETHING_NEW',
    ].map((code) => [code, statusOf(code)]),
  )
  expect(statuses).toMatchInlineSnapshot(`
    {
      "CHAIN_REVERTED": 4,
      "CHAIN_UNREACHABLE": 5,
      "FILE_BROKEN": 2,
      "GATEWAY_UNAUTHORIZED": 2,
      "GATEWAY_UNREACHABLE": 5,
      "INSUFFICIENT_TOKENS": 4,
      "LOCAL_RUNNING": 7,
      "MODEL_NOT_OFFERED": 3,
      "NETWORK_DOWN": 5,
      "NOT_FOUND_KEY": 3,
      "PORT_TAKEN": 7,
      "RECEIPT_INVALID": 6,
      "SOMETHING_NEW": 1,
      "USAGE_INVALID": 2,
    }
  `)
  expect(exitStatusOf(new DOMException('interrupted', 'AbortError'))).toBe(130)
  expect([exitStatusOf(new TypeError('x')), exitStatusOf('x'), exitStatusOf(undefined)]).toEqual([1, 1, 1])
})
