import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Asker } from './ask.ts';
import type { Ledger } from './ledger.ts';

/** Something that clients do; each `ask` in it is a request that counts. */
export type Way = (ask: Ask, ledger: Ledger) => Promise<void>;
export type Ask = Asker['ask'];

const BOUNDARY = 'a-boundary-that-no-content-has';
const SLOW_MS = 4_000;

const read: Way = async (ask, { someSubject }) => {
  const id = someSubject();
  await ask(id === undefined ? '/api/v1/subjects?limit=5' : `/api/v1/subjects/${id}`);
};
const fresh: Way = async (ask, { someSubject }) => {
  const id = someSubject();
  await ask(id === undefined ? '/api/v1/subjects?limit=5' : `/api/v1/subjects/${id}`, { isFresh: true });
};
const listSubjects: Way = async (ask) => void (await ask('/api/v1/subjects?limit=20'));
const listSyllabi: Way = async (ask) => void (await ask('/api/v1/syllabi?limit=20'));
const listFiles: Way = async (ask) => void (await ask('/api/v1/files?limit=20', { isFresh: true }));

const write: Way = async (ask, ledger) => {
  const { body } = await ask('/api/v1/subjects', { ...subject('new'), status: 201 });
  ledger.subjects.set(body.id, 1);
};

const upload: Way = async (ask, ledger) => {
  const size = 20_000;
  const { body } = await ask('/api/v1/files', { ...file([Buffer.alloc(size, '7')]), status: 201 });
  ledger.files.set(body.id, size);
};

/** One that has begun before a switch and ends after it. */
const slowUpload: Way = async (ask, ledger) => {
  const pieces = 20;
  const content = Array.from({ length: pieces }, () => Buffer.alloc(1_000, '7'));
  const asked = { ...file(content, SLOW_MS / pieces), status: 201, takesMs: SLOW_MS };
  const { body } = await ask('/api/v1/files', asked);
  ledger.files.set(body.id, pieces * 1_000);
};

/** Held back by config-service until there is something new, or the time is over. */
const slowAnswer: Way = async (ask) => {
  const path = '/api/v1/config/subject-service';
  const { headers } = await ask(path);
  const held = { 'if-none-match': String(headers.etag), prefer: `wait=${SLOW_MS / 1000}` };
  await ask(path, { headers: held, status: 304, takesMs: SLOW_MS });
};

/** What all services have a part in: references that are checked, copies that follow, a file whose end is heard of. */
const course: Way = async (ask, ledger) => {
  const created = await ask('/api/v1/subjects', { ...subject('new'), status: 201 });
  const subjectId: string = created.body.id;
  ledger.subjects.set(subjectId, 1);
  const content = Buffer.from(randomUUID());
  const { body } = await ask('/api/v1/files', { ...file([content]), status: 201 });
  const fileId: string = body.id;
  ledger.files.set(fileId, content.length);
  const json = { title: randomUUID(), academicYear: '2026/2027', subjectId, fileId };
  const { body: syllabus } = await ask('/api/v1/syllabi', { method: 'POST', json, status: 201 });
  ledger.syllabi.set(syllabus.id, { fileId, version: 1 });
  await ask(`/api/v1/subjects/${subjectId}`, { method: 'PATCH', json: { name: 'renamed' } });
  ledger.subjects.set(subjectId, 2);
  await ask(`/api/v1/files/${fileId}`, { method: 'DELETE', status: 204 });
  ledger.files.delete(fileId);
  ledger.deletions += 1;
  // So it has to be once the news have arrived, and only once.
  ledger.syllabi.set(syllabus.id, { fileId: null, version: 2 });
};

function subject(name: string): Asked {
  return { method: 'POST', json: { code: randomUUID().slice(4), name } };
}

function file(pieces: readonly Buffer[], everyMs = 0): Asked {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="load.txt"\r\n\r\n`;
  const whole = [Buffer.from(head), ...pieces, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)];
  return {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: everyMs === 0 ? Buffer.concat(whole) : Readable.from(trickled(whole, everyMs)),
  };
}

async function* trickled(pieces: readonly Buffer[], everyMs: number): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    yield piece;
    await pause(everyMs);
  }
}

/** So often in a hundred. */
export const WAYS: readonly { readonly name: string; readonly way: Way; readonly share: number }[] = [
  { name: 'read', way: read, share: 32 },
  { name: 'read, new connection', way: fresh, share: 18 },
  { name: 'list of subjects', way: listSubjects, share: 12 },
  { name: 'list of syllabi', way: listSyllabi, share: 8 },
  { name: 'list of files, new connection', way: listFiles, share: 6 },
  { name: 'write', way: write, share: 14 },
  { name: 'upload', way: upload, share: 4 },
  { name: 'course', way: course, share: 4 },
  { name: 'slow upload', way: slowUpload, share: 1 },
  { name: 'slow answer', way: slowAnswer, share: 1 },
];
