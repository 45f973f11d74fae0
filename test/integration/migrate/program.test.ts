import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programFiles } from '../../../cli/runtimes/docker/images/program.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';
import { onEachEngine } from './support/servers.ts';

/** As it is in an image: bundled, with nothing beside it but migrations. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-migrate-program-'));
  for (const { path, contents } of await programFiles(folder)) {
    const file = join(folder, path.replace(/^migrate\//, ''));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contents);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function migrate(
  { owner }: Orders,
  source: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
) {
  await writeFile(join(folder, 'change.mjs'), source);
  const migrations = [{ name: '0001-change-orders', checksum: 'x', file: 'change.mjs' }];
  await writeFile(join(folder, 'migrations.json'), JSON.stringify({ service: SERVICE, migrations }));
  const child = spawn(process.execPath, [join(folder, 'migrate.mjs'), ...args], {
    env: { ...env, DATABASE_URL: owner },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return {
    exitCode,
    lines: said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

onEachEngine('the program in images', (server) => {
  it('fills rows in batches, and tells how far it is', async () => {
    await using shop = await orders(server());
    await shop.rows('CREATE TABLE orders (id int PRIMARY KEY, state int)');
    await shop.rows('INSERT INTO orders (id) VALUES (1), (2), (3)');
    const { exitCode, lines } = await migrate(
      shop,
      `export const transaction = false;
       export const up = ({ backfill }) => backfill({ table: 'orders', set: 'state = 1', where: 'state IS NULL' });`,
    );
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ level: 'info', msg: 'backfill', name: '0001-change-orders', table: 'orders' },
        ...{ rows: 3, rowsPerSecond: expect.any(Number) },
      }),
      expect.objectContaining({ msg: 'applied', name: '0001-change-orders' }),
      expect.objectContaining({ msg: 'migrated', migrations: ['0001-change-orders'] }),
    ]);
    expect(exitCode).toBe(0);
    expect(await shop.rows('SELECT DISTINCT state FROM orders')).toEqual([{ state: 1 }]);
  });

  it('leaves for later what the version before cannot live with, where it is told so', async () => {
    await using shop = await orders(server());
    const contract = `export const phase = 'contract'; export const up = () => {};`;
    const run = async (...args: string[]) => (await migrate(shop, contract, { args })).lines.at(-1);
    expect(await run('--phase', 'expand')).toMatchObject({ msg: 'migrated', migrations: [] });
    expect(await run('--phase', 'later')).toMatchObject({ level: 'error', code: 'usage' });
    expect(await run('--phase', 'contract')).toMatchObject({ msg: 'migrated', migrations: ['0001-change-orders'] });
  });

  it('takes its time-outs from the environment, and says which is wrong', async () => {
    await using shop = await orders(server());
    const { exitCode, lines } = await migrate(shop, 'export const up = () => {};', {
      env: { AURORA_LOCK_TIMEOUT: 'soon' },
    });
    expect(exitCode).toBe(1);
    expect(lines).toMatchObject([
      {
        level: 'error',
        code: 'pace_wrong',
        msg: 'AURORA_LOCK_TIMEOUT is soon, and has to be a time span: 30s, 15m or 1h.',
      },
    ]);
  });
});
