/**
 * Makes the packages that are published: `npm run pack` writes `build/*.tgz`, and what is in them to `build/NAME`.
 * `--out DIR` writes elsewhere.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildPackages } from './pack/build-packages.ts'
import { packFolders } from './pack/pack-folders.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'build') } } })
const out = resolve(values.out)
mkdirSync(out, { recursive: true })
for (const { filename, size, unpackedSize, entryCount } of packFolders(buildPackages(root, out), out)) {
  console.log(`${filename}: ${size} bytes, unpacked ${unpackedSize} bytes in ${entryCount} files`)
}
