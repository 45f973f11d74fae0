import { printable } from '../../printable.ts';
import { table } from '../../table.ts';
import type { KeptRow } from '../quarantine/read.ts';
import type { Counts } from '../run/counts.ts';

/** What a run did, for people. */
export function splitLines(result: { dryRun: boolean; complete: boolean; mappings: readonly Counts[] }): string[] {
  const { dryRun, complete, mappings } = result;
  const rows = table(
    [
      'MAPPING',
      'INTO',
      'SOURCE',
      'LEFT OUT',
      dryRun ? 'WOULD MIGRATE' : 'MIGRATED',
      'QUARANTINED',
      'NEW',
      'CHANGED',
      'GONE',
    ],
    mappings.map((each) => [
      each.mapping,
      each.into,
      each.source,
      each.leftOut,
      each.migrated,
      each.quarantined,
      each.inserted,
      each.updated,
      each.removed,
    ]),
  );
  const reasons = mappings.flatMap(({ mapping, reasons }) =>
    Object.entries(reasons).map(([code, count]) => [mapping, code, count] as const),
  );
  return [
    ...rows,
    ...(reasons.length > 0 ? ['', ...table(['MAPPING', 'DOES NOT FIT', 'ROWS'], reasons)] : []),
    ...mappings
      .filter(({ nullified }) => nullified > 0)
      .map(({ mapping, nullified }) => `${mapping}: ${grouped(nullified)} references led nowhere and are null`),
    ...mappings
      .filter(({ conflicts }) => conflicts > 0)
      .map(
        ({ mapping, conflicts }) =>
          `${mapping}: ${grouped(conflicts)} rows were changed by the service since, and stay as they are`,
      ),
    complete
      ? 'Every row of the source is accounted for.'
      : 'Some rows of the source are unaccounted for: run it again.',
  ];
}

/** Rows that were kept aside. */
export function keptLines(rows: readonly KeptRow[]): string[] {
  if (rows.length === 0) return ['Nothing was kept aside.'];
  return table(
    ['MAPPING', 'KEY', 'FIELD', 'REASON', 'WHY'],
    rows.flatMap(({ mapping, key, why }) =>
      why.map((each) => [mapping, printable(key), each.field || '-', each.code, printable(each.detail)]),
    ),
  );
}

const grouped = (number: number): string => number.toLocaleString('en');
