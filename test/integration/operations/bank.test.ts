import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ServiceDefinition } from '../../../shared/app/index.ts';
import { startTestService, type TestService } from '../../../shared/testing/index.ts';
import { writtenBank } from '../../templates/support/bank.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const path = '/api/v1/accounts';

describe('commands and queries of a bank', () => {
  const parts = new AsyncDisposableStack();
  let bank: TestService;
  let count = 0;

  beforeAll(async () => {
    const generated = parts.use(await writtenBank());
    const { service } = await import(join(generated.root, 'services/bank-service/src/generated/service.ts'));
    const migrations = join(generated.root, 'migrations/bank-service');
    bank = parts.use(await startTestService(service as ServiceDefinition, { migrations }));
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

  it('move money between two resources, each with one version and one event more', async () => {
    const [from, to] = [await open(100), await open(5)];
    const answer = await transfer(from.id, to.id, 30);
    expect([answer.statusCode, answer.json()]).toEqual([200, { balance: 70 }]);
    expect([await balanceOf(from.id), await balanceOf(to.id)]).toEqual([70, 35]);
    const versions = [await bank.call({ url: `${path}/${from.id}` }), await bank.call({ url: `${path}/${to.id}` })];
    expect(versions.map((each) => each.json().version)).toEqual([2, 2]);
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
    expect(moved.reduce((sum, version) => sum + version)).toBe(3 + 2 * 90);
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
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(expect.arrayContaining([200]));
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

  it('undo all that they did when they fail', async () => {
    const number = 'OPEN-2';
    await bank.call({ method: 'POST', url: path, payload: { number } });
    const refused = await bank.call({ method: 'POST', url: '/api/v1/open-accounts', payload: { count: 3 } });
    expect(refused.json()).toMatchObject({ status: 409, code: 'unique_violation' });
    const { items } = (await bank.call({ url: `${path}?filter[number][in]=OPEN-1,OPEN-2,OPEN-3` })).json();
    expect(items.map((each: { number: string }) => each.number)).toEqual([number]);
  });

  it('of the service need no resource, and a body only where they have a field that must be there', async () => {
    const before = (await bank.call({ url: '/api/v1/totals' })).json();
    const { items } = (await bank.call({ url: `${path}?filter[balance]=0&limit=100` })).json();
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
