import { join } from 'node:path';
import { createImmediateSigner, parsePrivateKey, serviceSubject } from '../../shared/auth/index.ts';
import { keyFiles, METRICS_KEY } from './keys.ts';
import { readSecret, writeSecret } from './secret-file.ts';

/** As long as a password: it opens `/metrics` alone, and goes with the key that signed it (`aurora secret rotate signing-keys`). */
const LIFETIME_SECONDS = 10 * 365 * 86_400;

/**
 * The token with which Prometheus reads `/metrics`. It stays the same for as long as its key does; the key is there (`ensureKeys`).
 * @param now epoch milliseconds
 */
export async function metricsToken(fleet: string, secrets: string, now = Date.now()): Promise<string> {
  const file = join(secrets, 'keys', 'metrics.token');
  const key = parsePrivateKey((await readSecret(keyFiles(secrets).signingKey(METRICS_KEY))) ?? '');
  const sign = createImmediateSigner({ key, fleet });
  // Ed25519 signs the same with the same: another key or name of the fleet gives another text.
  const signedAt = (from: number) =>
    sign({ subject: serviceSubject(METRICS_KEY), scopes: ['metrics:read'] }, { from, until: from + LIFETIME_SECONDS });
  const existing = await readSecret(file);
  if (existing !== undefined && existing === signedAt(issuedAt(existing))) return existing;
  const token = signedAt(Math.floor(now / 1000));
  await writeSecret(file, token);
  return token;
}

function issuedAt(token: string): number {
  try {
    return Number(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).iat);
  } catch {
    return 0; // no token: whatever is signed then differs from it
  }
}
