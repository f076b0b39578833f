/** What this machine does by each benchmark, and whom the challenge catches. */
import { createHash } from 'node:crypto'
import {
  type ChallengedNode,
  challengeNodes,
  createKernelThreads,
  type Measured,
  makeProduct,
  measureDisk,
  measured,
  measureGpu,
  measureMemory,
  measureProcessor,
} from '@millrace/hardware'
import type { Address, Hash } from '@millrace/protocol'
import { type GroupResult, judgeChallenge, skippedShareMax } from '@millrace/verification'
import { startProver } from '../../packages/hardware/test/support/start-prover.ts'
import { printReport, printTable } from '../bench-report.ts'

export type HardwareBenchParameters = {
  readonly seed: number
  readonly threads: number
  /** How long each product is aimed to take, in milliseconds. */
  readonly aimMs: number
  /** Most that one prover fills. */
  readonly memoryBytes: number
  readonly spanBytes: number
  readonly diskBytes: number
  /** Side of the product that plain loops make. */
  readonly scalarSide: number
  /** Rows opened of each challenge. */
  readonly opened: number
  readonly folder: string
  readonly signal: AbortSignal
}

export type ChallengeRow = { readonly name: string; readonly group: GroupResult }

/** Runs everything; prints tables and the last line. */
export async function runHardwareBench(parameters: HardwareBenchParameters): Promise<readonly ChallengeRow[]> {
  const { seed, threads, signal } = parameters
  const random = randomOf(seed)
  const now = () => performance.now()
  const processor = await measureProcessor({ ...parameters, now, random })
  const one = await measureProcessor({ ...parameters, threads: 1, now, random })
  const scalar = await measureScalar(parameters, random())
  const memory = await measureSpan(parameters, now)
  const disk = await measured(signal, () =>
    measureDisk(parameters.folder, { bytes: parameters.diskBytes, now, signal }),
  )
  const gpu = await measureGpu({ aimMs: parameters.aimMs, seed: random(), signal })
  printTable(
    ['benchmark', 'figure'],
    [
      [
        `product, ${threads} threads, vectors`,
        `${gigas(processor.units)} G/s (n ${processor.n} × ${processor.rounds})`,
      ],
      ['product, 1 thread, vectors', `${gigas(one.units)} G/s (n ${one.n} × ${one.rounds})`],
      [`product, 1 thread, plain loops (peer)`, `${gigas(scalar)} G/s`],
      ['memory, read', rateText(memory, ({ readBytesPerSecond }) => readBytesPerSecond)],
      ['memory, copy', rateText(memory, ({ copyBytesPerSecond }) => copyBytesPerSecond)],
      ['disk, write and sync', rateText(disk, ({ writeBytesPerSecond }) => writeBytesPerSecond)],
      ['disk, read (cached)', rateText(disk, ({ readBytesPerSecond }) => readBytesPerSecond)],
      [
        'card',
        gpu.state === 'measured' ? `${gigas(gpu.value.units)} G/s, ${gpu.value.name}` : `could not test: ${gpu.reason}`,
      ],
    ],
  )
  const rows = await challenges(parameters, processor.units, random)
  printChallenges(rows, parameters.opened)
  printReport({
    bench: 'hardware',
    seed,
    result: rows.map(({ name, group }) => [name, group.results.length]),
    figures: {
      ...{ product_units: processor.units, product_one_thread_units: one.units, product_scalar_units: scalar },
      memory_read_bytes_s: memory.state === 'measured' ? memory.value.readBytesPerSecond : 0,
      memory_copy_bytes_s: memory.state === 'measured' ? memory.value.copyBytesPerSecond : 0,
      disk_write_bytes_s: disk.state === 'measured' ? disk.value.writeBytesPerSecond : 0,
      gpu_units: gpu.state === 'measured' ? gpu.value.units : 0,
      ...Object.fromEntries(
        rows.map(({ name, group }) => [`${name.replaceAll(' ', '_')}_accepted`, group.acceptedUnits]),
      ),
      ...Object.fromEntries(rows.map(({ name, group }) => [`${name.replaceAll(' ', '_')}_proven`, group.provenUnits])),
    },
  })
  return rows
}

/** The same machine under claims that are true and claims that are not; each identity is a process with all threads. */
async function challenges(
  parameters: HardwareBenchParameters,
  units: number,
  random: () => Hash,
): Promise<readonly ChallengeRow[]> {
  const cases: readonly (readonly [string, readonly number[]])[] = [
    // A twentieth less than measured: what an honest provider would claim.
    ['honest', [0.95]],
    ['claims twice its speed', [2]],
    ['two identities, one machine', [0.95, 0.95]],
    ['two identities, half each', [0.475, 0.475]],
  ]
  const rows: ChallengeRow[] = []
  for (const [name, shares] of cases) {
    await using provers = new AsyncDisposableStack()
    const nodes: ChallengedNode[] = shares.map((share, i) => ({
      ...{ node: `0x${String(i + 1).padStart(40, '0')}` as Address, units: Math.max(1, Math.floor(units * share)) },
      memoryBytes: parameters.memoryBytes,
      prover: provers.use(startProver('honest', parameters.threads)),
    }))
    const responses = await challengeNodes(nodes, {
      ...{ class: 'cpu', aimMs: parameters.aimMs, opened: parameters.opened, now: () => performance.now(), random },
      ...{ limits: { pingMsMax: 120_000, commitMsMin: 120_000 }, signal: parameters.signal },
    })
    const claims = nodes.map(({ node, units: claimed }) => ({ node, units: claimed, unitsAlone: units }))
    rows.push({ name, group: judgeChallenge(claims, responses) })
  }
  return rows
}

function printChallenges(rows: readonly ChallengeRow[], opened: number): void {
  printTable(
    ['challenge', 'claimed G/s', 'measured', 'proven', 'verdicts'],
    rows.map(({ name, group: { results, provenUnits } }) => [
      name,
      results.map(({ claimedUnits }) => gigas(claimedUnits)).join(' + '),
      results.map(({ measuredUnits }) => gigas(measuredUnits)).join(' + '),
      gigas(provenUnits),
      results.map(({ verdict, reasons }) => `${verdict}: ${reasons.join(', ')}`).join('\n'),
    ]),
  )
  const share = skippedShareMax(opened, 1e-6)
  process.stdout.write(
    `${opened} rows opened: leaving out ${(share * 100).toFixed(1)} % of the work goes unnoticed once in a million.\n`,
  )
}

async function measureScalar({ scalarSide, signal }: HardwareBenchParameters, seed: Hash): Promise<number> {
  await using threads = createKernelThreads(1, 'scalar')
  await makeProduct(threads, { seed, n: 64 }, 0, { signal })
  const start = performance.now()
  await makeProduct(threads, { seed, n: scalarSide }, 0, { signal })
  return Math.floor(scalarSide ** 3 / (performance.now() - start) / 1_000)
}

async function measureSpan({ threads: count, spanBytes, signal }: HardwareBenchParameters, now: () => number) {
  await using threads = createKernelThreads(count)
  return await measured(signal, () => measureMemory(threads, { spanBytes, now, signal }))
}

function randomOf(seed: number): () => Hash {
  let drawn = 0
  return () => `0x${createHash('sha256').update(`hardware bench ${seed} ${drawn++}`).digest('hex')}` as Hash
}

function gigas(units: number): string {
  return (units / 1_000).toFixed(2)
}

function rateText<T>(found: Measured<T>, rate: (value: T) => number): string {
  return found.state === 'measured' ? `${(rate(found.value) / 1e9).toFixed(2)} GB/s` : `could not test: ${found.reason}`
}
