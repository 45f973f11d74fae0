import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { secretOnce } from './secret-file.ts';

/** Where the keys are that sign download URLs, below a folder for secrets. */
export function signingKeysFile(secrets: string): string {
  return join(secrets, 'keys', 'download-urls.json');
}

/** Makes the first key of a fleet that has files; whoever rotates puts newer ones in front of it. */
export async function ensureSigningKeys(fleet: Fleet, secrets: string): Promise<void> {
  if (!fleet.services.some(({ kind }) => kind === 'file')) return;
  await secretOnce(signingKeysFile(secrets), () => {
    const key = { kty: 'oct', kid: randomUUID().slice(0, 8), k: randomBytes(32).toString('base64url') };
    return JSON.stringify({ keys: [key] });
  });
}
