import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { createApp, type ServiceDefinition } from '../app/index.ts';
import { createSigner, generateKey } from '../auth/index.ts';
import { readServiceEnvironment } from '../settings/index.ts';
import { type Conformance, conformanceTo } from './conformance.ts';
import { isOnMariadb, startDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { type Peer, startPeers } from './peers.ts';
import { startPostgres } from './postgres.ts';

export interface TestService extends AsyncDisposable {
  readonly app: FastifyInstance;
  /**
   * Sends a request with a token: of `tester` for all scopes, unless named.
   * @throws Error where the answer is not what the service's OpenAPI document says of it
   */
  call(request: InjectOptions & Claims): Promise<LightMyRequestResponse>;
  /** Such a token, for requests over a socket. */
  token(claims?: Claims): Promise<string>;
  stop(): Promise<void>;
}

/** What a test's token says. */
interface Claims {
  readonly scopes?: readonly string[] | undefined;
  readonly subject?: string | undefined;
}

export interface TestServiceOptions {
  /** The folder of the service's migrations. */
  readonly migrations: string;
  /** Variables beside those of every test. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Other services that it calls, by their names. */
  readonly peers?: Readonly<Record<string, Peer>>;
}

/**
 * A service as it runs, on a migrated database of its own, without a port: requests are injected. That is on PostgreSQL,
 * or on MariaDB where `AURORA_TEST_DATABASE` is `mariadb`.
 * Its settings are the defaults; it knows no other services but those that stand in as `peers`. Events go to an embedded
 * broker.
 */
export async function startTestService(
  definition: ServiceDefinition,
  options: TestServiceOptions,
): Promise<TestService> {
  const parts = new AsyncDisposableStack();
  try {
    return await start(definition, options, parts);
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function start(
  definition: ServiceDefinition,
  { migrations, environment, peers }: TestServiceOptions,
  parts: AsyncDisposableStack,
): Promise<TestService> {
  const postgres = parts.use(await startPostgres());
  const server = isOnMariadb() ? parts.use(await startDatabase()) : postgres;
  const databaseUrl = await server.createDatabase('service');
  const brokerUrl = await postgres.createDatabase('broker');
  await migrate(databaseUrl, migrations);

  const { privateKey, publicKey } = await generateKey('test', ['*']);
  const others = peers && parts.use(await startPeers(peers));
  const env = {
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    BROKER_URL: brokerUrl,
    AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
    ...(others && { CONFIG_URL: others.configUrl, AUTH_SIGNING_KEY: JSON.stringify(privateKey) }),
    ...environment,
  };
  const app = await createApp(definition, readServiceEnvironment(definition, env));
  parts.defer(() => app.close());
  const sign = createSigner({ key: privateKey, fleet: definition.fleet });

  let conformance: Promise<Conformance> | undefined;
  const hold = async (request: InjectOptions, answer: LightMyRequestResponse) => {
    conformance ??= app.inject('/openapi.json').then((document) => conformanceTo(document.json()));
    const method = (request.method ?? 'GET').toUpperCase();
    // Built as the injected request was, with what it has as `query`.
    const url = answer.raw.req.url ?? '';
    const { statusCode: status, headers, body } = answer;
    const differences = (await conformance)({ method, url, status, headers, body });
    if (differences.length === 0) return;
    const told = differences.map((each) => `  - ${each}`).join('\n');
    throw new Error(
      `${method} ${url} answered ${status}, otherwise than /openapi.json says:\n${told}\n${body.slice(0, 2_000)}`,
    );
  };

  const stop = () => parts.disposeAsync();
  const token = ({ scopes = ['*'], subject = 'tester' }: Claims = {}) =>
    sign({ subject, scopes, expiresInSeconds: 60 });
  return {
    app,
    token,
    async call({ scopes, subject, headers, ...request }: InjectOptions & Claims) {
      const authorization = `Bearer ${await token({ scopes, subject })}`;
      const answer = await app.inject({ ...request, headers: { authorization, ...headers } });
      await hold(request, answer);
      return answer;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
