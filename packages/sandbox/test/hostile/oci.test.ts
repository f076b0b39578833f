import { afterAll, test } from 'vitest'
import { ociLeftoversOf } from '../../src/oci/oci-leftovers.ts'
import { createOciSandbox } from '../../src/oci/oci-sandbox.ts'
import { ociMissing } from '../support/oci.ts'
import { perlImage } from '../support/test-image.ts'
import { startTestRegistry } from '../support/test-registry.ts'
import { describeHostileCompliance } from './describe-hostile.ts'

const missing = await ociMissing()
if (missing !== undefined) test.skip(`hostile tasks in containers: ${missing}`, () => undefined)
else {
  const registry = await startTestRegistry()
  afterAll(() => registry[Symbol.asyncDispose]())
  const registries = [`http://${registry.name}`]
  describeHostileCompliance('oci', {
    create: (folder) =>
      createOciSandbox({}, { folder, registries, deviceFolders: [], images: { imageBytesMax: 200 << 20 } }),
    image: { kind: 'oci', reference: registry.add('perl', perlImage()) },
    leftBehind: ociLeftoversOf,
  })
}
