import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { findTestModel } from './test-models.ts'

const stories = await findTestModel('stories15m-q8_0')
const run = promisify(execFile)
const answerWith = async (instructionSet: string): Promise<{ tokenIds: number[]; build: string }> => {
  const child = join(import.meta.dirname, 'instruction-set-child.ts')
  const { stdout } = await run(process.execPath, [child, instructionSet])
  return JSON.parse(stdout)
}

describe.skipIf(stories === undefined || process.arch !== 'x64' || process.platform !== 'linux')(
  'an instruction set',
  () => {
    test('can be chosen, and is part of the build', async () => {
      const [old, again, older] = [
        await answerWith('sandybridge'),
        await answerWith('sandybridge'),
        await answerWith('sse42'),
      ]
      expect(old.tokenIds.length).toBeGreaterThan(10)
      expect(again).toEqual(old)
      expect(older.build).not.toBe(old.build)
    })

    test('that llama.cpp does not have is refused', async () => {
      await expect(answerWith('pentium')).rejects.toThrow('Expected the instruction set pentium')
    })
  },
)
