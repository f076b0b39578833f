import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { importAkash } from './akash/import-akash.ts'
import { importCompose } from './compose/import-compose.ts'

test('a compose file with all that it leaves out', () => {
  const variables = new Map([['TOKEN', 'hunter2']])
  expect(importCompose(example('compose.yaml'), { variables })).toMatchSnapshot()
  expect(JSON.stringify(importCompose(example('compose.yaml'), { variables }))).not.toContain('hunter2')
})

test('an Akash deployment with all that it leaves out', () => {
  const imported = importAkash(example('deploy.yaml'))
  expect(imported).toMatchSnapshot()
  expect(JSON.stringify(imported)).not.toContain('correct-horse')
})

test('with digests, both are manifests', () => {
  const digest = `sha256:${'ab'.repeat(32)}`
  const compose = importCompose(example('compose.yaml'), { digests: new Map([['nginx:1.27', digest]]) })
  const akash = importAkash(example('deploy.yaml'), { digests: new Map([['ghcr.io/example/web:1.4', digest]]) })
  const names = [...compose.workloads, ...akash.workloads].map(({ manifest, problems }) => manifest?.name ?? problems)
  expect(names).toEqual(['web', 'train', 'web', 'worker'])
})

function example(name: string): string {
  return readFileSync(new URL(`../../examples/import/${name}`, import.meta.url), 'utf8')
}
