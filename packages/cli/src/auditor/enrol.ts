/** Puts an auditor on the roll from which panels are drawn: its network, its stake, the classes and builds that it can judge. */
import { type ChainWriter, createChainWriter } from '@millrace/chain'
import { type Address, exactnessClasses, formatAmount, type Hash, type TokenUnit } from '@millrace/protocol'
import { type Context, keyRingOf } from '../context.ts'
import { give, hasFaucet, openFaucet } from '../local/faucet.ts'
import type { Network } from '../network.ts'
import { explain } from '../open-chain.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

const mill: TokenUnit = { symbol: 'MILL', decimals: 18 }

export type Enrolment = {
  readonly name: string
  /** The node key. */
  readonly auditor: Address
  /** Eight bytes; no panel has two auditors of one, nor one of the accused's. */
  readonly subnet: Hash
  readonly builds: readonly Hash[]
  /** Whether it has calibrations for answers that need not match to the bit. */
  readonly isCalibrated: boolean
}

/** Enrols what is missing, with the operator's key; the chain is looked at first. */
export async function ensureEnrolled(
  context: Context,
  network: Network,
  { name, auditor, subnet, builds, isCalibrated }: Enrolment,
  terminal: Terminal,
): Promise<void> {
  const { signal } = context
  const { court } = await openOperator(context, network, name)
  const known = await court.auditorOf(auditor, { signal })
  if (known === undefined) {
    const operator = await openOperator(context, network, name)
    if ((await court.subnetOf(auditor, { signal })) === undefined) {
      await operator.court.setNodeSubnet(auditor, subnet, { signal })
    }
    await ensureStake(context, network, operator, name, terminal)
    terminal.line('joining the roll of auditors')
    const { tolerant, replayable, exact } = exactnessClasses
    const classes = (isCalibrated ? 1 << tolerant : 0) | (1 << replayable) | (1 << exact)
    await operator.court.joinRoll({ auditor, classes }, { signal })
  }
  for (const build of builds) {
    if ((await court.buildSince(auditor, build, { signal })) > 0n) continue
    const operator = await openOperator(context, network, name)
    await operator.court.setBuild({ auditor, build, listed: true }, { signal })
  }
}

async function ensureStake(
  context: Context,
  network: Network,
  operator: ChainWriter,
  name: string,
  terminal: Terminal,
): Promise<void> {
  const { signal } = context
  const { auditorStake } = await operator.court.fees({ signal })
  const { bonded, reserved } = await operator.stakeOf(operator.account, { signal })
  const missing = auditorStake - (bonded - reserved)
  if (missing <= 0n) return
  const { millToken } = network.deployment
  if ((await operator.tokenBalance(millToken, operator.account, { signal })) < missing) {
    if (!hasFaucet(network)) {
      throw new UsageError(
        `An auditor on the roll stakes ${formatAmount(auditorStake, mill)}; ${formatAmount(missing, mill)} are missing.`,
        `Stake them with "millrace stake AMOUNT --key ${name}-operator", or leave out --panels.`,
      )
    }
    const gift = { gas: 0n, dollars: 0n, mill: missing }
    await give(await openFaucet(network, { signal }), network, operator.account, gift, { signal })
  }
  terminal.line(`staking ${formatAmount(missing, mill)}`)
  await operator.stake(missing, { signal })
}

async function openOperator(context: Context, network: Network, name: string): Promise<ChainWriter> {
  const { signal } = context
  const privateKey = await keyRingOf(context, network.name).loadOrCreate(`${name}-operator`, { signal })
  const { rpcUrl, deployment } = network
  return createChainWriter({ rpcUrl, deployment, privateKey, signal }).catch((error: unknown) =>
    explain(network, error),
  )
}
