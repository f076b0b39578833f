/** Chromium with the package's own sources in it: served with their types stripped, from a server that only this machine reaches. */
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

/** What the sandbox takes of the protocol; all of the protocol needs a bundler. */
const protocolParts = `export { MillraceError } from '/packages/protocol/src/millrace-error.ts'
export { bytesToHex } from '/packages/protocol/src/hex.ts'`
const page = `<!doctype html><script type="importmap">{"imports": {
  "@millrace/protocol": "/protocol-parts.js", "@noble/hashes/": "/node_modules/@noble/hashes/"}}</script>`

export function hasChromium(): boolean {
  return existsSync(chromiumPath)
}

/** Returns what the browser makes of a task. */
export async function digestInChromium(
  task: TierTask,
): Promise<{ readonly digest: TierDigest; readonly version: string }> {
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
    const script = `import('/packages/sandbox/test/support/tier-digest.ts').then(({ digestOf }) => digestOf(${JSON.stringify(task)}))`
    return { digest: (await tab.evaluate(script)) as TierDigest, version: browser.version() }
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
