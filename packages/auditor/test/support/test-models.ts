/** The real models that judges are tested with, fetched once into the user's cache. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ModelContent } from '@millrace/protocol'
import { builtInManifests, ensureModel, type RuntimeModel, runtimeModelOf } from '@millrace/runtime'

export type TestModel = { readonly model: RuntimeModel; readonly path: string; readonly content: ModelContent }

/** Returns the model, or undefined (the reason printed) when it can neither be found nor fetched: then its tests are skipped. */
export async function findTestModel(name: string): Promise<TestModel | undefined> {
  const manifest = builtInManifests.get(name)
  if (manifest === undefined) throw new Error(`There is no built-in model ${name}`)
  try {
    const paths = await ensureModel(manifest, {
      cacheDir: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'millrace'),
      npm: { env: process.env, cwd: process.cwd() },
      signal: AbortSignal.timeout(110_000),
    })
    const [path] = paths.values()
    return path === undefined ? undefined : { model: runtimeModelOf(manifest), path, content: manifest.content }
  } catch (error) {
    console.warn(`SKIPPED: the model ${name} cannot be had: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}
