/**
 * `npm run bench:market`: a day of a simulated market, the product's matcher beside a random, a cheapest-first and a
 * cheapest-idle one in the same world.
 *
 * @example
 * npm run bench:market -- --seed 7 --providers 10000 --jobs 100000
 */
import { parseArgs } from 'node:util'
import { runMarketBench } from './market/run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    providers: { type: 'string', default: '10000' },
    buyers: { type: 'string', default: '500' },
    jobs: { type: 'string', default: '100000' },
    hours: { type: 'string', default: '24' },
  },
})

await runMarketBench({
  seed: Number(values.seed),
  size: {
    providers: Number(values.providers),
    buyers: Number(values.buyers),
    jobs: Number(values.jobs),
    hours: Number(values.hours),
  },
})
