/** A process that signs ever more, for tests that kill it: prints each amount after it was saved. */
import type { Address, Hash, Signature } from '@millrace/protocol'
import { openBuyerStore } from '../../src/index.ts'

const [path = ''] = process.argv.slice(2)
const store = openBuyerStore(path)
const operator = `0x${'a0'.repeat(20)}` as Address
const channelId = `0x${'c1'.repeat(32)}` as Hash
const signature = `0x${'51'.repeat(64)}` as Signature
for (let amount = 1n; ; amount++) {
  store.saveVouchers([{ channelId, epoch: 1n, operator, token: operator, amount, signature, credit: 0n }])
  process.stdout.write(`${amount}\n`)
  if (amount % 16n === 0n) await new Promise((resolve) => setImmediate(resolve))
}
