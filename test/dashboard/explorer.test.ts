import { describe, expect, it } from '@jest/globals';
import { exampleOf } from '../../cli/dashboard/web/views/explorer/example.ts';
import { type OpenApi, operationsOf, type Schema } from '../../cli/dashboard/web/views/explorer/openapi.ts';
import { draftOf, missingIn, requestOf } from '../../cli/dashboard/web/views/explorer/request.ts';
import { answersAt } from './support/answers.ts';

const api = answersAt(0)('/api/openapi', new URLSearchParams()) as OpenApi;
const operation = (id: string) => {
  const found = operationsOf(api).find((each) => each.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};

describe('the examples of the API explorer', () => {
  it.each<[Schema | undefined, unknown]>([
    [{ type: 'string', format: 'uuid' }, '00000000-0000-7000-8000-000000000000'],
    [{ type: 'string', pattern: '^\\d{4}/\\d{4}$' }, '2026/2026'],
    [{ type: 'string', pattern: '^(a|b)+$' }, 'text'],
    [{ type: ['integer', 'null'], minimum: 3 }, 3],
    [{ type: 'boolean' }, false],
    [{ type: 'array', items: { enum: ['draft', 'published'] } }, ['draft']],
    [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 1],
    [{ allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { default: 'x' } } }] }, { a: 1, b: 'x' }],
    [{}, null],
    [undefined, null],
  ])('of %j is %j', (schema, expected) => {
    expect(exampleOf({}, schema)).toEqual(expected);
  });

  it('end where a schema contains itself', () => {
    const tree = { type: 'object', required: ['child'], properties: { child: { $ref: '#/components/schemas/Tree' } } };
    const nested = JSON.stringify(exampleOf({ components: { schemas: { Tree: tree } } }, tree));
    expect(nested).toContain('null');
    expect(nested.length).toBeLessThan(200);
  });
});

describe('the request of the API explorer', () => {
  it('has what the document says', () => {
    const create = operation('POST /api/v1/subjects');
    expect(requestOf(create, draftOf(api, create))).toEqual({
      method: 'POST',
      path: '/api/v1/subjects',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'text', name: 'text', credits: 0, status: 'draft' }, null, 2),
      scopes: ['subjects:write'],
    });
  });

  it('has parameters where they belong, escaped, and waits for those that are needed', () => {
    const [list, get] = [operation('GET /api/v1/subjects'), operation('GET /api/v1/subjects/{id}')];
    const values = { 'query sort': '-credits,name', 'query limit': '' };
    expect(requestOf(list, { ...draftOf(api, list), values }).path).toBe('/api/v1/subjects?sort=-credits%2Cname');
    expect(missingIn(get, draftOf(api, get))).toEqual(['id']);
    const draft = { ...draftOf(api, get), values: { 'path id': 'a/b' }, scopes: ' *, ' };
    expect(missingIn(get, draft)).toEqual([]);
    expect(requestOf(get, draft)).toMatchObject({ path: '/api/v1/subjects/a%2Fb', headers: {}, scopes: ['*'] });
  });

  it('uploads a file as a form', async () => {
    const upload = operation('POST /api/v1/files');
    const { headers, body } = requestOf(upload, draftOf(api, upload));
    const form = await new Response(body, { headers }).formData();
    const file = form.get('file');
    expect(file).toMatchObject({ name: 'hello.txt', type: 'text/plain' });
    expect(await (file as File).text()).toBe('hello');
  });
});
