import type { DomainService, Entity, Fleet, ReferenceField } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import { isReference } from '../../../config/plain-field.ts';
import { AUDIT_FIELDS, FILE_ENTITY } from '../../../config/reserved.ts';
import { printString } from '../../format/literal.ts';
import { type EntityView, viewEntity } from './entity.ts';
import { typeName } from './identifiers.ts';
import { viewList } from './list.ts';
import { type OperationView, viewOperations } from './operations.ts';
import { ownedBy } from './owner.ts';

/** What the templates of the typed client see of an entity: what those of its service see, and what callers need besides. */
export interface ClientEntityView extends EntityView {
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
  return fleet.services.flatMap((service) => {
    if (service.kind === 'domain')
      return service.entities.map((entity) => viewClientEntity(entity, service, fleet, false));
    if (service.kind !== 'file') return [];
    const file = ownedBy(fleet, { service: service.name, entity: FILE_ENTITY });
    return [viewClientEntity(file, { ...service, kind: 'domain', entities: [file] }, fleet, true)];
  });
}

function viewClientEntity(entity: Entity, service: DomainService, fleet: Fleet, isFile: boolean): ClientEntityView {
  const view = viewEntity(entity, service, fleet);
  const embeds = entity.fields.filter(isReference).filter(({ embed }) => embed !== undefined);
  const others = embeds.map((field) => viewTarget(field, fleet)).filter(({ type }) => type !== view.type);
  return {
    ...view,
    service: service.name,
    isFile,
    kinds: [
      { name: 'id', kind: 'uuid' },
      ...view.fields.map((field) => ({
        name: field.name,
        kind: KINDS[field.data.type] ?? field.data.type.toLowerCase(),
      })),
      ...(view.audit ? [...AUDIT_FIELDS].map((name) => ({ name, kind: 'string' })) : []),
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

function openOf(entity: Entity): ClientEntityView['open'] {
  const rules = viewList(entity);
  return (['filter', 'sort'] as const).flatMap((use) => {
    const names = rules?.[use];
    return names ? [{ use, names: names.length > 0 ? names.map(printString) : ['never'] }] : [];
  });
}

/** Where `shared/repository` calls columns otherwise than Sequelize. */
const KINDS: Readonly<Record<string, string>> = { DATE: 'timestamp', DATEONLY: 'date', VIRTUAL: 'list' };

function viewTarget(field: ReferenceField, fleet: Fleet) {
  const { name, singular } = ownedBy(fleet, field);
  return { type: typeName(name), file: kebabCase(singular) };
}

/** What is of the same service is always at hand. */
function embeddedTypes({ inside, many, required }: ReferenceField, type: string): readonly string[] {
  if (!inside) return [`Embedded<${type}>`];
  if (many) return [`readonly ${type}[]`];
  return required ? [type] : [type, 'null'];
}

/** What the templates of the typed client see of a command or query of the config's own. */
export interface ClientOperationView extends OperationView {
  readonly service: string;
  /** `accountTransferCommand` */
  readonly export: string;
  /** The function of `shared/client` that makes it. */
  readonly define: string;
  /** Of what it answers: the name of its type. */
  readonly answer: string;
  /** Where that is, if it is a resource. */
  readonly answerFile: string | null;
}

export function viewClientOperations(
  fleet: Fleet,
  entities: readonly ClientEntityView[],
): readonly ClientOperationView[] {
  return fleet.services.flatMap((service) =>
    service.kind === 'domain'
      ? viewOperations(service, fleet.name).map((operation) => viewClientOperation(operation, service.name, entities))
      : [],
  );
}

function viewClientOperation(
  operation: OperationView,
  service: string,
  entities: readonly ClientEntityView[],
): ClientOperationView {
  const kind = operation.isCommand ? 'Command' : 'Query';
  const resource = operation.output === null ? entities.find(({ name }) => name === operation.entity?.name) : undefined;
  const read = resource && (resource.embedded.length > 0 ? `${resource.name}Read` : resource.type);
  return {
    ...operation,
    service,
    export: operation.variable + kind,
    define: `define${operation.entity ? 'Resource' : ''}${kind}`,
    answer: read ?? (operation.output ? `${operation.type}Output` : 'undefined'),
    answerFile: resource?.file ?? null,
  };
}
