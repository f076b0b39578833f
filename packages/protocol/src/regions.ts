/**
 * Where a node stands: a country by its numeric code and the sub-region that it lies in.
 *
 * Countries are ISO 3166-1 numeric codes, which are the country codes of the UN standard M49; regions are the 22 sub-regions
 * of M49 (https://unstats.un.org/unsd/methodology/m49). What a node says of itself is a claim, like every field of an offer;
 * the registry's jurisdiction and measured round trips are held against it elsewhere.
 */
import { MalformedError } from './malformed-error.ts'

/** The country of a node that does not say where it is. It lies in no region that a buyer can ask for. */
export const undisclosedCountry = 0

const countriesOfRegion = {
  'eastern-africa': [
    86, 108, 174, 175, 231, 232, 260, 262, 404, 450, 454, 480, 508, 638, 646, 690, 706, 716, 728, 800, 834, 894,
  ],
  'middle-africa': [24, 120, 140, 148, 178, 180, 226, 266, 678],
  'northern-africa': [12, 434, 504, 729, 732, 788, 818],
  'southern-africa': [72, 426, 516, 710, 748],
  'western-africa': [132, 204, 270, 288, 324, 384, 430, 466, 478, 562, 566, 624, 654, 686, 694, 768, 854],
  caribbean: [
    28, 44, 52, 92, 136, 192, 212, 214, 308, 312, 332, 388, 474, 500, 531, 533, 534, 535, 630, 652, 659, 660, 662, 663,
    670, 780, 796, 850,
  ],
  'central-america': [84, 188, 222, 320, 340, 484, 558, 591],
  'south-america': [32, 68, 74, 76, 152, 170, 218, 238, 239, 254, 328, 600, 604, 740, 858, 862],
  'northern-america': [60, 124, 304, 666, 840],
  'central-asia': [398, 417, 762, 795, 860],
  'eastern-asia': [156, 158, 344, 392, 408, 410, 446, 496],
  'south-eastern-asia': [96, 104, 116, 360, 418, 458, 608, 626, 702, 704, 764],
  'southern-asia': [4, 50, 64, 144, 356, 364, 462, 524, 586],
  'western-asia': [31, 48, 51, 196, 268, 275, 368, 376, 400, 414, 422, 512, 634, 682, 760, 784, 792, 887],
  'eastern-europe': [100, 112, 203, 348, 498, 616, 642, 643, 703, 804],
  'northern-europe': [208, 233, 234, 246, 248, 352, 372, 428, 440, 578, 744, 752, 826, 831, 832, 833],
  'southern-europe': [8, 20, 70, 191, 292, 300, 336, 380, 470, 499, 620, 674, 688, 705, 724, 807],
  'western-europe': [40, 56, 250, 276, 438, 442, 492, 528, 756],
  'australia-and-new-zealand': [36, 162, 166, 334, 554, 574],
  melanesia: [90, 242, 540, 548, 598],
  micronesia: [296, 316, 520, 580, 581, 583, 584, 585],
  polynesia: [16, 184, 258, 570, 612, 772, 776, 798, 876, 882],
} as const satisfies Record<string, readonly number[]>

/** A sub-region, or `undisclosed`. */
export type RegionName = keyof typeof countriesOfRegion | 'undisclosed'

/** Every region a node can be in; the order is fixed, so an index into it may be stored in memory, never on the wire. */
export const regionNames: readonly RegionName[] = [...(Object.keys(countriesOfRegion) as RegionName[]), 'undisclosed']

const regionOf = new Map<number, RegionName>(
  Object.entries(countriesOfRegion).flatMap(([region, countries]) =>
    countries.map((country) => [country, region as RegionName] as const),
  ),
)

/** Returns the region of a country; `undisclosed` for 0 and for codes that M49 does not know. */
export function regionOfCountry(country: number): RegionName {
  return regionOf.get(country) ?? 'undisclosed'
}

/** Returns whether the code is a country's, or says that none is told. */
export function isCountry(country: number): boolean {
  return country === undisclosedCountry || regionOf.has(country)
}

/** Returns the region of that name. @throws {MalformedError} naming those that there are. */
export function parseRegion(name: string): RegionName {
  const found = regionNames.find((region) => region === name)
  if (found === undefined) throw new MalformedError('region', `one of ${regionNames.join(', ')}`, name)
  return found
}
