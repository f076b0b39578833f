import { PassThrough } from 'node:stream'
import { MillraceError } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { tellError } from './tell-error.ts'

class Refused extends MillraceError {
  override readonly name = 'Refused'
}

test('what a stranger said does not steer the terminal', () => {
  const err = new PassThrough()
  const said = 'no \u001b]0;owned\u0007\u001b[2J'
  const error = new Refused({ code: 'REFUSED', message: `It answered ${said}.`, hint: said, retryable: false })
  tellError(err, error, false)
  expect(String(err.read())).toBe('error: It answered no ]0;owned[2J.\n  no ]0;owned[2J\n  (REFUSED)\n')
  tellError(err, error, true)
  expect(String(err.read())).not.toContain('\u001b')
})
