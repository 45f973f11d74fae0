import type { Entity, Fleet, Service } from '../../../config/model.ts';
import { kebabCase, snakeCase } from '../../../config/names.ts';
import { FILE_ENTITY } from '../../../config/reserved.ts';
import { type EntityView, viewEntity } from './entity.ts';
import { typeName } from './identifiers.ts';
import { ownedBy } from './owner.ts';
import { isReference } from './plain-field.ts';

/** What the templates of the typed client see of an entity: what those of its service see, and what callers need besides. */
export interface ClientEntityView extends EntityView {
  /** Its owner. */
  readonly service: string;
  /** Whether its resources have a content, and are uploaded. */
  readonly isFile: boolean;
  /** All that a list can be asked for, with the kind of its column (`ColumnKind` of `shared/repository`). */
  readonly kinds: readonly { readonly name: string; readonly kind: string }[];
  /** What reads embed. */
  readonly embedded: readonly { readonly name: string; readonly type: string }[];
  /** The types of others that it embeds, each once. */
  readonly embeddedTypes: readonly { readonly type: string; readonly file: string }[];
}

/** In the order of the config. */
export function viewClient(fleet: Fleet): readonly ClientEntityView[] {
  return fleet.services.flatMap((service) =>
    entitiesOf(service, fleet).map((entity) => viewClientEntity(entity, service, fleet)),
  );
}

function entitiesOf(service: Service, fleet: Fleet): readonly Entity[] {
  if (service.kind === 'domain') return service.entities;
  if (service.kind !== 'file') return [];
  const file = ownedBy(fleet, { service: service.name, entity: FILE_ENTITY });
  return [{ ...file, table: snakeCase(file.plural) }];
}

function viewClientEntity(entity: Entity, owner: Service, fleet: Fleet): ClientEntityView {
  const { name: service, kind } = owner;
  const view = viewEntity(
    entity,
    owner.kind === 'domain' ? owner : { ...owner, kind: 'domain', entities: [entity] },
    fleet,
  );
  const embeds = entity.fields.filter(isReference).flatMap((field) => {
    if (field.embed === undefined) return [];
    const { name, singular } = ownedBy(fleet, field);
    return [{ embed: field.embed, type: typeName(name), file: kebabCase(singular) }];
  });
  const others = embeds.filter(({ type }) => type !== view.type);
  return {
    ...view,
    service,
    isFile: kind === 'file',
    kinds: [
      { name: 'id', kind: 'uuid' },
      ...view.fields.map(({ name, data }) => ({ name, kind: kindOf(data.type) })),
      { name: 'version', kind: 'integer' },
      { name: 'createdAt', kind: 'timestamp' },
      { name: 'updatedAt', kind: 'timestamp' },
    ],
    embedded: embeds.map(({ embed, type }) => ({ name: embed, type })),
    embeddedTypes: [...new Map(others.map(({ type, file }) => [type, { type, file }])).values()],
  };
}

const SPELT_OTHERWISE: Readonly<Record<string, string>> = { DATE: 'timestamp', DATEONLY: 'date' };

/** As `shared/repository` calls the columns of a Sequelize type. */
function kindOf(type: string): string {
  return SPELT_OTHERWISE[type] ?? type.toLowerCase();
}
