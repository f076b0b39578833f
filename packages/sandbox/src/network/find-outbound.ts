/** Whether tasks of this machine can reach the Internet and nothing but it. What a machine forbids shows only when it is tried. */
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, type SandboxHost } from '../bubblewrap/sandbox-host.ts'
import { type OutboundTools, usualOutbound } from './outbound-network.ts'
import { outboundRules } from './outbound-rules.ts'

export type OutboundSupport =
  | { readonly tools: OutboundTools }
  /** Why not, and how to get it. */
  | { readonly missing: string }

const systemTun = '/dev/net/tun'
/** Milliseconds for rules to be loaded, on a busy machine. */
const tryMsMax = 30_000

/** @param folder - of this user alone, for a device. */
export function findOutbound(host: SandboxHost, folder: string, programFolders: readonly string[]): OutboundSupport {
  const slirp4netns = findProgram('slirp4netns', programFolders)
  const nft = findProgram('nft', programFolders)
  const { perl } = host
  if (slirp4netns === undefined || nft === undefined || perl === undefined) {
    return { missing: 'it needs apt-get install slirp4netns nftables perl-base' }
  }
  const tun = findTun(host, folder, programFolders)
  if (tun === undefined) return { missing: `it needs ${systemTun} that may be opened: modprobe tun` }
  const refusal = refusalOfRules(host, nft)
  return refusal === undefined ? { tools: { slirp4netns, nft, perl, tun } } : { missing: refusal }
}

/** Returns a device that everybody may open, in a folder that nobody else can look into where root has to make one. */
function findTun({ isRoot }: SandboxHost, folder: string, programFolders: readonly string[]): string | undefined {
  const device = statSync(systemTun, { throwIfNoEntry: false })
  if (device?.isCharacterDevice() !== true) return undefined
  if ((device.mode & 0o006) === 0o006) return systemTun
  const mknod = findProgram('mknod', programFolders)
  if (!isRoot || mknod === undefined) return undefined
  const own = join(folder, 'tun')
  if (!existsSync(own)) execFileSync(mknod, ['-m', '0666', own, 'c', '10', '200'], { env: {} })
  try {
    closeSync(openSync(own, constants.O_RDWR))
    return own
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    // A file system that takes no devices.
    rmSync(own)
    return undefined
  }
}

/** Loads the rules into a network of nobody's. */
function refusalOfRules({ isRoot, programs }: SandboxHost, nft: string): string | undefined {
  const namespaces = isRoot ? ['--net'] : ['--user', '--map-root-user', '--net']
  const { status, stderr } = spawnSync(programs.unshare, [...namespaces, '--', nft, '-f', '-'], {
    ...{ env: {}, encoding: 'utf8', timeout: tryMsMax },
    input: outboundRules(usualOutbound),
  })
  if (status === 0) return undefined
  return `its rules cannot be loaded here (${stderr.trim().split('\n').at(0)?.slice(0, 200) ?? 'no answer'})`
}
