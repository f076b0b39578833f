import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { isOwnLeftover, nextSharedTaskId } from './task-names.ts'

test('a name is a leftover when its process is gone, or its boot; those of other machines never are', () => {
  const mine = nextSharedTaskId()
  const [machine = '', boot = ''] = mine.split('-')
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  const stranger = machine.replace(/./, (digit) => (digit === '0' ? '1' : '0'))
  const earlier = boot.replace(/./, (digit) => (digit === '0' ? '1' : '0'))
  expect(isOwnLeftover(mine)).toBe(false)
  expect(isOwnLeftover(`${machine}-${boot}-${gone}-7`)).toBe(true)
  expect(isOwnLeftover(`${machine}-${earlier}-${process.pid}-7`)).toBe(true)
  expect(isOwnLeftover(`${stranger}-${boot}-${gone}-7`)).toBe(false)
  expect(isOwnLeftover(`${stranger}-${earlier}-${gone}-7`)).toBe(false)
  expect(isOwnLeftover(`${gone}-7`)).toBe(false)
  expect(isOwnLeftover('notes')).toBe(false)
})
