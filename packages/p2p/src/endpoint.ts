/** What of an endpoint can be dialed. Its addresses come from strangers: they are bounded, and what is malformed is left out. */
import { isMillraceError, type PeerEndpoint } from '@millrace/protocol'
import { type AddressKind, type PeerAddress, parsePeerAddress } from './address.ts'
import { PeerUnreachableError } from './peer-error.ts'

/** Addresses of one endpoint that are looked at. */
export const endpointAddressesMax = 16

/**
 * Returns the endpoint's addresses of some kinds, in the order of the kinds.
 *
 * @throws {PeerUnreachableError} when it has none; {PeerAddressMalformedError} when that is since one is malformed.
 */
export function addressesOfKind({ address, addresses }: PeerEndpoint, kinds: readonly AddressKind[]): PeerAddress[] {
  const parsed: PeerAddress[] = []
  let malformed: unknown
  for (const text of addresses.slice(0, endpointAddressesMax)) {
    try {
      parsed.push(parsePeerAddress(text))
    } catch (error) {
      if (!isMillraceError(error)) throw error
      malformed ??= error
    }
  }
  const usable = kinds.flatMap((kind) => parsed.filter((each) => each.kind === kind))
  if (usable.length > 0) return usable
  throw malformed ?? new PeerUnreachableError(address, `it has no address of the kinds ${kinds.join(', ')}`)
}
