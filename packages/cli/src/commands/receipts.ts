/** `millrace receipts`: fetch a receipt, and check one without trusting whoever gave it to you. */
import { writeFile } from 'node:fs/promises'
import { type ChainReader, recoverSigner } from '@millrace/chain'
import {
  bundleReceiptId,
  checkReceiptBundle,
  formatAmount,
  MillraceError,
  policyText,
  type ReceiptBundle,
  type ReceiptCheck,
  receiptBundleToJson,
  type TokenUnit,
} from '@millrace/protocol'
import type { Command } from 'commander'
import { accusations, chainTime } from '../cases/case-words.ts'
import { type Context, terminalOf } from '../context.ts'
import { type GatewayOptions, withGatewayOptions } from '../gateway-options.ts'
import { readNetwork } from '../network.ts'
import { openReader } from '../open-chain.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { downloadBundle, loadBundle } from '../verification/bundle-file.ts'
import { promiseOf } from '../verification/policy-words.ts'
import { factsJson, receiptFacts, shortHash } from '../verification/receipt-facts.ts'
import { inclusionAsker, proveReceipt, type ReceiptProof } from '../verification/receipt-proof.ts'
import { type ReceiptStanding, receiptStanding } from '../verification/receipt-standing.ts'

type GetOptions = GatewayOptions & { out?: string; prove?: boolean }
type VerifyOptions = GatewayOptions & { offline?: boolean; json?: boolean }

/** Adds the commands to the program. */
export function addReceiptsCommands(program: Command, context: Context): void {
  const receipts = program.command('receipts').description('fetch and check receipts')
  const get = receipts
    .command('get')
    .description('fetch a receipt with everything needed to check it')
    .argument('<id>', 'receipt id, from the millrace-receipt header')
    .option('--out <file>', 'write it to a file instead of standard output')
    .option('--prove', 'with the proof that it is in the root of its node, once that is posted')
    .addHelpText('after', '\nExample:\n  $ millrace receipts get 0x… --out receipt.json')
  withGatewayOptions(get).action(async (id: string, options: GetOptions) => {
    const bundle = await downloadBundle(context, id, options)
    const kept = options.prove === true ? await withProof(context, bundle, options.network) : bundle
    const json = JSON.stringify(receiptBundleToJson(kept), null, 2)
    if (options.out === undefined) context.streams.out.write(`${json}\n`)
    else await writeOut(options.out, `${json}\n`)
  })
  const verifying = receipts
    .command('verify')
    .description('check a receipt: signatures, hashes, price, and the chain')
    .argument('<file-or-id>', 'receipt file, - for standard input, or the id of a receipt that the gateway keeps')
    .option('--offline', 'check everything that needs no chain')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace receipts verify receipt.json\n\nExit status 6 when a check fails.')
  withGatewayOptions(verifying).action((file: string, options: VerifyOptions) => verify(context, file, options))
}

/** Returns the receipt with its proof. @throws {UsageError} where there is none. */
async function withProof(context: Context, bundle: ReceiptBundle, name: string): Promise<ReceiptBundle> {
  const network = await readNetwork(context.environment.dataDir, name)
  const reader = await openReader(network, context)
  const proof = await proveReceipt({ reader, ask: inclusionAsker(context, network, reader) }, bundle, context)
  if (proof.state === 'proven') return { ...bundle, inclusion: proof.inclusion }
  throw new UsageError(`There is no proof: ${proof.reason}.`, 'Fetch the receipt without --prove, or try again later.')
}

async function writeOut(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`Cannot write ${path} (${cause.code}).`, 'Name a file in a folder that you can write to.')
  })
}

async function verify(context: Context, file: string, options: VerifyOptions): Promise<void> {
  const terminal = terminalOf(context, options)
  const bundle = await loadBundle(context, file, options)
  const checks = [...checkReceiptBundle(bundle, recoverSigner)]
  const network = options.offline === true ? undefined : await readNetwork(context.environment.dataDir, options.network)
  const reader = network && (await openReader(network, context))
  if (reader !== undefined) checks.push(...(await checkAgainstChain(context, bundle, reader)))
  const { green, red, bold } = terminal.colours
  for (const { name, holds, detail } of checks) {
    terminal.line(`${holds ? green('✓') : red('✗')} ${name}${holds ? '' : `: ${detail}`}`)
  }
  const holds = checks.every((check) => check.holds)
  // Of another chain nothing here is true.
  const isOurs = reader !== undefined && sameDomain(bundle, reader.domain)
  const standing = isOurs ? await receiptStanding(reader, bundle, context) : undefined
  const proof =
    isOurs && network !== undefined
      ? await proveReceipt({ reader, ask: inclusionAsker(context, network, reader) }, bundle, context)
      : undefined
  showFacts(terminal, bundle, { standing, proof, now: BigInt(Math.floor(context.now() / 1000)) })
  terminal.line(
    holds
      ? bold(
          `The receipt ${bundleReceiptId(bundle)} holds${options.offline === true ? '; the chain was not asked' : ''}.`,
        )
      : bold(red('The receipt does not hold.')),
  )
  terminal.result({
    ...{ receiptId: bundleReceiptId(bundle), holds, chainChecked: options.offline !== true, checks },
    ...factsJson(receiptFacts(bundle)),
    ...(standing === undefined ? {} : { standing }),
    ...(proof === undefined ? {} : { proof }),
  })
  if (!holds) throw new ReceiptInvalidError(checks.filter((check) => !check.holds).map(({ name }) => name))
}

/** Checks what only the chain knows: the contracts, who operates the node, and which key may sign for the payer. */
async function checkAgainstChain(
  { signal }: Context,
  bundle: ReceiptBundle,
  reader: ChainReader,
): Promise<readonly ReceiptCheck[]> {
  const { order, quote, receipt } = bundle
  const [operator, channel] = await Promise.all([
    reader.operatorOf(receipt.node, { signal }),
    reader.channel(order.payer, order.operator, quote.token, { signal }),
  ])
  const current = channel.epoch === order.epoch && channel.state !== 'none'
  return [
    check(
      'signed for this chain and Escrow',
      sameDomain(bundle, reader.domain),
      `${bundle.domain.chainId} ${bundle.domain.verifyingContract}`,
    ),
    check('the registry names this operator for the node', operator === receipt.operator, operator ?? 'no operator'),
    current
      ? check('the order is signed by the key the payer set', channel.signer === order.signer, channel.signer)
      : check(
          'the channel existed in that epoch',
          channel.epoch >= order.epoch && order.epoch > 0n,
          `epoch ${channel.epoch}`,
        ),
  ]
}

function sameDomain(bundle: ReceiptBundle, domain: ReceiptBundle['domain']): boolean {
  return bundle.domain.chainId === domain.chainId && bundle.domain.verifyingContract === domain.verifyingContract
}

function check(name: string, holds: boolean, detail: string): ReceiptCheck {
  return { name, holds, detail }
}

type Standing = {
  readonly standing: ReceiptStanding | undefined
  readonly proof: ReceiptProof | undefined
  /** Unix seconds. */
  readonly now: bigint
}

/** Shows what the receipt says of how it can be checked, and where it stands before the court. */
function showFacts(terminal: Terminal, bundle: ReceiptBundle, { standing, proof, now }: Standing): void {
  const { policy, exactness, build } = receiptFacts(bundle)
  const { bold } = terminal.colours
  const [first = '', ...more] = promiseOf(policy, exactness)
  const rows: (readonly [name: string, ...lines: string[]])[] = [
    ['policy', policyText(policy), first, ...more],
    ['exactness', exactness, ...(build === undefined ? [] : [`build ${build}`])],
    ...(standing === undefined ? [] : standingRows(bundle, standing, { proof, now })),
  ]
  terminal.line()
  for (const [name, ...lines] of rows) {
    terminal.line(`${bold(name.padEnd(factColumns))}${lines.join(`\n${' '.repeat(factColumns)}`)}`)
  }
  terminal.line()
}

const factColumns = 12
const mill: TokenUnit = { symbol: 'MILL', decimals: 18 }

function standingRows(
  { receipt }: ReceiptBundle,
  { epoch, epochUntil, root, postingUntil, cases, stake, slashLeast, refundsMost }: ReceiptStanding,
  { proof, now }: Pick<Standing, 'proof' | 'now'>,
): (readonly [string, ...string[]])[] {
  const open = cases.filter(({ state }) => state === 'open')
  const posted =
    root === undefined
      ? now <= postingUntil
        ? `no root posted yet; there is time until ${chainTime(postingUntil)}`
        : 'no root was posted in time: that alone convicts, see "millrace cases open --omitted"'
      : `root ${shortHash(root.root)} over ${root.count} receipts, posted ${chainTime(root.postedAt)}`
  return [
    ['epoch', `${epoch}, until ${chainTime(epochUntil)}`, posted, ...proofWords(root !== undefined, proof)],
    [
      'cases',
      ...(cases.length === 0
        ? ['none about it']
        : cases.map((one) => `${one.state}: ${accusations[one.kind]}, ${one.caseId}`)),
    ],
    [
      'conviction',
      open.length > 0
        ? 'the stake cannot leave while a case is open'
        : `${receipt.operator} has ${formatAmount(stake, mill)} at stake`,
      `slashes at least ${formatAmount(slashLeast, mill)}, and refunds what the buyers of the epoch paid, up to ${formatAmount(refundsMost, mill)} of that`,
    ],
  ]
}

/** A root alone shows nothing: the receipt is under it by a proof. */
function proofWords(isPosted: boolean, proof: ReceiptProof | undefined): string[] {
  if (!isPosted || proof === undefined) return []
  if (proof.state === 'proven') return ['the receipt is under that root, by proof: its refund comes first']
  return [`not shown to be under that root: ${proof.reason}`]
}

/** A receipt is not what it claims to be. */
class ReceiptInvalidError extends MillraceError {
  override readonly name = 'ReceiptInvalidError'

  constructor(failed: readonly string[]) {
    super({
      code: 'RECEIPT_INVALID',
      message: `The receipt fails: ${failed.join('; ')}.`,
      hint: 'Keep the file: a receipt with a valid signature over a false statement is evidence.',
      retryable: false,
    })
  }
}
