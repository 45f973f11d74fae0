/** The part of JSON Schema, draft 7, that contracts of events are written in. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly not?: { readonly type: 'null' };
  readonly enum?: readonly (string | null)[];
  readonly items?: ValueSchema;
  readonly [keyword: string]: unknown;
}

/** What an event carries. What it does not name may be there as well: a later event of the same version may carry more. */
export interface DataSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, ValueSchema>>;
  /** What every event of the version carries, the first one too. */
  readonly required: readonly string[];
}

/** The contract of one version of an event: what `contracts/events/` holds. */
export interface Contract extends DataSchema {
  readonly $schema: string;
  /** The type of the event. */
  readonly $id: string;
  readonly title: string;
  readonly examples: readonly [unknown];
}

/** Also the default of AsyncAPI 3, whose documents refer to it. */
export const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** Whether null is among the values. */
export function isNullable({ type, not }: ValueSchema): boolean {
  return type === undefined ? not === undefined : [type].flat().includes('null');
}

/** The types of the values beside null; null: any. */
export function typesIn({ type }: ValueSchema): readonly string[] | null {
  return type === undefined ? null : [type].flat().filter((each) => each !== 'null');
}
