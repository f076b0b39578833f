/** Jobs in processes of their own: outputs, bounds that are no results, and that nothing stays behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { modelRoot, parseModelContent } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { command } from '../../test/support/wat.ts'
import { wasmEngineContent } from '../engine-content.ts'
import { createWasmSandbox, type WasmJob, type WasmSandbox, type WasmSandboxInit } from './wasm-sandbox.ts'

const open: WasmSandbox[] = []
const never = () => new AbortController().signal

afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.close()
  expect(childrenOf(process.pid)).toEqual([])
  expect(groupsLeft()).toEqual([])
})

function sandboxWith(init: WasmSandboxInit = {}): WasmSandbox {
  const sandbox = createWasmSandbox({}, init)
  open.push(sandbox)
  return sandbox
}

function jobOf(fields: string, init: Partial<WasmJob> & { readonly words?: readonly string[] } = {}): WasmJob {
  const { words = [''], ...rest } = init
  return {
    program: Buffer.from(command(fields)).toString('base64'),
    inputs: words.map((word) => Buffer.from(word).toString('base64')),
    gasMax: '10000000',
    memoryPagesMax: 4,
    entropy: `0x${'ab'.repeat(32)}`,
    ...rest,
  }
}

const endless = jobOf('(func (export "_start") (loop (br 0)))', { gasMax: String(2n ** 62n) })
const shout = `(func (export "_start")
  (i64.store (i32.const 0) (i64.const 0x0000010000000064))
  (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
  (i32.store8 (i32.const 100) (i32.sub (i32.load8_u (i32.const 100)) (i32.const 32)))
  (drop (call $random_get (i32.const 20) (i32.const 4)))
  (call $write (i32.const 100) (i32.load (i32.const 8))) (call $write (i32.const 20) (i32.const 4))
  (if (i32.eq (i32.load8_u (i32.const 100)) (i32.const 67)) (then (unreachable)))
  (if (i32.eq (i32.load8_u (i32.const 100)) (i32.const 68)) (then (loop (br 0))))
  (call $proc_exit (i32.const 3)))`

describe('a job', () => {
  test('has one output for each input, the same whichever compiler runs it', async () => {
    const job = jobOf(shout, { words: ['ann', 'bob', 'carl', 'dora'] })
    const results = []
    for (const tier of ['optimised', 'baseline', 'both'] as const) {
      const { memoryBound: _, ...result } = await sandboxWith({ tier }).run(job, { signal: never() })
      results.push(result)
    }
    expect(results[0]).toMatchInlineSnapshot(`
      {
        "moduleHash": "0x8b7b26b9e174b53a660932d359d46520a93196ceaa022a81dbef8e9eafc50988",
        "outputs": [
          {
            "exitCode": 3,
            "gas": "9270",
            "output": "QW5uZcL1mQ==",
            "status": "exited",
          },
          {
            "exitCode": 3,
            "gas": "9270",
            "output": "Qm9i+qCL1Q==",
            "status": "exited",
          },
          {
            "exitCode": 0,
            "gas": "9271",
            "output": "Q2FybF+WfUY=",
            "status": "trapped",
          },
          {
            "exitCode": 0,
            "gas": "10000000",
            "output": "RG9yYf5S6ZE=",
            "status": "out-of-gas",
          },
        ],
      }
    `)
    expect(results).toEqual([results[0], results[0], results[0]])
  })

  test('that is refused, is refused with where and why', async () => {
    const refused = sandboxWith().run(
      { ...endless, program: Buffer.from('no module').toString('base64') },
      { signal: never() },
    )
    await expect(refused).rejects.toMatchObject({
      code: 'WASM_MALFORMED',
      message: 'The module is refused at byte 0: expected 0x0 in the header, got 0x6e.',
      retryable: false,
    })
  })

  test('says what held its memory', async () => {
    const { memoryBound } = await sandboxWith().run(jobOf(shout), { signal: never() })
    expect(['cgroup-v2', 'cgroup-v1', 'rlimit-data']).toContain(memoryBound)
  })
})

describe('what is no result', () => {
  test('the deadline', async () => {
    const late = sandboxWith({ limits: { jobMsMax: 300 } }).run(endless, { signal: never() })
    await expect(late).rejects.toMatchObject({ code: 'SANDBOX_DEADLINE', retryable: true })
  })

  test('a compile that takes too long', async () => {
    const slow = sandboxWith({ limits: { compileMsMax: 0 } }).run(endless, { signal: never() })
    await expect(slow).rejects.toMatchObject({ code: 'SANDBOX_COMPILE_REFUSED' })
  })

  test('more memory than this machine gives', async () => {
    const large = sandboxWith({ limits: { memoryPagesMax: 3 } }).run(endless, { signal: never() })
    await expect(large).rejects.toMatchObject({ code: 'SANDBOX_HOST_FAULT', fault: 'memory' })
  })

  test('a process that is out of memory', async () => {
    const hungry = jobOf(
      `(memory (export "memory") 1 4000)
       (func (export "_start") (drop (memory.grow (i32.const 3900))) (memory.fill (i32.const 0) (i32.const 1) (i32.const 255000000)))`,
      { memoryPagesMax: 4_000, gasMax: '1000000000' },
    )
    const sandbox = sandboxWith({ limits: { compileBytesMax: -4_000 * 65_536 + 120_000_000 } })
    await expect(sandbox.run(hungry, { signal: never() })).rejects.toMatchObject({ code: 'SANDBOX_HOST_FAULT' })
  })

  test('an abort, whose reason comes back', async () => {
    const controller = new AbortController()
    const sandbox = sandboxWith()
    const stopped = sandbox.run(endless, { signal: controller.signal })
    await untilRunning(sandbox)
    controller.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
    await expect(sandbox.run(endless, { signal: controller.signal })).rejects.toThrow('enough')
  })
})

describe('slots', () => {
  test('are bounded, and so is the queue; closing ends who runs and who waits', async () => {
    const sandbox = sandboxWith({ limits: { slots: 1, queuedMax: 1 } })
    const ends = [1, 2, 3].map(() =>
      sandbox.run(endless, { signal: never() }).catch((error: { code: string }) => error.code),
    )
    expect(await ends[2]).toBe('SANDBOX_BUSY')
    expect(sandbox.load()).toMatchObject({ slots: 1, queued: 1 })
    await sandbox.close()
    expect(await Promise.all(ends)).toEqual(['SANDBOX_CLOSED', 'SANDBOX_CLOSED', 'SANDBOX_BUSY'])
    await expect(sandbox.run(endless, { signal: never() })).rejects.toMatchObject({ code: 'SANDBOX_CLOSED' })
  })

  test('go to who waits longest, and come back', async () => {
    const sandbox = sandboxWith({ limits: { slots: 1, queuedMax: 2 } })
    const order: number[] = []
    await Promise.all([1, 2, 3].map((i) => sandbox.run(jobOf(shout), { signal: never() }).then(() => order.push(i))))
    expect(order).toEqual([1, 2, 3])
    expect(sandbox.load()).toEqual({ slots: 1, running: 0, queued: 0 })
  })

  test('who gives up waiting leaves the queue', async () => {
    const sandbox = sandboxWith({ limits: { slots: 1, queuedMax: 1 } })
    const first = new AbortController()
    const second = new AbortController()
    const running = sandbox.run(endless, { signal: first.signal })
    const waiting = sandbox.run(endless, { signal: second.signal })
    second.abort(new Error('no longer'))
    await expect(waiting).rejects.toThrow('no longer')
    expect(sandbox.load().queued).toBe(0)
    first.abort(new Error('done'))
    await expect(running).rejects.toThrow('done')
  })
})

describe('the deepest stacks', () => {
  // Each frame keeps what it can over its call. All must end at the same depth: at V8's own end there would be no result.
  test.each<[string, string]>([
    ['of small frames', '(func $f (call $f)) (func (export "_start") (call $f))'],
    [
      'of 400 values kept',
      `(func $f (result i64) ${'(i64.load (i32.const 0))'.repeat(400)} (call $f) ${'i64.add '.repeat(400)}) (func (export "_start") (drop (call $f)))`,
    ],
    [
      'of 400 vectors kept',
      `(func $f (result v128) ${'(v128.load (i32.const 0))'.repeat(400)} (call $f) ${'v128.or '.repeat(400)}) (func (export "_start") (drop (call $f)))`,
    ],
    [
      'of long code that keeps sums',
      `(func $f (param i64) (result i64) (local i64) ${Array.from({ length: 300 }, (_, i) => `(i64.mul (local.get 0) (i64.const ${i + 3}))`).join(' ')} (call $f (local.get 0)) ${'i64.xor '.repeat(300)}) (func (export "_start") (drop (call $f (i64.const 5))))`,
    ],
    [
      'of 900 vector locals',
      `(func $f (local ${'v128 '.repeat(900)}) (call $f) ${Array.from({ length: 900 }, (_, i) => `(v128.store (i32.const 0) (local.get ${i}))`).join(' ')}) (func (export "_start") (call $f))`,
    ],
  ])('%s', async (_name, fields) => {
    const job = jobOf(fields, { gasMax: '1000000000000' })
    const gas = []
    for (const tier of ['optimised', 'baseline'] as const) {
      const { outputs } = await sandboxWith({ tier }).run(job, { signal: never() })
      expect(outputs).toMatchObject([{ status: 'trapped' }])
      gas.push(outputs[0]?.gas)
    }
    expect(gas[0]).toBe(gas[1])
  })
})

test('the engine is content of the protocol', () => {
  expect(parseModelContent(wasmEngineContent())).toEqual(wasmEngineContent())
  expect(modelRoot(wasmEngineContent())).toMatch(/^0x[0-9a-f]{64}$/)
})

async function untilRunning(sandbox: WasmSandbox): Promise<void> {
  while (sandbox.load().running === 0) await new Promise((resolve) => setImmediate(resolve))
}

function childrenOf(pid: number): string[] {
  const path = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split(' ')
    .filter((child) => child !== '' && /child-main/.test(readFileSync(`/proc/${child}/cmdline`, 'utf8')))
}

function groupsLeft(): string[] {
  return ['/sys/fs/cgroup', '/sys/fs/cgroup/memory']
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.startsWith(`millrace-sandbox-${process.pid}-`))
}
