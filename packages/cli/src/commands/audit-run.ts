/** `millrace audit run`: the auditor daemon, from its command line. */
import { createSigner } from '@millrace/chain'
import type { Log } from '@millrace/node'
import { type Address, type Hash, hexToBytes, type TokenUnit } from '@millrace/protocol'
import { builtInManifests, ensureModel, runtimeModelOf } from '@millrace/runtime'
import type { Command } from 'commander'
import { ensureEnrolled } from '../auditor/enrol.ts'
import { type AuditorTerms, runAuditor } from '../auditor/run-auditor.ts'
import { type Context, keyRingOf, terminalOf } from '../context.ts'
import { toJsonText } from '../json-text.ts'
import { localNetworkName, readNetwork, settlementToken } from '../network.ts'
import { collect, plainName, wholeNumber } from '../option-values.ts'
import { type ListenOptions, listenTermsOf } from '../peers/provider-peers.ts'
import { createProgress } from '../progress.ts'
import { logLine } from '../provider-lines.ts'
import { ensureRegistered } from '../provider-registration.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'
import { readCalibrations } from '../verification/local-judge.ts'

type Options = ListenOptions & {
  network: string
  name: string
  model: string[]
  price: string
  panels: boolean
  calibration: string[]
  bonds: string
  canaryTexts?: string
  canaryProfile?: string
  canaryPayers: string
  canaryBudget: string
  json?: boolean
}

/** Adds the command under `audit`. */
export function addAuditRunCommand(audit: Command, context: Context): void {
  audit
    .command('run')
    .description('sell audits, and sit on the panels of cases')
    .option('--network <name>', 'network to join', localNetworkName)
    .option('--name <name>', 'name of this auditor on this machine', 'auditor')
    .option('--model <name>', 'model whose answers it can compute again; repeat for more', collect, [])
    .option('--price <amount>', 'price per million units computed again', '0.20')
    .option('--no-panels', 'only sell audits: no stake, no duty')
    .option('--calibration <file>', 'how honest answers vary, for those that need not match to the bit', collect, [])
    .option(
      '--bonds <amount>',
      'MILL of the node key that cases against cheats it finds may hold; 0 accuses nobody',
      '0',
    )
    .option(
      '--canary-texts <folder>',
      'buy canaries with the words of these .txt files, your own; each word is used once',
    )
    .option('--canary-profile <file>', 'sessions of your own traffic that canaries look like (default: drawn ones)')
    .option('--canary-payers <n>', 'accounts that buy them, each with its own texts', '2')
    .option('--canary-budget <amount>', 'money that canaries may cost a day', '1')
    .option('--host <address>', 'address to listen on (default: all; loopback on the local network)')
    .option('--port <port>', 'port for direct connections; 0 picks one', '7412')
    .option('--peer-port <port>', 'port for the peer network; 0 picks one', '7413')
    .option('--public-host <host>', 'name or address under which others reach both ports')
    .option('--relay <when>', 'be reached through a relay: auto, on or off', 'auto')
    .option('--allow-private', 'announce and dial addresses of private networks: for a network in one building')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', '\nExample:\n  $ millrace audit run --model stories15m')
    .action((options: Options) => run(context, options))
}

async function run(context: Context, options: Options): Promise<void> {
  const { signal, now } = context
  const terminal = terminalOf(context, options)
  const name = plainName(options.name, '--name')
  const network = await readNetwork(context.environment.dataDir, options.network)
  const token = settlementToken(network)
  const price = parseTokenAmount(options.price, token)
  const listening = listenTermsOf(options)
  const canaries = canaryTermsOf(options, token)
  const calibrations = await readCalibrations(options.calibration)
  const nodeKey = await keyRingOf(context, network.name).loadOrCreate(`${name}-node`, { signal })
  const operator = await ensureRegistered(context, network, { name, jurisdiction: 'ZZ' }, nodeKey, terminal)
  const progress = createProgress(terminal, context.streams.err, now)
  const models = await modelsOf(context, options.model, (file, done, total) => progress.update(file, done, total))
  progress.stop()
  const auditor = createSigner(nodeKey).address
  const enrol = (builds: readonly Hash[]): Promise<void> => {
    const isCalibrated = calibrations.some(({ reference }) => builds.includes(reference))
    const enrolment = { name, auditor, subnet: subnetOf(auditor), builds, isCalibrated }
    return ensureEnrolled(context, network, enrolment, terminal)
  }
  const log: Log = (level, event, fields) => {
    if (options.json === true) context.streams.out.write(`${toJsonText({ time: now(), level, event, ...fields })}\n`)
    else if (level !== 'debug' && event !== 'node-listening') terminal.line(logLine(now(), level, event, fields, token))
  }
  const terms: AuditorTerms = {
    ...{ name, nodeKey, operator, listening, price, models, calibrations, log, canaries },
    bonds: parseTokenAmount(options.bonds, mill),
    enrol: options.panels ? enrol : undefined,
  }
  await runAuditor(context, network, terms, terminal)
}

/** Returns how canaries are bought; undefined without texts. @throws {UsageError} */
function canaryTermsOf(options: Options, token: TokenUnit): AuditorTerms['canaries'] {
  const payers = wholeNumber(options.canaryPayers, '--canary-payers', 1, canaryPayersMax)
  const perDay = parseTokenAmount(options.canaryBudget, token)
  if (options.canaryTexts === undefined) return undefined
  return { texts: options.canaryTexts, profile: options.canaryProfile, payers, perDay }
}

/** Accounts of one auditor that buy canaries: each holds connections and a file of its own. */
export const canaryPayersMax = 16
const mill: TokenUnit = { symbol: 'MILL', decimals: 18 }

/** Models that are audited where none is named: those that the local network serves. */
const defaultModels = ['tinyllama-1.1b-chat', 'stories15m', 'minilm-l6-v2']

async function modelsOf(
  { environment, signal }: Context,
  named: readonly string[],
  onProgress: (file: string, done: number, total: number) => void,
): Promise<AuditorTerms['models']> {
  const { cacheDir, npm } = environment
  return Promise.all(
    (named.length === 0 ? defaultModels : named).map(async (name) => {
      const manifest = builtInManifests.get(name)
      if (manifest === undefined) {
        const known = [...builtInManifests.keys()].join(', ')
        throw new UsageError(`--model: no model "${name.slice(0, 80)}" comes with Millrace.`, `There are ${known}.`)
      }
      const paths = await ensureModel(manifest, { cacheDir, npm, onProgress, signal })
      const path = manifest.content.files.map((file) => paths.get(file.path)).at(0)
      if (path === undefined) throw new RangeError(`the manifest of ${name} lists no file`)
      return { model: runtimeModelOf(manifest), path }
    }),
  )
}

/**
 * Eight bytes that stand for this auditor's network where the registry knows none. Nobody measures them: an operator that declares
 * several of its own gains seats only by staking for each.
 */
function subnetOf(auditor: Address): Hash {
  return `0x${Buffer.from(hexToBytes(auditor)).toString('hex').slice(0, 16)}` as Hash
}
