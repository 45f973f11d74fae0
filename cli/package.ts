import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const above = dirname(import.meta.dirname);

/** The folder that holds `package.json`, `templates/` and the sources of `shared/`: `../` of `cli/` in a clone, of `dist/` in the package. */
export const packageRoot: string = existsSync(join(above, 'package.json')) ? above : dirname(above);

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly oclif: Readonly<Record<string, unknown>>;
}

export function packageJson(): PackageJson {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
}
