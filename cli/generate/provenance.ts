import { packageJson, packageRoot } from '../package.ts';
import type { PlannedFile } from './contract.ts';
import { readCopies } from './plan/copies.ts';
import { type OwnTemplate, readOwnTemplates } from './templates/own.ts';

/** Where the output of a run comes from, beside the templates of the package. */
export interface Provenance {
  /** Of the package. */
  readonly version: string;
  readonly copies: readonly PlannedFile[];
  readonly own: readonly OwnTemplate[];
  /** What the fleet asks for of the package; undefined: what its package.json says. */
  readonly dependency?: string | undefined;
}

/** Templates alone. */
export const TEMPLATES_ALONE: Provenance = { version: packageJson().version, copies: [], own: [] };

export function provenanceOf(fleetRoot: string, dependency?: string): Provenance {
  const { version } = packageJson();
  return {
    version,
    copies: readCopies(packageRoot, fleetRoot),
    own: readOwnTemplates(packageRoot, fleetRoot),
    dependency,
  };
}
