import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { Databases } from '../../runtimes/databases.ts';
import type { FileStore } from '../files/store.ts';
import type { SplitMapping } from '../mapping/contract.ts';
import type { Source } from '../source/contract.ts';

/** What is to be verified, and how much of it is looked at twice. */
export interface Verified {
  readonly fleet: Fleet;
  readonly mapping: SplitMapping;
  readonly source: Source;
  /** The old database in words, without its login. */
  readonly sourceName: string;
  readonly databases: Databases;
  /** By file service. */
  readonly files: ReadonlyMap<string, FileStore>;
  /** The folder that paths of files lead below. */
  readonly uploads: string | undefined;
  readonly seed: number;
  /** Rows of each entity that are compared field by field. */
  readonly sample: number;
  readonly narrator: Narrator;
}
