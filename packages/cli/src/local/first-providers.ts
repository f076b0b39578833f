/** Who of the local network has to be up before its first question: what starts beside them delays the answer. */
import { isReplayable, type LocalPlan, type ProviderPlan } from './plan.ts'

/** Returns the providers that a question for the model can go to; all of them where nobody serves it. */
export function firstProviders(plan: LocalPlan, model: string): readonly ProviderPlan[] {
  const serving = plan.providers.filter(({ models }) => models.some((listed) => listed.startsWith(`${model}=`)))
  if (serving.length === 0) return plan.providers
  // Asked for where it can be had, and then nobody else gets the question.
  return isReplayable(plan, model) ? serving.filter((provider) => provider.isReplayable === true) : serving
}
