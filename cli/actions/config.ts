import { editorSchema } from '../config/editor-schema.ts';
import { addedBy, ConfigError, inOrder } from '../config/findings.ts';
import type { Schema } from '../config/json-schema.ts';
import { inspectFleet, loadFleet } from '../config/load.ts';
import type { LoadOptions } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';

export interface Validation {
  readonly file: string;
  readonly services: number;
  /** All were checked. */
  readonly environments: readonly string[];
}

/** Checks the config for every environment it knows; throws a ConfigError with what is wrong in any of them. */
export async function validateConfig(options: LoadOptions): Promise<Validation> {
  const { file, fleet, environment, environments, ...chosen } = await inspectFleet(options);
  const findings = [...chosen.findings];
  for (const other of environments.filter((name) => name !== environment)) {
    const inspection = await inspectFleet({ ...options, environment: other });
    findings.push(...addedBy(other, inspection.findings, chosen.findings));
  }
  if (!fleet || findings.length > 0) {
    const isThere = findings[0]?.code !== 'file_missing';
    throw new ConfigError(inOrder(findings), isThere ? 'correct these lines, then aurora config validate' : undefined);
  }
  return { file, services: fleet.services.length, environments };
}

/** The resolved model that everything else works on. */
export const showConfig = (options: LoadOptions): Promise<Fleet> => loadFleet(options);

/** The JSON Schema for editors. */
export const configSchema = (): Schema => editorSchema();
