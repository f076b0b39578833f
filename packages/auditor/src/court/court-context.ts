/** What the parts of a court share. */
import type { ChainWriter } from '@millrace/chain'
import type { Hash, PeerEndpoint, PeerTransport, Signer } from '@millrace/protocol'
import type { AuditorLog } from '../auditor-log.ts'
import type { JudgeComponents } from '../judge/judge-components.ts'
import type { CourtLimits } from './court-limits.ts'
import type { CourtStore } from './court-store.ts'

export type CourtContext = {
  /** Writes as the auditor's enrolled key: panels take commitments from that account alone. */
  readonly chain: ChainWriter
  /** Writes as the account that accuses and holds bonds; may be the same. */
  readonly reporter: ChainWriter
  /** The enrolled key: signs verdicts, and proves at peers that it is the auditor. */
  readonly signer: Signer
  readonly transport: Pick<PeerTransport, 'dial'>
  /** Where a peer may be reached; undefined where nobody knows. */
  readonly findPeer: (
    peer: PeerEndpoint['address'],
    options: { readonly signal: AbortSignal },
  ) => Promise<PeerEndpoint | undefined>
  /**
   * Whether an IP address that a stranger names may be dialed: on public networks only public ones. Without it nothing is dialed
   * that a locator names, and reporters are found by their key.
   */
  readonly mayDial?: ((ip: string) => boolean) | undefined
  readonly judge: JudgeComponents
  readonly store: CourtStore
  /** Unix milliseconds. */
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly log: AuditorLog
  readonly limits: CourtLimits
  /** Where the evidence of own cases is to be had. */
  readonly locator: Hash
  /** Base units of MILL that bonds of own cases may hold at once. */
  readonly bondsMax: bigint
}

/** Returns a signal for one look at the chain, or one transaction. */
export function chainCall(
  { limits }: Pick<CourtContext, 'limits'>,
  signal: AbortSignal,
): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(limits.chainMsMax)]) }
}
