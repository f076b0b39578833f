/** The repository's own rules, each a function from the tree to its violations in words. */
import { lineOf, type RepositoryTree, type SourceFile, visit } from '../../scripts/repository/source-tree.ts'

export type Rule = (tree: RepositoryTree) => string[]

/** Rows of the drawing in ARCHITECTURE.md, from the bottom: imports go downward only, none within a row. */
export const rows: readonly (readonly string[])[] = [
  ['protocol', 'contracts'],
  ['matching', 'verification', 'economics', 'workloads'],
  ['chain', 'p2p', 'runtime', 'sandbox', 'storage', 'hardware'],
  ['sdk'],
  ['node', 'gateway', 'auditor'],
  ['cli'],
]

/** Longest source file, in lines; one subject needs less. */
export const sourceLinesMax = 400

const scope = '@millrace/'

/** Every package stands in the drawing. */
export const drawnPackages: Rule = ({ packages }) =>
  packages.filter(({ folder }) => rowOf(folder) === -1).map(({ folder }) => `packages/${folder} is not in the drawing`)

/** Manifests name packages of lower rows only. */
export const layeredManifests: Rule = ({ packages }) =>
  packages.flatMap((manifest) =>
    [...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies]
      .filter((name) => name.startsWith(scope) && !isBelow(name.slice(scope.length), manifest.folder))
      .map((name) => `packages/${manifest.folder}/package.json depends on ${name}, which is not below it`),
  )

/** Source files import packages of lower rows only, and none by path. */
export const layeredImports: Rule = ({ files }) =>
  files.flatMap((file) => {
    if (file.package === undefined) return []
    const from = file.package
    return file.imports
      .map((name) => ({ name, target: targetOf(file, name) }))
      .filter(({ name, target }) => target !== undefined && (name.startsWith('.') || !isBelow(target, from)))
      .filter(({ target }) => target !== from)
      .map(({ name }) => `${file.path} imports ${name}, which is not below ${from} or goes around its index`)
  })

/** Every import is declared; only tests and scripts use development dependencies. */
export const declaredImports: Rule = ({ files, packages, rootManifest }) =>
  files.flatMap((file) => {
    const manifest = packages.find(({ folder }) => folder === file.package) ?? rootManifest
    const declared = new Set([
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...(file.kind === 'source' ? [] : [...manifest.devDependencies, ...rootManifest.devDependencies, manifest.name]),
      ...(file.package === undefined ? packages.map(({ name }) => name) : []),
    ])
    return file.imports
      .map(packageNameOf)
      .filter((name) => name !== undefined && !declared.has(name))
      .map((name) => `${file.path} imports ${name}, which its package.json does not declare for ${file.kind}`)
  })

/** The environment is read in one place: the command line's. */
export const environmentInOnePlace: Rule = (tree) =>
  inSyntax(tree, (file, report) => {
    if (file.kind !== 'source' || /^packages\/cli\/src\/(main|environment)\.ts$/.test(file.path)) return
    visit(file.program, (node) => {
      const property = node.property as { name?: unknown; value?: unknown } | undefined
      const object = node.object as { name?: unknown } | undefined
      const isEnv = property?.name === 'env' || property?.value === 'env'
      if (node.type === 'MemberExpression' && object?.name === 'process' && isEnv)
        report(node.start, 'reads process.env')
      if (
        node.type === 'ImportDeclaration' &&
        /^(node:)?process$/.test(String((node.source as { value: unknown }).value))
      ) {
        report(node.start, 'imports node:process')
      }
    })
  })

/** No error is swallowed without a word. */
export const noEmptyCatch: Rule = (tree) =>
  inSyntax(tree, (file, report) => {
    visit(file.program, (node) => {
      if (node.type !== 'CatchClause') return
      if ((node.body as { body: unknown[] }).body.length === 0) report(node.start, 'has an empty catch')
    })
  })

export const noAny: Rule = (tree) =>
  inSyntax(tree, (file, report) => {
    visit(file.program, (node) => {
      if (node.type === 'TSAnyKeyword') report(node.start, 'uses any')
    })
  })

/** What a package exports is a list that a reader can read. */
export const namedExports: Rule = (tree) =>
  inSyntax(tree, (file, report) => {
    visit(file.program, (node) => {
      if (node.type === 'ExportAllDeclaration') report(node.start, 'exports *')
      if (node.type === 'ExportDefaultDeclaration' && !file.path.endsWith('.config.ts'))
        report(node.start, 'exports default')
    })
  })

export const shortFiles: Rule = ({ files }) =>
  files
    .filter(({ kind }) => kind === 'source')
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > sourceLinesMax)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${sourceLinesMax}`)

/** Downloads go through the user's own npm configuration. */
export const noRegistryHosts: Rule = (tree) =>
  inText(
    tree,
    /\b(registry\.(npmjs|yarnpkg|npmmirror)\.\w+|registry\.npm\.\w+(\.\w+)?|npm\.pkg\.github\.com)\b/g,
    'names a registry',
  )

/** A path of one machine is wrong on every other; a job's own folders are the same on all. */
export const noMachinePaths: Rule = (tree) =>
  inText(tree, /(?<![\w.@-])\/(work(?!\/(in|out)\b)|root|home)\/[\w.-]*/g, 'names a path of one machine')

function rowOf(folder: string): number {
  return rows.findIndex((row) => row.includes(folder))
}

function isBelow(target: string, from: string): boolean {
  return rowOf(target) !== -1 && rowOf(target) < rowOf(from)
}

/** Returns the folder of our package that an import leads to, or undefined when it leads elsewhere. */
function targetOf(file: SourceFile, name: string): string | undefined {
  if (name.startsWith(scope)) return name.slice(scope.length).split('/')[0]
  if (!name.startsWith('.')) return undefined
  return /^packages\/([^/]+)\//.exec(new URL(name, `file:///${file.path}`).pathname.slice(1))?.[1]
}

function packageNameOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function inSyntax(
  tree: RepositoryTree,
  look: (file: SourceFile, report: (at: number, what: string) => void) => void,
): string[] {
  const found: string[] = []
  for (const file of tree.files) {
    look(file, (at, what) => found.push(`${file.path}:${lineOf(file, at)} ${what}`))
  }
  return found
}

function inText({ files, documents }: RepositoryTree, pattern: RegExp, what: string): string[] {
  const texts: { path: string; text: string }[] = [...files, ...documents]
  return texts.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([match]) => `${path} ${what}: ${match}`))
}
