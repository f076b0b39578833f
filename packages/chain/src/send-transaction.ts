/**
 * Transactions of one account: signed here, sent one after another, awaited until they stand.
 *
 * Nonces are given out under a lock, from the chain's count of pending ones. Only what is safe is tried again: the same
 * signed bytes after a lost answer (they have one hash, so they count once), and a new nonce after the node said that the
 * old one is taken (then the first bytes can never be mined). A transaction is never replaced by one with a higher fee.
 *
 * Fees are EIP-1559: the node's suggested tip, and a ceiling of twice the current base fee plus that tip.
 */
import {
  type Address,
  bytesToHex,
  type Hash,
  type Hex,
  hexToBytes,
  MalformedError,
  MillraceError,
  parseHash,
  type Signer,
} from '@millrace/protocol'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { serializeTransaction } from 'viem/utils'
import type { CallOptions, Tx } from './chain-port.ts'
import { ChainRevertError, decodeRevert } from './chain-revert-error.ts'
import { ChainRpcError } from './chain-rpc-error.ts'
import { ChainUnreachableError } from './chain-unreachable-error.ts'
import { requestOrRevert } from './contract-call.ts'
import { type ContractLog, parseLogs } from './contract-log.ts'
import { expandSignature } from './expand-signature.ts'
import type { JsonRpc } from './json-rpc.ts'
import { parseQuantity, toQuantity } from './parse-quantity.ts'
import { pause } from './pause.ts'

/** Milliseconds to wait for a transaction to stand, unless the writer is made with another bound. */
export const txWaitMsDefault = 120_000
/** Milliseconds between looks for a receipt: from the first to the last of these, growing by half each time. */
export const receiptPollMsMin = 10
export const receiptPollMsMax = 2_000
/** Nonces tried before it is certain that somebody else writes as this account too. */
export const nonceAttemptsMax = 8
/** Blocks that may be asked to stand on top of a transaction. */
export const txConfirmationsMax = 1_000
/** Fee per gas, in wei, above which nothing is signed: an endpoint that lies must not make us burn the account. */
export const feePerGasWeiMax = 5_000n * 10n ** 9n
/** Gas one transaction may ask for; a full batch of vouchers takes a quarter of it. */
export const gasPerTransactionMax = 16_000_000n
/** Looks in a row that must find the nonce used by another: endpoints behind a balancer may be behind one another. */
const replacedLooksMin = 5
/** Gas limit over the node's estimate, in percent: state may have moved by the time it is mined. */
const gasMarginPercent = 25n
/**
 * Bytes of randomness in the gas limit. Two programs that send the same call with the same nonce would otherwise make the
 * same transaction, and each take the other's receipt for its own. Gas that is not used costs nothing.
 */
const gasSaltBytes = 2
/** Logs one receipt may carry. */
const receiptLogsMax = 2_000

export type TransactionRequest = { readonly to: Address | undefined; readonly data: Hex; readonly value: bigint }

export type MinedTransaction = Tx & {
  readonly contractAddress: Address | undefined
  /** Returns the logs that a contract left, in order. */
  logsOf(address: Address): readonly ContractLog[]
}

export type TransactionSender = {
  readonly account: Address
  /**
   * Sends a transaction and returns it once it stands. On abort it stops waiting; what was sent may still be mined.
   *
   * @throws {ChainRevertError} @throws {FundsInsufficientError} @throws {NonceConflictError}
   * @throws {TxUnconfirmedError} when it was sent, but is not known to stand.
   */
  send(request: TransactionRequest, options: CallOptions): Promise<MinedTransaction>
}

export type TransactionSenderInit = {
  readonly random: (bytes: number) => Uint8Array
  readonly chainId: number
  /** Blocks that must hold a transaction or stand on top of it; 1 is mined. */
  readonly confirmations: number
  readonly txWaitMs: number
}

/** Returns a sender that signs as one account. Make one per account and process. */
export function createTransactionSender(
  { rpc, signer }: { readonly rpc: JsonRpc; readonly signer: Signer },
  { random, chainId, confirmations, txWaitMs }: TransactionSenderInit,
): TransactionSender {
  let turn: Promise<unknown> = Promise.resolve()
  let nextNonce = 0n
  let unresolved = 0

  return {
    account: signer.address,
    async send(request, options) {
      const sent = await inTurn(() => sendNow(request, options))
      try {
        return await awaitMined(sent, request, options)
      } finally {
        unresolved--
      }
    },
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }

  async function sendNow(request: TransactionRequest, { signal }: CallOptions): Promise<Sent> {
    const call = {
      from: signer.address,
      ...(request.to && { to: request.to }),
      data: request.data,
      value: toQuantity(request.value),
    }
    const [gas, fees] = await Promise.all([estimateGas(call, signal), currentFees(signal)])
    for (let attempt = 1; attempt <= nonceAttemptsMax; attempt++) {
      const nonce = await takeNonce(signal)
      const raw = signTransaction({ ...request, ...fees, gas, nonce })
      const outcome = await submit(raw, signal)
      if (outcome === 'sent') {
        nextNonce = nonce + 1n
        unresolved++
        return { hash: hashOf(raw), nonce }
      }
      if (outcome instanceof Error) throw outcome
      await pause(receiptPollMsMin * 2 ** attempt, signal)
    }
    throw new NonceConflictError(signer.address, undefined)
  }

  async function estimateGas(call: object, signal: AbortSignal): Promise<bigint> {
    try {
      const estimate = parseQuantity(
        await requestOrRevert(rpc, 'eth_estimateGas', [call], { signal }),
        'eth_estimateGas',
      )
      if (estimate > gasPerTransactionMax) throw new FeeTooHighError('gas', estimate, gasPerTransactionMax)
      return (estimate * (100n + gasMarginPercent)) / 100n + BigInt(bytesToHex(random(gasSaltBytes)))
    } catch (error) {
      throw isFundsRefusal(error) ? new FundsInsufficientError(signer.address, error) : error
    }
  }

  async function currentFees(signal: AbortSignal): Promise<{ maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }> {
    const [block, tip] = await Promise.all([
      rpc.request('eth_getBlockByNumber', ['latest', false], { signal }),
      rpc.request('eth_maxPriorityFeePerGas', [], { signal }),
    ])
    const baseFee = (block as { baseFeePerGas?: unknown } | null)?.baseFeePerGas ?? '0x0'
    const maxPriorityFeePerGas = parseQuantity(tip, 'eth_maxPriorityFeePerGas')
    const maxFeePerGas = 2n * parseQuantity(baseFee, 'eth_getBlockByNumber') + maxPriorityFeePerGas
    if (maxFeePerGas > feePerGasWeiMax) throw new FeeTooHighError('wei per gas', maxFeePerGas, feePerGasWeiMax)
    return { maxFeePerGas, maxPriorityFeePerGas }
  }

  /**
   * The chain's count is the truth, for another program may write too and a fork may take transactions back; only while
   * some of ours are on their way may an endpoint behind a balancer not have seen them yet.
   */
  async function takeNonce(signal: AbortSignal): Promise<bigint> {
    const pending = await rpc.request('eth_getTransactionCount', [signer.address, 'pending'], { signal })
    const counted = parseQuantity(pending, 'eth_getTransactionCount')
    return unresolved > 0 && nextNonce > counted ? nextNonce : counted
  }

  function signTransaction(
    fields: TransactionRequest & { gas: bigint; nonce: bigint; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint },
  ): Hex {
    const { nonce, to, ...rest } = fields
    const transaction = { ...rest, type: 'eip1559', chainId, nonce: Number(nonce), to: to ?? null } as const
    const signature = signer.sign(keccak_256(hexToBytes(serializeTransaction(transaction))))
    const { r, s, yParity } = expandSignature(signature)
    return serializeTransaction(transaction, { r, s, yParity })
  }

  /** Returns 'sent', 'taken' when the nonce belongs to another transaction, or why it cannot be sent. */
  async function submit(raw: Hex, signal: AbortSignal): Promise<'sent' | 'taken' | Error> {
    try {
      await rpc.request('eth_sendRawTransaction', [raw], { signal })
      return 'sent'
    } catch (error) {
      if (error instanceof ChainUnreachableError)
        return new TxUnconfirmedError(hashOf(raw), 'its answer was lost', error)
      if (!(error instanceof ChainRpcError)) throw error
      if (/already known|already imported|known transaction/i.test(error.rpcMessage)) return 'sent'
      if (isFundsRefusal(error)) return new FundsInsufficientError(signer.address, error)
      if (!/nonce too low|nonce is too low|replacement transaction underpriced/i.test(error.rpcMessage)) return error
      return (await isKnown(hashOf(raw), signal)) ? 'sent' : 'taken'
    }
  }

  /** The answer to an earlier try may have been lost after the node took the bytes. */
  async function isKnown(hash: Hash, signal: AbortSignal): Promise<boolean> {
    try {
      return (await rpc.request('eth_getTransactionByHash', [hash], { signal })) !== null
    } catch (error) {
      signal.throwIfAborted()
      throw new TxUnconfirmedError(hash, 'its answer was lost', error)
    }
  }

  async function awaitMined(
    sent: Sent,
    request: TransactionRequest,
    { signal }: CallOptions,
  ): Promise<MinedTransaction> {
    const deadline = performance.now() + txWaitMs
    let replacedLooks = 0
    let trouble: unknown
    for (let delay = receiptPollMsMin; performance.now() <= deadline; delay = Math.min(delay * 1.5, receiptPollMsMax)) {
      try {
        const receipt = await receiptOf(sent.hash, signal)
        if (receipt !== undefined && (await stands(receipt, signal))) return await outcomeOf(request, receipt, signal)
        replacedLooks = receipt === undefined && (await isNonceUsed(sent, signal)) ? replacedLooks + 1 : 0
      } catch (error) {
        // It was sent: whatever goes wrong in looking for it must not read as if it could be sent again.
        if (signal.aborted || !isChainFault(error)) throw error
        trouble = error
      }
      if (replacedLooks >= replacedLooksMin) throw new NonceConflictError(signer.address, sent.hash)
      await pause(delay, signal)
    }
    throw new TxUnconfirmedError(sent.hash, `${txWaitMs} ms have passed`, trouble)
  }

  async function outcomeOf(
    request: TransactionRequest,
    receipt: Receipt,
    signal: AbortSignal,
  ): Promise<MinedTransaction> {
    if (receipt.succeeded) return receipt
    throw await revertOf(request, receipt, signal)
  }

  async function receiptOf(hash: Hash, signal: AbortSignal) {
    const answer = await rpc.request('eth_getTransactionReceipt', [hash], { signal })
    return answer === null || answer === undefined ? undefined : parseReceipt(answer, hash)
  }

  async function stands(receipt: { blockNumber: bigint }, signal: AbortSignal): Promise<boolean> {
    if (confirmations <= 1) return true
    const head = parseQuantity(await rpc.request('eth_blockNumber', [], { signal }), 'eth_blockNumber')
    return head - receipt.blockNumber + 1n >= BigInt(confirmations)
  }

  /** Whether a transaction was mined with this nonce; when it is not ours, another program's took its place. */
  async function isNonceUsed(sent: Sent, signal: AbortSignal): Promise<boolean> {
    const mined = await rpc.request('eth_getTransactionCount', [signer.address, 'latest'], { signal })
    return parseQuantity(mined, 'eth_getTransactionCount') > sent.nonce
  }

  /** Plays the call again to learn why it failed; the state may have moved on, so the reason may be unknown. */
  async function revertOf({ to, data, value }: TransactionRequest, receipt: Tx, signal: AbortSignal): Promise<Error> {
    const call = { from: signer.address, to, data, value: toQuantity(value) }
    try {
      await rpc.request('eth_call', [call, toQuantity(receipt.blockNumber)], { signal })
      return new ChainRevertError(undefined, {})
    } catch (error) {
      signal.throwIfAborted()
      const { contractError, args } = decodeRevert(error instanceof ChainRpcError ? error.data : undefined)
      return new ChainRevertError(contractError, args, error)
    }
  }
}

type Sent = { readonly hash: Hash; readonly nonce: bigint }

type Receipt = MinedTransaction & { readonly succeeded: boolean }

function parseReceipt(answer: unknown, hash: Hash): Receipt {
  const { blockNumber, gasUsed, status, contractAddress, logs } = answer as Record<string, unknown>
  return {
    hash,
    blockNumber: parseQuantity(blockNumber, 'eth_getTransactionReceipt'),
    gasUsed: parseQuantity(gasUsed, 'eth_getTransactionReceipt'),
    succeeded: parseQuantity(status, 'eth_getTransactionReceipt') === 1n,
    contractAddress: typeof contractAddress === 'string' ? (contractAddress.toLowerCase() as Address) : undefined,
    logsOf: (address) => parseLogs(logs, [address], receiptLogsMax),
  }
}

function hashOf(raw: Hex): Hash {
  return parseHash(bytesToHex(keccak_256(hexToBytes(raw))))
}

function isChainFault(error: unknown): boolean {
  return error instanceof ChainUnreachableError || error instanceof ChainRpcError || error instanceof MalformedError
}

function isFundsRefusal(error: unknown): boolean {
  return error instanceof ChainRpcError && /insufficient funds|insufficient balance/i.test(error.rpcMessage)
}

/** The account cannot pay for gas. */
export class FundsInsufficientError extends MillraceError {
  override readonly name = 'FundsInsufficientError'

  constructor(account: Address, cause?: unknown) {
    super({
      code: 'CHAIN_FUNDS_INSUFFICIENT',
      message: `The account ${account} holds too little of the chain's own coin to pay for this transaction.`,
      hint: 'Send it some of the coin that the chain takes for gas.',
      retryable: false,
      cause,
    })
  }
}

/** Somebody else sends transactions as this account too. */
export class NonceConflictError extends MillraceError {
  override readonly name = 'NonceConflictError'

  /** @param hash - the transaction that lost its place, undefined where none could be sent. */
  constructor(account: Address, hash: Hash | undefined) {
    super({
      code: 'CHAIN_NONCE_CONFLICT',
      message:
        hash === undefined
          ? `Another program sends transactions as ${account}, so that this one found no place. It was not sent.`
          : `Another program sends transactions as ${account}: one of its own took the place of ${hash}.`,
      hint: 'Let one process write for an account.',
      retryable: hash === undefined,
    })
  }
}

/** The fees that the endpoint names are beyond reason. */
export class FeeTooHighError extends MillraceError {
  override readonly name = 'FeeTooHighError'

  constructor(what: string, got: bigint, max: bigint) {
    super({
      code: 'CHAIN_FEE_TOO_HIGH',
      message: `The endpoint asks for ${got} ${what}, above the bound of ${max}. Nothing was signed.`,
      hint: 'Check the RPC endpoint; if the chain really is that busy, try again later.',
      retryable: true,
    })
  }
}

/** A transaction was sent, but is not known to stand. */
export class TxUnconfirmedError extends MillraceError {
  override readonly name = 'TxUnconfirmedError'
  readonly hash: Hash

  constructor(hash: Hash, reason: string, cause?: unknown) {
    super({
      code: 'CHAIN_TX_UNCONFIRMED',
      message: `The transaction ${hash} was sent, but is not confirmed: ${reason}.`,
      hint: 'Look it up by its hash before you send another: it may still be mined.',
      retryable: false,
      cause,
    })
    this.hash = hash
  }
}
