import { editorSchema } from '../config/editor-schema.ts';
import { ConfigError, type Finding, inOrder } from '../config/findings.ts';
import type { Schema } from '../config/json-schema.ts';
import { inspectFleet, type LoadOptions, loadFleet } from '../config/load.ts';
import type { Fleet } from '../config/model.ts';

export interface Validation {
  readonly file: string;
  readonly services: number;
  /** All were checked. */
  readonly environments: readonly string[];
}

/** Checks the config for every environment it knows; throws a ConfigError with what is wrong in any of them. */
export async function validateConfig(options: LoadOptions): Promise<Validation> {
  const chosen = await inspectFleet(options);
  const findings: Finding[] = [...chosen.findings];
  for (const environment of chosen.environments.filter((name) => name !== chosen.environment)) {
    const other = await inspectFleet({ ...options, environment });
    findings.push(...other.findings.filter(isOfTheFile).map((finding) => inEnvironment(finding, environment)));
  }
  const { file, environments, fleet } = chosen;
  if (!fleet || findings.length > 0)
    throw new ConfigError(inOrder(findings), 'correct these lines, then aurora config validate');
  return { file, services: fleet.services.length, environments };
}

/** The variables of another place are set in that place. */
const isOfTheFile = ({ code }: Finding): boolean => code !== 'missing_variable';

const inEnvironment = (finding: Finding, environment: string): Finding => ({
  ...finding,
  message: `${finding.message} (in ${environment})`,
});

/** The resolved model that everything else works on. */
export const showConfig = (options: LoadOptions): Promise<Fleet> => loadFleet(options);

/** The JSON Schema for editors. */
export const configSchema = (): Schema => editorSchema();
