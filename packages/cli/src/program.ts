/** The command line as a whole: every command, and what happens to their errors. */
import { isMillraceError } from '@millrace/protocol'
import { Command, CommanderError } from 'commander'
import { addChatCommand } from './commands/chat.ts'
import { addGatewayCommand } from './commands/gateway.ts'
import { addKeysCommands } from './commands/keys.ts'
import { addModelsCommand } from './commands/models.ts'
import { addNetworkCommands } from './commands/network.ts'
import { addOffersCommand } from './commands/offers.ts'
import { addProvideCommand } from './commands/provide.ts'
import { addReceiptsCommands } from './commands/receipts.ts'
import { addStatusCommand } from './commands/status.ts'
import { addUpCommand } from './commands/up.ts'
import { addWalletCommands } from './commands/wallet.ts'
import type { Context } from './context.ts'
import { exitStatuses, exitStatusOf } from './exit-status.ts'

export const version = '0.1.0'

/** Runs a command line. Returns the exit status; errors are told to people on standard error, never thrown. */
export async function runProgram(args: readonly string[], context: Context): Promise<number> {
  const program = createProgram(context)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitStatuses.ok
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatuses.ok : exitStatuses.usage
    if (context.signal.aborted) return exitStatuses.interrupted
    tell(error, context, args.includes('--json'))
    return exitStatusOf(error)
  }
}

/** Creates the program with every command. */
export function createProgram(context: Context): Command {
  const program = new Command('millrace')
    .description('An open network for AI compute: buy answers with a receipt, or earn with an idle machine.')
    .version(version)
    .showHelpAfterError('(run with --help for the options)')
    .configureOutput({
      writeOut: (text) => context.streams.out.write(text),
      writeErr: (text) => context.streams.err.write(text),
    })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  $ millrace up\n\nExit status: 0 done, 1 unexpected, 2 usage, 3 not found, 4 payment, 5 unreachable, 6 verification failed, 7 busy, 130 interrupted.',
    )
  for (const add of commands) add(program, context)
  return program
}

const commands = [
  addUpCommand,
  addChatCommand,
  addModelsCommand,
  addOffersCommand,
  addProvideCommand,
  addGatewayCommand,
  addKeysCommands,
  addWalletCommands,
  addReceiptsCommands,
  addStatusCommand,
  addNetworkCommands,
]

function tell(error: unknown, context: Context, json: boolean): void {
  const known = isMillraceError(error)
  const code = known ? error.code : 'UNEXPECTED'
  const message = known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  const hint = known ? error.hint : 'This is a defect in Millrace; please report it with the text above.'
  context.tellParent?.({ type: 'failed', code, message, hint })
  if (json) context.streams.err.write(`${JSON.stringify({ error: { code, message, hint } })}\n`)
  else context.streams.err.write(`\nerror: ${message}\n  ${hint}\n`)
}
