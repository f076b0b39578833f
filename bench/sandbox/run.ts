/** Start-up, throughput and memory of sandboxes for native tasks, each beside its bare tool. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBubblewrapSandbox } from '@millrace/sandbox'
import { printReport, printTable, quantileOf } from '../bench-report.ts'
import { openContainerSides } from './container-sides.ts'
import { memoryBelow } from './process-memory.ts'
import { bareSide, type Side, sandboxSide } from './sides.ts'

export type SandboxBenchParameters = {
  /** Starts of each side that are timed. */
  readonly samples: number
  /** Tasks of each side whose rate is taken. */
  readonly tasks: number
  /** Idle tasks at the same time whose memory is taken. */
  readonly sleepers: number
}

export type SandboxBenchRow = {
  readonly side: string
  /** Sorted; from the start until the program's first byte is read. */
  readonly startMs: readonly number[]
  /** Sorted; until its result is there and nothing is left of it. */
  readonly wholeMs: readonly number[]
  readonly tasksPerSecond: number
  readonly bytesPerTask: number
}

/** What the default may cost beside bare bubblewrap. */
const overheadMsMax = 15

const bareBwrap = [
  '--ro-bind',
  '/',
  '/',
  '--dev',
  '/dev',
  '--proc',
  '/proc',
  '--unshare-all',
  '--die-with-parent',
  '--',
]

export async function runSandboxBench(parameters: SandboxBenchParameters): Promise<readonly SandboxBenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  try {
    const tasksMax = Math.max(parameters.sleepers, availableParallelism())
    await using sandbox = await createBubblewrapSandbox({}, { folder: join(folder, 'sandbox'), tasksMax })
    await using containers = await openContainerSides(folder, tasksMax)
    const sides = [
      bareSide('no sandbox', [], '/usr/bin/env'),
      bareSide('bare bwrap', bareBwrap, 'bwrap'),
      sandboxSide(sandbox),
      ...containers.sides,
    ]
    const rows = await measure(sides, parameters)
    report(rows, containers.missing)
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(sides: readonly Side[], { samples, tasks, sleepers }: SandboxBenchParameters) {
  const times = sides.map(() => ({ startMs: [] as number[], wholeMs: [] as number[] }))
  // The first start reads programs from the disk.
  for (const side of sides) await side.run(['/bin/echo', 'x'])
  for (let sample = 0; sample < samples; sample++) {
    for (const [i, side] of sides.entries()) {
      const { startMs, wholeMs } = await side.run(['/bin/echo', 'x'])
      times[i]?.startMs.push(startMs)
      times[i]?.wholeMs.push(wholeMs)
    }
  }
  const rows: SandboxBenchRow[] = []
  for (const [i, side] of sides.entries()) {
    const sorted = (list: readonly number[] = []) => list.toSorted((a, b) => a - b)
    rows.push({
      side: side.name,
      startMs: sorted(times[i]?.startMs),
      wholeMs: sorted(times[i]?.wholeMs),
      tasksPerSecond: await rateOf(side, tasks),
      bytesPerTask: await memoryOf(side, sleepers),
    })
  }
  return rows
}

/** As many at a time as there are processors. */
async function rateOf(side: Side, tasks: number): Promise<number> {
  let left = tasks
  const start = performance.now()
  const work = async () => {
    while (left-- > 0) await side.run(['/bin/echo', 'x'])
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return tasks / ((performance.now() - start) / 1_000)
}

async function memoryOf(side: Side, sleepers: number): Promise<number> {
  const before = memoryBelow(process.pid)
  const stopping = new AbortController()
  const idle = await Promise.all(
    Array.from({ length: sleepers }, () =>
      side.startIdle(['/bin/sh', '-c', 'echo x; exec sleep 1000'], stopping.signal),
    ),
  )
  const bytes = (memoryBelow(process.pid) - before) / sleepers
  stopping.abort()
  await Promise.all(idle.map(({ ended }) => ended))
  return bytes
}

function report(rows: readonly SandboxBenchRow[], missing: string | undefined): void {
  const ms = (sorted: readonly number[], quantile: number) => quantileOf(sorted, quantile)
  printTable(
    ['sandbox', 'start ms, median', 'p95', 'whole ms, median', 'tasks/s', 'KiB a task'],
    rows.map(({ side, startMs, wholeMs, tasksPerSecond, bytesPerTask }) => [
      side,
      ms(startMs, 0.5).toFixed(1),
      ms(startMs, 0.95).toFixed(1),
      ms(wholeMs, 0.5).toFixed(1),
      tasksPerSecond.toFixed(0),
      (bytesPerTask / 1_024).toFixed(0),
    ]),
  )
  if (missing !== undefined) process.stdout.write(`no containers: ${missing}\n`)
  const medianOf = (name: string) => ms(rows.find(({ side }) => side === name)?.startMs ?? [], 0.5)
  const overheadMs = medianOf('millrace bubblewrap') - medianOf('bare bwrap')
  const overPodmanMs = medianOf('millrace oci') - medianOf('podman run')
  printTable(
    ['goal', 'is'],
    [
      [`overhead over bare bwrap under ${overheadMsMax} ms`, `${overheadMs.toFixed(1)} ms`],
      ...(missing === undefined ? [['a container no later than by podman run', `${overPodmanMs.toFixed(1)} ms`]] : []),
    ],
  )
  const figures = rows.flatMap(({ side, startMs, wholeMs, tasksPerSecond, bytesPerTask }) => {
    const name = side.replaceAll(' ', '_')
    return [
      [`${name}_start_ms`, ms(startMs, 0.5)],
      [`${name}_start_p95_ms`, ms(startMs, 0.95)],
      [`${name}_whole_ms`, ms(wholeMs, 0.5)],
      [`${name}_tasks_per_second`, tasksPerSecond],
      [`${name}_kib_per_task`, bytesPerTask / 1_024],
    ] as const
  })
  const over = [['overhead_ms', overheadMs] as const, ['oci_over_podman_ms', overPodmanMs] as const]
  const rounded = [...figures, ...over.slice(0, missing === undefined ? 2 : 1)].map(([name, value]) => [
    name,
    Math.round(value * 100) / 100,
  ])
  printReport({ bench: 'sandbox', seed: 0, result: rows.map(({ side }) => side), figures: Object.fromEntries(rounded) })
}
