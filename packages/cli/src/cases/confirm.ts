/** Asks before money is put up. */
import type { Context } from '../context.ts'
import { UsageError } from '../usage-error.ts'

/** Resolves when the person says yes, or said so with `--yes`. @throws {UsageError} for a no, or where nobody can be asked. */
export async function confirmBond(
  context: Context,
  what: string,
  { yes }: { yes?: boolean | undefined },
): Promise<void> {
  if (yes === true) return
  if (context.streams.in.isTTY !== true) {
    throw new UsageError(`${what} There is no terminal to ask.`, 'Add --yes to say that you agree.')
  }
  const { confirm } = await import('@inquirer/prompts')
  if (await confirm({ message: `${what} Go on?`, default: false }, { signal: context.signal })) return
  throw new UsageError('Nothing was sent.', 'Run the command again when you agree.')
}
