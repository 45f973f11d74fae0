import type { Service } from '../model.ts';
import { type Rule, servicesOf } from './rule.ts';

const ONCE: Partial<Record<Service['kind'], string>> = {
  gateway: 'gateway',
  config: 'config service',
  file: 'file service',
};

/** Clients have one entry, settings one home, and `/api/v1/files` one owner. */
export const kinds: Rule = function* (draft) {
  const first = new Map<string, string>();
  for (const { name, service, path } of servicesOf(draft)) {
    const title = service.kind && ONCE[service.kind];
    if (!service.kind || !title) continue;
    const already = first.get(service.kind);
    if (already === undefined) first.set(service.kind, name);
    else
      yield {
        path: [...path, 'kind'],
        code: 'one_of_a_kind',
        message: `the fleet has a ${title} already: \`${already}\``,
      };
  }
};
