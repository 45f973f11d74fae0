/** The part of JSON Schema 2020-12 in which the config is described, with the three annotations that editors add to it. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: SchemaType | readonly SchemaType[];
  readonly const?: unknown;
  readonly enum?: readonly string[];
  /** One line for each value of `enum`. */
  readonly enumDescriptions?: readonly string[];
  readonly pattern?: string;
  /** What the pattern asks for, in words. */
  readonly patternErrorMessage?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | false;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

/** A schema for a mapping with known keys. */
export type ObjectSchema = Schema & { readonly properties: Readonly<Record<string, Schema>> };

/** The value of a keyword with every schema in it exchanged; `name` is the key that a property or definition has. */
export function mapKeyword(
  keyword: string,
  value: unknown,
  exchange: (schema: Schema, name?: string) => Schema,
): unknown {
  if (keyword === 'properties' || keyword === '$defs') {
    const named = Object.entries(value as Record<string, Schema>);
    return Object.fromEntries(named.map(([name, schema]) => [name, exchange(schema, name)]));
  }
  if (keyword === 'allOf' || keyword === 'anyOf') return (value as Schema[]).map((schema) => exchange(schema));
  return HOLDS_SCHEMA.has(keyword) && typeof value === 'object' ? exchange(value as Schema) : value;
}

const HOLDS_SCHEMA = new Set(['items', 'propertyNames', 'additionalProperties', 'if', 'then', 'else']);
