import type { Service } from '../config/model.ts';
import type { ServiceStatus } from '../runtimes/contract.ts';
import type { Target } from './contract.ts';

/** A service of the config with how it runs. */
export interface Running<S extends Service = Service> {
  readonly service: S;
  readonly url: string;
}

/** What says which services run, and where. */
export type Place = Pick<Target, 'fleet' | 'status'>;

/** The services that run: a part of the fleet may be all that was started. */
export function allRunning({ fleet, status }: Place): Running[] {
  return fleet.services.flatMap((service) => {
    const own = status.services.find(({ name }: ServiceStatus) => name === service.name);
    return own ? [{ service, url: own.url }] : [];
  });
}

/** Those of one kind. */
export function running<K extends Service['kind']>(place: Place, kind: K): Running<Extract<Service, { kind: K }>>[] {
  return allRunning(place).flatMap(({ service, url }) => (isOf(service, kind) ? [{ service, url }] : []));
}

/** Base URL at which clients reach all services: the gateway's; undefined where none runs. */
export function gatewayUrl(place: Place): string | undefined {
  return running(place, 'gateway')[0]?.url;
}

function isOf<K extends Service['kind']>(service: Service, kind: K): service is Extract<Service, { kind: K }> {
  return service.kind === kind;
}
