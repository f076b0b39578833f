/**
 * `npm run bench:hardware`: how fast this machine is by each benchmark, beside plain loops in the same run, and whom the challenge
 * catches: a node that claims twice its speed, and two identities on one machine, in processes of their own.
 *
 * The back-of-envelope limit of the product: two 128-bit multiply-adds of 8 terms a cycle, so 16 × GHz × cores thousand million
 * terms a second. `--quick` takes small products. Run it on an idle machine: what else runs slows some of the challenges
 * and not others.
 */
import { availableParallelism, tmpdir } from 'node:os'
import { runHardwareBench } from './hardware/run.ts'

const quick = process.argv.includes('--quick')
const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort(new Error('stopped')))
await runHardwareBench({
  seed: 1,
  threads: availableParallelism(),
  aimMs: quick ? 500 : 6_000,
  memoryBytes: quick ? 2 ** 27 : 2 ** 30,
  spanBytes: quick ? 2 ** 26 : 2 ** 29,
  diskBytes: quick ? 2 ** 25 : 2 ** 28,
  scalarSide: quick ? 256 : 768,
  opened: 256,
  folder: tmpdir(),
  signal: stopping.signal,
})
