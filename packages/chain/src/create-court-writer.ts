/** Transactions to the courts as one account, on top of a reader. Bonds are approved exactly, in a transaction before. */
import {
  auditorRollAbi,
  beaconAbi,
  courthouseAbi,
  ghostingJudgeAbi,
  omissionJudgeAbi,
  panelJudgeAbi,
  registryAbi,
} from '@millrace/contracts'
import { type Address, type Amount, type Hash, type Hex, hexToBytes, receiptType } from '@millrace/protocol'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, encodeAbiParameters } from 'viem/utils'
import { blockHeader } from './block-header.ts'
import type { CallOptions, ChainReader } from './chain-port.ts'
import type { CourtWriter, GhostingCover, RefundClaim } from './court-port.ts'
import { toLongSignature } from './expand-signature.ts'
import type { JsonRpc } from './json-rpc.ts'
import { eventOf, eventsOf, toTx, type WriteContract } from './write-contract.ts'

/** Receipts one transaction claims refunds with, as the contract bounds them. */
export const claimsPerCallMax = 64
/** Probes one transaction draws a panel with: about two million gas. */
export const probesPerCallMax = 200n

export type CourtWriterComponents = {
  readonly rpc: JsonRpc
  readonly reader: ChainReader
  readonly account: Address
  readonly write: WriteContract
  approve(token: Address, spender: Address, amount: Amount, options: CallOptions): Promise<void>
}

/** Returns the court's part of a writer. */
export function createCourtWriter(components: CourtWriterComponents): CourtWriter {
  const { reader } = components
  return {
    ...reader.court,
    ...rollWriter(components),
    ...beaconWriter(components),
    ...plainJudges(components),
    ...panelWriter(components),
    ...moneyWriter(components),
  }
}

/** Returns what is committed to in a round of the beacon. */
export function beaconCommitment(round: bigint, account: Address, secret: Hash): Hash {
  const words = [{ type: 'uint64' }, { type: 'address' }, { type: 'bytes32' }] as const
  return bytesToHex(keccak_256(hexToBytes(encodeAbiParameters(words, [round, account, secret]))))
}

function rollWriter({ reader, write }: CourtWriterComponents) {
  const { auditorRoll, registry } = reader.deployment
  const roll = { address: auditorRoll, abi: auditorRollAbi } as const
  return {
    async setNodeSubnet(node, subnet, options) {
      const call = { address: registry, abi: registryAbi, functionName: 'setNodeSubnet', args: [node, subnet] } as const
      return toTx(await write(call, options))
    },
    async joinRoll({ auditor, classes }, options) {
      return toTx(await write({ ...roll, functionName: 'join', args: [auditor, classes] }, options))
    },
    async setBuild({ auditor, build, listed }, options) {
      return toTx(await write({ ...roll, functionName: 'setBuild', args: [auditor, build, listed] }, options))
    },
    async requestLeaveRoll(auditor, options) {
      return toTx(await write({ ...roll, functionName: 'requestLeave', args: [auditor] }, options))
    },
    async finishLeaveRoll(auditor, options) {
      return toTx(await write({ ...roll, functionName: 'finishLeave', args: [auditor] }, options))
    },
    async resumeAuditor(auditor, options) {
      return toTx(await write({ ...roll, functionName: 'resume', args: [auditor] }, options))
    },
  } satisfies Partial<CourtWriter>
}

function beaconWriter({ rpc, reader, write, approve }: CourtWriterComponents) {
  const { millToken } = reader.deployment
  const beacon = { address: reader.deployment.beacon, abi: beaconAbi } as const
  return {
    async commitBeacon(commitment, options) {
      const { beaconDeposit } = await reader.court.fees(options)
      await approve(millToken, beacon.address, beaconDeposit, options)
      const mined = await write({ ...beacon, functionName: 'commit', args: [commitment] }, options)
      return { ...toTx(mined), round: eventOf(mined, beacon, 'Committed').round }
    },
    async revealBeacon(round, secret, options) {
      return toTx(await write({ ...beacon, functionName: 'reveal', args: [round, secret] }, options))
    },
    async finishBeacon(round, options) {
      const { finishFrom } = await reader.court.beaconTimes(round, options)
      const args = [round, ...(await closingHeaders(rpc, reader, finishFrom, options))] as const
      const mined = await write({ ...beacon, functionName: 'finish', args }, options)
      const { output, blockOnly } = eventOf(mined, beacon, 'RoundFinished')
      return { ...toTx(mined), output, blockOnly }
    },
    async withdrawBeacon(options) {
      const mined = await write({ ...beacon, functionName: 'withdraw', args: [] }, options)
      return { ...toTx(mined), amount: eventOf(mined, beacon, 'Withdrawn').amount }
    },
  } satisfies Partial<CourtWriter>
}

/** Returns the headers of the first block at or after a time and of its parent; the latest ones while there is none. */
async function closingHeaders(
  rpc: JsonRpc,
  reader: ChainReader,
  time: bigint,
  options: CallOptions,
): Promise<readonly [header: Hex, parent: Hex]> {
  const closing = await reader.blockAfter(time - 1n, options)
  const number = closing?.number ?? (await reader.blockNumber(options))
  return Promise.all([blockHeader(rpc, number, options), blockHeader(rpc, number - 1n, options)])
}

function plainJudges({ reader, write, approve }: CourtWriterComponents) {
  const { courthouse, judges, millToken } = reader.deployment
  const court = { address: courthouse, abi: courthouseAbi } as const
  const omission = { address: judges.omission, abi: omissionJudgeAbi } as const
  const ghosting = { address: judges.ghosting, abi: ghostingJudgeAbi } as const
  return {
    async prosecuteEquivocation({ first, firstSignature, second, secondSignature }, options) {
      const values = [first, toLongSignature(firstSignature), second, toLongSignature(secondSignature)] as const
      const evidence = encodeAbiParameters([receiptTuple, { type: 'bytes' }, receiptTuple, { type: 'bytes' }], values)
      const args = [judges.equivocation, evidence] as const
      const mined = await write({ ...court, functionName: 'prosecute', args }, options)
      const { caseId, slashed } = eventOf(mined, court, 'Convicted')
      return { ...toTx(mined), caseId, slashed }
    },
    async challengeOmission({ receipt, signature }, options) {
      const { omissionBond } = await reader.court.fees(options)
      await approve(millToken, courthouse, omissionBond, options)
      const args = [receipt, toLongSignature(signature)] as const
      const mined = await write({ ...omission, functionName: 'challenge', args }, options)
      const { caseId, answerUntil } = eventOf(mined, omission, 'OmissionChallenged')
      return { ...toTx(mined), caseId, answerUntil }
    },
    async answerOmission(caseId, proof, options) {
      return toTx(await write({ ...omission, functionName: 'answer', args: [caseId, proof] }, options))
    },
    async concludeOmission(caseId, options) {
      return toTx(await write({ ...omission, functionName: 'conclude', args: [caseId] }, options))
    },
    async chargeGhosting({ quote, quoteSignature, order, granted }, options) {
      const { ghostingBond, ghostingItemBond } = await reader.court.fees(options)
      await approve(millToken, courthouse, ghostingBond + ghostingItemBond * BigInt(granted.items), options)
      const args = [quote, toLongSignature(quoteSignature), order, granted] as const
      const mined = await write({ ...ghosting, functionName: 'charge', args }, options)
      const { caseId, answerUntil } = eventOf(mined, ghosting, 'GhostingCharged')
      return { ...toTx(mined), caseId, answerUntil }
    },
    async accountForGhosting(caseId, covers, options) {
      return toTx(await write({ ...ghosting, functionName: 'account', args: [caseId, covers.map(toCover)] }, options))
    },
    async accountForFee(caseId, { quote, order, orderSignature }, options) {
      const args = [caseId, quote, order, toLongSignature(orderSignature)] as const
      return toTx(await write({ ...ghosting, functionName: 'accountFee', args }, options))
    },
    async giveBackGhosting(caseId, options) {
      const matter = await reader.court.ghostingOf(caseId, options)
      const charged = matter === undefined ? 0n : await reader.court.ghostingCharged(caseId, options)
      if (matter !== undefined && charged > 0n) await approve(matter.token, ghosting.address, charged, options)
      const mined = await write({ ...ghosting, functionName: 'giveBack', args: [caseId] }, options)
      return { ...toTx(mined), amount: eventOf(mined, ghosting, 'GivenBack').amount }
    },
    async concludeGhosting(caseId, options) {
      return toTx(await write({ ...ghosting, functionName: 'conclude', args: [caseId] }, options))
    },
    async withdrawGivenBack(token, options) {
      const mined = await write({ ...ghosting, functionName: 'withdraw', args: [token] }, options)
      return { ...toTx(mined), amount: eventOf(mined, ghosting, 'Withdrawn').amount }
    },
  } satisfies Partial<CourtWriter>
}

function panelWriter({ reader, write, approve }: CourtWriterComponents) {
  const { courthouse, millToken } = reader.deployment
  const panel = { address: reader.deployment.judges.panel, abi: panelJudgeAbi } as const
  return {
    async openPanelCase({ receipt, signature, locatorHash }, options) {
      const { panelBond } = await reader.court.fees(options)
      await approve(millToken, courthouse, panelBond, options)
      const args = [receipt, toLongSignature(signature), locatorHash] as const
      const mined = await write({ ...panel, functionName: 'open', args }, options)
      const { caseId, beaconRound } = eventOf(mined, panel, 'PanelWaits')
      return { ...toTx(mined), caseId, beaconRound }
    },
    async drawPanel(caseId, options) {
      const mined = await write({ ...panel, functionName: 'draw', args: [caseId, probesPerCallMax] }, options)
      const drawn = eventsOf(mined, panel, 'AuditorDrawn').map(({ auditor }) => auditor.toLowerCase() as Address)
      return { ...toTx(mined), drawn }
    },
    async commitVerdict(caseId, commitment, options) {
      return toTx(await write({ ...panel, functionName: 'commit', args: [caseId, commitment] }, options))
    },
    async revealVerdict(verdict, signature, options) {
      const args = [verdict, toLongSignature(signature)] as const
      return toTx(await write({ ...panel, functionName: 'reveal', args }, options))
    },
    async tallyPanel(caseId, options) {
      return toTx(await write({ ...panel, functionName: 'tally', args: [caseId] }, options))
    },
    async appealPanel(caseId, options) {
      const { appealBond } = await reader.court.fees(options)
      await approve(millToken, courthouse, appealBond, options)
      return toTx(await write({ ...panel, functionName: 'appeal', args: [caseId] }, options))
    },
    async concludePanel(caseId, options) {
      return toTx(await write({ ...panel, functionName: 'conclude', args: [caseId] }, options))
    },
  } satisfies Partial<CourtWriter>
}

function moneyWriter({ reader, write }: CourtWriterComponents) {
  const court = { address: reader.deployment.courthouse, abi: courthouseAbi } as const
  return {
    async claimRefunds(caseId, claims, options) {
      if (claims.length > claimsPerCallMax) {
        throw new RangeError(`One call claims with at most ${claimsPerCallMax} receipts, not ${claims.length}.`)
      }
      return toTx(await write({ ...court, functionName: 'claim', args: [caseId, claims.map(toClaim)] }, options))
    },
    async settleCase(caseId, options) {
      const mined = await write({ ...court, functionName: 'settle', args: [caseId] }, options)
      const { refunds, burned } = eventOf(mined, court, 'CaseSettled')
      return { ...toTx(mined), refunds, burned }
    },
    async takeRefund(caseId, payer, options) {
      const mined = await write({ ...court, functionName: 'takeRefund', args: [caseId, payer] }, options)
      return { ...toTx(mined), amount: eventOf(mined, court, 'RefundPaid').amount }
    },
    async releaseBond(caseId, account, options) {
      return toTx(await write({ ...court, functionName: 'releaseBond', args: [caseId, account] }, options))
    },
    async expireCase(caseId, options) {
      return toTx(await write({ ...court, functionName: 'expire', args: [caseId] }, options))
    },
    async withdrawOwed(to, options) {
      const mined = await write({ ...court, functionName: 'withdraw', args: [to] }, options)
      return { ...toTx(mined), amount: eventOf(mined, court, 'Withdrawn').amount }
    },
  } satisfies Partial<CourtWriter>
}

/** A receipt as the contracts take it, from the message's own schema. */
const receiptTuple = {
  type: 'tuple',
  components: receiptType.fields.map(([name, type]) => ({ name, type })),
} as const

function toClaim({ receipt, signature, proof }: RefundClaim) {
  return { receipt, signature: toLongSignature(signature), proof }
}

function toCover({ order, orderSignature, receipt, proof }: GhostingCover) {
  return { order, orderSignature: toLongSignature(orderSignature), receipt, proof }
}
