import type { ChainReader } from '@millrace/chain'
import type { Address } from '@millrace/protocol'
import type { BuyerChain } from '@millrace/sdk'
import { UsageError } from './usage-error.ts'

/** Returns a buyer's chain that can look but not pay: for commands that open no key of value. */
export function readOnly(reader: ChainReader, account: Address): BuyerChain {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new UsageError('This command only looks and sends no transaction.', 'Use "millrace gateway" to buy.'),
    )
  return { ...reader, account, openChannel: refuse, topUp: refuse, startClose: refuse, finishClose: refuse }
}
