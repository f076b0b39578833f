/**
 * Seals the secrets of a task to the node that is to run it (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM). The node's key is taken only
 * with the node's own signature, so that nobody on the way, its operator's other machines among them, can put one of theirs in its place.
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import {
  digest,
  type Hash,
  hexToBytes,
  isVariableName,
  protocolVersion,
  type RecoverSigner,
  sealingKeyType,
  secretAad,
  secretInfo,
  taskSecretBytesMax,
  taskSecretsMax,
} from '@millrace/protocol'
import { AskInvalidError, ProviderMisbehavedError } from '../buyer-error.ts'
import type { Lease } from '../lease.ts'
import type { ProviderLink } from '../provider-link.ts'
import type { TaskOrder } from '../tasks/task-order.ts'
import { serviceLimits } from './service-limits.ts'

export type SecretSealer = {
  /**
   * Returns the secrets, sealed for tasks under the lease; undefined without any.
   *
   * @throws {ProviderMisbehavedError} when the node did not sign its key. @throws {ProviderError}
   */
  seal(
    lease: Pick<Lease, 'link' | 'leaseId'>,
    secrets: Readonly<Record<string, string>>,
    options: { readonly signal: AbortSignal },
  ): Promise<Record<string, string> | undefined>
  /** The node has another key by now. */
  forget(link: ProviderLink): void
}

type Known = { readonly key: Hash; readonly expiresAtMs: number }

type Components = { readonly separator: Uint8Array; readonly recover: RecoverSigner; readonly now: () => number }

export function createSecretSealer({ separator, recover, now }: Components): SecretSealer {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })
  const known = new WeakMap<ProviderLink, Known>()

  async function keyOf(link: ProviderLink, leaseId: Hash, signal: AbortSignal): Promise<Hash> {
    const before = known.get(link)
    if (before !== undefined && before.expiresAtMs - now() > serviceLimits.sealingKeyMsMin) return before.key
    const { node } = link
    const told = await link.ask({ v: protocolVersion, type: 'seal', leaseId }, 'sealing-key', { signal })
    const { key, expiresAt, signature } = told
    if (recover(digest(separator, sealingKeyType, { node, key, expiresAt }), signature) !== node) {
      throw new ProviderMisbehavedError(node, 'it gave a sealing key that it did not sign.')
    }
    const lifeMs = Number(expiresAt) * 1000 - now()
    if (lifeMs < serviceLimits.sealingKeyMsMin || lifeMs > serviceLimits.sealingKeyMsMax) {
      throw new ProviderMisbehavedError(node, 'its sealing key is good for no time, or for ever.')
    }
    known.set(link, { key, expiresAtMs: Number(expiresAt) * 1000 })
    return key
  }

  return {
    async seal({ link, leaseId }, secrets, { signal }) {
      const entries = Object.entries(secrets)
      if (entries.length === 0) return undefined
      const key = await keyOf(link, leaseId, signal)
      const info = secretInfo(separator, link.node)
      const sealed: [string, string][] = []
      for (const [name, value] of entries) {
        const context = await contextFor(key, info, link)
        const text = await context.seal(Buffer.from(value, 'utf8'), secretAad(leaseId, name))
        sealed.push([name, Buffer.concat([Buffer.from(context.enc), Buffer.from(text)]).toString('base64')])
      }
      return Object.fromEntries(sealed)
    },
    forget: (link) => void known.delete(link),
  }

  async function contextFor(key: Hash, info: Uint8Array, { node }: ProviderLink) {
    try {
      const recipientPublicKey = await suite.kem.deserializePublicKey(hexToBytes(key))
      return await suite.createSenderContext({ recipientPublicKey, info })
    } catch (cause) {
      throw new ProviderMisbehavedError(node, 'its sealing key is none.', cause)
    }
  }
}

/** What is wrong with a value is said, never the value. @throws {AskInvalidError} */
export function checkSecrets({ secrets = {}, environment = {} }: Pick<TaskOrder, 'secrets' | 'environment'>): void {
  const entries = Object.entries(secrets)
  if (entries.length > taskSecretsMax) throw new AskInvalidError(`secrets: at most ${taskSecretsMax}.`)
  for (const [name, value] of entries) {
    if (!isVariableName(name)) throw new AskInvalidError('secrets: a name is none that a variable can have.')
    if (Object.hasOwn(environment, name)) throw new AskInvalidError(`secrets.${name}: it is in environment, too.`)
    const problem = problemOf(value)
    if (problem !== undefined) throw new AskInvalidError(`secrets.${name}: ${problem}.`)
  }
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'it is no text'
  if (!value.isWellFormed() || value.includes('\0')) return 'no variable can hold it'
  const bytes = Buffer.byteLength(value)
  return bytes > taskSecretBytesMax ? `it has ${bytes} bytes, and at most ${taskSecretBytesMax} are sealed` : undefined
}
