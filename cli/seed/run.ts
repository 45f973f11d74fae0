import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import { readableLine } from '../observe/readable-line.ts';
import type { Runtime, Script } from '../runtimes/contract.ts';
import { paceFrom, type SoFar } from './pace.ts';
import type { Seeds } from './profiles.ts';

/** What the seeds of one service have led to. */
export interface Seeded {
  readonly service: string;
  readonly created: number;
  /** Rows that were there already. */
  readonly kept: number;
  /** Rows that another row with the same unique value stands in the way of. */
  readonly skipped: number;
}

/** What a seed script is told, and how people ask for the same again. */
export interface SeedJob {
  readonly service: string;
  readonly script: Script;
  /** e.g. `--profile dev`. */
  readonly flags: string;
  /** What to look at where its rows could not be created. */
  readonly source: string;
  /** Why rows may be left out, as in `for …`. */
  readonly inTheWay: string;
}

/**
 * Creates the rows of a service that are missing, by its own seed script, which sends them through the service's commands.
 * @throws AuroraError `seed_failed` with the last lines that it printed; `owner_away` where rows refer to a service that
 *   does not run
 */
export function runSeeds(fleet: Fleet, runtime: Runtime, job: SeedJob, narrator: Narrator): Promise<Seeded> {
  const { service, script } = job;
  return narrator.step(`seed ${service}`, async (step) => {
    const pace = paceFrom(Date.now());
    const { exitCode, lines } = await runtime.script(fleet, service, script, (line) => {
      const { msg, ...counts } = parse(line);
      if (msg === 'seeding') step.note(pace(counts as unknown as SoFar, Date.now()));
    });
    const told = lines.map(parse);
    const result = told.find(({ msg }) => msg === 'seeded');
    if (told.some(({ code }) => code === 'references_unknown')) throw ownerAway(job, lines);
    if (told.some(({ code }) => TABLE_BEHIND.has(code))) throw tableBehind(job, lines);
    if (exitCode !== 0 || !result) throw failed(job, lines);
    if ('SEED_SCALE' in script.variables && !('scale' in result)) throw outdated(service);
    const { created, kept, skipped } = result as unknown as Seeded;
    step.note(`${created} created, ${kept} kept`);
    if (skipped > 0) narrator.warn(`seed ${service}: ${skipped} left out, for ${job.inTheWay}`);
    return { service, created, kept, skipped };
  });
}

/** The rows of a profile. */
export function profileJob(seeds: Seeds): SeedJob {
  const { service, profile } = seeds;
  const source = `services/${service}/src/seeds/${profile}.ts or its seeds in the config`;
  const inTheWay = 'other rows have their unique values';
  return { service, script: seedScript(seeds), flags: `--profile ${profile}`, source, inTheWay };
}

/** The seed script of a service, told which rows are wanted. */
export function seedScript({ profile, checksum }: Seeds): Script {
  return { file: 'src/seed.ts', variables: { SEED_PROFILE: profile, SEED_CHECKSUM: checksum } };
}

const LINES = 10;
/** Of what one log line tells: an error's message comes first, then where it was thrown. */
const LINES_EACH = 3;

function ownerAway({ service, flags }: SeedJob, lines: readonly string[]): AuroraError {
  return new AuroraError('owner_away', `The rows of ${service} refer to services that do not answer.`, {
    exit: 'notRunning',
    details: readable(lines),
    next: `aurora up -d --no-seed, then: aurora seed ${flags}`,
  });
}

/** No such table, no such column: PostgreSQL, MySQL. */
const TABLE_BEHIND = new Set<unknown>(['42P01', '42703', 'ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR']);

function tableBehind({ service, flags }: SeedJob, lines: readonly string[]): AuroraError {
  return new AuroraError(
    'seed_failed',
    `The tables of ${service} do not fit its entities, so its rows cannot be created.`,
    {
      exit: 'failed',
      details: readable(lines),
      next: `bring the tables after the entities: aurora migrate create ${service} <name>, aurora migrate up, then: aurora seed ${flags}`,
    },
  );
}

function outdated(service: string): AuroraError {
  return new AuroraError('fleet_outdated', `The code of ${service} is older than this command: it knows of no scale.`, {
    exit: 'failed',
    next: 'aurora upgrade, aurora generate',
  });
}

function failed({ service, flags, source }: SeedJob, lines: readonly string[]): AuroraError {
  return new AuroraError('seed_failed', `The rows of ${service} could not be created.`, {
    exit: 'failed',
    details: readable(lines),
    next: `correct ${source}, then: aurora seed ${flags}`,
  });
}

function readable(lines: readonly string[]): string[] {
  return lines.flatMap((line) => readableLine(line).split('\n').slice(0, LINES_EACH)).slice(-LINES);
}

/** Whatever is no JSON line of the seed script tells nothing. */
function parse(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}
