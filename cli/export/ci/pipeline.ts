import type { Fleet } from '../../config/model.ts';

/** What a pipeline is made for; nothing here belongs to one provider. */
export interface Pipeline {
  readonly fleet: Fleet;
  /** What is deployed, in the order of the config: all environments but development. */
  readonly environments: readonly string[];
  /** npm's scripts of the fleet: what it has none for is not run. */
  readonly scripts: readonly string[];
  /** Whose commits are published and deployed. */
  readonly branch: string;
  /** What the files were asked for with, so that the pipeline can hold them to it: `export ci --check …`. */
  readonly check: string;
}

/** One command line, or several, for a POSIX shell that ends at the first that fails. */
export interface Step {
  readonly name: string;
  readonly run: string;
}

/** Minutes after which a job is ended. Whole tests of a fleet may take long; the others are told by what they do. */
export const MINUTES = { check: 15, test: 90, contracts: 20, images: 30, verify: 20, deploy: 30 };

export const REPORTS = 'reports';

/** Holds the label or tag of the runner that reaches an environment; while it is empty, nothing is deployed there. */
export function runnerVariable(environment: string): string {
  return `AURORA_RUNNER_${environment.toUpperCase().replaceAll('-', '_')}`;
}
