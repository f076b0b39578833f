import { type Hash, type Order, type Quote, type Receipt, zeroAddress, zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { answerGhosting, type CourtAnswers, type Cover } from './answer-case.ts'
import type { CaseRecord } from './case-records.ts'
import type { NodeStore } from './node-store.ts'
import type { LeaseRow, ReceiptRow } from './store-rows.ts'

const { signal } = new AbortController()

test.each(['ReceiptNotIncluded', 'CoverWorthless', 'CoverKnown', 'CoverTooLate'])(
  'a receipt refused as %s does not keep the others from being shown',
  async (name) => {
    const court = createCourt({ refused: new Map([[hashOf(2), refusal(name)]]) })
    const problem = await answerGhosting(partsOf(court), matter, { leases: [lease], isOwn: true, mayGiveBack: false })
    expect(problem).toBe('Of 60 taken 40 is accounted for, and 0 granted.')
    expect(court.shown).toEqual([hashOf(3), hashOf(1)])
    expect(court.givenBack).toBe(0)
  },
)

test('what a court refuses for good is given back when time runs out, and no sooner', async () => {
  const court = createCourt({ refused: new Map([[hashOf(2), refusal('CoverNotOfMatter')]]) })
  const answer = (mayGiveBack: boolean) =>
    answerGhosting(partsOf(court), matter, { leases: [lease], isOwn: true, mayGiveBack })
  await expect(answer(false)).rejects.toMatchObject({ contractError: 'CoverNotOfMatter' })
  expect(court.givenBack).toBe(0)
  expect(await answer(true)).toBeUndefined()
  expect(court.givenBack).toBe(1)
})

test('what may succeed later is tried again before money is given back', async () => {
  const away = Object.assign(new Error('The chain does not answer.'), { retryable: true })
  const court = createCourt({ refused: new Map([[hashOf(2), away]]) })
  const init = { leases: [lease], isOwn: true, mayGiveBack: true }
  await expect(answerGhosting(partsOf(court), matter, init)).rejects.toBe(away)
  expect(court.givenBack).toBe(0)
})

function createCourt({ refused }: { readonly refused: ReadonlyMap<Hash, Error> }) {
  const shown: Hash[] = []
  const court = {
    shown,
    givenBack: 0,
    answerOmission: async () => undefined,
    accountForFee: async () => undefined,
    async accountForGhosting(_: Hash, covers: readonly Cover[]) {
      for (const { receipt } of covers) {
        const failure = refused.get(receipt.leaseId)
        if (failure !== undefined) throw failure
      }
      shown.push(...covers.map(({ receipt }) => receipt.leaseId))
    },
    async giveBackGhosting() {
      court.givenBack++
    },
  } satisfies CourtAnswers & { shown: Hash[]; givenBack: number }
  return court
}

function partsOf(court: CourtAnswers) {
  const rows = [1, 2, 3].map(rowOf)
  const store = {
    receiptsOfLease: () => rows,
    isEpochPosted: () => true,
    receiptHashes: () => rows.map(({ hash }) => hash),
  } as unknown as NodeStore
  return { court, store, log: () => undefined, signal }
}

/** The nth receipt is of ten base units times n; its lease's hash tells it apart. */
function rowOf(n: number): ReceiptRow {
  const receipt = { leaseId: hashOf(n), amount: BigInt(10 * n) } as Receipt
  return { holder: zeroAddress, receipt, signature: '0x', hash: hashOf(n), epoch: 4, createdAt: 0 }
}

const lease: LeaseRow = {
  ...{ leaseId: zeroHash, state: 'open', lastSequence: 3n, spent: 60n },
  ...{ quote: { fee: 0n } as Quote, quoteSignature: '0x', order: {} as Order, orderSignature: '0x' },
}

const matter: CaseRecord = {
  ...{ caseId: zeroHash, kind: 'ghosting', state: 'open', openedAtBlock: 1n, node: zeroAddress, epoch: 4n },
  ...{ answerUntil: 9n, receiptHash: undefined, payer: zeroAddress, leaseId: zeroHash, redeemed: 60n },
  ...{ granted: 0n, items: 5, covered: 0n, shown: 0, beaconRound: undefined },
}

function hashOf(byte: number): Hash {
  return `0x${byte.toString(16).padStart(2, '0').repeat(32)}` as Hash
}

function refusal(contractError: string): Error {
  return Object.assign(new Error(contractError), { contractError, retryable: false })
}
