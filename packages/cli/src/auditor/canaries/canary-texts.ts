/**
 * The texts of an auditor's canaries, from a folder of its own: each file a document, each document one payer's, each word used once. What
 * was dealt out stands in a file beside the auditor's, so that a folder that changed is noticed rather than read again from its front.
 */
import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesToHex, type Hash, MillraceError, parseHash, parseWith } from '@millrace/protocol'
import type { CanaryCorpus } from '@millrace/verification'
import * as v from 'valibot'
import { isMissing, readJsonFile, readTextFile } from '../../read-file.ts'
import { UsageError } from '../../usage-error.ts'

/** Documents of a folder. */
export const canaryDocumentsMax = 10_000
/** Bytes of one: a long book. */
export const canaryDocumentBytesMax = 4 * 1024 * 1024
/** Characters that a payer begins with at least: some hundred canaries. */
export const canaryCharsMin = 50_000

/** What one payer writes with. */
export type PayerTexts = { readonly seed: Hash; readonly corpus: CanaryCorpus }

const hash = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-f]{64}$/),
  v.transform((text) => parseHash(text)),
)
const schema = v.strictObject({ documents: v.string(), seeds: v.array(hash) })

/**
 * Returns the texts of each payer, the same at every start.
 *
 * @param folder - of `.txt` files in UTF-8. @param kept - the auditor's own file for what was dealt out; made when it is not there.
 * @throws {UsageError} for a folder without enough text. @throws {CanaryTextsChangedError}
 */
export async function dealCanaryTexts(
  folder: string,
  {
    kept,
    payers,
    random,
  }: { readonly kept: string; readonly payers: number; readonly random: (n: number) => Uint8Array },
): Promise<readonly PayerTexts[]> {
  const documents = await readDocuments(folder)
  const hands = Array.from({ length: payers }, (_, payer) => documents.filter((_document, n) => n % payers === payer))
  const poor = hands.find((hand) => hand.reduce((sum, { length }) => sum + length, 0) < canaryCharsMin)
  if (poor !== undefined) {
    throw new UsageError(
      `--canary-texts: ${folder} has too little text for ${payers} payers.`,
      `Each takes ${canaryCharsMin} characters at least, of documents of its own: add ".txt" files, or lower --canary-payers.`,
    )
  }
  const digest = createHash('sha256').update(JSON.stringify(hands)).digest('hex')
  const dealt = (await readKept(kept)) ?? { documents: digest, seeds: hands.map(() => bytesToHex(random(32)) as Hash) }
  if (dealt.documents !== digest || dealt.seeds.length !== payers) throw new CanaryTextsChangedError(folder, kept)
  await writeFile(kept, JSON.stringify(dealt), { mode: 0o600 })
  return hands.map((passages, payer) => ({ seed: dealt.seeds[payer] as Hash, corpus: { passages } }))
}

async function readDocuments(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort()
  if (names.length > canaryDocumentsMax) {
    throw new UsageError(`--canary-texts: ${folder} has ${names.length} files.`, `Keep at most ${canaryDocumentsMax}.`)
  }
  const texts: string[] = []
  for (const name of names) texts.push(await readTextFile(join(folder, name), { bytesMax: canaryDocumentBytesMax }))
  return texts
}

async function readKept(path: string): Promise<v.InferOutput<typeof schema> | undefined> {
  const parse = (value: unknown) => parseWith(schema, value, 'canary texts')
  const hint = 'Give the auditor another --name.'
  return readJsonFile(path, { bytesMax: canaryDocumentBytesMax, hint, parse }).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
}

/** The folder is not the one that canaries were made from: some words of it were sent already, and nobody knows which. */
export class CanaryTextsChangedError extends MillraceError {
  override readonly name = 'CanaryTextsChangedError'

  constructor(folder: string, kept: string) {
    super({
      code: 'CANARY_TEXTS_CHANGED',
      message: `The texts in ${folder}, or the number of payers, are not those that ${kept} was made for.`,
      hint: 'Give the folder back as it was; new texts belong to an auditor of another --name, with payers of its own.',
      retryable: false,
    })
  }
}
