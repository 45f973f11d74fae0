import type { Readiness } from '../app/index.ts';
import type { LiveInstances } from './upstream/upstreams.ts';

/** Degraded while one of the services has no live instance; down once none has: then another gateway may know more. */
export function watchServices(readiness: Readiness, services: readonly string[], live: LiveInstances): void {
  for (const service of services) {
    readiness.add({
      name: service,
      critical: false,
      check: async () => {
        const { length } = live(service);
        if (length === 0) throw new Error('no live instance');
        return { instances: length };
      },
    });
  }
  readiness.add({
    name: 'services',
    critical: true,
    check: async () => {
      if (services.every((service) => live(service).length === 0)) throw new Error('none has a live instance');
    },
  });
}
