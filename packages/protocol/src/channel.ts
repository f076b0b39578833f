/**
 * A payment channel: the payer's deposit towards one operator in one token, drawn on by cumulative vouchers.
 * The table is the specification; `vectors/channel.json` runs it against the Escrow contract.
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Amount } from './amount.ts'
import { type Address, bytesToHex, type Hash, hexToBytes } from './hex.ts'

export type ChannelState = 'none' | 'open' | 'closing'
export type ChannelEvent =
  | 'open'
  | 'topUp'
  | 'redeem'
  | 'startClose'
  | 'finishClose'
  | 'closeCooperatively'
  | 'closeByOperator'

/** A channel as the contract knows it. */
export type Channel = {
  readonly state: ChannelState
  readonly signer: Address
  /** Counts the openings of this channel; vouchers of an earlier epoch are void. */
  readonly epoch: bigint
  readonly deposit: Amount
  readonly redeemed: Amount
  /** Unix seconds from which `finishClose` is possible; 0 unless closing. */
  readonly closesAt: bigint
}

/** From state and event to the next state. What is not in the table is refused. */
export const channelTransitions: { readonly [S in ChannelState]: { readonly [E in ChannelEvent]?: ChannelState } } = {
  none: { open: 'open' },
  open: {
    topUp: 'open',
    redeem: 'open',
    startClose: 'closing',
    closeCooperatively: 'none',
    closeByOperator: 'none',
  },
  closing: { redeem: 'closing', finishClose: 'none', closeCooperatively: 'none', closeByOperator: 'none' },
}

/** Returns the state after the event, or undefined when the contract refuses it. */
export function channelTransition(state: ChannelState, event: ChannelEvent): ChannelState | undefined {
  return channelTransitions[state][event]
}

/** Returns the channel's identifier: keccak of the ABI-encoded (payer, operator, token). */
export function channelIdOf(payer: Address, operator: Address, token: Address): Hash {
  const buffer = new Uint8Array(96)
  buffer.set(hexToBytes(payer), 12)
  buffer.set(hexToBytes(operator), 44)
  buffer.set(hexToBytes(token), 76)
  return bytesToHex(keccak_256(buffer))
}
