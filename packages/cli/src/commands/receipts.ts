/** `millrace receipts`: fetch a receipt, and check one without trusting whoever gave it to you. */
import { writeFile } from 'node:fs/promises'
import { recoverSigner } from '@millrace/chain'
import {
  bundleReceiptId,
  checkReceiptBundle,
  type Hash,
  MillraceError,
  parseHash,
  parseReceiptBundle,
  type ReceiptBundle,
  type ReceiptCheck,
  receiptBundleToJson,
} from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { fetchReceipt } from '../gateway-client.ts'
import { type GatewayOptions, gatewayOf, withGatewayOptions } from '../gateway-options.ts'
import { readNetwork } from '../network.ts'
import { openReader } from '../open-chain.ts'
import { parseJsonText, readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'

type VerifyOptions = GatewayOptions & { offline?: boolean; json?: boolean }

/** Largest receipt file that is read, in bytes. */
export const receiptFileBytesMax = 32 * 1024 * 1024

/** Adds the commands to the program. */
export function addReceiptsCommands(program: Command, context: Context): void {
  const receipts = program.command('receipts').description('fetch and check receipts')
  const get = receipts
    .command('get')
    .description('fetch a receipt with everything needed to check it')
    .argument('<id>', 'receipt id, from the millrace-receipt header')
    .option('--out <file>', 'write it to a file instead of standard output')
    .addHelpText('after', '\nExample:\n  $ millrace receipts get 0x… --out receipt.json')
  withGatewayOptions(get).action(async (id: string, options: GatewayOptions & { out?: string }) => {
    const json = JSON.stringify(receiptBundleToJson(await download(context, id, options)), null, 2)
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

async function writeOut(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`Cannot write ${path} (${cause.code}).`, 'Name a file in a folder that you can write to.')
  })
}

async function download(context: Context, id: string, options: GatewayOptions): Promise<ReceiptBundle> {
  const receiptId = receiptIdOf(id)
  return fetchReceipt(await gatewayOf(context, options), receiptId, { signal: context.signal })
}

function receiptIdOf(text: string): Hash {
  if (receiptIdPattern.test(text)) return parseHash(text.toLowerCase())
  throw new UsageError(
    `Expected a receipt id of 32 bytes as hex, got "${text.slice(0, 80)}".`,
    'Take it from the millrace-receipt header.',
  )
}

const receiptIdPattern = /^0x[0-9a-fA-F]{64}$/

async function verify(context: Context, file: string, options: VerifyOptions): Promise<void> {
  const terminal = terminalOf(context, options)
  const bundle = receiptIdPattern.test(file) ? await download(context, file, options) : await readBundle(context, file)
  const checks = [...checkReceiptBundle(bundle, recoverSigner)]
  if (options.offline !== true) checks.push(...(await checkAgainstChain(context, bundle, options.network)))
  const { green, red, bold } = terminal.colours
  for (const { name, holds, detail } of checks) {
    terminal.line(`${holds ? green('✓') : red('✗')} ${name}${holds ? '' : `: ${detail}`}`)
  }
  const holds = checks.every((check) => check.holds)
  terminal.line(
    holds
      ? bold(
          `The receipt ${bundleReceiptId(bundle)} holds${options.offline === true ? '; the chain was not asked' : ''}.`,
        )
      : bold(red('The receipt does not hold.')),
  )
  terminal.result({ receiptId: bundleReceiptId(bundle), holds, chainChecked: options.offline !== true, checks })
  if (!holds) throw new ReceiptInvalidError(checks.filter((check) => !check.holds).map(({ name }) => name))
}

/** Checks what only the chain knows: the contracts, who operates the node, and which key may sign for the payer. */
async function checkAgainstChain(
  context: Context,
  bundle: ReceiptBundle,
  name: string,
): Promise<readonly ReceiptCheck[]> {
  const { signal } = context
  const network = await readNetwork(context.environment.dataDir, name)
  const reader = await openReader(network, { signal })
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

async function readBundle(context: Context, file: string): Promise<ReceiptBundle> {
  const text =
    file === '-' ? await readAll(context.streams.in) : await readTextFile(file, { bytesMax: receiptFileBytesMax })
  return parseJsonText(text, file === '-' ? 'standard input' : file, {
    parse: parseReceiptBundle,
    hint: 'Fetch the receipt again with "millrace receipts get".',
  })
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = ''
  for await (const piece of stream) {
    text += piece.toString()
    if (text.length > receiptFileBytesMax)
      throw new UsageError('The receipt is too large.', `It may have at most ${receiptFileBytesMax} bytes.`)
  }
  return text
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
