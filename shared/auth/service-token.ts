import { EVERY_SERVICE, isUnbounded } from './scopes.ts';
import { createSigner, type SignerOptions } from './signer.ts';
import { serviceSubject } from './subject.ts';

const LIFETIME_SECONDS = 300;
/** Renewed well before it expires: a call that takes long, or a slow clock on the other side, never meets a dead one. */
const RENEWED_AFTER_MS = 240_000;

/**
 * The token a service calls others with: signed by itself as `service:<kid>`, renewed in time. It grants all that its key may, but
 * never everything: a key that may is there to speak for others.
 */
export function createServiceToken({ key, fleet, clock = Date.now }: SignerOptions): () => Promise<string> {
  const sign = createSigner({ key, fleet, clock });
  const claims = {
    subject: serviceSubject(key.kid),
    scopes: isUnbounded(key.scopes) ? EVERY_SERVICE : key.scopes,
    expiresInSeconds: LIFETIME_SECONDS,
  };
  let current: Promise<string> | undefined;
  let renewAt = 0;

  return () => {
    if (current === undefined || clock() >= renewAt) {
      renewAt = clock() + RENEWED_AFTER_MS;
      current = sign(claims);
    }
    return current;
  };
}
