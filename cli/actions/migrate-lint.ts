import { readFile } from 'node:fs/promises';
import { databaseEngines } from '../config/database-engines.ts';
import type { Fleet } from '../config/model.ts';
import { migratedServices, migrationFiles } from '../migrate/files.ts';
import type { Engine, Finding } from '../migrate/lint/contract.ts';
import type { Counts } from '../migrate/lint/lines.ts';
import { lintService } from '../migrate/lint/lint.ts';
import { requireDatabase } from './running.ts';

export interface LintWanted {
  /** Absent: all of the fleet. */
  readonly service?: string | undefined;
  /** Absent: those that the config names over its environments. */
  readonly engine?: Engine | undefined;
  /** Only what this commit of git does not have. */
  readonly since?: string | undefined;
}

export interface LintResult extends Counts {
  readonly engines: readonly Engine[];
  readonly findings: readonly Finding[];
}

/** Looks for what would lock, break or lose something, without a database. */
export async function migrateLint(fleet: Fleet, { service, engine, since }: LintWanted): Promise<LintResult> {
  if (service !== undefined) requireDatabase(fleet, service);
  const text = await readFile(fleet.file, 'utf8');
  const ofFleet = [...new Set(databaseEngines(text).map((name) => (name === 'postgres' ? name : 'mysql')))];
  const engines = engine ? [engine] : ofFleet;
  const fresh =
    since === undefined ? undefined : await (await import('../migrate/lint/since.ts')).newSince(fleet.root, since);
  const findings: Finding[] = [];
  let migrations = 0;
  for (const name of service === undefined ? await migratedServices(fleet) : [service]) {
    const files = await migrationFiles(fleet, name);
    const isTold = ({ path }: { path: string }) => fresh?.has(path) ?? true;
    migrations += files.filter(isTold).length;
    findings.push(...(await lintService({ service: name, files, isTold, engines, root: fleet.root })));
  }
  const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  return { engines, migrations, errors: count('error'), warnings: count('warning'), findings };
}
