import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signedBundle } from '../test/support/bundle.ts'
import { recoverTestSigner } from '../test/support/keys.ts'
import {
  checkReceiptBundle,
  decodeBuyerFrame,
  decodeOpening,
  decodeProviderFrame,
  encodeFrame,
  frameBytesMax,
  isTaskPath,
  modelRoot,
  parseModelContent,
  parseReceiptBundle,
  parseRequest,
  protocolVersion,
  type Receipt,
  receiptBundleToJson,
  type TaskRequest,
  type TaskResponse,
  taskClockSlackMs,
  taskFilesMax,
  taskInputUnits,
  taskLogBytesMax,
  taskOutputUnits,
  taskOutputUnitsMax,
  taskOutputUnitsWithin,
  taskPathsCharsMax,
  taskSandboxContent,
  taskSandboxNames,
  taskWallMsMax,
  workloads,
  zeroHash,
} from './index.ts'

const content = taskSandboxContent('bubblewrap')
const object = 'ab'.repeat(32)
const limits = {
  ...{ wallMsMax: 10_000, cpus: 3, memoryBytesMax: 2 ** 30, diskBytesMax: 2 ** 30, processesMax: 64 },
  ...{ filesMax: 1_000, openFilesMax: 64, logBytesMax: 1_000 },
}
const request: TaskRequest = {
  ...{ kind: 'task', model: modelRoot(content), nonce: `0x${'0f'.repeat(16)}`, image: 'host' },
  ...{ command: ['sh', '-c', 'true'], environment: { LANG: 'C' }, inputs: [{ path: 'in', object, bytes: 1_025 }] },
  ...{ outputs: ['out'], network: 'none', gpus: 0, limits },
}
const response: TaskResponse = {
  ...{ kind: 'task', outcome: 'exited', exitCode: 0, log: 'done\n', outputs: [{ path: 'out', object, bytes: 3 }] },
  usage: { wallMs: 1_000, cpuMs: 900, memoryBytesPeak: 1, diskBytes: 2 },
}

describe('request', () => {
  test('a task and back is the identity', () => {
    expect(parseRequest(JSON.parse(JSON.stringify(request)))).toEqual(request)
  })

  test('a path that is taken leads below where it starts, and every plain name is taken', () => {
    const name = fc.constantFrom('a', '..', '.', '', 'b.c', '\\', 'x\u0000', '\u202e', '\n', 'ü', ' ', 'c'.repeat(256))
    fc.assert(
      fc.property(fc.array(name, { maxLength: 40 }), (names) => {
        const plain = names.every((one) => /^[abcü. ]+$/.test(one) && one.length < 256 && !/^\.{1,2}$/.test(one))
        expect(isTaskPath(names.join('/'))).toBe(plain && names.length > 0 && names.length <= 32)
      }),
    )
    expect(isTaskPath('/a')).toBe(false)
    expect(isTaskPath('\ud800')).toBe(false)
  })

  test.each([
    ['more bytes of command than Linux takes', { command: ['a', 'x'.repeat(131_072)] }],
    ['a variable that is no name', { environment: { '1A': '' } }],
    ['variables as a list', { environment: [] as unknown as Record<string, string> }],
    ['two inputs at one path', { inputs: [request.inputs[0], request.inputs[0]] as TaskRequest['inputs'] }],
    ['an object that is no address', { inputs: [{ path: 'a', object: 'AB'.repeat(32), bytes: 1 }] }],
    ['a negative size', { inputs: [{ path: 'a', object, bytes: -1 }] }],
    ['a log beyond what an answer holds', { limits: { ...limits, logBytesMax: taskLogBytesMax + 1 } }],
    ['half a GPU', { gpus: 0.5 }],
    ['another field', { shell: true } as Partial<TaskRequest>],
  ] as [string, Partial<TaskRequest>][])('%s is malformed', (_name, changed) => {
    expect(() => parseRequest({ ...request, ...changed })).toThrow(
      expect.objectContaining({ code: 'PROTOCOL_MALFORMED' }),
    )
  })

  test('the names of sandboxes have roots of their own', () => {
    const roots = taskSandboxNames.map((name) => modelRoot(parseModelContent(taskSandboxContent(name))))
    expect(new Set(roots).size).toBe(taskSandboxNames.length)
  })
})

describe('units', () => {
  test('the most there can be is a safe integer', () => {
    const most = { limits: { ...limits, wallMsMax: taskWallMsMax, cpus: 1_024 } }
    expect(Number.isSafeInteger(taskOutputUnitsMax(most))).toBe(true)
  })

  test('input units are KiB, rounded up once; output units are time by processors, rounded up', () => {
    const halves = [1, 2].map((path) => ({ path: String(path), object, bytes: 512 }))
    expect(taskInputUnits({ inputs: halves })).toBe(1)
    expect(taskInputUnits(request)).toBe(2)
    expect(taskInputUnits({ inputs: [] })).toBe(0)
    expect(taskOutputUnits(0.4, request)).toBe(2)
    expect(taskOutputUnitsMax(request)).toBe(30_000)
  })

  test('between two dates there is as much as the processors had, and the slack of a clock', () => {
    const dates = (startedAt: bigint, finishedAt: bigint) => ({ startedAt, finishedAt })
    const long = { limits: { ...limits, wallMsMax: 1_000_000 } }
    expect(taskOutputUnitsWithin(dates(5n, 5n), long)).toBe((1_000 + taskClockSlackMs) * 3)
    expect(taskOutputUnitsWithin(dates(9n, 5n), long)).toBe(taskClockSlackMs * 3)
    expect(taskOutputUnitsWithin(dates(5n, 100_000n), long)).toBe(3_000_000)
  })
})

describe('frames', () => {
  test('objects are put, wanted and given', () => {
    const leaseId = zeroHash
    const put = { v: protocolVersion, type: 'put', leaseId, object, bytes: 5 } as const
    const fetch = { v: protocolVersion, type: 'fetch', leaseId, object } as const
    for (const frame of [put, fetch]) expect(decodeOpening(encodeFrame(frame))).toEqual(frame)
    const outline = { type: 'want', object, range: 'outline' } as const
    const part = { type: 'want', object, range: { start: 1, end: 4 } } as const
    const bytes = { type: 'bytes', bytes: 3 } as const
    for (const frame of [outline, part, bytes]) {
      expect(decodeBuyerFrame(encodeFrame(frame))).toEqual(frame)
      expect(decodeProviderFrame(encodeFrame(frame))).toEqual(frame)
    }
    const stored = { type: 'stored', object, bytes: 5 } as const
    expect(decodeProviderFrame(encodeFrame(stored))).toEqual(stored)
  })

  test('the largest answer fits a frame, however its log is escaped', () => {
    const nameChars = Math.floor(taskPathsCharsMax / taskFilesMax)
    const outputs = Array.from({ length: taskFilesMax }, (_, index) => ({
      path: String(index).padStart(nameChars, '日'),
      object,
      bytes: 2 ** 40,
    }))
    const largest = { ...response, log: '\u0001'.repeat(taskLogBytesMax), outputs }
    const { receipt, receiptSignature: signature } = taskBundle()
    const frame = encodeFrame({ type: 'end', receipt, signature, response: largest })
    expect(frame.length).toBeLessThan(frameBytesMax)
    expect(decodeProviderFrame(frame)).toMatchObject({ type: 'end', response: { kind: 'task' } })
  })

  test.each([
    ['an output outside', { outputs: [{ path: '../a', object, bytes: 1 }] }],
    ['an output within another', { outputs: ['a', 'a/b'].map((path) => ({ path, object, bytes: 1 })) }],
    ['a signal that is none', { signal: '$(reboot)' }],
    ['half a character in the log', { log: '\ud800' }],
  ] as [string, Partial<TaskResponse>][])('%s is malformed', (_name, changed) => {
    const { receipt, receiptSignature: signature } = taskBundle()
    const frame = { type: 'end' as const, receipt, signature, response: { ...response, ...changed } }
    expect(() => decodeProviderFrame(encodeFrame(frame))).toThrow(
      expect.objectContaining({ code: 'PROTOCOL_MALFORMED' }),
    )
  })
})

describe('receipt bundle', () => {
  test('of a task holds in every check, and is read back', () => {
    const bundle = taskBundle()
    expect(failing(bundle)).toEqual([])
    expect(parseReceiptBundle(JSON.parse(JSON.stringify(receiptBundleToJson(bundle))))).toEqual(bundle)
  })

  test('counts no other input than there was, and no more time than passed', () => {
    expect(failing(taskBundle({ inputUnits: 3n }))).toContain('input units are those of the inputs')
    const tooMuch = { outputUnits: 30_001n }
    expect(failing(taskBundle(tooMuch))).toContain('output units are no more than the processors had time for')
  })
})

function taskBundle(receipt: Partial<Receipt> = {}) {
  return signedBundle({
    model: content,
    request,
    response,
    quote: { modelRoot: modelRoot(content), workload: workloads.task, outputPrice: 1n },
    receipt: {
      ...{ modelRoot: modelRoot(content), workload: workloads.task, amount: 1n },
      ...{ inputUnits: 2n, outputUnits: 3_000n, ...receipt },
    },
  })
}

function failing(bundle: ReturnType<typeof taskBundle>): string[] {
  return checkReceiptBundle(bundle, recoverTestSigner).flatMap(({ name, holds }) => (holds ? [] : [name]))
}
