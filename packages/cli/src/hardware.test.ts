import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { detectHardware, factOf } from './hardware.ts'

const { signal } = new AbortController()

test('every fact is present, absent or unknown with its reason', async () => {
  const hardware = await detectHardware(tmpdir(), { signal })
  expect(hardware.cores).toBeGreaterThanOrEqual(1)
  expect(hardware.memoryBytes).toBeGreaterThan(0)
  for (const fact of [hardware.cpuModel, hardware.simd, hardware.diskFreeBytes, hardware.gpus, hardware.gpuMemoryMib]) {
    if (fact.state === 'present') expect(fact.value).toBeDefined()
    else if (fact.state === 'unknown') expect(fact.reason).not.toBe('')
    else expect(fact).toEqual({ state: 'absent' })
  }
})

test('what cannot be read is unknown, not absent and not a failure', async () => {
  const { diskFreeBytes } = await detectHardware('/no/such/folder', { signal })
  expect(diskFreeBytes).toEqual({ state: 'unknown', reason: expect.stringContaining('ENOENT') })
  expect(await factOf(async () => [])).toEqual({ state: 'absent' })
  expect(await factOf(async () => [1])).toEqual({ state: 'present', value: [1] })
})

test('an abort that came before ends it', async () => {
  await expect(detectHardware(tmpdir(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
})
