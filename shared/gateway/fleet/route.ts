import type { FastifyInstance } from 'fastify';
import { forThisMachineOr } from '../../app/index.ts';
import { openWire } from '../../http/index.ts';
import type { Instance } from '../../registry/index.ts';
import type { LiveInstance, LiveInstances } from '../upstream/upstreams.ts';
import { askInstance } from './ask-instance.ts';
import type { KnownInstance } from './contract.ts';
import { Fleet } from './fleet.ts';
import { fleetSchema } from './schema.ts';

export interface FleetSources {
  /** Those that the gateway has routes of. */
  readonly services: readonly string[];
  readonly live: LiveInstances;
}

/** `GET /health/fleet`: every service that is known and its instances, for this machine or for a token with `metrics:read`. */
export function fleetRoute(app: FastifyInstance, { services, live }: FleetSources): void {
  const { registry, readiness, environment } = app;
  const { serviceName, instanceId, serviceVersion: version, serviceBuild: build = null } = environment;
  const wire = openWire();
  app.addHook('onClose', () => wire.close());
  /** The registry may be away, and this one is there. */
  const self: KnownInstance = {
    id: instanceId,
    url: environment.advertisedUrl ?? '',
    version,
    colour: environment.serviceColour ?? null,
  };
  const isSelf = ({ id }: KnownInstance) => id === instanceId;

  const fleet = new Fleet({
    services: () => [...new Set([serviceName, ...services, ...(registry?.services() ?? [])])].sort(),
    instances(service) {
      const known = live(service).map(toKnown);
      return service !== serviceName || known.some(isSelf) ? known : [self, ...known];
    },
    async ask(instance) {
      if (!isSelf(instance)) return askInstance(wire.send, instance);
      const { startedAt } = readiness;
      return { version, build, startedAt, ...(await readiness.report()) };
    },
  });
  app.get('/health/fleet', {
    config: { quiet: true },
    schema: { summary: 'How do all services and their instances do?', response: { 200: fleetSchema } },
    onRequest: forThisMachineOr(app, 'metrics:read'),
    handler: () => fleet.view(),
  });
}

function toKnown({ url, ...told }: LiveInstance & Partial<Instance>): KnownInstance {
  const { id = null, version = null, colour = null } = told;
  return { id, url, version, colour };
}
