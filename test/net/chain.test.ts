/** The chain of the scenarios: a host behind a router reaches it, and who takes part is there with money. */
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { startActor } from './actor.ts'
import type { ChainHandlers, ChainSettings } from './actors/chain-process.ts'
import { createLab } from './lab.ts'
import { labMissing } from './lab-missing.ts'

describe.skipIf(labMissing)('the chain of a lab', () => {
  test('answers a host behind a router, and funds operators and payers', async () => {
    await using lab = await createLab()
    const chainHost = await lab.addHost('chain')
    const hidden = await (await lab.addRouter('router')).addHost('hidden')
    const settings: ChainSettings = { host: chainHost.address }
    const chain = await startActor<ChainHandlers>(
      chainHost,
      new URL('./actors/chain-process.ts', import.meta.url),
      settings,
    )
    const { rpcUrl, deployment } = await chain.call('network', undefined)
    const question = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
    const script = `
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch('${rpcUrl}', { method: 'POST', headers, body: '${question}' })
      console.log((await answer.json()).result)`
    const child = hidden.spawn(process.execPath, ['--input-type=module', '-e', script])
    if (child.stdout === null) throw new TypeError('output is piped')
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
    expect(Number(output)).toBe((deployment as { chainId: number }).chainId)

    const { operator } = await chain.call('addOperator', undefined)
    const { payer } = await chain.call('addPayer', 5_000n)
    expect(await chain.call('balance', payer)).toBe(5_000n)
    expect(await chain.call('balance', operator)).toBe(0n)
    expect(await chain.call('channel', { payer, operator })).toMatchObject({ deposit: 0n, redeemed: 0n })
  })
})
