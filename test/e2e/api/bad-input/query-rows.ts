import { randomUUID } from 'node:crypto';
import { BAD_QUERY, type Row } from './request.ts';

/** The lists, each with a field that holds text. */
export const LISTS = { subjects: 'name', syllabi: 'title', files: 'name' };

const listRows = Object.entries(LISTS).flatMap(([plural, text]): Row[] =>
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

const otherRows = [
  ...['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'cursor=0', 'cursor=-1', 'color=red'].map(
    (query) => `/api/v1/config/subject-service/versions?${query}`,
  ),
  ...['expiresIn=0', 'expiresIn=604801', 'expiresIn=x', 'expiresIn=1.5', 'expiresIn=', 'color=red'].map(
    (query) => `/api/v1/files/:file/download-url?${query}`,
  ),
].map((path): Row => [`GET ${path}`, 'is no query', {}, ...BAD_QUERY]);

export const queryRows = [...listRows, ...otherRows];

function cursorOf(...places: unknown[]): string {
  return Buffer.from(JSON.stringify(places)).toString('base64url');
}
