/**
 * API keys: who may spend how much of the gateway's money.
 *
 * A key is 32 random bytes, so its SHA-256 is as hard to invert as the key is to guess; a slow hash (scrypt) protects
 * passwords that people choose, and here would only cost 100 ms a request. The key itself is shown once and never stored.
 */
import { hash, timingSafeEqual } from 'node:crypto'
import { type Amount, bytesToHex } from '@millrace/protocol'
import { GatewayStateError } from './gateway-error.ts'
import type { KeyTable } from './key-table.ts'

/** Characters of a key's name. */
export const keyNameCharsMax = 64
/** Models one key may be limited to. */
export const keyModelsMax = 64
/** Keys one store may hold, revoked ones included. */
export const keysMax = 10_000

/** A key as its owner may see it: never the secret, never its hash. */
export type ApiKey = {
  readonly id: string
  readonly name: string
  /** Unix milliseconds. */
  readonly createdAt: number
  /** May read every receipt. */
  readonly admin: boolean
  readonly disabled: boolean
  /** Base units it may spend in all; undefined for no limit. */
  readonly budget?: Amount
  /** Base units it may spend in one UTC day; undefined for no limit. */
  readonly budgetPerDay?: Amount
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
  /** Names or roots of the models it may use; undefined for all. */
  readonly models?: readonly string[]
  /** Base units spent so far. */
  readonly spent: Amount
  /** Base units spent in the UTC day numbered `day`, days since 1970. */
  readonly spentInDay: Amount
  readonly day: number
}

export type ApiKeyInit = Pick<ApiKey, 'name'> &
  Partial<Pick<ApiKey, 'admin' | 'budget' | 'budgetPerDay' | 'requestsPerMinute' | 'tokensPerMinute' | 'models'>>

export type KeySources = { readonly now: () => number; readonly random: (bytes: number) => Uint8Array }

/**
 * Makes a key and returns it with its secret, which cannot be read again.
 *
 * @throws {GatewayStateError} `API_KEY_INIT_INVALID` when a field is out of bounds.
 */
export function createKey(
  keys: KeyTable,
  init: ApiKeyInit,
  sources: KeySources,
): { readonly secret: string; readonly key: ApiKey } {
  checkKey(init)
  if (keys.listKeys().length >= keysMax) throw keyInvalid(`there are ${keysMax} keys already`)
  const secret = `mr-${Buffer.from(sources.random(32)).toString('base64url')}`
  const key: ApiKey = {
    admin: false,
    ...init,
    id: `key_${bytesToHex(sources.random(8)).slice(2)}`,
    createdAt: sources.now(),
    disabled: false,
    spent: 0n,
    spentInDay: 0n,
    day: 0,
  }
  keys.insertKey(key, hashOfSecret(secret))
  return { secret, key }
}

/** Disables a key for good: requests with it are refused from now on. Returns whether there was such a key. */
export function revokeKey(keys: KeyTable, id: string): boolean {
  return keys.updateKey(id, { disabled: true })
}

/** Replaces a key's budgets; undefined removes the limit. Returns whether there was such a key. */
export function setBudget(
  keys: KeyTable,
  id: string,
  budgets: { readonly budget: Amount | undefined; readonly budgetPerDay?: Amount | undefined },
): boolean {
  checkKey({ name: id, ...withoutUndefined(budgets) })
  return keys.updateKey(id, { budget: budgets.budget, budgetPerDay: budgets.budgetPerDay })
}

const secretPattern = /^mr-[A-Za-z0-9_-]{43}$/

/** Returns whether a bearer token has the shape of a key of ours. */
export function isSecretShaped(token: string): boolean {
  return secretPattern.test(token)
}

/** Returns the SHA-256 of a secret. */
export function hashOfSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** Returns whether two hashes are equal, in constant time. */
export function hashesEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

function checkKey(init: ApiKeyInit): void {
  if (init.name.length < 1 || init.name.length > keyNameCharsMax) {
    throw keyInvalid(`its name must have 1 to ${keyNameCharsMax} characters`)
  }
  for (const amount of [init.budget, init.budgetPerDay]) {
    if (amount !== undefined && amount < 0n) throw keyInvalid(`a budget must be at least 0, got ${amount}`)
  }
  for (const rate of [init.requestsPerMinute, init.tokensPerMinute]) {
    if (rate !== undefined && !(Number.isSafeInteger(rate) && rate > 0)) {
      throw keyInvalid(`a rate must be a whole number of at least 1, got ${rate}`)
    }
  }
  if (init.models !== undefined && init.models.length > keyModelsMax) {
    throw keyInvalid(`it names ${init.models.length} models, at most ${keyModelsMax}`)
  }
}

function withoutUndefined(budgets: { budget: Amount | undefined; budgetPerDay?: Amount | undefined }): {
  budget?: Amount
  budgetPerDay?: Amount
} {
  return {
    ...(budgets.budget === undefined ? {} : { budget: budgets.budget }),
    ...(budgets.budgetPerDay === undefined ? {} : { budgetPerDay: budgets.budgetPerDay }),
  }
}

function keyInvalid(problem: string): GatewayStateError {
  return new GatewayStateError({
    code: 'API_KEY_INIT_INVALID',
    message: `The API key cannot be made or changed: ${problem}.`,
    hint: 'Correct the named field.',
    retryable: false,
  })
}
