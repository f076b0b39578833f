/**
 * A task's way to the Internet: slirp4netns, a network stack in a process of the machine, with rules of nftables in front of it.
 *
 * The rules are there before the stack is, and the stack before the task's program: at no time is anything reached that the rules refuse,
 * and whatever fails leaves a task without a network. The stack runs as the task's user, without rights, with its own filter of
 * system calls, and without files and processes of the machine.
 *
 * Addresses of this machine are refused, too; those that it gets later within {@link lookMs}.
 *
 * Source: slirp4netns(1), nft(8), ioctl_ns(2).
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import type { HelperGroup } from '../bubblewrap/helper-processes.ts'
import type { SandboxHost } from '../bubblewrap/sandbox-host.ts'
import { spawnPlugged } from '../bubblewrap/spawn-plugged.ts'
import { asShell, type TaskNamespaces } from '../bubblewrap/task-namespaces.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { outboundRules, refusedRules } from './outbound-rules.ts'

/** Milliseconds between two looks at the addresses of this machine. */
export const lookMs = 5_000
/** Milliseconds until the network of a task is there, on a busy machine. */
export const outboundStartMsMax = 30_000
/** Characters of what a program said that are kept to explain its end. */
const lastWordsCharsMax = 500

export type OutboundSettings = {
  /** Where names are asked for, by addresses of version 4. */
  readonly resolvers: readonly string[]
  /** Addresses that no task may reach beside private ones and this machine's: the public one of a router before it. */
  readonly refused: readonly string[]
  /** Of each task, each way. */
  readonly bytesPerSecondMax: number
}

/** Resolvers that belong to nobody's private network, and what a line of 100 Mbit/s carries. */
export const usualOutbound: OutboundSettings = {
  resolvers: ['1.1.1.1', '9.9.9.9'],
  refused: [],
  bytesPerSecondMax: 12_500_000,
}

export type OutboundNetwork = {
  /** Rejects when it ends before it is closed. */
  readonly failed: Promise<never>
  /** Resolves when nothing of it runs. Idempotent. */
  close(): Promise<void>
}

export type OutboundPlan = {
  readonly host: SandboxHost
  readonly tools: OutboundTools
  readonly settings: OutboundSettings
  readonly namespaces: TaskNamespaces<'net' | 'shellUser'>
  readonly helpers: HelperGroup
  /** Of the task. */
  readonly user: number | undefined
}

/** Programs of this machine, and the device by which the stack gets packets. */
export type OutboundTools = {
  readonly slirp4netns: string
  readonly nft: string
  readonly perl: string
  readonly tun: string
}

/** @throws {HostFaultError} */
export async function openOutbound(plan: OutboundPlan): Promise<OutboundNetwork> {
  const { host, settings, namespaces, tools } = plan
  const enter = [
    ...[host.programs.nsenter, ...asShell(host, namespaces)],
    ...[`--net=${namespaces.path('net')}`, '--', tools.nft, '-f', '-'],
  ] as const
  const load = (rules: string) => runWith([...enter], rules)
  let refused = machineAddresses()
  await load(outboundRules({ ...settings, refused: [...settings.refused, ...refused] }))
  const stack = await startStack(plan)
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  let isClosing = false
  const gone = once(stack, 'exit')
  const look = setInterval(() => {
    const now = machineAddresses()
    const added = now.filter((address) => !refused.includes(address))
    refused = now
    if (added.length > 0) load(refusedRules(added)).catch(failed.reject)
  }, lookMs)
  void gone.then(() => {
    clearInterval(look)
    if (!isClosing) failed.reject(new HostFaultError('other', 'its network ended'))
  })
  return {
    failed: failed.promise,
    async close() {
      isClosing = true
      clearInterval(look)
      stack.kill('SIGKILL')
      await gone
    },
  }
}

/** Takes the namespace that owns the network, which only Linux itself can name, and becomes the stack. */
const findOwner = `use strict; use POSIX (); $^F = 100; open(my $network, "<&=", 5) or die "network: $!\\n";
my $owner = ioctl($network, 0xb701, 0) or die "owner: $!\\n"; POSIX::dup2($owner, 6) or die "dup2: $!\\n"; exec { $ARGV[0] } @ARGV; die "$ARGV[0]: $!\\n"`

async function startStack({ host, tools, namespaces, helpers, user }: OutboundPlan): Promise<ChildProcess> {
  const { net } = namespaces.descriptors
  const slirp = [
    ...[
      tools.slirp4netns,
      '--configure',
      '--mtu=65520',
      '--disable-host-loopback',
      '--disable-dns',
      '--enable-seccomp',
    ],
    ...['--ready-fd=3', '--exit-fd=4', '--userns-path=/proc/self/fd/6', '--netns-type=path', '/proc/self/fd/5', 'tap0'],
  ]
  const rights = host.isRoot ? [] : [host.programs.nsenter, ...asShell(host, namespaces), '--']
  const confined = [host.programs.bwrap, ...stackRoot(tools.tun), ...asUser(host, user), ...slirp]
  const command = [...rights, tools.perl, '-e', findOwner, ...confined]
  const child = spawnPlugged(helpers.command(command), ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', net, net])
  const lastWords = keepWords(child.stderr)
  const [ready, exit] = [child.stdio[3] as Readable, child.stdio[4] as unknown as Writable]
  exit.on('error', () => undefined)
  const started = Promise.withResolvers<void>()
  const timer = setTimeout(() => child.kill('SIGKILL'), outboundStartMsMax)
  ready.once('data', () => started.resolve())
  child.once('close', () => started.reject(new HostFaultError('other', `it has no network (${lastWords()})`)))
  try {
    await started.promise
    return child
  } finally {
    clearTimeout(timer)
  }
}

/** What the stack sees of the machine: programs, its device, and the machine's network. */
function stackRoot(tun: string): readonly string[] {
  return [
    ...[
      '--unshare-ipc',
      '--unshare-uts',
      '--unshare-pid',
      '--unshare-cgroup-try',
      '--die-with-parent',
      '--new-session',
    ],
    ...['--clearenv', '--cap-drop', 'ALL', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID'],
    ...['/usr', '/bin', '/sbin', '/lib', '/lib64'].flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--perms', '0755', '--dir', '/dev/net', '--dev-bind', tun, '/dev/net/tun'],
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--'],
  ]
}

function asUser({ isRoot, programs }: SandboxHost, user: number | undefined): readonly string[] {
  if (!isRoot) return []
  if (user === undefined || user === 0) throw new TypeError('A stack never runs as root.')
  const rights = ['--clear-groups', '--inh-caps=-all', '--no-new-privs']
  return [programs.setpriv, `--reuid=${user}`, `--regid=${user}`, ...rights]
}

/** Runs a program to its end. @throws {HostFaultError} with its last words when it fails. */
async function runWith([program = '', ...rest]: readonly string[], input: string): Promise<void> {
  const child = spawnPlugged([program, ...rest], ['pipe', 'ignore', 'pipe'])
  const lastWords = keepWords(child.stderr)
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const [code] = await once(child, 'close')
  if (code !== 0)
    throw new HostFaultError('other', `its network cannot be kept from private addresses (${lastWords()})`)
}

function keepWords(stream: Readable | null): () => string {
  let words = ''
  stream?.on('data', (piece: Buffer) => {
    words = (words + piece.toString('latin1')).slice(-lastWordsCharsMax)
  })
  return () => words.trim().replace(/\s+/g, ' ')
}

/** Returns the addresses of version 4 that this machine has. */
export function machineAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses)
  return all.filter(({ family }) => family === 'IPv4').map(({ address }) => address)
}
