// biome-ignore-all lint/suspicious/noTemplateCurlyInString: manifests write their parameters so
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrayTasksMax } from '../manifest/array-schema.ts'
import type { TaskManifest } from '../manifest/manifest.ts'
import { parseManifest } from '../manifest/parse-manifest.ts'
import { countTasks, expandArray } from './expand-array.ts'

test('a manifest without an array is one task', () => {
  expect(expandArray(task('args: ["$HOME", "$$", "$${A}"]'))).toEqual([
    {
      id: 'job.0',
      index: 0,
      parameters: {},
      command: ['run'],
      args: ['$HOME', '$$', '${A}'],
      environment: {},
      outputs: [],
    },
  ])
})

test('each combination is a task, the last parameter fastest', () => {
  const manifest = task(
    'args: ["${A}-${N}", "$$${A}", "$${A}"]\nenvironment: { "X": "${N}" }\noutputs: [{ path: "out/${A}" }]',
    '[{ name: A, values: [x, "${N}"] }, { name: N, from: -2, to: 3, step: 3, width: 2 }]',
  )
  expect(
    expandArray(manifest).map(({ id, args, environment, outputs }) => [id, args, environment.X, outputs[0]?.path]),
  ).toEqual([
    ['job.0', ['x--02', '$x', '${A}'], '-02', 'out/x'],
    ['job.1', ['x-01', '$x', '${A}'], '01', 'out/x'],
    ['job.2', ['${N}--02', '$${N}', '${A}'], '-02', 'out/${N}'],
    ['job.3', ['${N}-01', '$${N}', '${A}'], '01', 'out/${N}'],
  ])
})

test.each(['..', '../../etc', '/etc', '', 'a/../..'])('an output that a value %j leads astray is refused', (value) => {
  const manifest = task('outputs: [{ path: "${A}" }]', `{ name: A, values: ["${value}"] }`)
  expect(() => expandArray(manifest)).toThrowErrorMatchingSnapshot()
})

test('the largest array is expanded, and no array of the same text grows beyond its bound', () => {
  const largest = `{ name: N, from: 1, to: ${arrayTasksMax} }`
  const tasks = expandArray(task('', largest))
  expect(tasks).toHaveLength(arrayTasksMax)
  expect(tasks[7]?.command).toBe(tasks[8]?.command)
  const long = 'x'.repeat(16_000)
  expect(() => expandArray(task(`args: ["${long} \${N}"]`, largest))).toThrowErrorMatchingSnapshot()
})

test('tasks are as many as counted, named apart, and the same every time', () => {
  const range = fc.record({
    from: fc.integer({ min: -50, max: 50 }),
    length: fc.integer({ min: 0, max: 40 }),
    step: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 2 }), (ranges) => {
      const parameters = ranges.map(({ from, length, step }, index) => ({
        name: `P${index}`,
        from,
        to: from + length,
        step,
      }))
      const manifest = task(
        `args: [${parameters.map(({ name }) => `"\${${name}}"`).join(', ')}]`,
        JSON.stringify(parameters),
      )
      const tasks = expandArray(manifest)
      expect(tasks).toHaveLength(countTasks(manifest))
      expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length)
      expect(new Set(tasks.map(({ args }) => String(args))).size).toBe(tasks.length)
      expect(expandArray(manifest)).toEqual(tasks)
    }),
    { numRuns: 50 },
  )
})

function task(lines: string, array?: string): TaskManifest {
  const text = `version: 1\nkind: task\nname: job\nimage: host\ncommand: [run]\n${lines}\n${array === undefined ? '' : `array: ${array}\n`}`
  const manifest = parseManifest(text)
  if (manifest.kind !== 'task') throw new Error('The text is a task.')
  return manifest
}
