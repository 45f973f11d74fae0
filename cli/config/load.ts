import { DEFAULT_ENVIRONMENT } from './environments.ts';
import { CONFIG_FILE, findConfigFile } from './find-file.ts';
import { ConfigError, type Finding } from './findings.ts';
import { type Inspection, inspectConfig } from './inspect.ts';
import type { Fleet } from './model.ts';
import { readConfig } from './read.ts';

export interface LoadOptions {
  /** Else `AURORA_CONFIG`, else the nearest aurora.config.yaml from the current folder upwards. */
  readonly file?: string | undefined;
  /** Else `AURORA_ENV`, else `development`. */
  readonly environment?: string | undefined;
}

/** The fleet that the config describes; throws a ConfigError with every mistake in it. */
export async function loadFleet(options: LoadOptions = {}): Promise<Fleet> {
  const { fleet, findings } = await inspectFleet(options);
  if (fleet) return fleet;
  throw new ConfigError(findings, hintFor(findings));
}

export interface FleetInspection extends Inspection {
  readonly file: string;
  readonly environment: string;
}

/** The same without throwing, for those who want to show what is wrong. */
export async function inspectFleet(options: LoadOptions = {}): Promise<FleetInspection> {
  const environment = options.environment || process.env.AURORA_ENV || DEFAULT_ENVIRONMENT;
  const found = findConfigFile(options.file || process.env.AURORA_CONFIG, process.cwd());
  if ('lookedAt' in found) {
    const message = `There is no ${CONFIG_FILE} in ${process.cwd()} or any folder above`;
    return { ...failed(found.lookedAt, 'file_missing', message), environment };
  }
  const { file } = found;
  const read = await readConfig(file);
  if ('code' in read) return { ...failed(file, read.code, read.message), environment };
  return { ...inspectConfig({ text: read.text, file, environment, variables: process.env }), file, environment };
}

function failed(file: string, code: Finding['code'], message: string): Inspection & { file: string } {
  return { file, findings: [{ file, line: 1, column: 1, code, message }], environments: [] };
}

function hintFor(findings: readonly Finding[]): string | undefined {
  if (findings[0]?.code !== 'file_missing') return undefined;
  return 'go to a folder with a fleet, or name its config with --config or AURORA_CONFIG';
}
