import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { service } from '../../services/subject-service/src/generated/service.ts';
import { isOnMariadb, startTestService, type TestService, until } from '../../shared/testing/index.ts';
import { repository } from '../support/aurora.ts';

let running: TestService;
beforeAll(async () => {
  running = await startTestService(service, { migrations: join(repository, 'migrations/subject-service') });
});
afterAll(() => running?.stop());

const post = (key: string, name = 'First', { code = 'ONCE', subject = 'tester' } = {}) =>
  running.call({
    method: 'POST',
    url: '/api/v1/subjects',
    headers: { 'idempotency-key': key },
    payload: { code, name },
    subject,
  });

it('a request that is repeated while the first still runs is put off, and then gets the first answer', async () => {
  const { database } = running.app;
  const waiting = async () => {
    const text = isOnMariadb()
      ? "SHOW GLOBAL STATUS WHERE Variable_name = 'Innodb_row_lock_current_waits' AND Value = 1"
      : "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    return (await database.query({ text })).count === 1;
  };
  const abandon = new Error('the row is taken back');
  let first: ReturnType<typeof post> | undefined;
  // A row of the same code that is neither there nor gone keeps the first request waiting.
  const blocked = database.transaction(async (transaction) => {
    await transaction.query(
      {
        text: `INSERT INTO subjects (id, code, name, version, created_at, updated_at)
               VALUES ($1, 'ONCE', 'Not yet', 1, CURRENT_TIMESTAMP(3), CURRENT_TIMESTAMP(3))`,
      },
      [randomUUID()],
    );
    first = post('key');
    await until(waiting);
    const second = await post('key');
    expect(second.json()).toMatchObject({ status: 409, code: 'idempotency_key_in_use' });
    expect(second.headers['retry-after']).toBe('1');
    throw abandon;
  });
  await expect(blocked).rejects.toBe(abandon);

  const answer = await first;
  expect(answer?.statusCode).toBe(201);
  const third = await post('key');
  expect([third.statusCode, third.headers['idempotency-replayed'], third.body]).toEqual([201, 'true', answer?.body]);
  expect((await post('key', 'Another')).json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
});

it('a key is its caller’s: somebody else’s of the same name has an answer of its own', async () => {
  const mine = await post('shared', 'Mine', { code: 'MINE', subject: 'ada' });
  const theirs = await post('shared', 'Theirs', { code: 'THEIRS', subject: 'bob' });
  expect([mine, theirs].map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  expect(theirs.json().name).toBe('Theirs');
});
