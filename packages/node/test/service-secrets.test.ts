/** Secrets of tasks: only the task sees them; whoever keeps, logs or carries anything keeps sealed bytes. */
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import {
  decodeProviderFrame,
  digest,
  encodeFrame,
  type Hash,
  receiptBundleToJson,
  type SealingKey,
  type Signer,
  sealingKeyType,
  zeroHash,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import { held, sellingServices, signal, until } from './parts/reached-task.ts'
import { randomSigner } from './parts/scripted-buyer.ts'
import { sdkBuyer, type TaskFixture, taskLimits } from './parts/task-work.ts'

const secret = 'the miller’s own secret'
const order = { command: ['hold'], secrets: { API_KEY: secret, EMPTY: '' }, limits: taskLimits }

test('a secret reaches the task and the programs beside it, and nothing that is kept or said', async () => {
  await using selling = await sellingServices()
  const said: unknown[] = []
  await using buying = sdkBuyer([selling], { log: (event) => said.push(event) })
  const { run, instance } = await held(buying, order)
  await until(() => selling.sandbox.specs.length === 1)
  expect(selling.sandbox.specs[0]?.secrets).toEqual({ API_KEY: secret, EMPTY: '' })
  expect(selling.sandbox.specs[0]?.environment).toEqual({})
  const program = await instance.exec({ command: ['env', 'API_KEY'] }, { signal: signal() })
  let heard = ''
  for await (const { bytes } of program.output) heard += Buffer.from(bytes).toString()
  expect(heard).toBe(secret)
  selling.sandbox.gate.resolve()
  const answer = await run.result
  const [bundle] = answer.receipts
  if (bundle?.request.kind !== 'task') throw new Error('no receipt')
  expect(Object.keys(bundle.request.secrets ?? {})).toEqual(['API_KEY', 'EMPTY'])
  await selling.fixture.restart()
  const kept = [
    JSON.stringify(receiptBundleToJson(bundle), (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    readFileSync(selling.fixture.storePath, 'latin1'),
    JSON.stringify(selling.fixture.logs),
    inspect(said, { depth: 20 }),
    inspect([buying.store, run.starts], { depth: 20 }),
  ]
  for (const text of kept) expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([])
})

test('what is sealed to the key of a node before its restart is sealed anew, once', async () => {
  await using selling = await sellingServices({ overTls: false })
  await using buying = sdkBuyer([selling])
  await using first = await held(buying, order)
  await until(() => selling.sandbox.specs.length === 1)
  await first.stop()
  await selling.fixture.restart()
  await using second = await held(buying, order)
  await until(() => selling.sandbox.specs.length === 2)
  expect(selling.sandbox.specs[1]?.secrets).toEqual({ API_KEY: secret, EMPTY: '' })
  expect(second.run.starts.map(({ failure }) => failure?.code)).toEqual(['PROVIDER_REFUSED', undefined])
})

test('a node that never opens what is sealed to it is asked twice and given up', async () => {
  await using selling = await sellingServices({ overTls: false })
  let told = 0
  await using buying = sdkBuyer([selling], {
    tamper: changedKey(selling, (key) => {
      told++
      // The node's word for a key that is not its own.
      return { ...key, key: `0x${'09'.repeat(32)}` as Hash }
    }),
  })
  const run = buying.buyer.task(order, { signal: signal() })
  await expect(run.result).rejects.toMatchObject({ providerCode: 'SECRETS_UNREADABLE', retryable: true })
  expect([told, selling.sandbox.specs.length]).toEqual([2, 0])
  expect(selling.fixture.node.status().earned.owed).toBe(0n)
})

test.each([
  ['of another signer', randomSigner(), (key: SealingKey) => key, 'did not sign'],
  ['that is good for ever', undefined, (key: SealingKey) => ({ ...key, expiresAt: 2n ** 40n }), 'for ever'],
  ['that is good no more', undefined, (key: SealingKey) => ({ ...key, expiresAt: 1n }), 'for no time'],
  ['that is none', undefined, (key: SealingKey) => ({ ...key, key: zeroHash }), 'none'],
])('a sealing key %s is refused, and nothing is sealed to it', async (_what, signer, change, why) => {
  await using selling = await sellingServices({ overTls: false })
  await using buying = sdkBuyer([selling], { tamper: changedKey(selling, change, signer) })
  const run = buying.buyer.task(order, { signal: signal() })
  await expect(run.result).rejects.toThrow(why)
  await expect(run.result).rejects.not.toThrow(secret)
  expect(selling.sandbox.specs).toEqual([])
})

test.each([
  ['a name that is none', { 'A=B': 'x' }],
  ['a value that no variable holds', { A: `a\0${secret}` }],
  ['half a character', { A: `${secret}\ud800` }],
  ['too long a value', { A: secret.repeat(2_000) }],
  ['a variable of the same name', { LANG: secret }],
  ['too many', Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`A${i}`, secret]))],
])('%s asks nobody, and is not repeated', async (_what, secrets) => {
  await using selling = await sellingServices({ overTls: false })
  await using buying = sdkBuyer([selling])
  const run = buying.buyer.task({ ...order, environment: { LANG: 'C' }, secrets }, { signal: signal() })
  const error = await run.result.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'ASK_INVALID' })
  expect(inspect(error, { depth: 10 })).not.toContain(secret)
  expect(selling.fixture.node.status().leases).toBe(0)
})

/** Has the node tell another key than it would, signed by it or whom the test says. */
function changedKey(
  { fixture }: TaskFixture,
  change: (key: SealingKey) => SealingKey,
  signer: Signer = fixture.nodeSigner,
): (frame: Uint8Array) => Uint8Array {
  return (frame) => {
    const told = decodedSealingKey(frame)
    if (told === undefined) return frame
    const changed = change({ node: fixture.nodeSigner.address, key: told.key, expiresAt: told.expiresAt })
    const signature = signer.sign(digest(fixture.chain.writer.separator, sealingKeyType, changed))
    return encodeFrame({ type: 'sealing-key', key: changed.key, expiresAt: changed.expiresAt, signature })
  }
}

function decodedSealingKey(frame: Uint8Array) {
  const decoded = decodeProviderFrame(frame)
  return decoded.type === 'sealing-key' ? decoded : undefined
}

/** The ways in which careless code would write it. */
const spellings = [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex'), 'own secret']
