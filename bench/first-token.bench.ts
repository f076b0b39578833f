/**
 * `npm run bench:first-token`: from the order to the first streamed token on a warm network of real processes, beyond the
 * model's own time, beside bare HTTP to the same model in the same run.
 *
 * The back-of-envelope limit on one machine is a frame there and one back: below a millisecond directly, twice that through a
 * relay. The goal is a p99 under 50 ms on every warm way.
 */
import { runFirstTokenBench } from './first-token/run.ts'

const quick = process.argv.includes('--quick')
await runFirstTokenBench({
  pace: { words: 8, firstTokenMs: 20, betweenTokensMs: 1 },
  furtherOffers: 1_000,
  warmUps: quick ? 10 : 50,
  samples: quick ? 50 : 300,
  firstOrders: quick ? 5 : 30,
})
