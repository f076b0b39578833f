/**
 * Network namespaces of this machine: made, filled, and removed, those of crashed owners too.
 *
 * A namespace is named for the process that made it and for when that process started, so that a name tells whether its owner still
 * lives even when process ids come round again. All interfaces stand inside namespaces; the machine's own network is not touched.
 */
import { execFile, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const prefix = 'millrace-'
const namesFolder = '/run/netns'
/** Milliseconds that `ip` or `nft` may take: they are one system call each. */
const commandMsMax = 20_000
/** Milliseconds that killed processes may take to be gone. */
const killMsMax = 10_000
const killPollMs = 10

/** Returns the name of a namespace of this process. */
export function namespaceName(lab: number, host: string): string {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(host))
    throw new RangeError(`a host's name is up to 32 of a-z, 0-9 and -, got "${host}"`)
  return `${prefix}${process.pid}-${startOf(process.pid)}-${lab}-${host}`
}

/** Runs `ip` commands, one a line, in a namespace. @throws when one of them fails: those before it have happened. */
export async function ipIn(namespace: string, lines: readonly string[]): Promise<void> {
  await run('ip', ['-n', namespace, '-batch', '-'], lines.join('\n'))
}

/** Loads an nftables script in a namespace, all of it or nothing. */
export async function nftIn(namespace: string, script: string): Promise<void> {
  await run('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], script)
}

/** Creates a namespace whose loopback is up; with `forwarding`, packets that come in on one interface may leave on another. */
export async function addNamespace(namespace: string, { forwarding = false } = {}): Promise<void> {
  await run('ip', ['netns', 'add', namespace])
  await ipIn(namespace, ['link set lo up'])
  if (forwarding) {
    await run('ip', ['netns', 'exec', namespace, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'])
  }
}

/** Ends whatever runs in a namespace, at once, and removes it. Resolves when both are gone; no such namespace is no error. */
export async function removeNamespace(namespace: string): Promise<void> {
  if (!readdirSync(namesFolder).includes(namespace)) return
  const deadline = performance.now() + killMsMax
  for (;;) {
    const pids = await processesIn(namespace)
    if (pids.length === 0) break
    if (performance.now() > deadline) throw new Error(`processes ${pids} in ${namespace} do not end`)
    for (const pid of pids) kill(pid)
    await new Promise((resolve) => setTimeout(resolve, killPollMs))
  }
  await run('ip', ['netns', 'delete', namespace])
}

/** Removes the namespaces of owners that are dead, with what still runs there. Returns their names. */
export async function removeStaleNamespaces(): Promise<readonly string[]> {
  const stale = namespaceNames().filter((name) => {
    const [, pid, start] = new RegExp(`^${prefix}(\\d+)-(\\d+)-`).exec(name) ?? []
    return pid !== undefined && startOf(Number(pid)) !== start
  })
  // Two labs that start at once may see the same one: whoever comes second finds it gone.
  const removed = await Promise.allSettled(stale.map(removeNamespace))
  const left = new Set(namespaceNames())
  const failed = removed.find((result, i) => result.status === 'rejected' && left.has(stale[i] ?? ''))
  if (failed?.status === 'rejected') throw failed.reason
  return stale
}

/** Returns the namespaces on this machine that any lab made. */
export function namespaceNames(): readonly string[] {
  try {
    return readdirSync(namesFolder).filter((name) => name.startsWith(prefix))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Returns why this machine can hold no lab, undefined when it can: tried with a namespace, a link, a bridge and a rule of each kind.
 * Synchronous, because it decides which tests there are.
 */
export function namespacesMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may make network namespaces'
  const ip = spawnSync('ip', ['-V'], { stdio: 'ignore' })
  const nft = spawnSync('nft', ['-v'], { stdio: 'ignore' })
  if (ip.error !== undefined || nft.error !== undefined) {
    return 'the programs ip and nft are missing (apt-get install iproute2 nftables)'
  }
  const name = namespaceName(0, 'probe')
  const steps: readonly (readonly [args: readonly string[], input: string])[] = [
    [['netns', 'add', name], ''],
    [['-n', name, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other'], ''],
    [['-n', name, 'link', 'add', 'bridge', 'type', 'bridge'], ''],
    [['netns', 'exec', name, 'nft', '-f', '-'], probeRules],
    [['netns', 'exec', name, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'], ''],
  ]
  try {
    for (const [args, input] of steps) {
      const { status, stderr } = spawnSync('ip', args, { input, encoding: 'utf8', timeout: commandMsMax })
      if (status !== 0) return `"ip ${args.slice(0, 4).join(' ')}" fails here: ${stderr.trim()}`
    }
  } finally {
    spawnSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })
  }
  return undefined
}

const probeRules = `
table ip nat {
  chain leaving {
    type nat hook postrouting priority srcnat;
    masquerade
  }
}
table bridge cuts {
  chain passing {
    type filter hook forward priority filter;
    drop
  }
}
`

async function processesIn(namespace: string): Promise<readonly number[]> {
  const printed = await run('ip', ['netns', 'pids', namespace])
  return printed.split('\n').filter(Boolean).map(Number)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Returns when a process started, in ticks since the machine did; undefined for one that is gone. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}

function run(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { timeout: commandMsMax }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${program} ${args.join(' ')} failed: ${stderr.trim() || error.message}\n${input}`))
    })
    // A program that ends without reading says why on its own.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
