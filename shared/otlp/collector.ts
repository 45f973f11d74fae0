import type { Environment } from '../settings/index.ts';

/** Where to, with what in headers, and as whom. */
export interface Collector {
  /** URL without a signal's path. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Attributes of the resource, e.g. `service.name`. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** The collector of a service; undefined: it has none. */
export function collectorOf(environment: Environment): Collector | undefined {
  const { otlpEndpoint: endpoint, otlpHeaders: headers } = environment;
  if (endpoint === undefined) return undefined;
  return {
    endpoint,
    headers,
    resource: {
      'service.name': environment.serviceName,
      'service.version': environment.serviceVersion,
      'service.namespace': environment.fleetName,
      'service.instance.id': environment.instanceId,
      'deployment.environment.name': environment.environmentName,
      'aurora.colour': environment.serviceColour,
    },
  };
}
