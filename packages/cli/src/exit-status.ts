/** The one place where error codes become exit statuses. docs/errors.md lists the statuses. */
import { isMillraceError } from '@millrace/protocol'

export const exitStatuses = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notFound: 3,
  payment: 4,
  unreachable: 5,
  verificationFailed: 6,
  busy: 7,
  interrupted: 130,
} as const

const statusByPrefix: readonly (readonly [prefix: string, status: number])[] = [
  ['USAGE_', exitStatuses.usage],
  ['PROTOCOL_MALFORMED', exitStatuses.usage],
  ['FILE_', exitStatuses.usage],
  ['NO_OFFER', exitStatuses.notFound],
  ['MODEL_NOT', exitStatuses.notFound],
  ['NOT_FOUND', exitStatuses.notFound],
  ['INSUFFICIENT_', exitStatuses.payment],
  ['BUDGET_', exitStatuses.payment],
  ['PAYMENT_', exitStatuses.payment],
  ['CHANNEL_', exitStatuses.payment],
  ['CHAIN_REVERT', exitStatuses.payment],
  ['CHAIN_', exitStatuses.unreachable],
  ['NETWORK_DOWN', exitStatuses.unreachable],
  ['PEER_', exitStatuses.unreachable],
  ['PROVIDER_', exitStatuses.unreachable],
  ['GATEWAY_NOT_FOUND', exitStatuses.notFound],
  ['GATEWAY_LIMITED', exitStatuses.busy],
  ['GATEWAY_REFUSED', exitStatuses.usage],
  ['GATEWAY_UNAUTHORIZED', exitStatuses.usage],
  ['GATEWAY_UN', exitStatuses.unreachable],
  ['MODEL_SOURCE', exitStatuses.unreachable],
  ['RECEIPT_', exitStatuses.verificationFailed],
  ['RUNTIME_BUSY', exitStatuses.busy],
  ['ANVIL_STATE_IN_USE', exitStatuses.busy],
  ['LOCAL_RUNNING', exitStatuses.busy],
  ['PORT_TAKEN', exitStatuses.busy],
]

/** Returns the exit status that tells a script what kind of failure it was. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof Error && error.name === 'AbortError') return exitStatuses.interrupted
  if (!isMillraceError(error)) return exitStatuses.unexpected
  return statusByPrefix.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? exitStatuses.unexpected
}
