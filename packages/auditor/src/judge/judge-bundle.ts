/**
 * Judges one receipt bundle: first what it proves by itself, then the work, by its kind and exactness class. This is what the
 * auditor's node sells, what panels ask of it, and what `millrace audit` runs on one's own receipts.
 */
import {
  bytesToHex,
  digest,
  domainSeparator,
  exactnessClasses,
  type Hash,
  isMillraceError,
  parseHash,
  type ReceiptBundle,
  receiptType,
} from '@millrace/protocol'
import { type Finding, type Judgement, judgementOf, unable } from './finding.ts'
import { judgeAnswer } from './judge-answer.ts'
import { judgeBatch } from './judge-batch.ts'
import type { JudgeComponents, JudgeOptions } from './judge-components.ts'
import { judgeVectors } from './judge-vectors.ts'
import { readBundle } from './read-bundle.ts'
import { signedFault } from './signed-faults.ts'

/** Milliseconds that one audit may take: a long answer of a large model on two cores. */
export const judgeMsMax = 300_000

/**
 * Returns the judgement of what somebody handed in, whatever it is. Aborting rejects with the signal's reason.
 *
 * Cost: three signature recoveries, then one prefill of the answer, or one run of the batch.
 */
export async function judgeBundleText(
  components: JudgeComponents,
  text: string,
  options: JudgeOptions,
): Promise<Judgement> {
  const read = readBundle(text, components.domain)
  return 'bundle' in read ? judgeBundle(components, read.bundle, options) : judgementOf(read, undefined)
}

/** Returns the judgement of a bundle that was parsed. Aborting rejects with the signal's reason. */
export async function judgeBundle(
  components: JudgeComponents,
  bundle: ReceiptBundle,
  { signal }: JudgeOptions,
): Promise<Judgement> {
  signal.throwIfAborted()
  const { chainId, verifyingContract } = components.domain
  const receiptHash = receiptHashOf(bundle)
  if (bundle.domain.chainId !== chainId || bundle.domain.verifyingContract !== verifyingContract) {
    return judgementOf(unable('other-chain', 'The bundle is of another chain or Escrow.'), receiptHash)
  }
  const fault = signedFault(bundle, components.recover)
  return judgementOf(fault ?? (await judgeWork(components, bundle, { signal })), receiptHash)
}

/** Returns the EIP-712 digest of the bundle's receipt: what verdicts and cases name it by. */
export function receiptHashOf({ domain, receipt }: Pick<ReceiptBundle, 'domain' | 'receipt'>): Hash {
  return parseHash(bytesToHex(digest(domainSeparator(domain), receiptType, receipt)))
}

/** A failure of this auditor's, too little time included, is never the node's. */
async function judgeWork(
  components: JudgeComponents,
  bundle: ReceiptBundle,
  { signal }: JudgeOptions,
): Promise<Finding> {
  const patience = AbortSignal.timeout(judgeMsMax)
  try {
    return await compared(components, bundle, { signal: AbortSignal.any([signal, patience]) })
  } catch (error) {
    signal.throwIfAborted()
    if (patience.aborted) return unable('machine', `This auditor did not finish in ${judgeMsMax} ms.`)
    if (!isMillraceError(error)) throw error
    return unable('machine', `This auditor could not do the work again: ${error.code}.`, error)
  }
}

async function compared(components: JudgeComponents, bundle: ReceiptBundle, options: JudgeOptions): Promise<Finding> {
  const { receipt, request, response } = bundle
  const { opaque, tolerant, replayable, exact } = exactnessClasses
  if (receipt.exactness === opaque) return unable('not-comparable', 'An opaque answer can be compared with nothing.')
  if (request.kind === 'batch' && response.kind === 'outputs') {
    return judgeBatch(components, request, response.outputs, options)
  }
  if (receipt.exactness !== tolerant && receipt.exactness !== replayable) {
    const which = receipt.exactness === exact ? 'the exact class' : `the class ${receipt.exactness}`
    return unable('not-comparable', `This auditor judges no ${request.kind} of ${which}.`)
  }
  const exactness = receipt.exactness === replayable ? 'replayable' : 'tolerant'
  if (request.kind === 'embed' && response.kind === 'vectors') {
    return judgeVectors(components, bundle, { request, response, exactness }, options)
  }
  if ((request.kind === 'chat' || request.kind === 'completion') && response.kind === 'text') {
    return judgeAnswer(components, bundle, { request, response, exactness }, options)
  }
  // Auditors are known by faults planted for them; audits of audits would have no end.
  return unable('not-comparable', 'Audits are not audited.')
}
