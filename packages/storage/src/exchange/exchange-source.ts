/**
 * The other end of an exchange as a source: asked for outlines and ranges, it may answer what it likes; storage checks every chunk.
 */
import { isMillraceError, type WantFrame } from '@millrace/protocol'
import { blockHashBytes, chunkCount, objectBytesMax, objectChunkBytes } from '../object/object-layout.ts'
import { parseRootBlock, rootBlockBytes } from '../object/object-outline.ts'
import type { ObjectSource } from '../source/object-source.ts'
import { ObjectMismatchError, ObjectSourceError } from '../storage-error.ts'
import type { AskingLine } from './exchange-line.ts'

export type ExchangeSourceInit = {
  /** What errors call the other end. */
  readonly label: string
  /** Returns a line; called again when one is broken off, where `isRedialed`. */
  readonly dial: (options: { readonly signal: AbortSignal }) => Promise<AskingLine>
  /** Whether a line that broke off may be replaced; else the other end must begin anew. */
  readonly isRedialed: boolean
  /** Size of the object, where it was agreed on: nothing is begun for another. */
  readonly bytes?: number
  /** Told of every byte that came, before it is checked. @throws to refuse more of them. */
  readonly onBytes?: (bytes: number) => void
}

/** Returns the source, and how to give up its line. */
export function exchangeSource(init: ExchangeSourceInit): ObjectSource & Disposable {
  const { label, dial, isRedialed, bytes: agreed, onBytes } = init
  let line: AskingLine | undefined
  let wasDialed = false
  let isBusy = false

  /** Whoever stalled may still hold up a reader that nobody waits for: its line is given up with it. */
  async function lineOf(signal: AbortSignal): Promise<AskingLine> {
    if (isBusy) drop()
    if (line !== undefined) return line
    if (wasDialed && !isRedialed) throw broken('the stream has ended')
    wasDialed = true
    line = await dial({ signal })
    return line
  }

  function drop(): void {
    line?.reset()
    line = undefined
    isBusy = false
  }

  async function* receive(want: WantFrame, bytesMax: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
    let mine: AskingLine | undefined
    let isClean = false
    const onAbort = () => mine?.reset()
    signal.addEventListener('abort', onAbort)
    try {
      mine = await lineOf(signal)
      isBusy = true
      await mine.want(want)
      const total = mine.announced(await nextFrame(mine))
      if (total > bytesMax) throw new ObjectMismatchError(label, `${total} bytes where at most ${bytesMax} belong`)
      isClean = total === 0
      for (let done = 0; done < total; ) {
        const piece = await nextFrame(mine)
        done += piece.length
        if (piece.length === 0 || done > total) throw new ObjectMismatchError(label, 'frames that do not add up')
        onBytes?.(piece.length)
        isClean = done === total
        yield piece
      }
    } catch (error) {
      isClean = false
      signal.throwIfAborted()
      throw isMillraceError(error) && error.code !== 'PEER_CLOSED' ? error : broken('the stream broke off', error)
    } finally {
      signal.removeEventListener('abort', onAbort)
      // What is under way would be taken for the answer to the next want.
      if (mine !== undefined && mine === line) {
        if (isClean) isBusy = false
        else drop()
      }
    }
  }

  async function nextFrame(from: AskingLine): Promise<Uint8Array> {
    const frame = await from.next()
    if (frame === undefined) throw broken('the stream ended')
    return frame
  }

  function broken(problem: string, cause?: unknown): ObjectSourceError {
    return new ObjectSourceError(label, problem, { retryable: isRedialed, cause })
  }

  function requireAgreed(bytes: number): void {
    if (agreed === undefined || bytes === agreed) return
    throw new ObjectMismatchError(label, `${bytes} bytes instead of the ${agreed} that were agreed on`)
  }

  return {
    label,
    async open({ start, end, outline }, { signal }) {
      if (outline === undefined) {
        throw new ObjectSourceError(label, 'a peer is asked by range, and the outline is not known', {
          retryable: false,
        })
      }
      const { address, bytes } = outline
      requireAgreed(bytes)
      const from = Math.floor(start / objectChunkBytes) * objectChunkBytes
      const to = Math.min(bytes, end ?? bytes)
      const want = { type: 'want' as const, object: address, range: { start: from, end: to } }
      return { start: from, bytesTotal: bytes, validator: address, pieces: receive(want, to - from, signal) }
    },
    async readOutline(address, { signal }) {
      const want = { type: 'want' as const, object: address, range: 'outline' as const }
      const pieces: Uint8Array[] = []
      const bytesMax = rootBlockBytes + blockHashBytes * chunkCount(agreed ?? objectBytesMax)
      for await (const piece of receive(want, bytesMax, signal)) pieces.push(piece)
      const outline = Buffer.concat(pieces)
      requireAgreed(parseRootBlock(address, outline.subarray(0, rootBlockBytes)).bytes)
      return outline
    },
    [Symbol.dispose]: drop,
  }
}
