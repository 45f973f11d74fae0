import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '../../../shared/database/index.ts';
import type { CloudEvent } from '../../../shared/events/index.ts';
import { buried, outboxBacklog, purgeBuried, revive } from '../../../shared/outbox/index.ts';
import { type StartedDatabase, startDatabase } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { orderPlaced, serviceDatabase, store, waiting } from '../../support/outbox.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const { log } = readableLog();

describe('what an outbox has given up on', () => {
  let server: StartedDatabase;
  let database: Database;
  let scenario = 0;
  const [a1, b1, a2, a3] = [orderPlaced('a', 1), orderPlaced('b', 1), orderPlaced('a', 2), orderPlaced('a', 3)];

  beforeAll(async () => {
    server = await startDatabase();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    database = await serviceDatabase(server, `orders${++scenario}`, log);
    await store(database, a1, b1, a2, a3);
    await bury(a1, 3);
    await bury(b1, 2);
    await bury(a2, 1);
  });
  afterEach(() => database?.close());

  /** As the relay leaves it, so many hours ago. */
  const bury = async ({ id }: CloudEvent, hours: number) => {
    const columns =
      'position, event_id, aggregate_type, aggregate_id, aggregate_version, "partition", type, schema_version, envelope';
    await database.query(
      {
        text: `INSERT INTO outbox_dead (${columns}, attempts, last_error, died_at)
          SELECT ${columns}, 10, 'refused', CURRENT_TIMESTAMP(6) - INTERVAL '${hours}' HOUR FROM outbox WHERE event_id = $1`,
      },
      [id],
    );
    await database.query({ text: 'DELETE FROM outbox WHERE event_id = $1' }, [id]);
  };
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const idsLeft = async () => (await buried(database)).map(({ event }) => event.id);

  it('is listed with its reason, oldest first', async () => {
    const all = await buried(database);
    expect(all.map(({ event }) => event)).toEqual([a1, b1, a2]);
    expect(all[0]).toEqual({ event: a1, attempts: 10, reason: 'refused', parkedAt: expect.stringMatching(/Z$/) });
    expect(Math.abs(Date.parse(all[0]?.parkedAt ?? '') - hoursAgo(3).getTime())).toBeLessThan(3_600_000);
  });

  it.each([
    ['by id', { ids: [b1.id, a3.id, 'no id at all'] }, [b1]],
    ['by no id', { ids: [] }, []],
    ['by time', { since: hoursAgo(2.5) }, [b1, a2]],
    ['the oldest', { limit: 2 }, [a1, b1]],
    ['by all of these', { ids: [a1.id, a2.id], since: hoursAgo(2.5), limit: 1 }, [a2]],
  ])('is chosen %s', async (_title, choice, expected) => {
    expect((await buried(database, choice)).map(({ event }) => event)).toEqual(expected);
    expect(await purgeBuried(database, choice)).toBe(expected.length);
    const gone = expected.map(({ id }) => id);
    expect(await idsLeft()).toEqual([a1.id, b1.id, a2.id].filter((id) => !gone.includes(id)));
  });

  it('is sent again under its id, as new, in the order of its aggregate', async () => {
    expect(await revive(database)).toBe(3);
    expect(await waiting(database)).toEqual([a1, b1, a2, a3].map(({ id }) => ({ id, attempts: 0, lastError: null })));
    expect(await outboxBacklog(database)).toMatchObject({ pending: 4, dead: 0 });
    expect(await revive(database)).toBe(0);
  });

  it('is revived once, though two ask for it at once', async () => {
    const [one, other] = await Promise.all([revive(database), revive(database)]);
    expect(one + other).toBe(3);
    expect(await waiting(database)).toHaveLength(4);
  });

  it('stays where it is when it cannot be revived', async () => {
    // Its id is taken: whoever made it so has to decide.
    await store(database, { ...orderPlaced('c', 1), id: b1.id });
    await expect(revive(database)).rejects.toThrow();
    expect(await idsLeft()).toEqual([a1.id, b1.id, a2.id]);
    expect((await waiting(database)).map(({ id }) => id)).toEqual([a3.id, b1.id]);
  });
});
