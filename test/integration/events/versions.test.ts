import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type CloudEvent,
  connectBroker,
  createEvent,
  type EventBroker,
  withUpcasters,
} from '../../../shared/events/index.ts';
import { startPostgres, type TestService, until } from '../../../shared/testing/index.ts';
import { fleetOf } from '../../fleets/support/fleets.ts';
import { readableLog } from '../../support/log.ts';
import { rabbitMissing, startRabbit } from '../../support/rabbitmq.ts';
import { startServiceOf } from '../support/service-of.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const TRANSFERRED = { fleet: 'bank', service: 'bank-service', entity: 'account', verb: 'money-transferred' };
const CREATED = { fleet: 'bank', service: 'crm-service', entity: 'customer', verb: 'created' };
const MORNING = '2026-01-01T08:00:00.000Z';
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

interface Server extends AsyncDisposable {
  readonly url: string;
}

const embedded = async (): Promise<Server> => {
  const postgres = await startPostgres();
  return { url: await postgres.createDatabase('broker'), [Symbol.asyncDispose]: () => postgres.stop() };
};
const rabbitmq = async (): Promise<Server> => {
  const rabbit = await startRabbit();
  return { url: rabbit.url, [Symbol.asyncDispose]: () => rabbit.stop() };
};

versions('the embedded broker', embedded);
if (rabbitMissing === undefined) versions('RabbitMQ', rabbitmq);
else describe('versions on RabbitMQ', () => it.skip(`need a broker: ${rabbitMissing}`, () => undefined));

function versions(name: string, start: () => Promise<Server>): void {
  describe(`versions of an event on ${name}`, () => {
    const parts = new AsyncDisposableStack();
    let crm: TestService;
    let bank: TestService;
    let broker: EventBroker;

    beforeAll(async () => {
      const { url } = parts.use(await start());
      const fleet = parts.use(fleetOf('bank'));
      await fleet.generate();
      const environment = { BROKER_URL: url };
      crm = parts.use(await startServiceOf(fleet, 'crm-service', { environment }));
      bank = parts.use(await startServiceOf(fleet, 'bank-service', { environment }));
      broker = await connectBroker({ url, fleet: 'bank', service: 'bank-service', log: readableLog().log });
      parts.defer(() => broker.close());
    });
    afterAll(() => parts.disposeAsync());

    /** As a service sent it whose schema was of that version. */
    async function send(of: typeof TRANSFERRED, schemaVersion: number, aggregateId: string, data: object) {
      const event = createEvent({ ...of, schemaVersion, aggregateId, aggregateVersion: schemaVersion, data });
      await until(async () => (await broker.publish([event]))[0]?.outcome === 'sent');
      return event;
    }

    async function notices(): Promise<{ accountId: string; amount: string; currency: string }[]> {
      const { items } = (await crm.call({ url: '/api/v1/notices?sort=createdAt' })).json();
      return items.map(({ accountId, amount, currency }: Record<string, string>) => ({ accountId, amount, currency }));
    }

    it('reaches a subscriber as the newest it knows, once; a newer one is parked with its reason', async () => {
      const first = await send(TRANSFERRED, 1, id(1), { cents: 1250, toId: id(2) });
      await send(TRANSFERRED, 2, id(1), { amount: '3.00', currency: 'USD', toId: id(3) });
      const unknown = await send(TRANSFERRED, 3, id(1), { anything: 'else' });
      // The inbox goes by the id that it was sent with.
      await broker.publish([first]);
      await send(TRANSFERRED, 2, id(1), { amount: '4.00', currency: 'GBP', toId: id(4) });

      await until(async () => (await notices()).length === 3);
      expect(await notices()).toEqual([
        { accountId: id(2), amount: '12.50', currency: 'EUR' },
        { accountId: id(3), amount: '3.00', currency: 'USD' },
        { accountId: id(4), amount: '4.00', currency: 'GBP' },
      ]);
      const parked = await until(async () => {
        const all = await broker.parked('crm-service.subscribers.note-transfer');
        return all.length > 0 ? all : undefined;
      });
      expect(parked).toMatchObject([{ event: unknown, reason: `no handler for ${unknown.type}` }]);
    });

    it('reaches the copies of who refers to it as the newest', async () => {
      const customer = { name: 'Ada', taxId: 'GB12345678', email: 'ada@example.org', rating: null, identityId: null };
      const data = {
        ...customer,
        id: id(9),
        birthday: '1915-12-10',
        version: 1,
        createdAt: MORNING,
        updatedAt: MORNING,
      };
      await send(CREATED, 1, id(9), data);
      const copy = await until(() => copyOf(id(9)));
      expect(copy).toMatchObject({ ...customer, bornOn: '1915-12-10' });
      expect(copy).not.toHaveProperty('birthday');
    });

    it('waits, parked, until who listens is newer, and is handled when it is replayed', async () => {
      const seen: CloudEvent[] = [];
      const type = (version: number) => `bank.bank-service.account.rated.v${version}`;
      const subscription = (version: number) => ({
        consumer: 'auditor',
        types: [type(version)],
        handle: async (event: CloudEvent) => void seen.push(event),
      });
      const older = await broker.subscribe(subscription(1));
      const rated = { ...TRANSFERRED, verb: 'rated' };
      const [first, newer] = [
        await send(rated, 1, id(5), { stars: 3 }),
        await send(rated, 2, id(5), { rating: 'good' }),
      ];
      await until(async () => (await broker.parked('auditor')).length === 1);
      expect(seen).toEqual([first]);
      await older.close();

      const upcast = ({ stars }: { stars: number }) => ({ rating: stars > 2 ? 'good' : 'bad' });
      await broker.subscribe(withUpcasters(subscription(2), [{ from: type(1), to: type(2), upcast }]));
      expect(await broker.replay('auditor')).toBe(1);
      const last = await send(rated, 1, id(6), { stars: 1 });
      await until(() => seen.length === 3);
      const expected = [first, newer, { ...last, type: type(2), data: { rating: 'bad' } }];
      expect(seen.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected);
    });

    async function copyOf(of: string): Promise<CloudEvent['data']> {
      const statement = { name: 'copy-of', text: 'SELECT data FROM reference_copies WHERE id = $1' };
      return (await bank.app.database.query<{ data: object }>(statement, [of])).rows[0]?.data;
    }
  });
}
