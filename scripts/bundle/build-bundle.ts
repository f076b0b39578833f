/**
 * Makes the program one bundle of a few files: what `main.ts` loads in place of two thousand modules. Nothing in it is renamed or
 * squeezed, and source maps lie beside it, so a stack trace names functions as they are written.
 *
 * Native parts, threads and child processes stay files of their own: a module's `import.meta.url` stays the URL of its source.
 */
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { type BundleDescription, bundleDescription, bundleFolder, readBundle } from '../../packages/cli/src/bundle.ts'

/**
 * Bundles are kept so long after another took their place, in milliseconds: a process that runs from one may load more of it. The one
 * before the last is kept for good.
 */
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

/** The library looks for this name, to see whether its own file can be started. */
const bindingTest = 'testBindingBinary'
const bindingTestSource = `node_modules/node-llama-cpp/dist/bindings/utils/${bindingTest}.js`

/** Makes the bundle of a checkout, anew. Two that do so at once each make a whole one; the last to end counts. */
export async function buildBundle(root: string, folder = bundleFolder(root)): Promise<void> {
  const startedAtMs = Date.now()
  mkdirSync(folder, { recursive: true })
  const made = mkdtempSync(join(folder, 'bundle-'))
  const bundle = await rolldown({
    input: { start: join(root, 'packages', 'cli', 'src', 'start.ts'), [bindingTest]: join(root, bindingTestSource) },
    platform: 'node',
    external,
    plugins: [sourceUrls(pathToFileURL(join(made, `${bindingTest}.mjs`)).href)],
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
  const previous = supersede(folder)
  renameSync(join(made, 'description'), bundleDescription(folder))
  sweepBundles(folder, [basename(made), previous])
}

/** Lets the age of the bundle in use count from now; returns the name of its folder. */
function supersede(folder: string): string | undefined {
  const entry = readBundle(folder)?.entry
  if (entry === undefined) return undefined
  const name = dirname(entry)
  const now = new Date()
  utimesSync(join(folder, name), now, now)
  return name
}

/** Removes bundles that were superseded long ago, and what was left of those that were never finished. */
function sweepBundles(folder: string, keep: readonly (string | undefined)[]): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('bundle-') || keep.includes(name)) continue
    const path = join(folder, name)
    const changedAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (changedAtMs !== undefined && Date.now() - changedAtMs > oldBundleMsMax)
      rmSync(path, { recursive: true, force: true })
  }
}

/** Files of ours: what comes from the registry changes with the lock file only. */
function isOurs(path: string): boolean {
  return !path.includes('node_modules') && !path.startsWith('..')
}

/**
 * Keeps the URLs of modules what they are outside of the bundle, but for the one that node-llama-cpp starts as a process of its own to
 * try its native part: from the bundle that loads in a fifth of the time.
 */
const sourceUrls = (bindingTestUrl: string): Plugin => ({
  name: 'source-urls',
  transform: {
    filter: { code: 'import.meta.url' },
    handler: (code, id) => {
      const url = id.endsWith(bindingTestSource) ? bindingTestUrl : pathToFileURL(id).href
      return { code: code.replaceAll('import.meta.url', JSON.stringify(url)), map: null }
    },
  },
})
