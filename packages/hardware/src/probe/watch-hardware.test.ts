import { expect, test } from 'vitest'
import { type PlayedHost, playHost } from '../../test/support/played-host.ts'
import { detectHardware } from './detect-hardware.ts'
import { type HardwareChange, hardwareChanges, watchHardware } from './watch-hardware.ts'

const never = new AbortController().signal
const detect = (host: PlayedHost) => detectHardware(playHost(host), '/data', { signal: never })
const card = {
  '/sys/bus/pci/devices/0000:65:00.0/class': '0x030000',
  '/sys/bus/pci/devices/0000:65:00.0/vendor': '0x10de',
}
const bare = { '/sys/bus/pci/devices/0000:00:00.0/class': '0x060000' }

test('a card that comes or goes, and memory that is cut, are changes; free room, sources and notes are none', async () => {
  const [without, withCard] = [await detect({ files: bare }), await detect({ files: { ...bare, ...card } })]
  expect(hardwareChanges(without, withCard).map(({ part, before, now }) => [part, before.state, now.state])).toEqual([
    ['gpus', 'absent', 'present'],
  ])
  const cut = await detect({ files: bare, node: { memoryBytes: 2 ** 30 } })
  expect(hardwareChanges(without, cut).map(({ part }) => part)).toEqual(['memoryBytes'])
  const fuller = await detect({ files: bare, disk: { freeBytes: 5, totalBytes: 10 } })
  expect(hardwareChanges(without, fuller)).toEqual([])
  const reworded = await detect({ files: { ...bare, ...card }, tools: { 'nvidia-smi': new Error('failed otherwise') } })
  expect(hardwareChanges(withCard, reworded)).toEqual([])
  const blind = await detect({})
  expect(hardwareChanges(without, blind).map(({ now }) => now.state)).toEqual(['unknown'])
})

test('the watcher tells each change once, and ends with its signal', async () => {
  const stopping = new AbortController()
  const looks = [await detect({ files: bare }), await detect({ files: { ...bare, ...card } })]
  const first = looks[0] as Awaited<ReturnType<typeof detect>>
  const told: (readonly HardwareChange[])[] = []
  let look = 0
  await watchHardware(async () => looks[Math.min(1, look++)] ?? first, first, {
    ...{ signal: stopping.signal, intervalMs: 1 },
    onChange: (changes) => {
      told.push(changes)
      stopping.abort()
    },
  })
  expect(told.map((changes) => changes.map(({ part }) => part))).toEqual([['gpus']])
  expect(look).toBe(2)
})

test('a look that fails by a mistake of ours is not swallowed', async () => {
  const first = await detect({ files: bare })
  const failing = () => Promise.reject(new TypeError('a mistake'))
  await expect(
    watchHardware(failing, first, { signal: never, intervalMs: 1, onChange: () => undefined }),
  ).rejects.toThrow('a mistake')
})
