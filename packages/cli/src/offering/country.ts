/**
 * Countries as people write them: ISO 3166-1 codes of two letters or three digits. The pairing of the two comes from the
 * region data of the runtime (Unicode CLDR, territory aliases), so no table is kept here.
 *
 * @see https://www.unicode.org/reports/tr35/tr35-info.html#Territory_Data
 */
import { isCountry, undisclosedCountry } from '@millrace/protocol'
import { UsageError } from '../usage-error.ts'

/** What stands for no country: the user-assigned code that the registry takes, too. */
const noCountry = 'ZZ'
/** ISO 3166-1 numeric codes have three digits. */
const numericCodesEnd = 1_000

/** Returns the numeric code of a country; 0 says nothing. @throws {UsageError} for what is no country. */
export function countryOf(text: string, option: string): number {
  const code = text.toUpperCase()
  if (code === noCountry) return undisclosedCountry
  const country = /^\d{1,3}$/.test(code) ? Number(code) : numericByLetters().get(code)
  if (country !== undefined && isCountry(country)) return country
  throw new UsageError(
    `${option}: expected a country, got "${text.slice(0, 40)}".`,
    'Use the ISO 3166-1 code, for example PT or 620; ZZ says nothing.',
  )
}

/** Returns the two letters of a country, ZZ where it has none. */
export function countryLetters(country: number): string {
  return isCountry(country) && country !== undisclosedCountry ? lettersOf(country) : noCountry
}

let known: ReadonlyMap<string, number> | undefined

/** Cost: 10 ms the first time. */
function numericByLetters(): ReadonlyMap<string, number> {
  if (known !== undefined) return known
  const found = new Map<string, number>()
  for (let code = 1; code < numericCodesEnd; code++) if (isCountry(code)) found.set(lettersOf(code), code)
  known = found
  return found
}

function lettersOf(country: number): string {
  return new Intl.Locale(`und-${String(country).padStart(3, '0')}`).region ?? noCountry
}
