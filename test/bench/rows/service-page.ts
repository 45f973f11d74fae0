import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { createSigner, generateKey } from '../../../shared/auth/index.ts';
import { freePort, migrate, startPostgres } from '../../../shared/testing/index.ts';
import type { Contest, Row } from '../contest.ts';
import { requestsPerSecond } from '../load.ts';
import { start } from '../peers/start.ts';

const root = resolve(import.meta.dirname, '../../..');
const SECONDS = 4;
const CONNECTIONS = 50;
const SYLLABI = 500;
const SUBJECTS = 50;

export const servicePage: Row = {
  name: 'service page',
  measured: 'list of 50 with an embedded reference, over Fastify and a prepared pg statement with one join by hand',
  unit: 'req/s',
  goal: 0.8,
  rounds: 9,
  settings: `wrk, ${CONNECTIONS} connections, ${SECONDS} s a sample, PostgreSQL 18 with fsync, pools of 10, ${SYLLABI} rows that refer to ${SUBJECTS}; ours with token check, cursor, metrics and access log, the peer with none of them`,
  open,
};

async function open(): Promise<Contest> {
  const stack = new AsyncDisposableStack();
  try {
    const postgres = stack.use(await startPostgres({ settings: { fsync: 'on' } }));
    const databaseUrl = await postgres.createDatabase('page');
    await migrate(databaseUrl, join(root, 'migrations/syllabus-service'));
    await fill(databaseUrl);
    const { privateKey, publicKey } = await generateKey('bench', ['*']);
    const sign = createSigner({ key: privateKey, fleet: 'aurora' });
    const token = await sign({ subject: 'bench', scopes: ['*'], expiresInSeconds: 3600 });
    const env = {
      DATABASE_URL: databaseUrl,
      BROKER_URL: await postgres.createDatabase('broker'),
      STATE_DIR: tmpdir(),
      AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
    };

    const contend = async (name: string, module: string) => {
      const port = await freePort();
      stack.use(await start(join(root, module), { ...env, PORT: String(port) }));
      const url = `http://127.0.0.1:${port}/api/v1/syllabi?limit=50`;
      const headers = { authorization: `Bearer ${token}` };
      await requireWhole(url, headers);
      const load = { url, headers, connections: CONNECTIONS, seconds: SECONDS };
      return { name, measure: () => requestsPerSecond(load) };
    };
    return {
      contenders: [
        await contend('syllabus-service', 'services/syllabus-service/src/main.ts'),
        await contend('Fastify and pg by hand', 'test/bench/peers/syllabi-by-hand.ts'),
      ],
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** The same rows for both: one joins the table of subjects, the other has copies of them. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`
      CREATE TABLE subjects (id uuid PRIMARY KEY, code varchar(32) NOT NULL, name varchar(200) NOT NULL,
        description text, credits int, version int NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
      INSERT INTO subjects SELECT gen_random_uuid(), 'MATH-' || n, 'Mathematics ' || n, 'Numbers, sequences, limits.', 6, 1,
        now(), now() FROM generate_series(1, ${SUBJECTS}) n;
      INSERT INTO reference_copies (target, id, version, data) SELECT 'subject-service.Subject', id, version,
        json_build_object('id', id, 'code', code, 'name', name, 'description', description, 'credits', credits,
          'version', version, 'createdAt', created_at, 'updatedAt', updated_at) FROM subjects;
      INSERT INTO syllabi (id, title, academic_year, status, outline, subject_id, version, created_at, updated_at)
        SELECT gen_random_uuid(), 'Syllabus ' || n, '2026/2027', 'published', '{"weeks":["Numbers","Sequences"]}',
          (SELECT id FROM subjects OFFSET n % ${SUBJECTS} LIMIT 1), 1, now(), now() FROM generate_series(1, ${SYLLABI}) n;
      ANALYZE;
    `);
  } finally {
    await client.end();
  }
}

/** Neither may be fast by answering less. */
async function requireWhole(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const { items } = (await (await fetch(url, { headers })).json()) as { items: { subject?: { name?: string } }[] };
  if (items.length === 50 && items.every(({ subject }) => subject?.name?.startsWith('Mathematics'))) return;
  throw new Error(`${url} did not answer with 50 syllabi and their subjects`);
}
