import type { Service } from '../config/model.ts';
import type { ServiceStatus } from '../runtimes/contract.ts';
import type { Target } from './contract.ts';

/** A service of the config with how it runs. */
export interface Running<S extends Service = Service> {
  readonly service: S;
  readonly url: string;
}

/** The services of some kinds that run: a part of the fleet may be all that was started. */
export function running<K extends Service['kind']>(
  { fleet, status }: Target,
  kind: K,
): Running<Extract<Service, { kind: K }>>[] {
  return fleet.services.flatMap((service) => {
    const own = status.services.find(({ name }: ServiceStatus) => name === service.name);
    return own && isOf(service, kind) ? [{ service, url: own.url }] : [];
  });
}

/** Base URL at which clients reach all services: the gateway's; undefined where none runs. */
export function gatewayUrl(target: Target): string | undefined {
  return running(target, 'gateway')[0]?.url;
}

function isOf<K extends Service['kind']>(service: Service, kind: K): service is Extract<Service, { kind: K }> {
  return service.kind === kind;
}
