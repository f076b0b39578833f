/** Vectors of the charge, made by exact quotient and remainder instead of the protocol's rounding trick. */
import { seededBytes, toUint } from './seeded-bytes.ts'

const unitsMax = 2n ** 64n - 1n
const priceMax = 2n ** 128n - 1n
const randomCases = 24

type Row = readonly [inputUnits: bigint, inputPrice: bigint, outputUnits: bigint, outputPrice: bigint]

/** Returns the contents of `vectors/charge.json`. */
export function chargeVectors(): unknown {
  const random = seededBytes('charge')
  const chosen: Row[] = [
    [0n, 0n, 0n, 0n],
    [unitsMax, 0n, unitsMax, 0n],
    [0n, priceMax, 0n, priceMax],
    [1n, 1n, 0n, 0n],
    [0n, 0n, 1n, 1n],
    [1n, 999_999n, 0n, 0n],
    [1n, 1_000_000n, 0n, 0n],
    [1n, 1_000_001n, 0n, 0n],
    [1n, 500_000n, 1n, 500_000n],
    [1n, 500_000n, 1n, 500_001n],
    [10n, 100_000n, 5n, 400_000n],
    [1_000_000n, 1n, 1_000_000n, 1n],
    [unitsMax, 1n, 0n, 0n],
    [1n, priceMax, 0n, 0n],
    [unitsMax, priceMax, 0n, 0n],
    [0n, 0n, unitsMax, priceMax],
    [unitsMax, priceMax, unitsMax, priceMax],
  ]
  const drawn = Array.from({ length: randomCases }, (_, i): Row => {
    const narrow = i % 3 === 0
    const units = () => toUint(random(narrow ? 2 : 8))
    const price = () => toUint(random(narrow ? 3 : 16))
    return [units(), price(), units(), price()]
  })
  return { cases: [...chosen, ...drawn].map(chargeCase) }
}

function chargeCase([inputUnits, inputPrice, outputUnits, outputPrice]: Row) {
  const scaled = inputUnits * inputPrice + outputUnits * outputPrice
  const amount = scaled / 1_000_000n + (scaled % 1_000_000n === 0n ? 0n : 1n)
  return {
    inputUnits: String(inputUnits),
    inputPrice: String(inputPrice),
    outputUnits: String(outputUnits),
    outputPrice: String(outputPrice),
    amount: String(amount),
  }
}
