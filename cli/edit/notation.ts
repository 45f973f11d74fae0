import { FIELD_TYPES } from '../config/fields/index.ts';
import { AuroraError } from '../errors.ts';
import { readSetting } from './read-setting.ts';
import { settingOf } from './settings.ts';
import type { Value } from './text/render.ts';

export type FieldValue = { readonly [key: string]: Value };

export interface NamedField {
  readonly name: string;
  readonly field: FieldValue;
}

/** What the notation leaves to the config that it is for. */
export interface Around {
  /** `Customer` → `Customer` in its own service, `crm-service.Customer` in others; itself where nothing is called so. */
  reference(entity: string): string;
  isEnum(name: string): boolean;
  /** Whether reads can embed what the field refers to: not in inputs, outputs and events. */
  readonly embeds: boolean;
}

/** `name:type!,key=value`: the name, the type, `!` where it is required, and settings. */
const FIELD = /^(?<name>[^:,!\s]+)(?::(?<type>[^:,!\s]+))?(?<required>!)?(?:,(?<settings>.*))?$/s;
/** A comma sets settings apart where a key follows it: patterns have commas, too. */
const NEXT = /,(?=[a-zA-Z]+(?:[=,]|$))/;

/**
 * A field as it is typed: `total:decimal!,precision=12`, `status:enum,values=draft|sent`, `tags:string[]`,
 * `customer:crm-service.Customer!`. A reference that is called after what it refers to keeps the id under a name of its own,
 * and reads embed it.
 * @throws AuroraError `bad_field`
 */
export function parseField(notation: string, around: Around): NamedField {
  const groups = FIELD.exec(notation)?.groups;
  if (!groups?.name) throw badField(notation);
  const { name, type, required, settings = '' } = groups;
  const typed = type === undefined ? { name, field: {} } : ofType(name, type, around);
  const kind = typeOf(typed.field);
  const given = settings === '' ? [] : settings.split(NEXT).map((setting) => settingPair(kind, setting));
  return {
    name: typed.name,
    field: ordered({ ...typed.field, ...(required && { required: true }), ...Object.fromEntries(given) }),
  };
}

/** Like people write it: what it is, whether it must be there and is unique, all else, what reads do with it. */
export function ordered(field: FieldValue): FieldValue {
  const { type, references, many, required, unique, embed, onDelete, ...rest } = field;
  const all = { type, references, many, required, unique, ...rest, embed, onDelete };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as FieldValue;
}

/** The type of field whose settings it may have. */
export function typeOf(field: FieldValue): string {
  return 'references' in field ? 'reference' : String(field.type);
}

function ofType(name: string, type: string, around: Around): NamedField {
  const list = type.endsWith('[]');
  const of = list ? type.slice(0, -2) : type;
  if (/^(?:[a-z0-9-]+\.)?[A-Z]/.test(of)) {
    if (!of.includes('.') && around.isEnum(of)) return { name, field: enumField(of, list) };
    return referenceField(name, of, list, around);
  }
  return { name, field: list ? { type: 'array', of } : { type: of } };
}

function enumField(name: string, list: boolean): FieldValue {
  return list ? { type: 'array', of: { type: 'enum', enum: name } } : { type: 'enum', enum: name };
}

function referenceField(name: string, entity: string, many: boolean, { reference, embeds }: Around): NamedField {
  const references = reference(entity);
  const base: FieldValue = many ? { references, many } : { references };
  const ending = many ? 'Ids' : 'Id';
  if (name.endsWith(ending)) return { name, field: base };
  const own = many ? name.replace(/(?<=.)s$/, '') : name;
  return { name: own + ending, field: embeds ? { ...base, embed: name } : base };
}

function settingPair(type: string, setting: string): [string, Value] {
  const equals = setting.indexOf('=');
  if (equals === -1) return [setting, true];
  const key = setting.slice(0, equals);
  return [key, readSetting(settingOf(type, key), setting.slice(equals + 1), '|')];
}

function badField(notation: string): AuroraError {
  return new AuroraError('bad_field', `"${notation}" is no field.`, {
    exit: 'usage',
    details: [
      'Write name:type, with ! where it is required and settings after commas: total:integer!,min=0',
      `Types: ${Object.keys(FIELD_TYPES)
        .filter((type) => type !== 'reference')
        .join(', ')}, or an entity, as in customer:crm-service.Customer`,
    ],
    next: 'aurora add field --help',
  });
}
