/** This machine as the judge between replicas: it runs the job itself, which gives the same bits everywhere. */
import { judgeBundle } from '@millrace/auditor'
import { recoverSigner } from '@millrace/chain'
import { modelRoot, zeroAddress } from '@millrace/protocol'
import { createWasmSandbox, type WasmSandbox, wasmEngineContent } from '@millrace/sandbox'
import type { ReplicaJudgement } from '@millrace/sdk'
import type { Network } from '../network.ts'

/** Returns the judge; its sandbox starts with the first dispute, and ends when disposed. */
export function localReplicaJudge({
  deployment,
}: Pick<Network, 'deployment'>): AsyncDisposable & { readonly judge: ReplicaJudgement } {
  let sandbox: WasmSandbox | undefined
  const domain = { chainId: deployment.chainId, verifyingContract: deployment.escrow }
  // Its own word needs no record: it is the buyer's machine.
  const self = { node: zeroAddress, operator: zeroAddress, subnet: 'this machine', checksSurvived: ownChecks }
  return {
    async judge(bundle, { signal }) {
      sandbox ??= createWasmSandbox()
      const components = { calibrations: [], recover: recoverSigner, domain }
      const engine = { engineRoot: modelRoot(wasmEngineContent()), run: sandbox.run }
      const { outcome } = await judgeBundle({ ...components, sandbox: engine }, bundle, { signal })
      return { judge: self, isRight: outcome === 'unable' ? null : outcome === 'honest' }
    },
    async [Symbol.asyncDispose]() {
      await sandbox?.close()
    },
  }
}

/** So many that the judge's own word outweighs any number of replicas. */
const ownChecks = 1_000_000
