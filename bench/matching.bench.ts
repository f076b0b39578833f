/**
 * `npm run bench:matching`: the offer book and the matcher at ten thousand, a hundred thousand and a million synthetic offers,
 * next to a plain full scan of the same offers in the same run.
 *
 * What is timed is the match with its reasons and the sentences made of them, one order at a time on one core. The
 * back-of-envelope limit of a scan at a million offers: the 100 MB of rows that it must read take 10 ms at 10 GB/s.
 */
import { runMatchingBench } from './matching/run.ts'

const quick = process.argv.includes('--quick')
await runMatchingBench(
  quick
    ? { seed: 1, sizes: [1_000, 10_000], updates: 1_000, orders: 2_000, warmUpOrders: 500, passes: 3, scanOrders: 20 }
    : {
        seed: 1,
        sizes: [10_000, 100_000, 1_000_000],
        updates: 200_000,
        orders: 20_000,
        warmUpOrders: 2_000,
        passes: 3,
        scanOrders: 40,
      },
)
