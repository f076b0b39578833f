/**
 * `npm run bench:gateway`: what our gateway and provider add to an answer, beside @portkey-ai/gateway in front of the same
 * stub, in one run.
 *
 * Ours does TLS between gateway and provider, one lease, a voucher and a signed, checked and stored receipt per answer, budgets and
 * durable stores; the peer forwards HTTP. Rounds alternate, so that a machine that drifts drifts for both.
 * The back-of-envelope limit at n streams is n ÷ (first token + tokens × gap).
 */
import { runGatewayBench } from './gateway/run.ts'

const quick = process.argv.includes('--quick')
await runGatewayBench({
  stub: { firstTokenMs: 5, betweenTokensMs: 1, tokens: 16 },
  rounds: quick ? 1 : 3,
  warmUpRequests: quick ? 100 : 3_000,
  levels: quick
    ? [{ concurrency: 10, requests: 200 }]
    : [
        { concurrency: 1, requests: 150 },
        { concurrency: 10, requests: 1_500 },
        { concurrency: 100, requests: 6_000 },
      ],
})
