/**
 * From where images may come. A reference is a stranger's: without a list, it could make this machine speak to any address, those of its own
 * network among them, and with the passwords of its owner. So only registries of the list are asked, and none with a password.
 *
 * Sources: containers-registries.conf(5), containers-policy.json(5), containers-auth.json(5).
 */
import { TaskRefusedError } from '../task/task-error.ts'

export type Registry = {
  /** Host, with a port where it has one. */
  readonly name: string
  /** Without TLS: for one on the same machine. */
  readonly isPlain: boolean
}

/** Public registries whose owners keep them from leading anywhere else. */
export const usualRegistries: readonly string[] = [
  'docker.io',
  'ghcr.io',
  'gcr.io',
  'mcr.microsoft.com',
  'nvcr.io',
  'public.ecr.aws',
  'quay.io',
  'registry.gitlab.com',
  'registry.k8s.io',
]

const registryName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?$/

/** Returns whether a text is `host[:port]` or `http://host[:port]`. */
export function isRegistry(text: string): boolean {
  return registryName.test(text.replace(/^http:\/\//, ''))
}

/** Reads `host[:port]`, or `http://host[:port]` for one without TLS. @throws {RangeError} when it is none. */
export function parseRegistry(text: string): Registry {
  const isPlain = text.startsWith('http://')
  const name = isPlain ? text.slice(7) : text
  if (!isRegistry(text)) throw new RangeError(`A registry is host[:port] or http://host[:port], got ${text}`)
  return { name, isPlain }
}

export type ImageReference = {
  /** With its registry. */
  readonly name: string
  /** Hexadecimal, of the manifest. */
  readonly digest: string
}

/**
 * Returns what a reference means: without a registry, the one of Docker.
 *
 * @param reference - `name@sha256:…`.
 * @throws {TaskRefusedError} when its registry is not on the list.
 */
export function readReference(reference: string, registries: readonly Registry[]): ImageReference {
  const [given = '', digest = ''] = reference.split('@sha256:')
  const [first = '', ...rest] = given.split('/')
  const hasRegistry = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost')
  const registry = hasRegistry ? first : 'docker.io'
  const path = hasRegistry ? rest.join('/') : rest.length === 0 ? `library/${first}` : given
  // A tag beside the digest says nothing.
  const name = `${registry}/${path.replace(/:[^/]*$/, '')}`
  if (!registries.some((known) => known.name === registry)) {
    const names = registries.map((known) => known.name).join(', ')
    throw new TaskRefusedError('image', `comes from ${registry}, and this provider asks ${names || 'no registry'}`)
  }
  return { name, digest }
}

/** Returns the files by which podman is held to the list, by name. */
export function podmanSettings(registries: readonly Registry[]): Readonly<Record<string, string>> {
  const accepted = registries.map(({ name }) => [name, [{ type: 'insecureAcceptAnything' }]])
  const policy = { default: [{ type: 'reject' }], transports: { docker: Object.fromEntries(accepted) } }
  const plain = registries.filter(({ isPlain }) => isPlain)
  return {
    'policy.json': JSON.stringify(policy),
    'auth.json': '{}',
    'registries.conf': [
      'unqualified-search-registries = []',
      'short-name-mode = "enforcing"',
      ...plain.map(({ name }) => `[[registry]]\nlocation = "${name}"\ninsecure = true`),
      '',
    ].join('\n'),
    'containers.conf': '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\n',
  }
}
