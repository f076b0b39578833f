/** Writes vectors/panel.json. */
import { writeFileSync } from 'node:fs'
import { panelVectors } from './panel-vectors.ts'

writeFileSync(new URL('../../../vectors/panel.json', import.meta.url), panelVectors())
