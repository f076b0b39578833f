/** An offer with everything that its signature and its hashes bind: what a buyer gets, asked for or by gossip. */
import * as v from 'valibot'
import { parseSignature } from './hex.ts'
import { offerType } from './messages.ts'
import { modelContentSchema } from './model-manifest.ts'
import { offerDetailsSchema } from './offer-details.ts'
import { parsedBy } from './parsed-by.ts'
import { parseMessage } from './typed-data.ts'

export const signedOfferSchema = v.strictObject({
  offer: parsedBy((value) => parseMessage(offerType, value)),
  signature: parsedBy((value) => parseSignature(value)),
  model: modelContentSchema,
  details: offerDetailsSchema,
})

export type SignedOffer = v.InferOutput<typeof signedOfferSchema>
