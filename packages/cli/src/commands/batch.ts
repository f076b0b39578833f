/** `millrace batch`: runs a WebAssembly program over many inputs somewhere on the network, and shows who agreed on the outputs. */
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  batchInputsMax,
  bundleReceiptId,
  formatAmount,
  modelRoot,
  type OutputsResponse,
  policyText,
  receiptBundleToJson,
  type TokenUnit,
} from '@millrace/protocol'
import { validateModule, wasmEngineContent } from '@millrace/sandbox'
import { batchWork } from '@millrace/sdk'
import type { Command } from 'commander'
import { localReplicaJudge } from '../batch/replica-judge.ts'
import { type BatchJob, type BatchRun, runJob } from '../batch/run-job.ts'
import { type Context, terminalOf } from '../context.ts'
import { type JobOptions, openJobBuyer, withJobOptions } from '../job-buyer.ts'
import { readNetwork, settlementToken } from '../network.ts'
import { collect, wholeNumber } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import { readBytes } from '../read-file.ts'
import { type Terminal, withoutControls } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { policyHelp, policyOption, usualPolicy } from '../verification/policy-words.ts'
import { factsJson, factsLine, receiptFacts } from '../verification/receipt-facts.ts'

type Options = JobOptions & {
  input: string[]
  arg: string[]
  policy: string
  gas: string
  memory: string
  out?: string
  json?: boolean
}

/** Largest program or input that is read, in bytes; together they must fit a request. */
export const batchFileBytesMax = 2 * 1024 * 1024
const pagesPerMib = 16
/** Characters of an output that are shown. */
const shownCharsMax = 200

/** Adds the command to the program. */
export function addBatchCommand(program: Command, context: Context): void {
  const command = program
    .command('batch')
    .description('run a WebAssembly program over inputs, on machines of the network')
    .argument('<program>', 'WebAssembly module that reads standard input and writes standard output (WASI)')
    .option('--input <file>', 'input of one run; repeat for more (default: one empty input)', collect, [])
    .option('--arg <text>', 'argument of the program; repeat for more', collect, [])
    .option('--policy <policy>', 'how sure to be of the outputs', policyText(usualPolicy))
    .option('--gas <n>', 'gas one run may use: an instruction is about one', '1000000000')
    .option('--memory <MiB>', 'memory one run may use', '16')
    .option('--out <folder>', 'where outputs and receipts go (default: named after the program)')
    .option('--json', 'print JSON')
    .addHelpText('after', `${policyHelp(['trust', 'sampled', 'replicas'])}\n${examples}`)
  withJobOptions(command).action((file: string, options: Options) => batch(context, file, options))
}

const examples = `
Examples:
  $ millrace batch count-words.wasm --input a.txt --input b.txt
  $ millrace batch render.wasm --input scene.bin --policy replicas:2/3 --gas 20000000000 --max-cost 5`

async function batch(context: Context, file: string, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const job = await readJob(file, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const progress = createProgress(terminal, context.streams.err, context.now)
  let run: BatchRun
  try {
    progress.step('joining the network')
    await using judge = localReplicaJudge(network)
    await using jobs = await openJobBuyer(context, network, options, terminal, { judge: judge.judge })
    progress.step(job.policy.name === 'replicas' ? `running it at up to ${job.policy.of} providers` : 'running it')
    run = await runJob(jobs, job, context)
    progress.stop()
  } catch (error) {
    progress.abandon()
    throw error
  }
  const folder = options.out ?? `${basename(file).replace(/\.wasm$/, '')}.out`
  const written = await writeResults(folder, job, run)
  show(terminal, job, run, { token, written })
  if (run.error !== undefined) throw run.error
}

async function readJob(file: string, options: Options): Promise<BatchJob> {
  const program = await readBytes(file, { bytesMax: batchFileBytesMax })
  // Before anything is paid: who cannot run it would say the same.
  validateModule(program)
  if (options.input.length > batchInputsMax) {
    throw new UsageError(`A batch has at most ${batchInputsMax} inputs.`, 'Split it into several.')
  }
  const names = options.input.map((path) => basename(path))
  const inputs = await Promise.all(options.input.map((path) => readBytes(path, { bytesMax: batchFileBytesMax })))
  const gasMax = BigInt(wholeNumber(options.gas, '--gas', 1, 999_999_999_999_999))
  const memoryPagesMax = wholeNumber(options.memory, '--memory', 1, 4_096) * pagesPerMib
  const work = batchWork({
    ...{ program, gasMax, memoryPagesMax },
    inputs: inputs.length === 0 ? [new Uint8Array()] : inputs,
    ...(options.arg.length === 0 ? {} : { args: options.arg }),
  })
  const model = modelRoot(wasmEngineContent())
  return { work, model, policy: policyOption(options.policy), names: names.length === 0 ? ['no-input'] : names }
}

type Written = { readonly outputs: readonly string[]; readonly receipts: readonly string[] }

/** Writes the outputs, and the receipts with all that proves them. Inputs of one name are told apart by their place. */
async function writeResults(folder: string, { names }: BatchJob, { response, runs }: BatchRun): Promise<Written> {
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`Cannot make the folder ${folder} (${cause.code}).`, 'Name another with --out.')
  })
  const outputs = (response?.outputs ?? []).map(({ output }, index) => {
    const name = names[index] ?? String(index)
    const isTwice = names.indexOf(name) !== names.lastIndexOf(name)
    return { path: join(folder, `${isTwice ? `${index}-` : ''}${name}.out`), data: Buffer.from(output, 'base64') }
  })
  const receipts = runs.flatMap(({ bundle }, index) =>
    bundle === undefined
      ? []
      : [
          {
            path: join(folder, `receipt-${index + 1}.json`),
            data: `${JSON.stringify(receiptBundleToJson(bundle), null, 2)}\n`,
          },
        ],
  )
  for (const { path, data } of [...outputs, ...receipts]) await writeFile(path, data)
  return { outputs: outputs.map(({ path }) => path), receipts: receipts.map(({ path }) => path) }
}

function show(
  terminal: Terminal,
  job: BatchJob,
  run: BatchRun,
  { token, written }: { token: TokenUnit; written: Written },
): void {
  const { bold, dim, green, red, yellow } = terminal.colours
  if (run.response !== undefined) showOutputs(terminal, run.response, job, written)
  terminal.line()
  for (const [index, { node, amount, bundle, failure, standing }] of run.runs.entries()) {
    const mark = { agreed: green('✓ agreed'), differs: red('✗ differs'), failed: yellow('- failed') }[standing]
    const what =
      bundle === undefined
        ? (failure ?? 'not needed')
        : `${formatAmount(amount, token)}, receipt ${written.receipts[index] ?? ''}`
    terminal.line(`${mark}  ${node}  ${what}`)
    if (bundle !== undefined) terminal.line(dim(`          ${factsLine(receiptFacts(bundle))}`))
  }
  const believed =
    run.credibility === undefined ? '' : `; wrong with a chance of at most ${(1 - run.credibility).toExponential(1)}`
  terminal.line(`${bold(run.outcome)}${believed}, for ${formatAmount(run.amount, token)} in all`)
  for (const node of run.accused) {
    terminal.line(red(`${node} signed a wrong result: bring it to court with "millrace cases open" and its receipt.`))
  }
  terminal.result({
    ...{ outcome: run.outcome, credibility: run.credibility ?? null, amount: run.amount, accused: run.accused },
    outputs: (run.response?.outputs ?? []).map(({ status, exitCode, gas }, index) => ({
      ...{ input: job.names[index], status, exitCode, gas, file: written.outputs[index] },
    })),
    runs: run.runs.map(({ node, operator, amount, bundle, failure, standing }, index) => ({
      ...{ node, operator, amount, standing, failure: failure ?? null, file: written.receipts[index] ?? null },
      ...(bundle === undefined ? {} : { receiptId: bundleReceiptId(bundle), ...factsJson(receiptFacts(bundle)) }),
    })),
  })
}

function showOutputs(terminal: Terminal, { outputs }: OutputsResponse, { names }: BatchJob, written: Written): void {
  terminal.table(
    ['input', 'ended', 'gas', 'output', 'file'],
    outputs.map(({ status, exitCode, gas, output }, index) => [
      names[index] ?? String(index),
      status === 'exited' ? (exitCode === 0 ? 'well' : `with status ${exitCode}`) : status,
      gas,
      `${Buffer.from(output, 'base64').length} bytes`,
      written.outputs[index] ?? '',
    ]),
  )
  const [first] = outputs
  const text = first === undefined ? '' : withoutControls(Buffer.from(first.output, 'base64').toString('utf8'))
  if (outputs.length === 1 && text.trim() !== '') terminal.line(`\n${text.slice(0, shownCharsMax).trimEnd()}`)
}
