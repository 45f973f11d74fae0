import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet, Service } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Layout } from '../layout.ts';
import type { Ports } from '../ports/assign.ts';
import { readSecret } from '../secret-file.ts';
import type { InfrastructureSpec, ServiceSpec } from './control/protocol.ts';
import { environmentOf, instanceOf } from './environment.ts';
import type { Infrastructure } from './infrastructure.ts';

/** How the supervisor runs each service. @throws AuroraError `service_missing` */
export function serviceSpecs(
  fleet: Fleet,
  services: readonly Service[],
  ports: Ports,
  infrastructure: Infrastructure,
  layout: Layout,
): Promise<readonly ServiceSpec[]> {
  return Promise.all(
    services.map(async (service): Promise<ServiceSpec> => {
      const folder = join(layout.root, 'services', service.name);
      const version = await versionOf(folder, service.name);
      const environment = environmentOf(fleet, service, version, ports, infrastructure, layout);
      return {
        name: service.name,
        instance: instanceOf(fleet, service.name),
        version,
        port: ports(service.name),
        dependsOn: service.dependsOn,
        folder,
        main: join(folder, 'src', 'main.ts'),
        ...(service.kind === 'gateway' && { isBusy: true }),
        environment,
        secrets: await secretsIn(environment),
      };
    }),
  );
}

/** Its signing key is among them, so that nobody can try out on the hash what password a given URL may have. */
async function secretsIn(environment: Readonly<Record<string, string>>): Promise<string> {
  const files = Object.entries(environment).flatMap(([name, file]) => (name.endsWith('_FILE') ? [file] : []));
  const texts = await Promise.all(files.map(readSecret));
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

async function versionOf(folder: string, service: string): Promise<string> {
  try {
    const { version = '0.0.0' } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return version;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new AuroraError('service_missing', `${service} is in the config, but its code is not in ${folder}.`, {
      exit: 'failed',
      next: 'aurora generate',
      cause,
    });
  }
}

/** What the supervisor only looks at. */
export function infrastructureSpecs({ database, broker, redisUrl }: Infrastructure): readonly InfrastructureSpec[] {
  return [
    ...(database?.kind === 'given' ? [given('database', database.url, 'DATABASE_URL')] : []),
    ...(broker ? [brokerSpec(broker)] : []),
    ...(redisUrl === undefined ? [] : [given('cache', redisUrl, 'REDIS_URL')]),
  ];
}

function brokerSpec(broker: NonNullable<Infrastructure['broker']>): InfrastructureSpec {
  if (broker.kind === 'given') return given('broker', broker.url, 'BROKER_URL');
  if (broker.on.kind === 'given') return given('broker', broker.on.url, 'DATABASE_URL');
  return { name: 'broker', detail: 'queues on the embedded PostgreSQL', address: null };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'mysql:': 3306,
  'mariadb:': 3306,
  'amqp:': 5672,
  'amqps:': 5671,
  'redis:': 6379,
  'rediss:': 6379,
};

function given(name: string, url: string, variable: string): InfrastructureSpec {
  const { protocol, hostname, port } = new URL(url);
  const address = { host: hostname || '127.0.0.1', port: Number(port) || (DEFAULT_PORTS[protocol] ?? 0) };
  return { name, detail: `${address.host}:${address.port}, given by ${variable}`, address };
}
