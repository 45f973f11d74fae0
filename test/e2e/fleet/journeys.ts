import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AREAS } from '../../../cli/verify/contract.ts';
import type { VerifyReport } from '../../../cli/verify/report.ts';
import { until } from '../../../shared/testing/index.ts';
import type { RealFleet } from '../../support/real-fleet.ts';
import { DATABASE, RUNTIME } from '../../support/variant.ts';

const SETTINGS = '/api/v1/config/syllabus-service';
const WAITS = `
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

/** All of `aurora verify` on whatever this fleet runs; where that is processes, after journeys that ended badly. */
export function describeJourneys(running: () => RealFleet): void {
  /** What bears the text. */
  async function leftovers(text: string): Promise<unknown[]> {
    const lists = ['subjects', 'syllabi', 'files'].map((each) => running().call('GET', `/api/v1/${each}?q=${text}`));
    return (await Promise.all(lists)).flatMap(({ body }) => body.items.map(({ id }: { id: string }) => id));
  }
  const retries = async () => (await running().call('GET', SETTINGS)).body.values.retries;
  const folder = () => join(running().clone.root, 'test/e2e/journeys');
  const journals = () => join(running().clone.root, '.aurora/run/journeys');
  const endsBadly = RUNTIME === 'process' && DATABASE !== 'mariadb';

  if (endsBadly) {
    describe('a journey that waits for ever', () => {
      const aside = () => join(running().clone.root, 'journeys-aside');
      // By itself: what becomes of the others is seen once, below.
      beforeAll(async () => {
        await rename(folder(), aside());
        await mkdir(folder());
        await writeFile(join(folder(), 'waits.ts'), WAITS);
      });
      afterAll(async () => {
        await rm(folder(), { recursive: true });
        await rename(aside(), folder());
      });

      /** Begins it, and sends the signal once it waits; the exit code, or null after a kill. */
      async function endedBy(signal: NodeJS.Signals): Promise<number | null> {
        const { root, env } = running().clone;
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
        return code;
      }

      /** It has made all that it makes. */
      const isWaiting = () =>
        existsSync(journals()) &&
        readdirSync(journals()).some((name) => {
          const text = readIfThere(join(journals(), name));
          return text.includes(SETTINGS) && /"made","path":"\/api\/v1\/files\//.test(text);
        });

      it('is undone when somebody calls it off', async () => {
        expect(await endedBy('SIGINT')).toBe(130);
        expect([await leftovers('WAIT'), await retries(), readdirSync(journals())]).toEqual([[], 2, []]);
      });

      it('leaves what it has made, and how to undo it, when it is killed', async () => {
        expect(await endedBy('SIGKILL')).toBe(null);
        expect([(await leftovers('WAIT')).length, await retries()]).toEqual([2, 1]);
      });
    });
  }

  describe('aurora verify', () => {
    it('finds everything well in each area, and leaves nothing behind, not even of a run that was killed', async () => {
      // Other cases make things of the fleet whose texts have the same words in them.
      const before = new Set((await Promise.all(['e2e', 'verify'].map(leftovers))).flat());
      const { exitCode, stdout } = await running().clone.aurora('verify', '--json');
      const { checks, areas }: VerifyReport = JSON.parse(stdout);
      expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
      expect(exitCode).toBe(0);
      expect(areas.map(({ area }) => area)).toEqual(AREAS);
      const healed = checks.filter(({ claim }) => claim === 'what a killed run has left is undone');
      expect(healed).toHaveLength(endsBadly ? 1 : 0);
      const after = (await Promise.all(['e2e', 'verify'].map(leftovers))).flat();
      expect([await leftovers('WAIT'), after.filter((id) => !before.has(id))]).toEqual([[], []]);
      expect([await retries(), readdirSync(journals())]).toEqual([2, []]);

      const own = checks.filter(({ area, file }) => area === 'journeys' && file !== null);
      expect(own.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(own.length).toBe(readdirSync(folder()).length);
      const { correlationId = '', steps = [] } = own.find(({ file }) => file?.endsWith('subject-renamed.ts')) ?? {};
      expect(steps.map(({ name }) => name)).toContain('the syllabus shows it');
      const services = (await running().logsOf(correlationId)).map(({ service }) => service);
      expect(new Set(services)).toEqual(new Set(['api-gateway', 'subject-service', 'syllabus-service']));
    });
  });
}

/** Nothing where it has gone since it was listed. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
