/**
 * What makes a task a service: the ports it is reached by, the secrets it is given, and the programs run beside it.
 *
 * Secrets are sealed to a key of the node's by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), 32 bytes of encapsulated key and then
 * the ciphertext. They are bound to chain, escrow and node by the info, to lease and name by the additional data: sealed bytes that
 * somebody copies into a request of their own open nowhere.
 */
import * as v from 'valibot'
import { boundedArray } from './bounded-array.ts'
import type { Address, Hash } from './hex.ts'

/** Ports by which a task is reached: more than programs have, and few enough to look through. */
export const taskPortsMax = 16
/** Secrets of a task, and bytes of one as UTF-8: a key or a certificate chain. */
export const taskSecretsMax = 64
export const taskSecretBytesMax = 32_768
/** Bytes by which a sealed secret is longer than its value: the encapsulated key and the tag. */
export const sealedSecretExtraBytes = 48
/** Columns and rows of a terminal. */
export const terminalSizeMax = 1_000

const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/
const encoder = new TextEncoder()

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(terminalSizeMax))
export const terminalSchema = v.strictObject({ columns: size, rows: size })
export const portSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))

/** The TCP ports that a task listens on, at any of its loopback addresses. */
export const taskPortsSchema = v.pipe(
  boundedArray(
    v.strictObject({
      port: portSchema,
      protocol: v.picklist(['http', 'tcp']),
      name: v.pipe(v.string(), v.maxLength(63), v.regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/)),
    }),
    taskPortsMax,
  ),
  v.check((ports) => isUnique(ports.map(({ port }) => port)) && isUnique(ports.map(({ name }) => name)), 'each once'),
)

/** Base64 of sealed secrets by the names of the variables that hold them. What is wrong with one is not told. */
export const sealedSecretsSchema = v.custom<Record<string, string>>(
  isSealedSecrets,
  `at most ${taskSecretsMax} sealed secrets by the names of their variables`,
)

export type TaskPort = Readonly<v.InferOutput<typeof taskPortsSchema>[number]>
export type TerminalSize = Readonly<v.InferOutput<typeof terminalSchema>>

/** Returns whether a variable of a task may be called that. */
export function isVariableName(name: string): boolean {
  return variableName.test(name) && name !== '__proto__'
}

/** Returns what all secrets for one node are bound to. @param separator - of the domain: chain and escrow. */
export function secretInfo(separator: Uint8Array, node: Address): Uint8Array {
  return new Uint8Array([...encoder.encode(`millrace:secret:v1\n${node}\n`), ...separator])
}

/** Returns what one secret is bound to. */
export function secretAad(leaseId: Hash, name: string): Uint8Array {
  return encoder.encode(`${leaseId}:${name}`)
}

function isSealedSecrets(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return entries.length <= taskSecretsMax && entries.every(([name, sealed]) => isVariableName(name) && isSealed(sealed))
}

function isSealed(value: unknown): boolean {
  if (typeof value !== 'string' || value.length % 4 !== 0) return false
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0
  const bytes = (value.length / 4) * 3 - padding
  return (
    bytes >= sealedSecretExtraBytes &&
    bytes <= taskSecretBytesMax + sealedSecretExtraBytes &&
    /^[A-Za-z0-9+/]*={0,2}$/.test(value)
  )
}

function isUnique(items: readonly unknown[]): boolean {
  return new Set(items).size === items.length
}
