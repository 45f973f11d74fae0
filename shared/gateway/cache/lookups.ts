import { Counter, type Registry } from 'prom-client';

/** A kept answer served, served past its time while a fresh one was fetched, or in place of one that its service did not give; or none did. */
export type LookupResult = 'hit' | 'stale' | 'last_good' | 'miss';

/** Counts how often an answer was there. */
export function countLookups(registry: Registry): (result: LookupResult) => void {
  const lookups = new Counter({
    name: 'gateway_cache_lookups_total',
    help: 'Requests that a kept answer could have served, by whether there was one: hit, stale, last_good or miss.',
    labelNames: ['result'] as const,
    registers: [registry],
  });
  return (result) => lookups.inc({ result });
}
