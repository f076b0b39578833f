/**
 * From an address that a stranger named to one that may be dialed: names are resolved, every result is checked, and the
 * dial goes to exactly the IP address that was checked, so that a name cannot point elsewhere a moment later.
 */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type PeerAddress, pinAddress } from './address.ts'
import { isPublicIp } from './host/network-address.ts'
import { PeerAddressRefusedError, PeerUnreachableError } from './peer-error.ts'

/** IP addresses of one name that are tried. */
export const resolvedAddressesMax = 4
/** Longest wait for a name to be resolved, in ms. */
export const resolveMsMax = 5_000

export type DialTarget = {
  readonly ip: string
  /** The address with the IP address in place of its host. */
  readonly text: string
}

/** Resolves a name to IP addresses, as dns.lookup does with `all`. */
export type ResolveName = (name: string, options: { all: true; family: 0 | 4 | 6 }) => Promise<{ address: string }[]>

/**
 * Returns where to dial, at least one and at most {@link resolvedAddressesMax}.
 *
 * @throws {PeerAddressRefusedError} when private addresses are not allowed and nothing else is left.
 * @throws {PeerUnreachableError} when a name does not resolve; the signal's reason on abort.
 */
export async function dialTargets(
  address: PeerAddress,
  { allowPrivate, resolve = lookup, signal }: DialTargetOptions,
): Promise<DialTarget[]> {
  const ips = isIP(address.host) === 0 ? await resolveName(address, resolve, signal) : [address.host]
  const allowed = ips.filter((ip) => allowPrivate || isPublicIp(ip)).slice(0, resolvedAddressesMax)
  if (allowed.length === 0) throw new PeerAddressRefusedError(address.text, 'it is not on the public internet')
  return allowed.map((ip) => ({ ip, text: pinAddress(address, ip) }))
}

type DialTargetOptions = {
  readonly allowPrivate: boolean
  readonly resolve?: ResolveName | undefined
  readonly signal: AbortSignal
}

async function resolveName({ family, host, text }: PeerAddress, resolve: ResolveName, signal: AbortSignal) {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  const timer = setTimeout(
    () => aborted.reject(new PeerUnreachableError(text, `its name did not resolve within ${resolveMsMax} ms`)),
    resolveMsMax,
  )
  signal.addEventListener('abort', abort)
  try {
    const resolved = resolve(host, { all: true, family: family === 'dns4' ? 4 : family === 'dns6' ? 6 : 0 })
    return (await Promise.race([resolved, aborted.promise])).map(({ address }) => address)
  } catch (error) {
    if (signal.aborted || error instanceof PeerUnreachableError) throw error
    throw new PeerUnreachableError(text, error)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}
