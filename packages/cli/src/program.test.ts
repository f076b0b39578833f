import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import type { Context } from './context.ts'
import { readEnvironment } from './environment.ts'
import { createProgram, runProgram } from './program.ts'

function contextOf() {
  const texts = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => {
    const pass = new PassThrough()
    pass.on('data', (data: Buffer) => {
      texts[name] += data.toString()
    })
    return pass as unknown as NodeJS.WriteStream
  }
  const context: Context = {
    environment: readEnvironment({ HOME: '/nonexistent' }, { cwd: '/', isTerminal: false }),
    streams: { in: new PassThrough(), out: stream('out'), err: stream('err') },
    now: () => 0,
    random: (bytes) => new Uint8Array(bytes),
    signal: new AbortController().signal,
    parent: undefined,
  }
  return { context, texts }
}

const leavesOf = (command: Command, path: readonly string[] = []): (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((child) => leavesOf(child, [...path, child.name()]))
const leaves = leavesOf(await createProgram(contextOf().context))

describe('every command', () => {
  test('is there', () => {
    expect(leaves.map(([path]) => path)).toMatchInlineSnapshot(`
      [
        "up",
        "chat",
        "models",
        "offers",
        "provide",
        "gateway",
        "relay",
        "keys create",
        "keys list",
        "keys budget",
        "keys revoke",
        "wallet show",
        "wallet create",
        "deposit",
        "withdraw",
        "channels list",
        "channels close",
        "stake",
        "unstake",
        "faucet",
        "receipts get",
        "receipts verify",
        "batch",
        "jobs run",
        "jobs resume",
        "jobs show",
        "jobs check",
        "jobs import",
        "services run",
        "services status",
        "services logs",
        "services update",
        "services stop",
        "services shell",
        "audit file",
        "audit run",
        "cases list",
        "cases show",
        "cases open",
        "cases answer",
        "cases claim",
        "cases appeal",
        "status",
        "network add",
        "network list",
        "network show",
        "network providers",
        "network bootstrap",
        "deploy",
      ]
    `)
  })

  test.each(leaves.map(([path]) => path))(
    '%s: its help shows an example of itself and fits a terminal',
    async (path) => {
      const { context, texts } = contextOf()
      expect(await runProgram([...path.split(' '), '--help'], context)).toBe(0)
      expect(texts.out).toContain(`$ millrace ${path.replace(/ (show|list|file)$/, '')}`)
      expect(texts.out).toContain(`Usage: millrace ${path}`)
      expect(Math.max(...texts.out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120)
      expect(texts.err).toBe('')
    },
  )

  test.each(leaves)('%s: its options say what they are for, and it can speak JSON', (path, command) => {
    for (const option of command.options) expect([option.flags, option.description]).not.toEqual([option.flags, ''])
    const speaksJsonAlways = ['network show', 'receipts get'].includes(path)
    expect(command.options.some(({ long }) => long === '--json')).toBe(!speaksJsonAlways)
  })

  test('takes no secret as an argument', () => {
    // These name a variable or a file.
    const names = ['--secret', '--secret-file']
    const flags = leaves.flatMap(([, { options }]) => options.map(({ long }) => long ?? ''))
    expect(
      flags
        .filter((flag) => !names.includes(flag))
        .filter((flag) => /password|secret|api-key|private-key|mnemonic/.test(flag)),
    ).toEqual([])
  })
})

describe('wrong usage', () => {
  test.each([
    ['nothing known', ['bogus']],
    ['a slip of the finger', ['staus']],
    ['an option that is none', ['status', '--jso']],
    ['a missing argument', ['deposit']],
    ['a missing option', ['keys', 'create', 'x']],
    ['an argument too many', ['deposit', '1', '2']],
  ])('%s is status 2', async (_name, args) => {
    const { context, texts } = contextOf()
    expect(await runProgram(args, context)).toBe(2)
    expect(texts.err).toMatch(/^error: .+\n/)
    const json = contextOf()
    expect(await runProgram([...args, '--json'], json.context)).toBe(2)
    expect(JSON.parse(json.texts.err)).toEqual({
      error: { code: 'USAGE_INVALID', message: expect.any(String), hint: expect.any(String) },
    })
    expect(json.texts.out).toBe('')
  })

  test('without a network every command says how to get one', async () => {
    for (const args of [['offers'], ['status'], ['wallet'], ['models'], ['keys', 'list'], ['provide'], ['gateway']]) {
      const { context, texts } = contextOf()
      expect([args, await runProgram(args, context)]).toEqual([args, 3])
      expect(texts.err).toContain('Start the local network with "millrace up"')
    }
  })

  test('the version is told', async () => {
    const { context, texts } = contextOf()
    expect([await runProgram(['--version'], context), texts.out]).toEqual([0, '0.1.0\n'])
  })
})
