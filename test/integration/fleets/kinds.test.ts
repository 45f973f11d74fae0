import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repository } from '../../support/aurora.ts';
import { type GeneratedService, startGeneratedService } from './support/generated-service.ts';

let running: GeneratedService;

const path = '/api/v1/everythings';

beforeAll(async () => {
  const file = join(repository, 'test', 'fleets', 'kinds', 'aurora.config.yaml');
  running = await startGeneratedService({ file }, 'kinds-service');
});

afterAll(() => running?.stop());

let count = 0;

function least() {
  count += 1;
  return {
    title: 'A title',
    bytes: 9_007_199_254_740_991,
    offset: count,
    price: '12.50',
    bornOn: '2000-02-29',
    contact: `someone-${count}@example.org`,
    state: 'open',
    amounts: ['1.000'],
  };
}

const post = (payload: object) => running.call({ method: 'POST', url: path, payload });
const get = async (query: string) => (await running.call({ method: 'GET', url: `${path}?${query}` })).json();

describe('every type of field', () => {
  it('gives back what it was given, from the write and from the table', async () => {
    const written = {
      ...least(),
      body: 'lines\nand ünïcödé 🎉',
      count: -5,
      price: '9999999999.99',
      rate: '-0.0000001',
      pieces: '99999999999999999999999999999999999999',
      balance: '0.00',
      endsOn: '1000-01-01',
      seenAt: '2026-05-01T12:00:00.123Z',
      madeAt: '9999-12-31T23:59:59.999Z',
      token: '0199f0a0-0000-7000-8000-0000000000ff',
      site: 'https://example.org/?q=a%20b#part',
      currency: 'a "third"',
      tags: ['a', 'ß', '"quoted"', 'a'],
      codes: ['AB', 'CD'],
      amounts: ['0.000', '1234.567'],
      days: ['sun', 'mon'],
      moments: ['2026-05-01T12:00:00.000Z'],
      flags: [false],
      anything: { deep: [1, null, { x: 'y' }] },
      isOpen: false,
    };
    const created = await post(written);
    expect(created.json()).toMatchObject({ ...written, callback: null, version: 1 });
    const read = await running.call({ method: 'GET', url: `${path}/${created.json().id}` });
    expect(read.json()).toEqual(created.json());
    const [listed] = (await get(`filter[id]=${created.json().id}`)).items;
    expect(listed).toEqual(created.json());
  });

  it('has its defaults', async () => {
    const { offset: _, ...rest } = least();
    const created = (await post(rest)).json();
    expect(created).toMatchObject({
      offset: -9_007_199_254_740_991,
      rate: '0.1234567',
      balance: '-12.50',
      endsOn: '9999-12-31',
      madeAt: '2026-01-01T00:00:00.000Z',
      currency: 'EUR',
      tags: [],
      flags: [true, false],
      seenAt: null,
      codes: null,
    });
    expect((await running.call({ method: 'GET', url: `${path}/${created.id}` })).json()).toEqual(created);
  });

  it('takes a moment in any offset and gives it in UTC', async () => {
    const created = (
      await post({ ...least(), seenAt: '2026-05-01T12:00:00.1239+02:00', moments: ['2026-05-01T00:00:00-01:00'] })
    ).json();
    expect(created).toMatchObject({ seenAt: '2026-05-01T10:00:00.123Z', moments: ['2026-05-01T01:00:00.000Z'] });
    const read = await running.call({ method: 'GET', url: `${path}/${created.id}` });
    expect(read.json()).toEqual(created);
    const patched = await running.call({
      method: 'PATCH',
      url: `${path}/${created.id}`,
      payload: { seenAt: '2026-05-01T10:00:00.123Z' },
    });
    expect(patched.json().version).toBe(1);
  });

  it.each([
    ['bytes', -1],
    ['bytes', 1.5],
    ['bytes', '7'],
    ['price', 12.5],
    ['price', '12.5'],
    ['price', '012.50'],
    ['price', '-0.01'],
    ['price', '10000000000.00'],
    ['balance', '-0.00'],
    ['pieces', '1.0'],
    ['bornOn', '2001-02-29'],
    ['bornOn', '1899-12-31'],
    ['bornOn', '2101-01-01'],
    ['bornOn', '2000-02-29T00:00:00Z'],
    ['endsOn', '0999-12-31'],
    ['seenAt', '2026-05-01'],
    ['seenAt', '2026-05-01T12:00:00'],
    ['seenAt', '2026-02-30T12:00:00Z'],
    ['seenAt', '0001-01-01T00:00:00Z'],
    ['seenAt', '9999-12-31T23:59:59-01:00'],
    ['seenAt', '2016-12-31T23:59:60Z'],
    ['token', '0199F0A0-0000-7000-8000-0000000000FF'],
    ['token', 'no'],
    ['contact', 'no at'],
    ['contact', `${'x'.repeat(250)}@example.org`],
    ['site', 'ftp://example.org'],
    ['site', '/relative'],
    ['site', `https://example.org/${'x'.repeat(200)}`],
    ['currency', 'GBP'],
    ['tags', 'a'],
    ['tags', [1]],
    ['tags', Array.from({ length: 101 }, () => 'a')],
    ['codes', []],
    ['codes', ['AB', 'AB']],
    ['codes', ['abc']],
    ['amounts', ['1']],
    ['days', ['monday']],
    ['moments', ['yesterday']],
  ])('refuses %s: %j, and names it', async (name, value) => {
    const { status, code, errors } = (await post({ ...least(), [name]: value })).json();
    expect({ status, code }).toEqual({ status: 422, code: 'validation_failed' });
    expect(errors).not.toEqual([]);
    for (const { path } of errors) expect(path).toMatch(new RegExp(`^/${name}(/\\d+)?$`));
  });

  it('says how a decimal is written', async () => {
    const { errors } = (await post({ ...least(), price: '12.5' })).json();
    expect(errors).toEqual([
      {
        path: '/price',
        code: 'wrong_format',
        message: 'must be a number in quotes, with 2 digits after the point, such as "12.00"',
      },
    ]);
  });

  it('is sorted, paged and filtered by what it means, not how it is spelt', async () => {
    const dated = '/api/v1/dateds';
    const rows = [
      { onDay: '1000-01-01', at: '1000-01-01T00:00:00.000Z', amount: '-10.0000000000', number: -9_007_199_254_740_991 },
      { onDay: '1999-12-31', at: '2026-01-01T00:00:00.001Z', amount: '-9.0000000001', number: -1 },
      { onDay: '2026-01-01', at: '2026-01-01T00:00:00.002Z', amount: '9.0000000001', number: 9 },
      { onDay: '9999-12-31', at: '9999-12-31T23:59:59.999Z', amount: '9.0000000002', number: 10 },
      { onDay: null, at: null, amount: null, number: null },
    ];
    for (const row of rows.toReversed()) {
      expect((await running.call({ method: 'POST', url: dated, payload: row })).statusCode).toBe(201);
    }
    for (const name of ['onDay', 'at', 'amount', 'number'] as const) {
      const seen: unknown[] = [];
      for (let cursor = ''; ; ) {
        const url = `${dated}?limit=2&sort=${name}${cursor && `&cursor=${cursor}`}`;
        const { items, nextCursor } = (await running.call({ method: 'GET', url })).json();
        seen.push(...items.map((item: Record<string, unknown>) => item[name]));
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      expect(seen).toEqual(rows.map((row) => row[name]));
      const second = rows[1]?.[name];
      const count = async (filter: string) =>
        (await running.call({ method: 'GET', url: `${dated}?${filter}` })).json().items.length;
      expect(await count(`filter[${name}]=${second}`)).toBe(1);
      expect(await count(`filter[${name}][gt]=${second}`)).toBe(2);
      expect(await count(`filter[${name}][lte]=${second}`)).toBe(2);
      expect(await count(`filter[${name}][null]=true`)).toBe(1);
    }
    const spelt = await running.call({ method: 'GET', url: `${dated}?filter[amount][in]=9.00000000010,-10` });
    expect(spelt.json().items).toHaveLength(2);
    for (const bad of ['filter[amount]=nine', 'filter[onDay]=2026-02-30', 'filter[number]=9007199254740992']) {
      expect((await running.call({ method: 'GET', url: `${dated}?${bad}` })).json().code).toBe('invalid_query');
    }
  });

  it('is sorted, paged and filtered by decimals of all lengths exactly', async () => {
    const numbers = {
      pieces: ['-99999999999999999999999999999999999999', '9', '10', '99999999999999999999999999999999999998'],
      fine: [
        '-0.000000000000000000000000000001',
        '0.000000000000000000000000000001',
        '9.5'.padEnd(32, '0'),
        '99999999.'.padEnd(39, '9'),
      ],
    };
    const ids: string[] = [];
    for (const [index, pieces] of numbers.pieces.entries()) {
      ids.push((await post({ ...least(), title: 'exact', pieces, fine: numbers.fine[index] })).json().id);
    }
    for (const name of ['pieces', 'fine'] as const) {
      const seen: unknown[] = [];
      for (let cursor = ''; ; ) {
        const page = await get(`filter[id][in]=${ids}&limit=1&sort=-${name}${cursor && `&cursor=${cursor}`}`);
        seen.unshift(...page.items.map((item: Record<string, unknown>) => item[name]));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(numbers[name]);
      for (const [index, number] of numbers[name].entries()) {
        expect((await get(`filter[${name}]=${number}`)).items).toMatchObject([{ [name]: number }]);
        expect((await get(`filter[id][in]=${ids}&filter[${name}][gt]=${number}`)).items).toHaveLength(3 - index);
      }
    }
  });
});
