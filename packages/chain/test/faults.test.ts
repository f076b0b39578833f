/** Money over an endpoint that loses answers or lies: each call counts once, or says that it is not known to. */
import { randomBytes } from 'node:crypto'
import { escrowAbi } from '@millrace/contracts'
import type { Address } from '@millrace/protocol'
import { encodeFunctionResult, toFunctionSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChainWriter, createChainWriter, generatePrivateKey } from '../src/index.ts'
import { type Call, type Fault, startFaultyEndpoint } from './faulty-endpoint.ts'
import { type LocalChain, signal, startLocalChain } from './local-chain.ts'

let chain: LocalChain
let helper: ChainWriter
beforeAll(async () => {
  chain = await startLocalChain()
  helper = await chain.writer()
})
afterAll(() => chain[Symbol.asyncDispose]())

describe('a writer whose endpoint', () => {
  it('loses the answer to a sent transaction, sends it once', async () => {
    let losses = 2
    await using faulty = await writerOver((call) => (isSend(call) && losses-- > 0 ? 'lose' : 'pass'))
    await faulty.writer.mintTestDollars(faulty.writer.account, 5n, { signal })
    expect(await helper.tokenBalance(chain.token, faulty.writer.account, { signal })).toBe(5n)
  })

  it('loses every answer to it, says that it may have been sent', async () => {
    await using faulty = await writerOver((call) => (isSend(call) ? 'lose' : 'pass'))
    const error = await faulty.writer.mintTestDollars(faulty.writer.account, 5n, { signal }).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'CHAIN_TX_UNCONFIRMED', retryable: false })
    expect(await chain.rpc('eth_getTransactionReceipt', error.hash)).toMatchObject({ status: '0x1' })
    expect(await helper.tokenBalance(chain.token, faulty.writer.account, { signal })).toBe(5n)
  })

  it('goes away after it, never says that it can be tried again', async () => {
    let sent = false
    const fault = (call: Call): Fault => {
      if (sent) return 'drop'
      sent = isSend(call)
      return 'pass'
    }
    await using faulty = await writerOver(fault, { txWaitMs: 100 })
    await expect(faulty.writer.mintTestDollars(faulty.writer.account, 5n, { signal })).rejects.toMatchObject({
      code: 'CHAIN_TX_UNCONFIRMED',
      retryable: false,
    })
    expect(await helper.tokenBalance(chain.token, faulty.writer.account, { signal })).toBe(5n)
  })

  it.each(['eth_maxPriorityFeePerGas', 'eth_estimateGas'])('names a ruinous %s, signs nothing', async (method) => {
    await using faulty = await writerOver((call) =>
      call.method === method ? { result: `0x${'ff'.repeat(9)}` } : 'pass',
    )
    await expect(faulty.writer.mintTestDollars(faulty.writer.account, 5n, { signal })).rejects.toMatchObject({
      code: 'CHAIN_FEE_TOO_HIGH',
    })
    expect(await chain.rpc('eth_getTransactionCount', faulty.writer.account, 'latest')).toBe('0x0')
  })

  it.each<[string, Fault]>([
    ['knows no permit domain of the token', { error: { code: 3, message: 'execution reverted', data: '0x' } }],
    ['tells the domain of another contract', { result: domainOf(`0x${'66'.repeat(20)}` as Address, 31_337n) }],
    ['tells the domain of another chain', { result: 'own token, chain 1' }],
  ])('%s, approves exactly the amount instead', async (_name, fault) => {
    const answer =
      typeof fault === 'object' && 'result' in fault && fault.result === 'own token, chain 1'
        ? { result: domainOf(chain.token, 1n) }
        : fault
    await using faulty = await writerOver((call) => (isDomainCall(call) ? answer : 'pass'))
    const { writer } = faulty
    await writer.mintTestDollars(writer.account, 5n, { signal })
    await writer.deposit(chain.token, 5n, { signal })
    expect(await helper.escrowBalance(chain.token, writer.account, { signal })).toBe(5n)
    expect(await chain.rpc('eth_getTransactionCount', writer.account, 'latest')).toBe('0x3')
  })

  it.each<[string, Fault]>([
    ['words', { result: 'lots' }],
    ['nothing', { result: null }],
    ['too many digits', { result: `0x${'1'.repeat(65)}` }],
  ])('answers with %s for a balance, gives a typed error', async (_name, fault) => {
    await using faulty = await writerOver((call) => (call.method === 'eth_getBalance' ? fault : 'pass'))
    await expect(faulty.writer.nativeBalance(helper.account, { signal })).rejects.toMatchObject({
      code: 'CHAIN_RPC_REFUSED',
    })
  })

  it('answers with spoiled ABI data for a channel, gives a typed error', async () => {
    const selector = toFunctionSelector('channel(address,address,address)')
    const isChannelCall = ({ params }: Call) =>
      (params[0] as { data?: string } | undefined)?.data?.startsWith(selector) === true
    await using faulty = await writerOver((call) => (isChannelCall(call) ? { result: '0x1234' } : 'pass'))
    const { writer } = faulty
    await expect(writer.channel(writer.account, writer.account, chain.token, { signal })).rejects.toMatchObject({
      code: 'CHAIN_RPC_REFUSED',
    })
  })
})

async function writerOver(faultOf: (call: Call) => Fault, init: { txWaitMs?: number } = {}) {
  const endpoint = await startFaultyEndpoint(chain.anvil.rpcUrl, faultOf)
  const components = {
    rpcUrl: endpoint.rpcUrl,
    deployment: chain.deployment,
    privateKey: generatePrivateKey(randomBytes),
  }
  const writer = await createChainWriter(components, init)
  await helper.transferNative(writer.account, 10n ** 16n, { signal })
  return { writer, [Symbol.asyncDispose]: async () => endpoint[Symbol.dispose]() }
}

function isSend({ method }: Call): boolean {
  return method === 'eth_sendRawTransaction'
}

function isDomainCall({ method, params }: Call): boolean {
  const { data } = (params[0] ?? {}) as { data?: string }
  return method === 'eth_call' && data === toFunctionSelector('eip712Domain()')
}

function domainOf(verifyingContract: Address, chainId: bigint): string {
  const salt = `0x${'00'.repeat(32)}` as const
  const result = ['0x0f', 'Test Dollar', '1', chainId, verifyingContract, salt, []] as const
  return encodeFunctionResult({ abi: escrowAbi, functionName: 'eip712Domain', result })
}
