/** Cases on a real chain, through the adapter: from a signed receipt to the buyer's refund, with windows of seconds. */
import {
  type Address,
  channelIdOf,
  digest,
  type Hash,
  merkleRoot,
  merkleTree,
  messageId,
  type Order,
  orderType,
  type Quote,
  quoteType,
  type Receipt,
  receiptType,
  type Signer,
  type Verdict,
  verdictOutcomes,
  verdictType,
  zeroAddress,
  zeroHash,
} from '@millrace/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beaconCommitment, type CaseEvent, type ChainWriter, courtTermsDefault } from '../src/index.ts'
import { type LocalChain, newSigner, openChannel, signal, startLocalChain } from './local-chain.ts'

const mill = 10n ** 18n
const stake = 10_000n * mill
const build = `0x${'b1'.repeat(32)}` as const
const court = {
  receiptEpochSeconds: 60,
  receiptPostingSeconds: 60,
  claimSeconds: 60,
  answerSeconds: 60,
  beaconPhaseSeconds: 30,
  commitSeconds: 60,
  revealSeconds: 60,
  appealSeconds: 60,
  auditorLeaveSeconds: 1,
}
const { panelBond, panelFee, challengeBond } = courtTermsDefault

let chain: LocalChain
beforeAll(async () => {
  chain = await startLocalChain({ court })
})
afterAll(() => chain[Symbol.asyncDispose]())

describe('a case', () => {
  it('of equivocation convicts in one transaction, and the buyer is refunded', async () => {
    const { operator, node } = await enrol(stake)
    const [buyer, reporter] = [await chain.writer(), await chain.writer()]
    const first = await receiptOf({ operator, node, payer: buyer.account, amount: 100_000_000n })
    const second = { ...first, responseHash: build }
    const fromBlock = (await buyer.blockNumber({ signal })) + 1n
    const { caseId, slashed } = await reporter.court.prosecuteEquivocation(
      { first, firstSignature: sign(first, node), second, secondSignature: sign(second, node) },
      { signal },
    )
    expect(slashed).toBe(stake / 5n)
    expect(await buyer.court.caseOf(caseId, { signal })).toMatchObject({
      state: 'convicted',
      operator: operator.account,
      node: node.address,
      reporter: reporter.account,
    })
    expect(await operator.court.isStakeLocked(operator.account, { signal })).toBe(true)

    const proof = await postAlone(operator, node, first)
    const { claimsFrom } = await buyer.court.potOf(caseId, { signal })
    await passUntil(claimsFrom)
    const claim = { receipt: first, signature: sign(first, node), proof }
    await buyer.court.claimRefunds(caseId, [claim], { signal })
    await buyer.court.claimRefunds(caseId, [claim], { signal })
    expect(await buyer.court.claimOf(caseId, buyer.account, { signal })).toEqual({ proven: 100n * mill, unproven: 0n })
    const { claimsUntil } = await buyer.court.potOf(caseId, { signal })
    await passUntil(claimsUntil + 1n)
    expect(await buyer.court.settleCase(caseId, { signal })).toMatchObject({
      refunds: 100n * mill,
      burned: 1_700n * mill,
    })
    expect(await buyer.court.takeRefund(caseId, buyer.account, { signal })).toMatchObject({ amount: 100n * mill })
    expect(await buyer.court.withdrawOwed(buyer.account, { signal })).toMatchObject({ amount: 100n * mill })
    expect(await buyer.tokenBalance(chain.deployment.millToken, buyer.account, { signal })).toBe(100n * mill)
    expect(await reporter.court.owedTo(reporter.account, { signal })).toBe(200n * mill)
    expect(await operator.court.isStakeLocked(operator.account, { signal })).toBe(false)

    expect(await namesOf(buyer, fromBlock, 'RefundPaid', caseId)).toEqual([
      'CaseOpened',
      'Convicted',
      'Assessed',
      'RefundClaimed',
      'CaseSettled',
      'RefundPaid',
    ])
  })

  it('of an omitted receipt is answered by a proof, or convicts', async () => {
    const { operator, node } = await enrol(stake)
    const reporter = await rich()
    const posted = await receiptOf({ operator, node, payer: reporter.account, amount: 1n })
    const hidden = { ...posted, sequence: 2n }
    const proof = await postAlone(operator, node, posted)
    await passUntil((await reporter.court.postingDeadline(epochOf(posted), { signal })) + 1n)
    const asked = await reporter.court.challengeOmission({ receipt: posted, signature: sign(posted, node) }, { signal })
    expect(await operator.court.omissionOf(asked.caseId, { signal })).toMatchObject({
      receiptHash: hashOf(posted),
      node: node.address,
      answerUntil: asked.answerUntil,
    })
    await operator.court.answerOmission(asked.caseId, proof, { signal })
    expect(await operator.court.owedTo(operator.account, { signal })).toBe(challengeBond)

    const again = await reporter.court.challengeOmission({ receipt: hidden, signature: sign(hidden, node) }, { signal })
    await expect(operator.court.answerOmission(again.caseId, proof, { signal })).rejects.toMatchObject({
      contractError: 'ReceiptNotIncluded',
    })
    await passUntil(again.answerUntil + 1n)
    await reporter.court.concludeOmission(again.caseId, { signal })
    expect((await reporter.court.caseOf(again.caseId, { signal }))?.state).toBe('convicted')
  })

  it('of ghosting ends when the money is given back', async () => {
    const { operator, node } = await enrol(stake)
    const payer = await rich()
    const { session, voucher } = await openChannel(payer, {
      operator: operator.account,
      token: chain.token,
      deposit: 50n,
    })
    const redemption = { payer: payer.account, amount: 40n, signature: voucher(40n) }
    await operator.redeem(operator.account, chain.token, [redemption], { signal })
    const { quote, order } = await leaseOf(payer, operator, node, session)
    const charge = {
      quote,
      quoteSignature: node.sign(digest(payer.separator, quoteType, quote)),
      order,
      granted: { amount: 10n, items: 1 },
    }
    const epoch = order.expiresAt / BigInt(court.receiptEpochSeconds)
    await passUntil((await payer.court.postingDeadline(epoch + 1n, { signal })) + 1n)
    const { caseId } = await payer.court.chargeGhosting(charge, { signal })
    expect(await operator.court.ghostingOf(caseId, { signal })).toMatchObject({ redeemed: 40n, granted: 10n, items: 1 })
    expect(await operator.court.ghostingCharged(caseId, { signal })).toBe(30n)
    await operator.withdraw(chain.token, 40n, operator.account, { signal })
    expect(await operator.court.giveBackGhosting(caseId, { signal })).toMatchObject({ amount: 30n })
    expect(await payer.court.withdrawGivenBack(chain.token, { signal })).toMatchObject({ amount: 30n })
    expect((await payer.court.caseOf(caseId, { signal }))?.state).toBe('dismissed')
    expect(await operator.court.isStakeLocked(operator.account, { signal })).toBe(false)
  })

  it('before a panel is drawn by the beacon, decided by sealed verdicts, and carried out', async () => {
    const { operator, node } = await enrol(stake)
    const auditors: { operator: ChainWriter; key: Signer; writer: ChainWriter }[] = []
    for (let i = 0; i < 4; i++) auditors.push(await enrolAuditor(i + 1))
    const reporter = await rich()
    const receipt = await receiptOf({ operator, node, payer: reporter.account, amount: 1_000_000n })
    await chain.passTime(1)
    const accusation = { receipt, signature: sign(receipt, node), locatorHash: zeroHash }
    const { caseId, beaconRound } = await reporter.court.openPanelCase(accusation, { signal })
    const committer = await rich()
    await drawFrom(committer, caseId, beaconRound)
    const sitting = await reporter.court.sittingOf(caseId, 1, { signal })
    expect(sitting).toMatchObject({ size: 3, needed: 2, wanted: 0, slots: 4 })
    const seats = sitting.seats.map(({ auditor }) => auditors.find(({ key }) => key.address === auditor))
    expect(seats).not.toContain(undefined)
    const verdicts = seats.map((seat, i) => verdictOf(caseId, receipt, seat?.key.address ?? zeroAddress, i))
    for (const [i, seat] of seats.entries()) {
      await seat?.writer.court.commitVerdict(caseId, verdictHash(verdicts[i]), { signal })
    }
    for (const [i, seat] of seats.entries()) {
      const verdict = verdicts[i]
      if (verdict === undefined || seat === undefined) throw new Error('a verdict a seat')
      const signature = seat.key.sign(digest(reporter.separator, verdictType, verdict))
      await reporter.court.revealVerdict(verdict, signature, { signal })
    }
    await reporter.court.tallyPanel(caseId, { signal })
    const trial = await reporter.court.trialOf(caseId, { signal })
    expect(trial).toMatchObject({ phase: 'appealable', first: verdictOutcomes.cheated, round: 1, build })
    await passUntil((trial?.appealUntil ?? 0n) + 1n)
    await reporter.court.concludePanel(caseId, { signal })
    expect((await reporter.court.caseOf(caseId, { signal }))?.state).toBe('convicted')
    expect((await operator.stakeOf(operator.account, { signal })).bonded).toBe(stake - stake / 5n - 3n * panelFee)
    expect(await reporter.court.owedTo(reporter.account, { signal })).toBe(panelBond - 3n * panelFee)
    const records = await Promise.all(
      seats.map((seat) => reporter.court.auditorRecord(seat?.key.address ?? zeroAddress, { signal })),
    )
    expect(records.map(({ verdicts, dissents }) => [verdicts, dissents])).toEqual([
      [1, 1],
      [1, 0],
      [1, 0],
    ])
    expect((await reporter.court.auditorSlots({ signal })).toSorted()).toEqual(
      auditors.map(({ key }) => key.address).toSorted(),
    )
  })
})

/** Returns an operator with stake and a node that is bound to it. */
async function enrol(amount: bigint, subnet: Hash = '0x00000000000000ff') {
  const operator = await rich(amount + 1_000n * mill)
  const node = newSigner()
  await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'DE' }, { signal })
  await operator.addNode(node, { signal })
  await operator.court.setNodeSubnet(node.address, subnet, { signal })
  await operator.stake(amount, { signal })
  return { operator, node }
}

/** Returns an auditor on the roll that replays the build, and a writer for its key. */
async function enrolAuditor(number: number) {
  const writer = await chain.writer()
  const key = chain.signerOf(writer)
  const operator = await rich(2_000n * mill)
  await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'DE' }, { signal })
  await operator.addNode(key, { signal })
  const subnet = `0x${number.toString(16).padStart(16, '0')}` as const
  await operator.court.setNodeSubnet(key.address, subnet, { signal })
  await operator.stake(1_000n * mill, { signal })
  await operator.court.joinRoll({ auditor: key.address, classes: 0b1110 }, { signal })
  await operator.court.setBuild({ auditor: key.address, build, listed: true }, { signal })
  return { operator, key, writer }
}

/** Returns a writer with MILL. */
async function rich(amount = 1_000n * mill): Promise<ChainWriter> {
  const writer = await chain.writer()
  await chain.faucet.transferToken(chain.deployment.millToken, writer.account, amount, { signal })
  return writer
}

/** Plays one round of the beacon with one committer, then draws the panel. */
async function drawFrom(committer: ChainWriter, caseId: Hash, round: bigint): Promise<void> {
  const { commitsFrom, revealsFrom, finishFrom } = await committer.court.beaconTimes(round, { signal })
  await passUntil(commitsFrom)
  const secret = build
  await committer.court.commitBeacon(beaconCommitment(round, committer.account, secret), { signal })
  await passUntil(revealsFrom)
  await committer.court.revealBeacon(round, secret, { signal })
  await passUntil(finishFrom)
  expect(await committer.court.finishBeacon(round, { signal })).toMatchObject({ blockOnly: false })
  expect(await committer.court.beaconOutput(round, { signal })).toMatchObject({ blockOnly: false })
  await committer.court.withdrawBeacon({ signal })
  const { drawn } = await committer.court.drawPanel(caseId, { signal })
  expect(drawn).toHaveLength(3)
}

/** The first auditor in order finds nothing, the others find a cheat. */
function verdictOf(caseId: Hash, receipt: Receipt, auditor: Address, index: number): Verdict {
  const outcome = index === 0 ? verdictOutcomes.honest : verdictOutcomes.cheated
  return { caseId, round: 1, auditor, receiptHash: hashOf(receipt), outcome, evidenceHash: zeroHash, salt: build }
}

function verdictHash(verdict: Verdict | undefined): Hash {
  if (verdict === undefined) throw new Error('a verdict a seat')
  return messageId(chain.faucet.separator, verdictType, verdict)
}

async function receiptOf(parts: {
  operator: ChainWriter
  node: Signer
  payer: Address
  amount: bigint
}): Promise<Receipt> {
  const finishedAt = await parts.operator.blockTimestamp({ signal })
  return {
    leaseId: hashOfText(parts.node.address),
    sequence: 1n,
    payer: parts.payer,
    operator: parts.operator.account,
    node: parts.node.address,
    token: chain.token,
    modelRoot: zeroHash,
    workload: 0,
    exactness: 2,
    build,
    beacon: zeroHash,
    requestHash: zeroHash,
    responseHash: zeroHash,
    evidenceRoot: zeroHash,
    inputUnits: 1n,
    outputUnits: 1n,
    amount: parts.amount,
    finish: 0,
    startedAt: finishedAt,
    finishedAt,
  }
}

async function leaseOf(payer: ChainWriter, operator: ChainWriter, node: Signer, session: Signer) {
  const expiresAt = await payer.blockTimestamp({ signal })
  const quote: Quote = {
    offerHash: zeroHash,
    payer: payer.account,
    operator: operator.account,
    node: node.address,
    modelRoot: zeroHash,
    workload: 0,
    token: chain.token,
    inputPrice: 1n,
    outputPrice: 1n,
    contextTokensMax: 1,
    creditTokens: 1,
    terms: 0,
    noticeSeconds: 0,
    exactness: 1,
    policy: 0,
    policyParameter: 0,
    beacon: zeroHash,
    slots: 0,
    startsAt: 0n,
    fee: 0n,
    amountMax: 50n,
    sequence: 1n,
    expiresAt,
  }
  const order: Order = {
    quoteHash: messageId(payer.separator, quoteType, quote),
    channelId: channelIdOf(payer.account, operator.account, chain.token),
    epoch: 1n,
    payer: payer.account,
    operator: operator.account,
    node: node.address,
    signer: session.address,
    policy: 0,
    policyParameter: 0,
    amountMax: 50n,
    sequence: 1n,
    expiresAt,
  }
  expect(messageId(payer.separator, orderType, order)).toMatch(/^0x/)
  return { quote, order }
}

/** Posts a root over one receipt, once its epoch is over; returns its proof. */
async function postAlone(operator: ChainWriter, node: Signer, receipt: Receipt): Promise<readonly Hash[]> {
  const epoch = epochOf(receipt)
  await passUntil((epoch + 1n) * BigInt(court.receiptEpochSeconds))
  const root = merkleRoot(merkleTree([hashOf(receipt)]))
  const totals = [{ token: chain.token, amount: receipt.amount }]
  await operator.postReceiptRoot({ node: node.address, epoch, root, count: 1, totals }, { signal })
  return []
}

async function passUntil(time: bigint): Promise<void> {
  const now = await chain.faucet.blockTimestamp({ signal })
  if (time > now) await chain.passTime(Number(time - now))
}

async function namesOf(reader: ChainWriter, fromBlock: bigint, last: CaseEvent['type'], caseId: Hash) {
  const names: string[] = []
  for await (const event of reader.court.watchCases({ fromBlock, pollMs: 5, confirmations: 0, signal })) {
    if (event.type === 'Reorganized' || event.caseId !== caseId) continue
    names.push(event.type)
    if (event.type === last) break
  }
  return names
}

function epochOf(receipt: Receipt): bigint {
  return receipt.finishedAt / BigInt(court.receiptEpochSeconds)
}

function hashOf(receipt: Receipt): Hash {
  return messageId(chain.faucet.separator, receiptType, receipt)
}

function hashOfText(text: string): Hash {
  return `0x${text.slice(2).padStart(64, '0')}` as const
}

function sign(receipt: Receipt, node: Signer) {
  return node.sign(digest(chain.faucet.separator, receiptType, receipt))
}
