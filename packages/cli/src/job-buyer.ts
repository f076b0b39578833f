/**
 * The buyer behind commands that buy one job: a batch, an audit. A gateway on the same machine uses the payer's account and its
 * store, and only one process may; so on the local network jobs are paid by an account of their own, which gets play money by itself.
 */
import { createChainWriter } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import { type Amount, formatAmount, MillraceError } from '@millrace/protocol'
import type { Buyer } from '@millrace/sdk'
import type { Command } from 'commander'
import { type BuyerTerms, openBuyer } from './buyer-session.ts'
import { type Context, keyRingOf } from './context.ts'
import { give, hasFaucet, openFaucet } from './local/faucet.ts'
import { localFaucetDollars, localGasWei } from './local/plan.ts'
import { localNetworkName, type Network, settlementToken } from './network.ts'
import { explain } from './open-chain.ts'
import { plainName } from './option-values.ts'
import { untilHeard } from './peers/until-heard.ts'
import type { Terminal } from './terminal.ts'
import { parseTokenAmount } from './units.ts'

export type JobOptions = { network: string; key?: string; maxCost: string; allowPrivate?: boolean }

export type JobBuyer = AsyncDisposable & { readonly buyer: Buyer; readonly amountMax: Amount }

/** The account that pays for jobs on the local network. */
export const localJobsKey = 'jobs'
const payerKey = 'payer'

/** Adds the options that say who pays, and how much at most. */
export function withJobOptions(command: Command): Command {
  return command
    .option('--network <name>', 'network to buy from', localNetworkName)
    .option('--key <name>', `key of the account that pays (default: ${payerKey}; on the local network ${localJobsKey})`)
    .option('--max-cost <amount>', 'most that it may cost, in tokens', '1')
    .option('--allow-private', 'dial addresses of private networks: for a network in one building')
}

/** Opens the buyer and waits until it has heard what is on offer. @throws {JobsUnfundedError} when the account has no money. */
export async function openJobBuyer(
  context: Context,
  network: Network,
  options: JobOptions,
  terminal: Terminal,
  parts: Pick<BuyerTerms, 'judge' | 'storage'> = {},
): Promise<JobBuyer> {
  const key = plainName(options.key ?? (network.name === localNetworkName ? localJobsKey : payerKey), '--key')
  const amountMax = parseTokenAmount(options.maxCost, settlementToken(network))
  const free = await fund(context, network, key, terminal)
  const channelDeposit = amountMax * 2n < free / 4n ? amountMax * 2n : free / 4n
  if (channelDeposit < channelDepositMin)
    throw new JobsUnfundedError(key, network, formatAmount(free, settlementToken(network)))
  const session = await openBuyer(
    context,
    network,
    {
      ...{ channelDeposit, interest: allOffers, needs: {}, allowPrivate: options.allowPrivate === true },
      ...(key === payerKey ? {} : { purse: key }),
      ...parts,
    },
    () => undefined,
  )
  await untilHeard(session.peers.mesh, {
    bootstrap: network.bootstrap.length,
    now: context.now,
    signal: context.signal,
  })
  return { buyer: session.buyer, amountMax, [Symbol.asyncDispose]: () => session.close() }
}

/** Base units of a channel's deposit below which its parts are nothing. */
const channelDepositMin = 4n

/** Returns what the account has in the Escrow; on the local network it is given play money when it has none. */
async function fund(context: Context, network: Network, key: string, terminal: Terminal): Promise<Amount> {
  const { signal } = context
  const token = settlementToken(network).address
  const privateKey = await keyRingOf(context, network.name).loadOrCreate(key, { signal })
  const { rpcUrl, deployment } = network
  const account = await createChainWriter({ rpcUrl, deployment, privateKey, signal }).catch((error: unknown) =>
    explain(network, error),
  )
  const free = await account.escrowBalance(token, account.account, { signal })
  if (free > 0n || !hasFaucet(network)) return free
  terminal.line(terminal.colours.dim(`giving the account ${key} play money for its jobs`))
  const gift = { gas: localGasWei, dollars: localFaucetDollars, mill: 0n }
  await give(await openFaucet(network, { signal }), network, account.account, gift, { signal })
  await account.deposit(token, localFaucetDollars, { signal })
  return localFaucetDollars
}

/** The account that is to pay has nothing in the Escrow. */
export class JobsUnfundedError extends MillraceError {
  override readonly name = 'JobsUnfundedError'

  constructor(key: string, { name }: Pick<Network, 'name'>, free: string) {
    super({
      code: 'INSUFFICIENT_ESCROW',
      message: `The account ${key} has ${free} in the Escrow of the network "${name}", which is too little to pay a job from.`,
      hint: `Deposit some with "millrace deposit 5 --key ${key} --network ${name}".`,
      retryable: true,
    })
  }
}
