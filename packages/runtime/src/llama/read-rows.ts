/**
 * Reads tokens whose logits nobody asks for, in pieces. A piece once begun cannot be stopped, so its size bounds how long an abort,
 * or another job, can wait.
 */
import type { Token } from 'node-llama-cpp'
import type { RowContext } from './row-context.ts'

/** Measured on one CPU thread with 1.1B parameters: a piece of 128 takes about 1 s; one of 32 reads 40 % slower than one of 256. */
export const pieceRowsCpu = 128
export const pieceRowsGpu = 512

/** Computes the rows of `tokens` from index `from` up to `to`. Aborting stops after the piece being read. */
export async function readRows(
  context: RowContext,
  rows: { readonly sequence: number; readonly tokens: readonly Token[]; readonly from: number; readonly to: number },
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  for (let at = rows.from; at < rows.to && !signal.aborted; at += context.rowsMax) {
    const tokens = rows.tokens.slice(at, Math.min(rows.to, at + context.rowsMax))
    await context.compute(
      { sequence: rows.sequence, from: at, tokens, logitsFrom: tokens.length },
      async () => undefined,
    )
  }
}
