/** A court in memory: the judges' rules for omission and ghosting, as far as an accused node meets them. */
import type { CaseEvent, ChainWriter } from '@millrace/chain'
import {
  type Address,
  type Amount,
  bytesToHex,
  digest,
  type Hash,
  MillraceError,
  type Order,
  orderType,
  type Quote,
  type Receipt,
  receiptIdOf,
  receiptType,
  verifyMerkleProof,
  zeroHash,
} from '@millrace/protocol'

export type FakeCourt = {
  readonly court: ChainWriter['court']
  /** Asks where a receipt is. */
  challenge(receipt: Receipt, answerUntil: bigint): Hash
  /** Charges the operator with money it took under a lease. */
  charge(
    lease: { leaseId: Hash; quote: Quote; order: Order },
    stated: { readonly redeemed: Amount; readonly granted?: Amount; readonly items?: number },
    answerUntil: bigint,
  ): Hash
  convict(caseId: Hash): void
  /** Tells an event of somebody else's case. */
  tellOther(operator: Address): void
  stateOf(caseId: Hash): string | undefined
  coveredOf(caseId: Hash): Amount
  /** What was given back. */
  readonly givenBack: { total: Amount }
  /** Answers tried. */
  readonly calls: string[]
  /** Seconds after its end in which an epoch is taken. */
  postingSeconds: number
  /** Undoes all blocks after this one. */
  fork(lastValidBlock: bigint): void
  readonly block: bigint
  /** The beacon's round that every panel waits for, in Unix seconds. */
  readonly beacon: {
    commitsFrom: bigint
    revealsFrom: bigint
    finishFrom: bigint
    finishUntil: bigint
    isFinished: boolean
  }
  /** Calls a panel that the beacon's round is to draw. */
  panelWaits(caseId: Hash, beaconRound: bigint): void
}

type Parts = {
  readonly operator: Address
  readonly separator: Uint8Array
  readonly epochSeconds: number
  readonly rootOf: (epoch: bigint) => Hash | undefined
  readonly requireUp: () => void
}

type Matter = {
  readonly kind: 'omission' | 'ghosting' | 'panel'
  state: string
  covered: Amount
  readonly redeemed: Amount
  readonly granted?: Amount
  readonly items?: number
  readonly receiptHash?: Hash
  readonly epoch: bigint
  readonly counted: Set<string>
  readonly channelId?: Hash
}

export function createFakeCourt(parts: Parts): FakeCourt {
  const matters = new Map<Hash, Matter>()
  const givenBack = { total: 0n }
  const calls: string[] = []
  let events: CaseEvent[] = []
  let block = 1n
  let wake = Promise.withResolvers<void>()

  const wakeAll = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  const tell = (event: object) => {
    block++
    events.push({ blockNumber: block, ...event } as unknown as CaseEvent)
    wakeAll()
  }
  const hashOf = (receipt: Receipt) => bytesToHex(digest(parts.separator, receiptType, receipt))
  const open = (caseId: Hash, matter: Omit<Matter, 'state' | 'counted'>, node: Address) => {
    matters.set(caseId, { ...matter, state: 'open', counted: new Set() })
    const { operator } = parts
    tell({ type: 'CaseOpened', caseId, operator, judge: operator, node, epoch: matter.epoch, deadline: 0n })
  }
  const matterOf = (caseId: Hash): Matter => {
    parts.requireUp()
    const matter = matters.get(caseId)
    if (matter?.state !== 'open') throw revert('CaseNotInState')
    return matter
  }
  const end = (caseId: Hash, matter: Matter, state: string, type: string) => {
    matter.state = state
    tell({ type, caseId, operator: parts.operator })
  }
  const cover = (caseId: Hash, matter: Matter, items: readonly { item: string; amount: Amount }[]) => {
    for (const { item } of items) if (matter.counted.has(item)) throw revert('CoverKnown')
    for (const { item, amount } of items) {
      matter.counted.add(item)
      matter.covered += amount
    }
    const shown = matter.counted.size
    tell({ type: 'Accounted', caseId, covered: matter.covered, shown })
    if (chargedOf(matter) === 0n || shown > (matter.items ?? 0)) end(caseId, matter, 'dismissed', 'CaseDismissed')
    return { hash: caseId, blockNumber: block, gasUsed: 1n }
  }
  const chargedOf = ({ redeemed, covered, granted = 0n }: Matter) => {
    const known = covered > granted ? covered : granted
    return redeemed > known ? redeemed - known : 0n
  }
  const requireRoot = (receipt: Receipt, proof: readonly Hash[]) => {
    const root = parts.rootOf(receipt.finishedAt / BigInt(parts.epochSeconds))
    if (root === undefined || !verifyMerkleProof(root, hashOf(receipt), proof)) throw revert('ReceiptNotIncluded')
  }

  const fake: FakeCourt = {
    givenBack,
    calls,
    postingSeconds: 86_400,
    get block() {
      return block
    },
    challenge(receipt, answerUntil) {
      const receiptHash = hashOf(receipt)
      const epoch = receipt.finishedAt / BigInt(parts.epochSeconds)
      open(receiptHash, { kind: 'omission', receiptHash, epoch, covered: 0n, redeemed: 0n }, receipt.node)
      const { operator } = parts
      tell({ type: 'OmissionChallenged', caseId: receiptHash, operator, node: receipt.node, receiptHash, answerUntil })
      return receiptHash
    },
    charge({ leaseId, quote, order }, stated, answerUntil) {
      const { channelId } = order
      const { redeemed } = stated
      const granted = (stated.granted ?? 0n) + quote.fee
      const items = (stated.items ?? 0) + (quote.fee > 0n ? 1 : 0)
      const money = { redeemed, granted, items }
      open(leaseId, { kind: 'ghosting', covered: 0n, ...money, epoch: 0n, channelId }, quote.node)
      const { operator } = parts
      const { payer } = quote
      tell({ type: 'GhostingCharged', caseId: leaseId, operator, payer, leaseId, ...money, answerUntil })
      return leaseId
    },
    beacon: { commitsFrom: 0n, revealsFrom: 0n, finishFrom: 0n, finishUntil: 2n ** 62n, isFinished: false },
    panelWaits(caseId, beaconRound) {
      open(caseId, { kind: 'panel', covered: 0n, redeemed: 0n, epoch: 0n }, parts.operator)
      tell({ type: 'PanelWaits', caseId, round: 1n, beaconRound, slots: 9n })
    },
    convict(caseId) {
      tell({ type: 'Convicted', caseId, operator: parts.operator, node: parts.operator, epoch: 1n, slashed: 1n })
    },
    tellOther: (operator) => tell({ type: 'CaseOpened', caseId: `0x${'77'.repeat(32)}`, operator, epoch: 1n }),
    stateOf: (caseId) => matters.get(caseId)?.state,
    coveredOf: (caseId) => matters.get(caseId)?.covered ?? 0n,
    fork(lastValidBlock) {
      events = events.filter((event) => !('blockNumber' in event) || event.blockNumber <= lastValidBlock)
      events.push({ type: 'Reorganized', lastValidBlock })
      wakeAll()
    },
    court: {
      times: async () => ({ evidenceSeconds: 1, claimSeconds: 1, postingSeconds: 1, answerSeconds: 1 }),
      beaconTimes: async () => fake.beacon,
      beaconOutput: async () => (fake.beacon.isFinished ? { output: zeroHash, blockOnly: true } : undefined),
      async finishBeacon(round: bigint) {
        parts.requireUp()
        calls.push(`finishBeacon ${round}`)
        fake.beacon.isFinished = true
      },
      async *watchCases({ fromBlock, signal }: { fromBlock: bigint; signal: AbortSignal }) {
        signal.addEventListener('abort', wakeAll)
        const seen = new Set<CaseEvent>()
        while (!signal.aborted) {
          for (const event of [...events]) {
            if (seen.has(event)) continue
            seen.add(event)
            if (!('blockNumber' in event) || event.blockNumber >= fromBlock) yield event
          }
          if (events.every((event) => seen.has(event))) await wake.promise
        }
      },
      async postingDeadline(epoch: bigint) {
        parts.requireUp()
        return (epoch + 1n) * BigInt(parts.epochSeconds) + BigInt(fake.postingSeconds)
      },
      async answerOmission(caseId: Hash, proof: readonly Hash[]) {
        calls.push('answerOmission')
        const matter = matterOf(caseId)
        const root = parts.rootOf(matter.epoch)
        if (root === undefined || !verifyMerkleProof(root, matter.receiptHash ?? caseId, proof)) {
          throw revert('ReceiptNotIncluded')
        }
        end(caseId, matter, 'dismissed', 'CaseDismissed')
        return { hash: caseId, blockNumber: block, gasUsed: 1n }
      },
      async accountForGhosting(
        caseId: Hash,
        covers: readonly { order: Order; receipt: Receipt; proof: readonly Hash[] }[],
      ) {
        calls.push(`account ${covers.length}`)
        const matter = matterOf(caseId)
        const items = covers.map(({ order, receipt, proof }) => {
          const leaseId = bytesToHex(digest(parts.separator, orderType, order))
          if (order.channelId !== matter.channelId || receipt.leaseId !== leaseId) throw revert('CoverNotOfMatter')
          requireRoot(receipt, proof)
          return { item: receiptIdOf(leaseId, receipt.sequence), amount: receipt.amount }
        })
        return cover(caseId, matter, items)
      },
      async accountForFee(caseId: Hash, { quote, order }: { quote: Quote; order: Order }) {
        calls.push('accountForFee')
        const leaseId = bytesToHex(digest(parts.separator, orderType, order))
        return cover(caseId, matterOf(caseId), [{ item: leaseId, amount: quote.fee }])
      },
      async giveBackGhosting(caseId: Hash) {
        calls.push('giveBack')
        const matter = matterOf(caseId)
        const amount = chargedOf(matter)
        givenBack.total += amount
        end(caseId, matter, 'dismissed', 'CaseDismissed')
        return { hash: caseId, blockNumber: block, gasUsed: 1n, amount }
      },
    } as unknown as ChainWriter['court'],
  }
  return fake
}

function revert(contractError: string): MillraceError {
  const error = new MillraceError({
    ...{
      code: 'CHAIN_REVERTED',
      message: `The contract refused: ${contractError}.`,
      hint: 'Read it.',
      retryable: false,
    },
  })
  return Object.assign(error, { contractError })
}
