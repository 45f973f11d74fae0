import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from '@jest/globals';
import pg from 'pg';
import { createSigner, generateKey, type PrivateJwk } from '../../../shared/auth/index.ts';
import { freePort, migrate, type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { type ServiceProcess, startProcess } from '../../support/service-process.ts';

const NAMES = ['config-service', 'subject-service'] as const;
type Name = (typeof NAMES)[number];

/** config-service and one service that follows it, as processes on real databases. Both start when told to. */
export interface SmallFleet extends AsyncDisposable {
  /** Where the follower looks for config-service: also the port that it starts on, again and again. */
  readonly configUrl: string;
  /** Folder of the last good copies. */
  readonly state: string;
  start(name: Name, env?: Record<string, string>): Promise<ServiceProcess>;
  /** One more config-service on the same database, on a port of its own. */
  startReplica(): Promise<ServiceProcess>;
  /** A call with a developer's token. */
  call(url: string, init?: RequestInit): Promise<Response>;
  /** SQL on the database of config-service. */
  sql(text: string, values?: unknown[]): Promise<void>;
}

/** One for all fleets of a test file, each with databases of its own. */
let server: Promise<StartedPostgres> | undefined;
let fleets = 0;
afterAll(async () => (await server)?.stop());

export async function smallFleet(): Promise<SmallFleet> {
  await using preparing = new AsyncDisposableStack();
  server ??= startPostgres();
  const [postgres, number] = [await server, ++fleets];
  const state = await mkdtemp(join(tmpdir(), 'aurora-small-fleet-'));
  preparing.defer(() => rm(state, { recursive: true }));

  const brokerUrl = await postgres.createDatabase(`broker_${number}`);
  const databaseUrls = new Map<Name, string>();
  for (const name of NAMES) {
    const url = await postgres.createDatabase(`${name}_${number}`);
    await migrate(url, resolve(import.meta.dirname, '../../../migrations', name));
    databaseUrls.set(name, url);
  }

  const { keys, authJwks } = await makeKeys();
  const sign = createSigner({ key: keys.dev as PrivateJwk, fleet: 'aurora' });
  const token = await sign({ subject: 'tester', scopes: ['*'], expiresInSeconds: 600 });
  const port = String(await freePort());
  const configUrl = `http://127.0.0.1:${port}`;

  const all = preparing.move();
  const start = async (name: Name, env: Record<string, string> = {}) =>
    all.use(
      await startProcess(name, {
        BROKER_URL: brokerUrl,
        DATABASE_URL: databaseUrls.get(name) ?? '',
        CONFIG_URL: configUrl,
        STATE_DIR: state,
        AUTH_JWKS: authJwks,
        AUTH_SIGNING_KEY: JSON.stringify(keys[name]),
        ...(name === 'config-service' && { PORT: port }),
        ...env,
      }),
    );

  return {
    configUrl,
    state,
    start,
    startReplica: () => start('config-service', { PORT: '0', STATE_DIR: join(state, 'replica') }),
    call: (url, init) => fetch(url, { ...init, headers: { authorization: `Bearer ${token}`, ...init?.headers } }),
    async sql(text, values) {
      const client = new pg.Client(databaseUrls.get('config-service'));
      await client.connect();
      try {
        await client.query(text, values);
      } finally {
        await client.end();
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function makeKeys() {
  const pairs = await Promise.all([
    generateKey('dev', ['*']),
    ...NAMES.map((name) => generateKey(name, ['config:read', 'registry:read', 'registry:write'])),
  ]);
  return {
    keys: Object.fromEntries(pairs.map(({ privateKey }) => [privateKey.kid, privateKey])) as Record<string, PrivateJwk>,
    authJwks: JSON.stringify({ keys: pairs.map(({ publicKey }) => publicKey) }),
  };
}
