/** `millrace cases`: who is accused of what, how far it is, and one's own part in it: to open, answer, appeal and be refunded. */
import type { ChainReader, ChainWriter } from '@millrace/chain'
import { type Amount, formatAmount, type Hash, parseHash, type TokenUnit } from '@millrace/protocol'
import type { Command } from 'commander'
import { accusations, chainTime, nextStep, outcomeName, timeLeft } from '../cases/case-words.ts'
import { ghostingCharge, leasesNamed } from '../cases/charge-ghosting.ts'
import { claimRefund } from '../cases/claim-refund.ts'
import { confirmBond } from '../cases/confirm.ts'
import { pursueCase } from '../cases/pursue-case.ts'
import { CaseNotFoundError, type CaseView, readCase, readCases } from '../cases/read-cases.ts'
import { type Context, terminalOf } from '../context.ts'
import type { GatewayOptions } from '../gateway-options.ts'
import { localNetworkName, type Network, readNetwork, settlementToken } from '../network.ts'
import { openAccount, openReader } from '../open-chain.ts'
import { collect, wholeNumber } from '../option-values.ts'
import { createProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'
import { loadBundle } from '../verification/bundle-file.ts'
import { readCalibrations } from '../verification/local-judge.ts'
import { inclusionAsker } from '../verification/receipt-proof.ts'

type Options = GatewayOptions & { key: string; yes?: boolean; json?: boolean }
type OpenOptions = Options & {
  omitted?: boolean
  ghosting?: boolean
  received?: string
  receipts?: string
  with?: string
  host: string
  port: string
  calibration: string[]
}

const mill: TokenUnit = { symbol: 'MILL', decimals: 18 }

/** Adds the commands to the program. */
export function addCasesCommands(program: Command, context: Context): void {
  const cases = program
    .command('cases')
    .description('cases before the court: list, show, open, answer, appeal, claim refunds')
  common(cases.command('list', { isDefault: true }).description('cases, open ones first'))
    .addHelpText('after', '\nExample:\n  $ millrace cases')
    .action((options: Options) => list(context, options))
  common(cases.command('show').description('one case: evidence, panel, deadlines, money'))
    .argument('<id>', 'case id, or the first digits of it')
    .addHelpText('after', '\nExample:\n  $ millrace cases show 0x1f…')
    .action((id: string, options: Options) => show(context, id, options))
  acting(
    cases.command('open').description('accuse a provider with a receipt, put up the bond, and carry the case through'),
  )
    .argument(
      '<file-or-id>',
      'receipt file, or the id of one that the gateway keeps; with --ghosting an operator or a lease',
    )
    .option('--omitted', 'the receipt is in no root: its node must show it, or is convicted')
    .option(
      '--ghosting',
      'it took money under a lease it accepted and shows nothing for it: name the operator or the lease',
    )
    .option(
      '--received <amount>',
      'with --ghosting: what you did get work for since the channel was opened; by default what is kept here',
    )
    .option(
      '--receipts <count>',
      'with --ghosting: by how many receipts and fees that was; more than the operator has is safe, and costs bond',
    )
    .option('--with <file>', 'another receipt for the same run: two convict by themselves, at once')
    .option('--host <address>', 'IPv4 address under which the panel fetches the evidence here', '127.0.0.1')
    .option('--port <port>', 'port for that; 0 picks one', '0')
    .option('--calibration <file>', 'how honest answers vary, for those that need not match to the bit', collect, [])
    .addHelpText(
      'after',
      '\nExamples:\n  $ millrace cases open receipt.json\n  $ millrace cases open receipt.json --omitted --yes\n  $ millrace cases open 0x<operator> --ghosting --received 0.25 --receipts 12',
    )
    .action((file: string, options: OpenOptions) => open(context, file, options))
  common(cases.command('answer').description('what an accused operator has to do, and until when'))
    .argument('<id>', 'case id, or the first digits of it')
    .addHelpText('after', '\nExample:\n  $ millrace cases answer 0x1f…')
    .action((id: string, options: Options) => answer(context, id, options))
  acting(cases.command('claim').description('get the refund of a conviction with your receipts'))
    .argument('<id>', 'case id, or the first digits of it')
    .argument('[receipts...]', 'receipt files, or ids of receipts that the gateway keeps')
    .addHelpText('after', '\nExample:\n  $ millrace cases claim 0x1f… receipt.json')
    .action((id: string, receipts: string[], options: Options) => claim(context, id, receipts, options))
  acting(cases.command('appeal').description('have a larger panel decide, for a larger bond'))
    .argument('<id>', 'case id, or the first digits of it')
    .addHelpText('after', '\nExample:\n  $ millrace cases appeal 0x1f… --key alder-operator')
    .action((id: string, options: Options) => appeal(context, id, options))
}

function common(command: Command): Command {
  return command.option('--network <name>', 'network', localNetworkName).option('--json', 'print JSON')
}

function acting(command: Command): Command {
  return common(command)
    .option('--key <name>', 'key of the account that acts and pays', 'payer')
    .option('--url <url>', 'another gateway to fetch receipts from; its API key is read from MILLRACE_API_KEY')
    .option('--yes', 'put up what it costs without asking')
}

async function list(context: Context, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const reader = await readerOf(context, options)
  const now = await timeOf(context, reader)
  const found = await readCases(reader, context)
  const { bold, dim } = terminal.colours
  if (found.length === 0) terminal.line('No cases: nobody is accused of anything.')
  for (const { caseId, state, kind, operator, epoch, deadline } of found) {
    const until = state === 'open' ? `, until ${chainTime(deadline)} (${timeLeft(deadline, now)})` : ''
    terminal.line(`${bold(state.padEnd(10))} ${accusations[kind]}${until}`)
    terminal.line(dim(`${''.padEnd(10)} ${caseId}`))
    terminal.line(dim(`${''.padEnd(10)} operator ${operator}, epoch ${epoch}`))
  }
  terminal.result(found)
}

async function show(context: Context, id: string, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const reader = await readerOf(context, options)
  const view = await findCase(reader, id, context)
  const now = await timeOf(context, reader)
  tellCase(terminal, view, now)
  terminal.result({ ...view, next: nextStep(view, now) })
}

function tellCase(terminal: Terminal, view: CaseView, now: bigint): void {
  const { bold, dim } = terminal.colours
  const next = nextStep(view, now)
  const until = next.until === undefined ? '' : `, until ${chainTime(next.until)} (${timeLeft(next.until, now)})`
  const row = (name: string, text: string): void => terminal.line(`${bold(name.padEnd(10))}${text}`)
  row('case', view.caseId)
  row('about', accusations[view.kind])
  row('state', view.state)
  row('next', `${next.words}${until}`)
  row('operator', `${view.operator}, node ${view.node}`)
  row('reporter', view.reporter)
  row('epoch', String(view.epoch))
  if (view.receiptHash !== undefined) row('receipt', view.receiptHash)
  if (view.trial !== undefined) row('decision', outcomeName(view.trial.first))
  const seats = view.sitting?.seats.slice(view.sitting.from) ?? []
  for (const [index, seat] of seats.entries())
    row(index === 0 ? 'panel' : '', `${seat.auditor}  ${outcomeName(seat.outcome)}`)
  if (view.pot !== undefined) {
    const { slashed, claimedProven, claimedUnproven } = view.pot
    row('slashed', formatAmount(slashed, mill))
    row('claimed', formatAmount(claimedProven + claimedUnproven, mill))
  }
  terminal.line()
  for (const { type, blockNumber, transactionHash } of view.events) {
    terminal.line(
      dim(`block ${blockNumber}  ${type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}  ${transactionHash}`),
    )
  }
}

async function open(context: Context, file: string, options: OpenOptions): Promise<void> {
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const account = await openAccount(context, network, options.key)
  if (options.ghosting === true) return chargeGhosting(context, { network, account, terminal }, file, options)
  const bundle = await loadBundle(context, file, options)
  const { receipt, receiptSignature: signature } = bundle
  if (options.with !== undefined) {
    const other = await loadBundle(context, options.with, options)
    const evidence = {
      ...{ first: receipt, firstSignature: signature },
      ...{ second: other.receipt, secondSignature: other.receiptSignature },
    }
    const { caseId, slashed, hash } = await account.court.prosecuteEquivocation(evidence, context)
    terminal.line(`convicted: ${formatAmount(slashed, mill)} of stake are slashed; case ${caseId}`)
    return terminal.result({ caseId, slashed, transactionHash: hash })
  }
  const fees = await account.court.fees(context)
  if (options.omitted === true) {
    await requireBond(
      context,
      account,
      fees.omissionBond,
      'The bond comes back when the receipt is in no root.',
      options,
    )
    const { caseId, answerUntil, hash } = await account.court.challengeOmission({ receipt, signature }, context)
    terminal.line(`opened case ${caseId}; the node has until ${chainTime(answerUntil)} to show the receipt`)
    return terminal.result({ caseId, answerUntil, transactionHash: hash })
  }
  await requireBond(
    context,
    account,
    fees.panelBond,
    'It pays the panel, and comes back from the slash when the panel convicts.',
    options,
  )
  const progress = createProgress(terminal, context.streams.err, context.now)
  try {
    progress.step('judging the receipt here first')
    const own = await pursueCase(context, network, bundle, {
      ...{ key: options.key, host: options.host, port: wholeNumber(options.port, '--port', 0, 65_535) },
      bondsMax: fees.panelBond * bondsAtOnce + fees.appealBond,
      calibrations: await readCalibrations(options.calibration),
      onProgress: (name, done, total) => progress.update(name, done, total),
      onState: ({ state, caseId }) =>
        progress.step(stateWords[state] + (caseId === undefined ? '' : `; case ${caseId}`)),
      onTrouble: (reason) => progress.step(`waiting: ${reason}`),
    })
    progress.stop()
    terminal.line(`${own.state}: ${stateWords[own.state]}`)
    if (own.caseId !== undefined) terminal.line(`  see it with "millrace cases show ${own.caseId}"`)
    terminal.result(own)
  } catch (error) {
    progress.abandon()
    throw error
  }
}

type Parties = { readonly network: Network; readonly account: ChainWriter; readonly terminal: Terminal }

async function chargeGhosting(
  context: Context,
  { network, account, terminal }: Parties,
  named: string,
  options: OpenOptions,
): Promise<void> {
  const { signal } = context
  const { leases, granted } = await leasesNamed(context, network, named)
  const token =
    leases[0] === undefined ? settlementToken(network) : await account.tokenInfo(leases[0].quote.token, { signal })
  const { received, receipts } = options
  const charge = await ghostingCharge(account, leases, token, {
    granted(opening) {
      const { amount, items } = granted(opening)
      return {
        amount: received === undefined ? amount : parseTokenAmount(received, token),
        items: wholeNumber(receipts ?? String(items), '--receipts', 0, ghostingItemsMax),
      }
    },
    now: await timeOf(context, account),
    payer: account.account,
    signal,
  })
  await requireBond(context, account, charge.bond, charge.words, options)
  const { caseId, answerUntil, hash } = await account.court.chargeGhosting({ ...charge.lease, ...charge }, context)
  terminal.line(`opened case ${caseId}; the operator has until ${chainTime(answerUntil)} to account for it`)
  terminal.line(`  run "millrace cases claim ${caseId}" after that`)
  terminal.result({ caseId, answerUntil, transactionHash: hash })
}

/** Receipts and fees that a charge may grant: the contract's bound. */
const ghostingItemsMax = 8_192
/** Bonds that this machine's own cases may hold. */
const bondsAtOnce = 16n

const stateWords = {
  opening: 'putting up the bond',
  open: 'the case is open; keep this running, the panel fetches the evidence here',
  convicted: 'the operator is convicted; buyers of the epoch claim refunds',
  settled: 'the operator was convicted, and the money is shared out',
  dismissed: 'the panel did not convict',
  refused: 'the court did not take it',
} as const

async function requireBond(
  context: Context,
  account: ChainWriter,
  bond: Amount,
  why: string,
  options: Options,
): Promise<void> {
  const held = await account.tokenBalance(account.deployment.millToken, account.account, context)
  if (held < bond) {
    throw new UsageError(
      `The account ${options.key} holds ${formatAmount(held, mill)}; the bond is ${formatAmount(bond, mill)}.`,
      `Send it MILL; on the local network "millrace faucet --key ${options.key}" gives some.`,
    )
  }
  await confirmBond(context, `This puts up a bond of ${formatAmount(bond, mill)}. ${why}`, options)
}

async function answer(context: Context, id: string, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const reader = await readerOf(context, options)
  const view = await findCase(reader, id, context)
  const now = await timeOf(context, reader)
  tellCase(terminal, view, now)
  terminal.line()
  terminal.line(answerWords(view))
  terminal.result({ ...view, next: nextStep(view, now), answer: answerWords(view) })
}

function answerWords({ kind, state, node }: CaseView): string {
  if (state !== 'open') return 'It is decided: nothing is to be answered.'
  if (kind === 'omission' || kind === 'ghosting') {
    return `The node ${node} answers by itself from what it keeps, while it runs: start it with "millrace provide" and see its log.`
  }
  if (kind === 'panel')
    return 'Nothing is to be answered: the panel computes the work again. A decision can be appealed.'
  return 'Nothing is to be answered: the evidence speaks by itself.'
}

async function claim(context: Context, id: string, named: readonly string[], options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const account = await openAccount(context, network, options.key)
  const { caseId } = await findCase(account, id, context)
  const bundles = await Promise.all(named.map((one) => loadBundle(context, one, options)))
  const outcome = await claimRefund(account, caseId, bundles, {
    now: await timeOf(context, account),
    ask: inclusionAsker(context, network, account),
    signal: context.signal,
  })
  terminal.line(outcome.words)
  terminal.result(outcome)
}

async function appeal(context: Context, id: string, options: Options): Promise<void> {
  const terminal = terminalOf(context, options)
  const network = await readNetwork(context.environment.dataDir, options.network)
  const account = await openAccount(context, network, options.key)
  const { caseId } = await findCase(account, id, context)
  const { appealBond } = await account.court.fees(context)
  await requireBond(context, account, appealBond, 'It is lost when the larger panel decides the same.', options)
  const { hash } = await account.court.appealPanel(caseId, context)
  terminal.line(`appealed by transaction ${hash}: a larger panel is drawn by a later beacon`)
  terminal.result({ caseId, transactionHash: hash })
}

async function readerOf(context: Context, { network }: Pick<Options, 'network'>): Promise<ChainReader> {
  return openReader(await readNetwork(context.environment.dataDir, network), context)
}

/** By the clock of this machine or of the chain, whichever is ahead: a chain without traffic has an old head. */
async function timeOf({ now, signal }: Context, reader: ChainReader): Promise<bigint> {
  const head = await reader.blockTimestamp({ signal })
  const here = BigInt(Math.floor(now() / 1000))
  return head > here ? head : here
}

/** Returns the case that the first digits of its id name. @throws {UsageError} @throws {CaseNotFoundError} */
async function findCase(reader: ChainReader, id: string, { signal }: Context): Promise<CaseView> {
  const prefix = id.toLowerCase()
  if (!/^0x[0-9a-f]{4,64}$/.test(prefix)) {
    throw new UsageError(
      `Expected a case id, got "${id.slice(0, 80)}".`,
      'Copy it from "millrace cases", at least four digits.',
    )
  }
  if (prefix.length === 66) return readCase(reader, parseHash(prefix), { signal })
  const found = (await readCases(reader, { signal })).filter(({ caseId }) => caseId.startsWith(prefix))
  const [only, ...more] = found
  if (only === undefined) throw new CaseNotFoundError(prefix as Hash)
  if (more.length > 0) throw new UsageError(`${found.length} cases begin with ${prefix}.`, 'Give more of its digits.')
  return readCase(reader, only.caseId, { signal })
}
