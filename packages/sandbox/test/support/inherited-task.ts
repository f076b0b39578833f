/** A process that was started with a file open, and shows what a task has open: `node inherited-task.ts FOLDER`. */
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { testSpec } from './test-spec.ts'

await using sandbox = await createBubblewrapSandbox({}, { folder: process.argv[2] ?? '' })
const command = [
  '/usr/bin/perl',
  '-e',
  'opendir(D, "/proc/self/fd"); print "$_ ", readlink("/proc/self/fd/$_"), "\\n" for grep { /../ } readdir(D)',
]
const onLog = ({ text }: { readonly text: string }) => process.stdout.write(text)
const task = await sandbox.start(testSpec({ command }), { signal: new AbortController().signal, onLog })
await task.result
