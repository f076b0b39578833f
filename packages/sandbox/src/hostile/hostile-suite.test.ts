import { expect, test } from 'vitest'
import { hostileFamilies } from '../task/task-capabilities.ts'
import { hostileCases, hostileTable } from './hostile-suite.ts'

test('every family has a case, and no two cases have one name', () => {
  expect(hostileFamilies.filter((family) => !hostileCases.some((hostile) => hostile.family === family))).toEqual([])
  const names = hostileCases.map(({ family, name }) => `${family}: ${name}`)
  expect(new Set(names).size).toBe(names.length)
})

test('a run is a table', () => {
  const row = { family: 'memory', name: 'take it', held: true, happened: 'a | b\nc', leftBehind: [] } as const
  const lost = { ...row, held: false, leftBehind: ['process 7', 'mount /x'] }
  expect(hostileTable([row, lost])).toMatchInlineSnapshot(`
    "| Family | Task | Verdict | What happened | Left behind |
    |---|---|---|---|---|
    | memory | take it | held | a \\| b c | nothing |
    | memory | take it | NOT HELD | a \\| b c | process 7, mount /x |"
  `)
})
