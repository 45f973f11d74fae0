import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SeedWish, seed } from '../../../cli/actions/seed.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Narrator } from '../../../cli/narrator.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime, Script, ScriptEnd } from '../../../cli/runtimes/contract.ts';

const CONFIG = `version: 1
name: shop
services:
  config-service: { kind: config, port: 9009 }
  orders-service:
    kind: domain
    port: 8002
    entities:
      Order: { fields: { articleId: { references: stock-service.Article, required: true } } }
  stock-service:
    kind: domain
    port: 8003
    entities: { Article: { fields: { title: { type: string } } } }
`;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-seed-'));
  await writeFile(join(root, 'aurora.config.yaml'), CONFIG);
  for (const [service, profile] of [
    ['orders-service', 'dev'],
    ['stock-service', 'dev'],
    ['stock-service', 'demo'],
  ] as const) {
    const folder = join(root, 'services', service, 'src/seeds');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${profile}.ts`), '');
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const DONE = '{"level":"info","msg":"seeded","created":1,"kept":2,"skipped":0}';

/** A fleet without migrations, and a runtime whose scripts end like this. */
async function run(
  {
    profile,
    scale,
    environment = 'development',
    allowProduction = false,
    narrator = silentNarrator,
  }: Partial<SeedWish> & { environment?: string; narrator?: Narrator } = {},
  end: ScriptEnd = { exitCode: 0, lines: ['Warning: something', '{"level":"warn","msg":"x"}', DONE] },
) {
  const calls: [service: string, script: Script][] = [];
  const runtime: Pick<Runtime, 'withDatabases' | 'script'> = {
    withDatabases: (_fleet, work) => work({ url: () => '', login: () => '' }),
    script: async (_fleet, service, script) => {
      calls.push([service, script]);
      return end;
    },
  };
  const fleet = { ...(await loadFleet({ file: join(root, 'aurora.config.yaml') })), environment };
  const seeded = await seed(fleet, runtime as Runtime, { profile, scale, allowProduction }, narrator);
  return { seeded, calls };
}

describe('aurora seed', () => {
  it('runs the seed script of each service that has rows, the one that others refer to first', async () => {
    const { seeded, calls } = await run({});
    expect(seeded).toEqual([
      { service: 'stock-service', created: 1, kept: 2, skipped: 0 },
      { service: 'orders-service', created: 1, kept: 2, skipped: 0 },
    ]);
    expect(calls[0]).toEqual([
      'stock-service',
      {
        file: 'src/seed.ts',
        variables: { SEED_PROFILE: 'dev', SEED_CHECKSUM: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
    expect((await run({ profile: 'demo' })).calls.map(([service]) => service)).toEqual(['stock-service']);
  });

  it('warns of rows that were left out', async () => {
    const warnings: string[] = [];
    const narrator: Narrator = { ...silentNarrator, warn: (line) => warnings.push(line) };
    await run({ profile: 'demo', narrator }, { exitCode: 0, lines: [DONE.replace('"skipped":0', '"skipped":3')] });
    expect(warnings).toEqual(['seed stock-service: 3 left out, for other rows have their unique values']);
  });

  it.each(['prod', '', '../seeds/dev'])('refuses the profile "%s" and names those that there are', async (profile) => {
    await expect(run({ profile })).rejects.toMatchObject({
      code: 'no_such_profile',
      exit: 'usage',
      details: ['Its profiles: demo, dev'],
    });
  });

  describe('at a scale', () => {
    const SCALED = DONE.replace('"msg"', '"scale":{},"msg"');
    const end = { exitCode: 0, lines: [SCALED] };
    const scales = (calls: readonly [string, Script][]) =>
      calls.map(([service, { variables }]) => [service, JSON.parse(variables.SEED_SCALE ?? 'null')]);

    it('tells each service how many rows every entity is to have, owners first, and asks for no profile', async () => {
      const { calls } = await run({ scale: ['100', 'Article=7'] }, end);
      const scale = { Order: 100, Article: 7 };
      expect(scales(calls)).toEqual([
        ['stock-service', scale],
        ['orders-service', scale],
      ]);
      expect(calls[0]?.[1].variables).not.toHaveProperty('SEED_PROFILE');
      expect(scales((await run({ scale: ['Article=7'] }, end)).calls)).toEqual([
        ['stock-service', { Order: 0, Article: 7 }],
      ]);
      const both = await run({ scale: ['5'], profile: 'demo' }, end);
      expect(both.calls.map(([service]) => service)).toEqual(['stock-service', 'stock-service', 'orders-service']);
    });

    it.each(['', 'many', '-1', '1.5', '1e3', '1000001', 'Article=', 'Article=x'])('refuses "%s"', async (scale) => {
      await expect(run({ scale: [scale] }, end)).rejects.toMatchObject({ code: 'bad_scale', exit: 'usage' });
    });

    it('names what was probably meant', async () => {
      await expect(run({ scale: ['Artcile=3'] }, end)).rejects.toMatchObject({
        code: 'bad_scale',
        details: ['Its entities: Order, Article'],
        next: 'aurora seed --scale Article=3',
      });
    });

    it('says what is missing where rows must refer to something', async () => {
      await expect(run({ scale: ['Order=3'] }, end)).rejects.toMatchObject({
        code: 'no_room',
        details: ['Order: 0 of 3 fit, for each needs a Article'],
        next: 'add to the command: --scale Article=3',
      });
    });

    it('says how many fit where values have to differ, and writes nothing', async () => {
      const flag = 'one: { type: enum, values: [a, b], required: true, unique: true }, ';
      const config = CONFIG.replace('{ title:', `{ ${flag}title:`);
      await writeFile(join(root, 'aurora.config.yaml'), config);
      await expect(run({ scale: ['5'] }, end)).rejects.toMatchObject({
        code: 'no_room',
        details: ['Article: 2 of 5 fit, for these have to be unique: one'],
        next: 'add to the command: --scale Article=2',
        facts: { fit: { Article: 2 } },
      });
      expect((await run({ scale: ['5', 'Article=2'] }, end)).calls).toHaveLength(2);
    });

    it('refuses production as well, and says how it is asked for', async () => {
      await expect(run({ scale: ['5'], environment: 'production' }, end)).rejects.toMatchObject({
        code: 'production',
        next: 'aurora seed --scale 5 --allow-production, when you know what they are',
      });
    });

    it('does not take the rows of a profile for those of a scale', async () => {
      await expect(run({ scale: ['5'] })).rejects.toMatchObject({ code: 'fleet_outdated' });
    });
  });

  it('refuses production unless asked', async () => {
    await expect(run({ environment: 'production' })).rejects.toMatchObject({ code: 'production', exit: 'usage' });
    expect((await run({ environment: 'production', allowProduction: true })).calls).toHaveLength(2);
    expect((await run({ environment: 'staging' })).calls).toHaveLength(2);
  });

  it('says what must run where rows refer to a service that does not answer', async () => {
    const line = '{"level":"fatal","msg":"the rows could not be created","code":"references_unknown"}';
    await expect(run({}, { exitCode: 1, lines: [line] })).rejects.toMatchObject({
      code: 'owner_away',
      exit: 'notRunning',
      next: 'aurora up -d --no-seed, then: aurora seed --profile dev',
    });
  });

  it.each(['42703', 'ER_NO_SUCH_TABLE'])(
    'leads to a migration where the table is behind its entity: %s',
    async (code) => {
      const line = `{"level":"fatal","msg":"the rows could not be created","code":"${code}"}`;
      await expect(run({}, { exitCode: 1, lines: [line] })).rejects.toMatchObject({
        code: 'seed_failed',
        message: 'The tables of stock-service do not fit its entities, so its rows cannot be created.',
        next: expect.stringContaining('aurora migrate create stock-service <name>'),
      });
    },
  );

  it.each([
    [
      'fails',
      { exitCode: 1, lines: ['{"time":"2026-01-01T10:00:00.000Z","level":"fatal","msg":"no table"}'] },
      ['10:00:00.000 fatal no table'],
    ],
    ['ends without a word', { exitCode: 0, lines: [] }, []],
    ['ends with an error after all', { exitCode: 1, lines: [DONE] }, [expect.stringContaining('seeded')]],
  ])('tells of a script that %s', async (_title, end, details) => {
    await expect(run({}, end)).rejects.toMatchObject({
      code: 'seed_failed',
      exit: 'failed',
      message: 'The rows of stock-service could not be created.',
      details,
      next: expect.stringContaining('services/stock-service/src/seeds/dev.ts'),
    });
  });

  it('knows the profiles of the config, and seeds anew when its rows have been generated anew', async () => {
    const seeds = "seeds: { trial: { one: { title: 'One' } } }";
    await writeFile(
      join(root, 'aurora.config.yaml'),
      CONFIG.replace('Article: { fields', `Article: { ${seeds}, fields`),
    );
    const folder = join(root, 'services/stock-service/src/generated');
    await mkdir(folder, { recursive: true });
    const checksums: unknown[] = [];
    for (const rows of ['first', 'second']) {
      await writeFile(join(folder, 'seed-rows.ts'), rows);
      const { calls } = await run({ profile: 'trial' });
      expect(calls.map(([service]) => service)).toEqual(['stock-service']);
      checksums.push(calls[0]?.[1].variables?.SEED_CHECKSUM);
    }
    expect(new Set(checksums).size).toBe(2);
  });
});
