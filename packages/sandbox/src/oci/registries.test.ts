import { expect, test } from 'vitest'
import { isRegistry, parseRegistry, podmanSettings, readReference, usualRegistries } from './registries.ts'

const digest = 'a'.repeat(64)
const usual = usualRegistries.map(parseRegistry)

test.each([
  ['alpine', 'docker.io/library/alpine'],
  ['library/alpine', 'docker.io/library/alpine'],
  ['grafana/grafana:11', 'docker.io/grafana/grafana'],
  ['ghcr.io/a/b/c', 'ghcr.io/a/b/c'],
  ['quay.io/a/b:tag', 'quay.io/a/b'],
])('%s means %s', (name, expected) => {
  expect(readReference(`${name}@sha256:${digest}`, usual)).toEqual({ name: expected, digest })
})

test.each([
  'localhost/a',
  'localhost:5000/a',
  '10.0.0.1/a',
  '[::1]/a',
  'docker.io.evil.example/a',
  'docker.io:80/a',
  'metadata.internal/a',
])('%s is asked nothing', (name) => {
  expect(() => readReference(`${name}@sha256:${digest}`, usual)).toThrow(
    expect.objectContaining({ code: 'TASK_REFUSED', field: 'image' }),
  )
})

test('a registry is a host, and may have a port', () => {
  expect(parseRegistry('http://localhost:5000')).toEqual({ name: 'localhost:5000', isPlain: true })
  for (const text of ['', 'https://a', 'a/b', 'a b', 'a:0', 'a:123456', '-a', 'a"', 'a\nb', 'A', 'user@a']) {
    expect(isRegistry(text)).toBe(false)
    expect(() => parseRegistry(text)).toThrow(RangeError)
  }
})

test('podman is held to the list, and given no password', () => {
  const settings = podmanSettings([parseRegistry('ghcr.io'), parseRegistry('http://localhost:5000')])
  expect(JSON.parse(settings['policy.json'] ?? '')).toEqual({
    default: [{ type: 'reject' }],
    transports: {
      docker: {
        'ghcr.io': [{ type: 'insecureAcceptAnything' }],
        'localhost:5000': [{ type: 'insecureAcceptAnything' }],
      },
    },
  })
  expect(settings['auth.json']).toBe('{}')
  expect(settings['registries.conf']).toMatchInlineSnapshot(`
    "unqualified-search-registries = []
    short-name-mode = "enforcing"
    [[registry]]
    location = "localhost:5000"
    insecure = true
    "
  `)
})
