/**
 * What a bundle proves by itself. A failed check can be the node's fault or that of whoever handed the bundle in, and only what
 * the node signed can speak against the node.
 *
 * The node signed two things, the quote and the receipt. The receipt names request, response and lease by hash, and the
 * lease's name is the hash of the order, which names the quote by hash. So once signatures and hashes hold, nobody but the
 * node has written any of quote and receipt, or put other parts beside them; a contradiction between the two, or of the
 * receipt with what its hashes name, is then the node's. Where one of those bindings fails, the part was damaged or exchanged on the
 * way: that proves nothing.
 */
import {
  batchInputUnits,
  batchOutputUnits,
  charge,
  checkReceiptBundle,
  isBeaconOf,
  type ReceiptBundle,
  type RecoverSigner,
} from '@millrace/protocol'
import { contradicted, type Finding, unable } from './finding.ts'

/** Checks without which a bundle proves nothing. A test holds that each is one of `checkReceiptBundle`. */
export const bindingChecks: ReadonlySet<string> = new Set([
  'node signed the quote',
  'session signer signed the order',
  'node signed the receipt',
  'order accepts this quote',
  'receipt is for this lease',
  'one node',
  'model content has the root',
  'request names that model',
  'request hashes to the receipt',
  'response hashes to the receipt',
])

export const kindCheck = 'response is of the kind asked for'

/**
 * Returns what the bundle shows before anything is computed: a broken bundle, a contradiction that the node signed, or
 * undefined where every check holds and the work itself must be judged.
 */
export function signedFault(bundle: ReceiptBundle, recover: RecoverSigner): Finding | undefined {
  const failed = checkReceiptBundle(bundle, recover).filter(({ holds }) => !holds)
  const broken = failed.find(({ name }) => bindingChecks.has(name))
  if (broken !== undefined) return unable('broken', `The bundle does not hold: ${broken.name} fails.`)
  const isOtherKind = failed.some(({ name }) => name === kindCheck)
  const contradiction = isOtherKind ? 'the response is of another kind than was asked for' : contradictionIn(bundle)
  if (contradiction !== undefined) return contradicted(`The node signed a contradiction: ${contradiction}.`)
  const [other] = failed
  return other === undefined ? undefined : unable('broken', `The bundle does not hold: ${other.name} fails.`)
}

/** Returns what the node contradicts itself in, in words. @param bundle - one whose bindings hold. */
function contradictionIn(bundle: ReceiptBundle): string | undefined {
  const { quote, order, receipt } = bundle
  const units = { inputUnits: receipt.inputUnits, outputUnits: receipt.outputUnits }
  const faults: readonly (readonly [isFault: boolean, words: string])[] = [
    [receipt.modelRoot !== quote.modelRoot, 'the receipt names another model than the quote'],
    [receipt.workload !== quote.workload, 'the receipt names other work than the quote'],
    [receipt.token !== quote.token, 'the receipt names another token than the quote'],
    [receipt.exactness !== quote.exactness, 'the receipt names another exactness than the quote'],
    [
      receipt.payer !== quote.payer || receipt.operator !== quote.operator,
      'the receipt names other parties than the quote',
    ],
    [!isBeaconOf(quote.beacon, receipt.sequence, receipt.beacon), 'the beacon is not of the chain that the quote ends'],
    [receipt.amount > charge(quote, units), 'the receipt charges more than price times units'],
    [receipt.amount > order.amountMax, 'the receipt charges more than the order allows'],
    [countsMore(bundle), 'the receipt counts more units than request and response have'],
  ]
  return faults.find(([isFault]) => isFault)?.[1]
}

/** Whether the receipt counts more than anyone can count in request and response. */
function countsMore({ receipt, request, response }: ReceiptBundle): boolean {
  if (request.kind !== 'batch' || response.kind !== 'outputs') return false
  return (
    receipt.inputUnits > BigInt(batchInputUnits(request)) || receipt.outputUnits > batchOutputUnits(response.outputs)
  )
}
