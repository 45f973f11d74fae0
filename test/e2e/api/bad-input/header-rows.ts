import { BAD_HEADER, json, type Row, STALE } from './request.ts';

const resourceRows = [
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

/** Versions that are gone, and keys that are none. */
export const headerRows = [...resourceRows, ...settingsRows];
