import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type CloudEvent, connectBroker, type EventBroker } from '../../../shared/events/index.ts';
import { type Peer, type TestService, until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { writtenBank } from '../../templates/support/bank.ts';
import { startServiceOf } from '../support/service-of.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

/** Has whatever account it is asked for. */
const bankPeer: Peer = ({ url }) => {
  const ids = /\[in\]=([^&]*)/.exec(url)?.[1]?.split(',') ?? [];
  return { body: { items: ids.map((id) => ({ id, version: 1, number: 'A', balance: 0 })), nextCursor: null } };
};

describe('a subscriber of another service', () => {
  const parts = new AsyncDisposableStack();
  const seen: CloudEvent[] = [];
  let bank: TestService;
  let crm: TestService;
  let broker: EventBroker;
  let count = 0;

  beforeAll(async () => {
    const generated = parts.use(await writtenBank());
    bank = parts.use(await startServiceOf(generated, 'bank-service'));
    const url = bank.app.environment.brokerUrl as string;
    const options = { environment: { BROKER_URL: url }, peers: { 'bank-service': bankPeer } };
    crm = parts.use(await startServiceOf(generated, 'crm-service', options));
    broker = await connectBroker({ url, fleet: 'bank', service: 'listener', log: readableLog().log });
    parts.defer(() => broker.close());
    const types = ['bank.bank-service.account.money-transferred.v1', 'bank.crm-service.notice.sent.v1'];
    await broker.subscribe({ consumer: 'listener', types, handle: async (event) => void seen.push(event) });
    await crm.call({ method: 'POST', url: '/api/v1/tallies', payload: { name: 'all' } });
  });
  afterAll(() => parts.disposeAsync());

  async function open(balance: number): Promise<string> {
    const payload = { number: `A${count++}`, balance };
    return (await bank.call({ method: 'POST', url: '/api/v1/accounts', payload })).json().id;
  }

  async function noticesOf(
    id: string,
  ): Promise<{ id: string; version: number; amount: number | null; text: string }[]> {
    return (await crm.call({ url: `/api/v1/notices?filter[accountId]=${id}&sort=createdAt` })).json().items;
  }

  const tally = async () => (await crm.call({ url: '/api/v1/tallies?filter[name]=all' })).json().items[0];

  it('acts on standard events and on those of the config’s own, with what they carry', async () => {
    const [from, to] = [await open(100), await open(0)];
    const url = `/api/v1/accounts/${from}/transfer`;
    await bank.call({ method: 'POST', url, payload: { toId: to, amount: 30 } });
    await until(async () => (await noticesOf(to)).length === 2);
    const told = (await noticesOf(to)).map(({ amount, text }) => [text, amount]);
    expect(told).toEqual(
      expect.arrayContaining([
        [expect.stringMatching(/^Welcome, A/), null],
        ['You have got money', 30],
      ]),
    );
    await until(async () => (await noticesOf(from)).length === 1 && (await tally()).notices === 1);
  });

  it('takes effect once, however often an event comes, and so does what it causes', async () => {
    const [from, to] = [await open(100), await open(0)];
    const before = await tally();
    const url = `/api/v1/accounts/${from}/transfer`;
    await bank.call({
      method: 'POST',
      url,
      payload: { toId: to, amount: 7 },
      headers: { 'x-correlation-id': 'a-payment' },
    });
    const event = await until(() => seen.find(({ subject, type }) => subject === from && type.includes('money')));
    await broker.publish([event, event, event]);
    // Nothing is behind the last of its subject once that has been handled.
    await bank.call({ method: 'POST', url, payload: { toId: to, amount: 1 } });
    await until(async () => (await noticesOf(to)).some(({ amount }) => amount === 1));
    expect((await noticesOf(to)).filter(({ amount }) => amount !== null).map(({ amount }) => amount)).toEqual([7, 1]);
    await until(async () => (await tally()).notices === before.notices + 2);
    expect((await tally()).amount).toBe(before.amount + 8);

    const [notice] = (await noticesOf(to)).filter(({ amount }) => amount === 7);
    const sent = await until(() => seen.find(({ subject }) => subject === notice?.id));
    expect(sent).toMatchObject({ correlationid: 'a-payment', causationid: event.id, data: { amount: 7 } });
    expect([notice?.version, Number(sent.sequence)]).toEqual([2, 2]);
  });

  it('and a command refer to what is there alone, whatever the handler writes', async () => {
    const post = async (url: string, payload: object) => crm.call({ method: 'POST', url: `/api/v1/${url}`, payload });
    const { id } = (await post('notices', { text: 'filed' })).json();
    const [open, gone] = [
      (await post('tallies', { name: 'open' })).json().id,
      (await post('tallies', { name: 'gone' })).json().id,
    ];
    await crm.call({ method: 'DELETE', url: `/api/v1/tallies/${gone}` });
    expect((await post(`notices/${id}/refile`, { tally: gone })).json()).toMatchObject({
      status: 422,
      code: 'reference_not_found',
      errors: [{ path: '/tallyId' }],
    });
    expect((await post(`notices/${id}/refile`, { tally: open })).json()).toMatchObject({ tallyId: open, version: 2 });
  });
});
