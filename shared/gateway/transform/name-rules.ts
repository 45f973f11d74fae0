import type { NameRules } from '../settings/index.ts';

/** A name and its value, however a list of them is kept. */
export interface Named {
  readonly name: string;
}

/**
 * Takes away, renames and sets, in this order, in a list where a name may come more than once. Whatever no rule names stays the very
 * entry that it was, in its place. What is set stands once; what is renamed takes the place of what had that name before.
 *
 * @param make an entry of this name: with this value, or with that of another entry
 */
export function nameRules<T extends Named>(
  { remove = [], rename = {}, set = {} }: NameRules,
  make: { readonly renamed: (entry: T, name: string) => T; readonly set: (name: string, value: string) => T },
): (entries: readonly T[]) => readonly T[] {
  const removed = new Set(remove);
  const renames = Object.entries(rename);
  const sets = Object.entries(set).map(([name, value]) => make.set(name, value));
  return (entries) => {
    let list = entries.some(({ name }) => removed.has(name))
      ? entries.filter(({ name }) => !removed.has(name))
      : entries;
    for (const [from, to] of renames) {
      if (from === to || !list.some(({ name }) => name === from)) continue;
      list = list
        .filter(({ name }) => name !== to)
        .map((entry) => (entry.name === from ? make.renamed(entry, to) : entry));
    }
    for (const entry of sets) list = placed(list, entry);
    return list;
  };
}

/** Where the first of that name stood, else at the end. */
function placed<T extends Named>(list: readonly T[], entry: T): readonly T[] {
  const place = list.findIndex(({ name }) => name === entry.name);
  if (place === -1) return [...list, entry];
  return [...list.slice(0, place), entry, ...list.slice(place + 1).filter(({ name }) => name !== entry.name)];
}
