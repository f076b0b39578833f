/**
 * The stable error codes that the source throws, with their texts. A code is found where an error is made:
 *
 * - in an object with `code: 'CODE'`, beside its message, hint and retryable;
 * - in `new SomeError('CODE', message)`;
 * - as a key of a table of `[hint, retryable]` or `{ hint, retryable }`;
 * - as a case of a parameter `code: 'ONE' | 'OTHER'`, whose function makes the error.
 */
import { isNode, type RepositoryTree, type SourceFile, type SyntaxNode, visit } from './source-tree.ts'

export type ErrorCode = {
  readonly code: string
  /** Folders of the packages that make the error. */
  readonly packages: readonly string[]
  /** Texts with `…` where a value goes in; empty when only the running program knows. */
  readonly messages: readonly string[]
  readonly hints: readonly string[]
  /** Whether some hint depends on more than the source can show. */
  readonly hintIsComputed: boolean
  readonly retryable: boolean | undefined
}

type Finding = {
  readonly code: string
  readonly package: string
  readonly message?: string | undefined
  readonly hint?: string | undefined
  readonly hintIsComputed?: boolean
  readonly retryable?: boolean | undefined
  /** Whether an error is made here, or only described. */
  readonly made: boolean
}

const codePattern = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

/** Returns every code, sorted. */
export function findErrorCodes(tree: RepositoryTree): readonly ErrorCode[] {
  const sources = tree.files.filter(({ kind }) => kind === 'source')
  const retryableOfClass = new Map(sources.flatMap(constantRetryables))
  const findings = sources.flatMap((file) => findingsIn(file, retryableOfClass))
  const codes = [...new Set(findings.filter(({ made }) => made).map(({ code }) => code))].sort()
  return codes.map((code) => {
    const mine = findings.filter((finding) => finding.code === code)
    const texts = (field: 'message' | 'hint') => [...new Set(mine.map((finding) => finding[field]).filter(isText))]
    return {
      code,
      packages: [...new Set(mine.map((finding) => finding.package))].sort(),
      messages: texts('message'),
      hints: texts('hint'),
      hintIsComputed: mine.some(({ hintIsComputed }) => hintIsComputed === true),
      retryable: mine.find(({ retryable }) => retryable !== undefined)?.retryable,
    }
  })
}

function findingsIn(file: SourceFile, retryableOfClass: ReadonlyMap<string, boolean>): Finding[] {
  const found: Finding[] = []
  const add = (finding: Omit<Finding, 'package'>) => found.push({ ...finding, package: file.package ?? '' })
  visit(file.program, (node) => {
    if (node.type === 'ObjectExpression') {
      for (const code of codesOf(memberOf(node, 'code'))) add({ code, made: true, ...textsOf(file, node) })
      for (const entry of tableEntries(file, node)) add(entry)
    }
    const codes = codeParameterOf(node)
    for (const code of codes) add({ code, made: true })
    if (codes.length > 0) for (const described of describedBy(file, node.body, codes)) add(described)
    if (node.type === 'NewExpression' && isNode(node.callee) && isErrorName(node.callee.name)) {
      const [first, second] = node.arguments as SyntaxNode[]
      const retryable = retryableOfClass.get(String(node.callee.name))
      for (const code of codesOf(first)) add({ code, made: true, message: templateOf(file, second), retryable })
      if (first?.type === 'ObjectExpression') {
        for (const code of codesOf(memberOf(first, 'code'))) add({ code, made: true, retryable })
      }
    }
  })
  return found
}

/** Classes whose constructor passes a constant `retryable` on, by name. */
function constantRetryables(file: SourceFile): [string, boolean][] {
  const found: [string, boolean][] = []
  visit(file.program, (node) => {
    if (node.type !== 'ClassDeclaration' || !isNode(node.id)) return
    const name = String(node.id.name)
    const values = new Set<boolean>()
    visit(node.body, (inner) => {
      const value = inner.type === 'ObjectExpression' ? memberOf(inner, 'retryable') : undefined
      if (typeof value?.value === 'boolean') values.add(value.value)
    })
    for (const value of values) if (values.size === 1) found.push([name, value])
  })
  return found
}

function tableEntries(file: SourceFile, node: SyntaxNode): Omit<Finding, 'package'>[] {
  return propertiesOf(node).flatMap(({ key, value }): Omit<Finding, 'package'>[] => {
    if (!codePattern.test(key)) return []
    if (value.type === 'ObjectExpression' && memberOf(value, 'hint') !== undefined) {
      return [{ code: key, made: true, ...textsOf(file, value) }]
    }
    const [hint, retryable] = (value.type === 'ArrayExpression' ? value.elements : []) as SyntaxNode[]
    if (typeof hint?.value === 'string' && typeof retryable?.value === 'boolean') {
      return [{ code: key, made: true, hint: templateOf(file, hint), retryable: retryable.value }]
    }
    return typeof value.value === 'string' ? [{ code: key, made: false, hint: templateOf(file, value) }] : []
  })
}

function textsOf(file: SourceFile, node: SyntaxNode) {
  const retryable = memberOf(node, 'retryable')?.value
  const names = (node.properties as SyntaxNode[]).map(({ key }) => (key as SyntaxNode | undefined)?.name)
  return {
    hintIsComputed: names.includes('hint') && templateOf(file, memberOf(node, 'hint')) === undefined,
    message: templateOf(file, memberOf(node, 'message')),
    hint: templateOf(file, memberOf(node, 'hint')),
    retryable: typeof retryable === 'boolean' ? retryable : undefined,
  }
}

function codesOf(node: SyntaxNode | undefined): string[] {
  if (node === undefined) return []
  if (node.type === 'ConditionalExpression') {
    return [...codesOf(node.consequent as SyntaxNode), ...codesOf(node.alternate as SyntaxNode)]
  }
  const value = node.value
  return node.type === 'Literal' && typeof value === 'string' && codePattern.test(value) ? [value] : []
}

/** Returns the codes that a function's parameter `code: 'ONE' | 'OTHER'` can have. */
function codeParameterOf(node: SyntaxNode): string[] {
  if (!Array.isArray(node.params)) return []
  const parameter = (node.params as SyntaxNode[]).find(({ type, name }) => type === 'Identifier' && name === 'code')
  return unionOf(parameter?.typeAnnotation)
}

/** Returns what objects with the shorthand `code` say, each for the codes that reach it through `code === 'ONE' ? … : …`. */
function describedBy(file: SourceFile, node: unknown, codes: readonly string[]): Omit<Finding, 'package'>[] {
  if (Array.isArray(node)) return node.flatMap((item) => describedBy(file, item, codes))
  if (!isNode(node)) return []
  const [compared] = node.type === 'ConditionalExpression' ? comparedCodes(node.test) : []
  if (compared !== undefined) {
    const others = codes.filter((code) => code !== compared)
    return [...describedBy(file, node.consequent, [compared]), ...describedBy(file, node.alternate, others)]
  }
  const isDescription = node.type === 'ObjectExpression' && memberOf(node, 'hint') !== undefined
  const here = isDescription ? codes.map((code) => ({ code, made: false, ...textsOf(file, node) })) : []
  return [...here, ...Object.values(node).flatMap((value) => describedBy(file, value, codes))]
}

/** Returns the codes of a type annotation that is a literal or a union of literals. */
function unionOf(annotation: unknown): string[] {
  const type = isNode(annotation) ? annotation.typeAnnotation : undefined
  if (!isNode(type)) return []
  const members = type.type === 'TSUnionType' ? (type.types as SyntaxNode[]) : [type]
  return members.flatMap((member) => (member.type === 'TSLiteralType' ? codesOf(member.literal as SyntaxNode) : []))
}

function comparedCodes(test: unknown): string[] {
  if (!isNode(test) || test.type !== 'BinaryExpression' || test.operator !== '===') return []
  return codesOf(test.right as SyntaxNode)
}

/** Returns the text with `…` for each value, or undefined where it is not written out. */
function templateOf(file: SourceFile, node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral') {
    return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
  }
  if (node?.type === 'ConditionalExpression') {
    const [left, right] = [node.consequent, node.alternate].map((side) => templateOf(file, side as SyntaxNode))
    return left === undefined || right === undefined ? undefined : `${left} / ${right}`
  }
  return undefined
}

function memberOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return propertiesOf(node).find(({ key }) => key === name)?.value
}

function propertiesOf(node: SyntaxNode): { key: string; value: SyntaxNode }[] {
  return (node.properties as SyntaxNode[])
    .filter(({ type, shorthand }) => type === 'Property' && shorthand !== true)
    .map((property) => {
      const key = property.key as SyntaxNode
      return { key: String(key.name ?? key.value), value: property.value as SyntaxNode }
    })
}

function isErrorName(name: unknown): boolean {
  return typeof name === 'string' && name.endsWith('Error')
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}
