import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import type { Answer } from '../../support/real-fleet.ts';
import { upload } from '../../support/upload.ts';
import { fleet } from './fleet.ts';

const MEGABYTE = 1024 * 1024;
const FILE_BYTES = 50 * MEGABYTE;
const PATIENT = { withinMs: 60_000 };

const subjectPath = (id: string) => `/api/v1/subjects/${id}`;
const filePath = (id: string) => `/api/v1/files/${id}`;
const syllabusPath = (id: string) => `/api/v1/syllabi/${id}`;

async function createSubject(name = 'Mechanics') {
  const answer = await fleet.call('POST', '/api/v1/subjects', { body: { code: randomUUID().slice(4), name } });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function uploadFile(bytes = 1000) {
  const { answer, sha256 } = await upload(fleet, bytes);
  expect(answer).toMatchObject({ status: 201, body: { size: bytes, sha256 } });
  return answer.body;
}

async function createSyllabus(references: { subjectId: string; fileId?: string }) {
  const body = {
    title: 'Mechanics I',
    academicYear: '2026/2027',
    outline: { weeks: ['Forces', 'Waves'] },
    ...references,
  };
  const answer = await fleet.call('POST', '/api/v1/syllabi', { body });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** Reads again and again until the answer is as told, for news takes its time. */
async function readUntil(path: string, isIt: (answer: Answer) => boolean): Promise<Answer> {
  let answer = await fleet.call('GET', path);
  await until(async () => {
    answer = await fleet.call('GET', path);
    return isIt(answer);
  }, PATIENT);
  return answer;
}

/** Somebody without a token, as a signed URL is for. */
const download = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers });

async function downloadUrl(id: string, expiresIn = 300): Promise<string> {
  const answer = await fleet.call('GET', `${filePath(id)}/download-url?expiresIn=${expiresIn}`);
  expect(answer.status).toBe(200);
  return answer.body.url;
}

describe('a syllabus', () => {
  it('of a subject and a file of 50 MB carries both, in answers, in lists and after a rename', async () => {
    const [subject, file] = [await createSubject(), await uploadFile(FILE_BYTES)];
    const syllabus = await createSyllabus({ subjectId: subject.id, fileId: file.id });
    expect(syllabus).toEqual({
      id: expect.any(String),
      title: 'Mechanics I',
      academicYear: '2026/2027',
      status: 'draft',
      outline: { weeks: ['Forces', 'Waves'] },
      subjectId: subject.id,
      subject,
      fileId: file.id,
      file,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const read = await fleet.call('GET', syllabusPath(syllabus.id));
    expect([read.status, read.body, read.headers.get('etag')]).toEqual([200, syllabus, '"1.1.1"']);
    const listed = await fleet.call('GET', `/api/v1/syllabi?filter[subjectId]=${subject.id}`);
    expect(listed.body).toEqual({ items: [syllabus], nextCursor: null });

    const renamed = await fleet.call('PATCH', subjectPath(subject.id), { body: { name: 'Mechanics, renewed' } });
    expect(renamed.status).toBe(200);
    const news = await readUntil(syllabusPath(syllabus.id), ({ body }) => body.subject.name === renamed.body.name);
    expect(news.body).toEqual({ ...syllabus, subject: renamed.body });
    expect(news.headers.get('etag')).toBe('"1.2.1"');
  });

  it('cannot have a subject or a file that there is not', async () => {
    const { id: subjectId } = await createSubject();
    const body = { title: 'Nothing', academicYear: '2026/2027', subjectId, fileId: randomUUID() };
    const answer = await fleet.call('POST', '/api/v1/syllabi', { body });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'reference_not_found', errors: [{ path: '/fileId', code: 'reference_not_found' }] },
    });
    const nothing = await fleet.call('GET', `/api/v1/syllabi?filter[subjectId]=${subjectId}`);
    expect(nothing.body.items).toEqual([]);
  });

  it('holds its subject until it is deleted itself', async () => {
    const { id: subjectId } = await createSubject();
    const { id } = await createSyllabus({ subjectId });
    const refused = await fleet.call('DELETE', subjectPath(subjectId));
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'reference_restricted',
        referrers: [{ service: 'syllabus-service', path: '/api/v1/syllabi', field: 'subjectId' }],
      },
    });
    expect((await fleet.call('GET', subjectPath(subjectId))).status).toBe(200);

    expect((await fleet.call('DELETE', syllabusPath(id))).status).toBe(204);
    expect((await fleet.call('DELETE', subjectPath(subjectId))).status).toBe(204);
    expect((await fleet.call('GET', subjectPath(subjectId))).status).toBe(404);
  });

  it('loses its file when this is deleted, and nothing else', async () => {
    const [subject, file] = [await createSubject(), await uploadFile()];
    const syllabus = await createSyllabus({ subjectId: subject.id, fileId: file.id });
    const url = await downloadUrl(file.id);
    expect((await fleet.call('DELETE', filePath(file.id))).status).toBe(204);

    const { body } = await readUntil(syllabusPath(syllabus.id), (answer) => answer.body.fileId === null);
    const { updatedAt, ...rest } = syllabus;
    expect(body).toEqual({ ...rest, fileId: null, file: null, version: 2, updatedAt: expect.any(String) });
    expect(body.updatedAt > updatedAt).toBe(true);
    expect((await download(url)).status).toBe(404);
  });
});

describe('without subject-service', () => {
  it('syllabi are read from their copies, which say so once it is known to be gone', async () => {
    const subject = await createSubject();
    const syllabus = await createSyllabus({ subjectId: subject.id });
    // It hangs instead of ending, for else it would be back at once.
    {
      await using _frozen = await fleet.freeze('subject-service');
      const first = await fleet.call('GET', syllabusPath(syllabus.id));
      expect(first).toMatchObject({ status: 200, body: { subjectId: subject.id, subject } });

      const gone = await readUntil(syllabusPath(syllabus.id), ({ body }) => body.subject.stale === true);
      expect([gone.status, gone.body]).toEqual([200, { ...syllabus, subject: { ...subject, stale: true } }]);
      expect(gone.headers.get('etag')).toBe('"1.1s.-"');
    }
    const back = await readUntil(syllabusPath(syllabus.id), ({ body }) => body.subject.stale === undefined);
    expect(back.body).toEqual(syllabus);
    // The gateway may hear of it a moment later.
    await readUntil(subjectPath(subject.id), ({ status }) => status === 200);
  });

  it('killed in their midst, no read of a syllabus fails', async () => {
    const subject = await createSubject();
    const syllabus = await createSyllabus({ subjectId: subject.id });
    const pid = await fleet.pidOf('subject-service');
    process.kill(pid, 'SIGKILL');
    const answers: Answer[] = [];
    await until(async () => {
      answers.push(await fleet.call('GET', syllabusPath(syllabus.id)));
      const now = await fleet.pidOf('subject-service');
      return Number.isInteger(now) && now !== pid;
    }, PATIENT);
    for (const { status, body } of answers) expect({ status, body }).toMatchObject({ status: 200, body: { subject } });
    await until(async () => (await fleet.call('GET', subjectPath(subject.id))).status === 200, PATIENT);
  });
});

describe('a download', () => {
  it('by a signed URL needs no token, and goes through the gateway byte for byte', async () => {
    const file = await uploadFile(FILE_BYTES);
    const url = await downloadUrl(file.id);
    expect(new URL(url).origin).toBe(fleet.urlOf('api-gateway'));

    const answer = await download(url);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-length': String(FILE_BYTES),
      etag: `"${file.sha256}"`,
      'accept-ranges': 'bytes',
      'content-disposition': 'attachment; filename=lecture.bin',
    });
    const hash = createHash('sha256');
    for await (const piece of answer.body ?? []) hash.update(piece);
    expect([answer.status, hash.digest('hex')]).toEqual([200, file.sha256]);
    expect((await download(url, { 'if-none-match': `"${file.sha256}"` })).status).toBe(304);
  });

  it('gives the part that is asked for', async () => {
    const file = await uploadFile(1000);
    const url = await downloadUrl(file.id);
    const whole = Buffer.from(await (await download(url)).arrayBuffer());
    expect(whole).toHaveLength(1000);

    const part = async (range: string) => {
      const answer = await download(url, { range });
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, range: answer.headers.get('content-range'), bytes };
    };
    const middle = { status: 206, range: 'bytes 100-199/1000', bytes: whole.subarray(100, 200) };
    expect(await part('bytes=100-199')).toEqual(middle);
    expect(await part('bytes=-10')).toEqual({ status: 206, range: 'bytes 990-999/1000', bytes: whole.subarray(990) });
    expect(await part('bytes=990-')).toEqual({ status: 206, range: 'bytes 990-999/1000', bytes: whole.subarray(990) });
    expect(await part('bytes=1000-')).toMatchObject({ status: 416, range: 'bytes */1000' });
  });

  it('is refused by a URL that has been changed, in whichever part', async () => {
    const [file, other] = [await uploadFile(10), await uploadFile(10)];
    const url = await downloadUrl(file.id);
    const changed = (change: (url: URL) => void) => {
      const copy = new URL(url);
      change(copy);
      return copy.href;
    };
    const signature = new URL(url).searchParams.get('signature') ?? '';
    const wrong = [
      url.replace(file.id, other.id),
      changed(({ searchParams }) => searchParams.set('expires', String(Number(searchParams.get('expires')) + 1))),
      changed(({ searchParams }) =>
        searchParams.set(
          'signature',
          signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
        ),
      ),
      changed(({ searchParams }) => searchParams.set('signature', '')),
      changed(({ searchParams }) => searchParams.append('signature', signature)),
      changed(({ searchParams }) => searchParams.set('key', 'another')),
      ...['expires', 'key', 'signature'].map((name) => changed(({ searchParams }) => searchParams.delete(name))),
      changed((copy) => {
        copy.search = '';
      }),
    ];
    for (const each of wrong) await expectForbidden(each);
    expect((await download(url)).status).toBe(200);
  });

  it('is refused by a URL that has expired', async () => {
    const url = await downloadUrl((await uploadFile(10)).id, 1);
    await until(async () => (await download(url)).status === 403, PATIENT);
    await expectForbidden(url);
  });

  async function expectForbidden(url: string): Promise<void> {
    const answer = await download(url);
    const body = await answer.json();
    expect({ url, body }).toMatchObject({ url, body: { status: 403, code: 'invalid_signature' } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  }
});
