/** Chromium with the repository's own sources in it: served with their types stripped, from a server that only this machine reaches. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { TierDigest, TierTask } from './tier-digest.ts'

const root = new URL('../../../../', import.meta.url)
/** Where Debian puts it. */
export const chromiumPath = '/usr/bin/chromium'

/** What the sandbox and the sampler take of the protocol; all of the protocol needs a bundler. */
const protocolParts = `export { MillraceError } from '/packages/protocol/src/millrace-error.ts'
export { bytesToHex, hexToBytes } from '/packages/protocol/src/hex.ts'`
const page = `<!doctype html><script type="importmap">{"imports": {
  "@millrace/protocol": "/protocol-parts.js", "@noble/hashes/": "/node_modules/@noble/hashes/"}}</script>`

export function hasChromium(): boolean {
  return existsSync(chromiumPath)
}

/** Returns what the browser makes of a task. */
export async function digestInChromium(
  task: TierTask,
): Promise<{ readonly digest: TierDigest; readonly version: string }> {
  const call = { module: '/packages/sandbox/test/support/tier-digest.ts', name: 'digestOf', argument: task }
  const { result, version } = await callInChromium(call)
  return { digest: result as TierDigest, version }
}

/** Calls an exported function of a source file, by its path from the repository's root; argument and result are JSON. */
export async function callInChromium({
  module,
  name,
  argument,
}: {
  readonly module: string
  readonly name: string
  readonly argument: unknown
}): Promise<{ readonly result: unknown; readonly version: string }> {
  const server = createServer((request, response) => {
    sourceOf(request.url ?? '/').then(
      ({ type, text }) => response.writeHead(200, { 'content-type': type }).end(text),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  try {
    const tab = await browser.newPage()
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const script = `import('${module}').then((exported) => exported.${name}(${JSON.stringify(argument)}))`
    return { result: await tab.evaluate(script), version: browser.version() }
  } finally {
    await browser.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

async function sourceOf(url: string): Promise<{ readonly type: string; readonly text: string }> {
  const { pathname } = new URL(url, 'http://localhost')
  if (pathname === '/') return { type: 'text/html', text: page }
  const type = 'text/javascript'
  if (pathname === '/protocol-parts.js') return { type, text: protocolParts }
  const text = await readFile(fileURLToPath(new URL(`.${pathname}`, root)), 'utf8')
  return { type, text: pathname.endsWith('.ts') ? stripTypeScriptTypes(text) : text }
}
