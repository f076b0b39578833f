/** A contract's refusal, decoded to the custom error that it named. */
import {
  auditorRollAbi,
  beaconAbi,
  courthouseAbi,
  equivocationEvidenceAbi,
  escrowAbi,
  ghostingJudgeAbi,
  millTokenAbi,
  omissionJudgeAbi,
  panelJudgeAbi,
  receiptsAbi,
  registryAbi,
  stakeVaultAbi,
  testDollarAbi,
} from '@millrace/contracts'
import { type Hex, MillraceError } from '@millrace/protocol'
import type { Abi } from 'viem'
import { decodeErrorResult } from 'viem/utils'
import type { ChainRpcError } from './chain-rpc-error.ts'

/** JSON-RPC code of a revert, as geth and its kin give it. */
const revertRpcCode = 3
/** Characters of revert data worth decoding: our errors have at most four words. */
const revertDataCharsMax = 4_096
/** Longest piece of a contract's own words that an error repeats, in characters. */
const revertTextCharsMax = 200

export class ChainRevertError extends MillraceError {
  override readonly name = 'ChainRevertError'
  /** The custom error's name, undefined where the contract gave none that we know. */
  readonly contractError: string | undefined
  /** The custom error's values by name; integers as decimal strings, hex in lower case. */
  readonly args: Readonly<Record<string, string>>

  constructor(contractError: string | undefined, args: Readonly<Record<string, string>>, cause?: unknown) {
    const values = Object.entries(args).map(([name, value]) => `${name} ${value}`)
    super({
      code: 'CHAIN_REVERTED',
      message: `The contract refused: ${contractError ?? 'no reason given'}${values.length > 0 ? ` (${values.join(', ')})` : ''}.`,
      hint:
        hints[contractError ?? ''] ?? 'Read the named error in the contract interfaces; nothing was changed on chain.',
      retryable: false,
      cause,
    })
    this.contractError = contractError
    this.args = args
  }
}

/** Returns the revert behind a node's refusal, undefined when it is not one. */
export function toRevertError(error: ChainRpcError): ChainRevertError | undefined {
  const isRevert = error.rpcCode === revertRpcCode || error.data !== undefined || /revert/i.test(error.rpcMessage)
  if (!isRevert) return undefined
  const { contractError, args } = decodeRevert(error.data)
  return new ChainRevertError(contractError, args, error)
}

/** Returns the custom error that revert data spells; nothing for data of no known error. */
export function decodeRevert(data: string | undefined): { contractError?: string; args: Record<string, string> } {
  if (data === undefined || data.length > revertDataCharsMax || !/^0x[0-9a-fA-F]{8,}$/.test(data)) return { args: {} }
  try {
    const { errorName, args = [], abiItem } = decodeErrorResult({ abi: knownErrors, data: data as Hex })
    const inputs = 'inputs' in abiItem ? abiItem.inputs : []
    const named = inputs.map((input, index) => [input.name || String(index), spell(args[index])] as const)
    return { contractError: errorName, args: Object.fromEntries(named) }
  } catch {
    return { args: {} }
  }
}

/** One definition of every custom error of our contracts, and of the tokens that they call. */
const knownErrors: Abi = [
  escrowAbi,
  registryAbi,
  stakeVaultAbi,
  receiptsAbi,
  courthouseAbi,
  auditorRollAbi,
  beaconAbi,
  equivocationEvidenceAbi,
  omissionJudgeAbi,
  ghostingJudgeAbi,
  panelJudgeAbi,
  millTokenAbi,
  testDollarAbi,
].flatMap((abi: Abi) => abi.filter((item) => item.type === 'error'))

const hints: Readonly<Record<string, string>> = {
  BalanceInsufficient: 'Deposit more into the Escrow first.',
  ERC20InsufficientBalance: 'The account holds too few tokens; get more, or use a smaller amount.',
  ERC20InsufficientAllowance: 'Approve the contract for the amount first.',
  ChannelNotOpen: 'Open the channel first.',
  ChannelAlreadyOpen: 'Top the open channel up instead, or close it first.',
  ChannelAlreadyClosing: 'Wait until the channel has closed, then open it again.',
  CloseDelayNotOver: 'Wait until the time that the error names, then finish the close.',
  NothingRedeemed: 'Every voucher in the batch was already paid, void, or on a closed channel.',
  OperatorAlreadyRegistered: 'The operator is registered; update its record instead.',
  OperatorNotRegistered: 'Register the operator first.',
  TokenNotListed: 'Pay in a token that the deployment lists.',
  StakeLocked: 'A case against the operator is open; withdraw once it is over.',
  EpochNotOver: 'Post the root when the epoch is over.',
  PostingClosed: 'The time to post this epoch is over; its receipts can no longer be committed.',
  EpochAlreadyPosted: 'A posted root is final.',
  CasesArePaused: 'New cases are paused for at most three days; try again later.',
  BeaconNotFinished: 'Finish the round of the beacon first; anyone may.',
  DepositsPaused: 'New deposits are paused; withdrawals are not. Try again later.',
}

function spell(value: unknown): string {
  const text = String(value).slice(0, revertTextCharsMax)
  return text.startsWith('0x') ? text.toLowerCase() : text.replace(/[^\x20-\x7e]/g, ' ')
}
