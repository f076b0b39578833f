import { expect, test } from 'vitest'
import { benchRunPath } from './run-path.bench.ts'

test('the bench runs, and its money adds up', async () => {
  expect(await benchRunPath({ streams: 4, runs: 20 })).toMatchObject({ streams: 4, runs: 20 })
})
