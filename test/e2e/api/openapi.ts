import { beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type Document, type Operation, operationsOf, wholeDocument } from '../../support/openapi.ts';
import type { Answer, Question } from '../../support/real-fleet.ts';
import { sampleOf } from '../../support/sample.ts';
import { fleet } from './fleet.ts';

let document: Document;
let subjectId: string;

const SERVICES = ['config-service', 'subject-service', 'file-service', 'syllabus-service'];

describe('the OpenAPI documents of a fleet', () => {
  beforeAll(async () => {
    document = await wholeDocument(fleet.urlOf('api-gateway'));
    subjectId = (await fleet.call('GET', '/api/v1/subjects?limit=1')).body.items[0].id;
  });

  it('are valid, one by one and merged', async () => {
    for (const service of ['api-gateway', ...SERVICES]) {
      expect([service, await new Validator().validate(await documentOf(service))]).toEqual([service, { valid: true }]);
    }
  });

  it('are all in that of the gateway, but for what clients have no business with', async () => {
    const own = await Promise.all(SERVICES.map(documentOf));
    const expected = own.flatMap((each) => [...operationsOf(each).keys()]).filter((key) => key.includes(' /api/'));
    const merged = [...operationsOf(document).keys()];
    expect(merged).toEqual(expect.arrayContaining(expected));
    expect(merged.join()).not.toContain('/registry');
  });

  it('tell of every query parameter how it is given', async () => {
    for (const [key, operation] of operationsOf(document)) {
      for (const parameter of queryOf(operation)) {
        const query = new URLSearchParams({ [parameter.name]: String(sampleOf(parameter.schema)) });
        const { status } = await fleet.call('GET', `${await pathOf(key)}?${query}`);
        expect([key, parameter.name, status]).toEqual([key, parameter.name, 200]);
      }
    }
  });

  it('tell which values are refused', async () => {
    const checked = ['integer', 'boolean', 'array'];
    for (const [key, operation] of operationsOf(document)) {
      for (const { name, schema } of queryOf(operation)) {
        if (!checked.includes(schema.type ?? '') && !schema.enum && !schema.format) continue;
        if (schema.items && !schema.items.enum && !schema.items.format && schema.items.type === 'string') continue;
        const { status } = await fleet.call('GET', `${await pathOf(key)}?${new URLSearchParams({ [name]: 'x y' })}`);
        expect([key, name, status]).toEqual([key, name, 400]);
      }
    }
  });

  it('tell of the headers that answers have, on every route', async () => {
    const told = [
      'etag',
      'location',
      'idempotency-replayed',
      'content-range',
      'content-disposition',
      'x-correlation-id',
    ];
    const walked = await walk();
    expect([...walked.keys()].sort()).toEqual([...operationsOf(document).keys()].sort());
    for (const [key, answers] of walked) {
      for (const { status, headers } of answers) {
        const documented = operationsOf(document).get(key)?.responses[status]?.headers ?? {};
        const names = Object.keys(documented).map((name) => name.toLowerCase());
        const sent = told.filter((name) => headers.has(name));
        expect([key, status, sent.sort()]).toEqual([key, status, names.filter((name) => sent.includes(name)).sort()]);
        const always = names.filter((name) => name !== 'idempotency-replayed' && told.includes(name));
        expect([key, status, sent]).toEqual([key, status, expect.arrayContaining(always)]);
      }
    }
  });
});

/** Every operation at least once, with each header that it acts on. */
async function walk(): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const answers = new Map<string, Answer[]>();
  const ask = async (method: string, template: string, values: Record<string, string>, question = {}) => {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
    const answer = await fleet.call(method, path + (values.query ?? ''), question);
    const key = `${method} ${template}`;
    answers.set(key, [...(answers.get(key) ?? []), answer]);
    return answer;
  };
  const resource = async (plural: string, creation: Question, change: object) => {
    const [all, one] = [`/api/v1/${plural}`, `/api/v1/${plural}/{id}`];
    const again = { ...creation, headers: { 'idempotency-key': `walk-${plural}`, ...creation.headers } };
    const { id } = (await ask('POST', all, {}, again)).body;
    await ask('POST', all, {}, again);
    await ask('GET', all, {});
    const { headers } = await ask('GET', one, { id });
    const etag = headers.get('etag') ?? '';
    await ask('GET', one, { id }, { headers: { 'if-none-match': etag } });
    await ask('PATCH', one, { id }, { headers: { 'if-match': etag }, body: change });
    return { id, remove: () => ask('DELETE', one, { id }) };
  };

  const subject = await resource('subjects', { body: { code: 'WALK', name: 'Walk' } }, { name: 'Walked' });
  const syllabus = await resource(
    'syllabi',
    { body: { title: 'Walk', academicYear: '2026/2027', subjectId: subject.id } },
    { title: 'Walked' },
  );
  const file = await resource('files', formOf('walk.txt', 'content'), { name: 'walked.txt' });
  const { url } = (await ask('GET', '/api/v1/files/{id}/download-url', { id: file.id })).body;
  const query = new URL(url).search;
  const asked: Record<string, string>[] = [{}, { range: 'bytes=0-2' }, { 'if-none-match': '*' }];
  for (const headers of asked) {
    await askContent(answers, file.id, query, headers);
  }
  for (const { remove } of [syllabus, subject, file]) await remove();

  const settings = { service: 'subject-service' };
  await ask('GET', '/api/v1/config/{service}', settings);
  await ask('PUT', '/api/v1/config/{service}', settings, { body: { values: {} } });
  await ask('GET', '/api/v1/config/{service}/versions', settings);
  await ask('GET', '/health', {});
  await ask('GET', '/health/startup', {});
  await ask('GET', '/health/ready', {});
  await ask('GET', '/health/fleet', {});
  return answers;
}

async function askContent(answers: Map<string, Answer[]>, id: string, query: string, headers: Record<string, string>) {
  const { status, headers: given } = await fetch(`${fleet.urlOf('api-gateway')}/api/v1/files/${id}/content${query}`, {
    headers,
  });
  const key = 'GET /api/v1/files/{id}/content';
  answers.set(key, [...(answers.get(key) ?? []), { status, headers: given, body: undefined }]);
}

function formOf(name: string, content: string) {
  const boundary = 'walk';
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}\r\n--${boundary}--\r\n`,
  };
}

async function documentOf(service: string): Promise<Document & Record<string, unknown>> {
  return (await fetch(`${fleet.urlOf(service)}/openapi.json`)).json() as never;
}

/** A cursor has no form that could be made up, and a signature none that fits. */
function queryOf({ parameters = [], security = [] }: Operation) {
  return parameters.filter(({ in: where, name }) => where === 'query' && name !== 'cursor' && security.length > 0);
}

async function pathOf(key: string): Promise<string> {
  const [, path = ''] = key.split(' ');
  if (path.includes('/files/')) return path.replace('{id}', await fileId());
  return path.replace('{id}', subjectId).replace('{service}', 'subject-service');
}

let file: Promise<string> | undefined;
function fileId(): Promise<string> {
  file ??= fleet.call('POST', '/api/v1/files', formOf('a.txt', 'a')).then(({ body }) => body.id);
  return file;
}
