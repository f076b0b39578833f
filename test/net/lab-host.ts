/** A host of the lab: a namespace with one cable to a bridge, an address, and the processes that run there. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ipIn } from './namespaces.ts'

/** Addresses in a block of 256: neither the first nor the last belongs to a host. */
const addressesMax = 254

/** A bridge and the block of addresses on it. */
export type Segment = {
  /** Where the bridge stands. */
  readonly namespace: string
  readonly bridge: string
  /** Names the bridge's next port. */
  readonly nextPort: () => string
  /** The port of the internet behind which all of the segment stands; undefined for the internet itself. */
  readonly internetPort: string | undefined
  /** First three bytes of its addresses. */
  readonly subnet: string
  /** Addresses given away so far; none is given twice. */
  used: number
  /** Who forwards what leaves the segment. */
  readonly gateway: string | undefined
  /** Other blocks on the same bridge. */
  readonly onLink: readonly string[]
}

export type SpawnOptions = { readonly env?: Readonly<Record<string, string>> }

export type Host = {
  readonly name: string
  readonly namespace: string
  /** Its address now. */
  readonly address: string
  /** The bridge's end of the cable that leads from the internet to it, or to its router. */
  readonly internetPort: string
  /** Runs a program on the host; its process id is the program's own. Output is piped. */
  spawn(command: string, args: readonly string[], options?: SpawnOptions): ChildProcess
  /** Runs a script under this Node on the host, with a channel for messages (structured clones). */
  fork(script: URL, args: readonly string[], options?: SpawnOptions): ChildProcess
  /** Plugs the cable in or out at the far end: the host keeps address and routes, and nothing tells its connections. */
  setLink(state: 'up' | 'down'): Promise<void>
  /** Gives the host another address of its block, as a phone that changes networks; open connections keep the old one and hang. Returns it. */
  changeAddress(): Promise<string>
}

export type HostParts = {
  readonly segment: Segment
  readonly name: string
  readonly namespace: string
  readonly interfaceName: string
  /** Every process that was started and has not ended. */
  readonly children: Set<ChildProcess>
}

/** Lays a cable between an empty namespace and a segment. Returns the namespace as a host that runs. */
export async function joinedHost({ segment, name, namespace, interfaceName, children }: HostParts): Promise<Host> {
  const port = segment.nextPort()
  await ipIn(segment.namespace, [
    `link add ${port} type veth peer name ${interfaceName} netns ${namespace}`,
    `link set ${port} master ${segment.bridge}`,
    `link set ${port} up`,
  ])
  let address = nextAddress(segment)
  await ipIn(namespace, [
    `addr add ${address}/24 dev ${interfaceName}`,
    `link set ${interfaceName} up`,
    ...routesOf(segment, interfaceName),
  ])
  const run = (
    command: string,
    args: readonly string[],
    env: SpawnOptions['env'],
    ipc: readonly 'ipc'[],
  ): ChildProcess => {
    const child = spawn('ip', ['netns', 'exec', namespace, command, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', ...ipc],
      env: { ...process.env, ...env },
      serialization: 'advanced',
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    child.once('error', () => children.delete(child))
    return child
  }

  return {
    name,
    namespace,
    get address() {
      return address
    },
    internetPort: segment.internetPort ?? port,
    spawn: (command, args, options = {}) => run(command, args, options.env, []),
    fork: (script, args, options = {}) => run(process.execPath, [fileURLToPath(script), ...args], options.env, ['ipc']),
    setLink: (state) => ipIn(segment.namespace, [`link set ${port} ${state}`]),
    async changeAddress() {
      const next = nextAddress(segment)
      await ipIn(namespace, [
        `addr flush dev ${interfaceName}`,
        `addr add ${next}/24 dev ${interfaceName}`,
        ...routesOf(segment, interfaceName),
      ])
      address = next
      return next
    },
  }
}

function nextAddress(segment: Segment): string {
  if (segment.used === addressesMax) throw new RangeError(`${segment.subnet}.0/24 has no address left`)
  segment.used++
  return `${segment.subnet}.${segment.used}`
}

function routesOf({ gateway, onLink }: Segment, interfaceName: string): readonly string[] {
  const direct = onLink.map((block) => `route replace ${block} dev ${interfaceName}`)
  return gateway === undefined ? direct : [...direct, `route replace default via ${gateway}`]
}
