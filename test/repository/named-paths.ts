/** Paths that documents name: in backticks and in links. What does not exist any more, or not yet, is a violation. */
import { posix } from 'node:path'
import type { RepositoryTree } from '../../scripts/repository/source-tree.ts'
import type { Rule } from './rules.ts'

const extensions = /\.(ts|tsx|js|json|md|sol|toml|yml|yaml|svg|png|gguf)$/

/** Every path that a document names exists. */
export const namedPathsExist: Rule = (tree) =>
  tree.documents.flatMap(({ path, text }) => {
    const prose = text.replace(/^```[\s\S]*?^```/gm, '')
    const quoted = [...prose.matchAll(/`([^`\n]+)`/g)]
      .map(([, inner]) => inner ?? '')
      .filter((name) => isPath(tree, name))
    const links = [...prose.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
    return [...new Set([...quoted, ...links])]
      .filter((name) => !exists(tree, path, name))
      .map((name) => `${path} names ${name}, which does not exist`)
  })

function isPath(tree: RepositoryTree, name: string): boolean {
  if (!/^[\w.@*{},-]+(\/[\w.@*{},-]+)*\/?$/.test(name) || name.startsWith('@')) return false
  if (!name.includes('/')) return extensions.test(name) && !name.startsWith('.')
  const [top = ''] = name.replace(/^\.\.?\//, '').split('/')
  return extensions.test(name) || tree.paths.some((path) => path.startsWith(`${top}/`))
}

/** A path counts from the root, from the document or, with a dot, from a package; a bare file name may stand anywhere. */
function exists(tree: RepositoryTree, document: string, name: string): boolean {
  const clean = name.replace(/\/$/, '')
  const inPackage = clean.startsWith('./') ? [`packages/*/${clean.slice(2)}`] : []
  const candidates = [...inPackage, posix.normalize(clean), posix.normalize(posix.join(posix.dirname(document), clean))]
  return candidates.some((candidate) => {
    const pattern = new RegExp(`^${candidate.split('*').map(escaped).join('[^/]*')}(/|$)`)
    return tree.paths.some((path) => pattern.test(path) || (!clean.includes('/') && posix.basename(path) === clean))
  })
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
