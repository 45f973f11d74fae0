import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repository } from '../../support/aurora.ts';
import { type GeneratedService, startGeneratedService } from './support/generated-service.ts';

const path = '/api/v1/listeds';

let running: GeneratedService;

beforeAll(async () => {
  const file = join(repository, 'test', 'fleets', 'kinds', 'aurora.config.yaml');
  running = await startGeneratedService({ file }, 'kinds-service');
  const rows = [
    { name: 'b', total: '9.00', notes: 'hidden', kind: 'mon' },
    { name: 'a', total: '10.00', contact: 'shown@example.org', kind: 'tue' },
    { name: 'c', total: '9.00', placedAt: '2026-01-01T00:00:00Z' },
    { name: 'd' },
  ];
  for (const payload of rows) expect((await running.call({ method: 'POST', url: path, payload })).statusCode).toBe(201);
});

afterAll(() => running?.stop());

const list = async (query: Record<string, string>) => (await running.call({ url: path, query })).json();
const names = async (query: Record<string, string>) =>
  (await list(query)).items.map(({ name }: { name: string }) => name);

describe('lists with rules of their own', () => {
  it('come in the order of the config, page by page', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list({ limit: '1', ...(cursor !== '' && { cursor }) });
      seen.push(...page.items.map(({ name }: { name: string }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    expect(await names({ sort: '-name' })).toEqual(['d', 'c', 'b', 'a']);
  });

  it('are searched where the config says', async () => {
    expect(await names({ q: 'SHOWN' })).toEqual(['a']);
    expect(await names({ q: 'hidden' })).toEqual([]);
  });

  it('are filtered by what the config names, by ids and by references', async () => {
    expect(await names({ 'filter[kind]': 'mon' })).toEqual(['b']);
    expect(await names({ 'filter[placedAt][null]': 'false' })).toEqual(['c']);
    expect(await names({ 'filter[datedId][null]': 'false' })).toEqual([]);
    const { id } = (await list({ limit: '1' })).items[0];
    expect(await names({ 'filter[id][in]': id })).toEqual(['a']);
  });

  it.each([
    ['filter[name]', 'a'],
    ['filter[createdAt][gt]', '2026-01-01'],
    ['filter[total]', '9.00'],
    ['sort', 'createdAt'],
    ['sort', 'kind'],
  ])('refuse %s=%s', async (name, value) => {
    expect(await list({ [name]: value })).toMatchObject({
      status: 400,
      code: 'invalid_query',
      errors: [{ path: `/${name}` }],
    });
  });

  it('refuse all that the config leaves out', async () => {
    for (const query of ['sort=name', 'filter[name]=a', 'q=a']) {
      expect((await running.call({ url: `/api/v1/bares?${query}` })).statusCode).toBe(400);
    }
    expect((await running.call({ url: '/api/v1/bares' })).statusCode).toBe(200);
  });

  it('say in the OpenAPI what they can be asked for', async () => {
    const { paths } = (await running.call({ url: '/openapi.json' })).json();
    const parametersOf = (of: string) =>
      paths[of].get.parameters.map(({ name }: { name: string }) => name).filter((name: string) => /^[a-z]/.test(name));
    expect(paths[path].get.description).toContain('`-total,name`');
    expect(parametersOf('/api/v1/bares')).toEqual([
      'limit',
      'cursor',
      'filter[id]',
      'filter[id][ne]',
      'filter[id][in]',
    ]);
    const { schema } = paths[path].get.parameters.find(({ name }: { name: string }) => name === 'sort');
    expect(schema.items.enum).toEqual(['name', '-name', 'total', '-total']);
    expect(parametersOf(path)).toEqual(expect.arrayContaining(['filter[kind]', 'filter[id][in]', 'filter[datedId]']));
    expect(parametersOf(path)).not.toContain('filter[name]');
    const q = paths[path].get.parameters.find(({ name }: { name: string }) => name === 'q');
    expect(q.description).toBe('Text that `name` or `contact` holds, whatever its case.');
  });
});
