import { packageJson } from '../../../package.ts';

interface Entry {
  readonly name: string;
  readonly value: string | boolean;
}

/** What the root of a fleet sees of the package that it was made by. */
export interface PackageView {
  readonly name: string;
  /** With the package itself, sorted. */
  readonly devDependencies: readonly Entry[];
  readonly overrides: readonly Entry[];
  readonly allowScripts: readonly Entry[];
}

/** The tools of a fleet are those of this package, in the same versions; none of them is installed for production. */
const TOOLS = [
  '@biomejs/biome',
  '@jest/globals',
  '@pact-foundation/pact',
  '@types/node',
  '@types/pg',
  'jest',
  'node',
  'typescript',
];

/** @param dependency what the fleet asks for of the package: a version, a tarball; undefined: the version that this is */
export function viewPackage(dependency: string | undefined): PackageView {
  const { name, version, devDependencies, overrides, allowScripts } = packageJson();
  const tools = Object.entries(devDependencies).filter(([tool]) => TOOLS.includes(tool));
  return {
    name,
    devDependencies: entries({ ...Object.fromEntries(tools), [name]: dependency ?? version }),
    overrides: entries(overrides),
    allowScripts: entries(allowScripts),
  };
}

function entries(values: Readonly<Record<string, string | boolean>>): Entry[] {
  return Object.entries(values)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
