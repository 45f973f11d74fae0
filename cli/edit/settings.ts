import { FIELD_TYPES } from '../config/fields/index.ts';
import type { Schema } from '../config/json-schema.ts';
import { CONFIG_SCHEMA } from '../config/schema.ts';

/** One key that fields may have, as the types that know it state it. */
export interface Setting {
  readonly key: string;
  readonly types: readonly string[];
  readonly schema: Schema;
  /** Whether every type that knows it takes `true` or `false`. */
  readonly isSwitch: boolean;
}

/** Every key of every type of field, in the order in which they are told of. */
export function fieldSettings(): Setting[] {
  const stated = Object.keys(FIELD_TYPES).flatMap((type) =>
    Object.entries(keysOf(type)).map(([key, of]) => ({ type, key, schema: resolved(of) })),
  );
  return [...Map.groupBy(stated, ({ key }) => key)].map(([key, all]) => ({
    key,
    types: all.map(({ type }) => type),
    schema: all[0]?.schema ?? {},
    isSwitch: all.every(({ schema }) => schema.type === 'boolean'),
  }));
}

/** The schema of a key in fields of a type; undefined where either is unknown. */
export function settingOf(type: string, key: string): Schema | undefined {
  if (key === 'type') return { type: 'string' };
  const schema = keysOf(type)[key];
  return schema && resolved(schema);
}

/** All keys of fields of a type, those that each type has included; without `type` itself. */
function keysOf(type: string): Readonly<Record<string, Schema>> {
  const { type: _, ...keys } = CONFIG_SCHEMA.$defs[`${type}Field`]?.properties ?? {};
  return keys;
}

/** The keys that fields of a type must have. */
export function requiredSettings(type: string): readonly string[] {
  const known: Record<string, { schema: Schema }> = FIELD_TYPES;
  const { required, else: otherwise } = known[type]?.schema ?? {};
  return [...(required ?? []), ...(otherwise?.required ?? [])];
}

/** Without the reference to a definition that it may be. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : resolved(CONFIG_SCHEMA.$defs[name] ?? {});
}
