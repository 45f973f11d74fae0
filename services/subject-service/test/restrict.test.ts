import { join } from 'node:path';
import { startTestService, type TestService } from '@aurora/shared/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { service } from '../src/generated/service.ts';

const path = '/api/v1/subjects';
/** How many syllabi refer to whatever subject; null: syllabus-service is down. */
let syllabi: number | null = 0;
let asked: string[] = [];
let running: TestService;
let url: string;

beforeAll(async () => {
  running = await startTestService(service, {
    migrations: join(import.meta.dirname, '../../../migrations/subject-service'),
    peers: {
      'syllabus-service': ({ url }) => {
        asked.push(url);
        if (syllabi === null) return { status: 503, body: {} };
        return { body: { items: Array.from({ length: syllabi }, () => ({})), nextCursor: null } };
      },
    },
  });
  const payload = { code: 'PHYS-101', name: 'Physics' };
  const { id } = (await running.call({ method: 'POST', url: path, payload })).json();
  url = `${path}/${id}`;
});

afterAll(() => running?.stop());

describe('a subject', () => {
  it('is not deleted while a syllabus refers to it', async () => {
    syllabi = 1;
    const answer = await running.call({ method: 'DELETE', url });
    expect(answer.json()).toMatchObject({
      status: 409,
      code: 'reference_restricted',
      detail: 'It is still referenced by syllabi of syllabus-service (subjectId).',
      referrers: [{ service: 'syllabus-service', path: '/api/v1/syllabi', field: 'subjectId' }],
    });
    expect((await running.call({ url })).statusCode).toBe(200);
  });

  it('is not deleted while nobody knows whether one does', async () => {
    syllabi = null;
    const answer = await running.call({ method: 'DELETE', url });
    expect(answer.json()).toMatchObject({ status: 503, code: 'references_unknown' });
    expect((await running.call({ url })).statusCode).toBe(200);
  });

  it('is deleted after one question when none does', async () => {
    syllabi = 0;
    asked = [];
    expect((await running.call({ method: 'DELETE', url })).statusCode).toBe(204);
    expect(asked).toEqual([`/api/v1/syllabi?filter[subjectId]=${url.split('/').at(-1)}&limit=1`]);
  });
});
