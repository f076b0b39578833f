/** Holds the repository to its own rules; `violations.test.ts` shows that each of them can fail. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readRepository } from '../../scripts/repository/source-tree.ts'
import { allRules } from './all-rules.ts'

const tree = readRepository(fileURLToPath(new URL('../..', import.meta.url)))

describe('the repository', () => {
  test('was read', () => {
    expect(tree.packages.length).toBeGreaterThanOrEqual(9)
    expect(tree.files.length).toBeGreaterThan(100)
    expect(tree.documents.length).toBeGreaterThan(3)
  })

  test.each(Object.entries(allRules))('%s', (_name, rule) => {
    expect(rule(tree)).toEqual([])
  })
})
