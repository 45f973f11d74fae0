import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSigner, generateKey } from '../../../../shared/auth/index.ts';
import { migrate, startPostgres, until } from '../../../../shared/testing/index.ts';
import { type ServiceProcess, startProcess } from '../../../support/service-process.ts';

const SERVICES = ['config-service', 'file-service', 'api-gateway'] as const;
type Name = (typeof SERVICES)[number];

const EVERY_SERVICE = ['config:read', 'registry:read', 'registry:write'];
const SIGNING_KEYS = { keys: [{ kty: 'oct', kid: 'test', k: Buffer.alloc(32, 7).toString('base64url') }] };

/** file-service behind the gateway, each a process of its own. */
export interface FileFleet extends AsyncDisposable {
  readonly gateway: ServiceProcess;
  readonly authorization: string;
  /** The one that runs now. */
  files(): ServiceProcess;
  /** Kills file-service and starts another one on the same storage. */
  replaceFiles(meanwhile: () => Promise<void>): Promise<void>;
  /** Paths of whatever lies in the storage, contents and drafts. */
  stored(): Promise<string[]>;
}

export async function startFileFleet(): Promise<FileFleet> {
  await using preparing = new AsyncDisposableStack();
  const postgres = preparing.use(await startPostgres());
  const folder = await mkdtemp(join(tmpdir(), 'aurora-file-fleet-'));
  preparing.defer(() => rm(folder, { recursive: true, force: true }));
  const brokerUrl = await postgres.createDatabase('broker');
  const databases: Partial<Record<Name, string>> = {};
  for (const name of ['config-service', 'file-service'] as const) {
    const url = await postgres.createDatabase(name);
    await migrate(url, resolve(import.meta.dirname, '../../../../migrations', name));
    databases[name] = url;
  }

  const people = await generateKey('dev', ['*']);
  const own = await Promise.all(
    SERVICES.map((name) => generateKey(name, name === 'api-gateway' ? ['*'] : EVERY_SERVICE)),
  );
  const jwks = { keys: [people, ...own].map(({ publicKey }) => publicKey) };
  const sign = createSigner({ key: people.privateKey, fleet: 'aurora' });
  const authorization = `Bearer ${await sign({ subject: 'tester', scopes: ['*'], expiresInSeconds: 900 })}`;

  const all = preparing.move();
  let configUrl = '';
  const start = async (name: Name) =>
    all.use(
      await startProcess(name, {
        BROKER_URL: brokerUrl,
        AUTH_JWKS: JSON.stringify(jwks),
        AUTH_SIGNING_KEY: JSON.stringify(own[SERVICES.indexOf(name)]?.privateKey),
        STATE_DIR: join(folder, 'state'),
        STORAGE_DIR: join(folder, 'storage'),
        FILE_SIGNING_KEYS: JSON.stringify(SIGNING_KEYS),
        ...(configUrl && { CONFIG_URL: configUrl }),
        ...(databases[name] && { DATABASE_URL: databases[name] }),
      }),
    );

  const config = await start('config-service');
  configUrl = config.url;
  let files = await start('file-service');
  const gateway = await start('api-gateway');
  const reachable = () =>
    until(async () => {
      const answer = await fetch(`${gateway.url}/api/v1/files`, { headers: { authorization } });
      return answer.ok;
    });
  await reachable();

  return {
    gateway,
    authorization,
    files: () => files,
    async replaceFiles(meanwhile) {
      await files.kill9();
      await meanwhile();
      files = await start('file-service');
      await reachable();
    },
    async stored() {
      const entries = await readdir(join(folder, 'storage'), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
