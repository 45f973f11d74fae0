import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { Copies, type Copy } from '../../../shared/references/index.ts';
import { migrate, type StartedDatabase, startDatabase } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { readableLog } from '../../support/log.ts';

const target = 'people.Person';
let server: StartedDatabase;
let database: Database;
let copies: Copies;

beforeAll(async () => {
  server = await startDatabase();
  const url = await server.createDatabase('copies');
  await migrate(url, join(repository, 'migrations/syllabus-service'));
  database = await connectDatabase({ url, poolSize: 5, log: readableLog().log });
  copies = new Copies(database);
});

afterAll(async () => {
  await database?.close();
  await server?.stop();
});

function copy(id: string, version: number, name: string | null = `Version ${version}`): Copy {
  return { target, id, version, data: name === null ? null : { id, name, version } };
}

async function known(id: string): Promise<Copy | undefined> {
  return (await copies.find(new Map([[target, new Set([id])]]))).get(target)?.get(id);
}

describe('copies', () => {
  it('never go back, in whatever order news arrive', async () => {
    const id = randomUUID();
    for (const version of [2, 3, 3, 1]) await copies.store([copy(id, version)]);
    expect(await known(id)).toEqual(copy(id, 3));
  });

  it('stay deleted, also when the deletion came before anything else', async () => {
    const id = randomUUID();
    await copies.store([copy(id, 4, null)]);
    for (const version of [1, 3, 5]) await copies.store([copy(id, version)]);
    expect(await known(id)).toEqual(copy(id, 4, null));
  });

  it('are revived when their owner has them again', async () => {
    const id = randomUUID();
    await copies.store([copy(id, 4, null)]);
    await copies.store([copy(id, 1)], database, { revive: true });
    expect(await known(id)).toEqual(copy(id, 1));
    await copies.store([copy(id, 2)]);
    expect(await known(id)).toEqual(copy(id, 2));
  });

  it('are found by their target', async () => {
    const id = randomUUID();
    await copies.store([copy(id, 1), { ...copy(id, 7), target: 'things.Thing' }]);
    const wanted = new Map(['people.Person', 'things.Thing', 'none.None'].map((each) => [each, new Set([id])]));
    const found = await copies.find(wanted);
    expect([...found].map(([each, of]) => [each, of.get(id)?.version])).toEqual([
      ['people.Person', 1],
      ['things.Thing', 7],
      ['none.None', undefined],
    ]);
  });

  it('are stored by many at once without a deadlock', async () => {
    const ids = Array.from({ length: 30 }, () => randomUUID());
    const rounds = Array.from({ length: 20 }, (_, round) => {
      const order = round % 2 === 0 ? ids : ids.toReversed();
      return database.transaction((transaction) =>
        copies.store(
          order.map((id) => copy(id, round + 1)),
          transaction,
        ),
      );
    });
    await Promise.all(rounds);
    for (const id of ids) expect((await known(id))?.version).toBe(20);
  });
});
