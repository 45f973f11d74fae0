import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { listSecrets, rotateSecrets } from '../../../../cli/actions/secret.ts';
import { silentNarrator } from '../../../../cli/narrators/silent.ts';
import { postgresAdministration } from '../../../../cli/runtimes/databases/postgres-administrator.ts';
import { layoutOf } from '../../../../cli/runtimes/layout.ts';
import { processRuntime } from '../../../../cli/runtimes/process/runtime.ts';
import { secretsOf } from '../../../../cli/runtimes/secrets.ts';
import { type FixtureFleet, fixtureFleet } from '../../../support/fleet-of-fixtures.ts';

jest.setTimeout(60_000);

const { admits } = postgresAdministration;
const rotate = ({ fleet }: FixtureFleet, ...names: string[]) =>
  rotateSecrets(fleet, names, { atOnce: false }, silentNarrator);

/** URLs with all passwords that a fleet has for its PostgreSQL. */
async function urlsOf({ fleet }: FixtureFleet): Promise<readonly string[]> {
  const { secrets, postgres } = layoutOf(fleet.root);
  const read = (file: string) => readFile(join(secrets, file), 'utf8');
  const files = ['databases/order.url', 'databases/order.owner.url', 'databases/config.url', 'broker.url'];
  const urls = await Promise.all(files.map(read));
  const administrator = new URL(urls[0] ?? '');
  administrator.username = 'postgres';
  administrator.password = await readFile(join(postgres, 'admin-password'), 'utf8');
  administrator.pathname = '/postgres';
  return [...urls, administrator.href];
}

async function admitted(urls: readonly string[]): Promise<number> {
  return (await Promise.all(urls.map(admits))).filter(Boolean).length;
}

describe('secrets of a fleet of processes', () => {
  it('are replaced while it runs, and the old ones are worth nothing', async () => {
    await using fixture = await fixtureFleet();
    await fixture.up();
    const [old, pids] = [await urlsOf(fixture), await Promise.all(['gateway', 'order'].map(fixture.pidOf))];
    expect(await admitted(old)).toBe(old.length);

    expect(await rotate(fixture)).toMatchObject({ inForce: true });
    expect(await admitted(old)).toBe(0);
    expect(await admitted(await urlsOf(fixture))).toBe(old.length);
    const restarted = await Promise.all(['gateway', 'order'].map(fixture.pidOf));
    expect(restarted.filter((pid) => pids.includes(pid))).toEqual([]);
    const { services } = (await processRuntime.observe(fixture.fleet)) ?? { services: [] };
    expect(services.map(({ status }) => status)).toEqual(services.map(() => 'ready'));
    // It goes on, and has nothing left to do.
    expect((await fixture.up()).joined).toBe(true);
    expect(await Promise.all(['gateway', 'order'].map(fixture.pidOf))).toEqual(restarted);
  });

  it('of one kind concern nobody else', async () => {
    await using fixture = await fixtureFleet();
    await fixture.up();
    const [old, gateway, order] = [await urlsOf(fixture), await fixture.pidOf('gateway'), await fixture.pidOf('order')];
    const { rotated } = await rotate(fixture, 'broker');
    expect(rotated).toEqual([{ kind: 'broker', of: 'queues', what: 'login', runtime: 'process' }]);
    expect(await admitted(old)).toBe(old.length - 1);
    expect(await fixture.pidOf('gateway')).toBe(gateway);
    expect(await fixture.pidOf('order')).not.toBe(order);
  });

  it('of one service are its own logins and its key', async () => {
    await using fixture = await fixtureFleet({ services: ['config', 'order'] });
    await fixture.up();
    const old = await urlsOf(fixture);
    const { rotated } = await rotate(fixture, 'order');
    expect(rotated.map(({ kind, of }) => `${kind} ${of}`)).toEqual([
      'databases order',
      'databases order',
      'signing-keys order',
    ]);
    expect(await admitted(old)).toBe(old.length - 2);
  });

  it('come into force with the next up where a rotation was cut off behind any of its files', async () => {
    await using fixture = await fixtureFleet({ services: ['config', 'order'] });
    await fixture.up();
    const old = await urlsOf(fixture);
    const secrets = await secretsOf(fixture.fleet);
    for (const { replace } of secrets.slice(0, Math.ceil(secrets.length / 2))) await replace(true);
    await fixture.up();
    for (const { replace } of secrets) await replace(true);
    await fixture.up();
    expect(await admitted(old)).toBe(0);
    expect(await admitted(await urlsOf(fixture))).toBe(old.length);
  });

  it('come into force with the next up of a fleet that is down', async () => {
    await using fixture = await fixtureFleet({ services: ['config', 'order'] });
    await fixture.up();
    const old = await urlsOf(fixture);
    await fixture.down();
    expect(await rotate(fixture)).toMatchObject({ inForce: false });
    await fixture.up();
    expect(await admitted(old)).toBe(0);
    expect(await admitted(await urlsOf(fixture))).toBe(old.length);
  });

  it('are listed without a value', async () => {
    await using fixture = await fixtureFleet({ services: ['config', 'order'] });
    expect(await listSecrets(fixture.fleet)).toEqual([]);
    await expect(rotate(fixture)).rejects.toMatchObject({ code: 'no_secrets', exit: 'notRunning' });
    await fixture.up();
    const listed = await listSecrets(fixture.fleet);
    const texts = await Promise.all((await secretsOf(fixture.fleet)).map(({ file }) => readFile(file, 'utf8')));
    expect(listed).toContainEqual({
      kind: 'databases',
      of: 'order',
      what: 'login',
      runtime: 'process',
      madeAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(texts.filter((text) => JSON.stringify(listed).includes(text))).toEqual([]);
  });

  it('have names, and others are told so', async () => {
    await using fixture = await fixtureFleet({ services: ['config'] });
    await expect(rotate(fixture, 'databases', 'moon')).rejects.toMatchObject({ code: 'no_such_secret', exit: 'usage' });
  });
});
