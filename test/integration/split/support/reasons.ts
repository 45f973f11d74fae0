import type { Count } from '../../../support/monolith/contract.ts';
import type { Kind } from '../../../support/monolith/dirt.ts';

/** What the split calls each kind of dirt. */
const CODES: Readonly<Record<Kind, readonly string[]>> = {
  // Blanks are trimmed, and what is empty then is none.
  blank: ['required'],
  // What refers to a row that was kept aside.
  chain: ['orphan'],
  date: ['bad_date', 'zero_date'],
  duplicate: ['duplicate'],
  encoding: ['encoding'],
  enum: ['unknown_value'],
  'file-missing': ['file_missing'],
  'file-outside': ['file_outside'],
  json: ['bad_json'],
  'no-content': ['no_content'],
  nul: ['nul'],
  orphan: ['orphan'],
  pattern: ['pattern'],
  range: ['out_of_range'],
  required: ['required'],
  'too-long': ['file_name', 'too_long'],
  type: ['inexact', 'type'],
};

/** How many rows should be kept aside, by what the split calls it; codes that say the same are one. */
export function expectedReasons({ quarantined }: Count): Record<string, number> {
  return summed(Object.entries(quarantined).map(([kind, count]) => [CODES[kind as Kind].join(' or '), count]));
}

/** The same of what was counted by code. */
export function groupedReasons(counted: Readonly<Record<string, number>>): Record<string, number> {
  const groupOf = (code: string) =>
    Object.values(CODES)
      .find((codes) => codes.includes(code))
      ?.join(' or ') ?? code;
  return summed(Object.entries(counted).map(([code, count]) => [groupOf(code), count]));
}

function summed(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of entries) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
