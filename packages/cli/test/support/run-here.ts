/**
 * A command in the test's own process: the same program as `millrace`, without the half second of processor time that starting Node
 * and loading it takes. What concerns processes, signals and pipes is tested with real ones.
 */
import { Readable, Writable } from 'node:stream'
import { readEnvironment } from '../../src/environment.ts'
import { runProgram } from '../../src/program.ts'
import { cleanEnvironment, type Outcome } from './millrace.ts'

/** Runs a command line to its end, as a script would see it: no terminal, nothing on standard input. */
export async function runHere(args: readonly string[], { home }: { readonly home: string }): Promise<Outcome> {
  const [out, err] = [createSink(), createSink()]
  const status = await runProgram(args, {
    environment: readEnvironment(
      { ...cleanEnvironment(), MILLRACE_HOME: home },
      { cwd: process.cwd(), isTerminal: false },
    ),
    streams: { in: Readable.from([]), out: out.stream, err: err.stream },
    now: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    signal: new AbortController().signal,
    parent: undefined,
  })
  return { status, stdout: out.text(), stderr: err.text() }
}

function createSink() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  // What commands use of a stream that is no terminal is what every stream has.
  return { stream: stream as NodeJS.WriteStream, text: () => Buffer.concat(chunks).toString('utf8') }
}
