import type { DomainService, Entity, Field, Fleet, StringField } from '../../../config/model.ts';
import { isPlain } from '../../../config/plain-field.ts';
import { printLiteral, printString } from '../../format/literal.ts';
import { viewEntity } from './entity.ts';
import { sample } from './sample.ts';
import { capitalise, prose } from './words.ts';

/** What the first journey of a fleet is about; it is the developer's from then on. */
export interface FirstJourneyView {
  /** The member of the client that it calls. */
  readonly client: string;
  readonly noun: string;
  readonly aNoun: string;
  readonly scopes: readonly string[];
  /** Whether any text of it is made unique. */
  readonly usesUnique: boolean;
  /** What it makes; null: nothing can be made without knowing the fleet, so it looks. */
  readonly made: {
    /** Of the event, without its version. */
    readonly created: string;
    readonly fields: readonly { readonly name: string; readonly expression: string }[];
    /** Null: there is nothing that could be changed. */
    readonly change: { readonly name: string; readonly expression: string } | null;
  } | null;
}

/** A text with a unique end needs room. */
const ROOM = 24;

/** About an entity that can be made out of nothing; undefined: the fleet owns none. */
export function viewFirstJourney(fleet: Fleet): FirstJourneyView | undefined {
  const all = fleet.services
    .filter((service): service is DomainService => service.kind === 'domain')
    .flatMap((service) => service.entities.map((entity) => ({ service, entity })));
  const makeable = all.filter(({ entity }) => canMake(entity));
  const marked = makeable.find(({ entity }) => entity.fields.some((field) => isSent(field) && isOpenText(field)));
  const chosen = marked ?? makeable[0];
  const { service, entity } = chosen ?? all[0] ?? {};
  if (!service || !entity) return undefined;

  const view = viewEntity(entity, service, fleet);
  const { plural, noun, aNoun, allScopes, scopes, file } = view;
  const subject = { client: plural, noun, aNoun };
  if (!chosen) return { ...subject, scopes: [scopes.read], usesUnique: false, made: null };
  const sent = entity.fields.filter(isSent);
  const change = viewChange(entity);
  return {
    ...subject,
    scopes: allScopes,
    usesUnique: change !== null || sent.some(isOpenText),
    made: {
      created: `${fleet.name}.${service.name}.${file}.created`,
      fields: sent.map((field) => ({ name: field.name, expression: expression(field) })),
      change,
    },
  };
}

/** What a create cannot do without, and what must be no one else's. */
function isSent(field: Field): boolean {
  if (field.readOnly) return false;
  return 'default' in field ? field.unique : field.required;
}

/** Without anything that must be there first, and without luck. */
function canMake({ fields, unique = [] }: Entity): boolean {
  const differs = (field: Field) => (isSent(field) ? isOpenText(field) : !('default' in field));
  const sent = fields.filter(isSent);
  return (
    sent.every((field) => isPlain(field) && (!field.unique || isOpenText(field))) &&
    unique.every((together) => fields.some((field) => together.includes(field.name) && differs(field)))
  );
}

function isOpenText(field: Field): field is StringField {
  return (
    field.type === 'string' && field.pattern === undefined && field.maxLength >= ROOM && (field.minLength ?? 0) <= ROOM
  );
}

function expression(field: Field): string {
  if (isOpenText(field)) return uniqueText(field, capitalise(prose(field.name)));
  return isPlain(field) ? printLiteral(sample(field, 0)) : 'null';
}

function uniqueText({ maxLength, minLength = 0 }: StringField, text: string): string {
  const words = printString(text.padEnd(minLength, '-'));
  return maxLength < 2 * ROOM + text.length ? `unique(${words}, ${maxLength})` : `unique(${words})`;
}

function viewChange({ fields }: Entity): { name: string; expression: string } | null {
  const open = fields.filter((field) => !field.readOnly && !field.unique && isOpenText(field));
  const [text] = open as StringField[];
  return text ? { name: text.name, expression: uniqueText(text, `Another ${prose(text.name)}`) } : null;
}
