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
  undecided: 8,
  interrupted: 130,
} as const

/** The first prefix that fits decides, so the longer ones stand first. */
const statusByPrefix: readonly (readonly [prefix: string, status: number])[] = [
  ['CHAIN_RPC_URL_INVALID', exitStatuses.usage],
  ['GATEWAY_UNAUTHORIZED', exitStatuses.usage],
  ['GATEWAY_REFUSED', exitStatuses.usage],
  ['API_KEY_', exitStatuses.usage],
  ['FILE_', exitStatuses.usage],
  ['NETWORK_TOO_OLD', exitStatuses.usage],
  ['KEYSTORE_', exitStatuses.usage],
  ['PROTOCOL_MALFORMED', exitStatuses.usage],
  ['USAGE_', exitStatuses.usage],
  ['GATEWAY_NOT_FOUND', exitStatuses.notFound],
  ['MODEL_NOT', exitStatuses.notFound],
  ['NO_OFFER', exitStatuses.notFound],
  ['NOT_FOUND', exitStatuses.notFound],
  ['RECEIPT_NOT_FOUND', exitStatuses.notFound],
  ['RECEIPT_UNKNOWN', exitStatuses.notFound],
  ['BUDGET_', exitStatuses.payment],
  ['CHAIN_FUNDS', exitStatuses.payment],
  ['CHAIN_REVERT', exitStatuses.payment],
  ['CHANNEL_', exitStatuses.payment],
  ['INSUFFICIENT_', exitStatuses.payment],
  ['PAYMENT_', exitStatuses.payment],
  ['ANVIL_STATE_IN_USE', exitStatuses.busy],
  ['BUYER_STORE_IN_USE', exitStatuses.busy],
  ['GATEWAY_LIMITED', exitStatuses.busy],
  ['GATEWAY_STORE_IN_USE', exitStatuses.busy],
  ['LEASES_', exitStatuses.busy],
  ['LISTEN_FAILED', exitStatuses.busy],
  ['LOCAL_RUNNING', exitStatuses.busy],
  ['NODE_BUSY', exitStatuses.busy],
  ['PEER_LISTEN_FAILED', exitStatuses.busy],
  ['PORT_TAKEN', exitStatuses.busy],
  ['QUOTES_BUSY', exitStatuses.busy],
  ['RATE_LIMITED', exitStatuses.busy],
  ['RUNTIME_BUSY', exitStatuses.busy],
  ['STORE_IN_USE', exitStatuses.busy],
  ['UPSTREAM_BUSY', exitStatuses.busy],
  ['CHAIN_', exitStatuses.unreachable],
  ['GATEWAY_UN', exitStatuses.unreachable],
  ['MODEL_SOURCE', exitStatuses.unreachable],
  ['MODEL_UNAVAILABLE', exitStatuses.unreachable],
  ['NETWORK_DOWN', exitStatuses.unreachable],
  ['PEER_', exitStatuses.unreachable],
  ['PROVIDER', exitStatuses.unreachable],
  ['UPSTREAM_', exitStatuses.unreachable],
  ['RECEIPT_', exitStatuses.verificationFailed],
  ['AUDIT_CHEATED', exitStatuses.verificationFailed],
  ['AUDIT_UNABLE', exitStatuses.undecided],
  ['CASE_UNFOUNDED', exitStatuses.undecided],
  ['BATCH_UNSETTLED', exitStatuses.undecided],
  ['WASM_', exitStatuses.usage],
  ['ARRAY_', exitStatuses.usage],
  ['IMPORT_', exitStatuses.usage],
  ['MANIFEST_', exitStatuses.usage],
  ['JOB_UNFINISHED', exitStatuses.undecided],
  ['JOB_ITEMS_FAILED', exitStatuses.unexpected],
  ['JOB_', exitStatuses.usage],
]

/** Returns the exit status that tells a script what kind of failure it was. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof Error && error.name === 'AbortError') return exitStatuses.interrupted
  if (!isMillraceError(error)) return exitStatuses.unexpected
  return statusByPrefix.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? exitStatuses.unexpected
}
