import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet, Service } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { mark } from '../../timing.ts';
import { ensureKeys } from '../keys.ts';
import type { Layout } from '../layout.ts';
import { assignPorts, type Ports } from '../ports/assign.ts';
import { type PortWish, requireFreePorts } from '../ports/require-free.ts';
import { readSecret, writeSecret } from '../secret-file.ts';
import { ensureSigningKeys } from '../signing-keys.ts';
import type { Desired, Load, PostgresSpec } from './control/protocol.ts';
import { databaseFiles, type PlacedDatabase, wantedDatabases, writeUrls } from './databases/wanted.ts';
import {
  decideInfrastructure,
  type GivenUrls,
  givenUrls,
  type Infrastructure,
  needsEmbedded,
} from './infrastructure.ts';
import { openHome } from './postgres/home.ts';
import { choosePort } from './postgres/port.ts';
import { postgresSpec } from './postgres/settings.ts';
import { endLeftovers } from './record.ts';
import { infrastructureSpecs, serviceSpecs } from './service-specs.ts';
import type { Session } from './session.ts';

/** All that a run needs on disk is there, and this is what is to run. */
export interface Prepared {
  /** What ran before; null: nothing. */
  readonly running: Desired | null;
  readonly load: Load;
  readonly databases: readonly PlacedDatabase[];
}

/**
 * Makes ready whatever `services` need before their first line runs: keys, passwords, URLs, free ports. Whoever started the supervisor
 * decides what the fleet stands on; those who join take it as it is.
 * @throws AuroraError `port_taken`, `infrastructure_changed` and those of what it calls
 */
export async function prepare(
  session: Session,
  fleet: Fleet,
  services: readonly Service[],
  isolated: boolean,
  layout: Layout,
): Promise<Prepared> {
  const running = session.fresh ? null : await session.desired();
  if (session.fresh) await endLeftovers(layout.record);
  const given = await rememberedUrls(layout, session.fresh);
  const infrastructure = decideInfrastructure(fleet, given);
  const inBlock = isolated || (running?.isolated ?? false);
  const ports = await assignPorts(fleet, inBlock);

  const [postgres, databases] = await Promise.all([
    postgresOf(fleet, infrastructure, running, layout),
    wantedDatabases(fleet, infrastructure, layout.secrets),
    ensureKeys(fleet, layout.secrets),
    ensureSigningKeys(fleet, layout.secrets),
    requireFreePorts(newPorts(services, ports, running)),
    ...services.map(({ name }) => mkdir(join(layout.state, name), { recursive: true, mode: 0o700 })),
  ]);
  await Promise.all([
    writeUrls(databases, (server) => (server.kind === 'given' ? server.url : embeddedUrl(postgres))),
    writeGiven(infrastructure, layout),
  ]);
  const load: Load = {
    services: await serviceSpecs(fleet, services, ports, infrastructure, layout),
    postgres,
    infrastructure: infrastructureSpecs(infrastructure),
    isolated: inBlock,
  };
  mark('prepared');
  return { running, load, databases };
}

/** Without a login: whoever uses it has one of their own. */
export function embeddedUrl(postgres: PostgresSpec | null): string {
  return `postgres://127.0.0.1:${postgres?.port}/`;
}

/** Server URLs as this run was given them: other terminals, without these variables, find them here. */
async function rememberedUrls(layout: Layout, fresh: boolean): Promise<GivenUrls> {
  const file = join(layout.secrets, 'given.json');
  if (!fresh) return JSON.parse((await readSecret(file)) ?? '{}');
  const given = givenUrls(process.env);
  await writeSecret(file, JSON.stringify(given));
  return given;
}

async function postgresOf(
  fleet: Fleet,
  infrastructure: Infrastructure,
  running: Desired | null,
  layout: Layout,
): Promise<PostgresSpec | null> {
  const embedded = needsEmbedded(infrastructure);
  if (!running) {
    if (!embedded) return null;
    const home = await openHome(layout);
    return postgresSpec(home, await choosePort(home), fleet.services.length);
  }
  if (embedded === (running.postgres !== null)) return running.postgres;
  throw new AuroraError('infrastructure_changed', 'The config asks for another database than the fleet runs on.', {
    exit: 'failed',
    next: 'aurora down, then aurora up',
  });
}

/** Ports that none of these services listens on, or is about to: looking at a port takes it for a moment. */
function newPorts(services: readonly Service[], ports: Ports, running: Desired | null): readonly PortWish[] {
  const present = (running?.services ?? []).filter(({ present, lent }) => present || lent);
  const current = new Map(present.map(({ spec }) => [spec.name, spec.port]));
  return services
    .map(({ name }) => ({ name, port: ports(name) }))
    .filter(({ name, port }) => current.get(name) !== port);
}

async function writeGiven({ broker, redisUrl }: Infrastructure, layout: Layout): Promise<void> {
  const files = databaseFiles(layout.secrets);
  if (broker?.kind === 'given') await writeSecret(files.broker, broker.url);
  if (redisUrl !== undefined) await writeSecret(files.redis, redisUrl);
}
