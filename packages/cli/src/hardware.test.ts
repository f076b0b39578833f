import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { detectHardware } from './hardware.ts'

const { signal } = new AbortController()

test('every fact is present, absent or unknown with its reason', async () => {
  const hardware = await detectHardware(tmpdir(), { signal })
  expect(hardware.cores).toBeGreaterThanOrEqual(1)
  expect(hardware.memoryBytes).toBeGreaterThan(0)
  for (const fact of [hardware.cpuModel, hardware.simd, hardware.diskFreeBytes, hardware.gpus, hardware.gpuMemoryMib]) {
    if (fact.state === 'present') expect(fact.value).toBeDefined()
    else expect(fact.state === 'unknown' ? fact.reason : fact.source).not.toBe('')
  }
})

test('what cannot be read is unknown, not absent and not a failure', async () => {
  const { diskFreeBytes } = await detectHardware('/no/such/folder', { signal })
  expect(diskFreeBytes).toEqual({ state: 'unknown', reason: expect.stringContaining('ENOENT') })
})

test('an abort that came before ends it', async () => {
  await expect(detectHardware(tmpdir(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
})
