/** Writes `vectors/hardware.json`: `node packages/verification/scripts/make-hardware-vectors.ts`. */
import { writeFileSync } from 'node:fs'
import { hardwareVectors } from './hardware-vectors.ts'

const text = `${JSON.stringify(hardwareVectors())}\n`
writeFileSync(new URL('../../../vectors/hardware.json', import.meta.url), text)
console.log(`vectors/hardware.json: ${text.length} bytes`)
