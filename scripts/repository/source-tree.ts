/** The repository as its own rules see it: package manifests, source files with their syntax, and documents. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { parseSync } from 'oxc-parser'

/** A node of the syntax tree; the rules look at few of its fields, by type. */
export type SyntaxNode = {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export type SourceFile = {
  /** From the repository's root, with `/`. */
  readonly path: string
  /** Name of the folder under `packages`, or undefined for files of the repository itself. */
  readonly package: string | undefined
  /** `source` is what users run; `test` and `script` may use development dependencies. */
  readonly kind: 'source' | 'test' | 'script'
  readonly text: string
  readonly program: SyntaxNode
  readonly comments: readonly { readonly value: string; readonly start: number; readonly end: number }[]
  /** Modules that the file names, with the kinds of import mixed. */
  readonly imports: readonly string[]
}

export type PackageManifest = {
  readonly folder: string
  readonly name: string
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
  readonly optionalDependencies: readonly string[]
}

export type RepositoryTree = {
  readonly root: string
  readonly packages: readonly PackageManifest[]
  readonly rootManifest: PackageManifest
  readonly files: readonly SourceFile[]
  /** README.md, ARCHITECTURE.md and everything under docs. */
  readonly documents: readonly { readonly path: string; readonly text: string }[]
  /** Every file below the root that is no build output, source or not. */
  readonly paths: readonly string[]
}

const skippedFolders = new Set(['node_modules', '.git', 'out', 'cache', 'build', 'dist', 'coverage', '.millrace'])

/**
 * Reads the repository that stands at a folder.
 *
 * @param parsed - files read before, by path; those that did not change are not parsed again.
 */
export function readRepository(root: string, parsed = new Map<string, SourceFile>()): RepositoryTree {
  const paths = walk(root, root)
  const folders = [...new Set(paths.map((path) => /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1] ?? ''))]
  const code = paths.filter((path) => path.endsWith('.ts') && !path.includes('/generated/'))
  const documents = paths.filter((path) => /^(README|ARCHITECTURE)\.md$|^docs\/.*\.md$/.test(path))
  return {
    root,
    packages: folders
      .filter((folder) => folder !== '')
      .map((folder) => readManifest(root, `packages/${folder}`, folder)),
    rootManifest: readManifest(root, '.', ''),
    files: code.map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      const known = parsed.get(path)
      const file = known?.text === text ? known : parseSource(path, text)
      parsed.set(path, file)
      return file
    }),
    documents: documents.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
    paths,
  }
}

/** Returns a source file with its syntax. */
function parseSource(path: string, text: string): SourceFile {
  const { program, comments, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const named = [...module.staticImports, ...module.staticExports.flatMap(({ entries }) => entries)]
    .map(({ moduleRequest }) => moduleRequest?.value)
    .filter((name) => name !== undefined)
  const dynamic = module.dynamicImports.map(
    ({ moduleRequest }) => /^['"](.*)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1],
  )
  return {
    path,
    package: /^packages\/([^/]+)\//.exec(path)?.[1],
    kind: kindOf(path),
    text,
    program: program as unknown as SyntaxNode,
    comments,
    imports: [...new Set([...named, ...dynamic.filter((name) => name !== undefined)])],
  }
}

/** Calls the visitor with every node, parents first. */
export function visit(node: unknown, visitor: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, visitor)
  } else if (isNode(node)) {
    visitor(node)
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) visit(value, visitor)
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** Returns the line that an offset is on, counted from 1. */
export function lineOf(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length
}

function kindOf(path: string): SourceFile['kind'] {
  if (path.endsWith('.test.ts') || /(^|\/)test\//.test(path)) return 'test'
  return /^packages\/[^/]+\/src\//.test(path) ? 'source' : 'script'
}

function walk(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skippedFolders.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? walk(root, path) : [relative(root, path).split(sep).join('/')]
    })
    .sort()
}

function readManifest(root: string, path: string, folder: string): PackageManifest {
  const json = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as Record<string, object | string>
  const names = (field: string) => Object.keys((json[field] as object | undefined) ?? {})
  return {
    folder,
    name: String(json.name),
    dependencies: names('dependencies'),
    devDependencies: names('devDependencies'),
    optionalDependencies: names('optionalDependencies'),
  }
}
