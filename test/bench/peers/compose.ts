import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import type { Fleet, Service } from '../../../cli/config/model.ts';
import type { ServiceImage } from '../../../cli/runtimes/docker/images/images.ts';
import { PUBLIC_IMAGES } from '../../../cli/runtimes/docker/images/public.ts';
import { keyFiles } from '../../../cli/runtimes/keys.ts';
import { needsDatabase } from '../../../cli/runtimes/needs.ts';
import { signingKeysFile } from '../../../cli/runtimes/signing-keys.ts';
import { until } from '../../../shared/testing/index.ts';
import { missing } from '../missing.ts';

const run = promisify(execFile);

const PATIENT = { withinMs: 120_000 };

export const COMPOSE = 'docker-compose 1.29';

export interface ComposePeer extends AsyncDisposable {
  /** `docker-compose up -d`, until every service says that it takes requests. */
  up(): Promise<void>;
  compose(...args: string[]): Promise<void>;
  /** The code of one service as it is now, in the place of what runs, until that takes requests. */
  redeploy(service: string): Promise<void>;
}

/**
 * The same images under docker-compose, as people write such a file: passwords beside it, one login for all, health checks that
 * gate the three levels, migrations before each service's own start.
 * @param secrets where the keys are that the services speak to each other with
 */
export async function composePeer(
  fleet: Fleet,
  images: readonly ServiceImage[],
  secrets: string,
  portOf: (service: string) => number,
): Promise<ComposePeer> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-bench-compose-'));
  const keys = keyFiles(secrets);
  const jwks = await readFile(keys.jwks, 'utf8');
  const urlKeys = await readFile(signingKeysFile(secrets), 'utf8');
  const services = await Promise.all(
    fleet.services.map(async (service) => {
      const key = await readFile(keys.signingKey(service.name), 'utf8');
      const image = images.find((each) => each.service === service.name)?.tag ?? '';
      return [
        service.name,
        serviceOf(fleet, service, { image, jwks, key, urlKeys, port: portOf(service.name) }),
      ] as const;
    }),
  );
  const databases = fleet.services.filter(needsDatabase).map(({ name }) => `CREATE DATABASE "${name}";`);
  await writeFile(join(folder, 'password'), PASSWORD);
  await writeFile(join(folder, 'databases.sql'), databases.join('\n'));
  await writeFile(
    join(folder, 'docker-compose.yml'),
    stringify({
      services: { postgres: POSTGRES, rabbitmq: RABBITMQ, ...Object.fromEntries(services) },
      volumes: { postgres: {}, rabbitmq: {} },
    }),
  );
  // Under names of its own: the others are Aurora's.
  const built = fleet.services.map(({ name }) => {
    const image = images.find((each) => each.service === name)?.tag ?? '';
    return [name, { image: `${image}-composed`, build: { context: fleet.root, args: { SERVICE: name } } }] as const;
  });
  await writeFile(join(folder, 'build.yml'), stringify({ services: Object.fromEntries(built) }));
  const compose = async (...args: string[]) => {
    try {
      await run('docker-compose', args, { cwd: folder, maxBuffer: 1e8 });
    } catch (error) {
      throw missing('docker-compose', error);
    }
  };
  const accepting = ({ name }: Pick<Service, 'name'>) => answers(`http://127.0.0.1:${portOf(name)}/health/ready`);
  return {
    compose,
    async up() {
      await compose('up', '-d');
      await until(async () => (await Promise.all(fleet.services.map(accepting))).every(Boolean), PATIENT);
    },
    async redeploy(name) {
      const files = ['docker-compose.yml', 'build.yml'].flatMap((file) => ['-f', file]);
      await compose(...files, 'up', '-d', '--build', '--no-deps', name);
      await until(() => accepting({ name }), PATIENT);
    },
    async [Symbol.asyncDispose]() {
      await compose('down', '--volumes');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const PASSWORD = 'bench-0123456789';

const POSTGRES = {
  image: PUBLIC_IMAGES.postgres,
  // As the image says by itself where it is the public one.
  user: '999:999',
  tmpfs: ['/run/postgresql:uid=999,gid=999'],
  environment: { POSTGRES_USER: 'postgres', POSTGRES_PASSWORD_FILE: '/run/password' },
  volumes: [
    'postgres:/var/lib/postgresql',
    './password:/run/password:ro',
    './databases.sql:/docker-entrypoint-initdb.d/databases.sql:ro',
  ],
  healthcheck: { test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'postgres'], interval: '2s', retries: 30 },
};

const RABBITMQ = {
  image: PUBLIC_IMAGES.rabbitmq,
  hostname: 'rabbitmq',
  environment: { RABBITMQ_DEFAULT_USER: 'bench', RABBITMQ_DEFAULT_PASS: PASSWORD },
  volumes: ['rabbitmq:/var/lib/rabbitmq'],
  healthcheck: {
    test: ['CMD', 'rabbitmq-diagnostics', '-q', 'check_port_connectivity'],
    interval: '5s',
    timeout: '20s',
    retries: 30,
  },
};

interface Given {
  readonly image: string;
  readonly jwks: string;
  readonly key: string;
  readonly urlKeys: string;
  readonly port: number;
}

function serviceOf(fleet: Fleet, { name, kind, port, dependsOn }: Service, given: Given) {
  const config = fleet.services.find((each) => each.kind === 'config');
  const stateful = kind !== 'gateway';
  const conditions = [...dependsOn, ...(stateful ? ['postgres', 'rabbitmq'] : [])];
  return {
    image: given.image,
    ...(stateful && { command: ['sh', '-c', 'node migrate.mjs && exec node main.mjs'] }),
    environment: {
      FLEET_NAME: fleet.name,
      SERVICE_NAME: name,
      AURORA_ENV: fleet.environment,
      PORT: String(port),
      ADVERTISED_URL: `http://${name}:${port}`,
      AUTH_JWKS: given.jwks,
      AUTH_SIGNING_KEY: given.key,
      ...(config && { CONFIG_URL: `http://${config.name}:${config.port}` }),
      ...(stateful && {
        DATABASE_URL: `postgres://postgres:${PASSWORD}@postgres:5432/${name}`,
        BROKER_URL: `amqp://bench:${PASSWORD}@rabbitmq:5672/`,
      }),
      ...(kind === 'file' && { FILE_SIGNING_KEYS: given.urlKeys }),
    },
    ports: [`127.0.0.1:${given.port}:${port}`],
    depends_on: Object.fromEntries(conditions.map((part) => [part, { condition: 'service_healthy' }])),
    healthcheck: { test: ['CMD', 'node', 'healthcheck.mjs'], interval: '2s', timeout: '3s', retries: 30 },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
