import { packageJson, packageRoot } from '../package.ts';
import type { PlannedFile } from './contract.ts';
import { readCopies } from './plan/copies.ts';
import { type OwnTemplate, readOwnTemplates } from './templates/own.ts';

/** Where the output of a run comes from, beside the templates of the package. */
export interface Provenance extends RunOptions {
  /** Of the package. */
  readonly version: string;
  readonly copies: readonly PlannedFile[];
  readonly own: readonly OwnTemplate[];
}

/** What makes a run another one than `aurora generate`. */
export interface RunOptions {
  /** What the fleet asks for of the package; undefined: what its package.json says. */
  readonly dependency?: string | undefined;
  /** The package is newer: what nobody edited follows it, files that are written once and migrations that it brings for services included. */
  readonly upgrades?: boolean;
  /** Migrations may drop columns and tables with what is in them. */
  readonly allowDestructive?: boolean;
}

/** Templates alone. */
export const TEMPLATES_ALONE: Provenance = { version: packageJson().version, copies: [], own: [] };

export function provenanceOf(fleetRoot: string, options: RunOptions = {}): Provenance {
  const { version } = packageJson();
  return {
    version,
    copies: readCopies(packageRoot, fleetRoot),
    own: readOwnTemplates(packageRoot, fleetRoot),
    ...options,
  };
}
