/**
 * Holds the validator and the rewriter to the WebAssembly specification's own tests, which no npm package carries. Run once for a
 * change of either; `npm test` holds them to V8 by mutated and generated modules instead.
 *
 *     apt-get install wabt; apt-get source --download-only binaryen; tar xf binaryen_*.orig.tar.gz
 *     for f in binaryen-*\/test/spec/*.wast; do wast2json "$f" -o "SUITE/$(basename "$f" .wast).json"; done
 *     node packages/sandbox/scripts/check-spec-suite.ts SUITE
 *
 * Every module that must be refused must be refused. Every module that is accepted runs bare and rewritten: each call must come to
 * the same, and to what the test expects.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ModuleRefusedError } from '../src/module/module-error.ts'
import { instrumentExports, rewriteModule } from '../src/rewrite/rewrite-module.ts'
import { type WasmGlobal, type WasmInstance, webAssembly } from '../src/run/web-assembly.ts'

type SuiteValue = { readonly type: string; readonly value?: string | readonly string[]; readonly lane_type?: string }
type SuiteCommand = {
  readonly type: string
  readonly line: number
  readonly filename?: string
  readonly name?: string
  readonly module_type?: string
  readonly action?: {
    readonly type: string
    readonly field: string
    readonly args: readonly SuiteValue[]
    readonly module?: string
  }
  readonly expected?: readonly SuiteValue[]
}
type Pair = { readonly bare: WasmInstance; readonly rewritten: WasmInstance }

const suite = process.argv[2]
if (suite === undefined) throw new Error('Name the folder that wast2json wrote to.')
const counts = { refused: 0, accepted: 0, notAllowed: 0, calls: 0, skipped: 0 }
const problems: string[] = []
for (const name of readdirSync(suite).filter((file) => file.endsWith('.json'))) checkFile(join(suite, name))
console.log(JSON.stringify(counts))
for (const problem of problems) console.log(problem)
process.exitCode = problems.length === 0 ? 0 : 1

function checkFile(path: string): void {
  const { commands } = JSON.parse(readFileSync(path, 'utf8')) as { readonly commands: readonly SuiteCommand[] }
  let pair: Pair | undefined
  for (const command of commands) {
    const where = `${path}:${command.line}`
    const bytes = command.filename?.endsWith('.wasm') ? readFileSync(join(suite ?? '', command.filename)) : undefined
    if (command.type === 'module') pair = bytes === undefined ? undefined : accept(bytes, where)
    else if (command.type === 'assert_invalid' || command.type === 'assert_malformed') {
      if (bytes !== undefined) refuse(bytes, where)
    } else if (command.type === 'assert_return' || command.type === 'assert_trap' || command.type === 'action') {
      if (pair === undefined || command.action?.type !== 'invoke' || command.action.module !== undefined)
        counts.skipped += 1
      else checkCall(pair, command, where)
    }
  }
}

function refuse(bytes: Uint8Array, where: string): void {
  // What later versions of the specification allow, V8 accepts: that is no demand on us.
  const verdict = refusalOf(bytes)
  if (verdict === undefined && !webAssembly.validate(bytes)) problems.push(`${where}: accepted, but must be refused`)
  counts.refused += 1
}

function refusalOf(bytes: Uint8Array): ModuleRefusedError | undefined {
  try {
    rewriteModule(bytes, { memoryPagesMax: 65_536 })
    return undefined
  } catch (error) {
    if (error instanceof ModuleRefusedError) return error
    throw error
  }
}

function accept(bytes: Uint8Array, where: string): Pair | undefined {
  const refusal = refusalOf(bytes)
  if (refusal !== undefined) {
    counts.notAllowed += 1
    const isExpected =
      refusal.code === 'WASM_NOT_ALLOWED' || refusal.code === 'WASM_TOO_LARGE' || !webAssembly.validate(bytes)
    const isStaticBound = /does not fit|do not fit|to export/.test(refusal.message)
    if (!isExpected && !isStaticBound) problems.push(`${where}: ${refusal.message}`)
    return undefined
  }
  counts.accepted += 1
  const rewritten = new webAssembly.Instance(
    new webAssembly.Module(rewriteModule(bytes, { memoryPagesMax: 65_536 }).bytes),
    {},
  )
  fill(rewritten)
  ;(rewritten.exports[instrumentExports.start] as (() => void) | undefined)?.()
  return { bare: new webAssembly.Instance(new webAssembly.Module(bytes), {}), rewritten }
}

function fill(instance: WasmInstance): void {
  ;(instance.exports[instrumentExports.gas] as WasmGlobal).value = 2n ** 40n
  ;(instance.exports[instrumentExports.depth] as WasmGlobal).value = 2n ** 20n
}

function checkCall({ bare, rewritten }: Pair, command: SuiteCommand, where: string): void {
  const { field = '', args = [] } = command.action ?? {}
  const values = [...args, ...(command.expected ?? [])]
  // A NaN among the arguments does not pass through JavaScript unchanged, and vectors not at all.
  if (values.some(({ type }) => type === 'v128') || args.some(({ value }) => /nan/.test(String(value)))) {
    counts.skipped += 1
    return
  }
  counts.calls += 1
  fill(rewritten)
  const [first, second] = [bare, rewritten].map((instance) => outcomeOf(instance, field, args)) as [string, string]
  if (first !== second) problems.push(`${where}: ${field} comes to ${first} bare, ${second} rewritten`)
  const expected = command.type === 'assert_trap' ? 'trap' : command.expected?.map(wordOf).join()
  if (command.type !== 'action' && expected !== second)
    problems.push(`${where}: ${field} comes to ${second}, not ${expected}`)
}

function outcomeOf(instance: WasmInstance, field: string, args: readonly SuiteValue[]): string {
  try {
    const result = (instance.exports[field] as (...values: unknown[]) => unknown)(...args.map(numberOf))
    if (result === undefined) return ''
    if (typeof result === 'bigint') return String(BigInt.asUintN(64, result))
    return Number.isNaN(result) ? 'nan' : Object.is(result, -0) ? '-0' : String(result)
  } catch (error) {
    return error instanceof webAssembly.RuntimeError || error instanceof RangeError ? 'trap' : `error ${error}`
  }
}

function numberOf({ type, value }: SuiteValue): number | bigint {
  const bits = BigInt(String(value))
  const view = new DataView(new ArrayBuffer(8))
  if (type === 'i64') return BigInt.asIntN(64, bits)
  if (type === 'i32') return Number(BigInt.asIntN(32, bits))
  view.setBigUint64(0, bits, true)
  return type === 'f32' ? view.getFloat32(0, true) : view.getFloat64(0, true)
}

function wordOf(expected: SuiteValue): string {
  if (/nan/.test(String(expected.value))) return 'nan'
  const value = numberOf(expected)
  if (typeof value === 'bigint') return String(BigInt.asUintN(64, value))
  return Number.isNaN(value) ? 'nan' : Object.is(value, -0) ? '-0' : String(value)
}
