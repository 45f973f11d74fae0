import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { type StartedDatabase, startDatabase, until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';

let server: StartedDatabase;
let database: Database;
const owner = randomUUID();

beforeAll(async () => {
  server = await startDatabase();
  const url = await server.createDatabase('violations');
  database = await connectDatabase({ url, poolSize: 5, log: readableLog().log });
  const queries = database.sequelize.getQueryInterface();
  const id = { type: DataTypes.UUID, primaryKey: true };
  await queries.createTable('owners', { id });
  await queries.createTable('pets', {
    id,
    owner_id: { type: DataTypes.UUID, references: { model: 'owners', key: 'id' } },
    first_name: { type: DataTypes.STRING(5), allowNull: false },
    position: { type: DataTypes.INTEGER },
    kind: { type: DataTypes.ENUM('cat', 'dog') },
    data: { type: DataTypes.JSON },
  });
  await queries.addConstraint('pets', { name: 'one_place', type: 'unique', fields: ['first_name', 'position'] });
  await database.query({ text: 'INSERT INTO owners (id) VALUES ($1)' }, [owner]);
});

afterAll(async () => {
  await database?.close();
  await server?.stop();
});

function pet(fields: Record<string, unknown>) {
  const row = {
    id: randomUUID(),
    owner_id: owner,
    first_name: 'Rex',
    kind: 'dog',
    position: null,
    data: '{}',
    ...fields,
  };
  const columns = Object.keys(row);
  const text = `INSERT INTO pets (${columns.map((column) => `"${column}"`).join(', ')})
    VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`;
  return database.query({ text, name: 'pet' }, Object.values(row));
}

describe('what a database refuses', () => {
  it.each([
    ['a value that is none of an enum', { kind: 'cow' }],
    ['a text that is too long', { first_name: 'Rexomatic' }],
    ['null', { first_name: null }],
    ['a number that is too large', { position: 2 ** 40 }],
    ['what is no JSON', { data: '{' }],
  ])('is a problem of whoever sent it: %s', async (_title, fields) => {
    await expect(pet(fields)).rejects.toMatchObject({ code: 'validation_failed', errors: [{ code: 'unfit' }] });
  });

  it('is told by field where the values of a key are taken, without the values', async () => {
    await pet({ first_name: 'Tom', position: 1 });
    const failure = await pet({ first_name: 'Tom', position: 1 }).catch((error) => error);
    expect(failure).toMatchObject({
      code: 'unique_violation',
      errors: [
        { path: '/firstName', code: 'unique' },
        { path: '/position', code: 'unique' },
      ],
    });
    expect(failure.detail).not.toContain('Tom');
    const id = randomUUID();
    await pet({ id });
    await expect(pet({ id })).rejects.toMatchObject({ code: 'unique_violation', errors: [{ path: '/id' }] });
  });

  it('is told by field where a reference leads nowhere, and as held where one leads here', async () => {
    await expect(pet({ owner_id: randomUUID() })).rejects.toMatchObject({
      code: 'reference_not_found',
      errors: [{ path: '/ownerId', code: 'reference_not_found' }],
    });
    await pet({});
    await expect(database.query({ text: 'DELETE FROM owners WHERE id = $1' }, [owner])).rejects.toMatchObject({
      code: 'reference_restricted',
    });
  });

  it('is told alike when a model wrote it', async () => {
    const write = database.transaction(({ sequelize: transaction }) =>
      database.sequelize.getQueryInterface().bulkInsert('owners', [{ id: owner }], { transaction }),
    );
    await expect(write).rejects.toMatchObject({ code: 'unique_violation' });
  });
});

describe('texts', () => {
  it('differ by case, by accent and by a blank at the end, and sort by code point', async () => {
    const names = ['Zoe', 'a', 'a ', 'ä', 'A', 'é😀'];
    for (const name of names) await pet({ first_name: name, position: 7 });
    const { rows } = await database.query<{ first_name: string }>({
      text: 'SELECT first_name FROM pets WHERE position = 7 ORDER BY first_name',
    });
    expect(rows.map(({ first_name }) => first_name)).toEqual(['A', 'Zoe', 'a', 'a ', 'ä', 'é😀']);
    const { count } = await database.query({ text: 'SELECT 1 FROM pets WHERE first_name = $1' }, ['a']);
    expect(count).toBe(1);
  });
});

describe('a deadlock', () => {
  it('ends with both transactions done, one of them at a later attempt', async () => {
    const [left, right] = [randomUUID(), randomUUID()];
    for (const [index, id] of [left, right].entries()) await pet({ id, first_name: `d${index}`, position: 0 });
    const holding = new Set<string>();
    let attempts = 0;
    const add = (first: string, second: string) =>
      database.transaction(async ({ query }) => {
        attempts++;
        const more = (id: string) => query({ text: 'UPDATE pets SET position = position + 1 WHERE id = $1' }, [id]);
        await more(first);
        holding.add(first);
        await until(() => holding.size === 2);
        await more(second);
      });
    await Promise.all([add(left, right), add(right, left)]);
    expect(attempts).toBeGreaterThan(2);
    const { rows } = await database.query({ text: 'SELECT position FROM pets WHERE id = ANY($1)' }, [[left, right]]);
    expect(rows).toEqual([{ position: 2 }, { position: 2 }]);
  });
});

describe('a lock by name', () => {
  it("is one transaction's, whatever becomes of that, and of this database alone", async () => {
    const tryLock = (name: string, on = database) => on.transaction((transaction) => transaction.tryLock(name));
    await database.transaction(async (transaction) => {
      expect(await transaction.tryLock('one')).toBe(true);
      expect(await tryLock('one')).toBe(false);
      expect(await tryLock('other')).toBe(true);
      const elsewhere = await connectDatabase({
        url: await server.createDatabase('elsewhere'),
        poolSize: 1,
        log: readableLog().log,
      });
      try {
        expect(await tryLock('one', elsewhere)).toBe(true);
      } finally {
        await elsewhere.close();
      }
    });
    expect(await tryLock('one')).toBe(true);
    const undone = database.transaction(async (transaction) => {
      await transaction.tryLock('one');
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await tryLock('one')).toBe(true);
  });
});
