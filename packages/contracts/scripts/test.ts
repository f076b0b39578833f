/**
 * Runs the Solidity tests with forge's own report: `npm run contracts:test -- [forge test options]`.
 */
import { runForge } from './forge.ts'

const result = await runForge(['test', ...process.argv.slice(2)])
process.stdout.write(result.stdout)
process.stderr.write(result.stderr)
process.exitCode = result.exitCode
