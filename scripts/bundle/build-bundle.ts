/**
 * Makes the program one bundle of a few files: what `main.ts` loads in place of two thousand modules. Nothing in it is renamed or
 * squeezed, and source maps lie beside it, so a stack trace names functions as they are written.
 *
 * Native parts, threads and child processes stay files of their own: a module's `import.meta.url` stays the URL of its source.
 */
import { globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { type BundleDescription, bundleDescription, bundleFolder } from '../../packages/cli/src/bundle.ts'

/** Earlier bundles are kept so long, in milliseconds: a process that runs from one may load more of it. */
export const oldBundleMsMax = 86_400_000

/** Packages with native code that find it by their own place, or that nobody has to have. */
const external = [
  /^@foundry-rs\//,
  /^@node-llama-cpp\//,
  /^@octokit\//,
  /^@reflink\//,
  /^electron$/,
  /^secp256k1$/,
  /^webgpu$/,
]

/** Makes the bundle of a checkout, anew. Two that do so at once each make a whole one; the last to end counts. */
export async function buildBundle(root: string, folder = bundleFolder(root)): Promise<void> {
  const startedAtMs = Date.now()
  mkdirSync(folder, { recursive: true })
  const made = mkdtempSync(join(folder, 'bundle-'))
  const bundle = await rolldown({
    input: { start: join(root, 'packages', 'cli', 'src', 'start.ts') },
    platform: 'node',
    external,
    plugins: [sourceUrls],
    logLevel: 'silent',
  })
  const files = { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
  await bundle.write({ dir: made, format: 'esm', comments: false, sourcemap: true, ...files })
  const modules = await bundle.watchFiles
  await bundle.close()
  const settings = ['package-lock.json', ...globSync('packages/*/package.json', { cwd: root })]
  const sources = [...modules.map((path) => relative(root, path)).filter(isOurs), ...settings].sort()
  const description: BundleDescription = {
    root,
    entry: `${basename(made)}/start.mjs`,
    sources: sources.map((path) => {
      const { size, mtimeMs } = statSync(join(root, path))
      // What changed while it was read may be in it or not: no such time ever comes again.
      return [path, size, mtimeMs < startedAtMs ? mtimeMs : -1]
    }),
  }
  writeFileSync(join(made, 'description'), JSON.stringify(description))
  renameSync(join(made, 'description'), bundleDescription(folder))
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (startedAtMs - statSync(path).mtimeMs > oldBundleMsMax) rmSync(path, { recursive: true, force: true })
  }
}

/** Files of ours: what comes from the registry changes with the lock file only. */
function isOurs(path: string): boolean {
  return !path.includes('node_modules') && !path.startsWith('..')
}

const sourceUrls: Plugin = {
  name: 'source-urls',
  transform: {
    filter: { code: 'import.meta.url' },
    handler: (code, id) => ({
      code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
      map: null,
    }),
  },
}
