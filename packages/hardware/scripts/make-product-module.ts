/** Writes `src/benchmark/product-module.ts`, the inner loops in base64: `node packages/hardware/scripts/make-product-module.ts`. */
import { writeFileSync } from 'node:fs'
import { assembleProduct } from './assemble-product.ts'

const base64 = Buffer.from(await assembleProduct()).toString('base64')
const text = `/**
 * The inner loops of the benchmarks as a WebAssembly module, in base64. Written by \`scripts/make-product-module.ts\` from
 * \`scripts/product.wat\`, where its source is; do not edit.
 */
// biome-ignore format: one value
export const productModuleBase64 =
  '${base64}'
`
writeFileSync(new URL('../src/benchmark/product-module.ts', import.meta.url), text)
console.log(`product-module.ts: ${base64.length} characters`)
