/**
 * What compiled modules name besides their imports: modules that they start as a process or a thread, and data files.
 *
 * The compiler rewrites `.ts` in imports alone; here `new URL('./thread.ts', import.meta.url)` follows.
 */

const moduleUrl = /new URL\((['"])(\.\.?\/[^'"]+)\1, import\.meta\.url\)/g
const dataImport = /\bfrom (['"])(\.\.?\/[^'"]+\.json)\1/g

/**
 * Returns the text of a compiled module with the URLs of other modules ending in `.js`.
 *
 * @param path - where the module stands, for the error.
 * @throws {Error} when a TypeScript file is named in another way, which would not be there once published.
 */
export function withModuleUrls(text: string, path: string): string {
  const rewritten = text.replace(moduleUrl, (url) => url.replace(/\.ts(?=['"])/, '.js'))
  const left = /(['"])[^'"\s]*\.ts\1/.exec(rewritten)?.[0]
  if (left !== undefined) throw new Error(`${path} names ${left}: write new URL(${left}, import.meta.url) in full`)
  return rewritten
}

/** Returns the data files that a compiled module names, relative to it. */
export function dataFilesOf(text: string): readonly string[] {
  const named = [...text.matchAll(moduleUrl), ...text.matchAll(dataImport)].map((match) => match[2] ?? '')
  return [...new Set(named.filter((path) => !path.endsWith('.js')))]
}
