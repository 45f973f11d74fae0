import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ensureKeys, METRICS_KEY, replaceKey } from '../../../cli/runtimes/keys.ts';
import { metricsToken } from '../../../cli/runtimes/metrics-token.ts';
import { createVerifier, parseJwks } from '../../../shared/auth/index.ts';
import { fleetOf } from './support/fleet.ts';

let secrets: string;
beforeEach(async () => {
  secrets = join(await mkdtemp(join(tmpdir(), 'aurora-metrics-token-')), 'secrets');
});
afterEach(() => rm(join(secrets, '..'), { recursive: true }));

const DAY_MS = 86_400_000;

it('the token for metrics stays as it is, goes with its key, and is accepted for years', async () => {
  const files = await ensureKeys(fleetOf(), secrets);
  const now = Date.now();
  const token = await metricsToken('demo', secrets, now);
  expect(await metricsToken('demo', secrets, now + 30 * DAY_MS)).toBe(token);

  await replaceKey(secrets, METRICS_KEY, false);
  const renewed = await metricsToken('demo', secrets);
  expect(renewed).not.toBe(token);
  await ensureKeys(fleetOf(), secrets);
  const jwks = parseJwks(await readFile(files.jwks, 'utf8'));
  const verifier = createVerifier({ jwks, fleet: 'demo', clock: () => now + 3000 * DAY_MS });
  await expect(verifier.verify(renewed)).resolves.toMatchObject({ scopes: ['metrics:read'] });
  await expect(async () => verifier.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
});
