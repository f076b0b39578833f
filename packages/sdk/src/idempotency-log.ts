/**
 * What is remembered of an ask with an idempotency key: where it went, and what earlier providers delivered before another
 * took over, so that a retry begins where the last try was and pays for nothing twice.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, contentHash, type Finish, type Hash, zeroAddress, zeroHash } from '@millrace/protocol'
import type { EarlierPart } from './answer.ts'
import type { Ask } from './ask.ts'
import { BuyerStoreError, IdempotencyInProgressError, IdempotencyKeyReusedError } from './buyer-error.ts'
import type { BuyerStore, IdempotencyRecord } from './buyer-store.ts'

/** Characters of an idempotency key, as the protocol allows. */
const idempotencyKeyPattern = /^[\s\S]{1,128}$/
/** The fields of an ask that say what the answer is, as opposed to where and how it is had. */
const workFields = [
  ...[
    'kind',
    'model',
    'messages',
    'prompt',
    'inputs',
    'maxTokens',
    'temperature',
    'topP',
    'topK',
    'minP',
    'seed',
    'stop',
  ],
  ...['program', 'args', 'gasMax', 'memoryPagesMax', 'entropy', 'bundle'],
]

export type IdempotencyEntry = {
  /** The record as it is now; undefined on the first try. */
  readonly record: IdempotencyRecord | undefined
  /** Key to send with the part that is next: nodes hold each key to one request. */
  readonly partKey: string
  /** The next part goes to that node. */
  begin(sent: Pick<IdempotencyRecord, 'node' | 'requestHash' | 'maxTokens'>): void
  /** A part that delivered text has failed: what follows goes on after it. */
  add(part: EarlierPart): void
  /** The last part is over. Only a whole answer is kept by the node; others may be asked for anew. */
  end(finish: Finish): void
  /** Nothing is under way for the key any more. Idempotent. */
  release(): void
}

export type IdempotencyLog = {
  /**
   * @throws {IdempotencyKeyReusedError} for another ask. @throws {IdempotencyInProgressError} while a try is under way.
   * @throws {TypeError} for a key that is none.
   */
  open(key: string, ask: Ask): IdempotencyEntry
}

export function createIdempotencyLog(store: BuyerStore, now: () => number): IdempotencyLog {
  const underWay = new Set<string>()
  return {
    open(key, ask) {
      if (!idempotencyKeyPattern.test(key)) throw new TypeError('An idempotency key has 1 to 128 characters.')
      const askHash = askHashOf(ask)
      let record = store.idempotency(key)
      if (record !== undefined && record.askHash !== askHash) throw new IdempotencyKeyReusedError()
      if (underWay.has(key)) throw new IdempotencyInProgressError()
      underWay.add(key)

      const save = (change: Partial<IdempotencyRecord>): void => {
        record = { ...(record ?? emptyRecord(key, askHash)), ...change, savedAt: now() }
        try {
          store.saveIdempotency(record)
        } catch (cause) {
          throw new BuyerStoreError('an idempotency key could not be kept, so nothing more is asked for.', cause)
        }
      }
      return {
        get record() {
          return record
        },
        get partKey() {
          return partKeyOf(key, record?.parts.length ?? 0)
        },
        begin(sent) {
          save({ ...sent, isAnswered: record?.isAnswered === true && record.node === sent.node })
        },
        add(part) {
          save({ ...notBegun, isAnswered: false, parts: [...(record?.parts ?? []), part] })
        },
        end(finish) {
          if (record?.isAnswered !== true && (finish === 'stop' || finish === 'length')) save({ isAnswered: true })
        },
        release() {
          underWay.delete(key)
        },
      }
    },
  }
}

/** A part that nobody was asked for yet. */
const notBegun = { node: zeroAddress, requestHash: zeroHash, maxTokens: 0 } as const

function emptyRecord(key: string, askHash: Hash): IdempotencyRecord {
  return { key, askHash, ...notBegun, savedAt: 0, isAnswered: false, parts: [] }
}

function askHashOf(ask: Ask): Hash {
  const fields = Object.entries(ask).filter(([name, value]) => value !== undefined && workFields.includes(name))
  return contentHash('request', JSON.parse(canonicalJson(Object.fromEntries(fields))))
}

function partKeyOf(key: string, index: number): string {
  if (index === 0) return key
  const hash = createHash('sha256').update(`millrace:part-key:v1\n${index}\n`).update(key).digest('hex')
  return `part-${index}-${hash}`
}
