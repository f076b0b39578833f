/** Where anvil is: the binary inside its npm package, which exists for linux on x86-64 only. */
import { createRequire } from 'node:module'
import { MillraceError } from '@millrace/protocol'

/** Returns the path of the anvil binary. @throws {AnvilMissingError} on other platforms, or when it was not installed. */
export function anvilBinary(platform = process.platform, arch = process.arch): string {
  if (platform !== 'linux' || arch !== 'x64') throw new AnvilMissingError(`there is none for ${platform}-${arch}`)
  try {
    return createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil')
  } catch (cause) {
    throw new AnvilMissingError('its package is not installed', cause)
  }
}

/** There is no anvil to run here. */
export class AnvilMissingError extends MillraceError {
  override readonly name = 'AnvilMissingError'

  constructor(reason: string, cause?: unknown) {
    super({
      code: 'ANVIL_MISSING',
      message: `The embedded chain needs anvil, but ${reason}.`,
      hint: 'Run any EVM chain yourself and pass its RPC URL, or use linux on x86-64 with optional dependencies installed.',
      retryable: false,
      cause,
    })
  }
}
