/**
 * Installs packed packages into an empty folder as npm would, without a registry: unpacks them, and links to each what its
 * manifest declares and nothing else, so that an undeclared import fails.
 */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'

export type InstalledPackage = {
  readonly name: string
  readonly folder: string
  readonly manifest: PublishedManifest
}

export type PublishedManifest = {
  readonly name: string
  readonly version: string
  readonly bin?: Readonly<Record<string, string>>
  /** A data file is exported by its path alone. */
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** @param root - the repository, whose installed third-party packages are linked. */
export function installTarballs(tarballs: readonly string[], app: string, root: string): readonly InstalledPackage[] {
  const modules = join(app, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }\n')
  const installed = tarballs.map((tarball) => unpack(tarball, modules))
  const ours = new Set(installed.map(({ name }) => name))
  for (const { name, folder, manifest } of installed) {
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      if (ours.has(dependency)) continue
      const target = installedIn(root, name, dependency)
      // Optional packages of other platforms are not there.
      if (target === undefined && manifest.optionalDependencies?.[dependency] !== undefined) continue
      if (target === undefined) throw new Error(`${dependency}, a dependency of ${name}, is not installed here`)
      const link = join(folder, 'node_modules', dependency)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(target, link)
    }
    for (const [command, path] of Object.entries(manifest.bin ?? {})) {
      chmodSync(join(folder, path), 0o755)
      symlinkSync(relative(join(modules, '.bin'), join(folder, path)), join(modules, '.bin', command))
    }
  }
  return installed
}

function unpack(tarball: string, modules: string): InstalledPackage {
  const packed = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' })
  const manifest = JSON.parse(packed) as PublishedManifest
  const folder = join(modules, manifest.name)
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
  return { name: manifest.name, folder, manifest }
}

/** npm may have put a dependency beside the workspace when the repository needs several versions of it. */
function installedIn(root: string, name: string, dependency: string): string | undefined {
  const workspace = realpathSync(join(root, 'node_modules', name))
  return [workspace, root]
    .map((folder) => join(folder, 'node_modules', dependency))
    .find((folder) => existsSync(folder))
}

/** Returns the files of an installed package, without its dependencies. */
export function filesOf({ folder }: InstalledPackage): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('node_modules'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}
