/**
 * The packages as they are published: JavaScript and declarations in `dist`, the data files that they read, a manifest.
 *
 * `dist` stands where `src` stood, so a path from a source file to a data file leads to the copy of it.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, normalize, relative, sep } from 'node:path'
import { dataFilesOf, withModuleUrls } from './module-urls.ts'
import { isData, publishedManifest, type WorkspaceManifest } from './published-manifest.ts'

/**
 * Builds every package of the repository into a folder of its name in `out`, anew.
 *
 * @returns the folders.
 * @throws {Error} when the sources do not compile, or name a file that would not be there.
 */
export function buildPackages(root: string, out: string): readonly string[] {
  const workspaces = readdirSync(join(root, 'packages'))
    .map((folder) => join(root, 'packages', folder))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
  const versions = new Map(workspaces.map(({ manifest }) => [manifest.name, manifest.version]))
  const emitted = mkdtempSync(join(out, 'emitted-'))
  try {
    emitJavaScript(root, emitted)
    return workspaces.map(({ folder, manifest }) => {
      const name = relative(join(root, 'packages'), folder)
      const to = join(out, name)
      rmSync(to, { recursive: true, force: true })
      mkdirSync(to)
      renameSync(join(emitted, name, 'src'), join(to, 'dist'))
      const texts = completeJavaScript(folder, to)
      for (const path of Object.values(manifest.exports).filter(isData)) copyData(folder, to, normalize(path))
      copyIfThere(join(folder, 'README.md'), to)
      copyIfThere(join(root, 'LICENSE'), to)
      const folders = readdirSync(to, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'dist')
        .map((entry) => entry.name)
      const names = (dependency: string): boolean => texts.some((text) => text.includes(dependency))
      const published = publishedManifest(manifest, versions, { folders, names })
      writeFileSync(join(to, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`)
      return to
    })
  } finally {
    rmSync(emitted, { recursive: true })
  }
}

/** Compiles all packages in one run; each lands in `NAME/src` of the folder. */
function emitJavaScript(root: string, to: string): void {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  execFileSync(tsc, ['-p', join(root, 'scripts', 'pack'), '--outDir', to], { stdio: ['ignore', 'inherit', 'inherit'] })
}

/** Makes the JavaScript of a package find its own files, and copies the data among them. Returns its texts. */
function completeJavaScript(from: string, to: string): readonly string[] {
  const dist = join(to, 'dist')
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js'))
    .map((path) => {
      const file = join(dist, path)
      const text = withModuleUrls(readFileSync(file, 'utf8'), join(from, 'src', path))
      writeFileSync(file, text)
      for (const data of dataFilesOf(text)) copyData(from, to, relative(to, join(dirname(file), data)))
      return text
    })
}

function copyData(from: string, to: string, path: string): void {
  if (path.startsWith(`..${sep}`)) throw new Error(`${from} reads ${path}, which is outside of the package`)
  const source = join(from, path.startsWith(`dist${sep}`) ? join('src', relative('dist', path)) : path)
  mkdirSync(dirname(join(to, path)), { recursive: true })
  cpSync(source, join(to, path))
}

function copyIfThere(source: string, to: string): void {
  if (existsSync(source)) cpSync(source, join(to, basename(source)))
}

function readManifest(folder: string): WorkspaceManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as WorkspaceManifest
}
