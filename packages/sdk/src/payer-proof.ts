/** The payer's word that this session may ask for quotes against its balance: signed once, sent with every quote. */
import { type Address, digest, type PayerProof, payerProofType, type Signature, type Signer } from '@millrace/protocol'

/** Milliseconds a proof is good for: what a stolen session key can ask for ends with it. */
export const payerProofMs = 86_400_000
/** Milliseconds before its end at which a new one is signed: longer than any quote is on its way. */
export const payerProofMarginMs = 3_600_000

export type SignedPayerProof = { readonly proof: PayerProof; readonly signature: Signature }

type Components = {
  /** The payer's own key. */
  readonly payer: Signer
  /** The session key's address. */
  readonly session: Address
  readonly separator: Uint8Array
  readonly now: () => number
}

/** Returns the function that gives the proof: signed when first asked for, and anew before it expires. */
export function createPayerProof({ payer, session, separator, now }: Components): () => SignedPayerProof {
  let signed: SignedPayerProof | undefined
  return () => {
    const isFresh = signed !== undefined && Number(signed.proof.expiresAt) * 1000 - payerProofMarginMs > now()
    if (signed !== undefined && isFresh) return signed
    const expiresAt = BigInt(Math.floor((now() + payerProofMs) / 1000))
    const proof: PayerProof = { payer: payer.address, session, expiresAt }
    signed = { proof, signature: payer.sign(digest(separator, payerProofType, proof)) }
    return signed
  }
}
