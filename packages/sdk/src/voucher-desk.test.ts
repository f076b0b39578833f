import { createSigner, recoverSigner } from '@millrace/chain'
import { type Address, channelIdOf, decodeBuyerFrame, digest, type Hash, voucherType } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import { createMemoryChain } from '../test/support/memory-chain.ts'
import { createMemoryBuyerStore } from './memory-buyer-store.ts'
import { createPaymentChannel, type PaymentChannel, type Tab } from './payment-channel.ts'
import { createVoucherDesk } from './voucher-desk.ts'

const payer = `0x${'99'.repeat(20)}` as Address
const operatorA = `0x${'a1'.repeat(20)}` as Address
const operatorB = `0x${'a2'.repeat(20)}` as Address
const token = `0x${'d0'.repeat(20)}` as Address
const signer = createSigner(`0x${'21'.repeat(32)}`)
const { separator } = createMemoryChain({ account: payer, balance: 0n })
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

function channelOf(operator: Address): { channel: PaymentChannel; tab: Tab } {
  const channelId = channelIdOf(payer, operator, token)
  const channel = createPaymentChannel({
    ...{ channelId, epoch: 1n, operator, token, deposit: 1_000_000n, signed: 0n, allowance: 0n },
  })
  const tab = channel.openTab({ cap: 100_000n, increment: 10n })
  if (tab === undefined) throw new TypeError('There is room.')
  return { channel, tab }
}

function deskOf() {
  const store = createMemoryBuyerStore()
  const steps: string[] = []
  const sent: { channelId: Hash; frame: Uint8Array }[] = []
  const save = store.saveVouchers
  store.saveVouchers = (records) => {
    steps.push(`save ${records.length}`)
    save(records)
  }
  const receiver = {
    sendVoucher(channelId: Hash, frame: Uint8Array) {
      steps.push('send')
      sent.push({ channelId, frame })
    },
    paid: () => 0n,
  }
  const failures: unknown[] = []
  const desk = createVoucherDesk({
    ...{ signer, separator, store, onSigned: () => undefined, onFailure: (error) => failures.push(error) },
  })
  return { desk, store, steps, sent, receiver, failures }
}

describe('the voucher desk', () => {
  test('signs once per channel and turn, and keeps all in one commit before it sends any', async () => {
    const { desk, steps, sent, receiver } = deskOf()
    const two = [channelOf(operatorA), channelOf(operatorB)]
    for (const { channel } of two) desk.join(channel, receiver)
    for (let total = 1n; total <= 100n; total++) {
      for (const { channel, tab } of two) {
        tab.countTo(total)
        desk.touch(channel)
      }
    }
    expect(desk.signatures).toBe(0)
    await turn()
    expect(desk.signatures).toBe(2)
    expect(steps).toEqual(['save 2', 'send', 'send'])
    for (const { frame } of sent) {
      const decoded = decodeBuyerFrame(frame)
      if (decoded.type !== 'voucher') throw new TypeError('A voucher was sent.')
      expect(decoded.voucher.amount).toBe(100n)
      expect(recoverSigner(digest(separator, voucherType, decoded.voucher), decoded.signature)).toBe(signer.address)
    }
    await turn()
    expect(desk.signatures).toBe(2)
  })

  test('sends the best voucher to who joins later, without signing again', async () => {
    const { desk, sent, receiver } = deskOf()
    const { channel, tab } = channelOf(operatorA)
    tab.countTo(50n)
    desk.touch(channel)
    await turn()
    expect(sent).toHaveLength(0)
    desk.join(channel, receiver)
    expect(sent).toHaveLength(1)
    expect(desk.signatures).toBe(1)
    expect(desk.unacknowledged()).toBe(true)
  })

  test('sends nothing that could not be kept', async () => {
    const { desk, store, sent, receiver, failures } = deskOf()
    const { channel, tab } = channelOf(operatorA)
    desk.join(channel, receiver)
    store.saveVouchers = () => {
      throw new Error('disk full')
    }
    tab.countTo(50n)
    desk.touch(channel)
    await turn()
    expect(sent).toEqual([])
    expect(failures).toMatchObject([{ code: 'BUYER_STORE_FAILED' }])
  })
})
