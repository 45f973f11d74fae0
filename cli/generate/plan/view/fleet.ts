import { entityScopes } from '../../../config/entity-scopes.ts';
import type { DomainService, Entity, Fleet, Service } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import { relationsOf } from '../../../config/relations.ts';
import { PUBLIC_IMAGES } from '../../../runtimes/docker/images/public.ts';
import type { Json } from '../../format/literal.ts';
import { viewFleetGraph } from './graph.ts';
import { viewOperations } from './operations.ts';

/** What domain services cannot do without; more would change their files with what others do. */
export interface FleetIdentity {
  readonly name: string;
  readonly hasConfigService: boolean;
}

/** What every template sees of the fleet as a whole. */
export interface FleetView extends FleetIdentity {
  /** What its images begin with. */
  readonly nodeImage: string;
  /** Settings of every service where nothing is stored. */
  readonly defaults: { readonly [setting: string]: string | number };
  /** In the order of the config; of the gateway, the settings of its own that the config decides. */
  readonly services: readonly {
    readonly name: string;
    readonly gateway: Json | null;
    readonly file: boolean;
    readonly holds: string;
  }[];
  /** Whether files of any service are in a bucket. */
  readonly inBucket: boolean;
  /** Whether there is something that the typed client would call. */
  readonly hasClient: boolean;
  readonly hasGateway: boolean;
  /** What the gateway serves, in the order of the config. */
  readonly routes: readonly RouteView[];
  /** The same for people. */
  readonly served: readonly { readonly path: string; readonly service: string; readonly scopes: string }[];
}

/** What templates of the fleet as a whole see besides: no service's files change with it. */
export interface WholeFleetView extends FleetView {
  /** All of it as a Mermaid flowchart; null: it is too large for one. */
  readonly graph: string | null;
}

export interface RouteView {
  readonly path: string;
  readonly service: string;
  /** The scope that it asks for to read; null: none. Absent: only written. */
  readonly read?: string | null;
  /** Absent: only read. */
  readonly write?: string;
  /** Scopes of single methods that need another one than `write`. */
  readonly writes?: { readonly [method: string]: string };
  /** Of a command, and of what others of its service refer to: the paths of which kept answers may have become stale. */
  readonly touches?: readonly string[];
  /** Of a query: its answers are not kept. */
  readonly kept?: false;
}

export function viewIdentity({ name, services }: Fleet): FleetIdentity {
  return { name, hasConfigService: services.some(({ kind }) => kind === 'config') };
}

export function viewFleet(fleet: Fleet): FleetView {
  const {
    defaults: { logLevel, timeoutMs, retries },
    services,
  } = fleet;
  const routes = services.flatMap((service) => routesOf(service, fleet.name));
  return {
    ...viewIdentity(fleet),
    nodeImage: PUBLIC_IMAGES.node,
    defaults: { logLevel, timeoutMs, retries },
    services: services.map((service) => ({
      name: service.name,
      gateway: settingsOfGateway(service),
      file: service.kind === 'file',
      holds: holdingsOf(service),
    })),
    inBucket: services.some((service) => service.kind === 'file' && service.storage.driver === 's3'),
    hasGateway: services.some(({ kind }) => kind === 'gateway'),
    hasClient: services.some(({ kind }) => kind === 'domain' || kind === 'file'),
    routes,
    served: routes.map((route) => ({ path: route.path, service: route.service, scopes: scopesIn(route) })),
  };
}

export function viewWholeFleet(fleet: Fleet): WholeFleetView {
  return { ...viewFleet(fleet), graph: viewFleetGraph(fleet) };
}

/** Null: it is none. */
export function settingsOfGateway(service: Service): Json | null {
  return service.kind === 'gateway' ? (service.settings as Json) : null;
}

function routesOf(service: Service, fleet: string): RouteView[] {
  return [
    ...collectionsOf(service).map((collection) => ({
      path: `/api/v1/${collection.path}`,
      service: service.name,
      ...scopesOf(collection),
      ...touchedBy(collection, service),
    })),
    ...operationsOf(service, fleet),
    ...(service.kind === 'domain' ? inverseRoutes(service) : []),
    // Its URLs are signed.
    ...(service.kind === 'file' ? [{ path: '/api/v1/files/:id/content', service: service.name, read: null }] : []),
  ];
}

/** A write may end kept answers of what embeds the resource, and of what goes or changes with it. */
function touchedBy({ path }: Collection, service: Service): Pick<RouteView, 'touches'> {
  if (service.kind !== 'domain') return {};
  const touched = new Set([path]);
  for (const each of touched) {
    for (const other of service.entities) {
      const isTied = relationsOf(other).some(
        ({ entity }) => service.entities.find(({ name }) => name === entity)?.path === each,
      );
      if (isTied) touched.add(other.path);
    }
  }
  return touched.size > 1 ? { touches: [...touched].map((each) => `/api/v1/${each}`) } : {};
}

/** One scope for most, and those of the methods that need another one. */
function scopesOf(collection: Collection): Pick<RouteView, 'read' | 'write' | 'writes'> {
  const { create, read, update, delete: remove } = entityScopes(collection);
  const writes = { ...(create !== update && { POST: create }), ...(remove !== update && { DELETE: remove }) };
  return { read, write: update, ...(Object.keys(writes).length > 0 && { writes }) };
}

function scopesIn({ read, write, writes = {} }: RouteView): string {
  if (read === null) return 'none: by signature';
  return [read, write, ...Object.values(writes)]
    .flatMap((scope) => (scope === undefined ? [] : `\`${scope}\``))
    .join(', ');
}

/** Their paths are inside of those of entities or beside them; the more exact one counts. */
function operationsOf(service: Service, fleet: string): RouteView[] {
  if (service.kind !== 'domain') return [];
  const touches = service.entities.map(({ path }) => `/api/v1/${path}`);
  return viewOperations(service, fleet).map(({ url: path, isCommand, scope }) => ({
    path,
    service: service.name,
    ...(isCommand ? { write: scope, touches } : { read: scope, kept: false as const }),
  }));
}

/** In the words of a table. */
function holdingsOf(service: Service): string {
  switch (service.kind) {
    case 'domain':
      return service.entities.map(({ name }) => name).join(', ');
    case 'config':
      return 'settings of all services, and where they are';
    case 'file':
      return 'files';
    case 'gateway':
      return 'the one door to all of them';
  }
}

/** What they list is read with the scope of what is listed. */
function inverseRoutes({ name, entities }: DomainService): readonly RouteView[] {
  const pathOf = (entity: string) => entities.find((each) => each.name === entity)?.path;
  return entities.flatMap((entity) =>
    relationsOf(entity).flatMap(({ inverse, entity: to }) => {
      if (inverse === undefined) return [];
      return [
        {
          path: `/api/v1/${pathOf(to)}/:id/${kebabCase(inverse)}`,
          service: name,
          read: entityScopes(entity).read,
        },
      ];
    }),
  );
}

type Collection = Pick<Entity, 'path' | 'scopes'>;

function collectionsOf(service: Service): readonly Collection[] {
  switch (service.kind) {
    case 'domain':
      return service.entities;
    case 'config':
      return [{ path: 'config' }];
    case 'file':
      return [{ path: 'files' }];
    case 'gateway':
      return [];
  }
}
