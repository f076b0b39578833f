/** The named limits of the source: exported constants called `…Max` or `…Min`, and the members of exported `…Limits`. */
import { isNode, type RepositoryTree, type SourceFile, type SyntaxNode, visit } from './source-tree.ts'

export type Limit = {
  readonly package: string
  readonly name: string
  /** As written in the source. */
  readonly value: string
  /** First sentence of what the source says about it. */
  readonly why: string
}

/** Returns every limit, by package and name. */
export function findLimits(tree: RepositoryTree): readonly Limit[] {
  return tree.files
    .filter(({ kind }) => kind === 'source')
    .flatMap(limitsIn)
    .sort((a, b) => compare(`${a.package}/${a.name}`, `${b.package}/${b.name}`))
}

function limitsIn(file: SourceFile): Limit[] {
  const statements = file.program.body as SyntaxNode[]
  return statements.flatMap((statement, index) => {
    const declaration = statement.declaration
    if (statement.type !== 'ExportNamedDeclaration' || !isNode(declaration)) return []
    if (declaration.type !== 'VariableDeclaration') return []
    return (declaration.declarations as SyntaxNode[]).flatMap(({ id, init }) => {
      const name = String((id as SyntaxNode).name)
      if (!isNode(init)) return []
      if (/(Max|Min)$/.test(name)) return [limitOf(file, name, init, commentOn(file, statements, index))]
      return /[lL]imits$/.test(name) ? membersOf(file, name, init) : []
    })
  })
}

function membersOf(file: SourceFile, owner: string, init: SyntaxNode): Limit[] {
  const object = init.type === 'ObjectExpression' ? init : (init.expression as SyntaxNode | undefined)
  if (object?.type !== 'ObjectExpression') return []
  const members = (object.properties as SyntaxNode[]).filter(({ type }) => type === 'Property')
  return members.map((property, index) => {
    const name = String((property.key as SyntaxNode).name)
    const why = commentOfMember(file, name) || commentOn(file, members, index)
    return limitOf(file, `${owner}.${name}`, property.value as SyntaxNode, why)
  })
}

function limitOf(file: SourceFile, name: string, init: SyntaxNode, why: string): Limit {
  const value = file.text.slice(init.start, init.end).replace(/\s+/g, ' ')
  return { package: file.package ?? '', name, value, why }
}

/** The types of limit objects carry the comments: looks for the member of that name in the file. */
function commentOfMember(file: SourceFile, name: string): string {
  let comment = ''
  visit(file.program, (node) => {
    if (node.type !== 'TSPropertySignature' || (node.key as SyntaxNode).name !== name) return
    comment ||= commentBefore(file, node.start)
  })
  return comment
}

/** A comment above several lines without a gap is about all of them. */
function commentOn(file: SourceFile, siblings: readonly SyntaxNode[], index: number): string {
  const [previous, node] = [siblings[index - 1], siblings[index]]
  if (node === undefined) return ''
  const own = commentBefore(file, node.start)
  if (own !== '' || previous === undefined) return own
  return /\n\s*\n/.test(file.text.slice(previous.end, node.start)) ? '' : commentOn(file, siblings, index - 1)
}

function commentBefore(file: SourceFile, start: number): string {
  const comment = file.comments.findLast(({ end }) => end <= start && file.text.slice(end, start).trim() === '')
  if (comment === undefined) return ''
  const text = comment.value
    .replace(/^\*/, '')
    .replace(/\n\s*\* ?/g, ' ')
    .trim()
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
