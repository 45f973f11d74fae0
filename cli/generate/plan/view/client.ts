import type { Entity, Fleet, ReferenceField, Service } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import { FILE_ENTITY } from '../../../config/reserved.ts';
import { printString } from '../../format/literal.ts';
import { definitionOf } from './definition.ts';
import type { EntityView } from './entity.ts';
import { viewField } from './field.ts';
import { typeName, variableName } from './identifiers.ts';
import { viewList } from './list.ts';
import { ownedBy } from './owner.ts';
import { isReference } from './plain-field.ts';
import { sharedEnumsOf } from './shared-enums.ts';
import { prose, withArticle } from './words.ts';

/** What the templates of the typed client see of an entity: the same types as those of its service, and what callers need besides. */
export interface ClientEntityView
  extends Pick<EntityView, 'name' | 'plural' | 'type' | 'variable' | 'collection' | 'file' | 'path'>,
    Pick<EntityView, 'noun' | 'nouns' | 'aNoun' | 'fields' | 'inputs' | 'sharedEnums'> {
  /** Its owner. */
  readonly service: string;
  /** Whether its resources have a content, and are uploaded. */
  readonly isFile: boolean;
  /** All that a list can be asked for, with the kind of its column (`ColumnKind` of `shared/repository`). */
  readonly kinds: readonly { readonly name: string; readonly kind: string }[];
  /** Names that lists can be filtered and sorted by, as members of a union, where the config does not leave all open. */
  readonly open: readonly { readonly use: 'filter' | 'sort'; readonly names: readonly string[] }[];
  /** What reads embed, with the members of its type. */
  readonly embedded: readonly { readonly name: string; readonly types: readonly string[] }[];
  /** Whether what they embed is another service's, and may be out of reach. */
  readonly embedsRemote: boolean;
  /** The types of others that it embeds, each once. */
  readonly embeddedTypes: readonly { readonly type: string; readonly file: string }[];
}

/** In the order of the config. */
export function viewClient(fleet: Fleet): readonly ClientEntityView[] {
  return fleet.services.flatMap((service) =>
    entitiesOf(service, fleet).map((entity) => viewClientEntity(entity, service, fleet)),
  );
}

type Callable = Pick<Entity, 'name' | 'singular' | 'plural' | 'path' | 'fields' | 'list'>;

function entitiesOf(service: Service, fleet: Fleet): readonly Callable[] {
  if (service.kind === 'domain') return service.entities;
  return service.kind === 'file' ? [ownedBy(fleet, { service: service.name, entity: FILE_ENTITY })] : [];
}

function viewClientEntity(entity: Callable, service: Service, fleet: Fleet): ClientEntityView {
  const { name, singular, plural, path } = entity;
  const type = typeName(name);
  const fields = entity.fields.map(viewField);
  const embeds = entity.fields.filter(isReference).filter(({ embed }) => embed !== undefined);
  const others = embeds.map((field) => viewTarget(field, fleet)).filter((target) => target.type !== type);
  return {
    name,
    plural,
    type,
    variable: variableName(singular),
    ...definitionOf(entity),
    path,
    noun: prose(singular),
    nouns: prose(plural),
    aNoun: withArticle(prose(singular)),
    fields,
    inputs: fields.filter(({ readOnly }) => !readOnly),
    sharedEnums: sharedEnumsOf(entity.fields),
    service: service.name,
    isFile: service.kind === 'file',
    kinds: [
      { name: 'id', kind: 'uuid' },
      ...fields.map((field) => ({ name: field.name, kind: KINDS[field.data.type] ?? field.data.type.toLowerCase() })),
      { name: 'version', kind: 'integer' },
      { name: 'createdAt', kind: 'timestamp' },
      { name: 'updatedAt', kind: 'timestamp' },
    ],
    open: openOf(entity),
    embedded: embeds.map((field) => ({
      name: field.embed ?? '',
      types: embeddedTypes(field, viewTarget(field, fleet).type),
    })),
    embedsRemote: embeds.some(({ inside }) => !inside),
    embeddedTypes: [...new Map(others.map((target) => [target.type, target])).values()],
  };
}

function openOf(entity: Callable): ClientEntityView['open'] {
  const rules = viewList(entity);
  return (['filter', 'sort'] as const).flatMap((use) => {
    const names = rules?.[use];
    return names ? [{ use, names: names.length > 0 ? names.map(printString) : ['never'] }] : [];
  });
}

/** Where `shared/repository` calls columns otherwise than Sequelize. */
const KINDS: Readonly<Record<string, string>> = { DATE: 'timestamp', DATEONLY: 'date' };

function viewTarget(field: ReferenceField, fleet: Fleet) {
  const { name, singular } = ownedBy(fleet, field);
  return { type: typeName(name), file: kebabCase(singular) };
}

/** What is of the same service is always at hand. */
function embeddedTypes({ inside, required }: ReferenceField, type: string): readonly string[] {
  if (!inside) return [`Embedded<${type}>`];
  return required ? [type] : [type, 'null'];
}
