/**
 * Request bodies: JSON in UTF-8 with bounded depth and breadth, before anything reads a field. A repeated key counts with its
 * last value, as `JSON.parse` has it: nothing reads the body a second time, so there is no second opinion to exploit.
 */
import { type RequestError, unreadableBody, wrongParameter } from './gateway-error.ts'
import type { GatewayLimits } from './gateway-limits.ts'

export type JsonObject = { readonly [key: string]: unknown }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Returns the object a body spells. @throws {RequestError} `BODY_UNREADABLE` or `PARAMETER_INVALID`. */
export function parseJsonBody(
  body: Uint8Array,
  limits: Pick<GatewayLimits, 'jsonDepthMax' | 'jsonMembersMax'>,
): JsonObject {
  const value = parse(decode(body))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadableBody(
      `expected an object, got ${Array.isArray(value) ? 'an array' : value === null ? 'null' : typeof value}.`,
    )
  }
  checkShape(value, 1, limits)
  return value as JsonObject
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body)
  } catch {
    throw unreadableBody('it is not valid UTF-8.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadableBody(problemOf(error))
  }
}

/** Says where the fault is and repeats nothing of the body, which may be someone's prompt. */
function problemOf(error: unknown): string {
  const position = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined
  return position === undefined ? 'it is not valid JSON.' : `it is not valid JSON at ${position}.`
}

function checkShape(
  value: object,
  depth: number,
  limits: Pick<GatewayLimits, 'jsonDepthMax' | 'jsonMembersMax'>,
): void {
  if (depth > limits.jsonDepthMax) throw unreadableBody(`it is nested more than ${limits.jsonDepthMax} levels deep.`)
  if (Array.isArray(value)) {
    if (value.length > limits.jsonMembersMax) throw tooMany(limits.jsonMembersMax)
    for (const member of value) if (typeof member === 'object' && member !== null) checkShape(member, depth + 1, limits)
    return
  }
  let members = 0
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    if (++members > limits.jsonMembersMax) throw tooMany(limits.jsonMembersMax)
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      throw wrongParameter(key, 'invalid_key', `The key '${key}' is not allowed.`)
    }
    const member = (value as JsonObject)[key]
    if (typeof member === 'object' && member !== null) checkShape(member, depth + 1, limits)
  }
}

function tooMany(membersMax: number): RequestError {
  return unreadableBody(`an array or object in it has more than ${membersMax} members.`)
}
