import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EnvironmentError, readServiceEnvironment } from '../../../shared/settings/index.ts';

const definition = { name: 'thing-service', fleet: 'test', needs: { database: true, broker: true } };
const complete = {
  PORT: '8002',
  DATABASE_URL: 'postgres://app:s3cret@127.0.0.1:5432/things',
  BROKER_URL: 'amqp://127.0.0.1',
  AUTH_JWKS: '{"keys":[]}',
};
const read = (env: NodeJS.ProcessEnv) => readServiceEnvironment(definition, env);
const mistakesIn = (env: NodeJS.ProcessEnv) => {
  try {
    read(env);
  } catch (error) {
    return (error as EnvironmentError).mistakes;
  }
  return [];
};

describe('the environment of a service', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'environment-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read with defaults for what need not be said', () => {
    expect(read(complete)).toEqual({
      port: 8002,
      host: '127.0.0.1',
      serviceName: 'thing-service',
      fleetName: 'test',
      serviceVersion: '0.0.0',
      serviceColour: undefined,
      instanceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      logLevel: 'info',
      tracesSample: 0,
      tracesLog: undefined,
      otlpEndpoint: undefined,
      otlpHeaders: {},
      logsOtlp: false,
      environmentName: 'development',
      databaseUrl: complete.DATABASE_URL,
      databasePoolSize: 10,
      brokerUrl: 'amqp://127.0.0.1',
      redisUrl: undefined,
      configUrl: undefined,
      advertisedUrl: undefined,
      advertisedAs: undefined,
      stateDir: undefined,
      authJwks: '{"keys":[]}',
      authSigningKey: undefined,
      drainTimeoutMs: 10_000,
      workers: 1,
      own: {},
    });
  });

  it('names all that is missing at once', () => {
    expect(() => read({})).toThrow(EnvironmentError);
    expect(mistakesIn({}).map((mistake) => mistake.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'BROKER_URL',
      'AUTH_JWKS',
    ]);
  });

  it('asks only for what the service stands on', () => {
    const alone = { ...definition, needs: { database: false, broker: false } };
    expect(readServiceEnvironment(alone, { PORT: '1', AUTH_JWKS: '{}' }).databaseUrl).toBeUndefined();
  });

  it('asks for a key to sign with where there is a config-service to call', () => {
    expect(mistakesIn({ ...complete, CONFIG_URL: 'http://127.0.0.1:8004' })).toEqual([
      expect.stringContaining('AUTH_SIGNING_KEY is missing'),
    ]);
  });

  it.each([
    ['PORT', '65536'],
    ['TRACES_SAMPLE', '1.1'],
    ['TRACES_SAMPLE', '1e-3'],
    ['TRACES_LOG', 'yes'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['PORT', '-1'],
    ['PORT', '80a'],
    ['PORT', '1e3'],
    ['DATABASE_POOL_SIZE', '0'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mongodb://127.0.0.1'],
    ['DATABASE_URL', 'not a url'],
    ['BROKER_URL', 'http://127.0.0.1'],
    ['ADVERTISED_URL', 'ftp://x'],
    ['DRAIN_TIMEOUT_MS', 'soon'],
  ])('refuses %s=%s', (name, value) => {
    expect(mistakesIn({ ...complete, [name]: value })).toEqual([expect.stringContaining(`${name} must be`)]);
  });

  it('shows a wrong value, unless it may be a secret', () => {
    expect(mistakesIn({ ...complete, LOG_LEVEL: 'loud' })[0]).toContain('"loud"');
    expect(mistakesIn({ ...complete, DATABASE_URL: 's3cret' })[0]).not.toContain('s3cret');
  });

  it('takes an empty value for none', () => {
    expect(mistakesIn({ ...complete, DATABASE_URL: '' })).toEqual([expect.stringContaining('DATABASE_URL is missing')]);
    expect(read({ ...complete, HOST: '' }).host).toBe('127.0.0.1');
  });

  it('reads X from the file that X_FILE names', async () => {
    const file = join(folder, 'url');
    await writeFile(file, `${complete.DATABASE_URL}\n`);
    const { DATABASE_URL, ...rest } = complete;
    expect(read({ ...rest, DATABASE_URL_FILE: file }).databaseUrl).toBe(DATABASE_URL);
    expect(mistakesIn({ ...complete, DATABASE_URL_FILE: file })).toEqual([
      'DATABASE_URL and DATABASE_URL_FILE are both set; keep one',
    ]);
    expect(mistakesIn({ ...rest, DATABASE_URL_FILE: join(folder, 'absent') })).toEqual([
      expect.stringMatching(/^DATABASE_URL_FILE cannot be read: ENOENT/),
    ]);
  });

  it('says how many processes a service may be, only where it can be several', () => {
    const of = (workers: boolean, text: string) =>
      readServiceEnvironment({ ...definition, workers }, { ...complete, WORKERS: text }).workers;
    expect([of(true, '4'), of(false, '4'), of(false, 'many')]).toEqual([4, 1, 1]);
    expect(() => of(true, '0')).toThrow('WORKERS must be a whole number from 1 to 64, not "0"');
  });
});
