/**
 * Time on a local chain: it stands still between transactions, so that the windows of its courts would never end by themselves. While
 * somebody waits for a case, a block is mined every few seconds; on any other chain others do that.
 */
import { hasFaucet } from '../local/faucet.ts'
import type { Network } from '../network.ts'

/** Milliseconds between two blocks. */
const blockMs = 3_000

/** Mines until disposed. What fails is tried again: the chain may be stopping. */
export function keepTimePassing(network: Network): Disposable {
  if (!hasFaucet(network)) return { [Symbol.dispose]: () => undefined }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'evm_mine', params: [] })
  const headers = { 'content-type': 'application/json' }
  const mine = () => {
    const signal = AbortSignal.timeout(blockMs)
    fetch(network.rpcUrl, { method: 'POST', headers, body, signal }).then(ignored, ignored)
  }
  const timer = setInterval(mine, blockMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function ignored(): void {
  // The next one comes in a moment.
}
