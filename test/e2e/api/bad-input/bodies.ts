import { randomUUID } from 'node:crypto';
/** Every endpoint with a JSON body: one that is good, where a text stands in it, and values that its fields do not take. */
export const BODIES: readonly {
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
