/** `millrace provide --check`: what this machine could sell and earn, and what to fix. Nothing is served, registered or signed. */
import { mkdir } from 'node:fs/promises'
import { type Hash, modelRoot, offerTerms, taskSandboxContent, workloads } from '@millrace/protocol'
import { builtInManifests } from '@millrace/runtime'
import { checkNetwork, type HeardNetwork } from '../check/check-network.ts'
import type { CheckReport, Fix, SandboxCheck } from '../check/check-report.ts'
import { checkSandboxes } from '../check/check-sandboxes.ts'
import { describeCheck } from '../check/describe-check.ts'
import { estimateEarnings, type KnownPrice, medianPrice } from '../check/estimate-earnings.ts'
import { measureSpeed } from '../check/measure-speed.ts'
import { modelFits } from '../check/model-fit.ts'
import { type Context, terminalOf } from '../context.ts'
import { detectHardware, type Hardware } from '../hardware.ts'
import { settlementToken } from '../network.ts'
import { clusterOf } from '../offering/cluster.ts'
import type { ProvideOptions } from '../offering/provide-options.ts'
import { tasksOf } from '../offering/tasks.ts'
import { listenTermsOf } from '../peers/provider-peers.ts'
import { createProgress } from '../progress.ts'
import { parseListing } from '../provider-runtime.ts'

/** Disk that models and inputs take soon, in bytes. */
const diskFreeBytesMin = 2 * 2 ** 30

/** Checks and shows. @throws {UsageError} for options that would be refused when it serves. */
export async function checkProvider(context: Context, options: ProvideOptions): Promise<void> {
  const { environment, signal, streams, now } = context
  const terminal = terminalOf(context, options)
  const listening = listenTermsOf(options)
  await mkdir(environment.dataDir, { recursive: true, mode: 0o700 })
  const progress = createProgress(terminal, streams.err, now)
  try {
    progress.step('looking at the hardware')
    const machine = await detectHardware(environment.dataDir, { signal })
    progress.step('trying the sandboxes')
    const sandboxes = await checkSandboxes(clusterOf(options), environment.slurmToken)
    progress.step(`listening to the network ${options.network}`)
    const heard = await checkNetwork(context, options.network, listening)
    const speed = await measureSpeed(context, environment.dataDir, (text) => progress.step(text))
    progress.stop()
    const contents = [...builtInManifests.values()].map(({ content }) => content)
    const models = modelFits(contents, machine)
    const token = heard.network && settlementToken(heard.network)
    const earnings = estimateEarnings({
      ...{ models, cores: machine.cores },
      ...pricesOf(heard, options, machine),
      canRunTasks: sandboxes.some(({ option, state }) => option === '--tasks' && state === 'ready'),
      readBytesPerSecond: speed.memory.state === 'measured' ? speed.memory.value.readBytesPerSecond : undefined,
    })
    const fixes = fixesOf(machine, sandboxes, heard)
    const report: CheckReport = { machine, sandboxes, models, speed, network: heard.check, earnings, fixes }
    describeCheck(terminal, report, token)
    terminal.result({ type: 'check', ...report })
  } finally {
    progress.abandon()
  }
}

/** Prices heard on the network; the owner's own where nobody sells it. */
function pricesOf(heard: HeardNetwork, options: ProvideOptions, machine: Hardware) {
  const token = heard.network && settlementToken(heard.network)
  const median = (root: Hash, kind: number): KnownPrice | undefined =>
    medianPrice(
      heard.offers
        .map(({ offer }) => offer)
        .filter((offer) => offer.modelRoot === root && offer.workload === kind)
        .filter((offer) => offer.terms === offerTerms.posted && offer.token === token?.address),
    )
  const modelPrices = new Map<string, KnownPrice>()
  for (const text of token === undefined ? [] : options.model) {
    const { model, inputPrice, outputPrice } = parseListing(text, token ?? { symbol: '', decimals: 0 })
    modelPrices.set(model, { inputPrice, outputPrice, from: 'own', offers: 0 })
  }
  for (const [name, { content }] of builtInManifests) {
    const price = median(modelRoot(content), workloads.chat)
    if (price !== undefined) modelPrices.set(name, price)
  }
  const own = token && tasksOf(options, token, machine)
  const taskPrice =
    median(modelRoot(taskSandboxContent('bubblewrap')), workloads.task) ??
    (own && ({ ...own.prices, from: 'own', offers: 0 } as const))
  return { modelPrices, taskPrice }
}

function fixesOf(
  { diskFreeBytes, gpus, memoryBytes }: Hardware,
  sandboxes: readonly SandboxCheck[],
  heard: HeardNetwork,
): readonly Fix[] {
  const isSmall = diskFreeBytes.state === 'present' && diskFreeBytes.value < diskFreeBytesMin
  return [
    ...sandboxes.flatMap(({ fix }) => fix ?? []),
    ...heard.fixes,
    ...(isSmall ? [{ problem: 'little disk is free', fix: 'free some, or keep data elsewhere by MILLRACE_HOME' }] : []),
    ...(memoryBytes === 0
      ? [{ problem: 'how much memory there is could not be found out', fix: 'see the line above' }]
      : []),
    ...(gpus.state === 'unknown'
      ? [
          {
            problem: `whether there is a GPU is not known: ${gpus.reason}`,
            fix: 'install its driver and tools, or ignore it where there is none',
          },
        ]
      : []),
  ]
}
