/**
 * Where the contracts stand: one JSON file per chain, strict, so that a typing slip is an error and not a lost deposit.
 */
import { type Address, MalformedError, parseAddress, parsedBy, parseWith } from '@millrace/protocol'
import * as v from 'valibot'

/** Tokens one deployment may list. */
export const deploymentTokensMax = 16
/** Characters of a token's symbol. */
export const tokenSymbolCharsMax = 16

export type TokenInfo = {
  readonly address: Address
  readonly symbol: string
  /** Decimal digits of one whole token, 0 to 36. */
  readonly decimals: number
}

/** One contract per kind of evidence. */
export type JudgeAddresses = {
  readonly equivocation: Address
  readonly omission: Address
  readonly ghosting: Address
  readonly panel: Address
}

export type Deployment = {
  readonly chainId: number
  readonly escrow: Address
  readonly registry: Address
  readonly stakeVault: Address
  readonly receipts: Address
  readonly millToken: Address
  readonly courthouse: Address
  readonly beacon: Address
  readonly auditorRoll: Address
  readonly judges: JudgeAddresses
  /** Settlement tokens; the first is the default. */
  readonly tokens: readonly TokenInfo[]
  /** Seconds between `startClose` and `finishClose`. */
  readonly closeDelaySeconds: number
  /** Length of a receipt epoch: a receipt belongs to epoch finishedAt over this, rounded down. */
  readonly receiptEpochSeconds: number
  readonly deployedAtBlock: number
}

/** Returns the deployment that a JSON value spells. @throws {MalformedError} naming the field. */
export function parseDeployment(json: unknown): Deployment {
  const deployment = parseWith(deploymentSchema, json, 'deployment')
  const { escrow, registry, stakeVault, receipts, courthouse, beacon, auditorRoll, judges } = deployment
  const contracts = [escrow, registry, stakeVault, receipts, courthouse, beacon, auditorRoll, ...Object.values(judges)]
  const all = [...contracts, deployment.millToken, ...deployment.tokens.map((token) => token.address)]
  const twice = all.find((address, index) => all.indexOf(address) !== index && address !== deployment.millToken)
  if (twice !== undefined) throw new MalformedError('deployment', 'one address per contract', twice)
  return deployment
}

/** Returns the deployment as JSON that {@link parseDeployment} reads back. */
export function deploymentToJson(deployment: Deployment): Record<string, unknown> {
  return { version: 2, ...deployment }
}

const address = parsedBy((value) => parseAddress(value))
const wholeNumber = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
const token = v.strictObject({
  address,
  symbol: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/), v.maxLength(tokenSymbolCharsMax)),
  decimals: wholeNumber(0, 36),
})
const deploymentSchema = v.pipe(
  v.strictObject({
    version: v.literal(2),
    chainId: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    escrow: address,
    registry: address,
    stakeVault: address,
    receipts: address,
    millToken: address,
    courthouse: address,
    beacon: address,
    auditorRoll: address,
    judges: v.strictObject({ equivocation: address, omission: address, ghosting: address, panel: address }),
    tokens: v.pipe(v.array(token), v.minLength(1), v.maxLength(deploymentTokensMax)),
    closeDelaySeconds: wholeNumber(1, 365 * 86_400),
    receiptEpochSeconds: wholeNumber(1, 7 * 86_400),
    deployedAtBlock: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  }),
  v.transform(({ version: _version, ...deployment }) => deployment),
)
