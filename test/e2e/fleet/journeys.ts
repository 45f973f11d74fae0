import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { VerifyReport } from '../../../cli/verify/report.ts';
import { until } from '../../../shared/testing/index.ts';
import type { RealFleet } from '../../support/real-fleet.ts';
import { DATABASE, RUNTIME } from '../../support/variant.ts';

const SETTINGS = '/api/v1/config/syllabus-service';
const HANGS = `
import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

export default journey<FleetClient>(
  'somebody waits for ever',
  { scopes: ['subjects:read', 'subjects:write', 'files:read', 'files:write', 'config:write'] },
  async ({ client, cleanup, http, step, unique }) => {
    cleanup({ method: 'PUT', path: '${SETTINGS}', body: { values: {} } });
    await http.expect(200, 'PUT', '${SETTINGS}', { body: { values: { retries: 1 } } });
    await client.subjects.create({ code: unique('WAIT', 32), name: 'Waiting' });
    await client.files.upload(new Blob(['x']), { name: unique('WAIT') });
    await step('it waits', () => new Promise(() => undefined));
  },
);
`;

/** The journeys of this fleet, on whatever it runs; and, where it runs as processes, those that end badly. */
export function describeJourneys(running: () => RealFleet): void {
  const verify = async (...args: string[]): Promise<VerifyReport> =>
    JSON.parse((await running().clone.aurora('verify', '--area', 'journeys', '--json', ...args)).stdout);

  describe('the journeys of the fleet', () => {
    it('succeed, are found by their correlation id, and leave nothing', async () => {
      const { checks } = await verify();
      const own = checks.filter(({ file }) => file !== null);
      expect(own.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(own.length).toBe(readdirSync(join(running().clone.root, 'test/e2e/journeys')).length);
      const { correlationId = '', steps = [] } = own.find(({ file }) => file?.endsWith('subject-renamed.ts')) ?? {};
      expect(steps.map(({ name }) => name)).toContain('the syllabus shows it');
      const services = (await running().logsOf(correlationId)).map(({ service }) => service);
      expect(new Set(services)).toEqual(new Set(['api-gateway', 'subject-service', 'syllabus-service']));
      expect(await leftovers('e2e')).toEqual([]);
    });
  });

  /** What bears the text, and how often a call is tried again. */
  async function leftovers(text: string): Promise<unknown[]> {
    const lists = ['subjects', 'syllabi', 'files'].map((each) => running().call('GET', `/api/v1/${each}?q=${text}`));
    return (await Promise.all(lists)).flatMap(({ body }) => body.items.map(({ id }: { id: string }) => id));
  }
  const retries = async () => (await running().call('GET', SETTINGS)).body.values.retries;

  if (RUNTIME !== 'process' || DATABASE === 'mariadb') return;

  describe('a journey that waits for ever', () => {
    const file = () => join(running().clone.root, 'test/e2e/journeys/waits.ts');
    const journals = () => join(running().clone.root, '.aurora/run/journeys');
    afterEach(() => rm(file(), { force: true }));

    /** Begins it, and sends the signal once it waits; the exit code, or null after a kill. */
    async function endedBy(signal: NodeJS.Signals): Promise<number | null> {
      const { root, env } = running().clone;
      await writeFile(file(), HANGS);
      const args = [join(root, 'bin/run.js'), 'verify', '--area', 'journeys'];
      const child = spawn(process.execPath, args, {
        cwd: root,
        env: { ...process.env, ...env, AURORA_RUNTIME: 'process' },
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      await until(async () => isWaiting(), { withinMs: 30_000 });
      child.kill(signal);
      const [code] = await ended;
      await rm(file());
      return code;
    }

    /** It has made all that it makes. */
    const isWaiting = () =>
      existsSync(journals()) &&
      readdirSync(journals()).some((name) => {
        const text = readFileSync(join(journals(), name), 'utf8');
        return text.includes(SETTINGS) && /"made","path":"\/api\/v1\/files\//.test(text);
      });

    it('is undone when somebody calls it off', async () => {
      expect(await endedBy('SIGINT')).toBe(130);
      expect([await leftovers('WAIT'), await retries(), readdirSync(journals())]).toEqual([[], 2, []]);
    });

    it('is undone by the next run when it is killed', async () => {
      expect(await endedBy('SIGKILL')).toBe(null);
      expect([(await leftovers('WAIT')).length, await retries()]).toEqual([2, 1]);
      const { checks, ok } = await verify();
      expect(ok).toBe(true);
      expect(checks.map(({ claim }) => claim)).toContain('what a killed run has left is undone');
      expect([await leftovers('WAIT'), await retries(), readdirSync(journals())]).toEqual([[], 2, []]);
    });
  });
}
