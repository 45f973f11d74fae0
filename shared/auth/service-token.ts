import { createSigner, type SignerOptions } from './signer.ts';

const LIFETIME_SECONDS = 300;
/** Renewed well before it expires: a call that takes long, or a slow clock on the other side, never meets a dead one. */
const RENEWED_AFTER_MS = 240_000;

/** The token a service calls others with: signed by itself as `service:<kid>`, granting all its key may, renewed in time. */
export function createServiceToken({ key, fleet, clock = Date.now }: SignerOptions): () => Promise<string> {
  const sign = createSigner({ key, fleet, clock });
  let current: Promise<string> | undefined;
  let renewAt = 0;

  return () => {
    if (current === undefined || clock() >= renewAt) {
      renewAt = clock() + RENEWED_AFTER_MS;
      current = sign({ subject: `service:${key.kid}`, scopes: key.scopes, expiresInSeconds: LIFETIME_SECONDS });
    }
    return current;
  };
}
