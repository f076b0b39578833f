import { ChainRpcError } from './chain-rpc-error.ts'

/** Returns the integer a node's hex quantity spells. @throws {ChainRpcError} for anything else. */
export function parseQuantity(value: unknown, method: string): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) {
    throw new ChainRpcError(method, { message: 'answered without a hex quantity' })
  }
  return BigInt(value)
}

/** Returns an integer as a hex quantity. */
export function toQuantity(value: bigint): `0x${string}` {
  return `0x${value.toString(16)}`
}
