/** A process that starts a task which never ends, says so, and waits to be killed: `node orphaned-task.ts FOLDER`. */
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { testSpec } from './test-spec.ts'

const sandbox = await createBubblewrapSandbox({}, { folder: process.argv[2] ?? '' })
const command = ['/bin/sh', '-c', 'trap "" TERM; echo READY; sleep 1000 & sleep 1000']
const onLog = ({ text }: { readonly text: string }) => process.stdout.write(text)
const task = await sandbox.start(testSpec({ command }), { signal: new AbortController().signal, onLog })
await task.result
