/**
 * `npm run bench:tokens`: tokens per second of one stream through the whole path (OpenAI client, gateway, TLS, provider,
 * vouchers, receipt) against the same model called directly in this process, in turn, in one run.
 *
 * The back-of-envelope limit is 100 %: the path adds work, on another core, to each token.
 */
import { runTokensBench } from './tokens/run.ts'

const quick = process.argv.includes('--quick')
await runTokensBench(
  quick
    ? { rounds: 1, models: [{ name: 'stories15m', maxTokens: 32 }] }
    : {
        rounds: 5,
        models: [
          { name: 'tinyllama-1.1b-chat', maxTokens: 96 },
          { name: 'stories15m', maxTokens: 200 },
        ],
      },
)
