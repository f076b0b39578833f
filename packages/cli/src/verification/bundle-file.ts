/** Receipts as commands are given them: a file, standard input, or the id of one that a gateway keeps. */
import { type Hash, parseHash, parseReceiptBundle, type ReceiptBundle } from '@millrace/protocol'
import type { Context } from '../context.ts'
import { fetchReceipt } from '../gateway-client.ts'
import { type GatewayOptions, gatewayOf } from '../gateway-options.ts'
import { parseJsonText, readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'

/** Largest receipt file that is read, in bytes. */
export const receiptFileBytesMax = 32 * 1024 * 1024

const receiptIdPattern = /^0x[0-9a-fA-F]{64}$/

/** Returns the receipt that an argument names, with everything needed to check it. */
export async function loadBundle(context: Context, named: string, options: GatewayOptions): Promise<ReceiptBundle> {
  return receiptIdPattern.test(named) ? downloadBundle(context, named, options) : readBundle(context, named)
}

/** Returns the receipt of that id from a gateway. @throws {UsageError} for no id. */
export async function downloadBundle(context: Context, id: string, options: GatewayOptions): Promise<ReceiptBundle> {
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
