/** The courts' state by RPC. */
import {
  auditorRollAbi,
  beaconAbi,
  courthouseAbi,
  escrowAbi,
  ghostingJudgeAbi,
  omissionJudgeAbi,
  panelJudgeAbi,
  receiptsAbi,
  registryAbi,
  stakeVaultAbi,
} from '@millrace/contracts'
import { type Address, type Hash, zeroAddress, zeroHash } from '@millrace/protocol'
import type { CallOptions } from './chain-port.ts'
import { callContract } from './contract-call.ts'
import { type CourtReader, caseStates, trialPhases } from './court-port.ts'
import type { Deployment } from './deployment.ts'
import type { JsonRpc } from './json-rpc.ts'
import { watchCases } from './watch-cases.ts'

/** Slots of the auditors' roll, as the contract bounds them. */
export const auditorSlotsMax = 4_096
/** Slots asked for at one time: an endpoint refuses thousands of requests at once. */
const slotsAtOnce = 32
const noSubnet = '0x0000000000000000'

/** Returns the court's part of a reader. */
export function createCourtReader(rpc: JsonRpc, deployment: Deployment): CourtReader {
  const court = { address: deployment.courthouse, abi: courthouseAbi } as const
  const panel = { address: deployment.judges.panel, abi: panelJudgeAbi } as const
  const roll = { address: deployment.auditorRoll, abi: auditorRollAbi } as const
  const beacon = { address: deployment.beacon, abi: beaconAbi } as const

  return {
    async caseOf(caseId, options) {
      const { state, ...known } = await callContract(rpc, { ...court, functionName: 'caseOf', args: [caseId] }, options)
      const name = caseStates[state] ?? 'none'
      return name === 'none' ? undefined : { state: name, ...lowered(known) }
    },
    potOf: (caseId, options) => callContract(rpc, { ...court, functionName: 'potOf', args: [caseId] }, options),
    bondOf: (caseId, account, options) =>
      callContract(rpc, { ...court, functionName: 'bondOf', args: [caseId, account] }, options),
    async claimOf(caseId, payer, options) {
      const claims = [true, false].map((isProven) =>
        callContract(rpc, { ...court, functionName: 'claimOf', args: [caseId, payer, isProven] }, options),
      )
      const [proven = 0n, unproven = 0n] = await Promise.all(claims)
      return { proven, unproven }
    },
    owedTo: (account, options) => callContract(rpc, { ...court, functionName: 'owedTo', args: [account] }, options),
    fees: (options) => readFees(rpc, deployment, options),
    times: (options) => readTimes(rpc, deployment, options),
    rateOf: (token, options) => callContract(rpc, { ...court, functionName: 'rateOf', args: [token] }, options),
    async omissionOf(caseId, options) {
      const omission = { address: deployment.judges.omission, abi: omissionJudgeAbi } as const
      const asked = await callContract(rpc, { ...omission, functionName: 'challengeOf', args: [caseId] }, options)
      return asked.receiptHash === zeroHash ? undefined : lowered(asked)
    },
    async ghostingOf(caseId, options) {
      const ghosting = { address: deployment.judges.ghosting, abi: ghostingJudgeAbi } as const
      const matter = await callContract(rpc, { ...ghosting, functionName: 'matterOf', args: [caseId] }, options)
      return matter.payer === zeroAddress ? undefined : lowered(matter)
    },
    ghostingCharged(caseId, options) {
      const ghosting = { address: deployment.judges.ghosting, abi: ghostingJudgeAbi } as const
      return callContract(rpc, { ...ghosting, functionName: 'chargedOf', args: [caseId] }, options)
    },
    givenBackTo(payer, token, options) {
      const ghosting = { address: deployment.judges.ghosting, abi: ghostingJudgeAbi } as const
      return callContract(rpc, { ...ghosting, functionName: 'owedTo', args: [token, payer] }, options)
    },
    async incomeOf(payer, operator, token, options) {
      const escrow = { address: deployment.escrow, abi: escrowAbi } as const
      const call = { ...escrow, functionName: 'incomeOf', args: [payer, operator, token] } as const
      const [epoch, redeemed] = await callContract(rpc, call, options)
      return { epoch: BigInt(epoch), redeemed }
    },
    async trialOf(caseId, options) {
      const { phase, appellant, ...trial } = await callContract(
        rpc,
        { ...panel, functionName: 'trialOf', args: [caseId] },
        options,
      )
      const name = trialPhases[phase] ?? 'none'
      if (name === 'none') return undefined
      return {
        phase: name,
        ...lowered(trial),
        appellant: appellant === zeroAddress ? undefined : lower(appellant),
      }
    },
    async sittingOf(caseId, round, options) {
      const call = { ...panel, functionName: 'sittingOf', args: [caseId, BigInt(round)] } as const
      const { seats, ...sitting } = await callContract(rpc, call, options)
      return { ...sitting, seats: seats.map((seat) => lowered(seat)) }
    },
    isAcquitted: (receiptHash, options) =>
      callContract(rpc, { ...panel, functionName: 'isAcquitted', args: [receiptHash] }, options),
    async auditorOf(auditor, options) {
      const known = await callContract(rpc, { ...roll, functionName: 'auditorOf', args: [auditor] }, options)
      return known.operator === zeroAddress ? undefined : lowered(known)
    },
    auditorRecord: (auditor, options) =>
      callContract(rpc, { ...roll, functionName: 'recordOf', args: [auditor] }, options),
    buildSince: (auditor, build, options) =>
      callContract(rpc, { ...roll, functionName: 'buildSince', args: [auditor, build] }, options),
    async auditorSlots(options) {
      const count = await callContract(rpc, { ...roll, functionName: 'slotCount', args: [] }, options)
      const length = Math.min(Number(count), auditorSlotsMax)
      const slots: (Address | undefined)[] = []
      while (slots.length < length) {
        const indices = Array.from({ length: Math.min(slotsAtOnce, length - slots.length) }, (_, i) => slots.length + i)
        const calls = indices.map((slot) =>
          callContract(rpc, { ...roll, functionName: 'slotAt', args: [BigInt(slot)] }, options),
        )
        slots.push(
          ...(await Promise.all(calls)).map((auditor) => (auditor === zeroAddress ? undefined : lower(auditor))),
        )
      }
      return slots
    },
    async subnetOf(node, options) {
      const registry = { address: deployment.registry, abi: registryAbi } as const
      const subnet = await callContract(rpc, { ...registry, functionName: 'subnetOf', args: [node] }, options)
      return subnet === noSubnet ? undefined : subnet
    },
    beaconRoundAt: (time, options) => callContract(rpc, { ...beacon, functionName: 'roundAt', args: [time] }, options),
    async beaconTimes(round, options) {
      const [[commitsFrom, revealsFrom, revealsUntil, finishFrom], finishSeconds] = await Promise.all([
        callContract(rpc, { ...beacon, functionName: 'timesOf', args: [round] }, options),
        callContract(rpc, { ...beacon, functionName: 'finishSeconds', args: [] }, options),
      ])
      return { commitsFrom, revealsFrom, revealsUntil, finishFrom, finishUntil: finishFrom + BigInt(finishSeconds) }
    },
    async beaconOutput(round, options) {
      const call = { ...beacon, functionName: 'outputOf', args: [round] } as const
      const [output, blockOnly] = await callContract(rpc, call, options)
      return output === zeroHash ? undefined : { output, blockOnly }
    },
    isStakeLocked: (operator, options) => {
      const vault = { address: deployment.stakeVault, abi: stakeVaultAbi } as const
      return callContract(rpc, { ...vault, functionName: 'isLocked', args: [operator] }, options)
    },
    postingDeadline: (epoch, options) => {
      const receipts = { address: deployment.receipts, abi: receiptsAbi } as const
      return callContract(rpc, { ...receipts, functionName: 'deadlineOf', args: [epoch] }, options)
    },
    watchCases: (options) => watchCases(rpc, deployment, options),
  }
}

async function readFees(rpc: JsonRpc, deployment: Deployment, options: CallOptions) {
  const { judges, auditorRoll, beacon } = deployment
  const panel = { address: judges.panel, abi: panelJudgeAbi, args: [] } as const
  const omission = { address: judges.omission, abi: omissionJudgeAbi, args: [] } as const
  const ghosting = { address: judges.ghosting, abi: ghostingJudgeAbi, args: [] } as const
  const roll = { address: auditorRoll, abi: auditorRollAbi, args: [] } as const
  const [panelFee, panelBond, appealBond, omissionBond, ghostingBond, ghostingItemBond, ...others] = await Promise.all([
    callContract(rpc, { ...panel, functionName: 'fee' }, options),
    callContract(rpc, { ...panel, functionName: 'bond' }, options),
    callContract(rpc, { ...panel, functionName: 'appealBond' }, options),
    callContract(rpc, { ...omission, functionName: 'bond' }, options),
    callContract(rpc, { ...ghosting, functionName: 'bond' }, options),
    callContract(rpc, { ...ghosting, functionName: 'itemBond' }, options),
    callContract(rpc, { ...roll, functionName: 'auditorStake' }, options),
    callContract(rpc, { address: beacon, abi: beaconAbi, functionName: 'deposit', args: [] }, options),
  ])
  const [auditorStake, beaconDeposit] = others
  return { panelFee, panelBond, appealBond, omissionBond, ghostingBond, ghostingItemBond, auditorStake, beaconDeposit }
}

async function readTimes(rpc: JsonRpc, { judges, courthouse, receipts }: Deployment, options: CallOptions) {
  const court = { address: courthouse, abi: courthouseAbi, args: [] } as const
  const omission = { address: judges.omission, abi: omissionJudgeAbi, args: [] } as const
  const ghosting = { address: judges.ghosting, abi: ghostingJudgeAbi, args: [] } as const
  const posting = { address: receipts, abi: receiptsAbi, args: [] } as const
  const [evidenceSeconds, claimSeconds, postingSeconds, ...answers] = await Promise.all([
    callContract(rpc, { ...court, functionName: 'evidenceSeconds' }, options),
    callContract(rpc, { ...court, functionName: 'claimSeconds' }, options),
    callContract(rpc, { ...posting, functionName: 'postingSeconds' }, options),
    callContract(rpc, { ...omission, functionName: 'answerSeconds' }, options),
    callContract(rpc, { ...ghosting, functionName: 'answerSeconds' }, options),
  ])
  return { evidenceSeconds, claimSeconds, postingSeconds, answerSeconds: Math.max(...answers) }
}

/** Returns a struct with its hex in lower case, as everywhere in our nouns. */
function lowered<T extends object>(struct: T): T {
  const entries = Object.entries(struct).map(([name, value]) => [
    name,
    typeof value === 'string' ? lower(value) : value,
  ])
  return Object.fromEntries(entries) as T
}

function lower(hex: string): Hash {
  return hex.toLowerCase() as Hash
}
