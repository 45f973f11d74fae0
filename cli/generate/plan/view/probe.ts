import type { BigintField, Entity, Field, IntegerField, StringField } from '../../../config/model.ts';
import { type Json, printLiteral } from '../../format/literal.ts';
import { isPlain, isReference, type PlainField } from './plain-field.ts';
import { peersOf } from './references.ts';
import { sample } from './sample.ts';
import { capitalise, prose } from './words.ts';

/** What the tests of an entity send. */
export interface ProbeView {
  /** The fields of a create that succeeds, each with an expression that may use `count`, a number that never repeats. */
  readonly fields: readonly { readonly name: string; readonly expression: string }[];
  /** A change that changes something; null if the entity has nothing to change. */
  readonly change: Json;
  /** A field with a value of the wrong type; null if it takes any. */
  readonly wrong: { readonly name: string; readonly value: Json } | null;
  /** Whether a create without any field is refused. */
  readonly demanding: boolean;
  /** Names of the unique fields. */
  readonly unique: readonly string[];
  /** What it refers to, e.g. `order-service.Order`, of which the tests need copies. */
  readonly targets: readonly string[];
  /** The ETag of what they create. */
  readonly etag: string;
  /** Services that they have to stand in for. */
  readonly peers: readonly string[];
}

export function viewProbe({ fields }: Pick<Entity, 'fields'>, referrers: readonly Json[]): ProbeView {
  const demanded = fields.filter((field) => field.required && !('default' in field));
  const plain = fields.filter(isPlain);
  const changeable = plain.find((field) => !field.unique && differs(field)) ?? plain.find(differs);
  const sent = fields.filter((field) => field.unique || demanded.includes(field));
  const typed = fields.find(({ type }) => type !== 'json');
  return {
    fields: sent.map((field) => ({ name: field.name, expression: expression(field) })),
    change: changeable ? { [changeable.name]: sample(changeable, OTHER) } : null,
    wrong: typed ? { name: typed.name, value: isNumber(typed) ? '7' : 7 } : null,
    demanding: demanded.length > 0,
    unique: fields.filter(({ unique }) => unique).map(({ name }) => name),
    targets: [...new Set(fields.filter(isReference).map(({ service, entity }) => `${service}.${entity}`))],
    etag: ['1', ...fields.flatMap((field) => etagPart(field, sent))].join('.'),
    peers: peersOf(referrers),
  };
}

function expression(field: Field): string {
  if (isReference(field)) return 'referenced[count % referenced.length]';
  return field.unique ? distinct(field) : printLiteral(sample(field, 0));
}

/** Copies that tests make have version 1; what refers to nothing embeds nothing. */
function etagPart(field: Field, sent: readonly Field[]): string[] {
  if (!isReference(field) || field.embed === undefined) return [];
  return [sent.includes(field) ? '1' : '-'];
}

function isNumber(field: Field): field is IntegerField | BigintField {
  return field.type === 'integer' || field.type === 'bigint';
}

/** Far enough from what `count` reaches in a test. */
const OTHER = 999;

function differs(field: PlainField): boolean {
  return JSON.stringify(sample(field, 0)) !== JSON.stringify(sample(field, OTHER));
}

/** Of the properties that the tests return. */
const INDENT = 4;

/** Another value each time. */
function distinct(field: PlainField): string {
  if (isNumber(field)) return field.min ? `${field.min} + count` : 'count';
  if (field.type === 'string' && field.pattern === undefined) return distinctString(field);
  const values = [...new Set(Array.from({ length: 24 }, (_, n) => sample(field, n)))];
  const choice = `[count % ${values.length}]`;
  return printLiteral(values, INDENT + field.name.length + ': '.length, INDENT, choice.length + ','.length) + choice;
}

function distinctString({ name, minLength = 0, maxLength }: StringField): string {
  const start = `${capitalise(prose(name))} `;
  const text = start.length + 3 <= maxLength ? `\`${start}\${count}\`` : 'String(count)';
  return minLength > start.length ? `${text}.padEnd(${minLength}, '-')` : text;
}
