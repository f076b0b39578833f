/** Many nodes that are registered and offer the same model for more, and never run: to have more to choose from. */
import { createSigner } from '@millrace/chain'
import { type Address, digest, type Hex, offerType, type SignedOffer } from '@millrace/protocol'

export type Crowd = { readonly operator: Address; readonly nodeKeys: readonly Hex[] }

/** Times the price of the offer that theirs are like. */
const priceFactor = 3n

/** Returns an offer of each, signed by its node. */
export function crowdOffers(
  { operator, nodeKeys }: Crowd,
  like: SignedOffer,
  separator: Uint8Array,
): readonly SignedOffer[] {
  return nodeKeys.map((key) => {
    const signer = createSigner(key)
    const { inputPrice, outputPrice } = like.offer
    const offer = {
      ...like.offer,
      ...{ operator, node: signer.address },
      ...{ inputPrice: inputPrice * priceFactor, outputPrice: outputPrice * priceFactor },
    }
    return { ...like, offer, signature: signer.sign(digest(separator, offerType, offer)) }
  })
}
