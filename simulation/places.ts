/**
 * Where buyers and providers stand, and what a packet needs between them.
 *
 * Distances are great circles; light in fibre covers 200 km in a millisecond and cables are about half as long again as the
 * circle. The weights are rough shares of data-centre capacity and of buyers; they are assumptions, not measurements.
 */
import type { Random } from './random.ts'

export type Place = {
  readonly name: string
  /** ISO 3166-1 numeric. */
  readonly country: number
  readonly timeZone: string
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
  /** Shares of providers and of buyers. */
  readonly providers: number
  readonly buyers: number
}

export const places: readonly Place[] = [
  place('Ashburn', 840, 'America/New_York', 39.0, -77.5, 18, 14),
  place('Dallas', 840, 'America/Chicago', 32.8, -96.8, 8, 7),
  place('San Jose', 840, 'America/Los_Angeles', 37.3, -121.9, 9, 12),
  place('Montreal', 124, 'America/Toronto', 45.5, -73.6, 4, 3),
  place('Sao Paulo', 76, 'America/Sao_Paulo', -23.6, -46.6, 3, 4),
  place('London', 826, 'Europe/London', 51.5, -0.1, 5, 7),
  place('Frankfurt', 276, 'Europe/Berlin', 50.1, 8.7, 9, 8),
  place('Helsinki', 246, 'Europe/Helsinki', 60.2, 24.9, 5, 2),
  place('Warsaw', 616, 'Europe/Warsaw', 52.2, 21.0, 4, 3),
  place('Madrid', 724, 'Europe/Madrid', 40.4, -3.7, 2, 3),
  place('Dubai', 784, 'Asia/Dubai', 25.2, 55.3, 2, 2),
  place('Mumbai', 356, 'Asia/Kolkata', 19.1, 72.9, 4, 8),
  place('Singapore', 702, 'Asia/Singapore', 1.35, 103.8, 5, 5),
  place('Tokyo', 392, 'Asia/Tokyo', 35.7, 139.7, 7, 7),
  place('Seoul', 410, 'Asia/Seoul', 37.6, 127.0, 5, 4),
  place('Sydney', 36, 'Australia/Sydney', -33.9, 151.2, 3, 3),
  place('Johannesburg', 710, 'Africa/Johannesburg', -26.2, 28.0, 1, 2),
  place('Lagos', 566, 'Africa/Lagos', 6.5, 3.4, 1, 3),
]

const fibreKmPerMs = 200
const cableDetour = 1.5
const earthRadiusKm = 6_371

/** Returns the round trip between two places without the last mile, in milliseconds. */
export function coreRoundTripMs(from: Place, to: Place): number {
  return (2 * distanceKm(from, to) * cableDetour) / fibreKmPerMs
}

/** Returns one of the places, as likely as its weight. */
export function placeOf(random: Random, whose: 'providers' | 'buyers'): Place {
  return random.weighted(places.map((each) => ({ ...each, weight: each[whose], place: each }))).place
}

function distanceKm(from: Place, to: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const dLatitude = radians(to.latitude - from.latitude)
  const dLongitude = radians(to.longitude - from.longitude)
  const chord =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(dLongitude / 2) ** 2
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, chord)))
}

function place(
  name: string,
  country: number,
  timeZone: string,
  latitude: number,
  longitude: number,
  providers: number,
  buyers: number,
): Place {
  return { name, country, timeZone, latitude, longitude, providers, buyers }
}
