/** The topics of one network: a topic for each resource class and region. */
import {
  type Domain,
  offerTopic,
  type RegionName,
  type ResourceClass,
  regionNames,
  resourceClasses,
} from '@millrace/protocol'

/** Which offers somebody wants to hear of. */
export type OfferInterest = {
  readonly classes: readonly ResourceClass[]
  readonly regions: readonly RegionName[]
}

/** Interest in every offer of the network. */
export const allOffers: OfferInterest = {
  classes: Object.keys(resourceClasses) as ResourceClass[],
  regions: regionNames,
}

/** Returns the topics of an interest, each once. */
export function topicsOf(domain: Domain, { classes, regions }: OfferInterest): string[] {
  return [...new Set(classes.flatMap((name) => regions.map((region) => offerTopic(domain, name, region))))]
}
