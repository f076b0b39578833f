/**
 * `npm run bench:wasm`: what gas, depth and canonical NaNs cost nine programs against the bare module, in one run and in turn, by the
 * compiler that jobs run with (`--no-liftoff`); and how fast modules are rewritten.
 *
 * The back-of-envelope limit is 1.00: without instruments a program runs as fast as V8 can.
 */
import { spawnSync } from 'node:child_process'
import { runWasmBench } from './wasm/run.ts'

const compiler = '--no-liftoff'
if (process.execArgv.includes(compiler)) {
  const quick = process.argv.includes('--quick')
  await runWasmBench(quick ? { samples: 3, share: 0.2, copies: 50 } : { samples: 101, share: 1, copies: 800 })
} else {
  const { status } = spawnSync(process.execPath, [compiler, ...process.argv.slice(1)], { stdio: 'inherit' })
  process.exitCode = status ?? 1
}
