/** Writes the published JSON Schema of manifests; a test fails while it differs from the definition. */
import { writeFileSync } from 'node:fs'
import { freshSchema } from './fresh-schema.ts'

writeFileSync(new URL('../schema/manifest-v1.json', import.meta.url), freshSchema())
