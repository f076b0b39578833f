/** A process that starts a job which never ends, says so, and waits to be killed: `node orphaned-slurm-task.ts ADDRESS FOLDER`. */
import { createSlurmSandbox } from '../../src/slurm/slurm-sandbox.ts'
import { testSpec } from './test-spec.ts'

const [, , address = '', folder = ''] = process.argv
const sandbox = await createSlurmSandbox({}, { address, folder })
const { limits } = testSpec({})
const command = ['/bin/sh', '-c', 'trap "" TERM; echo READY; sleep 1000 & sleep 1000']
const onLog = ({ text }: { readonly text: string }) => process.stdout.write(text)
const spec = testSpec({ command, limits: { ...limits, cpus: 1 } })
const task = await sandbox.start(spec, { signal: new AbortController().signal, onLog })
await task.result
