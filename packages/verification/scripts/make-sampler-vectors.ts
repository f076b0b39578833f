/** Writes `vectors/sampler.json`: `node packages/verification/scripts/make-sampler-vectors.ts`. */
import { writeFileSync } from 'node:fs'
import { samplerVectors } from './sampler-vectors.ts'

const text = `${JSON.stringify(samplerVectors())}\n`
writeFileSync(new URL('../../../vectors/sampler.json', import.meta.url), text)
console.log(`vectors/sampler.json: ${text.length} bytes`)
