import type { MisfitCode } from '../fit/misfit.ts';
import { entityOf, type Mapping } from '../mapping/contract.ts';

/** What became of a mapping's rows. */
export interface Counts {
  readonly mapping: string;
  readonly into: string;
  /** Rows that the source has, whatever became of them: `leftOut`, `quarantined` and `migrated` together. */
  source: number;
  /** By `where`. */
  leftOut: number;
  quarantined: number;
  /** Rows that stand in the new database: those that this run wrote, and those that stood there already. */
  migrated: number;
  inserted: number;
  updated: number;
  unchanged: number;
  /** Their source has gone since, or fits no more. */
  removed: number;
  /** Of those that are migrated: the service has changed them since, and so they were left as they are. */
  conflicts: number;
  /** References that led nowhere and are null now. */
  nullified: number;
  /** Quarantined rows by what is wrong with them; a row may have several. */
  readonly reasons: Partial<Record<MisfitCode, number>>;
}

export function countsOf(mapping: Mapping): Counts {
  const { into } = mapping;
  return {
    mapping: mapping.name,
    into: into.kind === 'list' ? `${entityOf(mapping)}.${into.field.name}` : entityOf(mapping),
    source: 0,
    leftOut: 0,
    quarantined: 0,
    migrated: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    removed: 0,
    conflicts: 0,
    nullified: 0,
    reasons: {},
  };
}

/** Whether every row of the source is accounted for. */
export function isComplete({ source, leftOut, quarantined, migrated }: Counts): boolean {
  return source === leftOut + quarantined + migrated;
}
