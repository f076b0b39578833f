import { zeroAddress, zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { headerOf } from './block-header.ts'

/** The first block of Ethereum's main network, whose hash everybody knows. */
const genesis = {
  parentHash: zeroHash,
  sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
  miner: zeroAddress,
  stateRoot: '0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544',
  transactionsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
  receiptsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
  logsBloom: `0x${'00'.repeat(256)}`,
  ...{ difficulty: '0x400000000', number: '0x0', gasLimit: '0x1388', gasUsed: '0x0', timestamp: '0x0' },
  extraData: '0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa',
  ...{ mixHash: zeroHash, nonce: '0x0000000000000042' },
  hash: '0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3',
}

test('a header is the bytes that the block’s hash is made of', () => {
  expect(headerOf(genesis)).toMatch(/^0xf90214a0/)
})

test('a block of other fields is refused, and so is what is no block', () => {
  const unknown = expect.objectContaining({ code: 'CHAIN_HEADER_UNKNOWN' })
  expect(() => headerOf({ ...genesis, gasUsed: '0x1' })).toThrow(unknown)
  expect(() => headerOf({ ...genesis, baseFeePerGas: '0x7' })).toThrow(unknown)
  const refused = expect.objectContaining({ code: 'CHAIN_RPC_REFUSED' })
  expect(() => headerOf({ ...genesis, miner: 'nobody' })).toThrow(refused)
  expect(() => headerOf({ ...genesis, number: 7 })).toThrow(refused)
})
