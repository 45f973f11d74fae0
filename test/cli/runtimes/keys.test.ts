import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureKeys, replaceKey } from '../../../cli/runtimes/keys.ts';
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
    expect(keys.map(({ kid }) => kid)).toEqual(['dev', 'prometheus', 'gateway', 'config', 'order', 'item']);
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
    expect(await verifier.verify(token)).toMatchObject({ subject: 'service:order', scopes: ['config:read'] });
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

const START = Date.parse('2026-01-01T00:00:00Z');

/** What the fleet says to a token of the service `order` after its key was replaced. */
async function afterReplacing(stillAccepted: boolean, minutesLater: number): Promise<unknown> {
  const files = await ensureKeys(fleetOf(), secrets);
  const sign = async () => {
    const key = parsePrivateKey(await readFile(files.signingKey('order'), 'utf8'));
    return createSigner({ key, fleet: 'demo', clock: () => START })({
      subject: 'service:order',
      scopes: ['config:read'],
      expiresInSeconds: 86_400,
    });
  };
  const [old, other] = [await sign(), await readFile(files.signingKey('item'), 'utf8')];
  await replaceKey(secrets, 'order', stillAccepted, START);
  await ensureKeys(fleetOf(), secrets);
  const jwks = parseJwks(await readFile(files.jwks, 'utf8'));
  const verifier = createVerifier({ jwks, fleet: 'demo', clock: () => START + minutesLater * 60_000 });
  expect(await verifier.verify(await sign())).toMatchObject({ subject: 'service:order' });
  expect(await readFile(files.signingKey('item'), 'utf8')).toBe(other);
  return verifier.verify(old);
}

describe('a key that is replaced', () => {
  it('leaves its tokens an hour', async () => {
    expect(await afterReplacing(true, 59)).toMatchObject({ subject: 'service:order', scopes: ['config:read'] });
  });

  it('leaves them no more than that', async () => {
    await expect(afterReplacing(true, 61)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('leaves them nothing when it may be in wrong hands', async () => {
    await expect(afterReplacing(false, 0)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('is forgotten by a later rotation, and not by an up', async () => {
    const files = await ensureKeys(fleetOf(), secrets);
    const known = async () => {
      await ensureKeys(fleetOf(), secrets);
      return parseJwks(await readFile(files.jwks, 'utf8')).keys.filter(({ kid }) => kid === 'order').length;
    };
    await replaceKey(secrets, 'order', true, START);
    await replaceKey(secrets, 'order', true, START + 60_000);
    expect(await known()).toBe(3);
    await replaceKey(secrets, 'order', true, START + 24 * 3_600_000);
    expect(await known()).toBe(2);
  });

  it('is not made where there was none', async () => {
    await replaceKey(secrets, 'order', true);
    await expect(stat(secrets)).rejects.toThrow('ENOENT');
  });
});
