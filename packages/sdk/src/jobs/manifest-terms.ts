/**
 * What manifests of every kind say of money, places and limits, in the words of orders. What cannot be asked of providers yet is
 * named, never left out.
 *
 * Money: prices of manifests are a time's, those of offers a million CPU milliseconds'; rounding is down, so no ceiling is passed.
 */
import { type Amount, type AttestationKind, attestationKinds, parseAddress, type TokenUnit } from '@millrace/protocol'
import type { CommonManifest, Money, ProgramManifest, Rate } from '@millrace/workloads'
import type { TaskOrder, TaskOrderInput } from '../tasks/task-order.ts'
import type { UnservedPart } from './job-error.ts'

/** What is run, of manifests of every kind. */
export type ProgramOfManifest = CommonManifest & ProgramManifest
type Manifest = ProgramOfManifest

/** Returns what a manifest asks that no provider is asked for yet. */
export function unservedByAll(manifest: Manifest, token: TokenUnit): readonly UnservedPart[] {
  const { placement, policy, resources, limits, inputs, price, image, command, idempotencyKey } = manifest
  const { gpus } = resources
  const later = 'is not asked of providers yet'
  const strangeAttestations = placement.attestations.filter((name) => !isAttestation(name))
  const rules: readonly (readonly [boolean, string, string])[] = [
    [policy !== undefined && policy !== 'trust', 'policy', 'native tasks are bought on trust'],
    [placement.operators.length > 1, 'placement.operators', 'more than one operator'],
    [placement.stakeMin !== undefined, 'placement.minimumStake', later],
    [strangeAttestations.length > 0, 'placement.attestations', `there is no ${strangeAttestations.join(', ')}`],
    [gpus?.vendor !== undefined, 'resources.gpus.vendor', later],
    [gpus?.model !== undefined, 'resources.gpus.model', later],
    [resources.architecture !== undefined, 'resources.architecture', later],
    [limits.cpuMsMax !== undefined, 'limits.cpuTime', 'only limits.wallTime is kept'],
    [image.kind === 'oci' && command === undefined, 'command', "the image's own entry point is not run"],
    [
      inputs.some(({ from }) => from.kind === 's3'),
      'inputs',
      'sources in S3 are not read yet: fetch them and name files',
    ],
    [
      inputs.some(({ sha256 }) => sha256 !== undefined),
      'inputs.sha256',
      'the digest of a whole input is not compared yet',
    ],
    [idempotencyKey !== undefined, 'idempotencyKey', 'the folder of a job tells whether it ran'],
    [isForeign(price.max, token), 'price.max', `prices are in ${token.symbol} or USD`],
    [isForeign(price.total, token), 'price.total', `prices are in ${token.symbol} or USD`],
  ]
  return rules.filter(([isUnserved]) => isUnserved).map(([, field, why]) => ({ field, why }))
}

function isAttestation(name: string): name is AttestationKind {
  return Object.hasOwn(attestationKinds, name)
}

/** Where and at what price. */
export function termsOf({ placement, resources }: Manifest, outputPriceMax: Amount | undefined) {
  const { regions, attestations, operators, exceptOperators } = placement
  const [operator] = operators
  const gpuBytes = resources.gpus?.memoryBytesMin
  return {
    ...(regions.length > 0 && { regions }),
    ...(attestations.length > 0 && { attestations: attestations.filter(isAttestation) }),
    ...(operator !== undefined && { provider: parseAddress(operator) }),
    ...(exceptOperators.length > 0 && { exceptOperators: exceptOperators.map((one) => parseAddress(one)) }),
    ...(gpuBytes !== undefined && { gpuMemoryMibMin: Math.ceil(gpuBytes / 2 ** 20) }),
    ...(outputPriceMax !== undefined && { outputPriceMax }),
  }
}

/** What is run, of what and with what. */
export function workOf(
  { image, network, resources }: Manifest,
  program: { readonly command: readonly string[] | undefined; readonly args: readonly string[] | undefined },
  inputs: readonly TaskOrderInput[],
) {
  return {
    image: image.kind === 'host' ? 'host' : image.reference,
    command: [...(program.command ?? []), ...(program.args ?? [])],
    inputs,
    network,
    gpus: resources.gpus?.count ?? 0,
  }
}

/** Processors are whole: what is asked in parts is rounded up, and paid. */
export function limitsOf({ resources, limits }: Manifest, wallMsMax: number): TaskOrder['limits'] {
  const { processesMax, filesMax, openFilesMax, logBytesMax } = limits
  return {
    ...{ wallMsMax, processesMax, filesMax, openFilesMax, logBytesMax },
    cpus: Math.ceil(resources.cpusMilli / 1_000),
    memoryBytesMax: resources.memoryBytes,
    diskBytesMax: resources.diskBytes,
  }
}

/** What `price.max` lets a million CPU milliseconds cost, and a start that takes all its time, its inputs included. */
export function ceilingsOf(manifest: Manifest, wallMsMax: number, token: TokenUnit) {
  const { max } = manifest.price
  if (max === undefined) return undefined
  const { cpus } = limitsOf(manifest, wallMsMax)
  const rate = baseUnits(max, token)
  const rateMs = msOf[max.per]
  const start = (rate * BigInt(wallMsMax)) / rateMs
  return { start, outputPrice: (rate * 1_000_000n) / (rateMs * BigInt(cpus)) }
}

const msOf: Readonly<Record<Rate['per'], bigint>> = { second: 1_000n, hour: 3_600_000n, day: 86_400_000n }

/** A dollar is what a token of dollars is worth. */
function isForeign(money: Money | undefined, { symbol }: TokenUnit): boolean {
  if (money === undefined) return false
  const currency = money.currency.toUpperCase()
  return currency !== symbol.toUpperCase() && !(currency === 'USD' && /USD/i.test(symbol))
}

/** Returns the amount in base units, what is smaller left away. */
export function baseUnits({ amount }: Money, { decimals }: TokenUnit): Amount {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
}
