/** What `provide` tells people: what it offers from which machine, then a line for each thing that happens. */
import type { LogFields } from '@millrace/node'
import { type Address, formatAmount, type TokenUnit } from '@millrace/protocol'
import type { Hardware } from './hardware.ts'
import { toJsonText } from './json-text.ts'
import type { Listing } from './provider-runtime.ts'
import type { Terminal } from './terminal.ts'

/** Shows the provider's address, machine and prices. */
export function describeProvider(
  terminal: Terminal,
  facts: {
    readonly hardware: Hardware
    readonly listings: readonly Listing[]
    readonly token: { readonly symbol: string; readonly decimals: number }
    readonly operator: Address
    readonly address: Address
    readonly host: string
    readonly port: number
  },
): void {
  const { hardware, token } = facts
  const { bold, dim } = terminal.colours
  const simd = hardware.simd.state === 'present' ? hardware.simd.value.join(' ') : 'instruction sets unknown'
  const gpus =
    hardware.gpus.state === 'present'
      ? hardware.gpus.value.join(', ')
      : hardware.gpus.state === 'absent'
        ? 'none'
        : `unknown (${hardware.gpus.reason})`
  terminal.line(`${bold('provider')} ${facts.address}@${facts.host}:${facts.port}`)
  terminal.line(dim(`  operator ${facts.operator}`))
  terminal.line(
    dim(`  ${hardware.cores} cores (${simd}), ${(hardware.memoryBytes / 2 ** 30).toFixed(1)} GiB memory, GPU: ${gpus}`),
  )
  for (const { model, inputPrice, outputPrice } of facts.listings) {
    const prices = `${formatAmount(inputPrice, token)} in, ${formatAmount(outputPrice, token)} out, per million tokens`
    terminal.line(`  ${model.padEnd(24)} ${prices}`)
  }
  terminal.line(dim('  Ctrl-C finishes what is running, then ends.'))
  terminal.result({ type: 'provider', ...facts, hardware: facts.hardware })
}

/** Returns one line of the log for people: time of day, what happened, and the fields, amounts in tokens. */
export function logLine(
  time: number,
  level: string,
  event: string,
  fields: LogFields | undefined,
  token: TokenUnit,
): string {
  const shown = Object.entries(fields ?? {}).map(([name, value]) =>
    typeof value === 'bigint' && amountFields.has(name)
      ? `${name} ${formatAmount(value, token)}`
      : `${name} ${typeof value === 'object' ? toJsonText(value) : String(value)}`,
  )
  const mark = level === 'info' ? '' : `${level}: `
  return `${new Date(time).toISOString().slice(11, 19)}  ${mark}${[event.replaceAll('-', ' '), ...shown].join('  ')}`
}

const amountFields = new Set(['amount', 'paid', 'owed', 'redeemed', 'deposit'])
