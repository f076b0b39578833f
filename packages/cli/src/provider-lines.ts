/** What `provide` tells people: what it offers from which machine, then a line for each thing that happens. */
import type { LogFields } from '@millrace/node'
import { type Address, formatAmount, regionOfCountry, type TokenUnit } from '@millrace/protocol'
import type { ComfortTerms } from './comfort/comfort-terms.ts'
import type { Hardware } from './hardware.ts'
import { toJsonText } from './json-text.ts'
import type { BatchOffering } from './offering/batch.ts'
import { countryLetters } from './offering/country.ts'
import type { AnswerExactness } from './offering/exactness.ts'
import type { Offering } from './offering/offering.ts'
import { pricePerCpuHour, type TaskOffering } from './offering/tasks.ts'
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
    /** Multiaddrs. */
    readonly addresses: readonly string[]
    readonly offering: Offering
    readonly exactness: AnswerExactness
    readonly batch: BatchOffering | undefined
    readonly tasks: TaskOffering | undefined
    readonly comfort: ComfortTerms
  },
): void {
  const { hardware, token, offering } = facts
  const { bold, dim, yellow } = terminal.colours
  const simd = hardware.simd.state === 'present' ? hardware.simd.value.join(' ') : 'instruction sets unknown'
  const gpus =
    hardware.gpus.state === 'present'
      ? hardware.gpus.value.join(', ')
      : hardware.gpus.state === 'absent'
        ? 'none'
        : `unknown (${hardware.gpus.reason})`
  terminal.line(`${bold('provider')} ${facts.address}`)
  for (const where of facts.addresses) terminal.line(dim(`  reached at ${where}`))
  if (facts.addresses.length === 0) terminal.line(yellow(`  ${unreachableWarning}`))
  terminal.line(dim(`  operator ${facts.operator}`))
  terminal.line(
    dim(`  ${hardware.cores} cores (${simd}), ${(hardware.memoryBytes / 2 ** 30).toFixed(1)} GiB memory, GPU: ${gpus}`),
  )
  for (const { model, inputPrice, outputPrice } of facts.listings) {
    const prices = `${formatAmount(inputPrice, token)} in, ${formatAmount(outputPrice, token)} out, per million tokens`
    terminal.line(`  ${model.padEnd(24)} ${prices}`)
  }
  if (facts.batch !== undefined) terminal.line(batchLine(facts.batch, token))
  if (facts.tasks !== undefined) terminal.line(taskLine(facts.tasks, token))
  const lines = [...exactnessLines(facts.exactness), ...offeringLines(offering), ...comfortLines(facts.comfort)]
  for (const line of lines) terminal.line(dim(`  ${line}`))
  terminal.line(dim('  Ctrl-C withdraws the offers, finishes what is running, then ends.'))
  terminal.result({ type: 'provider', ...facts, hardware: facts.hardware })
}

const unreachableWarning =
  'No buyer can reach this machine yet: name it with --public-host, or wait for a relay of the network.'

function batchLine({ prices, slots, memoryPagesMax, jobMsMax }: BatchOffering, token: TokenUnit): string {
  const { inputPrice, outputPrice } = prices
  const limits = `${slots} at once, ${memoryPagesMax / 16} MiB and ${jobMsMax / 1000} s each`
  return `  ${'WebAssembly programs'.padEnd(24)} ${formatAmount(inputPrice, token)} per million KiB, ${formatAmount(outputPrice, token)} per million million gas; ${limits}`
}

function taskLine({ prices, slots, caps }: TaskOffering, token: TokenUnit): string {
  const { inputPrice, outputPrice } = prices
  const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`
  const input = inputPrice === 0n ? '' : `, ${formatAmount(inputPrice, token)} per million KiB of inputs`
  const limits = `${slots} at once, ${caps.cpus} CPU, ${mib(caps.memoryBytesMax)}, ${mib(caps.diskBytesMax)} of disk and ${caps.wallMsMax / 1000} s each`
  return `  ${'native tasks'.padEnd(24)} ${formatAmount(pricePerCpuHour(outputPrice), token)} per CPU-hour${input}; ${limits}`
}

function exactnessLines({ isReplayable, premiumBps }: AnswerExactness): readonly string[] {
  if (!isReplayable) return []
  const premium = premiumBps === 0 ? 'for the same price' : `for ${premiumBps / 100} % more`
  return [`answers can be replayed to the bit ${premium}; one mismatch convicts`]
}

/** Returns what of the terms is not what everybody has. */
function offeringLines(offering: Offering): readonly string[] {
  const { country, resourceClass, gpuMemoryMib, availability, priceRange, spotDiscount, noticeSeconds } = offering
  const place = country === 0 ? 'an undisclosed country' : `${countryLetters(country)}, ${regionOfCountry(country)}`
  const memory = gpuMemoryMib > 0 ? ` with ${gpuMemoryMib} MiB` : ''
  const factor = (thousandths: bigint): string => String(Number(thousandths) / 1000)
  return [
    `offered as ${resourceClass}${memory} in ${place}, with ${noticeSeconds} s of notice`,
    ...(priceRange === undefined
      ? []
      : [`prices follow demand, from ${factor(priceRange.floor)} to ${factor(priceRange.ceiling)} times these`]),
    ...(spotDiscount === undefined ? [] : [`idle slots are sold as spot for ${spotDiscount} % less`]),
    ...(availability ?? []).map(
      ({ days, from, to, timeZone }) =>
        `open ${days.map((day) => weekdays[day - 1]).join(' ')} from ${from} to ${to} ${timeZone}`,
    ),
  ]
}

/** Returns when it steps back for its owner. */
function comfortLines({ rules }: ComfortTerms): readonly string[] {
  if (rules === undefined) return []
  const { ownerCores, processorCelsius, watts, calmMs } = rules
  const causes = [
    ...(ownerCores === undefined ? [] : ['while you use the machine']),
    ...(processorCelsius === undefined ? [] : [`from ${processorCelsius.above} °C on`]),
    ...(watts === undefined ? [] : [`from ${watts.above} W on`]),
  ]
  return [`pauses ${causes.join(', ')}, until ${calmMs / 1000} s after`]
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

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

const amountFields = new Set(['amount', 'paid', 'owed', 'redeemed', 'deposit', 'energyCost', 'earnedPerKwh'])
