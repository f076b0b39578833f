/** The animation of examples/render: real frames by a real renderer, and their contact sheet. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createBubblewrapSandbox } from '@millrace/sandbox'
import { jobOfManifest, runJob } from '@millrace/sdk'
import { createObjectStorage } from '@millrace/storage'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { contactSheet, framesOf } from '../../examples/render/contact-sheet.ts'
import { makeJobFolder } from '../../packages/cli/src/jobs/job-folder.ts'
import { placeInputs } from '../../packages/cli/src/jobs/place-inputs.ts'
import { manifestOf } from '../../packages/cli/src/jobs/read-manifest.ts'
import { sandboxBuyer } from './sandbox-buyer.ts'

const example = resolve(import.meta.dirname, '../../examples/render')
const token = { symbol: 'tUSD', decimals: 6 }
const isMissing = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined
const missing = ['povray', 'bwrap'].filter(isMissing)
const isRoot = process.getuid?.() === 0

test('the example asks for 48 frames, and at most for its budget', () => {
  const { ids, totalMax, startAmountMax } = jobOfManifest(manifestOf(manifestText(), []), token)
  expect([ids.length, ids[47], totalMax, startAmountMax]).toEqual([48, 'render.47', 1_000_000n, 16_666n])
})

test.skipIf(missing.length > 0 || !isRoot)(
  `four small frames and their sheet (skipped where ${missing.join(', ') || 'root'} is missing)`,
  { timeout: 300_000 },
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'millrace-render-'))
    const { signal } = new AbortController()
    try {
      const text = manifestText()
        .replace('+W480', '+W48')
        .replace('+H270', '+H27')
        .replace('  from: 0\n  to: 47\n  width: 2', '  values: ["00", "15", "31", "47"]')
      const manifest = manifestOf(text, [])
      const sandbox = await createBubblewrapSandbox({}, { folder: join(home, 'sandbox') })
      const storage = createObjectStorage({ directory: join(home, 'objects'), bytesMax: 2 ** 30, now: Date.now })
      const job = jobOfManifest(manifest, token)
      await using placed = await placeInputs(storage, manifest.inputs, example, { signal })
      const record = {
        ...{ version: 1 as const, network: 'local', token, manifest: text, base: example, set: [] },
        ...{ amountMax: 1_000_000n, submittedAtMs: Date.now(), inputs: [...placed.inputs] },
      }
      await using folder = await makeJobFolder(join(home, 'frames'), record, () => job.ids)
      const order = { ...job.orderOf({ ...placed, amountMax: 1_000_000n, submittedAtMs: Date.now() }), atOnceMax: 2 }
      const buyer = sandboxBuyer(sandbox, storage, join(home, 'inputs'))
      const { end } = await runJob({ buyer, store: folder.store, now: Date.now }, order, { signal })
      const logs = job.ids.map((_, item) => readFileSync(join(folder.folderOf(item), 'log.txt'), 'utf8').slice(-2_000))
      expect({ end, exits: (await folder.results()).map(({ exitCode }) => exitCode), logs }).toMatchObject({
        end: 'done',
        exits: [0, 0, 0, 0],
      })
      const frames = framesOf(folder.path).map((path) => PNG.sync.read(readFileSync(path)))
      expect(frames.map(({ width, height }) => [width, height])).toEqual(Array(4).fill([48, 27]))
      expect(frames[0]?.data.equals(frames[1]?.data ?? Buffer.of())).toBe(false)
      const sheet = contactSheet(frames)
      expect([sheet.width, sheet.height]).toEqual([4 * 52 + 4, 35])
      expect(PNG.sync.read(PNG.sync.write(sheet)).data.equals(sheet.data)).toBe(true)
      await sandbox.close()
      await storage[Symbol.asyncDispose]()
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
)

test('frames of several sizes, and none at all, make no sheet', () => {
  expect(() => contactSheet([])).toThrow(RangeError)
  expect(() => contactSheet([new PNG({ width: 2, height: 2 }), new PNG({ width: 3, height: 2 })])).toThrow(RangeError)
})

function manifestText(): string {
  return readFileSync(join(example, 'render.yaml'), 'utf8')
}
