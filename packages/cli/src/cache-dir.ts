/** Where downloaded and derived files live. Without imports of ours: the entry point needs it before anything is compiled. */
import { join } from 'node:path'

/** Returns the cache folder that the environment names, undefined when it names no home. */
export function cacheDirOf(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const { MILLRACE_CACHE, XDG_CACHE_HOME, HOME } = variables
  if (MILLRACE_CACHE) return MILLRACE_CACHE
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'millrace')
  return HOME ? join(HOME, '.cache', 'millrace') : undefined
}
