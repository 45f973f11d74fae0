import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageJson, packageRoot } from '../package.ts';

/** What a fleet can begin as: a config. */
export interface Starter {
  readonly name: string;
  readonly file: string;
}

const FOLDER = join(packageRoot, 'templates', 'init');
const SUFFIX = '.yaml';

/** By name; last the fleet that Aurora itself is tried on. */
export function starters(): readonly Starter[] {
  const own = readdirSync(FOLDER)
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => ({ name: name.slice(0, -SUFFIX.length), file: join(FOLDER, name) }));
  return [...own, { name: 'aurora', file: join(packageRoot, 'aurora.config.yaml') }];
}

/** The config of a fleet that begins so: another name, and the schema where the package brings it. */
export function startingConfig({ file }: Starter, name: string): string {
  return readFileSync(file, 'utf8')
    .replace('$schema=./', `$schema=./node_modules/${packageJson().name}/`)
    .replace(/^name: .*$/m, `name: ${name}`);
}
