/**
 * Makes the bundle that the program is loaded from, unless there is one as new as the sources: to see that takes milliseconds.
 * Where none can be made, the program runs from its sources.
 */
import { resolve } from 'node:path'
import { freshBundle } from '../packages/cli/src/bundle.ts'

const root = resolve(import.meta.dirname, '..')
if (freshBundle(root) === undefined) {
  console.error('millrace: bundling the program (after every change, about two seconds)')
  try {
    const { buildBundle } = await import('./bundle/build-bundle.ts')
    await buildBundle(root)
  } catch (error) {
    console.error('millrace: it cannot be bundled, and starts more slowly from its sources:', error)
  }
}
