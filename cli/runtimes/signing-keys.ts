import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { readSecret, secretOnce, writeSecret } from './secret-file.ts';

/** Where the keys are that sign download URLs, below a folder for secrets. */
export function signingKeysFile(secrets: string): string {
  return join(secrets, 'keys', 'download-urls.json');
}

/** Makes the first key of a fleet that has files; whoever rotates puts newer ones in front of it. */
export async function ensureSigningKeys(fleet: Fleet, secrets: string): Promise<void> {
  if (!fleet.services.some(({ kind }) => kind === 'file')) return;
  await secretOnce(signingKeysFile(secrets), () => JSON.stringify({ keys: [newKey()] }));
}

interface Key {
  readonly kty: 'oct';
  readonly kid: string;
  readonly k: string;
  /** Of one that signs no more: when the last URL that it signed has ended, seconds since 1970. */
  readonly exp?: number;
}

/** A download URL works for a week at most (`expiresIn` in the file service). */
const LONGEST_SECONDS = 604_800;

/**
 * Puts a new key in front. Those behind it verify until their last URL has ended, or go at once where they may be in wrong hands.
 *
 * @param now epoch milliseconds
 */
export async function replaceSigningKeys(secrets: string, stillAccepted: boolean, now = Date.now()): Promise<void> {
  const file = signingKeysFile(secrets);
  const text = await readSecret(file);
  if (text === undefined) return;
  const seconds = Math.floor(now / 1000);
  const old = (JSON.parse(text).keys as Key[])
    .filter(({ exp }) => stillAccepted && (exp === undefined || exp > seconds))
    .map((key): Key => ({ exp: seconds + LONGEST_SECONDS, ...key }));
  await writeSecret(file, JSON.stringify({ keys: [newKey(), ...old] }));
}

function newKey(): Key {
  return { kty: 'oct', kid: randomUUID().slice(0, 8), k: randomBytes(32).toString('base64url') };
}
