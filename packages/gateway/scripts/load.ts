/**
 * Loads an HTTP server with one fixed request over keep-alive connections, from a process of its own, and prints JSON: how
 * many answers a second, and how long they took. Bare sockets, so that what is measured is the server.
 *
 * node load.ts PORT CONNECTIONS SECONDS SECRET BODY
 */
import { connect } from 'node:net'

const [port, connections, seconds, secret, body = ''] = process.argv.slice(2)
const request = Buffer.from(
  `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${secret}\r\n` +
    `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
)
const streamed = body.includes('"stream":true')
const latenciesMs: number[] = []
let failed = 0
const end = performance.now() + Number(seconds) * 1000

function oneConnection(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.setNoDelay(true)
    let answer = ''
    let startedAt = 0
    const ask = () => {
      startedAt = performance.now()
      answer = ''
      socket.write(request)
    }
    socket.on('connect', ask)
    socket.on('error', reject)
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1')
      if (!isComplete(answer)) return
      if (!answer.startsWith('HTTP/1.1 200')) failed++
      latenciesMs.push(performance.now() - startedAt)
      if (performance.now() < end) return ask()
      socket.end()
      resolve()
    })
  })
}

function isComplete(answer: string): boolean {
  if (streamed) return answer.endsWith('0\r\n\r\n')
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  return answer.length >= head + 4 + Number(/content-length: (\d+)/i.exec(answer)?.[1])
}

const startedAt = performance.now()
await Promise.all(Array.from({ length: Number(connections) }, oneConnection))
const elapsed = (performance.now() - startedAt) / 1000
latenciesMs.sort((a, b) => a - b)
const at = (share: number) => latenciesMs[Math.floor((latenciesMs.length - 1) * share)]
process.stdout.write(
  JSON.stringify({
    answers: latenciesMs.length,
    failed,
    perSecond: latenciesMs.length / elapsed,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }),
)
