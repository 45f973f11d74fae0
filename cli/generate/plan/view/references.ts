import { eventType, versionOf } from '../../../config/events.ts';
import type { DomainService, Entity, Field, Fleet } from '../../../config/model.ts';
import { isRemote } from '../../../config/plain-field.ts';
import { Code, type Json } from '../../format/literal.ts';
import { fitsOnLine } from '../../format/width.ts';
import { type Definition, definitionOf } from './definition.ts';
import { jsonSchema } from './json-schema.ts';
import { once } from './once.ts';
import { ownedBy } from './owner.ts';
import { prose } from './words.ts';

/** What generated code says of an entity's references; `Reference` of `shared/references` is its type. */
export function viewReferences({ fields }: Pick<Entity, 'fields'>, fleet: Fleet): readonly Json[] {
  return fields.filter(isRemote).map((field) => {
    const { service, entity, embed, onDelete } = field;
    const owned = ownedBy(fleet, field);
    const type = (verb: string) => eventType(fleet.name, service, owned.singular, verb, versionOf(owned, verb));
    return {
      field: field.name,
      column: field.column,
      service,
      target: `${service}.${entity}`,
      noun: prose(owned.singular),
      owner: new Code(definitionOf(owned).collection),
      properties: ['id', ...owned.fields.map(({ name }) => name), 'version', 'createdAt', 'updatedAt'],
      changes: owned.verbs.map(type),
      deletion: type('deleted'),
      embed,
      onDelete,
    };
  });
}

/** Definitions of the client that the references of an entity name, each once. */
export function viewOwners({ fields }: Pick<Entity, 'fields'>, fleet: Fleet): readonly Definition[] {
  const owners = fields.filter(isRemote).map((field) => definitionOf(ownedBy(fleet, field)));
  return [...new Map(owners.map((owner) => [owner.file, owner])).values()];
}

/** What reads embed. */
export interface EmbedView {
  readonly name: string;
  /** Of what is embedded, in sentences. */
  readonly noun: string;
  /** Schemas of its own fields. */
  readonly fields: Json;
  /** Whether code that names it has room for the beginning of its fields on the same line. */
  readonly hugs: boolean;
}

export function viewEmbeds({ fields }: Pick<Entity, 'fields'>, fleet: Fleet): readonly EmbedView[] {
  return fields.filter(isRemote).flatMap((field) => {
    if (field.embed === undefined) return [];
    const owned = ownedBy(fleet, field);
    const noun = prose(owned.singular);
    const hugs = hugsCall(field.embed, 'schemaOfEmbedded', noun);
    return [{ name: field.embed, noun, fields: embeddedFields(owned.fields), hugs }];
  });
}

/** Whether the fields begin on the line of the call that they are the last argument of. */
export function hugsCall(embed: string, call: string, noun: string): boolean {
  return fitsOnLine(`  ${embed}: ${call}('${noun}', {`);
}

/** Schemas of what is embedded. */
export function embeddedFields(fields: readonly Field[]): Json {
  return Object.fromEntries(fields.map((each) => [each.name, jsonSchema(each, !each.required)]));
}

/** The services that are asked, each once. */
export function peersOf(referrers: readonly Json[]): readonly string[] {
  return [...new Set(referrers.map((referrer) => (referrer as { service: string }).service))];
}

/** Who must be asked before one of these is deleted; `Referrer` of `shared/references` is its type. */
export function viewReferrers(fleet: Fleet, service: string, entity: string): readonly Json[] {
  const restricting = restrictingReferences(fleet).get(`${service}.${entity}`) ?? [];
  return restricting.map(({ owner, path, plural, field }) => {
    return { service: owner, path: `/api/v1/${path}`, field, nouns: prose(plural) };
  });
}

interface Restricting {
  readonly owner: string;
  readonly path: string;
  readonly plural: string;
  readonly field: string;
}

/** By what they refer to; each entity of a fleet asks for its own. */
const restrictingReferences = once((fleet: Fleet): Map<string, Restricting[]> => {
  const all = fleet.services
    .filter((each): each is DomainService => each.kind === 'domain')
    .flatMap(({ name, entities }) =>
      entities.flatMap(({ path, plural, fields }) =>
        fields
          .filter(isRemote)
          .filter(({ onDelete }) => onDelete === 'restrict')
          .map(({ service, entity, name: field }) => ({
            of: `${service}.${entity}`,
            owner: name,
            path,
            plural,
            field,
          })),
      ),
    );
  return Map.groupBy(all, ({ of }) => of);
});
