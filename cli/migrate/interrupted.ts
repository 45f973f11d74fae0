import type { Applied } from './log.ts';

/** How far a migration came that was cut off, or failed, on its way. */
export interface Interrupted {
  readonly direction: 'up' | 'down';
  /** Statements that are done. */
  readonly done: number;
  /** The one that was begun then, without its values; null: none was. */
  readonly begun: string | null;
  /** How far that one is, where it is a backfill. */
  readonly backfill: { readonly rows: number; readonly of: number | null } | null;
}

/** Null where a migration is whole. */
export function interruptedOf({ direction, steps }: Applied): Interrupted | null {
  if (!direction) return null;
  const { done = [], begun = null, backfill } = JSON.parse(steps ?? '{}');
  return { direction, done: done.length, begun, backfill: backfill ? { rows: backfill.rows, of: backfill.of } : null };
}

/** For people: what there is of it, and the commands that mend it. */
export function explain(service: string, name: string, { direction, done, begun, backfill }: Interrupted): string[] {
  const statements = done === 1 ? 'its first statement is done' : `its first ${done} statements are done`;
  const of = backfill?.of == null ? '' : ` of about ${backfill.of.toLocaleString('en')}`;
  return [
    `${service}/${name} stopped on its way ${direction}: ${done === 0 ? 'no statement is done' : statements}.`,
    ...(begun === null ? [] : [`  It had begun: ${begun}`]),
    ...(backfill ? [`  Of that it had done ${backfill.rows.toLocaleString('en')}${of} rows.`] : []),
    direction === 'up'
      ? `  aurora migrate up ${service} goes on from there; aurora migrate down ${service} takes back what there is of it.`
      : `  aurora migrate down ${service} goes on from there; aurora migrate up ${service} does so too, and applies it again.`,
  ];
}
