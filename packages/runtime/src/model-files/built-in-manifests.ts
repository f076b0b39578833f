/** The models that come with Millrace: pinned by hash, fetched when first needed, none of them part of the package. */
import minilm from '../../models/minilm-l6-v2.json' with { type: 'json' }
import stories from '../../models/stories15m.json' with { type: 'json' }
import tinyLlama from '../../models/tinyllama-1.1b-chat.json' with { type: 'json' }
import { type ModelManifest, parseModelManifest } from './model-manifest.ts'

/** By model name. `tinyllama-1.1b-chat` answers questions; `stories15m` is for tests; `minilm-l6-v2` embeds. */
export const builtInManifests: ReadonlyMap<string, ModelManifest> = new Map(
  [tinyLlama, stories, minilm].map(parseModelManifest).map((manifest) => [manifest.content.name, manifest]),
)
