/** One thing that a migration asks of a database: SQL, many rows to change, or a reason to stop. */
export type Statement = string | Rows | Stop;

/** Rows that are changed in batches. */
export interface Rows {
  readonly table: string;
  /** After SET. */
  readonly set: string;
  /** Which still need it. */
  readonly where: string;
}

/**
 * The migration does not go on while there are such rows. It is asked again when one goes on that was killed, so it has to be
 * answered when all is done, too.
 */
export interface Stop {
  /** A query that gives their `number`. */
  readonly count: string;
  /** After their number: `rows of orders have no total: …`. */
  readonly because: string;
}

/** MariaDB and MySQL are one. */
export interface ByEngine {
  readonly postgres: readonly Statement[];
  readonly mysql: readonly Statement[];
}

export type Phase = 'expand' | 'contract';

/** A part of a migration and what takes it back: those of a file run in turn, and back in reverse. */
export interface Step {
  readonly phase: Phase;
  readonly stage: Stage;
  /** Why it is there, for who reads the file; absent: the SQL says it. */
  readonly why?: string;
  /** What `aurora migrate lint` finds in it, and why it is no danger: rule → reason. */
  readonly allow?: Readonly<Record<string, string>>;
  readonly up: ByEngine;
  readonly down: ByEngine;
}

/** Steps of a phase run in this order, whichever change they are for. */
export const STAGES = [
  'stop',
  'rename table',
  'drop view',
  'unsync',
  'unindex',
  'widen',
  'add column',
  'add live',
  'add table',
  'sync',
  'relax',
  'index column',
  'link column',
  'fill',
  'retype',
  'require',
  'add index',
  'link',
  'unlink',
  'drop index',
  'drop live',
  'drop column',
  'drop table',
] as const;

export type Stage = (typeof STAGES)[number];

/** The same SQL on every engine. */
export function everywhere(...statements: readonly Statement[]): ByEngine {
  return { postgres: statements, mysql: statements };
}

export const NOTHING: ByEngine = { postgres: [], mysql: [] };

/** Takes back what a step did, and does it again. */
export function reversed({ up, down, ...rest }: Step): Step {
  return { ...rest, up: down, down: up };
}

/** One after the other, on each engine. */
export function inTurn(...parts: readonly ByEngine[]): ByEngine {
  return { postgres: parts.flatMap(({ postgres }) => postgres), mysql: parts.flatMap(({ mysql }) => mysql) };
}
