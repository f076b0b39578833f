/** What a service does, in words: for people lines and a table, for machines JSON. */
import { formatAmount, type TokenUnit } from '@millrace/protocol'
import type { ServiceNews, ServiceRun } from '@millrace/sdk'
import type { Terminal } from '../terminal.ts'
import { withoutControls } from '../terminal.ts'

/** What `services status` shows, as the process that runs the service tells it. */
export type ServiceStatus = {
  readonly name: string
  readonly urls: readonly string[]
  readonly revision: number
  readonly updating: boolean
  readonly lost: number
  readonly restarted: number
  /** Base units. */
  readonly spent: string
  readonly reserved: string
  readonly token: TokenUnit
  readonly instances: readonly {
    readonly slot: number
    readonly start: number
    readonly revision: number
    readonly state: string
    readonly node: string | null
    readonly connections: number
  }[]
}

export function statusOf(
  run: ServiceRun,
  about: { readonly name: string; readonly urls: readonly string[]; readonly token: TokenUnit },
  connections: ReadonlyMap<number, number>,
): ServiceStatus {
  const { instances, revision, isUpdating, lost, restarted, spent, reserved } = run.view
  return {
    ...about,
    ...{ revision, updating: isUpdating, lost, restarted, spent: String(spent), reserved: String(reserved) },
    instances: instances.map(({ start, slot, revision: its, state }) => ({
      ...{ slot, start, revision: its, state, node: run.nodes.get(start) ?? null },
      connections: connections.get(start) ?? 0,
    })),
  }
}

export function showStatus(terminal: Terminal, status: ServiceStatus): void {
  const { bold, dim, green, yellow } = terminal.colours
  terminal.line(`${bold(status.name)} at ${status.urls.join(', ')}`)
  terminal.table(
    ['slot', 'start', 'revision', 'state', 'connections', 'provider'],
    status.instances.map(({ slot, start, revision, state, connections, node }) => [
      ...[String(slot), String(start), String(revision), state === 'healthy' ? green(state) : yellow(state)],
      ...[String(connections), node ?? 'not placed yet'],
    ]),
  )
  const { token, updating, lost, restarted } = status
  if (updating) terminal.line(`an update to revision ${status.revision} is under way`)
  terminal.line(
    dim(
      `spent ${formatAmount(BigInt(status.spent), token)}, set aside ${formatAmount(BigInt(status.reserved), token)}; hosts lost ${lost}, programs restarted ${restarted}`,
    ),
  )
  terminal.result(status)
}

/** Returns a line for people. */
export function newsLine(news: ServiceNews, token: TokenUnit): string {
  switch (news.type) {
    case 'begun':
      return `slot ${news.slot}: start ${news.start} of revision ${news.revision} looks for a provider`
    case 'running':
      return `start ${news.start} runs at ${news.node}`
    case 'healthy':
      return `start ${news.start} is well`
    case 'unhealthy':
      return `start ${news.start} is not well: ${shortened(news.reason)}`
    case 'notice':
      return `start ${news.start} will be ended by its provider at ${new Date(news.endsAtMs).toISOString()}`
    case 'ended':
      return `start ${news.start} ended (${news.how}: ${shortened(news.reason)}) for ${formatAmount(news.amount, token)}`
    case 'updated':
      return `revision ${news.revision} runs everywhere`
    case 'update-failed':
      return news.isRolledBack
        ? `the update failed: back to revision ${news.revision}`
        : `the update to revision ${news.revision} failed: what runs stays as it is`
  }
}

/** Reasons of providers and matchers may be long. */
function shortened(reason: string): string {
  const text = withoutControls(reason)
  return text.length > reasonCharsMax ? `${text.slice(0, reasonCharsMax)}…` : text
}

const reasonCharsMax = 160
