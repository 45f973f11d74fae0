import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { mariadbMissing } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { LONG } from '../../support/long.ts';
import { type Engine, type OldAndNew, oldAndNew } from '../../support/split/old-and-new.ts';

const PROGRAM = join(repository, 'test/fixtures/split/dying.ts');
const MOMENTS = ['before', 'amid', 'after'] as const;
/** The short form takes some of the calls, at another moment each time. */
const STEP = LONG ? 1 : 5;

const PAIRS: readonly [Engine, Engine][] = [
  ['postgres', 'postgres'],
  ['mariadb', 'postgres'],
  ['postgres', 'mariadb'],
];
/** In the short form from the one engine to the other; the way back is in split.test.ts and verify-kinds.test.ts. */
const here = (LONG || mariadbMissing ? PAIRS : PAIRS.slice(2)).filter(
  (pair) => !mariadbMissing || !pair.includes('mariadb'),
);

it.each(here)(
  'killed at any write, from %s to %s, the next run ends as an undisturbed one',
  async (from, to) => {
    await using calm = await oldAndNew(from, to);
    expect(await calm.split()).toMatchObject({ complete: true });
    await using both = await oldAndNew(from, to);
    let kills = 0;
    for (let call = 1; (await run(both, call, MOMENTS[call % 3] ?? 'amid')) === 'SIGKILL'; call += STEP) kills += 1;
    expect(kills).toBeGreaterThan(2);
    expect(await both.split()).toMatchObject({ complete: true });
    expect(await stateOf(both)).toEqual(await stateOf(calm));
  },
  240_000,
);

/** @returns how it ended */
async function run({ fleet, url, from, storage }: OldAndNew, call: number, when: string): Promise<string> {
  const services = ['people', 'courses', 'files'].map((service) => [service, url(service)]);
  const args = [fleet.file, JSON.stringify(Object.fromEntries(services)), from, String(call), when, storage];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--no-warnings', PROGRAM, ...args], (error, _, stderr) => {
      if (!error) resolve('ended');
      else if (error.signal) resolve(error.signal);
      else reject(new Error(stderr));
    });
  });
}

async function stateOf(both: OldAndNew) {
  const all = (service: string, table: string, order: string) =>
    both.rows(service, `SELECT * FROM ${table} ORDER BY ${order}`);
  const kept = 'SELECT mapping, source_key, reasons FROM split_quarantine ORDER BY mapping, source_key';
  return {
    people: await all('people', 'people', 'id'),
    teams: await all('people', 'teams', 'id'),
    tags: await all('people', 'tags', 'id'),
    lists: await all('people', 'people_tag_ids', '_owner, _position'),
    courses: await all('courses', 'courses', 'id'),
    copies: await all('courses', 'reference_copies', 'target, id'),
    files: await all('files', 'files', 'id'),
    kept: [await both.rows('people', kept), await both.rows('courses', kept), await both.rows('files', kept)],
  };
}
