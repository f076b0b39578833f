/**
 * Tasks that listen, reached over real libp2p: directly, and through a circuit relay where the provider cannot be dialed. Where this
 * machine has bubblewrap the task is a real program in it; what ends the connection is the provider's death.
 */
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { recoverSigner } from '@millrace/chain'
import { createLibp2pTransport, createPeerHost, type PeerHost, type PeerHostInit } from '@millrace/p2p'
import type { PeerTransport, Signer } from '@millrace/protocol'
import { createBubblewrapSandbox } from '@millrace/sandbox'
import type { TaskInstance } from '@millrace/sdk'
import { afterAll, expect, test } from 'vitest'
import { allOf, echo, failureOf, held, sellingServices, signal } from './parts/reached-task.ts'
import { randomSigner } from './parts/scripted-buyer.ts'
import { domain, sdkBuyer, sellingTasks, taskLimits } from './parts/task-work.ts'

const hasBubblewrap = existsSync('/usr/bin/bwrap') && existsSync('/usr/bin/perl')
const hosts: PeerHost[] = []
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()))
})

test('through a relay: many connections at once, bytes in their places, and half-closed ends', async () => {
  const relay = await startHost(randomSigner(), { relay: 'serve' })
  await using selling = await sellingServices({
    transport: async (signer) => {
      const host = await startHost(signer, { listen: [], relay: 'use', bootstrap: [...relay.addresses()] })
      provider.resolve(host)
      return transportOf(host, signer)
    },
  })
  const address = await relayedAddress(await provider.promise)
  const session = randomSigner()
  const transport = transportOf(await startHost(session, { listen: [] }), session)
  await using buying = sdkBuyer([selling], { session, transport, addresses: [address] })
  selling.sandbox.listeners.ports.set(9000, echo)
  await using service = await held(buying)
  const text = '0123456789abcdef'.repeat(2 ** 14)
  const answers = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const socket = await service.instance.connect(9000, { signal: signal() })
      socket.end(`${i} ${text}`)
      return allOf(socket)
    }),
  )
  expect(answers.map((answer, i) => answer === `${i} ${text}`)).not.toContain(false)
}, 60_000)

const provider = Promise.withResolvers<PeerHost>()

test.runIf(hasBubblewrap)(
  'a program in the real sandbox answers HTTP with its secret, and a shell runs beside it, until its provider dies',
  async () => {
    const host = Promise.withResolvers<PeerHost>()
    await using selling = await sellingTasks({
      sandbox: (folder) => createBubblewrapSandbox({}, { folder }),
      transport: async (signer) => {
        host.resolve(await startHost(signer))
        return transportOf(await host.promise, signer)
      },
    })
    const session = randomSigner()
    const transport = transportOf(await startHost(session, { listen: [] }), session)
    await using buying = sdkBuyer([selling], { session, transport, addresses: (await host.promise).addresses() })
    await using service = await held(buying, {
      command: ['/usr/bin/perl', '-MIO::Socket::INET', '-e', httpServer],
      secrets: { API_KEY: 'the miller’s own' },
      limits: { ...taskLimits, memoryBytesMax: 2 ** 28 },
    })
    const first = await connectWhenOpen(service.instance)
    expect(await get(first, '/')).toBe('/ the miller’s own')
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        return get(await service.instance.connect(8080, { signal: signal() }), `/${i}`)
      }),
    )
    expect(answers).toEqual(answers.map((_, i) => `/${i} the miller’s own`))
    const shell = await service.instance.exec(
      { command: ['/bin/sh', '-c', 'cat; printf %s "$API_KEY"; exit 4'] },
      { signal: signal() },
    )
    shell.stdin.end('said, ')
    let said = ''
    for await (const { bytes } of shell.output) said += Buffer.from(bytes).toString()
    expect([said, await shell.result]).toEqual(['said, the miller’s own', { exitCode: 4 }])
    const open = await service.instance.connect(8080, { signal: signal() })
    const failure = failureOf(open)
    await (await host.promise).close()
    expect(await failure).toMatchObject({ code: 'PROVIDER_LOST', retryable: true })
    expect(await service.instance.ended).toMatchObject({ outcome: undefined, failure: { code: 'PROVIDER_LOST' } })
  },
  90_000,
)

/** One request a connection, one after the other. */
const httpServer = `
$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8080, Listen => 128, ReuseAddr => 1) or die;
while ($c = $s->accept) {
  ($path) = (<$c> // "") =~ /^GET (\\S+)/;
  while (<$c>) { last if /^\\r?\\n$/ }
  $body = "$path $ENV{API_KEY}";
  print $c "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: " . length($body) . "\\r\\n\\r\\n$body";
  close $c;
}
`

async function startHost(signer: Signer, init: Partial<PeerHostInit<Record<string, unknown>>> = {}): Promise<PeerHost> {
  const host = await createPeerHost(
    { signer, recoverSigner, domain },
    { listen: ['/ip4/127.0.0.1/tcp/0'], bootstrap: [], relay: 'none', allowPrivate: true, ...init },
  )
  hosts.push(host)
  return host
}

function transportOf(host: PeerHost, signer: Signer): PeerTransport {
  return createLibp2pTransport(host, { signer, recoverSigner, domain })
}

function relayedAddress(host: PeerHost): Promise<string> {
  const find = (addresses: readonly string[]) => addresses.find((address) => address.includes('/p2p-circuit'))
  return new Promise((resolve) => {
    const known = find(host.addresses())
    if (known !== undefined) resolve(known)
    const stop = host.onAddresses((addresses) => {
      const relayed = find(addresses)
      if (relayed === undefined) return
      stop()
      resolve(relayed)
    })
  })
}

/** A program needs a moment until it listens. */
async function connectWhenOpen(instance: TaskInstance): Promise<Duplex> {
  for (;;) {
    try {
      return await instance.connect(8080, { signal: signal() })
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'TASK_PORT_CLOSED') throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function get(socket: Duplex, path: string): Promise<string> {
  const asked = request({ createConnection: () => socket as never, path })
  asked.end()
  const answer = await new Promise<AsyncIterable<unknown>>((resolve, reject) => {
    asked.on('response', resolve)
    asked.on('error', reject)
  })
  return allOf(answer)
}
