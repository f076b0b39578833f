/**
 * Stack traces in terms of the sources, where the program runs from its bundle. Node can do so by itself with `--enable-source-maps`,
 * but then reads every map at the start, which doubles the time to load.
 */
import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

const place = /(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g

/** Returns the stack trace with the places of sources for those of compiled files that have a map beside them. */
export function withSources(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>()
  return stack.replace(place, (compiled, url: string, line: string, column: string) => {
    if (!maps.has(url)) maps.set(url, mapOf(url))
    const found = maps.get(url)?.findOrigin(Number(line), Number(column))
    if (found === undefined || !('fileName' in found)) return compiled
    return `${new URL(found.fileName, url).href}:${found.lineNumber}:${found.columnNumber}`
  })
}

function mapOf(url: string): SourceMap | undefined {
  const path = `${fileURLToPath(url)}.map`
  return existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : undefined
}
