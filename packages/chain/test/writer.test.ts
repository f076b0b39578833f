/** What a writer and a reader do when the chain, the key or another program is not as it should be. */
import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChainReader, createChainWriter, deployContracts, generatePrivateKey } from '../src/index.ts'
import { freePort } from '../src/loopback-port.ts'
import { deployerKey, type LocalChain, signal, startLocalChain } from './local-chain.ts'

let chain: LocalChain
beforeAll(async () => {
  chain = await startLocalChain()
})
afterAll(() => chain[Symbol.asyncDispose]())

describe('at the start', () => {
  it('a chain that does not answer is told from', async () => {
    const rpcUrl = `http://127.0.0.1:${await freePort()}`
    await expect(createChainReader({ rpcUrl, deployment: chain.deployment })).rejects.toMatchObject({
      code: 'CHAIN_UNREACHABLE',
      retryable: true,
    })
  })

  it('another chain', async () => {
    const deployment = { ...chain.deployment, chainId: 1 }
    await expect(createChainReader({ rpcUrl: chain.anvil.rpcUrl, deployment })).rejects.toMatchObject({
      code: 'CHAIN_ID_MISMATCH',
      message: 'The deployment is for chain 1, but the RPC endpoint serves chain 31337.',
    })
  })

  it.each([
    'escrow',
    'registry',
    'stakeVault',
    'receipts',
    'millToken',
    'courthouse',
    'beacon',
    'auditorRoll',
  ] as const)('no code where the %s should be', async (contract) => {
    const deployment = { ...chain.deployment, [contract]: `0x${'99'.repeat(20)}` }
    await expect(createChainReader({ rpcUrl: chain.anvil.rpcUrl, deployment })).rejects.toMatchObject({
      code: 'CHAIN_NOT_DEPLOYED',
    })
  })

  it('another delay than payers really wait', async () => {
    const { closeDelaySeconds } = chain.deployment
    const deployment = { ...chain.deployment, closeDelaySeconds: closeDelaySeconds + 1 }
    await expect(createChainReader({ rpcUrl: chain.anvil.rpcUrl, deployment })).rejects.toMatchObject({
      code: 'CHAIN_NOT_DEPLOYED',
      message: expect.stringContaining(`waits ${closeDelaySeconds} s there, not the ${closeDelaySeconds + 1} s`),
    })
  })

  it('another epoch than receipts really have', async () => {
    const deployment = { ...chain.deployment, receiptEpochSeconds: 60 }
    await expect(createChainReader({ rpcUrl: chain.anvil.rpcUrl, deployment })).rejects.toMatchObject({
      code: 'CHAIN_NOT_DEPLOYED',
      message: expect.stringContaining('an epoch is 3600 s there, not the 60 s'),
    })
  })

  it('a judge that the courthouse does not know', async () => {
    const { judges, registry } = chain.deployment
    const deployment = { ...chain.deployment, judges: { ...judges, panel: registry } }
    await expect(createChainReader({ rpcUrl: chain.anvil.rpcUrl, deployment })).rejects.toMatchObject({
      code: 'CHAIN_NOT_DEPLOYED',
      message: expect.stringContaining('The panel judge is expected at'),
    })
  })

  it('another contract where the Escrow should be', async () => {
    const deployment = { ...chain.deployment, escrow: chain.deployment.registry, registry: chain.deployment.escrow }
    await expect(createChainReader({ rpcUrl: chain.anvil.rpcUrl, deployment })).rejects.toMatchObject({
      code: 'CHAIN_NOT_DEPLOYED',
    })
  })

  it('a key that is none', async () => {
    const { anvil, deployment } = chain
    await expect(createChainWriter({ rpcUrl: anvil.rpcUrl, deployment, privateKey: '0x12' })).rejects.toMatchObject({
      code: 'KEY_INVALID',
    })
  })

  it('and an abort ends it', async () => {
    const { anvil, deployment } = chain
    const abort = AbortSignal.abort(new Error('enough'))
    await expect(createChainReader({ rpcUrl: anvil.rpcUrl, deployment, signal: abort })).rejects.toThrow('enough')
  })
})

describe('a writer', () => {
  it('never shows its key', async () => {
    const privateKey = generatePrivateKey(randomBytes)
    const writer = await createChainWriter({ rpcUrl: chain.anvil.rpcUrl, deployment: chain.deployment, privateKey })
    const error = await writer.withdraw(chain.token, 1n, writer.account, { signal }).catch((thrown: unknown) => thrown)
    const shown = [
      inspect(writer, { depth: 9, showHidden: true }),
      inspect(error, { depth: 9, showHidden: true }),
      inspect(chain.anvil, { depth: 9 }),
    ]
    for (const key of [privateKey, deployerKey(chain.anvil)]) expect(shown.join()).not.toContain(key.slice(2))
  })

  it('without gas money says so', async () => {
    const privateKey = generatePrivateKey(randomBytes)
    const writer = await createChainWriter({ rpcUrl: chain.anvil.rpcUrl, deployment: chain.deployment, privateKey })
    await expect(writer.mintTestDollars(writer.account, 1n, { signal })).rejects.toMatchObject({
      code: 'CHAIN_FUNDS_INSUFFICIENT',
    })
    await expect(writer.transferNative(writer.account, 1n, { signal })).rejects.toMatchObject({
      code: 'CHAIN_FUNDS_INSUFFICIENT',
    })
  })

  it('sends fifty calls made at once, each once', async () => {
    const writer = await chain.writer()
    const sent = await Promise.all(
      Array.from({ length: 50 }, () => writer.mintTestDollars(writer.account, 1n, { signal })),
    )
    expect(new Set(sent.map(({ hash }) => hash)).size).toBe(50)
    expect(await writer.tokenBalance(chain.token, writer.account, { signal })).toBe(1_000_050n)
  })

  it('goes on after a refused call', async () => {
    const writer = await chain.writer()
    const [refused, done] = await Promise.allSettled([
      writer.withdraw(chain.token, 1n, writer.account, { signal }),
      writer.mintTestDollars(writer.account, 1n, { signal }),
    ])
    expect(refused).toMatchObject({ status: 'rejected', reason: { contractError: 'BalanceInsufficient' } })
    expect(done.status).toBe('fulfilled')
  })

  it('shares its account with another program: every call counts once, or says that it does not', async () => {
    const privateKey = generatePrivateKey(randomBytes)
    const make = () => createChainWriter({ rpcUrl: chain.anvil.rpcUrl, deployment: chain.deployment, privateKey })
    const writers = [await make(), await make()]
    const funder = await chain.writer()
    const account = writers[0]?.account ?? '0x'
    await funder.transferNative(account, 10n ** 17n, { signal })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => writers[index % 2]?.mintTestDollars(account, 1n, { signal })),
    )
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CHAIN_NONCE_CONFLICT' })
    }
    expect(done).toBeGreaterThan(0)
    expect(await funder.tokenBalance(chain.token, account, { signal })).toBe(BigInt(done))
  })

  it('refuses delays out of bounds by name when it deploys', async () => {
    const init = {
      rpcUrl: chain.anvil.rpcUrl,
      deployerPrivateKey: deployerKey(chain.anvil),
      unbondingSeconds: 86_400,
      signal,
    }
    await expect(deployContracts({ ...init, closeDelaySeconds: 1 })).rejects.toMatchObject({
      contractError: 'CloseDelayOutOfBounds',
    })
  })
})

describe('a writer on a chain with slow blocks', () => {
  it('waits for confirmations, and names the transaction that it gave up on', async () => {
    await chain.rpc('evm_setAutomine', false)
    try {
      const { anvil, deployment } = chain
      const privateKey = anvil.accounts[1]?.privateKey ?? '0x'
      const hasty = await createChainWriter({ rpcUrl: anvil.rpcUrl, deployment, privateKey }, { txWaitMs: 50 })
      const error = await hasty.mintTestDollars(hasty.account, 1n, { signal }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        code: 'CHAIN_TX_UNCONFIRMED',
        retryable: false,
        hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      })

      const controller = new AbortController()
      const aborted = hasty.mintTestDollars(hasty.account, 1n, { signal: controller.signal })
      setTimeout(() => controller.abort(new Error('enough')), 20)
      await expect(aborted).rejects.toThrow('enough')

      await chain.rpc('anvil_mine', '0x1')
      const patient = await createChainWriter({ rpcUrl: anvil.rpcUrl, deployment, privateKey }, { confirmations: 3 })
      let settled = false
      const work = patient.mintTestDollars(patient.account, 1n, { signal }).finally(() => {
        settled = true
      })
      await untilPending()
      await chain.rpc('anvil_mine', '0x1')
      await chain.rpc('anvil_mine', '0x1')
      expect(settled).toBe(false)
      await chain.rpc('anvil_mine', '0x1')
      const mined = await work
      expect(await patient.blockNumber({ signal })).toBeGreaterThanOrEqual(mined.blockNumber + 2n)
    } finally {
      await chain.rpc('evm_setAutomine', true)
    }
  })

  async function untilPending(): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      const { pending } = (await chain.rpc('txpool_status')) as { pending: string }
      if (BigInt(pending) > 0n) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error('nothing came to the pool')
  }
})
