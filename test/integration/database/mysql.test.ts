import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Model, ModelStatic } from 'sequelize';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { mariadbMissing, type StartedMariadb, startMariadb } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { defineThing, type Thing } from '../repository/things.ts';

const on = mariadbMissing ? describe.skip : describe;

on(`the dialect of MySQL, on MariaDB ${mariadbMissing ?? ''}`, () => {
  let server: StartedMariadb;
  let database: Database;
  let things: ModelStatic<Model<Thing>>;

  beforeAll(async () => {
    server = await startMariadb();
    const url = (await server.createDatabase('things')).replace('mysql:', 'mariadb:');
    database = await connectDatabase({ url, poolSize: 2, log: readableLog().log });
    things = defineThing(database.sequelize);
    await things.sync();
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  const thing = (extra: unknown, title = 'One'): Thing => {
    const time = '2026-01-02T03:04:05.678Z';
    const fields = { title, rank: null, bytes: 5, open: true, extra };
    return { id: randomUUID(), ...fields, version: 1, createdAt: time, updatedAt: time };
  };

  it('gives models what they have elsewhere: times, truths, JSON with its numbers', async () => {
    const { id } = thing(null);
    await things.create({ ...thing({ large: 1e20 }), id });
    const found = await things.findByPk(id);
    expect(found?.get()).toMatchObject({
      open: true,
      extra: { large: 1e20 },
      createdAt: new Date('2026-01-02T03:04:05.678Z'),
    });
  });

  it('refuses JSON that nests deeper than MariaDB reads, and says where', async () => {
    const deep = '['.repeat(40) + ']'.repeat(40);
    const text = `INSERT INTO things (id, title, extra, version, created_at, updated_at)
      VALUES ($1, 'Deep', $2, 1, CURRENT_TIMESTAMP(3), CURRENT_TIMESTAMP(3))`;
    await expect(database.query({ text }, [randomUUID(), deep])).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ path: '/extra' }],
    });
  });

  it('has let go of a lock when it tells that its transaction is over', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `lock ${index}`);
    const freed = await database.transaction(async (other) => {
      const found: boolean[] = [];
      for (const name of names) {
        await database.transaction((one) => one.tryLock(name));
        found.push(await other.tryLock(name));
      }
      return found;
    });
    expect(freed).toEqual(names.map(() => true));
  });

  it('goes on where the server keeps no more prepared statements', async () => {
    await database.query({ text: 'SET GLOBAL max_prepared_stmt_count = 0' });
    const { rows } = await database.query({ name: 'none-left', text: 'SELECT $1 AS a' }, ["it's"]);
    expect(rows).toEqual([{ a: "it's" }]);
    await database.query({ text: 'SET GLOBAL max_prepared_stmt_count = 16382' });
  });
});
