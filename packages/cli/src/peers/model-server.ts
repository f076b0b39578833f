/** Serves the verified model files of a provider to other machines that want to serve the same model. */
import { type BulkServer, createBulkServer, createCertificate, type TransportLog } from '@millrace/p2p'
import { builtInManifests, createModelObjectStore } from '@millrace/runtime'
import type { Context } from '../context.ts'
import type { Listing } from '../provider-runtime.ts'

/** Returns a server of the files of the listed models. @throws {PeerListenError} when the port is taken. */
export async function openModelServer(
  { environment, now, random, signal }: Pick<Context, 'environment' | 'now' | 'random' | 'signal'>,
  listings: readonly Listing[],
  init: { readonly host: string; readonly port: number; readonly log: TransportLog },
): Promise<BulkServer> {
  const manifests = listings.flatMap(({ model }) => builtInManifests.get(model) ?? [])
  const objects = createModelObjectStore({ cacheDir: environment.cacheDir, manifests })
  const { host, port, log } = init
  return createBulkServer({ certificate: await createCertificate(), objects, now, random, log }, { host, port, signal })
}
