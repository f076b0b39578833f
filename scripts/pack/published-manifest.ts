/** The package.json that is published: JavaScript in `dist` instead of sources, and nothing that only development needs. */

export type WorkspaceManifest = {
  readonly name: string
  readonly version: string
  readonly type: string
  readonly license: string
  readonly engines: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/**
 * Returns the manifest to publish.
 *
 * @param versions - version of each of our packages by name; dependencies among them are pinned to it.
 * @param content - what the package holds: its data folders beside `dist`, and whether its JavaScript names a dependency.
 * @throws {Error} when an entry point is no source file, or a package of ours is unknown.
 */
export function publishedManifest(
  manifest: WorkspaceManifest,
  versions: ReadonlyMap<string, string>,
  content: { readonly folders: readonly string[]; readonly names: (dependency: string) => boolean },
): Record<string, unknown> {
  const pinned = Object.entries(manifest.dependencies ?? {}).map(([name, range]) => {
    if (!isOurs(name)) return [name, range]
    const version = versions.get(name)
    if (version === undefined) throw new Error(`${manifest.name} depends on ${name}, which is not in packages`)
    return [name, version]
  })
  // npm knows no optional development dependencies, so tools of one platform that only scripts use stand there, too.
  const optional = Object.entries(manifest.optionalDependencies ?? {}).filter(([name]) => content.names(name))
  const exported = Object.entries(manifest.exports).map(([key, path]) => [
    key,
    isData(path) ? path : { types: inDist(path, '.d.ts'), default: inDist(path, '.js') },
  ])
  // npm drops a command whose path begins with `./` when it publishes.
  const bin = Object.entries(manifest.bin ?? {}).map(([name, path]) => [name, inDist(path, '.js').slice('./'.length)])
  return {
    name: manifest.name,
    version: manifest.version,
    type: manifest.type,
    license: manifest.license,
    engines: manifest.engines,
    ...(bin.length > 0 ? { bin: Object.fromEntries(bin) } : {}),
    exports: Object.fromEntries(exported),
    files: ['dist', ...content.folders],
    ...(pinned.length > 0 ? { dependencies: Object.fromEntries(pinned) } : {}),
    ...(optional.length > 0 ? { optionalDependencies: Object.fromEntries(optional) } : {}),
    // A package with a scope is private unless it says otherwise.
    publishConfig: { access: 'public' },
  }
}

/** Whether an export is a data file, which is published where it stands. */
export function isData(path: string): boolean {
  return path.endsWith('.json')
}

function isOurs(name: string): boolean {
  return name === 'millrace' || name.startsWith('@millrace/')
}

function inDist(path: string, extension: string): string {
  const inside = /^\.\/src\/(.+)\.ts$/.exec(path)?.[1]
  if (inside === undefined) throw new Error(`${path} is not a source file: ./src/NAME.ts`)
  return `./dist/${inside}${extension}`
}
