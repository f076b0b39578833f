/** What the package offers. */
export { vocabularySizeMax } from './sampler/noise.ts'
export { type SamplingRules, samplingRulesOf, topLogitsCount } from './sampler/rules.ts'
export { createSampler, type Sampler } from './sampler/sampler.ts'
export { LogitsInvalidError, orderTokens, type TopLogits } from './sampler/top-logits.ts'
