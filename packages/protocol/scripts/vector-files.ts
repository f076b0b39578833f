import { receiptBundleToJson } from '../src/index.ts'
import { signedBundle } from '../test/support/bundle.ts'
import { chargeVectors } from './charge-vectors.ts'
import { contentVectors } from './content-vectors.ts'
import { merkleVectors } from './merkle-vectors.ts'
import { messageVectors } from './message-vectors.ts'
import { channelVectors, leaseVectors } from './state-vectors.ts'

/** Returns the text of every file in `vectors/`, by name. */
export function vectorFiles(): Readonly<Record<string, string>> {
  return {
    'messages.json': jsonText(messageVectors()),
    'charge.json': jsonText(chargeVectors()),
    'merkle.json': jsonText(merkleVectors()),
    'channel.json': jsonText(channelVectors()),
    'lease.json': jsonText(leaseVectors()),
    'content.json': jsonText(contentVectors()),
    // A receipt with all that it binds, signed by test keys, for tests above this package.
    'receipt-bundle.json': jsonText(receiptBundleToJson(signedBundle())),
  }
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}
