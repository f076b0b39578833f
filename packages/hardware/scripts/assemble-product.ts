/** Turns `product.wat` into the bytes of its module. */
import { readFileSync } from 'node:fs'
import wabtModule from 'wabt'

/** Returns the module. */
export async function assembleProduct(): Promise<Uint8Array> {
  const text = readFileSync(new URL('./product.wat', import.meta.url), 'utf8')
  const wabt = await wabtModule()
  const module = wabt.parseWat('product.wat', text, { simd: true, threads: true, bulk_memory: true })
  try {
    return module.toBinary({}).buffer.slice()
  } finally {
    module.destroy()
  }
}
