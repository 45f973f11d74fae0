import { hash } from 'node:crypto';
import { unauthenticated } from '../../auth/index.ts';
import type { Identity } from '../../context/index.ts';
import type { ApiKey } from '../settings/api-keys.ts';

export interface ApiKeyIdentitiesOptions {
  readonly apiKeys: readonly ApiKey[];
  readonly fleet: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/**
 * Who an API key speaks for. Found by its hash: how long that takes tells nothing of a key that somebody tries, for nobody can choose
 * how a hash begins. Keys are 256 random bits, so a plain hash of one cannot be guessed back.
 *
 * @throws Problem `unauthenticated` for one that is not known, or has expired.
 */
export function apiKeyIdentities({ apiKeys, fleet, clock }: ApiKeyIdentitiesOptions): (key: string) => Identity {
  const identities = new Map(apiKeys.map((key) => [base64url(key.sha256), identityOf(key)]));
  return (key) => {
    const identity = identities.get(hash('sha256', key, 'base64url'));
    if (identity === undefined) throw unauthenticated(fleet, 'The API key is not known here.');
    const { expiresAt } = identity;
    if (expiresAt === undefined || clock() < expiresAt) return identity;
    throw unauthenticated(fleet, 'The API key has expired.');
  };
}

function identityOf({ id, subject, scopes, roles, expiresAt }: ApiKey): Identity {
  return Object.freeze({
    subject,
    scopes: Object.freeze([...scopes]),
    roles: Object.freeze([...roles]),
    key: id,
    ...(expiresAt !== null && { expiresAt: Date.parse(expiresAt) }),
  });
}

function base64url(sha256: string): string {
  return sha256.length === 64 ? Buffer.from(sha256, 'hex').toString('base64url') : sha256;
}
