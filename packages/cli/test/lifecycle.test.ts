/** How `millrace up` starts, resumes and ends, as a person at a terminal or a script sees it. */
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Outcome,
  processesOf,
  removeHome,
  run,
  start,
  startNetwork,
  temporaryHome,
  untilNoneLeft,
} from './support/millrace.ts'

/** A network that was started once and is down: starting each test's own would take most of the time. */
let madeHome: string
let made: Outcome
let home: string

beforeAll(async () => {
  madeHome = await temporaryHome()
  const up = start(['up', '--light', '--port', '0', '--json'], { home: madeHome })
  await up.shows('"millisecondsToFirstToken"')
  up.process.kill('SIGINT')
  made = await up.ended
}, 180_000)

afterAll(() => removeHome(madeHome))

beforeEach(async () => {
  home = await temporaryHome()
})

afterEach(async () => {
  for (const line of processesOf(home)) process.kill(Number.parseInt(line, 10), 'SIGKILL')
  await untilNoneLeft(home)
  await removeHome(home)
})

const slow = { timeout: 180_000 }
const upOnce = ['up', '--light', '--exit', '--port', '0', '--json']
/** Gives the test a home with a network that was started before. */
const startedBefore = () => cp(madeHome, home, { recursive: true })
const localDir = () => join(home, 'networks', 'local')
const sumOf = (balances: readonly { free: string; inChannels: string }[]) =>
  balances.reduce((sum, { free, inChannels }) => sum + BigInt(free) + BigInt(inChannels), 0n)

describe('millrace up', () => {
  test(
    'a second start, also from a file of the first version, resumes chain, balances and API key; money only moves; secrets are readable by their user alone',
    slow,
    async () => {
      expect(made.stderr).toContain('deploying the contracts')
      // It stayed up until Ctrl-C.
      expect(made.status).toBe(0)
      expect(made.stderr).not.toMatch(/ {4}at |Error/)
      expect(processesOf(madeHome)).toEqual([])
      await startedBefore()
      const key = await readFile(join(localDir(), 'local-api-key'), 'utf8')
      // As it was written before there was a peer network.
      const file = join(localDir(), 'network.json')
      const { bootstrap: _bootstrap, ...network } = JSON.parse(await readFile(file, 'utf8'))
      await writeFile(file, JSON.stringify({ ...network, version: 1 }))
      const second = await run(upOnce, { home })
      expect(second.status).toBe(0)
      expect(second.stderr).not.toContain('deploying the contracts')
      expect(second.stderr).not.toContain('funding')
      expect(await readFile(join(localDir(), 'local-api-key'), 'utf8')).toBe(key)
      expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 2, bootstrap: [], providers: [] })

      const [one, two] = [JSON.parse(made.stdout), JSON.parse(second.stdout)]
      expect(two.before).toEqual(one.after)
      for (const { before, after } of [one, two]) expect(sumOf(after)).toBe(sumOf(before))
      expect(sumOf(two.after)).toBe(500_000_000n)
      const earned = (outcome: typeof one) => BigInt(outcome.after[1].free) - BigInt(outcome.before[1].free)
      expect(earned(one)).toBe(BigInt(one.amount))
      expect(BigInt(one.settlement.amount)).toBe(BigInt(one.amount))
      expect(one.answer.receiptId).not.toBe(two.answer.receiptId)
      expect(processesOf(home)).toEqual([])

      const mode = async (path: string) => ((await stat(join(localDir(), path))).mode & 0o777).toString(8)
      expect(await mode('')).toBe('700')
      for (const path of ['password', 'local-api-key', 'network.json', 'keys/payer.json', 'logs/gateway.log']) {
        expect([path, await mode(path)]).toEqual([path, '600'])
      }
    },
  )

  test('once it is down, what needs it says so and how to start it', slow, async () => {
    await startedBefore()
    const told = async (...args: string[]) => {
      const { status, stdout, stderr } = await run(args, { home })
      return `${stdout}${stderr}status ${status}`.replace(/127\.0\.0\.1:\d+/g, 'CHAIN')
    }
    expect(await told('status')).toMatchInlineSnapshot(`
      "✗ chain     The local network is not running.
      ✗ gateway   not started on this machine
      error: Of the network "local" this does not answer: chain, gateway.
        Start it with "millrace up".
        (NETWORK_DOWN)
      status 5"
    `)
    expect(await told('chat', 'Hello')).toMatchInlineSnapshot(`
      "error: No gateway of the network "local" runs on this machine.
        Start it with "millrace up", or name another gateway with --url.
        (GATEWAY_UNREACHABLE)
      status 5"
    `)
    expect(await told('models')).toContain('(GATEWAY_UNREACHABLE)')
    for (const args of [
      ['wallet'],
      ['offers'],
      ['deposit', '1'],
      ['channels'],
      ['stake', '--key', 'alder-operator'],
      ['faucet'],
      ['gateway', '--port', '0'],
      ['provide', '--model', 'stories15m=1/1', '--port', '0', '--peer-port', '0'],
      ['relay', '--port', '0'],
    ]) {
      expect([args, await told(...args)]).toEqual([
        args,
        'error: The local network is not running.\n  Start it with "millrace up", in another terminal.\n  (CHAIN_UNREACHABLE)\nstatus 5',
      ])
    }
    const status = JSON.parse((await run(['status', '--json'], { home })).stdout)
    expect(status).toMatchObject({ network: 'local', ok: false })
  })

  test('Ctrl-C while it starts ends with status 130, without a word of error', slow, async () => {
    const up = start(['up', '--light', '--port', '0'], { home })
    await up.shows('deploying the contracts')
    up.process.kill('SIGINT')
    const { status, stderr } = await up.ended
    expect(status).toBe(130)
    expect(stderr).not.toMatch(/error|Error| {4}at /)
    await untilNoneLeft(home)
    expect((await run(['up', '--light', '--exit', '--port', '0'], { home })).status).toBe(0)
  })

  test(
    'a second up on the same home is refused, also with --fresh, and harms nothing; kill -9 of the parent ends every child; the next start has the same balances, and Ctrl-C in a terminal, which reaches the whole group, ends it quietly',
    slow,
    async () => {
      await startedBefore()
      const { up, url } = await startNetwork(home)
      for (const more of [[], ['--fresh']]) {
        const second = await run(['up', '--light', '--port', '0', ...more], { home })
        expect(second.status).toBe(7)
        expect(second.stderr).toContain('(LOCAL_RUNNING)')
      }
      expect((await fetch(`${url}/health`)).status).toBe(200)
      const before = JSON.parse((await run(['wallet', '--json'], { home })).stdout)
      up.process.kill('SIGKILL')
      await up.ended
      await untilNoneLeft(home)

      const next = start(['up', '--light', '--port', '0', '--json'], { home, group: true })
      await next.shows('"millisecondsToFirstToken"')
      // Ready, it starts its auditor; before or after that, Ctrl-C ends it in the same way.
      process.kill(-(next.process.pid as number), 'SIGINT')
      const { status, stdout, stderr } = await next.ended
      expect(status).toBe(0)
      expect(stdout + stderr).not.toMatch(/ {4}at |Error|ended by itself/)
      const payer = before.accounts.find(({ name }: { name: string }) => name === 'payer')
      const resumed = JSON.parse(stdout).before[0]
      expect(resumed).toEqual({ who: 'you', free: payer.escrow, inChannels: before.inChannels })
      await untilNoneLeft(home)
      for (const log of await readdir(join(localDir(), 'logs'))) {
        expect([log, await readFile(join(localDir(), 'logs', log), 'utf8')]).not.toEqual([
          log,
          expect.stringMatching(/ {4}at /),
        ])
      }
    },
  )

  test('a port that is taken is refused before anything starts', slow, async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const { status, stderr } = await run(['up', '--light', '--port', String(port)], { home })
    server.close()
    expect(status).toBe(7)
    expect(stderr.replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
      "error: Another program listens on port PORT.
        Name another port with --port, or let one be picked with --port 0.
        (PORT_TAKEN)
      "
    `)
    expect(await readdir(home)).toEqual(['local.lock'])
  })

  test(
    'a broken network.json and a lost chain are said; --fresh sets the old network aside and starts a new one',
    slow,
    async () => {
      await startedBefore()
      const file = join(localDir(), 'network.json')
      const good = await readFile(file, 'utf8')
      await writeFile(file, good.slice(0, 100))
      const broken = await run(['up', '--light', '--exit', '--port', '0'], { home })
      expect(broken.status).toBe(2)
      expect(broken.stderr.replaceAll(home, 'HOME')).toMatchInlineSnapshot(`
      "error: The file HOME/networks/local/network.json is broken: it is not JSON.
        Get the file again from the maker of the network; for the local network, "millrace up --fresh" starts anew.
        (FILE_BROKEN)
      "
    `)
      await writeFile(file, good)
      await writeFile(join(localDir(), 'chain-state.json'), '')
      const lost = await run(['up', '--light', '--exit', '--port', '0'], { home })
      expect(lost.stderr).toMatch(/ANVIL_STATE_BROKEN|LOCAL_STATE_LOST/)

      const old = await readFile(join(localDir(), 'keys', 'payer.json'), 'utf8')
      const again = await run(['up', '--light', '--exit', '--port', '0', '--fresh'], { home })
      expect(again.status).toBe(0)
      expect(again.stdout).toContain('the earlier local network now stands in')
      const aside = (await readdir(join(home, 'networks'))).find((name) => name.startsWith('local.before-')) as string
      expect(await readFile(join(home, 'networks', aside, 'keys', 'payer.json'), 'utf8')).toBe(old)
      expect(await readFile(join(localDir(), 'keys', 'payer.json'), 'utf8')).not.toBe(old)
      expect((await run(['network', 'list', '--json'], { home })).stdout).toBe(
        '[{"name":"local","chainId":31337,"bootstrap":0,"providers":0}]\n',
      )
    },
  )

  test('Ctrl-C during a model download ends at once with status 130', slow, async () => {
    const asked = Promise.withResolvers<void>()
    const silent = createServer(() => asked.resolve()).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const registry = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    const env = { MILLRACE_CACHE: join(home, 'cache'), npm_config_registry: registry }
    const up = start(['up', '--light', '--port', '0'], { home, env })
    await asked.promise
    up.process.kill('SIGINT')
    const { status, stderr } = await up.ended
    silent.closeAllConnections()
    silent.close()
    expect(status).toBe(130)
    expect(stderr).not.toMatch(/error|Error| {4}at /)
    expect(processesOf(home)).toEqual([])
  })
})
