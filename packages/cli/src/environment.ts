/**
 * The environment, read once at the entry point through one schema. Everything else gets what it needs as arguments.
 */
import { join } from 'node:path'
import { parseWith } from '@millrace/protocol'
import * as v from 'valibot'
import { cacheDirOf } from './cache-dir.ts'

export type Environment = {
  /** Where keys, networks and databases live; private to the user. */
  readonly dataDir: string
  /** Where downloaded model files live; safe to delete. */
  readonly cacheDir: string
  readonly passwordFile: string | undefined
  readonly apiKey: string | undefined
  readonly upstreamApiKey: string | undefined
  /** Of a Slurm cluster whose jobs run tasks, by the name that Slurm gives it. */
  readonly slurmToken: string | undefined
  /** Consent to show drawn answers to auditors; see `millrace gateway --share-audits`. */
  readonly shareAudits: boolean
  /** Model downloads follow the user's own npm configuration. */
  readonly npm: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string }
  readonly colours: boolean
}

const path = v.pipe(v.string(), v.minLength(1))
const schema = v.object({
  HOME: path,
  MILLRACE_HOME: v.optional(path),
  MILLRACE_CACHE: v.optional(path),
  MILLRACE_PASSWORD_FILE: v.optional(path),
  MILLRACE_API_KEY: v.optional(path),
  MILLRACE_UPSTREAM_API_KEY: v.optional(path),
  SLURM_JWT: v.optional(path),
  MILLRACE_SHARE_AUDITS: v.optional(v.picklist(['0', '1'])),
  XDG_DATA_HOME: v.optional(path),
  XDG_CACHE_HOME: v.optional(path),
  NO_COLOR: v.optional(v.string()),
  FORCE_COLOR: v.optional(v.string()),
})

/** Returns the settings the environment gives. @throws {MalformedError} naming the variable at fault. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  { cwd, isTerminal }: { readonly cwd: string; readonly isTerminal: boolean },
): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const env = parseWith(schema, given, 'environment')
  return {
    dataDir: env.MILLRACE_HOME ?? join(env.XDG_DATA_HOME ?? join(env.HOME, '.local', 'share'), 'millrace'),
    cacheDir: cacheDirOf(env) ?? join(env.HOME, '.cache', 'millrace'),
    passwordFile: env.MILLRACE_PASSWORD_FILE,
    apiKey: env.MILLRACE_API_KEY,
    upstreamApiKey: env.MILLRACE_UPSTREAM_API_KEY,
    slurmToken: env.SLURM_JWT,
    shareAudits: env.MILLRACE_SHARE_AUDITS === '1',
    npm: { env: variables, cwd },
    colours: env.NO_COLOR === undefined && (env.FORCE_COLOR !== undefined || isTerminal),
  }
}
