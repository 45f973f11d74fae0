import { editorSchema } from '../config/editor-schema.ts';
import { ConfigError } from '../config/findings.ts';
import { inspectEverywhere } from '../config/inspect.ts';
import { inspectFile } from '../config/inspect-file.ts';
import type { Schema } from '../config/json-schema.ts';
import { loadFleet } from '../config/load.ts';
import { type LoadOptions, locate } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';

export interface Validation {
  readonly file: string;
  readonly services: number;
  /** All were checked. */
  readonly environments: readonly string[];
}

/** Checks the config for every environment it knows; throws a ConfigError with what is wrong in any of them. */
export async function validateConfig(options: LoadOptions): Promise<Validation> {
  const location = locate(options);
  const { fleet, findings, environments } = inspectFile(location, undefined, inspectEverywhere);
  if (!fleet) {
    const isThere = findings[0]?.code !== 'file_missing';
    throw new ConfigError(findings, isThere ? 'correct these lines, then aurora config validate' : undefined);
  }
  return { file: location.file, services: fleet.services.length, environments };
}

/** The resolved model that everything else works on. */
export const showConfig = (options: LoadOptions): Promise<Fleet> => loadFleet(options);

/** The JSON Schema for editors. */
export const configSchema = (): Schema => editorSchema();
