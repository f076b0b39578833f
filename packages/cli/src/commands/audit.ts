/** `millrace audit`: computes somebody's work again, here or at an auditor of the network, and says what that shows. */
import { auditorContent, judgeBundle } from '@millrace/auditor'
import {
  bundleReceiptId,
  type Domain,
  formatAmount,
  modelRoot,
  type ReceiptBundle,
  receiptBundleToJson,
} from '@millrace/protocol'
import type { Command } from 'commander'
import { type Context, terminalOf } from '../context.ts'
import { type JobOptions, openJobBuyer, withJobOptions } from '../job-buyer.ts'
import { findNetwork, readNetwork, settlementToken } from '../network.ts'
import { collect } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { loadBundle } from '../verification/bundle-file.ts'
import { openLocalJudge, readCalibrations } from '../verification/local-judge.ts'
import { factsJson, factsLine, receiptFacts } from '../verification/receipt-facts.ts'
import { type AuditVerdict, markOf, meaningOf, verdictError } from '../verification/verdict-words.ts'
import { addAuditRunCommand } from './audit-run.ts'

type Options = JobOptions & { url?: string; buy?: boolean; offline?: boolean; calibration: string[]; json?: boolean }

/** Adds the command to the program. */
export function addAuditCommands(program: Command, context: Context): void {
  const audit = program.command('audit').description('compute an answer again and say whether its provider was honest')
  const file = audit
    .command('file', { isDefault: true, hidden: true })
    .description('compute an answer again and say whether its provider was honest')
    .argument('<file-or-id>', 'receipt file, - for standard input, or the id of a receipt that the gateway keeps')
    .option('--buy', 'buy the audit from an auditor of the network; it sees the text, and may accuse a cheat')
    .option(
      '--calibration <file>',
      'how honest answers vary, for those that need not match to the bit; repeat for more',
      collect,
      [],
    )
    .option('--offline', 'judge receipts of any chain')
    .option('--url <url>', 'another gateway to fetch the receipt from; its API key is read from MILLRACE_API_KEY')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
  addAuditRunCommand(audit, context)
  withJobOptions(file).action((named: string, options: Options) => auditFile(context, named, options))
}

const help = `
Examples:
  $ millrace audit receipt.json
  $ millrace audit --buy receipt.json

Exit status: 0 the provider was honest, 6 it cheated, 8 nothing could be said.`

async function auditFile(context: Context, named: string, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const bundle = await loadBundle(context, named, options)
  tellWhat(terminal, bundle)
  const finding =
    options.buy === true
      ? await bought(context, terminal, bundle, options)
      : await computed(context, terminal, bundle, options)
  tellVerdict(terminal, bundle, finding)
  const error = verdictError(finding, named)
  if (error !== undefined) throw error
}

function tellWhat(terminal: Terminal, bundle: ReceiptBundle): void {
  const { bold, dim } = terminal.colours
  const { receipt, model, request } = bundle
  terminal.line(`${bold('receipt')}  ${bundleReceiptId(bundle)}`)
  terminal.line(`${bold('work')}     ${request.kind} on ${model.name}, by node ${receipt.node}`)
  terminal.line(`${bold('terms')}    ${factsLine(receiptFacts(bundle))}`)
  terminal.line(dim(`         ${receipt.inputUnits} units read, ${receipt.outputUnits} written`))
}

async function computed(
  context: Context,
  terminal: Terminal,
  bundle: ReceiptBundle,
  options: Options,
): Promise<AuditVerdict> {
  const calibrations = await readCalibrations(options.calibration)
  const domain = options.offline === true ? bundle.domain : await domainOf(context, bundle, options.network)
  const progress = createProgress(terminal, context.streams.err, context.now)
  try {
    progress.step(`making ${bundle.model.name} ready`)
    await using judge = await openLocalJudge(context, bundle, {
      ...{ domain, calibrations },
      onProgress: (file, done, total) => progress.update(file, done, total),
    })
    progress.step('computing it again')
    const finding = await judgeBundle(judge.components, bundle, context)
    progress.stop()
    return finding
  } catch (error) {
    progress.abandon()
    throw error
  }
}

/** A machine that knows no network judges what it is given. */
async function domainOf(context: Context, bundle: ReceiptBundle, name: string): Promise<Domain> {
  const network = await findNetwork(context.environment.dataDir, name)
  if (network === undefined) return bundle.domain
  return { chainId: network.deployment.chainId, verifyingContract: network.deployment.escrow }
}

/** Buys the verdict of an auditor, paid and receipted like an answer. */
async function bought(
  context: Context,
  terminal: Terminal,
  bundle: ReceiptBundle,
  options: Options,
): Promise<AuditVerdict> {
  const network = await readNetwork(context.environment.dataDir, options.network)
  const progress = createProgress(terminal, context.streams.err, context.now)
  try {
    progress.step('joining the network')
    await using jobs = await openJobBuyer(context, network, options, terminal)
    progress.step('waiting for an auditor')
    const run = await jobs.buyer.run(
      {
        ...{ kind: 'audit', model: modelRoot(auditorContent()), amountMax: jobs.amountMax },
        bundle: JSON.stringify(receiptBundleToJson(bundle)),
      },
      context,
    )
    const { response, amount } = await run.result
    progress.stop()
    terminal.line(
      `${terminal.colours.bold('auditor')}  ${run.provider.node}, for ${formatAmount(amount, settlementToken(network))}`,
    )
    if (response.kind !== 'verdict') throw new TypeError('an audit is answered by a verdict')
    return response
  } catch (error) {
    progress.abandon()
    throw error
  }
}

function tellVerdict(terminal: Terminal, bundle: ReceiptBundle, finding: AuditVerdict): void {
  const { bold, green, red, yellow } = terminal.colours
  const { outcome, reason, checked, mismatches, firstMismatch } = finding
  const colour = { honest: green, cheated: red, unable: yellow }[outcome]
  terminal.line(`${bold('verdict')}  ${colour(`${markOf(outcome)} ${outcome}`)}: ${reason}`)
  terminal.line(`         ${meaningOf(finding)}`)
  terminal.result({
    ...{ receiptId: bundleReceiptId(bundle), ...factsJson(receiptFacts(bundle)) },
    ...{ outcome, reason, unable: finding.unable ?? null, checked, mismatches, firstMismatch: firstMismatch ?? null },
    score: finding.score ?? null,
  })
}
