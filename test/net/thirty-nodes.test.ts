/**
 * A house full of machines: 30 nodes on three hosts behind one router, which all come from one address as the others see it. Each
 * announces its offer; each hears the offers of all the others, and so does a listener outside, told only of the relay.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, startActor } from './actor.ts'
import type { CrowdHandlers, CrowdSettings } from './actors/crowd-process.ts'
import type { Host } from './lab-host.ts'
import { labMissing } from './lab-missing.ts'
import { createMarketLab, type MarketLab, peerPort } from './market-lab.ts'
import { until } from './until.ts'

const hosts = 3
const nodesPerHost = 10
const renewMs = 30_000
const soon = { timeout: 100_000, interval: 250 }

describe.skipIf(labMissing)('30 nodes behind one address', { timeout: 120_000 }, () => {
  let market: MarketLab
  let router: Awaited<ReturnType<MarketLab['lab']['addRouter']>>
  let inside: Actor<CrowdHandlers>[]
  let outside: Actor<CrowdHandlers>

  beforeAll(async () => {
    market = await createMarketLab()
    router = await market.lab.addRouter('house', { subnet: '203.0.113' })
    const { operator, operatorKey } = await market.chain.call('addOperator', undefined)
    const crowd = async (host: Host, count: number, listeners: number): Promise<Actor<CrowdHandlers>> => {
      const nodeKeys = await market.chain.call('addNodes', { operatorKey, count })
      const { network, bootstrap } = market
      return startActor<CrowdHandlers>(host, new URL('./actors/crowd-process.ts', import.meta.url), {
        ...{ network, operator, nodeKeys, listeners, bootstrap, host: host.address, port: peerPort },
      } satisfies CrowdSettings)
    }
    inside = []
    for (let i = 0; i < hosts; i++) inside.push(await crowd(await router.addHost(`room-${i}`), nodesPerHost, 0))
    outside = await crowd(await market.lab.addHost('outside', { subnet: '192.0.2' }), 0, 1)
    await until('everybody to have peers', async () => {
      const counts = await Promise.all([...inside, outside].map((actor) => actor.call('peerCounts', undefined)))
      return counts.flat().every((count) => count > 0)
    })
  })
  afterAll(async () => market?.[Symbol.asyncDispose]())

  test('are one address to the world', async () => {
    const remotes = () => market.relay.call('remotes', undefined)
    const ofTheHouse = async () => (await remotes()).filter((address) => address === router.address).length
    await expect.poll(ofTheHouse, soon).toBeGreaterThanOrEqual(hosts * nodesPerHost)
    expect((await remotes()).filter((address) => address.startsWith('10.'))).toEqual([])
  })

  test('hear every offer, each announced by its own', async () => {
    const hearings = async () => {
      const all = await Promise.all([...inside, outside].map((actor) => actor.call('hearing', undefined)))
      return all.flat()
    }
    const nodes = (await Promise.all(inside.map((actor) => actor.call('hearing', undefined)))).flat()
    expect(nodes.length).toBe(hosts * nodesPerHost)
    let sequence = 0n
    let announcedAt = 0
    const announce = async () => {
      sequence += 1n
      announcedAt = performance.now()
      await Promise.all(inside.map((actor) => actor.call('announce', { sequence })))
    }
    await announce()
    const missing = async () => {
      // Gossip is no promise: what a starved machine dropped comes with the renewal, as from every node.
      if (performance.now() - announcedAt > renewMs) await announce()
      const heard = await hearings()
      return heard.flatMap((each) =>
        nodes.filter(({ node }) => node !== each.node && !each.heard.includes(node)).map(({ node }) => node),
      ).length
    }
    await expect.poll(missing, soon).toBe(0)
    const all = await hearings()
    expect(all.length).toBe(hosts * nodesPerHost + 1)
    expect(all.map(({ disconnected }) => disconnected)).toEqual(all.map(() => 0))
    expect((await market.relay.call('stats', undefined)).disconnected).toBe(0)
  })
})
