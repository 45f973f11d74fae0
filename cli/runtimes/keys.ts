import { join } from 'node:path';
import type { Jwks, PrivateJwk, PublicJwk } from '../../shared/auth/index.ts';
import type { Fleet } from '../config/model.ts';
import { scopesOf } from './scopes.ts';
import { readSecret, secretOnce, writeSecret } from './secret-file.ts';

/** The key that signs for people; there is one only in development. */
export const DEVELOPER_KEY = 'dev';

/** The key that signs for Prometheus, which may read metrics and nothing else; no service can have this name. */
export const METRICS_KEY = 'prometheus';

/** Where the keys of a fleet are, below its folder for secrets. */
export interface KeyFiles {
  /** Public keys of all signers, as one JWKS. */
  readonly jwks: string;
  /** The private key of a service, or of `dev`. */
  signingKey(kid: string): string;
  /** Public halves of keys that were replaced, each with the end of its tokens. */
  readonly retired: string;
}

export function keyFiles(secrets: string): KeyFiles {
  return {
    jwks: join(secrets, 'jwks.json'),
    signingKey: (kid) => join(secrets, 'keys', `${kid}.json`),
    retired: join(secrets, 'keys', 'retired.jwks.json'),
  };
}

/** How long the tokens of a replaced key are accepted: those of services end within minutes, those of `aurora token` in an hour. */
const ACCEPTED_SECONDS = 3600;

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
  const jwks: Jwks = { keys: [...keys.map(publicHalf), ...(await retiredKeys(files))] };
  await writeSecret(files.jwks, JSON.stringify(jwks));
  return files;
}

/**
 * Gives a signer another key; the old one's tokens are accepted for an hour more, or no longer where it may be in wrong hands.
 * The fleet knows of it from the next `ensureKeys` on.
 *
 * @param now epoch milliseconds
 */
export async function replaceKey(
  secrets: string,
  kid: string,
  stillAccepted: boolean,
  now = Date.now(),
): Promise<void> {
  const files = keyFiles(secrets);
  const text = await readSecret(files.signingKey(kid));
  if (text === undefined) return;
  const old: PrivateJwk = JSON.parse(text);
  const seconds = Math.floor(now / 1000);
  // Of one that a killed rotation has retired already, the first end counts.
  const others = (await retiredKeys(files)).filter(
    ({ exp = 0, kid: of }) => exp > seconds && (stillAccepted || of !== kid),
  );
  const known = !stillAccepted || others.some(({ x }) => x === old.x);
  const retired = known ? others : [...others, { ...publicHalf(old), exp: seconds + ACCEPTED_SECONDS }];
  await writeSecret(files.retired, JSON.stringify({ keys: retired }));
  const { generateKey } = await import('../../shared/auth/index.ts');
  await writeSecret(files.signingKey(kid), JSON.stringify((await generateKey(kid, old.scopes)).privateKey));
}

/** Expired ones too, which nobody accepts: taken away at the next rotation, and not by an `up` that would restart all for it. */
async function retiredKeys({ retired }: KeyFiles): Promise<readonly PublicJwk[]> {
  return (JSON.parse((await readSecret(retired)) ?? '{"keys":[]}') as Jwks).keys;
}

function signers(fleet: Fleet): readonly (readonly [kid: string, scopes: readonly string[]])[] {
  const services = fleet.services.map((service) => [service.name, scopesOf(service, fleet)] as const);
  const developer = fleet.environment === 'development' ? [[DEVELOPER_KEY, ['*']] as const] : [];
  return [...developer, [METRICS_KEY, ['metrics:read']], ...services];
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
