import type { Address } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { ProviderRefusedError } from '../buyer-error.ts'
import type { ProviderLink } from '../provider-link.ts'
import { taskLimits } from '../tasks/task-limits.ts'
import { createObjectTransfers } from './object-transfers.ts'

const node = `0x${'31'.repeat(20)}` as Address
const signal = () => AbortSignal.timeout(30_000)

test('a few transfers run at a time to one provider, and all run in the end', async () => {
  const transfers = createObjectTransfers()
  const [one, two] = [linkOf(), linkOf()]
  const running = { now: 0, most: 0, done: 0 }
  const transfer = async () => {
    running.now++
    running.most = Math.max(running.most, running.now)
    await new Promise((resolve) => setImmediate(resolve))
    running.now--
    running.done++
  }
  await Promise.all(Array.from({ length: 50 }, () => transfers.inTurn(one, transfer, { signal: signal() })))
  expect(running).toEqual({ now: 0, most: taskLimits.transfersMax, done: 50 })
  // Another provider has turns of its own.
  const gate = Promise.withResolvers<void>()
  const held = Array.from({ length: 10 }, () => transfers.inTurn(one, () => gate.promise, { signal: signal() }))
  await transfers.inTurn(two, async () => undefined, { signal: signal() })
  gate.resolve()
  await Promise.all(held)
})

test('who gives up waiting, or fails, keeps nobody’s turn', async () => {
  const transfers = createObjectTransfers()
  const link = linkOf()
  const gate = Promise.withResolvers<void>()
  const held = Array.from({ length: taskLimits.transfersMax }, () =>
    transfers.inTurn(link, () => gate.promise, { signal: signal() }),
  )
  const impatient = new AbortController()
  const waiting = Array.from({ length: 5 }, () =>
    transfers.inTurn(link, async () => 'ran', { signal: impatient.signal }),
  )
  const patient = transfers.inTurn(link, async () => 'ran', { signal: signal() })
  impatient.abort(new Error('enough'))
  gate.resolve()
  for (const outcome of await Promise.allSettled(waiting)) expect(outcome.status).toBe('rejected')
  expect(await patient).toBe('ran')
  await Promise.all(held)
  const failing = Array.from({ length: 10 }, () =>
    transfers.inTurn(link, () => Promise.reject(new Error('broken')), { signal: signal() }),
  )
  for (const outcome of await Promise.allSettled(failing)) expect(outcome.status).toBe('rejected')
  expect(await transfers.inTurn(link, async () => 'ran', { signal: signal() })).toBe('ran')
})

test('a provider with other transfers under way is asked again, anything else is told', async () => {
  const transfers = createObjectTransfers()
  let asked = 0
  const busyOnce = async () => {
    if (asked++ === 0) throw refused('OBJECTS_BUSY')
    return 'done'
  }
  expect(await transfers.inTurn(linkOf(), busyOnce, { signal: signal() })).toBe('done')
  const unknown = transfers.inTurn(linkOf(), () => Promise.reject(refused('OBJECT_UNKNOWN')), { signal: signal() })
  await expect(unknown).rejects.toMatchObject({ providerCode: 'OBJECT_UNKNOWN' })
})

function linkOf(): ProviderLink {
  return {} as ProviderLink
}

function refused(code: string): ProviderRefusedError {
  return new ProviderRefusedError(node, { code, message: '', hint: '', retryable: true })
}
