/** The models that come with Millrace: pinned by hash, fetched when first needed, none of them part of the package. */
import minilm from '../../models/minilm-l6-v2.json' with { type: 'json' }
import stories from '../../models/stories15m.json' with { type: 'json' }
import tinyLlama from '../../models/tinyllama-1.1b-chat.json' with { type: 'json' }
import type { WeightEncoding } from './encode-weights.ts'
import { type ModelManifest, parseModelManifest } from './model-manifest.ts'

const storiesEncoded: readonly {
  readonly encoding: WeightEncoding
  readonly bytes: number
  readonly sha256: string
}[] = [
  { encoding: 'f16', bytes: 31_118_176, sha256: 'fc50ebd8ab91b5e00156cb69069e09dc7ec9d3a719aa025824390d21cc93e2a5' },
  { encoding: 'q8_0', bytes: 16_879_456, sha256: 'b7ff531034f11234b53081e61485890d78524e5c3b59061bf531d294bf41a3b5' },
  { encoding: 'q4_0', bytes: 9_285_472, sha256: '6846b194305ae8a98c019378c42de1d39a25a00fb9d8b7708e180f32b64af774' },
]

/**
 * By model name. `tinyllama-1.1b-chat` answers questions; `minilm-l6-v2` embeds; `stories15m` is for tests, as are its other
 * encodings `stories15m-f16`, `stories15m-q8_0` and `stories15m-q4_0`, converted here from the first.
 */
export const builtInManifests: ReadonlyMap<string, ModelManifest> = new Map(
  [tinyLlama, stories, minilm, ...storiesEncoded.map(encodedStories)]
    .map(parseModelManifest)
    .map((manifest) => [manifest.content.name, manifest]),
)

function encodedStories({ encoding, bytes, sha256 }: (typeof storiesEncoded)[number]): unknown {
  const path = `stories15m.${encoding}.gguf`
  const from = { ...stories.content.files[0], sources: stories.sources['stories15m.f32.gguf'] }
  return {
    ...stories,
    content: { ...stories.content, name: `stories15m-${encoding}`, files: [{ path, bytes, sha256 }] },
    sources: { [path]: [{ kind: 'convert', converter: 'gguf', encoding, from }] },
  }
}
