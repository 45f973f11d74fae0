import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verify } from '../../../cli/actions/verify.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';
import { ensureKeys } from '../../../cli/runtimes/keys.ts';
import { FLEET, type Shop, shop } from './support/shop.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-verify-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A runtime that has this fleet running, without databases. */
function runtimeOf({ target }: Shop): Runtime {
  const runtime: Pick<Runtime, 'observe' | 'logs' | 'withDatabases'> = {
    observe: async () => target.status,
    async *logs(_fleet, { services: [service = ''] }) {
      for (let line = 1; line <= 15; line++) yield { service, text: `line ${line} of ${service}` };
    },
    withDatabases: async () => {
      throw new Error('no database');
    },
  };
  return runtime as Runtime;
}

describe('aurora verify', () => {
  it('asks with real tokens, tells of what failed with its last lines, and writes JUnit XML', async () => {
    const fleet = { ...FLEET, root };
    await ensureKeys(fleet, join(root, '.aurora/run/secrets'));
    await using running = await shop((service, { path }) =>
      service === 'orders-service' && path === '/health' ? { status: 500 } : undefined,
    );
    const report = join(root, 'reports/verify.xml');
    const results = await verify(fleet, runtimeOf(running), { smoke: false, junit: report }, silentNarrator);

    const failed = results.filter(({ status }) => status === 'failed');
    expect(failed.map(({ claim }) => claim)).toEqual([
      'orders-service is alive',
      'every migration is applied, and none was edited since',
      'the databases have the tables that the models ask for',
    ]);
    expect(failed[0]?.log).toEqual(Array.from({ length: 10 }, (_, n) => `line ${n + 6} of orders-service`));
    expect(failed[1]).toMatchObject({ reason: 'no database', log: [] });
    const xml = await readFile(report, 'utf8');
    expect(xml).toContain(`<testsuite name="aurora verify shop" tests="${results.length}" failures="3"`);
    expect(xml).toContain('line 15 of orders-service</failure>');
  });

  it('needs a fleet that runs', async () => {
    const runtime: Pick<Runtime, 'observe'> = { observe: async () => null };
    await expect(verify(FLEET, runtime as Runtime, { smoke: false }, silentNarrator)).rejects.toMatchObject({
      code: 'not_running',
      exit: 'notRunning',
    });
  });
});
