import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const CONFIG_FILE = 'aurora.config.yaml';

export type Found = { readonly file: string } | { readonly lookedAt: string };

/** The file that was named, or the nearest one from `folder` upwards. */
export function findConfigFile(named: string | undefined, folder: string): Found {
  if (named) return { file: resolve(folder, named) };
  for (let current = folder; ; current = dirname(current)) {
    const file = join(current, CONFIG_FILE);
    if (existsSync(file)) return { file };
    if (dirname(current) === current) return { lookedAt: join(folder, CONFIG_FILE) };
  }
}
