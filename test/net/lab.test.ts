/**
 * The lab itself: hosts reach each other, routers translate and let nothing in, cuts cut and heal, and nothing is left behind.
 * Plain TCP, so that what later tests show is theirs.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, startActor } from './actor.ts'
import type { TcpHandlers } from './actors/tcp-process.ts'
import type { ImpairHandlers, ImpairSettings } from './impair-process.ts'
import { createLab, type Lab, type Router } from './lab.ts'
import type { Host } from './lab-host.ts'
import { labMissing } from './lab-missing.ts'
import { namespaceNames, removeStaleNamespaces } from './namespaces.ts'

/** Waited out only where no answer may come. */
const silentMs = 1_000
/** Where an answer must come: a connection that was cut tries again within seconds. */
const timeoutMs = 30_000

const startTcp = (host: Host): Promise<Actor<TcpHandlers>> =>
  startActor<TcpHandlers>(host, new URL('./actors/tcp-process.ts', import.meta.url), {})

describe.skipIf(labMissing)('a lab', () => {
  let lab: Lab
  let router: Router
  let publicHost: Host
  let otherHost: Host
  let hiddenHost: Host
  let one: Actor<TcpHandlers>
  let other: Actor<TcpHandlers>
  let hidden: Actor<TcpHandlers>
  let port: number

  beforeAll(async () => {
    lab = await createLab()
    publicHost = await lab.addHost('one')
    otherHost = await lab.addHost('other', { subnet: '203.0.113' })
    router = await lab.addRouter('router', { subnet: '192.0.2' })
    hiddenHost = await router.addHost('hidden')
    ;[one, other, hidden] = await Promise.all([startTcp(publicHost), startTcp(otherHost), startTcp(hiddenHost)])
    port = await one.call('listen', undefined)
  })
  afterAll(async () => lab?.[Symbol.asyncDispose]())

  test('public hosts of different blocks reach each other', async () => {
    const otherPort = await other.call('listen', undefined)
    expect([publicHost.address, otherHost.address]).toEqual(['198.51.100.1', '203.0.113.1'])
    expect(await other.call('attempt', { host: publicHost.address, port, timeoutMs })).toBe('connected')
    expect(await one.call('attempt', { host: otherHost.address, port: otherPort, timeoutMs })).toBe('connected')
  })

  test('a host behind a router reaches out, and nobody reaches in, not even with a route', async () => {
    const hiddenPort = await hidden.call('listen', undefined)
    const inside = { host: hiddenHost.address, port: hiddenPort, timeoutMs }
    expect([hiddenHost.address, router.address]).toEqual(['10.1.0.2', '192.0.2.1'])
    expect(await hidden.call('attempt', { host: publicHost.address, port, timeoutMs })).toBe('connected')
    expect(await hidden.call('attempt', inside)).toBe('connected')
    expect(await one.call('attempt', { ...inside, host: router.address })).toBe('ECONNREFUSED')
    expect(await one.call('attempt', inside)).toBe('ENETUNREACH')
    const route = publicHost.spawn('ip', ['route', 'add', '10.1.0.0/24', 'via', router.address])
    expect(await once(route, 'exit')).toEqual([0, null])
    expect(await one.call('attempt', inside)).toBe('EHOSTUNREACH')
  })

  test('who stands behind a router is seen under its address, and under the next after it changed', async () => {
    const before = router.address
    expect(await seenAs(hidden)).toBe(before)
    expect(await router.changeAddress()).not.toBe(before)
    expect(await seenAs(hidden)).toBe(router.address)
  })

  test('a partition silences a connection and new attempts, between its groups only; healing brings every byte', async () => {
    const id = await other.call('hold', { host: publicHost.address, port })
    const greeting = `${otherHost.address} `
    await lab.partition([publicHost], [otherHost, hiddenHost])
    await other.call('say', { id, word: 'during' })
    expect(await other.call('heard', { id, length: greeting.length + 1, timeoutMs: silentMs })).toBe(greeting)
    expect(await other.call('attempt', { host: publicHost.address, port, timeoutMs: silentMs })).toBe('ETIMEDOUT')
    expect(await hidden.call('attempt', { host: publicHost.address, port, timeoutMs: silentMs })).toBe('ETIMEDOUT')
    expect(await seenAs(hidden, other, otherHost)).toBe(router.address)
    await lab.heal()
    await other.call('say', { id, word: ' after' })
    const all = `${greeting}during after`
    expect(await other.call('heard', { id, length: all.length, timeoutMs })).toBe(all)
    expect(await hidden.call('attempt', { host: publicHost.address, port, timeoutMs })).toBe('connected')
  })

  test('hosts behind one router cannot be parted, and are told so', async () => {
    const neighbour = await router.addHost('neighbour')
    await expect(lab.partition([hiddenHost], [neighbour])).rejects.toThrow('cannot be parted')
  })

  test('a cable that is out silences, and in again lets all through', async () => {
    const id = await other.call('hold', { host: publicHost.address, port })
    const greeting = `${otherHost.address} `
    await other.call('heard', { id, length: greeting.length, timeoutMs })
    await otherHost.setLink('down')
    await other.call('say', { id, word: 'unplugged' })
    expect(await other.call('heard', { id, length: greeting.length + 1, timeoutMs: silentMs })).toBe(greeting)
    await otherHost.setLink('up')
    expect(await other.call('heard', { id, length: greeting.length + 9, timeoutMs })).toBe(`${greeting}unplugged`)
  })

  test('a host with a new address has lost its connections and makes new ones', async () => {
    const id = await other.call('hold', { host: publicHost.address, port })
    const before = otherHost.address
    await other.call('heard', { id, length: before.length + 1, timeoutMs })
    expect(await otherHost.changeAddress()).not.toBe(before)
    await other.call('say', { id, word: 'still there?' })
    expect(await other.call('heard', { id, length: before.length + 2, timeoutMs: silentMs })).toBe(`${before} `)
    expect(await seenAs(other)).toBe(otherHost.address)
  })

  test('a bad link stands between two hosts as a third, and is told what to do', async () => {
    const wire = await lab.addHost('wire')
    const listen = { host: wire.address, port: 0 }
    const settings: ImpairSettings = {
      listen,
      target: { host: publicHost.address, port },
      seed: 1,
      up: { delayMs: 20 },
    }
    await using link = await startActor<ImpairHandlers>(wire, new URL('./impair-process.ts', import.meta.url), settings)
    const id = await hidden.call('hold', { host: wire.address, port: await link.call('port', undefined) })
    const greeting = `${wire.address} `
    expect(await hidden.call('heard', { id, length: greeting.length, timeoutMs })).toBe(greeting)
    await link.call('stall', ['up'])
    await hidden.call('say', { id, word: 'hello' })
    expect(await hidden.call('heard', { id, length: greeting.length + 1, timeoutMs: silentMs })).toBe(greeting)
    await link.call('resume', [])
    expect(await hidden.call('heard', { id, length: greeting.length + 5, timeoutMs })).toBe(`${greeting}hello`)
    expect(await link.call('counts', undefined)).toMatchObject({ accepted: 1, upBytes: 5 })
  })

  test('a process that fails tells why: at its start, when asked, and when it dies', async () => {
    const nonsense = { listen: { host: '203.0.113.99', port: 0 }, target: { host: '', port: 0 }, seed: 1 }
    const impair = new URL('./impair-process.ts', import.meta.url)
    await expect(startActor(publicHost, impair, nonsense)).rejects.toThrow('EADDRNOTAVAIL')
    await expect(one.call('say', { id: 99, word: '' })).rejects.toThrow('no connection 99')
    const brief = await startTcp(publicHost)
    const asked = brief.call('heard', {
      id: await brief.call('hold', { host: publicHost.address, port }),
      length: 99,
      timeoutMs,
    })
    brief.process.kill('SIGKILL')
    await expect(asked).rejects.toThrow('ended (SIGKILL)')
    await expect(brief.call('listen', undefined)).rejects.toThrow('ended (SIGKILL)')
  })

  /** Returns the address under which a host that listens sees another connect. */
  async function seenAs(from: Actor<TcpHandlers>, at = one, atHost = publicHost): Promise<string> {
    const id = await from.call('hold', {
      host: atHost.address,
      port: at === one ? port : await at.call('listen', undefined),
    })
    const heard = await from.call('heard', { id, length: 1, timeoutMs })
    return heard.trim()
  }
})

describe.skipIf(labMissing)('several labs', () => {
  test('run at once under the same addresses, and leave nothing', async () => {
    const before = new Set(namespaceNames())
    const labs = await Promise.all([createLab(), createLab()])
    const own = namespaceNames().filter((name) => !before.has(name) && name.includes(`-${process.pid}-`))
    expect(own.length).toBe(2)
    const hosts = await Promise.all(labs.map((lab) => lab.addHost('same')))
    expect(hosts.map(({ address }) => address)).toEqual(['198.51.100.1', '198.51.100.1'])
    const children = hosts.map((host) => host.spawn('sleep', ['600']))
    const ends = children.map((child) => once(child, 'exit'))
    await Promise.all(labs.map((lab) => lab[Symbol.asyncDispose]()))
    expect(await Promise.all(ends)).toEqual([
      [null, 'SIGTERM'],
      [null, 'SIGTERM'],
    ])
    expect(namespaceNames().filter((name) => name.includes(`-${process.pid}-`) && !before.has(name))).toEqual([])
  })

  test('what a killed owner leaves, processes included, is removed by the next', async () => {
    const script = `
      import { createLab } from ${JSON.stringify(new URL('./lab.ts', import.meta.url).href)}
      const host = await (await createLab()).addHost('orphan')
      const child = host.spawn('sleep', ['600'])
      console.log(host.namespace, child.pid)
      setInterval(() => undefined, 60_000)`
    const owner = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    const [namespace = '', pid] = String(line).trim().split(' ')
    expect(await removeStaleNamespaces()).not.toContain(namespace)
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    await removeStaleNamespaces()
    expect(namespaceNames()).not.toContain(namespace)
    // Its parent is dead: who inherits it may be slow to bury it.
    expect(['gone', 'Z']).toContain(stateOf(Number(pid)))
  })
})

/** Returns the letter that the system gives a process's state, "gone" for none. */
function stateOf(pid: number): string {
  if (!existsSync(`/proc/${pid}`)) return 'gone'
  return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? ''
}
