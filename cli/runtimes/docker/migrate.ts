import { AuroraError } from '../../errors.ts';
import type { Narrator, StepNarrator } from '../../narrator.ts';
import type { ScriptEnd } from '../contract.ts';
import { urlWithLogin } from '../databases/of-service.ts';
import type { Desired } from './desired.ts';
import type { Engine } from './engine.ts';
import { type Job, runJob } from './job.ts';
import { type ContainerSpec, FILES } from './spec.ts';

const OWNER_URL = 'secrets/owner.url';

/** Applies the migrations that a service's image brings, with the login that may change the schema. */
export function migrateInContainer(
  engine: Engine,
  desired: Desired,
  service: ContainerSpec,
  narrator: Narrator,
): Promise<void> {
  return narrator.step(`migrate ${service.part}`, async (step) => {
    const migrations = await applyInContainer(engine, desired, service, step);
    step.note(migrations.join(', ') || 'up to date');
  });
}

/** The same for who tells of it himself, and for one phase alone. Returns the names of those that were applied. */
export function applyInContainer(
  engine: Engine,
  desired: Desired,
  service: ContainerSpec,
  step: StepNarrator,
  phase?: 'expand' | 'contract',
): Promise<readonly string[]> {
  return applyBy((job, hear) => runJob(engine, desired.project, service, job, hear), desired, service, step, phase);
}

/** The same, with whatever runs a job to its end. */
export async function applyBy(
  run: (job: Job, hear: (line: string) => void) => Promise<ScriptEnd>,
  desired: Desired,
  service: Pick<ContainerSpec, 'part'>,
  step: StepNarrator,
  phase?: 'expand' | 'contract',
): Promise<readonly string[]> {
  const job = migrationJob(desired, service.part);
  const paced = {
    ...job,
    command: [...job.command, ...(phase ? ['--phase', phase] : [])],
    environment: { ...job.environment, ...pace(process.env) },
  };
  const { exitCode, lines } = await run(paced, (line) => {
    const { msg, name, table, rows } = parse(line);
    if (msg === 'backfill') step.note(`${name}: ${rows?.toLocaleString('en')} rows of ${table}`);
  });
  const told = lines.map(parse);
  const error = told.find(({ level }) => level === 'error');
  if (exitCode !== 0) throw failed(service.part, lines, error);
  return told.find(({ msg }) => msg === 'migrated')?.migrations ?? [];
}

/** How much a run asks of the database; what is not given, the program knows. */
const PACE = ['AURORA_LOCK_TIMEOUT', 'AURORA_STATEMENT_TIMEOUT', 'AURORA_BACKFILL_SHARE'];

function pace(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(PACE.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

/** The program in a service's image that applies its migrations. */
export function migrationJob({ server, databases }: Desired, service: string): Job {
  const database = databases.find((each) => each.service === service);
  if (!server || !database) throw new RangeError(`${service} has no database`);
  return {
    purpose: 'migrate',
    command: ['node', 'migrate.mjs'],
    environment: { DATABASE_URL_FILE: `${FILES}/${OWNER_URL}` },
    files: [{ path: OWNER_URL, text: urlWithLogin(server.innerUrl, database.owner, database.name), secret: true }],
  };
}

/** A line of the program in the image. */
interface Told {
  readonly level?: string;
  readonly msg?: string;
  readonly migrations?: readonly string[];
  readonly name?: string;
  readonly table?: string;
  readonly rows?: number;
  readonly code?: string;
  readonly details?: readonly string[];
  readonly next?: string;
}

/** Whatever is no JSON line tells nothing. */
function parse(line: string): Told {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}

const LINES = 20;

function failed(service: string, lines: readonly string[], told: Told | undefined): AuroraError {
  if (!told) {
    return new AuroraError('migration_failed', `The migrations of ${service} ended without saying why.`, {
      exit: 'failed',
      details: lines.slice(-LINES),
      next: 'aurora migrate status',
      facts: { service },
    });
  }
  const { code = 'migration_failed', msg = '', details = [], next = 'aurora migrate status' } = told;
  return new AuroraError(code, msg, { exit: 'failed', details, next, facts: { service } });
}
