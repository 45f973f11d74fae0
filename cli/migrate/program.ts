import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import type { BackfillProgress } from './backfill/progress.ts';
import { WHO, withClient } from './client.ts';
import type { MigrationFile } from './files.ts';
import { type Applied, readLog } from './log.ts';
import type { Phase } from './module.ts';
import { applyPending } from './run.ts';

/**
 * `node migrate.mjs` in the image of a service: applies the migrations that are in it to DATABASE_URL, with the owner's login. What it
 * does is a line of JSON each; `--phase expand` leaves the contracts for later, `--phase contract` is then. The exit code is 0, or 1 with the reason in the last line.
 */
interface Contained {
  readonly service: string;
  readonly migrations: readonly { readonly name: string; readonly checksum: string; readonly file: string }[];
}

// The first process of a container ends by a signal only if it says so.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

try {
  await migrate(dirname(process.argv[1] as string));
} catch (error) {
  const { message, ...rest } = error as Error;
  const known = error instanceof AuroraError ? { code: error.code, details: error.details, next: error.next } : rest;
  say('error', message, known);
  process.exitCode = 1;
}

async function migrate(folder: string): Promise<void> {
  const { service, migrations }: Contained = JSON.parse(await readFile(join(folder, 'migrations.json'), 'utf8'));
  const files = migrations.map(({ file, ...rest }): MigrationFile => ({ ...rest, path: join(folder, file) }));
  const url = await databaseUrl();
  const before = new Set((await appliedIn(url)).map(({ name }) => name));
  try {
    const onWait = (holder: string) => say('info', 'waiting', { holder });
    const onBackfill = atIntervals((name: string, progress: BackfillProgress) =>
      say('info', 'backfill', { name, ...progress }),
    );
    const { missing } = await applyPending({
      service,
      url,
      phase: phaseOf(process.argv.slice(2)),
      files: async () => files,
      onWait,
      onBackfill,
    });
    const applied = await tellApplied(url, before);
    say('info', 'migrated', { service, migrations: applied, missing });
  } catch (error) {
    // Those before it are there.
    if (error instanceof AuroraError && error.code === 'migration_failed') await tellApplied(url, before);
    throw error;
  }
}

function phaseOf(args: readonly string[]): Phase | undefined {
  if (args.length === 0) return undefined;
  const [flag, phase, ...rest] = args;
  if (flag === '--phase' && (phase === 'expand' || phase === 'contract') && rest.length === 0) return phase;
  throw new AuroraError('usage', `There is no ${args.join(' ')}, only --phase expand and --phase contract.`, {
    exit: 'usage',
  });
}

/** What this process has added to the database's own log. */
async function tellApplied(url: string, before: ReadonlySet<string>): Promise<string[]> {
  const own = (await appliedIn(url)).filter((entry) => entry.applied_by === WHO && !before.has(entry.name));
  for (const { name, duration_ms } of own) say('info', 'applied', { name, ms: duration_ms });
  return own.map(({ name }) => name);
}

/** Without what was cut off on its way. */
async function appliedIn(url: string): Promise<Applied[]> {
  return (await withClient(url, readLog)).filter(({ direction }) => !direction);
}

async function databaseUrl(): Promise<string> {
  const { DATABASE_URL: url, DATABASE_URL_FILE: file } = process.env;
  if (file) return (await readFile(file, 'utf8')).trim();
  if (url) return url;
  throw new AuroraError('database_url_missing', 'DATABASE_URL or DATABASE_URL_FILE has to say which database.', {
    exit: 'usage',
    details: ['Its login is the owner of the tables, not that of the service.'],
  });
}

/** A batch is done in a fraction of a second, a table in hours. */
const TELL_EVERY_MS = 5_000;

function atIntervals<T extends unknown[]>(tell: (...args: T) => void): (...args: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (...args) => {
    if (performance.now() - last < TELL_EVERY_MS) return;
    last = performance.now();
    tell(...args);
  };
}

function say(level: 'info' | 'error', msg: string, rest: object): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...rest })}\n`);
}
