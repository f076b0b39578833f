/** Whether this machine can hold a lab; the tests that need one are skipped where it cannot, and say why. */
import { namespacesMissing } from './namespaces.ts'

/** Why there can be no lab here; undefined where there can. Pass it to `describe.skipIf`. */
export const labMissing = namespacesMissing()

if (labMissing !== undefined) console.warn(`SKIPPED: the tests on several hosts need network namespaces: ${labMissing}`)
