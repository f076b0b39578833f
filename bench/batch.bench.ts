/**
 * `npm run bench:batch`: 10,000 small tasks over 20 nodes, of whose starts one in ten is slow and one in twenty dies, and of whose nodes
 * one dies for good in the middle.
 *
 * The back-of-envelope limit is all work divided by all slots: no order of the tasks ends sooner.
 *
 * @example
 * npm run bench:batch -- --seed 2 --items 2000
 */
import { parseArgs } from 'node:util'
import { reportBatch, runBatch } from './batch/run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    items: { type: 'string', default: '10000' },
    nodes: { type: 'string', default: '20' },
    slots: { type: 'string', default: '8' },
    mean: { type: 'string', default: '4000' },
  },
})
const terms = {
  ...{ seed: Number(values.seed), items: Number(values.items), nodes: Number(values.nodes) },
  ...{ slots: Number(values.slots), meanMs: Number(values.mean) },
  ...{ stragglers: 0.1, deaths: 0.05, stragglerFactor: 8 },
}
reportBatch(terms, await runBatch(terms))
