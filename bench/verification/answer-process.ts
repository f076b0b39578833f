/**
 * A provider on another instruction set: a process that loads llama.cpp's library for that set and answers requests that its parent
 * sends. Arguments: the instruction set, the model's file.
 *
 * The library chooses the best set the processor can run; here a folder that holds one choice is loaded first.
 */
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLlamaRuntime, type Hex32 } from '@millrace/runtime'
import { type AnswerJob, servedModel } from '../../simulation/cheats/answers/served-model.ts'

/** A dependency of the runtime, which loads it later. */
const library = 'node-llama-cpp'

const [instructionSet = '', path = ''] = process.argv.slice(2)
pinLibrary(instructionSet)

const root: Hex32 = `0x${'01'.repeat(32)}`
const model = { root, name: 'pinned', workloads: ['completion'] as const, contextTokensMax: 256 }
const runtime = createLlamaRuntime({}, { models: [{ model, path }], threads: 1 })
const { answer } = servedModel(runtime, root)
const { signal } = new AbortController()

process.on('message', (job: AnswerJob) => {
  answer(job, { signal }).then(
    (made) => process.send?.(made),
    (error: unknown) => {
      process.exitCode = 1
      console.error(error)
      process.disconnect()
    },
  )
})

function pinLibrary(name: string): void {
  const binsOf = new URL('../../@node-llama-cpp/linux-x64/bins/linux-x64', import.meta.resolve(library))
  const bins = fileURLToPath(binsOf)
  const folder = mkdtempSync(join(tmpdir(), 'millrace-library-'))
  const isWanted = (file: string): boolean => file === `libggml-cpu-${name}.so` || !file.startsWith('libggml-cpu-')
  for (const file of readdirSync(bins).filter(isWanted)) symlinkSync(join(bins, file), join(folder, file))
  const addon = createRequire(import.meta.url)(join(bins, 'llama-addon.node')) as { loadBackends(path: string): void }
  addon.loadBackends(folder)
  rmSync(folder, { recursive: true })
}
