import { isMap } from 'yaml';
import { type Path, startsWith } from '../../config/mistake.ts';
import { type Collection, endOf, type Item, lineStart, nextLine, placeAt, type Source, startOf } from './source.ts';
import type { Splice } from './splice.ts';

/** Takes keys and items out, with the comments that stand right above them; a collection that nothing is left of becomes `{}` or `[]`. */
export function remove(source: Source, paths: readonly Path[]): Splice[] {
  const gone = new Map<Collection, Set<number>>();
  const isWithin = (path: Path, other: Path) => other.length < path.length && startsWith(path, other);
  for (const path of paths.filter((each) => !paths.some((other) => isWithin(each, other)))) {
    const place = placeAt(source, path);
    if (!place) throw new Error(`Nothing stands at ${path.join('.')}`);
    const indexes = gone.get(place.collection) ?? new Set();
    gone.set(place.collection, indexes.add(place.index));
  }
  return [...gone].flatMap(([collection, indexes]) => {
    const items = collection.items as Item[];
    if (indexes.size === items.length) return [emptied(collection)];
    return collection.flow ? fromFlow(source, items, indexes) : [...indexes].map((index) => line(source, items, index));
  });
}

function emptied(collection: Collection): Splice {
  const from = (collection.range as [number, number, number])[0];
  return { from, to: endOf(collection), text: isMap(collection) ? '{}' : '[]' };
}

function line({ text }: Source, items: readonly Item[], index: number): Splice {
  const item = items[index] as Item;
  const start = lineStart(text, startOf(item));
  const column = /^ */.exec(text.slice(start))?.[0].length ?? 0;
  let from = withComments(text, start, column);
  let to = nextLine(text, endOf(item));
  // Comments that are indented deeper belong to what goes.
  for (let next = text.slice(to); deeperComment(next, column); next = text.slice(to)) to = nextLine(text, to + 1);
  // One blank line is enough between those that are left.
  const above = lineStart(text, from - 1);
  const isBlankAbove = from > 0 && text.slice(above, from).trim() === '';
  const isBlankBelow = /^[ \t]*(?:\r?\n|$)/.test(text.slice(to));
  if (isBlankBelow && isBlankAbove) from = above;
  else if (isBlankBelow && index === 0 && to < text.length) to = nextLine(text, to + 1);
  return { from, to, text: '' };
}

function withComments(text: string, start: number, column: number): number {
  let from = start;
  while (from > 0) {
    const above = lineStart(text, from - 1);
    const comment = /^( *)#/.exec(text.slice(above, from));
    if (comment?.[1]?.length !== column) break;
    from = above;
  }
  return from;
}

function deeperComment(rest: string, column: number): boolean {
  const comment = /^( *)#/.exec(rest);
  return (comment?.[1]?.length ?? 0) > column;
}

function fromFlow({ text }: Source, items: readonly Item[], gone: ReadonlySet<number>): Splice[] {
  const kept = items.map((_, index) => index).filter((index) => !gone.has(index));
  const lastKept = kept.at(-1) as number;
  const splices = [...gone]
    .filter((index) => index < lastKept)
    .map((index) => ({ from: startOf(items[index] as Item), to: startOf(items[index + 1] as Item), text: '' }));
  if (lastKept === items.length - 1) return splices;
  const from = endOf(items[lastKept] as Item);
  const end = endOf(items.at(-1) as Item);
  const first = startOf(items[lastKept + 1] as Item);
  const isOnItsLine = text.slice(from, first).includes('\n');
  if (!isOnItsLine) return [...splices, { from, to: end, text: '' }];
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  return [...splices, { from: text.slice(0, lineStart(text, first)).trimEnd().length, to: end + comma, text: '' }];
}
