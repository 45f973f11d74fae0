import type { FindingCode } from '../../config/codes.ts';

/** What can be wrong with a mapping, beside what can be with any file of ours. */
export const SPLIT_CODES = {
  unknown_target: 'A mapping goes into an entity or a list that the fleet does not have.',
  unknown_field: 'A mapping gives a field that its entity does not have.',
  unknown_mapping: 'A reference names a mapping that is not there, or makes another entity.',
  unknown_table: 'The old database has no such table.',
  unknown_column: 'A table of the old database has no such column.',
  missing_field: 'A required field gets no value.',
  missing_key: 'Nothing tells the rows of a table or a query apart.',
  missing_mapping: 'A reference leads to an entity that no mapping makes.',
  bad_format: 'A format of dates tells no whole date, or something twice.',
  ambiguous_source: 'A value has none or several places that it comes from.',
  ambiguous_reference: 'Several mappings make what a reference leads to.',
  same_ids: 'Two mappings would give different rows the same ids.',
  no_effect: 'A key has no meaning where it stands.',
  unmentioned_table: 'A table of the old database is neither mapped nor ignored.',
  unmentioned_column: 'A column of the old database is neither mapped nor ignored.',
  ignored_and_mapped: 'A table or column is mapped and ignored.',
} as const satisfies Record<string, string>;

export type SplitCode = keyof typeof SPLIT_CODES | FindingCode;
