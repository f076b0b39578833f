import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readGgufFileInfo } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { writeGguf } from './gguf-writer.ts'

test('another reader finds what was written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-gguf-'))
  try {
    const path = join(directory, 'test.gguf')
    const pieces = writeGguf({
      metadata: [
        ['general.architecture', { type: 'string', value: 'llama' }],
        ['llama.block_count', { type: 'u32', value: 4_000_000_000 }],
        ['llama.attention.causal', { type: 'bool', value: false }],
        ['llama.rope.freq_base', { type: 'f32', value: 0.5 }],
        ['tokenizer.ggml.tokens', { type: 'strings', value: ['', '\u2581a', '世界'] }],
        ['tokenizer.ggml.scores', { type: 'f32s', value: [0, -1.5] }],
        ['tokenizer.ggml.token_type', { type: 'i32s', value: [1, -6] }],
      ],
      tensors: [
        { name: 'a', shape: [3, 1], type: 'f32', data: new Uint8Array(12) },
        { name: 'b', shape: [5], type: 'f16', data: new Uint8Array(10) },
      ],
    })
    await writeFile(path, Buffer.concat(pieces))
    const info = await readGgufFileInfo(path, { logWarnings: false })
    expect(info.version).toBe(3)
    expect(info.metadata).toMatchObject({
      llama: { block_count: 4_000_000_000, attention: { causal: false }, rope: { freq_base: 0.5 } },
      tokenizer: { ggml: { tokens: ['', '\u2581a', '世界'], scores: [0, -1.5], token_type: [1, -6] } },
    })
    expect(
      info.tensorInfo?.map(({ name, dimensions, offset }) => [name, dimensions.map(Number), Number(offset)]),
    ).toEqual([
      ['a', [3, 1], 0],
      ['b', [5], 32],
    ])
    expect(Buffer.concat(pieces).length % 32).toBe(0)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

test('refuses a tensor whose bytes do not fill its shape', () => {
  const tensors = [{ name: 'a', shape: [2, 2], type: 'f32', data: new Uint8Array(15) }] as const
  expect(() => writeGguf({ metadata: [], tensors })).toThrow('Tensor a: 15 bytes do not fill [2,2]')
})
