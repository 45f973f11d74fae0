import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureKeys } from '../../../cli/runtimes/keys.ts';
import { createSigner, createVerifier, parseJwks, parsePrivateKey } from '../../../shared/auth/index.ts';
import { fleetOf, ITEM, ORDER } from './support/fleet.ts';

let secrets: string;

beforeEach(async () => {
  secrets = join(await mkdtemp(join(tmpdir(), 'aurora-keys-')), 'secrets');
});

afterEach(() => rm(join(secrets, '..'), { recursive: true }));

describe('the keys of a fleet', () => {
  it('are made once, for every service and for people, readable by their owner alone', async () => {
    const files = await ensureKeys(fleetOf(), secrets);
    const first = await readFile(files.signingKey('order'), 'utf8');
    await ensureKeys(fleetOf(), secrets);
    expect(await readFile(files.signingKey('order'), 'utf8')).toBe(first);
    const { keys } = parseJwks(await readFile(files.jwks, 'utf8'));
    expect(keys.map(({ kid }) => kid)).toEqual(['dev', 'gateway', 'config', 'order', 'item']);
    for (const file of [files.jwks, files.signingKey('dev'), files.signingKey('order')]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(secrets)).mode & 0o777).toBe(0o700);
  });

  it('sign what the fleet then accepts', async () => {
    const files = await ensureKeys(fleetOf(), secrets);
    const key = parsePrivateKey(await readFile(files.signingKey('order'), 'utf8'));
    const token = await createSigner({ key, fleet: 'demo' })({
      subject: 'service:order',
      scopes: ['config:read', 'orders:write'],
      expiresInSeconds: 60,
    });
    const verifier = createVerifier({ jwks: parseJwks(await readFile(files.jwks, 'utf8')), fleet: 'demo' });
    expect(await verifier.verify(token)).toEqual({ subject: 'service:order', scopes: ['config:read'] });
  });

  it('are no keys for people outside development', async () => {
    const files = await ensureKeys(fleetOf(undefined, { environment: 'production' }), secrets);
    const { keys } = parseJwks(await readFile(files.jwks, 'utf8'));
    expect(keys.map(({ kid }) => kid)).not.toContain('dev');
  });

  it('stay when the config gives them other scopes', async () => {
    const files = await ensureKeys(fleetOf([ORDER, { ...ITEM, entities: [] }]), secrets);
    const before = JSON.parse(await readFile(files.signingKey('item'), 'utf8'));
    await ensureKeys(fleetOf([ORDER, ITEM]), secrets);
    const after = JSON.parse(await readFile(files.signingKey('item'), 'utf8'));
    expect(after.d).toBe(before.d);
    expect([before.scopes, after.scopes].map((scopes) => scopes.includes('orders:read'))).toEqual([false, true]);
  });
});
