import { basename } from 'node:path';
import { expect } from '@jest/globals';
import { applyPending, type MigrationRun, revert } from '../../../../cli/migrate/run.ts';
import type { StartedDatabase } from '../../../../shared/testing/database.ts';
import { nth, startCut, type When } from '../../migrate/support/cut.ts';
import { CASES } from './cases.ts';
import { Code } from './code.ts';
import { Database } from './database.ts';
import { Migrations, serviceOf, shopOf } from './shop.ts';

/** Those whose every statement runs on the rows that are there. */
export const HEALED = [
  'new fields with defaults',
  'a field with another name',
  'longer and shorter texts',
  'other types',
  'soft deletion',
  'no soft deletion any more',
  'a reference with another name',
  'an entity with another name, other fields, and who refers to it anew',
];

/** Between one place that a run is cut off at and the next, in what it sends: statements are sent between two counts. */
const STRIDE = 89;

/** Whatever a run has come to when it is killed, the next one ends where an undisturbed one does, and rows are as they were. */
export async function heal(server: StartedDatabase, port: number, title: string): Promise<void> {
  const { before, after } = CASES[title] as (typeof CASES)[string];
  const code = new Code(serviceOf(shopOf(before)));
  using migrations = new Migrations();
  const first = migrations.generate(shopOf(before)).files;
  const then = migrations.generate(shopOf(after)).files;
  const files = [...first, ...then].map((path) => ({ name: basename(path, '.ts'), path, checksum: '' }));
  const url = await server.createDatabase(`heal_${title.length}_${HEALED.indexOf(title)}`);
  const run = (by: string): MigrationRun => ({
    service: 'shop-service',
    files: async () => files,
    url: by,
    pace: { backfillShare: 1 },
    onWait: () => undefined,
  });
  const down = () => revert({ ...run(url), to: basename(then[0] as string, '.ts') });

  await applyPending({ ...run(url), to: basename(first.at(-1) as string, '.ts') });
  await using database = await new Database(url).open();
  for (const row of [1, 2, 3]) await code.insert(database, row);
  const state = async () => ({ catalog: await database.catalog(), rows: await code.read(database, 2) });
  const old = await state();
  await applyPending(run(url));
  const whole = await database.catalog();
  await down();
  expect(await state()).toEqual(old);

  const cutAt = async (when: When) => {
    await using cut = await startCut(port, when);
    await applyPending(run(cut.url(url))).catch(() => undefined);
    if (cut.isCut()) await applyPending(run(url));
    expect(await database.catalog()).toEqual(whole);
    await down();
    expect(await state()).toEqual(old);
    return cut.isCut();
  };
  // What is done twice is not done once: names that change hands.
  await cutAt(afterRenaming());
  for (let n = 1 + ((title.length * 7) % STRIDE); await cutAt(nth(n)); n += STRIDE);
}

/** Once the server has renamed something, and before anybody knows. */
function afterRenaming(): When {
  return (sent) => (/ALTER TABLE[^;]* RENAME /.test(sent.toString()) ? 'after' : undefined);
}
