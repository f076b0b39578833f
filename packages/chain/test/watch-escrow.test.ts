/** The watcher against a real chain that forks, stops answering, and comes back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChainWriter, createChainReader, type EscrowEvent } from '../src/index.ts'
import { startFaultyEndpoint } from './faulty-endpoint.ts'
import { type LocalChain, openChannel, signal, startLocalChain } from './local-chain.ts'

let chain: LocalChain
let operator: ChainWriter
beforeAll(async () => {
  chain = await startLocalChain()
  operator = await chain.writer()
})
afterAll(() => chain[Symbol.asyncDispose]())

const fast = { pollMs: 5, confirmations: 0 }

describe('watchEscrow', () => {
  it('yields one channel life in order, and nothing of other operators', async () => {
    const fromBlock = (await operator.blockNumber({ signal })) + 1n
    const stranger = await chain.writer()
    const payer = await chain.writer()
    const { token } = chain
    await openChannel(payer, { operator: stranger.account, token, deposit: 5n })
    const { session, voucher } = await openChannel(payer, { operator: operator.account, token, deposit: 100n })
    await payer.deposit(token, 50n, { signal })
    await payer.topUp(operator.account, token, 50n, { signal })
    const stale = { payer: payer.account, amount: 1n, signature: voucher(1n) }
    await operator.redeem(operator.account, token, [{ ...stale, amount: 60n, signature: voucher(60n) }, stale], {
      signal,
    })
    const { closesAt } = await payer.startClose(operator.account, token, { signal })
    await operator.closeByOperator(payer.account, token, { signal })

    const events = await take(
      operator.watchEscrow({ ...fast, operator: operator.account, fromBlock, signal }),
      isClosed,
    )
    const channel = { payer: payer.account, operator: operator.account, token }
    expect(events.map(withoutPlace)).toEqual([
      { type: 'ChannelOpened', ...channel, signer: session.address, epoch: 1n, deposit: 100n },
      { type: 'ChannelToppedUp', ...channel, amount: 50n, deposit: 150n },
      { type: 'ChannelRedeemed', ...channel, redeemed: 60n, paid: 60n },
      { type: 'RedemptionSkipped', ...channel, reason: 'stale' },
      { type: 'OperatorCredited', token, operator: operator.account, amount: 60n },
      { type: 'ChannelCloseStarted', ...channel, closesAt },
      { type: 'ChannelClosed', ...channel, reason: 'by-operator', redeemed: 60n, refunded: 90n },
    ])
    const places = events.map((event) => ('logIndex' in event ? [event.blockNumber, event.logIndex] : []))
    expect(places).toEqual([...places].sort())
  })

  it('knows channels that were opened before it began', async () => {
    const payer = await chain.writer()
    const { voucher } = await openChannel(payer, { operator: operator.account, token: chain.token, deposit: 100n })
    const fromBlock = (await operator.blockNumber({ signal })) + 1n
    await operator.redeem(
      operator.account,
      chain.token,
      [{ payer: payer.account, amount: 7n, signature: voucher(7n) }],
      { signal },
    )
    const [event] = await take(operator.watchEscrow({ ...fast, payer: payer.account, fromBlock, signal }), () => true)
    expect(event).toMatchObject({ type: 'ChannelRedeemed', payer: payer.account, operator: operator.account, paid: 7n })
  })

  it('waits for confirmations', async () => {
    const payer = await chain.writer()
    const fromBlock = (await operator.blockNumber({ signal })) + 1n
    await payer.deposit(chain.token, 9n, { signal })
    const controller = new AbortController()
    const seen: EscrowEvent[] = []
    const watching = (async () => {
      const options = { pollMs: 5, confirmations: 3, payer: payer.account, fromBlock, signal: controller.signal }
      for await (const event of payer.watchEscrow(options)) {
        seen.push(event)
        controller.abort()
      }
    })()
    await chain.rpc('anvil_mine', '0x2')
    await sleepFor(100)
    expect(seen).toEqual([])
    await chain.rpc('anvil_mine', '0x1')
    await watching
    expect(seen).toMatchObject([{ type: 'Deposited', account: payer.account, amount: 9n }])
  })

  it('tells of a fork, and then only what happened on the new one', async () => {
    const payer = await chain.writer()
    const fromBlock = (await operator.blockNumber({ signal })) + 1n
    await payer.deposit(chain.token, 1n, { signal })
    const kept = await payer.blockNumber({ signal })
    const snapshot = await chain.rpc('evm_snapshot')
    await payer.deposit(chain.token, 2n, { signal })

    const controller = new AbortController()
    const events = payer
      .watchEscrow({ ...fast, payer: payer.account, fromBlock, signal: controller.signal })
      [Symbol.asyncIterator]()
    expect((await events.next()).value).toMatchObject({ type: 'Deposited', amount: 1n })
    expect((await events.next()).value).toMatchObject({ type: 'Deposited', amount: 2n })
    const pending = events.next()
    await chain.rpc('evm_revert', snapshot)
    await chain.rpc('anvil_mine', '0x3')
    const reorganized = (await pending).value as EscrowEvent
    expect(reorganized).toMatchObject({ type: 'Reorganized' })
    if (reorganized.type !== 'Reorganized') throw new Error('a fork')
    expect(reorganized.lastValidBlock).toBe(kept)

    await payer.deposit(chain.token, 3n, { signal })
    const after: EscrowEvent[] = []
    for (;;) {
      const event = (await events.next()).value as EscrowEvent
      after.push(event)
      if (event.type === 'Deposited' && event.amount === 3n) break
    }
    const amounts = after.map((event) => (event.type === 'Deposited' ? event.amount : -1n))
    expect(amounts).toEqual([3n])
    controller.abort()
    expect((await events.next()).done).toBe(true)
  })

  it('sees through a reorganisation of the same height', async () => {
    const payer = await chain.writer()
    const fromBlock = (await operator.blockNumber({ signal })) + 1n
    await payer.deposit(chain.token, 4n, { signal })
    const controller = new AbortController()
    const events = payer
      .watchEscrow({ ...fast, payer: payer.account, fromBlock, signal: controller.signal })
      [Symbol.asyncIterator]()
    expect((await events.next()).value).toMatchObject({ type: 'Deposited', amount: 4n })
    const pending = events.next()
    await chain.rpc('anvil_reorg', 1, [])
    expect((await pending).value).toMatchObject({ type: 'Reorganized' })
    controller.abort()
  })

  it('goes on after the endpoint failed, in smaller ranges where it must', async () => {
    const payer = await chain.writer()
    const fromBlock = (await operator.blockNumber({ signal })) + 1n
    await chain.rpc('anvil_mine', '0x40')
    await payer.deposit(chain.token, 5n, { signal })
    using proxy = await startFailingEndpoint(chain.anvil.rpcUrl)
    const reader = await createChainReader({ rpcUrl: proxy.rpcUrl, deployment: chain.deployment })
    proxy.breakNext()
    const troubles: string[] = []
    const options = { pollMs: 1, confirmations: 0, payer: payer.account, fromBlock, signal }
    const watch = reader.watchEscrow({ ...options, onTrouble: (error) => troubles.push(error.code) })
    const [event] = await take(watch, () => true)
    expect(event).toMatchObject({ type: 'Deposited', amount: 5n })
    expect(new Set(troubles)).toEqual(new Set(['CHAIN_UNREACHABLE', 'CHAIN_RPC_REFUSED']))
    expect(proxy.widestRange()).toBeLessThanOrEqual(20n)
  })

  it('ends at an abort without an error, also before it began', async () => {
    const aborted = operator.watchEscrow({ ...fast, fromBlock: 0n, signal: AbortSignal.abort() })
    expect(await take(aborted, () => false)).toEqual([])
    const controller = new AbortController()
    const watching = take(
      operator.watchEscrow({ pollMs: 60_000, confirmations: 0, fromBlock: 10n ** 9n, signal: controller.signal }),
      () => false,
    )
    await sleepFor(50)
    controller.abort(new Error('enough'))
    expect(await watching).toEqual([])
  })
})

async function take(
  events: AsyncIterable<EscrowEvent>,
  isLast: (event: EscrowEvent) => boolean,
): Promise<EscrowEvent[]> {
  const taken: EscrowEvent[] = []
  for await (const event of events) {
    taken.push(event)
    if (isLast(event)) break
  }
  return taken
}

function isClosed(event: EscrowEvent): boolean {
  return event.type === 'ChannelClosed'
}

function withoutPlace(event: EscrowEvent): object {
  const {
    blockNumber: _number,
    blockHash: _hash,
    transactionHash: _transaction,
    logIndex: _index,
    channelId: _channel,
    ...rest
  } = event as Extract<EscrowEvent, { type: 'ChannelOpened' }>
  return rest
}

function sleepFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** An endpoint that, once told, first drops connections, and refuses log queries wider than 20 blocks. */
async function startFailingEndpoint(rpcUrl: string) {
  let drops = 0
  let widest = 0n
  const endpoint = await startFaultyEndpoint(rpcUrl, ({ method, params }) => {
    if (drops-- > 0) return 'drop'
    if (method !== 'eth_getLogs') return 'pass'
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
    const range = BigInt(toBlock) - BigInt(fromBlock) + 1n
    if (range > 20n) return { error: { code: -32_602, message: 'range too wide' } }
    if (range > widest) widest = range
    return 'pass'
  })
  const breakNext = () => {
    drops = 4
  }
  return { ...endpoint, breakNext, widestRange: () => widest }
}
