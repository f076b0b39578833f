/**
 * YAML 1.2 or JSON from a stranger, as plain values with the line of each.
 *
 * JSON is read by the YAML parser too, because JSON.parse drops all but the last of two equal keys. What grows faster than the text, or
 * means another thing than it shows, is refused: aliases, tags, merge keys, several documents, equal keys, keys that are no
 * text, numbers that JavaScript would round. Length, tokens and depth are bounded before anything recursive sees the text.
 *
 * Source: https://yaml.org/spec/1.2.2/ (core schema). Cost: linear in the text.
 */
import { Composer, type CST, type Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml'
import { describeValue, printable } from './describe-value.ts'
import { type DocumentProblem, type FieldPath, fieldText, problemsMax } from './document-problem.ts'

/** Characters of one file: a long manifest has a few thousand. */
export const documentCharsMax = 256 * 1024
/** Tokens of one file; 10,000 values of an array have 50,000. A parser spends a thousand times longer on one than on a character. */
export const documentTokensMax = 65_536
/** Deepest nesting; a compose file needs 8. */
export const documentDepthMax = 16

export type ReadDocument = {
  readonly value: unknown
  /** Returns the line of a field, or of the nearest field around it that is there. From 1. */
  readonly lineOf: (path: FieldPath) => number | undefined
}

export type ReadOptions = {
  /** `values`: numbers and booleans as such. `text`: all scalars as they are written, empty ones as null. */
  readonly scalars: 'values' | 'text'
}

type Reading = ReadOptions & {
  readonly problems: DocumentProblem[]
  readonly lines: LineCounter
}

/** Keys that a careless reader of the result would take for a part of JavaScript. */
const reservedKeys = new Set(['__proto__', 'constructor', 'prototype'])

/** Returns the values of a text, or the faults that keep it from being read. */
export function readDocument(
  text: string,
  options: ReadOptions,
): ReadDocument | { readonly problems: readonly DocumentProblem[] } {
  const reading: Reading = { ...options, problems: [], lines: new LineCounter() }
  const document = compose(text, reading)
  if (document === undefined) return { problems: reading.problems }
  const value = plainOf(document.contents, [], reading)
  if (reading.problems.length > 0) return { problems: reading.problems }
  return { value, lineOf: (path) => lineOf(document.contents, path, reading.lines) }
}

/** Returns the syntax tree of the only document in the text, bounded in size and depth. */
function compose(text: string, reading: Reading): Document.Parsed | undefined {
  const fault = textFault(text)
  if (fault !== undefined) {
    reading.problems.push(fault)
    return undefined
  }
  const tokens = tokensOf(text, reading.lines)
  if (tokens === undefined || isTooDeep(tokens)) {
    const expected =
      tokens === undefined ? `at most ${documentTokensMax} words and signs` : `nesting of at most ${documentDepthMax}`
    reading.problems.push(whole(`expected ${expected}, got more`, 'Split the file, or write it flatter.'))
    return undefined
  }
  const composer = new Composer({
    version: '1.2',
    uniqueKeys: false,
    strict: true,
    logLevel: 'silent',
  })
  const documents = [...composer.compose(tokens, true, text.length)]
  const [document] = documents
  for (const { errors, warnings } of documents) {
    for (const { pos, message } of [...errors, ...warnings]) syntaxFault(pos[0], message, reading)
  }
  if (documents.length > 1)
    reading.problems.push(whole('expected one document, got several', 'Write one file for each.'))
  return reading.problems.length > 0 ? undefined : (document as Document.Parsed)
}

function textFault(text: string): DocumentProblem | undefined {
  if (text.length > documentCharsMax) {
    const message = `expected at most ${documentCharsMax} characters, got ${text.length}`
    return whole(message, 'Put data into inputs; a manifest only names them.')
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(text)
  if (control === null && text.isWellFormed()) return undefined
  const line = control === null ? undefined : text.slice(0, control.index).split('\n').length
  return {
    line,
    field: '',
    message: 'expected UTF-8 text, got control characters',
    hint: 'Save the file as plain UTF-8 text.',
  }
}

/** Returns the tokens of the text, or undefined when there are too many. No recursion, so no depth breaks it. */
function tokensOf(text: string, lines: LineCounter): CST.Token[] | undefined {
  lines.addNewLine(0)
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > documentTokensMax) return undefined
    tokens.push(...parser.next(lexeme))
  }
  tokens.push(...parser.end())
  return tokens
}

function isTooDeep(tokens: readonly CST.Token[]): boolean {
  const waiting = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next
    if (token.type === 'document' && token.value !== undefined) waiting.push({ token: token.value, depth })
    if (!('items' in token)) continue
    if (depth >= documentDepthMax) return true
    for (const { key, value } of token.items) {
      for (const inner of [key, value])
        if (inner !== null && inner !== undefined) waiting.push({ token: inner, depth: depth + 1 })
    }
  }
  return false
}

/** Returns the plain value of a node and notes what must not be in it. Recursion is bounded by the depth. */
function plainOf(node: unknown, path: FieldPath, reading: Reading): unknown {
  if (node === null || node === undefined) return null
  const start = startOf(node)
  if (isAlias(node)) {
    const hint = 'Write the value out where it is used; "docker compose config" does so for compose files.'
    return refuse(start, path, 'a value', 'an alias', hint, reading)
  }
  const tag = (node as { tag?: string }).tag
  if (tag !== undefined)
    return refuse(start, path, 'a value without a tag', describeValue(tag), 'Leave the tag out.', reading)
  if (isScalar(node)) return scalarOf(node, path, reading)
  if (isSeq(node)) return node.items.map((item, index) => plainOf(item, [...path, index], reading))
  if (!isMap(node)) throw new TypeError('A YAML node is a map, a list, a scalar or an alias.')
  const entries = new Map<string, unknown>()
  for (const { key, value } of node.items) {
    const name = isScalar(key) && key.tag === undefined ? (key.source ?? String(key.value)) : undefined
    const at = startOf(key) ?? start
    if (name === undefined || name === '')
      refuse(at, path, 'keys that are texts', 'another key', 'Write KEY: VALUE.', reading)
    else if (reservedKeys.has(name))
      refuse(at, path, 'an ordinary key', describeValue(name), 'Choose another name.', reading)
    else if (entries.has(name)) refuse(at, [...path, name], 'each key once', 'it twice', 'Remove one of them.', reading)
    else entries.set(name, plainOf(value, [...path, name], reading))
  }
  return Object.fromEntries(entries)
}

function scalarOf(
  node: { value?: unknown; source?: string; type?: string; range?: unknown },
  path: FieldPath,
  reading: Reading,
): unknown {
  const { value, source = '' } = node
  if (value === null || typeof value === 'string') return value
  if (reading.scalars === 'text') return source
  if (typeof value !== 'number') return value
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
    return Object.is(value, -0) ? 0 : value
  const expected = 'a number that is exact: whole below 2^53, or a fraction'
  return refuse(startOf(node), path, expected, 'another one', 'Write a smaller number, or quote a text.', reading)
}

function refuse(
  start: number | undefined,
  path: FieldPath,
  expected: string,
  got: string,
  hint: string,
  reading: Reading,
): undefined {
  if (reading.problems.length >= problemsMax) return
  const line = start === undefined ? undefined : reading.lines.linePos(start).line
  reading.problems.push({ line, field: fieldText(path), message: `expected ${expected}, got ${got}`, hint })
}

function syntaxFault(start: number, message: string, reading: Reading): void {
  if (reading.problems.length >= problemsMax) return
  const [first = ''] = message.split('\n')
  const line = reading.lines.linePos(start).line
  const said = printable(first.slice(0, 200)).replace(/[.:]?( at line \d+, column \d+:?)?$/, '')
  reading.problems.push({
    line,
    field: '',
    message: `expected YAML or JSON: ${said}`,
    hint: 'Correct the syntax on that line.',
  })
}

function whole(message: string, hint: string): DocumentProblem {
  return { line: undefined, field: '', message, hint }
}

function lineOf(root: unknown, path: FieldPath, lines: LineCounter): number | undefined {
  let node: unknown = root
  let start = startOf(node)
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && (key.source ?? String(key.value)) === part)
      : undefined
    const inner = isSeq(node) && typeof part === 'number' ? node.items[part] : pair?.value
    start = startOf(pair?.key) ?? startOf(inner) ?? start
    if (inner === undefined || inner === null) break
    node = inner
  }
  return start === undefined ? undefined : lines.linePos(start).line
}

function startOf(node: unknown): number | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined
}
