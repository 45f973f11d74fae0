import { join } from 'node:path';
import type { Jwks, PrivateJwk, PublicJwk } from '../../shared/auth/index.ts';
import type { Fleet } from '../config/model.ts';
import { scopesOf } from './scopes.ts';
import { readSecret, secretOnce, writeSecret } from './secret-file.ts';

/** The key that signs for people; there is one only in development. */
export const DEVELOPER_KEY = 'dev';

/** Where the keys of a fleet are, below its folder for secrets. */
export interface KeyFiles {
  /** Public keys of all signers, as one JWKS. */
  readonly jwks: string;
  /** The private key of a service, or of `dev`. */
  signingKey(kid: string): string;
}

export function keyFiles(secrets: string): KeyFiles {
  return { jwks: join(secrets, 'jwks.json'), signingKey: (kid) => join(secrets, 'keys', `${kid}.json`) };
}

/**
 * Makes the keys that are missing and brings their scopes up to date with the config. A key stays the same from run to run,
 * so that tokens survive a restart of the fleet.
 */
export async function ensureKeys(fleet: Fleet, secrets: string): Promise<KeyFiles> {
  const files = keyFiles(secrets);
  const keys = await Promise.all(
    signers(fleet).map(async ([kid, scopes]) => {
      const key: PrivateJwk = { ...(await privateKey(files.signingKey(kid), kid, scopes)), scopes };
      await writeSecret(files.signingKey(kid), JSON.stringify(key));
      return key;
    }),
  );
  const jwks: Jwks = { keys: keys.map(publicHalf) };
  await writeSecret(files.jwks, JSON.stringify(jwks));
  return files;
}

function signers(fleet: Fleet): readonly (readonly [kid: string, scopes: readonly string[]])[] {
  const services = fleet.services.map((service) => [service.name, scopesOf(service, fleet)] as const);
  return fleet.environment === 'development' ? [[DEVELOPER_KEY, ['*']], ...services] : services;
}

async function privateKey(file: string, kid: string, scopes: readonly string[]): Promise<PrivateJwk> {
  const existing = await readSecret(file);
  if (existing !== undefined) return JSON.parse(existing);
  const { generateKey } = await import('../../shared/auth/index.ts');
  return JSON.parse(await secretOnce(file, async () => JSON.stringify((await generateKey(kid, scopes)).privateKey)));
}

function publicHalf({ d: _secret, ...key }: PrivateJwk): PublicJwk {
  return key;
}
