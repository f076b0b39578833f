/** Runs the service of a folder with a buyer: addresses, control, logs and words around `runService`. */

import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { bytesToHex, type TokenUnit } from '@millrace/protocol'
import {
  type ManifestService,
  runService,
  type ServiceComponents,
  type ServiceResult,
  serviceOfManifest,
} from '@millrace/sdk'
import type { Context } from '../context.ts'
import type { PlacedInput } from '../jobs/place-inputs.ts'
import { manifestOf } from '../jobs/read-manifest.ts'
import type { Terminal } from '../terminal.ts'
import { ControlRefusedError, openControl, type ServiceControl } from './control-server.ts'
import { openIngress } from './ingress.ts'
import type { ServiceFolder } from './service-folder.ts'
import { openServiceLogs } from './service-logs.ts'
import { createServiceTargets } from './service-targets.ts'
import { newsLine, statusOf } from './service-words.ts'

export type CarriedService = {
  readonly folder: ServiceFolder
  readonly service: ManifestService
  readonly inputs: readonly PlacedInput[]
  readonly secrets: Readonly<Record<string, string>>
  readonly amountMax: bigint
  readonly token: TokenUnit
  /** Port of this machine for the first port of the service; undefined: as before, or a free one. */
  readonly port: number | undefined
}

const host = '127.0.0.1'

/** Runs until it is stopped, done or out of money. On abort its instances are ended first. */
export async function carryService(
  context: Pick<Context, 'now' | 'random' | 'signal'>,
  { buyer, terminal }: Pick<ServiceComponents, 'buyer'> & { readonly terminal: Terminal },
  { folder, service, inputs, secrets, amountMax, token, port }: CarriedService,
): Promise<ServiceResult> {
  const { name, ports } = service.manifest
  const { dim, bold, yellow } = terminal.colours
  await using holds = new AsyncDisposableStack()
  const logs = holds.use(
    await openServiceLogs(join(folder.path, 'logs'), ({ message }) =>
      terminal.line(yellow(`logs are not kept any more: ${message}`)),
    ),
  )
  const run = runService(
    {
      ...{ buyer, store: folder.store, now: context.now },
      pause: (ms, options) => delay(ms, undefined, options),
      onNews: (news) => terminal.line(dim(newsLine(news, token))),
      onLog: (log) => logs.write(log),
    },
    service.orderOf({ inputs, amountMax, secrets }),
    context,
  )
  // Whatever fails below ends the instances first.
  holds.defer(async () => {
    run.stop()
    await run.result.catch(() => undefined)
  })
  const targets = createServiceTargets(run, name)
  const listens: { port: number; at: number }[] = []
  const urls: string[] = []
  for (const [index, one] of ports.entries()) {
    const known = folder.record.listens.find((listen) => listen.port === one.port)?.at ?? 0
    const wanted = index === 0 && port !== undefined ? port : known
    const ingress = holds.use(await openIngress(targets, one, { host, port: wanted }))
    listens.push({ port: one.port, at: ingress.port })
    urls.push(
      `${one.protocol === 'http' ? 'http' : 'tcp'}://${host}:${ingress.port}${one.protocol === 'http' ? '/' : ''}`,
    )
  }
  let { record } = folder
  const save = async (change: Partial<typeof record>) => {
    record = { ...record, ...change }
    await folder.save(record)
  }
  await save({ listens })
  const control: ServiceControl = {
    status: () => statusOf(run, { name, urls, token }, targets.counts),
    async update({ manifest: text, set }) {
      const next = serviceOfManifest(manifestOf(text, set), token)
      requireSamePorts(service, next)
      run.update(next.orderOf({ inputs, amountMax, secrets }).revision)
      await save({ manifest: text, set: [...set] })
    },
    stop: () => run.stop(),
    exec(slot, spec, options) {
      const found = run.healthy.find((one) => slot === undefined || one.slot === slot)
      if (found === undefined) throw new ControlRefusedError('no such instance is well')
      return found.instance.exec(spec, options)
    },
  }
  const secret = bytesToHex(context.random(32)).slice(2)
  const server = holds.use(await openControl(control, secret))
  await folder.announce({ pid: process.pid, port: server.port, token: secret })
  terminal.line(`${bold(name)} at ${bold(urls.join(', '))}; Ctrl-C ends it`)
  return await run.result
}

/** The addresses are there already, and inputs are placed. */
function requireSamePorts(old: ManifestService, next: ManifestService): void {
  const list = ({ manifest }: ManifestService) => JSON.stringify([manifest.ports, manifest.inputs, manifest.secrets])
  if (list(old) !== list(next))
    throw new ControlRefusedError('an update keeps ports, inputs and secrets; run it anew for others')
}
