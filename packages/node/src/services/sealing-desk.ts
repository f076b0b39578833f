/**
 * The node's keys that secrets are sealed to (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM). They live in this process only: a new one
 * is made when the last grows old, and a restart forgets them all, so that nobody opens later what was sealed once.
 */
import type { webcrypto } from 'node:crypto'
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import {
  bytesToHex,
  digest,
  type Hash,
  type ProviderFrame,
  type Signer,
  sealingKeyType,
  secretAad,
  secretInfo,
  type TaskRequest,
} from '@millrace/protocol'
import { RefusalError } from '../refusal-error.ts'
import type { ServiceLimits } from './service-limits.ts'

export type SealingDesk = {
  /** Returns the key to seal to, with the node's signature. */
  key(): Promise<Extract<ProviderFrame, { type: 'sealing-key' }>>
  /** Returns the request's secrets. @throws {RefusalError} SECRETS_UNREADABLE */
  open(leaseId: Hash, request: Pick<TaskRequest, 'secrets'>): Promise<Readonly<Record<string, string>>>
}

type Pair = { readonly keys: webcrypto.CryptoKeyPair; readonly public: Hash; readonly expiresAt: number }

type Components = { readonly signer: Signer; readonly separator: Uint8Array; readonly now: () => number }

export function createSealingDesk({ signer, separator, now }: Components, limits: ServiceLimits): SealingDesk {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })
  const info = secretInfo(separator, signer.address)
  let pairs: readonly Pair[] = []
  let making: Promise<Pair> | undefined

  async function make(): Promise<Pair> {
    const keys = await suite.kem.generateKeyPair()
    const made = bytesToHex(new Uint8Array(await suite.kem.serializePublicKey(keys.publicKey)))
    const pair = { keys, public: made, expiresAt: Math.floor((now() + limits.sealingKeyMs) / 1000) * 1000 }
    pairs = [...alive(), pair]
    making = undefined
    return pair
  }

  /** The last one, and those that were told before and still hold. */
  function alive(): readonly Pair[] {
    return pairs.filter(({ expiresAt }) => expiresAt > now())
  }

  async function opened(pair: Pair, sealed: Uint8Array, aad: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      const enc = sealed.slice(0, encBytes)
      const context = await suite.createRecipientContext({ recipientKey: pair.keys, enc, info })
      return new Uint8Array(await context.open(sealed.slice(encBytes), aad))
    } catch {
      // Of which key it was is not told; the caller says that none was right.
      return undefined
    }
  }

  async function openOne(leaseId: Hash, name: string, text: string): Promise<string> {
    const sealed = new Uint8Array(Buffer.from(text, 'base64'))
    for (const pair of alive()) {
      const value = await opened(pair, sealed, secretAad(leaseId, name))
      if (value !== undefined) return textOf(value)
    }
    throw new RefusalError('SECRETS_UNREADABLE', 'The secrets are not sealed to a key of this node for this lease.')
  }

  return {
    async key() {
      const last = pairs.at(-1)
      const isFresh = last !== undefined && last.expiresAt - now() > limits.sealingKeyMsMin
      if (!isFresh) making ??= make()
      const { public: key, expiresAt } = isFresh ? last : await (making as Promise<Pair>)
      const message = { node: signer.address, key, expiresAt: BigInt(expiresAt / 1000) }
      const signature = signer.sign(digest(separator, sealingKeyType, message))
      return { type: 'sealing-key', key, expiresAt: message.expiresAt, signature }
    },
    async open(leaseId, { secrets = {} }) {
      const entries: [string, string][] = []
      for (const [name, sealed] of Object.entries(secrets)) entries.push([name, await openOne(leaseId, name, sealed)])
      return Object.fromEntries(entries)
    },
  }
}

const encBytes = 32

/** @throws {RefusalError} SECRETS_UNREADABLE for what no variable can hold. */
function textOf(value: Uint8Array): string {
  const text = Buffer.from(value).toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(value) && !text.includes('\0')
  value.fill(0)
  if (isText) return text
  throw new RefusalError('SECRETS_UNREADABLE', 'A secret is no text that a variable can hold.')
}
