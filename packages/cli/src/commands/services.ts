/** `millrace services`: keeps a service up on machines of the network, at an address of this one. */
import { dirname, join, resolve } from 'node:path'
import { formatAmount, MillraceError } from '@millrace/protocol'
import { serviceOfManifest } from '@millrace/sdk'
import { createObjectStorage } from '@millrace/storage'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { type JobOptions, openJobBuyer, withJobOptions } from '../job-buyer.ts'
import { placeInputs } from '../jobs/place-inputs.ts'
import { manifestOf, readManifestText } from '../jobs/read-manifest.ts'
import { type SecretOptions, secretValues, withSecretOptions } from '../jobs/secret-values.ts'
import { readNetwork, settlementToken } from '../network.ts'
import { collect, wholeNumber } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import { carryService } from '../services/carry-service.ts'
import { carryShell } from '../services/carry-shell.ts'
import { openControlClient } from '../services/control-client.ts'
import { readServiceLogs } from '../services/follow-logs.ts'
import { openServiceFolder, readServiceFolder } from '../services/service-folder.ts'
import { type ServiceStatus, showStatus } from '../services/service-words.ts'
import { parseTokenAmount } from '../units.ts'
import { jobBudget, jobObjectsBytesMax } from './jobs.ts'

type RunOptions = JobOptions & SecretOptions & { set: string[]; out?: string; port?: string; json?: boolean }

/** Adds the commands to the program. */
export function addServicesCommands(program: Command, context: Context): void {
  const services = program
    .command('services')
    .description('keep services up on machines of the network, at an address of this one')
  const run = services
    .command('run')
    .description('run the service of a manifest until Ctrl-C; its folder lets another process go on')
    .argument('<manifest>', 'YAML or JSON of kind service; see docs/workloads.md')
    .option('--out <folder>', 'where its state and logs go (default: named after the service)')
    .option('--port <port>', 'port of this machine for its first port (default: as before, or a free one)')
    .option('--set <name=value>', 'value of an environment variable; repeat for more', collect, [])
    .option('--json', 'print JSON')
    .addHelpText('after', example('run web.yaml --port 8080 --max-cost 2'))
  withSecretOptions(withJobOptions(run)).action((file: string, options: RunOptions) =>
    runService(context, file, options),
  )
  addLooking(services, context)
  addChanging(services, context)
}

function addLooking(services: Command, context: Context): void {
  services
    .command('status')
    .description('show the instances of a running service, and what it cost')
    .argument('<folder>', 'folder of the service')
    .option('--json', 'print JSON')
    .addHelpText('after', example('status web.service'))
    .action(async (path: string, options: { json?: boolean }) => {
      const control = await openControlClient(resolve(path), context)
      showStatus(terminalOf(context, options), (await control.status()) as ServiceStatus)
    })
  services
    .command('logs')
    .description('show what its instances wrote, also of those that are gone')
    .argument('<folder>', 'folder of the service')
    .option('--slot <number>', 'only this slot')
    .option('--follow', 'go on as they write, until Ctrl-C')
    .option('--json', 'print a line of JSON for each piece')
    .addHelpText('after', example('logs web.service --follow'))
    .action((path: string, options: LogOptions) => showLogs(context, resolve(path), options))
}

function addChanging(services: Command, context: Context): void {
  services
    .command('update')
    .description('change a running service to another manifest, an instance after the other')
    .argument('<folder>', 'folder of the service')
    .argument('<manifest>', 'with the same ports, inputs and secrets')
    .option('--set <name=value>', 'value of an environment variable; repeat for more', collect, [])
    .option('--json', 'print JSON')
    .addHelpText('after', example('update web.service web.yaml --set VERSION=2'))
    .action(async (path: string, file: string, { set, json }: { set: string[]; json?: boolean }) => {
      const manifest = await readManifestText(file)
      const control = await openControlClient(resolve(path), context)
      await control.update({ manifest, set })
      const terminal = terminalOf(context, { json })
      terminal.line(`the update is under way; "millrace services status ${path}" shows how far it is`)
      terminal.result({ updating: true })
    })
  services
    .command('stop')
    .description('end a running service and its instances')
    .argument('<folder>', 'folder of the service')
    .option('--json', 'print JSON')
    .addHelpText('after', example('stop web.service'))
    .action(async (path: string, options: { json?: boolean }) => {
      await (await openControlClient(resolve(path), context)).stop()
      const terminal = terminalOf(context, options)
      terminal.line('it is being stopped; the process that runs it says what it cost')
      terminal.result({ stopping: true })
    })
  services
    .command('shell')
    .description('run a program in an instance: /bin/sh at this terminal, or what stands behind --')
    .argument('<folder>', 'folder of the service')
    .argument('[command...]', 'program and arguments')
    .option('--slot <number>', 'slot of the instance (default: any that is well)')
    .option('--json', 'print how it ended as JSON; what it writes goes to standard error')
    .addHelpText('after', example('shell web.service -- ls -l /work'))
    .action((path: string, command: string[], options: { slot?: string; json?: boolean }) =>
      runShell(context, resolve(path), command, options),
    )
}

function example(line: string): string {
  return `\nExample:\n  $ millrace services ${line}`
}

async function runService(context: Context, file: string, options: RunOptions): Promise<void> {
  const manifest = await readManifestText(file)
  const parsed = manifestOf(manifest, options.set)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const service = serviceOfManifest(parsed, token)
  const secrets = await secretValues(parsed.secrets, options, context.environment.npm.env)
  const amountMax = jobBudget(service.totalMax, parseTokenAmount(options.maxCost, token))
  const port = options.port === undefined ? undefined : wholeNumber(options.port, '--port', 0, 65_535)
  const base = dirname(resolve(file))
  const { symbol, decimals } = token
  await using folder = await openServiceFolder(resolve(options.out ?? `${parsed.name}.service`), {
    ...{ version: 1, network: network.name, token: { symbol, decimals }, manifest, base, set: options.set },
    ...{ amountMax, submittedAtMs: context.now(), listens: [] },
  })
  await folder.save({ ...folder.record, manifest, base, set: options.set, amountMax })
  const terminal = terminalOf(context, options)
  const progress = createProgress(terminal, context.streams.err, context.now)
  const maxCost = formatAmount(amountMax, { ...token, symbol: '' }).trim()
  await using storage = createObjectStorage({
    ...{ directory: join(context.environment.dataDir, 'objects'), bytesMax: jobObjectsBytesMax, now: context.now },
  })
  await using placed = await placeInputs(storage, service.manifest.inputs, base, context)
  progress.step('joining the network')
  await using jobs = await openJobBuyer(context, network, { ...options, maxCost }, terminal, { storage }).finally(() =>
    progress.abandon(),
  )
  const carried = { folder, service, inputs: placed.inputs, secrets, amountMax, token, port }
  const { end, spent, failure } = await carryService(context, { buyer: jobs.buyer, terminal }, carried)
  const symbolled = formatAmount(spent, token)
  terminal.line(`ended (${endings[end]}); it cost ${symbolled} in all, and its folder is ${folder.path}`)
  terminal.result({ folder: folder.path, end, spent })
  if (end === 'budget') throw new ServiceBudgetError(folder.path, symbolled, failure)
}

const endings = {
  done: 'its programs ended',
  budget: 'its budget is spent',
  stopped: 'it was stopped',
} as const

type LogOptions = { slot?: string; follow?: boolean; json?: boolean }

async function showLogs(context: Context, path: string, options: LogOptions): Promise<void> {
  await readServiceFolder(path)
  const slot = slotOf(options.slot)
  let last: number | undefined
  const { signal } = context
  for await (const piece of readServiceLogs(join(path, 'logs'), { slot, follow: options.follow === true, signal })) {
    if (options.json === true) {
      terminalOf(context, options).result(piece)
      continue
    }
    if (last !== piece.start) context.streams.err.write(`--- slot ${piece.slot}, start ${piece.start}\n`)
    last = piece.start
    context.streams.out.write(piece.text)
  }
}

async function runShell(
  context: Context,
  path: string,
  command: string[],
  options: { slot?: string; json?: boolean },
): Promise<void> {
  const { in: keys, out, err } = context.streams
  const isTerminal = keys.isTTY === true && out.isTTY === true && options.json !== true
  const slot = slotOf(options.slot)
  const control = await openControlClient(path, context)
  const connection = await control.exec({
    command: command.length === 0 ? ['/bin/sh'] : command,
    ...(slot !== undefined && { slot }),
    ...(isTerminal && { terminal: { columns: out.columns ?? 80, rows: out.rows ?? 24 } }),
  })
  const end = await carryShell({ in: keys, out: options.json === true ? err : out, err }, connection, { isTerminal })
  terminalOf(context, options).result({ exitCode: end?.exitCode ?? null, signal: end?.signal ?? null })
  if (end?.exitCode !== 0) throw new ShellEndedError(end?.exitCode, end?.signal)
}

function slotOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber(text, '--slot', 0, 1_000)
}

/** The money is spent, and nothing runs any more. */
export class ServiceBudgetError extends MillraceError {
  override readonly name = 'ServiceBudgetError'

  constructor(path: string, spent: string, cause: unknown) {
    super({
      code: 'BUDGET_SERVICE',
      message: `The service ended: of its budget ${spent} are spent, and the rest does not pay another start.`,
      hint: `Run it again with a larger --max-cost and --out ${path}: what was spent counts.`,
      retryable: false,
      cause,
    })
  }
}

/** The program in the instance did not end well. */
export class ShellEndedError extends MillraceError {
  override readonly name = 'ShellEndedError'

  constructor(exitCode: number | undefined, signal: string | undefined) {
    const how = exitCode === undefined ? `by ${signal ?? 'the end of its instance'}` : `with status ${exitCode}`
    super({
      code: 'SERVICE_SHELL_ENDED',
      message: `The program ended ${how}.`,
      hint: 'Nothing is to be done where that was meant.',
      retryable: false,
    })
  }
}
