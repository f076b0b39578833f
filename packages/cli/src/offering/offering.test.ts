import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hardware } from '../hardware.ts'
import { listedTerms, type OfferingOptions, offeringOf } from './offering.ts'

const absent = { state: 'absent', source: 'the test' } as const
const plain: Hardware = {
  cpuModel: absent,
  cores: 2,
  simd: absent,
  memoryBytes: 1,
  diskFreeBytes: absent,
  gpus: absent,
  gpuMemoryMib: absent,
}
const withCard: Hardware = {
  ...plain,
  gpus: { state: 'present', value: ['NVIDIA'], source: 'the test' },
  gpuMemoryMib: { state: 'present', value: 24_564, source: 'the test' },
}
const options = (given: Partial<OfferingOptions> = {}): OfferingOptions => ({ open: [], notice: '30', ...given })

describe('offeringOf', () => {
  test('without options it sells always, at fixed prices, from nowhere in particular', () => {
    expect(offeringOf(options(), plain)).toEqual({
      jurisdiction: 'ZZ',
      country: 0,
      resourceClass: 'cpu',
      gpuMemoryMib: 0,
      availability: undefined,
      priceRange: undefined,
      spotDiscount: undefined,
      noticeSeconds: 30,
    })
  })

  test('country and jurisdiction say each other, and may differ', () => {
    const place = (given: Partial<OfferingOptions>) => {
      const { country, jurisdiction } = offeringOf(options(given), plain)
      return [country, jurisdiction]
    }
    expect(place({ jurisdiction: 'DE' })).toEqual([276, 'DE'])
    expect(place({ country: '276' })).toEqual([276, 'DE'])
    expect(place({ country: 'pt', jurisdiction: 'US' })).toEqual([620, 'US'])
  })

  test('the hardware says the class unless it is named', () => {
    const machine = (given: Partial<OfferingOptions>, hardware: Hardware) => {
      const { resourceClass, gpuMemoryMib } = offeringOf(options(given), hardware)
      return [resourceClass, gpuMemoryMib]
    }
    expect(machine({}, withCard)).toEqual(['gpu', 24_564])
    expect(machine({ resourceClass: 'cpu' }, withCard)).toEqual(['cpu', 0])
    expect(machine({ resourceClass: 'gpu', gpuMemory: '16384' }, plain)).toEqual(['gpu', 16_384])
  })

  test.each([
    [{ country: 'Germany' }, '--country: expected a country'],
    [{ jurisdiction: 'de' }, '--jurisdiction: expected two capital letters'],
    [{ resourceClass: 'tpu' }, '--resource-class: expected one of cpu, gpu'],
    [{ gpuMemory: '24G' }, '--gpu-memory: expected a whole number'],
    [{ priceRange: '0.5' }, '--price-range: expected FLOOR..CEILING'],
    [{ priceRange: '1.5..3' }, '--price-range'],
    [{ priceRange: '0.5..0.9' }, '--price-range'],
    [{ priceRange: '0.5..101' }, '--price-range'],
    [{ priceRange: '..3' }, '--price-range'],
    [{ spotDiscount: '100' }, '--spot-discount: expected a whole number from 1 to 99'],
    [{ notice: '3601' }, '--notice: expected a whole number from 0 to 3600'],
  ])('%j is refused', (given, message) => {
    expect(() => offeringOf(options(given), plain)).toThrow(message)
  })
})

describe('listedTerms', () => {
  test('the range and the spot price follow from the price', () => {
    const offering = offeringOf(options({ priceRange: '0.5..2.25', spotDiscount: '40', country: 'PT' }), withCard)
    expect(listedTerms(offering, { inputPrice: 101n, outputPrice: 0n })).toEqual({
      country: 620,
      resourceClass: 'gpu',
      gpuMemoryMib: 24_564,
      noticeSeconds: 30,
      pricing: {
        floor: { inputPrice: 50n, outputPrice: 0n },
        ceiling: { inputPrice: 228n, outputPrice: 0n },
        targetUtilisation: 0.5,
      },
      spot: { inputPrice: 61n, outputPrice: 0n },
    })
  })

  test('any price is from its floor to its ceiling, and spot is not dearer', () => {
    const price = fc.bigInt({ min: 0n, max: 2n ** 64n })
    const thousandth = (min: number, max: number) =>
      fc.integer({ min: min * 1000, max: max * 1000 }).map((n) => (n / 1000).toFixed(3))
    fc.assert(
      fc.property(
        price,
        price,
        thousandth(0, 1),
        thousandth(1, 100),
        fc.integer({ min: 1, max: 99 }),
        (inputPrice, outputPrice, floor, ceiling, percent) => {
          const offering = offeringOf(
            options({ priceRange: `${floor}..${ceiling}`, spotDiscount: String(percent) }),
            plain,
          )
          const { pricing, spot } = listedTerms(offering, { inputPrice, outputPrice })
          for (const [name, value] of Object.entries({ inputPrice, outputPrice })) {
            const of = (prices: { inputPrice: bigint; outputPrice: bigint } | undefined) =>
              prices?.[name as 'inputPrice' | 'outputPrice'] ?? -1n
            expect(of(pricing?.floor)).toBeLessThanOrEqual(value)
            expect(of(pricing?.ceiling)).toBeGreaterThanOrEqual(value)
            expect(of(spot)).toBeGreaterThanOrEqual(0n)
            expect(of(spot)).toBeLessThanOrEqual(value)
          }
        },
      ),
    )
  })
})
