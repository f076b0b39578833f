/** Fetches a model in a process of its own: `node ensure-model-child.ts '{"manifest":…,"cacheDir":…}'`. Prints the paths. */
import { ensureModel, parseModelManifest } from '../src/index.ts'

const { manifest, cacheDir } = JSON.parse(process.argv[2] ?? '{}')
const paths = await ensureModel(parseModelManifest(manifest), {
  cacheDir,
  npm: { env: { HOME: cacheDir }, cwd: cacheDir },
  signal: AbortSignal.timeout(60_000),
  onProgress: (_, bytesDone) => process.stderr.write(`${bytesDone}\n`),
})
process.stdout.write(JSON.stringify([...paths]))
