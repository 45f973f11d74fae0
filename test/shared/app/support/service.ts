import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { createApp, type ServiceDefinition } from '../../../../shared/app/index.ts';
import { createSigner, generateKey } from '../../../../shared/auth/index.ts';
import { createLogger, type LogLevel } from '../../../../shared/logging/index.ts';
import { readServiceEnvironment } from '../../../../shared/settings/index.ts';

export interface RunningService extends AsyncDisposable {
  readonly app: FastifyInstance;
  /** What it has logged so far. */
  readonly lines: Record<string, unknown>[];
  /** A token of this fleet. */
  token(options?: { scopes?: string[]; expiresInSeconds?: number }): Promise<string>;
}

export interface ServiceOptions extends Partial<Omit<ServiceDefinition, 'routes'>> {
  readonly logLevel?: LogLevel;
  readonly env?: NodeJS.ProcessEnv;
}

/** A service with everything on and nothing beside it: no database, no broker, no config-service. */
export async function startService(routes: FastifyPluginAsync, options: ServiceOptions = {}): Promise<RunningService> {
  const { logLevel = 'info', env, ...definition } = options;
  const { privateKey, publicKey } = await generateKey('dev', ['*']);
  const service: ServiceDefinition = {
    fleet: 'test',
    name: 'thing-service',
    title: 'Thing service',
    needs: { database: false, broker: false, configService: true },
    ...definition,
    routes,
  };
  const environment = readServiceEnvironment(service, {
    PORT: '0',
    AUTH_JWKS: JSON.stringify({ keys: [publicKey] }),
    AUTH_SIGNING_KEY: JSON.stringify(privateKey),
    ...env,
  });
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)), flush() {}, flushSync() {} };
  const log = createLogger({ service: service.name, version: '1.0.0', level: logLevel, destination });
  const app = await createApp(service, environment, log);
  const sign = createSigner({ key: privateKey, fleet: service.fleet });
  return {
    app,
    lines,
    token: ({ scopes = ['*'], expiresInSeconds = 60 } = {}) => sign({ subject: 'tester', scopes, expiresInSeconds }),
    [Symbol.asyncDispose]: () => app.close(),
  };
}
