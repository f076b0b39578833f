import { expect, test } from 'vitest'
import { createTransferSlots } from './transfer-slots.ts'

const { signal } = new AbortController()

test('slots go to those that wait, in order, and giving one back twice gives it once', async () => {
  const slots = createTransferSlots({ transfersMax: 1, waitingMax: 3 })
  const order: string[] = []
  const take = async (name: string): Promise<() => void> => {
    const release = await slots.take({ signal })
    order.push(name)
    return release
  }
  const first = await take('first')
  const rest = [take('second'), take('third')]
  first()
  first()
  const second = await rest[0]
  expect(order).toEqual(['first', 'second'])
  second?.()
  const third = await rest[1]
  third?.()
  expect(order).toEqual(['first', 'second', 'third'])
})

test('a full queue refuses; an abort leaves it, and its slot goes to the next', async () => {
  const slots = createTransferSlots({ transfersMax: 1, waitingMax: 2 })
  const release = await slots.take({ signal })
  const abort = new AbortController()
  const given = slots.take({ signal: abort.signal })
  const next = slots.take({ signal })
  await expect(slots.take({ signal })).rejects.toMatchObject({ code: 'BULK_BUSY' })
  abort.abort(new Error('no more'))
  await expect(given).rejects.toThrow('no more')
  release()
  const last = await next
  last()
  const free = await slots.take({ signal })
  free()
  await expect(slots.take({ signal: abort.signal })).rejects.toThrow('no more')
})
