/**
 * A charge of ghosting from the command line, on a real chain: disproved by one receipt, ended by giving the money back, and carried to
 * the refund where the operator is silent. Commands run in this process; the operator is its keys.
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Anvil,
  type ChainWriter,
  createChainWriter,
  createSigner,
  type Deployment,
  decryptKeystore,
  deployContracts,
  generatePrivateKey,
  startAnvil,
} from '@millrace/chain'
import {
  type Address,
  type Amount,
  channelIdOf,
  digest,
  type Hash,
  type ModelContent,
  merkleRoot,
  merkleTree,
  messageId,
  modelRoot,
  type Order,
  orderType,
  type Quote,
  quoteType,
  type Receipt,
  receiptType,
  type Signer,
  voucherType,
  zeroHash,
} from '@millrace/protocol'
import { type KeptReceipt, openBuyerStore } from '@millrace/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faucetKey, give } from '../src/local/faucet.ts'
import { networkDir, writeNetwork } from '../src/network.ts'
import { temporaryHome } from './support/millrace.ts'
import { runHere } from './support/run-here.ts'

const { signal } = new AbortController()
const mill = 10n ** 18n
const dollar = 1_000_000n
const epochSeconds = 60
const court = {
  ...{ receiptEpochSeconds: epochSeconds, receiptPostingSeconds: 60, claimSeconds: 60, answerSeconds: 60 },
  ...{ challengeBond: 50n * mill, ghostingItemBond: mill / 10n },
}
const gift = { gas: mill, dollars: 1_000n * dollar, mill: 10_000n * mill }
const model: ModelContent = {
  ...{ version: 1, name: 'stories15m', format: 'gguf', workloads: ['chat'], contextTokensMax: 256 },
  files: [{ path: 'stories15m.gguf', bytes: 26_000_000, sha256: 'cd'.repeat(32) }],
}

let home: string
let anvil: Anvil
let deployment: Deployment
let payer: ChainWriter
let operator: ChainWriter
let node: Signer
let session: Signer
let token: Address
let channelId: Hash
let served: Lease
let receipts: readonly Receipt[]

type Lease = ReturnType<typeof leaseOf>

beforeAll(async () => {
  home = await temporaryHome()
  anvil = await startAnvil({ signal })
  const { rpcUrl } = anvil
  const deployerPrivateKey = faucetKey()
  const delays = { closeDelaySeconds: 60, unbondingSeconds: 86_400 }
  deployment = await deployContracts({ rpcUrl, deployerPrivateKey, ...delays, court, signal })
  const network = { name: 'local', rpcUrl, deployment, bootstrap: [], providers: [] }
  await writeNetwork(home, network)
  await json('wallet', 'create')
  const faucet = await createChainWriter({ rpcUrl, deployment, privateKey: deployerPrivateKey })
  const [dollars] = deployment.tokens
  if (dollars === undefined) throw new Error('a deployment lists a token')
  token = dollars.address
  const password = await readFile(join(networkDir(home, 'local'), 'password'), 'utf8')
  const keyOf = async (name: string) => {
    const file = join(networkDir(home, 'local'), 'keys', `${name}.json`)
    return decryptKeystore(JSON.parse(await readFile(file, 'utf8')), password, { signal })
  }
  payer = await createChainWriter({ rpcUrl, deployment, privateKey: await keyOf('payer') })
  session = createSigner(await keyOf('session'))
  operator = await createChainWriter({ rpcUrl, deployment, privateKey: newKey() })
  node = createSigner(newKey())
  for (const { account } of [payer, operator]) await give(faucet, network, account, gift, { signal })
  await operator.registerOperator({ metadataHash: zeroHash, jurisdiction: 'DE' }, { signal })
  await operator.addNode(node, { signal })
  await operator.stake(1_000n * mill, { signal })
  await payer.deposit(token, 50n * dollar, { signal })
  const opening = { operator: operator.account, token, deposit: 50n * dollar, signer: session.address }
  await payer.openChannel(opening, { signal })
  channelId = channelIdOf(payer.account, operator.account, token)

  // It earns 20 in two runs and takes 40.
  const now = await payer.blockTimestamp({ signal })
  served = leaseOf(1n, 20n * dollar, now)
  receipts = [1n, 2n].map((sequence) => receiptOf(served, sequence, 10n * dollar, now))
  await passUntil((epochOf(now) + 1n) * BigInt(epochSeconds))
  const root = merkleRoot(merkleTree(receipts.map(hashOf)))
  const totals = [{ token, amount: 20n * dollar }]
  await operator.postReceiptRoot({ node: node.address, epoch: epochOf(now), root, count: 2, totals }, { signal })
  const voucher = digest(payer.separator, voucherType, { channelId, epoch: 1n, amount: 40n * dollar })
  const redemption = { payer: payer.account, amount: 40n * dollar, signature: session.sign(voucher) }
  await operator.redeem(operator.account, token, [redemption], { signal })
  keep([served, leaseOf(2n, 5n * dollar, await payer.blockTimestamp({ signal }))], receipts)
}, 60_000)

afterAll(async () => {
  await anvil.stop()
  await rm(home, { recursive: true, force: true })
})

const slow = { timeout: 60_000 }

test('it is not charged before its receipts are due, nor without consent to the bond', slow, async () => {
  const early = await charge('--yes')
  expect([early.status, early.stderr]).toEqual([2, expect.stringContaining('Its receipts are due at')])
  await passUntilDue()
  const unasked = await charge()
  expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringContaining('a bond of 50.2 MILL.')])
  expect(unasked.stderr).toContain(
    'took 40 tUSD since the channel was opened. You grant that it earned 20 tUSD in 2 receipts',
  )
})

test('a payer that grants nothing is refuted by one receipt, and its bond is lost', slow, async () => {
  const { caseId } = await json(...named, '--received', '0', '--receipts', '0', '--yes')
  expect((await millrace('cases')).stdout).toMatch(/^open {7}money taken for a lease that nobody served/)
  const [first, second] = receipts
  if (first === undefined || second === undefined) throw new Error('two receipts')
  const { order, orderSignature } = served
  const cover = { order, orderSignature, receipt: first, proof: [merkleRoot(merkleTree([hashOf(second)]))] }
  await operator.court.accountForGhosting(caseId, [cover], { signal })
  expect((await json('cases', 'show', caseId)).state).toBe('dismissed')
  expect(await operator.court.owedTo(operator.account, { signal })).toBe(court.challengeBond)
  const claimed = await millrace('cases', 'claim', caseId)
  expect([claimed.status, claimed.stderr]).toEqual([2, expect.stringContaining('the operator accounted for the money')])
})

test('what is given back is claimed with the bond; no more is charged than the lease could cost', slow, async () => {
  const before = await balances()
  const { caseId } = await json(...named, '--yes')
  expect(await operator.court.ghostingCharged(caseId, { signal })).toBe(5n * dollar)
  await operator.court.giveBackGhosting(caseId, { signal })
  expect(await json('cases', 'claim', caseId)).toMatchObject({ step: 'taken', amount: String(5n * dollar) })
  expect(await balances()).toEqual({ dollars: before.dollars + 5n * dollar, mill: before.mill })
})

test('silence convicts: the payer claims what it missed, and is refunded in the end', slow, async () => {
  keep([leaseOf(3n, 40n * dollar, await payer.blockTimestamp({ signal }))])
  await passUntilDue()
  const before = await balances()
  const { caseId, answerUntil } = await json(...named, '--yes')
  expect((await json('cases', 'show', caseId)).next.words).toBe('the operator accounts for the money, or gives it back')
  const early = await millrace('cases', 'claim', caseId)
  expect([early.status, early.stderr]).toEqual([2, expect.stringContaining('nobody is convicted in this case')])
  await passUntil(BigInt(answerUntil) + 1n)
  // 40 taken, 20 earned, 5 given back: one MILL for each dollar.
  const claimed = await json('cases', 'claim', caseId)
  expect(claimed).toMatchObject({ step: 'claimed', amount: String(15n * mill) })
  expect(await json('cases', 'claim', caseId)).toMatchObject({ step: 'claimed', amount: String(15n * mill) })
  const { pot, state } = await json('cases', 'show', caseId)
  expect([state, pot.slashed]).toEqual(['convicted', String(200n * mill)])
  await passUntil(BigInt(pot.claimsUntil) + 1n)
  expect(await json('cases', 'claim', caseId)).toMatchObject({ step: 'taken', amount: String(15n * mill) })
  expect((await millrace('cases', 'show', caseId)).stdout).toContain('it is over: refunds can be taken')
  // The reporter's tenth of the slash comes with it.
  expect((await balances()).mill).toBe(before.mill + 15n * mill + 20n * mill)
})

const named = ['cases', 'open', '--ghosting'] as string[]
const millrace = (...args: string[]) => runHere(withOperator(args), { home })
const charge = (...args: string[]) => millrace(...named, ...args)
async function json(...args: string[]) {
  const { status, stdout, stderr } = await runHere([...withOperator(args), '--json'], { home })
  expect([status, stderr]).toEqual([0, expect.any(String)])
  return JSON.parse(stdout)
}

function withOperator(args: readonly string[]): string[] {
  return args.includes('--ghosting') ? [...args, operator.account] : [...args]
}

/** As the buyer of this machine keeps what it ordered and got. */
function keep(leases: readonly Lease[], given: readonly Receipt[] = []): void {
  const store = openBuyerStore(join(networkDir(home, 'local'), 'buyer.sqlite'))
  for (const lease of leases) store.saveLease({ ...lease, model })
  const kept = given.map((receipt): KeptReceipt => {
    const at = { channelId, channelEpoch: 1n, epoch: Number(epochOf(receipt.finishedAt)) }
    const signature = node.sign(digest(payer.separator, receiptType, receipt))
    return { receiptHash: hashOf(receipt), receipt, signature, ...at, state: 'waiting', tries: 0, notBeforeMs: 0 }
  })
  store.receipts.add(kept, { receiptsMax: 10, finishedFrom: 0n })
  store.close()
}

function leaseOf(sequence: bigint, amountMax: Amount, now: bigint) {
  const parties = { payer: payer.account, operator: operator.account, node: node.address }
  const quote: Quote = {
    ...{ ...parties, offerHash: zeroHash, modelRoot: modelRoot(model), workload: 0, token, beacon: zeroHash },
    ...{ inputPrice: 1n, outputPrice: 1n, contextTokensMax: 256, creditTokens: 1, terms: 0, noticeSeconds: 0 },
    ...{ exactness: 1, policy: 0, policyParameter: 0, slots: 0, startsAt: 0n, fee: 0n },
    ...{ amountMax, sequence, expiresAt: now },
  }
  const order: Order = {
    ...{ ...parties, quoteHash: messageId(payer.separator, quoteType, quote), channelId, epoch: 1n },
    ...{ signer: session.address, policy: 0, policyParameter: 0, amountMax, sequence, expiresAt: now },
  }
  return {
    ...{ leaseId: messageId(payer.separator, orderType, order), quote, order },
    quoteSignature: node.sign(digest(payer.separator, quoteType, quote)),
    orderSignature: session.sign(digest(payer.separator, orderType, order)),
  }
}

function receiptOf({ leaseId }: Lease, sequence: bigint, amount: Amount, at: bigint): Receipt {
  return {
    ...{ leaseId, sequence, payer: payer.account, operator: operator.account, node: node.address, token },
    ...{ modelRoot: modelRoot(model), workload: 0, exactness: 1, build: zeroHash, beacon: zeroHash },
    ...{ requestHash: zeroHash, responseHash: zeroHash, evidenceRoot: zeroHash, inputUnits: 1n, outputUnits: 1n },
    ...{ amount, finish: 0, startedAt: at, finishedAt: at },
  }
}

function hashOf(receipt: Receipt): Hash {
  return messageId(payer.separator, receiptType, receipt)
}

function epochOf(seconds: bigint): bigint {
  return seconds / BigInt(epochSeconds)
}

function newKey() {
  return generatePrivateKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
}

async function balances() {
  const dollars = await payer.tokenBalance(token, payer.account, { signal })
  return { dollars, mill: await payer.tokenBalance(deployment.millToken, payer.account, { signal }) }
}

/** Lets the receipts of every order so far become due. */
async function passUntilDue(): Promise<void> {
  const now = await payer.blockTimestamp({ signal })
  await passUntil((await payer.court.postingDeadline(epochOf(now) + 1n, { signal })) + 1n)
}

/** Lets the chain's clock reach a time, in Unix seconds. */
async function passUntil(time: bigint): Promise<void> {
  if (time <= (await payer.blockTimestamp({ signal }))) return
  for (const [method, params] of [
    ['evm_setNextBlockTimestamp', [Number(time)]],
    ['evm_mine', []],
  ] as const) {
    await fetch(anvil.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
  }
}
