/** What a manifest asks, in words: `millrace jobs check`. */
import { formatAmount, type TokenUnit } from '@millrace/protocol'
import { jobOfManifest, type UnservedPart, unservedParts } from '@millrace/sdk'
import { requirementOf, type WorkloadManifest } from '@millrace/workloads'
import type { Terminal } from '../terminal.ts'

/** Base units of a unit of money in which a manifest is reckoned offline. */
const checkDecimals = 6

/** Shows what a manifest asks of how many machines, what it can cost, and what of it is not served yet. */
export function showCheck(terminal: Terminal, manifest: WorkloadManifest): void {
  const { price } = manifest
  const token = { symbol: price.max?.currency ?? price.total?.currency ?? 'USD', decimals: checkDecimals }
  const need = requirementOf(manifest)
  const unserved = unservedParts(manifest, token)
  const { worst, why } = worstCost(manifest, token, unserved, need.units)
  const { cpusMilli, memoryBytes, diskBytes, gpus, architecture, wallMsMax } = need.unit
  const rows: readonly (readonly [string, string])[] = [
    ['kind', manifest.kind],
    [
      manifest.kind === 'service' ? 'instances' : 'items',
      need.units === undefined ? 'as many as the input has' : String(need.units),
    ],
    ['at once', need.unitsTogether > 1 ? `${need.unitsTogether}, all or none` : `at most ${need.unitsAtOnceMax}`],
    ['capabilities', need.needs.join(', ')],
    ['processors', `${cpusMilli / 1_000}${architecture === undefined ? '' : ` (${architecture})`}`],
    ['memory', mebibytes(memoryBytes)],
    ['disk', mebibytes(diskBytes)],
    [
      'GPUs',
      gpus === undefined
        ? 'none'
        : [gpus.count, gpus.vendor, gpus.model].filter((word) => word !== undefined).join(' '),
    ],
    ['time of one', wallMsMax === undefined ? 'until it is stopped' : `at most ${wallMsMax / 1_000} s`],
    ['worst cost', worst === undefined ? why : `${formatAmount(worst, token)} (${why})`],
  ]
  terminal.line(terminal.colours.bold(manifest.name))
  for (const [name, value] of rows) terminal.line(`  ${name.padEnd(14)}${value}`)
  for (const { field, why: reason } of unserved)
    terminal.line(terminal.colours.yellow(`  not served yet: ${field}: ${reason}`))
  terminal.result({
    ...{ name: manifest.name, kind: manifest.kind, ...need, currency: token.symbol },
    ...{
      worstCost: worst === undefined ? null : formatAmount(worst, { ...token, symbol: '' }).trim(),
      worstCostWhy: why,
      unserved,
    },
  })
}

/** What it can come to if every item takes all its time; starts that are lost are paid out of the budget, too. */
function worstCost(
  manifest: WorkloadManifest,
  token: TokenUnit,
  unserved: readonly UnservedPart[],
  units: number | undefined,
): { readonly worst: bigint | undefined; readonly why: string } {
  const open = 'no ceiling in the manifest: the budget is --max-cost'
  if (unserved.length > 0 || units === undefined)
    return { worst: undefined, why: 'not reckoned for what is not served' }
  const { totalMax, startAmountMax } = jobOfManifest(manifest, token)
  const each = startAmountMax === undefined ? undefined : startAmountMax * BigInt(units)
  if (totalMax !== undefined && (each === undefined || totalMax < each)) return { worst: totalMax, why: 'price.total' }
  return each === undefined ? { worst: undefined, why: open } : { worst: each, why: 'price.max for all of their time' }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`
}
