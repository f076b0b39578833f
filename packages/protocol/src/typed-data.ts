/**
 * EIP-712 for messages of static fields: one schema gives the TypeScript type, the type string, the hash, and the
 * parser. Source: https://eips.ethereum.org/EIPS/eip-712 (definition of hashStruct and of the domain separator).
 *
 * Every field is one 32-byte word, so hashing is one keccak over a fixed buffer.
 * Cost: about one keccak block per four fields; the type hash and the domain separator are computed once.
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { parseUint } from './amount.ts'
import { type Address, bytesToHex, type Hash, hexToBytes, parseAddress, parseHash } from './hex.ts'
import { MalformedError } from './malformed-error.ts'

export type FieldType = 'address' | 'bytes32' | 'uint8' | 'uint32' | 'uint64' | 'uint128' | 'uint256'
export type Field = readonly [name: string, type: FieldType]

type FieldValue<T extends FieldType> = T extends 'address'
  ? Address
  : T extends 'bytes32'
    ? Hash
    : T extends 'uint8' | 'uint32'
      ? number
      : bigint

/** The message a schema describes: small integers as numbers, wide ones as bigints, hex in lower case. */
export type MessageOf<T> =
  T extends MessageType<infer F> ? { readonly [K in F[number] as K[0]]: FieldValue<K[1]> } : never

export type MessageType<F extends readonly Field[] = readonly Field[]> = {
  readonly name: string
  readonly fields: F
  /** `Name(type field,…)`, as EIP-712 encodes it. */
  readonly typeString: string
  readonly typeHash: Uint8Array
}

/** What a signature is bound to besides the message: one chain and one contract. */
export type Domain = { readonly chainId: number; readonly verifyingContract: Address }

/** A message as JSON carries it: integers wider than 32 bits as decimal strings. */
export type MessageJson = { readonly [field: string]: string | number }

const domainName = 'Millrace'
const domainVersion = '1'
const wordBytes = 32

/** Defines a message type. Field order is part of the hash. */
export function messageType<const F extends readonly Field[]>(name: string, fields: F): MessageType<F> {
  const typeString = `${name}(${fields.map(([field, type]) => `${type} ${field}`).join(',')})`
  return { name, fields, typeString, typeHash: keccak_256(utf8ToBytes(typeString)) }
}

/** Returns the EIP-712 struct hash of a message. */
export function hashStruct<T extends MessageType>(type: T, message: MessageOf<T>): Hash {
  return bytesToHex(structHashBytes(type, message))
}

/**
 * Returns the 32 bytes that a signer signs: the message bound to its domain.
 *
 * @param separator - from {@link domainSeparator}, computed once per domain.
 */
export function digest<T extends MessageType>(separator: Uint8Array, type: T, message: MessageOf<T>): Uint8Array {
  const preimage = new Uint8Array(2 + 2 * wordBytes)
  preimage[0] = 0x19
  preimage[1] = 0x01
  preimage.set(separator, 2)
  preimage.set(structHashBytes(type, message), 2 + wordBytes)
  return keccak_256(preimage)
}

/** Returns the digest as hex: the identifier of a message within its domain. */
export function messageId<T extends MessageType>(separator: Uint8Array, type: T, message: MessageOf<T>): Hash {
  return bytesToHex(digest(separator, type, message))
}

/** Returns the EIP-712 domain separator of Millrace's messages. */
export function domainSeparator(domain: Domain): Uint8Array {
  const buffer = new Uint8Array(5 * wordBytes)
  buffer.set(
    keccak_256(utf8ToBytes('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)')),
    0,
  )
  buffer.set(keccak_256(utf8ToBytes(domainName)), wordBytes)
  buffer.set(keccak_256(utf8ToBytes(domainVersion)), 2 * wordBytes)
  writeUint(buffer, 3 * wordBytes, BigInt(domain.chainId))
  buffer.set(hexToBytes(domain.verifyingContract), 4 * wordBytes + 12)
  return keccak_256(buffer)
}

/** Returns the message in its JSON form. */
export function messageToJson<T extends MessageType>(type: T, message: MessageOf<T>): MessageJson {
  const json: Record<string, string | number> = {}
  for (const [field, fieldType] of type.fields) {
    const value = fieldOf(message, field)
    json[field] = isWide(fieldType) ? String(value) : (value as string | number)
  }
  return json
}

/**
 * Returns the message that a JSON value spells.
 *
 * @throws {MalformedError} naming the field, for anything missing, extra, of another type or out of range.
 */
export function parseMessage<T extends MessageType>(type: T, json: unknown): MessageOf<T> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new MalformedError(type.name, 'a JSON object', json)
  }
  const source = json as Record<string, unknown>
  const extra = Object.keys(source).find((key) => !type.fields.some(([field]) => field === key))
  if (extra !== undefined)
    throw new MalformedError(`${type.name}.${extra.slice(0, 40)}`, 'no such field', source[extra])
  const message: Record<string, unknown> = {}
  for (const [field, fieldType] of type.fields) {
    const value = Object.hasOwn(source, field) ? source[field] : undefined
    message[field] = parseField(fieldType, value, `${type.name}.${field}`)
  }
  return message as MessageOf<T>
}

function parseField(type: FieldType, value: unknown, field: string): Address | Hash | number | bigint {
  if (type === 'address') return parseAddress(value, field)
  if (type === 'bytes32') return parseHash(value, field)
  const bits = bitsOf(type)
  if (isWide(type)) return parseUint(value, bits, field)
  if (
    typeof value !== 'number' ||
    !Number.isInteger(value) ||
    value < 0 ||
    value >= 2 ** bits ||
    Object.is(value, -0)
  ) {
    throw new MalformedError(field, `an integer from 0 to ${2 ** bits - 1}`, value)
  }
  return value
}

function structHashBytes<T extends MessageType>(type: T, message: MessageOf<T>): Uint8Array {
  const buffer = new Uint8Array((type.fields.length + 1) * wordBytes)
  buffer.set(type.typeHash, 0)
  let offset = wordBytes
  for (const [field, fieldType] of type.fields) {
    const value = fieldOf(message, field)
    if (fieldType === 'address') buffer.set(hexToBytes(value as Address), offset + 12)
    else if (fieldType === 'bytes32') buffer.set(hexToBytes(value as Hash), offset)
    else writeUint(buffer, offset, inRange(fieldType, BigInt(value as number | bigint), field))
    offset += wordBytes
  }
  return keccak_256(buffer)
}

function fieldOf(message: object, field: string): unknown {
  return (message as Record<string, unknown>)[field]
}

/** A wider value would hash to what no contract computes, a negative one to the hash of zero. */
function inRange(type: FieldType, value: bigint, field: string): bigint {
  if (value < 0n || value >> BigInt(bitsOf(type)) !== 0n) throw new RangeError(`${field}: ${value} is no ${type}`)
  return value
}

function writeUint(buffer: Uint8Array, offset: number, value: bigint): void {
  const view = new DataView(buffer.buffer, buffer.byteOffset + offset, wordBytes)
  for (let word = 3, rest = value; rest > 0n; word--, rest >>= 64n)
    view.setBigUint64(word * 8, rest & 0xffff_ffff_ffff_ffffn)
}

function bitsOf(type: FieldType): number {
  return Number(type.slice(4))
}

function isWide(type: FieldType): boolean {
  return type === 'uint64' || type === 'uint128' || type === 'uint256'
}
