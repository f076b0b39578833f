/** What a sandbox of somebody who is not root can do: `unprivileged-service.ts FOLDER` prints it as one line of JSON. */
import { text } from 'node:stream/consumers'
import { leftoversOf } from '../../src/bubblewrap/bubblewrap-leftovers.ts'
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { listeningTask } from './listening-task.ts'

const folder = process.argv[2] ?? ''
const { signal } = new AbortController()
const sandbox = await createBubblewrapSandbox({}, { folder })
const leftBehind = await leftoversOf(folder)
const { networkOutbound } = sandbox.capabilities
const ready = Promise.withResolvers<void>()
const onLog = (chunk: { readonly text: string }) => chunk.text.includes('READY') && ready.resolve()
const spec = listeningTask({ network: networkOutbound ? 'outbound' : 'none' })
const task = await sandbox.start(spec, { signal, onLog })
await Promise.race([ready.promise, task.result])
const connection = await task.connect?.(8001, { signal })
connection?.end('abc')
const heard = connection && (await text(connection))
const script =
  'id -u; grep -E "^(Seccomp|CapEff|NoNewPrivs):" /proc/self/status; unshare -U true 2>&1; kill -0 $PPID && cat /proc/net/route | cut -f1,2 | tail -n +2; ls /proc/self/fd; exit 7'
const running = await task.exec?.({ command: ['/bin/sh', '-c', script], environment: {} }, { signal })
let said = ''
for await (const { bytes } of running?.output ?? []) said += Buffer.from(bytes).toString('utf8')
const exec = await running?.result
task.signal('SIGKILL')
const { outcome } = await task.result
await sandbox.close()
process.stdout.write(`${JSON.stringify({ networkOutbound, heard, said, exec, outcome, leftBehind: leftBehind() })}\n`)
