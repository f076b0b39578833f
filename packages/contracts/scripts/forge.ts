/**
 * Where forge is, and how it is run: the binary that npm installed for linux-x64, in this package's folder.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package, where foundry.toml is. */
export const contractsRoot = fileURLToPath(new URL('..', import.meta.url))

/** What forge may print in one run, in bytes; the JSON of the whole suite is below a twentieth of it. */
export const forgeOutputBytesMax = 256 * 1024 * 1024

export type ForgeResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string }

/**
 * Runs forge and returns how it ended; a failed test is a result, not an error.
 *
 * @param forgeArguments - as on the command line, without `forge`.
 * @throws {Error} when forge is not installed, could not be started, or was aborted.
 */
export async function runForge(
  forgeArguments: readonly string[],
  { signal }: { signal?: AbortSignal } = {},
): Promise<ForgeResult> {
  const path = findForge()
  if (path === undefined) throw new Error(forgeMissingReason)
  return new Promise((resolve, reject) => {
    execFile(
      path,
      [...forgeArguments],
      { cwd: contractsRoot, maxBuffer: forgeOutputBytesMax, signal },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error)
        else resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr })
      },
    )
  })
}

/** Says what is missing where {@link findForge} finds nothing. */
export const forgeMissingReason =
  'forge is missing: it comes with the optional dependency @foundry-rs/forge-linux-amd64, which npm installs on ' +
  `linux-x64 only (this is ${process.platform}-${process.arch}). Run "npm ci" there, without --omit=optional.`

/** Returns the path of the forge binary, or undefined where npm did not install it. */
export function findForge(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@foundry-rs/forge-linux-amd64/package.json')
    const path = join(dirname(manifest), 'bin', 'forge')
    return existsSync(path) ? path : undefined
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND') return undefined
    throw cause
  }
}
