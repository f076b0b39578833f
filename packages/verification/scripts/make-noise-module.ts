/** Writes `src/sampler/noise-module.ts`, the sampler's WebAssembly in base64: `node scripts/make-noise-module.ts`. */
import { writeFileSync } from 'node:fs'
import { assembleNoiseModule } from './noise-module.ts'

const base64 = Buffer.from(assembleNoiseModule()).toString('base64')
const text = `/**
 * The sampler's WebAssembly module, in base64. Written by \`scripts/make-noise-module.ts\` from
 * \`scripts/noise-module.ts\`, where its source is; do not edit.
 */
// biome-ignore format: one value
export const noiseModuleBase64 =
  '${base64}'
`
writeFileSync(new URL('../src/sampler/noise-module.ts', import.meta.url), text)
console.log(`noise-module.ts: ${base64.length} characters`)
