/** The checks before the first call: the chain is the one the deployment names, and its contracts stand there. */
import { courthouseAbi, escrowAbi, receiptsAbi } from '@millrace/contracts'
import { type Address, bytesToHex, isMillraceError, MillraceError } from '@millrace/protocol'
import type { ChainReader } from './chain-port.ts'
import { callContract } from './contract-call.ts'
import type { JsonRpc } from './json-rpc.ts'
import { parseQuantity } from './parse-quantity.ts'

/**
 * Checks chain id, code at every address, that the Escrow signs in our domain, that a leaving payer waits as long as the
 * deployment says (a node counts on that time to redeem), that epochs are as long as it says (a receipt in the wrong one
 * convicts its node), and that its judges sit in its courthouse.
 *
 * @throws {ChainIdMismatchError} @throws {ChainNotDeployedError} @throws {ChainUnreachableError}
 */
export async function verifyDeployment(
  rpc: JsonRpc,
  reader: ChainReader,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const { deployment } = reader
  const chainId = parseQuantity(await rpc.request('eth_chainId', [], options), 'eth_chainId')
  if (chainId !== BigInt(deployment.chainId)) throw new ChainIdMismatchError(deployment.chainId, chainId)
  const { escrow, registry, stakeVault, receipts, millToken, courthouse, beacon, auditorRoll, judges, tokens } =
    deployment
  const contracts: readonly (readonly [string, Address])[] = [
    ['Escrow', escrow],
    ['Registry', registry],
    ['StakeVault', stakeVault],
    ['Receipts', receipts],
    ['MillToken', millToken],
    ['Courthouse', courthouse],
    ['Beacon', beacon],
    ['AuditorRoll', auditorRoll],
    ...Object.entries(judges).map(([name, judge]) => [`${name} judge`, judge] as const),
    ...tokens.map((token) => [`token ${token.symbol}`, token.address] as const),
  ]
  await Promise.all(contracts.map(([name, address]) => requireCode(rpc, name, address, options)))
  await requireOurEscrow(rpc, reader, options)
  await requireOurCourt(rpc, reader, options)
}

async function requireCode(
  rpc: JsonRpc,
  name: string,
  address: Address,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const code = await rpc.request('eth_getCode', [address, 'latest'], options)
  if (typeof code !== 'string' || code.length <= 2)
    throw new ChainNotDeployedError(name, address, 'no code stands there')
}

async function requireOurEscrow(
  rpc: JsonRpc,
  reader: ChainReader,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const { escrow: address, closeDelaySeconds } = reader.deployment
  const contract = { address, abi: escrowAbi, args: [] } as const
  const [separator, closeDelay] = await Promise.all([
    callContract(rpc, { ...contract, functionName: 'domainSeparator' }, options).catch(orUndefined),
    callContract(rpc, { ...contract, functionName: 'closeDelay' }, options).catch(orUndefined),
  ])
  if (separator !== bytesToHex(reader.separator)) {
    throw new ChainNotDeployedError('Escrow', address, 'the contract there is not this Escrow')
  }
  if (closeDelay !== closeDelaySeconds) {
    const reason = `a leaving payer waits ${closeDelay} s there, not the ${closeDelaySeconds} s that the deployment says`
    throw new ChainNotDeployedError('Escrow', address, reason)
  }
}

async function requireOurCourt(
  rpc: JsonRpc,
  reader: ChainReader,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const { receipts, receiptEpochSeconds, courthouse, judges } = reader.deployment
  const epochs = { address: receipts, abi: receiptsAbi, functionName: 'epochSeconds', args: [] } as const
  const [epochSeconds, ...sitting] = await Promise.all([
    callContract(rpc, epochs, options).catch(orUndefined),
    ...Object.values(judges).map((judge) => {
      const call = { address: courthouse, abi: courthouseAbi, functionName: 'isJudge', args: [judge] } as const
      return callContract(rpc, call, options).catch(orUndefined)
    }),
  ])
  if (epochSeconds !== receiptEpochSeconds) {
    const reason = `an epoch is ${epochSeconds} s there, not the ${receiptEpochSeconds} s that the deployment says`
    throw new ChainNotDeployedError('Receipts', receipts, reason)
  }
  for (const [index, [name, judge]] of Object.entries(judges).entries()) {
    if (sitting[index] === true) continue
    throw new ChainNotDeployedError(`The ${name} judge`, judge, `the Courthouse ${courthouse} does not know it`)
  }
}

/** Another contract than ours answers in any way; no answer at all is no answer. */
function orUndefined(error: unknown): undefined {
  if (isMillraceError(error) && error.code !== 'CHAIN_UNREACHABLE') return undefined
  throw error
}

/** The RPC endpoint serves another chain than the deployment names. */
export class ChainIdMismatchError extends MillraceError {
  override readonly name = 'ChainIdMismatchError'

  constructor(expected: number, got: bigint) {
    super({
      code: 'CHAIN_ID_MISMATCH',
      message: `The deployment is for chain ${expected}, but the RPC endpoint serves chain ${got}.`,
      hint: 'Pass the RPC URL of the chain that the deployment names, or the deployment of this chain.',
      retryable: false,
    })
  }
}

/** A contract of the deployment does not stand at its address. */
export class ChainNotDeployedError extends MillraceError {
  override readonly name = 'ChainNotDeployedError'

  constructor(contract: string, address: Address, reason: string) {
    super({
      code: 'CHAIN_NOT_DEPLOYED',
      message: `${contract} is expected at ${address}, but ${reason}.`,
      hint: 'The chain may have been reset: deploy the contracts again, or pass the deployment that belongs to it.',
      retryable: false,
    })
  }
}
