/** The command line as a whole: every command, and what happens to their errors. */
import { Command, CommanderError } from 'commander'
import type { Context } from './context.ts'
import { exitStatuses, exitStatusOf } from './exit-status.ts'
import { describeFailure, tellError } from './tell-error.ts'
import { UsageError } from './usage-error.ts'

export const version = '0.1.0'

type AddCommand = (program: Command, context: Context) => void

/** Each command's module, in the order of the help; loaded only when its command is run, for some are heavy. */
const groups: readonly { readonly names: readonly string[]; readonly load: () => Promise<AddCommand> }[] = [
  { names: ['up'], load: () => import('./commands/up.ts').then((module) => module.addUpCommand) },
  { names: ['chat'], load: () => import('./commands/chat.ts').then((module) => module.addChatCommand) },
  { names: ['models'], load: () => import('./commands/models.ts').then((module) => module.addModelsCommand) },
  { names: ['offers'], load: () => import('./commands/offers.ts').then((module) => module.addOffersCommand) },
  { names: ['provide'], load: () => import('./commands/provide.ts').then((module) => module.addProvideCommand) },
  { names: ['gateway'], load: () => import('./commands/gateway.ts').then((module) => module.addGatewayCommand) },
  { names: ['relay'], load: () => import('./commands/relay.ts').then((module) => module.addRelayCommand) },
  { names: ['keys'], load: () => import('./commands/keys.ts').then((module) => module.addKeysCommands) },
  {
    names: ['wallet', 'deposit', 'withdraw'],
    load: () => import('./commands/wallet.ts').then((module) => module.addWalletCommands),
  },
  { names: ['channels'], load: () => import('./commands/channels.ts').then((module) => module.addChannelsCommands) },
  {
    names: ['stake', 'unstake'],
    load: () => import('./commands/stake.ts').then((module) => module.addStakeCommands),
  },
  { names: ['faucet'], load: () => import('./commands/faucet.ts').then((module) => module.addFaucetCommand) },
  { names: ['receipts'], load: () => import('./commands/receipts.ts').then((module) => module.addReceiptsCommands) },
  { names: ['batch'], load: () => import('./commands/batch.ts').then((module) => module.addBatchCommand) },
  { names: ['jobs'], load: () => import('./commands/jobs.ts').then((module) => module.addJobsCommands) },
  { names: ['services'], load: () => import('./commands/services.ts').then((module) => module.addServicesCommands) },
  { names: ['audit'], load: () => import('./commands/audit.ts').then((module) => module.addAuditCommands) },
  { names: ['cases'], load: () => import('./commands/cases.ts').then((module) => module.addCasesCommands) },
  { names: ['status'], load: () => import('./commands/status.ts').then((module) => module.addStatusCommand) },
  {
    names: ['network', 'deploy'],
    load: () => import('./commands/network.ts').then((module) => module.addNetworkCommands),
  },
]

/** Runs a command line. Returns the exit status; errors are told to people on standard error, never thrown. */
export async function runProgram(args: readonly string[], context: Context): Promise<number> {
  const named = groups.filter(({ names }) => names.includes(args[0] ?? ''))
  const json = args.includes('--json')
  const program = await createProgram(context, { loaded: named.length === 0 ? groups : named, json })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitStatuses.ok
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatuses.ok : exitStatuses.usage
    if (context.signal.aborted) return exitStatuses.interrupted
    context.parent?.tell({ type: 'failed', ...describeFailure(error) })
    tellError(context.streams.err, error, json)
    return exitStatusOf(error)
  }
}

function usageOf(text: string): UsageError {
  return new UsageError(text.trim().replace(/^error: /, ''), 'Run the command with --help for the options.')
}

/** Creates the program, with every command unless told otherwise. With `json`, wrong usage is told as JSON, too. */
export async function createProgram(context: Context, { loaded = groups, json = false } = {}): Promise<Command> {
  const program = new Command('millrace')
    .description('An open network for AI compute: buy answers with a receipt, or earn with an idle machine.')
    .version(version)
    .showHelpAfterError(json ? false : '(run with --help for the options)')
    .configureOutput({
      writeOut: (text) => context.streams.out.write(text),
      writeErr: (text) => context.streams.err.write(text),
      ...(json ? { outputError: (text: string) => tellError(context.streams.err, usageOf(text), true) } : {}),
    })
    .exitOverride()
    .addHelpText('after', helpEnd)
  for (const add of await Promise.all(loaded.map(({ load }) => load()))) add(program, context)
  return program
}

const helpEnd = `
Example:
  $ millrace up

Exit status:
  0  done                 4  not enough money      7  busy, try again
  1  unexpected failure   5  does not answer       8  undecided
  2  wrong usage          6  verification failed 130  interrupted
  3  not found`
