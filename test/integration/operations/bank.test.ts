import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type CloudEvent, connectBroker } from '../../../shared/events/index.ts';
import { type TestService, until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { writtenBank } from '../../templates/support/bank.ts';
import { startServiceOf } from '../support/service-of.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const path = '/api/v1/accounts';
const TYPE = 'bank.bank-service.account.';

describe('commands and queries of a bank', () => {
  const parts = new AsyncDisposableStack();
  let bank: TestService;
  let count = 0;
  const seen: CloudEvent[] = [];

  beforeAll(async () => {
    const generated = parts.use(await writtenBank());
    bank = parts.use(await startServiceOf(generated, 'bank-service'));
    const url = bank.app.environment.brokerUrl as string;
    const broker = await connectBroker({ url, fleet: 'bank', service: 'listener', log: readableLog().log });
    parts.defer(() => broker.close());
    const types = ['created', 'updated', 'deleted', 'money-transferred', 'checked'].map((verb) => `${TYPE}${verb}.v1`);
    await broker.subscribe({ consumer: 'listener', types, handle: async (event) => void seen.push(event) });
  });
  afterAll(() => parts.disposeAsync());

  async function open(balance: number): Promise<{ id: string; version: number }> {
    const payload = { number: `A${count++}`, balance };
    return (await bank.call({ method: 'POST', url: path, payload })).json();
  }

  const transfer = (from: string, toId: string, amount: number, headers = {}) =>
    bank.call({ method: 'POST', url: `${path}/${from}/transfer`, payload: { toId, amount }, headers });

  async function balanceOf(id: string): Promise<number> {
    return (await bank.call({ url: `${path}/${id}` })).json().balance;
  }

  it('move money between two resources, and tell of it in order, each event with a version', async () => {
    const [from, to] = [await open(100), await open(5)];
    const answer = await transfer(from.id, to.id, 30);
    expect([answer.statusCode, answer.json()]).toEqual([200, { balance: 70 }]);
    expect([await balanceOf(from.id), await balanceOf(to.id)]).toEqual([70, 35]);
    const told = (id: string) =>
      seen
        .filter(({ subject }) => subject === id)
        .map(({ type, sequence }) => `${Number(sequence)} ${type.slice(TYPE.length)}`);
    await until(() => told(from.id).length === 3 && told(to.id).length === 2);
    expect(told(from.id)).toEqual(['1 created.v1', '2 updated.v1', '3 money-transferred.v1']);
    expect(told(to.id)).toEqual(['1 created.v1', '2 updated.v1']);
    expect(seen.find(({ type }) => type === `${TYPE}money-transferred.v1`)?.data).toEqual({ amount: 30, toId: to.id });
    expect((await bank.call({ url: `${path}/${from.id}` })).headers.etag).toBe('"3"');
  });

  it('tell with a version also where nothing else changes', async () => {
    const { id } = await open(1);
    const answer = await bank.call({ method: 'POST', url: `${path}/${id}/check` });
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"2"']);
    const { version, updatedAt, ...rest } = answer.json();
    expect([version, rest.balance]).toEqual([2, 1]);
    const event = await until(() => seen.find(({ subject, type }) => subject === id && type === `${TYPE}checked.v1`));
    expect(event).toMatchObject({ sequence: '00000000000000000002', data: {} });
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(rest.createdAt));
  });

  it('keep the sum, whoever pays whom at the same time', async () => {
    const accounts = await Promise.all([open(500), open(500), open(500)]);
    const ids = accounts.map(({ id }) => id);
    // More at once than the service has connections would only wait for those.
    const payers = Array.from({ length: 6 }, async (_, payer) => {
      for (let n = payer; n < payer + 15; n++) {
        const answer = await transfer(ids[n % 3] as string, ids[(n + 1 + (payer % 2)) % 3] as string, (n % 7) + 1);
        expect(answer.statusCode).toBe(200);
      }
    });
    await Promise.all(payers);
    const balances = await Promise.all(ids.map(balanceOf));
    expect(balances.reduce((sum, balance) => sum + balance)).toBe(1500);
    const moved = await Promise.all(ids.map(async (id) => (await bank.call({ url: `${path}/${id}` })).json().version));
    // Each began with its first version.
    expect(moved.reduce((sum, version) => sum + version)).toBe(3 + 3 * 90);
  });

  it('never take more than there is', async () => {
    const [from, to] = [await open(50), await open(0)];
    const answers = await Promise.all(Array.from({ length: 10 }, () => transfer(from.id, to.id, 10)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(5);
    expect([await balanceOf(from.id), await balanceOf(to.id)]).toEqual([0, 50]);
  });

  it('happen once under one Idempotency-Key, also all at once', async () => {
    const [from, to] = [await open(100), await open(0)];
    const headers = { 'idempotency-key': 'once' };
    const send = () => transfer(from.id, to.id, 10, headers);
    const answers = await Promise.all([send(), send(), send()]);
    const outcomes = answers.map((answer) => `${answer.statusCode} ${answer.json().code ?? 'done'}`);
    expect(outcomes).toContain('200 done');
    const others = outcomes.filter((outcome) => outcome !== '200 done');
    expect(others).toEqual(others.map(() => '409 idempotency_key_in_use'));
    const again = await send();
    expect([again.statusCode, again.json(), again.headers['idempotency-replayed']]).toEqual([
      200,
      { balance: 90 },
      'true',
    ]);
    expect([await balanceOf(from.id), await balanceOf(to.id)]).toEqual([90, 10]);
  });

  it('answer with the resource where they have no output', async () => {
    const { id } = await open(1);
    const answer = await bank.call({ method: 'POST', url: `${path}/${id}/deposit`, payload: { amount: 4 } });
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, '"2"']);
    expect(answer.json()).toEqual((await bank.call({ url: `${path}/${id}` })).json());
    expect(answer.json()).toMatchObject({ balance: 5, version: 2 });
  });

  it('refuse what is not there, not fit, stale, or not granted', async () => {
    const [from, to] = [await open(10), await open(0)];
    const nobody = '00000000-0000-7000-8000-000000000000';
    expect((await transfer(nobody, to.id, 1)).statusCode).toBe(404);
    expect((await transfer(from.id, nobody, 1)).json()).toMatchObject({
      status: 422,
      code: 'reference_not_found',
      errors: [{ path: '/toId' }],
    });
    expect((await transfer(from.id, to.id, 0)).json()).toMatchObject({ status: 422, errors: [{ path: '/amount' }] });
    expect((await transfer(from.id, to.id, 1, { 'if-match': '"7"' })).statusCode).toBe(412);
    const url = `${path}/${from.id}/transfer`;
    const refused = await bank.call({ method: 'POST', url, scopes: ['accounts:write'] });
    expect(refused.json()).toMatchObject({ status: 403, detail: 'The scope accounts:transfer is needed.' });
    expect(await balanceOf(from.id)).toBe(10);
  });

  it('need the scopes that the config gives to create and to delete', async () => {
    const payload = { number: 'scoped' };
    const create = (scope: string) => bank.call({ method: 'POST', url: path, payload, scopes: [scope] });
    expect((await create('accounts:write')).statusCode).toBe(403);
    const created = await create('accounts:open');
    expect(created.statusCode).toBe(201);
    const url = `${path}/${created.json().id}`;
    const change = (scope: string) => bank.call({ method: 'PATCH', url, payload: { balance: 1 }, scopes: [scope] });
    expect([(await change('accounts:open')).statusCode, (await change('accounts:write')).statusCode]).toEqual([
      403, 200,
    ]);
    const remove = (scope: string) => bank.call({ method: 'DELETE', url, scopes: [scope] });
    expect([(await remove('accounts:write')).statusCode, (await remove('accounts:close')).statusCode]).toEqual([
      403, 204,
    ]);
    const { paths } = (await bank.call({ url: '/openapi.json' })).json();
    expect(paths[path].post.security).toEqual([{ token: ['accounts:open'] }]);
  });

  it('undo all that they did when they fail', async () => {
    const number = 'OPEN-2';
    await bank.call({ method: 'POST', url: path, payload: { number } });
    const refused = await bank.call({ method: 'POST', url: '/api/v1/open-accounts', payload: { count: 3 } });
    expect(refused.json()).toMatchObject({ status: 409, code: 'unique_violation' });
    const { items } = (await bank.call({ url: `${path}?filter[number][in]=OPEN-1,OPEN-2,OPEN-3` })).json();
    expect(items.map((each: { number: string }) => each.number)).toEqual([number]);
  });

  it('of the service need no resource, and a body only where they have a field that must be there', async () => {
    await open(0);
    const before = (await bank.call({ url: '/api/v1/totals' })).json();
    const { items } = (await bank.call({ url: `${path}?filter[balance]=0&limit=100` })).json();
    expect(items).not.toEqual([]);
    const closed = await bank.call({ method: 'POST', url: '/api/v1/close-day' });
    expect(closed.json()).toEqual({ note: null, accounts: items.length });
    expect((await bank.call({ url: '/api/v1/totals' })).json()).toEqual({
      balance: before.balance,
      accounts: before.accounts - items.length,
    });
    const opened = await bank.call({ method: 'POST', url: '/api/v1/open-accounts' });
    expect([opened.statusCode, opened.body]).toEqual([204, '']);
  });

  it('are asked with typed parameters', async () => {
    const { id } = await open(3);
    const url = `${path}/${id}/statement`;
    expect((await bank.call({ url: `${url}?least=2` })).json().lines).toMatchObject([{ least: 2, limit: 10 }]);
    expect((await bank.call({ url })).json().lines).toMatchObject([{ balance: 3, least: null }]);
    expect((await bank.call({ url: `${url}?limit=0` })).json()).toMatchObject({ status: 400, code: 'invalid_query' });
    expect((await bank.call({ url: `${url}?other=0` })).json()).toMatchObject({ status: 400, code: 'invalid_query' });
  });

  it('are in the OpenAPI document with what they take and give', async () => {
    const { paths, components } = (await bank.call({ url: '/openapi.json' })).json();
    const operation = paths[`${path}/{id}/transfer`].post;
    expect(operation).toMatchObject({
      summary: 'Move money to another account',
      security: [{ token: ['accounts:transfer'] }],
      requestBody: {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/AccountTransferInput' } } },
      },
    });
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '404', '409', '412', '422']));
    expect(components.schemas.AccountTransferInput.required).toEqual(['toId', 'amount']);
    expect(paths[`${path}/{id}/statement`].get.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'least', in: 'query', required: false })]),
    );
  });
});
