/** The mesh as a buyer needs it. */
import { coordinateFromDetails } from '@millrace/matching'
import type { OfferMesh } from '@millrace/p2p'
import type { BuyerMesh } from '@millrace/sdk'

/** Returns the port of a buyer over a mesh, which stays the caller's. */
export function buyerMeshOf(mesh: Pick<OfferMesh, 'onOffers' | 'coordinate'>): BuyerMesh {
  return {
    onOffers: (handler) => mesh.onOffers(({ offers }) => handler(offers)),
    coordinate: () => coordinateFromDetails(mesh.coordinate()),
  }
}
