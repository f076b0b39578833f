/** The channels of this machine's payer: with the operators of the listed providers, and with those it paid before. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChainReader } from '@millrace/chain'
import { type Address, type Channel, parseAddress, parsedBy, parseWith } from '@millrace/protocol'
import * as v from 'valibot'
import { type Context, keyRingOf } from './context.ts'
import { type Network, networkDir, settlementToken } from './network.ts'
import { isMissing, readJsonFile } from './read-file.ts'

export type PayerChannel = Channel & { readonly operator: Address }

/** Operators that are remembered; beyond that, name them with --operator. */
export const paidOperatorsMax = 4096
const fileBytesMax = 256 * 1024
const fileName = 'paid-operators.json'
const schema = v.pipe(v.array(parsedBy((value) => parseAddress(value))), v.maxLength(paidOperatorsMax))

/** Returns the channels that exist, with the operators listed, remembered, or named in `also`. */
export async function readPayerChannels(
  context: Context,
  network: Network,
  reader: ChainReader,
  also: readonly Address[] = [],
): Promise<readonly PayerChannel[]> {
  const payer = await keyRingOf(context, network.name).addressOf('payer')
  if (payer === undefined) return []
  const { signal } = context
  const token = settlementToken(network).address
  const listed = await Promise.all(network.providers.map(({ address }) => reader.operatorOf(address, { signal })))
  const paid = await readPaidOperators(context, network.name)
  const operators = new Set([...listed.filter((operator) => operator !== undefined), ...paid, ...also])
  const channels = await Promise.all(
    [...operators].map(async (operator) => ({
      operator,
      ...(await reader.channel(payer, operator, token, { signal })),
    })),
  )
  return channels.filter(({ epoch }) => epoch > 0n)
}

/** Remembers that a channel to an operator was opened, so that its deposit is found when the operator is listed no more. */
export async function rememberOperator(context: Context, network: string, operator: Address): Promise<void> {
  const known = await readPaidOperators(context, network)
  if (known.includes(operator) || known.length >= paidOperatorsMax) return
  await writeFile(pathOf(context, network), `${JSON.stringify([...known, operator])}\n`, { mode: 0o600 })
}

async function readPaidOperators(context: Context, network: string): Promise<readonly Address[]> {
  return readJsonFile(pathOf(context, network), {
    bytesMax: fileBytesMax,
    parse: (json) => parseWith(schema, json, 'operators'),
    hint: 'Move the file away and name operators with --operator.',
  }).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
}

function pathOf({ environment }: Context, network: string): string {
  return join(networkDir(environment.dataDir, network), fileName)
}
