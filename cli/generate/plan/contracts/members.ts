import { printString } from '../../format/literal.ts';
import { type DataSchema, isNullable, typesIn, type ValueSchema } from './schema.ts';

/** A property as the partial `members` prints it. */
export interface Member {
  readonly name: string;
  /** The members of its type. */
  readonly types: readonly string[];
  /** Whether events may lack it, those that were sent before it came. */
  readonly optional: boolean;
}

/** What an event of a contract carries, as TypeScript. */
export function membersOf({ properties, required }: DataSchema): readonly Member[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    types: typesOf(schema),
    optional: !required.includes(name),
  }));
}

export function typesOf(schema: ValueSchema): readonly string[] {
  const types = typesIn(schema);
  // `unknown` takes null in already.
  if (types === null) return ['unknown'];
  const values =
    schema.enum?.filter((value) => value !== null).map(printString) ?? types.map((type) => named(type, schema));
  return [...values, ...(isNullable(schema) ? ['null'] : [])];
}

function named(type: string, { items = {} }: ValueSchema): string {
  switch (type) {
    case 'integer':
      return 'number';
    case 'array':
      return listOf(typesOf(items));
    case 'object':
      return 'Readonly<Record<string, unknown>>';
    default:
      return type;
  }
}

function listOf(items: readonly string[]): string {
  return `readonly ${items.length === 1 ? items[0] : `(${items.join(' | ')})`}[]`;
}
