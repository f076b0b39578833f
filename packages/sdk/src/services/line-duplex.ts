/** A line as a stream of Node's: half-open ends stay open, and nothing is read ahead of whoever reads. */
import { Duplex } from 'node:stream'
import type { Line } from '@millrace/p2p'
import { MalformedError } from '@millrace/protocol'

/** @param explain - what a failure of the line means. */
export function duplexOverLine(line: Line, explain: (error: unknown) => Error): Duplex {
  let wanted = Promise.withResolvers<void>()
  const duplex = new Duplex({
    allowHalfOpen: true,
    read() {
      wanted.resolve()
    },
    write(bytes: Uint8Array, _encoding, done) {
      line.send('data', bytes).then(
        () => done(),
        (error: unknown) => done(explain(error)),
      )
    },
    final(done) {
      line.end()
      done()
    },
    destroy(error, done) {
      wanted.resolve()
      line.reset()
      done(error)
    },
  })
  pump().catch((error: unknown) => duplex.destroy(explain(error)))
  return duplex

  async function pump(): Promise<void> {
    for (let event = await line.next(); event !== undefined; event = await line.next()) {
      if (event.type !== 'data') throw new MalformedError('line frame', 'data', event.type)
      wanted = Promise.withResolvers()
      if (!duplex.push(event.bytes)) await wanted.promise
      if (duplex.destroyed) return
    }
    duplex.push(null)
  }
}
