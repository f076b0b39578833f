/** A process that starts a task with ports and a program beside it, says so, and waits to be killed: `node orphaned-service.ts FOLDER`. */
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { listeningTask } from './listening-task.ts'

const { signal } = new AbortController()
const sandbox = await createBubblewrapSandbox({}, { folder: process.argv[2] ?? '' })
const ready = Promise.withResolvers<void>()
const onLog = ({ text }: { readonly text: string }) => text.includes('READY') && ready.resolve()
const task = await sandbox.start(listeningTask(), { signal, onLog })
await ready.promise
const connection = await task.connect?.(8003, { signal })
const command = ['/bin/sh', '-c', 'trap "" TERM HUP; echo up; sleep 1000 & sleep 1000']
const running = await task.exec?.({ command, environment: {} }, { signal })
for await (const _ of running?.output ?? []) process.stdout.write(connection === undefined ? '' : 'READY\n')
