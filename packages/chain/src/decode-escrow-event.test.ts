import { escrowAbi } from '@millrace/contracts'
import { bytesToHex, type Hash, isMillraceError } from '@millrace/protocol'
import fc from 'fast-check'
import { encodeAbiParameters, encodeEventTopics } from 'viem'
import { describe, expect, it } from 'vitest'
import { type ContractLog, parseLogs } from './contract-log.ts'
import { decodeEscrowEvent } from './decode-escrow-event.ts'

const word0 = `0x${'00'.repeat(32)}` as const
const escrow = `0x${'aa'.repeat(20)}` as const
const word = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytesToHex(bytes))
const topicOfAnyEvent = fc.constantFrom(
  ...escrowAbi.filter((item) => item.type === 'event').map((event) => encodeEventTopics({ abi: [event] })[0] as Hash),
)
const data = fc.uint8Array({ maxLength: 256 }).map((bytes) => bytesToHex(bytes))
const key = (channelId: Hash) => ({ channelId, payer: escrow, operator: escrow, token: escrow })

describe('logs of the Escrow', () => {
  it('that are spoiled give an event or nothing, never a crash', () => {
    const log = fc.record({ first: fc.oneof(topicOfAnyEvent, word), rest: fc.array(word, { maxLength: 3 }), data })
    fc.assert(
      fc.property(log, ({ first, rest, data }) => {
        const place = { blockNumber: 1n, blockHash: word0, transactionHash: word0, logIndex: 0 }
        const event = decodeEscrowEvent({ ...place, address: escrow, topics: [first, ...rest], data }, key)
        if (event !== undefined) expect(event).toMatchObject(place)
      }),
      { numRuns: 2_000 },
    )
  })

  it('in an answer of any shape give logs or a typed error', () => {
    const quantity = fc.oneof(fc.constantFrom('0x1', '0x', '1', '0xzz'), fc.anything())
    const log = fc.oneof(
      fc.anything(),
      fc.record({
        address: fc.constant(escrow),
        topics: fc.oneof(fc.array(fc.oneof(word, fc.anything())), fc.anything()),
        data: fc.oneof(data, fc.anything()),
        blockNumber: quantity,
        blockHash: fc.oneof(word, fc.anything()),
        transactionHash: fc.oneof(word, fc.anything()),
        logIndex: quantity,
      }),
    )
    fc.assert(
      fc.property(fc.oneof(fc.array(log), fc.anything()), (answer) => {
        try {
          for (const parsed of parseLogs(answer, [escrow], 10)) expect(parsed.topics.length).toBeGreaterThan(0)
        } catch (error) {
          expect(isMillraceError(error)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('of other contracts are passed over, and the rest come in order', () => {
    const at = (blockNumber: string, logIndex: string, address: string) => ({
      address,
      topics: [word0],
      data: '0x',
      blockNumber,
      logIndex,
      blockHash: word0,
      transactionHash: word0,
    })
    const answer = [
      at('0x2', '0x0', escrow),
      at('0x1', '0x3', escrow.toUpperCase().replace('X', 'x')),
      at('0x1', '0x0', `0x${'bb'.repeat(20)}`),
      at('0x1', '0x2', escrow),
    ]
    const places = parseLogs(answer, [escrow], 10).map(({ blockNumber, logIndex }) => [blockNumber, logIndex])
    expect(places).toEqual([
      [1n, 2],
      [1n, 3],
      [2n, 0],
    ])
    expect(() => parseLogs(answer, [escrow], 3)).toThrow(expect.objectContaining({ code: 'CHAIN_RPC_REFUSED' }))
  })

  it('about a channel that is not known are passed over', () => {
    const topics = encodeEventTopics({ abi: escrowAbi, eventName: 'ChannelRedeemed', args: { channelId: word0 } })
    const log = { topics, data: encodeAbiParameters([{ type: 'uint128' }, { type: 'uint128' }], [3n, 2n]) }
    const place = { blockNumber: 1n, blockHash: word0, transactionHash: word0, logIndex: 0 }
    const whole = { ...place, address: escrow, ...log } as ContractLog
    expect(decodeEscrowEvent(whole, () => undefined)).toBeUndefined()
    expect(decodeEscrowEvent(whole, key)).toEqual({
      ...place,
      ...key(word0),
      type: 'ChannelRedeemed',
      redeemed: 3n,
      paid: 2n,
    })
  })
})
