import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTerminal } from '../terminal.ts'
import type { CheckReport } from './check-report.ts'
import { checkColumns, describeCheck, wrapped } from './describe-check.ts'

const absent = { state: 'absent', source: 'a test' } as const
const longReason = 'nvidia-smi: it is there but says nothing that anybody could read, in a language that nobody knows'
const report: CheckReport = {
  machine: {
    ...{ cores: 8, memoryBytes: 16 * 2 ** 30, diskFreeBytes: absent, gpuMemoryMib: absent },
    cpuModel: { state: 'present', value: 'A Processor', source: 'a test' },
    simd: { state: 'present', value: ['avx2', 'avx512f'], source: 'a test' },
    gpus: { state: 'unknown', reason: longReason },
  },
  sandboxes: [
    {
      ...{ name: 'bubblewrap', option: '--tasks', what: 'native programs', state: 'partly' },
      holds: ['hostFiles', 'wallTime'],
      unheld: [
        { what: 'memory', why: 'this process may not make control groups; run it as root or with Delegate=yes' },
      ],
      fix: { problem: 'no native tasks', fix: 'run it as root' },
    },
  ],
  models: [{ name: 'stories15m', bytes: 61_400_000, memoryBytes: 1, fits: 'memory' }],
  speed: {
    processor: { state: 'could-not-test', reason: 'it was interrupted' },
    memory: {
      state: 'measured',
      value: { readBytesPerSecond: 2.5e10, copyBytesPerSecond: 9.87e9, spanBytes: 1 },
    },
    disk: {
      state: 'measured',
      value: { writeBytesPerSecond: 1e9, readBytesPerSecond: 1, bytes: 1, isReadCached: true },
    },
  },
  network: { name: 'mill', problem: undefined, offers: 9, nodes: 3, reach: 'directly at 203.0.113.9' },
  earnings: [
    {
      what: 'stories15m, one answer at a time',
      perHour: 147_600n,
      why: 'memory gives about 20 tokens/s; middle of 3 prices heard',
    },
    { what: 'native tasks on 8 cores', perHour: undefined, why: 'no price was heard' },
  ],
  fixes: [{ problem: 'no native tasks: bubblewrap does not hold memory', fix: 'run it as root' }],
}

test('the report reads well at 80 columns, and says what is unknown and why', () => {
  const out = new PassThrough()
  describeCheck(createTerminal({ out, err: out }, { json: false, colours: false }), report, {
    symbol: 'tUSD',
    decimals: 6,
  })
  const text = String(out.read())
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(checkColumns)
  expect(text).toMatchInlineSnapshot(`
    "machine
      processor     8 cores, A Processor
      instructions  avx2 avx512f
      memory        16.0 GiB
      disk free     none
      GPU           unknown (nvidia-smi: it is there but says nothing that anybody
                    could read, in a language that nobody knows)

    speed, measured
      processor     could not be measured: it was interrupted
      memory        reads 25 GB/s, copies 9.87 GB/s
      disk          writes 1.00 GB/s

    sandboxes
      bubblewrap    not safe enough to sell: native programs (--tasks)
        holds       host files, wall time
        does not    memory: this process may not make control groups; run it as root
                    or with Delegate=yes
        to get it   run it as root

    models that come with Millrace
      stories15m                  62 MB  fits the memory

    network mill
      offers        9 heard, of 3 nodes
      reached       directly at 203.0.113.9

    what it could earn an hour if it were always bought, about
      0.1476 tUSD       stories15m, one answer at a time: memory gives about 20
                        tokens/s; middle of 3 prices heard
      unknown           native tasks on 8 cores: no price was heard

    to fix
      - no native tasks: bubblewrap does not hold memory
        → run it as root

    Start with: millrace provide
    "
  `)
})

test('wrapped text is the same text in lines that are short enough', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 }),
      fc.integer({ min: 5, max: 40 }),
      (words, columns) => {
        const lines = wrapped(words.join(' '), columns)
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''))
      },
    ),
  )
})
