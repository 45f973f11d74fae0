import type { Fleet, Service } from '../../config/model.ts';
import { generatedModel } from '../../generate/record/generated-model.ts';
import { needsDatabase } from '../../runtimes/needs.ts';
import { expectedTables } from '../../schema/expected-tables.ts';

/** What the migrations were generated for, of the services that the config has. */
export interface Models {
  readonly services: readonly Service[];
  /** Those of which the config asks for other tables by now: no database could have them. */
  readonly ahead: readonly string[];
}

export function modelsOf(fleet: Fleet): Models {
  const configured = fleet.services.filter(needsDatabase);
  const model = generatedModel(fleet.root) ?? fleet;
  const generated = (name: string) => model.services.find((service) => service.name === name && needsDatabase(service));
  return {
    services: configured.flatMap(({ name }) => generated(name) ?? []),
    ahead: configured.filter((service) => !hasSameTables(service, generated(service.name))).map(({ name }) => name),
  };
}

function hasSameTables(service: Service, generated: Service | undefined): boolean {
  const tables = (of: Service) => JSON.stringify(expectedTables(of));
  return generated !== undefined && tables(generated) === tables(service);
}
