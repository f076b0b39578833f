/**
 * The few things the sandbox asks of slurmrestd, over a Unix socket or HTTP.
 *
 * Who may ask is told by the socket (rest_auth/local: the user that slurmrestd runs as, or root) or by a token (rest_auth/jwt). A token
 * stands in a header and nowhere else.
 *
 * Source: Slurm REST API, openapi/v0.0.38; slurmrestd(8).
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import {
  readJobId,
  readJobs,
  readNodes,
  readPartitions,
  readProblems,
  type SlurmJob,
  type SlurmNode,
  type SlurmPartition,
  type SlurmProblem,
} from './slurm-answers.ts'
import { SlurmError } from './slurm-error.ts'
import type { SlurmLimits } from './slurm-limits.ts'

/** `unix:/path` or `http://…` or `https://…`. */
export type SlurmPlace = {
  readonly address: string
  /** Returns the token of the user that jobs run as; asked for each time, for tokens are renewed. */
  readonly token?: () => { readonly user: string; readonly token: string }
}

/** What of a job's description is used; Slurm's own words. */
export type SlurmSubmission = {
  readonly script: string
  readonly job: Readonly<Record<string, string | number | boolean | Readonly<Record<string, string>>>>
}

export type SlurmRest = {
  /** All of them reject with {@link SlurmError}, and with the signal's reason. */
  nodes(signal: AbortSignal): Promise<readonly SlurmNode[]>
  partitions(signal: AbortSignal): Promise<readonly SlurmPartition[]>
  /** All of the cluster's that this user sees. */
  jobs(signal: AbortSignal): Promise<readonly SlurmJob[]>
  /** Undefined where Slurm knows it no more. */
  job(id: number, signal: AbortSignal): Promise<SlurmJob | undefined>
  /** @returns the job's number. */
  submit(submission: SlurmSubmission, signal: AbortSignal): Promise<number>
  /** Sends a signal to every process of a job, or cancels it. Returns whether there was something to send it to. */
  end(id: number, signal: AbortSignal, number?: number): Promise<boolean>
}

const version = '/slurm/v0.0.38'
/** ESLURM_INVALID_JOB_ID, ESLURM_TRANSITION_STATE_NO_UPDATE, ESLURM_ALREADY_DONE and ESLURM_JOB_PENDING. */
const nothingThere = new Set([2017, 2020, 2021, 2024])

/** @throws {RangeError} when the address is none. */
export function createSlurmRest({ address, token }: SlurmPlace, limits: SlurmLimits): SlurmRest {
  const target = targetOf(address)

  async function ask(method: string, path: string, signal: AbortSignal, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const given = token?.()
    const headers = {
      ...(given === undefined ? {} : { 'X-SLURM-USER-NAME': given.user, 'X-SLURM-USER-TOKEN': given.token }),
      ...(text === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) }),
    }
    const timeout = AbortSignal.timeout(limits.answerMsMax)
    const options = { ...target.options, method, path: `${target.prefix}${version}${path}`, headers, agent: false }
    try {
      const both = AbortSignal.any([signal, timeout])
      const { status, bytes } = await exchange(target, { ...options, signal: both }, text, limits.answerBytesMax)
      return { status, ...parse(status, bytes) }
    } catch (cause) {
      signal.throwIfAborted()
      if (cause instanceof SlurmError) throw cause
      const why = timeout.aborted ? `no answer within ${limits.answerMsMax} ms` : wordsOf(cause)
      throw new SlurmError(`${method} ${path}: ${why}`, [], cause)
    }
  }

  async function expect(method: string, path: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
    const { status, problems, json } = await ask(method, path, signal, body)
    if (status === 200 && problems.length === 0) return json
    throw failure(`${method} ${path}`, status, problems)
  }

  return {
    nodes: async (signal) => readNodes(await expect('GET', '/nodes', signal)),
    partitions: async (signal) => readPartitions(await expect('GET', '/partitions', signal)),
    jobs: async (signal) => readJobs(await expect('GET', '/jobs', signal)),
    async job(id, signal) {
      const { status, problems, json } = await ask('GET', `/job/${id}`, signal)
      if (problems.some(({ number }) => nothingThere.has(number))) return undefined
      if (status !== 200 || problems.length > 0) throw failure(`GET /job/${id}`, status, problems)
      return readJobs(json).find((job) => job.id === id)
    },
    async submit(submission, signal) {
      const id = readJobId(await expect('POST', '/job/submit', signal, submission))
      if (id === 0) throw new SlurmError('POST /job/submit: it told no number of a job')
      return id
    },
    async end(id, signal, number) {
      const path = `/job/${id}${number === undefined ? '' : `?signal=${number}`}`
      const { status, problems } = await ask('DELETE', path, signal)
      if (problems.some((problem) => nothingThere.has(problem.number))) return false
      if (status !== 200 || problems.length > 0) throw failure(`DELETE ${path}`, status, problems)
      return true
    },
  }
}

type Answer = { readonly status: number; readonly problems: readonly SlurmProblem[]; readonly json?: unknown }

type Target = {
  readonly isSecure: boolean
  readonly options: Pick<RequestOptions, 'socketPath' | 'host' | 'port'>
  readonly prefix: string
}

function targetOf(address: string): Target {
  const socketPath = /^unix:(\/.+)$/.exec(address)?.[1]
  if (socketPath !== undefined) return { isSecure: false, options: { socketPath }, prefix: '' }
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new RangeError(
      `An address of slurmrestd is unix:/path, http://… or https://…, got "${address.slice(0, 80)}".`,
    )
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const options = url.port === '' ? { host } : { host, port: Number(url.port) }
  return { isSecure: url.protocol === 'https:', options, prefix: url.pathname.replace(/\/+$/, '') }
}

async function exchange(
  { isSecure }: Target,
  options: RequestOptions,
  body: string | undefined,
  bytesMax: number,
): Promise<{ readonly status: number; readonly bytes: Buffer }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = (isSecure ? httpsRequest : httpRequest)(options)
  request.on('response', resolve).on('error', reject)
  request.end(body)
  const response = await promise
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > bytesMax) throw new SlurmError(`its answer is longer than ${bytesMax} bytes`)
    pieces.push(piece)
  }
  return { status: response.statusCode ?? 0, bytes: Buffer.concat(pieces) }
}

/** What is no JSON is the server's own words: of a wrong token, of another version. */
function parse(status: number, bytes: Buffer): Pick<Answer, 'problems' | 'json'> {
  const text = bytes.toString('utf8')
  try {
    const json: unknown = JSON.parse(text)
    return { json, problems: readProblems(json) }
  } catch (cause) {
    throw new SlurmError(`status ${status}, ${text.trim().slice(0, 200) || 'without a word'}`, [], cause)
  }
}

function failure(what: string, status: number, problems: readonly SlurmProblem[]): SlurmError {
  const words = problems.map(({ number, text }) => `${text} (${number})`).join('; ')
  const numbers = problems.map(({ number }) => number)
  return new SlurmError(`${what}: ${words === '' ? `status ${status}` : words}`, numbers)
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
