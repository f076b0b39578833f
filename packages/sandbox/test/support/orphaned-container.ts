/** A process that starts a container which never ends, says so, and waits to be killed: `node orphaned-container.ts FOLDER REGISTRY IMAGE`. */
import { createOciSandbox } from '../../src/oci/oci-sandbox.ts'
import { testSpec } from './test-spec.ts'

const [, , folder = '', registry = '', reference = ''] = process.argv
const sandbox = await createOciSandbox(
  {},
  { folder, registries: [registry], deviceFolders: [], images: { imageBytesMax: 200 << 20 } },
)
const command = ['/bin/sh', '-c', 'trap "" TERM; echo READY; sleep 1000 & sleep 1000']
const onLog = ({ text }: { readonly text: string }) => process.stdout.write(text)
const spec = testSpec({ command, image: { kind: 'oci', reference } })
const task = await sandbox.start(spec, { signal: new AbortController().signal, onLog })
await task.result
