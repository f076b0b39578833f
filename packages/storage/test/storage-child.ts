/**
 * A process that shares a cache: does what each line of its input says, and answers with a line of JSON.
 *
 * { "fetch": address, "url": … } → { "sha256": … } once the object is whole, and keeps it pinned
 * { "store": path } → { "address": … }
 * { "release": true } → { "released": true }
 */
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { isMillraceError } from '@millrace/protocol'
import { createHttpClient, createObjectStorage, httpSource } from '../src/index.ts'

const { directory, bytesMax, origin } = JSON.parse(process.argv[2] ?? '{}') as {
  directory: string
  bytesMax: number
  origin: string
}
const client = createHttpClient({ isPublicAddress: () => false, allowedOrigins: [origin] })
const storage = createObjectStorage({ directory, bytesMax, now: Date.now, limits: { retryDelayMs: 10 } })
const { signal } = new AbortController()
let held = new AsyncDisposableStack()

type Command = { readonly fetch?: string; readonly url?: string; readonly store?: string; readonly release?: boolean }

async function obey({ fetch, url = '', store }: Command): Promise<unknown> {
  if (fetch !== undefined) {
    const sources = () => [httpSource({ client, url, outlineUrl: `${url}.outline` })]
    const object = held.use(await storage.fetch(fetch, { sources, signal }))
    const hash = createHash('sha256')
    for await (const piece of object.read({ start: 0, end: object.outline.bytes }, { signal })) hash.update(piece)
    return { sha256: hash.digest('hex') }
  }
  if (store !== undefined) {
    const stored = await storage.store(store, { signal })
    held.defer(async () => stored[Symbol.dispose]())
    return { address: stored.address }
  }
  await held.disposeAsync()
  held = new AsyncDisposableStack()
  return { released: true }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await obey(JSON.parse(line) as Command).catch((error: unknown) => ({
    code: isMillraceError(error) ? error.code : String(error),
  }))
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
await held.disposeAsync()
await client[Symbol.asyncDispose]()
await storage[Symbol.asyncDispose]()
