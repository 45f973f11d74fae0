import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Template } from '../templates/load.ts';

/** Refuses what the config language knows and the templates do not, before anything is written. */
export function assertSupported(fleet: Fleet, templates: readonly Template[]): void {
  const sets = new Set(templates.map((template) => template.set));
  for (const service of fleet.services) {
    if (!sets.has(service.kind)) throw notSupported(`services.${service.name}`, `services of kind ${service.kind}`);
    if (service.kind !== 'domain') continue;
    for (const entity of service.entities) {
      const reference = entity.fields.find((field) => field.type === 'reference');
      if (!reference) continue;
      throw notSupported(`services.${service.name}.entities.${entity.name}.fields.${reference.name}`, 'references');
    }
  }
}

function notSupported(where: string, what: string): AuroraError {
  return new AuroraError('not_supported', `This version of Aurora does not generate ${what}`, {
    exit: 'config',
    details: [`found at ${where}`],
    next: 'take it out of the config, or use a version that has it',
  });
}
