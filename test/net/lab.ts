/**
 * Several hosts on one machine: network namespaces joined by virtual cables to a bridge that plays the internet, and routers with
 * address translation behind which more hosts stand. The code under test runs in them as real processes on a real TCP stack.
 *
 * Public hosts have addresses of the three documentation blocks (RFC 5737), each reachable from each; a host behind a router has one of
 * 10.0.0.0/8 and shows the router's to the world. Names, addresses and interfaces repeat from lab to lab, each of which is closed in
 * itself: as many as memory holds may run at once.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type Host, joinedHost, type Segment } from './lab-host.ts'
import { addNamespace, ipIn, namespaceName, nftIn, removeNamespace, removeStaleNamespaces } from './namespaces.ts'

/** The first three bytes of the public addresses: blocks kept for documentation. */
export const publicSubnets = ['198.51.100', '203.0.113', '192.0.2'] as const

/** Routers in a lab: each has its 10.n.0.0/24. */
const routersMax = 254
/** Milliseconds that processes get to end by themselves. */
const endMsMax = 8_000

export type HostOptions = { readonly subnet?: (typeof publicSubnets)[number] }

/** Translates the addresses of its hosts: they reach everyone, and nobody reaches them unasked. */
export type Router = {
  readonly name: string
  /** Its public address now. */
  readonly address: string
  addHost(name: string): Promise<Host>
  setLink(state: 'up' | 'down'): Promise<void>
  /** Gives it another public address; what it translated is forgotten. Returns the address. */
  changeAddress(): Promise<string>
}

export type Lab = {
  /** Adds a host on the internet. */
  addHost(name: string, options?: HostOptions): Promise<Host>
  addRouter(name: string, options?: HostOptions): Promise<Router>
  /**
   * Drops every packet between two groups, both ways, without a word to either. A host behind a router is cut off with its router,
   * so two hosts of one router cannot be parted.
   */
  partition(ones: readonly Host[], others: readonly Host[]): Promise<void>
  /** Ends all partitions. */
  heal(): Promise<void>
  /** Ends all processes and removes all hosts. */
  [Symbol.asyncDispose](): Promise<void>
}

let labs = 0

/**
 * Creates a lab without hosts, and removes what is left of labs whose processes are dead.
 *
 * @throws when the machine cannot hold one: look at `namespacesMissing` first.
 */
export async function createLab(): Promise<Lab> {
  await removeStaleNamespaces()
  labs++
  const lab = labs
  const added: string[] = []
  const children = new Set<ChildProcess>()
  const add = async (name: string, options?: { forwarding: boolean }): Promise<string> => {
    const namespace = namespaceName(lab, name)
    added.push(namespace)
    await addNamespace(namespace, options)
    return namespace
  }
  const internet = await internetOf(await add('internet'))
  const hostOn = async (segment: Segment, name: string, interfaceName = 'eth0', forwarding = false): Promise<Host> =>
    joinedHost({ segment, name, interfaceName, namespace: await add(name, { forwarding }), children })
  let routers = 0

  return {
    addHost: async (name, options = {}) => hostOn(internet.segment(options), name),
    async addRouter(name, options = {}) {
      if (routers === routersMax) throw new RangeError(`a lab holds ${routersMax} routers`)
      routers++
      const outside = await hostOn(internet.segment(options), name, 'wan', true)
      const lan = await lanOf(outside, `10.${routers}.0`)
      return {
        name,
        get address() {
          return outside.address
        },
        addHost: (hostName) => hostOn(lan, hostName),
        setLink: outside.setLink,
        changeAddress: outside.changeAddress,
      }
    },
    async partition(ones, others) {
      const pairs = ones.flatMap((one) => others.map((other) => pairOf(one.internetPort, other.internetPort)))
      if (pairs.length > 0) await nftIn(internet.namespace, `add element bridge cuts pairs { ${pairs.join(', ')} }`)
    },
    heal: () => nftIn(internet.namespace, 'flush set bridge cuts pairs'),
    async [Symbol.asyncDispose]() {
      await Promise.all([...children].map(end))
      const removed = await Promise.allSettled(added.map(removeNamespace))
      for (const result of removed) if (result.status === 'rejected') throw result.reason
    },
  }
}

async function internetOf(namespace: string) {
  await ipIn(namespace, ['link add internet type bridge', 'link set internet up'])
  await nftIn(namespace, cutsTable)
  let ports = 0
  const nextPort = (): string => `port${++ports}`
  const segments = publicSubnets.map((subnet): Segment => {
    const onLink = publicSubnets.filter((other) => other !== subnet).map((other) => `${other}.0/24`)
    return {
      namespace,
      bridge: 'internet',
      nextPort,
      internetPort: undefined,
      subnet,
      used: 0,
      gateway: undefined,
      onLink,
    }
  })
  return {
    namespace,
    segment({ subnet = publicSubnets[0] }: HostOptions): Segment {
      return segments[publicSubnets.indexOf(subnet)] as Segment
    },
  }
}

/** What passes the bridge is dropped for pairs of ports. */
const cutsTable = `
table bridge cuts {
  set pairs {
    type ifname . ifname
  }
  chain passing {
    type filter hook forward priority filter; policy accept;
    iifname . oifname @pairs drop
  }
}
`

function pairOf(one: string, other: string): string {
  if (one === other) throw new RangeError('hosts behind one router, or a host and itself, cannot be parted')
  return `"${one}" . "${other}", "${other}" . "${one}"`
}

/** Makes a host of the internet the router of a network of its own. */
async function lanOf(router: Host, subnet: string): Promise<Segment> {
  const { namespace, internetPort } = router
  const gateway = `${subnet}.1`
  await ipIn(namespace, ['link add lan type bridge', `addr add ${gateway}/24 dev lan`, 'link set lan up'])
  await nftIn(namespace, translationTables)
  let ports = 0
  const nextPort = (): string => `port${++ports}`
  return { namespace, bridge: 'lan', nextPort, internetPort, subnet, used: 1, gateway, onLink: [] }
}

/** Outgoing connections get the router's address; one from outside is refused even where the sender knows a route. */
const translationTables = `
table ip translation {
  chain leaving {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "wan" masquerade
  }
}
table inet guard {
  chain passing {
    type filter hook forward priority filter; policy accept;
    ct state invalid drop
    iifname "wan" ct state new reject with icmpx admin-prohibited
  }
}
`

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), endMsMax)
  await ended
  clearTimeout(timer)
}
