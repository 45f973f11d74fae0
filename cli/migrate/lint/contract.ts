import type { Change } from './change.ts';
import type { Known } from './known.ts';

export type Engine = 'postgres' | 'mysql';
export type Severity = 'error' | 'warning';

/**
 * What goes wrong. `old-code`: what runs of the version before trips over it; what a contract is for. `lock`: others wait, or rows
 * are written anew. `data`: it fails on rows, or loses them. `runner`: it is in the way of whoever runs migrations.
 */
export type Danger = 'old-code' | 'lock' | 'data' | 'runner';

export interface Rule {
  /** kebab-case. */
  readonly id: string;
  readonly engines: readonly Engine[];
  readonly severity: Severity;
  readonly danger: Danger;
  /** What is blocked or broken, and for whom: a sentence or two. */
  readonly why: Told;
  /** SQL or steps. */
  readonly safe: Told;
  /** Also of tables that the same migration makes. */
  readonly evenNew?: true;
  /** What the finding is about, e.g. `orders.price`; undefined where all is well. */
  finds(change: Change, at: Place): string | undefined;
}

/** In words; for each engine where they differ. */
export type Told = string | Readonly<Record<Engine, string>>;

export const BOTH: readonly Engine[] = ['postgres', 'mysql'];

/** Where a change stands. */
export interface Place {
  readonly engine: Engine;
  /** Whether it shares a transaction with others: of the migration, or of the statements in the same call. Never on MySQL. */
  readonly inTransaction: boolean;
  /** What the statements before it have made of the database, those of earlier migrations too. */
  readonly known: Known;
  /** What comes before and after it in the same migration. */
  readonly before: readonly Change[];
  readonly after: readonly Change[];
}

/**
 * What a text in the language of one engine changes.
 * @throws NotUnderstood
 */
export type Reader = (sql: string) => Promise<readonly Change[]>;

export interface Finding {
  readonly service: string;
  /** E.g. `0003-add-room`. */
  readonly migration: string;
  /** From the folder of the fleet. */
  readonly file: string;
  /** Where the function stands that asks for it; from 1. */
  readonly line: number;
  readonly direction: 'up' | 'down';
  /** Those on which it was found. */
  readonly engines: readonly Engine[];
  readonly rule: string;
  readonly severity: Severity;
  /** What it is about: `orders.price`. */
  readonly subject: string;
  /** Absent where it is about the file, not about one of its statements. */
  readonly statement?: string;
  readonly why: string;
  readonly safe: string;
}
