import { describe, expect, test } from 'vitest'
import { cacheDirOf } from './cache-dir.ts'
import { readEnvironment } from './environment.ts'

const place = { cwd: '/work', isTerminal: true }

describe('readEnvironment', () => {
  test('our own variables come before the XDG ones, and those before the home', () => {
    const dirs = (variables: Record<string, string>) => {
      const { dataDir, cacheDir } = readEnvironment({ HOME: '/me', ...variables }, place)
      return [dataDir, cacheDir]
    }
    expect(dirs({})).toEqual(['/me/.local/share/millrace', '/me/.cache/millrace'])
    const xdg = { XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '/cache' }
    expect(dirs(xdg)).toEqual(['/data/millrace', '/cache/millrace'])
    expect(dirs({ ...xdg, MILLRACE_HOME: '/m', MILLRACE_CACHE: '/c' })).toEqual(['/m', '/c'])
    expect(dirs({ MILLRACE_HOME: '', XDG_DATA_HOME: '' })).toEqual(dirs({}))
  })

  test('the entry point and the schema agree on the cache', () => {
    for (const variables of [{}, { MILLRACE_CACHE: '/c' }, { XDG_CACHE_HOME: '/x' }, { MILLRACE_CACHE: '' }]) {
      const all = { HOME: '/h', ...variables }
      expect(cacheDirOf(all)).toBe(readEnvironment(all, place).cacheDir)
    }
    expect(cacheDirOf({})).toBeUndefined()
  })

  test('colours: NO_COLOR wins, then FORCE_COLOR, then whether it is a terminal', () => {
    const colours = (variables: Record<string, string>, isTerminal: boolean) =>
      readEnvironment({ HOME: '/h', ...variables }, { cwd: '/', isTerminal }).colours
    expect([colours({}, true), colours({}, false)]).toEqual([true, false])
    expect([colours({ FORCE_COLOR: '1' }, false), colours({ FORCE_COLOR: '1', NO_COLOR: '1' }, true)]).toEqual([
      true,
      false,
    ])
  })

  test('without a home it says which variable is missing', () => {
    expect(() => readEnvironment({}, place)).toThrow('HOME')
  })
})
