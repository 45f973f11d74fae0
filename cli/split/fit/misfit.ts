/** Why a row cannot go where it should: for whoever looks at what was kept aside. Stable, like codes of errors. */
export const MISFITS = {
  encoding: 'bytes that are no text in UTF-8',
  nul: 'a text with NUL, which PostgreSQL does not hold',
  required: 'no value where there must be one',
  too_short: 'a text shorter than it may be',
  too_long: 'a text longer than it may be',
  pattern: 'a text that does not have the form of its field',
  type: 'no value of its field’s type',
  out_of_range: 'a number or a day outside of what its field takes',
  inexact: 'a number with more digits than its field keeps',
  zero_date: 'a date that is none, such as 0000-00-00',
  bad_date: 'a date that is none, or not written as `format` says',
  bad_json: 'no JSON',
  unknown_value: 'a value that is not listed',
  no_part: 'a text that has no such part',
  duplicate: 'a unique value that a row before it has',
  duplicate_key: 'a key that a row before it has',
  orphan: 'a reference to a row that is not there or was kept aside',
  no_content: 'a file without bytes or path',
  file_missing: 'a path that leads to no file',
  file_outside: 'a path that leads out of the folder of files',
  file_name: 'a name that is none for a file',
  refused: 'the new database refused it',
} as const satisfies Record<string, string>;

export type MisfitCode = keyof typeof MISFITS;

export class Misfit {
  readonly code: MisfitCode;
  /** What is wrong in this very case, without the value. */
  readonly detail: string;

  constructor(code: MisfitCode, detail: string = MISFITS[code]) {
    this.code = code;
    this.detail = detail;
  }
}

/** A value as its field has it, in one spelling, or why there is none. */
export type Fit = (text: string) => string | Misfit;
