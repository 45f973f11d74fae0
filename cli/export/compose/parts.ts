import type { Fleet } from '../../config/model.ts';
import { databasesJob } from '../../runtimes/docker/databases-job.ts';
import type { Desired } from '../../runtimes/docker/desired.ts';
import { jobSpec } from '../../runtimes/docker/job.ts';
import { migrationJob } from '../../runtimes/docker/migrate.ts';
import { scriptJob } from '../../runtimes/docker/script.ts';
import { allSpecs } from '../../runtimes/docker/situation.ts';
import type { ContainerSpec, SpecHealthcheck } from '../../runtimes/docker/spec.ts';
import { DEVELOPMENT_PROFILE, seedsOf } from '../../seed/profiles.ts';
import { seedScript } from '../../seed/run.ts';

/** A container of a compose file. */
export interface ComposePart {
  /** Its name in the file, and in the network. */
  readonly name: string;
  readonly spec: ContainerSpec;
  /** The part whose files it reads. */
  readonly filesOf: string;
  /** Ends by itself. */
  readonly job: boolean;
  readonly after: readonly After[];
}

export interface After {
  readonly part: string;
  readonly condition: 'service_healthy' | 'service_completed_successfully';
}

/** Whether it takes requests, asked from within: what depends on it starts then. */
const READY: SpecHealthcheck = {
  test: ['node', 'healthcheck.mjs', '/health/ready'],
  intervalSeconds: 3,
  timeoutSeconds: 3,
  retries: 3,
  startSeconds: 60,
};

/** All that runs, with the migrations and seeds that `up` runs between the levels as jobs of their own. */
export async function partsOf(desired: Desired): Promise<readonly ComposePart[]> {
  const { fleet, server, databases } = desired;
  const migrated = new Set(databases.map(({ service }) => service));
  const specs = allSpecs(desired).map((spec): ComposePart => {
    const { kind, part, dependsOn } = spec;
    return {
      name: part,
      spec: kind === 'service' ? { ...spec, healthcheck: READY } : spec,
      filesOf: part,
      job: false,
      after: [...dependsOn.map(healthy), ...(migrated.has(part) ? [done(migrateName(part))] : [])],
    };
  });
  const services = desired.services.filter(({ part }) => migrated.has(part));
  const [first] = services;
  if (!server || !first) return specs;
  const provision: ComposePart = {
    name: DATABASES,
    spec: jobSpec(desired.project, first, databasesJob(desired)),
    filesOf: DATABASES,
    job: true,
    after: [healthy(server.spec.part)],
  };
  const migrations = services.map((service): ComposePart => {
    const name = migrateName(service.part);
    const spec = jobSpec(desired.project, service, migrationJob(desired, service.part));
    return { name, spec, filesOf: name, job: true, after: [done(DATABASES)] };
  });
  return [...specs, provision, ...migrations, ...(await seedParts(fleet, desired))];
}

const DATABASES = 'databases';

function migrateName(service: string): string {
  return `migrate-${service}`;
}

/** Rows to begin with are for developers: `up` makes none elsewhere. */
async function seedParts(fleet: Fleet, { services, project }: Desired): Promise<readonly ComposePart[]> {
  if (fleet.environment !== 'development') return [];
  const found = await Promise.all(
    services.map(async (service) => ({ service, seeds: await seedsOf(fleet, service.part, DEVELOPMENT_PROFILE) })),
  );
  const seeded = found.flatMap(({ service, seeds }) => (seeds ? [{ service, seeds }] : []));
  const names = new Set(seeded.map(({ service }) => service.part));
  return seeded.map(({ service, seeds }): ComposePart => {
    const { part, dependsOn } = service;
    return {
      name: `seed-${part}`,
      spec: jobSpec(project, service, scriptJob(seedScript(seeds))),
      filesOf: part,
      job: true,
      after: [healthy(part), ...dependsOn.map((name) => (names.has(name) ? done(`seed-${name}`) : healthy(name)))],
    };
  });
}

function healthy(part: string): After {
  return { part, condition: 'service_healthy' };
}

function done(part: string): After {
  return { part, condition: 'service_completed_successfully' };
}
