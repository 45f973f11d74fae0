import type {
  BigintField,
  DomainService,
  Entity,
  Field,
  IntegerField,
  ReferenceField,
  StringField,
} from '../../../config/model.ts';
import { isPlain, isReference, isRemote, type PlainField } from '../../../config/plain-field.ts';
import { relationsOf } from '../../../config/relations.ts';
import { type Json, printLiteral } from '../../format/literal.ts';
import { sortOfProbe } from './list.ts';
import { peersOf as askedOf } from './references.ts';
import { leastOf, sample } from './sample.ts';
import { capitalise, prose } from './words.ts';

/** What the tests of an entity send. */
export interface ProbeView {
  /** The fields of a create that succeeds, each with an expression that may use `count`, a number that never repeats. */
  readonly fields: readonly { readonly name: string; readonly expression: string }[];
  /** A change that changes something; null if the entity has nothing to change. */
  readonly change: Json;
  /** A field with a value of the wrong type; null if it takes any. */
  readonly wrong: { readonly name: string; readonly value: Json } | null;
  /** What the service alone sets, each with a value that would fit. */
  readonly readOnly: readonly { readonly name: string; readonly value: Json }[];
  /** How lists are sorted: the end of a query string. */
  readonly sort: string;
  /** Whether a create without any field is refused. */
  readonly demanding: boolean;
  /** What of its own service must be there before one can be: in the order in which it is made. */
  readonly prerequisites: readonly PrerequisiteView[];
  /** Names of the unique fields, as far as a second value can be found for each. */
  readonly unique: readonly string[];
  /** What is unique together. */
  readonly together: readonly TogetherView[];
  /** Whether a unique field has so few values that the tests have to begin anew each. */
  readonly scarce: boolean;
  /** Whether there can be two at once. */
  readonly several: boolean;
  /** What it refers to, e.g. `order-service.Order`, of which the tests need copies. */
  readonly targets: readonly string[];
  /** The ETag of what they create. */
  readonly etag: string;
  /** Services that they have to stand in for. */
  readonly peers: readonly string[];
}

interface TogetherView {
  /** `bankId and number`. */
  readonly names: string;
  /** `bankId, number`. */
  readonly list: string;
  readonly paths: Json;
}

function viewTogether(names: readonly string[]): TogetherView {
  const paths = names.map((name) => ({ path: `/${name}` }));
  return {
    names: `${names.slice(0, -1).join(', ')}${names.length > 1 ? ' and ' : ''}${names.at(-1)}`,
    list: names.join(', '),
    paths,
  };
}

interface PrerequisiteView {
  readonly path: string;
  /** How many of them. */
  readonly times: number;
  readonly fields: ProbeView['fields'];
  /** Whether they differ. */
  readonly counts: boolean;
}

export function viewProbe(entity: Entity, service: DomainService, referrers: readonly Json[]): ProbeView {
  const { fields } = entity;
  const inputs = fields.filter(isInput);
  const demanded = fields.filter(isDemanded);
  const plain = inputs.filter(isPlain);
  const changeable = plain.find((field) => !field.unique && differs(field)) ?? plain.find(differs);
  const least = Math.min(...plain.filter(({ unique }) => unique).map(valuesOf));
  const sent = sentOf(entity);
  const isSent = (name: string) => sent.some((field) => field.name === name);
  const prerequisites = prerequisitesOf(entity, service);
  const typed = inputs.find(({ type }) => type !== 'json');
  return {
    fields: expressions(sent, service),
    prerequisites: prerequisites.map((each) => viewPrerequisite(each, [...prerequisites, entity], service)),
    change: changeable ? { [changeable.name]: other(changeable) ?? null } : null,
    wrong: typed ? { name: typed.name, value: isNumber(typed) ? '7' : 7 } : null,
    readOnly: fields
      .filter((field) => !isInput(field))
      .map((field) => ({ name: field.name, value: isPlain(field) ? sample(field, 0) : null })),
    sort: sortOfProbe(entity),
    demanding: demanded.length > 0,
    unique: least > 1 ? fields.filter((field) => field.unique && isSent(field.name)).map(({ name }) => name) : [],
    scarce: least < MANY,
    several: least > 1,
    together: (entity.unique ?? []).filter((names) => names.every(isSent)).map(viewTogether),
    targets: targetsOf([entity, ...prerequisites]),
    etag: ['1', ...embedding(fields).map(({ name }) => (isSent(name) ? '1' : '-'))].join('.'),
    peers: peersOf(fields, referrers),
  };
}

function isDemanded(field: Field): boolean {
  return isInput(field) && field.required && !('default' in field);
}

/** Whether clients may send it. */
function isInput({ readOnly }: Field): boolean {
  return !readOnly;
}

/** What a create needs, and what must differ each time. Nothing that would have to be there first in a circle. */
function sentOf(entity: Entity): readonly Field[] {
  const { name, fields } = entity;
  const differing = differingIn(entity);
  const isOpen = (field: Field) => isReference(field) && field.inside && (field.circular || field.entity === name);
  return fields
    .filter(
      (field) => isDemanded(field) || (isInput(field) && (field.unique || differing.has(field.name)) && !isOpen(field)),
    )
    .map((field) => (differing.has(field.name) ? { ...field, unique: true } : field));
}

/** One field of each list of what is unique together, the one that has the most values. */
function differingIn({ fields, unique = [] }: Entity): ReadonlySet<string> {
  const rank = (field: Field) => {
    if (field.type === 'integer' || (field.type === 'string' && field.pattern === undefined)) return 0;
    return isReference(field) ? (field.inside ? 2 : 1) : 3;
  };
  const best = (names: readonly string[]) =>
    fields.filter((field) => isInput(field) && names.includes(field.name)).toSorted((a, b) => rank(a) - rank(b))[0]
      ?.name ?? '';
  return new Set(unique.map(best));
}

/** In the order of their creation, without the entity itself. */
function prerequisitesOf(entity: Entity, { entities }: DomainService): readonly Entity[] {
  const needed = new Set<string>();
  const need = (name: string) => {
    const each = entities.find((candidate) => candidate.name === name);
    if (!each || needed.has(name)) return;
    needed.add(name);
    for (const field of relationsOf({ fields: sentOf(each) })) need(field.entity);
  };
  need(entity.name);
  return entities.filter(({ name }) => needed.has(name) && name !== entity.name);
}

/** What somebody refers to alone there must be enough of for all tests of an entity. */
const ENOUGH = 20;

function viewPrerequisite(entity: Entity, all: readonly Entity[], service: DomainService): PrerequisiteView {
  const isTaken = (field: Field) => isReference(field) && field.unique && field.entity === entity.name;
  const fields = expressions(sentOf(entity), service);
  return {
    path: entity.path,
    times: all.flatMap(sentOf).some(isTaken) ? ENOUGH : 1,
    fields,
    counts: fields.some((field) => /\bcount\b/.test(field.expression)),
  };
}

/** In other services. */
function targetsOf(entities: readonly Entity[]): readonly string[] {
  const remote = entities.flatMap(({ fields }) => fields.filter(isRemote));
  return [...new Set(remote.map(({ service, entity }) => `${service}.${entity}`))];
}

function expressions(fields: readonly Field[], service: DomainService): ProbeView['fields'] {
  return fields.map((field) => ({ name: field.name, expression: expression(field, service) }));
}

function expression(field: Field, { entities }: DomainService): string {
  if (isReference(field) && field.inside) {
    const path = entities.find(({ name }) => name === field.entity)?.path;
    const id = `related.id('${path}', count)`;
    return field.many ? `[${id}]` : id;
  }
  if (isReference(field)) return 'referenced[count % referenced.length]';
  return field.unique ? distinct(field) : printLiteral(sample(field, 0));
}

/** What reads embed, in the order of the parts of an ETag. Copies that tests make have version 1. */
function embedding(fields: readonly Field[]): readonly ReferenceField[] {
  const references = fields.filter(isReference).filter(({ embed }) => embed !== undefined);
  return [...references.filter(isRemote), ...references.filter(({ inside }) => inside)];
}

function isNumber(field: Field): field is IntegerField | BigintField {
  return field.type === 'integer' || field.type === 'bigint';
}

/** Whoever is asked before a deletion; and where there is a registry for that, it has to know those whose resources are embedded. */
function peersOf(fields: readonly Field[], referrers: readonly Json[]): readonly string[] {
  if (referrers.length === 0) return [];
  const embedded = fields.filter(isRemote).filter(({ embed }) => embed !== undefined);
  return [...new Set([...askedOf(referrers), ...embedded.map(({ service }) => service)])];
}

/** Far enough from what `count` reaches in a test; where values are few, these come to the same one again and again. */
const OTHERS = [999, 1];

/** Another value than the first. */
function other(field: PlainField): Json | undefined {
  return OTHERS.map((n) => sample(field, n)).find((value) => !isSame(value, sample(field, 0)));
}

function differs(field: PlainField): boolean {
  return other(field) !== undefined;
}

function isSame(one: Json, another: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(another);
}

/** More than `count` reaches in a test. */
const MANY = 500;

/** How many different values the tests can send, as far as that is fewer than MANY. */
function valuesOf(field: PlainField): number {
  const key = JSON.stringify(field);
  const values = counted.get(key) ?? countValues(field);
  counted.set(key, values);
  return values;
}

/** Entities have fields of the same settings again and again. */
const counted = new Map<string, number>();

function countValues(field: PlainField): number {
  return new Set(Array.from({ length: MANY }, (_, n) => JSON.stringify(sample(field, n)))).size;
}

/** Of the properties that the tests return. */
const INDENT = 4;

/** Another value each time, as far as there are others. */
function distinct(field: PlainField): string {
  const many = valuesOf(field) === MANY;
  if (isNumber(field)) return distinctNumber(field, many);
  if (field.type === 'string' && field.pattern === undefined && many) return distinctString(field);
  const values = [...new Set(Array.from({ length: SPELT_OUT }, (_, n) => sample(field, n)))];
  const choice = `[count % ${values.length}]`;
  return printLiteral(values, INDENT + field.name.length + ': '.length, INDENT, choice.length + ','.length) + choice;
}

function distinctNumber(field: IntegerField | BigintField, many: boolean): string {
  const least = leastOf(field);
  const step = many ? 'count' : `(count % ${valuesOf(field)})`;
  // It counts from 1.
  return least === 0 || (least === 1 && many) ? step : `${least} + ${step}`;
}

/** Values that stand in a test one by one. */
const SPELT_OUT = 24;

function distinctString({ name, minLength = 0, maxLength }: StringField): string {
  const start = `${capitalise(prose(name))} `;
  const [text, shortest] =
    start.length + 3 <= maxLength ? [`\`${start}\${count}\``, start.length + 1] : ['String(count)', 1];
  return minLength > shortest ? `${text}.padEnd(${minLength}, '-')` : text;
}
