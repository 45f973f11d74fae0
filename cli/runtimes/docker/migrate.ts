import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import { urlWithLogin } from '../databases/of-service.ts';
import type { Desired } from './desired.ts';
import type { Engine } from './engine.ts';
import { runJob } from './job.ts';
import { type ContainerSpec, FILES } from './spec.ts';

const OWNER_URL = 'secrets/owner.url';

/** Applies the migrations that a service's image brings, with the login that may change the schema. */
export function migrateInContainer(
  engine: Engine,
  { server, databases, project }: Desired,
  service: ContainerSpec,
  narrator: Narrator,
): Promise<void> {
  const database = databases.find((each) => each.service === service.part);
  if (!server || !database) throw new RangeError(`${service.part} has no database`);
  return narrator.step(`migrate ${service.part}`, async (step) => {
    const { exitCode, lines } = await runJob(engine, project, service, {
      purpose: 'migrate',
      command: ['node', 'migrate.mjs'],
      environment: { DATABASE_URL_FILE: `${FILES}/${OWNER_URL}` },
      files: [{ path: OWNER_URL, text: urlWithLogin(server.innerUrl, database.owner, database.name), secret: true }],
    });
    const told = lines.map(parse);
    if (exitCode !== 0)
      throw failed(
        service.part,
        lines,
        told.find(({ level }) => level === 'error'),
      );
    const { migrations = [] } = told.find(({ msg }) => msg === 'migrated') ?? {};
    step.note(migrations.join(', ') || 'up to date');
  });
}

/** A line of the program in the image. */
interface Told {
  readonly level?: string;
  readonly msg?: string;
  readonly migrations?: readonly string[];
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
    });
  }
  const { code = 'migration_failed', msg = '', details = [], next = 'aurora migrate status' } = told;
  return new AuroraError(code, msg, { exit: 'failed', details, next });
}
