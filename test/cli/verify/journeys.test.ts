import { afterEach, describe, expect, it } from '@jest/globals';
import { checksOf } from '../../../cli/verify/checks-of.ts';
import { type JourneyFleet, journeyFleet } from './support/journey-fleet.ts';
import { problem } from './support/shop.ts';

let fleet: JourneyFleet;
afterEach(async () => {
  await fleet?.[Symbol.asyncDispose]();
});

const ORDER = "const order = await client.orders.create({ title: unique('An order', 40) });";

describe('a journey', () => {
  it('has what it made taken away, the last first, under one correlation id', async () => {
    const ids = new Set<unknown>();
    fleet = await journeyFleet({
      modules: { 'a.ts': `${ORDER} await client.orders.create({ title: unique('Another') });` },
      defect: (_, { headers }) => void ids.add(headers['x-correlation-id']),
    });
    const [outcome] = await fleet.run();
    expect(outcome).toMatchObject({ area: 'journeys', claim: 'a', status: 'passed', file: 'test/e2e/journeys/a.ts' });
    expect([...ids]).toEqual([outcome?.correlationId]);
    const [, , first, , second] = fleet.shop.requests;
    expect([first, second].map((each) => each?.split(' ')[0])).toEqual(['DELETE', 'DELETE']);
    expect(fleet.shop.stored.size).toBe(0);
    expect(fleet.journals()).toEqual([]);
  });

  it('has a token of exactly its scopes, and gives away no others', async () => {
    fleet = await journeyFleet({
      options: "{ scopes: ['orders:read'] }",
      modules: {
        'a.ts': "await refused('forbidden', () => client.orders.create({ title: 'x' })); await clientWith([]);",
        'b.ts': "clientWith(['orders:write']);",
      },
    });
    const [a, b] = await fleet.run();
    expect(a).toMatchObject({ status: 'passed' });
    expect(b).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('does not name the scope orders:write'),
    });
  });

  it('says in which step it failed, what was expected, after which request and where, and tells its steps', async () => {
    fleet = await journeyFleet({
      modules: {
        'a.ts': `${ORDER}
  await step('it is looked at', () => client.orders.get(order.id));
  await step('it is changed', async () => {
    const { amount } = await client.orders.update(order.id, { amount: 3 });
    assert.equal(amount, 4);
  });`,
      },
    });
    const [outcome] = await fleet.run();
    expect(outcome?.reason).toMatch(
      /^step "it is changed": found 3, expected 4 \(test\/e2e\/journeys\/a\.ts:\d+; last request: PATCH \/api\/v1\/orders\/[-0-9a-f]{36} → 200\)$/,
    );
    expect(outcome).toMatchObject({ status: 'failed', expected: '4', found: '3' });
    expect(outcome?.steps.map(({ name }) => name)).toEqual(['it is looked at', 'it is changed']);
    expect(fleet.shop.stored.size).toBe(0);
  });

  it.each([
    ["await client.orders.get('1')", 'it was refused as not_found (404)'],
    [
      "await refused('stale_version', () => client.orders.get('1'))",
      'refused as stale_version, but it was refused as not_found',
    ],
    ["await refused('stale_version', async () => 1)", 'expected to be refused as stale_version, but it was done'],
    ["await http.expect(201, 'GET', '/api/v1/orders/1')", 'GET /api/v1/orders/1 answered 404 (not_found), not 201'],
    ["await until('it is so', () => false, 100)", 'it is so: not so within 100 ms'],
    ["await until('it is so', () => { throw new Error('not yet') }, 100)", 'the last time: not yet'],
    ["throw 'a text'", "it threw 'a text'"],
    ['undefined.x()', 'TypeError: Cannot read properties of undefined'],
    ["unique('x', 5)", 'In 5 characters nothing is unique'],
  ])('that does %s says so', async (body, reason) => {
    fleet = await journeyFleet({ modules: { 'a.ts': body } });
    const [outcome] = await fleet.run();
    expect(outcome).toMatchObject({ status: 'failed', reason: expect.stringContaining(reason) });
  });

  it('that takes too long is ended, told where it was, and undone', async () => {
    fleet = await journeyFleet({
      options: "{ scopes: ['orders:read', 'orders:write'], timeoutMs: 300 }",
      modules: { 'a.ts': `${ORDER} await step('it waits', () => new Promise(() => undefined));` },
    });
    const [outcome] = await fleet.run();
    expect(outcome?.reason).toBe(
      'the journey was not at its end within 300 ms; it was at the step "it waits" (last request: POST /api/v1/orders → 201)',
    );
    expect(fleet.shop.stored.size).toBe(0);
  });

  it('that is called off sends nothing more, and is undone, also what was under way', async () => {
    const calledOff = new AbortController();
    fleet = await journeyFleet({
      modules: { 'a.ts': `${ORDER} await client.orders.create({ title: 'never' });` },
      defect: (_, { method }) => {
        if (method === 'POST') calledOff.abort(new Error('called off'));
        return undefined;
      },
    });
    await expect(fleet.run({ signal: calledOff.signal })).rejects.toThrow('called off');
    expect(fleet.shop.stored.size).toBe(0);
    expect(fleet.shop.requests.filter((each) => each.startsWith('POST'))).toHaveLength(1);
    expect(fleet.journals()).toEqual([]);
  });

  it('cleans up in reverse, each whatever becomes of the others, and says what it could not', async () => {
    fleet = await journeyFleet({
      modules: {
        'a.ts': `
  cleanup({ method: 'PATCH', path: '/api/v1/orders/gone', body: {} });
  cleanup(() => { throw new Error('no way') });
  cleanup(() => http.ask('GET', '/api/v1/orders?q=last'));
  throw new Error('it failed');`,
      },
    });
    const [outcome] = await fleet.run();
    expect(outcome?.reason).toContain('it failed');
    expect(outcome?.reason).toContain('; besides, it has left something behind: no way');
    expect(fleet.shop.requests).toEqual([
      'GET api-gateway /api/v1/orders?q=last',
      'PATCH api-gateway /api/v1/orders/gone',
    ]);
  });

  it('is skipped where it expects an event and events cannot be seen, and undone', async () => {
    fleet = await journeyFleet({ modules: { 'a.ts': `${ORDER} await events.expect({ type: 'x' });` } });
    const [outcome] = await fleet.run();
    expect(outcome).toMatchObject({ status: 'skipped', reason: 'this fleet has no broker' });
    expect(fleet.shop.stored.size).toBe(0);
  });

  it('that says it writes nothing belongs to --smoke, and is held to it', async () => {
    fleet = await journeyFleet({
      options: "{ scopes: ['orders:read', 'orders:write'], writes: false }",
      modules: { 'a.ts': "await client.orders.create({ title: 'x' });" },
    });
    const smoke = await checksOf(fleet.shop.ground, { smoke: true, areas: ['journeys'] });
    expect(smoke.map(({ claim }) => claim)).toEqual(['a']);
    const [outcome] = await fleet.run();
    expect(outcome?.reason).toContain('POST /api/v1/orders was not sent: the journey says that it writes nothing');
    expect(fleet.shop.requests).toEqual([]);
  });
});

describe('a module that is no journey', () => {
  it.each([
    ["export default journey('a', {", 'cannot be loaded: '],
    ["import './nowhere.ts'; export default 1;", 'cannot be loaded: '],
    ["export const x = 1; throw new Error('no database');", 'cannot be loaded: no database'],
    ['export const x = 1;', 'exports no journey as its default, but x'],
    ['// nothing', 'exports no journey as its default, but nothing'],
    ['export default () => undefined;', 'exports no journey as its default, but function: it is made with journey(…)'],
    ["export default { kind: 'journey', name: ' ' };", 'the journey has no name'],
    ["export default { kind: 'journey', name: 'a', scopes: 'x' };", 'its scopes are no list of texts'],
    ["export default { kind: 'journey', name: 'a', scopes: [], timeoutMs: -1 };", 'its timeoutMs is no number'],
    ["export default { kind: 'journey', name: 'a', scopes: [], timeoutMs: 1 };", 'it does nothing'],
  ])('such as %s, is a check that fails', async (module, reason) => {
    fleet = await journeyFleet({ modules: { 'good.ts': '', 'odd.ts': module } });
    const [good, odd] = await fleet.run();
    expect(good).toMatchObject({ claim: 'good', status: 'passed' });
    expect(odd).toMatchObject({ claim: 'test/e2e/journeys/odd.ts is a journey', status: 'failed' });
    expect(odd?.reason).toContain('test/e2e/journeys/odd.ts');
    expect(odd?.reason).toContain(reason);
  });

  it('lies in a folder there, or is a test', async () => {
    fleet = await journeyFleet({ modules: { 'shared/orders.ts': '// nothing', 'a.test.ts': '// nothing' } });
    expect(await fleet.run()).toEqual([]);
  });
});

describe('outside development', () => {
  const environment = 'production';
  const options = "{ scopes: ['orders:read', 'orders:write', 'config:write'], production: true }";

  it('only what is made for it runs', async () => {
    fleet = await journeyFleet({ environment, modules: { 'a.ts': ORDER } });
    expect(await fleet.run()).toMatchObject([{ status: 'skipped', reason: 'it is not made for production' }]);
    expect(fleet.shop.requests).toEqual([]);
  });

  it('it may touch what it has made', async () => {
    fleet = await journeyFleet({
      environment,
      options,
      modules: {
        'a.ts': `${ORDER}
  await client.orders.get(order.id);
  await client.orders.update(order.id, { amount: 2 });
  await client.orders.page({ filter: { title: order.title } });
  await client.orders.page({ filter: { title: { contains: order.title } } });
  await client.orders.getMany([order.id]);
  await http.ask('GET', '/health');
  await refused('unauthenticated', () => clientWith([]).orders.page());`,
      },
    });
    expect(await fleet.run()).toMatchObject([{ status: 'passed', reason: null }]);
    expect(fleet.shop.stored.size).toBe(0);
  });

  it.each([
    'client.orders.page()',
    "client.orders.page({ q: 'x' })",
    "client.orders.get('00000000-0000-7000-8000-000000000000')",
    "client.orders.delete('00000000-0000-7000-8000-000000000000')",
    "client.orders.create({ title: 'without a mark' })",
    'client.orders.page({ filter: { id: { ne: order.id } } })',
    'client.orders.page({ filter: { id: { in: [order.id, "1"] } } })',
    "http.ask('PUT', '/api/v1/config/orders-service', { body: { values: {} } })",
    "http.ask('GET', '/api/v1/config/orders-service')",
    "http.ask('GET', '/api/v1/orders/' + order.id + '/../other')",
  ])('it may not %s', async (call) => {
    fleet = await journeyFleet({ environment, options, modules: { 'a.ts': `${ORDER} await ${call};` } });
    const [outcome] = await fleet.run();
    expect(outcome?.reason).toContain('was not sent: ');
    expect(fleet.shop.requests.map((each) => each.split(' ')[0])).toEqual(['POST', 'DELETE', 'GET']);
  });
});

describe('what a killed run has left', () => {
  const made = (n: number, id: string) => ({ n, open: { is: 'made', path: `/api/v1/orders/${id}` } });

  it('is undone by the next, the last first, and told', async () => {
    fleet = await journeyFleet({ modules: { 'a.ts': ORDER } });
    for (const id of ['1', '2', '3']) fleet.shop.stored.set(id, { version: 1 });
    fleet.leave(made(1, '1'), made(2, '2'), made(3, '3'), { n: 2, open: null });
    const outcomes = await fleet.run();
    expect(outcomes).toMatchObject([
      { claim: 'what a killed run has left is undone', status: 'passed' },
      { claim: 'a', status: 'passed' },
    ]);
    expect([...fleet.shop.stored.keys()]).toEqual(['2']);
    const deleted = fleet.shop.requests.filter((each) => each.startsWith('DELETE')).map((each) => each.slice(-1));
    expect(deleted.slice(0, 2)).toEqual(['3', '1']);
    expect(fleet.journals()).toEqual([]);
    expect(await fleet.run()).toHaveLength(1);
  });

  it('is found by its key where nobody has heard the answer', async () => {
    const keys: unknown[] = [];
    fleet = await journeyFleet({
      modules: {},
      defect: (_, { method, headers }) => {
        if (method !== 'POST') return undefined;
        keys.push(headers['idempotency-key']);
        return { status: 201, body: { id: 'first' } };
      },
    });
    fleet.shop.stored.set('first', { version: 1 });
    const sent = { key: 'e2e1-1', body: '{"title":"x"}' };
    fleet.leave({ n: 1, open: { is: 'begun', collection: '/api/v1/orders', sent, mark: 'e2e1' } });
    expect(await fleet.run()).toMatchObject([{ status: 'passed' }]);
    expect([keys, fleet.shop.stored.size]).toEqual([['e2e1-1'], 0]);
  });

  it('is found by its mark where what was sent was too much to write down', async () => {
    fleet = await journeyFleet({
      modules: {},
      defect: (_, { method, path }) =>
        method === 'GET' && path.includes('filter[name][contains]=e2e1&')
          ? { status: 200, body: { items: [{ id: 'upload' }] } }
          : undefined,
    });
    fleet.shop.stored.set('upload', { version: 1 });
    fleet.leave({ n: 1, open: { is: 'begun', collection: '/api/v1/orders', mark: 'e2e1' } });
    expect(await fleet.run()).toMatchObject([{ status: 'passed' }]);
    expect(fleet.shop.stored.size).toBe(0);
  });

  it('stays written down where it cannot be undone', async () => {
    let isStuck = true;
    fleet = await journeyFleet({
      modules: {},
      defect: (_, { method }) => (isStuck && method === 'DELETE' ? problem(405, 'method_not_allowed') : undefined),
    });
    fleet.shop.stored.set('1', { version: 1 });
    fleet.leave(made(1, '1'), made(2, '2'));
    expect(await fleet.run()).toMatchObject([
      { status: 'failed', reason: expect.stringContaining('405 method_not_allowed') },
    ]);
    isStuck = false;
    expect(await fleet.run()).toMatchObject([{ status: 'passed' }]);
    expect([fleet.shop.stored.size, fleet.journals()]).toEqual([0, []]);
  });

  it('is left alone while its process lives, and where it is of another environment', async () => {
    fleet = await journeyFleet({ modules: {}, environment: 'production' });
    fleet.leave(made(1, '1'));
    const ground = { fleet: { ...fleet.shop.ground.fleet, environment: 'development' } };
    expect(await fleet.run({ ground })).toEqual([]);
    expect(fleet.journals()).toHaveLength(1);
  });
});
