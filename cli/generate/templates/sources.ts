import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export const SUFFIX = '.hbs';

/** Every template below a folder, sorted by its path there. */
export function readSources(folder: string): [id: string, source: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((id) => [id, readFileSync(join(folder, id), 'utf8')]);
}
