/** A buyer's audits on a clock and a chain that the test moves: what is kept, drawn, shown, paid, and what a crash leaves. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  type Hash,
  type Prices,
  parseReceiptBundle,
  type ReceiptBundle,
  type VerdictResponse,
} from '@millrace/protocol'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { plainBundle, plainModel } from '../../test/support/plain-bundle.ts'
import { NoOfferError, openBuyerStore } from '../index.ts'
import type { ProviderOffer } from '../offer-view.ts'
import type { Run } from '../run.ts'
import type { AuditChain } from './audit-chain.ts'
import { sampledAuditLimits } from './audit-limits.ts'
import type { AuditStore } from './audit-store.ts'
import { createMemoryAuditStore } from './memory-audit-store.ts'
import { createSampledAudits } from './sampled-audits.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-audits-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearTimeout', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

const epochSeconds = 600
const startMs = 1_700_000_400_000
const buyer = addressOf(900)
const accused = addressOf(1)
const accusedOperator = addressOf(2)
const signal = new AbortController().signal

test('nothing is shown before the node has committed and later randomness drew the receipt', async () => {
  const stage = createStage()
  await stage.keep(3)
  await stage.pass(epochSeconds)
  expect(stage.asked).toEqual([])
  stage.post()
  await stage.pass(15)
  expect(stage.asked).toEqual([])
  stage.mine()
  await stage.pass(15)
  expect(stage.asked.map(({ bundle }) => bundle).sort()).toEqual(['text 0', 'text 1', 'text 2'])
  expect(stage.view()).toMatchObject({ runs: 3, drawn: 3, honest: 3, lapsed: 0, awaiting: 0, due: 0, spent: 3n })
  expect(stage.store.rows()).toEqual([])
})

test('what draws is an hour from the commitment: who posts it cannot know that yet', async () => {
  const { drawDelaySeconds } = sampledAuditLimits
  const stage = createStage({ limits: { drawDelaySeconds } })
  await stage.keep(1)
  await stage.pass(epochSeconds)
  stage.post()
  stage.mine()
  await stage.pass(drawDelaySeconds - 20)
  stage.mine()
  await stage.pass(15)
  expect(stage.asked).toEqual([])
  await stage.pass(5)
  stage.mine()
  await stage.pass(15)
  expect(stage.asked).toHaveLength(1)
})

test('what is not drawn is deleted unseen', async () => {
  const stage = createStage()
  await stage.keep(40, { ratePpm: 1 })
  await stage.pass(epochSeconds)
  stage.post()
  stage.mine()
  await stage.pass(15)
  expect(stage.asked).toEqual([])
  expect(stage.view()).toMatchObject({ runs: 40, drawn: 0, awaiting: 0, due: 0 })
  expect(stage.store.rows()).toEqual([])
})

test('a node that posts no root is drawn all the same once it can post none, and that is told', async () => {
  const stage = createStage()
  await stage.keep(2)
  await stage.pass(2 * epochSeconds - 30)
  stage.mine()
  await stage.pass(15)
  expect(stage.asked).toEqual([])
  await stage.pass(60)
  stage.mine()
  await stage.pass(15)
  expect(stage.asked).toHaveLength(2)
  const { findings } = stage.view()
  expect(findings).toMatchObject([{ kind: 'uncommitted', node: accused }])
  expect(stage.store.bundle(findings[0]?.receiptHash ?? '0x')).toBeUndefined()
  expect(stage.struck()).toEqual(new Set())
})

test('auditors of the accused, of the buyer, of another build or without stake are not asked, and the others in no fixed order', async () => {
  const stage = createStage({
    auditors: [
      { key: 10, operator: accusedOperator },
      { key: 11, operator: buyer },
      { key: 12, subnet: '0x00000000000000aa' },
      { key: 13, builds: [] },
      { key: 14, bonded: 9n },
      { key: 15, classes: 0 },
      { key: 16, price: 10n ** 9n },
      { key: 17 },
      { key: 18 },
      { key: 19, isOffering: false },
    ],
  })
  await stage.keep(24)
  await stage.drawn()
  for (let look = 0; look < 8; look++) await stage.pass(15)
  const asked = new Set(stage.asked.map(({ provider }) => provider))
  expect(asked).toEqual(new Set([addressOf(17), addressOf(18)]))
  expect(stage.view()).toMatchObject({ honest: 24, due: 0 })
})

test('a cheat is kept with its evidence, its operator struck, and nothing is held against anybody else', async () => {
  const stage = createStage({ answer: () => ({ outcome: 'cheated', reason: 'token 3\u0007 differs', checked: 4 }) })
  await stage.keep(1)
  await stage.drawn()
  expect(stage.view()).toMatchObject({ cheated: 1, due: 0 })
  const [finding] = stage.view().findings
  expect(finding).toMatchObject({ kind: 'cheated', node: accused, auditor: addressOf(17), reason: 'token 3 differs' })
  expect(textIn(stage.store.bundle(finding?.receiptHash ?? '0x') ?? '')).toBe('text 0')
  expect(stage.struck()).toEqual(new Set([accused, addressOf(3)]))
  await stage.pass(sampledAuditLimits.struckMs / 1_000 + 15)
  expect(stage.struck()).toEqual(new Set())
})

test('who is unable is not asked again; who read it and cannot say ends it; both leave the node as it was', async () => {
  const unable = createStage({
    auditors: [{ key: 17 }, { key: 18 }],
    answer: (auditor) => (auditor === addressOf(17) ? { outcome: 'unable', checked: 0 } : { outcome: 'honest' }),
  })
  await unable.keep(6)
  await unable.drawn()
  await unable.pass(60)
  await unable.pass(60)
  expect(unable.view()).toMatchObject({ honest: 6, lapsed: 0 })
  const undecided = createStage({ answer: () => ({ outcome: 'unable', checked: 9 }) })
  await undecided.keep(1)
  await undecided.drawn()
  expect(undecided.view()).toMatchObject({ lapsed: 1, cheated: 0, due: 0 })
  expect(undecided.struck()).toEqual(new Set())
})

test('money: what is set aside and a burst; what cannot be paid lapses with its text', async () => {
  // An audit is asked 900 each, runs of 10 set aside 9 each: the burst is for two.
  const stage = createStage({ auditors: [{ key: 17, price: 90_000_000n }], limits: { burst: 1_900n } })
  await stage.keep(5)
  await stage.drawn()
  for (let look = 0; look < 4; look++) await stage.pass(15)
  expect(stage.view()).toMatchObject({ honest: 2, due: 3, spent: 1_800n })
  await stage.pass(86_400)
  expect(stage.view()).toMatchObject({ honest: 2, lapsed: 3, due: 0 })
  expect(stage.store.rows()).toEqual([])
})

test('of more than there is room for some go by chance, old or new', async () => {
  const store = createMemoryAuditStore()
  const stage = createStage({ store, limits: { receiptsKeptMax: 10 } })
  await stage.keep(30)
  expect(store.rows()).toHaveLength(10)
  const kept = store.rows().map(({ receipt }) => Number(textIn(store.bundle(receipt.receiptHash) ?? '').slice(5)))
  expect(Math.min(...kept)).toBeLessThan(20)
  expect(Math.max(...kept)).toBeGreaterThan(19)
  expect(stage.view()).toMatchObject({ runs: 30, lapsed: 20 })
})

test('killed between draw and verdict, it asks the same auditor with the same key, and counts the money once', async () => {
  const path = join(folder, 'crash.sqlite')
  const first = openBuyerStore(path)
  const before = createStage({ store: first.audits, auditors: [{ key: 17 }, { key: 18 }], answer: () => undefined })
  await before.keep(3)
  await before.drawn()
  const asked = before.asked.map(({ idempotencyKey }) => idempotencyKey)
  expect(asked).toHaveLength(3)
  first.close()

  const second = openBuyerStore(path)
  const auditors = [{ key: 17 }, { key: 18 }]
  const after = createStage({ store: second.audits, auditors, atMs: before.now(), blocks: before.blocks, shift: 100 })
  expect(after.view()).toMatchObject({ drawn: 3, due: 3, runs: 3 })
  await after.pass(15)
  expect(after.asked.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual(asked.sort())
  expect(after.view()).toMatchObject({ drawn: 3, honest: 3, due: 0, spent: 3n })
  second.close()
  const bytes = readFileSync(path, 'latin1')
  for (const n of [0, 1, 2]) expect(bytes).not.toContain(`text ${n}`)
})

test('an auditor that does not come back is not waited for for ever', async () => {
  const store = createMemoryAuditStore()
  const before = createStage({ store, answer: () => undefined })
  await before.keep(1)
  await before.drawn()
  const after = createStage({ store, auditors: [{ key: 18 }], atMs: before.now(), blocks: before.blocks })
  await after.pass(sampledAuditLimits.resumeMs / 1_000 - 30)
  expect(after.asked).toEqual([])
  for (let look = 0; look < 6; look++) await after.pass(15)
  expect(after.asked.map(({ provider }) => provider)).toEqual([addressOf(18)])
})

test('an auditor that cannot be reached costs nothing, and is not the last', async () => {
  const stage = createStage({
    auditors: [{ key: 17 }, { key: 18 }],
    answer: (auditor) => {
      if (auditor === addressOf(18)) return { outcome: 'honest' }
      throw new NoOfferError('auditor', { chosen: '', considered: [], excluded: [] }, true)
    },
  })
  await stage.keep(8)
  await stage.drawn()
  for (let look = 0; look < 12; look++) await stage.pass(15)
  expect(stage.view()).toMatchObject({ honest: 8, spent: 8n })
})

test('the only auditor is asked again after it was away, as often as its window allows, and paid once', async () => {
  let isAway = true
  const stage = createStage({
    answer: () => {
      if (!isAway) return { outcome: 'honest' }
      throw new NoOfferError('auditor', { chosen: '', considered: [], excluded: [] }, true)
    },
  })
  await stage.keep(1)
  await stage.drawn()
  for (let look = 0; look < 20; look++) await stage.pass(1_800)
  expect(stage.view()).toMatchObject({ due: 1, lapsed: 0, spent: 0n })
  expect(stage.asked.length).toBeGreaterThan(8)
  isAway = false
  for (let look = 0; look < 3; look++) await stage.pass(1_800)
  expect(stage.view()).toMatchObject({ due: 0, honest: 1, lapsed: 0, spent: 1n })
  expect(new Set(stage.asked.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
})

test('who was away is asked again only when nobody else is left', async () => {
  const away = new Set([addressOf(17), addressOf(18)])
  const stage = createStage({
    auditors: [{ key: 17 }, { key: 18 }, { key: 19 }],
    answer: (auditor) => {
      if (auditor === addressOf(19)) return { outcome: 'unable', checked: 0 }
      if (!away.delete(auditor)) return { outcome: 'honest' }
      throw new NoOfferError('auditor', { chosen: '', considered: [], excluded: [] }, true)
    },
  })
  await stage.keep(1)
  await stage.drawn()
  for (let look = 0; look < 12; look++) await stage.pass(1_800)
  const [first, second, third, again] = stage.asked.map(({ provider }) => provider)
  expect(new Set([first, second, third]).size).toBe(3)
  expect([first, second, third].filter((one) => one !== addressOf(19))[0]).toBe(again)
  expect(stage.view()).toMatchObject({ due: 0, honest: 1, lapsed: 0 })
})

type Block = { readonly timestamp: number; readonly randomness: Hash }
type AuditorPlan = {
  readonly key: number
  readonly operator?: Address
  readonly subnet?: Hash
  readonly builds?: readonly Hash[]
  readonly bonded?: bigint
  readonly classes?: number
  readonly price?: bigint
  readonly isOffering?: boolean
}
type Init = {
  readonly store?: AuditStore
  readonly auditors?: readonly AuditorPlan[]
  readonly limits?: Partial<typeof sampledAuditLimits> | Readonly<Record<string, number | bigint>>
  /** Undefined: it never answers. */
  readonly answer?: (auditor: Address) => Partial<VerdictResponse> | undefined
  readonly atMs?: number
  readonly blocks?: Block[]
  readonly shift?: number
}

const build = hashOf(77)

function createStage({ store = createMemoryAuditStore(), limits = {}, atMs = startMs, ...init }: Init = {}) {
  const { auditors = [{ key: 17 }], answer = () => ({ outcome: 'honest' as const }), blocks = [] } = init
  let nowMs = atMs
  let postedAt: bigint | undefined
  const asked: { provider: Address; bundle: string; idempotencyKey: string }[] = []
  const planOf = (auditor: Address) => auditors.find(({ key }) => addressOf(key) === auditor)
  const operatorOf = (plan: AuditorPlan) => plan.operator ?? addressOf(plan.key + 500)
  const chain = {
    separator: new Uint8Array(32),
    deployment: { receiptEpochSeconds: epochSeconds },
    receiptRoot: async () => (postedAt === undefined ? undefined : { root: hashOf(5), count: 1, postedAt }),
    blockTimestamp: async () => BigInt(blocks.at(-1)?.timestamp ?? 0),
    blockAfter: async (time: bigint) => {
      const index = blocks.findIndex(({ timestamp }) => BigInt(timestamp) > time)
      const block = blocks[index]
      if (block === undefined) return undefined
      const confirmations = BigInt(blocks.length - 1 - index)
      return { number: BigInt(index), timestamp: BigInt(block.timestamp), randomness: block.randomness, confirmations }
    },
    stakeOf: async (operator: Address) => {
      const plan = auditors.find((one) => operatorOf(one) === operator)
      return { bonded: plan?.bonded ?? 10n, unbonding: 0n, reserved: 0n }
    },
    court: {
      auditorSlots: async () => auditors.map(({ key }) => addressOf(key)),
      auditorOf: async (auditor: Address) => {
        const plan = planOf(auditor)
        if (plan === undefined) return undefined
        const subnet = plan.subnet ?? (`0x${plan.key.toString(16).padStart(16, '0')}` as Hash)
        const rest = { buildCount: 1, missedInARow: 0, joinedAt: 1n, leaveRequestedAt: 0n, busyUntil: 0n, slot: 0 }
        return { operator: operatorOf(plan), subnet, classes: plan.classes ?? 0b1110, ...rest }
      },
      buildSince: async (auditor: Address, asked: Hash) =>
        (planOf(auditor)?.builds ?? [build]).includes(asked) ? 1n : 0n,
      subnetOf: async () => '0x00000000000000aa' as Hash,
      fees: async () => ({ auditorStake: 10n }),
      postingDeadline: async (epoch: bigint) => (epoch + 2n) * BigInt(epochSeconds),
    },
  } as unknown as AuditChain
  const offers = [
    ...auditors.filter(({ isOffering = true }) => isOffering).map((plan) => offerOf(plan, operatorOf(plan))),
    { node: addressOf(3), operator: accusedOperator, workload: 'chat' } as ProviderOffer,
  ]
  let draws = init.shift ?? 0
  let seed = 1
  const audits = createSampledAudits(
    {
      ...{
        chain,
        buyer,
        store,
        signal,
        offers: () => offers,
        refresh: async () => undefined,
        now: () => nowMs,
        log: () => undefined,
      },
      random: () => {
        seed = (seed * 48_271) % 2_147_483_647
        return seed / 2_147_483_647
      },
      run: async (ask, { idempotencyKey = '' }) => {
        if (ask.kind !== 'audit' || ask.provider === undefined) throw new TypeError('it only audits')
        asked.push({ provider: ask.provider, bundle: textIn(ask.bundle), idempotencyKey })
        const said = answer(ask.provider)
        if (said === undefined) return new Promise<Run>(() => undefined)
        const response = { kind: 'verdict', reason: '', checked: 1, mismatches: 0, ...said }
        return { result: Promise.resolve({ response, amount: ask.amountMax }) } as unknown as Run
      },
    },
    { limits: { drawDelaySeconds: 0, confirmations: 0, ...limits } },
  )
  const pass = async (seconds: number): Promise<void> => {
    nowMs += seconds * 1_000
    await vi.advanceTimersByTimeAsync(sampledAuditLimits.lookMs)
  }
  const mine = (): void =>
    void blocks.push({ timestamp: Math.floor(nowMs / 1_000), randomness: hashOf(1_000 + draws++) })
  const stage = {
    ...{ store, asked, blocks, pass, mine, now: () => nowMs, view: audits.view, struck: audits.struck },
    /** The node posts its root now, in a block of its own. */
    post() {
      mine()
      postedAt = BigInt(Math.floor(nowMs / 1_000))
      nowMs += 1_000
    },
    async keep(count: number, { ratePpm = 1_000_000 } = {}) {
      for (let n = 0; n < count; n++) {
        const bundle = bundleOf({ n, ratePpm, nowMs })
        audits.ended({ outcome: Promise.resolve({ ending: { finish: 'stop', replayed: false, bundle } }) })
      }
      await vi.advanceTimersByTimeAsync(sampledAuditLimits.gatheredMs)
    },
    /** To where all of the epoch is drawn and handed out once. */
    async drawn() {
      await pass(epochSeconds)
      stage.post()
      mine()
      await pass(15)
      for (let look = 0; look < 12; look++) await pass(1)
    },
  }
  return stage
}

function bundleOf({ n, ratePpm, nowMs }: { n: number; ratePpm: number; nowMs: number }): ReceiptBundle {
  const at = BigInt(Math.floor(nowMs / 1_000))
  const parties = { node: accused, operator: accusedOperator }
  return plainBundle(
    `text ${n}`,
    { policy: 1, policyParameter: ratePpm },
    {
      ...{ ...parties, exactness: 2, build, sequence: BigInt(n + 1), startedAt: at, finishedAt: at },
      ...{ inputUnits: 8n, outputUnits: 2n, amount: 10n },
    },
  )
}

function textIn(bundle: string): string {
  const { request } = parseReceiptBundle(JSON.parse(bundle))
  return request.kind === 'chat' ? (request.messages[0]?.content ?? '') : ''
}

function offerOf({ key, price = 100_000n }: AuditorPlan, operator: Address): ProviderOffer {
  const prices: Prices = { inputPrice: price, outputPrice: 0n }
  const offer: Partial<ProviderOffer> = { node: addressOf(key), operator, workload: 'audit', prices, modelRoot: build }
  return { ...offer, model: plainModel } as ProviderOffer
}

function addressOf(n: number): Address {
  return `0x${n.toString(16).padStart(40, '0')}` as Address
}

function hashOf(n: number): Hash {
  return `0x${n.toString(16).padStart(64, '0')}` as Hash
}
