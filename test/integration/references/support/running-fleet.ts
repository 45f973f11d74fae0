import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { scopesOf } from '../../../../cli/runtimes/scopes.ts';
import { createSigner, generateKey, type PrivateJwk } from '../../../../shared/auth/index.ts';
import { connectBroker, type EventBroker } from '../../../../shared/events/index.ts';
import { freePort, migrate, startPostgres, until } from '../../../../shared/testing/index.ts';
import { readableLog } from '../../../support/log.ts';
import { type ServiceProcess, startProcess } from '../../../support/service-process.ts';
import { GeneratedFleet } from '../../../templates/support/generated-fleet.ts';

/** A fleet generated from a config, its services as processes on real databases, each with the scopes that it gets. */
export interface RunningFleet extends AsyncDisposable {
  readonly broker: EventBroker;
  /** Starts a service, again too. */
  start(service: string): Promise<ServiceProcess>;
  process(service: string): ServiceProcess;
  /** A call of a service's API with a developer's token. */
  call(service: string, method: string, path: string, body?: object): Promise<Answer>;
  /** Uploads a file and returns its id. */
  upload(service: string, content: string): Promise<string>;
  /** The first column of the first row, from the database of a service or of the `broker`. */
  sql(database: string, text: string, values?: unknown[]): Promise<unknown>;
  /** Keeps the locks that a statement takes, until disposed of. */
  hold(database: string, text: string, values?: unknown[]): Promise<Held>;
}

export interface Held extends AsyncDisposable {
  /** Resolves once somebody waits for them. */
  untilWaitedFor(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly body: any;
}

export async function runFleet(config: string): Promise<RunningFleet> {
  await using preparing = new AsyncDisposableStack();
  const generated = preparing.use(new GeneratedFleet({ text: config }));
  await generated.generate();
  const fleet = await generated.fleet();
  const postgres = preparing.use(await startPostgres());
  const brokerUrl = await postgres.createDatabase('broker');
  const broker = await connectBroker({ url: brokerUrl, fleet: fleet.name, service: 'test', log: readableLog().log });
  preparing.defer(() => broker.close());

  const pairs = await Promise.all([
    generateKey('dev', ['*']),
    ...fleet.services.map((service) => generateKey(service.name, [...scopesOf(service, fleet)])),
  ]);
  const keys = new Map(pairs.map(({ privateKey }) => [privateKey.kid, privateKey]));
  const authJwks = JSON.stringify({ keys: pairs.map(({ publicKey }) => publicKey) });
  const sign = createSigner({ key: keys.get('dev') as PrivateJwk, fleet: fleet.name });
  const token = await sign({ subject: 'tester', scopes: ['*'], expiresInSeconds: 600 });

  const registrar = fleet.services.find(({ kind }) => kind === 'config')?.name;
  const registrarPort = String(await freePort());
  const databases = new Map([['broker', brokerUrl]]);
  for (const { name } of fleet.services) {
    const url = await postgres.createDatabase(name);
    await migrate(url, join(generated.root, 'migrations', name));
    databases.set(name, url);
  }

  const storage = await mkdtemp(join(tmpdir(), 'aurora-running-fleet-'));
  preparing.defer(() => rm(storage, { recursive: true, force: true }));

  const all = preparing.move();
  const processes = new Map<string, ServiceProcess>();
  const start = async (name: string) => {
    const env = {
      BROKER_URL: brokerUrl,
      DATABASE_URL: databases.get(name) ?? '',
      CONFIG_URL: `http://127.0.0.1:${registrarPort}`,
      AUTH_JWKS: authJwks,
      AUTH_SIGNING_KEY: JSON.stringify(keys.get(name)),
      STORAGE_DIR: storage,
      FILE_SIGNING_KEYS: JSON.stringify({
        keys: [{ kty: 'oct', kid: 'test', k: Buffer.alloc(32, 7).toString('base64url') }],
      }),
      ...(name === registrar && { PORT: registrarPort }),
    };
    const started = all.use(await startProcess(name, env, generated.root));
    processes.set(name, started);
    return started;
  };
  if (registrar) await start(registrar);
  for (const { name } of fleet.services) if (name !== registrar) await start(name);

  return {
    broker,
    start,
    process: (name) => processes.get(name) as ServiceProcess,
    async call(service, method, path, body) {
      const answer = await fetch(`${processes.get(service)?.url}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
    },
    async upload(service, content) {
      const form = new FormData();
      form.set('file', new Blob([content]), 'file.txt');
      const answer = await fetch(`${processes.get(service)?.url}/api/v1/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: form,
      });
      if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
      return ((await answer.json()) as { id: string }).id;
    },
    async sql(database, text, values) {
      const client = new pg.Client(databases.get(database));
      await client.connect();
      try {
        const { rows } = await client.query({ text, values: values ?? [], rowMode: 'array' });
        return rows[0]?.[0];
      } finally {
        await client.end();
      }
    },
    async hold(database, text, values) {
      const client = new pg.Client(databases.get(database));
      await client.connect();
      await client.query('BEGIN');
      await client.query(text, values);
      const waiting = 'SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))';
      return {
        untilWaitedFor: () => until(async () => (await client.query(waiting)).rows.length > 0).then(() => undefined),
        [Symbol.asyncDispose]: () => client.end(),
      };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
