/**
 * The accounts that anvil fills with play money. Their keys are public (the "test test … junk" mnemonic), so they serve as
 * a faucet on a local chain and for nothing else.
 */
import type { Address, Hex } from '@millrace/protocol'

export type DevAccount = {
  readonly address: Address
  /** Not enumerable, so that printing an account does not print a key, public as this one is. */
  readonly privateKey: Hex
}

export const devAccounts: readonly DevAccount[] = [
  devAccount(
    '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
    '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  ),
  devAccount(
    '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
    '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  ),
  devAccount(
    '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
    '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  ),
  devAccount(
    '0x90f79bf6eb2c4f870365e785982e1f101e93b906',
    '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  ),
]

function devAccount(address: Address, privateKey: Hex): DevAccount {
  return Object.freeze(Object.defineProperty({ address }, 'privateKey', { value: privateKey }) as DevAccount)
}
