import { buildTree } from '../config/build-tree.ts';
import { nearest } from '../config/nearest.ts';
import { FILE_ENTITY } from '../config/reserved.ts';
import { plain } from '../config/tree.ts';
import { AuroraError } from '../errors.ts';
import type { Source } from './text/source.ts';

/** What the config names, aliases unfolded, as far as a change has to know it; keys that nobody wrote are missing. */
export interface Outline {
  readonly services: Readonly<Record<string, ServiceOutline>>;
  readonly enums?: Readonly<Record<string, unknown>>;
  readonly environments?: Readonly<Record<string, { readonly services?: Outline['services'] }>>;
}

export interface ServiceOutline extends Members {
  readonly kind?: string;
  readonly port?: unknown;
  readonly entities?: Readonly<Record<string, EntityOutline>>;
  readonly subscribes?: Readonly<Record<string, unknown>>;
}

export interface EntityOutline extends Members {
  readonly plural?: string;
  readonly fields?: Readonly<Record<string, { readonly references?: string; readonly embed?: string }>>;
  readonly events?: Readonly<Record<string, unknown>>;
}

/** What a service and an entity may both have. */
interface Members {
  readonly commands?: Readonly<Record<string, unknown>>;
  readonly queries?: Readonly<Record<string, unknown>>;
}

export function outlineOf({ document, position }: Source): Outline {
  return plain(buildTree({ document, position }).tree) as Outline;
}

/** @throws AuroraError `no_such_service` */
export function requireService({ services }: Outline, name: string): ServiceOutline {
  const service = services[name];
  if (!service) throw unknown('service', `The fleet has no service ${name}.`, name, Object.keys(services));
  return service;
}

export interface EntityPlace {
  readonly service: string;
  readonly entity: string;
}

export function entitiesIn({ services }: Outline): EntityPlace[] {
  return Object.entries(services).flatMap(([service, { entities = {} }]) =>
    Object.keys(entities).map((entity) => ({ service, entity })),
  );
}

/**
 * `Order`, or `order-service.Order`.
 * @throws AuroraError `no_such_entity`
 */
export function requireEntity(outline: Outline, name: string): EntityPlace {
  const all = entitiesIn(outline);
  const found = all.find(({ service, entity }) => name === entity || name === `${service}.${entity}`);
  if (found) return found;
  const names = all.map(({ entity }) => entity);
  throw unknown('entity', `The fleet has no entity ${name}.`, name, names);
}

/** An entity as a field of a service names it: by its service too, unless that is the field's own. */
export function referenceTo({ services }: Outline, from: string, entity: string): string {
  if (entity.includes('.') || services[from]?.entities?.[entity]) return entity;
  const owner = Object.entries(services).find(
    ([, { kind, entities = {} }]) => entities[entity] !== undefined || (kind === 'file' && entity === FILE_ENTITY),
  );
  return owner ? `${owner[0]}.${entity}` : entity;
}

/** @throws AuroraError `no_such_<kind>` with what was probably meant */
export function requireMember(kind: string, of: string, members: object | undefined, name: string): void {
  const known = Object.keys(members ?? {});
  if (!known.includes(name)) throw unknown(kind, `${of} has no ${kind} ${name}.`, name, known);
}

function unknown(kind: string, message: string, name: string, known: readonly string[]): AuroraError {
  const meant = nearest(name, known);
  return new AuroraError(`no_such_${kind}`, message, {
    exit: 'usage',
    details: [
      ...(meant === undefined ? [] : [`did you mean: ${meant}`]),
      known.length === 0 ? 'There are none.' : `There are: ${known.join(', ')}`,
    ],
    next: 'aurora config show',
  });
}
