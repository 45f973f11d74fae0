import type { RuntimeName, Service } from '../config/model.ts';

/** What to say where the config asks for more instances than a runtime has; undefined: it does not. */
export function oneOfEach(services: readonly Service[], runtime: RuntimeName): string | undefined {
  const several = services.filter(({ replicas }) => replicas > 1).map(({ name, replicas }) => `${replicas} of ${name}`);
  if (several.length === 0) return undefined;
  return `The config asks for ${several.join(', ')}: the ${runtime} runtime runs one of each. More run on a cluster: runtime: swarm, or aurora export kubernetes.`;
}
