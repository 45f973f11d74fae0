import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { createSigner, generateKey } from '../../../shared/auth/index.ts';
import { freePort, startPostgres } from '../../../shared/testing/index.ts';
import type { Contest, Row } from '../contest.ts';
import { requestsPerSecond } from '../load.ts';
import { start } from '../peers/start.ts';
import { ID, prepareSubjects } from '../subjects.ts';

const root = resolve(import.meta.dirname, '../../..');
const SECONDS = 4;
const CONNECTIONS = 50;
const settings = `wrk, ${CONNECTIONS} connections, ${SECONDS} s a sample, PostgreSQL 18 with fsync, pools of 10; ours with token check, validation, ETag, metrics, access log and relay, the peer with none of them`;

export const serviceRead: Row = {
  name: 'service read',
  measured: 'GET by id with ETag and token, over Fastify and a prepared pg statement by hand',
  unit: 'req/s',
  goal: 0.8,
  rounds: 5,
  settings,
  open: () =>
    openPair(async (url, headers, id) =>
      requestsPerSecond({ url: `${url}/${id}`, headers, connections: CONNECTIONS, seconds: SECONDS }),
    ),
};

export const serviceWrite: Row = {
  name: 'service write',
  measured: 'POST (validation, entity and outbox row), over a pg transaction of both by hand',
  unit: 'req/s',
  goal: 1.0,
  rounds: 5,
  settings,
  open: () =>
    openPair(async (url, headers) => {
      const script = { file: join(tmpdir(), 'aurora-bench-post.lua'), content: posts(headers) };
      return requestsPerSecond({ url, connections: CONNECTIONS, seconds: SECONDS, script });
    }),
};

/** A new code with every request. */
function posts(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `wrk.headers["${name}"] = "${value}"`);
  return `${lines.join('\n')}
wrk.headers["content-type"] = "application/json"
local count = 0
request = function()
  count = count + 1
  local body = '{"code":"${randomBytes(5).toString('hex')}-' .. count .. '","name":"Mathematics I","description":"Numbers, sequences, limits.","credits":6}'
  return wrk.format("POST", nil, nil, body)
end`;
}

type Measure = (url: string, headers: Readonly<Record<string, string>>, id: string) => Promise<number>;

async function openPair(measure: Measure): Promise<Contest> {
  const stack = new AsyncDisposableStack();
  try {
    const postgres = stack.use(await startPostgres({ settings: { fsync: 'on' } }));
    const brokerUrl = await postgres.createDatabase('broker');
    const { privateKey, publicKey } = await generateKey('bench', ['*']);
    const sign = createSigner({ key: privateKey, fleet: 'aurora' });
    const token = await sign({ subject: 'bench', scopes: ['*'], expiresInSeconds: 3600 });
    const headers = { authorization: `Bearer ${token}` };

    const contend = async (name: string, module: string) => {
      const databaseUrl = await postgres.createDatabase(name.replaceAll(' ', '_'));
      await prepareSubjects(databaseUrl);
      const port = await freePort();
      const env = {
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        BROKER_URL: brokerUrl,
        STATE_DIR: tmpdir(),
        AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
      };
      stack.use(await start(join(root, module), env));
      const url = `http://127.0.0.1:${port}/api/v1/subjects`;
      return { name, databaseUrl, measure: () => measure(url, headers, ID) };
    };
    const service = await contend('subject-service', 'services/subject-service/src/main.ts');
    const ours = {
      name: service.name,
      async measure() {
        const rate = await service.measure();
        // What is left to relay must not be work during the peer's turn.
        await drained(service.databaseUrl);
        return rate;
      },
    };
    const peer = await contend('Fastify and pg by hand', 'test/bench/peers/subject-by-hand.ts');
    return { contenders: [ours, peer], [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function drained(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (let left = 1; left > 0; ) {
      const { rows } = await client.query('SELECT count(*)::int AS left, pg_sleep(0.05) FROM outbox');
      left = rows[0].left;
    }
  } finally {
    await client.end();
  }
}
