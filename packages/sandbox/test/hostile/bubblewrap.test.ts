import { test } from 'vitest'
import { leftoversOf } from '../../src/bubblewrap/bubblewrap-leftovers.ts'
import { createBubblewrapSandbox } from '../../src/bubblewrap/bubblewrap-sandbox.ts'
import { bubblewrapMissing } from '../support/bubblewrap.ts'
import { describeHostileCompliance } from './describe-hostile.ts'

const missing = await bubblewrapMissing()
if (missing !== undefined) test.skip(`hostile tasks in bubblewrap: ${missing}`, () => undefined)
else {
  describeHostileCompliance('bubblewrap', {
    create: (folder) => createBubblewrapSandbox({}, { folder }),
    image: { kind: 'host' },
    leftBehind: leftoversOf,
  })
}
