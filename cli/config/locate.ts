import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const CONFIG_FILE = 'aurora.config.yaml';
export const DEFAULT_ENVIRONMENT = 'development';

export interface LoadOptions {
  /** Else `AURORA_CONFIG`, else the nearest aurora.config.yaml from the current folder upwards. */
  readonly file?: string | undefined;
  /** Else `AURORA_ENV`, else `development`. */
  readonly environment?: string | undefined;
}

export interface Location {
  readonly environment: string;
  /** Where the config is or, if there is none, would be. */
  readonly file: string;
  /** Whether somebody named the file: then nothing was searched for. */
  readonly isNamed: boolean;
}

export function locate(options: LoadOptions): Location {
  const environment = options.environment || process.env.AURORA_ENV || DEFAULT_ENVIRONMENT;
  const named = options.file || process.env.AURORA_CONFIG;
  return { environment, file: named ? resolve(named) : nearestUpwards(process.cwd()), isNamed: Boolean(named) };
}

function nearestUpwards(folder: string): string {
  for (let current = folder; ; current = dirname(current)) {
    const file = join(current, CONFIG_FILE);
    if (existsSync(file)) return file;
    if (dirname(current) === current) return join(folder, CONFIG_FILE);
  }
}
