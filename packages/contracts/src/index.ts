/**
 * ABIs and creation bytecode of the Millrace contracts, generated from the Solidity sources.
 */
export { auditorRollAbi, auditorRollBytecode } from './generated/auditor-roll.ts'
export { beaconAbi, beaconBytecode } from './generated/beacon.ts'
export { courthouseAbi, courthouseBytecode } from './generated/courthouse.ts'
export { equivocationEvidenceAbi, equivocationEvidenceBytecode } from './generated/equivocation-evidence.ts'
export { escrowAbi, escrowBytecode } from './generated/escrow.ts'
export { ghostingJudgeAbi, ghostingJudgeBytecode } from './generated/ghosting-judge.ts'
export { millTokenAbi, millTokenBytecode } from './generated/mill-token.ts'
export { omissionJudgeAbi, omissionJudgeBytecode } from './generated/omission-judge.ts'
export { panelJudgeAbi, panelJudgeBytecode } from './generated/panel-judge.ts'
export { receiptsAbi, receiptsBytecode } from './generated/receipts.ts'
export { registryAbi, registryBytecode } from './generated/registry.ts'
export { stakeVaultAbi, stakeVaultBytecode } from './generated/stake-vault.ts'
export { testDollarAbi, testDollarBytecode } from './generated/test-dollar.ts'
