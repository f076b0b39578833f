import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jobScript, nodeOptions, quoted } from './job-script.ts'

test('words reach a shell as they are', () => {
  const words = fc.array(
    fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0') && word.isWellFormed()),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(words, (given) => {
      const script = `for word in "$@" ${given.map(quoted).join(' ')}; do printf '%s\\0' "$word"; done`
      const heard = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
      expect(heard.split('\0').slice(0, -1)).toEqual(given)
    }),
    { numRuns: 10 },
  )
})

test('a script is one that shells read, with this task’s figures', () => {
  const limits = {
    ...{ wallMsMax: 1_000, cpuMsMax: 900, memoryBytesMax: 1 << 20, processesMax: 4, diskBytesMax: 4_096, filesMax: 5 },
    ...{ logBytesMax: 512, openFilesMax: 64, cpus: 2 },
  }
  const script = jobScript({
    ...{ limits, memoryBytes: 3 << 20, filter: "/it's/filter", outputNames: ['a b', '-x'] },
    command: ['bwrap', nodeOptions, '--', 'echo', '$HOME'],
  })
  expect(script).toContain("launch 'bwrap' $hidden '--' 'echo' '$HOME' 4>&1")
  expect(script).toContain("supervise 'a b' '-x' |")
  expect(script).toContain('memory_max=3145728 wall_max=1000 cpu_max=900 cpus=2 log_blocks=2')
  execFileSync('/bin/sh', ['-n'], { input: script })
})
