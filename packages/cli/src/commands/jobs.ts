/** `millrace jobs`: runs manifests of work, and says what they ask. */
import { dirname, join, resolve } from 'node:path'
import { formatAmount, type TokenUnit } from '@millrace/protocol'
import { jobOfManifest } from '@millrace/sdk'
import { createObjectStorage } from '@millrace/storage'
import type { WorkloadManifest } from '@millrace/workloads'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { type JobOptions, openJobBuyer, withJobOptions } from '../job-buyer.ts'
import { carryJob } from '../jobs/carry-job.ts'
import { showCheck } from '../jobs/check-words.ts'
import { importFile, importFormats } from '../jobs/import-words.ts'
import { type JobFolder, makeJobFolder, openJobFolder, viewJobFolder } from '../jobs/job-folder.ts'
import type { JobRecord } from '../jobs/job-record.ts'
import { showJob } from '../jobs/job-words.ts'
import { mergeResults } from '../jobs/merge-results.ts'
import { placeInputs, requireSameInputs, requireSameShards } from '../jobs/place-inputs.ts'
import { placeShards } from '../jobs/place-shards.ts'
import { manifestOf, readManifestText } from '../jobs/read-manifest.ts'
import { type SecretOptions, secretValues, withSecretOptions } from '../jobs/secret-values.ts'
import { readStarts, standingOf } from '../jobs/starts-file.ts'
import { type Network, readNetwork, settlementToken } from '../network.ts'
import { collect } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import { parseTokenAmount } from '../units.ts'

type RunOptions = JobOptions & SecretOptions & { set: string[]; out?: string; json?: boolean }

/** Bytes of inputs and outputs that buyers of this machine keep. */
export const jobObjectsBytesMax = 20 * 2 ** 30

/** Adds the commands to the program. */
export function addJobsCommands(program: Command, context: Context): void {
  const jobs = program.command('jobs').description('run jobs of many tasks by a manifest, on machines of the network')
  const run = jobs
    .command('run')
    .description('run a manifest; results are kept in a folder from which the job can be resumed')
    .argument('<manifest>', 'YAML or JSON; see docs/workloads.md')
    .option('--out <folder>', 'where results go (default: named after the job)')
    .option(
      '--set <name=value>',
      'one value for a parameter of the array, or an environment variable; repeat for more',
      collect,
      [],
    )
    .option('--json', 'print JSON')
    .addHelpText('after', runExamples)
  withSecretOptions(withJobOptions(run)).action((file: string, options: RunOptions) =>
    runManifest(context, file, options),
  )
  const resume = jobs
    .command('resume')
    .description('go on with a job that was stopped, killed or out of money; no item is paid twice')
    .argument('<folder>', 'folder that "jobs run" wrote')
    .option('--json', 'print JSON')
    .addHelpText('after', example('resume frames --max-cost 3'))
  withSecretOptions(withJobOptions(resume)).action((path: string, options: RunOptions, command: Command) =>
    resumeJob(context, path, options, givenCost(options, command)),
  )
  jobs
    .command('show')
    .description('show the results that a job has so far')
    .argument('<folder>', 'folder that "jobs run" wrote')
    .option('--json', 'print JSON')
    .addHelpText('after', example('show frames'))
    .action((path: string, options: { json?: boolean }) => showFolder(context, path, options))
  jobs
    .command('check')
    .description('say what a manifest asks, of how many machines, and what it can cost; nothing is bought')
    .argument('<manifest>', 'YAML or JSON; see docs/workloads.md')
    .option('--set <name=value>', 'as for "jobs run"', collect, [])
    .option('--json', 'print JSON')
    .addHelpText('after', example('check render.yaml'))
    .action(async (file: string, options: { set: string[]; json?: boolean }) =>
      showCheck(terminalOf(context, options), manifestOf(await readManifestText(file), options.set)),
    )
  addImport(jobs, context)
}

function addImport(jobs: Command, context: Context): void {
  jobs
    .command('import')
    .description('turn a compose file or an Akash SDL into manifests, and name every key that is not supported')
    .argument('<format>', importFormats.join(' or '))
    .argument('<file>', 'file to import')
    .option('--out <folder>', 'write a manifest for each service (default: print them)')
    .option('--set <name=value>', 'value of a variable in a compose file; repeat for more', collect, [])
    .option('--digest <image=digest>', 'digest of an image, as IMAGE=sha256:…; repeat for more', collect, [])
    .option('--json', 'print JSON')
    .addHelpText('after', example('import compose compose.yaml --out manifests'))
    .action(
      (format: string, file: string, options: { out?: string; set: string[]; digest: string[]; json?: boolean }) =>
        importFile(terminalOf(context, options), format, file, options),
    )
}

function example(line: string): string {
  return `\nExample:\n  $ millrace jobs ${line}`
}

const runExamples = `
Examples:
  $ millrace jobs check render.yaml
  $ millrace jobs run render.yaml --out frames --max-cost 2
  $ millrace jobs run render.yaml --set FRAME=07
  $ API_KEY=… millrace jobs run fetch.yaml --secret API_KEY
  $ millrace jobs resume frames`

/** Returns the budget that was given; undefined for the default of the option. */
function givenCost({ maxCost }: JobOptions, command: Command): string | undefined {
  return command.getOptionValueSource('maxCost') === 'default' ? undefined : maxCost
}

/** Returns the lesser: a manifest may be a stranger's, and must not raise what its runner pays at most. */
export function jobBudget(totalMax: bigint | undefined, given: bigint): bigint {
  return totalMax !== undefined && totalMax < given ? totalMax : given
}

async function runManifest(context: Context, file: string, options: RunOptions): Promise<void> {
  const text = await readManifestText(file)
  const manifest = manifestOf(text, options.set)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const { totalMax } = jobOfManifest(manifest, token)
  const secrets = await secretsOf(context, manifest, options)
  const amountMax = jobBudget(totalMax, parseTokenAmount(options.maxCost, token))
  const base = dirname(resolve(file))
  await using storage = openStorage(context)
  await using placed = await placeInputs(storage, manifest.inputs, base, context)
  await using batch = manifest.kind === 'batch' ? await placeShards(storage, manifest, base, context) : undefined
  const record: JobRecord = {
    ...{ version: 1, network: network.name, token: { symbol: token.symbol, decimals: token.decimals } },
    ...{ manifest: text, base, set: options.set, amountMax, submittedAtMs: context.now(), inputs: [...placed.inputs] },
    ...(batch && { items: batch.items, shards: [...batch.shards] }),
  }
  await using folder = await makeJobFolder(resolve(options.out ?? `${manifest.name}.out`), record, idsOf)
  await carry(context, { folder, network, storage, secrets, amountMax }, options)
}

async function resumeJob(context: Context, path: string, options: RunOptions, cost: string | undefined): Promise<void> {
  await using folder = await openJobFolder(resolve(path), idsOf)
  const { record } = folder
  const network = await readNetwork(context.environment.dataDir, record.network)
  const amountMax = cost === undefined ? record.amountMax : parseTokenAmount(cost, settlementToken(network))
  const manifest = manifestOf(record.manifest, record.set)
  const secrets = await secretsOf(context, manifest, options)
  await using storage = openStorage(context)
  await using placed = await placeInputs(storage, manifest.inputs, record.base, context)
  await using batch = manifest.kind === 'batch' ? await placeShards(storage, manifest, record.base, context) : undefined
  requireSameInputs(record.inputs, placed.inputs)
  requireSameShards(record.shards ?? [], batch?.shards ?? [])
  await carry(context, { folder, network, storage, secrets, amountMax }, options)
}

type Opened = {
  readonly folder: JobFolder
  readonly network: Network
  readonly storage: ReturnType<typeof openStorage>
  /** Never written to the folder: whoever resumes the job gives them again. */
  readonly secrets: Readonly<Record<string, string>>
  readonly amountMax: bigint
}

function secretsOf({ environment }: Context, { secrets }: WorkloadManifest, options: SecretOptions) {
  return secretValues(secrets, options, environment.npm.env)
}

async function carry(
  context: Context,
  { folder, network, storage, secrets, amountMax }: Opened,
  options: RunOptions,
): Promise<void> {
  const terminal = terminalOf(context, options)
  const progress = createProgress(terminal, context.streams.err, context.now)
  const { inputs, shards, items = 0 } = folder.record
  const manifest = manifestOf(folder.record.manifest, folder.record.set)
  const token = settlementToken(network)
  const job = jobOfManifest(manifest, token, items)
  const maxCost = formatAmount(amountMax, { ...token, symbol: '' }).trim()
  try {
    progress.step('joining the network')
    await using jobs = await openJobBuyer(context, network, { ...options, maxCost }, terminal, { storage })
    await carryJob(
      { buyer: jobs.buyer, now: context.now, terminal, progress },
      { folder, job, inputs, shards, secrets, amountMax, token },
      context,
    )
    if (manifest.kind === 'batch') {
      terminal.line(`the results of its ${items} items are in ${await mergeResults(folder, manifest, items)}`)
    }
  } finally {
    progress.abandon()
  }
}

async function showFolder(context: Context, path: string, options: { json?: boolean }): Promise<void> {
  await using folder = await viewJobFolder(resolve(path), idsOf)
  const { spent } = standingOf(await readStarts(folder.path))
  const { token } = folder.record
  const results = await folder.results()
  showJob(terminalOf(context, options), folder, { ids: idsOf(folder.record), results, spent, token, end: undefined })
}

function idsOf({ manifest, set, token, items }: JobRecord): readonly string[] {
  return jobOfManifest(manifestOf(manifest, set), token satisfies TokenUnit, items).ids
}

function openStorage({ environment, now }: Context) {
  return createObjectStorage({ directory: join(environment.dataDir, 'objects'), bytesMax: jobObjectsBytesMax, now })
}
