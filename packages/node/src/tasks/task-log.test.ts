import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTaskLog } from './task-log.ts'

test('what is taken is the start of what was written, whole characters, as much as the limit has room for', () => {
  const pieces = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 })
  fc.assert(
    fc.property(pieces, fc.nat(64), fc.nat(20), (written, bytesMax, takenAt) => {
      const log = createTaskLog(bytesMax)
      let taken = ''
      for (const [index, piece] of written.entries()) {
        log.push(piece)
        if (index === takenAt) taken += log.take()
      }
      taken += log.take()
      const all = written.join('')
      expect(log.isEmpty).toBe(true)
      expect(taken.isWellFormed()).toBe(true)
      expect(Buffer.byteLength(taken)).toBeLessThanOrEqual(bytesMax)
      expect(all.startsWith(taken)).toBe(true)
      const [next = ''] = [...all.slice(taken.length)]
      expect(next === '' || Buffer.byteLength(taken + next) > bytesMax).toBe(true)
    }),
  )
})

test('half a character that a sandbox handed on becomes a mark, so that a frame can carry it', () => {
  const log = createTaskLog(100)
  log.push('a\ud800b')
  expect(log.take()).toBe('a\ufffdb')
})
