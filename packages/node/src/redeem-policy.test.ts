import type { Channel } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { newLedger } from './channel-ledger.ts'
import { redeemUrgency } from './redeem-policy.ts'

const policy = { amountMin: 100n, ageMsMax: 60_000, beforeCloseSeconds: 30 }
const open: Channel = { state: 'open', signer: '0x', epoch: 1n, deposit: 1_000n, redeemed: 0n, closesAt: 0n }

test.each([
  ['nothing promised', 0n, 0n, undefined, open, 'nothing'],
  ['all redeemed', 100n, 100n, 0, open, 'nothing'],
  ['little and young', 99n, 0n, 1_000, open, 'wait'],
  ['enough', 100n, 0n, 1_000, open, 'due'],
  ['enough in all, but little since the last time', 150n, 51n, 1_000, open, 'wait'],
  ['little and old', 1n, 0n, -59_000, open, 'due'],
  ['little, of an unknown age', 1n, 0n, undefined, open, 'wait'],
  ['closing', 1n, 0n, 1_000, { ...open, state: 'closing', closesAt: 32n }, 'due'],
  ['about to close', 1n, 0n, 1_000, { ...open, state: 'closing', closesAt: 31n }, 'urgent'],
] as const)('%s', (_name, paid, redeemed, unredeemedSince, view, expected) => {
  const ledger = { ...newLedger(1_000n, redeemed), paid, signed: paid }
  expect(redeemUrgency({ view, ledger, unredeemedSince }, policy, 1_000)).toBe(expected)
})
