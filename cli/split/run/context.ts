import type { Fleet } from '../../config/model.ts';
import type { FileStore } from '../files/store.ts';
import type { KeySet } from '../keys/key-set.ts';
import type { TextSet } from '../keys/text-set.ts';
import type { SplitMapping } from '../mapping/contract.ts';
import type { Source } from '../source/contract.ts';
import type { Target } from '../target/contract.ts';
import type { Counts } from './counts.ts';
import type { Progress } from './progress.ts';

/** What all parts of one run share. */
export interface Context {
  readonly fleet: Fleet;
  readonly split: SplitMapping;
  readonly source: Source;
  /** By service. */
  readonly targets: ReadonlyMap<string, Begun>;
  /** Nothing is written. */
  readonly dry: boolean;
  /** By mapping: keys of rows that were migrated. */
  readonly keys: Map<string, KeySet>;
  /** By list: the pairs of ids that it has. */
  readonly pairs: Map<string, TextSet>;
  /** By service and what it refers to: ids of what another service owns. */
  readonly referenced: Map<string, Referenced>;
  readonly counts: Map<string, Counts>;
  /** Ids that this run added to tables that had rows: few, after the first run. */
  readonly inserted: Set<string>;
  /** Where contents of files go; by service. */
  readonly files: ReadonlyMap<string, FileStore>;
  readonly progress: Progress;
  /** Somebody else has failed: what is left is not begun. */
  readonly signal: AbortSignal;
}

export interface Referenced {
  readonly service: string;
  readonly target: string;
  /** By the mapping that makes them. */
  readonly keys: Map<string, KeySet>;
}

/** A service's database, and how far earlier runs came. */
export interface Begun {
  readonly target: Target;
  /** An earlier run came to its end: what changes now are versions that others may have seen. */
  readonly again: boolean;
  /** When the first run began. */
  readonly startedAt: string;
  /** Tables that were empty when this run began: there is nothing to compare with. */
  readonly empty: ReadonlySet<string>;
}

export function targetOf({ targets }: Context, service: string): Begun {
  const begun = targets.get(service);
  if (!begun) throw new RangeError(`${service} has no database here`);
  return begun;
}
