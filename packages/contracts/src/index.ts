/**
 * ABIs and creation bytecode of the Millrace contracts, generated from the Solidity sources.
 */
export { escrowAbi, escrowBytecode } from './generated/escrow.ts'
export { millTokenAbi, millTokenBytecode } from './generated/mill-token.ts'
export { receiptsAbi, receiptsBytecode } from './generated/receipts.ts'
export { registryAbi, registryBytecode } from './generated/registry.ts'
export { stakeVaultAbi, stakeVaultBytecode } from './generated/stake-vault.ts'
export { testDollarAbi, testDollarBytecode } from './generated/test-dollar.ts'
