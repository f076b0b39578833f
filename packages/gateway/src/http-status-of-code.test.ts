import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { httpStatusOfCode, listedCodes } from './http-status-of-code.ts'

/** Codes in the sources of the packages whose errors can reach a request. */
function codesOf(pattern: RegExp, ...packages: readonly string[]): ReadonlySet<string> {
  const codes = new Set<string>()
  for (const name of packages) {
    const src = join(import.meta.dirname, '../..', name, 'src')
    for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
      for (const [, code] of readFileSync(join(src, file), 'utf8').matchAll(pattern)) {
        if (code !== undefined) codes.add(code)
      }
    }
  }
  return codes
}

it('every code that can reach a request is listed or has the default, and none tells a wrong story', () => {
  for (const code of codesOf(
    /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g,
    'sdk',
    'node',
    'runtime',
    'p2p',
    'chain',
    'protocol',
    'gateway',
  )) {
    for (const retryable of [true, false]) {
      const { status, type } = httpStatusOfCode(code, retryable)
      expect([400, 401, 403, 404, 405, 408, 409, 413, 415, 429, 431, 499, 500, 502, 503, 504]).toContain(status)
      expect(type === 'invalid_request_error', code).toBe(status < 500 && status !== 429)
    }
  }
})

it('every code the buyer raises is listed by name', () => {
  const raised = codesOf(/\bcode: '([A-Z][A-Z0-9_]+)'/g, 'sdk')
  expect([...raised].filter((code) => !listedCodes.includes(code))).toEqual([])
})

it('what nobody listed is the provider’s fault, or a matter of time', () => {
  expect(httpStatusOfCode('SOMETHING_NEW', false)).toMatchObject({ status: 502, type: 'server_error' })
  expect(httpStatusOfCode('SOMETHING_NEW', true)).toMatchObject({ status: 503, type: 'server_error' })
})
