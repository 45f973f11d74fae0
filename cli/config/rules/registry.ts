import { targetOf } from '../fields/reference.ts';
import type { Mistake } from '../mistake.ts';
import { entitiesOf, fieldsOf, type Rule, servicesOf } from './rule.ts';

/** Services find one another by the registry, which the config service keeps. */
export const registry: Rule = function* (draft) {
  const services = [...servicesOf(draft)];
  if (services.some(({ service }) => service.kind === 'config')) return;
  for (const { service, path } of services) {
    if (service.kind === 'gateway' && services.length > 1)
      yield missing([...path, 'kind'], 'the gateway finds the others');
  }
  for (const entity of entitiesOf(draft)) {
    for (const { field, path } of fieldsOf(entity)) {
      const { references } = field as { references?: string };
      if (references === undefined) continue;
      const owner = targetOf(references, entity.service).service;
      if (owner !== entity.service) yield missing([...path, 'references'], `${entity.service} finds ${owner}`);
    }
  }
};

function missing(path: Mistake['path'], use: string): Mistake {
  const message = `${use} through a config service, and there is none: add one to \`services\`, \`config-service: { kind: config, port: 8004 }\``;
  return { path, code: 'no_config_service', message };
}
