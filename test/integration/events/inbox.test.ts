import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { currentContext } from '../../../shared/context/index.ts';
import type { Database, Transaction } from '../../../shared/database/index.ts';
import { createEvent } from '../../../shared/events/index.ts';
import { attemptAt, carryOut, failureOf } from '../../../shared/events/retry.ts';
import { forgetHandled, handleOnce, inboxSubscription } from '../../../shared/inbox/index.ts';
import { type StartedDatabase, startDatabase } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { ORDER_PLACED, orderPlaced, serviceDatabase, store, waiting } from '../../support/outbox.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

describe('the inbox', () => {
  const { log, lines } = readableLog();
  let server: StartedDatabase;
  let database: Database;

  beforeAll(async () => {
    server = await startDatabase();
    database = await serviceDatabase(server, 'billing', log);
    await database.query({ text: 'CREATE TABLE invoice (id serial PRIMARY KEY, order_id text)' });
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  const invoice = (order: string) => async (transaction: Transaction) => {
    await transaction.query({ text: 'INSERT INTO invoice (order_id) VALUES ($1)' }, [order]);
  };
  const invoices = async (order: string) => {
    const { rows } = await database.query({ text: 'SELECT id FROM invoice WHERE order_id = $1' }, [order]);
    return rows.length;
  };

  it('lets an event take effect once, though it comes a hundred times at once', async () => {
    const event = orderPlaced('hundred', 1);
    const arrivals = Array.from({ length: 100 }, () => handleOnce(database, 'billing', event, invoice('hundred')));
    const handled = await Promise.all(arrivals);
    expect(handled.filter(Boolean)).toHaveLength(1);
    expect(await invoices('hundred')).toBe(1);
  });

  it('knows each consumer by its name', async () => {
    const event = orderPlaced('two', 1);
    expect(await handleOnce(database, 'billing', event, invoice('two'))).toBe(true);
    expect(await handleOnce(database, 'shipping', event, invoice('two'))).toBe(true);
    expect(await invoices('two')).toBe(2);
  });

  it('undoes everything when the handler throws, and takes the event again', async () => {
    const event = orderPlaced('again', 1);
    const failing = async (transaction: Transaction) => {
      await invoice('again')(transaction);
      await store(transaction, orderPlaced('caused-in-vain', 1));
      throw new Error('no');
    };
    await expect(handleOnce(database, 'billing', event, failing)).rejects.toThrow('no');
    expect(await invoices('again')).toBe(0);
    expect(await waiting(database)).toEqual([]);
    expect(await handleOnce(database, 'billing', event, invoice('again'))).toBe(true);
    expect(await invoices('again')).toBe(1);
  });

  it('undoes everything when the time is up, and refuses what the handler writes after that', async () => {
    const event = orderPlaced('late', 1);
    const late = new AbortController();
    const written = Promise.withResolvers<unknown>();
    const slow = async (transaction: Transaction) => {
      await invoice('late')(transaction);
      late.abort(new Error('too late'));
      // Whoever called it has given up.
      await new Promise<void>((resolve) => setImmediate(resolve));
      await invoice('late')(transaction).then(() => written.resolve('written'), written.resolve);
    };
    await expect(handleOnce(database, 'billing', event, slow, late.signal)).rejects.toThrow('too late');
    expect(await written.promise).toEqual(new Error('the transaction is over'));
    expect(await invoices('late')).toBe(0);
  });

  it("works in the event's own context, which its log line and what it causes carry on", async () => {
    const event = {
      ...orderPlaced('context', 1),
      correlationid: 'request-1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    let caused: ReturnType<typeof createEvent> | undefined;
    const subscription = inboxSubscription({
      consumer: 'billing',
      types: [ORDER_PLACED],
      database,
      log,
      handle: async () => {
        expect(currentContext()).toMatchObject({ correlationId: 'request-1', causationId: event.id });
        const origin = { fleet: 'test', service: 'billing', entity: 'invoice', verb: 'sent' };
        caused = createEvent({ ...origin, aggregateId: 'i', aggregateVersion: 1, data: {} });
      },
    });
    const first = attemptAt(event, 1);
    for (const attempt of [first, attemptAt(event, 2)]) await carryOut(attempt, subscription);
    expect(caused).toMatchObject({ correlationid: 'request-1', causationid: event.id });
    expect(caused?.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/);
    const told = lines.filter(({ eventId }) => eventId === event.id);
    const common = {
      level: 'info',
      service: 'test',
      consumer: 'billing',
      type: ORDER_PLACED,
      correlationId: 'request-1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      parentSpanId: '00f067aa0ba902b7',
      causationId: event.id,
    };
    expect(told).toMatchObject([
      { ...common, msg: 'event handled', attempt: 1, durationMs: expect.any(Number) },
      { ...common, msg: 'event handled before', attempt: 2 },
    ]);
    expect(told[0]?.spanId).toBe(caused?.traceparent?.slice(36, 52));
    // A failure is logged from outside of the context, by the same hop.
    expect(failureOf(first, subscription, new Error('no'))).toMatchObject({
      ...Object.fromEntries(
        ['correlationId', 'traceId', 'spanId', 'parentSpanId'].map((name) => [name, told[0]?.[name]]),
      ),
      causationId: event.id,
      eventId: event.id,
      attempt: 1,
    });
  });

  it('forgets what it has handled long ago', async () => {
    const event = orderPlaced('old', 1);
    await handleOnce(database, 'billing', event, invoice('old'));
    const before = await forgetHandled(database);
    await database.query(
      { text: "UPDATE inbox SET received_at = CURRENT_TIMESTAMP(6) - INTERVAL '31' DAY WHERE event_id = $1" },
      [event.id],
    );
    expect([before, await forgetHandled(database)]).toEqual([0, 1]);
  });
});
