/**
 * `npm run bench:sandbox`: how long a task takes to start in each sandbox against the bare tool, in one run and in turn; tasks a second; and
 * the memory that a task which does nothing takes.
 *
 * The back-of-envelope limit is the bare program, started without any sandbox.
 */
import { runSandboxBench } from './sandbox/run.ts'

const quick = process.argv.includes('--quick')
await runSandboxBench(quick ? { samples: 5, tasks: 10, sleepers: 2 } : { samples: 101, tasks: 400, sleepers: 8 })
