/** What judging needs: models that can read answers again, a sandbox, and calibrations. Each may be missing; then it is `unable`. */
import type { Domain, Hash, RecoverSigner } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { WasmSandbox } from '@millrace/sandbox'
import type { Calibration } from '@millrace/verification'

export type JudgeComponents = {
  /** Reads answers and embeddings again. */
  readonly runtime?: Pick<Runtime, 'models' | 'audit'>
  /** Runs batches again; it is of the engine with this root. */
  readonly sandbox?: { readonly engineRoot: Hash; readonly run: WasmSandbox['run'] }
  /** For answers that need not match to the bit. */
  readonly calibrations: readonly Calibration[]
  readonly recover: RecoverSigner
  /** Receipts of other chains are not judged. */
  readonly domain: Domain
}

export type JudgeOptions = { readonly signal: AbortSignal }
