/** A program at a provider, over a line. */
import { Writable } from 'node:stream'
import type { Line, LineEvent } from '@millrace/p2p'
import { MalformedError } from '@millrace/protocol'
import { ignore } from '../abortable.ts'
import type { RemoteExec } from './task-instance.ts'

type Exit = Awaited<RemoteExec['result']>

/** @param explain - what a failure of the line means. */
export function execOverLine(line: Line, explain: (error: unknown) => Error): RemoteExec {
  const result = Promise.withResolvers<Exit>()
  result.promise.catch(ignore)
  let isOver = false
  const stdin = new Writable({
    write(bytes: Uint8Array, _encoding, done) {
      // What a program that ended does not read is nobody's failure.
      if (isOver) done()
      else
        line.send('data', bytes).then(
          () => done(),
          (error: unknown) => done(isOver ? null : explain(error)),
        )
    },
    final(done) {
      line.end()
      done()
    },
  })
  stdin.on('error', ignore)

  async function* output(): AsyncGenerator<{ stream: 'stdout' | 'stderr'; bytes: Uint8Array }, void, void> {
    try {
      for (let event = await line.next(); event !== undefined; event = await line.next()) {
        if (event.type === 'stdout' || event.type === 'stderr') yield { stream: event.type, bytes: event.bytes }
        else exited(event)
      }
      if (!isOver) throw new MalformedError('line frame', 'an exit before the end', 'none')
    } catch (error) {
      if (isOver) return
      const explained = explain(error)
      result.reject(explained)
      throw explained
    } finally {
      end()
    }
  }

  function exited(event: LineEvent): void {
    if (event.type !== 'exit' || isOver) throw new MalformedError('line frame', 'output and one exit', event.type)
    const { type: _type, ...exit } = event
    isOver = true
    line.end()
    result.resolve(exit)
  }

  /** The provider ends it when the line is gone; nobody hears how. */
  function end(): void {
    if (isOver) return
    isOver = true
    line.reset()
    result.resolve({})
  }

  return {
    stdin,
    output: output(),
    resize: (columns, rows) => line.tell({ type: 'resize', columns, rows }),
    result: result.promise,
    end,
  }
}
