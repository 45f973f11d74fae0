import type { Fleet, Service } from '../../../config/model.ts';
import { PUBLIC_IMAGES } from '../../../runtimes/docker/images/public.ts';
import type { Json } from '../../format/literal.ts';
import { viewFleetGraph } from './graph.ts';

/** What every template sees of the fleet as a whole. */
export interface FleetView {
  readonly name: string;
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
  readonly hasConfigService: boolean;
  /** Whether there is something that the typed client would call. */
  readonly hasClient: boolean;
  /** What the gateway serves, in the order of the config. */
  readonly routes: readonly RouteView[];
}

/** What templates of the fleet as a whole see besides: no service's files change with it. */
export interface WholeFleetView extends FleetView {
  /** All of it as a Mermaid flowchart; null: it is too large for one. */
  readonly graph: string | null;
}

export interface RouteView {
  readonly path: string;
  readonly service: string;
  /** The scopes that it asks for; null: none. */
  readonly read: string | null;
  /** Absent: only read. */
  readonly write?: string;
}

export function viewFleet(fleet: Fleet): FleetView {
  const {
    name,
    defaults: { logLevel, timeoutMs, retries },
    services,
  } = fleet;
  return {
    name,
    nodeImage: PUBLIC_IMAGES.node,
    defaults: { logLevel, timeoutMs, retries },
    services: services.map((service) => ({
      name: service.name,
      gateway: settingsOfGateway(service),
      file: service.kind === 'file',
      holds: holdingsOf(service),
    })),
    hasConfigService: services.some(({ kind }) => kind === 'config'),
    hasClient: services.some(({ kind }) => kind === 'domain' || kind === 'file'),
    routes: services.flatMap((service) => [
      ...segmentsOf(service).map((segment) => ({
        path: `/api/v1/${segment}`,
        service: service.name,
        read: `${segment}:read`,
        write: `${segment}:write`,
      })),
      // Its URLs are signed.
      ...(service.kind === 'file' ? [{ path: '/api/v1/files/:id/content', service: service.name, read: null }] : []),
    ]),
  };
}

export function viewWholeFleet(fleet: Fleet): WholeFleetView {
  return { ...viewFleet(fleet), graph: viewFleetGraph(fleet) };
}

/** Null: it is none. */
export function settingsOfGateway(service: Service): Json | null {
  if (service.kind !== 'gateway') return null;
  const { rateLimit, responseCache } = service;
  return { rateLimit, responseCache };
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

function segmentsOf(service: Service): readonly string[] {
  switch (service.kind) {
    case 'domain':
      return service.entities.map(({ path }) => path);
    case 'config':
      return ['config'];
    case 'file':
      return ['files'];
    case 'gateway':
      return [];
  }
}
