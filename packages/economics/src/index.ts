/** What the package offers. */
export { type AuditTerms, auditFeeNeeded, auditorProfit, plantedFaultsNeeded } from './auditor-pay.ts'
export { allChance, atLeastChance, type Chance, chanceOfPpm, chanceOne, ppmOne, toShare } from './chance.ts'
export { type CheatPlan, type CheatTerms, cheatingValue } from './cheating-value.ts'
export { convictionChance, type Detection } from './conviction-chance.ts'
export { auditPowerPpm, auditsToConvict, jobsToConviction } from './detector.ts'
export { exposureCap, exposureLeft } from './exposure.ts'
export { defaultParameters, type EconomicParameters, type VerificationCosts } from './parameters.ts'
export { type PolicyCost, type PolicyCostItem, policyCost } from './policy-cost.ts'
export { isPolicySafe, orderPriceMax, type PolicySafety, policySafety, stakeForOrder } from './policy-safety.ts'
export { auditRate, isOnProbation } from './probation.ts'
export { collusionChance, drawnCollusionChance, redundancyNeeded } from './redundancy.ts'
export { reputationWeight } from './reputation-weight.ts'
export { leastSlashLoss, type SlashClaims, type SlashRule, type SlashSplit, slashOf, slashSplit } from './slash.ts'
export { coveredOrderMax, stakeInToken } from './stake-cover.ts'
export {
  auditRateNeeded,
  type CheckTerms,
  checkedChance,
  gainCovered,
  type OneOffence,
  stakeNeeded,
} from './stake-sizing.ts'
