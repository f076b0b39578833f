#!/usr/bin/env node
/**
 * The entry point, which alone reads the environment. Compiled code is kept in the cache folder from one start to the next, which halves the time to load; it
 * has to be switched on before anything else is loaded, so the rest stands in start.ts, or in the bundle made of it.
 */
import { createRequire, enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { freshBundle } from './bundle.ts'
import { cacheDirOf } from './cache-dir.ts'

const cacheDir = cacheDirOf(process.env)
if (cacheDir !== undefined) {
  const compiled = join(cacheDir, 'compiled')
  enableCompileCache(compiled)
  // For the processes that libraries fork: they read the environment.
  process.env.NODE_COMPILE_CACHE ??= compiled
}

const bundle = freshBundle(resolve(import.meta.dirname, '../../..'))
// By require: what is published imports nothing by a computed name.
const program: typeof import('./start.ts') =
  bundle === undefined ? await import('./start.ts') : createRequire(import.meta.url)(fileURLToPath(bundle))
await program.start(process, process.env)
