#!/usr/bin/env node
/**
 * The entry point, which alone reads the environment. Compiled code is kept in the cache folder from one start to the next, which halves the time to load; it
 * has to be switched on before anything else is loaded, so the rest stands in start.ts.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { cacheDirOf } from './cache-dir.ts'

const cacheDir = cacheDirOf(process.env)
if (cacheDir !== undefined) {
  const compiled = join(cacheDir, 'compiled')
  enableCompileCache(compiled)
  // For the processes that libraries fork: they read the environment.
  process.env.NODE_COMPILE_CACHE ??= compiled
}

const { start } = await import('./start.ts')
await start(process, process.env)
