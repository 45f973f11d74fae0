import { Counter, type Registry } from 'prom-client';

/** Counts how often an answer was there. */
export function countLookups(registry: Registry): (result: 'hit' | 'miss') => void {
  const lookups = new Counter({
    name: 'gateway_cache_lookups_total',
    help: 'Requests that a kept answer could have served, by whether there was one.',
    labelNames: ['result'] as const,
    registers: [registry],
  });
  return (result) => lookups.inc({ result });
}
