/** Where the password of the key ring comes from: a file, else a person at a terminal. Never an argument, never a log. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { bytesToHex } from '@millrace/protocol'
import type { PasswordSource } from './key-ring.ts'
import { UsageError } from './usage-error.ts'

/** scrypt cost for passwords that people choose: about half a second of one core and 128 MiB. */
const scryptNForPeople = 2 ** 17
/** scrypt cost where the password is 256 random bits: guessing is hopeless whatever one guess costs. */
const scryptNForRandom = 2 ** 12
const passwordCharsMin = 12
const randomPasswordBytes = 32

/** Takes the password from a file that the user keeps. */
export function passwordFromFile(path: string): PasswordSource {
  return async (purpose) => {
    const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new UsageError(
        `The password file ${path} cannot be read (${cause.code}).`,
        'Set MILLRACE_PASSWORD_FILE to a file that you can read.',
      )
    })
    const password = text.trimEnd()
    if (purpose === 'create' && password.length < passwordCharsMin) {
      throw new UsageError(
        `The password in ${path} has ${password.length} characters: too few to protect keys.`,
        `Put at least ${passwordCharsMin} characters in the file.`,
      )
    }
    return { password, scryptN: scryptNForPeople }
  }
}

/** Makes a random password once and keeps it beside the keys, readable by the user alone: for the local network. */
export function passwordFromOwnFile(path: string, random: (bytes: number) => Uint8Array): PasswordSource {
  return async () => {
    const kept = await readFile(path, 'utf8').catch(() => undefined)
    if (kept !== undefined) return { password: kept, scryptN: scryptNForRandom }
    const password = bytesToHex(random(randomPasswordBytes)).slice(2)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, password, { mode: 0o600, flag: 'wx' })
    return { password, scryptN: scryptNForRandom }
  }
}

/** Asks the person at the terminal, once. */
export function passwordFromTerminal(isTerminal: boolean): PasswordSource {
  let asked: Promise<string> | undefined
  return async (purpose) => {
    if (!isTerminal) {
      throw new UsageError(
        'The keys are encrypted and there is no terminal to ask for the password.',
        'Put the password in a file that only you can read and set MILLRACE_PASSWORD_FILE to its path.',
      )
    }
    asked ??= ask(purpose)
    return { password: await asked, scryptN: scryptNForPeople }
  }
}

async function ask(purpose: 'unlock' | 'create'): Promise<string> {
  // Loaded only where somebody is asked: most commands never do.
  const { password } = await import('@inquirer/prompts')
  return password({
    message: purpose === 'create' ? 'Choose a password for your keys' : 'Password of your keys',
    mask: true,
    validate: (text) =>
      purpose === 'unlock' || text.length >= passwordCharsMin || `At least ${passwordCharsMin} characters.`,
  })
}
