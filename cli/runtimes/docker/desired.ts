import { join } from 'node:path';
import type { Fleet, Service } from '../../config/model.ts';
import { bucketOf } from '../bucket.ts';
import type { Login, WantedDatabase } from '../databases/contract.ts';
import { databaseOf, loginOf, urlWithLogin } from '../databases/of-service.ts';
import { ensureKeys } from '../keys.ts';
import { layoutOf } from '../layout.ts';
import { needsBroker, needsDatabase } from '../needs.ts';
import { assignPorts, type Ports } from '../ports/assign.ts';
import { ensureSigningKeys } from '../signing-keys.ts';
import { edgeSpec } from './edge/spec.ts';
import { imagesOf, type ServiceImage } from './images/images.ts';
import type { DatabaseServer, Infrastructure } from './infrastructure/contract.ts';
import { mysql } from './infrastructure/mysql.ts';
import { postgres } from './infrastructure/postgres.ts';
import { rabbitmq } from './infrastructure/rabbitmq.ts';
import { redis } from './infrastructure/redis.ts';
import { ADMINISTRATOR, BROKER_ADMINISTRATOR, brokerLoginFile, CACHE } from './logins.ts';
import { monitoringOf } from './monitoring/monitoring.ts';
import type { Project } from './project.ts';
import { serviceSpec } from './services.ts';
import type { ContainerSpec } from './spec.ts';

/** Everything that a fleet is to consist of. */
export interface Desired {
  readonly fleet: Fleet;
  readonly project: Project;
  /** Public ports. */
  readonly ports: Ports;
  readonly images: readonly ServiceImage[];
  readonly infrastructure: readonly Infrastructure[];
  /** Null: no service has a database. */
  readonly server: DatabaseServer | null;
  readonly databases: readonly ServiceDatabase[];
  readonly edge: ContainerSpec;
  readonly services: readonly ContainerSpec[];
}

export interface ServiceDatabase extends Required<WantedDatabase> {
  readonly service: string;
}

const CONNECTIONS_PER_SERVICE = 20;
const FURTHER_CONNECTIONS = 30;

/**
 * What the containers are made from; keys and passwords that are missing are made.
 * @param secrets the folder for them
 */
export async function desiredOf(
  fleet: Fleet,
  project: Project,
  secrets: string = layoutOf(fleet.root).secrets,
): Promise<Desired> {
  const passwords = join(secrets, 'docker');
  const [ports, images, databases, brokerLogins, administrator, broker, cache] = await Promise.all([
    assignPorts(fleet, project.isolated),
    imagesOf(fleet),
    Promise.all(fleet.services.filter(needsDatabase).map((service) => databaseFor(fleet, service, passwords))),
    Promise.all(fleet.services.filter(needsBroker).map((service) => brokerLoginOf(service, passwords))),
    loginOf(ADMINISTRATOR, passwords),
    loginOf(BROKER_ADMINISTRATOR, passwords),
    loginOf(CACHE, passwords),
    ensureKeys(fleet, secrets),
    ensureSigningKeys(fleet, secrets),
  ]);

  const server = databases.length > 0 ? serverOf(fleet, project, administrator.password) : null;
  const withCache = fleet.infrastructure.cache.engine === 'redis';
  const infrastructure = [
    ...(server ? [server] : []),
    ...(brokerLogins.length > 0 ? [rabbitmq(project, broker, brokerLogins)] : []),
    ...(withCache ? [redis(project, cache.password)] : []),
    ...(await monitoringOf(fleet, project, secrets)),
  ];
  const surroundings = {
    fleet,
    project,
    secrets,
    databaseUrl: (service: string) =>
      urlIn(
        server,
        find(databases, (each) => each.service === service),
      ),
    brokerLogin: (service: string) => find(brokerLogins, ({ name }) => name === service),
    cachePassword: withCache ? cache.password : undefined,
    bucket: await bucketOf(fleet, process.env, secrets),
  };
  const services = await Promise.all(
    fleet.services.map((service) =>
      serviceSpec(
        service,
        find(images, (image) => image.service === service.name),
        surroundings,
      ),
    ),
  );
  const edge = edgeSpec(fleet, project, ports);
  return { fleet, project, ports, images, infrastructure, server, databases, edge, services };
}

/** The URL inside the network with the login that a service runs with. */
function urlIn(server: DatabaseServer | null, { user, name }: ServiceDatabase): string {
  return urlWithLogin(server?.innerUrl ?? '', user, name);
}

async function databaseFor(fleet: Fleet, { name }: Service, secrets: string): Promise<ServiceDatabase> {
  return { service: name, ...(await databaseOf(fleet, name, secrets)) };
}

/** The broker knows a service by its own name. */
async function brokerLoginOf({ name }: Service, secrets: string): Promise<Login> {
  return { ...(await loginOf(brokerLoginFile(name), secrets)), name };
}

function serverOf(fleet: Fleet, project: Project, password: string): DatabaseServer {
  const { engine } = fleet.infrastructure.database;
  const connections = fleet.services.length * CONNECTIONS_PER_SERVICE + FURTHER_CONNECTIONS;
  return engine === 'postgres'
    ? postgres(project, password, connections)
    : mysql(engine, project, password, connections);
}

function find<T>(all: readonly T[], isIt: (each: T) => boolean): T {
  const found = all.find(isIt);
  if (found === undefined) throw new RangeError('the fleet and what it is to consist of differ');
  return found;
}
