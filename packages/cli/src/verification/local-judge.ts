/** Computing somebody's work again on this machine: the model or the sandbox that a receipt names, and calibrations from files. */

import type { JudgeComponents } from '@millrace/auditor'
import { recoverSigner } from '@millrace/chain'
import { type Domain, modelRoot, type ReceiptBundle } from '@millrace/protocol'
import {
  builtInCalibrations,
  builtInManifests,
  createLlamaRuntime,
  ensureModel,
  manifestRoot,
  runtimeModelOf,
} from '@millrace/runtime'
import { createWasmSandbox, wasmEngineContent } from '@millrace/sandbox'
import { type Calibration, parseCalibration } from '@millrace/verification'
import type { Context } from '../context.ts'
import { readJsonFile } from '../read-file.ts'

/** Largest calibration that is read, in bytes: counts of some hundred cells for some classes. */
export const calibrationFileBytesMax = 16 * 1024 * 1024

export type LocalJudge = AsyncDisposable & { readonly components: JudgeComponents }

export type LocalJudgeInit = {
  /** Receipts of other chains are not judged. */
  readonly domain: Domain
  readonly calibrations: readonly Calibration[]
  readonly onProgress: (file: string, done: number, total: number) => void
}

/** Opens what can judge the bundle. A model that this machine cannot have is left out: then the judge says so. */
export async function openLocalJudge(
  context: Context,
  { receipt, request }: Pick<ReceiptBundle, 'receipt' | 'request'>,
  { domain, calibrations, onProgress }: LocalJudgeInit,
): Promise<LocalJudge> {
  const common = { calibrations, recover: recoverSigner, domain }
  if (request.kind === 'batch') {
    const sandbox = createWasmSandbox()
    return {
      components: { ...common, sandbox: { engineRoot: modelRoot(wasmEngineContent()), run: sandbox.run } },
      [Symbol.asyncDispose]: () => sandbox.close(),
    }
  }
  const manifest = [...builtInManifests.values()].find((known) => manifestRoot(known) === receipt.modelRoot)
  if (manifest === undefined) return { components: common, [Symbol.asyncDispose]: async () => undefined }
  const { cacheDir, npm } = context.environment
  const paths = await ensureModel(manifest, { cacheDir, npm, onProgress, signal: context.signal })
  const path = manifest.content.files.map((file) => paths.get(file.path)).at(0)
  if (path === undefined) throw new RangeError(`the manifest of ${manifest.content.name} lists no file`)
  // On the processor: another machine's card cannot repeat the bits.
  const runtime = createLlamaRuntime({}, { models: [{ model: runtimeModelOf(manifest), path }], gpu: false })
  return { components: { ...common, runtime }, [Symbol.asyncDispose]: () => runtime.close() }
}

/** Returns the calibrations in files, then those that come with Millrace. @throws {FileUnreadableError} @throws {FileBrokenError} */
export async function readCalibrations(paths: readonly string[]): Promise<readonly Calibration[]> {
  const hint = 'Get the file again from who measured it.'
  const read = await Promise.all(
    paths.map((path) => readJsonFile(path, { bytesMax: calibrationFileBytesMax, hint, parse: parseCalibration })),
  )
  return [...read, ...builtInCalibrations]
}
