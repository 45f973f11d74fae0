import type { Fit } from '../fit/misfit.ts';
import type { KeySet } from '../keys/key-set.ts';
import type { TextSet } from '../keys/text-set.ts';
import type { Mapping } from '../mapping/contract.ts';
import type { Spell } from '../target/spelling.ts';
import type { Value } from '../transform/compile-value.ts';
import type { Pair } from './pair.ts';
import type { Referred } from './reference.ts';
import type { Selection } from './selection.ts';
import type { Shape, ShapeColumn } from './shape.ts';

/** What rows of a mapping are made by. */
export interface RowRules {
  readonly mapping: Mapping;
  readonly shape: Shape;
  readonly key: readonly string[];
  readonly selection: Selection;
  readonly timezone: string;
  readonly own: KeySet;
  readonly pair?: Pair;
  /** Of what a field refers to; undefined: it is none, or set later. */
  keysOf(field: string): Referred | undefined;
  readonly late: readonly string[];
  /** By column, where no model says so. */
  readonly fits: Readonly<Record<string, Fit>>;
  /** References that must lead somewhere although they are set later. */
  readonly checks: readonly { readonly field: string; readonly value: Value }[];
  /** By columns of a unique index: shared by all mappings of a table. */
  uniques(columns: string): TextSet;
  readonly spell: (kind: ShapeColumn['type']['kind']) => Spell;
  readonly separator: string;
}
