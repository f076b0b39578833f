/** A job whose manifest names a container image: fetched by its digest from a registry of this machine, and run as providers run it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOciSandbox } from '@millrace/sandbox'
import { jobOfManifest, runJob } from '@millrace/sdk'
import { createObjectStorage } from '@millrace/storage'
import { expect, test } from 'vitest'
import { makeJobFolder } from '../../packages/cli/src/jobs/job-folder.ts'
import { manifestOf } from '../../packages/cli/src/jobs/read-manifest.ts'
import { ociMissing } from '../../packages/sandbox/test/support/oci.ts'
import { perlImage } from '../../packages/sandbox/test/support/test-image.ts'
import { startTestRegistry } from '../../packages/sandbox/test/support/test-registry.ts'
import { sandboxBuyer } from './sandbox-buyer.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const missing = await ociMissing()

test.skipIf(missing !== undefined)(`a job in a container image (${missing ?? 'podman is here'})`, async () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-image-'))
  const { signal } = new AbortController()
  try {
    await using registry = await startTestRegistry()
    const reference = registry.add('words', perlImage({ Env: ['FROM_IMAGE=words'] }))
    const manifest = `
version: 1
kind: task
name: words
image: ${reference}
command: [/usr/bin/perl, -e, 'print "said $ENV{FROM_IMAGE}"; open(F, ">out/word"); print F "$ENV{WORD}"']
environment: { WORD: "\${WORD}" }
outputs: [{ path: word }]
array: { name: WORD, values: [mill, race] }
resources: { cpus: 1, memory: 64MiB, disk: 8MiB }
price: { max: 3.60 tUSD/hour, total: 1 tUSD }
limits: { wallTime: 60s }
`
    await using sandbox = await createOciSandbox(
      {},
      { folder: join(home, 'sandbox'), registries: [`http://${registry.name}`], deviceFolders: [] },
    )
    await using storage = createObjectStorage({ directory: join(home, 'objects'), bytesMax: 2 ** 24, now: Date.now })
    const job = jobOfManifest(manifestOf(manifest, []), token)
    const money = { amountMax: 1_000_000n, submittedAtMs: Date.now() }
    const record = {
      ...{ version: 1 as const, network: 'local', token, manifest, base: home, set: [], inputs: [] },
      ...money,
    }
    await using folder = await makeJobFolder(join(home, 'words'), record, () => job.ids)
    const buyer = sandboxBuyer(sandbox, storage, join(home, 'inputs'))
    const order = { ...job.orderOf({ inputs: [], ...money }), atOnceMax: 2 }
    const { end } = await runJob({ buyer, store: folder.store, now: Date.now }, order, { signal })
    const read = (name: string) => job.ids.map((_, item) => readFileSync(join(folder.folderOf(item), name), 'utf8'))
    expect({ end, logs: read('log.txt') }).toEqual({ end: 'done', logs: ['said words', 'said words'] })
    expect(read('out/word')).toEqual(['mill', 'race'])
    expect(registry.asked.filter((path) => path.includes('/manifests/')).length).toBeLessThanOrEqual(2)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
