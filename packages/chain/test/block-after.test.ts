/** The block that audits are drawn by, on a real chain. */
import { expect, test } from 'vitest'
import { callRpc, signal, startLocalChain } from './local-chain.ts'

test('is the first that is later, whatever was mined since, and its randomness is its own', async () => {
  await using chain = await startLocalChain()
  const { faucet } = chain
  const committed = await faucet.blockTimestamp({ signal })
  expect(await faucet.blockAfter(committed, { signal })).toBeUndefined()
  await chain.passTime(60)
  const found = await faucet.blockAfter(committed, { signal })
  expect(found).toMatchObject({ number: await faucet.blockNumber({ signal }), confirmations: 0n })
  for (let more = 0; more < 5; more++) await chain.passTime(12)
  const again = await faucet.blockAfter(committed, { signal })
  expect(again).toEqual({ ...found, confirmations: 5n })
  const next = await faucet.blockAfter(again?.timestamp ?? 0n, { signal })
  expect(next?.number).toBe((again?.number ?? 0n) + 1n)
  expect(next?.randomness).not.toBe(again?.randomness)
  const header = (await callRpc(chain.anvil.rpcUrl, 'eth_getBlockByNumber', [
    `0x${(again?.number ?? 0n).toString(16)}`,
    false,
  ])) as { mixHash: string }
  expect(again?.randomness).toBe(header.mixHash)
})
