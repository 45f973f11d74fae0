import { randomUUID } from 'node:crypto';
import { json, NOT_FOUND, type Row } from './request.ts';

const NOBODY = [':nobody', '7', 'null', '%20', '%00', "'%20OR%201=1", `${randomUUID()}x`, 'x'.repeat(90), '__proto__'];

const resourceRows = NOBODY.flatMap((id): Row[] => [
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

/** Ids of nothing, in every form. */
export const addressRows = [...resourceRows, ...signatureRows];
