import type { Outline } from '../outline.ts';
import type { Source } from '../text/source.ts';
import type { Splice } from '../text/splice.ts';

/** What becomes of the text, and how it is told. */
export interface Addition {
  readonly splices: readonly Splice[];
  /** `service billing-service on port 8005`. */
  readonly what: string;
  /** What is left to do by hand, one line each. */
  readonly notes?: readonly string[];
}

/** The config that something is added to. */
export interface Config {
  /** As one would type its name. */
  readonly file: string;
  readonly source: Source;
  readonly outline: Outline;
}

/** Each service is a workspace. */
export const NEW_PACKAGE = 'npm install brings package-lock.json in line: it lists the services';
