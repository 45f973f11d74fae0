import type { Field, Fleet } from '../../../config/model.ts';
import { printString } from '../../format/literal.ts';

export interface SharedEnumView {
  readonly name: string;
  /** As TypeScript. */
  readonly members: readonly string[];
}

/** Names of the shared enums that fields take their values from, sorted. */
export function sharedEnumsOf(fields: readonly Field[]): readonly string[] {
  const names = fields.flatMap((field) => {
    const of = field.type === 'array' ? field.items : field;
    return of.type === 'enum' ? (of.shared ?? []) : [];
  });
  return [...new Set(names)].toSorted();
}

export function viewSharedEnums({ enums }: Fleet, names: readonly string[]): readonly SharedEnumView[] {
  return names.toSorted().map((name) => ({ name, members: (enums[name] ?? []).map(printString) }));
}
